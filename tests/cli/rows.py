"""Histories of one or two people, written out row by row in the layout of the state's file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import vacatur
from vacatur.sources.doj.layout import COLUMNS

Row = dict[str, str]

AS_OF = date(2020, 7, 1)
COUNTY = "LOS ANGELES"

ORDINARY = {
    "RECORD_ID": "1",
    "SUBJECT_ID": "1",
    "CII_NUMBER": "A001",
    "PRI_NAME": "EXAMPLE,PERSON",
    "GENDER": "M",
    "PRI_DOB": "19600115",
    "RACE_DESCR": "WHITE",
    "STP_EVENT_DATE": "19950601",
    "STP_TYPE_DESCR": "COURT ACTION",
    "STP_ORI_DESCR": "CASC LOS ANGELES",
    "STP_ORI_CNTY_NAME": COUNTY,
    "CNT_ORDER": "101002001000",
    "OFN": "BA1",
    "OFFENSE_DESCR": "11359 HS-POSSESS MARIJUANA FOR SALE",
    "OFFENSE_TOC": "F",
    "DISP_DESCR": "CONVICTED",
    "CONV_STAT_DESCR": "FELONY",
}
"""A felony conviction of 1995 of a person of 60, in the county, without a sentence."""


def row(**cells: str) -> Row:
    """An ordinary conviction's row, save for the cells named."""
    unknown = set(cells) - set(COLUMNS)
    assert not unknown, f"no such column: {unknown}"
    return {**ORDINARY, **cells}


def text(rows: Sequence[Row | str]) -> str:
    """The rows as the file has them, without a header; a text stands for itself."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for each in rows:
        if isinstance(each, str):
            out.write(each + "\n")
        else:
            writer.writerow([each.get(column, "") for column in COLUMNS])
    return out.getvalue()


def written(path: Path, rows: Sequence[Row | str]) -> Path:
    """A file with those rows."""
    path.write_text(text(rows), encoding="utf-8")
    return path


def run(folder: Path, *rows: Row | str, pack: str = "ca-la-2020-pilot", **options: object) -> vacatur.Results:
    """The results of a run on a file with those rows, in memory."""
    source = written(folder / "history.dat", rows)
    request = {"county": COUNTY, "packs": [pack], "as_of": AS_OF, **options}
    return vacatur.run([source], **request)  # type: ignore[arg-type]


def chosen(results: vacatur.Results) -> list[dict[str, object]]:
    """The decisions under the office's choice, in order."""
    pack = results.summary["pack"]
    return [each for each in results.decisions.to_dicts() if each["pack"] == pack]
