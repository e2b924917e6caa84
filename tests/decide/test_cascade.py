"""Three-valued decisions: what is certain stands, what may be is named, and nothing unknown is guessed."""

from __future__ import annotations

import itertools
from pathlib import Path

import polars as pl
import pytest

from vacatur.decide.cascade import decide
from vacatur.decide.facts import CATALOGUE, DTYPES
from vacatur.law.pack import Pack, load_pack

HEAD = """[pack]
id = "made-up"
title = "Made up"
cite = ["none"]
status = "made up for a test"
in_force_from = 2016-11-09
scope = "in_county AND is_prop64"
occurred_after_column = false
{more}
[labels]
dismiss = "D"
reduce = "R"
not_eligible = "N"
review = "H"
refer = "C"
out_of_scope = "O"
"""
RULE = """
[[rule]]
id = "{id}"
when = "{when}"
determination = "{determination}"
reason = "{id}"
cite = "none"
"""


def pack(folder: Path, *rules: tuple[str, str], more: str = "", tail: str = "") -> Pack:
    """A pack of rules (condition, determination), numbered from 1."""
    text = HEAD.format(more=more)
    text += "".join(RULE.format(id=f"r{n}", when=when, determination=then) for n, (when, then) in enumerate(rules, 1))
    (folder / "pack.toml").write_text(text + tail, encoding="utf-8")
    (folder / "law.md").write_text("# Made up\n", encoding="utf-8")
    (folder / "cases.toml").write_text("", encoding="utf-8")
    return load_pack(folder)


def facts(**values: object) -> pl.DataFrame:
    """One conviction: the ordinary one, save for these values (None: unknown)."""
    row = {name: info.ordinary for name, info in CATALOGUE.items()} | values
    return pl.DataFrame([row], schema={name: DTYPES[info.dtype] for name, info in CATALOGUE.items()}, strict=False)


def decided(policy: Pack, **values: object) -> dict[str, object]:
    return decide(facts(**values), policy).row(0, named=True)


def short(policy: Pack, **values: object) -> tuple[object, ...]:
    found = decided(policy, **values)
    return (found["determination"], found["floor"], found["ceiling"], found["rule"], found["unknown_facts"])


def test_the_first_rule_that_holds_decides(tmp_path: Path) -> None:
    policy = pack(tmp_path, ("deceased", "dismiss"), ("is_felony", "reduce"), ("TRUE", "not_eligible"))
    assert short(policy, deceased=True) == ("dismiss", "dismiss", "dismiss", "r1", [])
    assert short(policy, deceased=False) == ("reduce", "reduce", "reduce", "r2", [])
    assert short(policy, deceased=False, is_felony=False) == ("not_eligible", "not_eligible", "not_eligible", "r3", [])


def test_what_stands_after_the_rule_that_holds_does_not_matter(tmp_path: Path) -> None:
    policy = pack(tmp_path, ("is_felony", "dismiss"), ("deceased", "not_eligible"), ("TRUE", "review"))
    assert short(policy, deceased=None) == ("dismiss", "dismiss", "dismiss", "r1", [])


def test_a_reduction_says_what_else_it_may_be_where_a_fact_is_unknown(tmp_path: Path) -> None:
    """To what it is reduced, the reasons say: a minor's sale is an infraction, an adult's a misdemeanor."""
    policy = pack(tmp_path, ("deceased", "reduce"), ("under_18_at_offense", "reduce"), ("TRUE", "reduce"))
    assert short(policy, under_18_at_offense=None) == ("reduce", "reduce", "reduce", "r3", [])
    assert decided(policy, under_18_at_offense=None)["reason"] == "r3; possibly r2 (unknown: under_18_at_offense)"
    assert decided(policy, under_18_at_offense=False)["reason"] == "r3"
    assert decided(policy, under_18_at_offense=True)["reason"] == "r2"


def test_a_dismissal_is_the_same_whatever_it_rests_on(tmp_path: Path) -> None:
    policy = pack(tmp_path, ("deceased", "dismiss"), ("TRUE", "dismiss"))
    assert decided(policy, deceased=None)["reason"] == "r2"


def test_an_unknown_rule_with_the_outcome_of_what_follows_does_not_matter(tmp_path: Path) -> None:
    policy = pack(tmp_path, ("deceased", "dismiss"), ("TRUE", "dismiss"))
    assert short(policy, deceased=None) == ("dismiss", "dismiss", "dismiss", "r2", [])


@pytest.mark.parametrize(
    ("first", "then", "floor", "ceiling"),
    [
        ("dismiss", "not_eligible", "not_eligible", "dismiss"),
        ("not_eligible", "dismiss", "not_eligible", "dismiss"),
        ("reduce", "dismiss", "reduce", "dismiss"),
        ("not_eligible", "reduce", "not_eligible", "reduce"),
        ("refer", "dismiss", "not_eligible", "dismiss"),
        ("out_of_scope", "reduce", "not_eligible", "reduce"),
        ("review", "reduce", "not_eligible", "dismiss"),
        ("dismiss", "review", "not_eligible", "dismiss"),
    ],
)
def test_outcomes_that_differ_are_for_review_and_name_what_would_settle_them(
    tmp_path: Path, first: str, then: str, floor: str, ceiling: str
) -> None:
    policy = pack(tmp_path, ("deceased", first), ("TRUE", then))
    assert short(policy, deceased=None) == ("review", floor, ceiling, "r1", ["deceased"])


def test_only_facts_on_which_something_hangs_are_named(tmp_path: Path) -> None:
    policy = pack(
        tmp_path,
        ("superstrike_before AND is_felony", "not_eligible"),
        ("age_now >= 50", "dismiss"),
        ("deceased", "dismiss"),
        ("TRUE", "review"),
    )
    unknown = {"superstrike_before": None, "age_now": None, "deceased": None, "years_conviction_free": None}
    assert decided(policy, **unknown)["unknown_facts"] == ["age_now", "deceased", "superstrike_before"]
    assert decided(policy, **unknown, is_felony=False)["unknown_facts"] == ["age_now", "deceased"]
    assert decided(policy, **{**unknown, "age_now": 60})["unknown_facts"] == ["superstrike_before"]


def test_unknown_is_no_false_and_no_true_under_not(tmp_path: Path) -> None:
    policy = pack(tmp_path, ("NOT is_felony", "refer"), ("is_felony", "dismiss"), ("TRUE", "not_eligible"))
    assert decided(policy, is_felony=None)["determination"] == "review"


def test_false_and_unknown_is_false_and_true_or_unknown_is_true(tmp_path: Path) -> None:
    policy = pack(
        tmp_path, ("deceased AND is_felony", "not_eligible"), ("deceased OR is_felony", "dismiss"), ("TRUE", "review")
    )
    assert decided(policy, deceased=None, is_felony=False)["determination"] == "review"
    assert short(policy, deceased=False, is_felony=True)[0] == "dismiss"
    policy = pack(
        tmp_path,
        ("deceased AND NOT is_felony", "not_eligible"),
        ("deceased OR is_felony", "dismiss"),
        ("TRUE", "review"),
    )
    assert short(policy, deceased=None, is_felony=True) == ("dismiss", "dismiss", "dismiss", "r2", [])


@pytest.mark.parametrize(
    "when", ["section IN ('11357')", "section = '11357'", "NOT (section <> '11357')", "subdivision BETWEEN 'a' AND 'b'"]
)
def test_comparisons_with_unknown_are_unknown(tmp_path: Path, when: str) -> None:
    policy = pack(tmp_path, (when, "dismiss"), ("TRUE", "not_eligible"))
    assert decided(policy, section=None, subdivision=None)["determination"] == "review"


def test_outside_the_scope_is_no_decision_and_perhaps_outside_is_review(tmp_path: Path) -> None:
    policy = pack(tmp_path, ("TRUE", "dismiss"))
    assert short(policy, in_county=False)[::3] == ("out_of_scope", "scope")
    assert short(policy, in_county=None) == ("review", "not_eligible", "dismiss", "scope", ["in_county"])
    assert short(policy, in_county=False, is_prop64=None)[::3] == ("out_of_scope", "scope")


def test_a_pack_without_a_last_rule_leaves_the_rest_to_a_person(tmp_path: Path) -> None:
    policy = pack(tmp_path, ("deceased", "dismiss"))
    assert short(policy, deceased=False)[0] == "review"


def test_amounts_that_the_file_never_holds_give_the_floor(tmp_path: Path) -> None:
    policy = pack(tmp_path, ("plants <= 6", "dismiss"), ("TRUE", "reduce"), more='floor_when_unknown = ["plants"]')
    found = decided(policy, plants=None)
    assert (found["determination"], found["floor"], found["ceiling"]) == ("reduce", "reduce", "dismiss")
    assert found["unknown_facts"] == ["plants"]
    assert decided(policy, plants=None, in_county=None)["determination"] == "review"


def test_an_assumption_is_off_unless_switched_on_and_says_when_it_was_used(tmp_path: Path) -> None:
    assumption = """
[[assumption]]
id = "done"
text = "Done after seven years"
fact = "sentences_completed"
value = true
when = "years_since_conviction >= 7"
cite = "none"
"""
    policy = pack(tmp_path, ("sentences_completed", "dismiss"), ("TRUE", "not_eligible"), tail=assumption)
    unknown = {"sentences_completed": None}
    assert decided(policy, **unknown)["determination"] == "review"
    assumed = policy.with_settings({}, ["done"])
    assert decided(assumed, **unknown) | {"notes": []} == decided(assumed, **unknown)
    assert (decided(assumed, **unknown)["determination"], decided(assumed, **unknown)["assumptions"]) == (
        "dismiss",
        ["done"],
    )
    assert decided(assumed, **unknown, years_since_conviction=6.9)["determination"] == "review"
    assert decided(assumed, **unknown, years_since_conviction=None)["determination"] == "review"
    known = decided(assumed, sentences_completed=False)
    assert (known["determination"], known["assumptions"]) == ("not_eligible", [])


RULES = ("deceased", "superstrike_before", "is_felony")


@pytest.mark.parametrize("then", list(itertools.product(["dismiss", "reduce", "not_eligible"], repeat=3)))
def test_a_decision_is_what_every_way_of_filling_in_the_unknown_gives(tmp_path: Path, then: tuple[str, ...]) -> None:
    """Or else review, between the least and the most favourable of them."""
    policy = pack(tmp_path, *zip(RULES, then, strict=True), ("TRUE", "not_eligible"))
    every = list(itertools.product([True, False, None], repeat=3))
    decisions = decide(
        pl.concat([facts(**dict(zip(RULES, values, strict=True))) for values in every]), policy
    ).to_dicts()
    order = ["not_eligible", "reduce", "dismiss"]
    for values, found in zip(every, decisions, strict=True):
        ways = itertools.product(*[[value] if value is not None else [True, False] for value in values])
        ends = {next((what for what, holds in zip(then, way, strict=True) if holds), "not_eligible") for way in ways}
        least, most = min(ends, key=order.index), max(ends, key=order.index)
        expected = (least if len(ends) == 1 else "review", least, most)
        assert (found["determination"], found["floor"], found["ceiling"]) == expected, values


def test_no_rows_are_decided_as_no_rows() -> None:
    assert decide(facts().clear(), load_pack("ca-la-2020-pilot")).height == 0


def test_many_rows_are_decided_as_each_alone() -> None:
    policy = load_pack("ca-la-2020-pilot")
    rows = [facts(age_now=age, is_felony=felony) for age in (20, 40, 60, None) for felony in (True, False, None)]
    together = decide(pl.concat(rows), policy).rows()
    assert together == [decide(row, policy).row(0) for row in rows]
