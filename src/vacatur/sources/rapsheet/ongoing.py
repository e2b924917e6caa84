"""Sentences and supervision that a sheet shows to go on past a day, beyond those that a conviction itself names: a
sentence that was modified, a term of probation or custody, parole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from vacatur.record.disposition import disposition_kind
from vacatur.sources.rapsheet.sheet import Count, Disposition, Event, Kind, Part, Sheet
from vacatur.sources.rapsheet.verdicts import IN_COURT, is_conviction

PAROLE_MONTHS = 36
"""How long parole is taken to last where no discharge is printed: the longest that is usual (PC 3000(b))."""

_PAROLED = re.compile(r"PAROLED|REL(?:EASED)?\W.*(?:PAROLE|PRCS|POST.?REL)")
_DISCHARGED = re.compile(r"DISCH|TERMINATED|COMPLETED|REVOKED|RETURNED|DECEASED|DIED")
_TERMS = (Kind.PROBATION, Kind.PAROLE, Kind.CUSTODY, Kind.OTHER)


@dataclass(frozen=True)
class Ongoing:
    """Something that goes on.

    Attributes:
        place: as of `Part`: PROBATION, PRISON; PAROLE.
        until: None: its end is not known.
        lines: on which it rests.
    """

    place: str
    until: date | None
    lines: tuple[int, ...]


def ongoing(sheet: Sheet, as_of: date) -> Iterator[Ongoing]:
    """What goes on at the as-of date, in the order of the sheet; supervision that its head names first."""
    for each in sheet.subject.supervision:
        if each.until is None or each.until > as_of:
            yield Ongoing(each.kind.upper(), each.until, each.lines)
    known = _terms_of_convictions(sheet)
    for event in sheet.events:
        for count in event.counts:
            yield from _of_count(event, count, known, as_of)


_Term = tuple[str, int | None, str | None]


def _of_count(event: Event, count: Count, known: set[_Term], as_of: date) -> Iterator[Ongoing]:
    for disposition in count.dispositions:
        since = disposition.on or event.on
        if since is None or not _gives_a_term(event, count, disposition):
            continue
        for part in disposition.sentence:
            until = _ends(part, since)
            if part.runs and not part.suspended and until and until > as_of and _term(part) not in known:
                yield Ongoing(part.place, None if part.life else until, disposition.lines or count.lines)
    paroled = _paroled_on(event, count)
    if paroled and paroled <= as_of < (until := _months_later(paroled, PAROLE_MONTHS)):
        yield Ongoing("PAROLE", until, count.lines)


def _gives_a_term(event: Event, count: Count, disposition: Disposition) -> bool:
    """Whether its sentence is none that a conviction, or the revocation of its probation, has of itself."""
    if event.kind in _TERMS:
        return True
    told = is_conviction(count, disposition) or disposition_kind(disposition.text) == "revoked"
    return event.kind in IN_COURT and disposition.update and not told


def _terms_of_convictions(sheet: Sheet) -> set[_Term]:
    """Custody or probation of a length that a conviction has is its sentence, being served."""
    return {
        _term(part)
        for event in sheet.events
        if event.kind in IN_COURT
        for count in event.counts
        for disposition in count.dispositions
        if is_conviction(count, disposition)
        for part in disposition.sentence
    }


def _term(part: Part) -> _Term:
    """Twelve months and a year are the same."""
    if part.unit == "Y" and part.length is not None:
        return part.place, part.length * 12, "M"
    return part.place, part.length, part.unit


def _ends(part: Part, since: date) -> date | None:
    if part.life:
        return date.max
    if part.length is None or part.unit is None:
        return None
    if part.unit == "D":
        return since + timedelta(days=min(part.length, 40_000))
    return _months_later(since, min(part.length, 1_200) * (12 if part.unit == "Y" else 1))


def _months_later(since: date, months: int) -> date:
    """The same day of the month, or the first of the month after where it has no such day; no later than the last."""
    year, month = divmod(since.year * 12 + since.month - 1 + months, 12)
    if year >= date.max.year:
        return date.max
    try:
        return date(year, month + 1, since.day)
    except ValueError:
        return date(year, month + 2, 1)


def _paroled_on(event: Event, count: Count) -> date | None:
    """When the person was released on parole, the last time that no discharge follows it."""
    found = event.on if event.kind is Kind.PAROLE else None
    for disposition in count.dispositions:
        text = disposition.text or ""
        if _PAROLED.search(text):
            found = disposition.on
        elif _DISCHARGED.search(text):
            found = None
    return found
