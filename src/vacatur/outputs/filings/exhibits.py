"""Exhibit A (to dismiss and seal) and Exhibit B (to redesignate): one line a count, by court, broken into pages and
volumes. `volumes.py` writes them.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import polars as pl

from vacatur.outputs.filings.figures import section_with_code
from vacatur.outputs.filings.listing import Column, Line, Page, broken, paged, paged_by_court
from vacatur.outputs.filings.widths import Wrapping
from vacatur.outputs.printable import is_printable, printable
from vacatur.review.applied import reason_in_short

PAGES = 125
"""Pages of lines in a volume: some 4,000 lines, set in a second or two, and no burden to send."""

SIZE = 8.5
"""Of the type, in points (exhibit.typ)."""

NAMES = {"exhibit_a": "Exhibit A", "exhibit_b": "Exhibit B"}
RELIEF = {"exhibit_a": "Dismiss, seal", "exhibit_b": "Redesignate"}

COLUMNS = (
    Column("Line", 40, right=True),
    Column("Case number", 60, withheld=True),
    Column("Defendant", 124, withheld=True),
    Column("Birth date", 48, withheld=True),
    Column("CII number", 54, withheld=True),
    Column("Section", 60),
    Column("Count", 30),
    Column("Convicted", 46),
    Column("Relief asked", 54),
    Column("Basis", 36),
    Column("Ground", 150),
)
INDEX = (
    Column("Court", 430), Column("Begins on page", 90, right=True), Column("Lines", 110, right=True),
    Column("Counts", 72, right=True),
)  # fmt: skip
BY_COURT = (
    Column("Court", 310), Column("Begins in volume", 90, right=True), Column("on page", 60, right=True),
    Column("Lines", 110, right=True), Column("Counts", 66, right=True), Column("Persons", 66, right=True),
)  # fmt: skip
BY_GROUND = (
    Column("Section", 80), Column("Basis", 80), Column("Ground", 470), Column("Counts", 72, right=True),
)  # fmt: skip
TABLES = {"index": INDEX, "courts": BY_COURT, "grounds": BY_GROUND}
"""The tables beside that of the lines themselves."""

_COURTS = {"CASC": "Superior Court", "CAMC": "Municipal Court", "CAJC": "Justice Court"}
"""The state's abbreviations for courts of California."""


@dataclass(frozen=True)
class Volume:
    """Pages of an exhibit that are one file.

    Attributes:
        number: from 1, of `of`.
        index: pages that say where each court begins.
        listing: pages of lines.
        end: pages of totals, each with its table (`TABLES`); in the last volume only.
    """

    number: int
    of: int
    index: list[Page]
    listing: list[Page]
    end: list[tuple[str, Page]] = field(default_factory=list)

    @property
    def pages(self) -> list[tuple[str, Page]]:
        """All pages after the cover, each with its table."""
        return [("index", page) for page in self.index] + [("lines", page) for page in self.listing] + self.end

    @property
    def begins(self) -> Iterator[tuple[str, int]]:
        """The courts that begin in this volume, each with the page."""
        for number, page in enumerate(self.listing, start=len(self.index) + 2):
            if page.begins:
                yield page.court, number

    @property
    def rows(self) -> int:
        """How many counts it lists."""
        return self.listing[-1].last - self.listing[0].first + 1


@dataclass(frozen=True)
class Exhibit:
    """An exhibit, broken into pages and volumes.

    Attributes:
        listed: `exhibit_a` or `exhibit_b`.
        lines: counts.
        persons: people whose they are.
        wrapping: the type that its pages were broken for.
        by_number: whether it has characters that the type lacks, which stand by their numbers.
    """

    listed: str
    lines: int
    persons: int
    volumes: list[Volume]
    wrapping: Wrapping
    by_number: bool = False

    @property
    def name(self) -> str:
        """As papers call it."""
        return NAMES[self.listed]

    @property
    def pages(self) -> int:
        """Of all volumes, with their covers."""
        return sum(len(volume.pages) + 1 for volume in self.volumes)


def exhibit_of(rows: pl.DataFrame, listed: str) -> Exhibit:
    """The exhibit of some rows of a docket, in their order.

    Args:
        rows: of one exhibit of one prosecutor, sorted by court, with a column `basis`: what the relief rests on.
        listed: `exhibit_a` or `exhibit_b`.
    """
    rows = rows.with_columns(ground=reason_in_short(pl.col("rule"), pl.col("ground")))
    cells = list(_cells(rows, listed))
    lacking = not all(is_printable("".join(row)) for row in cells)
    if lacking:
        cells = [tuple(map(printable, row)) for row in cells]
    known = {character for row in cells for character in "".join(row)} | set(string.printable)
    wrapping = Wrapping(known.union(*map(court_name, rows["court"].unique())), SIZE)
    pages = paged_by_court(zip(rows["court"], broken(cells, COLUMNS, wrapping), strict=True))
    parts = [pages[start : start + PAGES] for start in range(0, len(pages), PAGES)]
    volumes = [Volume(number, len(parts), _index(part, wrapping), part) for number, part in enumerate(parts, start=1)]
    totals = {"courts": _by_court(rows, volumes), "grounds": _by_ground(rows)}
    for table, title in (("courts", "Totals by court"), ("grounds", "Totals by section, basis and ground")):
        found = paged(broken(totals[table], TABLES[table], wrapping), title=title)
        volumes[-1].end.extend((table, page) for page in found)
    return Exhibit(listed, rows.height, rows["person_id"].n_unique(), volumes, wrapping, by_number=lacking)


def court_name(court: str) -> str:
    """A court as the state's file names it, and what kind it is: `CASC LONG BEACH (Superior Court)`."""
    court = printable(" ".join(court.split()))
    kind = court.partition(" ")[0]
    return f"{court} ({_COURTS[kind]})" if kind in _COURTS else court


def _cells(rows: pl.DataFrame, listed: str) -> Iterator[tuple[str, ...]]:
    """The text of each cell; what is not known is called unknown."""
    day = "%m/%d/%Y"
    shown = rows.select(
        "case_number",
        pl.col("name").str.replace_all(r",\s*", ", "),
        pl.col("birth_date").dt.strftime(day),
        "cii_number",
        pl.coalesce("statute", "section"),
        pl.col("count").cast(pl.String),
        pl.col("convicted_on").dt.strftime(day),
        pl.lit(RELIEF[listed]).alias("relief"),
        "basis",
        "ground",
    ).with_columns(pl.all().fill_null("unknown").str.replace_all(r"[\p{C}\s]+", " "))
    for number, row in enumerate(shown.iter_rows(), start=1):
        yield f"{number:,}", *row


def _span(first: int, last: int) -> str:
    return f"{first:,} to {last:,}" if last > first else f"{first:,}"


def _index(listing: list[Page], wrapping: Wrapping) -> list[Page]:
    """Where each court of a volume begins, or goes on from the volume before."""
    courts: dict[str, list[Page]] = {}
    for page in listing:
        courts.setdefault(page.court, []).append(page)

    def rows(before: int) -> Iterator[tuple[str, ...]]:
        at = before + 1
        for court, pages in courts.items():
            first, last = pages[0].first, pages[-1].last
            yield court_name(court), str(at), _span(first, last), f"{last - first + 1:,}"
            at += len(pages)

    def pages_of(lines: Iterable[list[Line]]) -> list[Page]:
        return paged(lines, title="Courts in this volume", total=False)

    own = len(pages_of(broken(rows(0), INDEX, wrapping)))
    return pages_of(broken(rows(own + 1), INDEX, wrapping))


def _by_court(rows: pl.DataFrame, volumes: list[Volume]) -> list[tuple[str, ...]]:
    begins = {court: (str(volume.number), str(page)) for volume in volumes for court, page in volume.begins}
    numbered = rows.with_row_index("line", offset=1)
    counted = numbered.group_by("court", maintain_order=True).agg(
        pl.col("line").min().alias("first"), pl.col("line").max().alias("last"), pl.len().alias("counts"),
        pl.col("person_id").n_unique().alias("persons"),
    )  # fmt: skip
    found = [
        (court_name(court), *begins[court], _span(first, last), f"{counts:,}", f"{persons:,}")
        for court, first, last, counts, persons in counted.iter_rows()
    ]
    persons = f"{rows['person_id'].n_unique():,}"
    return [*found, ("In all", "", "", _span(1, rows.height), f"{rows.height:,}", persons)]


def _by_ground(rows: pl.DataFrame) -> list[tuple[str, ...]]:
    keys = ("section", "basis", "ground")
    counted = rows.with_columns(section_with_code()).group_by(keys).len().sort(keys)
    return [
        *((*map(str, names), f"{count:,}") for *names, count in counted.iter_rows()),
        ("In all", "", "", f"{rows.height:,}"),
    ]
