"""Fabricated persons, what is asked for them, and who files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from vacatur.outputs.petition.application import Application, Conviction, Remedy
from vacatur.outputs.petition.petitioner import Petitioner, load_petitioner

AS_OF = date(2026, 1, 1)

SALE = Conviction(
    "HS",
    "11359",
    (Remedy.REDESIGNATION,),
    "Possession for sale is a misdemeanor now",
    "HSC 11359(b)",
    count="1",
    convicted_on=date(1999, 6, 4),
    severity="felony",
    sentence="3 years probation, 180 days jail",
    serving=False,
    becomes="misdemeanor",
)
POSSESSION = replace(
    SALE,
    section="11357",
    subdivision="(b)",
    remedies=(Remedy.DISMISSAL,),
    reason="Possession of up to 28.5 grams is lawful from 21 years",
    citation="HSC 11362.1",
    count="2",
    severity="misdemeanor",
    becomes=None,
)
SERVED = replace(
    SALE, section="11360", subdivision="(a)", remedies=(Remedy.RESENTENCING,), serving=True, sentence="4 years prison"
)
BURGLARY = Conviction(
    "PC",
    "459",
    (Remedy.PC_1203_4,),
    "Probation is over",
    "PC 1203.4",
    count="5",
    convicted_on=date(2003, 2, 1),
    severity="felony",
    sentence="3 years probation",
    serving=False,
    ground="fulfilled",
    reducible=True,
    to_infraction=False,
)
FILED = """
[attorney]
name = "Bea Imaginary"
state_bar_number = "987654"
firm = "Fictitious Legal Aid"
street = "1 Example Street"
city = "Los Angeles"
state = "CA"
zip = "90012"
telephone = "213-555-0100"
fax = "213-555-0101"
email = "bea@example.org"

[choices]
waive_original_judge = "yes"
waive_appearance = "no"
ask_for_hearing = "no"
interests_of_justice = "A licence depends on it."

[server]
name = "Cay Invented"
street = "2 Example Street"
city = "Los Angeles"
zip = "90013"
telephone = "213-555-0102"
method = "mail"
mailed_from = "Los Angeles, California"

[prosecutors."Los Angeles"]
name = "District Attorney of Los Angeles County"
street = "3 Example Street"
city = "Los Angeles"
zip = "90014"

[courts."Los Angeles"]
street = "4 Example Street"
city = "Los Angeles 90015"
branch = "Central District"

[courts."Los Angeles".at."Van Nuys"]
street = "5 Example Street"
city = "Van Nuys 91401"
branch = "Northwest District"
"""
ALONE = (
    FILED[FILED.index("[choices]") :]
    + """
[self_represented]
name = "Ada B. Fictitious"
street = "6 Example Street"
city = "Pasadena"
zip = "91101"
telephone = "626-555-0100"
"""
)


def application(*convictions: Conviction, **other: object) -> Application:
    given = {
        "county": "LOS ANGELES",
        "court": "Superior Court, Los Angeles",
        "case_number": "BA012345",
        "defendant": "Ada B. Fictitious",
        "convictions": convictions,
        **other,
    }
    return Application(**given)  # type: ignore[arg-type]


_READ: dict[str, Petitioner] = {}
"""By its text: to read one is to look through the agencies of every county."""


def filed(folder: Path, text: str = FILED) -> Petitioner:
    path = folder / "petitioner.toml"
    path.write_text(text, encoding="utf-8")
    if text not in _READ:
        _READ[text] = load_petitioner(path)
    return _READ[text]
