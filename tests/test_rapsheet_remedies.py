"""Worked cases of RAP sheets, each a legal sentence with its sheet and what each conviction on it may have, as of 15
January 2025 (tests/examples/rapsheet-remedies). All people are fabricated.

A case has `sheet`, its events; `head` where it is not the usual one; and for each conviction `of`, its date, statute
and grade, with `remedies`, best first: dismissed or reduced now, from when it opens, or to be looked into; whether the
court must, may, or the remedy comes by itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from vacatur.rapsheets import Offered, SheetResults, rapsheet

FOLDER = Path(__file__).parent / "examples" / "rapsheet-remedies"
CASES: list[dict[str, Any]] = [
    case for path in sorted(FOLDER.glob("*.toml")) for case in tomllib.loads(path.read_text("utf-8"))["case"]
]
AS_OF = date(2025, 1, 15)
END = "     *    *    *    END OF MESSAGE    *    *    *\n"

SECTIONS = {
    "ca-prop64-statute": "HS 11361.8", "ca-pc-1170-18": "PC 1170.18", "ca-pc-1203-4": "PC 1203.4",
    "ca-pc-1203-4a": "PC 1203.4a", "ca-pc-1203-41": "PC 1203.41", "ca-pc-1203-42": "PC 1203.42",
    "ca-pc-1203-425": "PC 1203.425", "ca-pc-17b": "PC 17(b)",
}  # fmt: skip
POWERS = {"mandatory": "must", "discretionary": "may", "automatic": "by itself", None: "must or may"}
DONE = {"dismiss": "dismissed", "reduce": "reduced"}


def head(number: int) -> str:
    """That of a woman born on 11 June 1974, each under a number of her own."""
    return (
        f"CII/A770{number:05}\nDOB/19740611    SEX/F  RAC/BLACK\n"
        "NAM/01 QUILLFEATHER,MARISOL DAWN\n    02 OAKES,MARISOL\n"
    )


def said(offered: Offered) -> str:
    """`PC 1203.4 dismissed now, must`, `PC 1203.41 from 2030-01-05, may`, `HS 11361.8 to be looked into`."""
    section = SECTIONS[offered.pack]
    if offered.state == "review":
        return f"{section} to be looked into"
    when = f"{DONE[offered.determination]} now" if offered.state == "open" else f"from {offered.opens_on}"
    return f"{section} {when}, {POWERS[offered.relief]}"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SheetResults]:
    """All the sheets in one delivery."""
    folder = tmp_path_factory.mktemp("sheets")
    for number, case in enumerate(CASES):
        (folder / f"{number:03}.txt").write_text(case.get("head", head(number)) + case["sheet"] + END, encoding="utf-8")
    yield rapsheet([folder], as_of=AS_OF)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["name"] for case in CASES])
def test_what_each_conviction_may_have(found: SheetResults, number: int) -> None:
    case = CASES[number]
    rows = found.told.convictions.filter(file=f"{number:03}.txt").iter_rows(named=True)
    told = [
        {
            "of": f"{row['date'] or 'no date'} {row['statute'] or '(not read)'} {row['severity']}",
            "remedies": [said(each) for each in found.told.offered(row["conviction_id"])],
        }
        for row in rows
    ]
    assert told == case.get("conviction", []), f"{case['name']} ({case['law']})"


def test_no_case_is_set_aside(found: SheetResults) -> None:
    assert not found.refused
