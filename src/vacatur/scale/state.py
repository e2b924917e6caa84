"""What a run that was cut into parts has finished so far: a hidden folder beside the results, gone when they stand.

It is readable by its owner alone. It says what it was begun for, so that nothing else takes it up.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from vacatur.errors import UsageError, VacaturError
from vacatur.outputs.replacing import sha256_of
from vacatur.private import whole_file

_REQUEST, _OWNER, _WRITTEN = "request.json", "owner.json", "written.json"
_WORDS = {
    "files": "the files are not those of the run that was stopped",
    "packs": "the policies or their settings are not those of the run that was stopped",
    "county": "the county is not that of the run that was stopped",
    "as_of": "the day is not that of the run that was stopped",
    "program": "the run that was stopped was of another version of the program",
}


class State:
    """The folder, while a run works in it.

    Attributes:
        folder: where its files are.
        fresh: whether nothing was taken up.
    """

    def __init__(self, folder: Path, *, fresh: bool) -> None:
        self.folder = folder
        self.fresh = fresh

    def write(self, name: str, content: Mapping[str, Any]) -> None:
        """Write a file whole or not at all; it is on the disk when this returns."""
        write_json(self.folder / name, content)

    def read(self, name: str) -> dict[str, Any] | None:
        """What a file says; None when there is none."""
        return _read(self.folder / name)


def folder_of(out: Path) -> Path:
    """Where the state of a run lies whose results go to `out`."""
    return out.parent / f".{out.name}.unfinished"


@contextmanager
def state_of(out: Path, request: Mapping[str, Any], *, resume: bool) -> Iterator[State]:
    """The state of a run. It goes when the run is finished, refused or given up; it stays for another start when the
    process was killed, or the disk gave out.

    Args:
        request: what the run was asked for, under the keys of `_WORDS`.
        resume: whether to take up what an earlier run left; else that is removed.

    Raises:
        UsageError: what is to be taken up was asked for otherwise; or another process works on the same results.
        VacaturError: the disk gave out.
    """
    folder = folder_of(out)
    try:
        yield _begin(folder, request, resume=resume)
    except Otherwise as other:
        raise UsageError(str(other)) from None
    except BaseException as error:
        broken = error if isinstance(error, OSError) else error.__cause__
        if not isinstance(broken, OSError):
            shutil.rmtree(folder, ignore_errors=True)
            raise
        said = str(error) if isinstance(error, VacaturError) else f"The run could not go on: {broken.strerror}."
        raise VacaturError(
            f"{said} What the run had finished is kept in {folder.name} beside the results: the same command with "
            "--resume goes on from there."
        ) from error
    shutil.rmtree(folder, ignore_errors=True)


class Otherwise(Exception):
    """What an earlier run left is not this run's to take up: it stays as it is."""


def _begin(folder: Path, request: Mapping[str, Any], *, resume: bool) -> State:
    if folder.exists():
        if _is_held(folder):
            raise Otherwise(f"Another run is writing {folder.name[1:].removesuffix('.unfinished')} at this moment.")
        known = _read(folder / _REQUEST)
        if resume and known is not None:
            differing = [words for key, words in _WORDS.items() if known.get(key) != request[key]]
            if differing:
                raise Otherwise(f"It cannot be resumed: {'; '.join(differing)}. Run it without --resume to begin anew.")
            _own(folder)
            return State(folder, fresh=False)
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700, parents=True)
    _own(folder)
    write_json(folder / _REQUEST, request)
    return State(folder, fresh=True)


def _own(folder: Path) -> None:
    write_json(folder / _OWNER, {"process": os.getpid(), "began": psutil.Process().create_time()})


def _is_held(folder: Path) -> bool:
    """Whether the process that works in it is still there."""
    owner = _read(folder / _OWNER)
    if owner is None or owner["process"] == os.getpid():
        return False
    try:
        return bool(psutil.Process(owner["process"]).create_time() == owner["began"])
    except psutil.Error:
        return False


def note_written(state: State, results: Path) -> None:
    """Keep which results are about to be put in their place: what lies beside them afterwards is of no use."""
    state.write(_WRITTEN, {"manifest": sha256_of(results / "manifest.json")})


def clear_finished(out: Path) -> None:
    """Remove the state of a run that was killed when its results stood already."""
    written = _read(folder_of(out) / _WRITTEN)
    manifest = out / "manifest.json"
    if written is not None and manifest.is_file() and sha256_of(manifest) == written["manifest"]:
        clear_away(out)


def clear_away(out: Path) -> None:
    """Remove the state that an earlier run left, if it is gone."""
    folder = folder_of(out)
    if folder.is_dir() and not _is_held(folder):
        shutil.rmtree(folder, ignore_errors=True)


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a file whole or not at all; it is on the disk when this returns."""
    with whole_file(path, settled=True) as stream:
        stream.write(json.dumps(content).encode())


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
