"""`vacatur explain`: one decision, as the cascade made it."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from tests.cli.conftest import REQUEST, typed
from tests.cli.rows import row, written

REGISTRATION = {
    "STP_TYPE_DESCR": "REGISTRATION",
    "OFFENSE_DESCR": "290 PC-REGISTRATION",
    "DISP_DESCR": "",
    "CONV_STAT_DESCR": "",
}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results for two people: one dismissed for age, one open because of a bare registration."""
    folder = tmp_path_factory.mktemp("two")
    second = {"SUBJECT_ID": "2", "CII_NUMBER": "A002"}
    bare = row(**second, **REGISTRATION, CNT_ORDER="100001001000", STP_EVENT_DATE="19900101")
    file = written(folder / "county.dat", [row(), row(**second), bare])
    assert typed("run", file, *REQUEST, "--out", folder / "results").exit_code == 0
    return folder / "results"


def test_each_rule_is_shown_with_its_condition_outcome_facts_rows_and_citation(two: Path) -> None:
    said = typed("explain", two, "1/101002001000").stdout
    assert "false   earlier-super-strike: superstrike_before" in said
    assert "true    old-enough: age_now >= 50" in said
    assert "age_now is 60.46 (1:1)" in said
    assert "People v. Smit" in said
    assert "Decision: dismiss. 50 years or older" in said
    assert "later rules not reached" in said


def test_a_review_says_what_would_settle_it(two: Path) -> None:
    said = typed("explain", two, "2/101002001000").stdout
    assert "unknown earlier-registrable-offense: registrable_offense_before" in said
    assert "registrable_offense_before is unknown (1:3)" in said
    assert "Decision: review by hand." in said
    assert "To settle it, registrable_offense_before:" in said


def test_other_packs_are_shown_in_a_line_and_in_full_when_asked(two: Path) -> None:
    assert "  ca-dismiss-all: dismiss." in typed("explain", two, "1/101002001000").stdout
    said = typed("explain", two, "1/101002001000", "--pack", "ca-dismiss-all").stdout
    assert "  ca-la-2020-pilot: dismiss." in said


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_pack_that_decided_nothing_of_it_is_refused(two: Path, form: list[str]) -> None:
    refused = typed("explain", two, "1/101002001000", "--pack", "ca-dismis-all", *form)
    assert refused.exit_code == 2
    assert "'ca-dismis-all'" in refused.stderr
    assert "ca-dismiss-all" in refused.stderr


@pytest.mark.parametrize(
    ("words", "conviction"), [(["--person", "2"], "2/101002001000"), (["--line", "1"], "1/101002001000")]
)
def test_a_conviction_is_found_by_person_and_by_line(two: Path, words: list[str], conviction: str) -> None:
    assert f"Conviction {conviction}" in typed("explain", two, *words).stdout


def test_no_person_is_named(two: Path) -> None:
    assert "EXAMPLE" not in typed("explain", two, "--person", "1").output


def test_every_decision_of_a_run_is_explained_as_it_was_made(results: Path) -> None:
    """The explanation walks the cascade anew, and comes to the decision that the run wrote."""
    decisions = pl.read_parquet(results / "decisions.parquet")
    person = decisions["person_id"][0]
    expected = {
        (each["conviction_id"], each["pack"]): each["determination"]
        for each in decisions.filter(pl.col("person_id") == person).to_dicts()
    }
    told = json.loads(typed("explain", results, "--person", person, "--json").stdout)
    assert {(each["conviction_id"], each["pack"]): each["determination"] for each in told} == expected


def test_what_the_results_do_not_hold_is_refused(two: Path, tmp_path: Path) -> None:
    assert typed("explain", two, "9/101002001000").exit_code == 2
    assert typed("explain", two).exit_code == 2
    assert typed("explain", two, "1/101002001000", "--person", "1").exit_code == 2
    assert typed("explain", tmp_path, "1/101002001000").exit_code == 2
