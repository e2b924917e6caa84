"""Rows of a table as a worksheet holds them: SpreadsheetML (ECMA-376, part 1, 18.3), column by column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import polars as pl

LONGEST_TEXT: Final = 16_000
"""Characters in a cell. A worksheet allows 32,767 units of 16 bits, and a character may take two."""

_ROW = "number of the row"

_AT_ONCE = 5_000
"""Rows that are put together in memory."""

_CONTROLS = [*range(0x09), 0x0B, 0x0C, *range(0x0D, 0x20), 0x7F]
_SHOWN = {chr(code): chr(0x2400 + code) for code in _CONTROLS if code != 0x7F} | {
    "\x7f": "\u2421", "\ufffe": "\ufffd", "\uffff": "\ufffd", "&": "&amp;", "<": "&lt;", ">": "&gt;",
}  # fmt: skip
"""Characters that XML forbids or would alter, as the pictures that Unicode has of them; and those that it reads as
markup."""

_READ_AS_ESCAPE = r"_x([0-9A-Fa-f]{4})_"
"""A worksheet would read this in a text as the character of that number; an escaped underline prevents it."""

_DAY_0, _DAY_60 = date(1899, 12, 31), date(1900, 3, 1)
"""Days are counted from the first; from the second on one too many, for worksheets have a 29 February 1900."""


def sheet_rows(frame: pl.DataFrame, styles: Sequence[str], first: int = 2) -> Iterator[tuple[int, str]]:
    """The rows of a table, in pieces: how many, and their text.

    A text is a text, whatever it begins with: nothing is read as a formula, a number or an address. What is null is no
    cell at all.

    Args:
        frame: columns of text, whole or broken numbers, dates, yes/no.
        styles: the number of the style of each column.
        first: number of the first row; 1 is the topmost.
    """
    cells = [
        _cell(dtype, name, column_letters(number), styles[number])
        for number, (name, dtype) in enumerate(frame.schema.items())
    ]
    row = pl.concat_str(pl.lit('<row r="'), pl.col(_ROW), pl.lit('">'), *cells, pl.lit("</row>"))
    for start in range(0, frame.height, _AT_ONCE):
        piece = frame.slice(start, _AT_ONCE)
        numbers = pl.int_range(first + start, first + start + piece.height, eager=True).cast(pl.String)
        yield piece.height, piece.with_columns(numbers.alias(_ROW)).select(row.str.join("")).item()


def column_letters(number: int) -> str:
    """The letters of a column, counted from 0: A, ..., Z, AA."""
    letters = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def within_limits(frame: pl.DataFrame) -> pl.DataFrame:
    """The table with texts that are too long for a cell continued in further columns: "Row", "Row (2)"."""
    columns: list[pl.Expr] = []
    for name, dtype in frame.schema.items():
        longest = frame[name].str.len_chars().max() if dtype == pl.String else 0
        assert longest is None or isinstance(longest, int)
        pieces = max(1, -(-(longest or 0) // LONGEST_TEXT))
        columns.append(pl.col(name) if pieces == 1 else pl.col(name).str.slice(0, LONGEST_TEXT))
        for piece in range(1, pieces):
            rest = pl.col(name).str.slice(piece * LONGEST_TEXT, LONGEST_TEXT)
            columns.append(pl.when(rest != "").then(rest).alias(f"{name} ({piece + 1})"))
    return frame.select(columns)


def _cell(dtype: pl.DataType, name: str, letters: str, style: str) -> pl.Expr:
    """A cell of a column, or nothing where it is null."""
    value = pl.col(name)
    start, kind, end = f'<c r="{letters}', "", "</v></c>"
    if dtype == pl.String:
        value, kind, end = _escaped(value), ' t="inlineStr"', "</t></is></c>"
    elif dtype == pl.Boolean:
        value, kind = value.cast(pl.Int8).cast(pl.String), ' t="b"'
    elif dtype == pl.Date:
        days = (value - pl.lit(_DAY_0)).dt.total_days()
        value = (days + (value >= pl.lit(_DAY_60)).cast(pl.Int64)).cast(pl.String)
    else:
        assert dtype.is_numeric(), f"{name} holds {dtype}, which no cell can"
        value = value.cast(pl.String)
    opened = '"><is><t xml:space="preserve">' if dtype == pl.String else '"><v>'
    cell = pl.concat_str(pl.lit(start), pl.col(_ROW), pl.lit(f'"{kind} s="{style}{opened}'), value, pl.lit(end))
    return cell.fill_null("")


def _escaped(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(_READ_AS_ESCAPE, "_x005F_x${1}_").str.replace_many(list(_SHOWN), list(_SHOWN.values()))
