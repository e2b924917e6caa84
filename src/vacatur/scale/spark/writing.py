"""The tables of a run, put in the input's order again and written by Spark: a folder each, wherever Spark writes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from vacatur.outputs.tables import ROWS_TOGETHER, SET_ASIDE, problems_shown
from vacatur.record.problems import PROBLEM_SCHEMA
from vacatur.scale.deciding import KEY, PROBLEMS
from vacatur.scale.spark.rows import Batches, each_row, guarded, unpacked

Form = Literal["parquet", "csv"]
FORMS: tuple[Form, ...] = ("parquet", "csv")

ASIDE = "set_aside"
_BETWEEN = "; "
"""Stands between the values of a list in a CSV file."""

_ANCHOR = -1
"""Where the row stands that holds a table's columns and none of its rows: before all others."""


@dataclass(frozen=True)
class Table:
    """A table to be written.

    Attributes:
        columns: it without its rows, as it is laid down.
        names: of the files of the delivery.
        first_lines: as `deciding.Asked.first_lines`.
    """

    name: str
    columns: pl.DataFrame
    names: Sequence[str]
    first_lines: Mapping[int, pl.DataFrame]

    def put_in_order(self, slot: int, laid: list[pl.DataFrame]) -> pl.DataFrame:
        """The rows of a stretch, in order, as people read them."""
        rows = pl.concat(laid)
        if self.name == ASIDE:
            return self._set_aside(slot >> 40, rows)
        if self.name == PROBLEMS:
            in_order = rows.sort("file", "line", "code", "column", nulls_last=True)
            return problems_shown(in_order.select(*PROBLEM_SCHEMA), self.names)
        return rows.sort(KEY, maintain_order=True).drop(KEY)

    def _set_aside(self, file: int, rows: pl.DataFrame) -> pl.DataFrame:
        known = rows.join(self.first_lines[file], on="block", how="left", maintain_order="left")
        line = (pl.col("line") + pl.col("first")).cast(pl.UInt32)
        return known.select(
            pl.lit(self.names[file], pl.String).alias("file"), line.alias("line"), "column", "code", "found",
            pl.col("text").alias("row"),
        )  # fmt: skip

    @property
    def shown(self) -> pl.Schema:
        """Its columns as they are written."""
        return self.put_in_order(0, [self.columns]).schema


def slot_of_aside(file: Any, at: Any) -> Any:
    """Where rows set aside stand among the others, as Spark reckons it."""
    from pyspark.sql import functions as f

    return f.shiftleft(file.cast("long"), 40) + at


def write_table(rows: Any, table: Table, place: str, form: Form) -> None:
    """Write a table as Spark does: a folder of files, whose names are in order.

    Args:
        rows: of `rows.LAID`, with those of this table, one of which is its anchor.
    """
    in_order = rows.where(rows.name == table.name).orderBy("slot")
    if form == "csv":
        in_order.mapInArrow(guarded(_csv_task(table)), "value string").write.text(place)
    else:
        schema = spark_schema(table.shown)
        in_order.mapInArrow(guarded(_parquet_task(table)), schema).write.parquet(place)


def anchor(name: str, columns: bytes) -> tuple[str, int, bytes]:
    """The row that holds a table's columns."""
    return name, _ANCHOR, columns


def _in_turn(table: Table, batches: Batches) -> Iterator[pl.DataFrame]:
    """The rows of each stretch, one stretch after the other; first of all the columns where nothing else stands."""
    slot: int | None = None
    laid: list[pl.DataFrame] = []
    for row in each_row(batches):
        if row["slot"] != slot and slot is not None:
            yield table.put_in_order(max(slot, 0), laid)
            laid = []
        slot = row["slot"]
        laid.append(unpacked(row["payload"]))
    if slot is not None:
        yield table.put_in_order(max(slot, 0), laid)


def _parquet_task(table: Table) -> Callable[[Batches], Batches]:
    def written(batches: Batches) -> Batches:
        schema = arrow_schema(table.shown)
        for frame in _in_turn(table, batches):
            for some in frame.iter_slices(ROWS_TOGETHER):
                yield from (
                    some.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(schema).combine_chunks().to_batches()
                )

    return written


def _csv_task(table: Table) -> Callable[[Batches], Batches]:
    def written(batches: Batches) -> Batches:
        import pyarrow

        first = True
        for frame in _in_turn(table, batches):
            for some in frame.iter_slices(ROWS_TOGETHER) if frame.height else [frame]:
                text = as_csv(table.name, some, header=first).removesuffix("\n")
                if text:
                    yield pyarrow.RecordBatch.from_pydict({"value": [text]})
                first = False

    return written


def as_csv(name: str, frame: pl.DataFrame, *, header: bool) -> str:
    """Some rows as CSV."""
    if name == ASIDE:
        stream = io.StringIO(newline="")
        table = csv.writer(stream, lineterminator="\n")
        table.writerows([SET_ASIDE] if header else [])
        table.writerows(frame.iter_rows())
        return stream.getvalue()
    lists = [column for column, kind in frame.schema.items() if isinstance(kind, pl.List)]
    joined = [pl.col(column).list.eval(pl.element().cast(pl.String)).list.join(_BETWEEN) for column in lists]
    return frame.with_columns(joined).write_csv(include_header=header)


def arrow_schema(columns: pl.Schema) -> Any:
    """The columns as Spark knows them, for Arrow."""
    import pyarrow

    return pyarrow.schema([(name, _arrow(kind)) for name, kind in columns.items()])


def spark_schema(columns: pl.Schema) -> Any:
    """The columns as Spark knows them: numbers without a sign become the next longer ones with a sign."""
    from pyspark.sql.types import StructField, StructType

    return StructType([StructField(name, _spark(kind)) for name, kind in columns.items()])


def _arrow(kind: pl.DataType) -> Any:
    import pyarrow

    if isinstance(kind, pl.List):
        return pyarrow.list_(_arrow(kind.inner))  # type: ignore[arg-type]  # polars types it as a class or an instance
    return getattr(pyarrow, _KINDS[kind.base_type()][0])()


def _spark(kind: pl.DataType) -> Any:
    from pyspark.sql import types

    if isinstance(kind, pl.List):
        return types.ArrayType(_spark(kind.inner))  # type: ignore[arg-type]  # as above
    return getattr(types, _KINDS[kind.base_type()][1])()


_KINDS: dict[Any, tuple[str, str]] = {
    pl.String: ("string", "StringType"),
    pl.Boolean: ("bool_", "BooleanType"),
    pl.Date: ("date32", "DateType"),
    pl.Float64: ("float64", "DoubleType"),
    pl.Int32: ("int32", "IntegerType"),
    pl.UInt16: ("int32", "IntegerType"),
    pl.Int64: ("int64", "LongType"),
    pl.UInt32: ("int64", "LongType"),
    pl.UInt64: ("int64", "LongType"),
}
"""What each type is called in Arrow and in Spark."""
