"""The pages for tests: called directly, and in a real browser."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

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

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"


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
    caller.form("/files/paths", {"paths": str(county)})
    caller.wait_for("/files/1", "What is wrong")
    assert caller.form("/policy/1/run", CHOICE).headers["location"] == "/runs/1"
    caller.wait_for(caller.form("/policy/1/count", CHOICE).headers["location"], "data-summary")
    caller.wait_for("/runs/1", "They reconcile.")
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


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The pages on an empty data folder."""
    running = Server(tmp_path / "data")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's chromium. Without one the tests of pages are skipped, unless VACATUR_BROWSER=required."""
    if not Path(CHROMIUM).exists():
        if os.environ.get("VACATUR_BROWSER") == "required":
            pytest.fail("VACATUR_BROWSER=required, and there is no chromium. Install it: apt-get install chromium")
        pytest.skip("NO BROWSER: the pages were NOT tried in a real one. Install it: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, server: Server) -> Iterator[Any]:
    """A page of that browser, let in. It fails when anything but the server is asked for."""
    context = browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    opened_page = context.new_page()
    errors: list[str] = []
    opened_page.on("pageerror", lambda error: errors.append(str(error)))
    opened_page.on("console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None)
    opened_page.goto(server.keys.address)
    opened_page.wait_for_url("**/files")
    yield opened_page
    context.close()
    strange = [url for url in asked if not url.startswith((server.root, "data:", "blob:"))]
    assert strange == [], "something was asked for from elsewhere"
    assert errors == []
