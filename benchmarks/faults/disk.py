"""A disk that fills up: a small one of memory (tmpfs), of sizes such that it is full at every stage of a run."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path

from benchmarks.faults.child import DONE, Request, ended
from benchmarks.faults.tally import Tally, contents, digest, hidden, is_clear
from benchmarks.faults.undisturbed import Undisturbed, undisturbed_beside

_PAGE = 4096
_AMPLE = 64 << 20
_MORE = 1.8
"""The largest disk, of what the results need: more than a run in parts keeps beside them."""


def try_all(tally: Tally, folder: Path, trials: int, seed: int) -> None:
    """Fill so many disks; none, where this user may not mount one."""
    place = folder / "disk"
    place.mkdir(exist_ok=True)
    mounted = _mount(place, _AMPLE)
    if mounted:
        tally.note(f"not possible here: {mounted}")
        return
    try:
        chosen, undisturbed = random.Random(seed), undisturbed_beside(folder)
        for trial in range(trials):
            size = int(chosen.uniform(0.02, _MORE) * undisturbed.needs) // _PAGE * _PAGE
            _try_one(tally, undisturbed, place, size, f"trial-{trial}", parts=bool(trial % 2))
            tally.trials += 1
            if digest(undisturbed.source) != undisturbed.before:
                tally.broke("the input was changed", f"trial-{trial}")
    finally:
        subprocess.run(["umount", str(place)], check=True)


def _try_one(tally: Tally, undisturbed: Undisturbed, place: Path, size: int, trial: str, *, parts: bool) -> None:
    kind, where = "in parts" if parts else "in memory", f"{trial}, {size} bytes"
    _mount(place, size, again=True)
    out = place / trial / "results"
    out.parent.mkdir()
    status, said = ended(Request(undisturbed.source, out, parts))
    if status in DONE:
        tally.note(f"room enough {kind}")
    else:
        kept = [name for name in hidden(out) if name.endswith(".unfinished")]
        tally.note(f"full {kind}{', what was finished is kept' if kept else ''}")
        wrong = is_clear(said, undisturbed.words)
        if wrong or status != 1 or os.strerror(28) not in said:
            tally.broke(wrong or "a full disk is not said", f"{where}: {status} {said}")
        if out.exists():
            tally.broke("half-written results", where)
        if [name for name in hidden(out) if name not in kept]:
            tally.broke("something hidden was left", f"{where}: {hidden(out)}")
        _mount(place, _AMPLE, again=True)
        status, said = ended(Request(undisturbed.source, out, parts, resume=True))
        if status in DONE:
            tally.note(f"resumed {kind} when there was room, to the same bytes")
        else:
            tally.broke("not resumed", f"{where}: {said}")
    if contents(out) != undisturbed.files[parts]:
        tally.broke("not the bytes of a run that nothing disturbed", where)
    if hidden(out):
        tally.broke("something hidden was left at the next start", f"{where}: {hidden(out)}")
    shutil.rmtree(out.parent)


def _mount(place: Path, size: int, *, again: bool = False) -> str:
    """Make a disk of so many bytes, or give the one that is there another size; what speaks against it, if anything."""
    how = f"{'remount,' if again else ''}size={max(size, _PAGE)},mode=0700"
    try:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", how, "tmpfs", str(place)], capture_output=True, text=True, check=False
        )
    except OSError as error:
        return f"mount: {error.strerror}"
    return done.stderr.strip() if done.returncode else ""
