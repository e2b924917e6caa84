"""The rows behind each figure, as CSV: as many lines as the figure says, in the form of every list for people."""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path

import polars as pl
import polars.selectors as cs

from vacatur.outputs.filings.list_file import harmless
from vacatur.outputs.folder import HashedFile
from vacatur.outputs.report import groups
from vacatur.outputs.report.tallies import Tally

FOLDER = "rows"

SHOWN = {
    "convictions": {
        "conviction": pl.col("conviction"),
        "person": pl.col("person"),
        "row": pl.col("place"),
        "section": pl.col("section").str.extract(r"^([^,]+)"),
        "felony": pl.col("grade").replace_strict({groups.FELONY: "yes", groups.MISDEMEANOR: "no"}, default=None),
        "date": pl.col("date"),
        "court": pl.col("court"),
        "determination": pl.col("determination"),
        "reason": pl.col("reason"),
    },
    "people": {
        name: pl.col(name)
        for name in ("person", "race", "sex", "age_now", "decided", "dismissed", "reduced", "convictions")
    },
}
"""The columns that each kind of rows shows, and what they hold. `row` is `file:line`, the files by number."""

_BY, _ACROSS = "_by", "_across"

Key = tuple[str, str | None, str | None]
"""Table, row and column; None stands for all rows or all columns."""


class Rows:
    """Writes the rows into the folder of a report, and keeps where those of each figure are.

    Attributes:
        links: by table, row and column the file, from the report's folder.
        written: the files. Equal ones are written once.
    """

    def __init__(self, folder: Path) -> None:
        self.links: dict[Key, str] = {}
        self.written: list[HashedFile] = []
        self._folder = folder
        self._names: set[str] = set()
        self._same: dict[bytes, str] = {}
        (folder / FOLDER).mkdir(mode=0o700)

    def add(self, tally: Tally) -> None:
        """The rows behind every figure of a table that is shown."""
        shown = [what.alias(name) for name, what in SHOWN[tally.unit].items()]
        frame = tally.frame.select(*shown, pl.col(tally.by).alias(_BY), pl.col(tally.across).alias(_ACROSS))
        frame = _for_spreadsheets(frame)
        parts = frame.partition_by(_BY, as_dict=True, maintain_order=True)
        for row in tally.shown_rows:
            part = frame if row is None else parts.get((row,))
            if part is not None:
                self._add_row(tally, row, part)

    def _add_row(self, tally: Tally, row: str | None, frame: pl.DataFrame) -> None:
        parts = frame.partition_by(_ACROSS, as_dict=True, maintain_order=True)
        for column in tally.shown_columns:
            together = tally.sums.get(column, (column,)) if column is not None else ()
            there = [name for name in together if (name,) in parts]
            if column is None:
                found = frame
            elif len(there) > 1:
                found = frame.filter(pl.col(_ACROSS).is_in(there))
            elif there:
                found = parts[(there[0],)]
            else:
                continue
            of = "" if column is None else f"--{slug(column)}"
            self.links[tally.id, row, column] = self._write(found, f"{tally.id}/{slug(row or 'all')}{of}")

    def add_table(self, key: Key, frame: pl.DataFrame, name: str) -> None:
        """The rows behind a figure that is in no table of counts, under a name of their own."""
        if frame.height:
            self.links[key] = self._write(_for_spreadsheets(frame), name)

    def _write(self, frame: pl.DataFrame, name: str) -> str:
        """The file that holds these rows, written unless an equal one is there."""
        buffer = io.BytesIO()
        frame.drop(_BY, _ACROSS, strict=False).write_csv(buffer, include_bom=True, line_terminator="\r\n")
        digest = hashlib.sha256(buffer.getbuffer()).digest()
        if digest not in self._same:
            self._same[digest] = self._free(f"{FOLDER}/{name}")
            with HashedFile(self._folder, self._same[digest]) as output:
                output.rows = frame.height
                output.write(buffer.getbuffer())
            self.written.append(output)
        return self._same[digest]

    def _free(self, name: str) -> str:
        """A file name that is not taken yet."""
        taken = 1
        wanted = f"{name}.csv"
        while wanted in self._names:
            taken += 1
            wanted = f"{name}-{taken}.csv"
        self._names.add(wanted)
        return wanted


def _for_spreadsheets(frame: pl.DataFrame) -> pl.DataFrame:
    """Nothing in it runs as a formula."""
    texts = [name for name in frame.select(cs.string()).columns if name not in (_BY, _ACROSS)]
    return frame.with_columns(harmless(name) for name in texts)


def slug(name: str) -> str:
    """A name as a part of a file name: small letters, digits and hyphens, and nothing that Windows keeps for itself."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "none"
    return f"{plain}-file" if re.fullmatch("con|prn|aux|nul|(com|lpt)[0-9]", plain) else plain
