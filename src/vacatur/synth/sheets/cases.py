"""Arrests and cases that came to nothing, of which long histories are full."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from random import Random

from vacatur.synth.catalogue import catalogue
from vacatur.synth.offenses import Offense
from vacatur.synth.sheets.story import Charge, Happening, Outcome, Statute, Story, statute

_ARREST_ENDS = (
    "PROS REJ-LACK OF CORPUS",
    "PROS REJ-LACK OF SUFFICIENT EVIDENCE",
    "PROS REL-DET ONLY-LACK OF EVIDENCE",
    "RELEASED/DETENTION ONLY",
    "REL/TOT OTHER JURIS/AUTH",
    "PROS REJ-COMB W/OTHER CNTS/CASES",
)
_COURT_ENDS = (
    "DISMISSED",
    "DISMISSED/FURTHERANCE OF JUSTICE",
    "DISMISSED/LACK OF EVIDENCE",
    "1385 PC-DISMISSED/FURTHERANCE OF JUSTICE",
    "ACQUITTED",
    "DIVERSION COMPLETED-DISMISSED 1000.3 PC",
)
_FLAGS = ("WARRANT", "BENCH WARRANT", "ATTEMPTED")


def last_day(story: Story) -> date:
    """The last day on which something can happen."""
    deaths = [event.on for event in story.events if event.kind == "deceased"]
    return min([story.as_of, *deaths]) - timedelta(days=1)


def some_day(story: Story, rng: Random) -> date | None:
    """A day from the person's 19th birthday to a year before the last on which something can happen."""
    first = max(story.person.birth_date + timedelta(days=19 * 365 + 10), date(1962, 1, 1))
    span = (last_day(story) - first).days - 410
    return first + timedelta(days=rng.randrange(span)) if span > 0 else None


def arrest_only(story: Story, rng: Random) -> list[Happening] | None:
    """An arrest of which nothing came."""
    if not (on := some_day(story, rng)):
        return None
    agency, county = _police(story, rng)
    event = Happening("arrest", "ARR/DET/CITE:", on, agency, county)
    for number in range(1, rng.choice((2, 2, 3, 4))):
        charge = Charge(number, offense=minor_offense(on, rng))
        if number == 1:
            charge.case_number = f"{on.year % 100:02}-{rng.randrange(1000, 99999)}"
        if rng.random() < 0.1:
            charge.flags = ["WARRANT"]
            charge.notes = [f"ARR BY:{agency}", f"WARRANT #W-{rng.randrange(10, 9999)}"]
        ends = Outcome(rng.choice(_ARREST_ENDS), on + timedelta(days=rng.randrange(1, 9)), update=True)
        charge.outcomes = [ends]
        event.counts.append(charge)
    return [event]


def dismissed_case(story: Story, rng: Random) -> list[Happening] | None:
    """An arrest, and a case that was dismissed in all its counts."""
    if not (on := some_day(story, rng)):
        return None
    agency, county = _police(story, rng)
    later = on + timedelta(days=rng.randrange(2, 200))
    arrest = Happening("arrest", "ARR/DET/CITE:", on, agency, county)
    court = Happening("court", "COURT:", later, f"CASC {county}", county)
    counts = rng.choice((1, 1, 2, 3, 4))
    alike = counts > 1 and rng.random() < 0.4
    ends, offense = rng.choice(_COURT_ENDS), minor_offense(on, rng)
    for number in range(1, counts + 1):
        if not alike:
            ends, offense = rng.choice(_COURT_ENDS), minor_offense(on, rng)
        arrest.counts.append(Charge(number, offense=offense))
        court.counts.append(Charge(number, offense=offense, outcomes=[Outcome(ends, later)]))
    arrest.counts[0].case_number = f"{rng.randrange(100_000, 9_999_999)}"
    court.counts[0].case_number = f"{rng.choice(('H-', 'CR', '', 'M'))}{rng.randrange(10_000, 999_999)}"
    if alike and counts > 2:
        court.as_range = (1, counts - 1)
    elif rng.random() < 0.2:
        court.counts[-1].outcomes[0].comments.append("DISM PER PLEA")
    if rng.random() < 0.1:
        _suspend(court, rng)
    return [arrest, court]


def _suspend(court: Happening, rng: Random) -> None:
    """The first count: proceedings are suspended, and later the case is dismissed."""
    first = court.counts[0]
    ends = first.outcomes[0]
    ends.update, ends.on = True, court.on + timedelta(days=rng.randrange(60, 200))
    first.outcomes.insert(0, Outcome("PROC SUSP/COMM MENTALLY INCOMP 1370 PC", court.on))


def minor_offense(on: date, rng: Random) -> Statute:
    """An offense that is neither a strike nor registrable; now and then one of cannabis of that time."""
    kind = "cannabis" if rng.random() < 0.08 and on.year >= 1976 else "other"
    day = on.year * 10_000 + on.month * 100 + on.day
    pool = [offense for offense in _of_kind(kind) if offense.since <= day < offense.until]
    return statute(rng.choice(pool).text)


@cache
def _of_kind(kind: str) -> list[Offense]:
    return [offense for offense in catalogue().offenses if offense.kind == kind]


def _police(story: Story, rng: Random) -> tuple[str, str]:
    """An agency that arrested the person on another occasion, and its county."""
    known = [
        (event.agency, event.county)
        for event in story.events
        if event.kind == "arrest" and event.county and not event.agency.startswith("CAHP")
    ]
    seats = [(f"CASO {event.county}", event.county) for event in story.events if event.county]
    return rng.choice(known or seats)
