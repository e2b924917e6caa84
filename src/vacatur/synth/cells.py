"""The cells of the file's 95 columns, from what was planted."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from vacatur.synth import places, sentences
from vacatur.synth.catalogue import catalogue
from vacatur.synth.days import DAY_TEXTS, text_position, whole_years, year_month_day
from vacatur.synth.draw import Flags, Ints, Streams, between, chance, pick
from vacatur.synth.layout import PADDING, Cells, Lookup
from vacatur.synth.planted import ARREST, COURT, CRIMINAL, CUSTODY, DECEASED, Histories
from vacatur.synth.rows import DISPOSITIONS, PLAIN, Rows, dispositions

_STEPS = (
    ("1A", "ARREST/DETAINED/CITED"),
    ("40", "COURT ACTION"),
    ("50", "CUSTODY"),
    ("70", "REGISTRATION"),
    ("80", "APPLICANT"),
    ("90", "DECEASED"),
)
_GRADES = (("F", "4", "FELONY"), ("M", "3", "MISDEMEANOR"), ("I", "2", "INFRACTION"), ("", "", ""))
_NO_GRADE = 3
_UNIFIED = 20000122
"""Year, month and day from which the superior courts heard misdemeanors too, in Los Angeles the last of all."""
_ROUTINE = (
    '"COM: FINGERPRINTS RECEIVED, ARREST REPORT ON FILE WITH THE REPORTING AGENCY"',
    '"COM: ABSTRACT OF JUDGMENT RECEIVED FROM THE CLERK OF THE COURT, NO FURTHER REMARKS"',
)
"""What most rows of arrests and of courts say."""
_REMARKS = (
    "",
    "CNVCTD UPON PLEA OF NOLO",
    '"CNT 01, PLEA OF GUILTY"',
    "SENTENCE CONCURRENT",
    '"COM: SEN FROM THE BENCH, NO PSI"',
    "CREDIT TIME SERVED",
)
_OTHER_CHARGES = (
    "ALSO CHARGED 11357(C) HS",
    "ORIGINALLY FILED AS 11358 HS",
    '"SEE ALSO 11359 HS, SAME DATE"',
    "11360(A) HS STRICKEN",
)
COMMENTS: tuple[str, ...] = (*_REMARKS, *_OTHER_CHARGES, *_ROUTINE)
FIRST_ROUTINE = len(COMMENTS) - len(_ROUTINE)
"""Comments from here on may give way to another."""


@dataclass(frozen=True)
class Sheet:
    """The columns of a chunk's rows before any fault, with what faults need to know of each row."""

    columns: dict[str, Cells]
    person: Ints
    cycle: Ints
    event_day: Ints
    rows: Rows

    def __len__(self) -> int:
        return len(self.person)


def fill(histories: Histories, rows: Rows, streams: Streams) -> Sheet:
    """Every column of every row, as planted."""
    counts, cycles = histories.counts, histories.cycles
    cycle = counts.cycle[rows.count]
    person = cycles.person[cycle]
    step = counts.step[rows.count]
    event_day = np.where(step == ARREST, cycles.day[cycle], cycles.court_day[cycle] + np.where(step == CUSTODY, 7, 0))
    columns: dict[str, Cells] = {name: Lookup(cells, person) for name, cells in histories.people.cells.items()}
    columns["PRI_DOB"] = Lookup(_dates(histories.people.birth_day), person)
    columns["REQ_DOB"] = columns["PRI_DOB"]
    columns |= _cycle_columns(histories, cycle, streams)
    columns |= _step_columns(histories, rows, cycle, step, event_day, streams)
    columns |= _count_columns(histories, rows)
    columns |= _disposition_columns(histories, rows, streams)
    columns["COMMENT_TEXT"] = Lookup(pl.Series(COMMENTS), _comments(histories, rows, streams))
    return Sheet(columns, person, cycle, event_day, rows)


def _dates(days: Ints) -> pl.Series:
    return DAY_TEXTS.gather(text_position(days))


def _cycle_columns(histories: Histories, cycle: Ints, streams: Streams) -> dict[str, Cells]:
    cycles = histories.cycles
    draw = between(streams("numbers"), 0, 999_999, len(cycles.person))
    case = _case_numbers(draw)[:-1]
    booking = pl.Series(1_000_000 + draw * 7 % 8_999_993).cast(pl.String)
    age = whole_years(histories.people.birth_day[cycles.person], cycles.day)
    return {
        "CYC_ORDER": Lookup(pl.Series(cycles.number * 10**9).cast(pl.String), cycle),
        "CYC_DATE": Lookup(_dates(cycles.day), cycle),
        "FE_NUM_ARR_AGY": Lookup(booking, cycle),
        "FE_NUM_BOOKING": Lookup(booking, cycle),
        "FE_NUM_DOCKET": Lookup(case, cycle),
        "FE_NUM_CRT_CASE": Lookup(case, cycle),
        "CYC_AGE": Lookup(pl.Series(age).cast(pl.String), cycle),
        "FE_NUM_NUMBER": Lookup(booking, cycle),
        "FE_NUM_INCIDENT": Lookup(case, cycle),
        "CII_TYPE": "1",
        "CII_TYPE_ALPHA": "AUTOMATED",
    }


def _step_columns(
    histories: Histories, rows: Rows, cycle: Ints, step: Ints, event_day: Ints, streams: Streams
) -> dict[str, Cells]:
    counts, cycles = histories.counts, histories.cycles
    entry = cycles.entry[cycle]
    kind = np.where(entry == CRIMINAL, step - 1, entry + 2)
    table = places.agencies()
    agency = _agency(histories, streams)[rows.count]
    order = pl.Series(cycles.number[counts.cycle] * 10**9 + counts.step * 10**6).cast(pl.String)
    return {
        "STP_ORDER": Lookup(order, rows.count),
        "STP_EVENT_DATE": Lookup(DAY_TEXTS, text_position(event_day)),
        "STP_TYPE_CODE": Lookup(pl.Series([code for code, _ in _STEPS]), kind),
        "STP_TYPE_DESCR": Lookup(pl.Series([text for _, text in _STEPS]), kind),
        "STP_ORI_TYPE": Lookup(table.types, agency),
        "STP_ORI_TYPE_DESCR": Lookup(table.type_names, agency),
        "STP_ORI_CODE": Lookup(table.codes, agency),
        "STP_ORI_DESCR": Lookup(table.descriptions, agency),
        "STP_ORI_CNTY_CODE": Lookup(table.county_codes, agency),
        "STP_ORI_CNTY_NAME": Lookup(table.county_names, agency),
    }


def _agency(histories: Histories, streams: Streams) -> Ints:
    """Who reported each count: police, sheriff or highway patrol, then the court of the time that hears their city
    (municipal courts heard misdemeanors until 2000); now and then a court elsewhere in the county.
    """
    counts, cycles = histories.counts, histories.cycles
    rng = streams("courts")
    strays, patrolled = chance(rng, 0.03, len(cycles.person)), chance(rng, 0.03, len(cycles.person))
    cycle, luck = counts.cycle, cycles.luck
    court = _court_sort(histories)[cycle]
    sort = np.where(counts.step == COURT, court, np.where(patrolled[cycle], places.HIGHWAY, places.POLICE))
    sort = np.where(cycles.entry[cycle] == DECEASED, places.STATE, sort)
    elsewhere = strays[cycle] & (counts.step == COURT)
    return places.agency(cycles.county[cycle], sort, luck[cycle] // 10 + 7 * elsewhere)


def _court_sort(histories: Histories) -> Ints:
    """The kind of court that hears each cycle: one court a case, whole; with a felony in it the superior court."""
    counts, cycles = histories.counts, histories.cycles
    felony = np.zeros(len(cycles.person), dtype=np.bool_)
    felony[counts.cycle[(counts.step == COURT) & (counts.grade == 0)]] = True
    day = year_month_day(cycles.court_day)
    minor = whole_years(histories.people.birth_day[cycles.person], cycles.day) < 18
    lower = np.where((day < 19940101) & (cycles.luck % 9 == 0), places.JUSTICE, places.MUNICIPAL)
    superior = np.where(day >= places.MOVED_ON, places.MOVED, places.SUPERIOR)
    court = np.where(felony | (day >= _UNIFIED), superior, lower)
    return np.where(minor & (cycles.luck % 2 == 0), places.JUVENILE, court)


def _count_columns(histories: Histories, rows: Rows) -> dict[str, Cells]:
    counts, cycles = histories.counts, histories.cycles
    table = catalogue()
    texts = pl.concat([table.texts, pl.Series(["", PADDING])])
    codes = pl.concat([pl.Series(10_000 + 37 * np.arange(len(table.texts))).cast(pl.String), pl.Series(["", PADDING])])
    blank, unused = len(texts) - 2, len(texts) - 1
    chargeless = cycles.entry[counts.cycle] > 1
    # What a court does later, it does about the conviction, no longer about the charge.
    later = rows.event != PLAIN
    charge = np.where(later, counts.offense[rows.count], np.where(chargeless, blank, counts.charge)[rows.count])
    differs = (counts.charge != counts.offense)[rows.count] & ~later
    convicted_of = np.where(differs, counts.offense[rows.count], blank)
    disposed_of = np.where(counts.step[rows.count] == COURT, counts.offense[rows.count], unused)
    charge_grade = np.where(table.felony[counts.charge] >= 50, 0, np.where(table.infraction[counts.charge], 2, 1))
    grade = np.where(counts.charge != counts.offense, charge_grade, counts.grade)
    grade = np.where(chargeless, _NO_GRADE, grade)[rows.count]
    grades = pl.Series([letter for letter, _, _ in _GRADES])
    keys = pl.Series(np.where(chargeless, 0, counts.key)).cast(pl.String).replace("0", "")
    return {
        "CNT_ORDER": Lookup(keys, rows.count),
        "OFFENSE_CODE": Lookup(codes, charge),
        "OFFENSE_DESCR": Lookup(texts, charge),
        "OFFENSE_TOC": Lookup(grades, grade),
        "DISP_OFFENSE_CODE": Lookup(codes, disposed_of),
        "DISP_OFFENSE_DESCR": Lookup(texts, disposed_of),
        "CONV_OFFENSE_CODE": Lookup(codes, convicted_of),
        "CONV_OFFENSE_DESCR": Lookup(texts, convicted_of),
        "CONV_OFFENSE_TOC": Lookup(grades, np.where(differs, counts.grade[rows.count], _NO_GRADE)),
    }


def _disposition_columns(histories: Histories, rows: Rows, streams: Streams) -> dict[str, Cells]:
    counts = histories.counts
    said = dispositions(histories, rows, streams)
    in_court = counts.step[rows.count] == COURT
    numbered = in_court & (counts.number[rows.count] == 1) & chance(streams("docket"), 0.97, len(rows.count))
    cases = _case_numbers(between(streams("numbers"), 0, 999_999, len(histories.cycles.person)))
    no_case = len(cases) - 1
    blank_day = len(DAY_TEXTS)
    day = np.where(in_court, text_position(rows.disposition_day), blank_day)
    status = np.where(rows.conviction, counts.grade[rows.count], _NO_GRADE)
    sentence = pl.Series([PADDING, *[f"{500 + i}" for i in range(1, 20)]])
    part = np.where(rows.part == sentences.NO_PART, 0, rows.sequence)
    return {
        "DISP_DATE": Lookup(pl.concat([DAY_TEXTS, pl.Series([""])]), day),
        "OFN": Lookup(cases, np.where(numbered, counts.cycle[rows.count], no_case)),
        "DISP_ORDER": Lookup(pl.Series(counts.key + 201).cast(pl.String), rows.count),
        "DISP_CODE": Lookup(pl.Series([str(1000 + i) if text else "" for i, text in enumerate(DISPOSITIONS)]), said),
        "DISP_DESCR": Lookup(pl.Series(DISPOSITIONS), said),
        "CONV_STAT_CODE": Lookup(pl.Series([code for _, code, _ in _GRADES]), status),
        "CONV_STAT_DESCR": Lookup(pl.Series([text for _, _, text in _GRADES]), status),
        "SENT_ORDER": Lookup(sentence, part),
        "SENT_LOC_CODE": Lookup(sentences.PLACE_CODES, rows.part),
        "SENT_LOC_DESCR": Lookup(sentences.PLACES, rows.part),
        "SENT_LENGTH": Lookup(sentences.LENGTHS, rows.part),
        "SENT_TIME_CODE": Lookup(sentences.UNITS, rows.part),
        "SENT_TIME_DESCR": Lookup(sentences.UNIT_NAMES, rows.part),
    }


def _case_numbers(draw: Ints) -> pl.Series:
    """A court's case number for each cycle, and a blank at the end."""
    prefix = pl.Series(["BA", "TA", "NA", "A", "KA", "SA", "M", "CR"]).gather(draw % 8)
    return pl.concat([pl.select(prefix + pl.Series(draw).cast(pl.String).str.zfill(6)).to_series(), pl.Series([""])])


def _comments(histories: Histories, rows: Rows, streams: Streams) -> Ints:
    """A remark on some rows, and on a few cannabis counts another cannabis charge that only the comment names."""
    rng = streams("comments")
    size = len(rows.count)
    counts = histories.counts
    remark = np.where(chance(rng, 0.06, size), pick(rng, (0, 4, 3, 3, 2, 2), size), 0)
    cannabis = (catalogue().prop64[counts.offense] > 0)[rows.count]
    other = cannabis & chance(rng, 0.02, size)
    remark = np.where(other, len(_REMARKS) + pick(rng, (1, 1, 1, 1), size), remark)
    routine = FIRST_ROUTINE + (counts.step[rows.count] == COURT)
    criminal = histories.cycles.entry[counts.cycle[rows.count]] == CRIMINAL
    usual = np.where(criminal & (counts.step[rows.count] != CUSTODY) & chance(rng, 0.9, size), routine, 0)
    told: Flags = (rows.event == PLAIN) & (counts.step[rows.count] == COURT) & (remark > 0)
    return np.where(told, remark, usual)
