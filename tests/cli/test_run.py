"""`vacatur run`, from the files to the folder of results."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from tests.cli.conftest import COUNTY, REQUEST, process, typed

NAME_COLUMNS = (5, 14)  # REQ_NAME and PRI_NAME


def names(path: Path) -> set[str]:
    """Every name of a person in a file."""
    rows = pl.read_csv(path, has_header=False, infer_schema=False, truncate_ragged_lines=True, encoding="utf8-lossy")
    return {name for place in NAME_COLUMNS for name in rows.to_series(place) if name and "," in name}


def test_a_run_prints_what_it_decided_and_where_the_results_are(county: Path, tmp_path: Path) -> None:
    result = typed("run", county, *REQUEST, "--out", tmp_path / "results")
    assert result.exit_code == 0
    for words in ("convictions decided", "By section", "By reason", "People", "left with no felony", "they reconcile"):
        assert words in result.stdout
    assert f"Results: {tmp_path / 'results'}" in result.stdout
    assert (tmp_path / "results" / "decisions.parquet").exists()


def test_progress_goes_to_standard_error_and_the_summary_to_standard_output(county: Path, tmp_path: Path) -> None:
    result = process("run", county, *REQUEST, "--out", tmp_path / "results")
    assert result.returncode == 0
    assert "reading ..." in result.stderr
    assert "reading" not in result.stdout


def test_json_prints_the_summary_for_a_script(county: Path, tmp_path: Path) -> None:
    result = typed("run", county, *REQUEST, "--out", tmp_path / "results", "--json", "--quiet")
    summary = json.loads(result.stdout)
    assert summary["county"] == COUNTY
    assert summary["reconciles"] is True
    kept = json.loads((tmp_path / "results" / "summary.json").read_text(encoding="utf-8"))
    assert {**kept, "seconds": summary["seconds"]} == summary


def test_rows_set_aside_are_told_by_the_status(faulty_county: Path, tmp_path: Path) -> None:
    result = typed("run", faulty_county, *REQUEST, "--out", tmp_path / "results")
    assert result.exit_code == 3
    assert "they reconcile" in result.stdout
    assert "What could not be read, or is in doubt" in result.stdout


def test_no_output_names_a_person(faulty_county: Path, tmp_path: Path) -> None:
    """People are told apart by SUBJECT_ID; their names stay in the spreadsheets."""
    said = typed("run", faulty_county, *REQUEST, "--out", tmp_path / "results").output
    said += typed("check", faulty_county).output
    known = names(faulty_county)
    assert known
    assert not [name for name in known if name in said]


def test_a_parameter_can_be_set(county: Path, tmp_path: Path) -> None:
    result = typed("run", county, *REQUEST, "--set", "minimum_age=55", "--out", tmp_path / "r", "--json", "--quiet")
    assert json.loads(result.stdout)["parameters"]["minimum_age"] == 55


def test_several_packs_are_computed_and_the_first_is_the_offices_choice(county: Path, tmp_path: Path) -> None:
    result = typed(
        "run", county, *REQUEST, "--pack", "ca-dismiss-all", "--out", tmp_path / "results", "--json", "--quiet"
    )
    assert json.loads(result.stdout)["pack"] == "ca-la-2020-pilot"
    decided = set(pl.read_parquet(tmp_path / "results" / "decisions.parquet")["pack"])
    assert {"ca-la-2020-pilot", "ca-dismiss-all"} <= decided


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--county", "LOS ANGELS"], "LOS ANGELES"),
        (["--pack", "ca-la-2021"], "ca-la-2021"),
        (["--set", "minimum_age=12"], "40"),
        (["--set", "maximum_age=50"], "minimum_age"),
        (["--set", "minimum_age"], "NAME=VALUE"),
        (["--assume", "nothing-like-this"], "nothing-like-this"),
        (["--as-of", "1 July 2020"], "--as-of"),
        (["--options", "nowhere.json"], "nowhere.json"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused_and_nothing_is_run(
    county: Path, tmp_path: Path, words: list[str], said: str
) -> None:
    """The sentence names what is wrong and what is allowed."""
    result = typed("run", county, *REQUEST, "--out", tmp_path / "results", *words)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_same_file_twice_is_refused(county: Path, tmp_path: Path) -> None:
    assert typed("run", county, county, *REQUEST, "--out", tmp_path / "results").exit_code == 2


def test_a_file_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    result = typed("run", tmp_path / "nowhere.dat", *REQUEST, "--out", tmp_path / "results")
    assert result.exit_code == 2
    assert "nowhere.dat" in result.stderr


def test_results_are_replaced_only_when_asked(county: Path, tmp_path: Path) -> None:
    out = tmp_path / "results"
    assert typed("run", county, *REQUEST, "--out", out).exit_code == 0
    kept = {path.name: path.read_bytes() for path in out.iterdir()}
    assert typed("run", county, *REQUEST, "--set", "minimum_age=40", "--out", out).exit_code == 2
    assert {path.name: path.read_bytes() for path in out.iterdir()} == kept
    assert typed("run", county, *REQUEST, "--set", "minimum_age=40", "--out", out, "--replace").exit_code == 0
    assert (out / "summary.json").read_bytes() != kept["summary.json"]
