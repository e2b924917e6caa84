"""Dispositions whose words leave open what became of a count, or that could not be read: no conviction is lost."""

from __future__ import annotations

from datetime import date

import pytest

from tests.sources.rapsheet.parsing import CHARGE, COURT, count, doubts, event, sheet
from vacatur.sources.rapsheet.rows import state_rows
from vacatur.sources.rapsheet.sheet import Sheet
from vacatur.sources.rapsheet.verdicts import is_convicted

MURDER = "CNT:01     #H-1\n  187(A) PC-MURDER\n"
GUILT = (
    "FOUND GUILTY BY JURY", "GUILTY", "GUILTY PLEA", "CONV BY JURY", "CONVICTION", "CONV-PRISON", "SENTENCED TO PRISON",
    "PROBATION GRANTED", "CONVICTION CERT BY CLERK", "CERTIFIED PLEA",
)  # fmt: skip


def dispositions(found: Sheet) -> list[tuple[str, str]]:
    """Offense and disposition of each row in court."""
    rows = [row.cells for row in state_rows(found, 1, "P", date(2020, 7, 1))]
    return [
        (row.get("OFFENSE_DESCR", ""), row.get("DISP_DESCR", "")) for row in rows if "COURT" in row["STP_TYPE_DESCR"]
    ]


@pytest.mark.parametrize("printed", GUILT)
def test_words_of_guilt_are_a_conviction_with_conv_status_and_in_doubt_without(printed: str) -> None:
    open_still = sheet(COURT, MURDER, f"*DISPO:{printed}\n")
    assert "disposition_unsettled" in doubts(open_still)
    assert dispositions(open_still) == [("187(A) PC-MURDER", "")]
    convicted = sheet(COURT, MURDER, f"*DISPO:{printed}\n   CONV STATUS:FELONY\n   SEN: 025 YEARS PRISON\n")
    assert doubts(convicted) == set()
    assert is_convicted(convicted.events[0].counts[0])
    assert dispositions(convicted) == [("187(A) PC-MURDER", f"CONVICTED: {printed}")]


@pytest.mark.parametrize("printed", ["DISMISSED", "ACQUITTED", "PROS REJ-LACK OF CORPUS", "CONVICTED"])
def test_words_that_settle_a_count_are_not_doubted(printed: str) -> None:
    found = sheet(COURT, MURDER, f" DISPO:{printed}\n   COM: X\n")
    assert "disposition_unsettled" not in doubts(found)


def test_a_warrant_before_the_conviction_leaves_nothing_open() -> None:
    found = sheet(COURT, MURDER, " DISPO:BENCH WARRANT ISSUED\n\n19960101\n*DISPO:CONVICTED\n   CONV STATUS:FELONY\n")
    assert doubts(found) == set()


@pytest.mark.parametrize("printed", ["CONV-PRISON", "SENTENCED TO PRISON", "CONVICTED-JAIL"])
def test_a_conviction_that_speaks_of_a_term_and_prints_none_has_one_of_unknown_length(printed: str) -> None:
    found = sheet(COURT, MURDER, f"*DISPO:{printed}\n   CONV STATUS:FELONY\n")
    assert not found.events[0].counts[0].dispositions[0].whole
    assert "sentence_missing" in doubts(found)


@pytest.mark.parametrize("first", ["XQZZVNM", "FOUND GUILTY BY JURY", "CONV?", "SENTENCED TO PRISON"])
@pytest.mark.parametrize("later", ["DISMISSED", "CONV SET ASIDE & DISM PER 1203.4 PC", "PROBATION REVOKED"])
def test_what_was_not_read_is_a_possible_conviction_though_the_count_was_ended_later(first: str, later: str) -> None:
    found = sheet(COURT, MURDER, f" DISPO:{first}\n\n20100101\n DISPO:{later}\n")
    told = dispositions(found)
    assert told[-1] == ("187(A) PC-MURDER", "")  # beside the two rows of the count itself
    assert len(told) == 3


def test_it_is_one_beside_a_conviction_of_the_same_offense_too() -> None:
    other = "CNT:02\n  187(A) PC-MURDER\n*DISPO:CONVICTED\n   CONV STATUS:FELONY\n"
    found = sheet(COURT, MURDER, " DISPO:XQZZVNM\n\n20100101\n DISPO:DISMISSED\n", other)
    assert dispositions(found).count(("187(A) PC-MURDER", "")) == 2


@pytest.mark.parametrize("first", ["HELD TO ANSWER", "BENCH WARRANT ISSUED", "DIVERSION", "PLEA NOT GUILTY"])
def test_a_count_that_was_dismissed_after_words_of_no_guilt_is_none(first: str) -> None:
    found = sheet(COURT, MURDER, f" DISPO:{first}\n\n20100101\n DISPO:DISMISSED\n")
    assert len(dispositions(found)) == 2


@pytest.mark.parametrize("printed", ["66411360", "664.11359", "664/11359", "664.11357(D)", "664/459"])
@pytest.mark.parametrize("before", ["CNT:01     #H-1\n", "CNT:01     #H-1\n   -ATTEMPTED\n"])
def test_an_attempt_without_a_code_is_a_charge_and_no_date(printed: str, before: str) -> None:
    found = count(before, f"  {printed}\n", "*DISPO:CONVICTED\n   CONV STATUS:FELONY\n")
    assert found.offense == printed
    assert found.attempted
    assert [each.update for each in found.dispositions] == [False]


def test_furniture_without_blanks_between_a_count_and_its_charge_is_no_offense() -> None:
    found = event(COURT, "CNT:01     #H-1\nfile:///C:/x.htm 1/3\n\f07/01/20CriminalHistory\nRoutePrint\n", CHARGE)
    assert [each.offense for each in found.counts] == ["11359 HS-POSSESS MARIJUANA FOR SALE"]


def test_conc_is_a_word_of_cannabis_but_poss_alone_may_be_of_the_section_one_digit_away() -> None:
    def offense(charge: str) -> str | None:
        return count("CNT:01     #H-1\n", f"  {charge}\n", "*DISPO:CONVICTED\n").offense

    assert offense("11357(A) HS-CONC") == "11357(A) HS-CONC"
    assert offense("11359 HS-POSS") is None  # as 11351 or 11379 is printed, one digit misread
