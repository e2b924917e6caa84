"""What the report counts: tables of counts, of convictions or of people, each with the rows behind its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

import polars as pl

from vacatur.decide.impact import FREED
from vacatur.outputs.report import groups
from vacatur.outputs.report.grid import Grid
from vacatur.outputs.report.subjects import (
    FREED_NOW,
    HELPED,
    NO_DECISION,
    OUTCOMES,
    RELIEF_NOW,
    RELIEF_POSSIBLE,
    STANDINGS,
    Subjects,
)

RELIEF = "Relief"
"""Dismissed or reduced: the name under which those two columns stand together."""

DECIDED = "With a decision"
HELPED_OR_FREED = "with some relief"
AT_LEAST, AT_MOST = "at least", "at most"
_BOUNDS = {AT_LEAST: STANDINGS[:2], AT_MOST: STANDINGS[:3]}
"""Relief now, with what is sure to follow; and with what may follow, when open decisions are made."""

Unit = Literal["convictions", "people"]


@dataclass(frozen=True)
class Tally:
    """A table of counts: `by` down, `across` to the right. Each subject stands in one cell.

    Attributes:
        id: small letters and hyphens; the folder of its rows.
        unit: what a count counts.
        frame: one row a subject.
        by: the column of the frame that gives the row of the table.
        across: the column that gives the column.
        rows: groups down, in the order in which they are read.
        columns: groups across.
        sums: names for several columns together.
        shown_rows: the rows of which the report shows numbers; None stands for all rows together.
        shown_columns: columns and sums of which it does; None stands for all columns together.
        settled: whether the policy or the definition of the columns says which cells are zero.
    """

    id: str
    unit: Unit
    frame: pl.DataFrame = field(repr=False)
    by: str
    across: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    sums: Mapping[str, tuple[str, ...]]
    shown_rows: tuple[str | None, ...]
    shown_columns: tuple[str | None, ...]
    settled: bool = False

    def grid(self) -> Grid:
        """The counts."""
        found = {
            (row, column): number for row, column, number in self.frame.group_by(self.by, self.across).len().iter_rows()
        }
        counts = [[found.get((row, column), 0) for column in self.columns] for row in self.rows]
        universe = f"{self.unit} of the report"
        return Grid.of(
            self.id,
            self.rows,
            self.columns,
            counts,
            universe=universe,
            axes=(self.by, self.across),
            settled=self.settled,
        )


CONVICTION_GROUPS = (
    "grade", "section", "reason", "decade", "court", "agency", "race", "sex", "age_at_conviction", "age_now",
)  # fmt: skip
"""Columns of `Subjects.convictions` by which they are counted, each against the determination."""

_SETTLED = ("grade", "reason")
"""Groups of which the policy says with which determinations they do not occur."""

PEOPLE_GROUPS = ("race", "sex", "age_now")
"""Columns of `Subjects.people` by which they are counted, each against the standing."""


def tallies_of(subjects: Subjects, *, by_name: bool = False) -> list[Tally]:
    """Every table of counts that the report is made of.

    Args:
        by_name: whether groups without an order of their own stand by name, rather than the largest first: in a
            published report their order must not tell what is withheld.
    """
    return [
        *_of_convictions(subjects.convictions, by_name), *_of_people(subjects.people, by_name), *_of_outcomes(subjects),
    ]  # fmt: skip


def named(group: str) -> str:
    """The name of a column as part of an id."""
    return group.replace("_", "-")


def _of_convictions(convictions: pl.DataFrame, by_name: bool) -> list[Tally]:
    """The grade also against the standing, which tells what is possible at the least and at the most."""
    columns = _occurring(convictions, "determination", tuple(groups.DETERMINATIONS.values()))
    relief = tuple(
        name for name in columns if name in (groups.DETERMINATIONS["dismiss"], groups.DETERMINATIONS["reduce"])
    )
    orders = {group: order_of(convictions, group, by_name) for group in CONVICTION_GROUPS}
    tables = [
        Tally(
            f"convictions-by-{named(group)}", "convictions", convictions, group, "determination", rows, columns,
            {RELIEF: relief}, (*rows, None), (None, RELIEF, *columns), group in _SETTLED,
        )
        for group, rows in orders.items()
    ]  # fmt: skip
    detail = convictions.with_columns(
        pl.concat_str("determination", pl.lit(": "), "standing").alias("outlook"),
    )
    present = set(detail["outlook"])
    pairs = [(name, standing, f"{name}: {standing}") for name in columns for standing in STANDINGS]
    outlooks = [pair for pair in pairs if pair[2] in present]
    sums = {standing: (standing,) for standing in STANDINGS} | _BOUNDS
    return [
        *tables,
        Tally(
            "convictions-by-outlook", "convictions", detail, "grade", "outlook", orders["grade"],
            tuple(name for *_, name in outlooks),
            {key: tuple(name for _, standing, name in outlooks if standing in of) for key, of in sums.items()},
            (*orders["grade"], None), (None, RELIEF_NOW, AT_LEAST, AT_MOST, RELIEF_POSSIBLE), settled=True,
        ),
    ]  # fmt: skip


def _of_people(people: pl.DataFrame, by_name: bool) -> list[Tally]:
    columns = _occurring(people, "standing", STANDINGS)
    sums = {DECIDED: tuple(name for name in columns if name != NO_DECISION), RELIEF: (RELIEF_NOW,), **_BOUNDS}
    orders = {group: order_of(people, group, by_name) for group in PEOPLE_GROUPS}
    return [
        Tally(
            f"people-by-{named(group)}", "people", people, group, "standing", rows, columns, sums, (*rows, None),
            (None, DECIDED, RELIEF, AT_MOST),
        )
        for group, rows in orders.items()
    ]  # fmt: skip


def _of_outcomes(subjects: Subjects) -> list[Tally]:
    """What each policy does for people, two policies at a time, so that the people between them are counted too. What
    the office's policy does is shown in the rows, what each other does in the columns of the table of both.
    """
    tables = []
    for name in FREED:
        for place, (one, other) in enumerate(combinations(subjects.policies, 2), start=1):
            with_office = one == subjects.policies[0]
            tables.append(
                Tally(
                    f"{named(name)}-{place}", "people", subjects.people, f"{one} {name}", f"{other} {name}", OUTCOMES,
                    OUTCOMES, {HELPED_OR_FREED: (FREED_NOW, HELPED)},
                    (FREED_NOW, None) if with_office else (),
                    (None, FREED_NOW, HELPED_OR_FREED) if with_office else (),
                    settled=True,
                )
            )  # fmt: skip
    return tables


def _occurring(frame: pl.DataFrame, column: str, names: tuple[str, ...]) -> tuple[str, ...]:
    present = set(frame[column])
    return tuple(name for name in names if name in present)


_FIXED: dict[str, tuple[str, ...]] = {
    "grade": groups.GRADES,
    "age_at_conviction": (*groups.CONVICTION_AGES.values(), groups.CONVICTION_OLDEST),
    "age_now": (*groups.AGES_NOW.values(), groups.OLDEST_NOW, groups.DECEASED),
}
BY_SIZE = ("race", "sex", "court", "agency", "reason")
"""Groups without an order of their own."""


def order_of(frame: pl.DataFrame, group: str, by_name: bool = False) -> tuple[str, ...]:
    """The groups that occur, in the order in which they are read: ages by age, what has no order of its own by size or
    name, and what is not known last.
    """
    counts = frame.group_by(group).len().sort(["len", group], descending=[True, False])
    present = [str(name) for name in counts[group]]
    if group in _FIXED:
        present.sort(key=lambda name: _place(name, _FIXED[group]))
    elif by_name or group not in BY_SIZE:
        present.sort()
    last = [name for name in present if name in groups.UNSAID or name.startswith(OTHER)]
    last.sort(key=lambda name: (*groups.UNSAID, name).index(name) if name in groups.UNSAID else -1)
    return (*(name for name in present if name not in last), *last)


def _place(name: str, order: Sequence[str]) -> int:
    return order.index(name) if name in order else len(order)


OTHER = "All other"
"""How a group is named in which a published report puts together those of few people."""

_FOLDED = {"court": "courts", "agency": "agencies", "reason": "reasons", "race": "races"}


def fold(subjects: Subjects, least: int) -> Subjects:
    """Put together the groups of few people, so that a published report needs to withhold less.

    Those are folded in which fewer than `least` people with a decision are, where there are at least two; never a group
    of those of whom something is not known.
    """
    convictions, people = subjects.convictions, subjects.people
    for group, words in _FOLDED.items():
        sizes = convictions.group_by(group).agg(pl.col("person").n_unique().alias("people"))
        sizes = sizes.filter(~pl.col(group).is_in(groups.UNSAID)).sort("people", group)
        small = [name for name, number in sizes.iter_rows() if number < least]
        if len(small) > 1:
            into = dict.fromkeys(small, f"{OTHER} {words}")
            convictions = convictions.with_columns(pl.col(group).replace(into))
            if group in people.columns:
                people = people.with_columns(pl.col(group).replace(into))
    return Subjects(convictions, people, subjects.policies)
