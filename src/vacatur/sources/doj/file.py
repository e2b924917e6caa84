"""One delivered file: what kind it is, how its lines and its rows end, and whether it is still what it was."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from vacatur.errors import SourceError, because
from vacatur.sources.doj.contents import PLAIN, Packing, beginning, packings
from vacatur.sources.doj.kinds import check_is_separated, check_is_text
from vacatur.sources.doj.layout import COLUMNS, POSITION

HEAD_BYTES = 1 << 20
"""Bytes at the beginning of a file that tell how it is laid out."""

_SAMPLE = 200
"""Rows that are looked at to learn how rows end."""

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class RowForm:
    """How the rows of a file end, by most of its first rows. A row that ends otherwise has lost or gained a field.

    Attributes:
        filled: whether END_OF_REC is filled; a comma after it then does no harm.
        fields: how many fields a row has where it is blank: 95, or 96 with a comma after the last column.
    """

    filled: bool
    fields: int


@dataclass(frozen=True)
class DojFile:
    """A file of the state's format, looked at but not yet read.

    Attributes:
        index: its place in the delivery, from 0.
        size: in bytes, as it was given.
        start: bytes before the first row (byte-order mark, header).
        first_line: line number of the first row: 1, or 2 after a header.
        line_end: what ends its lines: LF, CR LF or CR.
        form: how its rows end.
        packing: what it is packed in; places are then those of its text.
        text_size: bytes of its text; of a packed file about so many.
        touched: when it was last changed, in nanoseconds, as the system says.
    """

    path: Path
    index: int
    size: int
    start: int
    first_line: int
    line_end: bytes
    form: RowForm
    packing: Packing = PLAIN
    text_size: int = 0
    touched: int = 0

    @property
    def name(self) -> str:
        """Its name without its folder; of a file in an archive both names."""
        return f"{self.path.name}/{self.packing.member}" if self.packing.member else self.path.name

    @property
    def is_packed(self) -> bool:
        """Whether it can only be read onward, from its beginning."""
        return self.packing.kind != "plain"

    @property
    def has_header(self) -> bool:
        """Whether the first line names the columns."""
        return self.first_line > 1


def open_files(path: Path, index: int = 0) -> list[DojFile]:
    """Look at a file, or at each file of an archive, and say how it is laid out.

    Args:
        index: the place of the first in the delivery.

    Raises:
        SourceError: as `open_file`; or a file is packed in a way that cannot be read.
    """
    return [open_file(path, index + more, packing) for more, packing in enumerate(packings(path))]


def open_file(path: Path, index: int = 0, packing: Packing = PLAIN) -> DojFile:
    """Look at the beginning of a file and say how it is laid out.

    Raises:
        SourceError: it cannot be opened, is empty, is not text, or its header puts known columns in other places.
    """
    try:
        status = path.stat()
        head, length = beginning(path, packing, HEAD_BYTES)
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {because(error)}.") from error
    return laid_out(path, index, head, status.st_size, status.st_mtime_ns, length, packing)


def laid_out(
    path: Path, index: int, head: bytes, size: int, touched: int, length: int, packing: Packing = PLAIN
) -> DojFile:
    """How a file is laid out, by its beginning.

    Args:
        head: the first `HEAD_BYTES` of its text, or all of it.
        size: in bytes, as it was given.
        touched: when it was last changed.
        length: bytes of its text.

    Raises:
        SourceError: as `open_file`.
    """
    if not head.removeprefix(BOM).strip():
        raise SourceError(
            f"{path} is empty ({size} bytes). Expected: the state's file, rows of {len(COLUMNS)} columns. Have it sent "
            "again."
        )
    check_is_text(path, head)
    start = len(BOM) if head.startswith(BOM) else 0
    line_end = _line_end(head)
    lines = head[start:].split(line_end[-1:])  # some lines may end in LF where most end in CR LF
    check_is_separated(path, lines[0].decode("utf-8", "replace"))
    names = [name.strip() for name in fields_of(lines[0].decode("utf-8", "replace").strip())]
    known = sum(name.upper() in POSITION for name in names)
    has_header = bool(names) and (names[0].upper() == COLUMNS[0] or known > len(COLUMNS) // 2)
    if has_header:
        _check_header(path, names)
    form = _form(lines[has_header : _SAMPLE + has_header])
    begin = min(start + len(lines[0]) + 1, max(length, len(head))) if has_header else start
    return DojFile(path, index, size, begin, 1 + has_header, line_end, form, packing, length, touched)


@contextmanager
def still_there(file: DojFile) -> Iterator[None]:
    """Say it of the file when the system refuses what was granted when it was opened."""
    try:
        yield
    except OSError as error:
        raise SourceError(f"{file.path} cannot be read any more: {because(error)}.") from error


def check_unchanged(file: DojFile) -> None:
    """Refuse a file that was changed since it was opened: what was read of it then and now may differ.

    Raises:
        SourceError: its size or the time of its last change is another, or it is gone.
    """
    with still_there(file):
        status = file.path.stat()
    if (status.st_size, status.st_mtime_ns) != (file.size, file.touched):
        raise SourceError(
            f"{file.path} was changed while it was read. Nothing was written. Run again when it is whole."
        )


def _line_end(head: bytes) -> bytes:
    both = head.count(b"\r\n")
    ends = {b"\r\n": both, b"\n": head.count(b"\n") - both, b"\r": head.count(b"\r") - both}
    return max(ends, key=lambda end: (ends[end], end == b"\n"))


_LINE = re.compile(r"[^\n]*\n|[^\n]+")
"""Of a record: control characters that end a line elsewhere (form feed, NEL) stand within one here."""


def fields_of(text: str) -> list[str]:
    """The fields of one record; of a text that is none, what stands between its commas."""
    try:
        return next(csv.reader(_LINE.findall(text)), [])
    except csv.Error:
        return text.split(",")


def _form(lines: Sequence[bytes]) -> RowForm:
    rows = [fields_of(line.decode("utf-8", "replace").rstrip("\r")) for line in lines if line.strip()]
    separator = POSITION["SENT_SEG_SEP"]
    rows = [row for row in rows if len(row) > separator and row[separator].strip() == "#"] or rows  # none has slipped
    plain = [row for row in rows if len(row) == len(COLUMNS)]
    trailing = [row for row in rows if len(row) == len(COLUMNS) + 1 and not row[-1]]
    filled = sum(bool(row[len(COLUMNS) - 1]) for row in plain + trailing)
    width = len(COLUMNS) + (len(trailing) > len(plain))
    return RowForm(2 * filled > len(plain + trailing), width)


def _check_header(path: Path, names: list[str]) -> None:
    while names and not names[-1]:
        names.pop()
    for position, name in enumerate(names):
        expected = POSITION.get(name.upper(), position)
        also_there = expected < len(names) and names[expected].upper() == name.upper()
        if expected != position and not also_there:
            raise SourceError(
                f"{path}: column {position + 1} is headed {name}, which the state's file has as column {expected + 1}. "
                f"Expected: the {len(COLUMNS)} columns in the state's order."
            )
    if len(names) != len(COLUMNS):
        raise SourceError(
            f"{path}: the header has {len(names)} columns. Expected: {len(COLUMNS)}, as the state delivers them."
        )
