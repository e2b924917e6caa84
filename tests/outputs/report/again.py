"""The figures of a report counted again, in plain Python over the rows of the results: no code of the report's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

Row = dict[str, Any]

WORDS = {
    "dismiss": "Dismiss",
    "reduce": "Reduce",
    "review": "Review by hand",
    "refer": "Refer",
    "not_eligible": "Not eligible",
    "out_of_scope": "Out of scope",
}
RELIEF = ("dismiss", "reduce")
STILL_THERE = re.compile(r"reduced|17\(B\)|1170\.18|11361\.8|resentenced")
"""Earlier relief that leaves a conviction on the record."""


def rows_of(folder: Path, table: str) -> list[Row]:
    return pl.read_parquet(folder / f"{table}.parquet").to_dicts()


class Again:
    """The tables of a results folder as rows, joined by hand."""

    def __init__(self, folder: Path, pack: str, as_of: date) -> None:
        self.as_of = as_of
        self.persons = {row["person_id"]: row for row in rows_of(folder, "persons")}
        self.all = rows_of(folder, "convictions")
        facts = {row["conviction_id"]: row for row in rows_of(folder, "facts")}
        known = {row["conviction_id"]: row for row in self.all}
        self.facts_of_person = {row["person_id"]: row for row in facts.values()}
        self.decisions: dict[str, list[Row]] = {}
        for row in rows_of(folder, "decisions"):
            self.decisions.setdefault(row["pack"], []).append(row)
        self.decided = [
            {**known[row["conviction_id"]], **facts[row["conviction_id"]], **row} for row in self.decisions[pack]
        ]

    def by(self, group: Callable[[Row], str], rows: Iterable[Row] | None = None) -> Counter[str]:
        """How many decided convictions are in each group."""
        return Counter(group(row) for row in (self.decided if rows is None else rows))

    def relief(self) -> list[Row]:
        return [row for row in self.decided if row["determination"] in RELIEF]

    def people(self, rows: Iterable[Row]) -> set[str]:
        return {row["person_id"] for row in rows}

    def race(self, person: str) -> str:
        race = self.persons[person]["race"]
        return "Not given" if race is None else "Unknown (so in the file)" if race == "UNKNOWN" else race.title()

    def age_now(self, person: str) -> str:
        row = self.persons[person]
        if row["deceased"]:
            return "Deceased"
        if row["birth_date"] is None or (
            person in self.facts_of_person and self.facts_of_person[person]["age_now"] is None
        ):
            return "Not known"
        born = row["birth_date"]
        if born > self.as_of:
            return "Not known"
        age = self.as_of.year - born.year - ((self.as_of.month, self.as_of.day) < (born.month, born.day))
        bands = ((20, "Under 21"), (29, "21 to 29"), (39, "30 to 39"), (49, "40 to 49"), (59, "50 to 59"))
        return next((name for last, name in bands if age <= last), "60 and over")

    def freed(self, pack: str) -> dict[str, int]:
        """People with some relief, and those who lose the last felony, recent conviction, conviction."""
        given = {row["conviction_id"]: row["determination"] for row in self.decisions[pack]}
        theirs: dict[str, list[Row]] = {}
        for row in self.all:
            theirs.setdefault(row["person_id"], []).append(row)
        counts = Counter(
            {
                "With some relief": 0,
                "No felony left": 0,
                "No conviction of the last 7 years left": 0,
                "No conviction left at all": 0,
            }
        )
        since = self.as_of.replace(year=self.as_of.year - 7)
        for rows in theirs.values():
            if not any(given.get(row["conviction_id"]) in RELIEF for row in rows):
                continue
            counts["With some relief"] += 1
            gone = [row for row in rows if self._gone(row, given)]
            left = [row for row in rows if row not in gone]
            felonies = [row for row in rows if row["is_felony"]]
            kept = [
                row for row in left
                if row["is_felony"] is not False and given.get(row["conviction_id"]) != "reduce" and not row["relief"]
            ]  # fmt: skip
            counts["No felony left"] += bool(felonies) and not kept
            counts["No conviction left at all"] += not left
            recent = [row for row in rows if row["convicted_on"] is None or row["convicted_on"] >= since]
            still = [row for row in recent if row in left]
            counts["No conviction of the last 7 years left"] += bool(recent) and not still
        return dict(counts)

    def _gone(self, row: Row, given: dict[str, str]) -> bool:
        earlier = row["relief"] or ""
        return given.get(row["conviction_id"]) == "dismiss" or (earlier != "" and not STILL_THERE.search(earlier))


def percent(part: int, whole: int) -> str:
    if not whole:
        return ""
    return "<0.1%" if 0 < part / whole < 0.0005 else f"{part / whole:.1%}"
