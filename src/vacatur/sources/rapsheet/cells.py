"""Letters into their cells: each cell with ink has one letter.

The network alone drops letters from long runs (`0000000000`), and does not say how much blank space stands between
words. The ruling of the page says both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from vacatur.sources.rapsheet.network import ALPHABET, BLANK, STRIDE
from vacatur.sources.rapsheet.ruling import Cell, RuledRow

Table = np.ndarray[tuple[int, int], np.dtype[np.float32]]

_WEAK = frozenset(ALPHABET.index(letter) for letter in "-.:,'*")
"""Letters that leave little ink."""


@dataclass
class Letter:
    """One letter of a row.

    Attributes:
        at: the middle of it, in dots of the flat page.
        likely: how likely each letter of `ALPHABET` is, by the network.
        column: its cell; -1 while that is not known.
        added: whether the network passed it over, and only its ink speaks for it.
        sure: whether a closed list, or where it stands, leaves no other.
    """

    at: float
    likely: np.ndarray
    column: int = -1
    text: str = ""
    confidence: float = 0.0
    added: bool = False
    sure: bool = False

    def settle(self) -> None:
        """Take the likeliest letter."""
        best = int(self.likely.argmax())
        self.text, self.confidence = ALPHABET[best], float(self.likely[best])


def letters_of(table: Table, begin: float, zoom: float) -> list[Letter]:
    """The letters of a row as the network's likeliest answers give them.

    Args:
        begin: where the row's image begins on the flat page.
        zoom: dots of the network's image for one of the flat page.
    """
    best = table.argmax(axis=1)
    found: list[Letter] = []
    step = 0
    while step < len(best):
        answer = best[step]
        stop = step + 1
        while stop < len(best) and best[stop] == answer:
            stop += 1
        if answer != BLANK:
            weights = table[step:stop, answer]
            middle = float(np.dot(np.arange(step, stop) + 0.5, weights) / weights.sum())
            letter = Letter(begin + middle * STRIDE / zoom, table[step:stop, 1:].max(axis=0))
            letter.settle()
            found.append(letter)
        step = stop
    return found


def bias_of(rows: list[list[Letter]], ruling: list[RuledRow]) -> float:
    """How far from the middle of its cell the network sees a letter, in columns, on the average of a page."""
    away = np.array([ruled.column(letter.at) for row, ruled in zip(rows, ruling, strict=True) for letter in row])
    return float(np.angle(np.exp(2j * math.pi * away).sum()) / (2 * math.pi)) if len(away) else 0.0


def place(row: list[Letter], ruled: RuledRow, bias: float, look: tuple[Table, float, float]) -> None:
    """Give each letter of a row its cell, add those that the network passed over, drop those that are none.

    Args:
        look: what the network said of the row, as `letters_of` takes it.
    """
    cells = ruled.cells
    seen = [ruled.column(letter.at) - bias for letter in row]
    pairs = _pairs(seen, [letter.confidence for letter in row], cells)
    taken = {cell for cell in pairs if cell is not None}
    inked = {cell.column for cell in cells}
    kept = []
    for letter, cell, exact in zip(row, pairs, seen, strict=True):
        if cell is not None:
            letter.column = cells[cell].column
            kept.append(letter)
        elif letter.confidence > 0.8 and round(exact) not in inked:
            letter.column = round(exact)
            kept.append(letter)
    for index, each in enumerate(cells):
        if index not in taken and (letter_ := _passed_over(each, ruled, bias, look)):
            kept.append(letter_)
    row[:] = sorted(kept, key=lambda letter: letter.column)


def _pairs(seen: list[float], sure: list[float], cells: list[Cell]) -> list[int | None]:
    """For each letter the cell that it stands in, or None: in order, nearest, as few left over as can be."""
    missed = np.concatenate([[0.0], np.cumsum([min(1.0, cell.amount) * 0.9 for cell in cells])])
    count = len(cells)
    # best[i][j]: the least cost for the first i letters and the first j cells
    best = np.full((len(seen) + 1, count + 1), np.inf)
    best[0] = missed
    for i, place_ in enumerate(seen, start=1):
        best[i, 0] = best[i - 1, 0] + 0.6 + sure[i - 1]
        for j in range(1, count + 1):
            away = place_ - cells[j - 1].column
            pair = best[i - 1, j - 1] + (away * away if abs(away) < 1.6 else 9.0)
            alone = best[i - 1, j] + 0.6 + sure[i - 1]
            empty = best[i, j - 1] + missed[j] - missed[j - 1]
            best[i, j] = min(pair, alone, empty)
    pairs: list[int | None] = [None] * len(seen)
    i, j = len(seen), count
    while i > 0:
        if j > 0 and best[i, j] == best[i, j - 1] + missed[j] - missed[j - 1]:
            j -= 1
        elif best[i, j] == best[i - 1, j] + 0.6 + sure[i - 1]:
            i -= 1
        else:
            i, j = i - 1, j - 1
            pairs[i] = j
    return pairs


def _passed_over(cell: Cell, ruled: RuledRow, bias: float, look: tuple[Table, float, float]) -> Letter | None:
    """The letter in a cell with ink for which the network has none; None when the ink can be dust."""
    table, begin, zoom = look
    middle = ruled.middle(cell.column) + bias * ruled.pitch
    step, reach = (middle - begin) * zoom / STRIDE, 0.55 * ruled.pitch * zoom / STRIDE
    window = table[max(0, math.floor(step - reach)) : max(0, math.ceil(step + reach)), 1:]
    if not len(window):
        return None
    likely = window.max(axis=0)
    best = int(likely.argmax())
    if cell.amount < 0.35 and (best not in _WEAK or likely[best] < 0.1):
        return None
    letter = Letter(middle, likely, cell.column, added=True)
    letter.settle()
    letter.confidence *= 0.5
    return letter
