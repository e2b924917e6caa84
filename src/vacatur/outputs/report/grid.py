"""Grids of counts as a report shows them, with what the counts of one have to do with those of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Count = int | None
"""How many; None where the number is withheld from the reader."""

Place = tuple[str, str | None, str | None]
"""A number of a grid: id of the grid, row, column. None stands for all rows or all columns."""

Labels = tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table of counts with its totals. Each of those counted stands in exactly one cell.

    Attributes:
        id: names the grid; no other of the report has it.
        rows: labels of the rows.
        columns: labels of the columns.
        counts: row by row.
        row_totals: one a row.
        column_totals: one a column.
        total: of all.
        universe: what is counted, and among whom: "convictions with a decision". Grids of one universe count the same
            things, so their grand totals are one number, and so are their totals for one label of one axis.
        axes: what the rows and the columns tell apart, such as ("race", "determination"). Where it is empty, grids of
            one universe with the same labels are taken to tell apart the same.
        where: the part of the universe that is counted: for an axis the labels that belong to it, for example
            ("determination", ("dismiss", "reduce")).
        covers: for a label that stands for several labels of its axis those that it stands for, for example
            ("eligible", ("dismiss", "reduce")).
        settled: whether everybody knows beforehand, from the law or from how the columns are defined, which cells are
            zero: then no zero is a secret, and none can hide another number.
        cells_shown: whether the report shows the cells at all, and not only the totals. What cells are not shown may be
            concluded from totals, so the small ones among them are protected none the less.
    """

    id: str
    rows: Labels
    columns: Labels
    counts: tuple[tuple[Count, ...], ...]
    row_totals: tuple[Count, ...]
    column_totals: tuple[Count, ...]
    total: Count
    universe: str = ""
    axes: tuple[str, str] = ("", "")
    where: tuple[tuple[str, Labels], ...] = ()
    covers: tuple[tuple[str, Labels], ...] = ()
    settled: bool = False
    cells_shown: bool = True

    @classmethod
    def of(
        cls,
        id: str,
        rows: Sequence[str],
        columns: Sequence[str],
        counts: Sequence[Sequence[int]],
        *,
        universe: str = "",
        axes: tuple[str, str] = ("", ""),
        where: Mapping[str, Sequence[str]] | None = None,
        covers: Mapping[str, Sequence[str]] | None = None,
        settled: bool = False,
        cells_shown: bool = True,
    ) -> Grid:
        """A grid with its totals, nothing withheld.

        Raises:
            ValueError: the counts do not fit the labels, a label stands twice, or a count is below zero.
        """
        if len(set(rows)) < len(rows) or len(set(columns)) < len(columns):
            raise ValueError(f"grid {id}: a label stands twice")
        if len(counts) != len(rows) or any(len(line) != len(columns) for line in counts):
            raise ValueError(f"grid {id}: {len(rows)} rows of {len(columns)} counts are expected")
        if any(count < 0 for line in counts for count in line):
            raise ValueError(f"grid {id}: a count is below zero")
        grid = cls(
            id, tuple(rows), tuple(columns), tuple(tuple(map(int, line)) for line in counts),
            tuple(int(sum(line)) for line in counts),
            tuple(int(sum(line[place] for line in counts)) for place in range(len(columns))),
            int(sum(map(sum, counts))),
            universe, axes, _pairs(where), _pairs(covers), settled, cells_shown,
        )  # fmt: skip
        for labels in (rows, columns):
            if len(labels) > 1 and sum(len(grid.covered(label)) for label in labels) > len(
                frozenset[str]().union(*(grid.covered(label) for label in labels))
            ):
                raise ValueError(f"grid {id}: two of its labels cover the same")
        return grid

    def at(self, row: str | None, column: str | None) -> Count:
        """The number at a place; None for all rows or all columns."""
        if row is None:
            return self.total if column is None else self.column_totals[self.columns.index(column)]
        place = self.rows.index(row)
        return self.row_totals[place] if column is None else self.counts[place][self.columns.index(column)]

    def labels(self, side: int) -> Labels:
        """Of the rows (0) or the columns (1)."""
        return self.columns if side else self.rows

    def axis(self, side: int) -> str:
        """What the rows (0) or the columns (1) tell apart: its name, or the labels where it has none."""
        return self.axes[side] or " | ".join(sorted(self.labels(side)))

    def covered(self, label: str) -> frozenset[str]:
        """The labels that a label stands for, itself if for no others."""
        return frozenset(dict(self.covers).get(label, (label,)))


def _pairs(named: Mapping[str, Sequence[str]] | None) -> tuple[tuple[str, Labels], ...]:
    return tuple((name, tuple(labels)) for name, labels in (named or {}).items())


@dataclass(frozen=True)
class Link:
    """What anybody may conclude from one number to others, where universe, axes, where and covers do not say it.

    Attributes:
        parts: numbers whose sum is meant.
        whole: numbers whose sum it equals.
        at_most: it does not exceed them, rather: people given relief are no more than convictions given relief.
    """

    parts: tuple[Place, ...]
    whole: tuple[Place, ...]
    at_most: bool = False


def share(part: Count, whole: Count) -> float | None:
    """A part of a whole, from 0 to 1.

    Returns:
        None when either is withheld, so that the share cannot give away what the counts do not; or the whole is zero.
    """
    return None if part is None or not whole else part / whole


def ratio(own: float | None, reference: float | None) -> float | None:
    """One share against that of a reference group; None when either is None, or the reference is zero."""
    return None if own is None or not reference else own / reference
