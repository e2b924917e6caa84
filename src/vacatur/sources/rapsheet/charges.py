"""A charge as printed, in the form that the state's file gives it: `11359 HS-POSSESS MARIJUANA FOR SALE`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from vacatur.record.statute import LETTERED_SECTIONS, read_statutes
from vacatur.sources.rapsheet.offenses import coded_offense, municipal_offense
from vacatur.sources.rapsheet.wording import differ

_CODE = r"(?:PC|BP|CC|CI|EC|FA|FC|FG|GC|HN|HS|IC|LC|MV|PR|PU|RT|SH|UI|US|VC|WI|CP|WC|MC|IN|ED|CO)"
_PRINTED = re.compile(
    rf"[\s.,'*]*(?P<section>[\dOIL][^-]*?(?:-\s?\d[^-]*?)?)[\s.,]*(?<![A-Z&])(?P<code>{_CODE})(?![A-Z&])\.?(?P<rest>.*)$"
)
_CODED = re.compile(rf"(?<![A-Z&]){_CODE}-")
_TYPE = re.compile(r"\s*\bT[O0]C\s*[:;.]\s*([A-Z0-9])\W*$")
_ANY_TYPE = re.compile(r"\bT[O0]C\s*[:;]")
_APART = re.compile(r"(?<=[\d)])\s+\((?=[A-Z0-9]{1,3}\))")
"""Between a number and its subdivision."""
_ATTEMPT_AFTER = re.compile(r"^(.*\d.*?)\s*[-/]\s*664$")
_ATTEMPT_BEFORE = re.compile(r"^664(?:[/-](?=\d{2})|\.(?=\d{3})|(?=\d{3}))")
_SECTION = re.compile(r"\d+(?:\.\d+)?(?P<letters>[A-Z]{0,2})(?:[1-9]\d?)?(?:\([A-Z0-9]{1,4}\))*")
_INSIDE = re.compile(r"(?<![A-Z(])[OIL|](?=[\dOIL|]*\d)")
_FIFTH = re.compile(r"^(\d{4})O(?![A-Z])")
"""The letter O where the last of five digits must stand; after three it may be a subdivision (602O)."""
_DIGIT = {"O": "0", "I": "1", "L": "1", "|": "1"}
_LONG_NUMBER = re.compile(r"\d{3}")
"""Shorter ones have no letter to them."""
_SUBDIVISIONS = frozenset("ABCDEFGHIJKLMNPQRS")


@dataclass(frozen=True)
class Charge:
    """A charge that was read.

    Attributes:
        text: in the file's form; None when no statute can be read where one is printed.
        attempted: whether the section says so.
        repaired: whether a letter was read for a digit.
        statute: whether it names a statute; a charge in words only (TRAFFIC VIOLATION) names none.
        coded: whether the statute has a code of California's or of a city or county, or needs none.
        differs: whether its words cannot belong to its number, so that one of them is damaged.
    """

    text: str | None
    attempted: bool = False
    repaired: bool = False
    statute: bool = False
    differs: bool = False
    coded: bool = True


def charge_type(text: str) -> tuple[str, str | None, bool]:
    """A line without its type of charge (`TOC:F`), the type, and whether one is there that cannot be read."""
    if (":" not in text and ";" not in text) or not _ANY_TYPE.search(text):
        return text, None, False
    found = _TYPE.search(text)
    before = _ANY_TYPE.split(text)[0].rstrip()
    if found and found[1] in "FMIN":
        return before, found[1], False
    return before, None, True


@lru_cache(maxsize=4096)
def read_charge(text: str) -> Charge:
    """Read a charge line, without flags and type of charge."""
    text = " ".join(text.split())
    if ordinance := municipal_offense(text):
        statute = read_statutes(ordinance).statute
        damaged = statute is not None and differ(ordinance, statute)
        return Charge(None if damaged else text, statute=True, differs=damaged)
    found = _PRINTED.match(text)
    if not found:
        return _in_words(text)
    section, repaired = _section(found["section"])
    attempted = False
    if after := _ATTEMPT_AFTER.match(section):
        section, attempted = after[1], True
    elif before := _ATTEMPT_BEFORE.match(section):
        section, attempted = section[before.end() :], True
    rest = found["rest"].strip()
    words = rest.lstrip("-.: ").strip()
    joint = "" if not words or rest[0] in "/,&;" else "-"  # a further statute follows, or words
    printed = f"{'664/' if attempted else ''}{section} {found['code']}{joint}{words}"
    statute = read_statutes(printed).statute if _plausible(section, found["code"]) else None
    if statute is None:
        return Charge(None, statute=True)
    if differ(words, statute):
        return Charge(None, attempted, repaired, True, True)
    return Charge(printed, attempted, repaired, True, coded=bool(coded_offense(printed)))


def _in_words(text: str) -> Charge:
    text = _APART.sub("(", text)
    statute = read_statutes(text).statute
    begins = text[:1].isdigit()
    if begins and _CODED.search(text):
        return Charge(None, statute=True)  # a number and a code, and what stands between them is damaged
    if statute is not None and (statute.code or begins):
        number = re.match(r"[^ -]*", text)
        if begins and number and not _plausible(number[0].strip("./-"), statute.code):
            return Charge(None, statute=True)
        if differ(text[len(number[0]) :] if number else text, statute):
            return Charge(None, statute=True, differs=True)
        coded = statute.code is not None
        return Charge(text, statute.inchoate == "attempt", statute=True, coded=coded)
    return Charge(None, statute=True) if begins else Charge(text)


def _section(printed: str) -> tuple[str, bool]:
    """The section without stray points and blanks, and whether letters were read for its digits."""
    section = re.sub(r"\s+", "", printed).strip(".,'*-")
    section = re.sub(r"(?<=\d),(?=\d)", ".", section).replace(",", "")
    section = re.sub(r"\.(?!\d)", "", section)
    mended = _INSIDE.sub(lambda found: _DIGIT[found[0]], section)
    mended = _FIFTH.sub(r"\g<1>0", mended)
    return mended, mended != section


def _plausible(section: str, code: str | None) -> bool:
    """Whether letters and digits of a section are as sections have them: not `1135X`; in HS four digits, else two."""
    for part in re.split(r"[/-]", _ATTEMPT_BEFORE.sub("", section)):
        found = _SECTION.fullmatch(part)
        if not found:
            return False
        if not part[1:2].isdigit() and code != "US":
            return False
        letters = found["letters"]
        lettered = part.split("(")[0].lower() in LETTERED_SECTIONS
        if letters and not lettered and (not set(letters) <= _SUBDIVISIONS or not _LONG_NUMBER.match(part)):
            return False
        if code == "HS" and not re.match(r"\d{4}|664$|182$", part):
            return False
    return True
