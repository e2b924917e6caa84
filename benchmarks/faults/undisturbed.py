"""A small fabricated county, and what runs on it come to that nothing disturbs."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from benchmarks.county import COUNTY
from benchmarks.faults.child import Request, length, load_what_it_loads
from benchmarks.faults.tally import contents, digest, telling
from benchmarks.process import timed, vacatur

FAULTY = "0.01"


PEOPLE = 30


def undisturbed_beside(folder: Path) -> Undisturbed:
    """A county in a folder beside this one, which all kinds of faults share."""
    return _made(folder.parent / "faults-undisturbed")


@cache
def _made(folder: Path) -> Undisturbed:
    return Undisturbed(folder, PEOPLE)


class Undisturbed:
    """The county, and both ways of running on it.

    Attributes:
        source: the file.
        before: its hash.
        words: what tells in it who somebody is.
        files: of the results by their hashes, for a run in memory and for one in parts: they are the same.
        seconds: of processor time that each takes.
        needs: bytes on disk that each leaves at its end.
    """

    def __init__(self, folder: Path, people: int) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.source = folder / "county.dat"
        # By another process: what has begun to work with Polars cannot be forked any more.
        asked = ("--people", str(people), "--county", COUNTY, "--seed", "7", "--faults", FAULTY)
        timed(vacatur("synth", *asked, "--out", self.source))
        self.before, self.words = digest(self.source), telling(self.source)
        first = folder / "first"
        first.mkdir()
        load_what_it_loads(Request(self.source, first / "results", parts=True, loaded=first / "loaded"))
        self.files: dict[bool, dict[str, str]] = {}
        self.seconds: dict[bool, float] = {}
        for parts in (False, True):
            out = folder / f"undisturbed-{parts}" / "results"
            out.parent.mkdir()
            self.seconds[parts] = length(Request(self.source, out, parts))
            self.files[parts] = contents(out)
        if self.files[True] != self.files[False]:
            raise RuntimeError("a run in parts does not write what a run in memory writes")
        self.needs = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
