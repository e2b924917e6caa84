"""Where a place of California is: the county of a name as agencies write it, whole, abbreviated, split or damaged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from vacatur.sources.rapsheet.cities import Place

SPLIT = 0.95
"""The letters are right, their spaces are not."""
DIGIT = 0.9
"""A digit stood for a letter (`0AKLAND`)."""
ONE_WRONG = 0.8
CUT_SHORT = 0.7
"""The name's end is missing."""
UNSURE = 0.7
"""A name of which the table is not sure: nothing that rests on it is surer."""
TWO_WRONG = 0.6
UNSETTLED = 0.3
"""Places of several counties fit equally well."""

SHORT = 4
"""A name of so few letters is not repaired: every other word is near it."""
LONG = 10
"""From so many letters on, two may be wrong."""
ENOUGH = 7
"""So many letters of a name that was cut short are wanted."""

_SHORTER = {
    "SAN": ("SN", "S"),
    "SANTA": ("SNTA", "STA", "S"),
    "SAINT": ("ST",),
    "SOUTH": ("SO", "S"),
    "NORTH": ("NO", "N"),
    "EAST": ("E",),
    "WEST": ("W",),
    "BEACH": ("BCH",),
    "BERNARDINO": ("BERDO", "BERNDO", "BDNO"),
    "FERNANDO": ("FERNDO",),
    "HEIGHTS": ("HTS", "HGTS"),
    "HILLS": ("HLS",),
    "SPRINGS": ("SPGS",),
    "VALLEY": ("VLY",),
    "MOUNT": ("MT",),
    "FORT": ("FT",),
    "PARK": ("PK",),
    "RANCHO": ("RCHO", "RNCHO"),
    "CITY": ("CTY",),
    "POINT": ("PT",),
}
_INITIALS = {"LOS ANGELES": "LA", "SAN FRANCISCO": "SF", "SAN LUIS OBISPO": "SLO", "AIR FORCE BASE": "AFB"}

TRAILING = frozenset(
    """CO COUNTY CNTY CENTRAL METRO MAIN BRANCH BR DIV DIVISION DEPT DEPARTMENT DIST DISTRICT JUV JUVENILE CRIM CRIMINAL
    TRAFF TRAFFIC ADULT JAIL COURT CRT HALL STATE HOSP HOSPITAL UNIV UNIVERSITY COLLEGE PRISON STATION PD SD""".split()
)
"""Words after a place's name that say what stands there, not where it is."""

DIRECTIONS = {"N": "North", "S": "South", "E": "East", "W": "West", "NO": "North", "SO": "South"}
DIRECTIONS |= {name.upper(): name for name in DIRECTIONS.values()}

_DIGITS = str.maketrans("0158426|", "OISBAZGI")


@dataclass(frozen=True)
class Found:
    """What a text may mean.

    Attributes:
        place: None when nothing fits, or several places do.
        county: also known where several places of one county fit.
    """

    place: Place | None
    county: str | None
    confidence: float


NOTHING = Found(None, None, 0.0)


def letters(text: str) -> str:
    """The letters of a text, alone: what is compared where spaces cannot be relied on."""
    return re.sub("[^A-Z]", "", text)


def abbreviated(name: str) -> Iterator[str]:
    """A name in every usual spelling: `SANTA MONICA`, `SNTA MONICA`, `STA MONICA`, `S MONICA`."""
    words = [(word, *_SHORTER.get(word, ())) for word in name.split()]
    for spelling in product(*words):
        text = " ".join(spelling)
        # A name of initials alone (S C) is no name.
        if any(len(word) > 2 for word in spelling) or text == name:
            yield text
    for phrase, initials in _INITIALS.items():
        if phrase in name:
            yield name.replace(phrase, initials)
            yield name.replace(phrase, " ".join(initials))


class Gazetteer:
    """An index of places by their names.

    Args:
        entries: a name in capitals, and the place.
    """

    def __init__(self, entries: Iterable[tuple[str, Place]]) -> None:
        self._texts: dict[str, set[Place]] = {}
        for name, place in entries:
            for text in (name, *abbreviated(name)):
                self._texts.setdefault(text, set()).add(place)
            if place.is_county:
                for text in abbreviated(name):
                    self._texts.setdefault(f"{text} CO", set()).add(place)
        self._keys: dict[str, set[Place]] = {}
        for text, places in self._texts.items():
            self._keys.setdefault(letters(text), set()).update(places)
        self._pieces: dict[tuple[int, str], list[str]] = {}
        for key in self._keys:
            for at, piece in _thirds(key):
                self._pieces.setdefault((at, piece), []).append(key)

    def find(self, text: str) -> Found:
        """The place that a text in capitals names, and how surely.

        A text is read as a whole, then as a county and a place in it, then without the words that say what stands
        there, then by its letters, then as the nearest name. Nothing is guessed: names of several counties that fit
        equally well settle no county.
        """
        words = text.split()
        folded = text.translate(_DIGITS) if any(mark in text for mark in "0123456789|") else text
        tries = [
            self._exact(text),
            self._county_and_place(words),
            self._by_letters(folded, DIGIT if folded != text else SPLIT),
        ]
        tries += [self._without_trailing(folded.split(), 1.0 if folded == text else DIGIT), self._part_of_county(words)]
        for found in tries:
            if found.confidence:
                return found
        nearest = self._nearest(letters(folded))
        shorter = folded.split()
        while len(shorter) > 1 and shorter[-1] in TRAILING:
            shorter.pop()
            nearest = max(nearest, self._nearest(letters("".join(shorter))), key=lambda found: found.confidence)
        return nearest if nearest.confidence else self._county_and_near(folded.split())

    def _exact(self, text: str) -> Found:
        return _settle(self._texts.get(text, ()), 1.0)

    def _by_letters(self, text: str, confidence: float) -> Found:
        return _settle(self._keys.get(letters(text), ()), confidence)

    def _without_trailing(self, words: list[str], confidence: float) -> Found:
        found, left = NOTHING, list(words)
        while not found.confidence and len(left) > 1 and left[-1] in TRAILING:
            left.pop()
            found = self._exact(" ".join(left))
            if not found.confidence:
                found = self._by_letters("".join(left), min(confidence, SPLIT))
        return replace(found, confidence=min(found.confidence, confidence))

    def _county_and_place(self, words: list[str]) -> Found:
        """`LOS ANGELES VAN NUYS`: both must be in the one county."""
        for at in range(1, len(words)):
            county = self._exact(" ".join(words[:at])).place
            if county is None or not county.is_county:
                continue
            rest = self._exact(" ".join(words[at:]))
            if rest.county == county.county:
                return rest
            if rest.county is not None:
                return Found(None, None, UNSETTLED)
        return NOTHING

    def _part_of_county(self, words: list[str]) -> Found:
        """`WEST ORANGE CO`, of the county of Orange."""
        if len(words) < 3 or words[0] not in DIRECTIONS or words[-1] not in ("CO", "COUNTY"):
            return NOTHING
        county = self._exact(" ".join(words[1:-1])).place
        if county is None or not county.is_county:
            return NOTHING
        return Found(Place(DIRECTIONS[words[0]], county.county), county.county, SPLIT)

    def in_county(self, text: str) -> Found:
        """The county of two words or more with whose full name a text begins, whatever follows."""
        words = text.split()
        for at in range(len(words) - 1, 1, -1):
            county = self._exact(" ".join(words[:at])).place
            if county is not None and county.is_county:
                return Found(Place(" ".join(words[at:]).title(), county.county), county.county, TWO_WRONG)
        return NOTHING

    def _county_and_near(self, words: list[str]) -> Found:
        """A county's name, and after it something near the name of a place in it, and of none elsewhere."""
        for at in range(1, len(words)):
            county = self._exact(" ".join(words[:at])).place
            if county is not None and county.is_county:
                rest = self._nearest(letters("".join(words[at:])))
                if rest.county == county.county:
                    return rest
        return NOTHING

    def _nearest(self, key: str) -> Found:
        if len(key) <= SHORT:
            return NOTHING
        within = 2 if len(key) >= LONG else 1
        near: dict[int, set[Place]] = {}
        for candidate in self._candidates(key):
            distance = edits(key, candidate, within)
            if len(candidate) > len(key) >= ENOUGH and candidate.startswith(key):
                distance = 1
            if distance <= within and len(candidate) > SHORT and (distance < 2 or len(candidate) >= LONG):
                near.setdefault(distance, set()).update(self._keys[candidate])
        if not near:
            return NOTHING
        distance = min(near)
        found = _settle(near[distance], ONE_WRONG if distance == 1 else TWO_WRONG)
        if found.place is not None and letters(found.place.name.upper()).startswith(key):
            return replace(found, confidence=min(found.confidence, CUT_SHORT))
        return found

    def _candidates(self, key: str) -> set[str]:
        # Of a name cut in three, two wrong letters leave one piece whole, moved by two places at most.
        found: set[str] = set()
        for at in range(len(key)):
            for size in range(1, 9):
                if at + size > len(key):
                    break
                piece = key[at : at + size]
                for moved in range(max(0, at - 2), at + 3):
                    found.update(self._pieces.get((moved, piece), ()))
        return {candidate for candidate in found if len(candidate) >= len(key) - 2}


def _thirds(key: str) -> Iterator[tuple[int, str]]:
    size = -(-len(key) // 3)
    for at in range(0, len(key), size):
        yield at, key[at : at + size]


def _settle(places: Iterable[Place], confidence: float) -> Found:
    """One place; or one county where several of its places fit; or unsettled where several counties do.

    A county and a city of its name in another county (San Joaquin) are told apart by who asks: `courts.py`.
    """
    several = set(places)
    if not several:
        return NOTHING
    whole = [place for place in several if place.is_county]
    counties = {place.county for place in several}
    if len(counties) > 1:
        return Found(None, None, UNSETTLED)
    if not all(place.sure for place in several):
        confidence = min(confidence, UNSURE)
    if len(several) == 1 or whole:
        place = whole[0] if whole else next(iter(several))
        return Found(place, place.county, confidence)
    names = {place.name for place in several}
    return Found(next(iter(several)) if len(names) == 1 else None, counties.pop(), min(confidence, TWO_WRONG))


def edits(first: str, second: str, within: int) -> int:
    """How many letters must be changed, added, dropped or swapped with the next to make one text the other.

    Returns:
        More than `within`, of no meaning beyond that, when they are further apart.
    """
    if abs(len(first) - len(second)) > within:
        return within + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > within:
            return within + 1
    return row[-1]
