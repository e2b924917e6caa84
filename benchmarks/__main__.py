"""`make bench`: measure, print a table, keep it as CSV.

BENCH_ROWS   sizes in rows, with commas between (default 50000,500000,2000000)
BENCH_TIMES  how often each thing is run; the quickest counts (default 3)
BENCH_SCANS  how many people's sheets are scanned (default 40)
BENCH_FOLDER where files are made and the table is kept (default build/bench)
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measures import Measure, fabricating, small_things, ten_variants, whole_run
from benchmarks.papers import papers
from benchmarks.scans import scans
from benchmarks.sheets import sheets

SIZES = "50000,500000,2000000"
# Time a row must be level or falling from the smallest size to the largest; this much is the noise of a shared machine.
NOISE = 1.1


def main() -> None:
    """Measure everything; the status is 1 when a bound is not kept."""
    sizes = sorted(int(size) for size in os.environ.get("BENCH_ROWS", SIZES).split(","))
    times = int(os.environ.get("BENCH_TIMES", "3"))
    folder = Path(os.environ.get("BENCH_FOLDER", "build/bench"))
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{'rows':>10}  {'measure':<26} {'value':>10} {'unit':<6} {'at most':>8}")
    measures = []
    for measure in everything(folder, sizes, times):
        measures.append(measure)
        print(line(measure), flush=True)
    keep(measures, folder / "results.csv")
    print(f"Kept as {folder / 'results.csv'}")
    sys.exit(1 if any(measure.kept is False for measure in measures) else 0)


def everything(folder: Path, sizes: list[int], times: int) -> Iterator[Measure]:
    """All measures, the quick ones first."""
    yield from small_things(folder, times)
    yield from fabricating(folder, 20_000)
    a_row: list[float] = []
    for rows in sizes:
        for measure in whole_run(folder, rows, times):
            yield measure
            if measure.name == "time a row":
                a_row.append(measure.value)
    if len(a_row) > 1:
        yield Measure(0, "time a row, last / first", a_row[-1] / a_row[0], "times", NOISE)
    yield from ten_variants(folder, sizes[len(sizes) // 2], times)
    yield from papers(folder, times)
    yield from sheets(folder, times)
    yield from scans(folder)


def line(measure: Measure) -> str:
    """One line of the table."""
    rows = f"{measure.rows:,}" if measure.rows else ""
    bound = "" if measure.bound is None else f"{measure.bound:g}"
    verdict = {None: "", True: "kept", False: "NOT KEPT"}[measure.kept]
    return f"{rows:>10}  {measure.name:<26} {measure.value:>10,.2f} {measure.unit:<6} {bound:>8}  {verdict}".rstrip()


def keep(measures: list[Measure], path: Path) -> None:
    """Write the table as CSV."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["rows", "measure", "value", "unit", "at_most", "kept"])
        for measure in measures:
            bound = "" if measure.bound is None else measure.bound
            kept = "" if measure.kept is None else measure.kept
            table.writerow([measure.rows, measure.name, f"{measure.value:.4f}", measure.unit, bound, kept])


if __name__ == "__main__":
    main()
