"""What a task does that reads: from the lines that Spark hands it to the cells that decisions need, by person.

A block is read by the function that reads it on one machine. A block that lies on both sides of a division of Spark's
is put together from its pieces first. Line numbers are counted from the beginning of each block here: where a block
begins is known when all are read.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any
from zlib import crc32

import polars as pl

from vacatur.errors import VacaturError
from vacatur.scale.spark.inputs import Input, as_written
from vacatur.scale.spark.rows import (
    ASIDE,
    CELLS,
    PEOPLE,
    PIECE,
    READ,
    TALLY,
    Batches,
    as_table,
    in_batches,
    packed,
)
from vacatur.sources.doj.blocks import block_of
from vacatur.sources.doj.coded import CODED_COLUMNS, DECIDED_ON
from vacatur.sources.doj.file import DojFile
from vacatur.sources.doj.reader import read_block

Row = tuple[str, int, int, int, bytes]
"""A row of `READ`."""

_TEXT: dict[str, pl.DataType] = {name: pl.String() for name in CODED_COLUMNS}
SET_ASIDE = {
    "block": pl.Int64, "line": pl.UInt32, "column": pl.String, "code": pl.String, "found": pl.String, "text": pl.String,
}  # fmt: skip
"""A row that could not be read; its line is counted from its block's first."""


class Reading:
    """Some blocks of one file, as they are read.

    Args:
        parts: into how many parts the people are divided.
    """

    def __init__(self, file: DojFile, parts: int) -> None:
        self._file, self._parts = file, parts
        self._frames: list[pl.DataFrame] = []
        self._aside: list[tuple[Any, ...]] = []
        self._blocks: list[tuple[int, int, int, int, bool]] = []

    def add(self, number: int, raw: bytes) -> None:
        """One more block.

        Args:
            number: by which it stands in order among those of the file.
        """
        read = read_block(self._file, block_of(self._file, raw, 0, 0), _TEXT)
        self._frames.append(read.frame.select(*DECIDED_ON, pl.lit(number, pl.Int64).alias("block")))
        rows = sorted(read.set_aside, key=lambda row: row.line)
        self._aside += [(number, row.line, row.column, row.code, row.found, row.text) for row in rows]
        count = read.frame.height + len(read.set_aside)
        self._blocks.append((number, read.place.lines, count, read.blank_lines, read.place.latin1))

    def rows(self) -> Iterator[Row]:
        """What came of them."""
        if not self._blocks:
            return
        index, at = self._file.index, self._blocks[0][0]
        cells = pl.concat(self._frames)
        tally = {"blocks": self._blocks, "counties": cells["county"].unique().drop_nulls().to_list()}
        yield TALLY, index, at, -1, json.dumps(tally).encode()
        if self._aside:
            yield ASIDE, index, at, -1, packed(pl.DataFrame(self._aside, schema=SET_ASIDE, orient="row"))
        for part, theirs in _divided(cells, self._parts):
            yield CELLS, index, at, part, packed(theirs)
            yield PEOPLE, index, at, part, packed(theirs.select("person_id", "cii_number").unique())


def _divided(cells: pl.DataFrame, parts: int) -> Iterator[tuple[int, pl.DataFrame]]:
    """The rows of each part's people, in order. Which part a person is in follows from the SUBJECT_ID alone, and is the
    same on every machine.
    """
    people = cells["person_id"].unique()
    number = [crc32(text.strip().encode()) % parts for text in people]
    lookup = pl.DataFrame({"person_id": people, "part": pl.Series(number, dtype=pl.Int32)})
    divided = cells.join(lookup, on="person_id", how="left", maintain_order="left").partition_by(
        "part", maintain_order=True, include_key=False, as_dict=True
    )
    yield from ((int(key[0]), theirs) for key, theirs in divided.items())


def text_task(inputs: Any, parts: int) -> Callable[[Batches], Batches]:
    """Reads what Spark hands a task of the lines of text files: columns file, start (of the division), value.

    Args:
        inputs: the files, broadcast.
    """

    def read(batches: Batches) -> Batches:
        return in_batches(_texts_read(batches, inputs.value, parts), READ)

    return read


def parquet_task(inputs: Any, parts: int) -> Callable[[Batches], Batches]:
    """Reads what Spark hands a task of the rows of Parquet files: columns file, start and the state's."""

    def read(batches: Batches) -> Batches:
        return in_batches(_tables_read(batches, inputs.value, parts), READ)

    return read


def piece_task(inputs: Any, parts: int) -> Callable[[Any], Any]:
    """Reads a block that came in pieces."""

    def read(table: Any) -> Any:
        rows = sorted(table.to_pylist(), key=lambda row: row["part"])
        found: Input = inputs.value[rows[0]["file"]]
        number = rows[0]["at"]
        raw = b"".join(row["payload"] for row in rows)
        if len(raw) != found.bounds[number + 1] - found.bounds[number]:
            raise VacaturError(f"{found.file.name} was changed while it was read. Run again when it is whole.")
        block = Reading(found.file, parts)
        block.add(number, raw)
        return as_table(block.rows(), READ)

    return read


def _runs(batches: Batches) -> Iterator[tuple[int, int, Any]]:
    """Batches cut where another file or another division begins."""
    for batch in batches:
        keys = list(zip(batch.column("file").to_pylist(), batch.column("start").to_pylist(), strict=True))
        first = 0
        while first < len(keys):
            last = first + 1
            while last < len(keys) and keys[last] == keys[first]:
                last += 1
            yield *keys[first], batch.slice(first, last - first)
            first = last


def _texts_read(batches: Batches, inputs: list[Input], parts: int) -> Iterator[Row]:
    split: _Split | None = None
    for file, start, batch in _runs(batches):
        if split is None or split.key != (file, start):
            if split is not None:
                yield from split.finished()
            split = _Split(inputs[file], start, parts)
        yield from split.more(_joined(batch.column("value")))
    if split is not None:
        yield from split.finished()


def _joined(values: Any) -> bytes:
    """The bytes of some lines one after the other, as Arrow holds them."""
    return b"".join(values.to_pylist())


class _Split:
    """The lines of one division of a file, cut into the file's blocks."""

    def __init__(self, found: Input, start: int, parts: int) -> None:
        self.key = (found.file.index, start)
        self._found = found
        self._at = found.begin_of(start)
        self._held = bytearray()
        self._reading = Reading(found.file, parts)

    def more(self, data: bytes) -> Iterator[Row]:
        """Some more of its lines; pieces of blocks are given out at once."""
        self._held += data
        skipped = min(max(self._found.bounds[0] - self._at, 0), len(self._held))
        del self._held[:skipped]
        self._at += skipped
        yield from self._cut(whole=False)

    def finished(self) -> Iterator[Row]:
        """What came of all of them."""
        del self._held[max(self._found.file.size - self._at, 0) :]  # a line end that the last line has not
        yield from self._cut(whole=True)
        yield from self._reading.rows()

    def _cut(self, *, whole: bool) -> Iterator[Row]:
        """Read the blocks that have come to their end.

        Args:
            whole: whether nothing more comes.
        """
        bounds = self._found.bounds
        while self._held and self._at < bounds[-1]:
            number = bisect_right(bounds, self._at) - 1
            start, end = bounds[number], bounds[number + 1]
            if self._at + len(self._held) < end and not whole:
                return
            raw = bytes(self._held[: end - self._at])
            if self._at == start and len(raw) == end - start:
                self._reading.add(number, raw)
            else:
                yield PIECE, self._found.file.index, number, self._at - start, raw
            del self._held[: len(raw)]
            self._at += len(raw)


def _tables_read(batches: Batches, inputs: list[Input], parts: int) -> Iterator[Row]:
    key: tuple[int, int] | None = None
    reading: Reading | None = None
    number = 0
    for file, start, batch in _runs(batches):
        if reading is None or key != (file, start):
            if reading is not None:
                yield from reading.rows()
            key, reading, number = (file, start), Reading(inputs[file].file, parts), start
        rows = pl.from_arrow(batch.drop_columns(["file", "start"]))
        assert isinstance(rows, pl.DataFrame)
        reading.add(number, as_written(rows))
        number += 1
    if reading is not None:
        yield from reading.rows()
