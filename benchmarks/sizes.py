"""One table over all sizes and engines: what a whole run costs, beside a process that only copies the lines."""

from __future__ import annotations

import csv
import importlib.util
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.county import COUNTY, county, lines
from benchmarks.process import Cost, best, python, vacatur

PACK = "ca-la-2020-pilot"
AS_OF = "2020-07-01"
ROWS_SET_ASIDE = 3

LARGE = 5_000_000
"""Rows from which on a thing is run once: it takes minutes, and noise is small against that."""

ON_DISK = 3.2
"""Bytes of disk for each byte of a county: itself, its results, and what a run in parts lays down."""

# The same engine merely copies the file's lines: the least that writing an annotated copy can cost.
COPY = """
import sys, polars
polars.scan_lines(sys.argv[1]).sink_csv(sys.argv[2], include_header=False, quote_style="never")
"""


@dataclass(frozen=True)
class Sized:
    """What one run took.

    Attributes:
        engine: `local`, as it chooses by itself; with `--memory` or `--engine` where one is named.
        copy: of the process that only copies the lines.
        rooms: seconds on the clock in each room, as the run itself tells them, None where it does not; `outputs` is all
            that is left of the process: writing, starting and ending.
    """

    rows: int
    engine: str
    megabytes: float
    run: Cost
    copy: Cost
    rooms: dict[str, float | None]

    @property
    def ratio(self) -> float:
        """The run's seconds on the clock, of the copy's."""
        return self.run.seconds / self.copy.seconds

    @property
    def a_row(self) -> float:
        """Microseconds on the clock for each row."""
        return 1e6 * self.run.seconds / self.rows

    @property
    def is_one_process(self) -> bool:
        """Whether its processor time and memory are all of what the run took: Spark's Java is a process beside it."""
        return not self.engine.startswith("spark")


@dataclass(frozen=True)
class Engine:
    """A way to run, and the sizes in rows for which it is tried."""

    name: str
    options: tuple[str, ...] = ()
    least: int = 0
    most: int = 1 << 40


def engines() -> Iterator[Engine]:
    """Those that this machine has."""
    yield Engine("local")
    yield Engine("local, --memory 1GB", ("--memory", "1GB"), LARGE)
    if importlib.util.find_spec("pyspark") and shutil.which("java"):
        yield Engine("spark, local[2]", ("--engine", "spark", "--master", "local[2]"), 500_000, LARGE)


def by_size(folder: Path, sizes: Sequence[int], times: int) -> Iterator[Sized]:
    """Every engine on every size; a size for which the disk has no room is told, and left out."""
    for rows in sizes:
        if not _has_room(folder, rows):
            continue
        source, copied = county(folder, rows), folder / "copy.dat"
        real, often = lines(source), times if rows < LARGE else 1
        copy = best(python("-c", COPY, str(source), str(copied)), often)
        copied.unlink()
        for engine in engines():
            if engine.least <= rows <= engine.most:
                yield _measured(engine, source, real, copy, folder / "results", often)


def _measured(engine: Engine, source: Path, rows: int, copy: Cost, out: Path, times: int) -> Sized:
    run = best([*run_command(source, out), *engine.options], times, allowed=(0, ROWS_SET_ASIDE))
    rooms = _rooms(out / "timing.json", run.seconds)
    shutil.rmtree(out)
    return Sized(rows, engine.name, source.stat().st_size / 1e6, run, copy, rooms)


def _rooms(timing: Path, seconds: float) -> dict[str, float | None]:
    if not timing.exists():
        return dict.fromkeys(("sources", "decide", "outputs"))
    told = json.loads(timing.read_text(encoding="utf-8"))
    sources, decide = told["sources"], told["decide"]
    return {"sources": sources, "decide": decide, "outputs": seconds - sources - decide}


def run_command(source: Path, out: Path) -> list[str]:
    """`vacatur run` as a person types it."""
    request = ("--county", COUNTY, "--pack", PACK, "--as-of", AS_OF, "--out", out, "--replace")
    return vacatur("run", source, *request)


def _has_room(folder: Path, rows: int) -> bool:
    a_row, there = 810, folder / f"county-{rows}.dat"
    needed = rows * a_row * ON_DISK - (there.stat().st_size if there.exists() else 0)
    free = shutil.disk_usage(folder).free
    if needed > free:
        print(f"{rows:,} rows are left out: they take {needed / 1e9:.0f} GB of disk, and {free / 1e9:.0f} are free.")
    return needed <= free


COLUMNS = (
    "rows", "engine", "megabytes", "seconds", "processor_seconds", "rows_per_second", "megabytes_per_second",
    "peak_megabytes", "run_to_copy", "microseconds_a_row", "sources_seconds", "decide_seconds", "outputs_seconds",
)  # fmt: skip


def keep(table: Sequence[Sized], path: Path) -> None:
    """Write the table as CSV."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        rows.writerows(_cells(each) for each in table)


def _cells(each: Sized) -> list[object]:
    run = each.run
    processor, peak = (round(run.processor_seconds, 2), round(run.peak_megabytes)) if each.is_one_process else ("", "")
    return [
        each.rows, each.engine, round(each.megabytes, 1), round(run.seconds, 2), processor,
        round(each.rows / run.seconds), round(each.megabytes / run.seconds, 1), peak,
        round(each.ratio, 2), round(each.a_row, 2), *map(_told, each.rooms.values()),
    ]  # fmt: skip


def _told(seconds: float | None) -> object:
    return "" if seconds is None else round(seconds, 2)
