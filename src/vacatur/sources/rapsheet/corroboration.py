"""What the events of one cycle say of each other: a term served tells that a conviction's sentence is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vacatur.sources.rapsheet.ledger import Ledger
from vacatur.sources.rapsheet.sheet import Count, Event, Kind
from vacatur.sources.rapsheet.verdicts import is_convicted, is_conviction

_SERVING = frozenset({Kind.PROBATION, Kind.CUSTODY, Kind.PAROLE})
_SENTENCING = frozenset({Kind.COURT, Kind.JUVENILE, Kind.UNKNOWN})


def corroborate(cycle: Sequence[Event], ledger: Ledger) -> tuple[Event, ...]:
    """The events of a cycle; convictions without a sentence, of an offense for which a term was served, marked.

    Their sentence was printed, and its line is missing: when it ended is unknown (`Disposition.whole`).
    """
    served = {
        count.offense
        for event in cycle
        if event.kind in _SERVING
        for count in event.counts
        if any(part.runs for disposition in count.dispositions for part in disposition.sentence)
    }
    if not served - {None}:
        return tuple(cycle)
    return tuple(_event(event, served, ledger) if event.kind in _SENTENCING else event for event in cycle)


def _event(event: Event, served: set[str | None], ledger: Ledger) -> Event:
    if not any(_unsentenced(count, served) for count in event.counts):
        return event
    counts = [_count(count, ledger) if _unsentenced(count, served) else count for count in event.counts]
    return replace(event, counts=tuple(counts))


def _unsentenced(count: Count, served: set[str | None]) -> bool:
    if count.offense is None or count.offense not in served:
        return False
    return is_convicted(count) and not any(part.runs for each in count.dispositions for part in each.sentence)


def _count(count: Count, ledger: Ledger) -> Count:
    found = []
    for each in count.dispositions:
        if is_conviction(count, each) and each.whole:
            ledger.note(each.lines[0], "sentence_missing", each.text or "")
            each = replace(each, whole=False)
        found.append(each)
    return replace(count, dispositions=tuple(found))
