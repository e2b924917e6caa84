"""What is measured. Each function yields measures: a name, the figure, and the bound it must keep, if there is one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.county import COUNTY, county, lines
from benchmarks.process import Cost, best, python, timed, vacatur
from benchmarks.sizes import AS_OF, PACK, ROWS_SET_ASIDE, Sized, run_command

NOISE = 1.1
"""Time a row must be level or falling with the size; this much is the noise of a shared machine."""

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


def whole_run(each: Sized) -> Iterator[Measure]:
    """A run with all its outputs, as a process, beside a process that only copies the lines."""
    named = "" if each.engine == "local" else f", {each.engine}"
    yield Measure(each.rows, f"vacatur run{named}", each.run.seconds, "s", _time_bound(each))
    yield Measure(each.rows, "copy of the lines", each.copy.seconds, "s")
    yield Measure(each.rows, "run / copy", each.ratio, "times", _ratio_bound(each))
    yield Measure(each.rows, "time a row", each.a_row, "µs")
    if not each.is_one_process:
        return
    yield Measure(each.rows, "peak memory", each.run.peak_megabytes, "MB", _memory_bound(each))
    yield Measure(each.rows, "processor time", each.run.processor_seconds, "s")


def _ratio_bound(each: Sized) -> float | None:
    return 3.0 if each.engine == "local" and 490_000 < each.rows < 5_000_000 else None


def _time_bound(each: Sized) -> float | None:
    return 180.0 if each.engine == "local" and each.rows > 19_000_000 else None


def _memory_bound(each: Sized) -> float | None:
    if "1GB" in each.engine:
        return 1000.0
    return 2000.0 if each.rows > 5_000_000 else 1536.0 if each.rows > 1_900_000 else None


def level(table: Sequence[Sized]) -> Iterator[Measure]:
    """Time a row at the largest sizes, of that at smaller ones."""
    local = [each for each in table if each.engine == "local"]
    of = {rows: each.a_row for rows in (50_000, 500_000, 2_000_000, 20_000_000) for each in local if _about(each, rows)}
    if of.keys() >= {50_000, 2_000_000}:
        yield Measure(0, "time a row, 2 M / 50,000", of[2_000_000] / of[50_000], "times", NOISE)
    if of.keys() >= {500_000, 20_000_000}:
        yield Measure(0, "time a row, 20 M / 500,000", of[20_000_000] / of[500_000], "times", 1.3)


def _about(each: Sized, rows: int) -> bool:
    return 0.9 < each.rows / rows < 1.1


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
