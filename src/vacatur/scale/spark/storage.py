"""Files and folders wherever Spark's own file system reaches: this machine, HDFS, an object store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vacatur.errors import SourceError, VacaturError

_TAKES_PLACE = ("file", "hdfs", "viewfs")
"""Schemes where a folder is renamed as a whole, in one step."""


@dataclass(frozen=True)
class Found:
    """A file.

    Attributes:
        place: its whole address.
        size: in bytes.
        touched: when it was last changed, in milliseconds, as the system says.
    """

    place: str
    name: str
    size: int
    touched: int


class Opened:
    """A file that is read at places of it."""

    def __init__(self, stream: Any, read: Any) -> None:
        self._stream, self._read = stream, read

    def window(self, start: int, size: int) -> bytes:
        """So many bytes from a place on; the file must have them."""
        self._stream.seek(start)
        return bytes(self._read(self._stream, size))


class Storage:
    """The file system as the driver sees it."""

    def __init__(self, spark: Any) -> None:
        self._java = spark._jvm
        self._settings = spark._jsc.hadoopConfiguration()

    def _at(self, place: str) -> tuple[Any, Any]:
        path = self._java.org.apache.hadoop.fs.Path(place)
        return path.getFileSystem(self._settings), path

    def files(self, given: str) -> list[Found]:
        """A file, or every file of a folder by name, hidden ones left out.

        Raises:
            SourceError: it cannot be read.
        """
        with _refusing(given):
            system, path = self._at(_as_address(given))
            status = system.getFileStatus(path)
            if not status.isDirectory():
                return [_found(status)]
            found = [_found(each) for each in system.listStatus(path) if not each.isDirectory()]
        return sorted((each for each in found if each.name[0] not in "._"), key=lambda each: each.name)

    @contextmanager
    def opened(self, place: str) -> Iterator[Opened]:
        """A file, to be read."""
        with _refusing(place):
            system, path = self._at(place)
            stream = system.open(path)
        try:
            yield Opened(stream, self._java.org.apache.commons.io.IOUtils.toByteArray)
        finally:
            stream.close()

    def sha256(self, place: str) -> str:
        """Of a file, in hexadecimal digits: read once from end to end."""
        with _refusing(place):
            system, path = self._at(place)
            stream = system.open(path, 1 << 20)
            try:
                return str(self._java.org.apache.commons.codec.digest.DigestUtils.sha256Hex(stream))
            finally:
                stream.close()

    def address(self, given: str) -> str:
        """The whole address of what is to be written."""
        system, path = self._at(_as_address(given))
        return str(system.makeQualified(path).toString())

    def exists(self, place: str) -> bool:
        """Whether there is a file or folder."""
        system, path = self._at(place)
        return bool(system.exists(path))

    def write(self, place: str, content: bytes) -> None:
        """A small file."""
        system, path = self._at(place)
        stream = system.create(path, True)
        try:
            stream.write(bytearray(content))
        finally:
            stream.close()

    def remove(self, place: str) -> None:
        """A folder with all that is in it, if it is there."""
        system, path = self._at(place)
        system.delete(path, True)

    def beside(self, place: str) -> str:
        """Where to write a folder until it is finished: a hidden folder beside it, where it takes its place in one
        step; else the folder itself.
        """
        system, path = self._at(place)
        if system.getScheme() not in _TAKES_PLACE:
            return place
        return str(self._java.org.apache.hadoop.fs.Path(path.getParent(), f".{path.getName()}.part").toString())

    def put_in_place(self, place: str, to: str) -> None:
        """Rename a finished folder; what stood there before is put back if that fails.

        Raises:
            VacaturError: the file system refused it.
        """
        before = f"{place}.before"
        stood = self.exists(to)
        if stood:
            self._rename(to, before)
        try:
            self._rename(place, to)
        except VacaturError:
            if stood:
                self._rename(before, to)
            raise
        self.remove(before)

    def _rename(self, place: str, to: str) -> None:
        system, path = self._at(place)
        if not system.rename(path, self._at(to)[1]):
            raise VacaturError(f"The results could not be put to {to}. Nothing was left there.")


def _as_address(given: str) -> str:
    """What exists on this machine is that, whatever characters its name has; anything else is Spark's to know."""
    return str(Path(given).absolute()) if Path(given).exists() else given


def _found(status: Any) -> Found:
    path = status.getPath()
    return Found(str(path.toString()), str(path.getName()), status.getLen(), status.getModificationTime())


@contextmanager
def _refusing(place: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        java = getattr(error, "java_exception", None)
        if java is None:
            raise
        what = str(java.getClass().getSimpleName())
        said = "there is no such file" if what == "FileNotFoundException" else what
        raise SourceError(f"{place} cannot be read: {said}.") from None
