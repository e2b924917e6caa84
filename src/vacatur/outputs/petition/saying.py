"""How papers and forms call things: codes, who files, for whom."""

from __future__ import annotations

from vacatur.outputs.petition.application import Application
from vacatur.outputs.petition.petitioner import Petitioner

CODES = {
    "BP": "Business and Professions",
    "FG": "Fish and Game",
    "GC": "Government",
    "HS": "Health and Safety",
    "PC": "Penal",
    "VC": "Vehicle",
    "WI": "Welfare and Institutions",
}
"""Names of codes without the word Code."""


def code_name(code: str) -> str:
    """`HS` as Health and Safety Code; one that is not known stays as it is."""
    return f"{CODES[code]} Code" if code in CODES else code


def filer_name(application: Application, petitioner: Petitioner) -> str:
    """Who files: the attorney, or the person."""
    party = petitioner.attorney or petitioner.self_represented
    return party.name if party else application.defendant or "[NAME]"


def filer_for(application: Application, petitioner: Petitioner) -> str:
    """Whom the attorney stands for; a person without one says so."""
    if petitioner.attorney is None:
        return "self-represented"
    return petitioner.attorney.attorney_for or application.defendant or "[NAME OF DEFENDANT]"
