"""The parts of a sentence: `003 YEARS PROBATION, 120 DAYS JAIL, FINE, FINE SS, RESTN, IMP SEN SS`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from vacatur.sources.rapsheet.cleaning import as_digits
from vacatur.sources.rapsheet.near import nearest
from vacatur.sources.rapsheet.sheet import RUNNING, Part

_UNITS = {
    **dict.fromkeys(("YEARS", "YEAR", "YRS", "YR", "Y"), "Y"),
    **dict.fromkeys(("MONTHS", "MONTH", "MOS", "MO", "MTHS", "MTH", "M"), "M"),
    **dict.fromkeys(("DAYS", "DAY", "DYS", "DY", "DS", "D"), "D"),
    **dict.fromkeys(("WEEKS", "WEEK", "WKS", "WK"), "W"),
    **dict.fromkeys(("HOURS", "HOUR", "HRS", "HR"), "H"),
}
_UNIT = "|".join(_UNITS)
_TERM = re.compile(rf"(?<![^\s,(])([\dOIL|]{{1,4}})\s?({_UNIT})(?![A-Z])")
_LONG_UNIT = "|".join(unit for unit in _UNITS if len(unit) > 1)
_DAMAGED_TERM = re.compile(rf"(?<![\w$#])(?=\w*[A-Z\d])(\w{{1,5}})\s({_LONG_UNIT})(?![A-Z])")
_ANY_UNIT = re.compile(rf"(?<![A-Z])(?:{_LONG_UNIT})(?![A-Z])|\d")
"""What is left where a number could not be read."""
_PLACES = {
    **dict.fromkeys(("PROBATION", "PROB", "PROBN", "SUMMARY PROBATION", "FORMAL PROBATION"), "PROBATION"),
    **dict.fromkeys(("CONDITIONAL SENTENCE", "CONDITIONAL SENT", "COND SENTENCE", "COND SENT"), "PROBATION"),
    **dict.fromkeys(("JAIL", "JL WORK", "JAIL WORK", "JL", "COUNTY JAIL", "CO JAIL", "CO JL"), "JAIL"),
    **dict.fromkeys(("STATE PRISON", "PRISON", "PRSN", "PRIS"), "PRISON"),
    **dict.fromkeys(("MANDATORY SUPERVISION", "MAND SUPERVISION", "MAND SUPV", "MAND SUP"), "MANDATORY SUPERVISION"),
    **dict.fromkeys(("FINE", "FINES"), "FINE"),
    **dict.fromkeys(("RESTITUTION", "RESTN", "RSTN", "RESIN", "REST"), "RESTITUTION"),
}
"""A conditional sentence is probation without an officer: the conditions of PC 1203b, and relief as after it."""
_GRANTED = frozenset({"PROBATION", "MANDATORY SUPERVISION"})
"""What runs because a sentence, or its rest, is suspended."""
_PLACE = re.compile(r"(?<![A-Z])(" + "|".join(sorted(_PLACES, key=len, reverse=True)) + r")(?![A-Z])")
_SUSPENDED = re.compile(r"(?<![A-Z])(?:SS|SUSP(?:ENDED)?|STAYED)(?![A-Z])")
_CONCURRENT = re.compile(r"(?<![A-Z])(?:CC|CONC(?:URRENT)?)(?![A-Z])")
_REFUSED = re.compile(r"(?<![A-Z])PROB(?:ATION)? (?:IS |WAS )?(?:DENIED|REFUSED|NOT GRANTED)(?![A-Z])")
_LIFE = re.compile(r"(?<![A-Z])(?:LIFE|LWOP|DEATH)(?![A-Z])")
_DETAILS = re.compile(
    r"(?<![A-Z])(?:PROB(?:ATION)? (?:IS |WAS )?(?:DENIED|REFUSED|NOT GRANTED)"
    r"|IMP(?:OSITION)? (?:OF )?SEN|EXEC? (?:OF )?SEN|EX SEN|WORK PROG|WORK FURL|WORK REL|CONC"
    r"|CONSEC|CC\b|CS\b|CTS|CRED|COMM(?:UNITY)? SERV|TIME SERVED|LIC|DRUG|ALC|COUNSEL|TREAT|PROGRAM|ELECTRONIC"
    r"|HOME DET|HOUSE ARREST|PAROLE|SUPERVISION|CYA|CDC|REHAB|PER 1170|1170\(H\)|SPLIT|LIFE|DEATH|FEE|ASSESS"
    r"|SURCHARGE|SS\b|SUSP|SERVE|WEEKENDS|DEFERRED|DIVERSION|AIDS|DNA|REGISTER|STAY AWAY|VOLUNTEER|TRAFFIC SCH"
    r"|LOCAL|CUSTODY|CONFINE)"
)
_PLACE_WORDS = ("PROBATION", "JAIL", "PRISON", "SUPERVISION", "RESTITUTION", "CONCURRENT", "RESTN", "FINE")
_AMOUNT = re.compile(r"\$\s?[\d,.]+")
_COMMENT_SENTENCE = re.compile(r"(?:SEN\W{0,2}X|X\W?SEN)\W{0,3}(.*)$")
_NEXT_TERM = re.compile(rf"(?<=[A-Z])\s+(?=[\dOIL|]{{1,4}}\s?(?:{_UNIT})(?![A-Z]))")
_JOIN = re.compile(r"\s(?:AND|PLUS|&)\s+(?=\d)")
_GLUED_FINE = re.compile(r"\bFINE?SS\b|\bF[NI]{1,2}SS\b")
_HOURS_A_DAY = 24


@dataclass(frozen=True)
class Reading:
    """A sentence that was read.

    Attributes:
        unread: parts of which something could not be read, as printed.
        repaired: whether a letter was read for a digit, or a damaged word for the one it must be.
        cut: whether it breaks off after a comma.
    """

    parts: tuple[Part, ...]
    unread: tuple[str, ...] = ()
    repaired: bool = False
    cut: bool = False

    @property
    def runs(self) -> bool:
        """Whether a part of it runs for a time."""
        return any(part.runs for part in self.parts)


def sentence_in(comment: str) -> str | None:
    """The sentence that a comment gives (`SEN-X3 YR PROB`, `XSEN:...`); None when it gives none."""
    found = _COMMENT_SENTENCE.search(comment) if "SEN" in comment else None
    return found[1] if found else None


def looks_like_sentence(text: str) -> bool:
    """Whether a line without a label may be part of a sentence."""
    return bool(_TERM.search(text) or _PLACE.search(text) or _DETAILS.search(text))


@lru_cache(maxsize=4096)
def read_sentence(text: str) -> Reading:
    """Read a sentence, its lines joined by blanks."""
    bare = " ".join(text.split())
    cut = bare.endswith((",", "-"))
    bare = _AMOUNT.sub(lambda found: found[0].replace(",", ""), bare)
    bare = _GLUED_FINE.sub("FINE SS", _JOIN.sub(" ", bare.replace(".", "").replace("'", "")))
    parts: list[Part] = []
    unread: list[str] = []
    repaired = False
    for chunk in bare.split(","):
        for piece in _at_terms(chunk.strip(" *:;-")):
            for text_of_part in _separate(piece):
                found = _part(text_of_part)
                parts += found.parts
                unread += found.unread
                repaired = repaired or found.repaired
    return Reading(tuple(parts), tuple(unread), repaired, cut)


def _at_terms(chunk: str) -> list[str]:
    """`003 YEARS PROBATION 120 DAYS JAIL` is two parts, `003 YEARS 006 MONTHS PRISON` is one."""
    pieces, start = [], 0
    for found in _NEXT_TERM.finditer(chunk):
        if chunk[: found.start()].rsplit(" ", 1)[-1].lstrip("0123456789") not in _UNITS:
            pieces.append(chunk[start : found.start()])
            start = found.end()
    return [*pieces, chunk[start:]]


def _separate(piece: str) -> list[str]:
    """`FINE FINE SS RESTN` is three parts: a part ends with its place and what qualifies that."""
    places = list(_PLACE.finditer(piece))
    if len(places) < 2:
        return [piece] if piece else []
    cuts = [0]
    for one, other in pairwise(places):
        between = piece[one.end() : other.start()]
        at = re.match(r"(?:\s+(?:SS|CC|SUSP|CONC))*\s*(?:AND|&)?", between)
        cuts.append(one.end() + (at.end() if at else 0))
    return [
        part for start, end in zip(cuts, [*cuts[1:], len(piece)], strict=True) if (part := piece[start:end].strip())
    ]


def _part(text: str) -> Reading:
    """One part: its terms, place and qualifiers."""
    words, repaired = _mended(text)
    life = bool(_LIFE.search(words))
    concurrent = bool(_CONCURRENT.search(words))
    terms = _TERM.findall(words)
    place = _place(words, life)
    suspended = place not in _GRANTED and bool(_SUSPENDED.search(words))
    untimed = Part(place, life=life, suspended=suspended, concurrent=concurrent, text=text)
    rest = _TERM.sub("", words)
    if place in RUNNING and (_DAMAGED_TERM.search(rest) or _ANY_UNIT.search(rest)):
        return Reading((replace(untimed, unit=_damaged_unit(words)),), (text,), repaired)
    if not terms:
        known = (
            place in _PLACES.values() or _DETAILS.search(words) or _AMOUNT.search(words) or not re.search(r"\d", words)
        )
        unread = () if known and (place in _PLACES.values() or _listed(words)) else (text,)
        return Reading((untimed,), unread, repaired)
    lengths, mended = _lengths(terms, place)
    if lengths is None:
        return Reading((untimed,), (text,), repaired)
    unread = () if place in _PLACES.values() or _listed(words) else (text,)
    parts = tuple(replace(untimed, length=length, unit=unit) for length, unit in lengths)
    return Reading(parts, unread, repaired or mended)


def _listed(words: str) -> bool:
    return bool(_DETAILS.search(words) or _AMOUNT.search(words))


def _damaged_unit(words: str) -> str | None:
    found = _DAMAGED_TERM.search(words)
    unit = _UNITS[found[2]] if found else None
    return unit if unit in ("Y", "M", "D") else None


def _place(words: str, life: bool) -> str:
    if _REFUSED.search(words):
        return " ".join(words.split())
    found = _PLACE.findall(words)
    if found:
        return _PLACES[found[-1]]  # RESTN PAID BY PROB
    if life:
        return "PRISON"
    own = _TERM.sub("", words).strip()
    return " ".join(own.split())


def _lengths(terms: list[tuple[str, str]], place: str) -> tuple[list[tuple[int | None, str | None]] | None, bool]:
    """Lengths in D, M or Y; weeks in days; hours in whole days begun, save where the place does not run for a time."""
    months = days = 0
    years_only = True
    repaired = False
    for printed, unit in terms:
        digits = as_digits(printed)
        if digits is None:
            return None, False
        number, repaired = int(digits[0]), repaired or digits[1]
        kind = _UNITS[unit]
        if kind == "H":
            if place not in RUNNING:
                return [(None, None)], repaired
            days += -(-number // _HOURS_A_DAY)
        elif kind in "YM":
            months += number * (12 if kind == "Y" else 1)
            years_only = years_only and kind == "Y"
        else:
            days += number * (7 if kind == "W" else 1)
    lengths: list[tuple[int | None, str | None]] = []
    if months:
        lengths.append((months // 12, "Y") if years_only else (months, "M"))
    if days or not lengths:
        lengths.append((days, "D"))
    return lengths, repaired


def _mended(text: str) -> tuple[str, bool]:
    """The words of a part, a damaged word of the place put right."""
    if _PLACE.search(text) or _DETAILS.search(text):
        return text, False
    words = text.split()
    for at, word in enumerate(words):
        if len(word) > 3 and (right := nearest(word, _PLACE_WORDS)) and right != word:
            words[at] = right
            return " ".join(words), True
    return text, False
