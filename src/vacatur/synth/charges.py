"""Charges in court: the offenses, which of them ended in a conviction, the sentences, and relief granted later."""

from collections.abc import Mapping

import numpy as np

from vacatur.synth import sentences
from vacatur.synth.catalogue import catalogue
from vacatur.synth.days import year_month_day
from vacatur.synth.draw import Flags, Ints, Streams, between, chance, pick
from vacatur.synth.planted import CONVICTED, COURT, KINDS, Counts, Cycles

_COUNTS = (62, 26, 12)


def court_counts(cycles: Cycles, streams: Streams, shares: Mapping[str, float]) -> Counts:
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


def _offenses(kind: Ints, day: Ints, luck: Ints) -> Ints:
    """An offense of each kind; where none of the kind was in force on the day, one of the other kind."""
    table = catalogue()
    dates = year_month_day(day)
    chosen = np.zeros(len(kind), dtype=np.int64)
    for position, name in enumerate(KINDS):
        here = np.flatnonzero(kind == position)
        chosen[here] = table.choose(name, dates[here], luck[here])
    return chosen


def _legal_situations(
    streams: Streams, shares: Mapping[str, float], kind: Ints, convicted: Flags, offense: Ints, charge: Ints
) -> tuple[Ints, Ints]:
    """Offense and charge, some made an attempt, given the wrong code, or made an offense that only looks like
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


def share_keys(counts: Counts, streams: Streams, shares: Mapping[str, float]) -> None:
    """Give some second counts the key of the first: two offenses under one CNT_ORDER, both convictions."""
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
