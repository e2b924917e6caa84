"""The files that are measured: fabricated counties of about a wanted number of rows, made once and kept in build/."""

from __future__ import annotations

from pathlib import Path

from benchmarks.process import timed, vacatur

COUNTY = "LOS ANGELES"
PEOPLE_TO_GAUGE_BY = 500


def county(folder: Path, rows: int) -> Path:
    """A file of about `rows` rows; how many people that takes is gauged from a small county."""
    path = folder / f"county-{rows}.dat"
    if not path.exists():
        gauge = fabricate(folder / "gauge.dat", PEOPLE_TO_GAUGE_BY)
        fabricate(path, max(1, rows * PEOPLE_TO_GAUGE_BY // lines(gauge)))
    return path


def fabricate(path: Path, people: int) -> Path:
    """Write a county of so many people."""
    timed(vacatur("synth", "--people", str(people), "--county", COUNTY, "--seed", "7", "--out", path, "--replace"))
    return path


def lines(path: Path) -> int:
    """How many lines a file has."""
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
