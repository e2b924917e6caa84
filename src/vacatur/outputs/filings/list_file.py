"""Lists as comma-separated text: RFC 4180, UTF-8, lines that end in CR LF (docs/court-files.md)."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import polars.selectors as cs

from vacatur.outputs.cells import csv_cells
from vacatur.outputs.folder import HashedFile

_RUNS = r"^[=+\-@\t\r\n＝＋－＠]"
"""How a text begins that a spreadsheet would run as a formula; the wide forms are read so in some languages."""

_MARK = b"\xef\xbb\xbf"
"""At the beginning of a file it says that the text is UTF-8: without it a spreadsheet garbles accented names."""


def write_list(folder: Path, name: str, rows: pl.DataFrame, *, for_people: bool = True) -> HashedFile:
    """Write a list (`list_bytes`); an empty one too, so that nobody has to wonder whether it was forgotten.

    Args:
        name: path of the file inside the folder.
    """
    with HashedFile(folder, name) as output:
        output.rows = rows.height
        output.write(list_bytes(rows, for_people=for_people))
    return output


def list_bytes(rows: pl.DataFrame, *, for_people: bool = True) -> bytes:
    """A list as a file holds it.

    Args:
        for_people: it will be opened in a spreadsheet. It begins with the mark of UTF-8, and a text that would run as
            a formula has an apostrophe before it. Else every text is as the source has it.
    """
    plain = rows.with_columns(cs.by_dtype(pl.List(pl.String)).list.join("; "))
    if for_people:
        plain = plain.with_columns(harmless(column) for column in plain.select(cs.string()).columns)
    cells = plain.select(csv_cells(plain[column]).alias(column) for column in plain.columns)
    lines = cells.select(pl.concat_str(pl.all(), separator=","))
    text: str = lines.to_series().str.join("\r\n").item() + "\r\n" if rows.height else ""
    return _MARK * for_people + (",".join(plain.columns) + "\r\n" + text).encode()


def harmless(column: str) -> pl.Expr:
    """A text that a spreadsheet would run as a formula with an apostrophe before it; any other as it is."""
    text = pl.col(column)
    return pl.when(text.str.contains(_RUNS)).then(pl.concat_str(pl.lit("'"), text)).otherwise(text).alias(column)
