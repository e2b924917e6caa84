"""One kind of case thought through: who arrested, which court, when and of what grade; whose it therefore is.

The steps, in order: what makes a case the District Attorney's whatever the city; the city, by the arresting agencies
and the court; and what casts doubt on a city's case. A fact that is unknown matters only where it would change the
answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from vacatur.law.agencies import Court, Jurisdiction, Prosecutor

LONG_AGO = date(1900, 1, 1)
"""A day before every other."""


@dataclass(frozen=True)
class Case:
    """What convictions with the same route have in common.

    Attributes:
        felony: whether the conviction is a felony; None: not known.
        felony_case: whether a felony was charged in the same case.
        juvenile: whether a juvenile court acted.
        always_felony: whether a section in the case knew no misdemeanor then; None: depends on a date that is not
            known.
        county: of the conviction; empty when not known.
        agencies: texts that name who arrested.
        court: text that names the court; None: none does.
        turn: how many of the county's turns (`Jurisdiction.turns`) had passed; None: the date is not known.
    """

    felony: bool | None
    felony_case: bool
    juvenile: bool
    always_felony: bool | None
    county: str
    agencies: tuple[str, ...]
    court: str | None
    turn: int | None


@dataclass(frozen=True)
class Whose:
    """Whose case it is.

    Attributes:
        prosecutor: the District Attorney where it is unclear.
        why: what it rests on, without its full stop.
        by_place: whether it rests on who arrested and on the court.
    """

    prosecutor: Prosecutor
    unclear: bool
    why: str
    by_place: bool = True


def whose_case(case: Case, here: Jurisdiction) -> Whose:
    """Whose a case is."""
    attorney = here.district_attorney
    if case.county != here.county:
        where = (
            f"Convicted in {case.county}, another county" if case.county else "The county of conviction is not known"
        )
        return Whose(attorney, True, where, by_place=False)
    if case.felony:
        return Whose(attorney, False, "A felony: all felonies are the District Attorney's", by_place=False)
    if len(here.prosecutors) == 1:
        why = "No city of the county is listed with a prosecutor of its own, so every case is the District Attorney's"
        return Whose(attorney, False, why, by_place=False)
    if case.felony_case:
        why = "A felony was charged in the same case, so the District Attorney prosecuted it"
        return Whose(attorney, False, why, by_place=False)
    if case.juvenile:
        why = "A juvenile court: petitions there are the District Attorney's"
        return Whose(attorney, False, why, by_place=False)
    days = [LONG_AGO, *here.turns]
    possible = days if case.turn is None else [days[case.turn]]
    found = [_doubted(_by_place(case, here, on), case, here, on) for on in possible]
    first = found[0]
    if any((other.prosecutor, other.unclear) != (first.prosecutor, first.unclear) for other in found):
        return Whose(attorney, True, "it depends on the date of conviction, which is not known")
    return first


def _by_place(case: Case, here: Jurisdiction, on: date) -> Whose:
    """Whose a misdemeanor is by who arrested and by the court, on a day."""
    court = here.court(case.court) if case.court else None
    if not case.agencies:
        return _by_court(case, court, here, on, "no arresting agency is named")
    found = [_by_agency(text, case, court, here, on) for text in case.agencies]
    first = found[0]
    if any((other.prosecutor, other.unclear) != (first.prosecutor, first.unclear) for other in found):
        return Whose(here.district_attorney, True, "the arresting agencies do not lead to the same prosecutor")
    return first


def _by_agency(text: str, case: Case, court: Court | None, here: Jurisdiction, on: date) -> Whose:
    """Whose a misdemeanor is by one agency that arrested and by the court."""
    agency = here.agency(text, on)
    if agency is None:
        return _by_court(case, court, here, on, f"{text} is not in the table of agencies")
    if agency.kind == "anywhere":
        return _by_court(case, court, here, on, f"{text} works in every city")
    if agency.kind == "sheriff":
        return _by_sheriff(agency.city, case, court, here, on)
    return _by_city(agency.city, case, court, here, on)


def _by_city(city: str, case: Case, court: Court | None, here: Jurisdiction, on: date) -> Whose:
    """Whose a misdemeanor is that the police of a city arrested for."""
    attorney, prosecutor, name = here.district_attorney, here.prosecutor_of(city, on), city.title()
    if not prosecutor.certain:
        why = f"sources differ on whether {name} prosecuted its own misdemeanors then"
        return Whose(attorney, True, why)
    hears = court is not None and city in here.cities_of(court, on)
    if prosecutor == attorney:
        none = f"{name} has no prosecutor of its own"
        if court is None:
            return Whose(attorney, False, f"{none}, which is inferred from the agency alone, since {_no_court(case)}")
        if hears:
            return Whose(attorney, False, f"{none}, and the court hears its cases")
        if here.hears_none(court, on):
            return Whose(attorney, False, f"{none}, nor has any city that the court hears")
        return Whose(attorney, True, f"{none}, but the court is not known to hear its cases")
    if court is None:
        return Whose(attorney, True, f"{name} prosecutes its own misdemeanors, but {_no_court(case)}")
    if not hears:
        why = f"{name} prosecutes its own misdemeanors, but the court is not known to hear its cases"
        return Whose(attorney, True, why)
    return Whose(prosecutor, False, f"{name} prosecutes its own misdemeanors, and the court hears its cases")


def _by_sheriff(city: str, case: Case, court: Court | None, here: Jurisdiction, on: date) -> Whose:
    """Whose a misdemeanor is that the sheriff arrested for. `city`: one with a prosecutor that he may be policing."""
    attorney = here.district_attorney
    if city and (court is None or city in here.cities_of(court, on)):
        prosecutor = here.prosecutor_of(city, on)
        why = f"the sheriff also polices {city.title()}, whose misdemeanors are for the {prosecutor.name}"
        return Whose(attorney, True, why if court else f"{why}, and {_no_court(case)}")
    why = "inferred from the sheriff's arrest, since the areas that he polices have no prosecutor of their own"
    return Whose(attorney, False, why)


def _by_court(case: Case, court: Court | None, here: Jurisdiction, on: date, but: str) -> Whose:
    """Whose a misdemeanor is when who arrested does not tell the city: the court alone can only rule cities out."""
    attorney = here.district_attorney
    if court is None:
        return Whose(attorney, True, f"{but}, and {_no_court(case)}")
    if here.hears_none(court, on):
        return Whose(attorney, False, f"{but}, but the court hears no city that has a prosecutor of its own")
    own = sorted(city.title() for city in here.cities_of(court, on) if here.prosecutor_of(city, on) != attorney)
    hears = f"the court hears {', '.join(own)}" if own else "which cities the court hears is not known"
    return Whose(attorney, True, f"{but}, and {hears}")


def _no_court(case: Case) -> str:
    return "the court is not in the table of courts" if case.court else "no court is named"


def _doubted(whose: Whose, case: Case, here: Jurisdiction, on: date) -> Whose:
    """What speaks against a city's case: a grade that is not known, and signs that it was filed as a felony."""
    if whose.prosecutor == here.district_attorney:
        return whose
    court = here.court(case.court) if case.court else None
    doubt = ""
    if case.felony is None:
        doubt = "whether it was a felony is not known"
    elif case.always_felony is not False:
        doubt = "it has a section that was always a felony before 9 November 2016, for the District Attorney to file"
    elif court and court.superior and here.unified_on and on < here.unified_on:
        until = f"{here.unified_on.day} {here.unified_on:%B %Y}"
        doubt = f"superior courts heard no misdemeanors before {until}, so that it was probably filed as a felony"
    unsure = replace(whose, prosecutor=here.district_attorney, unclear=True, why=f"{whose.why}, but {doubt}")
    return unsure if doubt else whose
