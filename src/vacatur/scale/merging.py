"""The tables of all parts in the order of the input, a stretch of it at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from vacatur.record.problems import PROBLEM_SCHEMA
from vacatur.record.rows import file_of, row_number
from vacatur.scale.deciding import KEY, NOTES, PROBLEMS, Decided
from vacatur.scale.pieces import take
from vacatur.sources.doj.reader import FileRead

_PAST_ALL_LINES = (1 << 32) - 1


@dataclass(frozen=True)
class Merged:
    """What all parts came to.

    Attributes:
        ends: the last row of each stretch of the input.
        beside: problems that are no part's: of files and of rows set aside.
    """

    folder: Path
    parts: Sequence[Decided]
    ends: Sequence[int]
    beside: pl.DataFrame

    def table(self, name: str) -> Iterator[pl.DataFrame]:
        """A table in the input's order, a stretch at a time."""
        for stretch in range(len(self.ends)):
            found = self._of(name, stretch)
            if found:
                yield pl.concat(found).sort(KEY, maintain_order=True).drop(KEY)

    def names(self) -> list[str]:
        """The tables there are."""
        return list(self.parts[0].columns)

    def schema(self, name: str) -> pl.Schema:
        """The columns of a table."""
        first = self.parts[0]
        return take(self.folder / first.name, [first.columns[name]])[0].drop(KEY).schema

    def notes(self, read: FileRead) -> Iterator[pl.DataFrame]:
        """What to append to which row of a file."""
        start, after = read.file.index << 32, (read.file.index + 1) << 32
        before = -1
        for stretch, end in enumerate(self.ends):
            if before < after and end >= start:
                found = self._of(NOTES, stretch)
                if found:
                    notes = pl.concat(found).sort(KEY).drop(KEY)
                    yield notes.filter(file_of(pl.col("row")) == read.file.index)
            before = end

    def problems(self) -> Iterator[pl.DataFrame]:
        """Every problem, by file and line."""
        line = pl.col("line").fill_null(_PAST_ALL_LINES)
        beside = self.beside.with_columns(row_number(pl.col("file"), line).alias(KEY))
        before = -1
        for stretch, end in enumerate(self.ends):
            own = beside.filter((pl.col(KEY).cast(pl.Int64) > before) & (pl.col(KEY) <= end))
            found = [frame.select(own.columns) for frame in self._of(PROBLEMS, stretch)]
            together = pl.concat([own, *found])
            yield together.sort("file", "line", "code", "column", nulls_last=True).select(*PROBLEM_SCHEMA)
            before = end

    def _of(self, name: str, stretch: int) -> list[pl.DataFrame]:
        return [frame for part in self.parts for frame in take(self.folder / part.name, [part.pieces[name][stretch]])]
