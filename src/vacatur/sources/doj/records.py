"""From a block of lines to records of 95 fields: which lines make a record, and which must be set aside."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from vacatur.sources.doj.file import LONGEST_RECORD, Block
from vacatur.sources.doj.layout import COLUMNS, POSITION

_FIELD = r'(?:"(?:[^"]|"")*"|[^",][^,]*|)'
_RECORD = rf"^(?:{_FIELD},){{{len(COLUMNS) - 1}}}{_FIELD},?$"
_EXTRA_COMMA = rf"^(?:{_FIELD},){{{len(COLUMNS)}}}$"
_MOST_COMMAS_IN_LONG_RECORD = len(COLUMNS) + 60
"""A record over several lines with more commas than this is two rows swallowed by a stray quote, not one row."""

_READ_SCHEMA = {f"column_{position + 1}": pl.String for position in range(len(COLUMNS) + 2)}


@dataclass(frozen=True)
class SetAside:
    """A row that could not be read: where it stands, why, and its text as it is."""

    line: int
    column: str
    code: str
    found: str
    text: str


@dataclass(frozen=True)
class Records:
    """The readable records of a block.

    Attributes:
        text: the records as UTF-8, each ended by LF.
        line: the line number at which each begins.
        strings: the records themselves where they are not simply the lines of `text`, else None.
        set_aside: rows that are not records.
        blank_lines: lines without anything.
    """

    text: bytes
    line: pl.Series
    strings: pl.Series | None
    set_aside: list[SetAside]
    blank_lines: int

    def as_strings(self) -> pl.Series:
        """Each record as it stands in the file, without its line end and without a comma after the last column."""
        found = self.strings if self.strings is not None else _lines(self.text)
        ends_in_comma = found.str.ends_with(",")
        if not ends_in_comma.any():
            return found
        frame = pl.DataFrame({"record": found, "comma": ends_in_comma})
        extra = pl.col("comma") & pl.col("record").str.contains(_EXTRA_COMMA)
        return frame.select(pl.when(extra).then(pl.col("record").str.head(-1)).otherwise("record").alias("record"))[
            "record"
        ]


def read_records(block: Block, columns: Sequence[str]) -> tuple[Records, pl.DataFrame, bool]:
    """The records of a block and the named columns of each, as text (null where empty).

    Returns:
        the records, the columns under their names, and whether the block is regular: every line of it is a record.
    """
    fields = _fields(block.text, list(dict.fromkeys([*columns, COLUMNS[-1]])))
    if fields is not None and fields.height == block.place.lines and _ends_where_it_should(fields):
        return _regular(block), fields.select(columns), True
    records = _repair(block)
    repaired = _fields(records.text, columns)
    if repaired is None or repaired.height != len(records.line):
        repaired = _fields_one_by_one(records, columns)
    return records, repaired.select(columns), False


def records_again(block: Block) -> Records:
    """The records of a block that was read before."""
    return _regular(block) if block.place.regular else _repair(block)


def _regular(block: Block) -> Records:
    first, count = block.place.first_line, block.place.lines
    return Records(block.text, pl.int_range(first, first + count, dtype=pl.UInt32, eager=True), None, [], 0)


def _fields(text: bytes, columns: Sequence[str]) -> pl.DataFrame | None:
    """The named columns and the two after the last, read in bulk; None when the text cannot be read that way."""
    names = {f"column_{POSITION[name] + 1}": name for name in columns}
    wanted = [*names, *list(_READ_SCHEMA)[-2:]]
    if not text:
        return pl.DataFrame(schema={names.get(name, name): pl.String for name in wanted})
    try:
        frame = pl.read_csv(
            text,
            has_header=False,
            schema=_READ_SCHEMA,
            columns=wanted,
            truncate_ragged_lines=True,
            missing_columns="insert",
        )
    except pl.exceptions.PolarsError:
        return None
    return frame.rename(names)


def _ends_where_it_should(fields: pl.DataFrame) -> bool:
    """Whether the last column is filled and nothing stands after it, in every row.

    Where the last column is blank throughout, too few fields look the same as enough: then the lines are looked at
        one by one.
    """
    after = list(_READ_SCHEMA)[-2:]
    return fields[COLUMNS[-1]].null_count() == 0 and all(fields[name].null_count() == fields.height for name in after)


def _lines(text: bytes) -> pl.Series:
    return pl.read_lines(text, name="record")["record"] if text else pl.Series("record", [], pl.String)


def _repair(block: Block) -> Records:
    """Join lines that make one record, and set aside what makes none."""
    lines = _lines(block.text)
    quotes = lines.str.count_matches('"', literal=True)
    good = lines.str.contains(_RECORD) & (quotes % 2 == 0)
    blank = lines.str.strip_chars() == ""
    doubtful = (~good & ~blank).arg_true().to_list()
    joined: dict[int, str] = {}
    gone: set[int] = set()
    set_aside: list[SetAside] = []
    for at in doubtful:
        if at in gone:
            continue
        found = _joined(lines, at) if quotes[at] % 2 else None
        if found is None:
            set_aside.append(_why(block.place.first_line + at, lines[at]))
            gone.add(at)
        else:
            joined[at] = found[0]
            gone.update(range(at + 1, at + found[1]))
    keep = pl.DataFrame({"at": pl.int_range(0, len(lines), dtype=pl.UInt32, eager=True), "record": lines})
    keep = keep.filter(~blank & ~pl.col("at").is_in(sorted(gone))) if gone or blank.any() else keep
    strings = keep["record"]
    if joined:
        strings = pl.Series("record", [joined.get(at, text) for at, text in keep.iter_rows()], pl.String)
    text = ("\n".join(strings) + "\n").encode() if len(strings) else b""
    return Records(
        text,
        keep["at"] + block.place.first_line,
        strings,
        set_aside,
        int(blank.sum()) - sum(1 for at in gone if blank[at]),
    )


def _joined(lines: pl.Series, at: int) -> tuple[str, int] | None:
    """The record that begins on a line which leaves a quoted field open, and over how many lines it runs."""
    text: str = lines[at]
    for more in range(1, min(LONGEST_RECORD, len(lines) - at)):
        text += "\n" + lines[at + more]
        if text.count(",") > _MOST_COMMAS_IN_LONG_RECORD:
            return None
        if text.count('"') % 2 == 0 and re.search(_RECORD.replace("$", r"\Z"), text):
            return text, more + 1
    return None


def _why(line: int, text: str) -> SetAside:
    count = len(next(csv.reader([text]), []))
    if '"' in text and (text.count('"') % 2 or count in (len(COLUMNS), len(COLUMNS) + 1)):
        return SetAside(line, "", "stray_quote", "a quote that opens and does not close", text)
    return SetAside(line, "", "field_count", f"{count} fields", text)


def _fields_one_by_one(records: Records, columns: Sequence[str]) -> pl.DataFrame:
    """The same as `_fields`, for text that the bulk reader refuses."""
    rows = [next(csv.reader(text.splitlines(keepends=True))) for text in records.as_strings()]
    return pl.DataFrame(
        {name: [row[POSITION[name]] or None for row in rows] for name in columns},
        schema=dict.fromkeys(columns, pl.String),
    )
