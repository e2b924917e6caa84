"""Runs killed at random moments, in memory and in parts, and resumed: kill -9, as a power cut."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from benchmarks.faults.child import DONE, Child, Request, ended
from benchmarks.faults.tally import Tally, contents, digest, hidden
from benchmarks.faults.undisturbed import Undisturbed, undisturbed_beside

_TWICE = 0.3
"""Share of the trials in which the resumed run is killed as well."""


def try_all(tally: Tally, folder: Path, trials: int, seed: int) -> None:
    """Kill so many runs, every second one in parts."""
    chosen, undisturbed = random.Random(seed), undisturbed_beside(folder)
    for trial in range(trials):
        out = folder / f"trial-{trial}" / "results"
        out.parent.mkdir()
        _try_one(tally, undisturbed, out, chosen, parts=bool(trial % 2))
        tally.trials += 1
        shutil.rmtree(out.parent)
        if digest(undisturbed.source) != undisturbed.before:
            tally.broke("the input was changed", out.parent.name)


def _try_one(tally: Tally, undisturbed: Undisturbed, out: Path, chosen: random.Random, *, parts: bool) -> None:
    kind, trial = "in parts" if parts else "in memory", out.parent.name
    resume = False
    for _ in range(1 + (chosen.random() < _TWICE)):
        child = Child(Request(undisturbed.source, out, parts, resume))
        if child.runs_until(chosen.uniform(0, 1.02 * undisturbed.seconds[parts])):
            child.kill()
            tally.note(f"killed {kind}, {'again, ' if resume else ''}{_stage(out)}")
        else:
            tally.note(f"at its end {kind} before it was killed")
        if out.exists() and contents(out) != undisturbed.files[parts]:
            tally.broke("half-written results", trial)
        resume = True
    stands = out.exists()
    status, said = ended(Request(undisturbed.source, out, parts, resume=True))
    if stands:
        if status != 2 or "exists already" not in said:
            tally.broke("results that stand were not left alone", f"{trial}: {said}")
    elif status not in DONE:
        tally.broke("not resumed", f"{trial}: {said}")
    else:
        tally.note(f"resumed {kind} to the same bytes")
    if contents(out) != undisturbed.files[parts]:
        tally.broke("not the bytes of a run that nothing disturbed", trial)
    if hidden(out):
        tally.broke("something hidden was left at the next start", f"{trial}: {hidden(out)}")


def _stage(out: Path) -> str:
    """How far a run had come, by what it left."""
    if out.exists():
        return "when its results stood"
    left = hidden(out)
    if any(name.endswith(".part") for name in left):
        return "while it wrote its results"
    return "with parts finished" if left else "before it kept anything"
