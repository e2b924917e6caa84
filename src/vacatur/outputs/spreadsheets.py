"""The three spreadsheets that offices know, a set for each file: the state's own lines, with our columns appended."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from vacatur.law.pack import Pack
from vacatur.outputs.annotations import blank_suffix, column_names
from vacatur.outputs.cells import csv_cells
from vacatur.outputs.folder import HashedFile
from vacatur.record.rows import file_of, line_of
from vacatur.sources.doj.ahead import in_order
from vacatur.sources.doj.coded import CODED_COLUMNS, TEXT_COLUMNS
from vacatur.sources.doj.file import Block, blocks_again
from vacatur.sources.doj.layout import COLUMNS, CONDENSED_COLUMNS
from vacatur.sources.doj.reader import FileRead
from vacatur.sources.doj.records import Records, records_again

_SLICE = 25_000
"""Rows of the condensed spreadsheet that are put together at a time."""

BytesDone = Callable[[int], None]


def write_spreadsheets(
    folder: Path,
    reads: Sequence[FileRead],
    cells: pl.DataFrame,
    notes: pl.DataFrame,
    pack: Pack,
    progress: BytesDone | None = None,
) -> list[HashedFile]:
    """Write All_Results, Prop64_Results and All_Results_Condensed for each file; with several files, numbered from 1.

    Args:
        cells: the rows as read (`sources.doj.coded`).
        notes: what to append to which row (`outputs.annotations`).

    Returns:
        the files written.
    """
    written: list[HashedFile] = []
    for read in reads:
        number = f"_{read.file.index + 1}" if len(reads) > 1 else ""
        names = [f"{name}{number}.csv" for name in ("All_Results", "Prop64_Results", "All_Results_Condensed")]
        own = _of_file(notes, read)
        with (
            HashedFile(folder, names[0]) as everything,
            HashedFile(folder, names[1]) as decided,
            HashedFile(folder, names[2]) as condensed,
        ):
            written += [everything, decided, condensed]
            with ThreadPoolExecutor(1) as beside:
                short = beside.submit(_write_condensed, condensed, read, cells, own, pack)
                try:
                    _write_lines(everything, decided, read, own, pack, progress)
                finally:
                    short.cancel()
                short.result()
    return written


def _of_file(notes: pl.DataFrame, read: FileRead) -> pl.DataFrame:
    row = pl.col("row")
    return notes.filter(file_of(row) == read.file.index).with_columns(line_of(row).alias("line"))


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
    notes: pl.DataFrame,
    pack: Pack,
    progress: BytesDone | None,
) -> None:
    """Each readable line as it stands, our columns after it; a file whose lines end in CR LF stays so."""
    end = _line_end(read)
    for output in (everything, decided):
        output.write(_encoded((_header(COLUMNS, pack) + "\n").encode(), end, False))
    blank = blank_suffix(pack)
    keyless = pl.Series("line", [row.line for row in read.set_aside], pl.UInt32)
    blocks = blocks_again(read.file, read.places)
    for place, rows in in_order(lambda block: (block.place, _annotated(block, read, notes, keyless, blank)), blocks):
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


def _annotated(
    block: Block, read: FileRead, notes: pl.DataFrame, keyless: pl.Series, blank: str
) -> tuple[_Lines, _Lines]:
    """The readable rows of a block as they stand, with what is appended to each; and those of decided convictions.

    Args:
        keyless: lines of the file that were set aside, among them records whose keys could not be read.
    """
    first = block.place.first_line
    after = first + block.place.lines
    low, high = notes["line"].search_sorted(first), notes["line"].search_sorted(after)
    within = notes.slice(low, high - low).select("line", "decided", "suffix")
    aside = keyless.filter(keyless.is_between(first, after, closed="left"))
    if block.place.regular and not len(aside):
        ends = _line_ends(block.text)
        if not any(block.text[end - 1] == _COMMA for end in ends):
            return _as_they_stand(block, ends, within, blank)
    return _one_by_one(records_again(block, read.file.form), aside, within, blank)


_COMMA = ord(",")


def _line_ends(text: bytes) -> list[int]:
    ends, at = [], text.find(b"\n")
    while at >= 0:
        ends.append(at)
        at = text.find(b"\n", at + 1)
    return ends


def _as_they_stand(block: Block, ends: list[int], notes: pl.DataFrame, blank: str) -> tuple[_Lines, _Lines]:
    """Where each line is a record, and none ends in a comma too many: between two lines of which there is something
    to say, all line ends are replaced at once.
    """
    text, first, nothing = block.text, block.place.first_line, f",{blank}\n".encode()
    everything: list[bytes] = []
    chosen: list[bytes] = []
    copied = 0
    for line, decided, suffix in notes.with_columns(pl.col("suffix").cast(pl.Binary)).iter_rows():
        start = ends[line - first - 1] + 1 if line > first else 0
        stop = ends[line - first]
        row = b"%b,%b\n" % (text[start:stop], suffix)
        everything += [text[copied:start].replace(b"\n", nothing), row]
        if decided:
            chosen.append(row)
        copied = stop + 1
    everything.append(text[copied:].replace(b"\n", nothing))
    return _Lines(b"".join(everything), len(ends)), _Lines(b"".join(chosen), len(chosen))


def _one_by_one(records: Records, aside: pl.Series, notes: pl.DataFrame, blank: str) -> tuple[_Lines, _Lines]:
    """Where some lines are no records, or must be mended."""
    lines = pl.DataFrame({"line": records.line, "text": records.as_strings()})
    lines = lines.filter(~pl.col("line").is_in(aside.implode())) if len(aside) else lines
    rows = lines.join(notes, on="line", how="left", maintain_order="left")
    rows = rows.with_columns(pl.col("suffix").fill_null(blank), pl.col("decided").fill_null(False))
    return _as_lines(rows.select("text", "suffix")), _as_lines(rows.filter("decided").select("text", "suffix"))


def _as_lines(cells: pl.DataFrame) -> _Lines:
    """Rows of finished cells."""
    buffer = io.BytesIO()
    cells.write_csv(buffer, include_header=False, quote_style="never")
    return _Lines(buffer.getvalue(), cells.height)


def _write_condensed(output: HashedFile, read: FileRead, cells: pl.DataFrame, notes: pl.DataFrame, pack: Pack) -> None:
    """Twenty of the columns, put together from the cells that were read: each distinct text is made a cell once."""
    end = _line_end(read)
    output.write(_encoded((_header(CONDENSED_COLUMNS, pack) + "\n").encode(), end, False))
    held = {source: name for name, source in (CODED_COLUMNS | TEXT_COLUMNS).items()}
    own = cells.filter(pl.col("file") == read.file.index) if cells["file"].n_unique() > 1 else cells
    made = {name: _distinct_cells(own[held[name]]) for name in CONDENSED_COLUMNS if held[name] in CODED_COLUMNS}
    blank = blank_suffix(pack)
    for rows in own.iter_slices(_SLICE):
        columns = {name: _cells_of(rows[held[name]], made.get(name)) for name in CONDENSED_COLUMNS}
        frame = pl.DataFrame({"line": rows["line"], **columns})
        frame = frame.join(notes.select("line", "suffix"), on="line", how="left", maintain_order="left")
        frame = frame.drop("line").with_columns(pl.col("suffix").fill_null(blank))
        lines = _as_lines(frame)
        output.rows += lines.rows
        output.write(_encoded(lines.text, end, read.latin1))


def _distinct_cells(column: pl.Series) -> pl.Series:
    dtype = column.dtype
    assert isinstance(dtype, pl.Categorical)
    return csv_cells(dtype.categories.to_series())


def _cells_of(column: pl.Series, made: pl.Series | None) -> pl.Series:
    return csv_cells(column) if made is None else made.gather(column.to_physical()).fill_null("")
