"""Writing the volumes of an exhibit, complete and redacted.

Both versions have the same lines on the same pages under the same numbers. The redacted one is made without the columns
that it withholds: what is not given to the template cannot be found in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from vacatur.outputs.filings.exhibits import COLUMNS, TABLES, Exhibit, Volume, court_name
from vacatur.outputs.filings.listing import EDGE, Column, Page, placed
from vacatur.outputs.filings.widths import Wrapping
from vacatur.outputs.folder import HashedFile
from vacatur.outputs.typeset import typeset

SUBJECTS = {"exhibit_a": "Convictions to be dismissed and sealed", "exhibit_b": "Convictions to be redesignated"}
SEALED, REDACTED = "sealed", "redacted"
MARKS = {SEALED: "FILED UNDER SEAL", REDACTED: "REDACTED"}
LEGENDS = {
    SEALED: "Conditionally under seal until the Court rules. May not be examined without court order.",
    REDACTED: "Public: redacts materials from a conditionally sealed record.",
}
_TEMPLATE = Path(__file__).parent / "exhibit.typ"


@dataclass(frozen=True)
class Heading:
    """What the pages of an exhibit say of the motion that it belongs to.

    Attributes:
        court: with the county, in capitals.
        case_title: short.
        case: the number of the motion, with the words before it.
        prosecutor: who moves.
        facts: name and value of further lines on the cover.
        source: the results that it was made from.
    """

    court: str
    case_title: str
    case: str
    prosecutor: str
    facts: tuple[tuple[str, str], ...]
    source: str


def volume_writers(
    folder: Path, place: str, exhibit: Exhibit, heading: Heading, *, case_numbers: bool
) -> Iterator[Callable[[], HashedFile]]:
    """What writes each volume of an exhibit, complete and redacted; they may be called in any order, in threads.

    Args:
        folder: that of the packets.
        place: folder of the prosecutor within it.
        case_numbers: whether the redacted version shows them.
    """
    shown = tuple(
        replace(column, withheld=column.withheld and not (case_numbers and column.head == "Case number"))
        for column in COLUMNS
    )
    for version in (SEALED, REDACTED):
        for volume in exhibit.volumes:
            name = f"{place}/exhibit-{exhibit.name[-1].lower()}-{version}-{volume.number:03}.pdf"
            yield _writer(folder, name, exhibit, volume, heading, version, shown)


def _writer(
    folder: Path, name: str, exhibit: Exhibit, volume: Volume, heading: Heading, version: str, columns: Sequence[Column]
) -> Callable[[], HashedFile]:
    withheld = [column.head for column in columns if column.withheld]
    shown = columns if version == REDACTED else [replace(column, withheld=False) for column in columns]

    def write() -> HashedFile:
        data = _cover(exhibit, volume, heading, version) | _pages(volume, shown, exhibit.wrapping)
        pdf = typeset(
            _TEMPLATE,
            data | {"notes": _notes(version, withheld, heading, by_number=exhibit.by_number)},
            tagged=False,
            forget=True,
        )
        with HashedFile(folder, name) as output:
            output.rows = volume.rows
            output.write(pdf)
        return output

    return write


def _cover(exhibit: Exhibit, volume: Volume, heading: Heading, version: str) -> dict[str, object]:
    lines = f"{volume.listing[0].first:,} to {volume.listing[-1].last:,}"
    return {
        "title": f"{exhibit.name}, {MARKS[version].lower()}, volume {volume.number} of {volume.of}",
        "exhibit": exhibit.name.upper(),
        "subject": SUBJECTS[exhibit.listed],
        "mark": MARKS[version],
        "legend": LEGENDS[version],
        "court": heading.court,
        "case": heading.case,
        "case-title": heading.case_title,
        "prosecutor": heading.prosecutor,
        "volume": f"{exhibit.name}, volume {volume.number} of {volume.of}, lines {lines}",
        "facts": [
            ("Volume", f"{volume.number} of {volume.of}"),
            ("Lines in this volume", lines),
            (f"Convictions in {exhibit.name}", f"{exhibit.lines:,}"),
            (f"Persons in {exhibit.name}", f"{exhibit.persons:,}"),
            *heading.facts,
        ],
    }


def _pages(volume: Volume, columns: Sequence[Column], wrapping: Wrapping) -> dict[str, object]:
    """The pages and the heads of their columns, as `exhibit.typ` takes them, without what is withheld."""
    tables = {"lines": columns, **TABLES}
    heads, band = _redacted(columns)

    def page_of(table: str, page: Page) -> dict[str, object]:
        found = placed(page, tables[table], wrapping)
        place = court_name(page.court) if page.court else page.title
        return {
            "table": table,
            "cells": found.texts,
            "total": found.total,
            "rules": found.rules,
            "band": (*band, found.rules[-1]) if band and table == "lines" else None,
            "place": place,
            "bookmark": page.begins,
        }

    return {
        "tables": {
            name: [{"head": c.head, "width": c.width, "right": c.right, "gap": c.gap} for c in table]
            for name, table in {**TABLES, "lines": heads}.items()
        },
        "pages": [{"table": "cover"}, *(page_of(table, page) for table, page in volume.pages)],
    }


def _redacted(columns: Sequence[Column]) -> tuple[Sequence[Column], tuple[float, float] | None]:
    """The heads, one for all that is withheld; and where the gray band in its place begins, and its width."""
    hidden = [column for column in columns if column.withheld]
    if not hidden:
        return columns, None
    place = columns.index(hidden[0])
    one = Column(f"{_listed([column.head for column in hidden])}: withheld", sum(column.width for column in hidden))
    before = sum(column.width for column in columns[:place])
    return (*columns[:place], one, *columns[place + len(hidden) :]), (EDGE + before, one.width)


def _listed(heads: Sequence[str]) -> str:
    """`Defendant, birth date, CII number`."""
    return ", ".join([heads[0], *(head if head[:3].isupper() else head.lower() for head in heads[1:])])


def _notes(version: str, withheld: Sequence[str], heading: Heading, *, by_number: bool) -> list[str]:
    if version == SEALED:
        other = "The redacted exhibit has the same lines on the same pages under the same numbers."
    else:
        other = f"Withheld: {_listed(withheld)}. The complete exhibit has the same lines on the same pages."
    return [
        f"Each line is one count of conviction. {other}",
        "Dates are month/day/year. What the records do not say is called unknown.",
        "Basis: Statute, where Health and Safety Code section 11361.8 gives at least the relief asked; Policy, where "
        "the relief rests on the policy of the prosecutor.",
        "Courts as the state's records name them: CASC superior court, CAMC municipal court, CAJC justice court. "
        "HS: Health and Safety Code.",
        *(["A character that this type lacks stands by its Unicode number, in brackets: [U+738B]."] * by_number),
        heading.source,
    ]
