"""How wide text is in the type of the exhibits, so that pages can be broken before they are set."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from vacatur.outputs.typeset import DATA

_TEMPLATE = Path(__file__).parent / "widths.typ"
_BREAKS = " -/,"
"""A line may end after one of these."""


def advances(characters: Iterable[str]) -> dict[str, float]:
    """The width of each character at a size of one point, without kerning or ligatures."""
    import typst

    wanted = sorted(set(characters))
    given = {DATA: json.dumps({"characters": wanted})}
    found = typst.query(
        _TEMPLATE, "<widths>", field="value", one=True, root=_TEMPLATE.parent, ignore_system_fonts=True,
        sys_inputs=given,
    )  # fmt: skip
    return {character: width / 1000 for character, width in zip(wanted, json.loads(found), strict=True)}


class Wrapping:
    """Breaks text into lines of a given width, at blanks and after hyphens, commas and strokes; a word that is wider
    than the line, anywhere. Texts seen before are remembered.

    Attributes:
        size: of the type, in points.
    """

    def __init__(self, characters: Iterable[str], size: float) -> None:
        self.size = size
        self._advances = {character: width * size for character, width in advances(characters).items()}
        self.lines = cache(self._lines)

    def width(self, text: str) -> float:
        """In points."""
        return sum(map(self._advances.__getitem__, text))

    def _lines(self, text: str, width: float) -> Sequence[str]:
        if self.width(text) <= width:
            return (text,)
        lines, line = [], ""
        for piece in _pieces(text):
            if self.width((line + piece).rstrip()) <= width:
                line += piece
                continue
            if line.strip():
                lines.append(line.strip())
            line = piece.lstrip()
            while self.width(line.rstrip()) > width:
                head = self._head(line, width)
                lines.append(head)
                line = line[len(head) :]
        if line.strip():
            lines.append(line.strip())
        return tuple(lines)

    def _head(self, text: str, width: float) -> str:
        """As much of a text as a line holds; at least one character."""
        end = 1
        while end < len(text) and self.width(text[: end + 1]) <= width:
            end += 1
        return text[:end]


def _pieces(text: str) -> list[str]:
    """The text cut after every character at which a line may end."""
    pieces, start = [], 0
    for place, character in enumerate(text):
        if character in _BREAKS:
            pieces.append(text[start : place + 1])
            start = place + 1
    return [*pieces, text[start:]]
