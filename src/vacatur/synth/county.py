"""Writing a fabricated county: the file, and beside it the truth."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Literal

import polars as pl

from vacatur.errors import UsageError
from vacatur.synth import places
from vacatur.synth.cells import fill
from vacatur.synth.damage import damage, found
from vacatur.synth.days import day_number
from vacatur.synth.draw import Streams
from vacatur.synth.faults import Falls, rates, shares
from vacatur.synth.histories import plant
from vacatur.synth.layout import COLUMNS, join_rows
from vacatur.synth.people import fabricate_people
from vacatur.synth.rows import lay_out
from vacatur.synth.truth import tell

CHUNK = 5_000
"""People fabricated at a time. A chunk's random numbers start from the seed and the chunk's number, so this is part
of what a seed means."""

LineEnd = Literal["\n", "\r\n", "\r"]
Encoding = Literal["utf-8", "latin-1"]
TrailingComma = Literal["none", "header", "rows"]


@dataclass(frozen=True)
class CountyWritten:
    """What was written."""

    rows: int
    """rows of the file, the header not counted"""
    people: int
    convictions: int
    """convictions on record, in all counties and for all offenses"""
    path: Path
    truth_path: Path | None


@dataclass(frozen=True)
class _Plan:
    county: int
    seed: int
    as_of_day: int
    people: int
    rates: Mapping[str, float]
    shares: Mapping[str, float]
    line_end: LineEnd
    encoding: Encoding
    trailing_comma: TrailingComma
    with_truth: bool


@dataclass(frozen=True)
class _Chunk:
    rows: int
    convictions: int
    lines: bytes
    truth: bytes


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
    line_end: LineEnd = "\n",
    bom: bool = False,
    encoding: Encoding = "utf-8",
    trailing_comma: TrailingComma = "none",
) -> CountyWritten:
    """Write the file of a fabricated county, and its truth.

    Args:
        path: the file to write, replaced if it exists.
        people: how many people; each has about ten rows.
        county: the county whose cannabis arrests bring people into the file, as STP_ORI_CNTY_NAME spells it.
        seed: the same seed, with the same arguments, gives the same bytes on every machine.
        as_of: nothing is planted after this date; the truth holds as of it.
        faults: one rate for every kind of fault, or rates by kind (`vacatur.synth.FAULTS`).
        header: whether the first line names the columns.
        truth: where to write the truth; nowhere when None.
        line_end: between rows.
        bom: whether the file begins with a UTF-8 byte-order mark.
        encoding: of the file; some names have an Ñ.
        trailing_comma: after the header, or after the header and every row.

    Raises:
        UsageError: the county does not exist, a fault is unknown, a rate is not between 0 and 1, people is below 1,
        or the as-of date is before 1962 or after 2099.
    """
    if county.strip().upper() not in places.COUNTIES:
        raise UsageError(f"no county of California is called {county!r}; the counties are {', '.join(places.COUNTIES)}")
    if people < 1 or not 1962 <= as_of.year <= 2099:
        raise UsageError("a fabricated county has at least one person, and an as-of date from 1962 to 2099")
    dial = rates(faults)
    plan = _Plan(
        places.COUNTIES.index(county.strip().upper()),
        seed,
        day_number(as_of),
        people,
        dial,
        shares(dial),
        line_end,
        encoding,
        trailing_comma,
        truth is not None,
    )
    rows = convictions = 0
    with ExitStack() as stack:
        out = stack.enter_context(path.open("wb"))
        beside = stack.enter_context(truth.open("wb")) if truth else None
        out.write(b"\xef\xbb\xbf" if bom else b"")
        if header:
            out.write((",".join(COLUMNS) + ("" if trailing_comma == "none" else ",") + line_end).encode())
        for chunk in _chunks(plan):
            rows += chunk.rows
            convictions += chunk.convictions
            out.write(chunk.lines)
            if beside:
                beside.write(chunk.truth)
    return CountyWritten(rows, people, convictions, path, truth)


def _chunks(plan: _Plan) -> Iterator[_Chunk]:
    """The chunks in order, two of them in the making at a time."""
    numbers = range((plan.people + CHUNK - 1) // CHUNK)
    with ThreadPoolExecutor(2) as pool:
        waiting = []
        for number in numbers:
            waiting.append(pool.submit(_fabricate, plan, number))
            if len(waiting) == 2:
                yield waiting.pop(0).result()
        for last in waiting:
            yield last.result()


def _fabricate(plan: _Plan, chunk: int) -> _Chunk:
    """One chunk of people: planted, laid out, damaged, written."""
    streams = Streams(plan.seed, chunk)
    first = chunk * CHUNK
    people = fabricate_people(streams, first, min(CHUNK, plan.people - first), plan.as_of_day)
    histories = plant(people, streams, plan.county, plan.as_of_day, plan.shares)
    sheet = fill(histories, lay_out(histories, streams), streams)
    falls = Falls(streams, plan.rates)
    damaged = damage(sheet, histories, falls)
    lines = damaged.finish(join_rows(damaged.columns), falls)
    truth = BytesIO()
    if plan.with_truth:
        tell(histories, found(histories, sheet, damaged.row_fault)).write_csv(truth, include_header=chunk == 0)
    return _Chunk(
        len(lines),
        int((histories.counts.convicted & histories.counts.recorded).sum()),
        _encode(lines, plan),
        truth.getvalue(),
    )


def _encode(lines: pl.Series, plan: _Plan) -> bytes:
    """The rows as they stand in the file."""
    if plan.trailing_comma == "rows":
        lines = pl.select(pl.lit(lines) + ",").to_series()
    out = BytesIO()
    lines.to_frame().write_csv(out, include_header=False, quote_style="never", line_terminator=plan.line_end)
    written = out.getvalue()
    return written if plan.encoding == "utf-8" else written.decode("utf-8").encode("latin-1")
