"""Rows of the input files, quoted on pages. Where the lines of a file are is worked out once, and kept by the run."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from vacatur.outputs.kept import Kept
from vacatur.outputs.quoted import LineIndex, QuotedFile, SourceRow, places_by_file, quoted_file
from vacatur.web.workplace import NotThere, Run, SourceFile, read_json, write_json

_KEPT = "lines.json"

MOST = 40
"""Rows of one file that a page quotes."""


@dataclass(frozen=True)
class Quoted:
    """What a page quotes of one file.

    Attributes:
        lines: those that were asked for, in order.
        rows: those that were found; none unless the file is the one that the run read.
    """

    file: QuotedFile
    lines: list[int]
    rows: list[SourceRow]


class Quotes:
    """Quotes rows. A file is read through once; then, until it is touched, only where the rows are."""

    def __init__(self) -> None:
        self._reading = Lock()

    def rows(self, run: Run, kept: Kept, places: Sequence[str]) -> list[Quoted]:
        """The rows at some places, such as `2:1047`, by file; of each file the first `MOST`."""
        paths = [Path(path) for path in run.request["files"]]
        found = []
        for number, lines in places_by_file(places).items():
            if number > len(paths):
                continue
            with self._reading:
                file = self._file(run, kept, number, paths[number - 1])
            found.append(Quoted(file, lines, file.rows(lines[:MOST])))
        return found

    def _file(self, run: Run, kept: Kept, number: int, path: Path) -> QuotedFile:
        try:
            known: dict[str, Any] = read_json(run.folder / _KEPT)
        except NotThere:
            known = {}
        seen: SourceFile | None = None
        with suppress(OSError):
            seen = SourceFile.at(path)
        entry = known.get(str(number), {})
        index = None
        if seen and entry.get("seen") == asdict(seen):
            index = LineIndex(**{**entry["index"], "before": tuple(entry["index"]["before"])})
        file = quoted_file(kept, number, path, index)
        if file.index and file.index is not index and seen:
            known[str(number)] = {"seen": asdict(seen), "index": asdict(file.index)}
            with suppress(OSError):  # then it is worked out again
                write_json(run.folder / _KEPT, known)
        return file
