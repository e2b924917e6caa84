"""From a file to the lines of the sheets in it: text, PDF with or without a text layer, page images.

What a file is, its bytes say, not its name.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vacatur.errors import SourceError, because
from vacatur.sources.rapsheet.apart import pages_apart
from vacatur.sources.rapsheet.pages import IS_IMAGE, IS_PDF
from vacatur.sources.rapsheet.sheet import Line
from vacatur.sources.rapsheet.text import lines_of

MOST_BYTES = 256 << 20
"""Bytes of a PDF or image that are read."""

MOST_TEXT_BYTES = 64 << 20
"""Bytes of a text that are read: some 4,000 sheets."""

EXPECTED = "Expected: a RAP sheet as text, PDF, PNG, JPEG or TIFF"

Kind = Literal["text", "pdf", "scan"]


@dataclass(frozen=True)
class FileLines:
    """The lines of one file.

    Attributes:
        lines: of all pages, numbered from 1; those of a scan have their confidence.
        kind: `text`; `pdf` when every line comes from a text layer; `scan` when at least one page was recognized.
        sha256: of the file's bytes.
        size: in bytes.
        pages: how many it has; of text, as many as its form feeds make.
    """

    lines: list[Line]
    kind: Kind
    sha256: str
    size: int
    pages: int


def read_file(path: Path) -> FileLines:
    """Read the lines of a file.

    Raises:
        SourceError: it cannot be read; it is empty, of another kind, damaged, protected by a password, or beyond the
            limits; or pages must be recognized and the extra `ocr` is not installed.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {because(error)}.") from error
    if len(data) > MOST_BYTES:
        raise SourceError(f"{path} has more than {MOST_BYTES >> 20} MB. {EXPECTED} below that size; split it.")
    name = str(path)
    kind: Kind
    if IS_PDF in data[:1024] or data.startswith(IS_IMAGE):
        kind, lines, pages = _of_pages(data, name)
    else:
        kind, lines = "text", lines_of(decoded(data, name))
        pages = max((line.page for line in lines), default=1)
    if not any(line.text.strip() for line in lines):
        raise SourceError(f"{path} holds no text: no letter was found on {pages:,} page(s). {EXPECTED}, not blank.")
    return FileLines(lines, kind, hashlib.sha256(data).hexdigest(), len(data), pages)


def _of_pages(data: bytes, name: str) -> tuple[Kind, list[Line], int]:
    """The lines of a PDF or image, page by page."""
    lines: list[Line] = []
    scanned, pages = False, 0
    for page in pages_apart(data, name):
        pages = max(page.number, page.pages)
        scanned |= page.scanned
        for text, confidence in page.lines:
            lines.append(Line(len(lines) + 1, page.number, text, confidence))
    return ("scan" if scanned else "pdf"), lines, pages


_MARKS = {
    b"PK\x03\x04": "a zip archive",
    b"PK\x05\x06": "an empty zip archive",
    b"\xd0\xcf\x11\xe0": "an old Word, Excel or Outlook document",
    b"{\\rtf": "a rich-text document",
    b"\x1f\x8b": "a gzip archive",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"GIF8": "a GIF image",
    b"BM": "a BMP image",
    b"RIFF": "a WebP image or a sound",
    b"SQLite": "a database",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"%!PS": "PostScript",
}
_ADVICE = {
    "a zip archive": "unpack it and give what is in it",
    "a Word document": "save it as PDF or plain text",
    "an old Word, Excel or Outlook document": "save it as PDF or plain text",
    "a rich-text document": "save it as plain text",
    "an HEIC photograph": "save it as JPEG",
    "an HTML page": "print it to PDF",
}


def decoded(data: bytes, name: str) -> str:
    """The text in `data`: UTF-8, UTF-16 or Latin-1, with or without byte-order mark.

    Raises:
        SourceError: it is empty, larger than `MOST_TEXT_BYTES`, of another kind, or no text.
    """
    if not data.strip(b" \t\r\n\f\v\0\xef\xbb\xbf\xff\xfe"):
        raise SourceError(f"{name} is empty ({len(data)} bytes). {EXPECTED}.")
    if what := _other_kind(data):
        raise SourceError(f"{name} is {what}. {EXPECTED}; {_ADVICE.get(what, 'save it as one of these')}.")
    if len(data) > MOST_TEXT_BYTES:
        raise SourceError(f"{name} has more than {MOST_TEXT_BYTES >> 20} MB of text. {EXPECTED}; split it.")
    text = _text(data)
    control = len(re.findall(r"[^\x20-\x7e\x85\xa0-\uffff\t\n\r\f\v]", text))
    foreign = len(re.findall(r"[^\x00-\x7f]", text))
    if "\0" in text or control > 2 + len(text) / 200 or foreign > 2 + len(text) / 5:
        raise SourceError(f"{name} is no text, PDF or image that is known here. {EXPECTED}.")
    return re.sub(r"[\x00-\x08\x0e-\x1f\x7f]", " ", text)


def _other_kind(data: bytes) -> str | None:
    """What a file is that is none of those expected, by its first bytes; None where they do not say."""
    head = data[:4096]
    if head.startswith(b"PK\x03\x04") and any(part in head for part in (b"word/", b"[Content_Types]")):
        return "a Word document" if b"word/" in data[:65536] else "an Office document"
    if head[4:8] == b"ftyp":
        return "an HEIC photograph" if head[8:12] in (b"heic", b"heix", b"mif1", b"hevc") else "a film"
    for mark, what in _MARKS.items():
        if head.startswith(mark) and (len(mark) > 2 or b"\0" in head):
            return what
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|\?xml)", head, re.IGNORECASE):
        return "an HTML page" if b"html" in head.lower() else "XML"
    return None


def _text(data: bytes) -> str:
    """The bytes as text; what cannot be UTF-8 or UTF-16 is Latin-1."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    head = data[:4000]
    for odd, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(head) > 3 and head[odd::2].count(0) > 0.4 * len(head) and not head[1 - odd :: 2].count(0):
            return data.decode(codec, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace").replace("\ufffd", "?")
