"""The packs that come with the program: no mistake in any, every worked case comes out, and the law's own test list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from vacatur.decide.cascade import decide
from vacatur.decide.check import check_pack
from vacatur.decide.check_cases import facts_of, mistakes_in_cases
from vacatur.decide.remedy_order import REMEDY_PACKS
from vacatur.law.cases import Case, load_cases
from vacatur.law.options import read_options
from vacatur.law.pack import Pack, built_in_packs, load_pack, policy_packs


@pytest.mark.parametrize("name", built_in_packs())
def test_a_pack_that_comes_with_the_program_has_no_mistake(name: str) -> None:
    assert check_pack(name) == []


@pytest.mark.parametrize(
    ("name", "case"), [(name, case.name) for name in built_in_packs() for case in load_cases(load_pack(name).folder)]
)
def test_worked_case(name: str, case: str) -> None:
    """Each worked case is a test of its own, named by its legal sentence."""
    pack = load_pack(name)
    (worked,) = [each for each in load_cases(pack.folder) if each.name == case]
    assert [mistake for mistake in mistakes_in_cases(pack, [worked]) if mistake.startswith("case")] == []


def decided(pack: Pack | str, unknown: list[str] | None = None, /, **facts: object) -> Mapping[str, object]:
    pack = load_pack(pack) if isinstance(pack, str) else pack
    case = Case.model_validate(
        {"name": "x", "facts": facts, "unknown": unknown or [], "expect": {"determination": "review"}}, strict=True
    )
    return decide(facts_of([case]), pack).row(0, named=True)


STATUTE = "ca-prop64-statute"


def test_a_super_strike_bars_only_if_it_came_before() -> None:
    """Law, checklist 1: a 187 of 1990 bars an 11359 of 1995; one of 1999 or of the same day does not (Smit)."""
    assert decided(STATUTE, superstrike_before=True)["determination"] == "not_eligible"
    assert decided(STATUTE, superstrike_before=False)["determination"] == "reduce"


def test_a_super_strike_does_not_touch_possession() -> None:
    """Law, checklist 2."""
    before = decided(STATUTE, section="11357", subdivision="a", convicted_on=date(1998, 5, 1), superstrike_before=True)
    assert (before["determination"], before["ceiling"]) == ("reduce", "dismiss")


@pytest.mark.parametrize("section", ["11357.5", "11361", "182", "4573.6"])
def test_neighbors_are_out_of_scope(section: str) -> None:
    """Law, checklist 3."""
    assert decided(STATUTE, section=section, is_prop64=False)["rule"] == "scope"


def test_an_accessory_in_a_cannabis_case_and_an_attempt_are_for_a_lawyer() -> None:
    """Law, checklist 3: PC 32 and 664-11359."""
    assert decided(STATUTE, section="32", is_prop64=False, accessory_with_prop64=True)["determination"] == "review"
    assert decided(STATUTE, ["is_prop64"])["determination"] == "review"


def test_a_letter_means_what_it_meant_at_the_offense() -> None:
    """Law, checklist 4: 11357(C) of 2005 is over 28.5 g, of 2018 school grounds, without date for a lawyer."""
    letter: dict[str, object] = {"section": "11357", "subdivision": "c", "is_felony": False}
    assert decided(STATUTE, **letter)["rule"] == "larger-possession"
    assert decided(STATUTE, **letter, offense_before_prop64=False)["rule"] == "after-proposition-64"
    letter["subdivision"] = "b"
    assert decided(STATUTE, ["offense_before_prop64"], **letter)["determination"] == "review"


@pytest.mark.parametrize(
    ("under_18", "under_21", "expected"), [(True, True, "reduce"), (False, True, "reduce"), (False, False, "dismiss")]
)
def test_age_at_the_offense(under_18: bool, under_21: bool, expected: str) -> None:
    """Law, checklist 5: 17, 18 to 20, 21."""
    facts: dict[str, object] = {"section": "11357", "subdivision": "b", "is_felony": False}
    row = decided(STATUTE, **facts, under_18_at_offense=under_18, under_21_at_offense=under_21)
    assert row["determination"] == expected
    assert decided(STATUTE, ["under_18_at_offense", "under_21_at_offense"], **facts)["determination"] == "review"


def test_two_priors_count_for_their_own_section() -> None:
    """Law, checklist 6: two earlier 11360 and one earlier 11359 bar an 11360 only."""
    assert decided(STATUTE, section="11360", subdivision="a", two_prior_same_section=True)["rule"] == "two-priors"
    assert decided(STATUTE, section="11359", two_prior_same_section=False)["determination"] == "reduce"


def test_a_bare_registration_is_for_a_lawyer_and_no_bar() -> None:
    """Law, checklist 7."""
    row = decided(STATUTE, ["registrable_offense_before"])
    assert (row["determination"], row["ceiling"]) == ("review", "reduce")


@pytest.mark.parametrize("completed", [True, False])
def test_serving_or_completed_is_a_note_and_changes_nothing(completed: bool) -> None:
    """Law, checklist 13: petition (b) and the question of danger, or application (f) without it."""
    row = decided(STATUTE, sentence_completed=completed)
    assert row["determination"] == "reduce"
    assert ("HS 11361.8(a) and (b)" in str(row["notes"])) is not completed


def test_a_conviction_of_2017_for_an_offense_of_2015_is_in() -> None:
    """Law, checklist 15."""
    late = date(2017, 2, 1)
    assert decided(STATUTE, convicted_on=late, offense_before_prop64=True)["determination"] == "reduce"
    assert decided(STATUTE, ["offense_before_prop64"], convicted_on=late)["determination"] == "review"


def test_felony_or_any_conviction_in_ten_years_is_the_office_s_choice() -> None:
    """Law, checklist 17: configurable, as announced by default."""
    facts: dict[str, object] = {"years_felony_free": 12, "years_conviction_free": 1, "probation_completed": False}
    announced = load_pack("ca-la-2020-announced")
    assert decided(announced, **facts)["rule"] == "years-without-felony"
    assert decided(announced.with_settings({"felonies_only": False}), **facts)["rule"] == "otherwise"


@pytest.mark.parametrize("name", [name for name in built_in_packs() if not name.startswith("ca-dismiss-all")])
def test_an_unknown_date_never_counts_as_long_ago(name: str) -> None:
    """Law, checklist 18: filling in a date of last year never finds a dismissal that the unknown date had given."""
    dates = [
        "convicted_on",
        "years_since_conviction",
        "years_conviction_free",
        "years_felony_free",
        "age_at_conviction",
    ]
    dates += ["offense_before_prop64"]
    row = decided(name, dates, convictions_on_record=2)
    recent = decided(
        name, convictions_on_record=2, convicted_on=date(2016, 11, 1), years_since_conviction=3.6,
        years_conviction_free=3.6, years_felony_free=3.6, age_at_conviction=41,
    )  # fmt: skip
    assert row["determination"] == recent["determination"] or row["determination"] == "review"


def test_relief_under_another_statute_leaves_a_conviction_in_scope() -> None:
    """Law, checklist 19: PC 1203.4 does not put it out; 11361.8 does."""
    assert decided(STATUTE, relief_granted=True)["determination"] == "reduce"
    assert decided(STATUTE, relief_granted=True, prop64_relief_granted=True)["determination"] == "out_of_scope"


@pytest.mark.parametrize("name", [name for name in policy_packs() if name != STATUTE])
def test_a_policy_asks_for_nothing_twice(name: str) -> None:
    assert decided(name, relief_granted=True)["determination"] == "out_of_scope"
    assert decided(name, ["relief_granted"])["determination"] == "review"


@pytest.mark.parametrize("name", REMEDY_PACKS)
def test_a_remedy_asks_for_nothing_twice(name: str) -> None:
    """What is dismissed is dismissed; what is reduced may still be dismissed."""
    gone = {"set_aside": True, "relief_granted": True, "earlier_relief": "1203.4 PC"}
    reduced = {"is_felony_now": False, "relief_granted": True, "earlier_relief": "17(B) PC"}
    reducing = name in ("ca-pc-17b", "ca-pc-1170-18")
    row = decided(name, **(reduced if reducing else gone))
    assert (row["determination"], row["reason"].endswith("17(B) PC")) == ("out_of_scope", reducing)
    assert decided(name, ["is_felony_now" if reducing else "set_aside"])["determination"] != "dismiss"


@pytest.mark.parametrize("name", REMEDY_PACKS)
def test_what_a_remedy_grants_a_court_must_or_may_grant(name: str) -> None:
    granting = [rule for rule in load_pack(name).rules if rule.determination in ("dismiss", "reduce")]
    assert granting and all(rule.relief for rule in granting)
    kinds = {rule.relief for rule in granting}
    assert (kinds == {"automatic"}) == (name == "ca-pc-1203-425")
    assert ("mandatory" in kinds) == (name in ("ca-pc-1203-4", "ca-pc-1203-4a", "ca-pc-1170-18"))


def test_predecessor_sections_are_in_and_for_a_lawyer() -> None:
    """Law, checklist 22."""
    assert decided(STATUTE, ["is_prop64"], section="11530")["determination"] == "review"


@pytest.mark.parametrize(
    ("section", "letter", "flagged"), [("11357", "b", True), ("11360", "b", True), ("11360", "a", False)]
)
def test_records_due_for_destruction_are_flagged(section: str, letter: str, flagged: bool) -> None:
    """Law, checklist 23: 11357 and 11360(b) older than two years, whatever is decided."""
    row = decided(STATUTE, section=section, subdivision=letter, years_since_conviction=2.5)
    assert ("HS 11361.5" in str(row["notes"])) is flagged


@pytest.mark.parametrize("name", built_in_packs())
def test_no_rule_looks_at_the_dates_that_the_statutes_set_to_offices(name: str) -> None:
    """Law, checklist 24: deadlines of 2019, 2020 and 2023 are history."""
    conditions = " ".join(sql for _, sql in load_pack(name).conditions())
    assert not [
        year for year in ("2018", "2019", "2020", "2021", "2022", "2023", "2024") if f"DATE '{year}" in conditions
    ]


def test_the_reasons_of_los_angeles_are_those_that_spreadsheets_know() -> None:
    reasons = [rule.reason for rule in load_pack("ca-la-2020-pilot").rules]
    assert reasons == [
        "Relief already granted: {earlier_relief}",
        "Misdemeanor or Infraction",
        "Occurred after 11/09/2016",
        "11357(a) or 11357(b)",
        "Other 11357",
        "PC 667(e)(2)(c)(iv)",
        "PC 290",
        "Two priors",
        "{minimum_age} years or older",
        "21 years or younger",
        "Only has 11357-60 charges and completed sentence",
        "No convictions in past {years_without_conviction} years",
        "Currently serving sentence",
        "Deceased",
        "No applicable eligibility criteria",
    ]


def test_the_reasons_of_the_wizard_are_those_that_spreadsheets_know() -> None:
    reasons = [rule.reason for rule in load_pack("ca-configurable").rules]
    assert reasons == [
        "Relief already granted: {earlier_relief}",
        "Misdemeanor or Infraction",
        "Dismiss all HS {section} convictions",
        "21 years or younger",
        "{subject_age_threshold} years or older",
        "Conviction occurred {years_since_conviction_threshold} or more years ago",
        "No convictions in the past {years_crime_free_threshold} years",
        "Only has 11357-60 charges",
        "Individual is deceased",
        "Reduce all HS {section} convictions",
        "No applicable eligibility criteria",
    ]


def test_an_options_file_decides_as_the_wizard_did(tmp_path: Path) -> None:
    path = tmp_path / "options.json"
    path.write_text(
        json.dumps(
            {
                "baselineEligibility": {"dismiss": ["11357"], "reduce": ["11358", "11359", "11360"]},
                "additionalRelief": {"subjectAgeThreshold": 40},
            }
        ),
        encoding="utf-8",
    )
    pack = load_pack("ca-configurable").with_settings(read_options(path))
    assert decided(pack, age_now=39)["reason"] == "Reduce all HS 11359 convictions"
    assert decided(pack, age_now=40)["reason"] == "40 years or older"


def test_a_stricter_age_never_adds_relief() -> None:
    pilot = load_pack("ca-la-2020-pilot")
    helped = []
    for age in range(40, 66):
        rows = [decided(pilot.with_settings({"minimum_age": age}), age_now=now) for now in range(30, 80, 5)]
        helped.append(sum(row["determination"] == "dismiss" for row in rows))
    assert helped == sorted(helped, reverse=True)


def test_which_old_spreadsheets_say_whether_it_occurred_after() -> None:
    """Only the configurable engine wrote that column."""
    with_column = [name for name in built_in_packs() if load_pack(name).occurred_after_column]
    assert with_column == ["ca-configurable", "ca-dismiss-all", "ca-dismiss-all-and-related"]


def test_facts_of_cases_are_ordinary_unless_named() -> None:
    cases = load_cases(load_pack("ca-dismiss-all").folder)
    frame = facts_of(cases)
    assert frame.height == len(cases)
    assert frame["section"].to_list()[0] == "11359"
    assert frame.schema["convicted_on"] == pl.Date
