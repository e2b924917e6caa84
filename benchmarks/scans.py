"""What is measured of scanned sheets: how right they are read in three grades, and how long a page takes.

BENCH_SCANS  how many people's sheets (default 40)
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measures import Measure
from benchmarks.process import python

PEOPLE = 40
SEED = 31

LOST = {"clean": (2.0, 1.0, 1.0), "office": (8.0, 3.0, 3.0), "photo": (25.0, 10.0, 10.0)}
"""By grade: the percentages of convictions, arrests and custody events that may be missed, or be found wrong."""

SECONDS = 4.0
"""That a page may take on two cores."""

READ = """
import json, sys, time
from pathlib import Path
from benchmarks.sheet_truth import Score, score
from vacatur.sources.rapsheet.files import read_file
from vacatur.sources.rapsheet.reading import read_sheets
from vacatur.synth.sheets import write_sheets
folder, people, seed, grade = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
write_sheets(folder / "pages", people=people, seed=seed, form=grade, truth=folder / "truth.jsonl")
truths = {}
for line in (folder / "truth.jsonl").read_text().splitlines():
    truth = json.loads(line)
    truths.setdefault(truth["file"], []).append(truth)
total, pages, seconds = {}, 0, 0.0
for name, told in truths.items():
    begin = time.perf_counter()
    file = read_file(folder / "pages" / name)
    seconds += time.perf_counter() - begin
    pages += file.pages
    for what, each in score(read_sheets(file.lines), told).items():
        total[what] = total.get(what, Score()) + each
print(json.dumps({
    "pages": pages,
    "seconds": seconds / pages,
    "scores": {
        what: [each.planted, 100 * (1 - each.recall), 100 * (1 - each.precision), 100 * each.wrong / max(1, each.found)]
        for what, each in total.items()
    },
}))
"""
"""Prints how many pages were read and how long one took; of each kind how many were planted, and the percentages
that were missed, found but not right in every field, and found with a field that is wrong, not open."""


def scans(folder: Path) -> Iterator[Measure]:
    """Sheets of fabricated people as page images, against what was planted."""
    people = int(os.environ.get("BENCH_SCANS", str(PEOPLE)))
    for grade, bounds in LOST.items():
        work = folder / f"scans-{grade}"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        command = python("-c", READ, str(work), str(people), str(SEED), grade)
        said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
        shutil.rmtree(work)
        yield Measure(said["pages"], f"{grade}: a page", said["seconds"], "s", SECONDS)
        for (what, (planted, missed, unlike, wrong)), bound in zip(said["scores"].items(), bounds, strict=True):
            yield Measure(planted, f"{grade}: {what} missed", missed, "%", bound)
            yield Measure(planted, f"{grade}: {what} not right", unlike, "%", bound)
            yield Measure(planted, f"{grade}: {what} wrong", wrong, "%")
