"""A way to type commands, and to fabricate a county."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from typer import testing
from typer.testing import CliRunner, Result

from vacatur.cli.app import app

COUNTY = "LOS ANGELES"
REQUEST = ("--county", COUNTY, "--pack", "ca-la-2020-pilot", "--as-of", "2020-07-01")


testing._get_command = cache(testing._get_command)
"""The commands are put together once, as a process does: it takes as long as reading a small file."""


def typed(*words: object) -> Result:
    """What `vacatur WORDS...` says and the status with which it ends."""
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, [str(word) for word in words], prog_name="vacatur")


def process(*words: object, before: str = "", **options: object) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own; `before` is Python that runs first in it."""
    program = f"{before}\nfrom vacatur.cli import main\nmain()"
    command = [sys.executable, "-c", program, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=os.environ, **options)  # type: ignore[call-overload]


def fabricated(path: Path, people: int, faults: float = 0.0) -> Path:
    """A county file."""
    result = typed(
        "synth", "--people", people, "--county", COUNTY, "--seed", 11, "--faults", faults, "--out", path, "--replace"
    )
    assert result.exit_code == 0, result.output
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
