"""What a policy changes for people: counted by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import vacatur
from tests.cli.rows import Row
from tests.sources.files import file, full, lines, run_on

OTHER = {"CNT_ORDER": "102002001000", "OFFENSE_DESCR": "459 PC"}
LESSER = {"CONV_STAT_DESCR": "MISDEMEANOR"}
RECENT = {"STP_EVENT_DATE": "20150701"}
SET_ASIDE = {"DISP_DESCR": "CONV SET ASIDE & DISM PER 1203.4 PC"}
REDUCED = {"DISP_DESCR": "REDUCED TO MISD PER 17(B) PC"}

HELPED = ("people_with_relief", "no_felony", "no_conviction", "no_conviction_last_7_years")


def impact(folder: Path, *rows: Row, pack: str = "ca-dismiss-all") -> tuple[int, ...]:
    found = run_on(file(folder, "\n".join(lines(rows)) + "\n"), pack=pack).summary["impact"][pack]
    return tuple(found[name] for name in HELPED)


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        ([full()], (1, 1, 1, 0)),
        ([full(**RECENT)], (1, 1, 1, 1)),
        ([full(**LESSER)], (1, 0, 1, 0)),
        ([full(), full(**OTHER)], (1, 0, 0, 0)),
        ([full(), full(**OTHER, **LESSER)], (1, 1, 0, 0)),
        ([full(**RECENT), full(**OTHER)], (1, 0, 0, 1)),
        ([full(), full(**OTHER, **RECENT)], (1, 0, 0, 0)),
        ([full(), full(**OTHER, STP_ORI_CNTY_NAME="ALAMEDA")], (1, 0, 0, 0)),
        ([full(), full(**OTHER), full(**OTHER, **SET_ASIDE)], (1, 1, 1, 0)),
        ([full(), full(**OTHER), full(**OTHER, **REDUCED)], (1, 1, 0, 0)),
        ([full(), full(**OTHER, CONV_STAT_DESCR="", OFFENSE_TOC="N")], (1, 0, 0, 0)),
        ([full(**RECENT), full(**OTHER, STP_EVENT_DATE="")], (1, 0, 0, 0)),
        ([full(), full(SUBJECT_ID="2")], (2, 2, 2, 0)),
        ([full(OFFENSE_DESCR="664/11359 HS")], (0, 0, 0, 0)),
        ([full(), full(**SET_ASIDE)], (0, 0, 0, 0)),
    ],
)
def test_who_is_freed_when_every_cannabis_conviction_is_dismissed(
    tmp_path: Path, rows: list[Row], counts: tuple[int, ...]
) -> None:
    assert impact(tmp_path, *rows) == counts


@pytest.mark.parametrize(("day", "recent"), [("20130630", 0), ("20130701", 1), ("20130702", 1)])
def test_the_seven_years_are_those_before_the_day_of_the_run(tmp_path: Path, day: str, recent: int) -> None:
    assert impact(tmp_path, full(STP_EVENT_DATE=day))[3] == recent


def test_a_reduction_takes_a_felony_away_and_leaves_a_conviction(tmp_path: Path) -> None:
    found = impact(tmp_path, full(), pack="ca-prop64-statute")
    assert found == (1, 1, 0, 0)


def test_the_day_of_the_run_is_the_one_that_is_given(tmp_path: Path) -> None:
    path = file(tmp_path, "\n".join(lines([full()])) + "\n")
    then = vacatur.run([path], "LOS ANGELES", ["ca-dismiss-all"], as_of=date(2000, 7, 1))
    assert then.summary["impact"]["ca-dismiss-all"]["no_conviction_last_7_years"] == 1
