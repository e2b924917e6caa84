"""The files of a delivery as the driver sees them: how each is laid out, and where it can be cut.

Of each file the driver reads the beginning, and some kilobytes before each place where a block must end: the blocks are
those into which a run on one machine cuts the file, found by the same function, so that both read the same rows. Spark
divides the text by bytes; at each of its divisions the driver looks for the line that begins there.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from vacatur.errors import SourceError
from vacatur.scale.spark.storage import Found, Opened, Storage
from vacatur.sources.doj import blocks as reading
from vacatur.sources.doj.blocks import LOOKED_AT, cut
from vacatur.sources.doj.file import BOM, HEAD_BYTES, DojFile, laid_out
from vacatur.sources.doj.layout import COLUMNS

LARGEST_SPLIT = 256 << 20
"""Bytes of a file that one task reads at most."""

_LEAST_SPLIT = 16 << 20
_WINDOW = 128 << 10
_AT_ONCE = 16
"""Files that the driver looks at side by side."""

_PACKED = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "Zstandard", b"PK\x03\x04": "zip", b"PK\x05\x06": "zip"}
_PARQUET = b"PAR1"
_ROWS = 400
"""Rows of a Parquet file that tell how its rows end."""


@dataclass(frozen=True)
class Input:
    """A file of the delivery.

    Attributes:
        place: its address.
        file: how its text is laid out.
        parquet: whether it is Parquet; its blocks are then known when it has been read.
        bounds: where its blocks begin, and where the last one ends.
        split: bytes of it that Spark gives to one task.
        bom: whether it begins with a byte-order mark, which Spark leaves out.
        begins: for each such division after the first where the first line begins that is not the earlier task's; -1
            where no line does.
    """

    place: str
    file: DojFile
    parquet: bool
    bounds: tuple[int, ...] = ()
    split: int = 0
    bom: bool = False
    begins: tuple[int, ...] = ()

    def begin_of(self, start: int) -> int:
        """The first byte of what Spark gives to the task whose division begins at `start`."""
        if start:
            return self.begins[start // self.split - 1]
        return len(BOM) if self.bom else 0


def open_inputs(spark: Any, storage: Storage, given: Sequence[str], cores: int) -> list[Input]:
    """Look at every file of a delivery; a folder stands for all files in it.

    Args:
        cores: how many tasks run side by side.

    Raises:
        SourceError: a file is refused, or is given twice.
    """
    found = [each for place in given for each in storage.files(place)]
    places = [each.place for each in found]
    twice = next((each for each in found if places.count(each.place) > 1), None)
    if twice:
        raise SourceError(f"{twice.place} is given twice. Give each file of the delivery once.")
    if not found:
        raise SourceError(f"{', '.join(given)} holds no file.")
    split = min(LARGEST_SPLIT, max(_LEAST_SPLIT, sum(each.size for each in found) // (3 * cores)))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        looked = [pool.submit(_look, spark, storage, each, index, split) for index, each in enumerate(found)]
        return [each.result() for each in looked]


def _look(spark: Any, storage: Storage, found: Found, index: int, split: int) -> Input:
    path = Path(found.name)
    with storage.opened(found.place) as opened:
        head = opened.window(0, min(found.size, HEAD_BYTES))
        packing = next((name for begin, name in _PACKED.items() if head.startswith(begin)), None)
        if packing:
            raise SourceError(
                f"{found.place} is packed ({packing}): Spark cannot divide it. Unpack it first, or leave out "
                "--engine spark."
            )
        if head.startswith(_PARQUET):
            text = _text_of_first_rows(spark, found)
            return Input(found.place, laid_out(path, index, text, found.size, found.touched, found.size), True)
        file = laid_out(path, index, head, found.size, found.touched, found.size)
        bounds = _bounds(opened, file)
        begins = [_next_line(opened, file, start) for start in range(split, file.size, split)]
    return Input(found.place, file, False, tuple(bounds), split, head.startswith(BOM), tuple(begins))


def _bounds(opened: Opened, file: DojFile) -> list[int]:
    """Where the blocks of a file begin, and where the last one ends (as `file.read_blocks` cuts them)."""
    bounds = [file.start]
    while file.size - bounds[-1] > reading.BLOCK_BYTES:
        start, limit, size = bounds[-1], bounds[-1] + reading.BLOCK_BYTES, _WINDOW
        while True:
            begin = max(start, limit - size)
            data = opened.window(begin, limit - begin)
            if begin == start or data.count(file.line_end[-1:]) >= LOOKED_AT:
                break
            size *= 4
        bounds.append(begin + cut(data, file.line_end[-1:]))
    return [*bounds, file.size]


def _next_line(opened: Opened, file: DojFile, start: int) -> int:
    """Where the first line begins after the first line end from a place on; -1 where there is none."""
    at, size = start, 4096
    while at < file.size:
        data = opened.window(at, min(size, file.size - at))
        found = data.find(file.line_end[-1:])
        if found >= 0:
            return at + found + 1 if at + found + 1 < file.size else -1
        at, size = at + len(data), size * 2
    return -1


def columns_of(spark: Any, place: str) -> Any:
    """The 95 columns of a Parquet file, as text.

    Raises:
        SourceError: some are missing, or are not text.
    """
    from pyspark.sql import functions as f

    frame = spark.read.parquet(place)
    kinds = dict(frame.dtypes)
    missing = [name for name in COLUMNS if name not in kinds]
    if missing:
        raise SourceError(
            f"{place}: {len(missing)} of the {len(COLUMNS)} columns are missing, such as {missing[0]}. Expected: the "
            "state's columns under the state's names."
        )
    other = [name for name in COLUMNS if kinds[name] not in ("string", "void", "tinyint", "smallint", "int", "bigint")]
    if other:
        raise SourceError(
            f"{place}: the column {other[0]} is of type {kinds[other[0]]}. Expected: text, as the state delivers it."
        )
    return frame.select(
        f.col("_metadata.file_block_start").alias("start"),
        *[f.col(name).cast("string").alias(name) for name in COLUMNS],
    )


def as_written(rows: pl.DataFrame) -> bytes:
    """Rows of a Parquet file as the state would write them: a line each, cells quoted where they must be."""
    blank = pl.when(pl.all() != "").then(pl.all())
    buffer = io.BytesIO()
    rows.select(COLUMNS).cast(pl.String).select(blank).write_csv(buffer, include_header=False, quote_style="necessary")
    return buffer.getvalue()


def _text_of_first_rows(spark: Any, found: Found) -> bytes:
    rows = columns_of(spark, found.place).drop("start").limit(_ROWS).collect()
    if not rows:
        raise SourceError(f"{found.place} holds no rows.")
    return as_written(pl.DataFrame([tuple(row) for row in rows], dict.fromkeys(COLUMNS, pl.String), orient="row"))
