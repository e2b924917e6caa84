"""A table over many pages, broken into lines and pages before it is set, so that each page is known beforehand.

Typst can break a table over pages by itself, but for an exhibit of 66,000 rows it then needs 26 seconds and 7.4 GB.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from vacatur.outputs.filings.widths import Wrapping

EDGE, WIDTH = 54.0, 702.0
"""Points from the left edge of the page to the first column, and across all columns (exhibit.typ)."""

FIRST, PITCH, LINES = 88.0, 12.0, 40
"""Points from the top of the page to the first line of type below the heads, from line to line; lines that fit."""

Line = tuple[str, ...]
"""One line of type: its part of each cell, blank where a cell has no such line."""


@dataclass(frozen=True)
class Column:
    """A column.

    Attributes:
        head: what it is called.
        width: in points, with the gap after it.
        right: set flush right, as numbers are.
        withheld: left out of what the public sees.
    """

    head: str
    width: float
    right: bool = False
    withheld: bool = False

    @property
    def gap(self) -> float:
        """Points to the next column: a number flush right needs more."""
        return 9.0 if self.right else 5.0


@dataclass
class Page:
    """A page: rows of one court.

    Attributes:
        court: whose rows they are; blank on pages that are of no court.
        title: what stands in its place there.
        rows: each the lines of type of its cells.
        first, last: numbers of the first and the last row; 0 on pages without numbered rows.
        begins: whether this is the first page of its court, or of its table.
        total: whether its last row is a total.
    """

    court: str = ""
    title: str = ""
    rows: list[list[Line]] = field(default_factory=list)
    first: int = 0
    last: int = 0
    begins: bool = False
    total: bool = False

    @property
    def lines(self) -> int:
        """How many lines of type it has."""
        return sum(map(len, self.rows))


def broken(rows: Iterable[Sequence[str]], columns: Sequence[Column], wrapping: Wrapping) -> Iterator[list[Line]]:
    """The lines of type of each row."""
    widths = [column.width - column.gap for column in columns]
    for row in rows:
        cells = [wrapping.lines(text, width) for text, width in zip(row, widths, strict=True)]
        height = max(map(len, cells))
        if height == 1:
            yield [tuple(row)]
        else:
            yield [tuple(cell[line] if line < len(cell) else "" for cell in cells) for line in range(height)]


def paged(rows: Iterable[list[Line]], *, title: str, total: bool = True) -> list[Page]:
    """Pages of rows that are of no court; a row stays together.

    Args:
        total: whether the last row is one.
    """
    pages = [Page(title=title, begins=True)]
    for row in rows:
        if pages[-1].lines + len(row) > LINES:
            pages.append(Page(title=title))
        pages[-1].rows.append(row)
    pages[-1].total = total
    return pages


def paged_by_court(rows: Iterable[tuple[str, list[Line]]], *, first: int = 1) -> list[Page]:
    """Pages of numbered rows with their courts: each court begins a page, and a row stays together unless it is taller
    than a page.

    Args:
        first: number of the first row.
    """
    pages: list[Page] = []
    room = 0
    for number, (court, row) in enumerate(rows, start=first):
        for piece in [row] if len(row) <= LINES else _pieces(row):
            begins = not pages or pages[-1].court != court
            if begins or len(piece) > room:
                pages.append(Page(court=court, first=number, begins=begins))
                room = LINES
            pages[-1].rows.append(piece)
            pages[-1].last = number
            room -= len(piece)
    return pages


def _pieces(row: list[Line]) -> Iterator[list[Line]]:
    for start in range(0, len(row), LINES):
        yield row[start : start + LINES]


@dataclass(frozen=True)
class Placed:
    """Where everything of a page stands, in points from its left and its top.

    Attributes:
        texts: left, top, text.
        total: of the last row, where it is a total: left, room, flush right or not, top, text.
        rules: top of the line below each row.
    """

    texts: list[tuple[float, float, str]]
    total: list[tuple[float, float, bool, float, str]]
    rules: list[float]


def placed(page: Page, columns: Sequence[Column], wrapping: Wrapping) -> Placed:
    """Where every cell of a page stands; those withheld are left out."""
    found = Placed([], [], [])
    lefts, x = [], EDGE
    for column in columns:
        lefts.append(x)
        x += column.width
    shown = [(at, column, lefts[at]) for at, column in enumerate(columns) if not column.withheld]
    y = FIRST
    for number, row in enumerate(page.rows, start=1):
        total = page.total and number == len(page.rows)
        for line in row:
            for at, column, left in shown:
                if not (text := line[at]):
                    continue
                room = column.width - column.gap
                if total:
                    found.total.append((left, room, column.right, y, text))
                elif column.right:
                    found.texts.append((round(left + room - wrapping.width(text), 2), y, text))
                else:
                    found.texts.append((left, y, text))
            y += PITCH
        found.rules.append(y)
    return found
