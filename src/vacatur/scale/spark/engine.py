"""A run on Spark, from the addresses of its files to a folder of tables.

What the driver does: it looks at the files (`inputs`), learns how many lines each block has, holds the rows that could
not be read and what the whole delivery tells of its people, adds up the figures. All else is done by the tasks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
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
from vacatur.scale.spark.delivery import PAST_ALL_LINES, Delivery, keep, read_inputs
from vacatur.scale.spark.inputs import Input, open_inputs
from vacatur.scale.spark.rows import (
    ASIDE,
    CELLS,
    LAID,
    PEOPLE,
    guarded_group,
    packed,
    unpacked,
)
from vacatur.scale.spark.session import sentences, spark_session
from vacatur.scale.spark.storage import Storage
from vacatur.scale.spark.writing import Form, Table, anchor, slot_of_aside, write_table
from vacatur.sources.doj.persons import Elsewhere, may_tell, unread_rows
from vacatur.sources.doj.problems import set_aside_problems

Told = Callable[[str, int, int | None, int], None]
"""Told how far the run has come: the stage, how much of it is done, of how much, and rows so far."""

PART_BYTES = 400 << 20
"""Bytes of text whose people are decided by one task: about 500,000 rows, in about as much memory as the text."""

MOST_PARTS = 1_000
"""Parts at most: every task that reads hands some rows to each of them."""

STRETCH_ROWS = 2_000_000
"""Rows of the input whose tables are put in order by one task."""


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
        if place != out:
            storage.remove(place)  # what an earlier start left that was killed
        kept: list[Any] = []
        try:
            summary = _run(spark, storage, request, place, kept, tell)
            if place != out:
                storage.put_in_place(place, out)
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
    delivery = read_inputs(spark, storage, inputs, request.parts or _parts(inputs, cores), kept)
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
    return max(min(sum(each.file.size for each in inputs) // PART_BYTES + 1, MOST_PARTS), 2 * cores)


def _told(spark: Any, delivery: Delivery, kept: list[Any]) -> Elsewhere:
    """What only the whole delivery tells of its people."""
    from pyspark.sql import functions as f

    aside = [row for read in delivery.reads for row in read.set_aside]
    texts = spark.sparkContext.broadcast(sorted(set().union(*map(may_tell, aside))))
    spark.conf.set("spark.sql.shuffle.partitions", str(delivery.parts))
    mine = delivery.rows.where(f.col("kind") == PEOPLE).groupBy("part")
    declared = "person_id string, cii_number string, named boolean"
    people = keep(mine.applyInArrow(guarded_group(deciding.people_task(texts)), declared), kept)
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
    spark: Any, delivery: Delivery, asked: Asked, kept: list[Any]
) -> tuple[Any, list[Summary], dict[str, bytes]]:
    """What came of all parts (`rows.LAID`), the figures of each, and the columns of each table."""
    from pyspark.sql import functions as f

    spark.conf.set("spark.sql.shuffle.partitions", str(2 * delivery.parts))
    spark.conf.set("spark.sql.adaptive.coalescePartitions.enabled", "false")  # a small part takes a processor long, too
    task = guarded_group(deciding.decide_task(spark.sparkContext.broadcast(asked)))
    mine = delivery.rows.where(f.col("kind") == CELLS).groupBy("part")
    decided = keep(mine.applyInArrow(task, LAID), kept)
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
    line = pl.col("line").fill_null(PAST_ALL_LINES)
    keyed = beside.with_columns(row_number(pl.col("file"), line).alias(KEY)).sort(KEY)
    order = unpacked(columns[PROBLEMS]).columns
    for stretch, some in enumerate(in_stretches(keyed.select(order), ends)):
        if not some.is_empty():
            rows.append((PROBLEMS, stretch, packed(some)))
    spark.conf.set("spark.sql.shuffle.partitions", str(max(len(ends), 4)))
    return spark.createDataFrame([(name, slot, bytearray(payload)) for name, slot, payload in rows], LAID)


def _aside(delivery: Delivery) -> Any:
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
