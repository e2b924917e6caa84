"""The spreadsheets of a run with what reviewers decided: the run's own, line by line, with our columns made anew on the
rows of the convictions that acts are about.

No input is read again, so it does not matter where the delivery is by now.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import polars as pl

from vacatur.errors import ResultsError
from vacatur.law.pack import Pack
from vacatur.outputs.annotations import OUR_COLUMNS
from vacatur.outputs.cells import csv_cells
from vacatur.outputs.folder import HashedFile
from vacatur.outputs.kept import Kept
from vacatur.outputs.workbook.tables import STATUTE

SPREADSHEETS = ("All_Results", "Prop64_Results", "All_Results_Condensed")

LAST = ("Eligibility Determination", "Eligibility Reason", *OUR_COLUMNS)
"""The columns at the end of every line that a review may change; of the others none."""

_CELL = rb',(?:"(?:[^"]|"")*"|[^",]*)'
_END = re.compile(rb"(?:" + _CELL + rb"){%d}$" % len(LAST))
_CELLS = re.compile(_CELL)
_EARLIER_RELIEF = LAST.index("Earlier Relief")
_READ_AT_ONCE = 1 << 22


def spreadsheets_of(kept: Kept) -> list[str]:
    """The names of the spreadsheets that a run wrote."""
    names = [str(output["file"]) for output in kept.manifest["outputs"]]
    return [name for name in names if name.endswith(".csv") and name.startswith(SPREADSHEETS)]


def write_reviewed(folder: Path, kept: Kept, progress: Callable[[int, int], None] | None = None) -> list[HashedFile]:
    """Write them into a folder.

    Args:
        progress: told how many bytes, of how many.

    Raises:
        ResultsError: a line is not as the run wrote it.
    """
    ends = _ends(kept)
    names = spreadsheets_of(kept)
    total = sum((kept.folder / name).stat().st_size for name in names)
    done, written = 0, []
    for name in names:
        source = kept.folder / name
        with HashedFile(folder, name) as output:
            for text in _rewritten(source, ends, latin1=_is_latin1(source)):
                output.write(text)
                done += len(text)
                if progress:
                    progress(min(done, total), total)
        written.append(output)
    return written


Ends = Mapping[bytes, list[tuple[bytes, str, list[str]]]]
"""By what follows the last comma of a line: the conviction's whole cell, how the run decided it, and the new cells."""


def _ends(kept: Kept) -> Ends:
    """The ends of the lines of every conviction whose decision, or whose decision by the statute, acts changed."""
    pack = kept.packs[0]
    now, before = (_cells(kept.table(name), kept, pack) for name in ("decisions", "decisions_as_run"))
    changed = now.join(before, on=list(LAST), how="anti", maintain_order="left", nulls_equal=True)
    as_run = before.select("Conviction", pl.col("Determination").alias("as run"))
    rows = changed.join(as_run, on="Conviction", how="left", maintain_order="left")
    found: dict[bytes, list[tuple[bytes, str, list[str]]]] = {}
    for *cells, determination in rows.select(*LAST, "as run").iter_rows():
        conviction = cells[-1].encode()
        found.setdefault(conviction.rpartition(b",")[2], []).append((conviction, determination, cells))
    return found


def _cells(decisions: pl.DataFrame, kept: Kept, pack: Pack) -> pl.DataFrame:
    """`LAST` for each conviction that the office's pack decides, as cells; earlier relief is left as it stands."""
    touched = pl.col("conviction_id").is_in(list(kept.ledger.latest))
    own = decisions.filter(touched & (pl.col("pack") == pack.id))
    law = decisions.filter(touched & (pl.col("pack") == STATUTE)).select(
        "conviction_id",
        pl.col("determination").alias("statutory"),
        pl.col("reason").alias("statutory_reason"),
    )
    rows = own.join(law, on="conviction_id", how="left", maintain_order="left")
    cells = rows.select(
        pl.col("determination").replace_strict(pack.labels, default=None).alias("Eligibility Determination"),
        pl.col("reason").alias("Eligibility Reason"),
        pl.col("determination").alias("Determination"),
        pl.col("rule").alias("Rule"),
        pl.col("citation").alias("Citation"),
        pl.col("unknown_facts").list.join("; ").alias("Unknown Facts"),
        pl.col("floor").alias("Least Favorable"),
        pl.col("ceiling").alias("Most Favorable"),
        pl.lit("").alias("Earlier Relief"),
        pl.col("evidence").list.join("; ").alias("Evidence"),
        pl.col("statutory").alias("Statutory Determination"),
        pl.col("statutory_reason").alias("Statutory Reason"),
        pl.col("conviction_id").alias("Conviction"),
    )
    return cells.select(csv_cells(cells[name]).alias(name) for name in LAST)


def _rewritten(source: Path, ends: Ends, *, latin1: bool) -> Iterator[bytes]:
    """The text of a spreadsheet, some lines at a time."""
    encoding = "latin-1" if latin1 else "utf-8"
    with source.open("rb") as stream:
        while lines := stream.readlines(_READ_AT_ONCE):
            if ends:
                lines = [_line(line, ends, encoding, source) for line in lines]
            yield b"".join(lines)


def _line(line: bytes, ends: Ends, encoding: str, source: Path) -> bytes:
    """One line; only those of the convictions that are asked for are taken apart.

    What is compared is the end of a line, so a row that goes over several lines is met on its last.
    """
    text = line.rstrip(b"\r\n")
    for conviction, determination, cells in ends.get(text[text.rfind(b",") + 1 :], ()):
        if not text.endswith(b"," + conviction):
            continue
        end = _END.search(text)
        old = [] if end is None else [cell[1:] for cell in _CELLS.findall(end[0])]
        if end is None or old[2] != determination.encode() or old[-1] != conviction:
            raise ResultsError(f"{source} is not as the run wrote it. Run again.")
        new = [cell.encode(encoding, "replace") for cell in cells]
        new[_EARLIER_RELIEF] = old[_EARLIER_RELIEF]
        return text[: end.start()] + b"".join(b"," + cell for cell in new) + line[len(text) :]
    return line


def _is_latin1(source: Path) -> bool:
    """Whether a spreadsheet is not UTF-8: those of a file in Latin-1 stay so."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with source.open("rb") as stream:
            while piece := stream.read(_READ_AT_ONCE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return True
    return False
