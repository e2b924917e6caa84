"""The first pass: every file read once, its rows laid down by person, some at a time.

A window is a stretch of one file. Its rows stand in one file of the state, a table for each part of the people: read
part by part it is what a part's people did, read window by window it is the input in its order.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from vacatur.scale.memory import Plan
from vacatur.scale.pieces import NOTHING, Piece, Pieces, take
from vacatur.scale.shortened import as_coded, shortened
from vacatur.sources.doj.blocks import Place
from vacatur.sources.doj.coded import CODED_COLUMNS, coded_types
from vacatur.sources.doj.distinct import distinct_texts, trimmed
from vacatur.sources.doj.file import DojFile
from vacatur.sources.doj.reader import FileRead, RowsRead, read_in_turn
from vacatur.sources.doj.records import SetAside

_TEXT: dict[str, pl.DataType] = {name: pl.String() for name in CODED_COLUMNS}
_ASIDE = {"line": pl.UInt32, "column": pl.String, "code": pl.String, "found": pl.String, "text": pl.String}


_PAST_ALL_LINES = (1 << 32) - 1


@dataclass(frozen=True)
class Window:
    """A stretch of one file.

    Attributes:
        name: of the file in the state that holds its rows.
        file: its place in the delivery, from 0.
        last: the last line on which a row begins; that of the file's last window is past all lines.
        rows: readable rows.
        parts: where those of each part of the people are.
        aside: where the rows that were set aside are.
        texts: for each part where the texts of its rows are (`scale.shortened`).
    """

    name: str
    file: int
    last: int
    rows: int
    parts: Sequence[Piece]
    aside: Piece
    texts: Sequence[Piece] = ()


@dataclass(frozen=True)
class Parted:
    """A delivery, laid down by person.

    Attributes:
        reads: what was found in each file; the texts of rows that were set aside stay in the windows.
        counties: that its rows name.
    """

    folder: Path
    reads: list[FileRead]
    windows: list[Window]
    counties: list[str]

    def coded_part(self, part: int, columns: Sequence[str] | None = None) -> list[pl.DataFrame]:
        """The rows of a part's people in the input's order, coded, each distinct text once for all of them.

        Args:
            columns: that are wanted; None for all.
        """
        types = coded_types()
        found = (self._coded(window, [part], columns, types) for window in self.windows)
        return [frame for frames in found for frame in frames]

    def cells_of_file(self, file: int, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
        """The rows of a file in their order, a window at a time, coded."""
        for window in self.windows:
            if window.file == file and window.rows:
                every = range(len(window.parts))
                yield pl.concat(self._coded(window, every, ["line", *columns], coded_types())).sort("line")

    def _coded(
        self, window: Window, parts: Sequence[int], columns: Sequence[str] | None, types: Mapping[str, pl.DataType]
    ) -> list[pl.DataFrame]:
        path = self.folder / window.name
        numbers = take(path, [window.parts[part] for part in parts], columns)
        texts = take(path, [window.texts[part] for part in parts])
        return [as_coded(rows, beside, types) for rows, beside in zip(numbers, texts, strict=True)]

    def set_aside(self) -> Iterator[tuple[FileRead, SetAside]]:
        """Every row that was set aside, with its text, in the input's order."""
        for window in self.windows:
            for frame in take(self.folder / window.name, [window.aside]):
                yield from ((self.reads[window.file], SetAside(*row)) for row in frame.iter_rows())


DONE = "delivery.json"


def part_delivery(files: Sequence[DojFile], folder: Path, plan: Plan, progress: RowsRead | None) -> Parted:
    """Read every file once and lay its rows down by person.

    Raises:
        SourceError: as `sources.doj.reader.read_delivery`.
        OSError: the disk gave out.
    """
    reads: list[FileRead] = []
    counties: set[str | None] = set()
    with _Layer(folder, plan.parts) as layer:
        for read, frame in read_in_turn(files, _TEXT, progress):
            if not reads or reads[-1] is not read:
                layer.lay_down()
                reads.append(read)
            layer.add(read, frame)
            if layer.rows >= plan.window:
                layer.lay_down()
                counties.update(layer.counties)
        layer.lay_down()
        counties.update(layer.counties)
        windows = layer.windows()
    named = trimmed(pl.Series(list(counties), dtype=pl.String)).str.to_uppercase().drop_nulls()
    return Parted(folder, reads, windows, named.unique().sort().to_list())


class _Layer:
    """Lays windows down, one behind the reading."""

    def __init__(self, folder: Path, parts: int) -> None:
        self._folder, self._parts = folder, parts
        self._frames: list[pl.DataFrame] = []
        self._read: FileRead | None = None
        self._told = 0  # rows set aside of the file that windows hold
        self._laid: list[Future[Window]] = []
        self._beside = ThreadPoolExecutor(1)
        self.rows = 0
        self.counties: set[str | None] = set()

    def __enter__(self) -> _Layer:
        return self

    def __exit__(self, *_: object) -> None:
        self._beside.shutdown(cancel_futures=True)

    def add(self, read: FileRead, frame: pl.DataFrame) -> None:
        """Some more rows of a file."""
        if read is not self._read:
            self._read, self._told = read, 0
        self._frames.append(frame)
        self.rows += frame.height
        self.counties.update(frame["county"].unique())

    def lay_down(self) -> None:
        """Lay down what was added since."""
        if self._read is None or not self._frames:
            return
        rows = pl.concat(self._frames)
        aside = self._new_aside(self._read)
        self._frames, self.rows = [], 0
        number = len(self._laid)
        if number > 1:
            self._laid[number - 2].result()  # no more than one waits
        last = int(max([0, *rows["line"].tail(1), *aside["line"].tail(1)]))
        job = self._beside.submit(self._lay, f"window-{number:05d}", self._read.file.index, last, rows, aside)
        self._laid.append(job)

    def _new_aside(self, read: FileRead) -> pl.DataFrame:
        new = read.set_aside[self._told :]
        frame = pl.DataFrame(
            [(row.line, row.column, row.code, row.found, row.text) for row in new], schema=_ASIDE, orient="row"
        )
        read.set_aside[self._told :] = [replace(row, found=sys.intern(row.found), text="") for row in new]
        self._told = len(read.set_aside)
        return frame

    def _lay(self, name: str, file: int, last: int, rows: pl.DataFrame, aside: pl.DataFrame) -> Window:
        pieces = Pieces(self._folder / name)
        divided = rows.with_columns(part=_parts_of(rows["person_id"], self._parts)).partition_by(
            "part", maintain_order=True, include_key=False, as_dict=True
        )
        laid, texts = [NOTHING] * self._parts, [NOTHING] * self._parts
        for number in range(self._parts):
            theirs = divided.pop((number,), None)
            if theirs is not None:
                numbers, beside = shortened(theirs, list(CODED_COLUMNS))
                laid[number], texts[number] = pieces.add(numbers, short=True), pieces.add(beside)
        window = Window(name, file, last, rows.height, laid, pieces.add(aside), texts)
        pieces.close()
        return window

    def windows(self) -> list[Window]:
        """All that were laid down, in the input's order; the last of a file reaches past all its lines."""
        laid = [each.result() for each in self._laid]
        following = [window.file for window in laid[1:]] + [None]
        ends = [window.file != file for window, file in zip(laid, following, strict=True)]
        return [
            replace(window, last=_PAST_ALL_LINES) if end else window for window, end in zip(laid, ends, strict=True)
        ]


def _parts_of(person_ids: pl.Series, parts: int) -> pl.Series:
    """The part of each row's person: each distinct SUBJECT_ID is looked at once."""
    coded = person_ids.cast(pl.Categorical(pl.Categories.random()))
    ids = distinct_texts(coded).alias("id").to_frame()
    part = (pl.col("id").str.strip_chars().hash(64) % parts).cast(pl.UInt32)
    return ids.select(part)["id"].gather(coded.to_physical())


def as_json(parted: Parted) -> dict[str, Any]:
    """What a later start needs to take it up."""
    return {
        "counties": parted.counties,
        "windows": [asdict(window) for window in parted.windows],
        "reads": [
            {
                "rows": read.rows, "blank_lines": read.blank_lines, "sha256": read.sha256,
                "text_sha256": read.text_sha256, "places": [list(asdict(place).values()) for place in read.places],
            }
            for read in parted.reads
        ],
    }  # fmt: skip


def from_json(folder: Path, files: Sequence[DojFile], kept: dict[str, Any]) -> Parted:
    """What an earlier start laid down."""
    windows = [Window(**window) for window in kept["windows"]]
    reads = [
        FileRead(file, **{**read, "places": [Place(*place) for place in read["places"]]})
        for file, read in zip(files, kept["reads"], strict=True)
    ]
    parted = Parted(folder, reads, windows, kept["counties"])
    for read, row in parted.set_aside():
        read.set_aside.append(replace(row, found=sys.intern(row.found), text=""))
    return parted
