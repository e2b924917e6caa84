"""Each worker on a processor of its own: what Polars hands to its pool of one thread need wake no other processor."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from tests.offline.sitecustomize import PROCESSORS as ALL


def take_one(worker: str) -> None:
    """Keep to one processor, in turn with the other workers, where the system has a word for it.

    Args:
        worker: as pytest-xdist names it, `gw0`.
    """
    if hasattr(os, "sched_setaffinity"):
        there = sorted(os.sched_getaffinity(0))
        os.environ[ALL] = ",".join(map(str, there))
        os.sched_setaffinity(0, {there[int(worker.removeprefix("gw")) % len(there)]})


@contextmanager
def all_of_them() -> Iterator[None]:
    """On every processor for as long as this lasts, and so whatever is started by then, for as long as it lives."""
    if ALL not in os.environ:
        yield
        return
    own = os.sched_getaffinity(0)
    os.sched_setaffinity(0, map(int, os.environ[ALL].split(",")))
    try:
        yield
    finally:
        os.sched_setaffinity(0, own)
