"""The persons of a delivery: one a SUBJECT_ID, over all its files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from vacatur.record.dates import NO_DATE, parse_dates
from vacatur.record.disposition import disposition_kind, ended_without_conviction
from vacatur.record.relief_texts import speaks_of_relief
from vacatur.sources.doj.distinct import distinct_texts
from vacatur.sources.doj.file import fields_of
from vacatur.sources.doj.layout import COLUMNS, PERSON_COLUMNS, POSITION
from vacatur.sources.doj.records import SetAside

_KEY_LENGTH = 6
"""A shorter text may be a key by accident."""

_MUST_AGREE = ("birth_date_text", "sex", "race", "cii_number")


@dataclass(frozen=True)
class Elsewhere:
    """What a person's own rows do not tell of the person, and the whole delivery does.

    Attributes:
        unread: one row a person to whom rows that were set aside belong: person_id, unread_rows, unread_relief.
        shared: the CII numbers that several people have.
    """

    unread: pl.DataFrame
    shared: pl.Series


def elsewhere(aside: Iterable[SetAside], persons: pl.DataFrame) -> Elsewhere:
    """What the whole of a delivery tells of its people.

    Args:
        persons: all of them: person_id and cii_number.
    """
    numbers = persons.drop_nulls("cii_number").group_by("cii_number").agg("person_id")
    several = pl.col("person_id").list.len() > 1
    rows = list(aside)
    by_id = set(persons["person_id"]) if rows else set()
    alone = numbers.filter(~several).select("cii_number", pl.col("person_id").list.first()) if rows else numbers.clear()
    return Elsewhere(unread_rows(rows, by_id, dict(alone.iter_rows())), numbers.filter(several)["cii_number"])


def read_persons(cells: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
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
    return persons.with_columns(birth_date=dates["date"], birth_date_fault=dates["fault"]).drop(
        "birth_date_text"
    ), person


def with_unread(persons: pl.DataFrame, unread: pl.DataFrame) -> pl.DataFrame:
    """Add how many set-aside rows are each person's, and whether one of them speaks of relief."""
    return persons.join(unread, on="person_id", how="left", maintain_order="left").with_columns(
        pl.col("unread_rows").fill_null(0), pl.col("unread_relief").fill_null(False)
    )


def numbers_of(cells: pl.DataFrame) -> pl.DataFrame:
    """The people of some rows, and the CII number of each where the rows agree on one: person_id, cii_number.

    Args:
        cells: every row of theirs, as it stands.
    """
    distinct = cells.select("person_id", "cii_number").unique().cast(pl.String)
    cleaned = distinct.select(_clean(pl.col(name), name).alias(name) for name in distinct.columns)
    number = pl.col("cii_number").drop_nulls().unique()
    return cleaned.group_by("person_id").agg(pl.when(number.len() == 1).then(number.first()).alias("cii_number"))


def _clean(column: pl.Expr, name: str) -> pl.Expr:
    trimmed = column.str.strip_chars()
    trimmed = trimmed.str.to_uppercase() if name in ("sex", "race") else trimmed
    blank = trimmed.str.strip_chars("-").str.len_bytes() == 0
    if name == "birth_date_text":
        blank = blank | (trimmed == NO_DATE)
    return pl.when(~blank).then(trimmed)


def _numbered(column: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """Number the distinct SUBJECT_IDs, trimmed, in order of appearance."""
    codes, texts = column.to_physical(), distinct_texts(column).str.strip_chars()
    seen = codes.unique(maintain_order=True)
    first = pl.DataFrame({"code": seen, "person_id": texts.gather(seen)})
    ids = first.select("person_id").unique(maintain_order=True).with_row_index("person")
    number = first.join(ids, on="person_id", how="left")
    lookup = pl.DataFrame({"code": pl.int_range(0, len(texts), dtype=pl.UInt32, eager=True)})
    lookup = lookup.join(number.select("code", "person"), on="code", how="left", maintain_order="left")
    return ids, lookup["person"].gather(codes)


def unread_rows(aside: Iterable[SetAside], by_id: Collection[str], by_number: Mapping[str, str]) -> pl.DataFrame:
    """Whose the set-aside rows are, and whether one of them speaks of relief (`Elsewhere.unread`).

    A row is a person's by SUBJECT_ID, else by a CII number that is one person's alone; two people's, where it holds
    the keys of two.

    Args:
        by_id: every SUBJECT_ID.
        by_number: for each CII number of one person alone whose it is.
    """
    schema = {"person_id": pl.String, "unread_relief": pl.Boolean}
    known = [
        (owner, told)
        for row in aside
        if (owners := sorted(_owners(row, by_id, by_number)))
        for told in [len(owners) > 1 or _may_speak_of_relief(row)]  # of two people nobody can tell whose words they are
        for owner in owners
    ]
    counted = pl.DataFrame(known, schema=schema, orient="row").group_by("person_id")
    return counted.agg(pl.len().cast(pl.UInt32).alias("unread_rows"), pl.col("unread_relief").any())


_MOST_PARTS = len(COLUMNS) + 10
"""Parts between commas, beyond those of the columns a few within texts, that one row has."""

_NO_COURT = ("ARREST", "SUPPLEMENTAL ARREST", "CUSTODY", "REGISTRATION", "APPLICANT", "DECEASED", "MENTAL HEALTH")
"""Types of event that tell of no relief."""


def _may_speak_of_relief(row: SetAside) -> bool:
    """Whether a row tells of relief, or may have: it is not of another event than a court's, and what it says of a
    disposition is lost. Where it has run into the next row, the next row's event and disposition are not its own.
    """
    text = row.text.upper()
    if speaks_of_relief(text):
        return True
    if row.code == "unread_line":  # a sheet's line, which has no columns to lose
        return False
    parts = text.split(",")
    if len(parts) > _MOST_PARTS:
        return True
    cells = {cell.strip() for cell in fields_of(text)} | {part.strip(' "') for part in parts}
    return not any(cell.startswith(_NO_COURT) or _settles(cell) for cell in cells)


@lru_cache(maxsize=4_096)  # rows have most of their cells alike
def _settles(cell: str) -> bool:
    """Whether a cell is a disposition that says what became of a count: a conviction, or an end without one."""
    return disposition_kind(cell) in ("convicted", "dismissed") or ended_without_conviction(cell)


def may_tell(row: SetAside) -> set[str]:
    """The texts of a set-aside row that may say whose it is."""
    return {part.strip(' "') for part in row.text.split(",")} | {cell.strip() for cell in fields_of(row.text)}


def _owners(row: SetAside, by_id: Collection[str], by_number: Mapping[str, str]) -> set[str]:
    """Whose this row is: by its keys. Where its fields may have slipped, a long key elsewhere in it tells as
    well; of a line that has lost its end, two people's.
    """
    parts = [part.strip(' "') for part in row.text.split(",")]
    cells = [cell.strip() for cell in fields_of(row.text)]
    found = _at_their_place(cells, parts, by_id, by_number)
    if row.code in ("field_count", "stray_quote"):
        for cell in {*cells, *parts}:
            if len(cell) >= _KEY_LENGTH and (cell in by_id or cell in by_number):
                found.add(cell if cell in by_id else by_number[cell])
    return found


def _at_their_place(
    cells: Sequence[str], parts: Sequence[str], by_id: Collection[str], by_number: Mapping[str, str]
) -> set[str]:
    for fields in (cells, parts):
        if len(fields) > POSITION["SUBJECT_ID"] and fields[POSITION["SUBJECT_ID"]] in by_id:
            return {fields[POSITION["SUBJECT_ID"]]}
    for fields in (cells, parts):
        if len(fields) > POSITION["CII_NUMBER"] and fields[POSITION["CII_NUMBER"]] in by_number:
            return {by_number[fields[POSITION["CII_NUMBER"]]]}
    return set()
