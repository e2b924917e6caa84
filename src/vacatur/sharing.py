"""Copies of RAP sheets that are fit to be shared, from file to file."""

from __future__ import annotations

import secrets
from pathlib import Path

from vacatur.errors import UsageError, VacaturError, because
from vacatur.private import whole_file
from vacatur.sources.rapsheet.deidentify import KEY_BYTES, Report, deidentify
from vacatur.sources.rapsheet.files import read_file
from vacatur.sources.rapsheet.reading import read_sheets


def deidentify_file(
    file: str | Path, out: str | Path, key: str | Path | None = None, *, replace: bool = False
) -> Report:
    """Write a copy of a sheet as text without anything that names a person (`sources.rapsheet.deidentify`).

    Args:
        file: a RAP sheet, in any form that `rapsheet` reads.
        out: where the copy is written, readable by its owner alone.
        key: a file that holds a secret; None: a new one is drawn and thrown away, so that nobody can make the copy
            again.
        replace: whether a file that stands there may be replaced.

    Raises:
        VacaturError: the file is no sheet, the key is too short, or the copy cannot be written.
    """
    target = Path(out)
    if target.exists() and (not replace or target.is_dir() or target.samefile(file)):
        raise UsageError(f"{target} exists. Give another name, or --replace to replace a copy.")
    lines = read_file(Path(file)).lines
    if not read_sheets(lines):
        raise UsageError(f"{file} is no RAP sheet: no event of a criminal history was found in it.")
    copy = deidentify(lines, secret(key))
    _write(target, copy.text.encode())
    return copy.report


def secret(key: str | Path | None) -> bytes:
    """The secret that a file holds; or a new one, which is nowhere kept.

    Raises:
        UsageError: the file cannot be read, or what it holds is too short.
    """
    if key is None:
        return secrets.token_bytes(2 * KEY_BYTES)
    try:
        found = Path(key).read_bytes().strip()
    except OSError as error:
        raise UsageError(f"The key {key} cannot be read: {because(error)}.") from None
    if len(found) < KEY_BYTES:
        raise UsageError(
            f"The key has {len(found)} bytes; give at least {KEY_BYTES}, drawn at random, and keep them secret."
        )
    return found


def _write(target: Path, content: bytes) -> None:
    """Whole or not at all."""
    try:
        with whole_file(target) as stream:
            stream.write(content)
    except OSError as error:
        raise VacaturError(f"{target} cannot be written: {because(error)}.") from error
