"""The file changed while a run reads it: cut short, grown, or overwritten in place."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

from benchmarks.faults.child import DONE, Request, ended
from benchmarks.faults.tally import Tally, contents, digest, hidden, is_clear, read_as
from benchmarks.faults.undisturbed import Undisturbed, undisturbed_beside

_LONGEST_ROW = 2000


def _cut(path: Path, chosen: random.Random) -> None:
    os.truncate(path, chosen.randrange(path.stat().st_size))


def _emptied(path: Path, _: random.Random) -> None:
    os.truncate(path, 0)


def _grown(path: Path, chosen: random.Random) -> None:
    """By some of its own last bytes: whole rows, and part of one."""
    data = path.read_bytes()
    with path.open("ab") as stream:
        stream.write(data[-chosen.randrange(1, 20 * _LONGEST_ROW) :])


def _overwritten(path: Path, chosen: random.Random) -> None:
    with path.open("r+b") as stream:
        stream.seek(chosen.randrange(path.stat().st_size - _LONGEST_ROW))
        stream.write(b"9" * chosen.randrange(1, _LONGEST_ROW))


CHANGED: dict[str, Callable[[Path, random.Random], None]] = {
    "cut short": _cut,
    "emptied": _emptied,
    "grown": _grown,
    "overwritten": _overwritten,
}


def try_all(tally: Tally, folder: Path, trials: int, seed: int) -> None:
    """Change the file so many times while it is read."""
    chosen, undisturbed = random.Random(seed), undisturbed_beside(folder)
    for trial in range(trials):
        source = folder / f"trial-{trial}" / "county.dat"
        source.parent.mkdir()
        shutil.copyfile(undisturbed.source, source)
        what = list(CHANGED)[trial % len(CHANGED)]
        _try_one(tally, undisturbed, source, what, chosen, parts=bool(trial // len(CHANGED) % 2))
        tally.trials += 1
        shutil.rmtree(source.parent)


def _try_one(
    tally: Tally, undisturbed: Undisturbed, source: Path, what: str, chosen: random.Random, *, parts: bool
) -> None:
    kind, out = "in parts" if parts else "in memory", source.parent / "results"
    where = f"{source.parent.name}, {what} {kind}"
    moment = chosen.uniform(0, 0.9 * undisturbed.seconds[parts])
    left = ""

    def change() -> None:
        nonlocal left
        CHANGED[what](source, chosen)
        left = digest(source)

    status, said = ended(Request(source, out, parts), change, moment)
    if digest(source) != left:
        tally.broke("the input was changed", where)
    if status in DONE and read_as(out) == left != undisturbed.before:
        tally.note(f"{what}: before it was opened")
        return
    if status in DONE:
        tally.note(f"{what}: too late to matter")
    else:
        tally.note(f"{what}: refused")
        wrong = is_clear(said, undisturbed.words)
        if wrong or status != 2:
            tally.broke(wrong or "refused with the wrong status", f"{where}: {status} {said}")
        if out.exists():
            tally.broke("half-written results", where)
        if hidden(out):
            tally.broke("something hidden was left", f"{where}: {hidden(out)}")
        shutil.copyfile(undisturbed.source, source)
        status, said = ended(Request(source, out, parts, resume=True))
        if status not in DONE:
            tally.broke("not run when it was whole again", f"{where}: {said}")
        else:
            tally.note("run when it was whole again, to the same bytes")
    if contents(out) != undisturbed.files[parts]:
        tally.broke("not the bytes of a run that nothing disturbed", where)
    if hidden(out):
        tally.broke("something hidden was left at the next start", f"{where}: {hidden(out)}")
