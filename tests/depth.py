"""How much is tried: `make test` tries what is the same every time, `make deep` more of it, drawn anew each time."""

from __future__ import annotations

import os
from typing import TypeVar

from hypothesis import settings

T = TypeVar("T")

DEEP = os.environ.get("VACATUR_TESTS") == "deep"
"""Whether there is time: `make deep`."""


def at_depth(usual: T, deep: T) -> T:
    """How many examples, or which: those of `make test`, or those of `make deep`."""
    return deep if DEEP else usual


settings.register_profile("usual", deadline=None, derandomize=True, database=None)
settings.register_profile("deep", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile(at_depth("usual", "deep"))
