"""What a delivered file is packed in: nothing, gzip, Zstandard, a zip archive or Parquet; and its text as a stream.

Nothing is unpacked on disk: who reads the text again unpacks it again.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import IO, TYPE_CHECKING, Any, Literal, cast

from vacatur.errors import SourceError, because
from vacatur.sources.doj.archives import DAMAGED, damaged_archive, data_files
from vacatur.sources.doj.kinds import check_is_file
from vacatur.sources.doj.parquet import ParquetText
from vacatur.sources.doj.unpacked import Unpacked

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Kind = Literal["plain", "gzip", "zstd", "zip", "parquet"]

MOST_TIMES = 400
"""A file that unpacks to more than so many times its size is no file of the state but made to fill a disk or memory."""

_ALWAYS_UNPACKED = 64 << 20
"""Bytes that are unpacked of anything: what is small and blank packs well."""

_WIDEST_WINDOW = 1 << 27
"""Bytes of what came before that a Zstandard file may refer to: what unpacking it takes in memory."""

_PACKED_AT_ONCE = 2048
"""Bytes of a Zstandard file that are unpacked at a time: of none come more than 32,768 times as many."""

_BEGINNINGS: dict[bytes, Kind] = {
    b"\x1f\x8b": "gzip",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"PAR1": "parquet",
}
_SAMPLE = 8 << 20
"""Bytes of a packed file's text by which it is told how well it packs."""

_DAMAGED = (
    OSError,
    EOFError,
    zlib.error,
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True)
class Packing:
    """How a file is packed.

    Attributes:
        member: the file in a zip archive; empty in the others.
        size: bytes of it as packed.
        among: how many such files the archive has.
    """

    kind: Kind
    member: str
    size: int
    among: int = 1


PLAIN: Packing = Packing("plain", "", 0)
"""A file that is text as it stands."""


def packings(path: Path) -> list[Packing]:
    """How a file is packed, by what it begins with; of a zip archive a packing for each file of data in it, by name.

    Raises:
        SourceError: it cannot be read, or is an archive of something else.
    """
    try:
        check_is_file(path)
        with path.open("rb") as stream:
            beginning = stream.read(4)
        kinds = (kind for magic, kind in _BEGINNINGS.items() if beginning.startswith(magic))
        kind: Kind = next(kinds, "plain")
        if kind == "zip":
            found = data_files(path)
            return [Packing("zip", entry.filename, entry.compress_size, len(found)) for entry in found]
        return [PLAIN if kind == "plain" else Packing(kind, "", path.stat().st_size)]
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {because(error)}.") from error


@contextmanager
def text_of(path: Path, packing: Packing) -> Iterator[IO[bytes]]:
    """The text of a file from its beginning, to be read onward only.

    Raises:
        SourceError: while it is read: it is damaged, or unpacks to too much.
        OSError: it cannot be read.
    """
    if packing.kind == "plain":
        with path.open("rb") as stream:
            yield stream
        return
    with path.open("rb") as raw, _unpacked(raw, path, packing) as inner:
        yield io.BufferedReader(_Guarded(inner, path, packing), 1 << 20)


def _unpacked(raw: IO[bytes], path: Path, packing: Packing) -> IO[bytes]:
    if packing.kind == "gzip":
        return cast(IO[bytes], gzip.GzipFile(fileobj=raw))
    if packing.kind == "zstd":
        return cast(IO[bytes], _ZstandardText(raw, _zstandard(path)))
    if packing.kind == "zip":
        try:
            return zipfile.ZipFile(raw).open(packing.member)
        except (*DAMAGED, KeyError):
            raise damaged_archive(path) from None
    return cast(IO[bytes], ParquetText(path))


def _zstandard(path: Path) -> ModuleType:
    """The library, when a file is packed so.

    Raises:
        SourceError: it is not installed.
    """
    try:
        return import_module("zstandard")
    except ImportError:
        raise SourceError(f"{path} is packed with Zstandard: install zstandard, or unpack it first.") from None


def _is_damage(error: BaseException) -> bool:
    """Whether what is packed is to blame, and not the system, which refuses to read it."""
    if isinstance(error, OSError) and error.errno:
        return False
    return isinstance(error, _DAMAGED) or type(error).__name__ == "ZstdError"


class _Guarded(io.RawIOBase):
    """Text as it is unpacked: damage is said in a sentence, and there is an end to what comes of a small file."""

    def __init__(self, inner: IO[bytes], path: Path, packing: Packing) -> None:
        super().__init__()
        self._inner, self._path, self._packing = inner, path, packing
        self._most = max(_ALWAYS_UNPACKED // packing.among, MOST_TIMES * packing.size)
        self._unpacked = 0

    def readable(self) -> bool:
        """True: it is there to be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Some more of it; 0 at the end."""
        view = memoryview(buffer).cast("B")
        try:
            data = self._inner.read(len(view))
        except Exception as error:
            if not _is_damage(error):
                raise
            raise SourceError(
                f"{self._path} is damaged: it cannot be unpacked to its end. Have it sent again."
            ) from None
        self._unpacked += len(data)
        if self._unpacked > self._most:
            raise SourceError(
                f"{self._path} unpacks to more than {MOST_TIMES} times its size. No delivery does; it is not read on."
            )
        view[: len(data)] = data
        return len(data)


class _ZstandardText(Unpacked):
    """The text of a Zstandard file. The library's own stream takes one that was cut short for one that ends there.

    Raises:
        EOFError: when it is read: it was cut short.
    """

    def __init__(self, raw: IO[bytes], library: ModuleType) -> None:
        super().__init__()
        self._raw = raw
        self._library = library.ZstdDecompressor(max_window_size=_WIDEST_WINDOW)
        self._frame: Any = None

    def _more(self) -> bool:
        packed = b""
        if self._frame and self._frame.eof:
            packed, self._frame = self._frame.unused_data, None
        packed = packed or self._raw.read(_PACKED_AT_ONCE)
        if not packed:
            if self._frame:
                raise EOFError
            return False
        self._frame = self._frame or self._library.decompressobj()
        self._text = memoryview(self._frame.decompress(packed))
        return True


def beginning(path: Path, packing: Packing, most: int) -> tuple[bytes, int]:
    """The first bytes of a file's text, `most` of them, and about how many there are in all: for a progress bar, and to
    choose how a run is done. Of what is packed that is told by how well its beginning packs.

    Raises:
        SourceError: it is damaged.
        OSError: it cannot be read.
    """
    if packing.kind == "parquet":
        with ParquetText(path) as rows:
            return rows.read(most), rows.size
    with text_of(path, packing) as stream:
        sample = stream.read(most if packing.kind == "plain" else max(most, _SAMPLE))
    if packing.kind == "plain":
        return sample, path.stat().st_size
    if len(sample) < max(most, _SAMPLE):
        return sample[:most], len(sample)
    packed = len(_zstandard(path).compress(sample, 3) if packing.kind == "zstd" else zlib.compress(sample, 6))
    return sample[:most], len(sample) * packing.size // max(packed, 1)
