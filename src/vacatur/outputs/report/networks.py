"""The numbers of a report, each once, and the sums that bind them: what a reader with a pencil has to go by.

A number that stands in several grids, such as the convictions dismissed in all, is one number here. The sums are kept
as networks: in a table with its totals each number stands in one sum of a row and in one of a column, so to move it is
to let something flow from the one sum to the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from vacatur.outputs.report.grid import Place

Sum = dict[int, int]
"""Numbers with 1 or -1, which together give zero."""


@dataclass(frozen=True)
class Network:
    """Sums in which each number stands once with 1 and once with -1.

    Attributes:
        ends: for each number the sum in which it stands with 1, and that in which it stands with -1.
        ways: for each sum the others that it shares a number with: the other sum, the number, and the way in which the
            number must go to take one away from this sum and give it to the other.
    """

    ends: dict[int, tuple[int, int]]
    ways: tuple[tuple[tuple[int, int, int], ...], ...]

    def excess(self, move: Mapping[int, int]) -> list[int]:
        """By how much each sum does not hold when numbers move by so much."""
        excess = [0] * len(self.ways)
        for number, by in move.items():
            if number in self.ends:
                upper, lower = self.ends[number]
                excess[upper] += by
                excess[lower] -= by
        return excess

    def lowest(self, lowest: Sequence[int], fixed: Sequence[bool]) -> Iterator[tuple[int, int]]:
        """What each number is at least, if the others are at least so much and those that are fixed are zero: in a sum
        in which all others have one sign, and it alone has the other, or is the only one of it that is not zero.
        """
        sides: list[tuple[list[int], list[int]]] = [([], []) for _ in self.ways]
        for number, (upper, lower) in self.ends.items():
            if not fixed[number]:
                sides[upper][0].append(number)
                sides[lower][1].append(number)
        for here, there in sides[:-1]:
            for one, others in ((here, there), (there, here)):
                if len(one) == 1:
                    yield one[0], sum(lowest[number] for number in others)


@dataclass
class Numbers:
    """The numbers of a report.

    Attributes:
        values: what they are.
        weights: how much a reader misses when one is withheld; 0 for one that no grid shows.
        floors: what they cannot be below: 1 for the total of a row or column in which there is somebody, since
            otherwise it might not be listed.
        fixed: whether everybody knows it, as a zero that the law gives.
        at: the number at each place.
        networks: the sums.
        within: for each number the networks it stands in.
        beside: for the total of a row or column the totals beside it.
        over: for a cell the totals of its rows and columns.
    """

    values: list[int] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    floors: list[int] = field(default_factory=list)
    fixed: list[bool] = field(default_factory=list)
    at: dict[Place, int] = field(default_factory=dict)
    networks: list[Network] = field(default_factory=list)
    within: list[list[int]] = field(default_factory=list)
    beside: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    over: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, value: int) -> int:
        """A new number that no grid shows."""
        self.values.append(value)
        self.weights.append(0)
        self.floors.append(0)
        self.fixed.append(False)
        self.within.append([])
        return len(self.values) - 1

    def bind(self, sums: Iterable[Sum]) -> None:
        """Take in sums that belong together: as one network if they can be one, else each alone."""
        sums = [kept for one in sums if (kept := {number: sign for number, sign in one.items() if sign})]
        network = _network(sums)
        for each in [network] if network else filter(None, (_network([one]) for one in sums)):
            for number in each.ends:
                self.within[number].append(len(self.networks))
            self.networks.append(each)

    def lowest(self) -> list[int]:
        """How low each number could be for all that is known without any: which rows and columns there are, and which
        cells are zero by law.
        """
        lowest = [0 if fixed else floor for fixed, floor in zip(self.fixed, self.floors, strict=True)]
        pending = list(range(len(self.networks)))
        for place in pending:  # grows while it is walked
            for number, low in self.networks[place].lowest(lowest, self.fixed):
                if low > lowest[number]:
                    lowest[number] = low
                    pending += self.within[number]
        return lowest


def _network(sums: Sequence[Sum]) -> Network | None:
    """The sums as a network, one more sum standing for all that is outside; None when they are none."""
    outside = len(sums)
    plus: dict[int, int] = {}
    minus: dict[int, int] = {}
    for place, one in enumerate(sums):
        for number, sign in one.items():
            side = plus if sign > 0 else minus
            if number in side or abs(sign) > 1:
                return None
            side[number] = place
    ends = {number: (plus.get(number, outside), minus.get(number, outside)) for number in sorted({**plus, **minus})}
    ways: list[list[tuple[int, int, int]]] = [[] for _ in range(outside + 1)]
    for number, (upper, lower) in ends.items():
        ways[upper].append((lower, number, -1))
        ways[lower].append((upper, number, 1))
    return Network(ends, tuple(map(tuple, ways))) if ends else None
