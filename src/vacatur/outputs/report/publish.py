"""The figures that may be published: those of few people withheld, and whatever else they could be worked out from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from vacatur.decide.impact import FREED
from vacatur.outputs.report import groups
from vacatur.outputs.report.disclosure import Grid, Link, protect
from vacatur.outputs.report.subjects import NO_DECISION, NOT_HELPED, RELIEF_NOW
from vacatur.outputs.report.tallies import BY_SIZE, OTHER, PEOPLE_GROUPS, named

LEAST = 11
"""Numbers below this are withheld, as is usual for health and justice statistics (CMS cell size suppression policy)."""


def published(grids: Sequence[Grid], policies: Sequence[str]) -> dict[str, Grid]:
    """The grids by id, with what must be withheld taken out."""
    return {grid.id: _in_order(grid) for grid in protect(grids, LEAST, linked=ties(grids, policies))}


def ties(grids: Sequence[Grid], policies: Sequence[str]) -> list[Link]:
    """What anybody may conclude from the numbers of one table to those of another."""
    known = {grid.id: grid for grid in grids}
    return [*_outlooks(known), *_people_and_convictions(known), *_policies(known, policies)]


def _in_order(grid: Grid) -> Grid:
    """The rows of a table without an order of their own, the largest first as far as it is shown, the others by name:
    so the order tells nothing that the numbers do not.
    """
    if grid.axes[0] not in BY_SIZE:
        return grid

    def key(row: str) -> tuple[int, int, str]:
        last = row in groups.UNSAID or row.startswith(OTHER)
        number = grid.at(row, None)
        return 2 * last + (number is None), -(number or 0), row

    places = [grid.rows.index(row) for row in sorted(grid.rows, key=key)]
    return replace(
        grid,
        rows=tuple(grid.rows[place] for place in places),
        counts=tuple(grid.counts[place] for place in places),
        row_totals=tuple(grid.row_totals[place] for place in places),
    )


def _outlooks(grids: Mapping[str, Grid]) -> Iterator[Link]:
    """A determination, whatever may yet come of it, is that determination."""
    whole, parts = grids["convictions-by-grade"], grids["convictions-by-outlook"]
    for row in (*whole.rows, None):
        for column in whole.columns:
            outlooks = tuple((parts.id, row, name) for name in parts.columns if name.startswith(f"{column}: "))
            yield Link(outlooks, ((whole.id, row, column),))


def _people_and_convictions(grids: Mapping[str, Grid]) -> Iterator[Link]:
    """Everybody with a decision has at least one conviction that is decided, and so with relief."""
    given = (groups.DETERMINATIONS["dismiss"], groups.DETERMINATIONS["reduce"])
    for group in PEOPLE_GROUPS:
        people, convictions = grids[f"people-by-{named(group)}"], grids[f"convictions-by-{named(group)}"]
        decided = [column for column in people.columns if column != NO_DECISION]
        relief = [column for column in convictions.columns if column in given]
        for row in convictions.rows:
            yield Link(
                tuple((people.id, row, column) for column in decided), ((convictions.id, row, None),), at_most=True
            )
            if relief and RELIEF_NOW in people.columns:
                of = tuple((convictions.id, row, column) for column in relief)
                yield Link(((people.id, row, RELIEF_NOW),), of, at_most=True)


def _policies(grids: Mapping[str, Grid], policies: Sequence[str]) -> Iterator[Link]:
    """Those whom a policy does not help are the same whatever it might have freed them of; those whom the office's does
    are those with relief.
    """
    first = [f"{named(name)}-1" for name in FREED]
    for table in first[1:]:
        yield Link(((table, NOT_HELPED, None),), ((first[0], NOT_HELPED, None),))
    for place in range(1, len(policies)):
        each = [f"{named(name)}-{place}" for name in FREED]
        for table in each[1:]:
            yield Link(((table, None, NOT_HELPED),), ((each[0], None, NOT_HELPED),))
    people = grids["people-by-race"]
    others = tuple((people.id, None, column) for column in people.columns if column != RELIEF_NOW)
    if RELIEF_NOW in people.columns:
        yield Link(others, ((first[0], NOT_HELPED, None),))
