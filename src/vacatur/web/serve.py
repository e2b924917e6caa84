"""The server: on this machine's own address alone, with a token that only its owner sees."""

from __future__ import annotations

import os
import secrets
import socket
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from vacatur.errors import UsageError
from vacatur.private import new_file
from vacatur.web.adopted import adopt
from vacatur.web.app import create_app
from vacatur.web.log import scrub
from vacatur.web.pages.files import bring_in
from vacatur.web.security import Keys

LOOPBACK = "127.0.0.1"


def serve(
    data: Path,
    files: Sequence[Path] = (),
    *,
    results: Sequence[Path] = (),
    port: int = 0,
    browser: bool = True,
    say: Callable[[str], None] = print,
) -> None:
    """Serve the pages until Ctrl-C.

    Args:
        data: the data folder.
        files: a delivery to begin with; one that was brought in before is not brought in again.
        results: folders that `vacatur run` or `vacatur rapsheet` wrote, to be looked at.
        port: 0 for any that is free.
        browser: whether to open it.
        say: told the start-up address.

    Raises:
        UsageError: the port is taken, or a file cannot be read.
    """
    scrub()
    token = secrets.token_urlsafe(32)
    with _listening(port) as listener:
        keys = Keys(token, listener.getsockname()[1])
        app = create_app(data, token, port=keys.port)
        if files:
            bring_in(app, files)
        for folder in results:
            adopt(app, folder)
        say(keys.address)
        with _doorway(data, keys) as page:
            if browser:
                webbrowser.open(page.as_uri())
            settings = uvicorn.Config(
                app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=2
            )
            uvicorn.Server(settings).run(sockets=[listener])


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere it would let two servers have one port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one that has just stopped hinders nobody
    try:
        listener.bind((LOOPBACK, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise UsageError(f"Port {port} cannot be used: {error.strerror}. Name another, or none.") from None
    return listener


@contextmanager
def _doorway(data: Path, keys: Keys) -> Iterator[Path]:
    """A page that leads the browser in, readable by the owner alone. The address itself would stand in the browser's
    command line, which everybody on the machine can read.
    """
    page = data.absolute() / "open.html"
    page.unlink(missing_ok=True)
    text = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Vacatur</title>'
        f'<meta http-equiv="refresh" content="0; url={keys.address}"><p><a href="{keys.address}">Vacatur</a></p>'
    )
    with new_file(page) as stream:
        stream.write(text.encode())
    try:
        yield page
    finally:
        page.unlink(missing_ok=True)
