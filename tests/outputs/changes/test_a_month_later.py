"""What a lawyer is told of each person when the state sends a new file (conftest.py has the two deliveries)."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import vacatur
from tests.cli.rows import COUNTY, written
from tests.outputs.changes.conftest import (
    AFTER,
    BIRTH_KNOWN,
    BIRTHDAY,
    COMES,
    CONVICTED_AGAIN,
    DATE_FOUND,
    DESTROYED,
    DIES,
    ENTERED,
    FIRST,
    GRANTED,
    INSERTED,
    LATER,
    LEAVES,
    LOOKED_UP,
    NEW_ID,
    NEW_ID_AFTER,
    NOT_ENTERED,
    NOTHING_LEFT,
    PACK,
    REUSED,
    REVIEWED,
    SECOND,
    THIRD,
    TORN,
    UNCLEAR,
)
from vacatur.differences import diff
from vacatur.outputs.changes.found import Changes, relief_state
from vacatur.outputs.changes.people import died_since
from vacatur.updates import Updated


@pytest.fixture(scope="module")
def found(month: Updated) -> Changes:
    return month.differences.changes


def decision(found: Changes, conviction: str) -> dict[str, Any]:
    """What the office's pack decided of a conviction, as the first run names it, in both runs."""
    own = (pl.col("before") == conviction) & (pl.col("pack") == PACK)
    return found.decisions.row(by_predicate=own, named=True)


def facts(found: Changes, conviction: str) -> dict[str, tuple[str, str, str]]:
    """The facts behind a difference: before, after, how."""
    own = found.facts.filter((pl.col("before") == conviction) & (pl.col("pack") == PACK))
    return {row[0]: row[1:] for row in own.select("fact", "value before", "value after", "kind").iter_rows()}


def alone(table: pl.DataFrame) -> dict[str, str]:
    return dict(table.select("conviction_id", "kind").iter_rows())


def test_a_death_since_is_reported(found: Changes) -> None:
    assert found.people.filter(died_since())["after"].to_list() == [DIES]
    assert decision(found, f"{DIES}/{FIRST}")["state"] == "same", "dismissed before and after"


def test_a_new_conviction_takes_the_ten_years_away(found: Changes) -> None:
    assert alone(found.convictions.alone_after)[f"{CONVICTED_AGAIN}/{THIRD}"] == "conviction"
    told = decision(found, f"{CONVICTED_AGAIN}/{FIRST}")
    assert (told["determination before"], told["determination after"]) == ("dismiss", "review")
    assert told["causes"] == ["file"]
    was, is_, how = facts(found, f"{CONVICTED_AGAIN}/{FIRST}")["years_conviction_free"]
    assert float(was) > 20 and float(is_) < 1 and how == "changed"


def test_a_conviction_that_is_gone_is_said_to_be_no_longer_in_the_file(found: Changes) -> None:
    assert alone(found.convictions.alone_before)[f"{DESTROYED}/{SECOND}"] == "conviction"
    assert "no longer in the file" in (found.before.folder.parent / "august/changes/convictions.csv").read_text()


def test_what_may_stand_in_a_row_that_could_not_be_read_is_not_said_to_be_gone(found: Changes) -> None:
    assert alone(found.convictions.alone_before)[f"{TORN}/{SECOND}"] == "unread"
    states = dict(found.orders.select("conviction_id", "state").iter_rows())
    assert states[f"{TORN}/{SECOND}"] == "unclear"


def test_relief_granted_since_takes_the_conviction_out_of_the_policy(found: Changes) -> None:
    relief = found.relief.filter(pl.col("before") == f"{GRANTED}/{FIRST}")
    assert relief.select("relief before", "relief after").row(0) == ("", "1203.4 PC")
    assert relief.select(relief_state()).item() == "newly on record"
    told = decision(found, f"{GRANTED}/{FIRST}")
    assert (told["determination before"], told["determination after"]) == ("dismiss", "out_of_scope")
    assert facts(found, f"{GRANTED}/{FIRST}")["relief_granted"] == ("no", "yes", "changed")
    evidence = found.facts.filter((pl.col("before") == f"{GRANTED}/{FIRST}") & (pl.col("fact") == "relief_granted"))
    assert evidence["evidence after"].to_list()[0], "the row that grants it is named"


def test_an_order_that_the_state_has_not_entered_is_listed_with_its_line_of_the_exhibit(found: Changes) -> None:
    orders = {row["conviction_id"]: row for row in found.orders.iter_rows(named=True)}
    told = orders[f"{NOT_ENTERED}/{FIRST}"]
    assert (told["state"], told["exhibit"], told["line"]) == ("not reflected", "A", "1")
    assert orders[f"{ENTERED}/{FIRST}"]["state"] == "reflected"
    assert orders[f"{GRANTED}/{FIRST}"]["state"] == "another relief", "an order under 1203.4 is not ours"
    assert orders[f"{LEAVES}/{FIRST}"]["state"] == "no longer in the file"
    assert orders[f"{REVIEWED}/{FIRST}"]["state"] == "not reflected", "what a reviewer decided was asked as well"
    assert sum(found.summary["orders"].values()) == found.orders.height


def test_a_birth_date_that_became_known_settles_a_review(found: Changes) -> None:
    told = decision(found, f"{BIRTH_KNOWN}/{FIRST}")
    assert (told["determination before"], told["determination after"]) == ("review", "dismiss")
    assert told["causes"] == ["file"]
    was, _, how = facts(found, f"{BIRTH_KNOWN}/{FIRST}")["age_now"]
    assert (was, how) == ("unknown", "became known")
    assert found.summary["people"]["said_otherwise"]["birth_date"] == 1


def test_convictions_are_known_again_when_an_inserted_cycle_moves_their_numbers(found: Changes) -> None:
    """The number 101 is another conviction now: by number alone the cannabis conviction would be a burglary."""
    pairs = found.convictions.pairs.filter(pl.col("person") == INSERTED)
    assert set(pairs.select("before", "after", "renumbered").iter_rows()) == {
        (f"{INSERTED}/{FIRST}", f"{INSERTED}/{SECOND}", True),
        (f"{INSERTED}/{SECOND}", f"{INSERTED}/{THIRD}", True),
    }
    assert alone(found.convictions.alone_after)[f"{INSERTED}/{FIRST}"] == "conviction"
    assert decision(found, f"{INSERTED}/{FIRST}")["state"] == "same"


def test_what_may_be_two_convictions_is_listed_as_ambiguous(found: Changes) -> None:
    """Numbers of this person moved, and two undated convictions without a case may each be the earlier one."""
    ambiguous = found.convictions.alone_before.filter(pl.col("conviction_id") == f"{UNCLEAR}/{FIRST}").row(
        0, named=True
    )
    assert ambiguous["kind"] == "ambiguous"
    assert ambiguous["perhaps"] == [f"{UNCLEAR}/{FIRST}", f"{UNCLEAR}/{SECOND}"]
    assert alone(found.convictions.alone_after)[f"{UNCLEAR}/{SECOND}"] == "ambiguous"


def test_a_person_with_a_new_number_is_known_by_the_cii_number_and_reported(found: Changes) -> None:
    person = found.people.row(by_predicate=pl.col("before") == NEW_ID, named=True)
    assert (person["after"], person["kind"]) == (NEW_ID_AFTER, "new number")
    assert decision(found, f"{NEW_ID}/{FIRST}")["after"] == f"{NEW_ID_AFTER}/{FIRST}"


def test_a_number_that_now_stands_for_somebody_else_joins_nobody(found: Changes) -> None:
    kinds = {(row["before"], row["after"]): row for row in found.people.iter_rows(named=True)}
    assert kinds[REUSED, None]["kind"] == "gone" and kinds[None, REUSED]["kind"] == "new"
    assert kinds[REUSED, None]["perhaps"] == [REUSED], "who else has the number is said"
    assert alone(found.convictions.alone_before)[f"{REUSED}/{FIRST}"] == "person"


def test_who_left_and_who_came(found: Changes) -> None:
    kinds = dict(found.people.select(pl.coalesce("before", "after"), "kind").iter_rows())
    assert (kinds[LEAVES], kinds[COMES]) == ("gone", "new")
    assert alone(found.convictions.alone_before)[f"{LEAVES}/{FIRST}"] == "person"
    assert alone(found.convictions.alone_after)[f"{COMES}/{FIRST}"] == "person"


def test_a_birthday_alone_may_change_a_decision(found: Changes) -> None:
    told = decision(found, f"{BIRTHDAY}/{FIRST}")
    assert (told["rule before"], told["rule after"]) == ("otherwise", "old-enough")
    assert told["causes"] == ["time"]
    assert facts(found, f"{BIRTHDAY}/{FIRST}")["age_now"][2] == "by time alone"
    assert found.summary["people"]["same_rows"] == 5


def test_when_the_last_cannabis_conviction_is_gone_the_others_are_listed_no_more(found: Changes) -> None:
    """The file still holds the burglary, and results list only people of whom something is to be decided."""
    kinds = alone(found.convictions.alone_before)
    assert kinds[f"{NOTHING_LEFT}/{FIRST}"] == "conviction"
    assert kinds[f"{NOTHING_LEFT}/{SECOND}"] == "unlisted"


def test_a_date_that_became_known_leaves_the_conviction_the_same(found: Changes) -> None:
    pairs = dict(found.convictions.pairs.select("before", "after").iter_rows())
    assert pairs[f"{DATE_FOUND}/{FIRST}"] == f"{DATE_FOUND}/{FIRST}"


def test_what_reviewers_did_is_carried_over_with_a_reference(found: Changes, month: Updated) -> None:
    assert month.carried_over == 2
    acts = found.after.ledger.acts
    assert [(act.who, act.conviction, act.kind) for act in acts] == [
        ("B. Li", f"{REVIEWED}/{FIRST}", "decide"),
        ("B. Li", f"{LOOKED_UP}/{FIRST}", "supply"),
    ]
    results = found.before.sha256[:12]
    assert acts[0].reason == (
        f"Carried over from act 1 of results {results}, by A. Reyes on 2020-07-08: lab report: leaf, no concentrate"
    )
    assert acts[1].what["from"] == "1961-05-04", "the age is counted to the new day"
    assert found.acts["carried_over"].to_list() == [1, 2]
    assert decision(found, f"{REVIEWED}/{FIRST}")["determination after"] == "dismiss"
    assert decision(found, f"{LOOKED_UP}/{FIRST}")["determination after"] == "dismiss"


def test_what_reviewers_did_is_a_cause_of_its_own(first: Path, tmp_path: Path) -> None:
    """The same run, before and after it was reviewed."""
    bare = shutil.copytree(first, tmp_path / "bare", ignore=shutil.ignore_patterns("ledger.sqlite", "packets"))
    found = diff(bare, first).changes
    changed = found.decisions.filter((pl.col("state") != "same") & (pl.col("pack") == PACK))
    assert changed.select("before", "determination after").rows() == [
        (f"{REVIEWED}/{FIRST}", "dismiss"),
        (f"{LOOKED_UP}/{FIRST}", "dismiss"),
    ]
    assert changed["causes"].to_list() == [["review"], ["review"]]
    assert facts(found, f"{LOOKED_UP}/{FIRST}")["age_now"][0] == "unknown"


def test_an_act_does_not_apply_when_the_facts_differ(first: Path, month: Updated, tmp_path: Path) -> None:
    """The birth date that somebody looked up in July is in the file in August."""
    known = [row if row["SUBJECT_ID"] != LOOKED_UP else {**row, "PRI_DOB": "19610504"} for row in AFTER]
    vacatur.run([written(tmp_path / "known.dat", known)], COUNTY, [PACK], as_of=LATER, out=tmp_path / "known")
    acts = diff(first, tmp_path / "known").changes.acts
    assert acts["state"].to_list() == ["applies", "age_now is known now"]
    assert acts["carried_over"].to_list() == [None, None]


def test_the_numbers_reconcile_and_the_report_says_so(found: Changes, month: Updated) -> None:
    assert found.summary["reconciles"] is True
    text = month.differences.text
    assert "The as-of date differs: 2020-07-01, then 2020-08-01." in text
    assert "they reconcile" in text
    assert "Rows that could not be read: 0, then 1." in text
    assert "EXAMPLE" not in text and "1961" not in text, "it names nobody"
