"""From a results folder to a data set for researchers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import polars as pl

from vacatur.errors import UsageError
from vacatur.outputs.folder import HashedFile, results_folder
from vacatur.outputs.kept import derived_manifest, open_results
from vacatur.outputs.replacing import check_free
from vacatur.outputs.research.account import account
from vacatur.outputs.research.codebook import codebook
from vacatur.outputs.research.pseudonyms import Pseudonyms
from vacatur.outputs.research.saying import in_words
from vacatur.outputs.research.tables import DataSet, Dates, data_set
from vacatur.outputs.tables import write_json, write_parquet
from vacatur.sharing import secret

KIND = "research"
LEAST = 11
"""People who share whatever is published of one, as in the public report (docs/suppression.md)."""


@dataclass(frozen=True)
class Release:
    """A data set that was written.

    Attributes:
        folder: where it is.
        report: what was done, and what risk remains: `report.json`.
    """

    folder: Path
    report: dict[str, Any]


def deidentify(
    results: str | Path,
    out: str | Path,
    *,
    key: str | Path | None = None,
    dates: Dates = "month",
    replace: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Release:
    """Write a data set for researchers: who was decided on, what, and why, of people whom nobody can tell apart from
    ten others (docs/researcher.md).

    Args:
        results: the folder that a run wrote, on the state's file or on RAP sheets.
        out: the folder of the data set.
        key: a file that holds a secret; the same one gives the same names again. None: one is drawn and thrown away.
        dates: "month": cut to the month; "shifted": first moved by a secret number of days of each person.
        replace: whether an earlier data set may be replaced.
        progress: told how many steps are done, of how many.

    Raises:
        VacaturError: the results or the key are refused, the folder must stay as it is, or nothing can be written.
    """
    if dates not in get_args(Dates):
        raise UsageError(f"dates are {' or '.join(get_args(Dates))}, not {dates!r}")
    target, pseudonyms = Path(out), Pseudonyms(secret(key))
    check_free(target, replace=replace, kind=KIND)
    kept = open_results(results)
    data = data_set(kept, pseudonyms, dates, LEAST)
    if progress:
        progress(1, 2)
    report = account(data, dates, LEAST, kept_key=key is not None)
    with results_folder(target) as folder:
        written = [*_write_tables(folder, data), _write(folder, "codebook.csv", codebook().write_csv())]
        written += [write_json(folder, "report.json", report), _write(folder, "report.txt", in_words(report))]
        named = "given" if key is not None else "drawn"
        write_json(folder, "manifest.json", derived_manifest(KIND, kept, written, dates=dates, k=LEAST, key=named))
    if progress:
        progress(2, 2)
    return Release(target, report)


def _write_tables(folder: Path, data: DataSet) -> list[HashedFile]:
    tables: dict[str, pl.DataFrame] = {
        "persons": data.persons, "convictions": data.convictions, "decisions": data.decisions, "facts": data.facts,
    }  # fmt: skip
    written = []
    for name, table in tables.items():
        written += [write_parquet(folder, f"{name}.parquet", table), _write(folder, f"{name}.csv", table.write_csv())]
    return written


def _write(folder: Path, name: str, text: str) -> HashedFile:
    with HashedFile(folder, name) as output:
        output.write(text.encode())
    return output
