"""A results folder that appears whole or not at all, readable by its owner alone."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from vacatur.errors import VacaturError, because
from vacatur.outputs.leftovers import new_folder
from vacatur.private import new_file
from vacatur.review.book import is_begun

_BYTES_AHEAD = 24 << 20
"""Bytes of one file that wait to be hashed and written: enough to keep the disk busy."""

_SMALL = 1 << 16
"""Bytes up to which a file is hashed and written when it is closed: threads would take longer."""

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class HashedFile(io.RawIOBase):
    """A file that is hashed as it is written, so that the manifest need not read it again.

    Hashing and writing go on in a thread each, while the next rows are put together; `close` waits for them. A small
    file is held until then.

    Attributes:
        name: its path inside the results folder.
        rows: what the writer counts; 0 where nobody does.
    """

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__()
        self.name = name
        self.rows = 0
        self._digest = hashlib.sha256()
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._stream = new_file(path, buffering=0)
        self._hashing, self._writing = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
        self._waiting: deque[tuple[int, Future[None], Future[None]]] = deque()
        self._ahead = 0
        self._held: bytearray | None = bytearray()

    def writable(self) -> bool:
        """True: it is there to be written."""
        return True

    def write(self, data: ReadableBuffer) -> int:
        """Write all of it. What went wrong with an earlier piece is raised here, or on closing."""
        piece = bytes(data)
        if self._held is None:
            self._pass_on(piece)
        else:
            self._held += piece
            if len(self._held) > _SMALL:
                self._pass_on(bytes(self._held))
                self._held = None
        return len(piece)

    def _pass_on(self, piece: bytes) -> None:
        while self._waiting and self._ahead + len(piece) > _BYTES_AHEAD:
            self._finish()
        hashed, put = self._hashing.submit(self._digest.update, piece), self._writing.submit(self._put, piece)
        self._waiting.append((len(piece), hashed, put))
        self._ahead += len(piece)

    def _put(self, piece: bytes | bytearray) -> None:
        view = memoryview(piece)
        while view:
            view = view[self._stream.write(view) :]

    def _finish(self) -> None:
        """Wait for the piece that has waited longest."""
        size, hashed, put = self._waiting.popleft()
        self._ahead -= size
        hashed.result()
        put.result()

    def close(self) -> None:
        """Wait until all is written, and close the file.

        Raises:
            OSError: it could not be written.
        """
        if self.closed:
            return
        try:
            if self._held is not None:
                self._digest.update(self._held)
                self._put(self._held)
            while self._waiting:
                self._finish()
        finally:
            self._hashing.shutdown(cancel_futures=True)
            self._writing.shutdown(cancel_futures=True)
            self._stream.close()
            super().close()

    @property
    def sha256(self) -> str:
        """Of all that was written, in hexadecimal digits; known when the file is closed."""
        return self._digest.hexdigest()


@contextmanager
def results_folder(out: Path) -> Iterator[Path]:
    """A folder to write into, beside `out`; renamed to `out` when all went well, removed when not.

    Raises:
        VacaturError: the disk is full or refuses to be written.
    """
    try:
        beside = new_folder(out)
    except OSError as error:
        raise VacaturError(f"{out.parent} cannot be written: {because(error)}.") from error
    try:
        yield beside
        _put_in_place(beside, out)
    except OSError as error:
        raise VacaturError(
            f"The results could not be written to {out}: {because(error)}. Nothing was left there."
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _put_in_place(beside: Path, out: Path) -> None:
    """Rename; what stood there before is put back if that fails."""
    if not out.exists():
        beside.rename(out)
        return
    before = beside.with_suffix(".before")
    out.rename(before)
    try:
        if is_begun(before):  # since it was looked at: what reviewers recorded is never replaced
            raise VacaturError(f"{out}: a reviewer recorded an act in it meanwhile. It is left as it is.")
        beside.rename(out)
    except (OSError, VacaturError):
        before.rename(out)
        raise
    shutil.rmtree(before, ignore_errors=True)
