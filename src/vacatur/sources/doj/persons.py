"""The persons of a delivery: one a SUBJECT_ID, over all its files."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vacatur.record.dates import NO_DATE, parse_dates
from vacatur.record.disposition import speaks_of_relief
from vacatur.sources.doj.file import fields_of
from vacatur.sources.doj.layout import PERSON_COLUMNS, POSITION
from vacatur.sources.doj.reader import FileRead
from vacatur.sources.doj.records import SetAside

_KEY_LENGTH = 6
"""A shorter text may be a key by accident."""

_MUST_AGREE = ("birth_date_text", "sex", "race", "cii_number")


def read_persons(reads: Sequence[FileRead], cells: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """The persons, in order of appearance, and for each row which person it is about.

    A value in which the rows of a person disagree is unknown; the name shown is the alphabetically first.
    """
    distinct = cells.select("person_id", *PERSON_COLUMNS).unique().cast(pl.String)
    cleaned = distinct.select(_clean(pl.col(name), name).alias(name) for name in distinct.columns)
    per_person = cleaned.group_by("person_id").agg(
        pl.col("name").min(),
        *[pl.col(name).drop_nulls().unique().alias(name) for name in _MUST_AGREE],
    )
    ids, person = _numbered(cells["person_id"])
    agreed = per_person.select(
        "person_id",
        "name",
        *[pl.when(pl.col(name).list.len() == 1).then(pl.col(name).list.first()).alias(name) for name in _MUST_AGREE],
        differs=pl.concat_list(
            pl.when(pl.col(name).list.len() > 1).then(pl.lit(PERSON_COLUMNS[name])) for name in _MUST_AGREE
        ).list.drop_nulls(),
        birth_date_given=pl.col("birth_date_text").list.len() > 0,
    )
    persons = ids.join(agreed, on="person_id", how="left", maintain_order="left")
    dates = parse_dates(persons["birth_date_text"])
    persons = persons.with_columns(birth_date=dates["date"], birth_date_fault=dates["fault"]).drop("birth_date_text")
    return persons.join(_unread(reads, persons), on="person", how="left", maintain_order="left").with_columns(
        pl.col("unread_rows").fill_null(0), pl.col("unread_relief").fill_null(False)
    ), person


def _clean(column: pl.Expr, name: str) -> pl.Expr:
    trimmed = column.str.strip_chars()
    trimmed = trimmed.str.to_uppercase() if name in ("sex", "race") else trimmed
    blank = trimmed.str.strip_chars("-").str.len_bytes() == 0
    if name == "birth_date_text":
        blank = blank | (trimmed == NO_DATE)
    return pl.when(~blank).then(trimmed)


def _numbered(column: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """Number the distinct SUBJECT_IDs, trimmed, in order of appearance."""
    dtype, codes = column.dtype, column.to_physical()
    assert isinstance(dtype, pl.Categorical)
    texts = dtype.categories.to_series().str.strip_chars()
    seen = codes.unique(maintain_order=True)
    first = pl.DataFrame({"code": seen, "person_id": texts.gather(seen)})
    ids = first.select("person_id").unique(maintain_order=True).with_row_index("person")
    number = first.join(ids, on="person_id", how="left")
    lookup = pl.DataFrame({"code": pl.int_range(0, len(texts), dtype=pl.UInt32, eager=True)})
    lookup = lookup.join(number.select("code", "person"), on="code", how="left", maintain_order="left")
    return ids, lookup["person"].gather(codes)


def _unread(reads: Sequence[FileRead], persons: pl.DataFrame) -> pl.DataFrame:
    """How many set-aside rows are each person's, and whether one of them speaks of relief.

    A row is a person's by SUBJECT_ID, else by a CII number that is one person's alone.
    """
    schema = {"person": pl.UInt32, "unread_relief": pl.Boolean}
    aside = [row for read in reads for row in read.set_aside]
    by_id = dict(persons.select("person_id", "person").iter_rows()) if aside else {}
    numbers = persons.filter(pl.col("cii_number").is_not_null()).group_by("cii_number").agg("person")
    by_number = {number: people[0] for number, people in numbers.iter_rows() if len(people) == 1} if aside else {}
    found = [(_owner(row, by_id, by_number), speaks_of_relief(row.text.upper())) for row in aside]
    known = [pair for pair in found if pair[0] is not None]
    counted = pl.DataFrame(known, schema=schema, orient="row").group_by("person")
    return counted.agg(pl.len().cast(pl.UInt32).alias("unread_rows"), pl.col("unread_relief").any())


def _owner(row: SetAside, by_id: dict[str, int], by_number: dict[str, int]) -> int | None:
    """Whose row this is. Where its fields have slipped, a long key that stands elsewhere in it tells as well."""
    parts = [part.strip(' "') for part in row.text.split(",")]
    cells = [cell.strip() for cell in fields_of(row.text)]
    for name, known in (("SUBJECT_ID", by_id), ("CII_NUMBER", by_number)):
        for fields in (cells, parts):
            if len(fields) > POSITION[name] and fields[POSITION[name]] in known:
                return known[fields[POSITION[name]]]
    if row.code in ("field_count", "stray_quote"):
        for cell in [*cells, *parts]:
            if len(cell) >= _KEY_LENGTH and (cell in by_id or cell in by_number):
                return by_id.get(cell, by_number.get(cell))
    return None
