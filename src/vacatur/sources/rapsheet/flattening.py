"""From a page image to its rows: paper made white, lines level, every row of print cut out at one height."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from vacatur.sources.rapsheet.geometry import normalized, sharpest, straightened
from vacatur.sources.rapsheet.pdf import Grey

ROW = 48
"""Height in dots at which rows are cut out: what the network reads."""

_LOOK = 1200
"""Longer side in dots of the image in which lines are looked for."""

_PAPER = 235


@dataclass(frozen=True)
class FlatPage:
    """A page set straight.

    Attributes:
        image: its paper is `_PAPER` bright; a row of print is `ROW` high.
        centres: the height of the middle of each row, from the top; blank rows are not among them.
        slots: of each row, its number on the page's ruling; blank rows leave a gap.
        extents: of each row, where its ink begins and ends.
        pitch: width of a character; None where letters are of many widths.
    """

    image: Grey
    centres: list[float]
    slots: list[int]
    extents: list[tuple[int, int]]
    pitch: float | None


@dataclass(frozen=True)
class _Look:
    """A page looked at from afar: `scale` is that of the look to the image, `height` that of most letters."""

    ink: Grey
    height: float
    scale: float
    homography: np.ndarray


def flatten(image: Grey) -> FlatPage | None:
    """Set a page straight and find its rows; None when nothing on it looks like print."""
    page = normalized(image)
    look = _look(page)
    if look is None:
        return None
    profile = look.ink.sum(axis=1).astype(np.float64)
    leading = _leading(profile, look.height)
    found = _centres(profile, leading)
    if not found:
        return None
    scale = ROW / (leading / look.scale)
    flat = _warp(page, look.homography, scale)
    ratio = scale / look.scale
    centres, slots, extents = [], [], []
    for centre, slot in found:
        columns = np.flatnonzero(
            look.ink[max(0, int(centre - leading / 2)) : int(centre + leading / 2) + 1].any(axis=0)
        )
        if len(columns):
            centres.append(centre * ratio)
            slots.append(slot)
            extents.append((int(columns[0] * ratio), int((columns[-1] + 1) * ratio)))
    return FlatPage(flat, centres, slots, extents, _pitch(flat, centres, extents))


def _look(page: Grey) -> _Look | None:
    """Find how the page lies, and its ink as seen on the page set straight."""
    scale = min(1.0, _LOOK / max(page.shape))
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 0.8)
    threshold, ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    if threshold > _PAPER - 8:
        return None
    _, _, boxes, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    boxes, middles = boxes[1:], middles[1:]
    letters = (boxes[:, 3] >= 4) & (boxes[:, 3] < 40) & (boxes[:, 2] < 60) & (boxes[:, 4] >= 8)
    if letters.sum() < 3:
        return None
    height, width = small.shape
    half = max(height, width) / 2
    across = (middles[letters, 0] - width / 2) / half
    down = (boxes[letters, 1] + boxes[letters, 3] / 2 - height / 2) / half
    starts = (boxes[letters, 0] - width / 2) / half
    lines, columns = sharpest(across, down, 3 / half), sharpest(down, starts, 2 / half)
    homography = straightened(page.shape, lines, columns)
    zoom = np.diag([scale, scale, 1.0])
    flat = cv2.warpPerspective(small, zoom @ homography @ np.linalg.inv(zoom), (width, height), borderValue=255)
    ink, tall = _print(np.asarray(flat, dtype=np.uint8), threshold)
    return _Look(ink, tall, scale, homography)


def _print(flat: Grey, threshold: float) -> tuple[Grey, float]:
    """1 where print is (spots of the size of letters; not specks, edges, pictures), and how high most letters are."""
    _, ink = cv2.threshold(flat, threshold, 255, cv2.THRESH_BINARY_INV)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    kept = (boxes[:, 3] < 40) & (boxes[:, 2] < 250) & (boxes[:, 4] >= 4) & (boxes[:, 2] + boxes[:, 3] >= 5)
    kept[0] = False
    letters = kept & (boxes[:, 3] >= 5)
    height = float(np.median(boxes[letters, 3])) if letters.any() else 9.0
    return np.asarray(kept[labels], dtype=np.uint8), height


def _warp(page: Grey, homography: np.ndarray, scale: float) -> Grey:
    """The page set straight and scaled."""
    height, width = page.shape
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if scale > 0.75:
        zoom = np.diag([scale, scale, 1.0])
        flat = cv2.warpPerspective(page, zoom @ homography, size, flags=cv2.INTER_CUBIC, borderValue=_PAPER)
    else:
        level = cv2.warpPerspective(page, homography, (width, height), flags=cv2.INTER_CUBIC, borderValue=_PAPER)
        flat = cv2.resize(level, size, interpolation=cv2.INTER_AREA)
    return np.asarray(flat, dtype=np.uint8)


def _leading(profile: np.ndarray, height: float) -> float:
    """The distance of the rows: the period of the page's profile, of those that fit its letters the clearest.

    Where the page has too few rows to tell, it is what fixed-width print commonly has: twice the height of a capital.
    """
    level = np.minimum(profile, np.percentile(profile[profile > 0], 90) if profile.any() else 0.0)
    level = level - level.mean()
    least, most = max(4, math.floor(1.25 * height)), min(math.ceil(2.9 * height) + 1, len(level) // 2)
    if most <= least + 2:
        return 2.0 * height
    likeness = np.array([np.dot(level[:-lag], level[lag:]) / (len(level) - lag) for lag in range(least, most)])
    inner = likeness[1:-1]
    peaks = np.flatnonzero((inner >= likeness[:-2]) & (inner >= likeness[2:])) + 1
    if not len(peaks) or likeness[peaks].max() < 0.1 * np.dot(level, level) / len(level):
        return 2.0 * height
    peak = int(peaks[likeness[peaks] > 0.6 * likeness[peaks].max()][0])
    before, here, after = likeness[peak - 1 : peak + 2]
    bend = before - 2 * here + after
    return float(least + peak + ((before - after) / (2 * bend) if bend else 0.0))


def _centres(profile: np.ndarray, leading: float) -> list[tuple[float, int]]:
    """The middle of each row of print, and its number on the page's ruling."""
    span = max(3, round(0.6 * leading)) | 1
    smooth = np.convolve(profile, np.ones(span) / span, "same")
    peaks: list[int] = []
    for y in range(1, len(smooth) - 1):
        if smooth[y] >= smooth[y - 1] and smooth[y] > smooth[y + 1] and smooth[y] > 0.6:
            if not peaks or y - peaks[-1] >= 0.6 * leading:
                peaks.append(y)
            elif smooth[y] > smooth[peaks[-1]]:
                peaks[-1] = y
    if not peaks:
        return []
    mass = smooth[peaks]
    strong = [y for y, m in zip(peaks, mass, strict=True) if m > 0.3 * np.median(mass)]
    rows: dict[int, float] = {}
    slot, before = 0, strong[0]
    numbered = {}
    for y in strong:
        slot += round((y - before) / leading)
        numbered[y] = slot
        rows[slot] = float(y)
        before = y
    for y in peaks:
        if y not in numbered:
            near = min(strong, key=lambda s: abs(s - y))
            steps = round((y - near) / leading)
            rows.setdefault(numbered[near] + steps, near + steps * leading)
    return [(rows[slot], slot) for slot in sorted(rows)]


def _pitch(flat: Grey, centres: list[float], extents: list[tuple[int, int]]) -> float | None:
    """The width of a character: the period of the ink along the rows, where there is one."""
    total, size = np.zeros(64), 0
    for centre, (begin, end) in zip(centres, extents, strict=True):
        top = max(0, round(centre - ROW * 0.4))
        ink = (_PAPER - flat[top : top + round(ROW * 0.8), begin:end].astype(np.float64)).clip(0).sum(axis=0)
        if len(ink) > 200:
            level = ink - ink.mean()
            spread = np.fft.irfft(np.abs(np.fft.rfft(level, 2 * len(level))) ** 2)[:64]
            total += spread / max(spread[0], 1.0)
            size += 1
    if not size:
        return None
    inner = total[1:-1]
    peaks = np.flatnonzero((inner >= total[:-2]) & (inner >= total[2:])) + 1
    peaks = peaks[(peaks >= 12) & (peaks <= 48)]
    if not len(peaks):
        return None
    best = int(max(peaks, key=lambda lag: total[lag]))
    if total[best] < 0.1 * size:
        return None
    before, here, after = total[best - 1 : best + 2]
    bend = before - 2 * here + after
    return float(best + ((before - after) / (2 * bend) if bend else 0.0))
