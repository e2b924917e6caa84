"""What sheets tell and bulk files do not: probation, parole, juvenile courts, hospitals, cases that came to nothing.

Nothing added here is a conviction, changes a conviction's sentence that still runs, or says anything that the law
would ask for. Where an addition leaves a careful reader in doubt all the same, `Story.unsettled` says so.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import numpy as np

from vacatur.synth.days import add_months
from vacatur.synth.sheets.cases import arrest_only, dismissed_case, last_day, some_day
from vacatur.synth.sheets.story import Charge, Happening, Outcome, Part, Story, Supervised, statute

_EPOCH = date(1970, 1, 1)
LONG, VERY_LONG = 40, 200
"""Every so manieth person has a history of more than 400 lines, or of more than 1,000."""
_LONG_AT, _VERY_LONG_AT = 7, 23

_YOUTH = ("459 PC-BURGLARY", "484(A) PC-THEFT", "10851(A) VC-TAKE VEHICLE W/O OWNERS CONSENT", "594(A) PC-VANDALISM")
_JUVENILE_ENDS = (
    "JUV PETITION SUSTAINED",
    "JUV PETITION SUSTAINED-WARD OF COURT",
    "JUV PETITION DISMISSED",
    "JUV PETITION NOT FILED",
)
_PAROLE_OFFICES = ("CAPA LOS ANGELES", "CAPA OAKLAND", "CAPA SAN BERNARDINO", "CAPA FRESNO")


def add(story: Story, number: int, rng: Random) -> None:
    """Add to the story of the person of that number, in order of time."""
    for cycle in story.cycles:
        _within(story, cycle, rng)
    _supervised(story, rng)
    _on_parole(story, rng)
    rates: tuple[tuple[float, Callable[[Story, Random], list[Happening] | None]], ...] = (
        (0.06, _juvenile),
        (0.03, _hospital),
        (0.015, _from_another_state),
        (0.01, _federal),
        (0.008, _escape),
        (0.12, dismissed_case),
        (0.12, arrest_only),
        (0.02, _open_case),
    )
    for rate, make in rates:
        if rng.random() < rate and (made := make(story, rng)):
            _insert(story, made)
    wanted = 75 if number % VERY_LONG == _VERY_LONG_AT else 30 if number % LONG == _LONG_AT else 0
    for _ in range(wanted):
        make = dismissed_case if rng.random() < 0.6 else arrest_only
        if more := make(story, rng):
            _insert(story, more)


def _insert(story: Story, cycle: list[Happening]) -> None:
    place = sum(events[0].on <= cycle[0].on for events in story.cycles)
    dead = [at for at, events in enumerate(story.cycles) if events[0].kind == "deceased"]
    story.cycles.insert(min(place, dead[0]) if dead else place, cycle)


def _within(story: Story, cycle: list[Happening], rng: Random) -> None:
    """Further events of a cycle: supplemental arrest, probation, parole; a registration renewed."""
    last = last_day(story)
    first = cycle[0]
    if first.kind == "registration" and first.counts[0].offense and rng.random() < 0.5:
        _renew(cycle, last, rng)
    if first.kind == "arrest" and rng.random() < 0.04:
        again = Happening("supplemental arrest", "SUPPLEMENTAL ARR:", first.on, first.agency, first.county)
        again.counts = [Charge(1, case_number=first.counts[0].case_number, offense=statute("32 PC-ACCESSORY"))]
        cycle.insert(1, again)
    court = next((event for event in cycle if event.header == "COURT:"), None)
    if court and (parts := _parts(court, "PROBATION")) and court.county:
        start = court.on + timedelta(days=rng.randrange(3, 40))
        if rng.random() < 0.25 and start <= last:
            cycle.insert(cycle.index(court) + 1, _intake(court, parts, start, rng))
    held = next((event for event in cycle if event.qualifier == "CDC"), None)
    if held:
        _paroled(story, cycle, held, rng)


def _parts(court: Happening, place: str) -> list[Part]:
    outcome = court.counts[0].outcomes[0] if court.counts[0].outcomes else None
    return [part for part in outcome.parts if part.place == place] if outcome and outcome.convicts else []


def _renew(cycle: list[Happening], last: date, rng: Random) -> None:
    first = cycle[0]
    on = first.on
    for _ in range(rng.randrange(1, 4)):
        on += timedelta(days=rng.randrange(300, 500))
        if on > last:
            break
        again = Happening("registration", rng.choice(("", "REGISTRATION:")), on, first.agency, first.county)
        again.counts = [Charge(1, case_number=f"{rng.randrange(100, 9999)}", offense=first.counts[0].offense)]
        if first.counts[0].offense and first.counts[0].offense.section == "11590" and rng.random() < 0.5:
            ends = Outcome("NO LONGER REQUIRED TO REGISTER", on + timedelta(days=300), update=True)
            again.counts[0].outcomes += [ends] if ends.on <= last else []
        cycle.append(again)


def _intake(court: Happening, parts: list[Part], start: date, rng: Random) -> Happening:
    """The probation department takes a person on after a conviction."""
    first = court.counts[0]
    event = Happening("probation", "PROBATION:", start, f"CAPR {court.county}", court.county)
    charge = Charge(1, case_number=f"P-{rng.randrange(1000, 99999)}", parts=parts)
    charge.offense = first.outcomes[0].offense or first.offense
    if first.case_number:
        charge.comments.append(f"CRT CASE NBR {first.case_number}")
    event.counts = [charge]
    return event


def _paroled(story: Story, cycle: list[Happening], held: Happening, rng: Random) -> None:
    prison = [part for part in held.counts[0].parts if part.place == "PRISON"]
    months = sum((part.length or 0) * (12 if part.unit == "Y" else 1) for part in prison) // 2
    out = held.on + timedelta(days=30 * months)
    if out + timedelta(days=40) > last_day(story) or rng.random() < 0.3:
        return
    office = rng.choice(_PAROLE_OFFICES)
    held.counts[0].outcomes.append(Outcome("PAROLED FROM CDC", out, update=True, notes=[f"RECVD BY:{office}"]))
    if rng.random() < 0.4:
        event = Happening("parole", "PAROLE:", out + timedelta(days=rng.randrange(0, 8)), office, "")
        number = held.counts[0].case_number
        event.counts = [Charge(1, case_number=number, offense=held.counts[0].offense)]
        cycle.insert(cycle.index(held) + 1, event)


def _supervised(story: Story, rng: Random) -> None:
    """Probation of a conviction that still runs, in the head of some sheets."""
    if any(event.kind == "deceased" for event in story.events):
        return
    for event in story.events:
        for part in _parts(event, "PROBATION") if event.header == "COURT:" else []:
            end = _end(event.on, part)
            if end > story.as_of and rng.random() < 0.7 and not story.person.supervision:
                number = f"X-{rng.randrange(10_000, 999_999)}"
                story.person.supervision.append(Supervised("probation", f"CAPR {event.county}", number, end))


def _on_parole(story: Story, rng: Random) -> None:
    """Parole that still runs, in the head of some sheets: the bulk file does not tell of it."""
    out = [
        outcome.on
        for event in story.events
        for count in event.counts
        for outcome in count.outcomes
        if outcome.text == "PAROLED FROM CDC"
    ]
    alive = all(event.kind != "deceased" for event in story.events)
    if alive and out and (story.as_of - max(out)).days < 1000 and rng.random() < 0.7:
        until = max(out) + timedelta(days=1096)
        number = f"W{rng.randrange(10_000, 99_999)}"
        story.person.supervision.append(Supervised("parole", rng.choice(_PAROLE_OFFICES), number, until))
        story.unsettled.append("parole that still runs")


def _end(start: date, part: Part) -> date:
    """The day on which a part of a sentence ends."""
    length = part.length or 0
    if part.unit == "D":
        return start + timedelta(days=length)
    months = length * (12 if part.unit == "Y" else 1)
    day = add_months(np.array([(start - _EPOCH).days]), np.array([months]))
    return _EPOCH + timedelta(days=int(day[0]))


def _juvenile(story: Story, rng: Random) -> list[Happening] | None:
    """An arrest and a petition at the age of 14 to 17."""
    on = story.person.birth_date + timedelta(days=rng.randrange(14 * 366, 18 * 365 - 200))
    county = story.cycles[0][0].county or "LOS ANGELES"
    if on.year < 1961:
        return None
    offense = statute(rng.choice(_YOUTH))
    arrest = Happening("arrest", "ARR/DET/CITE:", on, f"CASO {county}", county, [Charge(1, offense=offense)])
    court = Happening("juvenile", "COURT:", on + timedelta(days=rng.randrange(10, 90)), f"CAJV {county}", county)
    charge = Charge(1, case_number=f"J{rng.randrange(10_000, 99_999)}", offense=offense)
    charge.outcomes = [Outcome(rng.choice(_JUVENILE_ENDS), court.on)]
    court.counts = [charge]
    return [arrest, court]


def _hospital(story: Story, rng: Random) -> list[Happening] | None:
    if not (on := some_day(story, rng)):
        return None
    header = rng.choice(("MENTAL HLTH CUS/SUPV", "MENTAL HLTH CUS/SUPV:"))
    agency = rng.choice(("CAHO ATASCADERO STATE", "CAHO PATTON STATE"))
    event = Happening("mental health", header, on, agency, "")
    charge = Charge(1, case_number=f"MH-{rng.randrange(10, 9999)}", offense=statute("1370 PC-MENTALLY INCOMPETENT"))
    event.counts = [charge]
    return [event]


def _from_another_state(story: Story, rng: Random) -> list[Happening] | None:
    if not (on := some_day(story, rng)):
        return None
    event = Happening("other", "INTERST COMP PAROLEE", on, "CASD CORR PAR COMM SRV SAC", "")
    charge = Charge(1, case_number=f"I{rng.randrange(100, 999)}", words="OUT OF STATE PAROLEE")
    charge.notes = [f"CONV OF:{rng.choice(('ROBBERY', 'BURGLARY', 'FORGERY'))}", "PAROLED FROM:NEVADA"]
    event.counts = [charge]
    story.unsettled.append("parole from another state: a conviction that the sheet does not report")
    return [event]


def _federal(story: Story, rng: Random) -> list[Happening] | None:
    if not (on := some_day(story, rng)):
        return None
    event = Happening("custody", "CUSTODY:FED & OOS", on, "USCI LOMPOC", "", qualifier="FED & OOS")
    charge = Charge(1, case_number=f"{rng.randrange(10_000, 99_999)}-012", offense=statute("844 US-SIMPLE POSSESSION"))
    charge.parts = [Part("PRISON", 18, "M")]
    event.counts = [charge]
    story.unsettled.append("federal custody: a conviction that the sheet does not report")
    return [event]


def _escape(story: Story, rng: Random) -> list[Happening] | None:
    if not (on := some_day(story, rng)):
        return None
    event = Happening("other", "FLIGHT/ESCAPE:", on, "CASD CORRECTIONS", "")
    event.counts = [Charge(1, offense=statute("4532(B) PC-ESCAPE JAIL/ETC WHILE CHARGED/ETC W/FEL"))]
    story.unsettled.append("escape: from a custody that the sheet does not report")
    return [event]


def _open_case(story: Story, rng: Random) -> list[Happening] | None:
    """A court that never reported how a case ended: it may be a conviction."""
    if not (cycle := dismissed_case(story, rng)):
        return None
    for count in cycle[1].counts:
        count.outcomes = []
    cycle[1].as_range = None
    story.unsettled.append("a case without a disposition")
    return cycle
