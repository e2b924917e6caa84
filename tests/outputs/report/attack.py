"""A reader who wants to know what a published report withholds, and has a computer.

Shares no code with what withholds. What it knows: every number that is shown; that counts are not below zero; which
numbers of which grids must add up to which; that a listed row or column has somebody in it, where it does; which zeros
the law gives; and the links. By linear programming it finds the least and the most that each withheld number can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from vacatur.outputs.report.disclosure import Grid, Link

Place = tuple[str, str | None, str | None]
Equation = dict[Place, int]
Range = tuple[int, int]
Told = dict[object, frozenset[str]]


def places(grid: Grid) -> list[Place]:
    return [(grid.id, row, column) for row in (*grid.rows, None) for column in (*grid.columns, None)]


def shown(grids: Iterable[Grid]) -> dict[Place, int | None]:
    return {place: grid.at(place[1], place[2]) for grid in grids for place in places(grid)}


def small(grids: Sequence[Grid], least: int = 11) -> list[Place]:
    """The numbers that nobody may learn, of grids in which all are shown."""
    return [place for place, value in shown(grids).items() if 0 < (value or 0) < least]


def axis(grid: Grid, side: int) -> object:
    return grid.axes[side] or frozenset(grid.columns if side else grid.rows)


def members(grid: Grid, side: int, label: str) -> frozenset[str]:
    return frozenset(dict(grid.covers).get(label, (label,)))


def told(grid: Grid, row: str | None, column: str | None) -> Told:
    """Who is counted at a place: for each axis the labels."""
    found: Told = {name: frozenset(labels) for name, labels in grid.where}
    for side, label in ((0, row), (1, column)):
        if label is not None:
            name = axis(grid, side)
            found[name] = found.get(name, members(grid, side, label)) & members(grid, side, label)
    return found


@lru_cache(maxsize=4)
def sums(grids: tuple[Grid, ...]) -> list[Equation]:
    """Each number, as the sum of those cells of each grid that make it up, where they do. Their labels alone tell."""
    cells = {
        grid.id: [((grid.id, row, column), told(grid, row, column)) for row, column in product(grid.rows, grid.columns)]
        for grid in grids
    }
    found = []
    for grid in grids:
        for place in places(grid):
            wanted = told(grid, place[1], place[2])
            for other in grids:
                trivial = other is grid and None not in place
                if other.universe == grid.universe and not trivial:
                    found.append(_made_up(place, wanted, other, cells[other.id]))
    return [one for one in found if one]


def _made_up(place: Place, wanted: Told, grid: Grid, cells: Iterable[tuple[Place, Told]]) -> Equation | None:
    base, sides = told(grid, None, None), (axis(grid, 0), axis(grid, 1))
    if any(wanted.get(name) != base.get(name) for name in {*wanted, *base} - set(sides)):
        return None
    if any(name in base and name not in wanted for name in sides):
        return None
    one: Equation = {place: -1}
    reached: dict[object, frozenset[str]] = {name: frozenset() for name in sides}
    for cell, meaning in cells:
        if all(meaning[name] <= wanted[name] for name in sides if name in wanted):
            one[cell] = one.get(cell, 0) + 1
        elif all(meaning[name] & wanted[name] for name in sides if name in wanted):
            return None
        reached = {name: labels | meaning[name] for name, labels in reached.items()}
    return one if all(wanted[name] <= reached[name] for name in sides if name in wanted) else None


def people(grids: Sequence[Grid]) -> list[Equation]:
    """Each number, as the sum of those that are counted in it, told apart by all axes of the universe at once."""
    found = []
    for universe in dict.fromkeys(grid.universe for grid in grids):
        labels: dict[object, list[str]] = {}
        mine = [grid for grid in grids if grid.universe == universe]
        for grid in mine:
            for name, some in told(grid, None, None).items():
                labels[name] = sorted({*labels.get(name, ()), *some})
            for side in (0, 1):
                some = frozenset[str]().union(
                    *(members(grid, side, label) for label in (grid.columns if side else grid.rows))
                )
                labels[axis(grid, side)] = sorted({*labels.get(axis(grid, side), ()), *some})
        kinds = [dict(zip(labels, kind, strict=True)) for kind in product(*labels.values())]
        for grid in mine:
            for place in places(grid):
                wanted = told(grid, place[1], place[2])
                those = [n for n, kind in enumerate(kinds) if all(kind[name] in some for name, some in wanted.items())]
                found.append({place: -1, **{(f"counted in {universe}", str(number), None): 1 for number in those}})
    return found


class Attack:
    """What can be concluded from published grids.

    Args:
        one_by_one: whether it also uses that all grids of a universe count the same people, each with a place in every
            one of them.
        published: the grids as the public sees them.
        true: the grids with all numbers. Used for nothing but what the attacker is taken to know anyway: in which
            listed rows and columns there is somebody, and which zeros the law gives.
    """

    def __init__(
        self, published: Sequence[Grid], true: Sequence[Grid], linked: Sequence[Link] = (), *, one_by_one: bool = False
    ) -> None:
        equal, at_most = list(people(published) if one_by_one else sums(tuple(map(_hidden, published)))), []
        values = {**{place: None for one in equal for place in one}, **shown(published)}
        self.known = {place: value for place, value in values.items() if value is not None}
        self.unknown = {place: number for number, place in enumerate(p for p, value in values.items() if value is None)}
        self.least = np.zeros(len(self.unknown))
        for grid in true:
            for place in places(grid):
                _, row, column = place
                alone = (row and len(grid.columns) == 1) or (column and len(grid.rows) == 1)
                listed = None in place and (grid.cells_shown or not alone)
                if place in self.unknown and listed and grid.at(row, column):
                    self.least[self.unknown[place]] = 1
        self.most = np.full(len(self.unknown), np.inf)
        for grid in true:
            if grid.settled:
                for place in places(grid):
                    if place in self.unknown and None not in place and not grid.at(place[1], place[2]):
                        self.most[self.unknown[place]] = 0
        for link in linked:
            one: Equation = {}
            for place in link.parts:
                one[place] = one.get(place, 0) + 1
            for place in link.whole:
                one[place] = one.get(place, 0) - 1
            (at_most if link.at_most else equal).append(one)
        self.equal, self.equal_to = self._matrix(equal)
        self.at_most, self.at_most_of = self._matrix(at_most)
        self._tables: list[np.ndarray] = []

    def _matrix(self, equations: Sequence[Equation]) -> tuple[csr_array, np.ndarray]:
        rows: dict[tuple[tuple[int, int], ...], int] = {}
        for one in equations:
            row = tuple(
                sorted((self.unknown[place], sign) for place, sign in one.items() if sign and place in self.unknown)
            )
            right = -sum(sign * self.known[place] for place, sign in one.items() if place in self.known)
            if row:
                rows[row] = min(rows.get(row, right), right)
            else:
                assert right >= 0, "the grids contradict each other"
        entries = [(number, column, sign) for number, row in enumerate(rows) for column, sign in row]
        where, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
        matrix = csr_array((signs, (where, columns)), shape=(len(rows), len(self.unknown)), dtype=float)
        return matrix, np.array(list(rows.values()), dtype=float)

    def is_found_between(self, place: Place, low: float, high: float) -> bool:
        """Whether a number is as low as one and as high as the other in tables found before, which fit what is shown:
        what is least and most of it is then no secret, and need not be looked for.
        """
        if place in self.known:
            return low >= self.known[place] >= high
        found = [float(table[self.unknown[place]]) for table in self._tables]
        return bool(found) and min(found) <= low + 1e-6 and max(found) >= high - 1e-6

    def range(self, place: Place) -> Range:
        """The least and the most that a number can be, rounded inwards to whole numbers."""
        if place in self.known:
            return self.known[place], self.known[place]
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(self.unknown))
            aim[self.unknown[place]] = sign
            value = self._least(aim)
            ends.append(sign * value if np.isfinite(value) else -sign * 10**9)
        return int(np.ceil(ends[0] - 1e-6)), int(np.floor(ends[1] + 1e-6))

    def _least(self, aim: np.ndarray) -> float:
        bounds = np.column_stack([self.least, self.most])
        found = linprog(aim, self.at_most, self.at_most_of, self.equal, self.equal_to, bounds, method="highs")
        if found.status == 3:
            return -np.inf
        assert found.status == 0, found.message
        self._tables.append(found.x)
        return float(found.fun)


def given_away(
    published: Sequence[Grid],
    true: Sequence[Grid],
    linked: Sequence[Link] = (),
    *,
    least: int = 11,
    one_by_one: bool = False,
    among: Iterable[Place] | None = None,
) -> Mapping[Place, Range]:
    """The small numbers of which the report tells more than that they are withheld, with what it tells."""
    attack = Attack(published, true, linked, one_by_one=one_by_one)
    nothing: Attack | None = None
    found = {}
    for place in small(true, least) if among is None else among:
        if attack.is_found_between(place, 1, least):
            continue
        low, high = attack.range(place)
        if high >= least and low > 1:
            nothing = nothing or Attack([_hidden(grid) for grid in published], true, linked, one_by_one=one_by_one)
        if high < least or (nothing and low > 1 and low > nothing.range(place)[0]):
            found[place] = low, high
    return found


def groups_given_away(
    published: Sequence[Grid], true: Sequence[Grid], linked: Sequence[Link] = (), *, least: int = 11, large: int = 10
) -> list[tuple[str, str]]:
    """Rows of a few people of each of whom the report tells in which column they stand."""
    attack = Attack(published, true, linked)
    found = []
    for grid in true:
        for row, counts, total in zip(grid.rows, grid.counts, grid.row_totals, strict=True):
            beside = [
                (grid.id, row, column)
                for column, count in zip(grid.columns, counts, strict=True)
                if not count and grid.at(None, column)
            ]
            alike = sum(map(bool, counts)) == 1 and (total or 0) < large * least
            if (
                alike
                and beside
                and not grid.settled
                and all(
                    not attack.is_found_between(place, np.inf, least) and attack.range(place)[1] < least
                    for place in beside
                )
            ):
                found.append((grid.id, row))
    return found


def _hidden(grid: Grid) -> Grid:
    """The grid with nothing but its labels."""
    width, height = len(grid.columns), len(grid.rows)
    return replace(
        grid, counts=((None,) * width,) * height, row_totals=(None,) * height, column_totals=(None,) * width, total=None
    )
