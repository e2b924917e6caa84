"""From a block of lines to records of 95 fields: which lines make a record, and which must be set aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from vacatur.sources.doj.blocks import LONGEST_RECORD, MOST_COMMAS, Block
from vacatur.sources.doj.file import RowForm, fields_of
from vacatur.sources.doj.layout import COLUMNS, POSITION

_ENDLESS = 1 << 19
"""Bytes of a line that is no record, whatever stands in it: the bulk reader does not come to an end of millions of
fields."""

_FIELD = r'(?:"(?:[^"]|"")*"|[^",][^,]*|)'
_FILLED = r'(?:"(?:[^"]|"")*"|[^",][^,]*)'
_BEFORE_LAST = rf"^(?:{_FIELD},){{{len(COLUMNS) - 1}}}"
_FIELDS = re.compile(rf"^(?:{_FIELD},)*{_FIELD}\Z", re.DOTALL)

_EACH = re.compile(rf"({_FIELD})(?:,|\Z)", re.DOTALL)

_READ_SCHEMA = {f"column_{position + 1}": pl.String for position in range(len(COLUMNS) + 2)}


@dataclass(frozen=True, slots=True)
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
        form: how rows of the file end.
        text: the records as UTF-8, each ended by LF.
        line: the line number at which each begins.
        strings: the records themselves where they are not simply the lines of `text`, else None.
        set_aside: rows that are not records.
        blank_lines: lines without anything.
    """

    form: RowForm
    text: bytes
    line: pl.Series
    strings: pl.Series | None
    set_aside: list[SetAside]
    blank_lines: int

    def as_strings(self) -> pl.Series:
        """Each record as it stands in the file, without its line end and without a comma after the last column."""
        found = self.strings if self.strings is not None else _lines(self.text)
        comma = found.str.ends_with(",")
        if not comma.any():
            return found
        rows = pl.DataFrame({"text": found, "comma": comma})
        ended = pl.col("comma") & pl.col("text").str.contains(_ENDED)
        text = pl.col("text")
        blank = text.str.head(-1) if self.form.fields > len(COLUMNS) else text
        return rows.select(pl.when(ended).then(text.str.strip_chars_end(",")).otherwise(blank).alias("text"))["text"]


_ENDED = rf"{_BEFORE_LAST}{_FILLED},*$"
"""A record whose last column is filled; a comma after it does no harm."""


def _record(form: RowForm) -> str:
    """What a record looks like, as a pattern. Where its last column is blank, the number of fields must be exact."""
    blank = "," * (form.fields - len(COLUMNS))
    return rf"{_BEFORE_LAST}(?:{_FILLED},*|{blank})$" if form.filled else rf"{_BEFORE_LAST}{_FIELD}{blank}$"


def read_records(block: Block, columns: Sequence[str], form: RowForm) -> tuple[Records, pl.DataFrame, bool]:
    """The records of a block and the named columns of each, as text (null where empty).

    Returns:
        the records, the columns under their names, and whether the block is regular: every line of it is a record.
    """
    fields = None
    if not _has_endless_line(block.text):
        fields = _fields(block.text, list(dict.fromkeys([*columns, COLUMNS[-1]])))
    if form.filled and fields is not None and fields.height == block.place.lines and _ends_where_it_should(fields):
        return _regular(block, form), fields.select(columns), True
    records = _repair(block, form)
    repaired = _fields(records.text, columns)
    if repaired is None or repaired.height != len(records.line):
        repaired = _fields_one_by_one(records, columns)
    return records, repaired.select(columns), False


def _has_endless_line(text: bytes) -> bool:
    """Whether there may be a line of `_ENDLESS` bytes: whoever takes half as long steps meets no end of it."""
    step = _ENDLESS // 2
    return any(text.find(b"\n", start, start + step) < 0 for start in range(0, len(text) - step, step))


def records_again(block: Block, form: RowForm) -> Records:
    """The records of a block that was read before."""
    return _regular(block, form) if block.place.regular else _repair(block, form)


def _regular(block: Block, form: RowForm) -> Records:
    first, count = block.place.first_line, block.place.lines
    return Records(form, block.text, pl.int_range(first, first + count, dtype=pl.UInt32, eager=True), None, [], 0)


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
            truncate_ragged_lines=False,
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


def _repair(block: Block, form: RowForm) -> Records:
    """Join lines that make one record, and set aside what makes none."""
    lines = _lines(block.text)
    quotes = lines.str.count_matches('"', literal=True)
    pattern = _record(form)
    good = lines.str.contains(pattern) & (quotes % 2 == 0) & (lines.str.len_bytes() < _ENDLESS)
    blank = lines.str.strip_chars() == ""
    doubtful = (~good & ~blank).arg_true().to_list()
    joined: dict[int, str] = {}
    gone: set[int] = set()
    set_aside: list[SetAside] = []
    for at in doubtful:
        if at in gone:
            continue
        found = _joined(lines, at, pattern) if quotes[at] % 2 else None
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
        form,
        text,
        keep["at"] + block.place.first_line,
        strings,
        set_aside,
        int(blank.sum()) - sum(1 for at in gone if blank[at]),
    )


def _joined(lines: pl.Series, at: int, pattern: str) -> tuple[str, int] | None:
    """The record that begins on a line which leaves a quoted field open, and over how many lines it runs."""
    text: str = lines[at]
    for more in range(1, min(LONGEST_RECORD, len(lines) - at)):
        text += "\n" + lines[at + more]
        if text.count(",") > MOST_COMMAS:
            return None
        if text.count('"') % 2 == 0 and re.search(pattern.replace("$", r"\Z"), text, re.DOTALL):
            return text, more + 1
    return None


def _why(line: int, text: str) -> SetAside:
    if len(text) >= _ENDLESS // 4:  # of so many characters it may be, and to count its fields is of no use
        return SetAside(line, "", "field_count", _fields_in_words(text.count(",") + 1), text)
    count = len(fields_of(text))
    if '"' in text and (text.count('"') % 2 or not _FIELDS.match(text)):
        return SetAside(line, "", "stray_quote", "a quote that opens and does not close", text)
    return SetAside(
        line,
        "",
        "field_count",
        _fields_in_words(count)
        if count != len(COLUMNS)
        else "95 fields that have slipped: the row ends otherwise than the others",
        text,
    )


def _fields_in_words(count: int) -> str:
    return "1 field" if count == 1 else f"{count} fields"


def _unquoted(field: str) -> str:
    return field[1:-1].replace('""', '"') if field.startswith('"') else field


def _fields_one_by_one(records: Records, columns: Sequence[str]) -> pl.DataFrame:
    """The same as `_fields`, for text that the bulk reader refuses. Of the form of a record it is in any case."""
    rows = [[_unquoted(field) for field in _EACH.findall(text)] for text in records.as_strings()]
    return pl.DataFrame(
        {name: [row[POSITION[name]] or None for row in rows] for name in columns},
        schema=dict.fromkeys(columns, pl.String),
    )
