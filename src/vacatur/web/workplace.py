"""The data folder: deliveries that were brought in, and runs on them. Readable by its owner alone.

* `deliveries/N/delivery.json`: which files. Uploaded ones lie in `files/`, others where they were, and stay there.
* `deliveries/N/check/`: the job that read them, and what it found.
* `runs/N/job.json`: what was asked; `runs/N/results/`: what came of it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from vacatur.errors import UsageError
from vacatur.private import whole_file
from vacatur.web import clock
from vacatur.web.wording import _

DELIVERY, JOB = "delivery.json", "job.json"
_DAY = 86_400
_ASKED = {"files", "county", "packs", "as_of", "settings", "assume"}
"""What every run was asked for with."""

T = TypeVar("T")


class NotThere(Exception):
    """What was asked for is not in the data folder."""


@dataclass(frozen=True)
class SourceFile:
    """One file of a delivery, as it was when it was brought in.

    Attributes:
        name: as its owner calls it.
        path: where it lies.
        uploaded: whether it is a copy of ours, within the data folder.
        changed: when it was last changed, in nanoseconds; with `bytes` it tells whether it is still the same.
    """

    name: str
    path: str
    bytes: int
    changed: int
    uploaded: bool

    @classmethod
    def at(cls, path: Path, *, name: str = "", uploaded: bool = False) -> SourceFile:
        """The file that lies there."""
        seen = path.stat()
        return cls(name or path.name, str(path), seen.st_size, seen.st_mtime_ns, uploaded)

    @property
    def as_it_was(self) -> bool:
        """Whether the file is still there, and was not changed since."""
        try:
            seen = Path(self.path).stat()
        except OSError:
            return False
        return (seen.st_size, seen.st_mtime_ns) == (self.bytes, self.changed)


@dataclass(frozen=True)
class Delivery:
    """The files of one delivery.

    Attributes:
        added: when it was brought in, as ISO text.
    """

    id: str
    folder: Path
    added: str
    files: tuple[SourceFile, ...]

    @property
    def title(self) -> str:
        """The names of its files."""
        return ", ".join(file.name for file in self.files)

    @property
    def paths(self) -> list[str]:
        """Where its files lie."""
        return [file.path for file in self.files]

    @property
    def bytes(self) -> int:
        """How much there is to read."""
        return sum(file.bytes for file in self.files)

    @property
    def changed(self) -> list[str]:
        """The names of files that are no longer as they were when they were brought in, or gone."""
        return [file.name for file in self.files if not file.as_it_was]

    @property
    def check(self) -> Path:
        """The folder of the job that reads it."""
        return self.folder / "check"


@dataclass(frozen=True)
class Run:
    """A run that was asked for.

    Attributes:
        request: as the job holds it: delivery, files, county, pack, as_of, settings, assume.
        added: when it was asked for, as ISO text.
    """

    id: str
    folder: Path
    added: str
    request: Mapping[str, Any]

    @property
    def results(self) -> Path:
        """The results folder, there when the run is done; elsewhere of a run that was not made on the pages."""
        return Path(self.request.get("results") or self.folder / "results")


class Workplace:
    """What is in the data folder. It lists nothing that is not."""

    def __init__(self, data: Path) -> None:
        self.data = data.absolute()
        if self.data.exists() and not self.data.is_dir():
            raise UsageError(_("%(path)s is a file. Name a folder.", path=data))
        for folder in (self.data, self.data / "deliveries", self.data / "runs"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._clear_away()

    def _clear_away(self) -> None:
        """Remove what a stopped server left half-done a day or more ago: files sent in part, folders being deleted."""
        for kind, needed in (("deliveries", DELIVERY), ("runs", JOB)):
            for folder in (self.data / kind).iterdir():
                whole = folder.name.isdecimal() and (folder / needed).exists()
                if not whole and clock.seconds() - folder.stat().st_mtime > _DAY:
                    shutil.rmtree(folder, ignore_errors=True)

    def deliveries(self) -> list[Delivery]:
        """The latest first."""
        return _readable(self._delivery, self._kept("deliveries", DELIVERY))

    def delivery(self, id_: str) -> Delivery:
        """One of them.

        Raises:
            NotThere: there is none.
        """
        return self._delivery(self._folder("deliveries", id_, DELIVERY))

    def runs(self) -> list[Run]:
        """The latest first."""
        return _readable(self._run, self._kept("runs", JOB))

    def run(self, id_: str) -> Run:
        """One of them.

        Raises:
            NotThere: there is none.
        """
        return self._run(self._folder("runs", id_, JOB))

    def new_folder(self, kind: str) -> Path:
        """A folder of its own for a new delivery or run, under the next number."""
        above = self.data / kind
        taken = [int(folder.name) for folder in above.iterdir() if folder.name.isdecimal()]
        number = max(taken, default=0)
        while True:
            number += 1
            try:
                (above / str(number)).mkdir(mode=0o700)
            except FileExistsError:
                continue
            return above / str(number)

    def bring_in(self, folder: Path, files: Sequence[SourceFile], now: str) -> Delivery:
        """Make a delivery of files: uploaded into that folder, or lying elsewhere."""
        content = {"added": now, "files": [asdict(file) for file in files]}
        write_json(folder / DELIVERY, content)
        return self._delivery(folder)

    def forget(self, kept: Delivery | Run) -> None:
        """Remove a delivery with our copies of its files, or a run with its results. Files that lie elsewhere stay."""
        leaving = kept.folder.with_name(f".{kept.folder.name}.leaving")
        kept.folder.rename(leaving)
        shutil.rmtree(leaving, ignore_errors=True)

    def _kept(self, kind: str, needed: str) -> list[Path]:
        found = [folder for folder in (self.data / kind).iterdir() if folder.name.isdecimal()]
        return sorted((each for each in found if (each / needed).is_file()), key=lambda each: -int(each.name))

    def _folder(self, kind: str, id_: str, needed: str) -> Path:
        folder = self.data / kind / id_
        if not (id_.isascii() and id_.isdecimal() and (folder / needed).is_file()):
            raise NotThere
        return folder

    def _delivery(self, folder: Path) -> Delivery:
        content = read_json(folder / DELIVERY)
        try:
            files = tuple(SourceFile(**file) for file in content["files"])
            return Delivery(folder.name, folder, content["added"], files)
        except (KeyError, TypeError):
            raise NotThere from None

    def _run(self, folder: Path) -> Run:
        content = read_json(folder / JOB)
        request = content.get("request")
        if not (isinstance(request, dict) and request.keys() >= _ASKED and request["packs"] and "added" in content):
            raise NotThere
        return Run(folder.name, folder, content["added"], request)


def _readable(read: Callable[[Path], T], folders: Sequence[Path]) -> list[T]:
    """What stands in each folder, but for those whose entry is damaged: they hide no other."""
    found = []
    for folder in folders:
        with suppress(NotThere):
            found.append(read(folder))
    return found


def file_at(path: str) -> SourceFile:
    """A file that somebody names, to be read where it lies.

    Raises:
        UsageError: there is none, or it cannot be read.
    """
    given = Path(path.strip().strip('"')).expanduser()
    if not given.is_absolute():
        raise UsageError(_("%(path)s: give the whole path, from the root of the disk.", path=path))
    try:
        if given.is_dir():
            raise UsageError(_("%(path)s is a folder. Name the files in it, one a line.", path=path))
        if given.exists() and not given.is_file():
            raise UsageError(_("%(path)s is not a file.", path=path))
        with given.open("rb"):
            return SourceFile.at(given.resolve())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(_("%(path)s cannot be read: %(reason)s.", path=path, reason=reason)) from None


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a small file so that a reader sees all of the old or all of the new."""
    with whole_file(path) as stream:
        stream.write(json.dumps(content, ensure_ascii=False, default=str).encode())


def read_json(path: Path) -> dict[str, Any]:
    """What such a file holds.

    Raises:
        NotThere: it is gone, or is none of ours.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise NotThere from None
    if not isinstance(content, dict):
        raise NotThere
    return content
