"""The columns of a page: in fixed-width print each letter has a cell, and the ink of the page says where cells are."""

from __future__ import annotations

import cmath
import math
from dataclasses import dataclass

import cv2
import numpy as np

from vacatur.sources.rapsheet.flattening import ROW, FlatPage

_INK = 200
"""Points darker than this are ink; paper is at 235."""

_CLEAR = 0.1
"""How clearly the ink of a page must fall into columns, from 0 to 1, that it be taken for fixed-width print."""

_OWN = 0.08
"""The same of one row, if it has 10 letters or more."""

_PITCHES = np.linspace(0.95, 1.05, 201)
"""Widths of a letter that are tried, beside the one that was measured row by row."""

_WIDEN = np.linspace(-0.016, 0.016, 9)
"""By what share letters are tried to grow from the top of the page to its foot."""

_LEAN = np.linspace(-1.5, 1.5, 31)
"""By how many columns a column is tried to lean from the top of the page to its foot."""


@dataclass(frozen=True)
class Cell:
    """A column of a row that holds ink, and how much beside a common letter."""

    column: int
    amount: float


@dataclass(frozen=True)
class RuledRow:
    """The columns of one row: column k spans `left + k * pitch` and the next.

    Attributes:
        fixed: whether its own ink falls into them; a line that a browser adds is often in another font.
    """

    left: float
    pitch: float
    cells: list[Cell]
    fixed: bool

    def middle(self, column: int) -> float:
        """The middle of a column, in dots of the flat page."""
        return self.left + (column + 0.5) * self.pitch

    def column(self, at: float) -> float:
        """In which column a place is; the middle of column k is k."""
        return (at - self.left) / self.pitch - 0.5


def ruling_of(page: FlatPage) -> list[RuledRow] | None:
    """The columns of each row and the cells with ink; None when the print is not of fixed width."""
    if page.pitch is None or not page.centres:
        return None
    inks = _inks(page)
    fitted = _fitted(page, inks)
    if fitted is None:
        return None
    lefts, pitches, clear = fitted
    amounts = [_amounts(ink, left, pitch) for ink, left, pitch in zip(inks, lefts, pitches, strict=True)]
    every = np.concatenate(amounts)
    common = float(np.median(every[every > 0.25 * np.percentile(every, 95)]))
    return [
        RuledRow(
            left,
            pitch,
            [Cell(column, float(amount / common)) for column, amount in enumerate(row) if amount > 0.07 * common],
            fixed,
        )
        for row, left, pitch, fixed in zip(amounts, lefts, pitches, clear, strict=True)
    ]


def _inks(page: FlatPage) -> list[np.ndarray]:
    """Of each row, how much ink stands over each dot of the page's width."""
    calm = cv2.medianBlur(page.image, 3)
    inks = []
    for centre, (begin, end) in zip(page.centres, page.extents, strict=True):
        top = max(0, round(centre - ROW * 0.4))
        ink = np.zeros(calm.shape[1])
        begin, end = max(0, begin - 12), end + 12
        ink[begin:end] = (_INK - calm[top : top + round(ROW * 0.8), begin:end].astype(np.float64)).clip(0).sum(axis=0)
        inks.append(ink)
    return inks


def _fitted(page: FlatPage, inks: list[np.ndarray]) -> tuple[list[float], list[float], list[bool]] | None:
    """Where column 0 of each row begins, the width of its columns, and whether its own ink falls into them; None when
    that of the page does not.

    Columns of a page that was not set quite straight lean, and widen towards its foot: of all leans, widths and
    widenings, those are right with which the ink of all rows falls together most sharply, at one place of the cells.
    """
    assert page.pitch is not None
    middle = page.image.shape[1] / 2
    places = np.arange(len(inks[0])) - middle
    pitches = page.pitch * _PITCHES
    waves = np.exp(2j * math.pi * places[:, None] / pitches[None])
    ink = np.array([np.minimum(row, np.percentile(row[row > 0], 90) if row.any() else 0.0) for row in inks])
    sums = ink @ waves
    heights = np.array(page.centres) / page.image.shape[0] - 0.5
    leans = np.exp(-2j * math.pi * heights[None] * _LEAN[:, None])
    best, most = (0, 0.0, 0.0), -1.0
    rows = np.arange(len(inks))
    for index in range(len(pitches)):
        for widen in _WIDEN:
            chosen = np.clip(np.rint(index + widen * heights / (_PITCHES[1] - _PITCHES[0])), 0, len(pitches) - 1)
            clear = (
                np.abs(leans @ sums[rows, chosen.astype(int)]) * (1 - 0.5 * abs(widen)) * (1 - 0.004 * np.abs(_LEAN))
            )
            lean = int(clear.argmax())
            if clear[lean] > most:
                best, most = (index, float(widen), float(_LEAN[lean])), float(clear[lean])
    total = ink.sum()
    if not total or most < _CLEAR * total:
        return None
    index, widening, leaning = best
    widths = pitches[index] * (1 + widening * heights)
    seen = np.array([row @ np.exp(2j * math.pi * places / width) for row, width in zip(ink, widths, strict=True)])
    phase = cmath.phase(complex((seen * np.exp(-2j * math.pi * heights * leaning)).sum())) / (2 * math.pi)
    away = (np.angle(seen) / (2 * math.pi) - phase - heights * leaning + 0.5) % 1.0 - 0.5
    letters = (ink > 0).sum(axis=1) / pitches[index]
    sure = np.abs(seen) > _CLEAR * ink.sum(axis=1)
    shifts = phase + heights * leaning + np.where(sure, away * letters / (letters + 3), 0.0) - 0.5
    firsts = [(begin - middle) / width - s for (begin, _), width, s in zip(page.extents, widths, shifts, strict=True)]
    first = math.floor(min(firsts) + 0.25)
    lefts = middle + (shifts + first) * widths
    own = np.abs(seen) / np.maximum(ink.sum(axis=1), 1.0)
    fixed = (own > _OWN) | (letters < 10)
    return [float(left) for left in lefts], [float(width) for width in widths], [bool(each) for each in fixed]


def _amounts(ink: np.ndarray, left: float, pitch: float) -> np.ndarray:
    """The ink of each column, its edges left out."""
    sums = np.concatenate([[0.0], np.cumsum(ink)])
    columns = np.arange(max(0, math.floor((len(ink) - left) / pitch)))
    begin = np.clip(np.round(left + (columns + 0.1) * pitch), 0, len(ink)).astype(int)
    end = np.clip(np.round(left + (columns + 0.9) * pitch), 0, len(ink)).astype(int)
    return np.asarray(sums[end] - sums[begin])
