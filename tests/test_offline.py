"""The tests, and all that they start, reach nothing but the loopback address: this is what watches over it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.offline.sitecustomize import NOTES, Connected, is_here

ELSEWHERE = ("192.0.2.1", 9)
"""An address that documentation alone uses."""


def noted() -> str:
    """What was noted, which is then forgotten."""
    path = Path(os.environ[NOTES])
    text = path.read_text(encoding="utf-8")
    path.write_text("", encoding="utf-8")
    return text


@pytest.mark.parametrize("reach", [
    lambda: socket.create_connection(ELSEWHERE, timeout=1),
    lambda: socket.socket().connect(ELSEWHERE),
    lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"", ELSEWHERE),
    lambda: socket.getaddrinfo("example.org", 443),
    lambda: socket.gethostbyname("example.org"),
    lambda: socket.socket().bind(("0.0.0.0", 0)),
    lambda: socket.socket().bind(("", 0)),
])  # fmt: skip
def test_a_connection_elsewhere_is_refused_and_noted(reach: object) -> None:
    with pytest.raises(Connected):
        reach()  # type: ignore[operator]
    assert noted().count("\n") == 1


def test_one_that_is_swallowed_in_a_process_of_its_own_is_noted() -> None:
    program = f"import contextlib, socket\nwith contextlib.suppress(Exception): socket.socket().connect({ELSEWHERE})"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
    assert noted() == f"socket.connect {ELSEWHERE[0]}\n"


def test_the_loopback_address_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
    assert noted() == ""


@pytest.mark.parametrize(("host", "here"), [
    ("127.0.0.1", True), ("127.8.0.1", True), ("::1", True), ("localhost", True), (b"localhost", True), (None, True),
    ("10.0.0.1", False), ("0.0.0.0", False), ("::", False), ("localhost.example.org", False), ("169.254.1.1", False),
])  # fmt: skip
def test_what_is_this_machine(host: str | bytes | None, here: bool) -> None:
    assert is_here(host) == here
