"""The tables of a results folder: decisions, convictions and facts as Parquet, problems and rows set aside as CSV,
the manifest.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, cast

import polars as pl
import polars.selectors as cs
from polars.io.plugins import register_io_source

from vacatur.outputs.folder import HashedFile
from vacatur.record.problems import CODES
from vacatur.sources.doj.reader import FileRead
from vacatur.sources.doj.records import SetAside

ROWS_TOGETHER = 100_000
"""Rows of a table that are written as one group: what bounds the memory of who writes and of who reads them."""


SET_ASIDE = ("file", "line", "column", "code", "found", "row")
"""Columns of `set_aside.csv`."""


def write_parquet(folder: Path, name: str, frame: pl.DataFrame) -> HashedFile:
    """A table as Parquet, its categories as plain text."""
    return write_parquet_in_turn(folder, name, as_text(frame.clear()).schema, [frame])


def write_parquet_in_turn(folder: Path, name: str, schema: pl.Schema, frames: Iterable[pl.DataFrame]) -> HashedFile:
    """A table that comes some rows after the others; however it is cut, the same rows make the same bytes.

    Args:
        schema: of the table as it is written, without categories (`as_text`).
    """
    with HashedFile(folder, name) as output:

        def groups(*_: object) -> Iterator[pl.DataFrame]:
            for group in in_groups(as_text(frame) for frame in frames):
                output.rows += group.height
                yield group

        table = register_io_source(groups, schema=schema, is_pure=True)
        table.sink_parquet(
            cast(IO[bytes], output),
            compression="zstd",
            compression_level=1,
            row_group_size=ROWS_TOGETHER,
            maintain_order=True,
        )
    return output


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Categories as plain text."""
    return frame.with_columns(cs.categorical().cast(pl.String), cs.enum().cast(pl.String))


def in_groups(frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The same rows, `ROWS_TOGETHER` at a time, each lot in memory of its own: what a table was cut from leaves traces
    in the file.
    """
    waiting: list[pl.DataFrame] = []
    rows = 0
    for frame in frames:
        while rows + frame.height >= ROWS_TOGETHER:
            head = frame.head(ROWS_TOGETHER - rows)
            yield _afresh([*waiting, head])
            frame, waiting, rows = frame.slice(head.height), [], 0
        if not frame.is_empty():
            waiting.append(frame)
            rows += frame.height
    if waiting:
        yield _afresh(waiting)


def _afresh(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    together = pl.concat(frames)
    return together[pl.int_range(together.height, dtype=pl.UInt32, eager=True)].rechunk()


def write_problems(folder: Path, problems: Iterable[pl.DataFrame], reads: Sequence[FileRead]) -> HashedFile:
    """`problems.csv`: file, line, column, code, what was found, what was done about it."""
    names = [read.file.name for read in reads]
    with HashedFile(folder, "problems.csv") as output:
        output.write(b"file,line,column,code,found,done\n")
        for some in problems:
            table = problems_shown(some, names)
            buffer = io.BytesIO()
            table.write_csv(buffer, include_header=False)
            output.rows += table.height
            output.write(buffer.getvalue())
    return output


def problems_shown(problems: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Problems as people read them: with the name of the file, and what was done about each.

    Args:
        names: of the files of the delivery.
    """
    done = {code: action for code, (_, action) in CODES.items()}
    return problems.select(
        pl.Series(names, dtype=pl.String).gather(problems["file"]).alias("file"), "line", "column", "code", "found",
        pl.col("code").replace_strict(done, default="").alias("done"),
    )  # fmt: skip


def write_set_aside(folder: Path, aside: Iterable[tuple[FileRead, SetAside]]) -> HashedFile:
    """`set_aside.csv`: every row that could not be read, with file, line, column and reason, and its text as it is."""
    with HashedFile(folder, "set_aside.csv") as output:
        stream = io.TextIOWrapper(io.BufferedWriter(output, 1 << 20), encoding="utf-8", newline="")
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(SET_ASIDE)
        for read, row in aside:
            table.writerow([read.file.name, row.line, row.column, row.code, row.found, row.text])
            output.rows += 1
        stream.flush()
        stream.detach().detach()
    return output


def write_json(folder: Path, name: str, content: dict[str, Any]) -> HashedFile:
    """A JSON file that a person can read."""
    with HashedFile(folder, name) as output:
        output.write((json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode())
    return output
