"""Dates as the state writes them, which know when they are unknown, and arithmetic by the calendar."""

from __future__ import annotations

import polars as pl

FIRST_YEAR = 1900
"""Earlier years stand for nothing in these files."""

NO_DATE = "00000000"
"""How a blank date is filled."""

DATE_FAULT = pl.Enum(["missing", "partial", "bad"])
"""Why a date is unknown: nothing given, a month or day of zero, or no date of the calendar."""


def parse_dates(texts: pl.Series) -> pl.DataFrame:
    """Read distinct texts of the form `YYYYMMDD`.

    Returns:
        columns `date` (null when unknown) and `fault` (null when known). A partial date is never completed.
    """
    text = pl.col("text")
    digits = text.str.contains(r"^[0-9]{8}$")
    date = pl.when(digits).then(text).str.to_date("%Y%m%d", strict=False)
    date = pl.when(date.dt.year() >= FIRST_YEAR).then(date)
    zero = text.is_null() | (text == NO_DATE)
    partial = digits & (text.str.ends_with("00") | (text.str.slice(4, 2) == "00"))
    fault = (
        pl.when(date.is_not_null()).then(None).when(zero).then(pl.lit("missing")).when(partial).then(pl.lit("partial"))
    )
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


def anniversary(date: pl.Expr, years: int) -> pl.Expr:
    """The same day, `years` later. That of 29 February is 1 March in a year that has none."""
    return months_later(date, 12 * years)


def years_between(start: pl.Series, end: pl.Series) -> pl.Series:
    """Calendar years from one date to a later one, with the part of the current year as a fraction.

    Whole exactly on the anniversary, so that `>= 50` is true from the fiftieth birthday on and `> 5` from the day after
    the fifth anniversary. Unknown when either date is, or when `end` comes first.
    """
    days = pl.DataFrame({"start": start, "end": end}).select(
        later=pl.col("start") <= pl.col("end"),
        born=pl.col("start").dt.year(),
        day=pl.col("start").dt.ordinal_day().cast(pl.Int32),
        year=pl.col("end").dt.year(),
        today=pl.col("end").dt.ordinal_day().cast(pl.Int32),
    )
    year = pl.col("year")
    days = days.with_columns(
        in_leap=_is_leap(pl.col("born")), before=_is_leap(year - 1), now=_is_leap(year), after=_is_leap(year + 1)
    )
    common = pl.col("day") - (pl.col("in_leap") & (pl.col("day") > _FEBRUARY_29)).cast(pl.Int32)
    moves = (pl.col("day") >= _FEBRUARY_29) & ~(pl.col("in_leap") & (pl.col("day") == _FEBRUARY_29))
    days = days.with_columns(common=common, moves=moves & (common >= _FEBRUARY_29))
    falls = [
        (pl.col("common") + (pl.col("moves") & pl.col(leap))).alias(f"falls_{leap}")
        for leap in ("before", "now", "after")
    ]
    days = days.with_columns(falls).with_columns(passed=pl.col("falls_now") <= pl.col("today"))
    # Days are counted from the turn of this year: the last anniversary may lie before it, the next one after its end.
    last = pl.when("passed").then("falls_now").otherwise(pl.col("falls_before") - 365 - pl.col("before"))
    following = pl.when("passed").then(365 + pl.col("now") + pl.col("falls_after")).otherwise("falls_now")
    days = days.with_columns(last=last, following=following)
    whole = year - pl.col("born") - (~pl.col("passed"))
    part = (pl.col("today") - pl.col("last")) / (pl.col("following") - pl.col("last"))
    return days.select(pl.when("later").then(whole + part).alias("years"))["years"]


_FEBRUARY_29 = 60
"""Its day of the year in a leap year; in other years that of 1 March."""


def _is_leap(year: pl.Expr) -> pl.Expr:
    return ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
