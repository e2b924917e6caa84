"""How a page lies in its image: lines that converge, slant or lean are set straight again.

Straight parallel lines of a page meet, in a photograph of it, in one point. Two such points, that of the text's lines
and that of its columns, say how to set the page straight; a scan that is only turned is the case where both are far
away. Both are found from the ink alone: with the right ones, the ink falls into the sharpest rows and columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from vacatur.sources.rapsheet.pdf import Grey

Points = np.ndarray[tuple[int, int], np.dtype[np.float64]]

_STEEPEST = 0.14
"""Slope up to which lines are looked for (8 degrees)."""

_CONVERGE = 0.16
"""By how much the slope may differ between the middle and the end of a page."""

_TRIED = 12
"""Of the pencils of the first, coarse look, how many are looked at more closely."""


@dataclass(frozen=True)
class Pencil:
    """Lines through one point: at height `y0` in the middle, the line has the slope `slope + turn * y0`.

    Coordinates are from the middle of the image, in units of half its longer side; for columns x and y change places.
    """

    slope: float
    turn: float

    def heights(self, along: np.ndarray, across: np.ndarray) -> np.ndarray:
        """Where the lines through points cross the middle."""
        return np.asarray((across - self.slope * along) / (1.0 + self.turn * along))

    def at(self, along: np.ndarray, height: np.ndarray) -> np.ndarray:
        """Where the lines that cross the middle at `height` run."""
        return np.asarray(height + (self.slope + self.turn * height) * along)


def sharpest(along: np.ndarray, across: np.ndarray, fine: float, *, most: int = 12_000) -> Pencil:
    """The pencil of lines into which points fall most sharply.

    Args:
        fine: the width of what must be told apart, in the coordinates' unit: about a fifth of a line's height.
    """
    if len(along) > most:
        chosen = np.random.default_rng(5).choice(len(along), most, replace=False)
        along, across = along[chosen], across[chosen]
    some = slice(None, None, max(1, len(along) // 4000))
    step = 2.0 * fine
    slopes = np.arange(-_STEEPEST, _STEEPEST + step, step)
    turns = np.arange(-_CONVERGE, _CONVERGE + step, 1.5 * step)
    best = _best(along[some], across[some], [Pencil(a, b) for b in turns for a in slopes], 2 * fine)[:_TRIED]
    for _ in range(4):
        near = {
            Pencil(each.slope + a * step, each.turn + b * step)
            for each in best
            for a in (-0.5, -0.25, 0, 0.25, 0.5)
            for b in (-0.8, -0.4, 0, 0.4, 0.8)
        }
        best = _best(along, across, sorted(near, key=lambda each: (each.slope, each.turn)), fine)[: _TRIED // 2]
        step /= 2
    return best[0]


def _best(along: np.ndarray, across: np.ndarray, tried: list[Pencil], width: float) -> list[Pencil]:
    """The pencils, those first into whose rows of `width` the points fall most unequally."""
    energies = []
    for pencil in tried:
        heights = pencil.heights(along, across)
        rows = np.bincount(((heights + 1.5) * (1.0 / width)).astype(np.int64).clip(0, int(3 / width)))
        wide = rows[:-1] + rows[1:]  # two rows together, so that it does not matter where a row begins
        energies.append(float(np.dot(wide, wide)) * (1.0 - 0.3 * abs(pencil.slope) - 0.8 * abs(pencil.turn)))
    return [tried[index] for index in np.argsort(energies, kind="stable")[::-1]]


def straightened(shape: tuple[int, ...], lines: Pencil, columns: Pencil) -> np.ndarray:
    """The homography that maps an image onto one whose lines are level and whose columns upright, of the same size."""
    height, width = shape[:2]
    half = max(height, width) / 2
    middle = np.array([width / 2, height / 2])
    reach_x, reach_y = 0.8 * width / 2 / half, 0.8 * height / 2 / half
    wanted, found = [], []
    for x0 in (-reach_x, reach_x):
        for y0 in (-reach_y, reach_y):
            x, y = x0, y0
            for _ in range(30):
                y = float(lines.at(np.array(x), np.array(y0)))
                x = float(columns.at(np.array(y), np.array(x0)))
            wanted.append(np.array([x0, y0]) * half + middle)
            found.append(np.array([x, y]) * half + middle)
    return np.asarray(
        cv2.getPerspectiveTransform(np.array(found, dtype=np.float32), np.array(wanted, dtype=np.float32))
    )


def normalized(image: Grey) -> Grey:
    """The page with its paper made white and its shadows taken away: each point beside the paper around it."""
    height, width = image.shape
    scale = 400 / max(height, width)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 15)
    paper = cv2.GaussianBlur(paper, (0, 0), 3)
    full = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(image, np.maximum(full, 40), scale=235), dtype=np.uint8)
