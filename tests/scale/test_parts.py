"""A run in parts writes what a run writes that holds all in memory: the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import vacatur
from tests.cli.conftest import contents
from tests.cli.rows import AS_OF, COUNTY
from vacatur import runs
from vacatur.scale.memory import Plan
from vacatur.synth import write_county

SMALL = Plan(parts=3, window=400, ranges=5)
PACKS = ["ca-la-2020-pilot"]


def run(files: Sequence[Path], out: Path, plan: Plan | None, **options: object) -> dict[str, bytes]:
    """The files of a results folder, of a run in parts or at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "plan_of", lambda *_: plan)
        asked = {"county": COUNTY, "packs": PACKS, "as_of": AS_OF, **options}
        vacatur.run(list(files), out=out, **asked)  # type: ignore[arg-type]
    found = contents(out)
    del found["timing.json"]
    return found


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def county(path: Path, seed: int, people: int = 120, **shape: object) -> Path:
    write_county(path, people=people, seed=seed, **shape)  # type: ignore[arg-type]
    return path


SHAPES = {
    "plain": {"faults": 0.0},
    "many faults": {"faults": 0.5},
    "crlf and latin-1": {"faults": 0.1, "line_end": "\r\n", "encoding": "latin-1"},
    "no header": {"faults": 0.05, "header": False},
    "comma after the last column": {"faults": 0.05, "trailing_comma": "rows"},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_parts_write_the_same_bytes(tmp_path: Path, shape: str) -> None:
    path = county(tmp_path / "county.dat", 3, **SHAPES[shape])
    assert differing(run([path], tmp_path / "parts", SMALL), run([path], tmp_path / "whole", None)) == []


def test_parts_of_several_files_write_the_same_bytes(tmp_path: Path) -> None:
    """A person's rows stand in both, and set-aside rows are of people of the other."""
    lines = county(tmp_path / "county.dat", 4, faults=0.1, header=False).read_bytes().splitlines(keepends=True)
    paths = [tmp_path / "b.dat", tmp_path / "a.dat"]
    for number, path in enumerate(paths):
        path.write_bytes(b"".join(lines[number::2]))
    assert differing(run(paths, tmp_path / "parts", SMALL), run(paths, tmp_path / "whole", None)) == []


@pytest.mark.parametrize("options", [{"county": None}, {"packs": ["ca-sf-2019", "ca-la-2020-announced"]}])
def test_parts_write_the_same_bytes_whatever_is_asked(tmp_path: Path, options: dict[str, object]) -> None:
    path = county(tmp_path / "county.dat", 5, faults=0.05)
    whole = run([path], tmp_path / "whole", None, **options)
    assert differing(run([path], tmp_path / "parts", SMALL, **options), whole) == []


@pytest.fixture(scope="module")
def of_few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return county(tmp_path_factory.mktemp("few") / "county.dat", 6, people=10, faults=0.05)


@pytest.fixture(scope="module")
def whole_of_few(of_few: Path) -> dict[str, bytes]:
    return run([of_few], of_few.parent / "whole", None)


@pytest.mark.parametrize("plan", [Plan(1, 10**6, 1), Plan(12, 10**6, 1), Plan(2, 1, 9)])
def test_however_the_delivery_is_cut(of_few: Path, whole_of_few: dict[str, bytes], tmp_path: Path, plan: Plan) -> None:
    """Also into so many parts that some have nobody."""
    assert differing(run([of_few], tmp_path / "parts", plan), whole_of_few) == []
