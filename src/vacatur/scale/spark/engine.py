"""A run on Spark, from the addresses of its files to a folder of tables.

What the driver does: it looks at the files (`inputs`), learns how many lines each block has, holds the rows that could
not be read and what the whole delivery tells of its people, adds up the figures. All else is done by the tasks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from vacatur.errors import SourceError, UsageError
from vacatur.law.pack import Pack
from vacatur.outputs.summary import Summary
from vacatur.record.rows import row_number
from vacatur.request import check_named
from vacatur.scale.deciding import KEY, PROBLEMS, in_stretches, stretches
from vacatur.scale.figures import together
from vacatur.scale.spark import deciding, reading, writing
from vacatur.scale.spark.account import write_account
from vacatur.scale.spark.deciding import SUMMARY, Asked
from vacatur.scale.spark.inputs import Input, columns_of, open_inputs
from vacatur.scale.spark.rows import (
    ASIDE,
    CELLS,
    LAID,
    PEOPLE,
    PIECE,
    READ,
    TALLY,
    guarded,
    guarded_group,
    packed,
    unpacked,
)
from vacatur.scale.spark.session import sentences, spark_session
from vacatur.scale.spark.storage import Storage
from vacatur.scale.spark.writing import Form, Table, anchor, slot_of_aside, write_table
from vacatur.sources.doj.distinct import trimmed
from vacatur.sources.doj.file import Place
from vacatur.sources.doj.persons import Elsewhere, may_tell, unread_rows
from vacatur.sources.doj.problems import set_aside_problems
from vacatur.sources.doj.reader import FileRead, refuse
from vacatur.sources.doj.records import SetAside

Told = Callable[[str, int, int | None, int], None]
"""Told how far the run has come: the stage, how much of it is done, of how much, and rows so far."""

PART_BYTES = 400 << 20
"""Bytes of text whose people are decided by one task: about 500,000 rows, in about as much memory as the text."""

STRETCH_ROWS = 2_000_000
"""Rows of the input whose tables are put in order by one task."""

_PAST_ALL_LINES = (1 << 32) - 1


@dataclass(frozen=True)
class Request:
    """What a run on Spark is asked for.

    Attributes:
        files: addresses that Spark reads; a folder stands for all files in it.
        out: the address of the folder of tables, which must not exist.
        form: of the tables.
        master: where Spark is (`session.spark_session`).
        parts: into how many parts the people are divided; None for as many as the size asks for.
    """

    files: Sequence[str]
    county: str | None
    packs: list[Pack]
    as_of: date
    out: str
    replace: bool = False
    form: Form = "parquet"
    master: str | None = None
    parts: int | None = None


@dataclass(frozen=True)
class _Block:
    """A block of a file, as `scale.deciding.Rows`."""

    file: int
    last: int
    rows: int


@dataclass(frozen=True)
class _Delivery:
    """A delivery, read: in Spark's hands its rows, in the driver's what was found in each file."""

    inputs: list[Input]
    rows: Any
    parts: int
    reads: list[FileRead]
    blocks: list[_Block]
    first_lines: dict[int, pl.DataFrame]
    counties: list[str]


def run_on_spark(request: Request, tell: Told | None = None) -> Summary:
    """Decide, and write the folder: each table, the packs, `summary.json`, and last of all `manifest.json`.

    Raises:
        VacaturError: the request or a file is refused, or Spark cannot finish (`vacatur.errors`).
    """
    tell = tell or (lambda stage, done, total, rows: None)
    with spark_session(request.master) as spark, sentences():
        storage = Storage(spark)
        out = storage.address(request.out)
        _check_free(storage, out, replace=request.replace)
        place = storage.beside(out)
        storage.remove(place) if place != out else None
        kept: list[Any] = []
        try:
            summary = _run(spark, storage, request, place, kept, tell)
            if place != out:
                storage.remove(out) if request.replace else None
                storage.rename(place, out)
        except BaseException:
            storage.remove(place)
            raise
        finally:
            for each in kept:
                each.unpersist()
    return summary


def _check_free(storage: Storage, out: str, *, replace: bool) -> None:
    """Refuse a folder that exists, unless it is one of tables and may be replaced."""
    if not storage.exists(out):
        return
    if not replace:
        raise UsageError(f"{out} exists already and is left as it is. Name another folder, or give --replace.")
    if not storage.exists(f"{out}/manifest.json") or not storage.exists(f"{out}/decisions"):
        raise UsageError(f"{out} is not a folder of tables of an earlier run and is left as it is. Name another.")
    if storage.beside(out) == out:
        raise UsageError(f"{out} exists already, and nothing there takes its place in one step. Remove it first.")


def _run(spark: Any, storage: Storage, request: Request, place: str, kept: list[Any], tell: Told) -> Summary:
    tell("reading", 0, None, 0)
    cores = spark.sparkContext.defaultParallelism
    inputs = open_inputs(spark, storage, request.files, cores)
    delivery = _read(spark, storage, inputs, request.parts or _parts(inputs, cores), kept)
    check_named(delivery.counties, request.county)
    rows = sum(read.rows for read in delivery.reads)
    tell("deciding", 0, None, rows)
    ends = stretches(delivery.blocks, max(rows // STRETCH_ROWS, 4))
    told = _told(spark, delivery, kept)
    asked = Asked(request.packs, request.county, request.as_of, told, delivery.first_lines, ends)
    decided, parts, columns = _decide(spark, delivery, asked, kept)
    beside = set_aside_problems(delivery.reads)
    summary = together(parts, delivery.reads, dict(beside.group_by("code").len().iter_rows()))
    tell("writing", 0, None, rows)
    own = _beside(spark, beside, columns, ends)
    laid = decided.unionAll(own)
    names = [read.file.name for read in delivery.reads]
    for name, empty in columns.items():
        table = Table(name, unpacked(empty), names, delivery.first_lines)
        rows_of = _aside(delivery).unionAll(own) if name == writing.ASIDE else laid
        write_table(rows_of, table, f"{place}/{name}", request.form)
    _check_unchanged(storage, inputs)
    write_account(storage, place, request.packs, delivery.reads, summary, list(columns), request.form)
    return summary


def _parts(inputs: Sequence[Input], cores: int) -> int:
    return max(sum(each.file.size for each in inputs) // PART_BYTES + 1, 2 * cores)


def _read(spark: Any, storage: Storage, inputs: list[Input], parts: int, kept: list[Any]) -> _Delivery:
    """Have every file read, and hashed beside it.

    Raises:
        SourceError: as `sources.doj.reader.read_delivery`.
    """
    with ThreadPoolExecutor(len(inputs) if len(inputs) < 8 else 8) as beside:
        hashes = [beside.submit(storage.sha256, each.place) for each in inputs]
        rows = _keep(_rows(spark, inputs, parts), kept)
        small = rows.where(rows.kind.isin(TALLY, ASIDE)).orderBy("file", "at").collect()
        found = _found(inputs, small, hashes)
    reads, stands, first_lines = found
    for number, read in enumerate(reads):
        refuse(read, reads[: number + 1])
    named = {county for row in small if row.kind == TALLY for county in json.loads(bytes(row.payload))["counties"]}
    counties = trimmed(pl.Series(list(named), dtype=pl.String)).str.to_uppercase().drop_nulls()
    return _Delivery(inputs, rows, parts, reads, stands, first_lines, counties.unique().sort().to_list())


def _keep(frame: Any, kept: list[Any]) -> Any:
    """Have Spark keep what is used again: in memory or on its machines' disks; lost, it is made anew."""
    kept.append(frame.persist())
    return frame


def _rows(spark: Any, inputs: list[Input], parts: int) -> Any:
    """What reading makes of all files (`rows.READ`)."""
    from pyspark.sql import functions as f

    given = spark.sparkContext.broadcast(inputs)
    found = []
    texts = [each for each in inputs if not each.parquet]
    if texts:
        _divide_alike(spark, texts[0].split)
        lines = _all([_lines(spark, each) for each in texts])
        read = lines.mapInArrow(guarded(reading.text_task(given, parts)), READ).persist()
        pieces = read.where(f.col("kind") == PIECE)
        grouped = pieces.groupBy("file", "at").applyInArrow(guarded_group(reading.piece_task(given, parts)), READ)
        found += [read.where(f.col("kind") != PIECE), grouped]
    tables = [each for each in inputs if each.parquet]
    if tables:
        frames = [columns_of(spark, each.place).withColumn("file", f.lit(each.file.index)) for each in tables]
        found.append(_all(frames).mapInArrow(guarded(reading.parquet_task(given, parts)), READ))
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
) -> tuple[list[FileRead], list[_Block], dict[int, pl.DataFrame]]:
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
            last = _PAST_ALL_LINES if at == len(blocks) - 1 else first[at] + lines - 1
            stands.append(_Block(index, last, count))
    return reads, stands, first_lines


def _set_aside(aside: Sequence[pl.DataFrame], first_lines: pl.DataFrame) -> list[SetAside]:
    if not aside:
        return []
    rows = pl.concat(aside).join(first_lines, on="block", how="left").sort("block", "line", maintain_order=True)
    line = (pl.col("line") + pl.col("first")).alias("line")
    return [SetAside(*row) for row in rows.select(line, "column", "code", "found", "text").iter_rows()]


def _told(spark: Any, delivery: _Delivery, kept: list[Any]) -> Elsewhere:
    """What only the whole delivery tells of its people."""
    from pyspark.sql import functions as f

    aside = [row for read in delivery.reads for row in read.set_aside]
    texts = spark.sparkContext.broadcast(sorted(set().union(*map(may_tell, aside))))
    spark.conf.set("spark.sql.shuffle.partitions", str(delivery.parts))
    mine = delivery.rows.where(f.col("kind") == PEOPLE).groupBy("part")
    declared = "person_id string, cii_number string, named boolean"
    people = _keep(mine.applyInArrow(guarded_group(deciding.people_task(texts)), declared), kept)
    named = people.where("named").select("person_id", "cii_number").collect()
    numbers = people.where("cii_number is not null").groupBy("cii_number").count()
    shared = sorted(row.cii_number for row in numbers.where("count > 1").select("cii_number").collect())
    owners: dict[str, list[str]] = {}
    for row in named:
        owners.setdefault(row.cii_number, []).append(row.person_id)
    alone = {number: theirs[0] for number, theirs in owners.items() if number is not None and len(theirs) == 1}
    unread = unread_rows(aside, {row.person_id for row in named}, alone)
    return Elsewhere(unread, pl.Series("cii_number", shared, pl.String))


def _decide(
    spark: Any, delivery: _Delivery, asked: Asked, kept: list[Any]
) -> tuple[Any, list[Summary], dict[str, bytes]]:
    """What came of all parts (`rows.LAID`), the figures of each, and the columns of each table."""
    from pyspark.sql import functions as f

    spark.conf.set("spark.sql.shuffle.partitions", str(2 * delivery.parts))
    spark.conf.set("spark.sql.adaptive.coalescePartitions.enabled", "false")  # a small part takes a processor long, too
    task = guarded_group(deciding.decide_task(spark.sparkContext.broadcast(asked)))
    mine = delivery.rows.where(f.col("kind") == CELLS).groupBy("part")
    decided = _keep(mine.applyInArrow(task, LAID), kept)
    found = [unpacked(bytes(row.payload)) for row in decided.where(f.col("name") == SUMMARY).collect()]
    spark.conf.set("spark.sql.adaptive.coalescePartitions.enabled", "true")
    if not found:
        raise SourceError("No row of the files can be read: all were set aside.")
    figures = [json.loads(each.filter(pl.col("name") == SUMMARY)["content"][0]) for each in found]
    columns = dict(found[0].filter(pl.col("name") != SUMMARY).unique("name", maintain_order=True).iter_rows())
    aside = packed(pl.DataFrame(schema=reading.SET_ASIDE))
    return decided, figures, {**columns, writing.ASIDE: aside}


def _beside(spark: Any, beside: pl.DataFrame, columns: dict[str, bytes], ends: Sequence[int]) -> Any:
    """The columns of each table; and the problems of files and of rows set aside, which are no part's."""
    rows = [anchor(name, empty) for name, empty in columns.items()]
    line = pl.col("line").fill_null(_PAST_ALL_LINES)
    keyed = beside.with_columns(row_number(pl.col("file"), line).alias(KEY)).sort(KEY)
    order = unpacked(columns[PROBLEMS]).columns
    for stretch, some in enumerate(in_stretches(keyed.select(order), ends)):
        if not some.is_empty():
            rows.append((PROBLEMS, stretch, packed(some)))
    spark.conf.set("spark.sql.shuffle.partitions", str(max(len(ends), 4)))
    return spark.createDataFrame([(name, slot, bytearray(payload)) for name, slot, payload in rows], LAID)


def _aside(delivery: _Delivery) -> Any:
    """The rows that were set aside, as a table."""
    from pyspark.sql import functions as f

    mine = delivery.rows.where(f.col("kind") == ASIDE)
    return mine.select(
        f.lit(writing.ASIDE).alias("name"), slot_of_aside(f.col("file"), f.col("at")).alias("slot"), f.col("payload")
    )


def _check_unchanged(storage: Storage, inputs: Sequence[Input]) -> None:
    """Refuse what was changed since it was looked at.

    Raises:
        SourceError: the size of a file, or the time of its last change, is another.
    """
    for each in inputs:
        (now,) = storage.files(each.place)
        if (now.size, now.touched) != (each.file.size, each.file.touched):
            raise SourceError(
                f"{each.place} was changed while it was read. Nothing was written. Run again when it is whole."
            )
