"""From the plants of one person to the story of a sheet: what the bulk file tells, event by event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from random import Random
from typing import Any

from vacatur.synth.planted import APPLICANT, ARREST, COURT, CRIMINAL, DECEASED, REGISTRATION
from vacatur.synth.rows import PLAIN
from vacatur.synth.sheets.plants import Planted
from vacatur.synth.sheets.story import Charge, Happening, Outcome, Part, Person, Statute, Story, statute

EPOCH = date(1970, 1, 1)
_ALIASES = "RAMOS,WALKER,FOX,STONE,DELGADO,MARSH,HAYES,PRICE,LUNA,BARRERA,OAKES,WINTERS".split(",")
_PLAIN_LETTERS = str.maketrans("ÑÁÉÍÓÚ", "NAEIOU")
STATE_AGENCIES = ("CASD CORRECTIONS", "CAYA YOUTH AUTHORITY")
_APPLICATIONS = (
    ("APPLICANT ADULT DAY/RESIDENT REHAB", "CASD SOCIAL SERV CCL-CRCB, OAKLAND"),
    ("APPLICANT SECURITY GUARD", "CASD CONSUMER AFFAIRS, SACRAMENTO"),
    ("APPLICANT SCHOOL EMPLOYEE", "CAUD LOS ANGELES UNIFIED"),
)
_STRIKES = ("187", "207", "211", "261", "264.1", "288")
"""Sections after which some sheets print POTENTIAL FELONY STRIKE ENTRY."""


def story_of(plant: Planted, as_of: date, rng: Random) -> Story:
    """What the sheet of a planted person tells before anything is added that only sheets tell."""
    cycles = []
    for _, rows in groupby(plant.rows, key=itemgetter("cycle")):
        cycles.append([_event(list(step), rng) for _, step in groupby(rows, key=itemgetter("step"))])
    for cycle in cycles:
        _custody_from_court(cycle, rng)
        for outcome in (outcome for event in cycle for count in event.counts for outcome in count.outcomes):
            outcome.on = min(outcome.on, as_of)
    return Story(_person(plant, rng), cycles, as_of, [], plant.decisions)


def _person(plant: Planted, rng: Random) -> Person:
    cells = {name: text.translate(_PLAIN_LETTERS) for name, text in plant.cells.items()}
    born = EPOCH + timedelta(days=plant.birth_day)
    names = [cells["PRI_NAME"]]
    last, first = names[0].split(",")
    others = [
        f"{last},{first.split()[0]}",
        f"{rng.choice(_ALIASES)},{first}",
        f"{last} {rng.choice(_ALIASES)},{first.split()[0]}",
        f"{rng.choice(_ALIASES)},{first.split()[0]} {rng.choice('ABCDEFGHJKLMR')}",
    ]
    names += [name for name in others[: rng.choice((0, 0, 1, 2, 3, 4))] if name not in names]
    aliases = [born.replace(year=born.year + 1, day=min(born.day, 28)), born + timedelta(days=9)]
    cii = f"00{cells['CII_NUMBER'][1:]}" if rng.random() < 0.03 else cells["CII_NUMBER"]
    return Person(
        person_id=cells["SUBJECT_ID"],
        cii=cii,
        names=dict(enumerate(names, start=1)),
        birth_date=born,
        birth_dates=[born, *aliases[: rng.choice((0, 0, 0, 1, 2))]],
        sex=cells["GENDER"],
        race=cells["RACE_DESCR"],
        cells=cells,
    )


def day(text: str) -> date:
    """A date of eight digits."""
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def _event(rows: list[dict[str, Any]], rng: Random) -> Happening:
    """All rows of one step of one cycle."""
    first = rows[0]
    event = Happening("arrest", "ARR/DET/CITE:", day(first["on"]), first["agency"], first["county"])
    entry, step = first["entry"], first["step"]
    if entry == REGISTRATION:
        event.kind, event.header = "registration", "REGISTRATION:"
    elif entry == APPLICANT:
        event.kind, event.header = "applicant", "APPLICANT:"
    elif entry == DECEASED:
        event.kind, event.header, event.county = "deceased", "DECEASED:", ""
    elif step == COURT:
        event.kind = "juvenile" if event.agency.startswith("CAJV") else "court"
        event.header = "COURT:"
    elif step != ARREST:
        event.kind, event.header = "custody", "CUSTODY:"
    counts = groupby(rows, key=itemgetter("count"))
    event.counts = [_count(list(told), event, at, rng) for at, (_, told) in enumerate(counts, start=1)]
    if entry == APPLICANT:
        event.counts[0].words, event.agency = rng.choice(_APPLICATIONS)
        event.county = ""
        if rng.random() < 0.3:
            event.counts[0].outcomes.append(Outcome("NO LONGER INTERESTED", event.on + timedelta(days=90), update=True))
    if entry == DECEASED:
        event.counts[0].words = "DECEASED"
    event.strike_box = event.header == "COURT:" and rng.random() < 0.8 and any(map(_is_strike, event.counts))
    return event


def _is_strike(count: Charge) -> bool:
    outcome = count.outcomes[0] if count.outcomes else None
    offense = (outcome.offense if outcome else None) or count.offense
    return bool(outcome and offense and outcome.status == "FELONY" and offense.section in _STRIKES)


def _count(rows: list[dict[str, Any]], event: Happening, at: int, rng: Random) -> Charge:
    first = rows[0]
    charge = Charge(at, key=first["key"])
    criminal = first["entry"] == CRIMINAL
    if criminal or first["entry"] == REGISTRATION:
        charge.offense = statute(first["offense"])
    if criminal and event.kind in ("court", "juvenile", "arrest"):
        charge.letter = first["letter"]
    if at == 1:
        charge.case_number = first["case_number"] if event.header == "COURT:" else _own_number(event, rng)
    plain = [row for row in rows if row["later"] == PLAIN]
    if first["disposition"]:
        charge.outcomes.append(_outcome(plain, event, charge, rng))
    comment = str(first["comment"]).strip('"')
    if comment and (not first["routine"] or rng.random() < 0.04):
        charge.comments.append(comment.removeprefix("COM: "))
    for row in rows:
        if row["later"] != PLAIN:
            charge.outcomes.append(Outcome(row["disposition"], day(row["disposed"]), update=True))
    charge.outcomes.sort(key=lambda outcome: (outcome.update, outcome.on))
    return charge


def _own_number(event: Happening, rng: Random) -> str:
    """A number of the agency's own, such as a booking's."""
    if rng.random() < 0.1:
        return ""
    number = rng.randrange(1000, 9_999_999)
    return rng.choice((f"{number}", f"{event.on.year % 100:02}-{number % 100_000}", f"{number // 10}-A"))


def _outcome(rows: list[dict[str, Any]], event: Happening, charge: Charge, rng: Random) -> Outcome:
    first = rows[0]
    outcome = Outcome(first["disposition"], event.on, status=first["status"])
    if outcome.convicts:
        outcome.parts = list(_parts(rows))
        if first["convicted_of"]:
            _convicted_of(statute(first["convicted_of"]), outcome, charge, rng)
    elif event.kind == "arrest" and rng.random() < 0.7:
        outcome.update, outcome.on = True, event.on + timedelta(days=rng.randrange(0, 6))
    return outcome


def _convicted_of(offense: Statute, outcome: Outcome, charge: Charge, rng: Random) -> None:
    """Convicted of something else than was charged: most sheets show at the court only what came of it."""
    if rng.random() < 0.5:
        charge.offense = offense
        charge.letter = outcome.status[:1]
    else:
        outcome.offense = offense


def _parts(rows: list[dict[str, Any]]) -> Iterator[Part]:
    for row in rows:
        if row["place"].strip(" -"):
            length = str(row["length"]).strip(" -")
            yield Part(row["place"], int(length) if length else None, str(row["unit"]).strip(" -"))


def _custody_from_court(cycle: list[Happening], rng: Random) -> None:
    """Where the person was held, and for how long, from the sentence of the same case."""
    held = [event for event in cycle if event.kind == "custody"]
    court = [event for event in cycle if event.header == "COURT:"]
    if not held or not court:
        return
    event, first = held[0], court[0].counts[0]
    parts = [part for part in first.outcomes[0].parts if part.place in ("JAIL", "PRISON")]
    event.counts[0].offense = first.outcomes[0].offense or first.offense
    event.counts[0].parts = parts
    in_prison = any(part.place == "PRISON" for part in parts)
    event.qualifier = "CDC" if in_prison else "JAIL"
    if in_prison:
        event.agency, event.county = STATE_AGENCIES[0], ""
        if event.on.year < 2005 and rng.random() < 0.15:
            event.qualifier, event.agency = "CYA", STATE_AGENCIES[1]
    else:
        event.agency = f"CASO {event.county}"
    event.header = f"CUSTODY:{event.qualifier}"
    if first.case_number and rng.random() < 0.6:
        seat = f"{court[0].county} CO"
        event.counts[0].notes.append(f"SEN FROM:{seat}   CRT #{first.case_number}")
