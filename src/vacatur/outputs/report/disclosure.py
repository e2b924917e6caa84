"""Which counts of a published report are withheld, so that nobody learns how small the small ones are.

docs/suppression.md tells the rule, why it is this one, and what it does not promise:

* A count from 1 to `least` - 1 is withheld, in a cell or in a total.
* Others are withheld so that the report leaves each of those free to be 1, and free to be `least`: from all that is
  shown in all grids together, a reader learns no more of it than that it is withheld.
* Where a whole row of a few people stands in one column, one of the zeros beside is withheld, and is free to be
  `least`: nobody learns of each of them what became of them.

That the rule holds is proved count by count with a move (`moves.py`): another set of whole numbers that fits all that
is shown. Where no such proof is found, nothing is published that has to do with the count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vacatur.outputs.report.axes import without_cells
from vacatur.outputs.report.grid import Count, Grid, Link, Place, ratio, share
from vacatur.outputs.report.moves import Move, Moves
from vacatur.outputs.report.networks import Numbers
from vacatur.outputs.report.relations import numbers_of

__all__ = ["Count", "Grid", "Link", "Place", "protect", "ratio", "share"]

LARGE = 10
"""In a group of this many times `least`, that all fare alike is what the policy says, and the policy is public."""

PARTNERS = 6
"""How many of the totals beside one are tried to go up when it goes down."""

ELSEWHERE = (0, 100)
"""What a number that stands in further grids is reckoned to cost in each, while its cost there is not known: nothing,
so that it is readily used; or as much as a total, so that it is avoided.
"""


def protect(grids: Sequence[Grid], least: int = 11, *, linked: Sequence[Link] = ()) -> list[Grid]:
    """The grids of a report, all of them at once, with None for each number that the public may not see.

    Args:
        grids: with all their numbers.
        least: the smallest count other than zero that is shown.
        linked: what else anybody may conclude from one number to others.

    Raises:
        ValueError: the grids contradict each other, or it cannot be told what they have in common (`numbers_of`).
    """
    if least < 1:
        raise ValueError("the smallest count that is shown is at least 1")
    numbers = numbers_of(grids, linked)
    withheld = _Suppression(grids, numbers, least).withheld()
    return [_without(grid, numbers, withheld) for grid in grids]


def _without(grid: Grid, numbers: Numbers, withheld: Sequence[bool]) -> Grid:
    def seen(row: str | None, column: str | None) -> Count:
        number = numbers.at[grid.id, row, column]
        return None if withheld[number] else numbers.values[number]

    return replace(
        grid,
        counts=tuple(tuple(seen(row, column) for column in grid.columns) for row in grid.rows),
        row_totals=tuple(seen(row, None) for row in grid.rows),
        column_totals=tuple(seen(None, column) for column in grid.columns),
        total=seen(None, None),
    )


@dataclass(frozen=True)
class _Need:
    """What must remain possible: that these numbers together are by so much more, or less."""

    numbers: tuple[int, ...]
    by: int

    def met(self, move: Move) -> bool:
        moved = sum(move.get(number, 0) for number in self.numbers)
        return moved >= self.by if self.by > 0 else moved <= self.by


class _Suppression:
    """Withholds numbers until every need is met by a move of withheld numbers alone."""

    def __init__(self, grids: Sequence[Grid], numbers: Numbers, least: int) -> None:
        self.numbers, self.least = numbers, least
        self.moves = Moves(numbers)
        self.small = {number: None for number in numbers.at.values() if 0 < numbers.values[number] < least}
        self.needs = [*self._of_small(), *self._of_groups(grids)]
        self.met: dict[_Need, Move] = {}
        self.blank: set[int] = set()

    def withheld(self) -> list[bool]:
        """For each number whether it is withheld."""
        for number in self.small:
            self.moves.withheld[number] = True
        for need in self.needs:
            self._meet(need)
        self._show_what_is_not_needed()
        self._audit()
        return self.moves.withheld

    def _of_small(self) -> Iterator[_Need]:
        """Of each small count that it may be `least`, and that it may be 1, or as low as it can be for all that anybody
        knows without the report. Totals come first, since their cells rest on them.
        """
        values, weights, lowest = self.numbers.values, self.numbers.weights, self.numbers.lowest()
        for number in sorted(self.small, key=lambda number: (-weights[number], values[number], number)):
            yield _Need((number,), self.least - values[number])
            low = max(1, lowest[number])
            if low < values[number]:
                yield _Need((number,), low - values[number])

    def _of_groups(self, grids: Sequence[Grid]) -> Iterator[_Need]:
        """Of each row of a few people who all stand in one column that some others may stand elsewhere: in a column in
        which there is somebody.
        """
        bare = without_cells(grids)
        for grid in grids:
            for row in () if grid.settled or grid.id in bare else grid.rows:
                empty = [column for column in grid.columns if not grid.at(row, column)]
                cells = [self.numbers.at[grid.id, row, column] for column in empty if grid.at(None, column)]
                elsewhere = tuple(cell for cell in cells if not self.numbers.fixed[cell])
                alike = len(empty) == len(grid.columns) - 1
                if alike and elsewhere and (grid.at(row, None) or 0) < LARGE * self.least:
                    yield _Need(elsewhere, self.least)

    def _meet(self, need: _Need) -> None:
        """Withhold what a move needs that meets it; or else everything."""
        if not self.blank.isdisjoint(need.numbers):
            return
        move = self._known(need) or self._search(need)
        if move is None:
            self._withhold_all_that_touches(need.numbers[0])
            return
        for number in move:
            self.moves.withheld[number] = True
        self.met[need] = move

    def _known(self, need: _Need, without: int = -1) -> Move | None:
        """A move already found that meets this need as well."""
        return next((move for move in self.met.values() if without not in move and need.met(move)), None)

    def _search(self, need: _Need) -> Move | None:
        """The cheapest of the moves found."""
        for starts in (self._starts(need), self._further_starts(need)):
            best: tuple[int, Move] | None = None
            for start in starts:
                for elsewhere in ELSEWHERE:
                    move = self.moves.find(start, elsewhere=elsewhere)
                    if move and (best is None or self.moves.cost(move) < best[0]):
                        best = self.moves.cost(move), move
                    if best and not best[0]:
                        return best[1]
            if best:
                return best[1]
        return None

    def _starts(self, need: _Need) -> Iterator[Move]:
        """What a search may begin with: that one of the numbers moves, or also that a total beside it, if it is one,
        moves the other way.
        """
        for number in need.numbers:
            yield {number: need.by}
        for number in need.numbers:
            for other in self._partners(number, need.by):
                yield {number: need.by, other: -need.by}

    def _further_starts(self, need: _Need) -> Iterator[Move]:
        """That a total over one of the numbers moves as much as it does, and one beside that the other way."""
        for number in need.numbers:
            for total in self.numbers.over.get(number, ()):
                if total != number:
                    for other in self._partners(total, need.by):
                        yield {number: need.by, total: need.by, other: -need.by}

    def _partners(self, total: int, by: int) -> list[int]:
        """The totals beside one that can take so much, those first that cost least."""
        values, floors = self.numbers.values, self.numbers.floors
        able = [other for other in self.numbers.beside.get(total, ()) if values[other] - by >= floors[other]]
        return sorted(able, key=lambda other: (self.moves.cost({other: 1}), other))[:PARTNERS]

    def _withhold_all_that_touches(self, number: int) -> None:
        """Show nothing of all that a number has to do with, however remotely: then nothing can be concluded."""
        pending = [number]
        for here in pending:  # grows while it is walked
            if here not in self.blank:
                self.blank.add(here)
                self.moves.withheld[here] = True
                for place in self.numbers.within[here]:
                    pending += self.numbers.networks[place].ends

    def _show_what_is_not_needed(self) -> None:
        """Show what was withheld for the sake of others and is no longer needed, the greatest loss to readers first."""
        weights, withheld = self.numbers.weights, self.moves.withheld
        extra = [n for n in self.numbers.at.values() if withheld[n] and weights[n] and n not in self.small]
        for number in sorted(set(extra) - self.blank, key=lambda number: (-weights[number], number)):
            instead: dict[_Need, Move] = {}
            for need in [need for need, move in self.met.items() if number in move]:
                move = self._known(need, number) or self._among_withheld(need, number)
                if move is None:
                    break
                instead[need] = move
            else:
                self.met |= instead
                withheld[number] = False

    def _among_withheld(self, need: _Need, without: int) -> Move | None:
        for start in self._starts(need):
            if without not in start and all(self.moves.withheld[number] for number in start):
                move = self.moves.find(start, elsewhere=1, among_withheld=True, without=without)
                if move:
                    return move
        return None

    def _audit(self) -> None:
        """Try every proof once more, from the ground up.

        Raises:
            RuntimeError: one does not hold.
        """
        numbers = self.numbers
        for need in self.needs:
            if not self.blank.isdisjoint(need.numbers):
                continue
            move = self.met[need]
            free = all(self.moves.withheld[number] and not numbers.fixed[number] for number in move)
            deep = any(numbers.values[number] + by < numbers.floors[number] for number, by in move.items())
            touched = {place for number in move for place in numbers.within[number]}
            broken = any(any(numbers.networks[place].excess(move)) for place in touched)
            if not free or deep or broken or not need.met(move):
                raise RuntimeError("a count that should be withheld may be found out, so nothing is published")
