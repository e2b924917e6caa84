"""Source rows quoted from the files that a run read, as long as they are the same files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vacatur.errors import SourceError
from vacatur.outputs.kept import Kept
from vacatur.sources.doj.lines import LineIndex, SourceRow, index_lines, rows_at

__all__ = ["LineIndex", "QuotedFile", "SourceRow", "places_by_file", "quoted_file"]

Standing = Literal["same", "changed", "gone"]
"""Whether a file is the one that the run read, by its SHA-256; or cannot be read any more."""


@dataclass(frozen=True)
class QuotedFile:
    """A file of a run, found again.

    Attributes:
        number: in the delivery, from 1.
        name: as the manifest has it.
        sha256: of the file that the run read.
        standing: rows are quoted from the same file only: in another, a line's number says nothing.
    """

    number: int
    name: str
    path: Path
    sha256: str
    standing: Standing
    index: LineIndex | None

    def rows(self, lines: Iterable[int]) -> list[SourceRow]:
        """The rows that begin on these lines; none unless the file is the same.

        Raises:
            SourceError: it cannot be read.
        """
        if self.standing != "same" or self.index is None:
            return []
        return rows_at(self.path, self.index, lines)


def quoted_file(kept: Kept, number: int, path: Path, known: LineIndex | None = None) -> QuotedFile:
    """A file of the run, looked for where it was.

    Args:
        number: in the delivery, from 1.
        known: what `QuotedFile.index` was before, of a file that has not been touched since. Without it the file is
            read once from beginning to end.
    """
    entry = next(each for each in kept.manifest["inputs"] if each["number"] == number)
    sha256 = str(entry["sha256"])

    def found(standing: Standing, index: LineIndex | None = None) -> QuotedFile:
        return QuotedFile(number, str(entry["file"]), path, sha256, standing, index)

    try:
        if path.stat().st_size != entry["bytes"]:
            return found("changed")
        index = known or index_lines(path)
    except (OSError, SourceError):
        return found("gone")
    return found("same" if index.sha256 == sha256 else "changed", index)


def places_by_file(places: Sequence[str]) -> dict[int, list[int]]:
    """Lines by the number of the file, of places such as `2:1047`."""
    found: dict[int, list[int]] = {}
    for place in places:
        file, _, line = place.partition(":")
        found.setdefault(int(file), []).append(int(line))
    return {file: sorted(set(lines)) for file, lines in sorted(found.items())}
