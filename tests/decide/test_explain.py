"""A decision explained: the steps as they ran, the facts as they stood, the rows that they rest on."""

from __future__ import annotations

from pathlib import Path

import pytest

import vacatur
from tests.cli.rows import chosen
from tests.sources.files import HEADER, file, full, lines, murder, run_on
from vacatur.errors import ResultsError, UsageError
from vacatur.synth import write_county

PACK = "ca-la-2020-pilot"
ROWS = [
    full(),
    murder(),
    full(SUBJECT_ID="2", CII_NUMBER="A2", PRI_DOB="", SENT_LENGTH="X", STP_EVENT_DATE="20150601"),
    full(SENT_LOC_DESCR="FINE"),
]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explain")
    run_on(file(folder, HEADER + "\n" + "\n".join(lines(ROWS)) + "\n"), out=folder / "results")
    return folder / "results"


def of(results: Path, conviction: str) -> vacatur.Explanation:
    (found,) = [each for each in vacatur.explain(results, conviction=conviction) if each.pack == PACK]
    return found


def test_the_rule_that_decided_is_the_last_step_reached(results: Path) -> None:
    found = of(results, "1/101002001000")
    reached = [step for step in found.steps if step.reached]
    assert reached[-1].rule == found.rule == "earlier-super-strike"
    assert [step.outcome for step in reached[:-1]] == [False] * (len(reached) - 1)
    assert reached[-1].outcome is True


def test_the_facts_of_a_step_name_the_lines_that_they_rest_on(results: Path) -> None:
    """Line 1 is the header; the strike stands on line 3, the conviction on lines 2 and 5."""
    found = of(results, "1/101002001000")
    (strike,) = [fact for step in found.steps if step.rule == "earlier-super-strike" for fact in step.facts]
    assert (strike.value, strike.evidence) == (True, ["1:3"])


def test_parameters_stand_in_the_conditions_with_their_values(results: Path) -> None:
    (step,) = [step for step in of(results, "1/101002001000").steps if step.rule == "old-enough"]
    assert step.condition == "age_now >= 50"


def test_a_review_says_what_would_settle_it(results: Path) -> None:
    found = of(results, "2/101002001000")
    assert found.determination == "review"
    assert [line.split(":")[0] for line in found.settle] == found.unknown_facts != []


def test_a_conviction_is_found_by_person_and_by_line(results: Path) -> None:
    by_person = {each.conviction_id for each in vacatur.explain(results, person="2")}
    assert by_person == {"2/101002001000"}
    for line in (2, "2", 5, "1:5", "history.dat:2"):
        assert {each.conviction_id for each in vacatur.explain(results, line=line)} == {"1/101002001000"}


@pytest.mark.parametrize(
    "asked",
    [
        {"conviction": "9/9"},
        {"conviction": ""},
        {"person": "9"},
        {"line": 3},
        {"line": 99},
        {"line": "x"},
        {"line": "other.dat:2"},
        {},
    ],
)
def test_what_is_not_there_is_said_in_one_sentence(results: Path, asked: dict[str, str]) -> None:
    with pytest.raises(UsageError) as refused:
        vacatur.explain(results, **asked)  # type: ignore[arg-type]
    assert "\n" not in str(refused.value)


def test_a_folder_that_is_none_of_ours_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResultsError):
        vacatur.explain(tmp_path, person="1")
    (tmp_path / "manifest.json").write_text('{"format": 999}', encoding="utf-8")
    with pytest.raises(ResultsError):
        vacatur.explain(tmp_path, person="1")


def test_every_explanation_comes_to_the_decision_of_the_run(tmp_path: Path) -> None:
    path = tmp_path / "county.dat"
    write_county(path, people=15, seed=2, faults=0.05)
    results = run_on(path, out=tmp_path / "results")
    for decision in chosen(results):
        found = of(tmp_path / "results", str(decision["conviction_id"]))
        for name in ("determination", "floor", "ceiling", "rule", "reason", "citation", "unknown_facts"):
            assert getattr(found, name) == decision[name]


def test_settings_of_the_run_are_those_of_the_explanation(tmp_path: Path) -> None:
    path = file(tmp_path, "\n".join(lines([full(PRI_DOB="19600115")])) + "\n")
    run_on(path, out=tmp_path / "results", settings={"minimum_age": 65})
    (step,) = [step for step in of(tmp_path / "results", "1/101002001000").steps if step.rule == "old-enough"]
    assert (step.condition, step.outcome) == ("age_now >= 65", False)
