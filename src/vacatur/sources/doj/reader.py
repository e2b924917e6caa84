"""A delivery of the state's files, read into the events table and the persons table."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from vacatur.errors import SourceError, because
from vacatur.sources.doj.ahead import in_order
from vacatur.sources.doj.blocks import Block, Place, read_blocks
from vacatur.sources.doj.coded import RAW_COLUMNS, coded_types, to_coded
from vacatur.sources.doj.file import DojFile, open_files
from vacatur.sources.doj.layout import COLUMNS, POSITION
from vacatur.sources.doj.records import SetAside, read_records

RowsRead = Callable[[int, int, int], None]
"""Told, as reading goes on: bytes done, bytes in all, rows so far."""


@dataclass
class FileRead:
    """What was found in one file.

    Attributes:
        rows: rows, those set aside included; blank lines are not rows.
        sha256: of the file as it was given, in hexadecimal digits.
        text_sha256: of its text, whatever it is packed in.
        places: its blocks, so that the second reading need not look for them again.
        set_aside: rows whose form is wrong; those set aside for their keys are added by the events.
    """

    file: DojFile
    rows: int = 0
    blank_lines: int = 0
    sha256: str = ""
    text_sha256: str = ""
    places: list[Place] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)

    @property
    def latin1(self) -> bool:
        """Whether some of it is not UTF-8."""
        return any(place.latin1 for place in self.places)


_BY_CHANCE = 20
"""So few rows may all be without keys in a file of the state."""

_HOPELESS, _HOPELESS_ROWS = 64 << 20, 50_000
"""Bytes, or rows, of a file none of which has the state's form, after which it is not read on."""


def open_delivery(paths: Sequence[Path]) -> list[DojFile]:
    """Look at every file of a delivery; an archive may hold several.

    Raises:
        SourceError: there is none, or one is refused or given twice (the same path; the same bytes are found when
            reading).
    """
    if not paths:
        raise SourceError("No file is given. Give those of one delivery.")
    seen: dict[Path, Path] = {}
    files: list[DojFile] = []
    for path in paths:
        real = path.resolve()
        if real in seen:
            raise SourceError(f"{path} is given twice. Give each file of the delivery once.")
        seen[real] = path
        files += open_files(path, len(files))
    return files


def read_delivery(files: Sequence[DojFile], progress: RowsRead | None = None) -> tuple[list[FileRead], pl.DataFrame]:
    """Read every file once.

    Returns:
        what was found in each file, and the readable rows with their cells still as they stand (`coded.to_coded`).

    Raises:
        SourceError: a file has no row of the state's format, or two files hold the same bytes.
    """
    reads: list[FileRead] = []
    frames: list[pl.DataFrame] = []
    for read, frame in read_in_turn(files, coded_types(), progress):
        frames.append(frame)
        if not reads or reads[-1] is not read:
            reads.append(read)
    return reads, pl.concat(frames)


def read_in_turn(
    files: Sequence[DojFile], types: Mapping[str, pl.DataType], progress: RowsRead | None = None
) -> Iterator[tuple[FileRead, pl.DataFrame]]:
    """The readable rows of every file, a block at a time and in order, with the file's reading as far as it has come.

    Args:
        types: of the coded columns (`coded.to_coded`).

    Raises:
        SourceError: as `read_delivery`.
    """
    total, done, rows = sum(file.text_size for file in files), 0, 0
    reads: list[FileRead] = []
    for file in files:
        read = FileRead(file)
        reads.append(read)
        for place, frame in _read_file(file, read, types):
            yield read, frame
            done, rows = done + place.end - place.start, rows + frame.height
            if progress:
                progress(min(done, total), total, rows)
        refuse(read, reads)


@dataclass(frozen=True)
class BlockRead:
    """What was found in a block: its readable rows, in order, and the rest."""

    place: Place
    frame: pl.DataFrame
    set_aside: list[SetAside]
    blank_lines: int


def _read_file(file: DojFile, read: FileRead, types: Mapping[str, pl.DataType]) -> Iterator[tuple[Place, pl.DataFrame]]:
    """The blocks of a file with their rows, in order; `read` is filled in as they come."""
    digest = hashlib.sha256()
    with ThreadPoolExecutor(1) as beside:  # hashing goes on while rows are read
        blocks = read_blocks(file, lambda data: beside.submit(digest.update, data))
        for found in in_order(lambda block: read_block(file, block, types), blocks):
            read.rows += found.frame.height + len(found.set_aside)
            read.blank_lines += found.blank_lines
            read.places.append(found.place)
            read.set_aside += sorted(found.set_aside, key=lambda row: row.line)
            hopeless = found.place.end > _HOPELESS or read.rows > _HOPELESS_ROWS
            if hopeless and len(read.set_aside) == read.rows:
                _check_form(read)  # nobody waits for the end of a file of another kind, nor is all of it held
            yield found.place, found.frame
    read.text_sha256 = digest.hexdigest()
    read.sha256 = sha256_of(file.path) if file.is_packed else read.text_sha256


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file as it is given, in hexadecimal digits.

    Raises:
        SourceError: it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {because(error)}.") from error


def read_block(file: DojFile, block: Block, types: Mapping[str, pl.DataType]) -> BlockRead:
    """The rows of a block, a function of the block alone.

    Args:
        types: of the coded columns (`coded.to_coded`).
    """
    records, fields, regular = read_records(block, RAW_COLUMNS, file.form)
    frame, bad_keys = to_coded(fields, records, file.index, types)
    place = replace(block.place, regular=regular)
    return BlockRead(place, frame, records.set_aside + bad_keys, records.blank_lines)


def refuse(read: FileRead, reads: Sequence[FileRead]) -> None:
    """Refuse a file that holds no row of the format, or the same bytes as an earlier one."""
    path = read.file.path
    if not read.rows:
        raise SourceError(f"{path} holds a header and no rows. Expected: the state's file. Have it sent again.")
    _check_form(read)
    for other in reads:
        if other is not read and other.text_sha256 == read.text_sha256:
            named = f"{_placed(read.file)} holds the same bytes as {_placed(other.file)}"
            raise SourceError(f"{named}. Give each file of the delivery once.")


def _placed(file: DojFile) -> str:
    """Where a file is, with its name in its archive."""
    return f"{file.path}/{file.packing.member}" if file.packing.member else str(file.path)


def _check_form(read: FileRead) -> None:
    """Refuse a file of which no row that was read has the state's form."""
    counts = Counter(row.found for row in read.set_aside if row.code in ("field_count", "stray_quote"))
    if counts.total() == read.rows:
        found = ", ".join(f"{count} row{'s' * (count > 1)} with {what}" for what, count in counts.most_common(3))
        raise SourceError(
            f"{read.file.path} is not the state's file: {found}. Expected: rows of {len(COLUMNS)} columns, separated "
            "by commas. Give it as it was delivered."
        )
    if len(read.set_aside) == read.rows > _BY_CHANCE:
        raise SourceError(
            f"{read.file.path} is not the state's file: of {read.rows:,} rows none has a SUBJECT_ID in column "
            f"{POSITION['SUBJECT_ID'] + 1} and a CNT_ORDER in column {POSITION['CNT_ORDER'] + 1}. Expected: the "
            f"{len(COLUMNS)} columns in the state's order. Give it as it was delivered."
        )
