"""Files of the state's format written byte by byte, with everything filled in that a real row fills in."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import vacatur
from tests.cli.rows import AS_OF, COUNTY, Row, chosen, row
from vacatur.sources.doj.layout import COLUMNS

FILLED = {
    "SUBJECT_STATUS": "ACTIVE",
    "REQ_SEG_SEP": "#",
    "PII_SEG_SEP": "#",
    "PDR_SEG_SEP": "#",
    "CYC_SEG_SEP": "#",
    "STP_SEG_SEP": "#",
    "CNT_SEG_SEP": "#",
    "SENT_SEG_SEP": "#",
    "DISP_CODE": "1601",
    "CONV_STAT_CODE": "2",
    "END_OF_REC": "END",
}
HEADER = ",".join(COLUMNS)
EARLIER = {"CNT_ORDER": "100002001000", "STP_EVENT_DATE": "19900301"}


def full(**cells: str) -> Row:
    """An ordinary conviction's row with the filling that real rows have."""
    return row(**{**FILLED, **cells})


def murder(**cells: str) -> Row:
    """A super strike of the same person, before the ordinary conviction."""
    return full(**{"OFFENSE_DESCR": "187(A) PC-MURDER", **EARLIER, **cells})


def line(cells: Row) -> str:
    """One record as the file has it, without a line end."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([cells.get(column, "") for column in COLUMNS])
    return out.getvalue().removesuffix("\n")


def lines(rows: Sequence[Row]) -> list[str]:
    return [line(each) for each in rows]


def file(folder: Path, data: str | bytes, name: str = "history.dat") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def run_on(*paths: Path, pack: str = "ca-la-2020-pilot", **options: object) -> vacatur.Results:
    """The results of a run on those files."""
    return vacatur.run(list(paths), COUNTY, [pack], as_of=AS_OF, **options)  # type: ignore[arg-type]


def decisions(results: vacatur.Results) -> list[tuple[object, ...]]:
    """What the office's pack decided, without the line numbers."""
    names = ("conviction_id", "determination", "rule", "reason", "unknown_facts")
    return sorted(tuple(str(each[name]) for name in names) for each in chosen(results))


def rules(results: vacatur.Results) -> dict[object, object]:
    """The rule by conviction."""
    return {each["conviction_id"]: each["rule"] for each in chosen(results)}
