"""What acts do: a fact decides anew, a person's decision stands in the place of the pack's, and both can be undone."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vacatur
from tests.cli.conftest import typed
from tests.depth import at_depth
from tests.review.conftest import BY_RULE, DISMISSED, PACK, UNBORN
from vacatur import reviews
from vacatur.decide.cascade import decide
from vacatur.decide.facts import CATALOGUE
from vacatur.errors import UsageError
from vacatur.outputs.kept import Kept, open_results
from vacatur.review.queue import by_fact, by_rule, chosen, waiting
from vacatur.review.values import Unfit, column_value, read_value

WHO = {"who": "Ana Núñez", "when": "2026-03-04T09:30:00-08:00"}
STATUTE = "ca-prop64-statute"


def decision(run: Path | Kept, conviction: str, pack: str = PACK, table: str = "decisions") -> dict[str, Any]:
    kept = run if isinstance(run, Kept) else open_results(run)
    rows = kept.table(table).filter((pl.col("conviction_id") == conviction) & (pl.col("pack") == pack)).to_dicts()
    assert len(rows) == 1
    return rows[0]


class TestASuppliedFact:
    @pytest.mark.parametrize(
        ("given", "determination", "rule"), [(50, "dismiss", "old-enough"), ("49", "review", "otherwise")]
    )
    def test_decides_anew_by_the_packs_own_rules(self, run: Path, given: object, determination: str, rule: str) -> None:
        """She was convicted of a burglary too, three years before: only her age can help."""
        assert decision(run, UNBORN)["unknown_facts"] == ["age_now"]
        reviews.supply(run, UNBORN, {"age_now": given}, "booking record", **WHO)
        now = decision(run, UNBORN)
        assert (now["determination"], now["rule"], now["unknown_facts"]) == (determination, rule, [])
        assert now["evidence"] == ["ledger:1", "1:1"]

    def test_may_be_the_day_from_which_years_are_counted(self, run: Path) -> None:
        """Fifty on the day itself; the day before she is not yet."""
        reviews.supply(run, UNBORN, {"age_now": "1970-07-01"}, "birth certificate", **WHO)
        kept = open_results(run)
        facts = kept.table("facts").filter(pl.col("conviction_id") == UNBORN).to_dicts()[0]
        assert (facts["age_now"], facts["birth_date"]) == (50.0, date(1970, 7, 1))
        assert decision(kept, UNBORN)["reason"] == "50 years or older"
        as_run = kept.table("facts_as_run").filter(pl.col("conviction_id") == UNBORN).to_dicts()[0]
        assert (as_run["age_now"], as_run["birth_date"]) == (None, None)

    def test_counts_under_every_pack_of_the_run(self, run: Path) -> None:
        """`relief_granted` is not unknown here; the statute asks for no age, so it says what it said."""
        before = decision(run, UNBORN, STATUTE)
        reviews.supply(run, UNBORN, {"age_now": 60}, "so", **WHO)
        assert decision(run, UNBORN, STATUTE) == before
        reviews.supply(run, UNBORN, {"plants": 3}, "police report", **WHO)
        assert decision(run, UNBORN, STATUTE) == before

    def test_is_the_same_as_if_the_file_had_given_it(self, run: Path) -> None:
        kept = open_results(run)
        reviews.supply(kept, UNBORN, {"age_now": 51, "grams": 12.5}, "so", **WHO)
        facts = kept.opened_again().table("facts").filter(pl.col("conviction_id") == UNBORN)
        assert facts["grams"].to_list() == [12.5]
        for pack in kept.packs:
            told = decide(facts.select(list(CATALOGUE)), pack).to_dicts()[0]
            now = decision(run, UNBORN, pack.id)
            assert {name: now[name] for name in told} == told

    def test_leaves_every_other_conviction_as_it_was(self, run: Path) -> None:
        reviews.supply(run, UNBORN, {"age_now": 51}, "so", **WHO)
        kept = open_results(run)
        others = pl.col("conviction_id") != UNBORN
        assert kept.table("decisions").filter(others).equals(kept.table("decisions_as_run").filter(others))
        assert kept.table("decisions")["conviction_id"].equals(kept.table("decisions_as_run")["conviction_id"])
        assert kept.table("facts").filter(others).equals(kept.table("facts_as_run").filter(others))

    def test_is_not_supplied_twice(self, run: Path) -> None:
        reviews.supply(run, UNBORN, {"age_now": 51}, "so", **WHO)
        with pytest.raises(UsageError, match="age_now is known already"):
            reviews.supply(run, UNBORN, {"age_now": 52}, "no, so", **WHO)
        reviews.withdraw(run, 1, "misread", **WHO)
        reviews.supply(run, UNBORN, {"age_now": 52}, "so", **WHO)
        assert open_results(run).table("facts").filter(pl.col("conviction_id") == UNBORN)["age_now"].to_list() == [52.0]

    def test_several_are_one_act_each(self, run: Path) -> None:
        acts = reviews.supply(run, UNBORN, {"age_now": "51", "grams": "3"}, "so", **WHO)
        assert [(act.number, act.what) for act in acts] == [
            (1, {"fact": "age_now", "value": 51.0}), (2, {"fact": "grams", "value": 3.0})
        ]  # fmt: skip
        assert acts[0].after == acts[1].before


class TestADecisionByHand:
    @pytest.mark.parametrize("determination", ["dismiss", "reduce", "not_eligible", "refer", "out_of_scope"])
    def test_stands_in_the_place_of_the_packs(self, run: Path, determination: str) -> None:
        reviews.decide(run, BY_RULE, determination, "as agreed on 3 May", **WHO)
        now = decision(run, BY_RULE)
        assert (now["determination"], now["floor"], now["ceiling"]) == (determination,) * 3
        assert (now["rule"], now["reason"]) == ("reviewer", "Decided by Ana Núñez: as agreed on 3 May")
        assert (now["citation"], now["unknown_facts"], now["assumptions"]) == ("", [], [])
        assert now["evidence"] == ["ledger:1", "1:3"]
        assert decision(run, BY_RULE, table="decisions_as_run")["determination"] == "review"

    def test_is_of_one_pack_alone(self, run: Path) -> None:
        before = decision(run, BY_RULE, STATUTE)
        reviews.decide(run, BY_RULE, "not_eligible", "so", **WHO)
        assert decision(run, BY_RULE, STATUTE) == before
        reviews.decide(run, BY_RULE, "dismiss", "so", pack=STATUTE, **WHO)
        assert decision(run, BY_RULE, STATUTE)["determination"] == "dismiss"
        assert decision(run, BY_RULE)["determination"] == "not_eligible"

    def test_may_put_a_conviction_into_the_queue(self, run: Path) -> None:
        reviews.decide(run, DISMISSED, "review", "the name is another's", **WHO)
        now = decision(run, DISMISSED)
        assert (now["determination"], now["floor"], now["ceiling"]) == ("review", "not_eligible", "dismiss")

    def test_stands_against_a_fact_that_is_supplied_later(self, run: Path) -> None:
        reviews.decide(run, UNBORN, "reduce", "so", **WHO)
        reviews.supply(run, UNBORN, {"age_now": 60}, "found it", **WHO)
        assert decision(run, UNBORN)["determination"] == "reduce"
        reviews.withdraw(run, 1, "the rule may decide", **WHO)
        assert decision(run, UNBORN)["rule"] == "old-enough"

    def test_a_later_one_stands_until_it_is_taken_back(self, run: Path) -> None:
        reviews.decide(run, BY_RULE, "dismiss", "first", **WHO)
        reviews.decide(run, BY_RULE, "reduce", "second", who="Bo", when="later")
        assert decision(run, BY_RULE)["reason"] == "Decided by Bo: second"
        reviews.withdraw(run, 2, "too fast", **WHO)
        assert decision(run, BY_RULE)["reason"] == "Decided by Ana Núñez: first"


class TestUndoing:
    def test_brings_back_what_stood_to_the_letter(self, run: Path) -> None:
        reviews.supply(run, UNBORN, {"age_now": 60}, "so", **WHO)
        reviews.decide(run, BY_RULE, "dismiss", "so", **WHO)
        reviews.withdraw(run, 2, "no", **WHO)
        reviews.withdraw(run, 1, "no", **WHO)
        kept = open_results(run)
        assert kept.table("decisions").equals(kept.table("decisions_as_run"))
        assert kept.table("facts").equals(kept.table("facts_as_run"))
        assert [act.kind for act in kept.ledger.acts] == ["supply", "decide", "withdraw", "withdraw"]

    def test_is_itself_an_act(self, run: Path) -> None:
        first = reviews.decide(run, BY_RULE, "dismiss", "so", **WHO)
        act = reviews.withdraw(run, 1, "another's case", who="Bo", when="later")
        assert (act.kind, act.what, act.conviction, act.pack) == ("withdraw", {"withdraws": 1}, BY_RULE, PACK)
        assert (act.before, act.after) == (first.after, first.before)
        assert open_results(run).ledger.withdrawn == {1: act}

    def test_is_done_once(self, run: Path) -> None:
        reviews.decide(run, BY_RULE, "dismiss", "so", **WHO)
        reviews.withdraw(run, 1, "no", **WHO)
        with pytest.raises(UsageError, match="taken back already, by act 2"):
            reviews.withdraw(run, 1, "no", **WHO)
        with pytest.raises(UsageError, match="Act 2 takes back another"):
            reviews.withdraw(run, 2, "yes", **WHO)


DECIDING = st.tuples(
    st.just("decide"), st.sampled_from([UNBORN, BY_RULE, DISMISSED]), st.sampled_from(["dismiss", "review"])
)
SUPPLYING = st.tuples(
    st.just("supply"), st.sampled_from([UNBORN, BY_RULE]), st.sampled_from(["age_now", "grams", "plants"])
)
WITHDRAWING = st.tuples(st.just("withdraw"), st.integers(1, 8), st.none())
DOINGS = st.lists(st.one_of(DECIDING, SUPPLYING, WITHDRAWING), max_size=8)


@settings(max_examples=at_depth(15, 60))
@given(doings=DOINGS)
def test_whatever_is_done_results_that_stay_open_are_those_that_are_opened_anew(
    three: Path, tmp_path_factory: pytest.TempPathFactory, doings: list[tuple[str, Any, Any]]
) -> None:
    """And every conviction stands as its acts that were not taken back say, read from nothing but them."""
    run = Path(shutil.copytree(three, tmp_path_factory.mktemp("doings") / "results"))
    kept = open_results(run)
    kept.table("decisions"), kept.table("facts")
    for kind, which, what in doings:
        with suppress(UsageError):  # a fact that is known, an act that is not there: nothing is recorded
            if kind == "decide":
                reviews.decide(kept, which, what, "so", **WHO)
            elif kind == "supply":
                reviews.supply(kept, which, {what: 55}, "so", **WHO)
            else:
                reviews.withdraw(kept, which, "so", **WHO)
        kept = kept.opened_again()
    anew = open_results(run)
    for name in ("decisions", "facts"):
        assert kept.table(name).equals(anew.table(name))
    assert kept.ledger == anew.ledger
    for conviction in (UNBORN, BY_RULE, DISMISSED):
        standing = anew.ledger.standing(conviction)
        if not standing:
            as_run = anew.table("decisions_as_run").filter(pl.col("conviction_id") == conviction)
            assert anew.table("decisions").filter(pl.col("conviction_id") == conviction).equals(as_run)
        by_hand = [act.what["determination"] for act in standing if act.kind == "decide"]
        if by_hand:
            assert decision(anew, conviction)["determination"] == by_hand[-1]


def test_an_explanation_tells_what_was_recorded_and_what_the_rules_say_by_themselves(run: Path) -> None:
    reviews.supply(run, UNBORN, {"age_now": 60}, "booking", **WHO)
    reviews.decide(run, UNBORN, "reduce", "agreed", **WHO)
    reviews.withdraw(run, 2, "no", **WHO)
    pilot, statute, *_ = vacatur.explain(run, UNBORN)
    assert (pilot.determination, pilot.rule) == ("dismiss", "old-enough")
    assert pilot.review == [
        "act 1, 2026-03-04T09:30:00-08:00: Ana Núñez supplied age_now = 60.0: booking",
        "act 2, 2026-03-04T09:30:00-08:00: Ana Núñez decided reduce: agreed (taken back by act 3)",
        "act 3, 2026-03-04T09:30:00-08:00: Ana Núñez took back act 2: no",
    ]
    assert [line.split(":")[0] for line in statute.review] == ["act 1, 2026-03-04T09"]
    said = typed("explain", run, UNBORN).output
    assert "The rules decide: dismiss" in said and "Reviewed: act 2" in said


def test_what_stands_is_what_was_recorded_not_what_is_worked_out_again(run: Path) -> None:
    """So that another version of the program shows what the reviewer saw."""
    act = reviews.supply(run, UNBORN, {"age_now": 60}, "so", **WHO)[0]
    recorded = act.after["decisions"][PACK]
    assert {name: decision(run, UNBORN)[name] for name in recorded} == recorded
    assert json.loads(json.dumps(recorded)) == recorded


FACTS: dict[str, Any] = {"convicted_on": date(1990, 3, 1)}


@pytest.mark.parametrize(
    ("fact", "typed", "value"),
    [
        ("deceased", "yes", True), ("deceased", " No ", False), ("deceased", True, True), ("deceased", "false", False),
        ("section", " 11359 ", "11359"), ("subdivision", "", ""), ("convicted_on", "1995-06-01", "1995-06-01"),
        ("age_now", "47.5", 47.5), ("age_now", 47, 47.0), ("age_now", "1970-07-01", 50.0),
        ("age_at_conviction", "1970-03-01", 20.0), ("years_felony_free", "never", "never"),
        ("years_conviction_free", "2010-07-02", 9 + 365 / 366), ("convictions_on_record", "3", 3), ("plants", "0", 0),
        ("grams", "28.5", 28.5),
    ],
)  # fmt: skip
def test_a_value_is_read_as_the_type_of_its_fact(fact: str, typed: object, value: object) -> None:
    found = read_value(fact, typed, FACTS, date(2020, 7, 1)).value
    assert found == pytest.approx(value) if isinstance(value, float) else found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("fact", "typed"),
    [
        ("deceased", ""), ("deceased", "maybe"), ("deceased", 1), ("section", "x" * 41), ("section", "1\n2"),
        ("convicted_on", "6/1/1995"), ("convicted_on", "2020-07-02"), ("convicted_on", "1795-01-01"),
        ("age_now", "old"), ("age_now", "-1"), ("age_now", "131"), ("age_now", "nan"), ("age_now", "inf"),
        ("age_now", "2021-01-01"), ("age_now", "never"), ("age_at_conviction", "1990-03-02"),
        ("convictions_on_record", "1.5"), ("plants", "-1"), ("grams", "much"), ("years_felony_free", "nevermore"),
    ],
)  # fmt: skip
def test_what_is_no_value_of_the_fact_is_refused(fact: str, typed: object) -> None:
    with pytest.raises(Unfit, match=f"^{fact}: "):
        read_value(fact, typed, FACTS, date(2020, 7, 1))


def test_an_age_at_conviction_needs_the_date_of_conviction() -> None:
    with pytest.raises(Unfit, match="cannot be counted from this day"):
        read_value("age_at_conviction", "1970-03-01", {"convicted_on": None}, date(2020, 7, 1))


def test_never_is_without_limit() -> None:
    assert column_value("years_felony_free", "never") == float("inf")


class TestTheQueue:
    ROWS = pl.DataFrame(
        [
            ("a", "review", "scope", "Unknown: x", "", ["is_felony"]),
            ("b", "review", "scope", "Unknown: x, y", "", ["is_felony", "age_now"]),
            ("c", "review", "old-enough", "Unknown: y", "", ["age_now"]),
            ("d", "review", "scope", "Unknown: x", "", ["is_felony"]),
            ("e", "review", "otherwise", "No criteria", "Policy", []),
            ("f", "dismiss", "old-enough", "50 or older", "Policy", []),
            ("g", "review", "reviewer", "Decided by A: look", "", []),
        ],
        schema={
            "conviction_id": pl.String, "determination": pl.String, "rule": pl.String, "reason": pl.String,
            "citation": pl.String, "unknown_facts": pl.List(pl.String),
        },
        orient="row",
    )  # fmt: skip

    def test_is_what_needs_a_person(self) -> None:
        assert waiting(self.ROWS)["conviction_id"].str.join().item() == "abcdeg"

    def test_by_what_is_missing_that_which_alone_settles_most_first(self) -> None:
        found = [(each.fact, each.alone, each.decisions) for each in by_fact(waiting(self.ROWS))]
        assert found == [("is_felony", 2, 3), ("age_now", 1, 2)]

    def test_by_the_rule_that_asks(self) -> None:
        found = [(each.rule, each.reason, each.citation, each.decisions) for each in by_rule(waiting(self.ROWS))]
        assert found == [("otherwise", "No criteria", "Policy", 1), ("reviewer", "Decided by A: look", "", 1)]

    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ({}, "abcdeg"), ({"missing": "is_felony"}, "abd"), ({"missing": "is_felony", "alone": True}, "ad"),
            ({"rule": "otherwise"}, "e"), ({"rule": "scope"}, ""), ({"rule": "reviewer"}, "g"),
        ],
    )  # fmt: skip
    def test_a_part_of_it(self, asked: dict[str, Any], names: str) -> None:
        assert "".join(chosen(waiting(self.ROWS), **asked)["conviction_id"]) == names

    def test_a_decision_that_was_made_is_no_longer_in_it(self, run: Path) -> None:
        def queue() -> list[str]:
            decisions = open_results(run).table("decisions")
            return waiting(decisions.filter(pl.col("pack") == PACK))["conviction_id"].to_list()

        assert queue() == [UNBORN, BY_RULE]
        reviews.decide(run, BY_RULE, "dismiss", "so", **WHO)
        assert queue() == [UNBORN]
        reviews.supply(run, UNBORN, {"age_now": 70}, "so", **WHO)
        assert queue() == []
