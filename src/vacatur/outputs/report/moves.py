"""How the numbers of a report could be others, and every number that is shown still the same.

A *move* says by how much each number goes up or down such that all sums hold and none falls below its floor. If only
withheld numbers move, then a reader cannot tell the report from one of a county in which the numbers are the moved
ones. A move that lets a small count reach `least` and one that lets it reach 1 together prove that the report does
not tell how small it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heappop, heappush

from vacatur.outputs.report.networks import Network, Numbers

Move = dict[int, int]
"""By how much each number that moves does."""

PLENTY = 1 << 60

ATTEMPTS = 4
"""How often a way is sought anew after one that led nowhere."""


class Moves:
    """Finds moves that need few more numbers withheld.

    Attributes:
        withheld: for each number whether it is; those that no grid shows are.
        single: for each number the networks of one sum in which it stands.
    """

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.withheld = [not weight for weight in numbers.weights]
        self.single = [
            [network for place in places if len((network := numbers.networks[place]).ways) == 2]
            for places in numbers.within
        ]

    def cost(self, move: Move) -> int:
        """What a reader would miss if the numbers that move were withheld too."""
        return sum(self.numbers.weights[number] for number in move if not self.withheld[number])

    def find(
        self, start: Mapping[int, int], *, elsewhere: int, among_withheld: bool = False, without: int = -1
    ) -> Move | None:
        """A move in which some numbers move as given.

        Args:
            start: these numbers move by this much.
            elsewhere: what it counts that a number which stands in further grids moves, for each of them: those will
                have to move too.
            among_withheld: nothing else may be withheld for it.
            without: a number that may not move.

        Returns:
            None when none was found.
        """
        numbers = self.numbers
        if any(numbers.fixed[n] or numbers.values[n] + by < numbers.floors[n] for n, by in start.items()):
            return None
        kept = {without}
        for _ in range(ATTEMPTS):
            attempt = _Attempt(self, start, kept, elsewhere, among_withheld)
            if attempt.run():
                return {number: by for number, by in attempt.moved.items() if by}
            blamed = attempt.blamed - set(start)
            if not blamed:
                return None
            kept |= blamed
        return None


class _Attempt:
    """One search: network by network, each of which is left as it is once its sums hold."""

    def __init__(
        self, moves: Moves, start: Mapping[int, int], kept: Iterable[int], elsewhere: int, strict: bool
    ) -> None:
        self.numbers, self.withheld, self._single = moves.numbers, moves.withheld, moves.single
        self.moved: Move = dict(start)
        self.blamed: set[int] = set()
        self._still = {*start, *kept}
        self._elsewhere, self._strict = elsewhere, strict
        self._done: set[int] = set()

    def run(self) -> bool:
        """Make all sums hold.

        Returns:
            False when those of one network cannot; then `blamed` has the numbers whose moving elsewhere asked for it.
        """
        numbers = self.numbers
        pending = [place for number in self.moved for place in numbers.within[number]]
        for place in pending:  # grows while it is walked
            if place in self._done:
                continue
            network = numbers.networks[place]
            excess = network.excess(self.moved)
            if not any(excess):
                continue
            before = dict(self.moved)
            if not self._balance(network, excess):
                self.blamed = {number for number in before if number in network.ends}
                return False
            self._done.add(place)
            changed = [number for number, by in self.moved.items() if before.get(number, 0) != by]
            pending += [other for number in changed for other in numbers.within[number] if other not in self._done]
            self._still.update(number for number in network.ends if len(numbers.within[number]) > 1)
        return True

    def _balance(self, network: Network, excess: list[int]) -> bool:
        """Let the excess of sums flow to those that lack: through withheld numbers as long as there is a way, then
        through one more that is large enough for all of it, and else through several.
        """
        prices = {number: price for number in network.ends if (price := self._price(number)) is not None}
        free = dict.fromkeys((number for number, price in prices.items() if not price), 0)
        for source in range(len(excess)):
            while excess[source] > 0:
                whole = excess[source]
                path = (
                    self._path(network, source, excess, 1, free)
                    or self._path(network, source, excess, whole, prices)
                    or self._path(network, source, excess, 1, prices)
                )
                if not path:
                    return False
                amount = min(
                    whole, -excess[path[-1][0]], *(self._room(network, number, way) for _, number, way in path)
                )
                for _, number, way in path:
                    self.moved[number] = self.moved.get(number, 0) + way * amount
                    prices[number] = free[number] = 0
                excess[source] -= amount
                excess[path[-1][0]] += amount
        return True

    def _room(self, network: Network, number: int, way: int) -> int:
        """How far a number can go: not below its floor, and not so far that a single sum of another network, such as a
        link, cannot be made to hold again.
        """
        room = self._own_room(number, way)
        for other in self._single[number]:
            if other is not network:
                room = min(room, self._room_left(other, number, way))
        return room

    def _own_room(self, number: int, way: int) -> int:
        if way > 0:
            return PLENTY
        return self.numbers.values[number] + self.moved.get(number, 0) - self.numbers.floors[number]

    def _room_left(self, network: Network, number: int, way: int) -> int:
        """What the others of a single sum can make up for."""
        upwards = (network.ends[number][0] == 0) == (way > 0)
        excess = network.excess(self.moved)[0]
        room = -excess if upwards else excess
        for other, (upper, _) in network.ends.items():
            if other != number and other not in self._still and not self.numbers.fixed[other]:
                room += self._own_room(other, -1 if (upper == 0) == upwards else 1)
        return min(room, PLENTY)

    def _price(self, number: int) -> int | None:
        """What it counts that a number moves; None: it may not."""
        numbers = self.numbers
        if numbers.fixed[number] or number in self._still:
            return None
        further = self._elsewhere * (len(numbers.within[number]) - 1)
        if self.withheld[number]:
            return further
        return None if self._strict else numbers.weights[number] + further

    def _path(
        self, network: Network, source: int, excess: list[int], amount: int, prices: Mapping[int, int]
    ) -> list[tuple[int, int, int]]:
        """The cheapest way from a sum to one that lacks, with room for an amount: sum, number and direction, step by
        step. Empty when there is none.
        """
        best = {source: 0}
        steps: dict[int, tuple[int, tuple[int, int, int]]] = {}
        queue = [(0, source)]
        while queue:
            spent, here = heappop(queue)
            if spent > best[here]:
                continue
            if -excess[here] >= amount:
                path = []
                while here != source:
                    here, step = steps[here]
                    path.append(step)
                return path[::-1]
            for step in network.ways[here]:
                there, number, way = step
                price = prices.get(number)
                if price is None or spent + price >= best.get(there, PLENTY):
                    continue
                if self._room(network, number, way) >= amount:
                    best[there] = spent + price
                    steps[there] = (here, step)
                    heappush(queue, (best[there], there))
        return []
