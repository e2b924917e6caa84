"""A worker whose jobs take as long as a test needs: the real one, with kinds of its own."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any, NamedTuple

from vacatur.outputs.folder import results_folder
from vacatur.web import worker


class Progress(NamedTuple):
    """What `vacatur.Progress` says, without all that a run needs: a process that only waits begins in half the time."""

    stage: str
    done: int
    total: int | None
    rows: int


def slow(folder: Path, request: dict[str, Any], telling: Any) -> None:
    """Write results, until `request["seconds"]` have passed."""
    with results_folder(folder / "results") as beside:
        (beside / "half").write_text("half-written", encoding="utf-8")
        for step in range(1000):
            telling(Progress("reading", step + 1, 1000, (step + 1) * 100))
            time.sleep(request["seconds"] / 1000)
        telling(Progress("writing", 0, None, 7))


def stubborn(folder: Path, request: dict[str, Any], telling: Any) -> None:
    """The same, deaf to being asked to stop."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    slow(folder, request, telling)


def faulty(folder: Path, request: dict[str, Any], telling: Any) -> None:
    """An error that quotes somebody's name."""
    raise ValueError("QUILLFEATHER,PLANTED")


def run(folder: Path, request: dict[str, Any], telling: Any) -> None:
    """The real run, once the gate of the test is open: a file that is there while it is shut."""
    gate, step = Path(os.environ["VACATUR_TEST_GATE"]), 0
    while gate.exists():
        step += 1
        telling(Progress("reading", step, 100_000, step * 1000))
        time.sleep(0.05)
    vacatur_run(folder, request, telling)


vacatur_run = worker.run
worker.KINDS.update({"slow": slow, "stubborn": stubborn, "faulty": faulty, "run": run})  # type: ignore[dict-item]

if __name__ == "__main__":
    worker.main()
