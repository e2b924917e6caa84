"""A run in parts that was killed goes on where it was, and writes what a run writes that was never stopped."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

import vacatur
from tests.cli.conftest import contents
from tests.cli.rows import COUNTY
from tests.scale.test_parts import SMALL, county, differing, run
from vacatur.errors import SourceError, UsageError, VacaturError
from vacatur.scale import large
from vacatur.scale.state import State, folder_of

ROOT = Path(__file__).parents[2]

Killed = Callable[[Path, Path, str, int], None]
"""Run in a process of its own, which kills itself at the so many-th time that it comes to a place."""


@pytest.fixture(scope="module")
def killed_at() -> Iterator[Killed]:
    command = [sys.executable, "-m", "tests.scale.killed"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as forking:
        assert forking.stdin and forking.stdout

        def killed_at(path: Path, out: Path, place: str, times: int) -> None:
            asked = {"path": str(path), "out": str(out), "place": place, "times": times}
            asked |= {"plan": [SMALL.parts, SMALL.window, SMALL.ranges], "county": COUNTY}
            print(json.dumps(asked), file=forking.stdin, flush=True)
            status = int(forking.stdout.readline())
            assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL

        yield killed_at


def beside(out: Path) -> list[str]:
    """What lies hidden beside a results folder."""
    return sorted(path.name for path in out.parent.iterdir() if path.name.startswith("."))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return county(tmp_path_factory.mktemp("small") / "county.dat", 8, people=60, faults=0.05)


@pytest.fixture(scope="module")
def whole(small: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return run([small], tmp_path_factory.mktemp("whole") / "results", None)


@pytest.fixture(scope="module")
def left(killed_at: Killed, small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run leaves that is killed when it begins its third part: two are decided at a time, so one is finished."""
    out = tmp_path_factory.mktemp("left") / "results"
    killed_at(small, out, "part", 2)
    return folder_of(out)


@pytest.fixture
def out(left: Path, tmp_path: Path) -> Path:
    """Where the results of that run were to go, with what it left beside."""
    shutil.copytree(left, folder_of(tmp_path / "results"))
    return tmp_path / "results"


@pytest.mark.parametrize(("place", "times"), [("piece", 2), ("output", 0), ("rename", 0)])
def test_a_killed_run_is_resumed_to_the_same_bytes(
    killed_at: Killed, small: Path, whole: dict[str, bytes], tmp_path: Path, place: str, times: int
) -> None:
    out = tmp_path / "results"
    killed_at(small, out, place, times)
    assert not out.exists()
    assert differing(run([small], out, SMALL, resume=True), whole) == []
    assert beside(out) == []


def test_what_is_finished_is_not_done_again(
    small: Path, whole: dict[str, bytes], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished = {int(path.stem.removeprefix("part-")) for path in folder_of(out).glob("part-*.json")}
    done: set[int] = set()
    real = large.decide_part

    def counted(parted: object, part: int, *more: object) -> object:
        done.add(part)
        return real(parted, part, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(large, "decide_part", counted)
    monkeypatch.setattr(large, "part_delivery", None)
    assert differing(run([small], out, SMALL, resume=True), whole) == []
    assert finished and done == {*range(SMALL.parts)} - finished


def test_what_a_killed_run_left_is_its_owners_alone_and_goes_at_the_next_start(
    killed_at: Killed, small: Path, tmp_path: Path
) -> None:
    out = tmp_path / "results"
    killed_at(small, out, "output", 0)
    state = folder_of(out)
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in state.iterdir()} == {0o600}
    assert len(beside(out)) == 2
    run([small], out, SMALL)
    assert beside(out) == []


def test_what_lies_beside_results_that_stand_goes_at_the_next_start(
    killed_at: Killed, small: Path, tmp_path: Path
) -> None:
    out = tmp_path / "results"
    killed_at(small, out, "clearing", 0)
    assert beside(out) == [folder_of(out).name]
    with pytest.raises(UsageError, match="exists already"):
        run([small], out, SMALL, resume=True)
    assert beside(out) == []


def test_a_small_run_removes_what_a_large_one_left(small: Path, out: Path) -> None:
    run([small], out, None)
    assert beside(out) == []


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"packs": ["ca-sf-2019"]}, "policies"),
        ({"settings": {"minimum_age": 55}}, "settings"),
        ({"county": None}, "county"),
    ],
)
def test_another_request_does_not_take_it_up(small: Path, out: Path, asked: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        run([small], out, SMALL, resume=True, **asked)
    assert beside(out) == [folder_of(out).name]


def test_a_changed_file_is_not_taken_up(small: Path, out: Path, tmp_path: Path) -> None:
    path = tmp_path / "county.dat"
    data = small.read_bytes()
    path.write_bytes(data[:-100] + data[-100:].replace(b"1", b"2"))
    with pytest.raises(UsageError, match="was changed since"):
        run([path], out, SMALL, resume=True)
    path.write_bytes(data + data[-500:])
    with pytest.raises(UsageError, match="files are not those"):
        run([path], out, SMALL, resume=True)
    assert beside(out) == [folder_of(out).name]


def test_two_runs_do_not_write_the_same_results(small: Path, out: Path) -> None:
    owner = {"process": os.getppid(), "began": psutil.Process(os.getppid()).create_time()}
    (folder_of(out) / "owner.json").write_text(json.dumps(owner))
    with pytest.raises(UsageError, match="Another run is writing"):
        run([small], out, SMALL)


def test_a_full_disk_leaves_what_was_finished(
    small: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "results"
    real = State.write

    def full(self: State, name: str, content: dict[str, object]) -> None:
        if name == "part-00001.json":
            raise OSError(28, "No space left on device")
        real(self, name, content)

    with monkeypatch.context() as patch, pytest.raises(VacaturError, match=r"No space left.*--resume"):
        patch.setattr(State, "write", full)
        run([small], out, SMALL)
    assert not out.exists()
    assert differing(run([small], out, SMALL, resume=True), whole) == []


def test_a_stopped_or_refused_run_leaves_nothing(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "results"
    with pytest.raises(UsageError, match="No row of the file is of the county"):
        run([small], out, SMALL, county="NOWHERE")
    assert beside(out) == []

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(large, "decide_part", stopped)
    with pytest.raises(KeyboardInterrupt):
        run([small], out, SMALL)
    assert beside(out) == [] and not out.exists()


def test_a_file_that_is_changed_while_it_is_read_is_refused(small: Path, tmp_path: Path) -> None:
    path, out = tmp_path / "county.dat", tmp_path / "results"
    path.write_bytes(small.read_bytes())

    def truncate(progress: vacatur.Progress) -> None:
        if progress.stage == "deciding":
            os.truncate(path, 50_000)

    with pytest.raises(SourceError, match="was changed while it was read"):
        run([path], out, SMALL, progress=truncate)
    assert beside(out) == [] and not out.exists()
    assert contents(tmp_path).keys() == {"county.dat"}
