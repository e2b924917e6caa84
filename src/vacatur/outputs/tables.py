"""The tables of a results folder: decisions, convictions and facts as Parquet, problems and rows set aside as CSV,
the manifest.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import polars.selectors as cs

from vacatur.outputs.folder import HashedFile
from vacatur.record.problems import CODES
from vacatur.sources.doj.reader import FileRead


def write_parquet(folder: Path, name: str, frame: pl.DataFrame) -> HashedFile:
    """A table as Parquet, its categories as plain text."""
    plain = frame.with_columns(cs.categorical().cast(pl.String), cs.enum().cast(pl.String))
    buffer = io.BytesIO()
    plain.write_parquet(buffer, compression="zstd", compression_level=1)
    with HashedFile(folder, name) as output:
        output.rows = frame.height
        output.write(buffer.getvalue())
    return output


def write_problems(folder: Path, problems: pl.DataFrame, reads: Sequence[FileRead]) -> HashedFile:
    """`problems.csv`: file, line, column, code, what was found, what was done about it."""
    names = pl.Series([read.file.path.name for read in reads])
    done = {code: action for code, (_, action) in CODES.items()}
    table = problems.select(
        names.gather(problems["file"]).alias("file"), "line", "column", "code", "found",
        pl.col("code").replace_strict(done, default="").alias("done"),
    )  # fmt: skip
    buffer = io.BytesIO()
    table.write_csv(buffer)
    with HashedFile(folder, "problems.csv") as output:
        output.rows = table.height
        output.write(buffer.getvalue())
    return output


def write_set_aside(folder: Path, reads: Sequence[FileRead]) -> HashedFile:
    """`set_aside.csv`: every row that could not be read, with file, line, column and reason, and its text as it is."""
    buffer = io.StringIO()
    table = csv.writer(buffer, lineterminator="\n")
    table.writerow(["file", "line", "column", "code", "found", "row"])
    count = 0
    for read in reads:
        for row in read.set_aside:
            table.writerow([read.file.path.name, row.line, row.column, row.code, row.found, row.text])
            count += 1
    with HashedFile(folder, "set_aside.csv") as output:
        output.rows = count
        output.write(buffer.getvalue().encode())
    return output


def write_json(folder: Path, name: str, content: dict[str, Any]) -> HashedFile:
    """A JSON file that a person can read."""
    with HashedFile(folder, name) as output:
        output.write((json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode())
    return output
