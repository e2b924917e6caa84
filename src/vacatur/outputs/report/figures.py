"""The figures of a report: counts, each with the rows behind it, and the shares and ratios that follow from them.

Everything that the report says in numbers is asked for here, and nowhere else: when the counts are those of a
published report, some of them withheld, then no share, ratio, sentence or chart can tell what they do not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vacatur.outputs.report.grid import Grid

WITHHELD = "withheld"
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Figure:
    """A number as it is shown.

    Attributes:
        text: `1,234`, `12.3%`, `0.87`, or why there is none.
        link: the file of the rows behind it, from the report's folder; None where there is none.
    """

    text: str
    link: str | None = None


@dataclass(frozen=True)
class Figures:
    """All counts of a report.

    Attributes:
        grids: the counts, by id; None where one is withheld.
        sums: for a grid, names for several columns together.
        links: for id, row and column (None: all of them) the file of the rows counted; empty in a published report.
        published: whether these are the figures of a report for the public.
    """

    grids: Mapping[str, Grid]
    sums: Mapping[str, Mapping[str, tuple[str, ...]]]
    links: Mapping[tuple[str, str | None, str | None], str]
    published: bool

    def has(self, table: str) -> bool:
        """Whether there is such a table."""
        return table in self.grids

    def rows(self, table: str) -> tuple[str, ...]:
        """The groups of a table, in order."""
        return self.grids[table].rows

    def number(self, table: str, row: str | None = None, column: str | None = None) -> int | None:
        """A count: of one cell, of a whole row or column, or of all. A group that does not occur counts nobody.

        Args:
            column: a column, or a name for several together.

        Returns:
            the number; None when it is withheld.
        """
        grid = self.grids[table]
        if row is not None and row not in grid.rows:
            return 0
        if column is None:
            return grid.at(row, None)
        parts = self.sums.get(table, {}).get(column, (column,))
        numbers = [grid.at(row, part) for part in parts if part in grid.columns]
        if None not in numbers:
            return sum(number for number in numbers if number is not None)
        return _without_the_others(grid, row, parts)

    def count(self, table: str, row: str | None = None, column: str | None = None) -> Figure:
        """A count as it is shown, with its rows."""
        number = self.number(table, row, column)
        return Figure(WITHHELD if number is None else f"{number:,}", self.links.get((table, row, column)))


def _without_the_others(grid: Grid, row: str | None, parts: Sequence[str]) -> int | None:
    """Several columns together, from the whole row and the columns that are left: any reader can do the same."""
    whole = grid.at(row, None)
    others = [grid.at(row, column) for column in grid.columns if column not in parts]
    if whole is None or None in others:
        return None
    return whole - sum(number for number in others if number is not None)


def share(part: int | None, whole: int | None) -> Figure:
    """`12.3%`; `<0.1%` for what is there and would be rounded to nothing."""
    if part is None or whole is None:
        return Figure(WITHHELD)
    if not whole:
        return Figure("")
    return Figure("<0.1%" if 0 < 2000 * part < whole else f"{100 * part / whole:.1f}%")


def rate(part: int | None, whole: int | None) -> float | None:
    """A part of a whole; None when either is withheld, or there is no whole."""
    return None if part is None or not whole else part / whole


def ratio(own: float | None, reference: float | None) -> Figure:
    """One rate against that of the reference group: the disparity ratio.

    Unknown where there is no rate, or that of the reference is nil.
    """
    if own is None or not reference:
        return Figure(UNKNOWN)
    return Figure(f"{own / reference:.2f}")
