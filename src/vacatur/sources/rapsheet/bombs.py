"""PDFs that are small on disk and huge when opened: refused by their bytes, before any of it is drawn."""

from __future__ import annotations

import re
import zlib

from vacatur.errors import SourceError
from vacatur.sources.rapsheet.images import MOST_PIXELS

MOST_DRAWN = 2 << 20
"""Bytes that the drawing of one page may take once unpacked; a page of a sheet takes some 20 kB."""

MOST_KEPT = 32 << 20
"""Bytes that a font, or a list of the file's objects, may take once unpacked."""

MOST_UNPACKED = 512 << 20
"""Bytes that all of them may take together."""

_STREAM = re.compile(rb"stream\r?\n")
_SIZE = re.compile(rb"/(Width|Height)\s+(\d{1,12})")
_PACKED = re.compile(rb"/(?:FlateDecode|Fl)\b")
_KEPT = re.compile(
    rb"/Length1\b|/Type\s*/(?:ObjStm|XRef|Metadata)|/Subtype\s*/(?:Type1C|CIDFontType0C|OpenType)|/N\s+\d"
)
_DICTIONARY = 4096
"""Bytes before a stream in which its description stands."""


def refuse_bombs(data: bytes, name: str) -> None:
    """Look at every stream of a PDF.

    Raises:
        SourceError: one unpacks to more than `MOST_DRAWN` (`MOST_KEPT`), all to more than `MOST_UNPACKED`, one is
            packed twice, or an image has more than `MOST_PIXELS`.
    """
    total = 0
    for match in _STREAM.finditer(data):
        about = _about(data, match.start())
        if b"/Image" in about:
            sizes = {key: int(value) for key, value in _SIZE.findall(about)}
            pixels = sizes.get(b"Width", 0) * sizes.get(b"Height", 0)
            if pixels > MOST_PIXELS:
                raise SourceError(
                    f"{name} holds an image of {pixels:,} points. Expected: at most {MOST_PIXELS:,} a page; scan it "
                    f"at 300 dots an inch."
                )
            continue
        packed = len(_PACKED.findall(about))
        if not packed:
            continue
        most = MOST_KEPT if _KEPT.search(about) else MOST_DRAWN
        unpacked = _unpacked(data, match.end(), most)
        total += unpacked
        if unpacked > most or total > MOST_UNPACKED or packed > 1:
            raise SourceError(
                f"{name} is a PDF that unpacks to a size no sheet has. Expected: at most {MOST_DRAWN >> 20} MB a page; "
                f"print it to a new PDF and give that."
            )


def _about(data: bytes, stream: int) -> bytes:
    """The description of a stream: from the beginning of its object."""
    head = data[max(0, stream - _DICTIONARY) : stream]
    return head[max(head.rfind(b" obj"), head.rfind(b"endstream"), head.rfind(b"\nobj"), 0) :]


def _unpacked(data: bytes, begin: int, most: int) -> int:
    """How many bytes a stream unpacks to, counted up to a little beyond `most`."""
    unpacker = zlib.decompressobj()
    size, position = 0, begin
    pending = b""
    try:
        while size <= most and not unpacker.eof:
            piece = pending or data[position : position + 65536]
            if not pending:
                position += len(piece)
            if not piece:
                break
            size += len(unpacker.decompress(piece, 1 << 20))
            pending = unpacker.unconsumed_tail
    except zlib.error:
        return size
    return size
