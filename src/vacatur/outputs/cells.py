"""Cells of comma-separated text."""

from __future__ import annotations

import polars as pl


def csv_cells(texts: pl.Series) -> pl.Series:
    """Each text as a cell: quoted where it holds a comma, a quote or a line end; empty where null."""
    text = pl.col("text")
    quoted = pl.concat_str(pl.lit('"'), text.str.replace_all('"', '""', literal=True), pl.lit('"'))
    cell = pl.when(text.str.contains('[,"\n\r]')).then(quoted).otherwise(text).fill_null("")
    return texts.cast(pl.String).alias("text").to_frame().select(cell.alias("text"))["text"]


def one_decimal(number: pl.Expr) -> pl.Expr:
    """A number that is not negative, with one decimal, as text."""
    tenths = (number * 10).round(0, mode="half_to_even").cast(pl.Int64)
    return pl.concat_str((tenths // 10).cast(pl.String), pl.lit("."), (tenths % 10).cast(pl.String))
