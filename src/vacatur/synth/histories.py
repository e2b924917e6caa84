"""What happened to the fabricated people: arrests, cases, counts, convictions and what followed.

Everything is planted in columns, a chunk of people at a time.
"""

from collections.abc import Mapping

import numpy as np

from vacatur.synth import places, sentences
from vacatur.synth.catalogue import catalogue
from vacatur.synth.charges import court_counts, share_keys
from vacatur.synth.days import FIRST_ARREST
from vacatur.synth.draw import Flags, Ints, Streams, between, chance, pick
from vacatur.synth.offenses import YES
from vacatur.synth.people import ADULT_DAYS, People
from vacatur.synth.planted import (
    APPLICANT,
    ARREST,
    ARREST_ONLY,
    COURT,
    CUSTODY,
    DECEASED,
    REGISTRATION,
    Counts,
    Cycles,
    Histories,
)

_KIND_WEIGHTS = (105, 855, 4, 16, 14, 6)
_CYCLES = (38, 20, 14, 9, 6, 4, 3, 2, 1, 1, 1, 1)
"""Of a hundred people, how many have no other arrest, one other, two others ..."""


def plant(people: People, streams: Streams, county: int, as_of_day: int, shares: Mapping[str, float]) -> Histories:
    """Histories for `people` of a county (its position in places.COUNTIES), none of it after the as-of day."""
    cycles = _criminal_cycles(people, streams, county, as_of_day)
    counts = court_counts(cycles, streams, shares)
    cycles = _number(_with_other_entries(people, cycles, counts, streams, as_of_day, shares))
    counts = _all_steps(cycles, counts, streams, as_of_day)
    counts.key = cycles.number[counts.cycle] * 10**9 + counts.step * 10**6 + counts.number * 1000
    share_keys(counts, streams, shares)
    return Histories(people, cycles, counts, county, as_of_day)


def _criminal_cycles(people: People, streams: Streams, county: int, as_of_day: int) -> Cycles:
    rng = streams("cycles")
    count = len(people)
    more = np.repeat(np.arange(count), pick(rng, _CYCLES, count))
    start = np.maximum(people.birth_day + ADULT_DAYS, FIRST_ARREST)
    span = np.minimum(np.maximum(as_of_day - 1 - start, 1), 45 * 365)[more]
    day = start[more] + (span * rng.random(len(more)) * rng.random(len(more))).astype(np.int64)
    kept = day < as_of_day
    more, day = more[kept], day[kept]
    person = np.concatenate([np.arange(count), more])
    day = np.concatenate([people.first_arrest_day, day])
    size, others = len(person), len(more)
    repeats = chance(rng, 0.05, count)
    kind = pick(rng, _KIND_WEIGHTS, others)
    kind = np.where(repeats[more] & chance(rng, 0.8, others), 0, kind)
    elsewhere = chance(rng, 0.25, others)
    where = np.where(elsewhere, pick(rng, places.county_weights(), others), county)
    outcome = np.concatenate([pick(rng, (4, 3, 93), count), pick(rng, (20, 25, 55), others)])
    court_day = day + between(rng, 5, 240, size)
    outcome = np.where(court_day > as_of_day, ARREST_ONLY, outcome)
    luck = between(rng, 0, 999_999, size)
    luck = np.where(repeats[person], luck[person], luck)
    return Cycles(
        person=person,
        day=day,
        entry=np.zeros(size, dtype=np.int64),
        outcome=outcome,
        court_day=court_day,
        luck=luck,
        kind=np.concatenate([np.zeros(count, dtype=np.int64), kind]),
        county=np.concatenate([np.full(count, county, dtype=np.int64), where]),
        number=np.zeros(size, dtype=np.int64),
    )


def _with_other_entries(
    people: People, cycles: Cycles, counts: Counts, streams: Streams, as_of_day: int, shares: Mapping[str, float]
) -> Cycles:
    """The cycles, and after them registrations, applications and deaths."""
    rng = streams("other entries")
    count = len(people)
    latest = np.zeros(count, dtype=np.int64) - 10**6
    np.maximum.at(latest, cycles.person, np.maximum(cycles.day, cycles.court_day) + 30)
    age = (as_of_day - people.birth_day) // 365
    dies = rng.random(count) < np.where(age > 82, 0.85, np.where(age > 60, 0.16, 0.03))
    death = latest + ((as_of_day - latest) * rng.random(count)).astype(np.int64)
    dead = np.flatnonzero(dies & (latest + 30 < as_of_day))
    death_day = np.full(count, as_of_day + 1, dtype=np.int64)
    death_day[dead] = death[dead]
    person, entry, kind, day = _registrations(people, cycles, counts, streams, as_of_day, shares)
    kept = (day <= as_of_day) & (day < death_day[person])
    person, day = np.concatenate([person[kept], dead]), np.concatenate([day[kept], death[dead]])
    none = np.zeros(len(person), dtype=np.int64)
    return Cycles(
        person=np.concatenate([cycles.person, person]),
        day=np.concatenate([cycles.day, day]),
        entry=np.concatenate([cycles.entry, entry[kept], np.full(len(dead), DECEASED, dtype=np.int64)]),
        kind=np.concatenate([cycles.kind, kind[kept], np.zeros(len(dead), dtype=np.int64)]),
        county=np.concatenate([cycles.county, cycles.county[person]]),
        outcome=np.concatenate([cycles.outcome, none]),
        court_day=np.concatenate([cycles.court_day, day]),
        luck=np.concatenate([cycles.luck, between(rng, 0, 999_999, len(none))]),
        number=np.concatenate([cycles.number, none]),
    )


def _registrations(
    people: People, cycles: Cycles, counts: Counts, streams: Streams, as_of_day: int, shares: Mapping[str, float]
) -> tuple[Ints, Ints, Ints, Ints]:
    """Person, entry, offense (0 PC 290, 1 HS 11590) and day of registrations, and of applications for a license."""
    rng = streams("registrations")
    count = len(people)
    registrable = counts.convicted & (catalogue().registrable[counts.offense] == YES)
    guilty = np.flatnonzero(registrable & chance(rng, 0.85, len(counts.cycle)))
    offender = cycles.person[counts.cycle[guilty]]
    bare = np.flatnonzero(chance(streams("bare registration"), shares["bare_registration"], count))
    narcotic = np.flatnonzero(chance(rng, 0.02, count))
    applicant = np.flatnonzero(chance(rng, 0.06, count))
    sizes = [len(offender), len(bare), len(narcotic), len(applicant)]
    person = np.concatenate([offender, bare, narcotic, applicant])
    entry = np.repeat([REGISTRATION, REGISTRATION, REGISTRATION, APPLICANT], sizes).astype(np.int64)
    kind = np.repeat([0, 0, 1, 0], sizes).astype(np.int64)
    start = np.maximum(people.birth_day[person] + ADULT_DAYS + 400, FIRST_ARREST)
    day = start + (np.maximum(as_of_day - start, 1) * rng.random(len(person))).astype(np.int64)
    day[: len(offender)] = cycles.court_day[counts.cycle[guilty]] + between(rng, 20, 400, len(offender))
    return person, entry, kind, day


def _number(cycles: Cycles) -> Cycles:
    """Cycles numbered from 101 by date within each person; the columns keep their order, since counts point to them."""
    order = np.lexsort((cycles.day, cycles.person))
    person = cycles.person[order]
    first = np.concatenate([[True], person[1:] != person[:-1]])
    place = np.arange(len(order))
    cycles.number[order] = 101 + place - np.maximum.accumulate(np.where(first, place, 0))
    return cycles


def _all_steps(cycles: Cycles, court: Counts, streams: Streams, as_of_day: int) -> Counts:
    """The court counts, with those of the arrest before, custody after, and registrations."""
    rng = streams("custody")
    table = catalogue()
    in_court = cycles.outcome[court.cycle] != ARREST_ONLY
    held = (
        court.convicted
        & sentences.IN_CUSTODY[court.sentence]
        & (court.number == 1)
        & chance(rng, 0.6, len(court.cycle))
    )
    held &= cycles.court_day[court.cycle] + 10 <= as_of_day
    registered = np.flatnonzero(cycles.entry == REGISTRATION)
    other = np.flatnonzero((cycles.entry == APPLICANT) | (cycles.entry == DECEASED))
    registrations = table.of_kind("registration")[cycles.kind[registered]]
    nothing, ones = np.zeros(len(other), dtype=np.int64), np.ones(len(registered) + len(other), dtype=np.int64)
    offense = np.concatenate([court.charge, court.offense[in_court], court.offense[held], registrations, nothing])
    court_size = int(in_court.sum())
    sizes = (len(court.cycle), court_size, int(held.sum()), len(ones))
    starts = np.cumsum((0, *sizes))
    total = int(starts[-1])
    middle = slice(int(starts[1]), int(starts[2]))

    def only_court(values: Ints | Flags) -> Ints:
        column = np.zeros(total, dtype=np.int64)
        column[middle] = values[in_court]
        return column

    charge = offense.copy()
    charge[middle] = court.charge[in_court]
    grade = np.where(table.felony[offense] >= 50, 0, np.where(table.infraction[offense], 2, 1))
    grade[middle] = court.grade[in_court]
    return Counts(
        cycle=np.concatenate([court.cycle, court.cycle[in_court], court.cycle[held], registered, other]),
        step=np.repeat([ARREST, COURT, CUSTODY, ARREST], sizes).astype(np.int64),
        number=np.concatenate([court.number, court.number[in_court], court.number[held], ones]),
        charge=charge,
        offense=offense,
        grade=grade,
        convicted=only_court(court.convicted) == 1,
        recorded=only_court(court.recorded) == 1,
        sentence=only_court(court.sentence),
        relief=only_court(court.relief),
        key=np.zeros(total, dtype=np.int64),
    )
