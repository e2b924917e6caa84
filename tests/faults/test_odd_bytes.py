"""Bytes that coverage-guided fuzzing found to break the reader (docs/faults.md), each now a case of its own."""

from __future__ import annotations

import errno
import io
import random
from pathlib import Path

import polars as pl
import pytest

from tests.sources.files import decisions, file, full, line, run_on
from vacatur.errors import SourceError
from vacatur.sources.doj import records
from vacatur.sources.doj.contents import Packing, _Guarded
from vacatur.sources.doj.file import fields_of
from vacatur.sources.doj.layout import COLUMNS
from vacatur.sources.doj.reader import open_delivery, read_delivery

ELSEWHERE_LINE_ENDS = ["\x0b", "\x0c", "\x1c", "\x1e", "\x85", "\u2028", "\r"]
"""Characters at which Python's own `splitlines` ends a line, and the state does not."""


@pytest.fixture(scope="module")
def of_a_sound_row(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    path = file(tmp_path_factory.mktemp("sound"), line(full(PRI_NAME="DOE,JOHN")) + "\n")
    return decisions(run_on(path))


@pytest.mark.parametrize("odd", ELSEWHERE_LINE_ENDS)
@pytest.mark.parametrize("in_bulk", [True, False])
def test_a_row_goes_on_behind_what_ends_a_line_elsewhere(
    of_a_sound_row: list[tuple[object, ...]], tmp_path: Path, odd: str, in_bulk: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the bulk reader refuses the text, and its fields are told apart one by one."""
    path = file(tmp_path, line(full(PRI_NAME="DOE,JOHN", COMMENT_TEXT=f"A{odd}B")) + "\n")
    if not in_bulk:
        monkeypatch.setattr(records, "_fields", lambda *_: None)
    found = run_on(path)
    assert found.summary["rows"]["set_aside"] == 0
    assert decisions(found) == of_a_sound_row


def test_a_field_may_hold_any_of_them() -> None:
    assert fields_of("a\x0b,b\x85,c\u2028") == ["a\x0b", "b\x85", "c\u2028"]


def test_a_damaged_parquet_file_is_refused_wherever_it_is_damaged(tmp_path: Path) -> None:
    out = io.BytesIO()
    pl.DataFrame([full(SUBJECT_ID=str(number)) for number in range(50)], schema=COLUMNS).write_parquet(out)
    chosen, refused = random.Random(4), 0
    for trial in range(5):
        hurt = bytearray(out.getvalue())
        for _ in range(3):
            hurt[chosen.randrange(len(hurt))] = chosen.randrange(256)
        try:
            read_delivery(open_delivery([file(tmp_path, bytes(hurt), f"{trial}.parquet")]))
        except SourceError:
            refused += 1
    assert refused > 1


def test_a_disk_that_cannot_be_read_is_not_a_damaged_file(tmp_path: Path) -> None:
    class Refused(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    guarded = _Guarded(Refused(), tmp_path / "county.dat.gz", Packing("gzip", "", 1000))
    with pytest.raises(OSError, match="Input/output error"):
        guarded.readinto(bytearray(10))
