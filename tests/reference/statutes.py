"""Offence texts read as statutes: the reference's own reading (doj_file: "Values"; law: 3.6, 3.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass

# How each code is written, longest forms first.
SPELLINGS: dict[str, tuple[str, ...]] = {
    "PC": ("P.C.", "P.C", "PC", "P C"),
    "HS": ("H.&S.", "H.S.", "H&SC", "H&S", "HSC", "HS", "H S"),
    "VC": ("V.C.", "VC"),
    "BP": ("B.&P.", "B&PC", "B&P", "BPC", "B.P.", "BP"),
    "WI": ("W.&I.", "W&IC", "W&I", "WIC", "W.I.", "WI"),
    "GC": ("GC",),
    "FG": ("FG",),
    "MV": ("MV",),
    "IC": ("IC",),
    "UI": ("UI",),
    "RT": ("RT",),
    "LC": ("LC",),
}
CODE_OF = {spelling: code for code, spellings in SPELLINGS.items() for spelling in spellings}
ANY_CODE = "|".join(re.escape(spelling) for spelling in sorted(CODE_OF, key=len, reverse=True))

CANNABIS_SECTIONS = ("11357", "11358", "11359", "11360")

INCHOATE = r"""
    (?P<inchoate>664|182) (?:\([A-Z0-9]{1,2}\))*
    (?: \s* [/\-] \s* (?=[0-9]{2}) | \s+ (?=[0-9]{3}) | \. (?=[0-9]{3}) | (?=113(?:57|58|59|60)(?![0-9])) )
"""
SECTION = r"""
    (?P<number> [0-9]{2,5} (?:\.[0-9]{1,3})? ) (?![0-9])
    (?P<letters> (?!(?:CODE)(?![A-Z])) [A-Z]{1,2} (?=[0-9(\s\-./,;]|$|(?:CODE)(?![A-Z])) [0-9]{0,2} )?
    (?P<parts> (?:\s?\([A-Z0-9]{1,4}\))* )
""".replace("CODE", ANY_CODE)
STATUTE = re.compile(
    rf"""
    (?<![A-Z0-9.\#])
    (?: (?P<before>{ANY_CODE}) (?![A-Z]) \s* (?:{INCHOATE})? {SECTION}
      | {INCHOATE.replace("<inchoate>", "<inchoate2>")}
        {SECTION.replace("<number>", "<number2>").replace("<letters>", "<letters2>").replace("<parts>", "<parts2>")}
        (?:\s*(?P<after2>{ANY_CODE})(?![A-Z]))?
      | {SECTION.replace("<number>", "<number3>").replace("<letters>", "<letters3>").replace("<parts>", "<parts3>")}
        (?:\s*(?P<after3>{ANY_CODE})(?![A-Z]))?
    )
    (?![A-Z0-9])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Offence:
    """A statute: `code` is None where the text names none; `inchoate` is "", "attempt" or "conspiracy"."""

    code: str | None
    section: str
    subdivisions: tuple[str, ...] = ()
    inchoate: str = ""


def read_offence(text: str) -> Offence | None:
    """The statute an offence description states: at its beginning, even without a code; else the first in it."""
    tidy = text.strip().upper().lstrip("/ ")
    at_start = STATUTE.match(tidy)
    if at_start:
        offence = _offence(at_start)
        if offence.code is not None or len(re.sub(r"\D.*", "", offence.section)) >= 3:
            return offence
    return first_in_comment(tidy)


def first_in_comment(text: str) -> Offence | None:
    """The first statute in free text; a bare number only if it is a cannabis section, and no part of a docket's."""
    for found in STATUTE.finditer(text.upper()):
        offence = _offence(found)
        part_of_a_number = found.start() > 0 and text[found.start() - 1] == "-"
        if offence.code is not None or (offence.section in CANNABIS_SECTIONS and not part_of_a_number):
            return offence
    return None


def _offence(found: re.Match[str]) -> Offence:
    part = {name.rstrip("23"): value for name, value in found.groupdict().items() if value}
    code = part.get("before") or part.get("after")
    inchoate = {"664": "attempt", "182": "conspiracy"}.get(part.get("inchoate", ""), "")
    section, letters = part["number"], part.get("letters", "")
    subdivisions = re.findall(r"[A-Z0-9]+", part.get("parts", ""))
    if letters:
        letter, digits = re.sub(r"[0-9]", "", letters), re.sub(r"[A-Z]", "", letters)
        if len(section) == 5 or digits:  # `11357B2`: five-figure sections have no letters of their own
            subdivisions = [letter, *([digits] if digits else []), *subdivisions]
        else:  # `288A`, `653F`: the letter is the section's own
            section += letter
    if section in ("314.1", "314.2"):  # the state's way of writing 314(1) and 314(2)
        subdivisions = [section[-1], *subdivisions]
        section = "314"
    return Offence(
        CODE_OF[code] if code else None,
        section.lower(),
        tuple(each.lower() for each in subdivisions),
        inchoate,
    )
