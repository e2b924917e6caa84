"""What travels between the machines: tables as bytes, a few large rows instead of many small ones.

Spark knows nothing of what is in them. A task that breaks says where in the program it did, never what stood in the
file: Spark writes the text of an exception into its logs.
"""

from __future__ import annotations

import io
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from vacatur.errors import VacaturError

READ = "kind string, file int, at long, part int, payload binary"
"""Rows that reading makes, as Spark declares them: a payload of a kind, from which file, from which place in it on
(`inputs`), of which part of the people (-1: of none).
"""

CELLS, PEOPLE, ASIDE, TALLY, PIECE = "cells", "people", "aside", "tally", "piece"

LAID = "name string, slot long, payload binary"
"""Rows that deciding makes: some rows of a table, and where among the others they stand."""

_TOGETHER = 16 << 20
"""Bytes of payload that are handed to Spark at a time."""

Batches = Iterator[Any]
"""Arrow's record batches, as Spark gives and takes them."""


def packed(table: pl.DataFrame) -> bytes:
    """A table as bytes: its own rows alone, also where it was cut from a longer one whose texts it shares."""
    buffer = io.BytesIO()
    table.write_ipc_stream(buffer, compression="zstd", compat_level=pl.CompatLevel.oldest())
    return buffer.getvalue()


def unpacked(payload: bytes) -> pl.DataFrame:
    """The table again."""
    return pl.read_ipc_stream(io.BytesIO(payload))


def in_batches(rows: Iterable[tuple[Any, ...]], declared: str) -> Batches:
    """Rows as Arrow's batches.

    Args:
        declared: their columns, as `READ`; the payload stands last.
    """
    waiting: list[tuple[Any, ...]] = []
    size = 0
    for row in rows:
        waiting.append(row)
        size += len(row[-1])
        if size >= _TOGETHER:
            yield _batch(waiting, declared)
            waiting, size = [], 0
    if waiting:
        yield _batch(waiting, declared)


def as_table(rows: Iterable[tuple[Any, ...]], declared: str) -> Any:
    """The same rows as one Arrow table."""
    import pyarrow

    return pyarrow.Table.from_batches(in_batches(rows, declared), schema=_schema(declared))


def _batch(rows: list[tuple[Any, ...]], declared: str) -> Any:
    import pyarrow

    schema = _schema(declared)
    columns = [
        pyarrow.array(values, type=field.type) for values, field in zip(zip(*rows, strict=True), schema, strict=True)
    ]
    return pyarrow.RecordBatch.from_arrays(columns, schema=schema)


def _schema(declared: str) -> Any:
    import pyarrow

    kinds = {
        "string": pyarrow.string(), "int": pyarrow.int32(), "long": pyarrow.int64(), "binary": pyarrow.binary(),
        "boolean": pyarrow.bool_(),
    }  # fmt: skip
    return pyarrow.schema([(name, kinds[kind]) for name, kind in (column.split() for column in declared.split(", "))])


def each_row(batches: Batches) -> Iterator[dict[str, Any]]:
    """Rows of few and large columns, one after the other."""
    for batch in batches:
        for at in range(batch.num_rows):
            yield {name: batch.column(name)[at].as_py() for name in batch.schema.names}


def guarded(work: Callable[[Batches], Batches]) -> Callable[[Batches], Batches]:
    """A task whose faults tell nothing of anybody."""

    def tell_nothing(batches: Batches) -> Batches:
        try:
            yield from work(batches)
        except Exception as error:
            raise told(error) from None

    return tell_nothing


def guarded_group(work: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same for a task that is given a whole group of rows."""

    def tell_nothing(table: Any) -> Any:
        try:
            return work(table)
        except Exception as error:
            raise told(error) from None

    return tell_nothing


def told(error: BaseException) -> VacaturError:
    """What may be said of an error: our own sentences, or the kind of error and the line of code."""
    if isinstance(error, VacaturError):
        return VacaturError(str(error))
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "vacatur" in frame.filename] or list(frames)
    place = f" at {Path(ours[-1].filename).name}, line {ours[-1].lineno}" if ours else ""
    return VacaturError(f"A fault in Vacatur itself: {type(error).__name__}{place}.")
