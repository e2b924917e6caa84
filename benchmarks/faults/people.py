"""Fabricated people whose files are sound, and what is decided on them: what damage is measured by."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import vacatur
from benchmarks.county import COUNTY
from vacatur.sources.doj.layout import POSITION
from vacatur.synth import write_county

AS_OF = date(2020, 7, 1)
PACKS = ("ca-la-2020-pilot", "ca-prop64-statute")
_RELIEF = {"reduce": 1, "dismiss": 2}

Decision = tuple[str, str]
"""A pack, and a conviction's id."""


@dataclass(frozen=True)
class Person:
    """Somebody with a sound file.

    Attributes:
        subject: SUBJECT_ID.
        number: CII_NUMBER.
        rows: the cells of each row.
    """

    subject: str
    number: str
    rows: tuple[tuple[str, ...], ...]


class People:
    """The people of a sound county whom damage could let go wrongly.

    Attributes:
        everybody: those with a conviction that some pack does not dismiss.
    """

    def __init__(self, folder: Path, people: int, seed: int) -> None:
        path = folder / "sound.dat"
        write_county(path, people=people, county=COUNTY, seed=seed, as_of=AS_OF, header=False)
        results = vacatur.run([path], COUNTY, PACKS, as_of=AS_OF)
        self._relief = relief_of(results)
        self._by_count: dict[Decision, int] = {}
        for (pack, conviction), relief in self._relief.items():
            count = "/".join(conviction.split("/")[:2])
            self._by_count[pack, count] = max(relief, self._by_count.get((pack, count), 0))
        may_be_harmed = {conviction.split("/")[0] for (_, conviction), relief in self._relief.items() if relief < 2}
        rows: dict[str, list[tuple[str, ...]]] = {}
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.reader(file):
                rows.setdefault(row[POSITION["SUBJECT_ID"]], []).append(tuple(row))
        self.everybody = [
            Person(subject, theirs[0][POSITION["CII_NUMBER"]], tuple(theirs))
            for subject, theirs in rows.items()
            if subject in may_be_harmed
        ]

    def relief(self, pack: str, conviction: str) -> int:
        """What a pack grants a conviction in the sound file: 2 dismissed, 1 reduced, 0 neither.

        Of a conviction that the sound file does not have, whose offense has become illegible perhaps, the most that is
        granted to one under its count; nothing where there is none.
        """
        count = "/".join(conviction.split("/")[:2])
        return self._relief.get((pack, conviction), self._by_count.get((pack, count), 0))


def relief_of(results: vacatur.Results) -> dict[Decision, int]:
    """What each pack grants each conviction: 2 dismissed, 1 reduced, 0 neither."""
    rows = results.decisions.select("pack", "conviction_id", "determination").iter_rows()
    return {(pack, conviction): _RELIEF.get(determination, 0) for pack, conviction, determination in rows}


def wrongly_let_go(
    people: People, results: vacatur.Results, judged: dict[str, str]
) -> tuple[int, list[tuple[str, str, str]]]:
    """How many decisions were judged, and which of them grant more than the sound file does.

    Args:
        judged: SUBJECT_IDs of the people to be judged, with what each is in the sound file.

    Returns:
        and of each: the pack, the conviction's id here, its SUBJECT_ID in the sound file.
    """
    seen, wrong = 0, []
    for (pack, conviction), relief in relief_of(results).items():
        subject, slash, rest = conviction.partition("/")
        if subject in judged:
            seen += 1
            if relief > people.relief(pack, judged[subject] + slash + rest):
                wrong.append((pack, conviction, judged[subject]))
    return seen, wrong


def as_lines(rows: Iterable[Iterable[str]]) -> list[str]:
    """Rows as the file has them, without line ends."""
    return [",".join(_quoted(cell) for cell in row) for row in rows]


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if "," in cell or '"' in cell or "\n" in cell else cell
