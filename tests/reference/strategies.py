"""Hypothesis strategies: small delivered files with every fault (built by `fabricate.py`)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

from .fabricate import Files, delivery

T = TypeVar("T")


class Drawn:
    """Choices drawn by hypothesis."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def one_of(self, options: Sequence[T]) -> T:
        return options[self._draw(st.integers(0, len(options) - 1))]

    def percent(self, chance: int) -> bool:
        return self._draw(st.integers(0, 99)) >= 100 - chance


class Seeded:
    """Choices of a seeded generator: the same every time."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def one_of(self, options: Sequence[T]) -> T:
        return options[self._random.randrange(len(options))]

    def percent(self, chance: int) -> bool:
        return self._random.randrange(100) >= 100 - chance


@st.composite
def deliveries(draw: st.DrawFn, most_persons: int = 4, faults: int = 4) -> Files:
    """A delivery of one or two files about one to `most_persons` persons."""
    choose = Drawn(draw)
    return delivery(choose, draw(st.integers(1, most_persons)), faults)


def many(seed: int, persons: int, faults: int = 2) -> Files:
    """One large delivery, for breadth where hypothesis gives depth."""
    return delivery(Seeded(seed), persons, faults)
