"""Dates as whole days since 1 January 1970, in columns."""

from datetime import date

import numpy as np
import polars as pl

from vacatur.synth.draw import Ints

_FIRST = np.datetime64("1870-01-01", "D")
_LAST = np.datetime64("2130-01-01", "D")


def day_number(day: date) -> int:
    """Days from 1 January 1970 to `day`."""
    return (day - date(1970, 1, 1)).days


FIRST_ARREST = day_number(date(1961, 1, 1))
"""Nothing but births is planted before this day."""


def year_month_day(days: Ints) -> Ints:
    """The eight digits YYYYMMDD of each day, as a number."""
    stamps = days.astype("datetime64[D]")
    months = stamps.astype("datetime64[M]")
    years = stamps.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    dates: Ints = years * 10_000 + month * 100 + (stamps - months).astype(np.int64) + 1
    return dates


def whole_years(start: Ints, end: Ints) -> Ints:
    """Whole calendar years from `start` to `end`; an anniversary of 29 February falls on 1 March in other years."""
    years: Ints = (year_month_day(end) - year_month_day(start)) // 10_000
    return years


def add_months(days: Ints, months: Ints) -> Ints:
    """The same day of the month `months` later, or the first of the next where the month has no such day."""
    start_of_month = days.astype("datetime64[D]").astype("datetime64[M]")
    day_of_month = (days.astype("datetime64[D]") - start_of_month).astype(np.int64)
    target = start_of_month + months.astype("timedelta64[M]")
    length = ((target + 1).astype("datetime64[D]") - target.astype("datetime64[D]")).astype(np.int64)
    later: Ints = target.astype("datetime64[D]").astype(np.int64) + np.minimum(day_of_month, length)
    return later


def _texts() -> pl.Series:
    days = np.arange(_FIRST.astype(np.int64), _LAST.astype(np.int64), dtype=np.int64)
    return pl.Series("day", year_month_day(days)).cast(pl.String)


DAY_TEXTS: pl.Series = _texts()
"""YYYYMMDD of every day that a fabricated file can name; `text_position` gives the place of a day."""


def text_position(days: Ints) -> Ints:
    """Where in DAY_TEXTS each day stands."""
    return days - int(_FIRST.astype(np.int64))
