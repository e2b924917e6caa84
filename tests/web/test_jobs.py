"""Jobs are processes of their own: followed, cancelled whole, found again by a server that starts anew."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import psutil
import pytest

import vacatur
from tests.cli.conftest import contents
from tests.web.conftest import Caller, opened
from vacatur.web import jobs as module
from vacatur.web.jobs import Jobs, State
from vacatur.web.workplace import read_json, write_json

ROOT = Path(__file__).parents[2]


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Jobs:
    """Jobs whose worker is `slow_worker`."""
    monkeypatch.setattr(module, "WORKER", "tests.web.slow_worker")
    monkeypatch.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)
    return Jobs()


def wait(jobs: Jobs, folder: Path, until: Callable[[State], bool], seconds: float = 30) -> State:
    """The state of a job, once it is so."""
    limit = time.monotonic() + seconds
    while not until(state := jobs.state(folder)):
        assert time.monotonic() < limit, state
        time.sleep(0.02)
    return state


def begun(state: State) -> bool:
    return state.rows > 0


def process_of(folder: Path) -> psutil.Process:
    return psutil.Process(read_json(folder / "process.json")["pid"])


def test_a_job_says_how_far_it_is_and_how_it_ended(jobs: Jobs, tmp_path: Path) -> None:
    folder = tmp_path / "job"
    assert jobs.state(folder).state == "none"
    jobs.start(folder, "slow", {"seconds": 1.5})
    assert jobs.state(folder).running
    midway = wait(jobs, folder, lambda state: state.done > 300)
    assert (midway.stage, midway.total, midway.rows) == ("reading", 1000, midway.done * 100)
    assert midway.left is not None and 0 < midway.left < 60
    assert midway.seconds > 0
    ended = wait(jobs, folder, lambda state: not state.running)
    assert ended.state == "done"
    assert set(ended.past) == {"reading", "writing"} and ended.past["reading"] >= 1
    assert (folder / "results" / "half").exists()


def test_cancel_stops_the_process_and_leaves_nothing(jobs: Jobs, tmp_path: Path) -> None:
    folder = tmp_path / "job"
    jobs.start(folder, "slow", {"seconds": 60})
    wait(jobs, folder, begun)
    process = process_of(folder)
    assert list(folder.glob(".*.part"))
    jobs.cancel(folder)
    assert not process.is_running()
    assert jobs.state(folder).state == "cancelled"
    assert not list(folder.glob(".*")) and not (folder / "results").exists()


def test_a_process_that_does_not_listen_is_ended(jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.3)
    folder = tmp_path / "job"
    jobs.start(folder, "stubborn", {"seconds": 60})
    wait(jobs, folder, begun)
    process = process_of(folder)
    jobs.cancel(folder)
    assert not process.is_running()
    assert jobs.state(folder).state == "cancelled"
    assert not list(folder.glob(".*")) and not (folder / "results").exists()


def test_a_cancelled_job_can_be_started_again(jobs: Jobs, tmp_path: Path) -> None:
    folder = tmp_path / "job"
    jobs.start(folder, "slow", {"seconds": 0.2})
    jobs.cancel(folder)
    jobs.again(folder)
    assert wait(jobs, folder, lambda state: not state.running).state == "done"


def test_a_finished_job_stays_finished(jobs: Jobs, tmp_path: Path) -> None:
    folder = tmp_path / "job"
    jobs.start(folder, "slow", {"seconds": 0})
    wait(jobs, folder, lambda state: state.state == "done")
    jobs.cancel(folder)
    assert jobs.state(folder).state == "done"
    assert (folder / "results").exists()


def test_two_jobs_go_on_at_once_and_one_is_cancelled_alone(jobs: Jobs, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    jobs.start(first, "slow", {"seconds": 60})
    jobs.start(second, "slow", {"seconds": 1})
    wait(jobs, first, begun)
    wait(jobs, second, lambda state: begun(state) or not state.running)
    jobs.cancel(first)
    assert wait(jobs, second, lambda state: not state.running).state == "done"
    assert jobs.state(first).state == "cancelled"


def test_a_job_is_not_begun_twice(jobs: Jobs, tmp_path: Path) -> None:
    folder = tmp_path / "job"
    jobs.start(folder, "slow", {"seconds": 60})
    first = process_of(folder).pid
    jobs.start(folder, "slow", {"seconds": 60})
    assert process_of(folder).pid == first
    jobs.cancel(folder)


def test_a_server_that_starts_anew_finds_a_job_that_goes_on(jobs: Jobs, tmp_path: Path) -> None:
    """And can cancel it, though the process is not its own."""
    folder = tmp_path / "job"
    jobs.start(folder, "slow", {"seconds": 60})
    wait(jobs, folder, begun)
    anew = Jobs()
    assert anew.state(folder).running
    anew.cancel(folder)
    assert anew.state(folder).state == "cancelled"
    assert not list(folder.glob(".*"))


def test_a_job_outlives_the_server(jobs: Jobs, tmp_path: Path) -> None:
    """The server's process ends, as with Ctrl-C or a closed terminal; the job ends by itself."""
    folder = tmp_path / "job"
    program = f"""
import os, signal
from pathlib import Path
from vacatur.web import jobs
jobs.WORKER = "tests.web.slow_worker"
jobs.Jobs().start(Path({str(folder)!r}), "slow", {{"seconds": 1}})
os.killpg(os.getpgid(0), signal.SIGINT)
"""
    subprocess.run([sys.executable, "-c", program], check=False, timeout=60, start_new_session=True)
    assert jobs.state(folder).running
    assert wait(jobs, folder, lambda state: not state.running).state == "done"


def test_a_process_that_is_gone_was_interrupted_and_can_be_started_again(jobs: Jobs, tmp_path: Path) -> None:
    folder = tmp_path / "job"
    jobs.start(folder, "slow", {"seconds": 60})
    wait(jobs, folder, begun)
    os.kill(process_of(folder).pid, signal.SIGKILL)
    state = wait(jobs, folder, lambda state: not state.running)
    assert (state.state, state.stage) == ("interrupted", "reading")
    job = read_json(folder / "job.json")
    write_json(folder / "job.json", {**job, "request": {"seconds": 0}})
    jobs.again(folder)
    assert wait(jobs, folder, lambda state: not state.running).state == "done"
    assert not list(folder.glob(".*"))


def test_the_number_of_another_process_is_not_taken_for_ours(jobs: Jobs, tmp_path: Path) -> None:
    """Numbers are used again: a stranger's process must not be cancelled in the place of a job that is gone."""
    folder = tmp_path / "job"
    jobs.start(folder, "slow", {"seconds": 0.1})
    wait(jobs, folder, lambda state: not state.running)
    (folder / "ended.json").unlink()
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    (folder / "process.json").write_text(f'{{"pid": {stranger.pid}, "began": 0}}', encoding="utf-8")
    anew = Jobs()
    assert anew.state(folder).state == "interrupted"
    anew.cancel(folder)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_what_went_wrong_is_a_sentence_without_a_name(jobs: Jobs, tmp_path: Path) -> None:
    folder = tmp_path / "job"
    jobs.start(folder, "faulty", {})
    state = wait(jobs, folder, lambda state: not state.running)
    assert state.state == "failed"
    assert "ValueError" in state.sentences[0] and "QUILLFEATHER" not in state.sentences[0]
    assert "command" not in state.sentences[0], "who reads it typed none"


def test_what_was_to_be_replaced_is_put_back(tmp_path: Path) -> None:
    """A process may be ended between the two renames with which results are replaced."""
    (tmp_path / ".results-x7.before").mkdir()
    (tmp_path / ".results-x7.before" / "old").write_text("old", encoding="utf-8")
    (tmp_path / ".results-x7.part").mkdir()
    module.tidy(tmp_path)
    assert contents(tmp_path) == {"results/old": b"old"}


def asked(county: Path) -> dict[str, object]:
    """A run as the policy page asks for it."""
    pack = "ca-la-2020-pilot"
    return {
        "county": "LOS ANGELES", "as_of": "2020-07-01", "pack": pack, f"{pack}.set": "1",
        f"{pack}.minimum_age": "55", f"{pack}.years_without_conviction": "10",
    }  # fmt: skip


def begin(caller: Caller, county: Path) -> str:
    """A delivery looked at, and a run on it begun; its page."""
    page = caller.form("/files/paths", {"paths": str(county)}).headers["location"]
    caller.wait_for(page, "What is wrong")
    sent = caller.form(page.replace("files", "policy") + "/run", asked(county))
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"])


def test_a_run_of_the_pages_is_the_run_of_the_library(caller: Caller, county: Path, tmp_path: Path) -> None:
    """To the byte; a server that starts anew finds it; and it is deleted once that was confirmed."""
    page = begin(caller, county)
    anew = opened(tmp_path / "data")
    assert "LOS ANGELES" in anew.get("/runs").text
    anew.wait_for(page, "They reconcile.")

    out = tmp_path / "library"
    settings = {"minimum_age": 55}
    vacatur.run([county], "LOS ANGELES", ["ca-la-2020-pilot"], as_of=date(2020, 7, 1), out=out, settings=settings)
    ours, theirs = contents(tmp_path / "data" / page.strip("/") / "results"), contents(out)
    assert set(ours) == set(theirs)
    assert {name for name in ours if ours[name] != theirs[name]} <= {"timing.json"}

    assert "Delete this run" in anew.form(f"{page}/forget").text
    assert anew.get(page).status_code == 200
    assert anew.form(f"{page}/forget", {"sure": "yes"}).headers["location"] == "/runs"
    assert anew.get(page).status_code == 404
    assert list((tmp_path / "data" / "runs").iterdir()) == []
    assert county.exists()


@pytest.mark.parametrize("path", ["/runs/1", "/runs/%2e%2e", "/runs/²", "/runs/1/part", "/files/7", "/policy/7"])
def test_what_is_not_in_the_data_folder_is_not_there(caller: Caller, path: str) -> None:
    assert caller.get(path).status_code == 404


def test_a_job_is_never_taken_for_interrupted_while_it_begins(jobs: Jobs, tmp_path: Path) -> None:
    """A process that has just begun has no command line for a moment."""
    for number in range(12):
        folder = tmp_path / str(number)
        jobs.start(folder, "slow", {"seconds": 60})
        assert [jobs.state(folder).state for _ in range(20)] == ["running"] * 20
        jobs.cancel(folder)
