"""What either answer to a question that the file leaves open would come to."""

from __future__ import annotations

from pathlib import Path

import vacatur
from tests.cli.rows import AS_OF, COUNTY, Row, row, written
from vacatur.explanations import answers_kept, explain_kept
from vacatur.outputs.kept import Kept, open_results

PACK = "ca-la-2020-pilot"
NAME = "1/101002001000"


def results(folder: Path, *rows: Row) -> Kept:
    source = written(folder / "history.dat", rows)
    vacatur.run([source], COUNTY, [PACK], as_of=AS_OF, out=folder / "results")
    return open_results(folder / "results")


def test_of_a_conviction_of_unknown_grade_each_grade_gives_another_decision(tmp_path: Path) -> None:
    """A felony of a person of 60 is dismissed; less than a felony is for the city attorneys."""
    kept = results(tmp_path, row(OFFENSE_TOC="", CONV_STAT_DESCR=""))
    answers = answers_kept(kept, NAME, PACK)
    assert [(each.fact, each.value, each.determination) for each in answers] == [
        ("is_felony", True, "dismiss"), ("is_felony", False, "refer"),
    ]  # fmt: skip
    assert all(each.floor == each.ceiling == each.determination for each in answers)


def test_a_single_answer_of_several_may_settle_it_or_leave_it_open(tmp_path: Path) -> None:
    """A row that could not be read may be anything: a super strike bars; without one it may still be a registration."""
    kept = results(tmp_path, row(), row(CNT_ORDER="", OFFENSE_DESCR="SOMETHING"))
    answers = {(each.fact, each.value): each for each in answers_kept(kept, NAME, PACK)}
    assert answers["superstrike_before", True].determination == "not_eligible"
    left = answers["superstrike_before", False]
    assert (left.determination, left.floor, left.ceiling) == ("review", "not_eligible", "dismiss")


def test_where_nothing_is_open_nothing_is_asked(tmp_path: Path) -> None:
    kept = results(tmp_path, row())
    assert answers_kept(kept, NAME, PACK) == []
    assert answers_kept(kept, "nobody/1", PACK) == []
    assert explain_kept(kept, ["nobody/1"]) == []


def test_a_question_that_has_more_answers_than_two_is_not_answered(tmp_path: Path) -> None:
    """Without a birth date, and with another conviction, only the age would settle it."""
    burglary = row(OFFENSE_DESCR="459 PC-BURGLARY", CNT_ORDER="102002001000", STP_EVENT_DATE="20150101", PRI_DOB="")
    kept = results(tmp_path, row(PRI_DOB=""), burglary)
    (explained, *_) = explain_kept(kept, [NAME])
    assert explained.unknown_facts == ["age_now"]
    assert answers_kept(kept, NAME, PACK) == []
