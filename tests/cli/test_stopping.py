"""A run that is stopped, or cannot be finished, leaves nothing half-written and earlier results as they were."""

from __future__ import annotations

import resource
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import REQUEST, contents, process, typed
from vacatur.cli import progress
from vacatur.runs import Progress

# In a process of its own: the terminal sends the signal that Ctrl-C stands for when writing begins.
CTRL_C = """
import os, signal
from vacatur.cli import progress
def stop(self, moment):
    if moment.stage == "writing":
        os.kill(os.getpid(), signal.SIGINT)
progress.Lines.__call__ = stop
"""


def small_files_only() -> None:
    """In the child: no file may grow past 100 kB, as on a disk that fills."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """The signal is answered as Python answers it, whoever runs the tests."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("stage", ["reading", "deciding", "writing"])
def test_ctrl_c_stops_with_a_sentence_and_leaves_nothing(
    small_county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    def stop(_: progress.Lines, moment: Progress) -> None:
        if moment.stage == stage:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(progress.Lines, "__call__", stop)
    result = typed("run", small_county, *REQUEST, "--out", tmp_path / "results")
    assert result.exit_code == 130
    assert result.stderr.strip().splitlines()[-1].startswith("Stopped.")
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_leaves_earlier_results_as_they_were(small_county: Path, small_results: Path, tmp_path: Path) -> None:
    request = (
        "run",
        small_county,
        *REQUEST,
        "--out",
        shutil.copytree(small_results, tmp_path / "results"),
        "--replace",
    )
    before = contents(tmp_path)
    result = process(*request, before=CTRL_C)
    assert result.returncode == 130
    assert result.stderr.strip().splitlines()[-1].startswith("Stopped.")
    assert "Traceback" not in result.stderr
    assert contents(tmp_path) == before


def test_a_full_disk_is_reported_with_a_sentence_and_leaves_nothing(small_county: Path, tmp_path: Path) -> None:
    result = process("run", small_county, *REQUEST, "--out", tmp_path / "results", preexec_fn=small_files_only)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "File too large" in result.stderr
    assert list(tmp_path.iterdir()) == []
