"""PDF documents: the text layer as lines with their columns, and pages as images where there is no such layer.

A sheet is fixed-width text, and its columns say something; so lines are built anew from where each character stands.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from vacatur.errors import SourceError

Grey = np.ndarray[tuple[int, int], np.dtype[np.uint8]]
"""A page image: rows of brightness, 0 black to 255 white."""

MOST_PAGES = 1000
"""Pages of one document; a sheet has seldom more than 50, so that 50 sheets in one file still pass."""

DOTS_PER_INCH = 200
MOST_DOTS = 16_000_000
"""Dots of a page as it is rendered: a poster, or a page whose size is a lie, is rendered more coarsely."""

_FEW = 12
"""A page with fewer characters than this that also has an image is taken for a scan (a stamp, a page number)."""

_MOST_CHARACTERS = 60_000
"""Characters of a page that are looked at; a full sheet page has some 5,000."""

_MOST_OBJECTS = 3000
_SAME_LINE = 2.5
"""Points by which the feet of letters on one line may differ."""

_COVERED = 0.5
"""Share of a page that an image must cover for an invisible text to be some other program's reading of that image."""

_INVISIBLE = 3
_WRONG_PASSWORD = 4
_UNKNOWN_SECURITY = 5


@dataclass(frozen=True)
class PageText:
    """The text layer of a page.

    Attributes:
        lines: in reading order, furniture of the browser that printed it left out.
        usable: whether it can stand for the page; a scan with a stamp, or with letters that no font explains, cannot.
        blank: whether nothing at all is on the page.
    """

    lines: list[str]
    usable: bool
    blank: bool


@contextmanager
def open_pdf(data: bytes, name: str) -> Iterator[pdfium.PdfDocument]:
    """Open a document; close it at the end.

    Args:
        name: what messages call the file.

    Raises:
        SourceError: it is protected, damaged, without pages, or has more than `MOST_PAGES`.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in (_WRONG_PASSWORD, _UNKNOWN_SECURITY):
            raise SourceError(
                f"{name} is a PDF protected by a password. Expected: a PDF that opens without one; print it to a new "
                f"PDF and give that."
            ) from None
        raise SourceError(
            f"{name} begins like a PDF, but cannot be opened: it is cut short or damaged. Get it once more from where "
            f"it comes, or scan the paper."
        ) from None
    try:
        pages = len(document)
        if not 0 < pages <= MOST_PAGES:
            raise SourceError(
                f"{name} has {pages:,} pages. Expected: sheets on 1 to {MOST_PAGES:,} pages; split a longer file."
            )
        yield document
    finally:
        document.close()


def page_text(document: pdfium.PdfDocument, index: int) -> PageText:
    """The text layer of the page at `index`, from 0.

    Raises:
        pypdfium2.PdfiumError: the page cannot be opened.
    """
    page = document[index]
    try:
        text = page.get_textpage()
        try:
            count = min(text.count_chars(), _MOST_CHARACTERS)
            codes, places = _characters(text.raw, count)
            hidden = _hidden(text.raw, count)
        finally:
            text.close()
        covered, objects = _image_share(page)
    finally:
        page.close()
    if not len(codes):
        return PageText([], usable=False, blank=objects == 0)
    known = float(np.mean((codes >= 33) & (codes < 0xE000) & (codes != 0x7F)))
    scan = covered > 0 and len(codes) < _FEW
    usable = known > 0.9 and not scan and not (hidden and covered > _COVERED)
    return PageText(without_browser(_lines(codes, places)), usable, blank=False)


def render(document: pdfium.PdfDocument, index: int) -> Grey:
    """The page at `index` as an image.

    Raises:
        pypdfium2.PdfiumError: the page cannot be opened or drawn.
    """
    page = document[index]
    try:
        width, height = page.get_size()
        scale = DOTS_PER_INCH / 72
        dots = max(width * height, 1.0)
        scale = min(scale, math.sqrt(MOST_DOTS / dots), 20_000 / max(width, height, 1.0))
        bitmap = page.render(scale=scale, grayscale=True)
        try:
            return np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width).copy()
        finally:
            bitmap.close()
    finally:
        page.close()


def _characters(text: raw.FPDF_TEXTPAGE, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Code, origin and extent (x, y, then left and right of its cell, in points) of every character that leaves ink,
    on a page turned as most of them stand.
    """
    codes, places, angles = [], [], []
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if code <= 32 or code == 0xA0 or raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        if not raw.FPDFText_GetCharOrigin(text, index, ctypes.byref(x), ctypes.byref(y)):
            continue
        raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box))
        codes.append(code)
        places.append((x.value, y.value, box.left, box.bottom, box.right, box.top))
        if len(codes) % 16 == 1:
            angles.append(-raw.FPDFText_GetCharAngle(text, index))  # it counts clockwise
    angle = float(np.median(angles)) if angles else 0.0
    return np.array(codes, dtype=np.int64), _upright(np.array(places, dtype=np.float64).reshape(-1, 6), angle)


def _hidden(text: raw.FPDF_TEXTPAGE, count: int) -> bool:
    """Whether the text is laid invisibly under a picture: some other program's reading of a scan."""
    for index in range(0, count, max(1, count // 5)):
        drawn = raw.FPDFText_GetTextObject(text, index)
        if drawn and raw.FPDFTextObj_GetTextRenderMode(drawn) != _INVISIBLE:
            return False
    return count > 0


def _image_share(page: pdfium.PdfPage) -> tuple[float, int]:
    """The share of the page that its largest image covers, and how many objects were seen."""
    width, height = page.get_size()
    largest, objects = 0.0, 0
    for item in islice(page.get_objects(max_depth=3), _MOST_OBJECTS):
        objects += 1
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            largest = max(largest, (right - left) * (top - bottom))
    return min(1.0, largest / max(width * height, 1.0)), objects


def _upright(places: np.ndarray, angle: float) -> np.ndarray:
    """x, y, left and right of each character on a page turned so that its lines run from left to right and down."""
    turn = np.array([[math.cos(angle), math.sin(angle)], [math.sin(angle), -math.cos(angle)]])
    origin, low, high = (places[:, i : i + 2] @ turn.T for i in (0, 2, 4))
    left, right = np.minimum(low[:, 0], high[:, 0]), np.maximum(low[:, 0], high[:, 0])
    return np.column_stack([origin, left, right])


@dataclass(frozen=True)
class _Row:
    """The characters of one line, from the left."""

    codes: np.ndarray
    x: np.ndarray
    right: np.ndarray
    y: float


def _lines(codes: np.ndarray, places: np.ndarray) -> list[str]:
    """Lines from the top, each character in its column, and blank lines where the page leaves them."""
    order = np.argsort(places[:, 1], kind="stable")
    rows = _rows(codes[order], places[order])
    steps = np.concatenate([np.diff(row.x) for row in rows])
    pitch, fixed = _pitch(steps)
    left = min(float(row.x[0]) for row in rows)
    heights = np.diff([row.y for row in rows])
    leading = float(np.percentile(heights, 25)) if len(heights) else 0.0
    lines: list[str] = []
    before = rows[0].y
    for row in rows:
        if leading > 0:
            lines += [""] * min(3, max(0, round((row.y - before) / leading) - 1))
        lines.append(_fixed(row, left, pitch) if fixed else _proportional(row, left, pitch))
        before = row.y
    return lines


def _rows(codes: np.ndarray, places: np.ndarray) -> list[_Row]:
    """Characters that stand on one line; a letter printed twice, to look bold, is kept once."""
    ends = np.flatnonzero(np.diff(places[:, 1]) > _SAME_LINE) + 1
    rows = []
    for chosen in np.split(np.arange(len(codes)), ends):
        order = chosen[np.argsort(places[chosen, 0], kind="stable")]
        x, row = places[order, 0], codes[order]
        kept = ~np.concatenate([[False], (np.diff(x) < 1.0) & (row[1:] == row[:-1])])
        rows.append(_Row(row[kept], x[kept], places[order, 3][kept], float(np.median(places[order, 1]))))
    return rows


def _pitch(steps: np.ndarray) -> tuple[float, bool]:
    """The commonest step from one character to the next, and whether all letters are of that width."""
    steps = steps[steps > 0.5]
    if not len(steps):
        return 6.0, True
    near = steps[steps < 1.6 * float(np.percentile(steps, 30))]
    pitch = float(np.median(near))
    return pitch, float(np.mean(np.abs(near / pitch - 1) < 0.06)) > 0.8


def _fixed(row: _Row, left: float, pitch: float) -> str:
    """A line of letters of one width: each in its column."""
    text = ""
    for code, x in zip(row.codes, row.x, strict=True):
        column = round(float(x - left) / pitch)
        text = text.ljust(column) + chr(int(code))
    return text


def _proportional(row: _Row, left: float, pitch: float) -> str:
    """A line of letters of many widths: a gap that no two letters of a word leave is as many spaces as fit."""
    space = 0.5 * pitch
    text = " " * round(float(row.x[0] - left) / space)
    for position, code in enumerate(row.codes):
        if position:
            gap = float(row.x[position] - row.right[position - 1])
            text += " " * (max(1, round(gap / space)) if gap > 0.3 * pitch else 0)
        text += chr(int(code))
    return text


_HEAD = re.compile(r"\s*(?:$|Route\b|Page\b|\d{1,2}/\d{1,2}/\d{2,4}, \d{1,2}:\d\d\b)", re.IGNORECASE)
_FOOT = re.compile(r"\s*(?:$|https?://|(?:file|ﬁle)://|about:blank)", re.IGNORECASE)


def without_browser(lines: list[str]) -> list[str]:
    """The lines of a page without what a browser prints above and below: `Route  Print`, `Page 2`, its address."""
    first, last = 0, len(lines)
    while first < last and _HEAD.match(lines[first]):
        first += 1
    while last > first and _FOOT.match(lines[last - 1]):
        last -= 1
    return lines[first:last]
