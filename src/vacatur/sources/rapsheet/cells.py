"""Letters into their columns: in fixed-width print each letter has a cell, and each cell with ink has one letter.

The network alone drops letters from long runs (`0000000000`) and blank space between words. The ruling of the page
says where it did.
"""

from __future__ import annotations

import cmath
import math
from dataclasses import dataclass

import numpy as np

from vacatur.sources.rapsheet.flattening import ROW, FlatPage
from vacatur.sources.rapsheet.network import ALPHABET, BLANK, STRIDE

Table = np.ndarray[tuple[int, int], np.dtype[np.float32]]


@dataclass
class Letter:
    """One letter of a row.

    Attributes:
        at: the middle of it, in dots of the flat page.
        likely: how likely each letter of `ALPHABET` is, by the network.
        column: its cell; -1 while that is not known.
    """

    at: float
    likely: np.ndarray
    column: int = -1
    text: str = ""
    confidence: float = 0.0

    def settle(self) -> None:
        """Take the likeliest letter."""
        best = int(self.likely.argmax())
        self.text, self.confidence = ALPHABET[best], float(self.likely[best])


@dataclass(frozen=True)
class Ruling:
    """The columns of a page: column k spans `left + k * pitch` and the next; `bias` is how far from the middle of its
    cell the network sees a letter.
    """

    left: float
    pitch: float
    bias: float


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


def ruling_of(page: FlatPage, rows: list[list[Letter]]) -> Ruling | None:
    """The columns of a page, from the letters found on it; None when they stand in none."""
    if page.pitch is None:
        return None
    places = np.array([letter.at for row in rows for letter in row])
    if len(places) < 30:
        return None
    pitches = page.pitch * np.linspace(0.95, 1.05, 401)
    sums = np.exp(2j * math.pi * places[:, None] / pitches[None]).sum(axis=0)
    best = int(np.abs(sums).argmax())
    if abs(sums[best]) < 0.5 * len(places):
        return None
    pitch = float(pitches[best])
    seen = cmath.phase(sums[best]) / (2 * math.pi) * pitch
    edge = _edges(page, pitch)
    bias = (seen - edge - pitch / 2 + pitch / 2) % pitch - pitch / 2
    first = min(float(places.min()) - bias, min(begin for begin, _ in page.extents) + pitch / 2)
    left = edge + math.floor((first - edge) / pitch) * pitch
    return Ruling(left, pitch, bias)


def _edges(page: FlatPage, pitch: float) -> float:
    """Where, within a column's width, least ink stands: between two letters."""
    ink = np.zeros(page.image.shape[1])
    for centre, (begin, end) in zip(page.centres, page.extents, strict=True):
        top = max(0, round(centre - ROW * 0.35))
        row = page.image[top : top + round(ROW * 0.7), begin:end].astype(np.float64)
        ink[begin:end] += (215 - row).clip(0).sum(axis=0)
    phases = (np.arange(len(ink)) % pitch / pitch * 24).astype(int)
    folded = np.bincount(phases, weights=ink, minlength=24)
    smooth = sum(np.roll(folded, shift) for shift in (-3, -2, -1, 0, 1, 2, 3))
    return (float(np.argmin(smooth)) + 0.5) / 24 * pitch


def place(
    page: FlatPage, index: int, row: list[Letter], ruling: Ruling, table: Table, begin: float, zoom: float
) -> None:
    """Give each letter of a row its column, add those that the network passed over, drop those that are none."""
    offset = _offset(row, ruling)
    for letter in row:
        letter.column = math.floor((letter.at - ruling.bias - offset - ruling.left) / ruling.pitch)
    ink = _inked(page, index, ruling, offset)
    kept = _one_a_cell(row, ink, ruling, offset)
    taken = {letter.column for letter in kept}
    for column in sorted(ink - taken):
        middle = ruling.left + (column + 0.5) * ruling.pitch + ruling.bias + offset
        step = (middle - begin) * zoom / STRIDE
        reach = 0.5 * ruling.pitch * zoom / STRIDE
        window = table[max(0, math.floor(step - reach)) : max(0, math.ceil(step + reach)), 1:]
        if len(window):
            letter = Letter(middle, window.max(axis=0), column)
            letter.settle()
            kept.append(letter)
    row[:] = sorted(kept, key=lambda letter: letter.column)


def _offset(row: list[Letter], ruling: Ruling) -> float:
    """By how much this row stands off the page's columns."""
    total = sum(cmath.exp(2j * math.pi * (letter.at - ruling.bias - ruling.left) / ruling.pitch) for letter in row)
    if abs(total) < 0.5 * len(row) or len(row) < 3:
        return 0.0
    shift = (cmath.phase(total) / (2 * math.pi) - 0.5 + 0.5) % 1.0 - 0.5
    return shift * ruling.pitch * len(row) / (len(row) + 3)


def _inked(page: FlatPage, index: int, ruling: Ruling, offset: float) -> set[int]:
    """The columns of a row that hold ink: at least a fifth of what a letter of this row has."""
    begin, end = page.extents[index]
    top = max(0, round(page.centres[index] - ROW * 0.42))
    image = page.image[top : top + round(ROW * 0.84)].astype(np.float64)
    first = max(0, math.floor((begin - ruling.left) / ruling.pitch) - 1)
    last = math.ceil((end - ruling.left) / ruling.pitch) + 1
    amounts = {}
    for column in range(first, last + 1):
        a = round(ruling.left + offset + (column + 0.12) * ruling.pitch)
        b = round(ruling.left + offset + (column + 0.88) * ruling.pitch)
        cell = image[:, max(0, a) : max(0, b)]
        amounts[column] = float((205 - cell).clip(0).sum()) if cell.size else 0.0
    full = np.percentile(list(amounts.values()), 80)
    return {column for column, amount in amounts.items() if amount > 0.08 * full}


def _one_a_cell(row: list[Letter], ink: set[int], ruling: Ruling, offset: float) -> list[Letter]:
    """Letters with no two in a cell: of two, one moves to the empty cell beside it if that has ink, or goes."""
    by_column: dict[int, list[Letter]] = {}
    for letter in row:
        by_column.setdefault(letter.column, []).append(letter)
    kept: dict[int, Letter] = {}
    crowd: list[Letter] = []
    for column, letters in by_column.items():
        letters.sort(key=lambda letter: -letter.confidence)
        kept[column] = letters[0]
        crowd += letters[1:]
    for letter in crowd:
        exact = (letter.at - ruling.bias - offset - ruling.left) / ruling.pitch - 0.5
        nearby = sorted((letter.column - 1, letter.column + 1), key=lambda column: abs(column - exact))
        for column in nearby:
            if column in ink and column not in kept:
                letter.column = column
                kept[column] = letter
                break
    return [letter for column, letter in kept.items() if column in ink or letter.confidence > 0.6]
