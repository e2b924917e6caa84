"""What is measured of RAP sheets as text: one sheet, a folder of a thousand, and how right they are read."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.county import COUNTY
from benchmarks.measures import Measure
from benchmarks.process import best, python, vacatur
from benchmarks.sizes import AS_OF, ROWS_SET_ASIDE

SHEETS = 1_000
PLANTED = 2_000
LINES = 400

ONE = """
import sys, time
from vacatur.sources.rapsheet.reading import read_sheets
from vacatur.sources.rapsheet.rows import state_rows
from vacatur.sources.rapsheet.text import lines_of
from datetime import date
text = open(sys.argv[1], encoding="utf-8").read()
def once():
    begin = time.perf_counter()
    rows = [row for sheet in read_sheets(lines_of(text)) for row in state_rows(sheet, 1, "A00000000", date(2020, 7, 1))]
    return time.perf_counter() - begin
print(min(once() for _ in range(20)))
"""
"""Prints the seconds that one sheet takes to be read into rows, once warm."""

DECIDED = """
import re, sys, tempfile, time
from datetime import date
from pathlib import Path
from vacatur import runs
from vacatur.outputs.sheets import write_state_file
from vacatur.rapsheets import rapsheet
from vacatur.request import STATUTE
from vacatur.sources.rapsheet.delivery import read_delivered_sheets
from vacatur.sources.rapsheet.rows import state_rows
text, day, folder = Path(sys.argv[1]).read_text("utf-8"), date(2020, 7, 1), Path(tempfile.mkdtemp())
paths = [folder / f"{number:02}.txt" for number in range(33)]
for number, path in enumerate(paths):
    path.write_text(re.sub("CII/.*", f"CII/A770000{number:02}", text), "utf-8")
def least(work):
    work(), work()
    took = []
    for _ in range(10):
        begin = time.process_time()
        work()
        took.append(1000 * (time.process_time() - begin))
    return min(took)
def by_one_pack():
    read = read_delivered_sheets(paths[:1]).sheets[0]
    write_state_file(folder / "rows.dat", state_rows(read.sheet, 1, read.person, day))
    runs.run([folder / "rows.dat"], None, [STATUTE], as_of=day)
one = least(lambda: rapsheet(paths[:1], as_of=day))
print(least(by_one_pack), one, (least(lambda: rapsheet(paths, as_of=day)) - one) / 32)
"""
"""Prints milliseconds of processor time, once warm: one sheet read and decided by one pack, by all that are usual, and
what each further sheet of its length adds.
"""

TRUTH = """
import sys
from benchmarks.sheet_truth import Score, score
from vacatur.sources.rapsheet.coverage import coverage
from vacatur.sources.rapsheet.reading import read_sheets
from vacatur.sources.rapsheet.text import lines_of
from vacatur.synth.sheets import fabricate_sheets
total, unread = {}, 0
for sheet in fabricate_sheets(people=int(sys.argv[1]), seed=2):
    read = read_sheets(lines_of(sheet.text))
    unread += sum(coverage(each).unread for each in read)
    for name, each in score(read, [sheet.truth]).items():
        total[name] = total.get(name, Score()) + each
for name, each in total.items():
    print(name, 100 * (1 - each.recall), 100 * (1 - each.precision))
print("unread", unread, 0)
"""
"""Prints, for convictions, arrests and custody events, the percentages that are not right in every field."""


def sheets(folder: Path, times: int) -> Iterator[Measure]:
    """One sheet of 400 lines, read and decided; a thousand as a process; two thousand against what was planted."""
    source = _source(folder)
    longest = min(source.iterdir(), key=lambda path: abs(len(path.read_text("utf-8").splitlines()) - LINES))
    lines = len(longest.read_text("utf-8").splitlines())
    seconds = min(float(_said(ONE, str(longest))) for _ in range(times))
    yield Measure(lines, "sheet read, warm", 1000 * seconds * LINES / lines, "ms", 10.0)
    alone, usual, further = map(float, _said(DECIDED, str(longest)).split())
    yield Measure(lines, "sheet read, decided, one pack", alone, "ms", 10.0)
    yield Measure(lines, "sheet read, decided, all packs", usual, "ms")
    yield Measure(lines, "each further sheet", further * LINES / lines, "ms")
    out = folder / "sheets-results"
    command = vacatur("rapsheet", source, "--as-of", AS_OF, "--out", out, "--replace", "--quiet")
    run = best(command, times, allowed=(0, ROWS_SET_ASIDE))
    yield Measure(SHEETS, "rapsheet, 1,000 sheets", run.seconds, "s", 15.0)
    yield Measure(SHEETS, "rapsheet, peak memory", run.peak_megabytes, "MB")
    shutil.rmtree(out, ignore_errors=True)
    for line in _said(TRUTH, str(PLANTED)).splitlines():
        name, missed, wrong = line.split()
        if name == "unread":
            yield Measure(PLANTED, "lines not understood", float(missed), "", 0.0)
            continue
        yield Measure(PLANTED, f"{name} not found right", float(missed), "%", 0.0)
        yield Measure(PLANTED, f"{name} found not right", float(wrong), "%", 0.0)


def _source(folder: Path) -> Path:
    from vacatur.synth.sheets import write_sheets

    source = folder / f"sheets-{SHEETS}"
    if not source.exists():
        write_sheets(source, people=SHEETS, county=COUNTY, seed=2, as_of=date.fromisoformat(AS_OF), form="text")
    return source


def _said(program: str, *arguments: str) -> str:
    command = python("-c", program, *arguments)
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
