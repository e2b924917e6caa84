"""Convictions that a sheet shows without reporting them: by a term served, or by what was done to them later."""

from __future__ import annotations

import re
from functools import lru_cache

from vacatur.record.statute import read_statutes
from vacatur.sources.rapsheet.offenses import coded_offense
from vacatur.sources.rapsheet.sheet import Count, Event, Kind, Sheet
from vacatur.sources.rapsheet.verdicts import IN_COURT, is_conviction, presupposes_conviction

COMMITMENTS = (Kind.CUSTODY, Kind.PROBATION, Kind.PAROLE, Kind.OTHER)
"""Events that presuppose a conviction, which the sheet may not report itself."""


@lru_cache(4096)
def statute_of(offense: str | None) -> str | None:
    """The code and section of an offense, whatever its subdivisions: custody papers shorten them."""
    found = read_statutes(coded_offense(offense)).statute if offense else None
    return f"{found.code} {found.section}" if found else None


def convicted_of(sheet: Sheet) -> set[str]:
    """The statutes of which a sheet reports a conviction, without their subdivisions."""
    return {
        statute
        for event in sheet.events
        for count in event.counts
        for disposition in count.dispositions
        if is_conviction(count, disposition) and (statute := statute_of(disposition.offense or count.offense))
    }


def shows_conviction(event: Event, count: Count, convicted: set[str]) -> bool:
    """Whether a term served, or what was done to a conviction later, shows that the person was convicted of something
    which no court event reports.
    """
    if event.kind in IN_COURT:
        shown = presupposes_conviction(count)
    elif event.kind is Kind.MENTAL_HEALTH:
        shown = bool(_AFTER_CONVICTION.search(count.offense or ""))
    elif event.kind is Kind.CUSTODY and event.qualifier == "JAIL":
        shown = any(each.sentence for each in count.dispositions)  # else held before trial, for all that is said
    else:
        shown = event.kind in COMMITMENTS
    return shown and statute_of(count.offense) not in convicted


_AFTER_CONVICTION = re.compile(r"^66\d\d(?:\.\d)?\b.*\bWI\b|^29[67]\d\b.*\bPC\b|SEXUALLY VIOLENT|MENTALLY DISORD")
"""Commitments that presuppose a conviction of a violent offense (WIC 6600, PC 2962)."""
