"""What a reviewer looked up: a value for a fact that was unknown, read from what was typed and held to its type."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from vacatur.decide.facts import CATALOGUE, DTYPES
from vacatur.decide.passage import SPANS
from vacatur.record.dates import years_between

NEVER = "never"
"""Typed, and recorded, for years without limit."""

UNLIMITED = "years_felony_free"
"""The fact that may be without limit: nobody without a felony ever had one."""

COUNTED: dict[str, tuple[str, str]] = {**SPANS, "age_at_conviction": ("birth_date", "convicted_on")}
"""Facts in years that may be given as the day from which they are counted: the name of that day, and of the last."""

_YES, _NO = {"yes", "true"}, {"no", "false"}
_LONGEST_TEXT = 40
_MOST_YEARS = 130
_EARLIEST = date(1850, 1, 1)


class Unfit(ValueError):
    """What was typed is no value of the fact."""


@dataclass(frozen=True)
class Supplied:
    """A value that somebody looked up.

    Attributes:
        value: as JSON holds it: a day as ISO text, years without limit as `NEVER`.
        counted_from: the day from which years were counted, if they were given so.
    """

    value: bool | str | float | int
    counted_from: date | None = None

    def as_dict(self) -> dict[str, Any]:
        """As an act holds it."""
        return {"value": self.value} | ({"from": self.counted_from.isoformat()} if self.counted_from else {})


def read_value(fact: str, typed: object, facts: Mapping[str, Any], as_of: date) -> Supplied:
    """The value of a fact, of what was typed or given.

    Args:
        fact: its name in the catalogue.
        typed: text, or a value of the fact's own type; years also as the day from which they are counted.
        facts: the other facts of the conviction.
        as_of: the date of evaluation.

    Raises:
        Unfit: it is none.
    """
    info = CATALOGUE[fact]
    text = str(typed).strip()
    if info.dtype == "yes/no":
        if text.lower() not in _YES | _NO:
            raise Unfit(f"{fact}: say yes or no.")
        return Supplied(text.lower() in _YES)
    if info.dtype == "text":
        if len(text) > _LONGEST_TEXT or not text.isprintable():
            raise Unfit(f"{fact}: give a short text.")
        return Supplied(text)
    if info.dtype == "date":
        return Supplied(_day(fact, text, as_of).isoformat())
    if fact == UNLIMITED and text.lower() == NEVER:
        return Supplied(NEVER)
    if fact in COUNTED and (start := _as_day(text)) is not None:
        return _counted(fact, _day(fact, start.isoformat(), as_of), facts, as_of)
    return Supplied(_number(fact, text))


def _number(fact: str, text: str) -> float | int:
    dtype = CATALOGUE[fact].dtype
    try:
        value = int(text) if dtype == "number" else float(text)
    except ValueError:
        raise Unfit(f"{fact}: give a {'whole number' if dtype == 'number' else 'number'}.") from None
    most = _MOST_YEARS if dtype == "years" else 10**9
    if not math.isfinite(value) or not 0 <= value <= most:
        raise Unfit(f"{fact}: give a number from 0 to {most}.")
    return value


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day(fact: str, text: str, as_of: date) -> date:
    day = _as_day(text)
    if day is None or not _EARLIEST <= day <= as_of:
        raise Unfit(f"{fact}: give a day up to {as_of.isoformat()}, such as 1995-06-01.")
    return day


def _counted(fact: str, start: date, facts: Mapping[str, Any], as_of: date) -> Supplied:
    """Years from a day to the as-of date, or to the date of conviction."""
    _, end_name = COUNTED[fact]
    end = as_of if end_name == "as_of" else facts.get(end_name)
    if not isinstance(end, date) or end < start:
        raise Unfit(f"{fact}: it cannot be counted from this day. Give years.")
    years = years_between(pl.Series([start], dtype=pl.Date), pl.Series([end], dtype=pl.Date))[0]
    if years > _MOST_YEARS:
        raise Unfit(f"{fact}: give a day that is not so long ago.")
    return Supplied(float(years), start)


def column_value(fact: str, value: object) -> Any:
    """A recorded value as a column of facts holds it."""
    if value == NEVER:
        return math.inf
    return date.fromisoformat(str(value)) if CATALOGUE[fact].dtype == "date" else value


def filled(facts: pl.DataFrame, supplied: Mapping[str, Mapping[str, Any]]) -> pl.DataFrame:
    """One row of facts with what was supplied in place of what was unknown.

    Args:
        facts: one row, as in `facts.parquet`.
        supplied: by fact, as an act holds it (`acts.State`).
    """
    columns = []
    for name, given in supplied.items():
        columns.append(pl.lit(column_value(name, given["value"]), DTYPES[CATALOGUE[name].dtype]).alias(name))
        if "from" in given and name in SPANS:
            start = SPANS[name][0]
            if start not in CATALOGUE:  # no fact itself, but facts of later days are counted from it
                columns.append(pl.coalesce(start, pl.lit(date.fromisoformat(given["from"]))).alias(start))
    return facts.with_columns(columns)
