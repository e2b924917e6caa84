"""Convictions that a sheet shows without reporting them: by a term served, or by what was done to them later."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from vacatur.record.open_counts import CONSEQUENCES
from vacatur.record.statute import read_statutes
from vacatur.sources.rapsheet.offenses import coded_offense
from vacatur.sources.rapsheet.sheet import Count, Event, Kind, Sheet
from vacatur.sources.rapsheet.verdicts import IN_COURT, is_conviction, may_hide_conviction, presupposes_conviction

COMMITMENTS = (Kind.CUSTODY, Kind.PROBATION, Kind.PAROLE, Kind.OTHER)
"""Events that presuppose a conviction, which the sheet may not report itself."""


@lru_cache(4096)
def statute_of(offense: str | None) -> str | None:
    """The code and section of an offense, whatever its subdivisions: custody papers shorten them."""
    found = read_statutes(coded_offense(offense)).statute if offense else None
    return f"{found.code} {found.section}" if found else None


@dataclass(frozen=True)
class Reported:
    """The convictions that a sheet reports: their statutes without subdivisions, and the days on which they fell."""

    statutes: frozenset[str]
    days: tuple[date, ...]


def convicted_of(sheet: Sheet) -> Reported:
    """What a sheet reports of convictions."""
    told = [
        (statute_of(disposition.offense or count.offense), disposition.on or event.on)
        for event in sheet.events
        for count in event.counts
        for disposition in count.dispositions
        if is_conviction(count, disposition)
    ]
    return Reported(frozenset(of for of, _ in told if of), tuple(on for _, on in told if on))


def shows_conviction(event: Event, count: Count, convicted: Reported) -> bool:
    """Whether a term served, or what was done to a conviction later, shows that the person was convicted of something
    which no court event reports.
    """
    if event.kind in IN_COURT:
        if may_hide_conviction(count):
            return True
        shown = presupposes_conviction(count)
    elif event.kind is Kind.MENTAL_HEALTH:
        shown = bool(_AFTER_CONVICTION.search(count.offense or ""))
    elif event.kind is Kind.CUSTODY and event.qualifier == "JAIL":
        shown = any(each.sentence for each in count.dispositions)  # else held before trial, for all that is said
    else:
        shown = event.kind in COMMITMENTS
    if _is_consequence(count) and event.on is not None:
        return shown and not any(on <= event.on for on in convicted.days)
    return shown and statute_of(count.offense) not in convicted.statutes


def offense_shown(event: Event, count: Count) -> str:
    """The offense of which a term served shows that the person was convicted; blank where it names none: a commitment
    to a hospital, a violation of parole.
    """
    return "" if event.kind is Kind.MENTAL_HEALTH or _is_consequence(count) else coded_offense(count.offense)


def _is_consequence(count: Count) -> bool:
    return statute_of(count.offense) in CONSEQUENCES


_AFTER_CONVICTION = re.compile(r"^66\d\d(?:\.\d)?\b.*\bWI\b|^29[67]\d\b.*\bPC\b|SEXUALLY VIOLENT|MENTALLY DISORD")
"""Commitments that presuppose a conviction of a violent offense (WIC 6600, PC 2962)."""
