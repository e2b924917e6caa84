"""`vacatur run`, from the files to the folder of results."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from typer.testing import Result

from tests.cli.conftest import COUNTY, REQUEST, contents, typed

NAME_COLUMNS = (5, 14)  # REQ_NAME and PRI_NAME


def names(path: Path) -> set[str]:
    """Every name of a person in a file, as far as its lines can be split."""
    lines = path.read_text(encoding="latin-1").splitlines()
    cells = {
        cell for cells in csv.reader(lines) if len(cells) == 95 for cell in (cells[place] for place in NAME_COLUMNS)
    }
    return {name for name in cells if "," in name}


def test_a_run_prints_what_it_decided_and_where_the_results_are(county: Path, tmp_path: Path) -> None:
    result = typed("run", county, *REQUEST, "--out", tmp_path / "results")
    assert result.exit_code == 0
    for words in ("convictions decided", "By section", "By reason", "People", "left with no felony", "they reconcile"):
        assert words in result.stdout
    helped = next(line for line in result.stdout.splitlines() if "with some relief" in line)
    assert len(helped.split()) == 3 + 3, "a number under each pack"
    assert f"Results: {tmp_path / 'results'}" in result.stdout
    assert (tmp_path / "results" / "decisions.parquet").exists()


def test_progress_goes_to_standard_error_and_the_summary_to_standard_output(small_county: Path, tmp_path: Path) -> None:
    result = typed("run", small_county, *REQUEST, "--out", tmp_path / "results")
    assert result.exit_code == 0
    assert "reading ..." in result.stderr
    assert "reading" not in result.stdout
    assert "By section" in result.stdout


def test_json_prints_the_summary_for_a_script(small_county: Path, tmp_path: Path) -> None:
    result = typed("run", small_county, *REQUEST, "--out", tmp_path / "results", "--json", "--quiet")
    summary = json.loads(result.stdout)
    assert summary["county"] == COUNTY
    assert summary["reconciles"] is True
    kept = json.loads((tmp_path / "results" / "summary.json").read_text(encoding="utf-8"))
    assert {**kept, "seconds": summary["seconds"]} == summary


@pytest.fixture(scope="module")
def on_faults(faulty_county: Path, tmp_path_factory: pytest.TempPathFactory) -> Result:
    """What is said of a run on a file with faults."""
    return typed("run", faulty_county, *REQUEST, "--out", tmp_path_factory.mktemp("faults") / "results")


def test_rows_set_aside_are_told_by_the_status(on_faults: Result) -> None:
    assert on_faults.exit_code == 3
    assert "they reconcile" in on_faults.stdout
    assert "What could not be read, or is in doubt" in on_faults.stdout


def test_no_output_names_a_person(faulty_county: Path, on_faults: Result) -> None:
    """People are told apart by SUBJECT_ID; their names stay in the spreadsheets."""
    said = on_faults.output + typed("check", faulty_county).output
    known = names(faulty_county)
    assert known
    assert not [name for name in known if name in said]


def test_a_parameter_can_be_set(small_county: Path, tmp_path: Path) -> None:
    result = typed(
        "run", small_county, *REQUEST, "--set", "minimum_age=55", "--out", tmp_path / "r", "--json", "--quiet"
    )
    assert json.loads(result.stdout)["parameters"]["minimum_age"] == 55


def test_several_packs_are_computed_and_the_first_is_the_offices_choice(small_county: Path, tmp_path: Path) -> None:
    result = typed(
        "run", small_county, *REQUEST, "--pack", "ca-dismiss-all", "--out", tmp_path / "results", "--json", "--quiet"
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
        (["--as-of", "2020-13-01"], "'2020-13-01' is no day of the calendar"),
        (["--as-of", "2020-02-30"], "'2020-02-30' is no day of the calendar"),
        (["--as-of", "7/1/2020"], "'7/1/2020' is not written as year-month-day, for example 2020-07-01"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused_and_nothing_is_run(
    small_county: Path, tmp_path: Path, words: list[str], said: str
) -> None:
    """The sentence names what is wrong and what is allowed."""
    result = typed("run", small_county, *REQUEST, "--out", tmp_path / "results", *words)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_options_file_of_the_wizard_sets_the_configurable_pack(small_county: Path, tmp_path: Path) -> None:
    """It stands for the pack; a value out of range is refused and named."""
    file = tmp_path / "options.json"
    chosen = {
        "baselineEligibility": {"dismiss": ["11357"], "reduce": ["11358", "11359", "11360"]},
        "additionalRelief": {"subjectAgeThreshold": 45, "yearsSinceConvictionThreshold": 5, "subjectIsDeceased": True},
    }
    file.write_text(json.dumps(chosen), encoding="utf-8")
    request = ("run", small_county, "--county", COUNTY, "--as-of", "2020-07-01", "--options", file, "--json", "--quiet")
    summary = json.loads(typed(*request, "--out", tmp_path / "results").stdout)
    assert summary["pack"] == "ca-configurable"
    assert 45 in summary["parameters"].values()
    chosen["additionalRelief"]["subjectAgeThreshold"] = 39
    file.write_text(json.dumps(chosen), encoding="utf-8")
    refused = typed(*request, "--out", tmp_path / "others")
    assert refused.exit_code == 2
    assert "39" in refused.stderr
    file.unlink()
    assert typed(*request, "--out", tmp_path / "others").exit_code == 2


def test_the_same_file_twice_is_refused(small_county: Path, tmp_path: Path) -> None:
    assert typed("run", small_county, small_county, *REQUEST, "--out", tmp_path / "results").exit_code == 2


def test_a_file_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    result = typed("run", tmp_path / "nowhere.dat", *REQUEST, "--out", tmp_path / "results")
    assert result.exit_code == 2
    assert "nowhere.dat" in result.stderr


def test_results_are_replaced_only_when_asked(small_county: Path, small_results: Path, tmp_path: Path) -> None:
    out = Path(shutil.copytree(small_results, tmp_path / "results"))
    kept = contents(out)
    assert typed("run", small_county, *REQUEST, "--set", "minimum_age=40", "--out", out).exit_code == 2
    assert contents(out) == kept
    assert typed("run", small_county, *REQUEST, "--set", "minimum_age=40", "--out", out, "--replace").exit_code == 0
    assert (out / "summary.json").read_bytes() != kept["summary.json"]
