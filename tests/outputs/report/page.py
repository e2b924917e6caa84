"""A report read back: its tables, links and charts as a reader's program finds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path


@cache
def page_of(folder: Path) -> Page:
    """The page of a report, read once."""
    return Page((folder / "report.html").read_text(encoding="utf-8"))


VOID = {"meta", "link", "br", "hr", "img", "input"}


@dataclass
class Cell:
    text: str = ""
    link: str | None = None


@dataclass
class ReadTable:
    """Heads, and for each line its head and cells."""

    id: str
    caption: str = ""
    heads: list[str] = field(default_factory=list)
    lines: list[tuple[str, list[Cell]]] = field(default_factory=list)

    def cell(self, line: str, head: str) -> Cell:
        place = self.heads.index(head) - 1
        return next(cells[place] for name, cells in self.lines if name == line)

    def column(self, head: str) -> dict[str, str]:
        place = self.heads.index(head) - 1
        return {name: cells[place].text for name, cells in self.lines}


class Page(HTMLParser):
    """Every element with its attributes, every table, and every number that is a link."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.tables: dict[str, ReadTable] = {}
        self.links: list[tuple[str, str]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self._table: ReadTable | None = None
        self._cells: list[Cell] = []
        self._href: str | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "table":
            self._table = self.tables[given["id"]] = ReadTable(given["id"])
        if tag == "tr":
            self._cells = []
        if tag in ("th", "td"):
            self._cells.append(Cell())
        if tag == "a":
            self._href = given["href"]
            self.links.append((given["href"], ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass
        if tag == "tr" and self._table is not None:
            texts = [cell.text for cell in self._cells]
            if "thead" in self._open:
                self._table.heads = texts
            else:
                self._table.lines.append((texts[0], self._cells[1:]))
        if tag == "table":
            self._table = None
        if tag == "a":
            self._href = None

    def handle_data(self, data: str) -> None:
        if "style" in self._open or "svg" in self._open:
            return
        self.text.append(data)
        if "caption" in self._open and self._table is not None:
            self._table.caption += data
        elif {"th", "td"} & set(self._open):
            self._cells[-1].text += data
            self._cells[-1].link = self._href
        if self._href is not None:
            href, before = self.links.pop()
            self.links.append((href, before + data))

    def words(self) -> str:
        """What is read, charts aside."""
        return " ".join(" ".join(self.text).split())
