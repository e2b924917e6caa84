"""Lines to sheets: whose they are, what happened when, and what became of every line."""

from __future__ import annotations

from collections.abc import Sequence

from vacatur.sources.rapsheet.corroboration import corroborate
from vacatur.sources.rapsheet.division import RawSheet, divide
from vacatur.sources.rapsheet.events import read_event
from vacatur.sources.rapsheet.ledger import Ledger
from vacatur.sources.rapsheet.marks import Mark, mark_lines
from vacatur.sources.rapsheet.sheet import Event, Kind, Line, Sheet
from vacatur.sources.rapsheet.subject import read_subject
from vacatur.sources.rapsheet.vocabulary import Is

_OPENING = frozenset({Kind.ARREST, Kind.APPLICANT, Kind.REGISTRATION})
"""Events that begin a cycle where no delimiter tells."""


_BETWEEN = frozenset({Is.BLANK, Is.FURNITURE, Is.STARS, Is.DASHES, Is.END})
_SHORTEST_PAGE = 8
"""Content lines that a page has at least to be known again."""


def read_sheets(lines: Sequence[Line]) -> list[Sheet]:
    """The sheets that a file's lines hold, in order; [] when they hold none.

    Each line belongs to one sheet and has one state there. What cannot be read is None, with a `Doubt`; nothing is
    raised, whatever the lines are. A page that stands twice is read once.
    """
    marks = mark_lines(lines)
    again = _repeated_pages(marks)
    return [_sheet(raw, again) for raw in divide(marks)]


def _repeated_pages(marks: Sequence[Mark]) -> set[int]:
    """The first lines of pages that say word for word what an earlier page says; their lines become furniture."""
    pages: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.kind not in _BETWEEN:
            pages.setdefault(mark.line.page, []).append(mark)
    seen: set[tuple[str, ...]] = set()
    first = set()
    for page in pages.values():
        said = tuple(mark.text for mark in page)
        if len(page) >= _SHORTEST_PAGE and said in seen:
            first.add(page[0].number)
            for mark in page:
                mark.kind = Is.FURNITURE
        seen.add(said)
    return first


def _sheet(raw: RawSheet, again: set[int]) -> Sheet:
    ledger = raw.ledger
    subject = read_subject(raw.head, ledger)
    cycles = _cycles(raw)
    corroborated = [corroborate(cycle, ledger) for cycle in cycles]
    _note_repeated(cycles, ledger)
    for mark in raw.marks:
        if mark.number in again:
            ledger.note(mark.number, "page_repeated", mark.text)
        if mark.kind is Is.BLANK:
            ledger.furniture(mark)
        elif mark.number not in ledger.states:
            ledger.unread(mark)
    lines = tuple(mark.line for mark in raw.marks)
    doubts = tuple(sorted(ledger.doubts, key=lambda doubt: doubt.line))
    return Sheet(subject, tuple(corroborated), lines, ledger.states, doubts)


def _cycles(raw: RawSheet) -> list[list[Event]]:
    """The events, by cycle: as delimiters say; where there is none, by what kind they are."""
    cycles: list[list[Event]] = []
    registering = False
    for each in raw.events:
        registering = registering and not each.begins_cycle
        event = read_event(each, raw.ledger, registering)
        begins = each.begins_cycle
        if begins is None:
            first = each.header or each.body[0]
            raw.ledger.note(first.number, "delimiter_missing", first.text)
            begins = event.kind in _OPENING
        registered = bool(cycles) and all(one.kind is Kind.REGISTRATION for one in cycles[-1])
        if begins or not cycles or (registered and event.kind in (Kind.ARREST, Kind.APPLICANT)):
            cycles.append([])
            registering = event.kind is Kind.REGISTRATION
        cycles[-1].append(event)
    return cycles


def _note_repeated(cycles: Sequence[Sequence[Event]], ledger: Ledger) -> None:
    seen = set()
    for cycle in cycles:
        for event in cycle:
            said = (
                event.kind,
                event.on,
                event.agency,
                tuple((c.number, c.case_number, c.offense) for c in event.counts),
            )
            if said in seen and event.on and any(count.case_number for count in event.counts):
                ledger.note(event.lines[0], "event_repeated", event.header)
            seen.add(said)
