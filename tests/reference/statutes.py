"""Offence texts read as statutes: the reference's own reading (doj_file: "Values"; law: 3.6, 3.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

# How each code is written, longest forms first.
SPELLINGS: dict[str, tuple[str, ...]] = {
    "PC": ("PENAL CODE", "CPC", "P.C.", "P.C", "PC", "P C"),
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
    (?P<inchoate>664|182) (?:\([A-Z0-9]{1,2}\))* (?: \s* (?:CODE) (?![A-Z]) )?
    (?: \s* [/\-,;:] \s* (?=(?:(?:CODE)\s*)?[0-9]{2}) | \s+ (?=(?:(?:CODE)\s*)?[0-9]{3})
      | \. (?=[0-9]{3}) | (?=113(?:57|58|59|60)(?![0-9])) )
    (?: (?P<middle>CODE) \s* )?
""".replace("CODE", ANY_CODE)
SECTION = r"""
    0* (?P<number> [0-9]{2,5} (?:\.[0-9]{1,3})? ) (?![0-9])
    (?P<letters> (?!(?:CODE)(?![A-Z])) [A-Z]{1,2} (?=[0-9(\s\-./,;]|$|(?:CODE)(?![A-Z])) [0-9]{0,2} )?
    (?: \s (?P<spaced> [A-Z][0-9]? ) (?=\s(?:CODE)(?![A-Z])) )?
    (?P<parts> (?:\s?\([A-Z0-9]{1,4}\))* )
""".replace("CODE", ANY_CODE)


def _numbered(pattern: str, branch: int) -> str:
    """The pattern with its groups renamed: a name may stand only once in an expression."""
    return re.sub(r"\(\?P<([a-z]+)>", rf"(?P<\g<1>{branch}>", pattern)


STATUTE = re.compile(
    rf"""
    (?<![A-Z0-9.\#])
    (?: (?P<before1>{ANY_CODE}) (?![A-Z]) \s* {_numbered(INCHOATE, 1)} {_numbered(SECTION, 1)}
        (?:\s*(?P<after1>{ANY_CODE})(?![A-Z]))?
      | (?P<before2>{ANY_CODE}) (?![A-Z]) \s* {_numbered(SECTION, 2)}
      | {_numbered(INCHOATE, 3)} {_numbered(SECTION, 3)} (?:\s*(?P<after3>{ANY_CODE})(?![A-Z]))?
      | {_numbered(SECTION, 4)} (?:\s*(?P<after4>{ANY_CODE})(?![A-Z]))?
    )
    (?![A-Z0-9])
    """,
    re.VERBOSE,
)

# Sections in a row of which the last alone has a code: 484(A)/490.5 PC.
ALONE = (
    rf"[0-9]{{2,5}}(?:\.[0-9]{{1,3}})?(?:(?!(?:{ANY_CODE})(?![A-Z]))[A-Z]{{1,2}}[0-9]{{0,2}}(?![A-Z0-9]))?"
    r"(?:\s?\([A-Z0-9]{1,3}\))*"
)
IN_A_ROW = re.compile(rf"(?P<row>{ALONE}(?:\s?[/-]\s?{ALONE})+)\s?(?P<code>{ANY_CODE})(?![A-Z])")

# How a text says, beside the section, that the crime was not completed.
ATTEMPT_IN_WORDS = re.compile(r"(?<![A-Z])ATT(?:E?MPT(?:ED)?)?(?![A-Z])")
CONSPIRACY_IN_WORDS = re.compile(r"(?<![A-Z])CONSP(?:IRACY|IRE)?(?![A-Z])")
PREFIXES = {"664": "attempt", "182": "conspiracy"}

# Letters that belong to the number of a section of the Penal Code; elsewhere an attached letter is a subdivision.
OWN_LETTERS = {
    "181": "a",
    "209": "a",
    "266": "a b c d e f g h i j k",
    "270": "a",
    "273": "a ab b d f g h",
    "288": "a",
    "487": "a b c d e f g h i j k",
    "496": "a b c d e",
    "537": "b c e f",
    "647": "a b c e",
    "653": "a b c d f g h i j k m n o p q r s t u v w x y z",
}


@dataclass(frozen=True)
class Offence:
    """A statute: `code` is None where the text names none; `inchoate` is "", "attempt" or "conspiracy"."""

    code: str | None
    section: str
    subdivisions: tuple[str, ...] = ()
    inchoate: str = ""


@dataclass(frozen=True)
class Wording:
    """What an offence text says: its statute (None: illegible), what it names further, and a conspiracy in words."""

    statute: Offence | None
    further: tuple[Offence, ...] = ()
    conspiracy_in_words: bool = False


@cache  # a delivery has few texts, and each is read for every fact of every conviction
def read_wording(text: str) -> Wording:
    """All that an offence text says of statutes (docs/reading.md, section 5)."""
    tidy = _each_with_its_code(_tidy(text))
    first = _first(tidy)
    if first is None:
        return Wording(None)
    statute = _offence(first)
    beside = [found for found in STATUTE.finditer(tidy) if found.start() >= first.end() or found.end() <= first.start()]
    further = tuple(_offence(found) for found in beside if _names(found, tidy))
    further = tuple(each for each in further if each.section not in PREFIXES)
    if statute.section in PREFIXES or statute.inchoate == "conspiracy":
        return Wording(statute, further)
    if not statute.inchoate:
        elsewhere = tidy[: first.start()] + " " + tidy[first.end() :]
        prefixes = set(re.findall(r"(?<![0-9.])(664|182)(?!\.?[0-9])", elsewhere))
        if "664" in prefixes or ATTEMPT_IN_WORDS.search(tidy):
            statute = replace(statute, inchoate="attempt")
        elif "182" in prefixes:
            return Wording(replace(statute, inchoate="conspiracy"), further)
    return Wording(statute, further, CONSPIRACY_IN_WORDS.search(tidy) is not None)


def read_offence(text: str) -> Offence | None:
    """The statute an offence description states: at its beginning, even without a code; else the first in it."""
    return read_wording(text).statute


def in_comment(text: str) -> Wording:
    """The statutes in free text: those that follow the word charged, or where none does, all; a bare number only if it
    is a cannabis section, and no part of a docket's.
    """
    text = text.upper()
    marked = [_all_named(part) for part in re.split(r"\b(?:CHRG|CHARGED?|CHG)S?\b", text)[1:]]
    named = [each for some in marked for each in some] or _all_named(text)
    return Wording(named[0], tuple(named[1:])) if named else Wording(None)


def as_attempted(wording: Wording, qualifiers: str) -> Wording:
    """The same as an attempt or a conspiracy, where the list of qualifiers says so and the text does not."""
    if wording.statute is None or wording.statute.inchoate:
        return wording
    for pattern, inchoate in ((ATTEMPT_IN_WORDS, "attempt"), (CONSPIRACY_IN_WORDS, "conspiracy")):
        if pattern.search(qualifiers):
            return replace(wording, statute=replace(wording.statute, inchoate=inchoate))
    return wording


def _tidy(text: str) -> str:
    return text.strip().upper().lstrip("/ ")


def _each_with_its_code(tidy: str) -> str:
    """The text with a code that the first sections share put behind each: two digits are a section of the Penal Code's
    alone.
    """
    if re.match("32 ?[/-] ?[0-9]{3}", tidy):  # an accessory to what follows
        tidy = "32 PC" + tidy[2:]
    found = IN_A_ROW.match(tidy)
    if not found:
        return tidy
    *others, last = re.split(r"(\s?[/-]\s?)", found["row"])
    shares = CODE_OF[found["code"]] == "PC"
    spread = [f"{each} {found['code']}" if shares or re.match("[0-9]{3}", each) else each for each in others[::2]]
    row = "".join(each + between for each, between in zip(spread, others[1::2], strict=True))
    return row + last + tidy[found.end("row") :]


def _first(tidy: str) -> re.Match[str] | None:
    """Where an offence description states its statute."""
    at_start = STATUTE.match(tidy)
    if at_start:
        offence = _offence(at_start)
        if offence.code is not None or len(re.sub(r"[^0-9].*", "", offence.section)) >= 3:
            return at_start
    return _first_named(tidy)


def _first_named(text: str) -> re.Match[str] | None:
    return next((found for found in STATUTE.finditer(text) if _names(found, text)), None)


def _all_named(text: str) -> list[Offence]:
    return [_offence(found) for found in STATUTE.finditer(text) if _names(found, text)]


def _names(found: re.Match[str], text: str) -> bool:
    """Whether a number in free text is a statute's: by its code, or as a cannabis section that is no docket's part."""
    offence = _offence(found)
    part_of_a_number = found.start() > 0 and text[found.start() - 1] == "-"
    return offence.code is not None or (offence.section in CANNABIS_SECTIONS and not part_of_a_number)


def _offence(found: re.Match[str]) -> Offence:
    part = {name.rstrip("1234"): value for name, value in found.groupdict().items() if value}
    code = part.get("after") or part.get("middle") or part.get("before")
    section = re.sub(r"\.0+$", "", part["number"])
    subdivisions = re.findall(r"[A-Z0-9]+", part.get("parts", ""))
    attached = part.get("letters") or part.get("spaced") or ""
    letters, digits = re.sub(r"[0-9]", "", attached), re.sub(r"[A-Z]", "", attached)
    if letters.lower() in OWN_LETTERS.get(section, "").split() and CODE_OF.get(code or "PC") == "PC":
        section, letters = section + letters, ""
    subdivisions = [*letters, *([digits] if digits else []), *subdivisions]
    if "before" in part and section in CANNABIS_SECTIONS and not subdivisions:  # HS 11357 B
        behind = re.match(r" ([A-E])([0-9]?) ?(?:-|$)", found.string[found.end() :])
        subdivisions = [each for each in behind.groups() if each] if behind else []
    if section in ("314.1", "314.2", "261.1", "261.2", "261.3", "261.4"):  # the state's way of writing 314(1), 261(2)
        subdivisions = [section[-1], *subdivisions]
        section = section[:3]
    return Offence(
        CODE_OF[code] if code else None,
        section.lower(),
        tuple(each.lower() for each in subdivisions),
        PREFIXES.get(part.get("inchoate", ""), ""),
    )
