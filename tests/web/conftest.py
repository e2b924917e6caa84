"""The pages for tests: called directly, and in a real browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.cli.conftest import fabricated
from tests.web.finished import finished as with_a_run
from tests.web.looks import entered
from vacatur.web import jobs, worker
from vacatur.web.app import create_app
from vacatur.web.security import Keys

PORT = 8123
TOKEN = "a-token-of-the-tests"
KEYS = Keys(TOKEN, PORT)
ADDRESS = f"http://127.0.0.1:{PORT}"
PILOT = "ca-la-2020-pilot"
CHOICE = {
    "county": "LOS ANGELES", "as_of": "2020-07-01", "pack": PILOT, f"{PILOT}.set": "1",
    f"{PILOT}.minimum_age": "45", f"{PILOT}.years_without_conviction": "10",
}  # fmt: skip
"""The controls of the policy page, as a browser sends them."""


class Caller(TestClient):
    """A browser that was let in. `form` fills in the token that our forms hold."""

    def form(self, path: str, fields: dict[str, Any] | None = None, **options: Any) -> Any:
        """The answer to a form; redirects are not followed."""
        options.setdefault("follow_redirects", False)
        return self.post(path, data={"csrf": KEYS.csrf, **(fields or {})}, **options)

    def wait_for(self, path: str, text: str, seconds: float = 60) -> str:
        """The page, once it holds the text."""
        until = time.monotonic() + seconds
        while text not in (page := self.get(path).text):
            assert time.monotonic() < until, f"{path} never said {text!r}:\n{page[-3000:]}"
            time.sleep(0.05)
        return page


def opened(data: Path) -> Caller:
    """A browser that was let in to the pages on a data folder."""
    caller = Caller(create_app(data, TOKEN, port=PORT), base_url=ADDRESS)
    assert caller.get("/enter", params={"token": TOKEN}).status_code == 200
    return caller


@pytest.fixture
def caller(tmp_path: Path) -> Caller:
    """A browser that was let in, on an empty data folder."""
    return opened(tmp_path / "data")


@pytest.fixture
def stranger(tmp_path: Path) -> TestClient:
    """Somebody who knows the port and nothing else."""
    return TestClient(create_app(tmp_path / "data", TOKEN, port=PORT), base_url=ADDRESS)


class AtOnce:
    """Stands in for `subprocess` where jobs are begun: a job is done here, before its beginning returns."""

    DEVNULL = subprocess.DEVNULL

    class Popen:
        """A process that has come to its end."""

        def __init__(self, words: list[str], **options: Any) -> None:
            """Do what the worker does."""
            assert words[1:3] == ["-m", jobs.WORKER]
            self.pid = os.getpid()
            worker.work(Path(words[3]))

        def poll(self) -> int:
            """It ended well, as every worker that says how its job ended."""
            return 0


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs need no process of their own: for pages of which it does not matter who did the job."""
    monkeypatch.setattr(jobs, "subprocess", AtOnce)


class Server:
    """The pages, served on a free port from a thread.

    Attributes:
        keys: `keys.address` lets a browser in.
    """

    def __init__(self, data: Path) -> None:
        """Start it."""
        import socket

        import uvicorn

        listener = socket.create_server(("127.0.0.1", 0))
        self.data = data
        self.keys = Keys(TOKEN, listener.getsockname()[1])
        self.root = f"http://127.0.0.1:{self.keys.port}"
        app = create_app(data, TOKEN, port=self.keys.port)
        self._server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listener]}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop it, as Ctrl-C does."""
        self._server.should_exit = True
        self._thread.join(20)


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory, county: Path) -> Path:
    """A data folder to look at: delivery 1 looked at, its facts of 2020-07-01 computed, run 1 done (the pilot's pack).

    For tests that only read. One that writes takes `copied`.
    """
    data = tmp_path_factory.mktemp("finished") / "data"
    caller = opened(data)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(jobs, "subprocess", AtOnce)
        caller.form("/files/paths", {"paths": str(county)})
        assert "What is wrong" in caller.get("/files/1").text
        assert caller.form("/policy/1/run", CHOICE).headers["location"] == "/runs/1"
        assert "They reconcile." in caller.get("/runs/1").text
        assert "data-summary" in caller.get(caller.form("/policy/1/count", CHOICE).headers["location"]).text
    return data


@pytest.fixture
def copied(finished: Path, tmp_path: Path) -> Path:
    """The same, in a copy of the test's own."""
    return Path(shutil.copytree(finished, tmp_path / "copied"))


@pytest.fixture
def visitor(finished: Path) -> Caller:
    """A browser that was let in to `finished`."""
    return opened(finished)


@pytest.fixture(scope="session")
def finished_server(finished: Path) -> Iterator[Server]:
    """The pages on `finished`, for a browser."""
    running = Server(finished)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def five_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a run on five people (`tests.web.finished`). For tests that only read."""
    data = tmp_path_factory.mktemp("five") / "data"
    with_a_run(data)
    return data


@pytest.fixture
def five_copied(five_people: Path, tmp_path: Path) -> Path:
    """The same, in a copy of the test's own."""
    return Path(shutil.copytree(five_people, tmp_path / "five"))


@pytest.fixture(scope="session")
def five(five_people: Path) -> Caller:
    """A browser that was let in to `five_people`."""
    return opened(five_people)


@pytest.fixture
def five_server(five_copied: Path) -> Iterator[Server]:
    """The pages on `five_copied`, for a browser."""
    running = Server(five_copied)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def three_hundred(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a run on 300 people, with every kind of fault. For tests that only read."""
    folder = tmp_path_factory.mktemp("three_hundred")
    with_a_run(folder / "data", fabricated(folder / "county.dat", 300, faults=0.03))
    return folder / "data"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The pages on an empty data folder."""
    running = Server(tmp_path / "data")
    yield running
    running.stop()


@pytest.fixture
def page(browser: Any, server: Server) -> Iterator[Any]:
    """A page of a real browser, let in on an empty data folder (`looks.entered`)."""
    with entered(browser, server) as opened_page:
        yield opened_page


@pytest.fixture
def page_on_five(browser: Any, five_server: Server) -> Iterator[Any]:
    """A page of a real browser, let in on a run on five people; it is on no page yet."""
    with entered(browser, five_server, before=True) as opened_page:
        yield opened_page
