"""A sheet's history in words, for the terminal, a CSV file and pages: events, counts, what became of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import polars as pl

from vacatur.record.rows import line_of
from vacatur.sources.rapsheet.delivery import SheetRead
from vacatur.sources.rapsheet.rows import Source
from vacatur.sources.rapsheet.sheet import Count, Disposition, Event, Part, Sheet
from vacatur.sources.rapsheet.verdicts import is_conviction

UNREAD = "(not read)"
"""Stands where the sheet says something that could not be read."""

_IN_WORDS = {
    "IMP SEN SS": "imposition of sentence suspended", "IMP OF SEN SS": "imposition of sentence suspended",
    "EX SEN SS": "execution of sentence suspended", "EXEC SEN SS": "execution of sentence suspended",
}  # fmt: skip
_UNITS = {"D": "day", "M": "month", "Y": "year"}


def event_words(event: Event) -> str:
    """`court`, `custody (CDC)`."""
    return f"{event.kind.value} ({event.qualifier})" if event.qualifier else event.kind.value


def agency_words(event: Event) -> str:
    """The court in plain words where it was recognized, else the agency as printed."""
    if event.court and event.court.name and event.court.confidence:
        return event.court.name
    return event.agency or UNREAD


def charge_words(count: Count) -> str:
    """The offense, an attempt said to be one."""
    if not count.offense:
        return UNREAD
    attempt = count.attempted and not count.offense.startswith("664")
    return f"{count.offense} (attempted)" if attempt else count.offense


def convicted_words(count: Count) -> str:
    """The offense of conviction, which may be another than the one charged."""
    other = (each.offense for each in count.dispositions if is_conviction(count, each))
    return next(filter(None, other), None) or charge_words(count)


def outcome_words(disposition: Disposition) -> str:
    """`CONVICTED-PROB/JAIL`; of a later day `1999-02-05 PROBATION REVOKED`; blank for a sentence that stands alone."""
    said = disposition.text or ("" if disposition.sentence else UNREAD)
    if disposition.offense:
        said = f"{said} of {disposition.offense}"
    if not disposition.update:
        return said
    return f"{disposition.on or '(date not read)'} {said}".strip()


def outcomes_of(count: Count) -> str:
    """What became of a count, in order."""
    return "; ".join(filter(None, map(outcome_words, count.dispositions)))


def status_of(count: Count) -> str | None:
    """Felony, misdemeanor or infraction, by the first disposition that says so."""
    return next((each.status for each in count.dispositions if each.status), None)


def sentences_of(count: Count) -> list[str]:
    """The sentence of each disposition that has one."""
    return [
        ", ".join([*map(part_words, each.sentence), *([] if each.whole else [UNREAD])])
        for each in count.dispositions
        if each.sentence or not each.whole
    ]


def part_words(part: Part) -> str:
    """`3 years probation`, `15 years to life prison`, `2 years prison (consecutive)`, `fine (suspended)`."""
    place = _IN_WORDS.get(part.place, part.place.lower())
    if part.length is None or part.unit is None:
        words = f"life {place}" if part.life else place
    else:
        unit = _UNITS[part.unit]
        length = f"{part.length} {unit}{'' if part.length == 1 else 's'}"
        words = f"{length} to life {place}" if part.life else f"{length} {place}"
    told = {"suspended": part.suspended, "concurrent": part.concurrent, "consecutive": _CONSECUTIVE.search(part.text)}
    besides = [name for name, holds in told.items() if holds and name not in words]
    return f"{words} ({', '.join(besides)})" if besides else words


_CONSECUTIVE = re.compile(r"(?<![A-Z])(?:CONSEC(?:UTIVE)?|CS)(?![A-Z])")
"""How a term that runs after another is printed."""


def conviction_rows(sheets: Sequence[SheetRead], sources: Sequence[Source], convictions: pl.DataFrame) -> pl.DataFrame:
    """What the sheets say of each conviction, in the order of the sheets.

    Args:
        sources: where each row of the run comes from; the first stands on line 2.
        convictions: of the run (`record.schema.Convictions`), with conviction_id, person_id and statute.

    Returns:
        columns sheet, file, conviction_id, person, name, event (of the sheet, from 1), count (as printed), date,
        case_number, court, county, charge (of which the person was convicted), statute, severity, sentence, outcomes.
    """
    by_number = {read.number: read for read in sheets}
    rows = convictions.with_columns(line=line_of(pl.col("row"))).sort("line")
    found = []
    for row in rows.iter_rows(named=True):
        source = sources[row["line"] - 2]
        read = by_number[source.sheet]
        event, count = _told(read.sheet, source)
        found.append(_conviction(read, row, source, event, count))
    return pl.DataFrame(found, schema=CONVICTION, orient="row")


CONVICTION = pl.Schema({
    "sheet": pl.UInt32, "file": pl.String, "conviction_id": pl.String, "person": pl.String, "name": pl.String,
    "event": pl.UInt32, "count": pl.UInt32, "date": pl.Date, "case_number": pl.String, "court": pl.String,
    "county": pl.String, "charge": pl.String, "statute": pl.String, "severity": pl.String, "sentence": pl.String,
    "outcomes": pl.String,
})  # fmt: skip


def _told(sheet: Sheet, source: Source) -> tuple[Event | None, Count | None]:
    event = None if source.event is None else sheet.events[source.event]
    return event, None if event is None or source.count is None else event.counts[source.count]


_GRADES = {True: "felony", False: "misdemeanor or infraction"}


def _conviction(
    read: SheetRead, row: dict[str, Any], source: Source, event: Event | None, count: Count | None
) -> tuple[object, ...]:
    names = read.sheet.subject.names
    name = names.get(event.name_code or 0) if event else None
    felony = _GRADES.get(row["is_felony"], "unknown")
    return (
        read.number, read.name, row["conviction_id"], read.person, name or next(iter(names.values()), ""),
        None if source.event is None else source.event + 1, count.number if count else None,
        row["convicted_on"], (case_of_event(event) if event else None) or "", agency_words(event) if event else "",
        row["county"] or "", convicted_words(count) if count else "", row["statute"] or "",
        (status_of(count) if count else None) or felony, "; ".join(sentences_of(count)) if count else "",
        outcomes_of(count) if count else "",
    )  # fmt: skip


def case_of_event(event: Event) -> str | None:
    """The case number of a day in court: that of its first count that has one."""
    return next((count.case_number for count in event.counts if count.case_number), None)
