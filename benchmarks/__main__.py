"""`make bench`: measure, print a table, keep it as CSV.

BENCH_ROWS   sizes in rows, with commas between (default 1000,50000,500000,2000000,20000000)
BENCH_ONLY   which tables, with commas between: small, sizes, compare, papers, sheets, scans (default all)
BENCH_TIMES  how often each thing is run; the quickest counts (default 3)
BENCH_SCANS  how many people's sheets are scanned (default 40)
BENCH_FOLDER where files are made and the tables are kept (default build/bench)

20 million rows take 16 GB, and their results 27: a size for which the disk has no room is left out, and that is said.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from benchmarks.measures import Measure, fabricating, level, small_things, ten_variants, whole_run
from benchmarks.papers import papers
from benchmarks.scans import scans
from benchmarks.sheets import sheets
from benchmarks.sizes import Sized, by_size
from benchmarks.sizes import keep as keep_sizes

SIZES = "1000,50000,500000,2000000,20000000"
TABLES = ("small", "sizes", "compare", "papers", "sheets", "scans")


def main() -> None:
    """Measure everything; the status is 1 when a bound is not kept."""
    sizes = sorted(int(size) for size in os.environ.get("BENCH_ROWS", SIZES).split(","))
    times = int(os.environ.get("BENCH_TIMES", "3"))
    only = os.environ.get("BENCH_ONLY", ",".join(TABLES)).split(",")
    folder = Path(os.environ.get("BENCH_FOLDER", "build/bench"))
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{'rows':>10}  {'measure':<32} {'value':>10} {'unit':<6} {'at most':>8}")
    measures = []
    for measure in everything(folder, sizes, times, only):
        measures.append(measure)
        print(line(measure), flush=True)
    keep(measures, folder / "results.csv")
    print(f"Kept as {folder / 'results.csv'}")
    sys.exit(1 if any(measure.kept is False for measure in measures) else 0)


def everything(folder: Path, sizes: list[int], times: int, only: Sequence[str]) -> Iterator[Measure]:
    """All measures of the tables that are wanted, the quick ones first."""
    wanted = {
        "small": lambda: chain(small_things(folder, times), fabricating(folder, 20_000)),
        "sizes": lambda: all_sizes(folder, sizes, times),
        "compare": lambda: ten_variants(folder, sizes[len(sizes) // 2], times),
        "papers": lambda: papers(folder, times),
        "sheets": lambda: sheets(folder, times),
        "scans": lambda: scans(folder),
    }
    for table in TABLES:
        if table in only:
            yield from wanted[table]()


def all_sizes(folder: Path, sizes: list[int], times: int) -> Iterator[Measure]:
    """The runs of all sizes; their table is kept by itself (docs/speed.md shows it)."""
    table: list[Sized] = []
    for each in by_size(folder, sizes, times):
        table.append(each)
        keep_sizes(table, folder / "sizes.csv")
        yield from whole_run(each)
    yield from level(table)


def line(measure: Measure) -> str:
    """One line of the table."""
    rows = f"{measure.rows:,}" if measure.rows else ""
    bound = "" if measure.bound is None else f"{measure.bound:g}"
    verdict = {None: "", True: "kept", False: "NOT KEPT"}[measure.kept]
    return f"{rows:>10}  {measure.name:<32} {measure.value:>10,.2f} {measure.unit:<6} {bound:>8}  {verdict}".rstrip()


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
