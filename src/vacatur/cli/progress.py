"""Progress of a run, on standard error: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from vacatur.cli.failures import say

if TYPE_CHECKING:
    from vacatur import Progress

SECONDS_BETWEEN_LINES = 5.0

Report = Callable[["Progress"], None]


@contextmanager
def shown(quiet: bool = False) -> Iterator[Report]:
    """A callback for the length of a run. `quiet` shows nothing."""
    if quiet:
        yield lambda progress: None
    elif sys.stderr is not None and sys.stderr.isatty():
        with bar() as report:
            yield report
    else:
        yield Lines()


def left(seconds: float, done: int, total: int | None) -> float | None:
    """Seconds left of a stage of which `done` of `total` took `seconds`; None before there is anything to go by."""
    if not total or done <= 0:
        return None
    return max(0.0, seconds * (total - done) / done)


def words(seconds: float) -> str:
    """A length of time as a person says it: `40 s`, `3 min`."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


class Lines:
    """One plain line when a stage begins and one every few seconds within it, for a log."""

    def __init__(self) -> None:
        """Nothing has begun."""
        self.stage = ""
        self.began = self.said = 0.0

    def __call__(self, progress: Progress) -> None:
        """Say where the run is, if there is something new to say."""
        now = time.monotonic()
        if progress.stage != self.stage:
            self.stage, self.began, self.said = progress.stage, now, now
            say(f"{progress.stage} ...")
            return
        if now - self.said < SECONDS_BETWEEN_LINES:
            return
        self.said = now
        parts = [f"{progress.rows:,} rows"] if progress.rows else []
        if progress.total:
            parts.append(f"{100 * progress.done / progress.total:.0f}%")
        remaining = left(now - self.began, progress.done, progress.total)
        if remaining is not None:
            parts.append(f"about {words(remaining)} left of {progress.stage}")
        say(f"{progress.stage}: {', '.join(parts) or '...'}")


@contextmanager
def bar() -> Iterator[Report]:
    """A live bar for each stage: share done, rows, time taken, an estimate of what is left of it."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        TaskID,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Live

    columns = (
        TextColumn("{task.description:<9}"),
        BarColumn(bar_width=20),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]}"),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(compact=True),
    )
    tasks: dict[str, TaskID] = {}
    with Live(*columns, console=Console(stderr=True), transient=True) as live:

        def report(progress: Progress) -> None:
            if progress.stage not in tasks:
                for earlier in tasks.values():
                    live.stop_task(earlier)
                tasks[progress.stage] = live.add_task(progress.stage, total=progress.total, rows="")
            live.update(
                tasks[progress.stage],
                completed=progress.done,
                total=progress.total,
                rows=f"{progress.rows:,} rows" if progress.rows else "",
            )

        yield report
