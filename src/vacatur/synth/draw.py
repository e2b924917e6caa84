"""Random draws that give the same values on every machine.

Only integers and uniform fractions are drawn, and only integer weights are summed: no logarithm or exponential whose
last bit differs between processors.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Streams:
    """Independent streams of random numbers for one chunk of people, one stream a purpose.

    A purpose has its own stream so that turning the dial of one fault leaves everything else as it was.
    """

    seed: int
    chunk: int

    def __call__(self, purpose: str) -> np.random.Generator:
        """The stream of a purpose, from its beginning."""
        return np.random.Generator(
            np.random.PCG64(np.random.SeedSequence([self.seed, self.chunk, crc32(purpose.encode())]))
        )


def pick(rng: np.random.Generator, weights: Sequence[int] | Ints, size: int) -> Ints:
    """`size` positions, each drawn with probability in proportion to its whole-number weight."""
    bounds = np.cumsum(np.asarray(weights, dtype=np.int64))
    drawn = rng.integers(0, bounds[-1], size, dtype=np.int64)
    return np.searchsorted(bounds, drawn, side="right").astype(np.int64)


def chance(rng: np.random.Generator, rate: float, size: int) -> Flags:
    """`size` flags, each true with probability `rate`."""
    return rng.random(size) < rate


def between(rng: np.random.Generator, low: int, high: int, size: int) -> Ints:
    """`size` whole numbers from `low` to `high`, both included, all equally likely."""
    return rng.integers(low, high + 1, size, dtype=np.int64)
