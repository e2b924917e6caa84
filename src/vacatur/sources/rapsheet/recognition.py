"""From a page image to lines of text, each letter in its column, with how surely it was read."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

import numpy as np

from vacatur.sources.rapsheet.cells import Letter, Table, bias_of, letters_of, place
from vacatur.sources.rapsheet.flattening import ROW, FlatPage, flatten
from vacatur.sources.rapsheet.network import BLANK, read_rows
from vacatur.sources.rapsheet.pdf import Grey
from vacatur.sources.rapsheet.repair import repair
from vacatur.sources.rapsheet.ruling import ruling_of

_LETTER = 14.5
"""Dots of the network's image for the width of a letter: fewer lose letters, more cost time and gain nothing."""


_HEAD = re.compile(r"^R?[O0]?U?T?E?P?R?[I1]?N?T?$")
_FOOT = re.compile(r"^(?:H?TT?PS?|F?[I1]?LE?):?/|://")
"""What is left of the lines that a browser prints around a page: their small letters of many widths are read badly."""

_UPRIGHT = 0.88
"""Surety below which a page is tried turned: letters that stand on their heads are read at 0.6 to 0.8."""

_SOME = 8
"""Rows that are read to learn which way is up."""


@dataclass(frozen=True)
class Answers:
    """What the network said of each row of a page: a table of steps by letters, where its image begins on the flat
    page, and dots of that image for one of the flat page.
    """

    tables: list[Table]
    begins: list[int]
    zooms: list[float]


def read_page(image: Grey) -> list[tuple[str, float]]:
    """The lines of a page image from the top, blank ones included, with their confidences from 0 to 1.

    A page that lies on its side or stands on its head is turned: upright is where its letters are read most surely.
    """
    page = flatten(image)
    answers = ask(page) if page else None
    upright = surety(answers) if answers else 0.0
    if upright < _UPRIGHT:
        turned = [flatten(np.ascontiguousarray(np.rot90(image, turns))) for turns in (1, 2, 3)]
        tried = [(surety(ask(some_rows(other))), other) for other in turned if other]
        best, other = max(tried, key=lambda each: each[0], default=(0.0, None))
        if other and best > upright + 0.05:
            page, answers = other, ask(other)
    return lines_on(page, answers) if page and answers else []


def surety(answers: Answers) -> float:
    """How surely letters were read on the average, from 0 to 1; less of a page that has hardly any."""
    best = [table[:, 1:].max(axis=1)[table.argmax(axis=1) != BLANK] for table in answers.tables if table.size]
    every = np.concatenate(best) if best else np.empty(0)
    return float(every.sum() / (len(every) + 5))


def some_rows(page: FlatPage) -> FlatPage:
    """The page with at most `_SOME` of its rows, from all over it."""
    chosen = sorted({round(at) for at in np.linspace(0, len(page.centres) - 1, _SOME)}) if page.centres else []
    return replace(
        page,
        centres=[page.centres[index] for index in chosen],
        slots=[page.slots[index] for index in chosen],
        extents=[page.extents[index] for index in chosen],
    )


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
    rows = letters_on(page, answers)
    repair(rows)
    found = [_line(row, page.pitch) for row in rows]
    slots = page.slots
    first, last = 0, len(found)
    while first < last and _HEAD.search(found[first][0].replace(" ", "")):
        first += 1
    while last > first and _FOOT.search(found[last - 1][0].replace(" ", "")):
        last -= 1
    lines: list[tuple[str, float]] = []
    for index in range(first, last):
        if index > first:
            lines += [("", 1.0)] * min(3, max(0, slots[index] - slots[index - 1] - 1))
        lines.append(found[index])
    return lines


def letters_on(page: FlatPage, answers: Answers) -> list[list[Letter]]:
    """The letters of each row, in their columns where the page has columns."""
    per_row = list(zip(answers.tables, answers.begins, answers.zooms, strict=True))
    rows = [letters_of(*row) for row in per_row]
    ruling = ruling_of(page)
    if ruling is not None:
        bias = bias_of(rows, ruling)
        for row, ruled, look in zip(rows, ruling, per_row, strict=True):
            if ruled.fixed:
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
