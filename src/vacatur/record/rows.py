"""What keys say: the number of a source row its file and line, a count key (CNT_ORDER) its case and cycle."""

from __future__ import annotations

import polars as pl

_LINE_BITS = 1 << 32


def case_of(count_key: pl.Expr) -> pl.Expr:
    """CNT_ORDER without count and qualifier (three digits each): the cycle and the step."""
    return count_key // 1_000_000


def cycle_of(count_key: pl.Expr) -> pl.Expr:
    """CNT_ORDER without step, count and qualifier: the cycle."""
    return count_key // 1_000_000_000


def count_of(count_key: pl.Expr) -> pl.Expr:
    """The count within its case, as the state numbers it."""
    return count_key // 1000 % 1000


def row_number(file: pl.Expr, line: pl.Expr) -> pl.Expr:
    """The number of the row that begins on a line (from 1) of a file (from 0): in the order of files and lines."""
    return file.cast(pl.UInt64) * _LINE_BITS + line.cast(pl.UInt64)


def file_of(row: pl.Expr) -> pl.Expr:
    """The file of a row, from 0."""
    return (row // _LINE_BITS).cast(pl.UInt16)


def line_of(row: pl.Expr) -> pl.Expr:
    """The line of the file on which a row begins, from 1."""
    return (row % _LINE_BITS).cast(pl.UInt32)


def place_of(row: pl.Expr) -> pl.Expr:
    """A row as a person reads it: `2:1047` is line 1047 of the delivery's second file."""
    return pl.concat_str(row // _LINE_BITS + 1, pl.lit(":"), row % _LINE_BITS)


def row_at(place: pl.Expr) -> pl.Expr:
    """The number of a row by how a person reads it (`place_of`)."""
    parts = place.str.split_exact(":", 1)
    file, line = parts.struct.field("field_0"), parts.struct.field("field_1")
    return row_number(file.cast(pl.UInt64) - 1, line)
