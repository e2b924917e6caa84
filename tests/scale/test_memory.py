"""How much memory a run may take, as it is typed and as it is kept to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import REQUEST, typed
from tests.scale.test_parts import county
from vacatur.errors import UsageError
from vacatur.scale import memory
from vacatur.scale.memory import LEAST, bytes_of, plan_of
from vacatur.sources.doj.reader import open_delivery


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("2GB", 2_000_000_000),
        ("2 gb", 2_000_000_000),
        ("1.5G", 1_500_000_000),
        ("800MB", 800_000_000),
        ("900000K", 900_000_000),
        ("3GiB", 3_000_000_000),
        ("1000000000", 1_000_000_000),
    ],
)
def test_a_size(text: str, size: int) -> None:
    assert bytes_of(text) == size


@pytest.mark.parametrize("text", ["", "two", "2XB", "-2GB", "2GB of it", "GB", "1e9", "2,5GB"])
def test_no_size(text: str) -> None:
    with pytest.raises(UsageError, match="takes a size such as 2GB"):
        bytes_of(text)


def test_too_little_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = county(tmp_path / "county.dat", 1, people=5)
    result = typed("run", path, *REQUEST, "--out", tmp_path / "results", "--memory", "100MB")
    assert result.exit_code == 2
    assert result.stderr.strip() == "--memory 100MB is too little: a run takes 700 MB at the least."
    assert not (tmp_path / "results").exists()


def test_a_county_that_fits_is_not_cut(tmp_path: Path) -> None:
    files = open_delivery([county(tmp_path / "county.dat", 1, people=5)])
    assert plan_of(files, None) is None
    assert plan_of(files, LEAST) is None


def test_the_more_there_is_and_the_less_it_may_take_the_more_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = open_delivery([county(tmp_path / "county.dat", 1, people=5)])
    monkeypatch.setattr(memory, "_A_BYTE", 4e9 / files[0].text_size)
    roomy, narrow = plan_of(files, 2_000_000_000), plan_of(files, 1_000_000_000)
    assert roomy and narrow and narrow.parts > roomy.parts > 1
    assert narrow.window < roomy.window


PEAK = r"""
import datetime, pathlib, re, sys
import vacatur
from vacatur import runs
from vacatur.scale.memory import Plan
parts = int(sys.argv[3])
runs.plan_of = lambda *_: Plan(parts, 8_000, parts) if parts else None
vacatur.run([sys.argv[1]], "LOS ANGELES", ["ca-la-2020-pilot"], as_of=datetime.date(2020, 7, 1), out=sys.argv[2])
print(re.search(r"VmHWM:\s+(\d+)", pathlib.Path("/proc/self/status").read_text())[1])
"""


def peak(path: Path, out: Path, parts: int) -> int:
    """Kilobytes at the most, with an allocator that gives back at once what is freed: else they vary with the load."""
    command = [sys.executable, "-c", PEAK, str(path), str(out), str(parts)]
    at_once = {**os.environ, "_RJEM_MALLOC_CONF": "dirty_decay_ms:0,muzzy_decay_ms:0"}
    return int(subprocess.run(command, capture_output=True, text=True, check=True, timeout=120, env=at_once).stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="the figure is had otherwise elsewhere")
def test_parts_take_less_memory_than_the_whole(tmp_path: Path) -> None:
    """Of what a larger county takes more than a small one, parts spare much: memory is bounded by them."""
    small = county(tmp_path / "small.dat", 1, people=500)
    large = county(tmp_path / "large.dat", 2, people=5_000)
    itself = peak(small, tmp_path / "itself", 0)
    whole, parts = peak(large, tmp_path / "whole", 0) - itself, peak(large, tmp_path / "parts", 8) - itself
    assert parts < 0.8 * whole, (parts, whole)
