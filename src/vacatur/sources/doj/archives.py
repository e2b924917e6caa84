"""The files of the state within a zip archive: which they are, and what kind of archive is none of the state's."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from vacatur.errors import SourceError

MOST_MEMBERS = 1000
"""Files in one archive."""

DAMAGED = (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError, struct.error)
"""What the library raises for an archive whose lists are damaged. What the system refuses is none of these."""

_ENDINGS = (".dat", ".csv", ".txt")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_LOCKED, _OF_DIFFERENCES, _LOCKED_STRONGLY = 1, 1 << 5, 1 << 6
"""Flags of a file in an archive."""

_EXPECTED = (
    "Expected: the state's file as it was delivered, comma-separated text (.dat or .csv), or a zip archive of such "
    "files."
)


def data_files(path: Path) -> list[zipfile.ZipInfo]:
    """The files of data in an archive, by name.

    Raises:
        SourceError: there is none, or they cannot be read.
        OSError: the archive cannot be.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            every = [
                entry for entry in archive.infolist() if not entry.filename.endswith("/")
            ]  # a damaged one is blank
    except DAMAGED:
        raise damaged_archive(path) from None
    if len(every) > MOST_MEMBERS:
        raise SourceError(f"{path} holds {len(every):,} files. At most {MOST_MEMBERS:,} are read from one archive.")
    found = sorted((entry for entry in every if _is_data(entry)), key=lambda entry: entry.filename)
    if not found:
        raise SourceError(f"{path} is {_other_archive(every)}. {_EXPECTED}")
    _check_readable(path, found)
    return found


def damaged_archive(path: Path) -> SourceError:
    """What is said of one that cannot be unpacked."""
    return SourceError(f"{path} is a damaged zip archive: it cannot be unpacked. Have it sent again.")


def _is_data(entry: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(entry.filename)
    hidden = any(part.startswith((".", "__MACOSX")) for part in name.parts)
    return name.suffix.lower() in _ENDINGS and not hidden


def _other_archive(entries: Sequence[zipfile.ZipInfo]) -> str:
    """What an archive is without data in it."""
    if any(entry.filename == "xl/workbook.xml" for entry in entries):
        return "an Excel workbook"
    return f"a zip archive without a .dat, .csv or .txt file among its {len(entries)} files"


def _check_readable(path: Path, found: Sequence[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & (_LOCKED | _LOCKED_STRONGLY) for entry in found):
        raise SourceError(f"{path} is locked with a password. Unpack it first, and give the file within.")
    if any(entry.compress_type not in _METHODS or entry.flag_bits & _OF_DIFFERENCES for entry in found):
        raise SourceError(
            f"{path} is packed by a method that is not read here, as Windows does with files above 2 GB (Deflate64). "
            "Unpack it first, and give the file within."
        )
    names = [entry.filename for entry in found]
    if len(set(names)) < len(names):
        raise SourceError(f"{path} holds two files of the same name. Unpack it, and give each by a name of its own.")
    if sum(entry.compress_size for entry in found) > path.stat().st_size:
        raise SourceError(f"{path} is a damaged zip archive: its files lie upon each other. Have it sent again.")
