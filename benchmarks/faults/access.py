"""The file taken away from a run that reads it: its read permission, its name, or what stands under its name.

No permission binds root, so the run is another user's (nobody).
"""

from __future__ import annotations

import os
import pwd
import random
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

from benchmarks.faults.child import DONE, REFUSED, Request, ended
from benchmarks.faults.tally import Tally, contents, digest, hidden, is_clear, read_as
from benchmarks.faults.undisturbed import Undisturbed, undisturbed_beside


def _forbidden(path: Path) -> None:
    path.chmod(0)


def _moved(path: Path) -> None:
    path.rename(path.with_suffix(".away"))


def _replaced(path: Path) -> None:
    """By a file of the same size, with one character changed in its middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    other = path.with_suffix(".other")
    other.write_bytes(data)
    other.chmod(0o644)
    other.replace(path)


def _made_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


TAKEN: dict[str, Callable[[Path], None]] = {
    "read permission taken away": _forbidden,
    "moved away": _moved,
    "replaced by another of its size": _replaced,
    "replaced by a folder": _made_a_folder,
}


def try_all(tally: Tally, folder: Path, trials: int, seed: int) -> None:
    """Take the file away so many times; none, where this user cannot start a run as another."""
    if os.name != "posix" or os.geteuid() != 0:
        tally.note("not possible here: only root can start a run as another user")
        return
    closed = [place for place in (folder, *folder.parents) if not place.stat().st_mode & stat.S_IXOTH]
    if closed:
        tally.note("not possible here: another user cannot reach the folder of the trials")
        return
    user = pwd.getpwnam("nobody").pw_uid
    chosen, undisturbed = random.Random(seed), undisturbed_beside(folder)
    for trial in range(trials):
        place = folder / f"trial-{trial}"
        place.mkdir()
        source = place / "county.dat"
        _put(undisturbed, source)
        os.chown(place, user, user)
        what = list(TAKEN)[trial % len(TAKEN)]
        _try_one(tally, undisturbed, source, user, what, chosen, parts=bool(trial // len(TAKEN) % 2))
        tally.trials += 1
        shutil.rmtree(place)


def _put(undisturbed: Undisturbed, source: Path) -> None:
    """The file as it is sent, where a run finds it that anybody makes."""
    if source.is_dir():
        source.rmdir()
    source.unlink(missing_ok=True)
    shutil.copyfile(undisturbed.source, source)
    source.chmod(0o644)


def _try_one(
    tally: Tally, undisturbed: Undisturbed, source: Path, user: int, what: str, chosen: random.Random, *, parts: bool
) -> None:
    kind, out = "in parts" if parts else "in memory", source.parent / "results"
    where = f"{source.parent.name}, {what} {kind}"
    moment = chosen.uniform(0, 0.9 * undisturbed.seconds[parts])
    status, said = ended(Request(source, out, parts, user=user), lambda: TAKEN[what](source), moment)
    if status in DONE and source.is_file() and read_as(out) == digest(source) != undisturbed.before:
        tally.note(f"{what}: before it was opened")
        return
    if status in DONE:
        tally.note(f"{what}: too late to matter")
    else:
        tally.note(f"{what}: refused")
        wrong = is_clear(said, undisturbed.words)
        if wrong or status not in REFUSED or f"{source} " not in said:
            tally.broke(wrong or "not said which file", f"{where}: {status} {said}")
        if out.exists():
            tally.broke("half-written results", where)
        left = [name for name in hidden(out) if not name.endswith(".unfinished")]
        if left:
            tally.broke("something hidden was left", f"{where}: {left}")
        _put(undisturbed, source)
        status, said = ended(Request(source, out, parts, resume=True, user=user))
        if status in DONE:
            tally.note("resumed when it was back, to the same bytes")
        else:
            tally.broke("not resumed", f"{where}: {said}")
        if digest(source) != undisturbed.before:
            tally.broke("the input was changed", where)
    if contents(out) != undisturbed.files[parts]:
        tally.broke("not the bytes of a run that nothing disturbed", where)
    if hidden(out):
        tally.broke("something hidden was left at the next start", f"{where}: {hidden(out)}")
