"""Relief that is granted, against relief that is refused, only asked for, or of which that cannot be told."""

from __future__ import annotations

import pytest

from tests.cli.rows import row
from tests.together import Case, Cases, Told
from vacatur.record.disposition import (
    disposition_kind,
    ended_without_conviction,
    relief_on_count,
)
from vacatur.record.relief_texts import relief_named, relief_of_its_count, speaks_of_relief

case = Cases()


REFUSED = (
    "1203.4 PC PETITION DENIED",
    "INELIGIBLE PER 11361.8 HS",
    "NOT ELIGIBLE FOR 1203.4 PC",
    "11361.8 HS PET REJECTED",
    "1203.4 PC RELIEF REFUSED",
    "DECLINED 1203.4 PC",
    "PET DISM 1203.4 DEN",
    "SET ASIDE & DISM PER 1203.4 PC DENIED",
    "17(B) PC, 1203.4 PC DENIED",
    "MOTION TO VACATE DISMISSAL DENIED",
)
ASKED = (
    "11361.8 HS PETITION FILED",
    "11361.8 HS PETITION PENDING",
    "1203.4 PC PETITION FILED",
    "MOTION TO SET ASIDE FILED",
    "HEARING SET RE 1203.4 PC",
    "OFF CALENDAR 1203.4 PC",
    "CHALLENGED PER 11361.9 HS",
    "PROSECUTOR OBJECTS 11361.9 HS",
    "STAYED 11361.8 HS",
    "MOTION TO VACATE DISMISSAL FILED",
)
EITHER = (
    "PETITION PER 1203.4 PC",
    "PETITION TO DISMISS PER 1203.4 PC",
    "1203.4 PC PETITION DISMISSED",
    "11361.9 HS UNCHALLENGED",
    "1203.4 PC PETITION FILED AND GRANTED",
    "TO BE REDUCED TO MISD PER 17(B) PC UPON COMPLETION OF PROB",
    "HEARING VACATED 1203.4 PC",
)
PARTLY = (
    "1203.4 PC DENIED, 17(B) GRANTED",
    "1203.4 PC DENIED/17(B) GRANTED",
    "1203.4 PC DENIED, REDUCED TO MISD PER 17(B) PC",
    "1203.4 PC DENIED, 17(B) PC",
    "SET ASIDE & DISM PER 1203.4 PC, WAIVER OF FEES DENIED",
)
GRANTED = (
    ("1203.4 PC PETITION GRANTED", "1203.4 PC"),
    ("PETITION TO DISMISS PER 1203.4 PC GRANTED", "1203.4 PC"),
    ("CONV SET ASIDE ON MOTION OF DA", "set aside"),
    ("DISM PER 1203.4 PC ON PETITION", "1203.4 PC"),
    ("11361.9 HS GRANTED, NO OBJECTION", "11361.9 HS"),
    ("RESENTENCED PER 1170.18 PC-JAIL STAYED", "1170.18 PC"),
    ("REDUCED TO MISD PER 17(B) PC, PROB CONTINUED", "17(B) PC"),
    ("SET ASIDE & DISM PER 1203.4 PC ORDER FILED", "1203.4 PC"),
    ("CONVICTION REVERSED ON APPEAL", "reversed"),
    ("DISMISSAL VACATED ON MOTION OF DA", "relief undone"),
)


@pytest.mark.parametrize("text", [*REFUSED, *ASKED])
def test_relief_that_is_refused_or_only_asked_for_is_none_and_no_end_of_a_count(text: str) -> None:
    assert relief_on_count(text) is None
    assert disposition_kind(text) == "other"


@pytest.mark.parametrize("text", ["11361.8 HS PETITION FILED", "1203.4 PC PETITION DENIED"])
def test_a_row_that_could_not_be_read_and_only_asks_for_relief_does_not_speak_of_any(text: str) -> None:
    assert not speaks_of_relief(f"1,,A,{text},,")


@pytest.mark.parametrize("text", [*EITHER, *PARTLY])
def test_relief_that_may_be_either_or_is_granted_in_part_is_in_doubt(text: str) -> None:
    assert relief_named(text) == "relief in doubt"
    assert disposition_kind(text) == "relief"
    assert speaks_of_relief(text)


@pytest.mark.parametrize(("text", "relief"), GRANTED)
def test_relief_that_is_granted_on_a_petition_is_named(text: str, relief: str) -> None:
    assert relief_named(text) == relief


@pytest.mark.parametrize(
    ("text", "relief"),
    [
        ("851.91 PC PETITION FILED", None),
        ("PARDON APPLICATION FILED", None),
        ("851.91 PC PETITION", "relief of its count in doubt"),
        ("RECORD SEALED PER 851.91 PC PETITION", "sealed"),
        ("PLEA WITHDRAWN ON MOTION", "plea withdrawn"),
    ],
)
def test_a_sealing_or_a_pardon_may_be_only_asked_for_too(text: str, relief: str | None) -> None:
    assert relief_of_its_count(text) == relief


def test_that_it_may_be_undone_is_in_doubt_where_only_a_motion_speaks_of_it() -> None:
    assert relief_named("MOTION TO VACATE DISMISSAL") == "order undone"


@pytest.mark.parametrize("text", ["11361.8 HS PET REJECTED", "SET ASIDE & DISM PER 1203.4 PC DENIED"])
def test_a_petition_that_is_refused_ends_no_charge(text: str) -> None:
    assert not ended_without_conviction(text)


def test_a_row_that_could_not_be_read_speaks_of_relief_whatever_another_cell_of_it_denies() -> None:
    assert speaks_of_relief("1,,A,PROBATION DENIED,,CONV SET ASIDE & DISM PER 1203.4 PC,,")


LATER = {"STP_EVENT_DATE": "20180301", "CONV_STAT_DESCR": ""}


@pytest.mark.parametrize("rows", [case(row(), row(DISP_DESCR=text, **LATER)) for text in (*REFUSED, *ASKED)])
def test_a_conviction_for_which_relief_was_only_asked_or_refused_is_decided(decided: Told, rows: Case) -> None:
    assert decided(rows)["rule"] == "old-enough"


@pytest.mark.parametrize("rows", [case(row(), row(DISP_DESCR=text, **LATER)) for text in (*EITHER, *PARTLY)])
def test_a_conviction_that_may_have_been_relieved_is_for_review(decided: Told, rows: Case) -> None:
    decision = decided(rows)
    assert (decision["determination"], decision["unknown_facts"]) == ("review", ["relief_granted"])


@pytest.mark.parametrize(
    "rows", [case(row(), row(CNT_ORDER="101002002000"), row(DISP_DESCR="851.91 PC PETITION", CNT_ORDER="101002003000"))]
)
def test_a_sealing_that_is_in_doubt_leaves_other_counts_of_the_case_alone(convictions: Told, rows: Case) -> None:
    assert [each["relief"] for each in convictions.all(rows)] == ["", ""]


@pytest.mark.parametrize(
    "rows",
    [
        case(row(DISP_DESCR=text))
        for text in (
            "CONVICTED/SET ASIDE",
            "CONVICTED - DISMISSED PER 1203.4 PC",
            "CONVICTED-REVERSED ON APPEAL",
            "CONVICTED-SET ASIDE & DISM PER 1203.4 PC",
            "CONVICTED/DISMISSED",
            "CONVICTED-PLEA WITHDRAWN",
            "CONVICTED, THEN PARDONED",
        )
    ],
)
def test_relief_within_the_disposition_of_a_conviction_leaves_relief_in_doubt(
    convictions: Told, decided: Told, rows: Case
) -> None:
    (found,) = convictions.all(rows)
    assert found["relief"] is None and found["relief_doubt_row"] == found["row"]
    assert decided(rows)["determination"] == "review"


@pytest.mark.parametrize(
    "rows",
    [
        case(row(DISP_DESCR=text))
        for text in ("CONVICTED-PROB/JAIL", "CONVICTED-PROB, OTHER CTS DISMISSED", "CONVICTED-1203.4 PC DENIED")
    ],
)
def test_other_words_within_the_disposition_of_a_conviction_do_not(convictions: Told, rows: Case) -> None:
    assert [each["relief"] for each in convictions.all(rows)] == [""]


def relieved(on: str) -> Case:
    """A conviction of 1 June 1995, and relief of that date."""
    return case(row(), row(DISP_DESCR="CONV SET ASIDE & DISM PER 1203.4 PC", CONV_STAT_DESCR="", STP_EVENT_DATE=on))


@pytest.mark.parametrize(
    ("rows", "relief"),
    [
        (relieved("19900505"), None),
        (relieved("19950531"), None),
        (relieved("19950601"), "1203.4 PC"),
        (relieved("20010301"), "1203.4 PC"),
        (relieved("20220505"), "1203.4 PC"),
        (relieved(""), "1203.4 PC"),
    ],
)
def test_relief_of_a_day_before_its_conviction_is_in_doubt(convictions: Told, rows: Case, relief: str | None) -> None:
    assert [each["relief"] for each in convictions.all(rows)] == [relief]
