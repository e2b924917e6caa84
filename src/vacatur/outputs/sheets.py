"""What a results folder holds beside the decisions when they were made from RAP sheets (docs/rap-sheets.md)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import polars as pl

from vacatur.outputs.filings.list_file import write_list
from vacatur.outputs.folder import HashedFile
from vacatur.outputs.kept import SHEET_ROWS
from vacatur.sources.doj.layout import COLUMNS
from vacatur.sources.rapsheet.delivery import Refused, SheetDelivery, SheetRead
from vacatur.sources.rapsheet.rows import Source, StateRow
from vacatur.sources.rapsheet.sheet import Understood

ROWS = "sheets.dat"
"""The sheets as rows of the state's layout: what was decided from."""
FILES = "sheets/files.csv"
LINES = "sheets/lines.csv"
CONVICTIONS = "sheets/convictions.csv"
REMEDIES = "sheets/remedies.csv"
TEXT = "sheets/text/{:05}.txt"


def write_state_file(path: Path, rows: Iterable[StateRow]) -> list[Source]:
    """Write rows in the state's layout, a header first.

    Returns:
        where each comes from, in order: the first stands on line 2.
    """
    sources = []
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow([_one_line(row.cells.get(name, "")) for name in COLUMNS])
            sources.append(row.source)
    return sources


def _one_line(text: str) -> str:
    return " ".join(text.split())


def write_enclosures(
    folder: Path,
    delivery: SheetDelivery,
    sources: Sequence[Source],
    state_file: Path,
    convictions: pl.DataFrame,
    remedies: pl.DataFrame,
) -> list[HashedFile]:
    """Write the tables of the sheets, the text of each as it was read, and the rows that were decided from.

    Args:
        convictions: with the best remedy of each, and `remedies`: all of each.
    """
    by_number = {read.number: read for read in delivery.sheets}
    written = [
        write_list(folder, SHEET_ROWS, _table(_PLACE, _places(sources, by_number)), for_people=False),
        write_list(folder, FILES, _table(_FILE, _files(delivery))),
        write_list(folder, LINES, _table(_LINE, _lines(delivery.sheets))),
        write_list(folder, CONVICTIONS, convictions),
        write_list(folder, REMEDIES, remedies),
        _write(folder, ROWS, state_file.read_bytes()),
    ]
    for read in delivery.sheets:
        text = "".join(f"{line.text}\n" for line in read.sheet.lines)
        written.append(_write(folder, TEXT.format(read.number), text.encode()))
    return written


def _write(folder: Path, name: str, content: bytes) -> HashedFile:
    with HashedFile(folder, name) as output:
        output.write(content)
    return output


def _table(schema: pl.Schema, rows: Iterator[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=schema, orient="row")


_PLACE = pl.Schema({
    "line": pl.UInt32, "sheet": pl.UInt32, "file": pl.String, "page": pl.UInt32, "first_line": pl.UInt32,
    "last_line": pl.UInt32, "event_first": pl.UInt32, "event_last": pl.UInt32,
})  # fmt: skip


def _places(sources: Sequence[Source], sheets: dict[int, SheetRead]) -> Iterator[tuple[object, ...]]:
    """For each row of `sheets.dat` the lines of the sheet on which it rests, and those of its whole event."""
    pages = {number: {line.number: line.page for line in read.sheet.lines} for number, read in sheets.items()}
    for line, source in enumerate(sources, start=2):
        read, page = sheets[source.sheet], pages[source.sheet].get(source.first)
        block = read.sheet.events[source.event].lines if source.event is not None else ()
        event = (min(block), max(block)) if block else (None, None)
        yield line, source.sheet, read.name, page, source.first, source.last, *event


_FILE = pl.Schema({
    "sheet": pl.UInt32, "file": pl.String, "kind": pl.String, "sha256": pl.String, "pages": pl.UInt32,
    "person": pl.String, "events": pl.UInt32, "content_lines": pl.UInt32, "understood": pl.UInt32,
    "partly": pl.UInt32, "not_understood": pl.UInt32, "share": pl.Float64, "set_aside": pl.String,
})  # fmt: skip


def _files(delivery: SheetDelivery) -> Iterator[tuple[object, ...]]:
    for read in delivery.sheets:
        found = read.coverage
        yield (
            read.number, read.name, read.kind, read.sha256, read.pages, read.person, len(read.sheet.events),
            found.content, found.read, found.partly, found.unread, round(found.share, 4), "",
        )  # fmt: skip
    for refused in delivery.refused:
        yield _refused(refused)


def _refused(refused: Refused) -> tuple[object, ...]:
    return (None, refused.name, *[None] * (len(_FILE) - 3), refused.why)


_LINE = pl.Schema({
    "sheet": pl.UInt32, "file": pl.String, "line": pl.UInt32, "page": pl.UInt32, "state": pl.String, "doubt": pl.String,
    "text": pl.String,
})  # fmt: skip


def _lines(sheets: Sequence[SheetRead]) -> Iterator[tuple[int, str, int, int, str, str, str]]:
    """The lines that were not understood, or in part, with what is in doubt about each."""
    for read in sheets:
        doubts: dict[int, list[str]] = {}
        for doubt in read.sheet.doubts:
            doubts.setdefault(doubt.line, []).append(doubt.code)
        for line in read.sheet.lines:
            state = read.sheet.states.get(line.number, Understood.UNREAD)
            if state in (Understood.UNREAD, Understood.PARTLY) or line.number in doubts:
                codes = "; ".join(doubts.get(line.number, []))
                yield read.number, read.name, line.number, line.page, state.value, codes, line.text.strip()
