"""Files that are sent: written to disk as they come, so that a file may be larger than memory.

Only what is needed of multipart forms: fields before files, the token first.
"""

from __future__ import annotations

import re
import shutil
from itertools import chain, count
from pathlib import Path
from typing import IO, TYPE_CHECKING

import anyio.to_thread
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from vacatur.private import new_file
from vacatur.web.security import CSRF_FIELD, CSRF_HEADER, Keys, Refused
from vacatur.web.wording import _
from vacatur.web.workplace import SourceFile

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_WRITTEN_AT_ONCE = 4 << 20
_LONGEST_FIELD = 4096
_SPARE = 64 << 20
"""Bytes that stay free on the disk."""


async def receive_files(request: Request, folder: Path) -> list[SourceFile]:
    """Write the files of a form into a folder, which is made. When it fails or the sender leaves, none is left.

    Raises:
        Refused: the form is not ours, is no multipart form, or does not fit on the disk.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise Refused(_("This kind of form is not taken here."), 415)
    keys: Keys = request.app.state.keys
    receiver = _Receiver(folder, keys, keys.is_csrf(request.headers.get(CSRF_HEADER)))
    folder.mkdir(mode=0o700, parents=True)
    whole = False
    try:
        _check_room(request, folder)
        await _receive(request, MultipartParser(options[b"boundary"], receiver.callbacks()), receiver)
        whole = True
    except MultipartParseError:
        raise Refused(_("The form could not be read. Send it again."), 400) from None
    except OSError as error:
        raise Refused(_("The file could not be kept: %(reason)s.", reason=error.strerror or "?"), 507) from None
    finally:
        receiver.close()
        if not whole:
            shutil.rmtree(folder, ignore_errors=True)
    return receiver.files


def _check_room(request: Request, folder: Path) -> None:
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) + _SPARE > shutil.disk_usage(folder).free:
        raise Refused(
            _("The disk has no room for a copy of this. Give the path instead: the file is then read where it lies."),
            507,
        )


async def _receive(request: Request, parser: MultipartParser, receiver: _Receiver) -> None:
    """Parse as it comes; write in large pieces, in a thread, so that other pages answer meanwhile."""
    waiting = bytearray()
    try:
        async for piece in request.stream():
            waiting += piece
            if len(waiting) >= _WRITTEN_AT_ONCE:
                await anyio.to_thread.run_sync(parser.write, bytes(waiting))
                waiting.clear()
    except ClientDisconnect:
        raise Refused(_("The sending was stopped."), 400) from None
    await anyio.to_thread.run_sync(parser.write, bytes(waiting))
    await anyio.to_thread.run_sync(parser.finalize)
    if not receiver.ended:
        raise Refused(_("The sending was stopped."), 400)


class _Receiver:
    """What the parser calls: a part begins, its headers, its bytes, its end."""

    def __init__(self, folder: Path, keys: Keys, trusted: bool) -> None:
        self.folder = folder
        self.keys = keys
        self.trusted = trusted
        self.files: list[SourceFile] = []
        self.ended = False
        self._header = self._value = self._text = b""
        self._disposition: dict[bytes, bytes] = {}
        self._path = folder
        self._stream: IO[bytes] | None = None

    def callbacks(self) -> MultipartCallbacks:
        """Each under the name that the parser knows."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._on_header_field,
            "on_header_value": self._on_header_value,
            "on_header_end": self._on_header_end,
            "on_headers_finished": self._on_headers,
            "on_part_data": self._on_data,
            "on_part_end": self._on_part_end,
            "on_end": self._on_end,
        }

    def _begin(self) -> None:
        self._header = self._value = self._text = b""
        self._disposition = {}

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = parse_options_header(self._value)[1]
        self._header = self._value = b""

    def _on_headers(self) -> None:
        """A part with a file name is a file: nothing of it is written before the token was seen."""
        sent = self._disposition.get(b"filename")
        if not sent:
            return
        if not self.trusted:
            raise Refused(_("This form is older than the server, or not its own. Open the page again."), 403)
        self._path = _free_path(self.folder, _own_name(sent))
        self._stream = new_file(self._path)

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        if self._stream is not None:
            self._stream.write(data[start:end])
        elif len(self._text) < _LONGEST_FIELD:
            self._text += data[start:end]

    def _on_part_end(self) -> None:
        if self._stream is not None:
            self.close()
            self.files.append(SourceFile.at(self._path, uploaded=True))
        elif self._disposition.get(b"name") == CSRF_FIELD.encode():
            self.trusted = self.keys.is_csrf(self._text.decode("latin-1"))

    def _on_end(self) -> None:
        self.ended = True

    def close(self) -> None:
        """Close the file that is being written, if any."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None


def _own_name(sent: bytes) -> str:
    """The last part of the name under which a file was sent, without what has a meaning to a file system."""
    name = re.split(r"[/\\]", sent.decode("utf-8", "replace"))[-1]
    name = re.sub(r'[\x00-\x1f\x7f<>:"|?*]', "_", name).strip(" .")
    return name[-100:] or "file"


def _free_path(folder: Path, name: str) -> Path:
    """The name in the folder; with a number when two files were sent under it."""
    stem, dot, kind = name.rpartition(".")
    names = (f"{stem or kind} ({number}){dot if stem else ''}{kind if stem else ''}" for number in count(2))
    return next(folder / each for each in chain([name], names) if not (folder / each).exists())
