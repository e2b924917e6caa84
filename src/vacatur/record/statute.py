"""Statutes as the state's file writes them, parsed into their parts and compared by structure.

`187(a) PC`, `PC 187(A)` and `187(A)PC-MURDER` have one meaning; `537 PC` is not `37 PC`. A county file has millions of
rows but a few thousand distinct offense texts, so this is readable Python over distinct texts, not over rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

Inchoate = Literal["", "attempt", "conspiracy"]

PROP64_SECTIONS = frozenset({"11357", "11358", "11359", "11360"})
"""The sections that HS 11361.8 names. No other code of California uses these numbers, so without a code they are HS."""

LETTERED_SECTIONS = frozenset(
    """
    171b 171c 171d 171f 181a 209a 266a 266b 266c 266d 266e 266f 266g 266h 266i 266j 266k 270a 273a 273ab 273b 273d
    273f 273g 273h 288a 337a 337b 337c 337d 337e 337f 424a 470a 470b 474a 476a 484b 484c 484d 484e 484f 484g 484h
    484i 484j 487a 487b 487c 487d 487e 487f 487g 487h 487i 496a 496b 496c 496d 496e 498a 499a 499b 499c 499d 502a
    503a 529a 530a 532a 537b 537c 537e 537f 538a 538b 538c 538d 538e 538f 538g 549a 587a 587b 587c 594a 597a 597b
    597c 597d 597e 597f 597h 597i 597j 597k 597l 597m 597n 597o 597p 597q 597r 597s 597t 597u 597v 597x 597y 597z
    626a 636b 647a 647b 647c 647e 653a 653b 653c 653d 653f 653g 653h 653i 653j 653k 653m 653n 653o 653p 653q 653r
    653s 653t 653u 653v 653w 653x 653y 653z
    """.split()
)
"""Penal Code sections whose letter is part of the number (266h); elsewhere an attached letter is a subdivision
(187A)."""

NUMBERED_SUBDIVISIONS = {"314.1": ("314", "1"), "314.2": ("314", "2")} | {f"261.{n}": ("261", n) for n in "1234"}
"""Older subdivisions that the state writes after a point, where no section of that number exists: `314.1 PC` is
314(1)."""

_CODES = {
    "PC": "PC",
    "CPC": "PC",
    "PENALCODE": "PC",
    "HS": "HS",
    "HSC": "HS",
    "VC": "VC",
    "CVC": "VC",
    "BP": "BP",
    "BPC": "BP",
    "WI": "WI",
    "WIC": "WI",
    "MV": "MV",
    "MVC": "MV",
    "FG": "FG",
    "FA": "FA",
    "FAC": "FA",
    "GC": "GC",
    "LC": "LC",
    "UI": "UI",
    "RT": "RT",
    "EC": "EC",
    "EL": "EL",
    "ED": "ED",
    "HN": "HN",
    "PR": "PR",
    "PU": "PU",
    "SH": "SH",
    "CC": "CC",
    "CI": "CI",
    "CP": "CP",
    "IC": "IC",
    "IN": "IN",
    "FC": "FC",
    "WC": "WC",
    "WA": "WA",
    "LM": "LM",
    "US": "US",
    "MC": "MC",
    "CO": "CO",
}
"""How the codes are written, once points, blanks and ampersands are taken out, and the two letters for each."""

_CODE = (
    r"(?:PENAL CODE|C\.?P\.?C|P\.? ?C|H(?: ?[&/.] ?)?S\.?(?: ?C)?|C\.?V\.?C|V\.? ?C|B(?: ?[&.] ?)?P\.?(?: ?C)?"
    r"|W(?: ?[&.] ?)?I\.?(?: ?C)?|M ?&? ?V(?: ?C)?|F ?&? ?G|FAC?|GC|LC|UI|R ?&? ?T|EC|EL|ED|H ?&? ?N|PR|PU|SH|CC|CI"
    r"|CP|IC|IN|FC|WC|WA|LM|US|MC|CO)(?![A-Z&])\.?"
)
_ATTEMPT = r"(?:(?<![A-Z])(?P<attempt>ATT(?:EMPT(?:ED)?)?)\.? (?=\d))"
_GROUPS = r"(?: ?\([A-Z0-9]{1,3}\))*"
_INCHOATE = rf"(?:(?P<inchoate>664|182){_GROUPS}(?: ?{_CODE})?(?: ?[/,;:-] ?| |\.(?=\d{{3}}))(?=(?:{_CODE} ?)?\d{{2}}))"
_ATTACHED = rf"(?:(?!{_CODE})(?P<attached>[A-Z]{{1,2}}\d{{0,2}})(?![A-Z0-9]))"
_SPACED = rf"(?: (?P<spaced>[A-Z]\d?)(?= {_CODE}))"
_MENTION = re.compile(
    rf"{_ATTEMPT}?(?:(?<![A-Z0-9&])(?P<before>{_CODE}) ?(?:SEC(?:TION)?\.? )?(?=\d))?"
    rf"(?:{_INCHOATE}(?:(?P<middle>{_CODE}) ?(?=\d))?)?"
    rf"(?P<section>\d+(?:\.\d+)?){_ATTACHED}?{_SPACED}?(?P<groups>{_GROUPS})"
    rf"(?(before)|(?:[ ,]*(?P<after>{_CODE})(?!\d))?)"
)
_ALONE = rf"\d{{2,}}(?:\.\d+)?{_ATTACHED.replace('?P<attached>', '?:')}?{_GROUPS}"
_SEVERAL = re.compile(
    rf"((?:(?:664|182){_GROUPS} ?[/-] ?)?)(?!(?:664|182)\b)({_ALONE}(?: ?[/-] ?{_ALONE})*)( ?[/-] ?{_ALONE} ?({_CODE}))"
)
"""Sections of which the last alone has a code: `484(A)/490.5 PC`."""
_INCHOATE_SECTIONS: dict[str | None, Inchoate] = {"664": "attempt", "182": "conspiracy"}
_LETTER_LAST = re.compile(r" ([A-E]\d?)(?= ?(?:$|-))")
"""`HS 11357 B`: a letter at the end, where the code stands first. Another letter may be a grade (`HS 11359 F`)."""
_ATTEMPTED = re.compile(r"\bATT(?:E?MPT(?:ED)?)?\b")
_CONSPIRED = re.compile(r"\bCONSP(?:IRACY|IRE)?\b")
_GROUP = re.compile(r"\(([A-Z0-9]+)\)")
_NOISE = re.compile(r"^[^A-Z0-9]+")
_PROCEDURE = frozenset({"1203", "1170", "1385", "1000", "1001", "17", "995", "1538", "2900", "4019"})
"""Sections by which a court acts on a conviction. In a comment they name what was done, never the offense."""


@dataclass(frozen=True)
class Statute:
    """One statute, in its parts. Two are equal when code, section, subdivisions and prefix are.

    Attributes:
        code: two letters in capitals (`PC`, `HS`), None when the text names none.
        section: in small letters, with the letter that belongs to the number: `11357`, `11357.5`, `266h`.
        subdivisions: in small letters, outermost first: `("a", "2")`.
        inchoate: "attempt" under PC 664, "conspiracy" under PC 182, else empty.
        shown: the slice of the text that was read, with a code that it shares with the next; for people, not compared.
    """

    code: str | None
    section: str
    subdivisions: tuple[str, ...] = ()
    inchoate: Inchoate = ""
    shown: str = field(default="", compare=False)

    def __str__(self) -> str:
        prefix = {"": "", "attempt": "PC 664/", "conspiracy": "PC 182/"}[self.inchoate]
        return f"{prefix}{self.code or '?'} {self.section}" + "".join(f"({part})" for part in self.subdivisions)


def parse_statute(text: str) -> Statute | None:
    """The statute that an offense text begins with, or failing that the first it names; None when it names none.

    >>> str(parse_statute("664/187(A)PC-ATTEMPTED MURDER"))
    'PC 664/PC 187(a)'
    >>> str(parse_statute("11357B2 HS-POSSESS MARIJUANA"))
    'HS 11357(b)(2)'
    >>> str(parse_statute("484(A)/490.5 PC-PETTY THEFT"))
    'PC 484(a)'
    """
    return _first_in(_with_codes(_NOISE.sub("", _normal(text))))


def _with_codes(text: str) -> str:
    """An offense text with the code that stands behind the last of several sections written behind the others too.

    Numbers of two digits share that of the Penal Code alone: `32/11359 HS` speaks of no HS 32, but of an accessory
    (PC 32) to HS 11359.
    """
    text = re.sub(r"^32(?= ?[/-] ?\d{3})", "32 PC", text)
    found = _SEVERAL.match(text)
    if not found:
        return text
    prefix, sections, last, code = found.groups()
    shares = _ALONE if _code(code) == "PC" else rf"(?<!\d)(?=\d{{3}}){_ALONE}"
    return prefix + re.sub(shares, rf"\g<0> {code}", sections) + last + text[found.end() :]


def _first_in(wanted: str) -> Statute | None:
    start = _MENTION.match(wanted)
    run_on = start and re.match(r"[A-Z]{2}\d", wanted[start.end() :])  # 459PC187PC: where one ends cannot be said
    if start and not run_on and (start["before"] or start["after"] or len(start["section"].split(".")[0]) >= 3):
        return _statute(start)
    return next(_named_in(wanted), None)  # a bare small number (2ND DEGREE) is no section


@dataclass(frozen=True)
class Reading:
    """What an offense text says.

    Attributes:
        statute: the one it is about; None when it is illegible.
        others: those that it names further.
        conspired: whether only its words speak of a conspiracy.
    """

    statute: Statute | None
    others: tuple[Statute, ...] = ()
    conspired: bool = False


def read_statutes(text: str) -> Reading:
    """Read an offense text whole.

    An attempt or a conspiracy may also be said after the section (`11359/664 HS`, `11359 HS-ATTEMPT`).
    """
    whole = _with_codes(_NOISE.sub("", _normal(text)))
    first = _first_in(whole)
    if first is None:
        return Reading(None)
    named = [found for found in _named_in(whole) if str(found) != str(first)]
    if not first.inchoate and first.section not in _INCHOATE_SECTIONS:
        rest = whole.partition(first.shown)[2]
        later = {found.section for found in named} | set(re.findall(r"(?<![\d.])(664|182)(?!\.?\d)", rest))
        if "664" in later or _ATTEMPTED.search(whole):
            first = replace(first, inchoate="attempt")
        elif "182" in later:
            first = replace(first, inchoate="conspiracy")
    conspired = bool(_CONSPIRED.search(whole)) and first.inchoate != "conspiracy" and first.section != "182"
    return Reading(first, tuple(found for found in named if found.section not in _INCHOATE_SECTIONS), conspired)


def inchoate_said(qualifiers: str) -> Inchoate:
    """What a list of qualifiers (`-ATTEMPTED`) says of an offense: an attempt, a conspiracy, or neither."""
    if _ATTEMPTED.search(qualifiers):
        return "attempt"
    return "conspiracy" if _CONSPIRED.search(qualifiers) else ""


def find_statutes(text: str) -> list[Statute]:
    """Every offense statute that a free text (a comment) names, in order.

    A number counts when a code stands beside it, or when it is one of the four Prop 64 sections and part of no longer
    number: `SCN-12113580` names none.
    """
    return [found for found in _named_in(_normal(text)) if not _is_procedure(found)]


def _is_procedure(statute: Statute) -> bool:
    return statute.section.split(".")[0] in _PROCEDURE or statute.section.startswith("11361.")


def _normal(text: str) -> str:
    return " ".join(text.upper().split())


def _named_in(text: str) -> Iterator[Statute]:
    at = 0
    while found := _MENTION.search(text, at):
        at = max(found.end(), at + 1)
        before = text[: found.start()]
        glued = before[-1:].isalnum() or before[-1:] == "." or re.search(r"[A-Z0-9]-$", before)
        statute = _statute(found)
        coded = bool(found["before"] or found["after"])
        plain = not glued and not found["section"].startswith("0")
        if (coded and not before[-1:].isalnum()) or (plain and statute.section in PROP64_SECTIONS):
            yield statute


def _statute(found: re.Match[str]) -> Statute:
    number = re.sub(r"^0+(?=\d)|\.0+$", "", found["section"])
    inchoate = "attempt" if found["attempt"] else _INCHOATE_SECTIONS.get(found["inchoate"], "")
    if not inchoate and len(number.split(".")[0]) >= 6 and number[:3] in _INCHOATE_SECTIONS:
        inchoate, number = _INCHOATE_SECTIONS[number[:3]], number[3:]  # 66411357(C): nothing divides the two
    code = _code(found["after"] or found["middle"] or found["before"])
    section, subdivisions = _section(number, (found["attached"] or found["spaced"] or "").lower(), code)
    subdivisions += tuple(part.lower() for part in _GROUP.findall(found["groups"]))
    if section in PROP64_SECTIONS:
        code = code or "HS"
        last = _LETTER_LAST.match(found.string, found.end()) if found["before"] and not subdivisions else None
        subdivisions = _parts(last[1].lower()) if last else subdivisions
    return Statute(code, section, subdivisions, inchoate, found[0].strip(" ,"))


def _section(number: str, attached: str, code: str | None) -> tuple[str, tuple[str, ...]]:
    """Split the letters that follow a number into those that belong to the section and those that are subdivisions."""
    if code in ("PC", None):
        if number in NUMBERED_SUBDIVISIONS:
            section, subdivision = NUMBERED_SUBDIVISIONS[number]
            return section, (subdivision, *_parts(attached))
        for length in (2, 1):
            if number + attached[:length] in LETTERED_SECTIONS:
                return number + attached[:length], _parts(attached[length:])
    return number, _parts(attached)


def _parts(attached: str) -> tuple[str, ...]:
    """`b2` is (b)(2): letters are subdivisions one by one, the digits after them one more."""
    letters = attached.rstrip("0123456789")
    digits = attached[len(letters) :]
    return (*letters, digits) if digits else tuple(letters)


def _code(written: str | None) -> str | None:
    return _CODES[re.sub(r"[^A-Z]", "", written)] if written else None
