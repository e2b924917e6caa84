"""Nobody hears what a command says: its standard error is full or closed. Its status and its results are the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import REQUEST
from tests.sources.files import file, full, line

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is full at once")


def status(*arguments: object, closed: bool) -> int:
    command = [sys.executable, "-m", "vacatur.cli", *map(str, arguments)]
    with Path("/dev/full").open("wb") as nobody:
        return subprocess.run(
            ["sh", "-c", '"$@" 2>&-', "sh", *command] if closed else command,
            stdout=subprocess.DEVNULL,
            stderr=nobody,
            check=False,
            env={**os.environ, "PYTHONUNBUFFERED": ""},
        ).returncode


@pytest.mark.parametrize("closed", [False, True], ids=["full", "closed"])
def test_a_run_goes_on_although_its_progress_is_not_heard(tmp_path: Path, closed: bool) -> None:
    path = file(tmp_path, line(full()) + "\n")
    assert status("run", path, *REQUEST, "--out", tmp_path / "results", closed=closed) == 0
    assert (tmp_path / "results" / "manifest.json").exists()


@pytest.mark.parametrize("closed", [False, True], ids=["full", "closed"])
def test_a_refusal_that_is_not_heard_has_its_status(tmp_path: Path, closed: bool) -> None:
    assert status("check", file(tmp_path, ""), closed=closed) == 2
