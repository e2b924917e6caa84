"""A run that is done, on people written out row by row, for the pages that look into results."""

from __future__ import annotations

import json
from pathlib import Path

import vacatur
from tests.cli.rows import AS_OF, COUNTY, Row, row, written
from vacatur.web.jobs import ENDED
from vacatur.web.workplace import JOB

PACK = "ca-la-2020-pilot"
MARKUP = '<script>alert("x")</script>,ANA & B'
FORMULA = "=1+1,PAT"
COURT, ELSEWHERE = "CASC POMONA", "VENTURA"


def of(person: str, name: str, born: str, *rows: dict[str, str]) -> list[Row]:
    """Rows of one person, each a court action of its own in a cycle of its own, in order."""
    common = {"SUBJECT_ID": person, "CII_NUMBER": f"A00{person}", "PRI_NAME": name, "PRI_DOB": born}
    common["OFN"] = f"BA-77{person}"
    return [row(**{**common, "CNT_ORDER": f"{101 + at}002001000", **cells}) for at, cells in enumerate(rows)]


def burglary(day: str) -> dict[str, str]:
    """A felony of another county, which no list of offenses names."""
    return {
        "OFFENSE_DESCR": "459 PC-BURGLARY", "STP_EVENT_DATE": day, "STP_ORI_CNTY_NAME": ELSEWHERE,
        "STP_ORI_DESCR": "CASC VENTURA", "OFN": "V1",
    }  # fmt: skip


def sale(day: str, **cells: str) -> dict[str, str]:
    """A felony possession for sale, in the county."""
    return {"STP_EVENT_DATE": day, "STP_ORI_DESCR": COURT, **cells}


PEOPLE: list[Row] = [
    *of("1", "OLDER,PERSON", "19600115", sale("19950601")),
    *of(
        "2", MARKUP, "19880304", {"OFFENSE_DESCR": "187(A) PC-MURDER", "STP_EVENT_DATE": "20070301"},
        sale("20120501", COMMENT_TEXT="SEE <B>FILE</B>"),
    ),
    *of("3", "UNBORN,SAM", "", burglary("20050101"), sale("20150601")),
    *of("4", "PEÑA,LUZ", "19900410", burglary("20050101"), sale("20110304", OFFENSE_DESCR="11360(A) HS-SELL")),
    *of("5", FORMULA, "19700101", sale("20010101", DISP_DESCR="DISMISSED", CONV_STAT_DESCR=""), sale("20020202")),
]  # fmt: skip
"""By SUBJECT_ID, under the pilot's pack as of July 1, 2020:

1. dismissed: over 50;
2. not eligible: a murder before it;
3. review: the birth date is not known; from June 1, 2025 the last conviction is ten years ago;
4. review; the same from March 4, 2021;
5. a charge that was dismissed, and a conviction that is: over 50.
"""


def finished(data: Path, source: Path | None = None, people: list[Row] | None = None) -> Path:
    """Run 1 of a data folder, done; its folder."""
    folder = data / "runs" / "1"
    folder.mkdir(parents=True)
    if source is None:
        source = written(data / "history.dat", people or PEOPLE)
    vacatur.run([source], COUNTY, [PACK], as_of=AS_OF, out=folder / "results")
    request = {
        "delivery": "1", "files": [str(source)], "county": COUNTY, "packs": [PACK], "as_of": AS_OF.isoformat(),
        "settings": {}, "assume": [],
    }  # fmt: skip
    (folder / JOB).write_text(json.dumps({"kind": "run", "added": "2026-11-22T10:00:00", "request": request}))
    (folder / ENDED).write_text(json.dumps({"state": "done", "seconds": 1.0}))
    return folder


def conviction(person: str, at: int = 1) -> str:
    """The name of a person's conviction, by its place among the person's rows, from 1."""
    return f"{person}/{100 + at}002001000"
