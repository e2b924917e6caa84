"""Worked examples for the reference's cascade, expectations written by hand from the documents."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from .cascade import Decision, decide, floor_and_ceiling, read_pack
from .conditions import evaluate

# The Los Angeles pilot, row by row as its decision table states it.
LOS_ANGELES: dict[str, Any] = {
    "pack": {"id": "los-angeles-table", "scope": "in_county AND is_prop64"},
    "parameters": {"age": {"value": 50}, "years": {"value": 10}},
    "rule": [
        {"id": "1", "when": "NOT is_felony", "determination": "refer"},
        {"id": "2", "when": "convicted_on >= DATE '2016-11-09'", "determination": "not_eligible"},
        {"id": "3", "when": "section = '11357' AND subdivision IN ('a', 'b')", "determination": "dismiss"},
        {"id": "4", "when": "section = '11357'", "determination": "review"},
        {"id": "5", "when": "superstrike_before", "determination": "not_eligible"},
        {"id": "6", "when": "registrable_offense_before", "determination": "not_eligible"},
        {"id": "7", "when": "two_prior_same_section", "determination": "not_eligible"},
        {"id": "8", "when": "age_now >= :age", "determination": "dismiss"},
        {"id": "9", "when": "age_now <= 21", "determination": "dismiss"},
        {"id": "10", "when": "only_prop64_on_record AND sentences_completed", "determination": "dismiss"},
        {"id": "11", "when": "years_conviction_free >= :years", "determination": "dismiss"},
        {"id": "12", "when": "NOT sentences_completed", "determination": "review"},
        {"id": "13", "when": "deceased", "determination": "dismiss"},
        {"id": "14", "when": "TRUE", "determination": "review"},
    ],
}

# A felony possession for sale of 1995, by somebody to whom no row but the last applies.
ORDINARY: dict[str, Any] = {
    "in_county": True,
    "federal_court": False,
    "is_prop64": True,
    "is_felony": True,
    "convicted_on": date(1995, 6, 1),
    "section": "11359",
    "subdivision": "",
    "superstrike_before": False,
    "registrable_offense_before": False,
    "two_prior_same_section": False,
    "age_now": 45.0,
    "only_prop64_on_record": False,
    "sentences_completed": True,
    "years_conviction_free": 3.0,
    "deceased": False,
}


TABLE: list[tuple[dict[str, Any], str, str]] = [
    ({"is_felony": False}, "refer", "1"),
    ({"convicted_on": date(2016, 11, 9)}, "not_eligible", "2"),
    ({"convicted_on": date(2016, 11, 8)}, "review", "14"),
    ({"section": "11357", "subdivision": "a"}, "dismiss", "3"),
    ({"section": "11357", "subdivision": "b", "superstrike_before": True}, "dismiss", "3"),
    ({"section": "11357", "subdivision": "c"}, "review", "4"),
    ({"section": "11357"}, "review", "4"),
    ({"superstrike_before": True, "age_now": 70.0}, "not_eligible", "5"),
    ({"registrable_offense_before": True, "deceased": True}, "not_eligible", "6"),
    ({"two_prior_same_section": True}, "not_eligible", "7"),
    ({"age_now": 50.0}, "dismiss", "8"),
    ({"age_now": 49.99}, "review", "14"),
    ({"age_now": 21.0}, "dismiss", "9"),
    ({"age_now": 21.01}, "review", "14"),
    ({"only_prop64_on_record": True}, "dismiss", "10"),
    ({"only_prop64_on_record": True, "sentences_completed": False}, "review", "12"),
    ({"years_conviction_free": 10.0, "sentences_completed": False}, "dismiss", "11"),
    ({"years_conviction_free": 9.99}, "review", "14"),
    ({"sentences_completed": False, "deceased": True}, "review", "12"),
    ({"deceased": True}, "dismiss", "13"),
    ({}, "review", "14"),
    ({"in_county": False}, "out_of_scope", "scope"),
    ({"is_prop64": False}, "out_of_scope", "scope"),
]


@pytest.mark.parametrize(("facts", "determination", "rule"), TABLE)
def test_each_row_of_the_los_angeles_table(facts: dict[str, Any], determination: str, rule: str) -> None:
    decision = decide(ORDINARY | facts, LOS_ANGELES)
    assert (decision.determination, decision.rule, decision.unknown_facts) == (determination, rule, frozenset())


@pytest.mark.parametrize(("facts", "determination", "rule"), TABLE)
def test_the_pilot_pack_is_the_table(facts: dict[str, Any], determination: str, rule: str) -> None:
    decision = decide(ORDINARY | {"relief_granted": False} | facts, read_pack("ca-la-2020-pilot"))
    assert (decision.determination, decision.unknown_facts) == (determination, frozenset()), rule


def test_an_unknown_that_cannot_matter_does_not_matter() -> None:
    """Dismissed for age if 50, and for ten quiet years if not."""
    decision = decide(ORDINARY | {"age_now": None, "years_conviction_free": 12.0}, LOS_ANGELES)
    assert decision == Decision("dismiss", "11", "dismiss", "dismiss", frozenset())


def test_an_unknown_that_matters_is_named() -> None:
    decision = decide(ORDINARY | {"superstrike_before": None, "age_now": 60.0}, LOS_ANGELES)
    assert decision == Decision("review", "5", "not_eligible", "dismiss", frozenset({"superstrike_before"}))


def test_a_bar_that_is_certain_ends_the_walk_after_an_unknown_bar() -> None:
    decision = decide(ORDINARY | {"superstrike_before": None, "two_prior_same_section": True}, LOS_ANGELES)
    assert decision == Decision("not_eligible", "7", "not_eligible", "not_eligible", frozenset())


def test_a_certain_rule_hides_what_is_unknown_behind_it() -> None:
    decision = decide(ORDINARY | {"is_felony": False, "age_now": None}, LOS_ANGELES)
    assert decision == Decision("refer", "1", "refer", "refer", frozenset())


def test_an_unknown_scope_makes_out_of_scope_possible() -> None:
    decision = decide(ORDINARY | {"in_county": None, "age_now": 60.0}, LOS_ANGELES)
    assert decision == Decision("review", "scope", "not_eligible", "dismiss", frozenset({"in_county"}))


def test_a_scope_that_is_false_whatever_the_unknown_is_false() -> None:
    assert decide(ORDINARY | {"in_county": None, "is_prop64": False}, LOS_ANGELES).determination == "out_of_scope"


def test_refer_beside_another_outcome_counts_as_not_eligible() -> None:
    decision = decide(ORDINARY | {"is_felony": None, "age_now": 60.0}, LOS_ANGELES)
    assert decision == Decision("review", "1", "not_eligible", "dismiss", frozenset({"is_felony"}))


def test_a_certain_review_may_end_either_way() -> None:
    decision = decide(ORDINARY, LOS_ANGELES)
    assert (decision.floor, decision.ceiling) == ("not_eligible", "dismiss")


def test_a_parameter_that_is_set() -> None:
    assert decide(ORDINARY | {"age_now": 50.0}, LOS_ANGELES, {"age": 55}).rule == "14"
    assert decide(ORDINARY | {"age_now": 55.0}, LOS_ANGELES, {"age": 55}).rule == "8"


@pytest.mark.parametrize(
    ("outcomes", "floor", "ceiling"),
    [
        (["dismiss"], "dismiss", "dismiss"),
        (["refer"], "refer", "refer"),
        (["review"], "not_eligible", "dismiss"),
        (["reduce", "dismiss"], "reduce", "dismiss"),
        (["out_of_scope", "reduce"], "not_eligible", "reduce"),
        (["refer", "not_eligible"], "not_eligible", "not_eligible"),
        (["review", "reduce"], "not_eligible", "dismiss"),
    ],
)
def test_floor_and_ceiling(outcomes: list[str], floor: str, ceiling: str) -> None:
    assert floor_and_ceiling(outcomes) == (floor, ceiling)


PLANTS: dict[str, Any] = {
    "pack": {"id": "plants", "scope": "TRUE", "floor_when_unknown": ["plants"]},
    "rule": [
        {"id": "bar", "when": "superstrike_before", "determination": "not_eligible"},
        {"id": "few", "when": "plants <= 6", "determination": "dismiss"},
        {"id": "many", "when": "TRUE", "determination": "reduce"},
    ],
    "assumption": [
        {"id": "few-plants", "fact": "plants", "value": 6, "when": "years_since_conviction >= 7"},
    ],
}


def test_an_amount_the_file_never_holds_gives_the_floor() -> None:
    facts = {"superstrike_before": False, "plants": None, "years_since_conviction": 20.0}
    assert decide(facts, PLANTS) == Decision("reduce", "many", "reduce", "dismiss", frozenset({"plants"}))


def test_another_unknown_beside_the_amount_is_for_review() -> None:
    facts = {"superstrike_before": None, "plants": None, "years_since_conviction": 20.0}
    unknown = frozenset({"plants", "superstrike_before"})
    assert decide(facts, PLANTS) == Decision("review", "bar", "not_eligible", "dismiss", unknown)


@pytest.mark.parametrize(
    ("years", "assume", "determination"),
    [(20.0, ["few-plants"], "dismiss"), (20.0, [], "reduce"), (6.9, ["few-plants"], "reduce"), (None, [], "reduce")],
)
def test_an_assumption_is_off_unless_switched_on_and_its_condition_holds(
    years: float | None, assume: list[str], determination: str
) -> None:
    facts = {"superstrike_before": False, "plants": None, "years_since_conviction": years}
    assert decide(facts, PLANTS, assume=assume).determination == determination


def test_an_assumption_never_replaces_what_is_known() -> None:
    facts = {"superstrike_before": False, "plants": 40, "years_since_conviction": 20.0}
    assert decide(facts, PLANTS, assume=["few-plants"]).determination == "reduce"


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ("yes AND unknown", None),
        ("no AND unknown", False),
        ("yes OR unknown", True),
        ("no OR unknown", None),
        ("NOT unknown", None),
        ("unknown OR NOT unknown", None),
        ("NOT no AND number BETWEEN 5 AND 7", True),
        ("number NOT BETWEEN 5 AND 7", False),
        ("number > 5", False),
        ("number <> 5", False),
        ("missing >= 5", None),
        ("missing = missing", None),
        ("letter IN ('a', 'b')", True),
        ("letter NOT IN ('a', 'b')", False),
        ("missing IN ('a', 'b')", None),
        ("letter IN :letters", False),
        ("missing IN (:none)", False),
        ("letter NOT IN :none", True),
        ("day < DATE '2016-11-09'", True),
        ("(yes OR no) AND (number = 5 OR unknown)", True),
        ("yes = TRUE", True),
        ("yes OR no AND no", True),
        ("letter = 'it''s'", False),
    ],
)
def test_conditions(condition: str, truth: bool | None) -> None:
    facts = {
        "yes": True,
        "no": False,
        "unknown": None,
        "number": 5,
        "missing": None,
        "letter": "a",
        "day": date(2016, 11, 8),
    }
    assert evaluate(condition, facts, {"letters": ["c"], "none": []}) is truth


@pytest.mark.parametrize("condition", ["nothing", "yes yes", "yes AND", "yes; DROP", "(yes"])
def test_a_condition_that_is_none_is_an_error(condition: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        evaluate(condition, {"yes": True}, {})
