"""One delivered file: what kind it is, how its lines end, and its bytes in blocks that hold whole records."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from vacatur.errors import SourceError, because
from vacatur.sources.doj.contents import PLAIN, Packing, packings, text_of, text_size
from vacatur.sources.doj.layout import COLUMNS, POSITION

BLOCK_BYTES = 8 << 20
"""Bytes that are read at a time: what bounds memory, whatever the file's size."""

LINES_BYTES = 1 << 19
"""Bytes that are read at a time where lines are only copied: few enough to stay in the processor's cache."""

LONGEST_RECORD = 50
"""Lines over which one record may run, by line breaks in quoted fields."""

MOST_COMMAS = len(COLUMNS) + 60
"""Lines with more commas than this are two rows swallowed by a stray quote, not one record."""

LOOKED_AT = 2 * LONGEST_RECORD + 1
"""Line ends before a place that tell where near it a file may be cut."""

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


@dataclass(frozen=True)
class Place:
    """Where some whole records stand in a file.

    Attributes:
        start: first byte, and `end` the byte after the last.
        first_line: line number of the first line.
        lines: how many lines (a record may have several).
        latin1: whether the bytes are not UTF-8, and are read as Latin-1.
        regular: whether every line is a record; known after the first reading.
    """

    start: int
    end: int
    first_line: int
    lines: int
    latin1: bool
    regular: bool = False


@dataclass(frozen=True)
class Block:
    """Some whole records of a file, as UTF-8 with LF line ends."""

    place: Place
    text: bytes


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
        with text_of(path, packing) as stream:
            head = stream.read(HEAD_BYTES)
        length = text_size(path, packing)
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
            f"{path} is empty ({size} bytes). Expected: the state's file, rows of {len(COLUMNS)} columns."
        )
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in head:
        found = "a spreadsheet or archive (it begins with PK)" if head[:2] == b"PK" else "UTF-16 or not text at all"
        raise SourceError(
            f"{path} is {found}. Expected: the state's file as delivered, comma-separated text (.dat or .csv)."
        )
    start = len(BOM) if head.startswith(BOM) else 0
    line_end = _line_end(head)
    lines = head[start:].split(line_end[-1:])  # some lines may end in LF where most end in CR LF
    names = [name.strip() for name in fields_of(lines[0].decode("utf-8", "replace").strip())]
    has_header = bool(names) and names[0].upper() == COLUMNS[0]
    if has_header:
        _check_header(path, names)
    form = _form(lines[has_header : _SAMPLE + has_header])
    begin = min(start + len(lines[0]) + 1, max(length, len(head))) if has_header else start
    return DojFile(path, index, size, begin, 1 + has_header, line_end, form, packing, length, touched)


@contextmanager
def _still_there(file: DojFile) -> Iterator[None]:
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
    with _still_there(file):
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


def read_blocks(file: DojFile, hashed: Callable[[bytes], object]) -> Iterator[Block]:
    """The rows of a file in blocks of about `BLOCK_BYTES`, cut between records; `hashed` is told all of its text.

    Raises:
        SourceError: it was changed while it was read, or is damaged.
    """
    with _still_there(file), text_of(file.path, file.packing) as stream:
        hashed(stream.read(file.start))
        line, start, rest = file.first_line, file.start, b""
        while data := rest + stream.read(BLOCK_BYTES + 1 - len(rest)):
            last = len(data) <= BLOCK_BYTES
            end = len(data) if last else cut(data, file.line_end[-1:], BLOCK_BYTES)
            raw, rest = data[:end], data[end:]
            hashed(raw)
            if not file.is_packed:  # to read the rest once more is less work than to put it before the next block
                stream.seek(start + end)
                rest = b""
            block = block_of(file, raw, start, line)
            yield block
            line, start = line + block.place.lines, start + end
    check_unchanged(file)


def block_of(file: DojFile, raw: bytes, start: int, line: int) -> Block:
    """Some whole records of a file as they stand, looked at for the first time.

    Args:
        start: where in the file they begin.
        line: the number of their first line.
    """
    latin1 = not _is_utf8(raw)
    text = _normal(raw, file.line_end, latin1)
    return Block(Place(start, start + len(raw), line, text.count(b"\n"), latin1), text)


def again(file: DojFile, places: Iterable[Place]) -> Iterator[tuple[Place, bytes | None]]:
    """Each place of a file in order, with its bytes where the file is packed: there they are only to be had onward."""
    if not file.is_packed:
        yield from ((place, None) for place in places)
        return
    with _still_there(file), text_of(file.path, file.packing) as stream:
        stream.read(file.start)
        for place in places:
            yield place, stream.read(place.end - place.start)


def block_again(file: DojFile, place: Place, raw: bytes | None = None) -> Block:
    """A block once more, without looking again at where it begins and what it is.

    Args:
        raw: its bytes, where they were read already.
    """
    if raw is None:
        with _still_there(file), file.path.open("rb") as stream:
            stream.seek(place.start)
            raw = stream.read(place.end - place.start)
    return Block(place, _normal(raw, file.line_end, place.latin1))


def lines_again(file: DojFile, place: Place, held: bytes | None = None) -> Iterator[tuple[Block, list[int]]]:
    """A block once more, about `LINES_BYTES` of whole lines at a time, with where in the text each ends.

    Args:
        held: its bytes, where they were read already.
    """
    start, line = place.start, place.first_line
    with _still_there(file), file.path.open("rb", buffering=0) if held is None else io.BytesIO(held) as stream:
        base = 0 if held is None else place.start
        while start < place.end:
            stream.seek(start - base)
            data = stream.read(min(LINES_BYTES, place.end - start)) or b""
            if not data:  # the file has become shorter since it was read
                return
            if file.line_end[-1:] not in data:  # a line longer than that
                data += stream.read(place.end - start - len(data)) or b""
            cut = data.rfind(file.line_end[-1:]) + 1
            raw = data[:cut] if start + len(data) < place.end else data
            text = _normal(raw, file.line_end, place.latin1)
            ends = _line_ends(text)
            yield Block(replace(place, start=start, end=start + len(raw), first_line=line, lines=len(ends)), text), ends
            start, line = start + len(raw), line + len(ends)


def _line_ends(text: bytes) -> list[int]:
    ends, at = [], text.find(b"\n")
    while at >= 0:
        ends.append(at)
        at = text.find(b"\n", at + 1)
    return ends


def cut(data: bytes, line_end: bytes, within: int | None = None) -> int:
    """Where to cut: after the last lines that are a whole record, looking back over the longest record at most: no
    more than `LOOKED_AT` line ends.

    Such lines do not stand inside a quoted field, so no record runs across the cut. Where none are found, the last
    line end serves, and what is then cut in two is set aside.

    Args:
        within: how many of the first bytes count; None for all.
    """
    length = len(data) if within is None else min(within, len(data))
    ends = [data.rfind(line_end, 0, length) + 1]
    while ends[-1] > 0 and len(ends) < LOOKED_AT:
        ends.append(data.rfind(line_end, 0, ends[-1] - 1) + 1)
    for place, end in enumerate(ends[:LONGEST_RECORD]):
        for start in ends[place + 1 : place + 1 + LONGEST_RECORD]:
            if _is_record(data[start:end]):
                return end
    return ends[0] or length


def _is_record(lines: bytes) -> bool:
    if lines.count(b'"') % 2 or not len(COLUMNS) <= lines.count(b",") + 1 <= MOST_COMMAS:
        return False
    return len(fields_of(lines.decode("utf-8", "replace"))) in (len(COLUMNS), len(COLUMNS) + 1)


def _is_utf8(raw: bytes) -> bool:
    # Polars looks through megabytes several times as fast as decoding them does.
    try:
        pl.Series([raw], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.PolarsError:
        return False
    return True


def _normal(raw: bytes, line_end: bytes, latin1: bool) -> bytes:
    """UTF-8 with LF line ends, the last line ended."""
    text = raw
    if line_end == b"\r":
        text = text.replace(b"\r", b"\n")
    elif line_end == b"\r\n":
        text = text.replace(b"\r\n", b"\n")
    if latin1:
        text = text.decode("latin-1").encode()
    return text if text.endswith(b"\n") else text + b"\n"
