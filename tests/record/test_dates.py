"""Dates that know when they are unknown, and arithmetic by the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from vacatur.record.dates import anniversary, months_later, parse_dates, years_between


def read(text: str | None) -> tuple[date | None, str | None]:
    row = parse_dates(pl.Series([text], dtype=pl.String)).row(0)
    return row[0], row[1]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("19850601", date(1985, 6, 1)),
        ("20000229", date(2000, 2, 29)),
        ("19000101", date(1900, 1, 1)),
        ("20991231", date(2099, 12, 31)),
    ],
)
def test_a_date_of_the_calendar_is_known(text: str, day: date) -> None:
    assert read(text) == (day, None)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (None, "missing"),
        ("00000000", "missing"),
        ("19850000", "partial"),
        ("19850600", "partial"),
        ("19850015", "partial"),
        ("00001200", "partial"),
        ("19850231", "bad"),
        ("19000229", "bad"),
        ("20010229", "bad"),
        ("19851301", "bad"),
        ("19850632", "bad"),
        ("18991231", "bad"),
        ("00010101", "bad"),
        ("99999999", "bad"),
        ("1985061", "bad"),
        ("198506011", "bad"),
        ("1985-06-01", "bad"),
        ("06/01/1985", "bad"),
        ("1985 601", "bad"),
        ("X9850601", "bad"),
        ("UNKNOWN", "bad"),
        ("+1985060", "bad"),
        ("１９８５０６０１", "bad"),
    ],
)
def test_what_is_no_full_date_is_unknown_and_says_why(text: str | None, fault: str) -> None:
    assert read(text) == (None, fault)


def later(day: date, months: int) -> date:
    found = pl.select(months_later(pl.lit(day), months)).item()
    assert isinstance(found, date)
    return found


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2020, 1, 15), 1, date(2020, 2, 15)),
        (date(2019, 1, 31), 1, date(2019, 3, 1)),
        (date(2020, 1, 31), 1, date(2020, 3, 1)),
        (date(2020, 1, 29), 1, date(2020, 2, 29)),
        (date(2019, 3, 31), 1, date(2019, 5, 1)),
        (date(2020, 2, 29), 12, date(2021, 3, 1)),
        (date(2020, 2, 29), 48, date(2024, 2, 29)),
        (date(2019, 12, 31), 2, date(2020, 3, 1)),
        (date(2019, 12, 1), 1, date(2020, 1, 1)),
        (date(2020, 3, 31), -1, date(2020, 3, 1)),
        (date(2020, 7, 1), -84, date(2013, 7, 1)),
        (date(2020, 7, 1), 0, date(2020, 7, 1)),
    ],
)
def test_months_later_is_the_same_day_or_the_first_of_the_month_after(day: date, months: int, found: date) -> None:
    assert later(day, months) == found


def test_the_anniversary_of_29_february_is_1_march_in_other_years() -> None:
    assert pl.select(anniversary(pl.lit(date(2000, 2, 29)), 1)).item() == date(2001, 3, 1)
    assert pl.select(anniversary(pl.lit(date(2000, 2, 29)), 4)).item() == date(2004, 2, 29)


def years(start: date | None, end: date | None) -> float | None:
    found = years_between(pl.Series([start], dtype=pl.Date), pl.Series([end], dtype=pl.Date)).item()
    assert found is None or isinstance(found, float)
    return found


def birthday(born: date, age: int) -> date:
    """By the standard library."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


BIRTHS = [
    date(1960, 2, 29),
    date(1970, 1, 1),
    date(1970, 12, 31),
    date(1971, 3, 1),
    date(1972, 3, 1),
    date(1972, 2, 28),
    date(1969, 7, 1),
]


@pytest.mark.parametrize("born", BIRTHS)
def test_years_are_whole_exactly_on_each_anniversary(born: date) -> None:
    for age in range(61):
        day = birthday(born, age)
        assert years(born, day) == age
        before = years(born, day - timedelta(1))
        assert before is None if age == 0 else before is not None and age - 0.01 < before < age
        after = years(born, day + timedelta(1))
        assert after is not None and age < after < age + 0.01


@pytest.mark.parametrize("born", BIRTHS)
def test_years_grow_by_the_day(born: date) -> None:
    days = [born + timedelta(count) for count in range(4 * 366)]
    found = years_between(pl.Series([born] * len(days)), pl.Series(days)).to_list()
    assert found == sorted(set(found))


@pytest.mark.parametrize(
    ("start", "end"), [(None, date(2020, 1, 1)), (date(2020, 1, 1), None), (date(2020, 1, 2), date(2020, 1, 1))]
)
def test_years_are_unknown_without_both_dates_in_order(start: date | None, end: date | None) -> None:
    assert years(start, end) is None


def test_no_years_lie_between_a_day_and_itself() -> None:
    assert years(date(2020, 2, 29), date(2020, 2, 29)) == 0
