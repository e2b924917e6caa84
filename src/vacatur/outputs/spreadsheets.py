"""The three spreadsheets that offices know, a set for each file: the state's own lines, with our columns appended."""

from __future__ import annotations

import io
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from vacatur.law.pack import Pack
from vacatur.outputs.annotations import blank_suffix, column_names
from vacatur.outputs.cells import csv_cells
from vacatur.outputs.folder import HashedFile
from vacatur.record.rows import line_of
from vacatur.sources.doj.ahead import in_order
from vacatur.sources.doj.blocks import Block, Place, again, block_again, lines_again
from vacatur.sources.doj.coded import CODED_COLUMNS, TEXT_COLUMNS
from vacatur.sources.doj.distinct import distinct_texts
from vacatur.sources.doj.file import DojFile, RowForm, check_unchanged
from vacatur.sources.doj.layout import COLUMNS, CONDENSED_COLUMNS
from vacatur.sources.doj.reader import FileRead
from vacatur.sources.doj.records import records_again

_SLICE = 25_000
"""Rows of the condensed spreadsheet that are put together at a time."""

BytesDone = Callable[[int], None]

OfFile = Callable[[FileRead], Iterator[pl.DataFrame]]
"""The rows of a table that are a file's, in their order, some at a time."""


def write_spreadsheets(
    folder: Path,
    reads: Sequence[FileRead],
    cells: OfFile,
    notes: OfFile,
    pack: Pack,
    progress: BytesDone | None = None,
) -> list[HashedFile]:
    """Write All_Results, Prop64_Results and All_Results_Condensed for each file; with several files, numbered from 1.

    Args:
        cells: the rows as read (`sources.doj.coded`).
        notes: of the same file what to append to which row (`outputs.annotations`).

    Returns:
        the files written.
    """
    written: list[HashedFile] = []
    for read in reads:
        number = f"_{read.file.index + 1}" if len(reads) > 1 else ""
        names = [f"{name}{number}.csv" for name in ("All_Results", "Prop64_Results", "All_Results_Condensed")]
        with (
            HashedFile(folder, names[0]) as everything,
            HashedFile(folder, names[1]) as decided,
            HashedFile(folder, names[2]) as condensed,
        ):
            written += [everything, decided, condensed]
            with ThreadPoolExecutor(1) as beside:
                short = beside.submit(_write_condensed, condensed, read, cells(read), _Onward(notes(read)), pack)
                try:
                    _write_lines(everything, decided, read, _Onward(notes(read)), pack, progress)
                finally:
                    short.cancel()
                short.result()
        check_unchanged(read.file)
    return written


class _Onward:
    """What there is to append to the rows of a file, taken as the lines pass."""

    def __init__(self, notes: Iterator[pl.DataFrame]) -> None:
        self._coming = notes
        self._held = _NO_NOTES

    def until(self, last: int) -> pl.DataFrame:
        """That of all rows which begin on a line up to `last` and were not asked for before."""
        parts = []
        while (taken := self._held["line"].search_sorted(last + 1)) == self._held.height:
            parts.append(self._held)
            more = next(self._coming, None)
            if more is None:
                self._held = self._held.clear()
                return pl.concat(parts)
            self._held = more.select(line_of(pl.col("row")).alias("line"), "decided", "suffix")
        parts.append(self._held.head(taken))
        self._held = self._held.slice(taken)
        return pl.concat(parts)


_NO_NOTES = pl.DataFrame(schema={"line": pl.UInt32, "decided": pl.Boolean, "suffix": pl.String})


def _header(names: Sequence[str], pack: Pack) -> str:
    return ",".join([*names, *column_names(pack)])


def _encoded(text: bytes, line_end: bytes, latin1: bool) -> bytes:
    if latin1:
        text = text.decode().encode("latin-1", "replace")
    return text if line_end == b"\n" else text.replace(b"\n", line_end)


def _line_end(read: FileRead) -> bytes:
    return b"\r\n" if read.file.line_end == b"\r\n" else b"\n"


def _write_lines(
    everything: HashedFile,
    decided: HashedFile,
    read: FileRead,
    notes: _Onward,
    pack: Pack,
    progress: BytesDone | None,
) -> None:
    """Each readable line as it stands, our columns after it; a file whose lines end in CR LF stays so."""
    end = _line_end(read)
    for output in (everything, decided):
        output.write(_encoded((_header(COLUMNS, pack) + "\n").encode(), end, False))
    for place, rows in _annotated(read, notes, blank_suffix(pack)):
        for output, written in zip((everything, decided), rows, strict=True):
            output.rows += written.rows
            output.write(_encoded(written.text, end, place.latin1))
        if progress:
            progress(place.end - place.start)


@dataclass(frozen=True)
class _Lines:
    """Finished rows: UTF-8, each ended by LF."""

    text: bytes
    rows: int


_Annotated = tuple[_Lines, _Lines]
"""All rows with what is appended to each, and those of decided convictions."""


def _annotated(read: FileRead, notes: _Onward, blank: str) -> Iterator[tuple[Place, _Annotated]]:
    """The readable rows of a file as they stand, with what is appended to each.

    Where all lines of a block are rows, that is little work. The other blocks are looked into again, a few ahead.
    """
    gone = pl.Series("line", [row.line for row in read.set_aside], pl.UInt32)  # some for their keys alone
    form = read.file.form

    def mended(held: _Held) -> tuple[_Held, _Annotated | None]:
        place = held.place
        aside = gone.filter(gone.is_between(place.first_line, place.first_line + place.lines - 1))
        if place.regular and aside.is_empty():
            return held, None
        return held, _one_by_one(block_again(read.file, place, held.raw), form, aside, held.notes, blank)

    places = (
        _Held(place, raw, notes.until(place.first_line + place.lines - 1))
        for place, raw in again(read.file, read.places)
    )
    for held, found in in_order(mended, places):
        if found is None:
            yield from _as_they_stand(read.file, held, blank)
        else:
            yield held.place, found


@dataclass(frozen=True)
class _Held:
    """A block that is to be annotated, with its bytes where the file is packed."""

    place: Place
    raw: bytes | None
    notes: pl.DataFrame


def _as_they_stand(file: DojFile, held: _Held, blank: str) -> Iterator[tuple[Place, _Annotated]]:
    """The lines of a block that are all rows, some at a time."""
    something = pl.format(",{}\n", pl.col("suffix")).cast(pl.Binary)
    to_say = held.notes.select("line", "decided", something).rows()
    said = 0
    for block, ends in lines_again(file, held.place, held.raw):
        until = bisect_left(to_say, (block.place.first_line + len(ends),), lo=said)
        if any(block.text[end - 1] == _COMMA for end in ends):  # after the last column: it goes
            yield block.place, _one_by_one(block, file.form, None, held.notes, blank)
        else:
            yield block.place, _with_ends(block, ends, to_say[said:until], blank)
        said = until


_COMMA = ord(",")


def _with_ends(block: Block, ends: list[int], to_say: list[tuple[int, bool, bytes]], blank: str) -> _Annotated:
    """All line ends are replaced at once, and then what stands there on the rows of which there is something to say.

    Args:
        ends: where each line ends.
        to_say: line, whether it is a decided conviction's, and what replaces its end.
    """
    nothing = f",{blank}\n".encode()
    text, filled = memoryview(block.text), memoryview(block.text.replace(b"\n", nothing))
    everything: list[bytes | memoryview] = []
    chosen: list[bytes | memoryview] = []
    copied = 0
    for line, decided, something in to_say:
        row = line - block.place.first_line
        stop = ends[row] + row * (len(nothing) - 1)
        everything += (filled[copied:stop], something)
        copied = stop + len(nothing)
        if decided:
            chosen += (text[ends[row - 1] + 1 if row else 0 : ends[row]], something)
    everything.append(filled[copied:])
    return _Lines(b"".join(everything), len(ends)), _Lines(b"".join(chosen), len(chosen) // 2)


def _one_by_one(block: Block, form: RowForm, aside: pl.Series | None, notes: pl.DataFrame, blank: str) -> _Annotated:
    """Where some lines are no rows, or must be mended.

    Args:
        aside: lines of rows that were set aside; None when there are none.
    """
    records = records_again(block, form)
    lines = pl.DataFrame({"line": records.line, "text": records.as_strings()})
    lines = lines.filter(~pl.col("line").is_in(aside.implode())) if aside is not None else lines
    rows = lines.join(notes, on="line", how="left", maintain_order="left")
    rows = rows.with_columns(pl.col("suffix").fill_null(blank), pl.col("decided").fill_null(False))
    return _as_lines(rows.select("text", "suffix")), _as_lines(rows.filter("decided").select("text", "suffix"))


def _as_lines(cells: pl.DataFrame) -> _Lines:
    """Rows of finished cells."""
    buffer = io.BytesIO()
    cells.write_csv(buffer, include_header=False, quote_style="never")
    return _Lines(buffer.getvalue(), cells.height)


def _write_condensed(
    output: HashedFile, read: FileRead, cells: Iterator[pl.DataFrame], notes: _Onward, pack: Pack
) -> None:
    """Twenty of the columns, put together from the cells that were read: each distinct text is made a cell once."""
    end = _line_end(read)
    output.write(_encoded((_header(CONDENSED_COLUMNS, pack) + "\n").encode(), end, False))
    held = {source: name for name, source in (CODED_COLUMNS | TEXT_COLUMNS).items()}
    blank = blank_suffix(pack)
    for own in cells:
        coded = {name: own[held[name]] for name in CONDENSED_COLUMNS if held[name] in CODED_COLUMNS}
        made = {name: csv_cells(distinct_texts(column)) for name, column in coded.items()}
        for rows in own.iter_slices(_SLICE):
            frame = rows.select(
                "line", *[_cells_of(rows[held[name]], made.get(name)).alias(name) for name in CONDENSED_COLUMNS]
            )
            said = notes.until(rows["line"][-1]).select("line", "suffix")
            frame = frame.join(said, on="line", how="left", maintain_order="left").drop("line")
            lines = _as_lines(frame.with_columns(pl.col("suffix").fill_null(blank)))
            output.rows += lines.rows
            output.write(_encoded(lines.text, end, read.latin1))


def _cells_of(column: pl.Series, made: pl.Series | None) -> pl.Expr:
    """The cells of some rows.

    Args:
        made: for a coded column the cell of each distinct text.
    """
    if made is None:
        return pl.lit(csv_cells(column))
    return pl.lit(made).gather(pl.col(column.name).to_physical()).fill_null("")
