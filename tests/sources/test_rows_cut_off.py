"""A row that was cut off may have told of relief; one whose end is all that is lost has not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.rows import chosen
from tests.sources.files import file, full, line, run_on
from vacatur.sources.doj.layout import POSITION

RELIEF = {"DISP_DESCR": "CONV SET ASIDE & DISM PER 1203.4 PC"}


def first(count: int, **cells: str) -> str:
    """A row's first so many fields."""
    return ",".join(line(full(**cells)).split(",")[:count])


def determination(folder: Path, *rows: str) -> object:
    (found,) = chosen(run_on(file(folder, "\n".join([line(full()), *rows]) + "\n")))
    return found["determination"], found["unknown_facts"]


@pytest.mark.parametrize("fields", [POSITION["CII_NUMBER"] + 1, POSITION["DISP_DESCR"], POSITION["DISP_DESCR"] + 1, 94])
def test_a_row_cut_off_that_was_of_relief_leaves_relief_in_doubt(tmp_path: Path, fields: int) -> None:
    assert determination(tmp_path, first(fields, **RELIEF))[0] == "review"
    assert "relief_granted" in determination(tmp_path, first(fields, **RELIEF))[1]


@pytest.mark.parametrize("cells", [{}, {"STP_TYPE_DESCR": "ARREST/DETAINED/CITED", "DISP_DESCR": ""}])
def test_a_row_whose_disposition_is_all_there_or_that_has_none_does_not(tmp_path: Path, cells: dict[str, str]) -> None:
    assert "relief_granted" not in determination(tmp_path, first(94, CNT_ORDER="102002001000", **cells))[1]


@pytest.mark.parametrize("cells", [{"STP_TYPE_DESCR": "ARREST/DETAINED/CITED", "DISP_DESCR": ""}, {}])
@pytest.mark.parametrize("fields", [POSITION["CII_NUMBER"] + 2, POSITION["DISP_DESCR"]])
def test_a_row_cut_off_that_runs_into_the_next_leaves_relief_in_doubt(
    tmp_path: Path, fields: int, cells: dict[str, str]
) -> None:
    """The event and the disposition that are there are those of the next row, here another person's."""
    other = line(full(SUBJECT_ID="2222222", CII_NUMBER="A2222222", **cells))
    assert "relief_granted" in determination(tmp_path, first(fields, **RELIEF) + other)[1]


def test_two_rows_on_one_line_that_are_both_cut_off_leave_relief_in_doubt(tmp_path: Path) -> None:
    other = {"SUBJECT_ID": "2222222", "CII_NUMBER": "A2222222", "STP_TYPE_DESCR": "ARREST/DETAINED/CITED"}
    lost = first(POSITION["CII_NUMBER"] + 2, **RELIEF) + first(POSITION["STP_TYPE_DESCR"] + 2, **other)
    assert lost.endswith(",ARREST/DETAINED/CITED")
    rows = [line(full()), line(full(**other)), lost]
    found = chosen(run_on(file(tmp_path, "\n".join(rows) + "\n")))
    assert any("relief_granted" in str(each["unknown_facts"]) for each in found if each["person_id"] != "2222222")


def test_two_rows_on_one_line_are_unread_rows_of_both_people(tmp_path: Path) -> None:
    """The first has lost its line end: of the second person nothing is said that the lost row might change."""
    other = {"SUBJECT_ID": "2222222", "CII_NUMBER": "A2222222"}
    rows = [line(full()), line(full(**other)), first(95) + first(95, **other, OFFENSE_DESCR="187(A) PC")]
    results = run_on(file(tmp_path, "\n".join(rows) + "\n"))
    assert results.persons["unread_rows"].to_list() == [1, 1]
