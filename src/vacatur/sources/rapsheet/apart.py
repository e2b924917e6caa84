"""PDFs and images are opened in a process of its own, within limits of time, so that none can stop or crash the run.

The libraries that open them are written in C: what a damaged or hostile file does to them, no `except` catches. The
process is started once and reads one file after another; it ends with the one that started it. It talks to nobody
else.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import IO, Any

from vacatur.errors import SourceError
from vacatur.sources.rapsheet.pages import PageRead, pages_of

LONGEST_PAGE = 300.0
"""Seconds within which a page must be read, however busy the machine is."""

_OPENING, _TEXT, _SCAN = 30, 1, 40
"""Seconds of processor time allowed for opening a file, for each page of it, and for each that is recognized."""


class _Process:
    """The process that reads, and the pipes to it."""

    def __init__(self) -> None:
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join(path for path in sys.path if path))
        self._child = subprocess.Popen(
            [sys.executable, "-c", "from vacatur.sources.rapsheet.apart import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._of = os.getpid()

    def mine(self) -> bool:
        """Whether this process started it: one that was forked later must not talk to it, nor end it."""
        return self._of == os.getpid()

    def alive(self) -> bool:
        """Whether it runs."""
        return self._child.poll() is None

    def send(self, data: bytes, name: str) -> None:
        """Give it a file to read."""
        assert self._child.stdin is not None
        pickle.dump((data, name), self._child.stdin)
        self._child.stdin.flush()

    def answer(self) -> tuple[str, Any]:
        """The next answer; the process is ended when it takes longer than `LONGEST_PAGE`.

        Raises:
            EOFError: the process has ended.
        """
        assert self._child.stdout is not None
        timer = threading.Timer(LONGEST_PAGE, self._child.kill)
        timer.daemon = True
        timer.start()
        try:
            answer: tuple[str, Any] = pickle.load(self._child.stdout)
        except (pickle.UnpicklingError, OSError) as error:
            raise EOFError from error
        finally:
            timer.cancel()
        return answer

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()


_lock = threading.Lock()
_running: _Process | None = None


def pages_apart(data: bytes, name: str) -> Iterator[PageRead]:
    """What `pages_of` gives, read in the other process.

    Raises:
        SourceError: as `pages_of`; or the file took longer than allowed, or made the process end.
    """
    with _lock:
        process = _ready()
        done = False
        try:
            process.send(data, name)
            while True:
                what, value = process.answer()
                if what != "page":
                    break
                yield value
            done = True
        except (EOFError, BrokenPipeError, ConnectionError):
            raise SourceError(
                f"{name} could not be opened: reading it took longer than any sheet does, or failed. Expected: a "
                f"RAP sheet as PDF or image; print it to a new PDF, or scan the paper."
            ) from None
        finally:
            if not done:
                _stop()
    if what == "refused":
        raise SourceError(value)


def _ready() -> _Process:
    """The process, started if it is not running."""
    global _running
    if _running is None or not _running.mine() or not _running.alive():
        _stop()
        _running = _Process()
    return _running


def _stop() -> None:
    global _running
    if _running is not None and _running.mine():
        _running.end()
    _running = None


atexit.register(_stop)


def serve() -> None:
    """Read files as they come in on standard input, until it is closed. The process that was started calls this."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            data, name = pickle.load(source)
        except EOFError:
            return
        _serve_file(data, name, target)


def _serve_file(data: bytes, name: str, target: IO[bytes]) -> None:
    """Answer with the pages of one file, then that it ends or why it is refused."""

    def tell(what: str, value: object) -> None:
        pickle.dump((what, value), target)
        target.flush()

    _allow(_OPENING + _SCAN)
    try:
        for page in pages_of(data, name):
            tell("page", page)
            _allow(_SCAN + (0 if page.scanned else _TEXT))
    except SourceError as error:
        tell("refused", str(error))
    except MemoryError:
        tell("refused", f"{name} needs more memory to be opened than this machine has. Split it, or scan it smaller.")
    else:
        tell("end", None)


def _allow(seconds: int) -> None:
    """Let the system end this process when it has worked so much longer; where the system cannot, time alone counts."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + seconds, hard))
