"""The offence lists as plain data, and the reference's own lookup in them (docs/reading.md, section 6)."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from .statutes import CANNABIS_SECTIONS, Offence, Wording

LISTS = Path(__file__).parents[2] / "src" / "vacatur" / "law" / "offenses"

# Lists in which a text that yields no statute may be anything.
ANYTHING_MAY_BE_LISTED = ("superstrikes", "pc290")
CANNABIS_WORDS = ("MARIJ", "CANNABIS", "HASH")


@dataclass(frozen=True)
class Class:
    """The class of an offence in a list before severity, date and court are looked at."""

    match: str  # definite, review or no
    felony_only: bool = False
    in_force_from: date | None = None
    in_force_until: date | None = None

    def of(self, felony: bool | None, convicted_on: date | None, juvenile_bars: bool) -> bool | None:
        """The class of one conviction: True is definite, None review, False no."""
        if self.match == "no" or (self.felony_only and felony is False):
            return False
        sure = self.match == "definite" and not (self.felony_only and felony is None) and not juvenile_bars
        if self.in_force_from or self.in_force_until:
            sure = sure and convicted_on is not None and self._in_force(convicted_on)
        return True if sure else None

    def _in_force(self, day: date) -> bool:
        return (self.in_force_from or date.min) <= day <= (self.in_force_until or date.max)


@cache
def rows_of(name: str, folder: Path = LISTS) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)]


@cache
def class_of(name: str, wording: Wording, text: str) -> Class:
    """The class of all that a text says: a person reads it where it names a listed statute further, or a conspiracy."""
    found = look_up(name, wording.statute, text)
    if found.match == "no" and any(look_up(name, each, text).match != "no" for each in wording.further):
        return Class("review")
    if found.match == "definite" and wording.conspiracy_in_words:
        return replace(found, match="review")
    return found


@cache
def look_up(name: str, offence: Offence | None, text: str) -> Class:
    """The class of an offence in the list `name`; `text` is the offence text it was read from, upper case."""
    if offence is None:
        return _illegible(name, text)
    code, worst = offence.code, "definite"
    if code is None and offence.section in CANNABIS_SECTIONS:
        code = "HS"  # no other code has these numbers
    if name == "prop64" and offence.section in CANNABIS_SECTIONS:
        if code not in ("HS", None):
            worst = "review"
        code = "HS"
    rows = [row for row in rows_of(name) if row["section"].lower() == offence.section and _words_fit(row, text)]
    if code is None:
        worst = "review"
    else:
        rows = [row for row in rows if row["code"].upper() == code]
    wide = [row for row in rows if offence.subdivisions[: len(_parts(row))] == _parts(row)]
    if wide:
        return _class_in(max(wide, key=lambda row: (len(_parts(row)), row["words"] != "")), offence, worst)
    narrow = [row for row in rows if _parts(row)[: len(offence.subdivisions)] == offence.subdivisions]
    classes = [_class_in(row, offence, "review") for row in narrow]
    possible = [each for each in classes if each.match != "no"]
    if not possible:
        return Class("no")
    return Class("review", felony_only=all(each.felony_only for each in possible))


def _illegible(name: str, text: str) -> Class:
    if name in ANYTHING_MAY_BE_LISTED:
        return Class("review")
    numbered = re.search(r"(^|[^0-9.])(11357|11358|11359|11360)($|\.?[^0-9.]|\.$)", text)
    if name == "prop64" and (text == "" or numbered or any(word in text for word in CANNABIS_WORDS)):
        return Class("review")
    return Class("no")


def _parts(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(part.lower() for part in row["subdivision"].split(".") if part)


def _words_fit(row: dict[str, str], text: str) -> bool:
    return row["words"] == "" or any(word.strip().upper() in text for word in row["words"].split("|"))


def _class_in(row: dict[str, str], offence: Offence, worst: str) -> Class:
    """The class a row gives an offence, never better than `worst`."""
    match = row[offence.inchoate or "match"].lower()
    if match not in ("definite", "review", "no"):
        raise ValueError(f"{offence}: the row {row} has no class for it")
    if match == "definite":
        match = worst
    return Class(
        match,
        row["severity"].lower() == "felony",
        date.fromisoformat(row["from"]) if row["from"] else None,
        date.fromisoformat(row["until"]) if row["until"] else None,
    )
