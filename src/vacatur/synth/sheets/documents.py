"""Sheets as PDF: with a text layer, or as images of pages. The same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vacatur.synth.sheets.pages import Page

WIDTH, HEIGHT = 612, 792
"""A letter page, in points."""
_SIZE, _LEADING, _LEFT, _TOP = 10, 11.6, 60, 738
_LETTER = 6.0
"""Points that a letter of Courier at this size is wide."""
_EDGE = 8


@dataclass(frozen=True)
class Picture:
    """The image of a page.

    Attributes:
        data: compressed as `filter` says: DCTDecode (JPEG) or FlateDecode (zlib).
        colors: 1 or 3.
    """

    data: bytes
    filter: str
    width: int
    height: int
    colors: int
    dots_per_inch: int


def text_document(pages: Sequence[Page], by_word: bool = False) -> bytes:
    """Pages as PDF in Courier.

    Args:
        by_word: each word is placed by itself, as many programs do: no blank is in the file.
    """
    streams = [_stream(page, by_word) for page in pages]
    fonts = [
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    first = 3 + len(fonts)
    objects = [*fonts]
    for at, stream in enumerate(streams):
        page = first + 2 * at
        resources = "<< /Font << /F1 3 0 R /F2 4 0 R >> >>"
        objects.append(_page(f"{WIDTH} {HEIGHT}", resources, page + 1))
        objects.append(_with_stream("", stream))
    return _document(objects, [first + 2 * at for at in range(len(streams))])


def image_document(pictures: Sequence[Picture]) -> bytes:
    """Page images as a PDF without text, as scanners make it."""
    objects = []
    for at, picture in enumerate(pictures):
        page = 3 + 3 * at
        wide, high = (72 * dots / picture.dots_per_inch for dots in (picture.width, picture.height))
        color = "DeviceGray" if picture.colors == 1 else "DeviceRGB"
        objects.append(_page(f"{wide:.2f} {high:.2f}", f"<< /XObject << /I {page + 2} 0 R >> >>", page + 1))
        objects.append(_with_stream("", f"q {wide:.2f} 0 0 {high:.2f} 0 0 cm /I Do Q".encode()))
        kind = (
            f"/Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} "
            f"/ColorSpace /{color} /BitsPerComponent 8 /Filter /{picture.filter} "
        )
        objects.append(_with_stream(kind, picture.data))
    return _document(objects, [3 + 3 * at for at in range(len(pictures))])


def _page(box: str, resources: str, contents: int) -> bytes:
    return (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {box}] /Resources {resources} /Contents {contents} 0 R >>"
    ).encode()


def _with_stream(entries: str, data: bytes) -> bytes:
    return f"<< {entries}/Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _document(objects: Sequence[bytes], pages: Sequence[int]) -> bytes:
    """A file of the objects, which are numbered from 3; 1 and 2 are the catalog and the list of pages."""
    kids = " ".join(f"{page} 0 R" for page in pages)
    listing = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate([b"<< /Type /Catalog /Pages 2 0 R >>", listing.encode(), *objects], start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _stream(page: Page, by_word: bool) -> bytes:
    """What draws one page: what a browser prints small at the edges, the sheet's own lines in Courier."""
    out = [b"BT"]
    browser = bool(page.foot)
    own = [line.text for line in page.lines] if browser else [*page.top, *(line.text for line in page.lines)]
    if browser:
        out += _small(page.top[0], 774) + _small(page.foot[0], 18)
    out.append(f"/F1 {_SIZE} Tf".encode())
    for row, text in enumerate(own):
        y = _TOP - row * _LEADING
        for column, words in _words(text) if by_word else [(0, text.rstrip())]:
            if words:
                out.append(f"1 0 0 1 {_LEFT + column * _LETTER:.2f} {y:.2f} Tm ({_escaped(words)}) Tj".encode())
    return b"\n".join([*out, b"ET"])


def _small(text: str, y: int) -> list[bytes]:
    return [f"/F2 {_EDGE} Tf".encode(), f"1 0 0 1 28 {y} Tm ({_escaped(text)}) Tj".encode()]


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Each word with its column."""
    column = 0
    for word in text.split(" "):
        if word:
            yield column, word
        column += len(word) + 1


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
