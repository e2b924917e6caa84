"""Which court, jail or police department an agency text of a RAP sheet names, and in which county.

The table `courts.csv` has the 280 texts of courts that are known to stand on sheets (rap_sheet_parser's list; its
spelling errors are not taken over), each with its county: mark K, general knowledge of public geography; mark U, not
quite sure. All other texts are read as a prefix (`CAPD`) and a place (`gazetteer.py`).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from vacatur.sources.rapsheet.cities import Place, cities, counties
from vacatur.sources.rapsheet.gazetteer import DIGIT, NOTHING, SPLIT, UNSURE, Found, Gazetteer, edits, letters
from vacatur.sources.rapsheet.sheet import Court

PREFIXES: dict[str, tuple[str, str]] = {
    "CASC": ("superior", "Superior Court"),
    "CAMC": ("municipal", "Municipal Court"),
    "CAJC": ("justice", "Justice Court"),
    "CAJV": ("juvenile", "Juvenile Court"),
    "CAPD": ("police", "Police"),
    "CASO": ("sheriff", "Sheriff"),
    "CAPR": ("probation", "Probation"),
    "CAPA": ("parole", "Parole"),
    "CACO": ("coroner", "Coroner"),
    "CASD": ("state", "State Department"),
    "CADJ": ("state", "Department of Justice"),
    "CAYA": ("prison", "Youth Authority"),
    "CAHO": ("state", "State Hospital"),
    "CAHP": ("police", "Highway Patrol"),
    "CADC": ("prison", "Department of Corrections"),
    "CADA": ("other", "District Attorney"),
    "CAUD": ("police", "School District"),
    "CAID": ("other", "CAID"),
    "USFD": ("federal", "United States District Court"),
    "USCI": ("federal", "Federal Prison"),
    "USMS": ("federal", "United States Marshal"),
}
"""What the first four letters say: the kind, and in words. What CAID stands for is not known."""

COURTS = frozenset({"superior", "municipal", "justice", "juvenile"})
COUNTY_RUN = frozenset({"CASC", "CAJV", "CASO", "CAPR", "CACO"})
"""Agencies that only counties have: `CASO LOS ANGELES MENS CENTRAL` is of Los Angeles whatever the rest means."""
_FEDERAL = {
    "Northern": ("SAN FRANCISCO", "OAKLAND", "SAN JOSE", "EUREKA", "MCKINLEYVILLE"),
    "Eastern": ("SACRAMENTO", "FRESNO", "BAKERSFIELD", "REDDING", "YOSEMITE"),
    "Central": ("LOS ANGELES", "SANTA ANA", "RIVERSIDE"),
    "Southern": ("SAN DIEGO", "EL CENTRO"),
}
"""The districts of the federal courts, by the places where they sit."""

WRONG_PREFIX = 0.8
NO_PREFIX = 0.5
_STATEWIDE = 0.5
"""Of a body of the state whose words after the prefix are in no table."""
_CORRECTIONS = re.compile(r"\bCORR(ECTIONS?)?\b")
_PAROLE = re.compile(r"\bPAR(OLE)?\b")
_FORMERLY = ", formerly municipal"


@lru_cache(maxsize=65536)
def court_of(agency: str) -> Court:
    """The court, jail, police department or other agency that a text names; each distinct text is looked up once.

    Args:
        agency: as printed: `CASC SN BERDO CENTRAL`; split, glued or slightly damaged.

    Returns:
        With county None where the text does not settle it: a place that is not known, names of two counties equally
        near, a body of the whole state, and all of the United States, whose courts are of no county. Confidence is 1
        for a text of the tables in the usual spelling, less where a letter or space had to be repaired, 0 where no
        place fits.
    """
    text = _plain(agency)
    known = _table().get(text)
    if known is not None:
        return known
    prefix, rest, confidence = _prefix(text)
    if confidence < 1 and (place := _without_prefix(text)).confidence:
        return place  # NAPA CO is no parole office
    if prefix is None:
        return _without_prefix(rest)
    kind = PREFIXES[prefix][0]
    if kind == "federal":
        return _federal(prefix, rest, confidence)
    if kind == "state" or prefix in ("CAYA", "CADC"):
        return _state(prefix, rest, confidence)
    return _local(prefix, rest, confidence)


def _plain(agency: str) -> str:
    """Capitals without accents, and single spaces; stray points and quotes gone."""
    text = unicodedata.normalize("NFKD", agency.upper())
    text = re.sub(r"[.'`’•·*:;]", "", "".join(mark for mark in text if not unicodedata.combining(mark)))
    text = re.sub(r"[/_&]", "-", text)
    return re.sub(r"\s+", " ", re.sub(r" *- *", "-", text.replace('"', " "))).strip(" ,-")


def _prefix(text: str) -> tuple[str | None, str, float]:
    """The prefix, what follows it, and how surely. None when there is none, or it may be several."""
    first, _, rest = text.partition(" ")
    if first in PREFIXES:
        return first, rest, 1.0
    # Split (`CA SC OAKLAND`) or glued (`CASCOAKLAND`): four letters, wherever their spaces stand.
    spread = re.match(r"((?:\S ?){4})(.*)$", text)
    if spread is None:
        return None, text, 0.0
    four, after = spread[1].replace(" ", ""), spread[2]
    if four in PREFIXES and after:
        return four, after, 0.95
    if len(first) != 4 or not rest or first[:2] in _STATES:
        return None, text, 0.0
    near = [prefix for prefix in PREFIXES if edits(first, prefix, 1) <= 1]
    alike = [prefix for prefix in near if _look_alike(first, prefix)]
    chosen = alike if len(alike) == 1 else near
    return (chosen[0] if len(chosen) == 1 else None), rest if near else text, WRONG_PREFIX if near else 0.0


_STATES = frozenset("CO CT DC GA IA LA MA PA VA WA UT".split())
"""Other states whose letters are but one from CA or US: COPD may be of Colorado."""

_ALIKE = ("O0QDC", "I1LTJ", "S58", "B83", "G6C", "PRFB", "MNHW", "UVY", "A4", "EF")


def _look_alike(first: str, second: str) -> bool:
    return all(a == b or any(a in group and b in group for group in _ALIKE) for a, b in zip(first, second, strict=True))


def _local(prefix: str, rest: str, confidence: float) -> Court:
    kind, words = PREFIXES[prefix]
    found, former = _find(rest, prefix), ""
    if prefix == "CASC" and rest.startswith("MC") and found.confidence < 1:
        inside = _find(rest[2:].strip(), prefix)
        if inside.confidence > found.confidence:
            found, former = inside, _FORMERLY
    if found.confidence == 0 and prefix in COUNTY_RUN:
        found = _places("other").in_county(rest)
    if found.confidence == 0:
        return Court(_name(kind, words, rest.title(), None), kind, None, 0.0)
    place = found.place.name + former if found.place is not None else rest.title()
    return Court(_name(kind, words, place, found.county), kind, found.county, round(found.confidence * confidence, 3))


def _find(rest: str, prefix: str) -> Found:
    """A place. Of places joined by a hyphen (`LIVERMORE-PLEASANTON`) all must be in one county."""
    kind = PREFIXES[prefix][0]
    gazetteer = _places("courts" if kind in COURTS else kind if kind == "police" else "other")
    found = gazetteer.find(rest.replace(",", " ").replace("-", " "))
    if found.confidence or "-" not in rest:
        return found
    parts = [gazetteer.find(part) for part in rest.split("-")]
    if len({part.county for part in parts}) > 1 or any(part.place is None for part in parts):
        return NOTHING
    name = "-".join(part.place.name for part in parts if part.place is not None)
    return Found(Place(name, parts[0].county or ""), parts[0].county, min(part.confidence for part in parts))


def _state(prefix: str, rest: str, confidence: float) -> Court:
    """A body of the state: its county is where it stands, when a place is all that is said, or follows a comma."""
    kind, words = PREFIXES[prefix]
    if prefix == "CASD" and _CORRECTIONS.search(rest):
        kind, words = ("parole", "Parole") if _PAROLE.search(rest) else ("prison", "Department of Corrections")
    where = _CORRECTIONS.sub("", rest, count=1).strip(" ,")
    found = _places("other").find(where.rpartition(",")[2].strip()) if where else NOTHING
    if found.place is None or (found.confidence < SPLIT and prefix != "CAHO"):
        known = 1.0 if rest and not where else _STATEWIDE
        # A prefix that had to be repaired is not known by itself.
        sure = known if confidence == 1 else 0.0
        return Court(f"{words}, {where.title()}".strip(", "), kind, None, sure)
    place = where.title() if "," in where else found.place.name
    return Court(f"{words}, {place}", kind, found.county, round(found.confidence * confidence, 3))


def _federal(prefix: str, rest: str, confidence: float) -> Court:
    """An agency of the United States: of no county, wherever it stands."""
    kind, words = PREFIXES[prefix]
    found = _places("other").find(rest) if rest else NOTHING
    if found.place is None:
        return Court(f"{words}, {rest.title()}".strip(", "), kind, None, 0.0)
    place = found.place.name
    district = next((name for name, places in _FEDERAL.items() if place.upper() in places), None)
    if prefix == "USFD" and district is not None:
        words = f"{words}, {district} District of California"
    return Court(f"{words} ({place})", kind, None, round(found.confidence * confidence, 3))


def _without_prefix(text: str) -> Court:
    """A place alone (`ALAMEDA CO`), or after a prefix that may be several."""
    found = _places("other").find(text)
    if found.place is None or found.confidence < DIGIT:
        return Court(text.title(), "other", None, 0.0)
    return Court(found.place.name, "other", found.county, NO_PREFIX)


def _name(kind: str, words: str, place: str, county: str | None) -> str:
    """`Superior Court, Los Angeles (Van Nuys)`; `Police, Oakland`."""
    if county is None or kind == "police":
        return f"{words}, {place}" if place else words
    return f"{words}, {county.title()}" + (f" ({place})" if place != county.title() else "")


@cache
def _table() -> dict[str, Court]:
    """The texts of `courts.csv`."""
    found = {}
    for row in _rows():
        kind, words = PREFIXES[row["text"][:4]]
        name = _name(kind, words, row["place"], row["county"] or None)
        found[row["text"]] = Court(name, kind, row["county"] or None, 1.0 if row["mark"] == "K" else UNSURE)
    return found


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with (Path(__file__).parent / "courts.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _places(who: str) -> Gazetteer:
    """The places by which such agencies are named.

    Where a county and a city of another county have one name (San Joaquin, and the city in Fresno), a court or sheriff
    is the county's; a police department may be either's, so that its county is not settled.
    """
    entries = [*counties(), *cities(districts=who == "courts")]
    if who == "courts":
        for row in _rows():
            if row["county"] and _FORMERLY not in row["place"]:
                whole = letters(row["place"].upper()) == letters(row["county"])
                place = Place(row["place"], row["county"], row["mark"] == "K", is_county=whole)
                entries.append((row["text"].partition(" ")[2], place))
    if who != "police":
        own = {place.name for _, place in counties()}
        entries = [entry for entry in entries if entry[1].is_county or entry[1].name not in own]
    return Gazetteer(dict.fromkeys(entries))
