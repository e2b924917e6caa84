"""A file that is there when it is opened, and not to be read when it is read."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sources.files import file, full, line
from vacatur.errors import SourceError
from vacatur.sources.doj.blocks import Place, again, block_again, lines_again, read_blocks
from vacatur.sources.doj.file import DojFile, check_unchanged, open_file, open_files

PLACE = Place(0, 100, 1, 1, latin1=False)
READINGS: dict[str, Callable[[DojFile], object]] = {
    "the first reading": lambda opened: list(read_blocks(opened, len)),
    "a block once more": lambda opened: block_again(opened, PLACE),
    "its lines once more": lambda opened: list(lines_again(opened, PLACE)),
    "the last look": check_unchanged,
}


@pytest.fixture
def gone(tmp_path: Path) -> DojFile:
    return open_file(file(tmp_path, line(full()) + "\n"))


@pytest.mark.parametrize("reading", READINGS)
def test_it_is_said_of_the_file(gone: DojFile, reading: str) -> None:
    """And not that the results could not be written."""
    gone.path.unlink()
    with pytest.raises(SourceError, match=r"history\.dat cannot be read any more: No such file or directory\.$"):
        READINGS[reading](gone)


def test_it_is_said_of_a_packed_file(tmp_path: Path) -> None:
    path = file(tmp_path, gzip.compress((line(full()) + "\n").encode()), "history.dat.gz")
    (opened,) = open_files(path)
    path.unlink()
    with pytest.raises(SourceError, match="cannot be read any more"):
        list(again(opened, [PLACE]))
