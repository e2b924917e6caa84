"""The process of one job: `python -m vacatur.web.worker FOLDER`.

It says how far it is, and how it ended: done, or failed with sentences that hold nobody's name. Asked to stop, it
clears away what it had begun.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import psutil

from vacatur.cli.failures import HOW_TO_SEE, sentence
from vacatur.errors import Stopped
from vacatur.web import clock, making
from vacatur.web.jobs import ENDED, PROGRESS, ending
from vacatur.web.workplace import JOB, read_json, write_json

if TYPE_CHECKING:
    from vacatur.runs import Progress

_SECONDS_BETWEEN = 0.2
Request = Mapping[str, Any]


class Telling:
    """Writes how far the job is, a few times a second and whenever a room is entered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.began = self.entered = clock.seconds()
        self.said = 0.0
        self.stage = ""
        self.past: dict[str, float] = {}

    def __call__(self, progress: Progress) -> None:
        """Say where the job is, if there is something new to say."""
        now = clock.seconds()
        if progress.stage != self.stage:
            self.leave(now)
            self.stage, self.entered, self.said = progress.stage, now, 0.0
        if now - self.said < _SECONDS_BETWEEN:
            return
        self.said = now
        left = None
        if progress.total and progress.done:
            left = (now - self.entered) * (progress.total - progress.done) / progress.done
        told = {"stage": progress.stage, "done": progress.done, "total": progress.total, "rows": progress.rows}
        write_json(self.folder / PROGRESS, {**told, "left": left, "past": self.past})

    def leave(self, now: float) -> None:
        """The room in which it was is done."""
        if self.stage:
            self.past[self.stage] = round(now - self.entered, 3)


def run(folder: Path, request: Request, telling: Telling) -> None:
    """Decide, and write the results."""
    import vacatur

    vacatur.run(
        request["files"],
        request["county"],
        request["packs"],
        as_of=date.fromisoformat(request["as_of"]),
        out=folder / "results",
        settings=request["settings"],
        assume=request["assume"],
        replace=True,
        progress=telling,
    )


def check(folder: Path, request: Request, telling: Telling) -> None:
    """Look at the files, and keep what was found as `check.json`."""
    import vacatur

    found = vacatur.check(request["files"], progress=telling)
    write_json(folder / "check.json", found.as_dict())


def facts(folder: Path, request: Request, telling: Telling) -> None:
    """Compute the facts of a county's convictions once, so that policies can be counted at once."""
    from vacatur.counting import basis_of

    basis = basis_of(request["files"], request["county"], as_of=date.fromisoformat(request["as_of"]), progress=telling)
    basis.keep(folder)


KINDS: dict[str, Callable[[Path, Request, Telling], None]] = {
    "run": run, "check": check, "facts": facts, **making.KINDS,
}  # fmt: skip
"""What a job may do: its folder, what was asked, and whom to tell how far it is."""


def work(folder: Path) -> None:
    """Do the job in a folder, and say how it ended."""
    job = read_json(folder / JOB)
    telling = Telling(folder)
    try:
        KINDS[job["kind"]](folder, job["request"], telling)
        telling.leave(clock.seconds())
        end = ending("done", clock.seconds() - telling.began, past=telling.past)
    except BaseException as error:
        if isinstance(error, Stopped):
            end = ending("cancelled", clock.seconds() - telling.began)
        else:
            sentences = tuple(line.removesuffix(HOW_TO_SEE) for line in sentence(error)[1])
            end = ending("failed", clock.seconds() - telling.began, past=telling.past, sentences=sentences)
    write_json(folder / ENDED, end)


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped("The job was cancelled.")


def main() -> None:
    """Work with less right to the processor than the pages have, so that they answer meanwhile."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(psutil.Error, OSError):
        psutil.Process().nice(10 if os.name == "posix" else getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", None))
    work(Path(sys.argv[1]))


if __name__ == "__main__":
    os.environ.setdefault("_RJEM_MALLOC_CONF", "background_thread:true,dirty_decay_ms:500,muzzy_decay_ms:0")
    main()
