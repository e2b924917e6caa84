"""What the numbers of several grids have to do with each other, found from what the grids say that they count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from vacatur.outputs.report.axes import refuse_doubtful_axes, without_cells
from vacatur.outputs.report.grid import Grid, Link, Place
from vacatur.outputs.report.networks import Numbers, Sum

Meaning = frozenset[tuple[str, frozenset[str]]]
"""Who is counted, of a universe: for each axis that matters the labels. Empty: everybody."""

CELL, MARGIN, TOTAL = 20, 60, 2000
"""How much a reader misses in a cell, in the total of a row or column, in the grand total; the size of the number adds
its binary digits. A number that stands in several grids is missed in each.
"""


def numbers_of(grids: Sequence[Grid], linked: Sequence[Link] = ()) -> Numbers:
    """Every number of the grids once, and every sum that binds them.

    Raises:
        ValueError: two grids have one id; numbers that should be the same differ; a grid leaves out some of its
            universe; or it cannot be told whether two axes are one. The message says which grids, and what to do.
    """
    return _Relations(grids, linked).numbers


class _Relations:
    def __init__(self, grids: Sequence[Grid], linked: Sequence[Link]) -> None:
        if len({grid.id for grid in grids}) < len(grids):
            raise ValueError("two grids have one id")
        self.numbers = Numbers()
        self._bare = without_cells(grids)
        self._labels: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._known: dict[tuple[str, Meaning], tuple[int, str]] = {}
        self._sums: dict[tuple[str, Meaning, str], list[tuple[frozenset[str], int]]] = defaultdict(list)
        for grid in grids:
            for side in (0, 1):
                self._labels[grid.universe, grid.axis(side)].update(*map(grid.covered, grid.labels(side)))
        refuse_doubtful_axes(grids)
        for grid in grids:
            self._enter(grid)
        for grid in grids:
            self._refuse_gaps(grid)
        for (universe, meaning), (number, _) in self._known.items():
            for axis in {name for name, _ in meaning}:
                rest = frozenset(each for each in meaning if each[0] != axis)
                self._sums[universe, rest, axis].append((dict(meaning)[axis], number))
        self._wide = [
            (known, number)
            for known, (number, _) in self._known.items()
            if sum(len(labels) > 1 for _, labels in known[1]) > 1
        ]
        for grid in grids:
            self._bind(grid)
        for link in linked:
            self._link(link)

    def _meaning(self, grid: Grid, row: str | None, column: str | None) -> Meaning:
        """Who is counted at a place; an axis of which all labels are counted does not matter."""
        told: dict[str, frozenset[str]] = {}
        conditions = [(axis, frozenset(labels) & self._labels[grid.universe, axis]) for axis, labels in grid.where]
        conditions += [(grid.axis(0), grid.covered(row))] if row is not None else []
        conditions += [(grid.axis(1), grid.covered(column))] if column is not None else []
        for axis, labels in conditions:
            told[axis] = told.get(axis, labels) & labels
        return frozenset((axis, labels) for axis, labels in told.items() if labels != self._labels[grid.universe, axis])

    def _enter(self, grid: Grid) -> None:
        for row, column in _places(grid):
            value = grid.at(row, column)
            if value is None:
                raise ValueError(f"grid {grid.id}: numbers are withheld already")
            known = (grid.universe, self._meaning(grid, row, column))
            if known not in self._known:
                self._known[known] = self.numbers.add(value), grid.id
            number, first = self._known[known]
            if self.numbers.values[number] != value:
                place = f"row {'all' if row is None else row}, column {'all' if column is None else column}"
                universe = grid.universe or "no universe is named"
                raise ValueError(
                    f"grids {first} and {grid.id} count the same ({universe}; {place}), but differ: name the universe, "
                    f"the axes, or the part (where) of each"
                )
            self._weigh(grid, row, column, number)
            self.numbers.at[grid.id, row, column] = number
        self._enter_totals(grid)

    def _enter_totals(self, grid: Grid) -> None:
        at, numbers = self.numbers.at, self.numbers
        for spots in ([(row, None) for row in grid.rows], [(None, column) for column in grid.columns]):
            totals = [at[grid.id, *spot] for spot in spots]
            for number in totals:
                found = numbers.beside[number]
                found += [other for other in totals if other != number and other not in found]
        for row in grid.rows:
            for column in grid.columns:
                over = (at[grid.id, None, column], at[grid.id, row, None])
                numbers.over[at[grid.id, row, column]] += over

    def _weigh(self, grid: Grid, row: str | None, column: str | None, number: int) -> None:
        """What a reader misses without it, and what anybody knows of it beforehand. The total of one cell is a cell."""
        value, kind = self.numbers.values[number], (CELL, MARGIN, TOTAL)[(row, column).count(None)]
        alone = (row is not None and len(grid.columns) == 1) or (column is not None and len(grid.rows) == 1)
        if kind == CELL:
            self.numbers.fixed[number] |= grid.settled and value == 0
        if grid.id in self._bare and (kind == CELL or alone):
            return
        self.numbers.weights[number] += kind + value.bit_length() * kind // CELL
        if kind != CELL and value:
            self.numbers.floors[number] = 1

    def _refuse_gaps(self, grid: Grid) -> None:
        """Every label of an axis that somebody has must stand in the grid, under its own name or covered by another."""
        whole = dict(self._meaning(grid, None, None))
        for side in (0, 1):
            axis, covered = grid.axis(side), frozenset[str]().union(*map(grid.covered, grid.labels(side)))
            for (universe, meaning), (number, other) in self._known.items():
                told = dict(meaning)
                labels = told.pop(axis, frozenset())
                alike = {name: each for name, each in whole.items() if name != axis}
                if universe == grid.universe and told == alike and labels and self.numbers.values[number]:
                    inside = labels & whole.get(axis, labels)
                    if inside and not inside & covered:
                        raise ValueError(
                            f"grid {grid.id} has no place for {', '.join(sorted(inside))}, which grid {other} counts: "
                            f"add it, or say which labels cover which"
                        )

    def _bind(self, grid: Grid) -> None:
        """The sums of a grid, in rows and in columns, each with such a sign that a number has one of each; and each by
        itself those that do not fit among them.
        """
        sums: list[Sum] = []
        loose: list[Sum] = []
        for row in (*grid.rows, None):
            across: list[_Spot] = [(row, column) for column in grid.columns]
            self._line(grid, grid.axis(1), across, (row, None), -1 if row is None else 1, (sums, loose))
        for column in (*grid.columns, None):
            down: list[_Spot] = [(row, column) for row in grid.rows]
            self._line(grid, grid.axis(0), down, (None, column), 1 if column is None else -1, (sums, loose))
        loose += [_signed(block, number, 1) for meaning, number in self._wide if (block := self._block(grid, meaning))]
        self.numbers.bind(sums)
        for one in loose:
            self.numbers.bind([one])

    def _block(self, grid: Grid, known: tuple[str, Meaning]) -> list[_Part]:
        """The cells of several rows and columns that together are those of a meaning; none if they do not fit."""
        told, whole = dict(known[1]), dict(self._meaning(grid, None, None))
        sides: list[list[str]] = []
        for side in (0, 1):
            wanted, inside = told.pop(grid.axis(side), None), whole.pop(grid.axis(side), None)
            parts = [(grid.covered(label) & (inside or grid.covered(label)), label) for label in grid.labels(side)]
            within = [part for part in parts if wanted and part[0] <= wanted]
            fits = frozenset[str]().union(*(labels for labels, _ in within)) == wanted
            sides.append([label for _, label in within] if fits and len(within) > 1 else [])
        if told != whole or known[0] != grid.universe:
            return []
        return [(frozenset(), self.numbers.at[grid.id, row, column]) for row in sides[0] for column in sides[1]]

    def _line(
        self,
        grid: Grid,
        axis: str,
        line: Sequence[_Spot],
        whole: _Spot,
        sign: int,
        found: tuple[list[Sum], list[Sum]],
    ) -> None:
        """The sum of a row or a column; and the sums of some of its cells that other grids show: within it, if each of
        its cells is in one of them at most, or all of one are in another.
        """
        meaning = dict(self._meaning(grid, *whole))
        everybody = meaning.pop(axis, frozenset(self._labels[grid.universe, axis]))
        total = self.numbers.at[grid.id, *whole]
        cells: list[_Part] = []
        for spot in line:
            labels = dict(self._meaning(grid, *spot)).get(axis, everybody)
            cells.append((labels, self.numbers.at[grid.id, *spot]))
        parts = list(cells)
        inner = self._sums[grid.universe, frozenset(meaning.items()), axis]
        for labels, number in sorted(inner, key=lambda each: (len(each[0]), each[1])):
            if number == total:
                continue
            if within := _making_up(labels, parts):
                found[0].append(_signed(within, number, sign))
                parts = [each for each in parts if each not in within] + [(labels, number)]
            elif within := _making_up(labels, cells):
                found[1].append(_signed(within, number, sign))
        found[0].append(_signed(parts, total, sign))

    def _link(self, link: Link) -> None:
        """A link as a sum; what is missing to equality is one more number, which no grid shows."""
        one: Sum = defaultdict(int)
        for place in link.parts:
            one[self._number(place)] += 1
        for place in link.whole:
            one[self._number(place)] -= 1
        missing = -sum(sign * self.numbers.values[number] for number, sign in one.items())
        if missing < 0 or (missing and not link.at_most):
            raise ValueError(f"a link does not hold: {link.parts} and {link.whole}")
        if link.at_most:
            one[self.numbers.add(missing)] = 1
        self.numbers.bind([one])

    def _number(self, place: Place) -> int:
        if place not in self.numbers.at:
            raise ValueError(f"a link names what no grid has: {place}")
        return self.numbers.at[place]


_Spot = tuple[str | None, str | None]
"""Row and column; None for all."""

_Part = tuple[frozenset[str], int]
"""Labels of an axis, and the number of those who have one of them."""


def _making_up(labels: frozenset[str], parts: Sequence[_Part]) -> list[_Part]:
    """The parts that together are those with these labels; none when there are not several, or they do not fit."""
    within = [each for each in parts if each[0] <= labels]
    fits = frozenset[str]().union(*(each[0] for each in within)) == labels
    return within if fits and len(within) > 1 else []


def _signed(parts: Sequence[_Part], whole: int, sign: int) -> Sum:
    one: Sum = defaultdict(int)
    for _, number in parts:
        one[number] += sign
    one[whole] -= sign
    return one


def _places(grid: Grid) -> Iterator[_Spot]:
    """Every number of a grid: the cells of each row, then its total; the totals of the columns; the grand total."""
    for row in (*grid.rows, None):
        for column in (*grid.columns, None):
            yield row, column
