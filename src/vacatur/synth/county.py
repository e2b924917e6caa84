"""Writing a fabricated county: the file, and beside it the truth."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

import polars as pl

from vacatur.synth import places
from vacatur.synth.cells import fill
from vacatur.synth.days import day_number
from vacatur.synth.draw import Streams
from vacatur.synth.histories import BASE_SHARES, plant
from vacatur.synth.layout import COLUMNS, join_rows
from vacatur.synth.people import fabricate_people
from vacatur.synth.rows import lay_out
from vacatur.synth.truth import tell

CHUNK = 10_000


@dataclass(frozen=True)
class CountyWritten:
    """What was written."""

    rows: int
    people: int
    convictions: int
    path: Path
    truth_path: Path | None


def write_county(
    path: Path,
    *,
    people: int,
    county: str = "LOS ANGELES",
    seed: int = 1,
    as_of: date = date(2020, 7, 1),
    faults: Mapping[str, float] | float = 0.0,
    header: bool = True,
    truth: Path | None = None,
) -> CountyWritten:
    """Write a fabricated county."""
    rows = convictions = 0
    with ExitStack() as stack:
        out = stack.enter_context(path.open("wb"))
        beside = stack.enter_context(truth.open("wb")) if truth else None
        if header:
            out.write((",".join(COLUMNS) + "\n").encode())
        for chunk, first in enumerate(range(0, people, CHUNK)):
            streams = Streams(seed, chunk)
            who = fabricate_people(streams, first, min(CHUNK, people - first), day_number(as_of))
            histories = plant(who, streams, places.COUNTIES.index(county), day_number(as_of), BASE_SHARES)
            laid = lay_out(histories, streams)
            sheet = fill(histories, laid, streams)
            lines = join_rows(sheet.columns)
            rows += len(lines)
            convictions += int(histories.counts.convicted.sum())
            _write(out, lines)
            if beside:
                found = pl.select(pl.repeat("yes", len(histories.counts.cycle))).to_series()
                tell(histories, found).write_csv(beside, include_header=chunk == 0)
    return CountyWritten(rows, people, convictions, path, truth)


def _write(out: IO[bytes], lines: pl.Series) -> None:
    lines.to_frame().write_csv(out, include_header=False, quote_style="never")
