"""A small fabricated county, its results, and a way to type commands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from vacatur.cli.app import app

COUNTY = "LOS ANGELES"
REQUEST = ("--county", COUNTY, "--pack", "ca-la-2020-pilot", "--as-of", "2020-07-01")


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


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county of 200 people without faults."""
    return fabricated(tmp_path_factory.mktemp("county") / "county.dat", 200)


@pytest.fixture(scope="session")
def faulty_county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county of 200 people with every kind of fault."""
    return fabricated(tmp_path_factory.mktemp("faulty") / "faulty.dat", 200, faults=0.05)


@pytest.fixture(scope="session")
def results(county: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results folder of a run on the county."""
    out = tmp_path_factory.mktemp("results") / "results"
    result = typed("run", county, *REQUEST, "--out", out)
    assert result.exit_code == 0, result.output
    return out
