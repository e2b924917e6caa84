"""What is measured. Each function yields measures: a name, the figure, and the bound it must keep, if there is one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.county import COUNTY, county, lines
from benchmarks.process import Cost, best, python, timed, vacatur

PACK = "ca-la-2020-pilot"
AS_OF = "2020-07-01"
ROWS_SET_ASIDE = 3

# The same engine merely copies the file's lines: the least that writing an annotated copy can cost.
COPY = """
import sys, polars
polars.scan_lines(sys.argv[1]).sink_csv(sys.argv[2], include_header=False, quote_style="never")
"""
RUN_WITHOUT_OUTPUTS = """
import sys, datetime, vacatur
vacatur.run([sys.argv[1]], county=sys.argv[2], packs=[sys.argv[3]], as_of=datetime.date(2020, 7, 1))
"""
VARIANTS = "minimum_age=41:50:1"


@dataclass(frozen=True)
class Measure:
    """One figure, with the bound that it must not pass (None: only reported)."""

    rows: int
    name: str
    value: float
    unit: str
    bound: float | None = None

    @property
    def kept(self) -> bool | None:
        """Whether the bound is kept."""
        return None if self.bound is None else self.value <= self.bound


def whole_run(folder: Path, rows: int, times: int) -> Iterator[Measure]:
    """A run with all its outputs, as a process, beside a process that only copies the lines."""
    source = county(folder, rows)
    real, out, copied = lines(source), folder / "results", folder / "copy.dat"
    copy = best(python("-c", COPY, str(source), str(copied)), times)
    run = best(run_command(source, out), times, allowed=(0, ROWS_SET_ASIDE))
    yield Measure(real, "size of the file", source.stat().st_size / 1e6, "MB")
    yield Measure(real, "vacatur run, all outputs", run.seconds, "s")
    yield Measure(real, "copy of the lines", copy.seconds, "s")
    yield Measure(real, "run / copy", run.seconds / copy.seconds, "times", 3.0 if rows >= 500_000 else None)
    yield Measure(real, "time a row", 1e6 * run.seconds / real, "µs")
    yield Measure(real, "peak memory", run.peak_megabytes, "MB", 1536.0 if rows >= 2_000_000 else None)
    yield Measure(real, "processor time", run.processor_seconds, "s")
    shutil.rmtree(out, ignore_errors=True)
    copied.unlink()


def run_command(source: Path, out: Path) -> list[str]:
    """`vacatur run` as a person types it."""
    request = ("--county", COUNTY, "--pack", PACK, "--as-of", AS_OF, "--out", out, "--replace")
    return vacatur("run", source, *request)


def small_things(folder: Path, times: int) -> Iterator[Measure]:
    """What must feel instant."""
    yield Measure(0, "vacatur --help", best(vacatur("--help"), times).seconds, "s", 0.3)
    source = county(folder, 1000)
    run = best(run_command(source, folder / "results"), times, allowed=(0, ROWS_SET_ASIDE))
    yield Measure(lines(source), "vacatur run, all outputs", run.seconds, "s", 1.0)
    shutil.rmtree(folder / "results", ignore_errors=True)


def ten_variants(folder: Path, rows: int, times: int) -> Iterator[Measure]:
    """A comparison of ten variants beside one run without outputs."""
    source = county(folder, rows)
    real = lines(source)
    one = best(python("-c", RUN_WITHOUT_OUTPUTS, str(source), COUNTY, PACK), times)
    ten = best(compare_command(source, folder / "comparison"), times)
    yield Measure(real, "run without outputs", one.seconds, "s")
    yield Measure(real, "compare, ten variants", ten.seconds, "s")
    yield Measure(real, "compare / run", ten.seconds / one.seconds, "times", 1.5)
    shutil.rmtree(folder / "comparison", ignore_errors=True)


def compare_command(source: Path, out: Path) -> list[str]:
    """`vacatur compare` with ten values of one parameter."""
    request = ("--county", COUNTY, "--pack", PACK, "--as-of", AS_OF, "--sweep", VARIANTS, "--out", out, "--replace")
    return vacatur("compare", source, *request)


def fabricating(folder: Path, people: int) -> Iterator[Measure]:
    """How fast a county is made up."""
    path = folder / "fabricated.dat"
    cost: Cost = timed(
        vacatur("synth", "--people", str(people), "--county", COUNTY, "--seed", "3", "--out", path, "--replace")
    )
    yield Measure(lines(path), "vacatur synth", cost.seconds, "s")
    path.unlink()
