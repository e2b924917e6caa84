"""The process in which PDFs and images are opened: its end is a sentence, and the next file is read all the same."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.sources.rapsheet.made import SHEET, drawing, pdf
from vacatur.errors import SourceError
from vacatur.sources.rapsheet import apart
from vacatur.sources.rapsheet.files import read_file


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pdf([drawing(SHEET)]))
    return path


def running() -> apart._Process:
    assert apart._running is not None
    return apart._running


def test_one_process_reads_one_file_after_another(sheet: Path) -> None:
    read_file(sheet)
    first = running()
    read_file(sheet)
    assert running() is first


def test_a_file_that_makes_the_process_end_is_refused_and_the_next_is_read(sheet: Path) -> None:
    read_file(sheet)
    running()._child.kill()
    running()._child.wait()
    assert len(read_file(sheet).lines) == len(SHEET)  # it was gone before: another is started
    running()._child.send_signal(signal.SIGSTOP)
    threading.Timer(0.2, running()._child.kill).start()
    with pytest.raises(SourceError, match=r"sheet\.pdf could not be opened: reading it took longer"):
        read_file(sheet)
    assert len(read_file(sheet).lines) == len(SHEET)


def test_a_file_that_takes_too_long_is_refused(sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_file(sheet)
    monkeypatch.setattr(apart, "LONGEST_PAGE", 0.0)
    running()._child.send_signal(signal.SIGSTOP)  # it does nothing more
    with pytest.raises(SourceError, match="took longer than any sheet does"):
        read_file(sheet)


def test_what_a_hostile_page_takes_is_bounded_by_processor_time() -> None:
    program = "import vacatur.sources.rapsheet.apart as a; a._allow(0)\nwhile True: pass"
    ended = subprocess.run([sys.executable, "-c", program], timeout=60, capture_output=True)
    assert ended.returncode < 0
