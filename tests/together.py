"""Cases read as one delivery: each is of people of its own, so that none tells anything of another.

Reading and deciding a file of one row takes a tenth of a second, and a file of a thousand hardly longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.cli.rows import Row, written

PERSON = "{person}"
"""Stands in the text of a row that cannot be read for the SUBJECT_ID of the case's person 1."""

_PEOPLE = 1000
"""More than any case has."""


@dataclass(frozen=True, eq=False)
class Case:
    """Some rows, of one person or of several.

    Attributes:
        number: its own in its delivery; the names of its people there begin with it.
        rows: as the case gives them: of person 1, where it names nobody.
    """

    number: int
    rows: tuple[Row | str, ...] = field(repr=False)

    def renamed(self) -> Iterator[Row | str]:
        """Its rows, of people of its own."""
        for row in self.rows:
            yield row.replace(PERSON, self._name("1")) if isinstance(row, str) else {**row, **self._named(row)}

    def _named(self, row: Row) -> Row:
        number = row["CII_NUMBER"]
        return {
            "SUBJECT_ID": self._name(row["SUBJECT_ID"]),
            "CII_NUMBER": f"{number[0]}{self.number}{number[1:]}" if number else "",
        }

    def _name(self, subject: str) -> str:
        return str(self.number * _PEOPLE + int(subject))


class Cases:
    """The cases of a module: calling it makes another."""

    def __init__(self) -> None:
        self._all: list[Case] = []

    def __call__(self, *rows: Row | str) -> Case:
        self._all.append(Case(_PEOPLE + len(self._all), rows))
        return self._all[-1]

    def written(self, folder: Path) -> Path:
        """The one file with the rows of all of them, in order."""
        return written(folder / "history.dat", [row for case in self._all for row in case.renamed()])


class Told:
    """What the one delivery tells of each case's convictions.

    Args:
        table: rows with a conviction_id, which are told under the names that the case has for its people.
    """

    def __init__(self, table: Iterable[dict[str, object]]) -> None:
        self._of: dict[int, list[dict[str, object]]] = {}
        for row in table:
            name, conviction = str(row["conviction_id"]).split("/", 1)
            number, subject = divmod(int(name), _PEOPLE)
            self._of.setdefault(number, []).append({**row, "conviction_id": f"{subject}/{conviction}"})

    def all(self, case: Case) -> list[dict[str, object]]:
        """The convictions of a case, in file order."""
        return self._of.get(case.number, [])

    def __call__(self, case: Case, conviction: str = "1/101002001000") -> dict[str, object]:
        """One conviction of a case."""
        (found,) = (each for each in self.all(case) if each["conviction_id"] == conviction)
        return found
