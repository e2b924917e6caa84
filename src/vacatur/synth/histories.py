"""What happened to the fabricated people: arrests, cases, counts, convictions and what followed.

Everything is planted in columns, a chunk of people at a time. A *cycle* is an arrest and what came of it; a *count*
is one offence at one step of it (arrest, court, custody), and has a CNT_ORDER of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from vacatur.synth import places, sentences
from vacatur.synth.days import year_month_day
from vacatur.synth.draw import Flags, Ints, Streams, between, chance, pick
from vacatur.synth.offenses import catalogue
from vacatur.synth.people import ADULT_DAYS, People

CRIMINAL, REGISTRATION, APPLICANT, DECEASED = range(4)
ARREST_ONLY, DISMISSED, CONVICTED = range(3)
ARREST, COURT, CUSTODY = 1, 2, 3

_KINDS = ("cannabis", "other", "neighbor", "strike", "registrable", "doubtful")
_KIND_WEIGHTS = (105, 855, 4, 16, 14, 6)
_CYCLES = (38, 20, 14, 9, 6, 4, 3, 2, 1, 1, 1, 1)
"""Of a hundred people, how many have no other arrest, one other, two others ..."""
_COUNTS = (62, 26, 12)

BASE_SHARES: Mapping[str, float] = {
    "attempt": 0.003,
    "wrong_code": 0.0,
    "relief_granted": 0.03,
    "bare_registration": 0.001,
    "near_neighbor": 0.0,
    "same_count_key": 0.0,
    "missing_disposition": 0.0,
    "charge_differs": 0.04,
}
"""How often legal situations of their own are planted in a county without faults."""


@dataclass
class Cycles:
    """Arrests and other entries, in columns."""

    person: Ints
    day: Ints
    entry: Ints
    """CRIMINAL, REGISTRATION, APPLICANT or DECEASED"""
    kind: Ints
    """position in _KINDS of the main offence"""
    county: Ints
    outcome: Ints
    court_day: Ints
    luck: Ints
    """0 to 999,999: chooses the main offence; the same in all cannabis arrests of a person who repeats one offence"""
    number: Ints
    """101, 102 ... by date within the person"""


@dataclass
class Counts:
    """Offences at a step, in columns."""

    cycle: Ints
    step: Ints
    number: Ints
    charge: Ints
    """position in the catalogue of what the person was charged with"""
    offense: Ints
    """... and convicted of"""
    grade: Ints
    """0 felony, 1 misdemeanor, 2 infraction"""
    convicted: Flags
    recorded: Flags
    """false: a conviction whose disposition never reached the file"""
    sentence: Ints
    relief: Ints
    key: Ints
    """CNT_ORDER"""


@dataclass
class Histories:
    """All that was planted for a chunk of people."""

    people: People
    cycles: Cycles
    counts: Counts
    county: int
    as_of_day: int


def plant(people: People, streams: Streams, county: int, as_of_day: int, shares: Mapping[str, float]) -> Histories:
    """Histories for `people` of a county (its position in places.COUNTIES), none of it after the as-of day."""
    cycles = _criminal_cycles(people, streams, county, as_of_day)
    counts = _court_counts(cycles, streams, shares)
    cycles = _number(_with_other_entries(people, cycles, counts, streams, as_of_day, shares))
    counts = _all_steps(cycles, counts, streams, as_of_day)
    counts.key = cycles.number[counts.cycle] * 10**9 + counts.step * 10**6 + counts.number * 1000
    _share_keys(counts, streams, shares)
    return Histories(people, cycles, counts, county, as_of_day)


def _criminal_cycles(people: People, streams: Streams, county: int, as_of_day: int) -> Cycles:
    rng = streams("cycles")
    count = len(people)
    more = np.repeat(np.arange(count), pick(rng, _CYCLES, count))
    adult = people.birth_day + ADULT_DAYS
    span = np.minimum(np.maximum(as_of_day - 1 - adult, 1), 45 * 365)[more]
    day = adult[more] + (span * rng.random(len(more)) * rng.random(len(more))).astype(np.int64)
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


def _offenses(kind: Ints, day: Ints, luck: Ints) -> Ints:
    """An offence of each kind; where none of the kind was in force on the day, one of the other kind."""
    table = catalogue()
    dates = year_month_day(day)
    chosen = np.zeros(len(kind), dtype=np.int64)
    for position, name in enumerate(_KINDS):
        here = np.flatnonzero(kind == position)
        chosen[here] = table.choose(name, dates[here], luck[here])
    return chosen


def _court_counts(cycles: Cycles, streams: Streams, shares: Mapping[str, float]) -> Counts:
    """The counts of each arrest as they stand in court, or would."""
    rng = streams("counts")
    per_cycle = 1 + pick(rng, _COUNTS, len(cycles.person))
    cycle = np.repeat(np.arange(len(cycles.person)), per_cycle)
    size = len(cycle)
    number = np.arange(size) - np.repeat(np.cumsum(per_cycle) - per_cycle, per_cycle) + 1
    first = number == 1
    main = cycles.kind[cycle]
    cannabis_too = rng.random(size) < np.where(main == 0, 0.35, 0.03)
    kind = np.where(first, main, np.where(cannabis_too, 0, 1))
    luck = np.where(first, cycles.luck[cycle], between(rng, 0, 999_999, size))
    offense = _offenses(kind, cycles.day[cycle], luck)
    convicted = (cycles.outcome[cycle] == CONVICTED) & (first | chance(rng, 0.35, size))
    graded = between(rng, 0, 99, size)
    other_charge = _offenses(kind, cycles.day[cycle], between(rng, 0, 999_999, size))
    differs = chance(streams("charge differs"), shares["charge_differs"], size) & convicted
    offense, charge = _legal_situations(
        streams, shares, kind, convicted, offense, np.where(differs, other_charge, offense)
    )
    table = catalogue()
    grade = np.where(graded < table.felony[offense], 0, np.where(table.infraction[offense], 2, 1))
    none = np.zeros(size, dtype=np.int64)
    counts = Counts(
        cycle=cycle,
        step=np.full(size, COURT, dtype=np.int64),
        number=number,
        charge=charge,
        offense=offense,
        grade=grade,
        convicted=convicted,
        recorded=~chance(streams("missing disposition"), shares["missing_disposition"], size),
        sentence=none,
        relief=none,
        key=none,
    )
    counts.sentence = _sentences(counts, streams)
    counts.relief = _reliefs(counts, kind, streams, shares)
    return counts


def _legal_situations(
    streams: Streams, shares: Mapping[str, float], kind: Ints, convicted: Flags, offense: Ints, charge: Ints
) -> tuple[Ints, Ints]:
    """Offence and charge, some made an attempt, given the wrong code, or made an offence that only looks like
    cannabis.
    """
    table = catalogue()
    size = len(offense)
    plain = offense
    rng = streams("attempt")
    form = table.attempts[offense, between(rng, 0, table.attempts.shape[1] - 1, size)]
    attempt = chance(rng, shares["attempt"], size) & (form >= 0) & convicted
    offense = np.where(attempt, form, offense)
    wrong = table.wrong_codes[plain, 0]
    changed = chance(streams("wrong code"), shares["wrong_code"], size) & (wrong >= 0) & convicted & ~attempt
    offense = np.where(changed, wrong, offense)
    rng = streams("near neighbor")
    near = chance(rng, shares["near_neighbor"], size) & (kind == 1)
    members = table.of_kind("neighbor")
    offense = np.where(near, members[between(rng, 0, len(members) - 1, size)], offense)
    altered = attempt | changed | near
    return offense, np.where(altered, offense, charge)


def _sentences(counts: Counts, streams: Streams) -> Ints:
    """A sentence for each conviction; in half of the cases only on the last count convicted."""
    rng = streams("sentences")
    size = len(counts.cycle)
    last = np.zeros(counts.cycle[-1] + 1 if size else 0, dtype=np.int64)
    np.maximum.at(last, counts.cycle, np.where(counts.convicted, counts.number, 0))
    on_last_only = chance(rng, 0.5, len(last))[counts.cycle]
    sentenced = counts.convicted & (~on_last_only | (counts.number == last[counts.cycle]))
    chosen = np.zeros(size, dtype=np.int64)
    serious = catalogue().serious[counts.offense]
    groups = {
        "serious": serious,
        "felony": ~serious & (counts.grade == 0),
        "misdemeanor": ~serious & (counts.grade == 1),
        "infraction": ~serious & (counts.grade == 2),
    }
    for name, members in groups.items():
        start, weights = sentences.GROUPS[name]
        chosen = np.where(members, start + pick(rng, weights, size), chosen)
    return np.where(sentenced & chance(rng, 0.97, size), chosen, 0)


def _reliefs(counts: Counts, kind: Ints, streams: Streams, shares: Mapping[str, float]) -> Ints:
    """Relief already granted, on convictions of cannabis and, more rarely, of anything else. Attempts carry none."""
    rng = streams("relief")
    size = len(counts.cycle)
    which = pick(rng, sentences.RELIEF_WEIGHTS, size)
    plain = catalogue().prop64[counts.offense] == 1
    rate = np.where(plain, shares["relief_granted"], np.where(kind == 1, shares["relief_granted"] / 3, 0.0))
    granted = counts.convicted & counts.recorded & (rng.random(size) < rate)
    which = np.where(~plain & np.isin(which, (4, 5)), 1, which)
    return np.where(granted, which, sentences.NO_RELIEF)


def _with_other_entries(
    people: People, cycles: Cycles, counts: Counts, streams: Streams, as_of_day: int, shares: Mapping[str, float]
) -> Cycles:
    """Registrations, applications and deaths, after what they follow from."""
    rng = streams("other entries")
    count = len(people)
    latest = np.zeros(count, dtype=np.int64) - 10**6
    np.maximum.at(latest, cycles.person, np.maximum(cycles.day, cycles.court_day) + 30)
    table = catalogue()
    guilty = counts.convicted & (table.registrable[counts.offense] == 1) & chance(rng, 0.85, len(counts.cycle))
    offender = cycles.person[counts.cycle[guilty]]
    after = cycles.court_day[counts.cycle[guilty]] + between(rng, 20, 400, len(offender))
    bare = np.flatnonzero(chance(streams("bare registration"), shares["bare_registration"], count))
    narcotic = np.flatnonzero(chance(rng, 0.02, count))
    applicant = np.flatnonzero(chance(rng, 0.06, count))
    age = (as_of_day - people.birth_day) // 365
    dies = rng.random(count) < np.where(age > 82, 0.85, np.where(age > 60, 0.16, 0.03))
    dead = np.flatnonzero(dies & (latest + 30 < as_of_day))
    person = np.concatenate([offender, bare, narcotic, applicant, dead])
    entry = np.repeat(
        [REGISTRATION, REGISTRATION, REGISTRATION, APPLICANT, DECEASED],
        [*map(len, (offender, bare, narcotic, applicant, dead))],
    ).astype(np.int64)
    # The main offence of a registration: 0 PC 290, 1 HS 11590.
    kind = np.repeat([0, 0, 1, 0, 0], [*map(len, (offender, bare, narcotic, applicant, dead))]).astype(np.int64)
    start = people.birth_day[person] + ADULT_DAYS + 400
    spread = start + (np.maximum(as_of_day - start, 1) * rng.random(len(person))).astype(np.int64)
    day = np.where(
        entry == DECEASED,
        latest[person] + ((as_of_day - latest[person]) * rng.random(len(person))).astype(np.int64),
        spread,
    )
    day[: len(offender)] = after
    # Nobody registers or applies after death.
    death = np.full(count, as_of_day + 1, dtype=np.int64)
    death[dead] = day[entry == DECEASED]
    kept = (day <= as_of_day) & ((entry == DECEASED) | (day < death[person]))
    person, entry, kind, day = person[kept], entry[kept], kind[kept], day[kept]
    none = np.zeros(len(person), dtype=np.int64)
    return Cycles(
        person=np.concatenate([cycles.person, person]),
        day=np.concatenate([cycles.day, day]),
        entry=np.concatenate([cycles.entry, entry]),
        kind=np.concatenate([cycles.kind, kind]),
        county=np.concatenate([cycles.county, cycles.county[person]]),
        outcome=np.concatenate([cycles.outcome, none]),
        court_day=np.concatenate([cycles.court_day, day]),
        luck=np.concatenate([cycles.luck, none + between(rng, 0, 999_999, len(none))]),
        number=np.concatenate([cycles.number, none]),
    )


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


def _share_keys(counts: Counts, streams: Streams, shares: Mapping[str, float]) -> None:
    """Give some second counts the key of the first: two offences under one CNT_ORDER, both convictions."""
    second = np.flatnonzero(counts.convicted & (counts.number == 2))
    first = second - 1
    statute = catalogue().statute
    alone = (
        counts.convicted[first]
        & (counts.key[first] == counts.key[second] - 1000)
        & (statute[counts.offense[first]] != statute[counts.offense[second]])
        & chance(streams("same count key"), shares["same_count_key"], len(second))
    )
    counts.key[second[alone]] = counts.key[first[alone]]
