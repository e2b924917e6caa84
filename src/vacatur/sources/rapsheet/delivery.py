"""Files and folders of RAP sheets, read into sheets: one that cannot be read is set aside, the others go on."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from threading import current_thread, main_thread

from vacatur.errors import SourceError, VacaturError
from vacatur.sources.rapsheet.beside import Beside, with_beside
from vacatur.sources.rapsheet.coverage import Coverage, coverage
from vacatur.sources.rapsheet.files import read_file
from vacatur.sources.rapsheet.reading import read_sheets
from vacatur.sources.rapsheet.sheet import Sheet

FilesRead = Callable[[int, int], None]
"""Told, as reading goes on: files done, files in all."""

_FEW = 40
"""Files below which starting a second process costs more than it saves."""
_SHARE = 16


@dataclass(frozen=True)
class SheetRead:
    """One person's sheet of a delivery.

    Attributes:
        number: in the delivery, from 1.
        name: of its file, from the folder that was given on.
        kind: text, pdf or scan.
        person: by which the results name the person: the state's number, or the sheet's where it gives none.
        pages: of the file.
        beside: other sheets of the delivery that show more of the same person, or may.
    """

    number: int
    path: Path
    name: str
    kind: str
    sha256: str
    pages: int
    person: str
    sheet: Sheet
    beside: tuple[Beside, ...] = ()

    @cached_property
    def coverage(self) -> Coverage:
        """How much of it was understood."""
        return coverage(self.sheet)


@dataclass(frozen=True)
class Refused:
    """A file that is no sheet, or cannot be read, with the sentence that says why."""

    path: Path
    name: str
    why: str


@dataclass(frozen=True)
class SheetDelivery:
    """The sheets of some files, in the order of the files, and the files that were set aside."""

    sheets: list[SheetRead]
    refused: list[Refused]


def read_delivered_sheets(paths: Sequence[Path], progress: FilesRead | None = None) -> SheetDelivery:
    """Read files, and all files of folders, in the order of their names.

    Raises:
        SourceError: there is no file, one is given twice, or not one of them is a sheet.
    """
    named = _files(paths)
    sheets: list[SheetRead] = []
    refused: list[Refused] = []
    first_of: dict[str, str] = {}
    for done, (read, path, name) in enumerate(_read_all(named), start=1):
        if isinstance(read, Refused):
            refused.append(read)
        elif (earlier := first_of.setdefault(read.sha256, name)) != name:
            refused.append(Refused(path, name, f"{name} holds the same bytes as {earlier}, and is read once."))
        else:
            sheets += [replace(each, number=len(sheets) + at) for at, each in enumerate(read.sheets, start=1)]
        if progress:
            progress(done, len(named))
    if not sheets:
        raise SourceError(refused[0].why if len(refused) == 1 else _none_of(refused))
    return SheetDelivery(with_beside(_with_persons(sheets)), refused)


def _none_of(refused: Sequence[Refused]) -> str:
    return f"None of {len(refused)} files is a RAP sheet. The first: {refused[0].why}"


def _files(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """Each file with the name under which it is shown."""
    found: list[tuple[Path, str]] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.is_file() and not _hidden(each.relative_to(path)))
            found += [(each, each.relative_to(path).as_posix()) for each in inside]
            if not inside:
                raise SourceError(f"{path} is a folder without files. Expected: RAP sheets as text, PDF, PNG or JPEG.")
        else:
            found.append((path, path.name))
    twice = [path for path, count in Counter(path.resolve() for path, _ in found).items() if count > 1]
    if twice:
        raise SourceError(f"{twice[0]} is given twice. Give each sheet once.")
    return found


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


@dataclass(frozen=True)
class _FileRead:
    sha256: str
    sheets: list[SheetRead]


_Read = tuple[_FileRead | Refused, Path, str]


def _read_all(named: Sequence[tuple[Path, str]]) -> Iterator[_Read]:
    """Read the files in order; many of them in two processes."""
    if len(named) < _FEW:
        yield from map(_read_one, named)
        return
    pool = ProcessPoolExecutor(2, mp_context=get_context("spawn"))
    try:
        with _deaf_children():
            found = pool.map(_read_one, named, chunksize=_SHARE)
        yield from found
    except BrokenProcessPool:
        raise VacaturError(
            "A process that reads sheets was ended from outside, or could not begin. Where there is little memory, "
            "give fewer files at once; a script of your own needs its call under: if __name__ == '__main__'."
        ) from None
    except BaseException:
        for process in list((pool._processes or {}).values()):  # what they read is thrown away
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Processes begun within it do not hear Ctrl-C, which a terminal sends to all: the first one ends them."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _read_one(named: tuple[Path, str]) -> _Read:
    path, name = named
    try:
        file = read_file(path)
        sheets = read_sheets(file.lines)
    except SourceError as error:
        return Refused(path, name, str(error)), path, name
    if not sheets:
        why = f"{path} is no RAP sheet: no event of a criminal history was found in its {len(file.lines)} lines."
        return Refused(path, name, why), path, name
    read = [SheetRead(0, path, name, file.kind, file.sha256, file.pages, "", sheet) for sheet in sheets]
    return _FileRead(file.sha256, read), path, name


def _with_persons(sheets: Sequence[SheetRead]) -> list[SheetRead]:
    """Name the persons. Two sheets of one number stay two: which is the newer, a person must say."""
    seen: Counter[str] = Counter()
    named = []
    for read in sheets:
        person = read.sheet.subject.cii or f"sheet-{read.number:04}"
        seen[person] += 1
        named.append(replace(read, person=person if seen[person] == 1 else f"{person}-{seen[person]}"))
    return named
