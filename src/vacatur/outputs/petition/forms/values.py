"""What belongs in the fields of a form, from an application and the petitioner file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vacatur.outputs.petition.application import Application, Conviction, Family, Remedy
from vacatur.outputs.petition.forms.filling import Value
from vacatur.outputs.petition.petitioner import Petitioner, chosen
from vacatur.outputs.petition.saying import CODES, filer_for, filer_name

ATTACHED = "see attachment"
SECTIONS = ("11357", "11358", "11359", "11360", "11362.1")
"""That form CR-400 has boxes for."""

_PER_FORM = 5
_REASON = "[THE REASON WHY THE DISMISSAL IS IN THE INTERESTS OF JUSTICE]"
_ONE_OF = (Remedy.PC_1203_4, Remedy.PC_1203_4A, Remedy.PC_1203_41, Remedy.PC_1203_42)


def values_of(application: Application, petitioner: Petitioner, family: Family) -> dict[str, Value]:
    """Everything that any form of a kind may ask for, by the names that field maps use. None: not known or not asked.

    What the papers cannot do without is a placeholder where it is not known.
    """
    convictions = application.asking(family)
    return {
        **_filer(application, petitioner),
        **_court(application, petitioner),
        **_signature(petitioner),
        **_service(application, petitioner),
        **(_cannabis(convictions, petitioner) if family is Family.CANNABIS else {}),
        **(_dismissal(convictions, petitioner) if family is Family.DISMISSAL else {}),
    }


def needs_attachment(convictions: Sequence[Conviction], rows: int) -> bool:
    """Whether a form with so many rows cannot say it all: too many counts, of several days, or of several remedies."""
    days = {each.convicted_on for each in convictions}
    asked = {remedy for each in convictions for remedy in each.remedies if remedy in _ONE_OF}
    return bool(rows) and (len(convictions) > rows or len(days) > 1 or len(asked) > 1)


def _filer(application: Application, petitioner: Petitioner) -> dict[str, Value]:
    attorney, person = petitioner.attorney, petitioner.self_represented
    party = attorney or person
    assert party is not None  # the petitioner file says who files
    name = filer_name(application, petitioner)
    return {
        "filer.name": name,
        "filer.bar-number": attorney.state_bar_number if attorney else None,
        "filer.name-and-bar": f"{name}, State Bar No. {attorney.state_bar_number}" if attorney else name,
        "filer.firm": attorney.firm if attorney else None,
        "filer.street": party.street,
        "filer.city": party.city,
        "filer.state": party.state,
        "filer.zip": party.zip,
        "filer.telephone": party.telephone,
        "filer.fax": attorney.fax if attorney else None,
        "filer.email": party.email,
        "filer.for": filer_for(application, petitioner),
        "petitioner.street": person.street if person else None,
        "petitioner.city-state-zip": f"{person.city}, {person.state} {person.zip}" if person else None,
    }


def _court(application: Application, petitioner: Petitioner) -> dict[str, Value]:
    courthouse = petitioner.courthouse(application.county, application.court)
    born = application.birth_date
    return {
        "court.county": application.county.title() if application.county else "[COUNTY]",
        "court.street": courthouse.street,
        "court.mailing": courthouse.mailing,
        "court.city": courthouse.city,
        "case.number": application.case_number or "[CASE NUMBER]",
        "defendant.name": application.defendant or "[NAME OF DEFENDANT]",
        "defendant.birth-date": f"{born:%m/%d/%Y}" if born else None,
    }


def _signature(petitioner: Petitioner) -> dict[str, Value]:
    signed, party = petitioner.signature.signed_on, petitioner.attorney or petitioner.self_represented
    return {
        "signature.date": f"{signed:%m/%d/%Y}" if signed else None,
        "signature.name": party.name if party else None,
    }


def _service(application: Application, petitioner: Petitioner) -> dict[str, Value]:
    server, served = petitioner.server, petitioner.prosecutor(application.county)
    return {
        "server.name": server.name if server else None,
        "server.address": ", ".join(server.address) if server else None,
        "server.telephone": server.telephone if server else None,
        "served.name": served.name,
        "served.address": ", ".join(served.address),
        "service.personal": bool(server and server.method == "personal"),
        "service.mail": bool(server and server.method == "mail"),
        "service.mailed-from": server.mailed_from if server else None,
    }


def _cannabis(convictions: Sequence[Conviction], petitioner: Petitioner) -> dict[str, Value]:
    """Boxes of CR-400. A conviction of which it is unknown whether the sentence is over checks neither kind."""
    sections = {each.section for each in convictions}
    return {
        "kind.petition": any(each.serving is True for each in convictions),
        "kind.application": any(each.serving is False for each in convictions),
        **{f"section.{section}": section in sections for section in SECTIONS},
        **{
            f"choice.{name}": choice is True
            for name, choice in chosen(petitioner.choices).items()
            if name.startswith("waive")
        },
    }


def _dismissal(convictions: Sequence[Conviction], petitioner: Petitioner) -> dict[str, Value]:
    """Items 1 to 6 of CR-180."""
    days = {each.convicted_on for each in convictions}
    day = next(iter(days))
    on = ATTACHED if len(days) > 1 else f"{day:%m/%d/%Y}" if day else "[DATE OF CONVICTION]"
    if needs_attachment(convictions, _PER_FORM) and on != ATTACHED:
        on = f"{on}; {ATTACHED}"
    found: dict[str, Value] = {"conviction.date": on}
    for number, conviction in enumerate(convictions[:_PER_FORM], start=1):
        found |= {f"offense.{number}.{name}": value for name, value in row_of(conviction).items()}
    for remedy in _ONE_OF:
        asking = [each for each in convictions if remedy in each.remedies]
        if asking:
            found |= dict(_item(remedy, asking, petitioner))
    return found


def row_of(conviction: Conviction) -> dict[str, str | None]:
    """A row of item 1 of CR-180; None: not known, and left for the attorney."""
    said = {True: "yes", False: "no", None: None}
    reducible = True if Remedy.PC_17B in conviction.remedies else conviction.reducible
    return {
        "code": CODES.get(conviction.code, conviction.code),
        "section": conviction.statute,
        "severity": conviction.severity,
        "reducible": said[reducible],
        "infraction": said[conviction.to_infraction],
    }


def _item(remedy: Remedy, asking: Sequence[Conviction], petitioner: Petitioner) -> Iterator[tuple[str, Value]]:
    """An item, its boxes where all of its convictions agree, and the reason where one is asked for."""
    yield remedy.value, True
    by_discretion = remedy in (Remedy.PC_1203_41, Remedy.PC_1203_42)
    settled = {each.term if remedy is Remedy.PC_1203_41 else each.ground for each in asking}
    if len(settled) == 1 and None not in settled and remedy is not Remedy.PC_1203_42:
        yield f"{remedy.value}.{settled.pop()}", True
    if by_discretion or any(each.ground == "interests" for each in asking):
        yield f"{remedy.value}.reason", petitioner.choices.interests_of_justice or _REASON
