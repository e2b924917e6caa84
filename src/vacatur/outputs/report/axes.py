"""The axes of the grids of a report: which of them are one, and which are tied to each other in a ring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from vacatur.outputs.report.grid import Grid


def refuse_doubtful_axes(grids: Sequence[Grid]) -> None:
    """Refuse grids of which it cannot be told what they have in common.

    Raises:
        ValueError: two axes share labels, not all of them, and have not both a name; or a grid is of a part of its
            universe that no other grid tells apart.
    """
    seen: dict[tuple[str, str], tuple[Grid, int]] = {}
    for grid in grids:
        for side in (0, 1):
            for (universe, axis), (other, its) in seen.items():
                common = {*grid.labels(side)} & {*other.labels(its)}
                named = grid.axes[side] and other.axes[its]
                if universe == grid.universe and axis != grid.axis(side) and common and not named:
                    raise ValueError(
                        f"grids {other.id} and {grid.id}: name the axes that have {', '.join(sorted(common))}, so "
                        f"that it can be told whether they are one"
                    )
            seen.setdefault((grid.universe, grid.axis(side)), (grid, side))
    for grid in grids:
        for axis, _ in grid.where:
            if (grid.universe, axis) not in seen:
                raise ValueError(
                    f"grid {grid.id}: no grid of its universe has the axis {axis}: name the part of it that is "
                    f"counted as a universe of its own"
                )


def without_cells(grids: Sequence[Grid]) -> set[str]:
    """Ids of the grids whose cells no reader may see.

    Those of which the author says so; and settled grids in a ring, such as A by B, B by C, and C by A: who knows for
    certain that some cells are zero can tell from two of them what stands in the third.
    """
    pairs = {_pair(grid) for grid in grids if len(grid.rows) > 1 and len(grid.columns) > 1}
    while True:
        ends = Counter(end for pair in pairs for end in pair)
        ring = {pair for pair in pairs if all(ends[end] > 1 for end in pair)}
        if ring == pairs:
            break
        pairs = ring
    return {grid.id for grid in grids if not grid.cells_shown or (grid.settled and _pair(grid) in pairs)}


def _pair(grid: Grid) -> frozenset[tuple[str, str]]:
    return frozenset((grid.universe, grid.axis(side)) for side in (0, 1))
