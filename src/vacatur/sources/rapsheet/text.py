"""A text into its lines and pages."""

from __future__ import annotations

import re

from vacatur.sources.rapsheet.sheet import Line

_ENDS = re.compile(r"\r\n|\r|\n")


def lines_of(text: str) -> list[Line]:
    """The lines of a text, numbered from 1. Lines end with CR LF, CR or LF; a form feed begins a page, and a line."""
    lines: list[Line] = []
    page = 1
    pieces = _ENDS.split(text)
    if pieces[-1] == "":
        pieces.pop()  # the end of the last line, not a line of its own
    for piece in pieces:
        first, *later = piece.split("\f")
        if first or not later:
            lines.append(Line(len(lines) + 1, page, first))
        for part in later:
            page += 1
            if part or part is later[-1]:
                lines.append(Line(len(lines) + 1, page, part))
    return lines
