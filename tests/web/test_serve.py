"""`vacatur serve`: on this machine alone, for the browser that it opens, until Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import psutil
import pytest

from tests.cli.conftest import typed
from vacatur.web import serve as module
from vacatur.web.security import Keys

NO_WAY_OUT = """
import socket, sys
def refuse(*_): raise SystemExit("a connection was opened")
socket.socket.connect = refuse
socket.create_connection = refuse
from vacatur.cli import main
main()
"""


@pytest.fixture
def served(tmp_path: Path, county: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in a process of its own, which cannot open a connection, and its start-up address."""
    command = [sys.executable, "-c", NO_WAY_OUT, "serve", str(county), "--data", str(tmp_path / "data"), "--no-browser"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout
    address = re.search(r"http://\S+", process.stdout.readline())
    assert address
    yield process, address[0]
    process.kill()
    process.wait()


def test_it_listens_on_the_loopback_address_and_nowhere_else(
    served: tuple[subprocess.Popen[str], str], tmp_path: Path
) -> None:
    """And has brought in the delivery that was named, lets in who has the address, and stops with Ctrl-C."""
    process, address = served
    root = address.partition("/enter")[0]
    with httpx2.Client(timeout=30) as browser:
        transport = httpx2.HTTPTransport(retries=20)
        with httpx2.Client(transport=transport, timeout=30) as patient:
            assert patient.get(f"{root}/files").status_code == 403
        assert browser.get(address).status_code == 200
        assert "county.dat" in browser.get(f"{root}/files").text
    listening = [each for each in psutil.Process(process.pid).net_connections() if each.status == "LISTEN"]
    assert [each.laddr.ip for each in listening] == ["127.0.0.1"]
    page = tmp_path / "data" / "open.html"
    assert page.stat().st_mode & 0o777 == 0o600
    assert address in page.read_text(encoding="utf-8")

    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Stopped." in said
    assert not page.exists(), "an address that leads nowhere is not left lying about"


def test_the_browser_is_opened_on_a_page_of_the_owner_not_on_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser's command line can be read by everybody on the machine."""
    opened: list[str] = []
    monkeypatch.setattr(module.webbrowser, "open", opened.append)
    monkeypatch.setattr(module.uvicorn.Server, "run", lambda *_, **__: None)
    said: list[str] = []
    module.serve(tmp_path / "data", say=said.append)
    assert len(opened) == len(said) == 1
    assert opened[0].startswith("file:") and opened[0].endswith("/open.html")
    assert "token" not in opened[0] and "token=" in said[0]


def test_no_two_starts_have_the_same_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.uvicorn.Server, "run", lambda *_, **__: None)
    said: list[str] = []
    for _ in range(2):
        module.serve(tmp_path / "data", browser=False, say=said.append)
    first, second = (address.partition("token=")[2] for address in said)
    assert first != second and min(len(first), len(second)) >= 43


def test_the_cookie_tells_nothing_of_the_token() -> None:
    keys = Keys("token", 1)
    assert len({keys.token, keys.session, keys.csrf}) == 3
    assert Keys("other", 1).session != keys.session


def test_a_port_that_is_taken_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = typed("serve", "--data", tmp_path / "data", "--port", port, "--no-browser")
    assert result.exit_code == 2
    assert f"Port {port} cannot be used" in result.stderr


def test_the_port_of_a_server_that_has_just_stopped_is_free_again(tmp_path: Path) -> None:
    """What a browser left open lingers for a minute; who starts the server again does not wait for it."""
    before = module._listening(0)
    port = before.getsockname()[1]
    with socket.create_connection(("127.0.0.1", port)):
        caller, _address = before.accept()
        caller.close()
        before.close()
        module._listening(port).close()


def test_a_data_folder_that_is_a_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = typed("serve", "--data", tmp_path / "file", "--no-browser")
    assert result.exit_code == 2
    assert "is a file. Name a folder." in result.stderr


def test_a_file_that_is_not_there_is_refused_with_a_sentence(tmp_path: Path) -> None:
    result = typed("serve", tmp_path / "none.dat", "--data", tmp_path / "data", "--no-browser")
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr
