"""Hidden folders beside what is being written: named after the process that writes them, so that what a crash left is
known at the next start and goes then. Nothing else of the program lies outside the results folder.

`.NAME-MACHINE_PROCESS_xxxxxxxx.part` holds a results folder that is being written, `.before` what it replaces.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from vacatur.errors import VacaturError, because
from vacatur.review.book import is_begun

_DAY = 86_400
"""Seconds after which a folder of another machine, which cannot be asked for the process, is taken for left."""

_OWN = re.compile(r"\.(?P<name>.+)-(?:(?P<machine>[0-9a-f]{6})_(?P<process>\d+)_)?[a-z0-9_]{8}\.(?P<kind>part|before)")
_PRIVATE = "vacatur"


def new_folder(out: Path) -> Path:
    """An empty folder beside `out`, readable by its owner alone.

    Raises:
        OSError: none can be made there.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f".{out.name}-{_machine()}_{os.getpid()}_", suffix=".part", dir=out.parent))


@contextmanager
def working_folder(out: Path | None) -> Iterator[Path]:
    """A folder for what is needed only while something is made, readable by its owner alone, and gone afterwards.

    Args:
        out: what is made, beside which it lies; None when nothing is: then it lies where the system keeps such.

    Raises:
        VacaturError: none can be made there.
    """
    beside = Path(tempfile.gettempdir()) / _PRIVATE if out is None else out
    clear_away(beside)
    try:
        folder = new_folder(beside)
    except OSError as error:
        raise VacaturError(f"{beside.parent} cannot be written: {because(error)}.") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_away(out: Path) -> None:
    """Remove what a process that is gone had begun to write in place of `out`, and put back what it was about to
    replace. A folder with a reviewers' ledger stays whatever happens.
    """
    with suppress(OSError):
        for path in out.parent.glob(f".{_plain(out.name)}-*"):
            found = _OWN.fullmatch(path.name)
            if found and found["name"] == out.name and path.is_dir() and _is_left(path, found):
                _clear(path, out, found["kind"])


def _plain(name: str) -> str:
    """The name for a search by pattern, in which some characters have a meaning."""
    return re.sub(r"([*?[])", r"[\1]", name)


def _clear(path: Path, out: Path, kind: str) -> None:
    if kind == "before" and not out.exists():
        path.rename(out)
    elif not is_begun(path):
        shutil.rmtree(path, ignore_errors=True)


def _is_left(path: Path, found: re.Match[str]) -> bool:
    """Whether the process that made it is gone; of one on another machine, whether a day has passed."""
    if found["machine"] == _machine():
        if int(found["process"]) == os.getpid():
            return False  # of another thread, or a part of this very run
        try:
            return psutil.Process(int(found["process"])).create_time() > _changed(path)
        except psutil.NoSuchProcess:
            return True
        except psutil.Error:
            return False
    return _age(path) > _DAY


def _changed(path: Path) -> float:
    """When something in the folder last changed, by the clock of the disk."""
    times = [path.stat().st_mtime]
    for each in path.rglob("*"):
        with suppress(OSError):
            times.append(each.stat().st_mtime)
    return max(times)


def _age(path: Path) -> float:
    """Seconds since it last changed, by the clock of the disk itself: that of another machine may differ."""
    try:
        handle, name = tempfile.mkstemp(prefix=".vacatur-", dir=path.parent)
    except OSError:
        return 0.0
    os.close(handle)
    now = Path(name).stat().st_mtime
    Path(name).unlink()
    return now - _changed(path)


def _machine() -> str:
    """Six digits that stand for this machine."""
    return hashlib.sha256(platform.node().encode()).hexdigest()[:6]
