"""A run of the command line in a process of its own, forked from this one: it need not load the program anew."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO

import vacatur.cli.app
import vacatur.cli.run
import vacatur.runs
import vacatur.sealing  # what a run loads is loaded before the fork: it need not be done in every trial
from benchmarks.county import COUNTY
from vacatur.cli import main
from vacatur.scale.memory import Plan
from vacatur.sources.doj import blocks

IN_PARTS = Plan(parts=3, window=120, ranges=3)
BLOCK_BYTES = 1 << 16
"""So that a small file is read in several blocks, as a large one is."""

DONE = (0, 3)
REFUSED = (1, 2)
_LONGEST = 120.0
"""Seconds after which a run hangs."""


@dataclass(frozen=True)
class Request:
    """A run to be made.

    Attributes:
        parts: whether it is cut into parts.
        user: the number of the user who runs it; None for this one.
        loaded: where to write which modules the run loaded; None for nowhere.
    """

    source: Path
    out: Path
    parts: bool
    resume: bool = False
    user: int | None = None
    loaded: Path | None = None


class Child:
    """The process."""

    def __init__(self, request: Request) -> None:
        self._said = _heard()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._process = os.fork()
        if self._process == 0:
            _be(request, self._said.fileno())
        self._clock = (~self._process << 3) | 2  # the kernel's number of the clock of another process
        self._status: int | None = None
        self.spent = 0.0

    def processor_seconds(self) -> float:
        """What it has taken so far."""
        if self._status is None:
            with suppress(OSError):  # it ended just now
                self.spent = time.clock_gettime(self._clock)
        return self.spent

    def is_ended(self) -> bool:
        """Whether it came to its end."""
        if self._status is None:
            process, status, used = os.wait4(self._process, os.WNOHANG)
            if process:
                self._status = os.waitstatus_to_exitcode(status)
                self.spent = used.ru_utime + used.ru_stime
        return self._status is not None

    def runs_until(self, seconds: float) -> bool:
        """Whether it still runs when it has taken so much processor time: by the clock the machine's load tells."""
        began = time.monotonic()
        while not self.is_ended():
            if self.processor_seconds() >= seconds:
                return True
            if time.monotonic() - began > _LONGEST:
                self.kill()
                raise RuntimeError(f"a run hangs: {self.said}")
            time.sleep(0.001)
        return False

    def kill(self) -> None:
        """End it as kill -9 and a power cut do, and wait until it is gone."""
        os.kill(self._process, signal.SIGKILL)
        while not self.is_ended():
            time.sleep(0.001)

    def status(self) -> int:
        """Its exit status, when it is let alone to its end."""
        self.runs_until(float("inf"))
        assert self._status is not None
        return self._status

    @property
    def said(self) -> str:
        """All that it wrote to the terminal, and to standard error."""
        self._said.seek(0)
        return self._said.read().decode(errors="replace")


def ended(request: Request, meanwhile: Callable[[], None] | None = None, at: float = 0.0) -> tuple[int, str]:
    """How a run ends, and what it says.

    Args:
        meanwhile: done to its files when it has taken `at` seconds of processor time, or has ended.
    """
    child = Child(request)
    if meanwhile:
        child.runs_until(at)
        meanwhile()
    return child.status(), child.said


def load_what_it_loads(request: Request) -> None:
    """Make a run, and load what it loads when it needs it: a run need not do so itself, nor be allowed to."""
    assert request.loaded
    length(request)
    for name in request.loaded.read_text(encoding="utf-8").split():
        with suppress(ImportError):
            import_module(name)


def length(request: Request) -> float:
    """Seconds of processor time that a whole run takes, which must end well.

    Raises:
        RuntimeError: it does not.
    """
    child = Child(request)
    if child.status() not in DONE:
        raise RuntimeError(f"a run that nothing disturbs ended with {child.status()}: {child.said}")
    return child.spent


def _heard() -> IO[bytes]:
    """Where a run's words go, to be read when the process is gone: into memory, where it can be had, since a disk that
    is full keeps none.
    """
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("said"), "w+b")
    return tempfile.TemporaryFile()


def _in_full(error: BaseException) -> str:
    """Its traceback; at the least what it is, where that cannot be put together (the source has changed)."""
    try:
        return "".join(traceback.format_exception(error))
    except Exception as another:
        return f"Traceback of {type(error).__name__}, which could not be shown: {type(another).__name__}\n"


def _be(request: Request, said: int) -> None:
    """Be the run, and nothing after it."""
    status = 70
    try:
        for stream in (1, 2):
            os.dup2(said, stream)
        if request.user is not None:
            os.setgid(request.user)
            os.setuid(request.user)
        blocks.BLOCK_BYTES = BLOCK_BYTES
        vacatur.runs.plan_of = lambda *_: IN_PARTS if request.parts else None
        asked = ["--county", COUNTY, "--pack", "ca-la-2020-pilot", "--as-of", "2020-07-01", "--quiet", "--json"]
        more = ["--resume"] if request.resume else []
        sys.argv = ["vacatur", "run", str(request.source), "--out", str(request.out), *asked, *more]
        main()
        status = 0
    except SystemExit as ending:
        status = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except BaseException as error:
        os.write(2, _in_full(error).encode(errors="replace"))  # past every buffer
    finally:
        if request.loaded:
            request.loaded.write_text("\n".join(sys.modules), encoding="utf-8")
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
