"""`python -m benchmarks.faults`: runs are killed at random moments, resumed, and held to a run that was never stopped.

FAULTS_KILLS   how many trials (default 200)
FAULTS_SEED    of the moments (default 1)
FAULTS_FOLDER  where files are made (default build/faults)

Each trial runs a small county in parts, kills it (SIGKILL) at a moment between its first writing and its end or a
little later, sometimes kills the resumed run too, and resumes it to its end. After each kill: the input is untouched,
and the results folder is not there or whole. At the end: its files are those of the run that was never stopped, and
nothing hidden is left.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from benchmarks.county import COUNTY, fabricate
from benchmarks.process import python

PEOPLE = 150
IN_PARTS = """
import datetime, sys, vacatur
from vacatur import runs
from vacatur.scale.memory import Plan
runs.plan_of = lambda *_: Plan(4, 400, 4)
path, out, resume, county = sys.argv[1], sys.argv[2], sys.argv[3] == "resume", sys.argv[4]
try:
    vacatur.run([path], county, ["ca-la-2020-pilot"], as_of=datetime.date(2020, 7, 1), out=out, resume=resume)
except vacatur.VacaturError as error:
    sys.exit(str(error))
"""


def main() -> None:
    """Print how many trials ended how; the status is 1 when one of them broke a promise."""
    kills, chosen = int(os.environ.get("FAULTS_KILLS", "200")), random.Random(os.environ.get("FAULTS_SEED", "1"))
    folder = Path(os.environ.get("FAULTS_FOLDER", "build/faults"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    source = fabricate(folder / "county.dat", PEOPLE)
    before, began = digest(source), time.perf_counter()
    ended(source, folder / "whole", "begin")
    length = time.perf_counter() - began
    expected = files(folder / "whole")
    counts: Counter[str] = Counter()
    for trial in range(kills):
        out = folder / f"trial-{trial}"
        found = killed_and_resumed(source, out, length, chosen, expected)
        counts.update(found)
        if digest(source) != before:
            counts["BROKEN: the input was changed"] += 1
        shutil.rmtree(out, ignore_errors=True)
    print(f"{kills} trials, {length:.1f} s each when not stopped")
    for name, count in sorted(counts.items()):
        print(f"{count:>6}  {name}")
    sys.exit(any(name.startswith("BROKEN") for name in counts))


def killed_and_resumed(
    source: Path, out: Path, length: float, chosen: random.Random, expected: dict[str, str]
) -> list[str]:
    """What one trial came to."""
    found, how = [], "begin"
    for _ in range(1 + (chosen.random() < 0.3)):
        killed = kill_after(source, out, how, chosen.uniform(0, 0.6 * length))
        found.append("killed" if killed else "came to its end before it was killed")
        if out.exists():
            if files(out) != expected:
                found.append("BROKEN: half-written results")
            ended(source, out, "begin")  # which is refused, as they are there; what was left hidden goes
            return [*found, *left_beside(out)]
        how = "resume"
    found.append("resumed: something was there" if (out.parent / f".{out.name}.unfinished").exists() else "begun anew")
    said = ended(source, out, "resume")
    if said or files(out) != expected:
        found.append(f"BROKEN: not as a run that was never stopped {said}")
    return [*found, *left_beside(out)]


def left_beside(out: Path) -> list[str]:
    """Whether anything hidden is left beside the results."""
    hidden = any(path.name.startswith((f".{out.name}.", f".{out.name}-")) for path in out.parent.iterdir())
    return ["BROKEN: something hidden is left"] if hidden else []


def command(source: Path, out: Path, how: str) -> list[str]:
    """A run in parts."""
    return python("-c", IN_PARTS, str(source), str(out), how, COUNTY)


def kill_after(source: Path, out: Path, how: str, seconds: float) -> bool:
    """Whether a run was killed so many seconds after it began to keep anything, or had ended by then."""
    child = subprocess.Popen(command(source, out, how), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    state = out.parent / f".{out.name}.unfinished"
    while child.poll() is None and not state.exists():
        time.sleep(0.01)
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        return True
    return False


def ended(source: Path, out: Path, how: str) -> str:
    """What a run that is let alone says at its end: nothing when all went well."""
    return subprocess.run(command(source, out, how), capture_output=True, text=True, check=False).stderr


def files(folder: Path) -> dict[str, str]:
    """The files of a results folder by their hashes, save how long it took."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name != "timing.json"]
    return {path.relative_to(folder).as_posix(): digest(path) for path in paths}


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
