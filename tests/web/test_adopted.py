"""Results that were made outside of the pages are shown as a run, and stay as they are."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import contents
from tests.test_rapsheets import ARREST, SALE, written
from tests.web.conftest import Caller, Server, opened
from tests.web.looks import in_each_sight, wrong
from tests.web.test_results import text_of
from vacatur.errors import ResultsError
from vacatur.rapsheets import rapsheet
from vacatur.web.adopted import adopt

PAGES = (
    "", "/results", "/results/convictions", "/results/people", "/results/later", "/results/charges",
    "/results/problems", "/results/set-aside", "/review", "/variants", "/downloads",
)  # fmt: skip


LET_GO = """* * * *
ARR/DET/CITE:         NAM:01
20120812  CAPD OAKLAND

CNT:01     #12-1
  459 PC-BURGLARY
20120815
 DISPO:PROS REJ-LACK OF CORPUS
* * * *
ARR/DET/CITE:         NAM:01
20140812  CAPD BERKELEY

CNT:01     #14-1
  484(A) PC-THEFT
- - - -
COURT:                NAM:01
20141003  CASC ALAMEDA

CNT:01     #C14
  484(A) PC-THEFT
"""
"""An arrest that the prosecutor rejected, and one whose charge nobody knows the end of."""


@pytest.fixture(scope="module")
def results_of_sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sheets")
    path = written(folder, ARREST, SALE.removeprefix("* * * *\n"), LET_GO)
    rapsheet([path], as_of=date(2020, 7, 1), out=folder / "results")
    return folder / "results"


@pytest.fixture
def sheets(results_of_sheets: Path, tmp_path: Path) -> Path:
    """A copy of the test's own."""
    return Path(shutil.copytree(results_of_sheets, tmp_path / "results"))


def test_results_of_rap_sheets_are_looked_at_on_the_pages(sheets: Path, tmp_path: Path) -> None:
    caller: Caller = opened(tmp_path / "data")
    before = contents(sheets)
    run = adopt(caller.app, sheets)  # type: ignore[arg-type]
    for page in PAGES:
        answer = caller.get(f"/runs/{run.id}{page}")
        assert answer.status_code == 200, (page, answer.text[:2000])
    assert "Packets for court" not in caller.get(f"/runs/{run.id}/downloads").text
    assert "every county" in caller.get(f"/runs/{run.id}/downloads/office").text
    person = caller.get(f"/runs/{run.id}/results/person?id=A77000123").text
    assert "QUILLFEATHER,MARISOL DAWN" in person
    assert "PC 1203.4" in person
    arrests = text_of(person[person.index('id="arrests"') :])
    assert "August 12, 2012 459 PC-BURGLARY no charge in court on record" in arrests
    assert "PC 851.91" in arrests and "may reach it" in arrests
    assert "came to a court its end is not on record" in arrests
    assert "a fact must be looked up first" in arrests
    assert "November 3, 1995" not in arrests
    assert contents(sheets) == before


@in_each_sight
def test_a_person_s_arrests_are_shown_without_fault(
    sheets: Path, browser: Any, server: Server, sight: tuple[int, str, str]
) -> None:
    run = adopt(opened(server.data).app, sheets)  # type: ignore[arg-type]
    assert wrong(browser, server, sight, [f"/runs/{run.id}/results/person?id=A77000123"]) == {}


def test_the_same_results_are_entered_once(sheets: Path, tmp_path: Path) -> None:
    caller: Caller = opened(tmp_path / "data")
    assert adopt(caller.app, sheets).id == adopt(caller.app, sheets).id  # type: ignore[arg-type]


def test_a_folder_that_holds_no_results_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="not a results folder"):
        adopt(opened(tmp_path / "data").app, tmp_path)  # type: ignore[arg-type]


def test_deleting_the_run_leaves_the_results_where_they_are(sheets: Path, tmp_path: Path) -> None:
    caller: Caller = opened(tmp_path / "data")
    run = adopt(caller.app, sheets)  # type: ignore[arg-type]
    caller.form(f"/runs/{run.id}/forget", {"sure": "yes"})
    assert (sheets / "manifest.json").is_file()
    assert caller.get(f"/runs/{run.id}").status_code == 404
