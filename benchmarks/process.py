"""One process, timed: how long it took on the clock, how much processor time, how much memory at its peak."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """What a process took."""

    seconds: float
    processor_seconds: float
    peak_megabytes: float


def timed(command: Sequence[str], allowed: Sequence[int] = (0,)) -> Cost:
    """Run `command` with its output thrown away and say what it took.

    The peak is the kernel's own figure for that process (`ru_maxrss`), so no sampling misses it. This module imports
    nothing large, because a child's figure starts from what its parent held.

    Raises:
        RuntimeError: its exit status is not one of `allowed`.
    """
    began = time.perf_counter()
    child = subprocess.Popen(list(command), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert child.stderr is not None
    said = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in allowed:
        raise RuntimeError(f"{' '.join(command)}\nended with {child.returncode}: {said.decode()}")
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def best(command: Sequence[str], times: int, allowed: Sequence[int] = (0,)) -> Cost:
    """The quickest of several runs: what the work costs when the machine does nothing else."""
    return min((timed(command, allowed) for _ in range(times)), key=lambda cost: cost.seconds)


def python(*arguments: str) -> list[str]:
    """A command for the interpreter that runs the benchmarks."""
    return [sys.executable, *arguments]


def vacatur(*arguments: str | Path) -> list[str]:
    """A command of the program under measurement, as a person would type it."""
    installed = Path(sys.executable).with_name("vacatur")
    door = [str(installed)] if installed.exists() else python("-m", "vacatur.cli")
    return [*door, *map(str, arguments)]
