"""Values made coarser, level by level: exact first, then bands, at last withheld.

Each function gives the text that is published. What the source does not tell is `unknown` at every level but the last.
"""

from __future__ import annotations

import polars as pl

UNKNOWN, WITHHELD = "unknown", "withheld"

DATE, YEAR, SECTION, COUNT, PLAIN = 4, 4, 2, 2, 1
"""The last level of each kind, at which the value is withheld."""

_BANDS = (1, 5, 10, 20)
"""Years."""


def date(column: str, level: int) -> pl.Expr:
    """A date: 0 the month (`1995-06`), 1 the year, 2 five years (`1995-1999`), 3 ten, 4 withheld."""
    if level == DATE:
        return _withheld(column)
    if level == 0:
        return _known(pl.col(column).dt.strftime("%Y-%m"), column)
    return _years(column, level - 1)


def year(column: str, level: int) -> pl.Expr:
    """The year of a date: 0 as it is, 1 five years, 2 ten, 3 twenty, 4 withheld."""
    return _withheld(column) if level == YEAR else _years(column, level)


def _years(column: str, level: int) -> pl.Expr:
    years, band = pl.col(column).dt.year(), _BANDS[level]
    if band == 1:
        return _known(years.cast(pl.String), column)
    start = years // band * band
    return _known(pl.concat_str(start, pl.lit("-"), start + (band - 1)), column)


def section(column: str, level: int) -> pl.Expr:
    """A statute (`HS 11359`): 0 with its section, 1 its code alone (`HS`), 2 withheld."""
    if level == SECTION:
        return _withheld(column)
    text = pl.col(column) if level == 0 else pl.col(column).str.split(" ").list.first()
    return _known(text, column)


def count(column: str, level: int) -> pl.Expr:
    """A number of convictions: 0 in bands (`1`, `2`, `3-4`, `5-9`, `10 or more`), 1 `1` or `2 or more`, 2 withheld."""
    if level == COUNT:
        return _withheld(column)
    number = pl.col(column)
    if level == 1:
        return pl.when(number < 2).then(pl.lit("1")).otherwise(pl.lit("2 or more")).alias(column)
    bands = pl.when(number < 3).then(number.cast(pl.String)).when(number < 5).then(pl.lit("3-4"))
    return bands.when(number < 10).then(pl.lit("5-9")).otherwise(pl.lit("10 or more")).alias(column)


def plain(column: str, level: int) -> pl.Expr:
    """A value that has no bands: 0 as it is, 1 withheld."""
    return _withheld(column) if level == PLAIN else _known(pl.col(column), column)


def _known(value: pl.Expr, column: str) -> pl.Expr:
    blank = value.is_null() | (value == "")
    return pl.when(blank).then(pl.lit(UNKNOWN)).otherwise(value).alias(column)


def _withheld(column: str) -> pl.Expr:
    return pl.lit(WITHHELD).alias(column)
