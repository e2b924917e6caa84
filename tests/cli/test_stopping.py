"""A run that is stopped, or cannot be finished, leaves nothing half-written and earlier results as they were."""

from __future__ import annotations

import resource
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import REQUEST, contents, process

# The terminal sends the signal that Ctrl-C stands for when the named stage begins.
CTRL_C = """
import os, signal
from vacatur.cli import progress
def stop(self, moment):
    if moment.stage == {stage!r}:
        os.kill(os.getpid(), signal.SIGINT)
progress.Lines.__call__ = stop
"""


def small_files_only() -> None:
    """In the child: no file may grow past 100 kB, as on a disk that fills."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


@pytest.mark.parametrize("stage", ["reading", "deciding", "writing"])
def test_ctrl_c_stops_with_a_sentence_and_leaves_nothing(county: Path, tmp_path: Path, stage: str) -> None:
    result = process("run", county, *REQUEST, "--out", tmp_path / "results", before=CTRL_C.format(stage=stage))
    assert result.returncode == 130
    assert result.stderr.strip().splitlines()[-1].startswith("Stopped.")
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_leaves_earlier_results_as_they_were(county: Path, results: Path, tmp_path: Path) -> None:
    request = ("run", county, *REQUEST, "--out", shutil.copytree(results, tmp_path / "results"), "--replace")
    before = contents(tmp_path)
    assert process(*request, before=CTRL_C.format(stage="writing")).returncode == 130
    assert contents(tmp_path) == before


def test_a_full_disk_is_reported_with_a_sentence_and_leaves_nothing(county: Path, tmp_path: Path) -> None:
    result = process("run", county, *REQUEST, "--out", tmp_path / "results", preexec_fn=small_files_only)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "File too large" in result.stderr
    assert list(tmp_path.iterdir()) == []
