"""Files that their owner alone can read, from the first byte on: what is written names people."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_BINARY = getattr(os, "O_BINARY", 0)
"""Where there is such a flag (Windows), line ends would be changed without it."""


def new_file(path: Path, *, over: bool = False, buffering: int = -1) -> IO[bytes]:
    """A file of the owner's alone, to be written.

    Args:
        over: whether it may be there already; what it held is gone then.
        buffering: as for `open`.

    Raises:
        FileExistsError: it is there, and may not be.
        OSError: it cannot be made.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if over else os.O_EXCL) | _BINARY, 0o600)
    return os.fdopen(handle, "wb", buffering=buffering)


@contextmanager
def whole_file(path: Path, *, settled: bool = False) -> Iterator[IO[bytes]]:
    """A file that readers find whole, old or new: it is written beside its place and then put there.

    Args:
        settled: whether to wait until it is on the disk, so that no loss of power undoes it.

    Raises:
        OSError: it cannot be written; what was there stays.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with new_file(beside, over=True) as stream:
            yield stream
            if settled:
                stream.flush()
                os.fsync(stream.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    if settled:
        _settle(path.parent)


def _settle(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system knows how."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
