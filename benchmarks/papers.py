"""What is measured of the papers: the packets and the report of a large county, and letters."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.county import COUNTY, fabricate
from benchmarks.measures import Measure
from benchmarks.process import best, python, timed, vacatur
from benchmarks.sizes import AS_OF

PACK = "ca-la-2020-announced"
PEOPLE = 80_000
"""Of whom some 60,000 have some 69,000 convictions that the policy dismisses: as many as Los Angeles in 2020."""

LETTERS = """
import sys, tempfile, time
from pathlib import Path
from vacatur.outputs.filings.docket import docket_of
from vacatur.outputs.kept import open_results
from vacatur.outputs.notices.letters import write_letters
from vacatur.outputs.office import placeholder_office
kept = open_results(sys.argv[1], unchanged=False)
docket = docket_of(kept, kept.packs[0].id)
some = docket.filter(docket["person_id"].is_in(docket["person_id"].unique().sort().head(int(sys.argv[2])).implode()))
with tempfile.TemporaryDirectory() as folder:
    begin = time.perf_counter()
    written = write_letters(Path(folder), some, kept, placeholder_office(kept.county), single=sys.argv[3] == "single",
                            language=sys.argv[4])
    print((time.perf_counter() - begin) / sum(each.rows for each in written if each.name.endswith(".pdf")))
"""
"""Prints the seconds that one letter takes."""


def papers(folder: Path, times: int, people: int = PEOPLE) -> Iterator[Measure]:
    """Packets and report as processes; letters by the thousand and one by one."""
    source, results = folder / f"papers-{people}.dat", folder / "papers"
    if not source.exists():
        fabricate(source, people)
    request = ("--county", COUNTY, "--pack", PACK, "--as-of", AS_OF, "--out", results, "--replace", "--quiet")
    timed(vacatur("run", source, *request))
    file = best(vacatur("file", results, "--office", folder / "office.toml", "--replace", "--quiet"), times)
    yield Measure(people, "vacatur file (people)", file.seconds, "s", 120.0)
    yield Measure(people, "its peak memory", file.peak_megabytes, "MB", 2048.0)
    report = best(vacatur("report", results, "--replace", "--quiet"), times)
    yield Measure(people, "vacatur report (people)", report.seconds, "s")
    yield Measure(people, "its peak memory", report.peak_megabytes, "MB", 2048.0)
    for language, bound in (("en", 1.0), ("both", None)):
        batch, single = (letter(results, kind, language, times) for kind in ("batch", "single"))
        yield Measure(0, f"1,000 letters, {language}", 1000 * batch, "s", bound)
        yield Measure(0, f"100 letters singly, {language}", 100 * single, "s", bound)
    shutil.rmtree(results, ignore_errors=True)


def letter(results: Path, kind: str, language: str, times: int) -> float:
    """Seconds that one letter takes, by the thousand or one by one; the quickest of several tries."""
    command = python("-c", LETTERS, str(results), "8000" if kind == "batch" else "800", kind, language)
    return min(float(said(command)) for _ in range(times))


def said(command: list[str]) -> str:
    """What a process prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
