"""Source rows by number: one number says file and line, so that a table names its rows without looking them up."""

from __future__ import annotations

import polars as pl

_LINE_BITS = 1 << 32


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
