"""One delivered file: what kind it is, how its lines end, and its bytes in blocks that hold whole records."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from vacatur.errors import SourceError
from vacatur.sources.doj.layout import COLUMNS, POSITION

BLOCK_BYTES = 16 << 20
"""Bytes that are read at a time: what bounds memory, whatever the file's size."""

LONGEST_RECORD = 50
"""Lines over which one record may run, by line breaks in quoted fields."""

_HEAD_BYTES = 1 << 20
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class DojFile:
    """A file of the state's format, looked at but not yet read.

    Attributes:
        index: its place in the delivery, from 0.
        start: bytes before the first row (byte-order mark, header).
        first_line: line number of the first row: 1, or 2 after a header.
        line_end: what ends its lines: LF, CR LF or CR.
    """

    path: Path
    index: int
    size: int
    start: int
    first_line: int
    line_end: bytes

    @property
    def has_header(self) -> bool:
        return self.first_line > 1


@dataclass(frozen=True)
class Block:
    """Some whole records of a file, as UTF-8 with LF line ends.

    Attributes:
        number: its place in the file, from 0.
        first_line: line number of its first line.
        lines: how many lines it holds (a record may have several).
        latin1: whether the bytes were not UTF-8 and were read as Latin-1.
        raw_bytes: how many bytes of the file it stands for.
    """

    number: int
    text: bytes
    first_line: int
    lines: int
    latin1: bool
    raw_bytes: int


def open_file(path: Path, index: int = 0) -> DojFile:
    """Look at the beginning of a file and say how it is laid out.

    Raises:
        SourceError: it cannot be opened, is empty, is not text, or its header puts known columns in other places.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}.") from error
    if not head.strip():
        raise SourceError(f"{path} is empty ({size} bytes). Expected: the state's file, rows of {len(COLUMNS)} columns.")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in head:
        found = "a spreadsheet or archive (it begins with PK)" if head[:2] == b"PK" else "UTF-16 or not text at all"
        raise SourceError(f"{path} is {found}. Expected: the state's file as delivered, comma-separated text (.dat or .csv).")
    start = len(_BOM) if head.startswith(_BOM) else 0
    line_end = _line_end(head)
    first = head[start:].split(line_end, 1)[0]
    names = [name.strip() for name in _fields(first)]
    if names[0].upper() != COLUMNS[0]:
        return DojFile(path, index, size, start, 1, line_end)
    _check_header(path, names)
    return DojFile(path, index, size, min(start + len(first) + len(line_end), size), 2, line_end)


def _line_end(head: bytes) -> bytes:
    if b"\n" not in head:
        return b"\r" if b"\r" in head else b"\n"
    return b"\r\n" if head[: head.index(b"\n") + 1].endswith(b"\r\n") else b"\n"


def _fields(line: bytes) -> list[str]:
    return next(csv.reader([line.decode("utf-8", "replace")]), [""])


def _check_header(path: Path, names: list[str]) -> None:
    while names and not names[-1]:
        names.pop()
    for position, name in enumerate(names):
        expected = POSITION.get(name.upper(), position)
        if expected != position:
            raise SourceError(
                f"{path}: column {position + 1} is headed {name}, which the state's file has as column {expected + 1}. "
                f"Expected: the {len(COLUMNS)} columns in the state's order."
            )
    if len(names) != len(COLUMNS):
        raise SourceError(f"{path}: the header has {len(names)} columns. Expected: {len(COLUMNS)}, as the state delivers them.")


def read_blocks(file: DojFile, digest: hashlib._Hash | None = None) -> Iterator[Block]:
    """The rows of a file in blocks of about `BLOCK_BYTES`, cut between records; `digest` is fed the file's bytes."""
    with file.path.open("rb") as stream:
        head = stream.read(file.start)
        if digest is not None:
            digest.update(head)
        line, rest, number = file.first_line, b"", 0
        while data := _next(stream, rest, digest):
            end = len(data) if len(data) - len(rest) == 0 else _cut(data, file.line_end[-1:])
            raw, rest = data[:end], data[end:]
            text, latin1 = _normal(raw, file.line_end)
            count = text.count(b"\n")
            yield Block(number, text, line, count, latin1, len(raw))
            line, number = line + count, number + 1


def _next(stream: BinaryIO, rest: bytes, digest: hashlib._Hash | None) -> bytes:
    more = stream.read(BLOCK_BYTES)
    if digest is not None:
        digest.update(more)
    return rest + more if rest else more


def _cut(data: bytes, line_end: bytes) -> int:
    """Where to cut: after the last line that leaves no quoted field open, looking back over the longest record at most.

    When a stray quote makes every such place look open, the last line end serves: what is then cut in two is set aside.
    """
    last = end = data.rfind(line_end) + 1
    for _ in range(LONGEST_RECORD):
        if end == 0:
            break
        if data.count(b'"', 0, end) % 2 == 0:
            return end
        end = data.rfind(line_end, 0, end - 1) + 1
    return last or len(data)


def _normal(raw: bytes, line_end: bytes) -> tuple[bytes, bool]:
    """UTF-8 with LF line ends, the last line ended; whether the bytes were Latin-1."""
    text, latin1 = raw, False
    if line_end == b"\r":
        text = text.replace(b"\r", b"\n")
    elif b"\r" in text:
        text = text.replace(b"\r\n", b"\n")
    if not text.isascii():
        try:
            text.decode()
        except UnicodeDecodeError:
            text, latin1 = text.decode("latin-1").encode(), True
    if not text.endswith(b"\n"):
        text += b"\n"
    return text, latin1
