"""Jobs: what takes longer than a page should. Each is a process of its own, and goes on when the page is closed.

A job is a folder. `job.json` says what was asked, `process.json` which process does it, `progress.json` how far it is,
`ended.json` how it ended. Each has one writer and is written whole, so a server that starts again finds everything:
a process that still lives is followed on, and one that is gone without an ending was interrupted.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Any, Literal

import psutil

from vacatur.web import clock
from vacatur.web.workplace import JOB, NotThere, read_json, write_json

PROCESS, PROGRESS, ENDED = "process.json", "progress.json", "ended.json"
WORKER = "vacatur.web.worker"
_PATIENCE = 4.0
"""Seconds that a process has to stop by itself and clear away what it had begun."""

Kind = Literal["none", "running", "done", "failed", "cancelled", "interrupted"]


@dataclass(frozen=True)
class State:
    """How a job stands.

    Attributes:
        state: "none" when there is no such job; "interrupted" when its process is gone and did not say how it ended.
        kind: what it does, as in `worker.KINDS`.
        stage: the room in which it is: reading, deciding, writing, or what the kind calls its own.
        done: of `total` in that room; None where a room has no measure.
        rows: rows so far in that room.
        seconds: how long it has taken, or took.
        left: seconds left of that room, by what it has done; None before there is anything to go by.
        past: seconds that each earlier room took.
        sentences: what went wrong, for a person to read.
    """

    state: Kind = "none"
    kind: str = ""
    stage: str = ""
    done: int = 0
    total: int | None = None
    rows: int = 0
    seconds: float = 0.0
    left: float | None = None
    past: Mapping[str, float] = field(default_factory=dict)
    sentences: tuple[str, ...] = ()

    @property
    def running(self) -> bool:
        """Whether it is going on."""
        return self.state == "running"


class Jobs:
    """Starts, follows and stops the processes of jobs."""

    def __init__(self) -> None:
        self._ours: dict[Path, subprocess.Popen[bytes]] = {}
        self._beginning = RLock()  # so that a job that is just being begun is not taken for an interrupted one

    def start(self, folder: Path, kind: str, request: Mapping[str, Any]) -> None:
        """Begin a job in its folder, which is made; an earlier one that ended there is forgotten."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._beginning:
            if not self.state(folder).running:
                self._start(folder, kind, request)

    def _start(self, folder: Path, kind: str, request: Mapping[str, Any]) -> None:
        for name in (ENDED, PROGRESS, PROCESS):
            (folder / name).unlink(missing_ok=True)
        tidy(folder)
        write_json(folder / JOB, {"kind": kind, "added": clock.now(), "request": dict(request)})
        nowhere = subprocess.DEVNULL  # what goes wrong is told in ended.json: a traceback may quote a file
        process = subprocess.Popen(
            [sys.executable, "-m", WORKER, str(folder)],
            stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True,
        )  # fmt: skip
        self._ours[folder] = process
        try:
            write_json(folder / PROCESS, {"pid": process.pid, "began": clock.seconds()})
        except OSError:
            process.kill()
            raise

    def again(self, folder: Path) -> None:
        """Begin a job that ended, or was interrupted, as it was asked for."""
        asked = read_json(folder / JOB)
        self.start(folder, asked["kind"], asked["request"])

    def state(self, folder: Path) -> State:
        """How the job in a folder stands."""
        with self._beginning:
            return self._state(folder)

    def _state(self, folder: Path) -> State:
        asked = _read(folder / JOB)
        if not asked:
            return State()
        kind = asked.get("kind", "")
        lives = self._process(folder) is not None
        ended, now, begun = _read(folder / ENDED), _read(folder / PROGRESS), _read(folder / PROCESS)
        seconds = clock.seconds() - begun["began"] if begun else 0.0
        if ended:
            return State(
                ended.get("state", "interrupted"), kind, seconds=ended.get("seconds", 0.0), past=ended.get("past", {}),
                sentences=tuple(ended.get("sentences", ())),
            )  # fmt: skip
        if not lives:
            return State("interrupted", kind, stage=now.get("stage", ""))
        return State("running", kind, seconds=seconds, **now)

    def cancel(self, folder: Path) -> None:
        """Stop a job: when this returns its process is gone, and nothing half-written is left.

        A job that had finished by then stays finished.
        """
        process = self._process(folder)
        if process is not None:
            _stop(process)
            self._process(folder)
        if not (folder / JOB).exists() or (folder / ENDED).exists():
            return
        tidy(folder)
        begun = _read(folder / PROCESS).get("began", clock.seconds())
        write_json(folder / ENDED, ending("cancelled", clock.seconds() - begun))

    def _process(self, folder: Path) -> psutil.Process | None:
        """The process that works in this folder, if it lives. One that we started is taken leave of when it is done."""
        ours = self._ours.get(folder)
        if ours is not None and ours.poll() is not None:
            self._ours.pop(folder, None)
            ours = None
        pid = ours.pid if ours else _read(folder / PROCESS).get("pid")
        if not isinstance(pid, int):
            return None
        try:
            process = psutil.Process(pid)
            if ours:  # in its first moment it has no command line yet
                return process
            # Another process may have got the number since; ours names the worker and the folder.
            words = process.cmdline()
            return process if WORKER in words and str(folder) in words else None
        except psutil.Error:
            return None


def ending(
    state: Kind, seconds: float, *, past: Mapping[str, float] | None = None, sentences: tuple[str, ...] = ()
) -> dict[str, Any]:
    """What `ended.json` holds."""
    return {"state": state, "seconds": round(seconds, 3), "past": dict(past or {}), "sentences": list(sentences)}


def tidy(folder: Path) -> None:
    """Clear away what a stopped process had begun to write, and put back what it was about to replace."""
    for begun in folder.glob(".*.part"):
        shutil.rmtree(begun, ignore_errors=True)
    for before in folder.glob(".*.before"):
        place = folder / before.name[1:].rpartition("-")[0]
        if place.exists():
            shutil.rmtree(before, ignore_errors=True)
        else:
            before.rename(place)


def _stop(process: psutil.Process) -> None:
    """Ask it to stop, then make it; with the processes that it has started."""
    try:
        family = [process, *process.children(recursive=True)]
        process.terminate()
        _, left = psutil.wait_procs(family, timeout=_PATIENCE)
        for each in left:
            each.kill()
        psutil.wait_procs(left, timeout=_PATIENCE)
    except psutil.NoSuchProcess:
        return


def _read(path: Path) -> dict[str, Any]:
    try:
        return read_json(path)
    except NotThere:
        return {}
