"""What stands in a report, before it is a page or a PDF: both are set from this, so both say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vacatur.outputs.report.figures import WITHHELD, Figure

Text = str | Figure
"""Words, or a number among them."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph.

    Attributes:
        kind: `lead` for what is read first, `note` for a remark in small print, or nothing.
    """

    parts: tuple[Text, ...]
    kind: str = ""
    block: str = "paragraph"


@dataclass(frozen=True)
class KeyFigure:
    """A number that stands out, and what it counts."""

    figure: Figure
    label: str


@dataclass(frozen=True)
class KeyFigures:
    """A few numbers side by side."""

    figures: tuple[KeyFigure, ...]
    block: str = "key_figures"


@dataclass(frozen=True)
class Line:
    """A line of a table: its head, and a cell for each further column.

    Attributes:
        total: whether it sums up the others.
    """

    head: str
    cells: tuple[Text, ...]
    total: bool = False


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        heads: of all columns, the first above the heads of the lines.
        words: places of the columns that hold words rather than numbers.
        notes: what a reader must know, below it.
    """

    id: str
    caption: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    words: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    block: str = "table"


@dataclass(frozen=True)
class Drawing:
    """A chart.

    Attributes:
        title: what it shows, as a person would say it.
        description: the same in words, with its numbers, for those who cannot see it.
        table: the id of the table that holds its numbers.
        svg: the drawing.
    """

    id: str
    title: str
    description: str
    table: str
    svg: str
    block: str = "drawing"


@dataclass(frozen=True)
class Terms:
    """Words and what they mean, or settings and their values."""

    items_: tuple[tuple[str, tuple[Text, ...]], ...]
    block: str = "terms"


@dataclass(frozen=True)
class Steps:
    """An ordered list."""

    items_: tuple[str, ...]
    block: str = "steps"


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    id: str
    text: str
    block: str = "heading"


Block = Paragraph | KeyFigures | Table | Drawing | Terms | Steps | Heading


@dataclass(frozen=True)
class Section:
    """A section of the report."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Page:
    """A report.

    Attributes:
        subtitle: whose policy, and as of which day.
        standing: what kind of paper this is, and for whom.
        source: the SHA-256 of the manifest of the results.
        published: whether it is for the public.
    """

    title: str
    subtitle: str
    standing: str
    sections: tuple[Section, ...]
    source: str
    published: bool

    def drawings(self) -> list[Drawing]:
        """The charts, in order."""
        return [block for section in self.sections for block in section.blocks if isinstance(block, Drawing)]


def counted(figure: Figure, one: str, many: str | None = None, *, start: bool = False) -> list[Text]:
    """`1 person`, `2 people`, `a withheld number of people`: a count in a sentence, with what it counts.

    Args:
        one: what it counts; empty where the sentence says so elsewhere.
        start: whether the sentence begins with it.
    """
    noun = one if figure.text == "1" else (one + "s" if many is None and one else many or "")
    if figure.text == WITHHELD:
        return [("A" if start else "a") + " withheld number" + (f" of {noun}" if noun else "")]
    return [figure, f" {noun}"] if noun else [figure]


def plain(part: Text) -> str:
    """A part of a text without its link."""
    return part if isinstance(part, str) else part.text


def sentence(parts: Sequence[Text]) -> str:
    """A text without its links."""
    return "".join(map(plain, parts))


def as_data(page: Page, widths: Mapping[str, float]) -> dict[str, Any]:
    """The page for a template that sets it on paper: texts without links, charts by their ids.

    Args:
        widths: of each chart, in the units in which it was drawn.
    """
    return {
        "title": page.title,
        "subtitle": page.subtitle,
        "standing": page.standing,
        "source": page.source,
        "published": page.published,
        "sections": [
            {"title": section.title, "blocks": [_block(block, widths) for block in section.blocks]}
            for section in page.sections
        ],
    }


def _block(block: Block, widths: Mapping[str, float]) -> dict[str, Any]:
    data: dict[str, Any] = {"block": block.block}
    match block:
        case Paragraph():
            data |= {"text": sentence(block.parts), "kind": block.kind}
        case KeyFigures():
            data |= {"figures": [{"text": each.figure.text, "label": each.label} for each in block.figures]}
        case Table():
            lines = [{"cells": [line.head, *map(plain, line.cells)], "total": line.total} for line in block.lines]
            data |= {"caption": block.caption, "heads": list(block.heads), "lines": lines}
            data |= {"words": sorted(block.words), "notes": list(block.notes)}
        case Drawing():
            data |= {"file": f"{block.id}.svg", "title": block.title, "description": block.description}
            data |= {"width": widths[block.id]}
        case Terms():
            data |= {"items": [{"term": term, "text": sentence(parts)} for term, parts in block.items_]}
        case Steps():
            data |= {"items": list(block.items_)}
        case Heading():
            data |= {"text": block.text}
    return data
