"""A few rows of a delivered file, found again by the numbers of their lines, without reading what lies before them."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from vacatur.errors import SourceError, because
from vacatur.sources.doj.blocks import LONGEST_RECORD
from vacatur.sources.doj.file import fields_of, open_file
from vacatur.sources.doj.layout import COLUMNS

CHUNK = 1 << 18
"""Bytes between two places of which it is known how many lines end before them."""

_BLANK = "_SEG_SEP"
"""Columns that only separate others."""


@dataclass(frozen=True)
class LineIndex:
    """Where the lines of a file are, and whose file it is.

    Attributes:
        size: in bytes.
        sha256: of the whole file, in hexadecimal digits.
        ends: what ends a line, as the program reads the file: LF, or either of CR and LF.
        before: for each `CHUNK` bytes of the file how many lines end before them.
    """

    size: int
    sha256: str
    ends: str
    before: tuple[int, ...]


@dataclass(frozen=True)
class SourceRow:
    """A row as the file has it.

    Attributes:
        line: the line on which it begins, from 1.
        text: as it stands, without its line end.
    """

    line: int
    text: str

    @property
    def cells(self) -> list[tuple[str, str]]:
        """The columns that say something, in order, with what they say; a field too many is named by its number.

        The state writes a hyphen where it has nothing to say.
        """
        fields = fields_of(self.text)
        names = [*COLUMNS, *(f"{place + 1}" for place in range(len(COLUMNS), len(fields)))]
        named = zip(names, fields, strict=False)
        return [(name, cell) for name, cell in named if cell.strip(" -") and not name.endswith(_BLANK)]


def index_lines(path: Path) -> LineIndex:
    """Read a file once, and keep where its lines are.

    Raises:
        SourceError: it cannot be read, or is no file of the state's format.
    """
    ends = "\r\n" if open_file(path).line_end == b"\r" else "\n"
    digest, before, lines, size = hashlib.sha256(), [], 0, 0
    try:
        with path.open("rb", buffering=0) as stream:
            while chunk := _read(stream, CHUNK):
                digest.update(chunk)
                before.append(lines)
                lines += sum(chunk.count(end.encode()) for end in ends)
                size += len(chunk)
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {because(error)}.") from error
    return LineIndex(size, digest.hexdigest(), ends, tuple(before))


def rows_at(path: Path, index: LineIndex, lines: Iterable[int]) -> list[SourceRow]:
    """The rows that begin on these lines, in order; a line that the file does not have is left out.

    Args:
        index: of this very file.

    Raises:
        SourceError: it cannot be read.
    """
    found = []
    try:
        with path.open("rb") as stream:
            for line in sorted(set(lines)):
                text = _row_at(stream, index, line)
                if text is not None:
                    found.append(SourceRow(line, text))
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {because(error)}.") from error
    return found


def _read(stream: IO[bytes], size: int) -> bytes:
    """So many bytes, unless the file ends before: an unbuffered file may give fewer at a time."""
    parts = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _row_at(stream: IO[bytes], index: LineIndex, line: int) -> str | None:
    """The row that begins on a line: more lines than that where a quoted field runs on."""
    if line < 1 or not index.before:
        return None
    # The line begins where the one before it ends: in the last chunk before which fewer lines than that have ended.
    chunk = max(bisect_right(index.before, line - 2) - 1, 0)
    stream.seek(chunk * CHUNK)
    lines = _Lines(stream, index.ends.encode())
    for _ in range(line - 1 - index.before[chunk]):
        if lines.next() is None:
            return None
    first = lines.next()
    if first is None:
        return None
    row = [first.removeprefix(b"\xef\xbb\xbf") if line == 1 else first]
    while sum(part.count(b'"') for part in row) % 2 and len(row) < LONGEST_RECORD:
        more = lines.next()
        if more is None:
            break
        row.append(more)
    if sum(part.count(b'"') for part in row) % 2:
        row = row[:1]  # a stray quote, not a field that runs on
    return _text(b"\n".join(part.removesuffix(b"\r") for part in row))


class _Lines:
    """The lines from a place on, one after another, without their ends; `next` is None after the last."""

    def __init__(self, stream: IO[bytes], ends: bytes) -> None:
        self._stream = stream
        self._ends = ends
        self._data = b""
        self._at = 0

    def next(self) -> bytes | None:
        """One more line."""
        while True:
            found = [at for end in self._ends if (at := self._data.find(end, self._at)) >= 0]
            if found:
                line = self._data[self._at : min(found)]
                self._at = min(found) + 1
                return line
            more = self._stream.read(CHUNK)
            if not more:
                line = self._data[self._at :]
                self._data, self._at = b"", 0
                return line or None
            self._data, self._at = self._data[self._at :] + more, 0


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
