"""A delivery read by Spark's tasks, and what the driver learns of it: figures, rows set aside, where blocks begin."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import polars as pl

from vacatur.scale.spark import reading
from vacatur.scale.spark.inputs import Input, columns_of
from vacatur.scale.spark.rows import ASIDE, PIECE, READ, TALLY, guarded, guarded_group, unpacked
from vacatur.scale.spark.storage import Storage
from vacatur.sources.doj.blocks import Place
from vacatur.sources.doj.distinct import trimmed
from vacatur.sources.doj.reader import FileRead, refuse
from vacatur.sources.doj.records import SetAside

PAST_ALL_LINES = (1 << 32) - 1
"""The last line of a file, whatever it is."""


@dataclass(frozen=True)
class Block:
    """A block of a file, as `scale.deciding.Rows`."""

    file: int
    last: int
    rows: int


@dataclass(frozen=True)
class Delivery:
    """A delivery, read: in Spark's hands its rows, in the driver's what was found in each file.

    Attributes:
        rows: of `rows.READ`, kept by Spark.
        parts: into how many parts the people are divided.
        blocks: of all files, in the input's order.
        first_lines: for each file the line on which each block begins: columns block, first.
        counties: that the rows name.
    """

    inputs: list[Input]
    rows: Any
    parts: int
    reads: list[FileRead]
    blocks: list[Block]
    first_lines: dict[int, pl.DataFrame]
    counties: list[str]


def read_inputs(spark: Any, storage: Storage, inputs: list[Input], parts: int, kept: list[Any]) -> Delivery:
    """Have every file read, and hashed beside it.

    Raises:
        SourceError: as `sources.doj.reader.read_delivery`.
    """
    with ThreadPoolExecutor(len(inputs) if len(inputs) < 8 else 8) as beside:
        hashes = [beside.submit(storage.sha256, each.place) for each in inputs]
        rows = _rows(spark, inputs, parts, kept)
        small = rows.where(rows.kind.isin(TALLY, ASIDE)).collect()
        found = _found(inputs, small, hashes)
    reads, stands, first_lines = found
    for number, read in enumerate(reads):
        refuse(read, reads[: number + 1])
    named = {county for row in small if row.kind == TALLY for county in json.loads(bytes(row.payload))["counties"]}
    counties = trimmed(pl.Series(list(named), dtype=pl.String)).str.to_uppercase().drop_nulls()
    return Delivery(inputs, rows, parts, reads, stands, first_lines, counties.unique().sort().to_list())


def keep(frame: Any, kept: list[Any]) -> Any:
    """Have Spark keep what is used again: in memory or on its machines' disks; lost, it is made anew."""
    kept.append(frame.persist())
    return frame


def _rows(spark: Any, inputs: list[Input], parts: int, kept: list[Any]) -> Any:
    """What reading makes of all files (`rows.READ`)."""
    from pyspark.sql import functions as f

    given = spark.sparkContext.broadcast(inputs)
    found = []
    texts = [each for each in inputs if not each.parquet]
    spark.conf.set("spark.sql.shuffle.partitions", str(2 * spark.sparkContext.defaultParallelism))
    if texts:
        _divide_alike(spark, texts[0].split)
        lines = _all([_lines(spark, each) for each in texts])
        read = keep(lines.mapInArrow(guarded(reading.text_task(given, parts)), READ), kept)
        pieces = read.where(f.col("kind") == PIECE)
        grouped = pieces.groupBy("file", "at").applyInArrow(guarded_group(reading.piece_task(given, parts)), READ)
        found += [read.where(f.col("kind") != PIECE), keep(grouped, kept)]
    tables = [each for each in inputs if each.parquet]
    if tables:
        frames = [columns_of(spark, each.place).withColumn("file", f.lit(each.file.index)) for each in tables]
        found.append(keep(_all(frames).mapInArrow(guarded(reading.parquet_task(given, parts)), READ), kept))
    return _all(found)


def _all(frames: Sequence[Any]) -> Any:
    whole = frames[0]
    for frame in frames[1:]:
        whole = whole.unionAll(frame)
    return whole


def _divide_alike(spark: Any, split: int) -> None:
    """Each division of a file is as large, and is a task's alone: `Input.begins` is reckoned so."""
    spark.conf.set("spark.sql.files.maxPartitionBytes", str(split))
    spark.conf.set("spark.sql.files.openCostInBytes", str(split))


def _lines(spark: Any, found: Input) -> Any:
    """The lines of a text file with their ends, as they stand, and the division each is of."""
    from pyspark.sql import functions as f

    end = found.file.line_end[-1:]
    lines = spark.read.option("lineSep", end.decode()).text(found.place)
    value = f.concat(f.col("value").cast("binary"), f.lit(bytearray(end)))
    start = f.col("_metadata.file_block_start")
    return lines.select(start.alias("start"), f.lit(found.file.index).alias("file"), value.alias("value"))


def _found(
    inputs: list[Input], small: Sequence[Any], hashes: Sequence[Future[str]]
) -> tuple[list[FileRead], list[Block], dict[int, pl.DataFrame]]:
    """What was found in each file: figures, rows set aside, the line on which each block begins."""
    reads, stands, first_lines = [], [], {}
    for each, hashed in zip(inputs, hashes, strict=True):
        index = each.file.index
        own = [row for row in small if row.file == index]
        blocks = sorted(block for row in own if row.kind == TALLY for block in json.loads(bytes(row.payload))["blocks"])
        line, first = each.file.first_line, []
        for _, lines, _, _, _ in blocks:
            first.append(line)
            line += lines
        numbers = [block[0] for block in blocks]
        known = pl.DataFrame({"block": numbers, "first": first}, schema={"block": pl.Int64, "first": pl.UInt32})
        first_lines[index] = known
        aside = [unpacked(bytes(row.payload)) for row in own if row.kind == ASIDE]
        latin1 = [Place(0, 0, 0, 0, True)] if any(block[4] for block in blocks) else []
        sha256 = hashed.result()
        reads.append(
            FileRead(
                each.file, sum(block[2] for block in blocks), sum(block[3] for block in blocks), sha256, sha256, latin1,
                _set_aside(aside, known),
            )
        )  # fmt: skip
        for at, (_, lines, count, _, _) in enumerate(blocks):
            last = PAST_ALL_LINES if at == len(blocks) - 1 else first[at] + lines - 1
            stands.append(Block(index, last, count))
    return reads, stands, first_lines


def _set_aside(aside: Sequence[pl.DataFrame], first_lines: pl.DataFrame) -> list[SetAside]:
    if not aside:
        return []
    rows = pl.concat(aside).join(first_lines, on="block", how="left").sort("block", "line", maintain_order=True)
    line = (pl.col("line") + pl.col("first")).alias("line")
    return [SetAside(*row) for row in rows.select(line, "column", "code", "found", "text").iter_rows()]
