"""How coarse values become, step by step, for people whose combination is rare. Exact ones keep the first step.

What researchers of record clearance ask first (what was decided, of which offense, in which years, by race and sex)
is given up last.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from vacatur.outputs.research import coarser

PERSON = ("sex", "race", "birth", "convictions", "first_convicted")
ROW = ("statute", "grade", "convicted_on", "county")


@dataclass(frozen=True)
class Step:
    """The level of each value (`coarser`)."""

    date: int = 0
    birth: int = 0
    first: int = 0
    count: int = 0
    section: int = 0
    race: int = 0
    sex: int = 0
    grade: int = 0
    county: int = 0

    def person(self) -> list[pl.Expr]:
        """What is published of a person: `PERSON`."""
        return [
            coarser.plain("sex", self.sex),
            coarser.plain("race", self.race),
            coarser.year("birth", self.birth),
            coarser.count("convictions", self.count),
            coarser.year("first_convicted", self.first),
        ]

    def row(self) -> list[pl.Expr]:
        """What is published of a conviction: `ROW`."""
        return [
            coarser.section("statute", self.section),
            coarser.plain("grade", self.grade),
            coarser.date("convicted_on", self.date),
            coarser.plain("county", self.county),
        ]


NOTHING = Step(
    coarser.DATE, coarser.YEAR, coarser.YEAR, coarser.COUNT, coarser.SECTION,
    coarser.PLAIN, coarser.PLAIN, coarser.PLAIN, coarser.PLAIN,
)  # fmt: skip
"""Everything withheld."""

LINKED = (
    Step(),
    Step(date=1, birth=1, first=1),
    Step(date=1, birth=2, first=2),
    Step(date=2, birth=2, first=4),
    Step(date=2, birth=3, first=4, count=1),
    Step(date=3, birth=3, first=4, count=1),
    Step(date=3, birth=4, first=4, count=1),
    Step(date=3, birth=4, first=4, count=1, county=1),
    Step(date=3, birth=4, first=4, count=2, race=1, county=1),
    Step(date=4, birth=4, first=4, count=2, race=1, county=1),
    Step(date=4, birth=4, first=4, count=2, race=1, county=1, section=1),
    Step(date=4, birth=4, first=4, count=2, race=1, county=1, section=1, sex=1, grade=1),
)
"""A person together with all their convictions: the combination is that of all these values."""

PEOPLE = (
    Step(),
    Step(birth=1, first=1),
    Step(birth=2, first=2),
    Step(birth=2, first=3, count=1),
    Step(birth=3, first=4, count=1),
    Step(birth=4, first=4, count=1),
    Step(birth=4, first=4, count=2, race=1),
    NOTHING,
)
"""A person alone, whose convictions cannot be found from them."""

ROWS = (
    Step(),
    Step(date=1),
    Step(date=2),
    Step(date=3),
    Step(date=3, county=1),
    Step(date=4, county=1),
    Step(date=4, county=1, section=1),
    NOTHING,
)
"""A conviction alone, whose person cannot be found from it."""
