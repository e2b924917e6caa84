"""Lines to sheets: whose they are, what happened when, and what became of every line."""

from __future__ import annotations

from collections.abc import Sequence

from vacatur.sources.rapsheet.division import RawSheet, divide
from vacatur.sources.rapsheet.events import read_event
from vacatur.sources.rapsheet.marks import mark_lines
from vacatur.sources.rapsheet.sheet import Event, Kind, Line, Sheet
from vacatur.sources.rapsheet.subject import read_subject
from vacatur.sources.rapsheet.vocabulary import Is

_OPENING = frozenset({Kind.ARREST, Kind.APPLICANT, Kind.REGISTRATION})
"""Events that begin a cycle where no delimiter tells."""


def read_sheets(lines: Sequence[Line]) -> list[Sheet]:
    """The sheets that a file's lines hold, in order; [] when they hold none.

    Each line belongs to one sheet and has one state there. What cannot be read is None, with a `Doubt`; nothing is
    raised, whatever the lines are.
    """
    return [_sheet(raw) for raw in divide(mark_lines(lines))]


def _sheet(raw: RawSheet) -> Sheet:
    ledger = raw.ledger
    subject = read_subject(raw.head, ledger)
    cycles: list[list[Event]] = []
    registering = False
    for each in raw.events:
        if each.begins_cycle:
            registering = False
        event = read_event(each, ledger, registering)
        first = each.header or each.body[0]
        begins = each.begins_cycle
        if begins is None:
            ledger.note(first.number, "delimiter_missing", first.text)
            begins = event.kind in _OPENING
        registered = bool(cycles) and all(each.kind is Kind.REGISTRATION for each in cycles[-1])
        if begins or not cycles or (registered and event.kind is Kind.ARREST):
            cycles.append([])
            registering = event.kind is Kind.REGISTRATION
        cycles[-1].append(event)
    for mark in raw.marks:
        if mark.kind is Is.BLANK:
            ledger.furniture(mark)
        elif mark.number not in ledger.states:
            ledger.unread(mark)
    lines = tuple(mark.line for mark in raw.marks)
    doubts = tuple(sorted(ledger.doubts, key=lambda doubt: doubt.line))
    return Sheet(subject, tuple(map(tuple, cycles)), lines, ledger.states, doubts)
