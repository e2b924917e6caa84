"""What is true of each planted cannabis conviction, told without the engine."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from vacatur.synth import sentences
from vacatur.synth.catalogue import catalogue
from vacatur.synth.days import DAY_TEXTS, add_months, text_position, whole_years, year_month_day
from vacatur.synth.draw import Flags, Ints
from vacatur.synth.offenses import DOUBTFUL, NO, PROP64_DAY, YES
from vacatur.synth.pilot import NEIGHBOR, RULES, UNRECORDED, Facts, rule_of
from vacatur.synth.planted import COURT, DECEASED, REGISTRATION, Histories

TRUTH_COLUMNS: dict[str, str] = {
    "person_id": "SUBJECT_ID.",
    "count_key": "CNT_ORDER as planted; with section and subdivision it names the conviction.",
    "section": "Section without subdivisions, for an attempt that of the offense attempted.",
    "subdivision": "First subdivision letter in lower case, blank when there is none.",
    "kind": "cannabis, attempt, wrong_code, or neighbor (11357.5 and 11360.5, which no reader should list).",
    "offense": "The offense as a sound file writes it.",
    "determination": "What is true under the Los Angeles pilot; blank for what no reader should list.",
    "rule": "Number of the pilot's rule (1 to 14), 0 relief granted, 15 unsettled, 16 neighbor, 17 not recorded.",
    "reason": "The rule in words, as the pilot's pack shows it.",
    "found": "What the faults left: yes, no (nothing to find), not the relief (the row that grants it is unusable).",
    "convicted_on": "YYYYMMDD, as all dates here.",
    "felony": "yes or no.",
    "birth_date": "Of the person.",
    "age_at_conviction": "Whole years.",
    "relief": "The earlier relief in the file's words, or blank.",
    "age_as_of": "Whole years on the as-of date.",
    "superstrike_before": "yes, no, or unknown where no record could tell; so also the next three.",
    "registrable_before": "An offense of PC 290 on an earlier date, or a registration that may stand for one.",
    "two_prior_same_section": "Two or more convictions of the section on earlier dates, in any county.",
    "only_prop64_on_record": "All convictions of the person are of Proposition 64's sections.",
    "years_conviction_free": "Whole years from the latest conviction of any kind to the as-of date.",
    "sentences_completed": "yes or no: every sentence of the person has ended by the as-of date.",
    "sentence_end": "Of this conviction.",
    "deceased": "yes or no.",
    "convictions_on_record": "Of the person, in all counties.",
}
"""The columns of the truth, in order. From `age_as_of` on they are blank for a conviction that was never recorded."""

_NEVER = 10**7
_THREE_WAYS = pl.Series(["no", "yes", "unknown"])
_TWO_WAYS = pl.Series(["no", "yes"])


@dataclass(frozen=True)
class Convictions:
    """Every recorded conviction of the chunk's people, in every county, in columns."""

    count: Ints
    person: Ints
    day: Ints
    end: Ints
    offense: Ints


def recorded_convictions(histories: Histories) -> Convictions:
    """The convictions that the file tells of when no fault has fallen on it."""
    counts, cycles = histories.counts, histories.cycles
    count = np.flatnonzero(counts.convicted & counts.recorded & (counts.step == COURT))
    cycle = counts.cycle[count]
    day = cycles.court_day[cycle]
    sentence = counts.sentence[count]
    end = add_months(day, sentences.MONTHS[sentence]) + sentences.DAYS[sentence]
    return Convictions(count, cycles.person[cycle], day, end, counts.offense[count])


def facts_of(histories: Histories, known: Convictions) -> Facts:
    """The facts of every recorded conviction, whatever its offense."""
    table, people = catalogue(), len(histories.people)
    as_of = np.full(len(known.day), histories.as_of_day, dtype=np.int64)
    birth = histories.people.birth_day[known.person]
    first_letter = table.subdivisions.gather(known.offense).is_in(["a", "b"]).to_numpy()
    latest = _per_person(np.maximum, people, known.person, known.day, -_NEVER)
    ends = _per_person(np.maximum, people, known.person, known.end, -_NEVER)
    counts, cycles = histories.counts, histories.cycles
    dead = np.zeros(people, dtype=np.bool_)
    dead[cycles.person[cycles.entry == DECEASED]] = True
    return Facts(
        relief=counts.relief[known.count] != sentences.NO_RELIEF,
        felony=counts.grade[known.count] == 0,
        after_prop64=year_month_day(known.day) >= PROP64_DAY,
        is_11357=(table.sections.gather(known.offense) == "11357").to_numpy(),
        small_amount=first_letter,
        strike_before=_before(known, table.strike, people),
        registrable_before=_registrable_before(histories, known),
        two_priors=_two_priors(known),
        only_prop64=_only_prop64(known, people),
        age=whole_years(birth, as_of),
        at_most_21=whole_years(birth, as_of - 1) < 21,
        years_clear=whole_years(latest[known.person], as_of),
        completed=ends[known.person] <= histories.as_of_day,
        deceased=dead[known.person],
    )


def _per_person(pick: np.ufunc, people: int, person: Ints, values: Ints, start: int) -> Ints:
    column = np.full(people, start, dtype=np.int64)
    pick.at(column, person, values)
    return column


def _before(known: Convictions, classes: Ints, people: int) -> Ints:
    """Whether an offense of the class was convicted on an earlier date: YES, DOUBTFUL when only a doubtful one was,
    else NO.
    """
    of = classes[known.offense]
    first = {
        c: _per_person(np.minimum, people, known.person[of == c], known.day[of == c], _NEVER) for c in (YES, DOUBTFUL)
    }
    earlier = {c: first[c][known.person] < known.day for c in first}
    return np.where(earlier[YES], YES, np.where(earlier[DOUBTFUL], DOUBTFUL, NO))


def _registrable_before(histories: Histories, known: Convictions) -> Ints:
    """As `_before`; a registration without a registrable conviction on or before its date leaves all in doubt."""
    cycles, people = histories.cycles, len(histories.people)
    of = catalogue().registrable[known.offense]
    first = _per_person(np.minimum, people, known.person[of == YES], known.day[of == YES], _NEVER)
    bare = (cycles.entry == REGISTRATION) & (cycles.kind == 0) & (first[cycles.person] > cycles.day)
    in_doubt = np.zeros(people, dtype=np.bool_)
    in_doubt[cycles.person[bare]] = True
    before = _before(known, catalogue().registrable, people)
    return np.where((before == NO) & in_doubt[known.person], DOUBTFUL, before)


def _two_priors(known: Convictions) -> Ints:
    """Whether two convictions of the same cannabis section bear earlier dates; attempts and the like may or may not
    count.
    """
    table = catalogue()
    section = table.sections.rank("dense").to_numpy().astype(np.int64)[known.offense]
    prop64 = table.prop64[known.offense]
    group = known.person * 10_000 + section
    order = np.lexsort((known.day, group))
    group, day = group[order], known.day[order]
    new_group = np.concatenate([[True], group[1:] != group[:-1]])[: len(group)]
    new_day = new_group | np.concatenate([[True], day[1:] != day[:-1]])[: len(group)]
    place = np.arange(len(group))
    group_start = np.maximum.accumulate(np.where(new_group, place, 0))
    day_start = np.maximum.accumulate(np.where(new_day, place, 0))

    def earlier(wanted: Flags) -> Ints:
        before = np.concatenate([[0], np.cumsum(wanted[order])])
        column = np.zeros(len(order), dtype=np.int64)
        column[order] = before[day_start] - before[group_start]
        return column

    certain = earlier(prop64 == YES)
    possible = earlier(prop64 != NO)
    return np.where(certain >= 2, YES, np.where(possible >= 2, DOUBTFUL, NO))


def _only_prop64(known: Convictions, people: int) -> Ints:
    """Whether all convictions of the person, in every county, are of Proposition 64's sections."""
    of = catalogue().prop64[known.offense]
    has = {c: np.zeros(people, dtype=np.bool_) for c in (NO, DOUBTFUL)}
    for c in has:
        has[c][known.person[of == c]] = True
    return np.where(has[NO][known.person], NO, np.where(has[DOUBTFUL][known.person], DOUBTFUL, YES))


def tell(histories: Histories, found: pl.Series) -> pl.DataFrame:
    """One row for each cannabis conviction of the county, and for those that only look like one.

    `found` says of each count what the file still shows of it: "yes", "no" (all its rows are unreadable), "not the
    relief".
    """
    known, table, counts, cycles = recorded_convictions(histories), catalogue(), histories.counts, histories.cycles
    facts = facts_of(histories, known)
    rules = np.full(len(counts.cycle), UNRECORDED, dtype=np.int64)
    scope = table.prop64[known.offense]
    rules[known.count] = np.where(scope == NO, NEIGHBOR, rule_of(facts, np.maximum(scope, YES)))
    position = np.full(len(counts.cycle), -1, dtype=np.int64)
    position[known.count] = np.arange(len(known.count))
    near = (table.kinds == "neighbor").to_numpy()[counts.offense]
    told = counts.convicted & (counts.step == COURT) & (cycles.county[counts.cycle] == histories.county)
    told &= (table.prop64[counts.offense] != NO) | near
    listed = np.flatnonzero(told)
    listed = listed[np.lexsort((counts.offense[listed], counts.key[listed], cycles.person[counts.cycle[listed]]))]
    frame = _planted(histories, listed, rules[listed], found)
    at = position[listed]
    if not len(known.count):
        return frame.with_columns(pl.lit(None).alias(name) for name in TRUTH_COLUMNS if name not in frame.columns)
    return frame.with_columns(**_shown(facts, known, at))


def _planted(histories: Histories, listed: Ints, rule: Ints, found: pl.Series) -> pl.DataFrame:
    """Key, offense and answer of each listed count."""
    counts, cycles, table = histories.counts, histories.cycles, catalogue()
    offense, cycle = counts.offense[listed], counts.cycle[listed]
    person = cycles.person[cycle]
    birth, day = histories.people.birth_day[person], cycles.court_day[cycle]
    return pl.DataFrame(
        {
            "person_id": histories.people.cells["SUBJECT_ID"].gather(person),
            "count_key": pl.Series(counts.key[listed]).cast(pl.String),
            "section": table.sections.gather(offense),
            "subdivision": table.subdivisions.gather(offense),
            "kind": table.kinds.gather(offense),
            "offense": table.texts.gather(offense),
            "determination": pl.Series([answer for answer, _ in RULES]).gather(rule),
            "rule": rule,
            "reason": pl.Series([reason for _, reason in RULES]).gather(rule),
            "found": found.gather(listed),
            "convicted_on": DAY_TEXTS.gather(text_position(day)),
            "felony": _TWO_WAYS.gather((counts.grade[listed] == 0).astype(np.int64)),
            "birth_date": DAY_TEXTS.gather(text_position(birth)),
            "age_at_conviction": whole_years(birth, day),
            "relief": pl.Series(sentences.RELIEFS).gather(counts.relief[listed]),
        }
    )


def _shown(facts: Facts, known: Convictions, at: Ints) -> dict[str, pl.Series]:
    """The planted facts behind each answer; blank for a conviction that was not recorded."""
    recorded = pl.Series(at >= 0)
    at = np.maximum(at, 0)
    people = int(known.person.max()) + 1
    total = np.bincount(known.person, minlength=people)[known.person]
    columns = {
        "age_as_of": pl.Series(facts.age[at]),
        "superstrike_before": _THREE_WAYS.gather(facts.strike_before[at]),
        "registrable_before": _THREE_WAYS.gather(facts.registrable_before[at]),
        "two_prior_same_section": _THREE_WAYS.gather(facts.two_priors[at]),
        "only_prop64_on_record": _THREE_WAYS.gather(facts.only_prop64[at]),
        "years_conviction_free": pl.Series(facts.years_clear[at]),
        "sentences_completed": _TWO_WAYS.gather(facts.completed[at].astype(np.int64)),
        "sentence_end": DAY_TEXTS.gather(text_position(known.end[at])),
        "deceased": _TWO_WAYS.gather(facts.deceased[at].astype(np.int64)),
        "convictions_on_record": pl.Series(total[at]),
    }
    blank = pl.lit(None)
    return {
        name: pl.select(pl.when(pl.lit(recorded)).then(pl.lit(cells)).otherwise(blank)).to_series()
        for name, cells in columns.items()
    }
