"""Dates as the state writes them, which know when they are unknown, and arithmetic by the calendar."""

from __future__ import annotations

import polars as pl

FIRST_YEAR = 1900
"""Earlier years stand for nothing in these files."""

DATE_FAULT = pl.Enum(["missing", "partial", "bad"])
"""Why a date is unknown: nothing given, a month or day of zero, or no date of the calendar."""


def parse_dates(texts: pl.Series) -> pl.DataFrame:
    """Read distinct texts of the form `YYYYMMDD`.

    Returns:
        columns `date` (null when unknown) and `fault` (null when known). A partial date is never completed.
    """
    text = pl.col("text")
    digits = text.str.contains(r"^\d{8}$")
    date = pl.when(digits).then(text).str.to_date("%Y%m%d", strict=False)
    date = pl.when(date.dt.year() >= FIRST_YEAR).then(date)
    zero = text.is_null() | (text == "00000000")
    partial = digits & (text.str.ends_with("00") | (text.str.slice(4, 2) == "00"))
    fault = pl.when(date.is_not_null()).then(None).when(zero).then(pl.lit("missing")).when(partial).then(pl.lit("partial"))
    return pl.DataFrame({"text": texts}, schema={"text": pl.String}).select(
        date=date, fault=fault.otherwise(pl.lit("bad")).cast(DATE_FAULT)
    )


def months_later(date: pl.Expr, months: int | pl.Expr) -> pl.Expr:
    """The same day of the month, `months` later; the first of the month after, where that month has no such day."""
    months = pl.lit(months, pl.Int32) if isinstance(months, int) else months.cast(pl.Int32)
    count = date.dt.year() * 12 + date.dt.month().cast(pl.Int32) - 1 + months
    first = pl.date(count // 12, count % 12 + 1, 1)
    following = pl.date((count + 1) // 12, (count + 1) % 12 + 1, 1)
    same_day = first + pl.duration(days=date.dt.day().cast(pl.Int32) - 1)
    return pl.min_horizontal(same_day, following)


def anniversary(date: pl.Expr, years: int | pl.Expr) -> pl.Expr:
    """The same day, `years` later. That of 29 February is 1 March in a year that has none."""
    return months_later(date, years * 12)


def years_between(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Calendar years from one date to a later one, with the part of the current year as a fraction.

    Whole exactly on the anniversary, so that `>= 50` is true from the fiftieth birthday on and `> 5` from the day after
    the fifth anniversary. Unknown when either date is, or when `end` comes first.
    """
    years = end.dt.year() - start.dt.year()
    years = pl.when(anniversary(start, years) > end).then(years - 1).otherwise(years)
    last, following = anniversary(start, years), anniversary(start, years + 1)
    part = (end - last).dt.total_days() / (following - last).dt.total_days()
    return pl.when(start <= end).then(years + part)
