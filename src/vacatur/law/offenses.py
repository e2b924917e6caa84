"""Lists of offenses: which statutes are cannabis offenses, super strikes, registrable or related, row by row.

A list is a table in `offenses/`. Statutes are compared by code, section and subdivisions, so `537 PC` is not `37 PC`;
a text that does not settle the matter is for a lawyer ("review"), never a guess.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from vacatur.errors import PackError
from vacatur.record.statute import PROP64_SECTIONS, Statute

MatchClass = Literal["definite", "review", "no"]
"""Whether an offense belongs to a list: yes, only a lawyer can say, or no."""

FOLDER = Path(__file__).parent / "offenses"
OFFENSE_LISTS = (
    "prop64", "superstrikes", "pc290", "related", "wobblers", "county_jail", "prop47", "no_dismissal", "driving",
    "serious_violent",
)  # fmt: skip
COLUMNS = (
    "code", "section", "subdivision", "match", "severity", "attempt", "conspiracy", "words", "from", "until",
    "citation", "mark", "note", "renumbered_as",
)  # fmt: skip
CANNABIS_WORDS = ("MARIJ", "CANNABIS", "HASH")
"""How an offense text without a legible statute names cannabis in words."""
_CANNABIS_NUMBER = re.compile(r"(?<![\d.])(?:" + "|".join(sorted(PROP64_SECTIONS)) + r")(?!\.?\d)")
"""`HS-11357(B)`: so does the number of one of the four sections by itself, where no statute can be read."""


@dataclass(frozen=True)
class OffenseMatch:
    """What a list says of a statute, before severity, date and court are looked at.

    Attributes:
        match: definite, review or no.
        felony_only: the row speaks of felony convictions only.
        in_force_from: first day on which a conviction can be of this row; None: no such day.
        in_force_until: last such day; None: still in force.
        citation: the law that the row rests on; empty when no row speaks of the statute.
    """

    match: MatchClass
    felony_only: bool = False
    in_force_from: date | None = None
    in_force_until: date | None = None
    citation: str = ""


@dataclass(frozen=True)
class OffenseRow:
    """One row of a list: a section, or a subdivision of it, and the class of its convictions.

    Attributes:
        code: two letters; `*` stands for any other code than those listed for the section.
        section: as a Statute has it: `266h`, `11357.5`.
        subdivision: outermost first: `("c", "1")`; empty for the section and all of it that has no row of its own.
        match: class of a completed offense; `no` where the row is an explicit exclusion.
        felony_only: only a felony conviction matches.
        attempt: class of an attempt (PC 664) at it.
        conspiracy: class of a conspiracy (PC 182) to commit it.
        words: the row counts only for texts with one of them; empty for every text.
        in_force_from: first day of convictions under this number; None: no such day.
        in_force_until: last such day; None: still in force.
        citation: the law that the row rests on.
        mark: C confirmed, S secondary source only, K unconfirmed.
        note: why.
        renumbered_as: the section that the day after `in_force_until` took its place; empty: none.
    """

    code: str
    section: str
    subdivision: tuple[str, ...]
    match: MatchClass
    felony_only: bool
    attempt: MatchClass
    conspiracy: MatchClass
    words: tuple[str, ...]
    in_force_from: date | None
    in_force_until: date | None
    citation: str
    mark: str
    note: str
    renumbered_as: str

    def class_of(self, inchoate: str) -> MatchClass:
        """The class of a completed offense (""), an "attempt" or a "conspiracy"."""
        return {"attempt": self.attempt, "conspiracy": self.conspiracy}.get(inchoate, self.match)


class OffenseList:
    """One list, looked up by statute.

    Attributes:
        name: one of `OFFENSE_LISTS`.
        rows: in the order of the file.
    """

    def __init__(self, name: str, rows: Iterable[OffenseRow]) -> None:
        self.name = name
        self.rows = tuple(rows)
        self._by_section: dict[str, list[OffenseRow]] = {}
        for row in self.rows:
            self._by_section.setdefault(row.section, []).append(row)

    def lookup(self, statute: Statute | None, text: str) -> OffenseMatch:
        """What the list says of a statute, or of a text that yields none.

        Args:
            statute: the statute that was read; None when the text is illegible.
            text: the offense text; "" when blank.
        """
        if statute is None:
            return OffenseMatch(self._class_of_illegible(text.strip().upper()))
        rows = self._by_section.get(statute.section)
        if not rows:
            return OffenseMatch("no")
        rows = [row for row in rows if not row.words or any(word in text.upper() for word in row.words)]
        code = statute.code or ("HS" if self.name == "prop64" and statute.section in PROP64_SECTIONS else None)
        if code is None:
            return _of_any_code(rows, statute)
        own = [row for row in rows if row.code == code] or [row for row in rows if row.code == "*"]
        return _of_rows(own, statute)

    def _class_of_illegible(self, text: str) -> MatchClass:
        """A super strike may hide behind any illegible text; cannabis only behind a blank or one that names it, in
        words or by number.
        """
        if self.name in ("superstrikes", "pc290"):
            return "review"
        cannabis = not text or any(word in text for word in CANNABIS_WORDS) or bool(_CANNABIS_NUMBER.search(text))
        return "review" if self.name == "prop64" and cannabis else "no"


def _of_rows(rows: Sequence[OffenseRow], statute: Statute) -> OffenseMatch:
    """What the most specific row says that covers the statute; review where only narrower rows might."""
    given = statute.subdivisions
    covering = [row for row in rows if given[: len(row.subdivision)] == row.subdivision]
    if covering:
        best = max(covering, key=lambda row: len(row.subdivision))  # of equals, the first in the file
        found = best.class_of(statute.inchoate)
        return OffenseMatch(found, best.felony_only, best.in_force_from, best.in_force_until, best.citation)
    narrower = [row for row in rows if row.subdivision[: len(given)] == given]
    possible = [row for row in narrower if row.class_of(statute.inchoate) != "no"]
    if not possible:
        return OffenseMatch("no")
    return OffenseMatch("review", all(row.felony_only for row in possible), citation=possible[0].citation)


def _of_any_code(rows: Sequence[OffenseRow], statute: Statute) -> OffenseMatch:
    """A text without a code: review when under some code the list has it."""
    for code in dict.fromkeys(row.code for row in rows if row.code != "*"):
        found = _of_rows([row for row in rows if row.code == code], statute)
        if found.match != "no":
            return OffenseMatch("review", found.felony_only, citation=found.citation)
    return OffenseMatch("no")


@cache
def load_offense_list(name: str) -> OffenseList:
    """A list that comes with the program, by its name in `OFFENSE_LISTS`.

    Raises:
        PackError: no such list, or a row of it is wrong; every mistake is named.
    """
    if name not in OFFENSE_LISTS:
        raise PackError([f"no list of offenses is called {name!r}; there are {', '.join(OFFENSE_LISTS)}"])
    return OffenseList(name, read_rows(FOLDER / f"{name}.csv"))


def read_rows(path: Path) -> list[OffenseRow]:
    """The rows of a list.

    Raises:
        PackError: a column is missing or unknown, or a cell holds what it may not; every mistake is named.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise PackError([f"{path.name}: the columns are {reader.fieldnames}; they must be {', '.join(COLUMNS)}"])
        cells = list(reader)
    mistakes = [mistake for line, row in enumerate(cells, start=2) for mistake in _mistakes(f"{path.name}:{line}", row)]
    if mistakes:
        raise PackError(mistakes)
    return [_row(row) for row in cells]


def _mistakes(where: str, row: dict[str, str]) -> Iterator[str]:
    allowed = {"match": get_args(MatchClass), "attempt": get_args(MatchClass), "conspiracy": get_args(MatchClass)}
    allowed |= {"severity": ("", "felony"), "mark": ("C", "S", "K")}
    for column, values in allowed.items():
        if row[column] not in values:
            yield f"{where}: {column} is {row[column]!r}; allowed: {', '.join(value or 'blank' for value in values)}"
    for column in ("code", "section", "citation", "note"):
        if not row[column]:
            yield f"{where}: {column} is blank"
    for column in ("from", "until"):
        try:
            _date(row[column])
        except ValueError:
            yield f"{where}: {column} is {row[column]!r}; it must be a date such as 2019-01-01, or blank"


def _row(cells: dict[str, str]) -> OffenseRow:
    return OffenseRow(
        code=cells["code"],
        section=cells["section"],
        subdivision=tuple(cells["subdivision"].split(".")) if cells["subdivision"] else (),
        match=cast(MatchClass, cells["match"]),
        felony_only=cells["severity"] == "felony",
        attempt=cast(MatchClass, cells["attempt"]),
        conspiracy=cast(MatchClass, cells["conspiracy"]),
        words=tuple(cells["words"].split("|")) if cells["words"] else (),
        in_force_from=_date(cells["from"]),
        in_force_until=_date(cells["until"]),
        citation=cells["citation"],
        mark=cells["mark"],
        note=cells["note"],
        renumbered_as=cells["renumbered_as"],
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
