"""`python -m benchmarks.faults [KIND ...]`: try the promises of docs/faults.md, and count the trials.

KIND           kills, disk, access, changes, mutated, random (default: all)
FAULTS_TRIALS  how many trials of each kind (default: 200 kills, 120 full disks, 90 of access, 90 changed files, 5,000
               mutated files and 5,000 of random bytes)
FAULTS_SEED    of the moments and of the mutations (default 1)
BENCH_FOLDER   where files are made and the table is kept, as faults.csv (default build/bench)

The exit status is 1 when a promise was broken.
"""

from __future__ import annotations

import csv
import os
import resource
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.faults import access, changes, disk, kills, mutated, random_bytes
from benchmarks.faults.tally import Tally

KINDS: dict[str, tuple[Callable[[Tally, Path, int, int], None], int]] = {
    "kills": (kills.try_all, 200),
    "disk": (disk.try_all, 120),
    "access": (access.try_all, 90),
    "changes": (changes.try_all, 90),
    "mutated": (mutated.try_all, 5_000),
    "random": (random_bytes.try_all, 5_000),
}
"""Each kind of fault: what tries it (a tally, a folder, how many trials, a seed), and how many trials are usual."""


def main(asked: Sequence[str]) -> None:
    """Try the kinds that are asked for; the status is 1 when one of them broke a promise."""
    unknown = set(asked) - set(KINDS)
    if unknown:
        sys.exit(f"No kind of fault is called {', '.join(sorted(unknown))}. There are: {', '.join(KINDS)}.")
    folder = Path(os.environ.get("BENCH_FOLDER", "build/bench"))
    seed, trials = int(os.environ.get("FAULTS_SEED", "1")), os.environ.get("FAULTS_TRIALS")
    tallies = []
    for kind in (kind for kind in KINDS if kind in asked or not asked):  # forks come first, before Polars works here
        work = folder / f"faults-{kind}"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        tally, before = Tally(kind), processor_seconds()
        try_all, usual = KINDS[kind]
        try_all(tally, work.resolve(), int(trials or usual), seed)
        tally.seconds = processor_seconds() - before
        tallies.append(tally)
        print(tally.table(), flush=True)
        if not tally.broken:
            shutil.rmtree(work, ignore_errors=True)
    keep(tallies, folder / "faults.csv")
    print(f"Kept in {folder / 'faults.csv'}")
    sys.exit(any(tally.broken for tally in tallies))


def processor_seconds() -> float:
    """What this process and those that it has waited for took so far."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def keep(tallies: Sequence[Tally], path: Path) -> None:
    """Write the counts as CSV; those of kinds that were not tried now stay as they were."""
    tried = {tally.kind for tally in tallies}
    rows = []
    if path.exists():
        with path.open(newline="", encoding="utf-8") as file:
            rows = [row for row in list(csv.reader(file))[1:] if row and row[0] not in tried]
    for tally in tallies:
        rows += [[tally.kind, what, str(count)] for what, count in tally.rows()]
    order = {kind: number for number, kind in enumerate(KINDS)}
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["kind", "what", "count"], *sorted(rows, key=lambda row: order.get(row[0], 99))])


if __name__ == "__main__":
    main(sys.argv[1:])
