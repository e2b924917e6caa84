"""The rows that a decision rests on are the ones that a person must look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.rows import Row, chosen
from tests.sources.files import HEADER, file, full, lines, murder, run_on


def evidence(folder: Path, *rows: Row, header: bool = False) -> list[str]:
    text = (HEADER + "\n") * header + "\n".join(lines(rows)) + "\n"
    found = {each["conviction_id"]: each["evidence"] for each in chosen(run_on(file(folder, text)))}["1/101002001000"]
    assert isinstance(found, list)
    return found


def test_the_rows_of_the_conviction_are_always_among_them(tmp_path: Path) -> None:
    assert set(evidence(tmp_path, full(), full(SENT_LOC_DESCR="FINE"))) >= {"1:1", "1:2"}


def test_lines_are_those_of_the_file_header_counted(tmp_path: Path) -> None:
    assert evidence(tmp_path, full(), header=True)[0] == "1:2"


@pytest.mark.parametrize(
    "other",
    [
        murder(),
        murder(OFFENSE_DESCR="288(A) PC"),
        murder(OFFENSE_DESCR="ILLEGIBLE"),
        murder(DISP_DESCR=""),
        full(STP_TYPE_DESCR="REGISTRATION", CNT_ORDER="", OFFENSE_DESCR="290 PC", DISP_DESCR=""),
        full(DISP_DESCR="CONV SET ASIDE & DISM PER 1203.4 PC"),
    ],
)
def test_the_row_that_decides_is_named(tmp_path: Path, other: Row) -> None:
    stranger = full(SUBJECT_ID="2", CII_NUMBER="A2")
    found = evidence(tmp_path, full(), stranger, other)
    assert "1:3" in found
    assert "1:2" not in found


def test_evidence_is_short_enough_to_read(tmp_path: Path) -> None:
    rows = [murder(CNT_ORDER=f"{200 + number}002001000") for number in range(60)]
    assert 2 <= len(evidence(tmp_path, full(), *rows)) <= 20


def test_the_file_is_named_by_its_place_in_the_delivery(tmp_path: Path) -> None:
    first = file(tmp_path, "\n".join(lines([full()])) + "\n", "one.dat")
    second = file(tmp_path, "\n".join(lines([full(SUBJECT_ID="2"), murder()])) + "\n", "two.dat")
    (found,) = [each["evidence"] for each in chosen(run_on(first, second)) if each["person_id"] == "1"]
    assert found == ["1:1", "2:2"]
