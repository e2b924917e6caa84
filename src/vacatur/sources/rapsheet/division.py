"""Lines into sheets, and these into a head and events: by what the lines say; delimiters only tell of cycles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from vacatur.sources.rapsheet import vocabulary as words
from vacatur.sources.rapsheet.ledger import Ledger
from vacatur.sources.rapsheet.marks import Mark
from vacatur.sources.rapsheet.vocabulary import Is

_PASSED = frozenset({Is.BLANK, Is.FURNITURE, Is.NOTICE, Is.STARS, Is.DASHES})
_DELIMITERS = frozenset({Is.STARS, Is.DASHES})
_ANCHORS = frozenset({Is.SUBJECT, Is.HEADER, Is.DATE_AGENCY, Is.COUNT, Is.DISPOSITION, Is.STATUS})
"""What only a sheet holds."""
_DATES = frozenset({Is.DATE_AGENCY, Is.DATE, Is.DATED})
_BESIDE_HEADER = frozenset({Is.NAME_CODE, Is.BIRTH_DATE})
_NAME = re.compile(r"NAME?\W{0,2}\d{1,3}\s+")
_NEAR = 12
"""Lines between which a page may break."""
_CII = re.compile(r"CII/\s*(\S+)")
_LONGEST_DELIMITER = 6
"""Asterisks: `* * * *` divides cycles; longer rows frame a box."""


@dataclass
class RawEvent:
    """The lines of one event.

    Attributes:
        header: None when there is none.
        begins_cycle: as delimiters say; None when nothing divides it from the one before.
    """

    header: Mark | None
    begins_cycle: bool | None
    body: list[Mark] = field(default_factory=list)
    strike_box: list[Mark] = field(default_factory=list)


@dataclass
class RawSheet:
    """The lines of one person's sheet, as they are divided."""

    marks: Sequence[Mark]
    ledger: Ledger = field(default_factory=Ledger)
    head: list[Mark] = field(default_factory=list)
    events: list[RawEvent] = field(default_factory=list)


def divide(marks: Sequence[Mark]) -> list[RawSheet]:
    """The sheets of a file, in order; none when no line is of a sheet. Each line is of exactly one of them."""
    sheets = []
    for start, end in _spans(marks):
        sheet = RawSheet(marks[start:end])
        _Division(sheet).run()
        sheets.append(sheet)
    return sheets


def _spans(marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """From where to where each sheet runs: to END OF MESSAGE, or to the head of another person."""
    start, past_end, content = 0, -1, 0
    whose: tuple[str, str] | None = None
    in_events = any_anchor = in_head = False
    for at, mark in enumerate(marks):
        kind = mark.kind
        if kind is Is.END:
            past_end = at + 1 if any_anchor else past_end
        elif kind in _ANCHORS:
            of_head = kind is Is.SUBJECT or _heads_head(marks, at)
            named = _whose(marks, at) if of_head and not in_head else None
            another = in_events and named is not None and _differ(named, whose)
            if any_anchor and (past_end > 0 or another):
                cut = past_end if past_end > 0 else content
                yield start, cut
                start, past_end, in_events, whose = cut, -1, False, None
            any_anchor, in_head = True, of_head
            in_events = in_events or not in_head
            whose = whose or named
        if kind not in _PASSED:
            content = at + 1
    if any_anchor:
        yield start, len(marks)


_LONGEST_HEAD = 60


def _whose(marks: Sequence[Mark], at: int) -> tuple[str, str] | None:
    """The CII number and first name of the head that begins at a line; None when it gives neither."""
    cii = name = ""
    for place, mark in enumerate(marks[at : at + _LONGEST_HEAD], start=at):
        if mark.kind is Is.SUBJECT:
            found = _CII.search(mark.rest)
            cii = cii or (found[1] if found else "")
            name = name or (mark.rest if mark.label == "NAM" else "")
        elif mark.kind is Is.END or (mark.kind in _ANCHORS and not _heads_head(marks, place)):
            break
    return (cii, name) if cii or name else None


def _heads_head(marks: Sequence[Mark], at: int) -> bool:
    """Whether PROBATION or PAROLE stands above fields of a head, as supervision that goes on: it is of that person."""
    if not _is_supervision(marks, at):
        return False
    for place, mark in enumerate(marks[at + 1 : at + _LONGEST_HEAD], start=at + 1):
        if mark.kind is Is.SUBJECT:
            return True
        if mark.kind is Is.END or (mark.kind in _ANCHORS and not _is_supervision(marks, place)):
            return False
    return False


def _is_supervision(marks: Sequence[Mark], at: int) -> bool:
    """Whether PROBATION or PAROLE in a head tells of supervision that goes on, not of an event."""
    mark = marks[at]
    if mark.kind is not Is.HEADER or mark.label not in ("PROBATION", "PAROLE") or "NAM" in mark.rest:
        return False
    after = _next(marks, at)
    return after is None or after.kind not in _DATES


def _next(marks: Sequence[Mark], at: int) -> Mark | None:
    """The next line that says something, unless a delimiter stands before it."""
    for mark in marks[at + 1 : at + _NEAR]:
        if mark.kind in _DELIMITERS:
            return None
        if mark.kind not in _PASSED and mark.kind not in _BESIDE_HEADER:
            return mark
    return None


def _differ(one: tuple[str, str], other: tuple[str, str] | None) -> bool:
    """Whether two heads are of two persons: by their numbers, and where one has none by their names."""
    if other is None:
        return True
    return one[0] != other[0] if one[0] and other[0] else one[1] != other[1]


class _Division:
    """One sheet's lines, one after the other."""

    def __init__(self, sheet: RawSheet) -> None:
        self._sheet = sheet
        self._marks = sheet.marks
        self._ledger = sheet.ledger
        self._event: RawEvent | None = None
        self._cut: Is | None = None
        """The delimiter since the last line of an event."""
        self._ended = self._noticing = self._heading = False

    def run(self) -> None:
        for at, mark in enumerate(self._marks):
            if mark.kind in _PASSED:
                self._pass(at, mark)
            elif mark.kind is Is.END:
                self._ledger.furniture(mark)
                self._ended = self._event is not None
            elif self._begins(at, mark):
                self._begin(mark)
            else:
                self._place(mark)

    def _pass(self, at: int, mark: Mark) -> None:
        if self._event is None or (mark.kind is Is.NOTICE and words.DEATH.match(mark.text)):
            self._sheet.head.append(mark)
            return
        self._ledger.furniture(mark)
        if mark.kind is Is.STARS:
            self._cut = self._cut if self._frames_box(at, mark) else Is.STARS
        elif mark.kind is Is.DASHES:
            self._cut = self._cut or Is.DASHES
        elif mark.kind is Is.NOTICE:
            self._noticing = True
        elif mark.kind is Is.BLANK:
            self._noticing = False

    def _frames_box(self, at: int, mark: Mark) -> bool:
        """Whether a long row of asterisks stands above or under POTENTIAL FELONY STRIKE ENTRY."""
        if mark.text.count("*") <= _LONGEST_DELIMITER:
            return False
        above, under = self._marks[max(0, at - _NEAR) : at], self._marks[at + 1 : at + _NEAR]
        for side in (reversed(above), under):
            beside = next((each for each in side if each.kind is not Is.BLANK and each.kind is not Is.FURNITURE), None)
            if beside is not None and beside.kind is Is.STRIKE_BOX:
                return True
        return False

    def _begins(self, at: int, mark: Mark) -> bool:
        kind = mark.kind
        if kind is Is.HEADER:
            return not (self._event is None and _is_supervision(self._marks, at))
        if kind is Is.DATE_AGENCY:
            return not self._awaits_date()
        if kind is Is.DATE:
            return self._cut is not None and self._precedes_agency(at)
        if kind is Is.TEXT or kind is Is.LABELLED:
            return self._is_header(at, mark)
        return self._event is None and kind in (Is.COUNT, Is.DISPOSITION, Is.STATUS)

    def _awaits_date(self) -> bool:
        """Whether the header of an event was read, and its date and agency not yet."""
        event = self._event
        return event is not None and event.header is not None and all(e.kind in _BESIDE_HEADER for e in event.body)

    def _precedes_agency(self, at: int) -> bool:
        """Whether the line after a date names an agency, with the code of the name before it or not."""
        after = self._marks[at + 1] if at + 1 < len(self._marks) else None
        return after is not None and words.AGENCY.match(_NAME.sub("", after.text)) is not None

    def _is_header(self, at: int, mark: Mark) -> bool:
        """Whether words are a header that lost its colon, or is on no list: by what stands around them."""
        after = _next(self._marks, at)
        dated = after is not None and after.kind in _DATES
        named = " NAM" in mark.text
        known = mark.label in words.HEADERS
        if self._event is None:
            return dated and (known or named)
        if self._cut is None:
            return (known or named) and dated
        return dated or named or known

    def _begin(self, mark: Mark) -> None:
        headed = mark.kind in (Is.HEADER, Is.TEXT, Is.LABELLED)
        begins_cycle = True if not self._sheet.events else None if self._cut is None else self._cut is Is.STARS
        self._event = RawEvent(mark if headed else None, begins_cycle)
        if not headed:
            self._event.body.append(mark)
        self._sheet.events.append(self._event)
        self._cut, self._noticing, self._heading, self._ended = None, False, False, False

    def _place(self, mark: Mark) -> None:
        event = self._event
        if event is None:
            self._sheet.head.append(mark)
        elif self._ended:
            self._ledger.unread(mark, "after_end")
        elif mark.kind is Is.SUBJECT:
            self._heading = True  # the head is printed again on a later page
            self._ledger.furniture(mark)
        elif self._noticing or (self._heading and mark.kind is Is.TEXT):
            self._ledger.furniture(mark)
        elif mark.kind is Is.STRIKE_BOX:
            event.strike_box.append(mark)
            if self._ledger.sure(mark):
                self._ledger.read(mark)
        else:
            event.body.append(mark)
            self._cut = None
