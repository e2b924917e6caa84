"""Parquet that is damaged: the library that reads it panics or ends its process, and a person is told one sentence."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from benchmarks.faults.tally import is_clear
from tests.sources.files import file, full
from vacatur.errors import SourceError
from vacatur.sources.doj.layout import COLUMNS
from vacatur.sources.doj.parquet import ParquetText
from vacatur.sources.doj.reader import open_delivery, read_delivery

ROWS = 1000
ROWS_AS_BYTES = b"\xd0\x0f"
"""How Parquet writes the number of the rows."""

SERVE = "from vacatur.sources.doj.parquet import serve; serve()"


@pytest.fixture(scope="module")
def sound() -> bytes:
    out = io.BytesIO()
    rows = [full(SUBJECT_ID=str(number), PRI_NAME="QUILLFEATHER,ADA") for number in range(ROWS)]
    pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String)).write_parquet(out)
    return out.getvalue()


def hurt(sound: bytes, place: int, *, more: int) -> bytes:
    """With one of the numbers of rows in what stands at its end made another."""
    end = bytearray(sound)
    at = len(sound) - 8 - int.from_bytes(sound[-8:-4], "little") - 1
    for _ in range(place + 1):
        at = sound.index(ROWS_AS_BYTES, at + 1)
    end[at] += more
    return bytes(end)


def test_a_panic_is_told_as_a_sentence_and_its_words_reach_nobody(sound: bytes, tmp_path: Path) -> None:
    path = file(tmp_path, hurt(sound, 1, more=1), "county.parquet")
    panic = subprocess.run([sys.executable, "-c", SERVE, path], capture_output=True, check=False)
    assert b"panicked" in panic.stderr
    command = [sys.executable, "-m", "vacatur.cli", "check", "--quiet", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, is_clear(done.stderr, ["QUILLFEATHER"])) == (2, "", "")
    assert "is a damaged Parquet file" in done.stderr


def test_rows_that_its_end_does_not_tell_of_are_not_passed_over(sound: bytes, tmp_path: Path) -> None:
    """One byte is another, and the file says that it has 999 rows: Polars gives as many, and no sign."""
    path = file(tmp_path, hurt(sound, 0, more=-2), "county.parquet")
    assert pl.scan_parquet(path).select(pl.len()).collect().item() == ROWS - 1
    with pytest.raises(SourceError, match="is a damaged Parquet file"):
        open_delivery([path])


@pytest.mark.skipif(os.name != "posix", reason="signals are sent")
@pytest.mark.parametrize(("end", "told"), [(signal.SIGABRT, SourceError), (signal.SIGKILL, MemoryError)])
def test_the_process_that_unpacks_may_end_at_any_time(
    sound: bytes, tmp_path: Path, end: signal.Signals, told: type[Exception]
) -> None:
    """It aborts on some damage; a system that has too little memory kills it."""
    with ParquetText(file(tmp_path, sound, "county.parquet")) as text:
        assert text._process
        text._process.send_signal(end)
        with pytest.raises(told):
            text.read(1 << 30)


@pytest.mark.skipif(os.name != "posix", reason="a command that only fails")
def test_what_does_not_start_is_no_damaged_file(sound: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(RuntimeError, match="did not start"):
        ParquetText(file(tmp_path, sound, "county.parquet"))


def test_what_the_system_refuses_is_no_damaged_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file") as refused:
        ParquetText(tmp_path / "gone.parquet")
    assert refused.value.errno


def test_a_name_is_a_name(sound: bytes, tmp_path: Path) -> None:
    """And neither a pattern nor another column."""
    folder = tmp_path / "RECORD_ID=7"
    folder.mkdir()
    file(folder, b"PAR1", "county1.parquet")
    opened = open_delivery([file(folder, sound, "county[1].parquet")])
    assert read_delivery(opened)[1].height == ROWS
