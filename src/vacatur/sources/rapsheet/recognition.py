"""From a page image to lines of text, each letter in its column, with how surely it was read."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from vacatur.sources.rapsheet.cells import Letter, Table, bias_of, letters_of, place
from vacatur.sources.rapsheet.flattening import ROW, FlatPage, flatten
from vacatur.sources.rapsheet.network import read_rows
from vacatur.sources.rapsheet.pdf import Grey
from vacatur.sources.rapsheet.repair import repair
from vacatur.sources.rapsheet.ruling import ruling_of

_LETTER = 14.5
"""Dots of the network's image for the width of a letter: fewer lose letters, more cost time and gain nothing."""


@dataclass(frozen=True)
class Answers:
    """What the network said of each row of a page: a table of steps by letters, where its image begins on the flat
    page, and dots of that image for one of the flat page.
    """

    tables: list[Table]
    begins: list[int]
    zooms: list[float]


def read_page(image: Grey) -> list[tuple[str, float]]:
    """The lines of a page image from the top, blank ones included, with their confidences from 0 to 1."""
    page = flatten(image)
    if page is None:
        return []
    return lines_on(page, ask(page))


def ask(page: FlatPage) -> Answers:
    """Have the network read each row of a flat page."""
    zoom = _LETTER / page.pitch if page.pitch else 0.6
    margin = 0.35 * ROW
    begins, images, dots = [], [], []
    for centre, (begin, end) in zip(page.centres, page.extents, strict=True):
        left, right = max(0, round(begin - margin)), round(end + margin)
        images.append(_cut(page.image, centre, left, right))
        begins.append(left)
        dots.append(max(16, round(images[-1].shape[1] * zoom)))
    zooms = [width / image.shape[1] for width, image in zip(dots, images, strict=True)]
    return Answers(read_rows(images, dots), begins, zooms)


def lines_on(page: FlatPage, answers: Answers) -> list[tuple[str, float]]:
    """The lines of a page from what the network said."""
    lines: list[tuple[str, float]] = []
    before = page.slots[0] if page.slots else 0
    rows = letters_on(page, answers)
    repair(rows)
    for slot, row in zip(page.slots, rows, strict=True):
        lines += [("", 1.0)] * min(3, max(0, slot - before - 1))
        lines.append(_line(row, page.pitch))
        before = slot
    return lines


def letters_on(page: FlatPage, answers: Answers) -> list[list[Letter]]:
    """The letters of each row, in their columns where the page has columns."""
    per_row = list(zip(answers.tables, answers.begins, answers.zooms, strict=True))
    rows = [letters_of(*row) for row in per_row]
    ruling = ruling_of(page)
    if ruling is not None:
        bias = bias_of(rows, ruling)
        for row, ruled, look in zip(rows, ruling, per_row, strict=True):
            place(row, ruled, bias, look)
    return rows


def _cut(image: Grey, centre: float, left: int, right: int) -> Grey:
    """A row of print; beyond the image, paper."""
    top = round(centre - ROW / 2)
    row = np.full((ROW, max(1, min(right, image.shape[1]) - left)), 235, dtype=np.uint8)
    inside = image[max(0, top) : max(0, top + ROW), left:right]
    offset = max(0, -top)
    row[offset : offset + inside.shape[0]] = inside
    return row


def _line(row: list[Letter], pitch: float | None) -> tuple[str, float]:
    """A row as text, and how surely its letters were read on the average: those that matter and were not, are `?`."""
    text, before = "", None
    for letter in row:
        if letter.column >= 0:
            text = text.ljust(letter.column)
        elif before is not None and pitch and letter.at - before > 1.5 * pitch:
            text += " " * math.floor((letter.at - before) / pitch - 0.5)
        text += letter.text
        before = letter.at
    return text, sum(letter.confidence for letter in row) / len(row) if row else 0.0
