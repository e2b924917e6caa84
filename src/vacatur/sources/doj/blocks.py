"""The bytes of a delivered file in blocks that hold whole records, for the first time and once more."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import polars as pl

from vacatur.sources.doj.contents import text_of
from vacatur.sources.doj.file import DojFile, check_unchanged, fields_of, still_there
from vacatur.sources.doj.kinds import check_has_no_hole
from vacatur.sources.doj.layout import COLUMNS

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


def read_blocks(file: DojFile, hashed: Callable[[bytes], object]) -> Iterator[Block]:
    """The rows of a file in blocks of about `BLOCK_BYTES`, cut between records; `hashed` is told all of its text.

    Raises:
        SourceError: it was changed while it was read, or is damaged.
    """
    with still_there(file), text_of(file.path, file.packing) as stream:
        hashed(stream.read(file.start))
        line, start, rest = file.first_line, file.start, b""
        while data := rest + stream.read(BLOCK_BYTES + 1 - len(rest)):
            last = len(data) <= BLOCK_BYTES
            end = len(data) if last else cut(data, file.line_end[-1:], BLOCK_BYTES)
            raw, rest = data[:end], data[end:]
            hashed(raw)
            check_has_no_hole(file.path, raw, line, file.line_end)
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
    lines = len(text) - len(text.replace(b"\n", b""))  # in a third of the time that counting them takes
    return Block(Place(start, start + len(raw), line, lines, latin1), text)


def again(file: DojFile, places: Iterable[Place]) -> Iterator[tuple[Place, bytes | None]]:
    """Each place of a file in order, with its bytes where the file is packed: there they are only to be had onward."""
    if not file.is_packed:
        yield from ((place, None) for place in places)
        return
    with still_there(file), text_of(file.path, file.packing) as stream:
        stream.read(file.start)
        for place in places:
            yield place, stream.read(place.end - place.start)


def block_again(file: DojFile, place: Place, raw: bytes | None = None) -> Block:
    """A block once more, without looking again at where it begins and what it is.

    Args:
        raw: its bytes, where they were read already.
    """
    if raw is None:
        with still_there(file), file.path.open("rb") as stream:
            stream.seek(place.start)
            raw = stream.read(place.end - place.start)
    return Block(place, _normal(raw, file.line_end, place.latin1))


def lines_again(file: DojFile, place: Place, held: bytes | None = None) -> Iterator[tuple[Block, list[int]]]:
    """A block once more, about `LINES_BYTES` of whole lines at a time, with where in the text each ends.

    Args:
        held: its bytes, where they were read already.
    """
    start, line = place.start, place.first_line
    with still_there(file), file.path.open("rb", buffering=0) if held is None else io.BytesIO(held) as stream:
        base = 0 if held is None else place.start
        while start < place.end:
            stream.seek(start - base)
            data = stream.read(min(LINES_BYTES, place.end - start)) or b""
            if not data:  # the file has become shorter since it was read
                return
            if file.line_end[-1:] not in data:  # a line longer than that
                data += stream.read(place.end - start - len(data)) or b""
            whole = data.rfind(file.line_end[-1:]) + 1
            raw = data[:whole] if start + len(data) < place.end else data
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
