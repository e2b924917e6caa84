"""Tables laid one after the other into one file, and taken out again singly."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from vacatur.private import new_file

Piece = tuple[int, int]
"""Where a table stands in the file: its first byte, and how many there are. None, 0, for a table without rows."""

NOTHING: Piece = (0, 0)


class Pieces:
    """A file of tables that is being written, readable by its owner alone."""

    def __init__(self, path: Path) -> None:
        self._stream = new_file(path, over=True, buffering=0)
        self._at = 0

    def add(self, table: pl.DataFrame, *, empty: bool = False, short: bool = False) -> Piece:
        """Lay a table down.

        Args:
            empty: whether to do so even if it has no rows, for its columns.
            short: whether it is so short as it stands that packing it is not worth the work.
        """
        if table.is_empty() and not empty:
            return NOTHING
        buffer = io.BytesIO()
        table.write_ipc_stream(buffer, compression="uncompressed" if short else "lz4")
        view, size = buffer.getbuffer(), buffer.tell()
        piece = (self._at, size)
        self._at += size
        while view:
            view = view[self._stream.write(view) :]
        return piece

    def close(self) -> None:
        """Finish it, and wait until it is on the disk: what is then said to be there is there after a power cut."""
        os.fsync(self._stream.fileno())
        self._stream.close()


def take(path: Path, pieces: Sequence[Piece], columns: Sequence[str] | None = None) -> list[pl.DataFrame]:
    """Tables of a file, those without rows left out.

    Args:
        columns: that are wanted; None for all.
    """
    found = []
    with path.open("rb", buffering=0) as stream:
        for start, size in pieces:
            if size:
                stream.seek(start)
                wanted = None if columns is None else list(columns)
                found.append(pl.read_ipc_stream(io.BytesIO(stream.read(size)), columns=wanted))
    return found
