"""How papers and forms call things: codes, who files, for whom."""

from __future__ import annotations

from collections.abc import Sequence

from vacatur.outputs.petition.application import Application, Conviction, Family, Remedy
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


def capitals(text: str) -> str:
    """A title in capitals, in which numbers of sections keep their letters.

    >>> capitals("Penal Code sections 17(b) and 1203.4a")
    'PENAL CODE SECTIONS 17(b) AND 1203.4a'
    """
    return " ".join(word if any(sign.isdigit() for sign in word) else word.upper() for word in text.split(" "))


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


def offense(conviction: Conviction) -> str:
    """`Health and Safety Code section 11359(b)`, an attempt as one."""
    attempt = "attempt (Penal Code section 664) of " if conviction.attempted else ""
    return f"{attempt}{code_name(conviction.code)} section {conviction.section}{conviction.subdivision}"


def sections_of(convictions: Sequence[Conviction]) -> str:
    """`Health and Safety Code sections 11357 and 11359; Penal Code section 32`."""
    by_code: dict[str, list[str]] = {}
    for each in convictions:
        numbers = by_code.setdefault(each.code, [])
        if each.section not in numbers:
            numbers.append(each.section)
    return "; ".join(f"{code_name(code)} {_sections(sorted(numbers))}" for code, numbers in by_code.items())


def _sections(numbers: Sequence[str]) -> str:
    if len(numbers) == 1:
        return f"section {numbers[0]}"
    return f"sections {', '.join(numbers[:-1])} and {numbers[-1]}"


def asked_for(conviction: Conviction, family: Family) -> str:
    """What a kind of paper asks for a conviction, in words."""
    own = [remedy for remedy in conviction.remedies if remedy.family is family]
    return "; ".join(_asked(conviction, remedy) for remedy in own)


def _asked(conviction: Conviction, remedy: Remedy) -> str:
    becomes = (
        f"a{'n' if conviction.becomes == 'infraction' else ''} {conviction.becomes or 'misdemeanor or infraction'}"
    )
    match remedy:
        case Remedy.DISMISSAL:
            return "dismissal of the sentence" if conviction.serving else "dismissal and sealing"
        case Remedy.REDESIGNATION | Remedy.RESENTENCING:
            least = ", or dismissal as the facts give it" if conviction.at_least else ""
            return f"{'resentencing' if conviction.serving else 'redesignation'} as {becomes}{least}"
        case Remedy.PC_17B:
            return "reduction to a misdemeanor under Penal Code section 17(b)"
        case Remedy.PC_17B_1:
            return "declaration under Penal Code section 17(b)(1) that it is a misdemeanor by its sentence"
        case Remedy.PC_1170_18:
            return "resentencing or designation as a misdemeanor under Penal Code section 1170.18"
        case _:
            return f"dismissal under Penal Code section {remedy.value.removeprefix('pc-')}"
