"""Whether the words of a charge can belong to its number. A sheet prints both; where they differ, one is damaged.

Only words and numbers are looked at by which a remedy is given or barred: cannabis (HS 11361.8), the convictions of PC
667(e)(2)(C)(iv) and those that PC 290 lists. One digit misread would else give or take a remedy.
"""

from __future__ import annotations

import re

from vacatur.record.statute import Statute

_CANNABIS_WORDS = re.compile(
    r"MARI|MARJ|JUANA|CANNA|NNABI|HASH|CULTIV|CONCENTR|\bCONC\b|\bMJ\b|\bTHC\b|28[.,]?5|\bGRA?MS?\b|\bOZ\b|\bOUNCE|\bPLANTS?\b|\bHEMP\b"
)
"""Cannabis alone is measured in ounces, grams and plants in the words of these sections."""
_CANNABIS = re.compile(
    r"11357|11358|11359|1136[0-9]|11370|11470|11485|11488|11054|11530|11531|11532|11375|11366|11500|11590"
)
_DRIVING = re.compile(r"23222|23152|23153|23220|23221|12810|2800")
_PROP64 = frozenset({"11357", "11358", "11359", "11360"})

_ABOUT_ANOTHER = {"182": "CONSP", "664": "ATT", "32": "ACCESS", "653f": "SOLIC"}
"""Sections that are about another crime: which word then says so."""
_BELONGS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"\bMURDER\b"), re.compile(r"18[789]|19[0-2]|217|12022|451")),
    (re.compile(r"\bRAPE\b"), re.compile(r"26[1-9]|220|286|28[789]|66[67]|12022")),
    (re.compile(r"\bLEWD|\bLASCIV|\bMOLEST"), re.compile(r"28[678]|314|647|266|27[23]|269|311|220")),
    (re.compile(r"\bSODOMY"), re.compile(r"286|288|269|220|264")),
    (re.compile(r"\bORAL COP"), re.compile(r"28[78]|269|220|264")),
    (re.compile(r"\bPENETRAT"), re.compile(r"28[89]|269|220|264")),
    (re.compile(r"\bKIDNAP"), re.compile(r"20[7-9]|220|278|667|236")),
    (re.compile(r"\bSEX OFFENDER"), re.compile(r"290|3003|313|626|3000|4852|653")),
    (re.compile(r"\bMACHINE ?GUN"), re.compile(r"245|122|326|169|120")),
    (re.compile(r"\bMASS DESTR"), re.compile(r"114")),
)
"""Words, and how the numbers of the Penal Code begin with which they are printed."""


def differ(words: str, statute: Statute) -> bool:
    """Whether the words cannot belong to the section: `11357 HS-POSS NARCOTIC`, `137(A) PC-MURDER`,
    `187(A) CP-MURDER`.
    """
    section = statute.section
    if not words.strip():
        return False
    cannabis = _CANNABIS_WORDS.search(words) is not None
    if section in _PROP64 and statute.code in ("HS", None) and not cannabis:
        return any(letter.isalpha() for letter in words)
    if re.search(r"MARIJ|CANNABIS", words) and not (_CANNABIS.match(section) or _DRIVING.match(section)):
        return statute.code in ("HS", None, "VC", "PC")
    if section in _ABOUT_ANOTHER:
        return _ABOUT_ANOTHER[section] not in words and any(pattern.search(words) for pattern, _ in _BELONGS)
    penal = statute.code in ("PC", None)
    return any(pattern.search(words) and not (penal and sections.match(section)) for pattern, sections in _BELONGS)
