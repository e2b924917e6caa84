"""`vacatur check`: what is in the files, before any law."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import COUNTY, typed
from tests.cli.rows import row, written


def test_a_sound_file_has_no_problem(county: Path) -> None:
    result = typed("check", county)
    assert result.exit_code == 0
    assert "No problem was found." in result.stdout
    assert COUNTY in result.stdout


def test_each_problem_is_told_with_its_number_an_example_and_what_a_run_does(tmp_path: Path) -> None:
    file = written(
        tmp_path / "county.dat", [row(), "a,b,c", row(SUBJECT_ID="2", CII_NUMBER="A2", STP_EVENT_DATE="19950000")]
    )
    result = typed("check", file)
    assert result.exit_code == 3
    said = " ".join(result.stdout.split())
    assert "1 field_count" in said
    assert "county.dat:2" in said
    assert "set aside" in said
    assert "1 partial_date" in said
    assert "it is not completed" in said


def test_birth_dates_that_a_run_will_not_know_are_told(tmp_path: Path) -> None:
    """Of people with a cannabis conviction in any county; of nobody else is a birth date asked."""
    elsewhere = {"STP_ORI_CNTY_NAME": "KERN", "CNT_ORDER": "103002001000"}
    rows = [
        row(PRI_DOB=""),
        row(SUBJECT_ID="2", CII_NUMBER="A2", PRI_DOB="19701345", **elsewhere),
        row(SUBJECT_ID="3", CII_NUMBER="A3", PRI_DOB="20150101"),
        row(SUBJECT_ID="4", CII_NUMBER="A4", PRI_DOB="", OFFENSE_DESCR="459 PC-BURGLARY"),
        row(SUBJECT_ID="5", CII_NUMBER="A5"),
    ]
    report = json.loads(typed("check", written(tmp_path / "county.dat", rows), "--json").stdout)
    told = {each["code"]: each["examples"] for each in report["problems"]}
    assert told == {
        "birth_date_unknown": ["county.dat:1", "county.dat:2"],
        "convicted_before_birth": ["county.dat:3"],
    }


def test_nothing_is_decided_and_nothing_is_written(county: Path, tmp_path: Path) -> None:
    before = set(county.parent.iterdir())
    assert "dismiss" not in typed("check", county).stdout
    assert set(county.parent.iterdir()) == before


def test_json_has_the_whole_report(faulty_county: Path) -> None:
    report = json.loads(typed("check", faulty_county, "--json", "--quiet").stdout)
    assert report["people"] > 0
    assert report["rows"] == report["files"][0]["rows"]
    assert {"code", "count", "examples", "what_a_run_does"} <= set(report["problems"][0])


def test_a_file_of_another_kind_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "letter.dat"
    file.write_text("Dear Sir or Madam,\nplease find enclosed\n", encoding="utf-8")
    result = typed("check", file)
    assert result.exit_code == 2
    assert "letter.dat" in result.stderr
    assert "95" in result.stderr
