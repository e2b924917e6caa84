"""Dates that may be unknown, and calendar arithmetic (docs/reading.md, sections 4, 5 and 7)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache


@cache
def read_date(cell: str, as_of: date) -> date | None:
    """A real date from 1900 to the as-of date; anything else is unknown."""
    if not re.fullmatch(r"[0-9]{8}", cell):
        return None
    try:
        day = date(int(cell[:4]), int(cell[4:6]), int(cell[6:]))
    except ValueError:
        return None
    return day if day.year >= 1900 and day <= as_of else None


def the_one(values: Iterable[date | None]) -> date | None:
    """The one known date among several; unknown when none is known or two known ones differ."""
    known = {value for value in values if value is not None}
    return known.pop() if len(known) == 1 else None


def anniversary(day: date, years: int) -> date:
    """The day `years` years on; of 29 February it is 1 March in years that have none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def years_between(earlier: date, later: date) -> float:
    """Whole years, and the part of the current one that has passed."""
    whole = later.year - earlier.year
    if anniversary(earlier, whole) > later:
        whole -= 1
    last, following = anniversary(earlier, whole), anniversary(earlier, whole + 1)
    return whole + (later - last).days / (following - last).days


def add_sentence(start: date, months: int, days: int) -> date:
    """Months first (the first of the next month where the month has no such day), then days."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    following, next_month = divmod(start.year * 12 + start.month + months, 12)
    try:
        if start.day > calendar.monthrange(year, month + 1)[1]:
            return date(following, next_month + 1, 1) + timedelta(days=days)
        return date(year, month + 1, start.day) + timedelta(days=days)
    except (ValueError, OverflowError):  # past the year 9999
        return date.max
