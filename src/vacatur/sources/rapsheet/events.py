"""One event: its header, date and agency, and the lines of its counts in turn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from vacatur.sources.rapsheet.charges import charge_type
from vacatur.sources.rapsheet.cleaning import as_digits, read_date, squeezed
from vacatur.sources.rapsheet.courts import court_of
from vacatur.sources.rapsheet.division import RawEvent
from vacatur.sources.rapsheet.filing import Filing
from vacatur.sources.rapsheet.ledger import Ledger
from vacatur.sources.rapsheet.marks import Mark
from vacatur.sources.rapsheet.near import nearest
from vacatur.sources.rapsheet.sheet import Count, Court, Event, Kind
from vacatur.sources.rapsheet.verdicts import IN_COURT, settled_text
from vacatur.sources.rapsheet.vocabulary import AGENCY, COURT_AGENCY, HEADERS, JUVENILE_AGENCY, QUALIFIED, Is

_NAME = re.compile(r"\bNAME?\s*[:;.]?\s*([\w|?]{1,3})(?!\w)")
_BIRTH = re.compile(r"\bDOB\s*[:;.]\s*(\S+)")
_COLON = re.compile(r" ?[:;] ?")
_DATE = re.compile(r"(?<![:;\d])\b(\d{8})\b")
_REGISTERS = re.compile(r"REGIST|\b(?:290(?:\.\d+)?(?:\([A-Z0-9]+\))*|11590|457\.1|186\.3[02])\W{0,2}(?:PC|HS)")
_QUALIFIERS = (
    "JAIL",
    "CDC",
    "CDCR",
    "CYA",
    "DJJ",
    "FED & OOS",
    "FED",
    "PRISON",
    "COUNTY JAIL",
    "STATE PRISON",
    "REHAB",
)
_COUNTED = frozenset(
    {Is.COUNT, Is.CHARGE, Is.SEE_COMMENT, Is.FLAGS, Is.DISPOSITION, Is.STATUS, Is.SENTENCE, Is.COMMENT}
)
"""Lines after which the header of an event is over."""


@dataclass
class _Header:
    """What the lines before the counts say."""

    kind: Kind = Kind.UNKNOWN
    words: str = ""
    qualifier: str = ""
    on: date | None = None
    dated: bool = False
    agency: str | None = None
    placed: bool = False
    placed_by: Mark | None = None
    """The line that names the agency."""
    name_code: int | None = None
    birth_date: date | None = None


def read_event(raw: RawEvent, ledger: Ledger, registering: bool) -> Event:
    """One event; `registering` in a cycle of registrations, where those after the first have no header."""
    header = _Header()
    if raw.header:
        _read_header(header, raw.header, ledger)
    at = 0
    for mark in raw.body:
        if mark.kind in _COUNTED or not _take(header, mark, ledger):
            break
        at += 1
    filing = Filing(ledger, header.kind)
    filing.take_all(raw.body[at:])
    counts = filing.finish(header.on)
    first = raw.header or raw.body[0]
    _settle_kind(header, first, counts, ledger, registering and raw.header is None)
    court = court_of(header.agency) if header.agency else None
    _note_missing(header, first, court, ledger)
    marks = [*([raw.header] if raw.header else []), *raw.body, *raw.strike_box]
    event = Event(
        header.kind,
        header.words,
        header.on,
        header.agency,
        court,
        header.qualifier,
        header.name_code,
        header.birth_date,
        bool(raw.strike_box),
        tuple(counts),
        tuple(sorted(mark.number for mark in marks)),
    )
    if event.kind in IN_COURT:
        _note_unsettled(event, ledger)
    return event


def _note_unsettled(event: Event, ledger: Ledger) -> None:
    """Say of which counts the words leave open what became of them: `FOUND GUILTY` without CONV STATUS."""
    for count in event.counts:
        for each in count.dispositions:
            if each.text and not settled_text(event, count, each):
                ledger.note(each.lines[0], "disposition_unsettled", each.text)


def _note_missing(header: _Header, first: Mark, court: Court | None, ledger: Ledger) -> None:
    if not header.dated:
        ledger.note(first.number, "event_date_missing", first.text)
    elif header.on and header.birth_date and header.on < header.birth_date:
        ledger.note(first.number, "dates_disordered", first.text)
    if not header.placed:
        ledger.note(first.number, "agency_missing", first.text)
    if court and header.kind in (Kind.COURT, Kind.UNKNOWN) and court.confidence < 1:
        ledger.doubt(header.placed_by or first, "agency_unknown", header.agency)


def _read_header(header: _Header, mark: Mark, ledger: Ledger) -> None:
    """The header's line: its words, a qualifier, the code of the name, the date of birth, or even the date."""
    found = _NAME.search(mark.text) or _BIRTH.search(mark.text)
    text = mark.text[: found.start()] if found else mark.text
    header.words = _COLON.sub(":", " ".join(text.strip(" .'*:;,").split()))
    if not ledger.sure(mark):
        return
    word = mark.label
    if word not in HEADERS:
        word = nearest(squeezed(header.words), tuple(HEADERS)) or ""
        mark.repaired = bool(word)
    if word in HEADERS:
        header.kind = HEADERS[word]
    else:
        ledger.doubt(mark, "header_unread")
    if word == QUALIFIED:
        qualifier = re.split(r"[:;]", text, maxsplit=1)[-1] if re.search("[:;]", text) else text.partition(" ")[2]
        header.qualifier = _qualifier(" ".join(qualifier.strip(" .'*:;,").split()), mark, ledger)
    _take_name(header, mark, ledger)
    dated = _DATE.search(mark.text, found.start() if found else 0)
    if dated and not _BIRTH.search(mark.text[: dated.end()]):
        _take_date(header, mark, dated[1], mark.text[dated.end() :], ledger)
    ledger.read(mark)


def _qualifier(text: str, mark: Mark, ledger: Ledger) -> str:
    if not text or text in _QUALIFIERS:
        return text
    found = nearest(text.replace("0", "O").replace("1", "I"), _QUALIFIERS)
    ledger.doubt(mark, "repaired" if found else "qualifier_unread", text)
    return found or text


def _take(header: _Header, mark: Mark, ledger: Ledger) -> bool:
    """A line between the header and the counts; whether it is one."""
    if mark.kind in (Is.DATE_AGENCY, Is.DATE, Is.DATED) and not header.dated:
        _take_date(header, mark, mark.label, mark.rest, ledger)
    elif mark.kind in (Is.NAME_CODE, Is.BIRTH_DATE):
        if ledger.sure(mark):
            _take_name(header, mark, ledger)
        agency = _BIRTH.sub("", _NAME.sub("", mark.text)).strip(" .'*")
        if not header.placed and AGENCY.match(agency):
            _take_agency(header, mark, agency, ledger)
    elif mark.kind is Is.TEXT and not header.placed and (header.dated or AGENCY.match(mark.text)):
        _take_agency(header, mark, mark.text, ledger)
    else:
        return False
    ledger.read(mark)
    return True


def _take_date(header: _Header, mark: Mark, printed: str, rest: str, ledger: Ledger) -> None:
    header.dated = True
    if not ledger.sure(mark):
        header.placed = header.placed or bool(rest.strip())
        return
    header.on, repaired = read_date(printed)
    if header.on is None:
        ledger.doubt(mark, "event_date_unread", printed)
    elif repaired:
        ledger.doubt(mark, "repaired")
    _take_name(header, mark, ledger)
    rest = _BIRTH.sub("", _NAME.sub("", rest))
    if rest.strip(" .'*"):
        _take_agency(header, mark, rest, ledger)


def _take_agency(header: _Header, mark: Mark, text: str, ledger: Ledger) -> None:
    header.placed, header.placed_by = True, mark
    if ledger.sure(mark):
        text = re.split(r"\s(?:TOC|CNT)\s*[:;]", charge_type(text)[0])[0]
        header.agency = " ".join(text.strip(" .'*").split()) or None


def _take_name(header: _Header, mark: Mark, ledger: Ledger) -> None:
    """`NAM:02` and `DOB:19740611`, wherever they stand on a line."""
    if "NA" not in mark.text and "DOB" not in mark.text:
        return
    named, born = _NAME.search(mark.text), _BIRTH.search(mark.text)
    if named and header.name_code is None:
        digits = as_digits(named[1])
        if digits is None:
            ledger.doubt(mark, "name_code_unread", named[0])
        else:
            header.name_code = int(digits[0])
            if digits[1]:
                ledger.doubt(mark, "repaired")
    if born and header.birth_date is None:
        header.birth_date, repaired = read_date(born[1])
        if header.birth_date is None:
            ledger.doubt(mark, "birth_date_unread", born[0])
        elif repaired:
            ledger.doubt(mark, "repaired")


def _settle_kind(header: _Header, first: Mark, counts: list[Count], ledger: Ledger, registering: bool) -> None:
    """The kind of an event without a header, or with one that cannot be read."""
    if header.kind is Kind.COURT and header.agency and JUVENILE_AGENCY.match(header.agency):
        header.kind = Kind.JUVENILE
    if header.kind is not Kind.UNKNOWN:
        return
    if header.agency and COURT_AGENCY.match(header.agency):
        header.kind = Kind.COURT
        ledger.doubt(first, "kind_from_agency")
    elif registering and counts and all(_REGISTERS.search(count.offense or "") for count in counts):
        header.kind = Kind.REGISTRATION
    elif not header.words:
        ledger.doubt(first, "header_missing")
