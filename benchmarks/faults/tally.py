"""Counts of trials, and what is looked at after each of them."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from vacatur.sources.doj.layout import POSITION

BROKEN = "BROKEN: "
"""Begins what a trial is counted under that broke a promise."""

_TELLING = (
    "SUBJECT_ID", "REQ_CII_NUMBER", "REQ_NAME", "REQ_DOB", "REQ_CDL", "REQ_SSN", "CII_NUMBER", "PRI_NAME", "PRI_DOB",
    "PRI_SSN", "PRI_CDL", "FBI_NUMBER", "OFN",
)  # fmt: skip
_SHORTEST = 6
"""A shorter cell may stand in a sentence by accident."""


@dataclass
class Tally:
    """What became of the trials of one kind.

    Attributes:
        trials: how many there were.
        counts: what was seen, and how often; promises that were broken begin with `BROKEN`.
        seconds: of processor time, of all of them.
        seen: where broken promises were seen, the first of each.
    """

    kind: str
    trials: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    seen: dict[str, str] = field(default_factory=dict)

    def note(self, what: str, times: int = 1) -> None:
        """Count something that was seen."""
        self.counts[what] += times

    def broke(self, what: str, where: str) -> None:
        """Count a promise that was broken.

        Args:
            where: in which trial, and what helps to see it again.
        """
        self.counts[BROKEN + what] += 1
        self.seen.setdefault(BROKEN + what, where)

    @property
    def broken(self) -> bool:
        """Whether a promise was."""
        return any(what.startswith(BROKEN) for what in self.counts)

    def rows(self) -> Iterator[tuple[str, int]]:
        """What is counted, the trials first."""
        yield "trials", self.trials
        yield from sorted(self.counts.items())
        yield "promises broken", sum(count for what, count in self.counts.items() if what.startswith(BROKEN))
        yield "seconds of processor time", round(self.seconds)

    def table(self) -> str:
        """The counts, a line each."""
        lines = [f"{self.kind:<8} {count:>8,}  {what}" for what, count in self.rows()]
        return "\n".join([*lines, *(f"  {what}, first seen in {where}" for what, where in self.seen.items())])


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def contents(folder: Path) -> dict[str, str]:
    """The files of a results folder by their hashes, save how long it took."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name != "timing.json"]
    return {path.relative_to(folder).as_posix(): digest(path) for path in paths}


def read_as(out: Path) -> str:
    """The hash of the one file that results say they are of."""
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return str(manifest["inputs"][0]["sha256"])


def hidden(out: Path) -> list[str]:
    """What lies hidden beside results."""
    return sorted(path.name for path in out.parent.iterdir() if path.name.startswith("."))


def telling(source: Path) -> list[str]:
    """What tells in a file who somebody is: names and numbers, of its readable rows."""
    found: set[str] = set()
    with source.open(newline="", encoding="utf-8", errors="replace") as file:
        for row in csv.reader(file):
            found.update(row[POSITION[name]].strip() for name in _TELLING if len(row) > POSITION[name])
    return sorted(word for word in found if len(word) >= _SHORTEST and word not in POSITION)


def is_clear(said: str, words: list[str]) -> str:
    """What is wrong with what a run said that was refused or failed; nothing where it is one clear sentence.

    Args:
        words: that may not stand in it.
    """
    lines = [line for line in said.strip().splitlines() if line]
    if "panicked" in said or "Traceback" in said or "A fault in Vacatur" in said:
        return "a fault of the program instead of a sentence"
    if len(lines) != 1 or not lines[0].endswith("."):
        return "no single sentence"
    return "somebody can be told from a sentence" if any(word in said for word in words) else ""
