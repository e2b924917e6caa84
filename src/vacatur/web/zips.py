"""A folder as one archive, sent while it is made: nothing is written to disk. The same files give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_DAY = (1980, 1, 1, 0, 0, 0)
"""Stands as that of every file: the earliest that an archive can say."""

_PACKED = (".pdf", ".xlsx", ".png", ".parquet")
"""Files that are compressed already."""

_AT_ONCE = 1 << 20
_LARGE = 1 << 31
_LEVEL = 5


class _Sink(io.RawIOBase):
    """Takes what the archive writes, and gives it on."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        """What was written since this was asked last."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def zipped(folder: Path, names: Iterable[str], within: str) -> Iterator[bytes]:
    """An archive, piece by piece.

    Args:
        folder: where the files are.
        names: of the files, from the folder.
        within: the folder in which they are unpacked.
    """
    sink = _Sink()
    with ZipFile(sink, "w") as archive:
        for name in names:
            path = folder / name
            info = ZipInfo(f"{within}/{name}", _DAY)
            info.compress_type = ZIP_STORED if path.suffix in _PACKED else ZIP_DEFLATED
            info._compresslevel = _LEVEL  # type: ignore[attr-defined]  # it has no other name before Python 3.13
            info.create_system, info.external_attr = 3, 0o600 << 16
            info.file_size = path.stat().st_size
            with path.open("rb") as stream, archive.open(info, "w", force_zip64=info.file_size > _LARGE) as member:
                while piece := stream.read(_AT_ONCE):
                    member.write(piece)
                    yield sink.taken()
    yield sink.taken()
