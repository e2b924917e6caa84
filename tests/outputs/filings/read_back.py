"""A PDF read back as a reader sees it: which character stands where."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw


@dataclass(frozen=True)
class Character:
    """A character, or a blank that was set. In points from the left and the top of the page, with the space that is
    its own; `baseline` is what it stands on, `size` that of its type.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float


@dataclass(frozen=True, eq=False)
class Page:
    width: float
    height: float
    text: str
    characters: list[Character]

    @cached_property
    def by_baseline(self) -> dict[float, list[Character]]:
        """The characters on each baseline, from the top, and on it from the left."""
        found: dict[float, list[Character]] = defaultdict(list)
        for character in self.characters:
            found[round(character.baseline, 1)].append(character)
        return {at: sorted(found[at], key=lambda each: each.left) for at in sorted(found)}

    @cached_property
    def _lines(self) -> dict[float, str]:
        return {at: joined(characters) for at, characters in self.by_baseline.items()}

    def lines(self) -> dict[float, str]:
        """The text on each baseline, from the top, in the order of places from the left."""
        return self._lines


def joined(characters: Iterable[Character]) -> str:
    """Characters of one line as text; a gap is a blank."""
    text, end = "", None
    for each in characters:
        if end is not None and each.left - end > 0.3 * each.size:
            text += " "
        text += each.text
        end = each.right
    return " ".join(text.split())


@cache
def read(file: Path | bytes) -> list[Page]:
    """Every page of a PDF, which must not change meanwhile."""
    document = pdfium.PdfDocument(file)
    return [_page(document[number]) for number in range(len(document))]


def fonts(path: Path) -> set[tuple[str, bool]]:
    """Names of the fonts that text is set in, and whether each is embedded."""
    found = set()
    for page in pdfium.PdfDocument(path):
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            font = raw.FPDFTextObj_GetFont(item.raw)
            name = ctypes.create_string_buffer(200)
            raw.FPDFFont_GetBaseFontName(font, name, 200)
            found.add((name.value.decode().partition("+")[2], bool(raw.FPDFFont_GetIsEmbedded(font))))
    return found


def bookmarks(path: Path) -> list[tuple[str, int]]:
    """Titles of the bookmarks, and the page that each leads to, from 1."""
    document = pdfium.PdfDocument(path)
    return [(mark.get_title(), (mark.get_dest().get_index() or 0) + 1) for mark in document.get_toc()]


def _page(page: pdfium.PdfPage) -> Page:
    width, height = page.get_size()
    textpage = page.get_textpage()
    found = []
    x, y, box, within = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF(), textpage.raw
    for index in range(textpage.count_chars()):
        text = chr(raw.FPDFText_GetUnicode(within, index))
        if raw.FPDFText_IsGenerated(within, index) or text in "\r\n":
            continue
        assert raw.FPDFText_GetCharOrigin(within, index, x, y) and raw.FPDFText_GetLooseCharBox(within, index, box)
        size = raw.FPDFText_GetFontSize(within, index)
        found.append(Character(text, box.left, box.right, height - y.value, size))
    return Page(width, height, textpage.get_text_range().replace("\r\n", "\n"), found)
