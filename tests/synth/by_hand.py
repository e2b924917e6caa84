"""A county planted by hand: a few people whose whole record is written out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl

from vacatur.synth import places, sentences
from vacatur.synth.catalogue import catalogue
from vacatur.synth.days import day_number
from vacatur.synth.people import People
from vacatur.synth.planted import COURT, CRIMINAL, DECEASED, REGISTRATION, Counts, Cycles, Histories


@dataclass(frozen=True)
class Conviction:
    """One conviction: what of, when, where, how grave, and what was imposed."""

    offense: str
    day: date
    felony: bool = True
    county: str = "LOS ANGELES"
    months: int = 0
    relief: str = ""
    recorded: bool = True


@dataclass(frozen=True)
class Person:
    """One person with the whole record."""

    birth: date
    convictions: Sequence[Conviction]
    registered: date | None = None
    died: date | None = None
    other: Sequence[str] = field(default_factory=tuple)


def _offense(head: str) -> int:
    for position, offense in enumerate(catalogue().offenses):
        if f"{offense.head} {offense.code}".strip() == head:
            return position
    raise LookupError(head)


def _sentence(months: int) -> int:
    if not months:
        return 0
    for position, sentence in enumerate(sentences.SENTENCES):
        if sentence.months == months and sentence.days == 0:
            return position
    raise LookupError(months)


def county_of(persons: Sequence[Person], as_of: date) -> Histories:
    """Histories in Los Angeles as of a day. Person number i is called P<i>; each conviction is a cycle of its own."""
    cycles: list[tuple[int, int, int, int, int]] = []
    counts: list[tuple[int, int, bool, bool, int, int]] = []
    keys = []
    for number, person in enumerate(persons):
        for order, conviction in enumerate(person.convictions):
            day = day_number(conviction.day)
            keys.append((101 + order) * 10**9 + COURT * 10**6 + 1000)
            counts.append(
                (
                    len(cycles),
                    _offense(conviction.offense),
                    conviction.felony,
                    conviction.recorded,
                    _sentence(conviction.months),
                    sentences.RELIEFS.index(conviction.relief),
                )
            )
            cycles.append((number, day - 30, CRIMINAL, places.COUNTIES.index(conviction.county), day))
        for entry, when in ((REGISTRATION, person.registered), (DECEASED, person.died)):
            if when:
                cycles.append((number, day_number(when), entry, 0, day_number(when)))
    who, arrest, entry_column, county, court = (
        np.array(column, dtype=np.int64) for column in zip(*cycles, strict=True)
    )
    cycle, offense, felony, recorded, sentence, relief = (np.array(column) for column in zip(*counts, strict=True))
    none, ones = np.zeros(len(arrest), dtype=np.int64), np.ones(len(cycle), dtype=np.int64)
    births = np.array([day_number(person.birth) for person in persons], dtype=np.int64)
    people = People(
        births,
        births,
        np.zeros(len(births), dtype=np.bool_),
        {"SUBJECT_ID": pl.Series([f"P{number}" for number in range(len(persons))])},
    )
    return Histories(
        people,
        Cycles(who, arrest, entry_column, none, county, none + 2, court, none, none),
        Counts(
            cycle,
            ones * COURT,
            ones,
            offense,
            offense,
            np.where(felony, 0, 1),
            ones == 1,
            recorded == 1,
            sentence,
            relief,
            np.array(keys, dtype=np.int64),
        ),
        places.COUNTIES.index("LOS ANGELES"),
        day_number(as_of),
    )
