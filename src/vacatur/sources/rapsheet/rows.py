"""A sheet as rows of the state's bulk layout, so that one engine decides from both (docs/rap-sheets.md).

A row is a count, by disposition and part of a sentence, as in the state's file. What the sheet does not give, or could
not be read, is a blank cell, which the engine takes for unknown; a line that could not be placed is a row of the type
`NOT UNDERSTOOD`, which it sets aside: whatever it may have said of the person's history is unknown then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from vacatur.record.disposition import NOT_READ
from vacatur.sources.doj.coded import UNREAD_LINE
from vacatur.sources.rapsheet.later_relief import under_convictions
from vacatur.sources.rapsheet.offenses import coded_offense
from vacatur.sources.rapsheet.ongoing import ongoing
from vacatur.sources.rapsheet.sheet import Count, Disposition, Event, Kind, Part, Sheet, Understood
from vacatur.sources.rapsheet.unreported import convicted_of, offense_shown, shows_conviction, statute_of
from vacatur.sources.rapsheet.verdicts import CONVICTED, IN_COURT, is_convicted, is_conviction, settled_text

SURE = 0.8
"""A court that was recognized less surely than this has no county: it may be another's."""

_TYPES = {
    Kind.ARREST: "ARREST/DETAINED/CITED", Kind.SUPPLEMENTAL_ARREST: "SUPPLEMENTAL ARREST", Kind.COURT: "COURT ACTION",
    Kind.CUSTODY: "CUSTODY", Kind.PROBATION: "PROBATION", Kind.PAROLE: "PAROLE", Kind.APPLICANT: "APPLICANT",
    Kind.REGISTRATION: "REGISTRATION", Kind.MENTAL_HEALTH: "MENTAL HEALTH", Kind.DECEASED: "DECEASED",
    Kind.JUVENILE: "COURT ACTION", Kind.UNKNOWN: "COURT ACTION",
}  # fmt: skip
"""The state's words for each kind of event. One whose header could not be read may have been a day in court."""

_ARRESTS = (Kind.ARREST, Kind.SUPPLEMENTAL_ARREST)

_OF_ANOTHER_STATE = re.compile(
    r"(?:A[KLRZ]|C[OT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
    r"(?:PD|SO|SC|DC|MC|JC|CC|CT|SP)(?![A-Z])"
)
"""Agencies whose first letters are another state's: `NVDC RENO`."""

_CYCLES_FROM = 100
NO_COUNT = f"{_CYCLES_FROM}000000000"
_MOST = 999
"""Counts of one event that a count key has room for."""


@dataclass(frozen=True)
class Source:
    """Where a row comes from.

    Attributes:
        sheet: by its number in the delivery, from 1.
        first: line of its file, and `last`; 0 when it rests on none.
        event: in the order of the sheet, from 0; None of a row about no event, such as a line that was not understood.
        count: of the event, from 0; None of a row about no count.
    """

    sheet: int
    first: int
    last: int
    event: int | None = None
    count: int | None = None


@dataclass(frozen=True)
class StateRow:
    """A row of the state's layout.

    Attributes:
        cells: by column; columns that are not named are blank.
    """

    cells: dict[str, str]
    source: Source


def state_rows(sheet: Sheet, number: int, person: str, as_of: date, beside: Sequence[str] = ()) -> Iterator[StateRow]:
    """The rows of one sheet, in its order.

    Args:
        number: of the sheet in the delivery, from 1.
        person: by which the results name the person.
        as_of: the date of evaluation, to which supervision that goes on is counted.
        beside: what other sheets show of the person, and this one does not: its history is not whole.
    """
    about, told = _person(sheet, person), False
    events = list(_events(sheet))
    moved = under_convictions([(row.event, row.cells) for row in events])
    for at, key in moved.items():
        events[at] = replace(events[at], cells=events[at].cells | {"CNT_ORDER": key})
    for row in [*events, *_death(sheet), *_supervision(sheet, as_of), *_unread(sheet), *_elsewhere(beside)]:
        first, last = min(row.lines, default=0), max(row.lines, default=0)
        cells = about | _of_event(row.event) | row.cells | {"RECORD_ID": f"{number}:{first}"}
        told = True
        yield StateRow(cells, Source(number, first, last, row.event_at, row.count_at))
    if not told:
        yield StateRow(about | {"STP_TYPE_DESCR": "NO EVENT", "CNT_ORDER": NO_COUNT}, Source(number, 0, 0))


@dataclass(frozen=True)
class _Row:
    """A row before the person and the event are written into it.

    Attributes:
        cells: those of the count, and what else is said of it.
        lines: on which it rests.
        event_at, count_at: as of `Source`.
    """

    cells: dict[str, str]
    lines: Sequence[int]
    event: Event | None = None
    event_at: int | None = None
    count_at: int | None = None


def _person(sheet: Sheet, person: str) -> dict[str, str]:
    subject = sheet.subject
    names = [name for _, name in sorted(subject.names.items())]
    return {
        "SUBJECT_ID": person, "CII_NUMBER": subject.cii or "", "PRI_NAME": names[0] if names else "",
        "GENDER": subject.sex or "", "PRI_DOB": _day(subject.birth_date), "RACE_DESCR": subject.race or "",
        "END_OF_REC": "EOR",
    }  # fmt: skip


def _of_event(event: Event | None) -> dict[str, str]:
    if event is None:
        return {}
    court = event.court if event.court and event.court.confidence >= SURE else None
    agency = event.agency or ""
    if event.kind is Kind.JUVENILE and not agency.startswith("CAJV"):
        agency = f"CAJV {agency}".strip()  # by its header a juvenile court
    return {
        "STP_TYPE_DESCR": _TYPES.get(event.kind, event.header or "OTHER"),
        "STP_EVENT_DATE": _day(event.on),
        "STP_ORI_DESCR": agency,
        "STP_ORI_CNTY_NAME": (court.county or "") if court else "",
    }


def _day(on: date | None) -> str:
    return f"{on:%Y%m%d}" if on else ""


def _events(sheet: Sheet) -> Iterator[_Row]:
    convicted, at = convicted_of(sheet), 0
    for number, cycle in enumerate(sheet.cycles, start=_CYCLES_FROM + 1):
        step = 0
        in_court = any(is_convicted(count) for event in cycle if event.kind in IN_COURT for count in event.counts)
        for event in cycle:
            step += 1
            told_in_court = in_court and event.kind in _ARRESTS
            yield from _event(event, at, f"{number}{step:03}", told_in_court=told_in_court)
            unreported = [
                (place, count) for place, count in enumerate(event.counts) if shows_conviction(event, count, convicted)
            ]
            if unreported:
                step += 1
                yield from _commitments(event, at, unreported, f"{number}{step:03}")
            if event.strike_box and not _read_offenses(event):
                yield _Row(
                    {"STP_TYPE_DESCR": UNREAD_LINE, "COMMENT_TEXT": "POTENTIAL FELONY STRIKE ENTRY"}, event.lines
                )
            at += 1


def _event(event: Event, at: int, key: str, *, told_in_court: bool) -> Iterator[_Row]:
    """Its counts.

    Args:
        told_in_court: whether a conviction that the event names is one that a court event of its cycle tells of.
    """
    if not event.counts:
        yield _Row({"CNT_ORDER": f"{key}000000"}, event.lines, event, at)
    for place, count in enumerate(event.counts):
        if place >= _MOST:
            yield _Row({"STP_TYPE_DESCR": UNREAD_LINE, "COMMENT_TEXT": "more than 999 counts"}, count.lines)
            return
        for row in _count(event, at, place, f"{key}{place + 1:03}000"):
            named = told_in_court and row.cells.get("DISP_DESCR", "").startswith(CONVICTED)
            yield replace(row, cells=row.cells | {"DISP_DESCR": ""}) if named else row


def _count(event: Event, at: int, place: int, key: str) -> Iterator[_Row]:
    count = event.counts[place]
    own = _charge(count) | {"CNT_ORDER": key}
    if _OF_ANOTHER_STATE.match(event.agency or ""):
        own["OFFENSE_DESCR"] = ""  # by its own law: it may be any
    if not count.dispositions:
        yield _Row(own, count.lines, event, at, place)
    for disposition in count.dispositions:
        later = disposition.update and event.kind not in _ARRESTS  # an arrest stays of its day, whatever came of it
        dated = replace(event, on=disposition.on) if later else event
        disposed = own | _disposed(event, count, disposition) | _said(count, disposition)
        lines = (min(count.lines, default=0), *(disposition.lines or count.lines))
        for part in _parts(disposition) or [{}]:
            yield _Row(disposed | part, lines, dated, at, place)


def _charge(count: Count) -> dict[str, str]:
    offense = coded_offense(count.offense)
    if count.attempted and offense and not offense.startswith("664"):
        offense = f"664/{offense}"
    return {
        "OFFENSE_DESCR": offense,
        "OFFENSE_TOC": count.charge or "",
        "OFN": count.case_number or "",
        "OFFENSE_QUAL_LST": "; ".join(count.flags),
        "COMMENT_TEXT": "; ".join(count.comments) if offense else "",  # a statute in a comment is not the offense
    }


def _disposed(event: Event, count: Count, disposition: Disposition) -> dict[str, str]:
    text = settled_text(event, count, disposition)
    convicted = is_conviction(count, disposition)
    cells = {
        "DISP_DESCR": text,
        "DISP_DATE": _day(disposition.on) if text else "",
        "CONV_STAT_DESCR": (disposition.status or "").upper(),
        "CONV_OFFENSE_DESCR" if convicted else "DISP_OFFENSE_DESCR": coded_offense(disposition.offense),
    }
    if convicted and disposition.status is None and count.charge == "F":
        cells["OFFENSE_TOC"] = ""  # charged as a felony: as what the person was convicted is not said
    return cells


def _said(count: Count, disposition: Disposition) -> dict[str, str]:
    if not coded_offense(count.offense):
        return {}
    return {"COMMENT_TEXT": "; ".join(dict.fromkeys([*count.comments, *disposition.comments]))}


_SUSPENDED_PRISON = {"SENT_LOC_DESCR": "PRISON SS", "SENT_LENGTH": "0", "SENT_TIME_CODE": "D"}


def _parts(disposition: Disposition) -> list[dict[str, str]]:
    """The parts of a sentence that run, or may run, for a time; a fine where it is all: that neither probation nor jail
    was imposed is something, too. Of terms that are suspended prison alone, without time, beside what runs: it leaves
    a wobbler a felony (PC 17(b)).
    """
    running = [part for part in disposition.sentence if (part.runs or part.length or part.life) and not part.suspended]
    if not running and disposition.whole and any(part.place.startswith("FINE") for part in disposition.sentence):
        return [{"SENT_LOC_DESCR": "FINE"}]
    prison = any(part.place == "PRISON" and part.suspended for part in disposition.sentence)
    suspended = (
        [{"SENT_LOC_DESCR": "PRISON SS", "SENT_LENGTH": "0", "SENT_TIME_CODE": "D"}] if prison and running else []
    )
    unread = [] if disposition.whole else [{"SENT_LOC_DESCR": NOT_READ}]
    return [*map(_part, running), *suspended, *unread]


def _part(part: Part) -> dict[str, str]:
    if part.life:
        return {"SENT_LOC_DESCR": part.place, "SENT_LENGTH": "9999", "SENT_TIME_CODE": "Y"}
    length = "" if part.length is None else str(part.length)
    return {"SENT_LOC_DESCR": part.place, "SENT_LENGTH": length, "SENT_TIME_CODE": part.unit or ""}


def _commitments(event: Event, at: int, counts: Sequence[tuple[int, Count]], key: str) -> Iterator[_Row]:
    """Convictions that are possible: as counts of a court whose disposition was never reported."""
    court = replace(event, kind=Kind.COURT, on=None, agency=None, court=None)
    told = f"SHOWN BY {_TYPES.get(event.kind, event.header)} {_day(event.on)}".strip()
    for number, (place, count) in enumerate(counts[:_MOST], start=1):
        cells = _charge(count) | {"CNT_ORDER": f"{key}{number:03}000", "COMMENT_TEXT": told}
        if not offense_shown(event, count):
            cells["OFFENSE_DESCR"] = ""
        yield _Row(cells, count.lines, court, at, place)


def _read_offenses(event: Event) -> bool:
    """Whether the event's convictions can be looked at for themselves."""
    convicted = [count for count in event.counts if is_convicted(count)]
    return bool(convicted) and all(statute_of(count.offense) for count in convicted)


def _death(sheet: Sheet) -> Iterator[_Row]:
    """That the person has died, where the head says so; on which day it does not say."""
    if sheet.subject.deceased:
        yield _Row({"STP_TYPE_DESCR": _TYPES[Kind.DECEASED], "CNT_ORDER": NO_COUNT}, sheet.subject.deceased)


def _supervision(sheet: Sheet, as_of: date) -> Iterator[_Row]:
    """What goes on at the as-of date: its rest, from then."""
    for each in ongoing(sheet, as_of):
        days = str((each.until - as_of).days) if each.until else ""
        cells = {
            "STP_TYPE_DESCR": "SUPERVISION", "STP_EVENT_DATE": _day(as_of), "CNT_ORDER": "999999999000",
            "SENT_LOC_DESCR": each.place, "SENT_LENGTH": days, "SENT_TIME_CODE": "D" if days else "",
        }  # fmt: skip
        yield _Row(cells, each.lines)


def _unread(sheet: Sheet) -> Iterator[_Row]:
    first = min((number for event in sheet.events for number in event.lines), default=0)
    for line in sheet.lines:
        if sheet.states.get(line.number) is Understood.UNREAD or (
            line.number < first and _REGISTRANT.search(line.text)
        ):
            yield _Row({"STP_TYPE_DESCR": UNREAD_LINE, "COMMENT_TEXT": line.text.strip()}, (line.number,))


def _elsewhere(beside: Sequence[str]) -> Iterator[_Row]:
    for words in beside:
        yield _Row({"STP_TYPE_DESCR": UNREAD_LINE, "COMMENT_TEXT": words}, ())


_REGISTRANT = re.compile(r"SEX(?:UAL)? (?:OFFENDER|REGISTRANT)|\b290 ?PC\b", re.IGNORECASE)
"""Notices in the head of a sheet that tell of a duty to register, of which no event may."""
