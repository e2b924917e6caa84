"""Convictions put together from the rows that speak of them (docs/reading.md, section 5)."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from tests.cli.rows import AS_OF, COUNTY, Row, chosen, row, run, written
from vacatur.decide.frame import put_together
from vacatur.runs import read_delivered

EARLIER = {"CNT_ORDER": "100002001000", "STP_EVENT_DATE": "19900301"}
LATER = {"CNT_ORDER": "102002001000", "STP_EVENT_DATE": "20150301"}
JAIL = {"SENT_LOC_DESCR": "JAIL", "SENT_LENGTH": "30", "SENT_TIME_CODE": "D"}
PROBATION = {"SENT_LOC_DESCR": "PROBATION", "SENT_LENGTH": "36", "SENT_TIME_CODE": "M"}
GRANTED = {"DISP_DESCR": "CONV SET ASIDE & DISM PER 1203.4 PC", "STP_EVENT_DATE": "20010301", "CONV_STAT_DESCR": ""}


def convictions(folder: Path, *rows: Row | str) -> list[dict[str, object]]:
    """The convictions of a file with those rows, without deciding anything."""
    history = read_delivered([written(folder / "history.dat", rows)]).history
    return put_together(history, COUNTY, AS_OF).all.to_dicts()


def only(folder: Path, *rows: Row | str) -> dict[str, object]:
    (found,) = convictions(folder, *rows)
    return found


def test_rows_of_one_count_and_offence_are_one_conviction(tmp_path: Path) -> None:
    found = only(
        tmp_path, row(**JAIL), row(OFFENSE_DESCR="HS 11359 POSS MARIJ", **PROBATION), row(OFFENSE_DESCR="11359HS")
    )
    assert len(found["rows"]) == 3  # type: ignore[arg-type]
    assert found["sentence_end"] == date(1998, 7, 1)  # 36 months, then 30 days


def test_rows_of_one_conviction_are_found_however_far_apart_they_stand(tmp_path: Path) -> None:
    others = [row(SUBJECT_ID=str(number), CII_NUMBER=f"B{number}") for number in range(2, 40)]
    rows = [row(**JAIL), *others, row(**PROBATION), *[{**other, **JAIL} for other in others]]
    found = run(tmp_path, *rows).convictions
    assert found.height == 39
    assert found["rows"].list.len().to_list() == [2] * 39


@pytest.mark.parametrize("seed", range(3))
def test_interleaved_rows_give_the_same_convictions_as_sorted_ones(tmp_path: Path, seed: int) -> None:
    rows = [
        row(SUBJECT_ID=str(person), CII_NUMBER=f"B{person}", CNT_ORDER=f"{cycle}002001000", **part)
        for person in range(1, 6)
        for cycle in (101, 102)
        for part in (JAIL, PROBATION)
    ]
    shuffled = random.Random(seed).sample(rows, len(rows))
    kept = ["person_id", "count_key", "convicted_on", "sentence_end", "is_felony", "conviction_id"]
    tables = [run(tmp_path, *each).convictions.select(kept).sort(kept) for each in (rows, shuffled)]
    assert tables[0].equals(tables[1])


def test_two_offences_under_one_count_are_two_convictions_with_names_of_their_own(tmp_path: Path) -> None:
    found = convictions(tmp_path, row(), row(OFFENSE_DESCR="11358 HS-CULTIVATE"))
    assert [each["conviction_id"] for each in found] == ["1/101002001000/HS 11359", "1/101002001000/HS 11358"]


def test_an_attempt_and_the_completed_offence_under_one_count_are_two_convictions(tmp_path: Path) -> None:
    assert len(convictions(tmp_path, row(), row(OFFENSE_DESCR="664/11359 HS"))) == 2


def test_two_subdivisions_under_one_count_are_two_convictions(tmp_path: Path) -> None:
    assert len(convictions(tmp_path, row(OFFENSE_DESCR="11360(A) HS"), row(OFFENSE_DESCR="11360(B) HS"))) == 2


def test_a_blank_offence_joins_the_only_offence_under_its_count(tmp_path: Path) -> None:
    found = only(tmp_path, row(), row(OFFENSE_DESCR="", **PROBATION))
    assert found["sentence_end"] == date(1998, 6, 1)


def test_a_blank_offence_before_the_only_offence_joins_it_too(tmp_path: Path) -> None:
    assert only(tmp_path, row(OFFENSE_DESCR="  -  "), row())["section"] == "11359"


def test_a_blank_offence_beside_two_offences_is_a_conviction_of_its_own(tmp_path: Path) -> None:
    found = convictions(tmp_path, row(), row(OFFENSE_DESCR="11358 HS"), row(OFFENSE_DESCR=""))
    assert [each["section"] for each in found] == ["11359", "11358", None]


def test_blank_offences_alone_under_a_count_are_one_illegible_conviction(tmp_path: Path) -> None:
    assert only(tmp_path, row(OFFENSE_DESCR=""), row(OFFENSE_DESCR="--"))["section"] is None


def test_the_same_count_of_two_people_is_two_convictions(tmp_path: Path) -> None:
    assert len(convictions(tmp_path, row(), row(SUBJECT_ID="2"))) == 2


def test_the_offence_of_conviction_goes_over_the_charge(tmp_path: Path) -> None:
    found = only(tmp_path, row(OFFENSE_DESCR="187(A) PC", CONV_OFFENSE_DESCR="11358 HS-CULTIVATE"))
    assert found["section"] == "11358"


def test_the_offence_as_disposed_is_not_read_as_the_offence_and_the_difference_is_told(tmp_path: Path) -> None:
    results = run(tmp_path, row(DISP_OFFENSE_DESCR="187(A) PC-MURDER"))
    assert results.convictions["section"].to_list() == ["11359"]
    assert results.summary["problems"]["offense_differs"] == 1


@pytest.mark.parametrize("offense", ["", "SEE COMMENT FOR CHARGE", "see comment for charge ", "  -  "])
def test_the_offence_is_read_from_the_comment_where_no_other_field_has_it(tmp_path: Path, offense: str) -> None:
    results = run(tmp_path, row(OFFENSE_DESCR=offense, COMMENT_TEXT="SCN-12113580 COM: 11358 HS-CULTIVATE"))
    assert results.convictions["section"].to_list() == ["11358"]
    assert results.summary["problems"]["offense_in_comment"] == 1


def test_a_comment_whose_number_only_holds_the_digits_leaves_the_offence_illegible(tmp_path: Path) -> None:
    assert only(tmp_path, row(OFFENSE_DESCR="SEE COMMENT FOR CHARGE", COMMENT_TEXT="SCN-12113580"))["section"] is None


@pytest.mark.parametrize(
    ("dates", "convicted_on"),
    [
        (("19950601", "19950601"), date(1995, 6, 1)),
        (("19950601", ""), date(1995, 6, 1)),
        (("", "19950601"), date(1995, 6, 1)),
        (("19950600", "19950601"), date(1995, 6, 1)),
        (("19950601", "19950602"), None),
        (("", "00000000"), None),
        (("19950600", "19950000"), None),
        (("19950231", "18990101"), None),
        (("20210101", "20210101"), None),
    ],
)
def test_the_date_of_conviction_is_the_one_known_date_of_its_rows(
    tmp_path: Path, dates: tuple[str, str], convicted_on: date | None
) -> None:
    found = only(tmp_path, *[row(STP_EVENT_DATE=day) for day in dates])
    assert found["convicted_on"] == convicted_on


@pytest.mark.parametrize(
    ("counties", "county"),
    [
        (("LOS ANGELES", ""), "LOS ANGELES"),
        (("", " los angeles "), "LOS ANGELES"),
        (("LOS ANGELES", "ALAMEDA"), None),
        (("", " - "), None),
    ],
)
def test_the_county_is_the_one_that_its_rows_name(
    tmp_path: Path, counties: tuple[str, str], county: str | None
) -> None:
    anchor = row(SUBJECT_ID="9", CII_NUMBER="A9")
    found = convictions(tmp_path, *[row(STP_ORI_CNTY_NAME=name) for name in counties], anchor)
    assert found[0]["county"] == county


@pytest.mark.parametrize(
    ("rows", "felony"),
    [
        ([("FELONY", "F")], True),
        ([("FELONY ", "M")], True),
        ([("felony", "")], True),
        ([("MISDEMEANOR", "F")], False),
        ([("INFRACTION", "F")], False),
        ([("", "F")], True),
        ([("  -  ", "M")], False),
        ([("", "I")], False),
        ([("", "N")], None),
        ([("", "")], None),
        ([("FELONYX", "F")], None),
        ([("FELONY", "F"), ("MISDEMEANOR", "F")], None),
        ([("FELONY", "F"), ("", "M")], True),
        ([("", "F"), ("", "M")], None),
        ([("", "F"), ("", "")], True),
        ([("FELONY", "F"), ("WOBBLER", "F")], None),
    ],
)
def test_severity_is_that_of_the_conviction_else_of_the_charge_else_unknown(
    tmp_path: Path, rows: list[tuple[str, str]], felony: bool | None
) -> None:
    found = only(tmp_path, *[row(CONV_STAT_DESCR=status, OFFENSE_TOC=charge) for status, charge in rows])
    assert found["is_felony"] is felony


def test_the_type_of_charge_is_that_of_the_offence_of_conviction_where_it_is_given(tmp_path: Path) -> None:
    cells = {"CONV_STAT_DESCR": "", "CONV_OFFENSE_DESCR": "11358 HS", "OFFENSE_TOC": "F"}
    assert only(tmp_path, row(CONV_OFFENSE_TOC="M", **cells))["is_felony"] is False
    assert only(tmp_path, row(CONV_OFFENSE_TOC="", **cells))["is_felony"] is True


@pytest.mark.parametrize(
    ("parts", "end"),
    [
        ([], date(1995, 6, 1)),
        ([("JAIL", "30", "D")], date(1995, 7, 1)),
        ([("PRISON", "2", "Y"), ("PAROLE", "1", "Y")], date(1998, 6, 1)),
        ([("JAIL", "365", "D"), ("PROBATION", "036", "M")], date(1999, 6, 1)),
        ([("PRISON", "9999", "D")], date(2022, 10, 16)),
        ([("PRISON", "9999", "Y")], date.max),
        ([("FINE", "", ""), ("JAIL", "1", "D")], date(1995, 6, 2)),
        ([("RESTITUTION FINE", "", "")], date(1995, 6, 1)),
        ([("JAIL", "", "")], None),
        ([("JAIL", "30", "")], None),
        ([("JAIL", "", "D")], None),
        ([("", "30", "D")], date(1995, 7, 1)),
        ([("JAIL", "30", "X")], None),
        ([("PRISON", "LIFE", "Y")], None),
        ([("PRISON", "-5", "Y")], None),
        ([("PRISON", "1.5", "Y")], None),
        ([("PRISON", "10000", "D")], None),
        ([("PRISON", "99999999999999999999", "D")], None),
        ([("JAIL", "30", "D"), ("PROBATION", "", "M")], None),
        ([("JAIL", "0", "D")], date(1995, 6, 1)),
        ([(" jail ", " 30 ", "d")], date(1995, 7, 1)),
    ],
)
def test_a_sentence_ends_with_all_its_parts_or_at_an_unknown_day(
    tmp_path: Path, parts: list[tuple[str, str, str]], end: date | None
) -> None:
    rows = [row(SENT_LOC_DESCR=place, SENT_LENGTH=length, SENT_TIME_CODE=unit) for place, length, unit in parts]
    assert only(tmp_path, *(rows or [row()]))["sentence_end"] == end


def test_months_of_a_sentence_come_before_its_days(tmp_path: Path) -> None:
    """From 31 January one month is 1 March (there is no 31 February), and one day more 2 March."""
    cells = {"STP_EVENT_DATE": "19950131", "SENT_LOC_DESCR": "JAIL", "SENT_LENGTH": "1"}
    found = only(tmp_path, row(SENT_TIME_CODE="D", **cells), row(SENT_TIME_CODE="M", **cells))
    assert found["sentence_end"] == date(1995, 3, 2)


def test_a_sentence_of_unknown_beginning_ends_at_an_unknown_day(tmp_path: Path) -> None:
    assert only(tmp_path, row(STP_EVENT_DATE="", **JAIL))["sentence_end"] is None


def relief_of(folder: Path, *rows: Row) -> list[object]:
    return [each["relief"] for each in convictions(folder, *rows)]


def test_relief_belongs_to_the_conviction_of_its_count_and_offence(tmp_path: Path) -> None:
    rows = [row(), row(OFFENSE_DESCR="11358 HS"), row(OFFENSE_DESCR="11358 HS-CULTIVATE", **GRANTED)]
    assert relief_of(tmp_path, *rows) == ["", "1203.4 PC"]


def test_relief_without_an_offence_belongs_to_the_only_conviction_of_its_count(tmp_path: Path) -> None:
    assert relief_of(tmp_path, row(), row(**{**GRANTED, "OFFENSE_DESCR": ""}), row(**LATER)) == ["1203.4 PC", ""]


def test_relief_that_stands_before_its_conviction_in_the_file_is_found(tmp_path: Path) -> None:
    assert relief_of(tmp_path, row(**GRANTED), row()) == ["1203.4 PC"]


@pytest.mark.parametrize(
    "astray",
    [{"CNT_ORDER": "101002009000"}, {"OFFENSE_DESCR": "459 PC"}],
)
def test_relief_that_matches_no_conviction_leaves_all_of_its_case_in_doubt(
    tmp_path: Path, astray: dict[str, str]
) -> None:
    same_case, other_case = row(CNT_ORDER="101002002000"), row(**LATER)
    rows = [row(), same_case, other_case, row(**{**GRANTED, **astray})]
    assert relief_of(tmp_path, *rows) == [None, None, ""]


def test_relief_without_an_offence_beside_two_convictions_leaves_both_in_doubt(tmp_path: Path) -> None:
    assert relief_of(tmp_path, row(), row(OFFENSE_DESCR="11358 HS"), row(**{**GRANTED, "OFFENSE_DESCR": ""})) == [
        None,
        None,
    ]


def test_relief_of_another_person_or_case_touches_nothing(tmp_path: Path) -> None:
    assert relief_of(
        tmp_path, row(), row(SUBJECT_ID="2", **GRANTED), row(**{**GRANTED, "CNT_ORDER": "109002001000"})
    ) == [""]


def test_two_grants_of_relief_are_both_named(tmp_path: Path) -> None:
    granted = [row(**GRANTED), row(**{**GRANTED, "DISP_DESCR": "RESENTENCED PER 11361.8 HS"})]
    assert relief_of(tmp_path, row(), *granted) == ["11361.8 HS; 1203.4 PC"]


@pytest.mark.parametrize(
    "text", ["1203.4 PC PETITION DENIED", "SENTENCE MODIFIED", "PROBATION REVOKED", "WARRANT ISSUED"]
)
def test_other_later_rows_leave_the_conviction_without_relief(tmp_path: Path, text: str) -> None:
    assert relief_of(tmp_path, row(), row(**{**GRANTED, "DISP_DESCR": text})) == [""]


@pytest.mark.parametrize("text", ["DISMISSED", "DISMISSED/CHARGE DROPPED", ""])
def test_a_later_dismissal_or_a_row_without_disposition_leaves_relief_in_doubt(tmp_path: Path, text: str) -> None:
    assert relief_of(tmp_path, row(), row(**{**GRANTED, "DISP_DESCR": text})) == [None]


def test_a_dismissal_of_another_offence_under_the_count_leaves_nothing_in_doubt(tmp_path: Path) -> None:
    later = row(**{**GRANTED, "DISP_DESCR": "DISMISSED", "OFFENSE_DESCR": "459 PC"})
    assert relief_of(tmp_path, row(), later) == [""]


def undone(text: str = "DISMISSAL VACATED", **cells: str) -> Row:
    return {**GRANTED, "DISP_DESCR": text, "STP_EVENT_DATE": "20050301", **cells}


AGAIN = {**GRANTED, "DISP_DESCR": "DISM PER 1203.41 PC", "STP_EVENT_DATE": "20190301"}


@pytest.mark.parametrize(
    ("later", "relief"),
    [
        ([GRANTED, undone()], ""),
        ([undone(), GRANTED], ""),
        ([GRANTED, undone(), AGAIN], "1203.41 PC"),
        ([GRANTED, undone("ORDER VACATED")], None),
        ([GRANTED, undone("ORDER VACATED"), AGAIN], "1203.41 PC"),
        ([undone("ORDER VACATED")], None),
        ([undone()], ""),
        ([GRANTED, undone(STP_EVENT_DATE="20010301")], None),
        ([GRANTED, undone(STP_EVENT_DATE="")], None),
        ([{**GRANTED, "STP_EVENT_DATE": ""}, undone()], None),
        ([{**GRANTED, "DISP_DESCR": "DISMISSED"}, undone()], ""),
        ([GRANTED, undone(CNT_ORDER="101002009000", OFFENSE_DESCR="")], None),
        ([GRANTED, undone("WARRANT SET ASIDE")], "1203.4 PC"),
    ],
)
def test_relief_that_was_undone_counts_no_longer_what_is_granted_after_does(
    tmp_path: Path, later: list[Row], relief: str | None
) -> None:
    assert relief_of(tmp_path, row(), *(row(**each) for each in later)) == [relief]


def test_relief_in_the_comment_of_a_conviction_leaves_relief_in_doubt(tmp_path: Path) -> None:
    assert relief_of(tmp_path, row(COMMENT_TEXT="later set aside per 1203.4 pc")) == [None]


def test_relief_in_doubt_never_ends_in_a_dismissal(tmp_path: Path) -> None:
    (decision,) = chosen(run(tmp_path, row(), row(**{**GRANTED, "DISP_DESCR": "DISMISSED"})))
    assert decision["determination"] == "review"
    assert "relief_granted" in decision["unknown_facts"]  # type: ignore[operator]


OPEN = {"DISP_DESCR": "", "CONV_STAT_DESCR": "", **EARLIER}


def decided(folder: Path, *rows: Row | str) -> dict[str, object]:
    (found,) = [each for each in chosen(run(folder, *rows)) if each["conviction_id"] == "1/101002001000"]
    return found


@pytest.mark.parametrize("offense", ["187(A) PC", "288(A) PC", "11359 HS", "", "ILLEGIBLE"])
def test_an_open_count_that_may_have_been_a_bar_leads_to_review(tmp_path: Path, offense: str) -> None:
    more = [row(**{**OPEN, "OFFENSE_DESCR": offense, "CNT_ORDER": f"10000200{count}000"}) for count in (1, 2)]
    assert decided(tmp_path, row(), *more)["determination"] == "review"


def test_an_open_count_is_not_decided_and_is_told(tmp_path: Path) -> None:
    results = run(tmp_path, row(), row(**OPEN))
    assert [each["conviction_id"] for each in chosen(results)] == ["1/101002001000"]
    assert results.summary["problems"]["missing_disposition"] == 1


def test_an_open_count_that_is_disposed_of_in_another_row_is_no_conviction(tmp_path: Path) -> None:
    rows = [
        row(),
        row(**{**OPEN, "OFFENSE_DESCR": "187(A) PC"}),
        row(**{**OPEN, "OFFENSE_DESCR": "187(A) PC", "DISP_DESCR": "ACQUITTED"}),
    ]
    assert decided(tmp_path, *rows)["rule"] == "old-enough"


def test_an_arrest_without_disposition_is_no_open_count(tmp_path: Path) -> None:
    arrest = row(**{**OPEN, "OFFENSE_DESCR": "187(A) PC", "STP_TYPE_DESCR": "ARREST/DETAINED/CITED"})
    assert decided(tmp_path, row(), arrest)["rule"] == "old-enough"


def test_an_open_count_after_the_conviction_bars_nothing(tmp_path: Path) -> None:
    later = row(**{**OPEN, **LATER, "OFFENSE_DESCR": "187(A) PC"})
    assert decided(tmp_path, row(), later)["rule"] == "old-enough"


def test_a_juvenile_adjudication_of_a_listed_offence_leads_to_review(tmp_path: Path) -> None:
    juvenile = row(OFFENSE_DESCR="187(A) PC", STP_ORI_DESCR="CAJV LOS ANGELES", **EARLIER)
    decision = decided(tmp_path, row(), juvenile)
    assert decision["determination"] == "review"
    assert "superstrike_before" in decision["unknown_facts"]  # type: ignore[operator]


@pytest.mark.parametrize(
    "lost",
    [
        {"DISP_DESCR": "C?NVICTED"},
        {"DISP_DESCR": "CONVITCED-PRISON"},
        {"DISP_DESCR": "???"},
        {"DISP_DESCR": "", "STP_TYPE_DESCR": ""},
        {"DISP_DESCR": "", "STP_TYPE_DESCR": "C?URT ACTION"},
        {"OFFENSE_DESCR": "1?7(A) PC"},
        {"OFFENSE_DESCR": "187(A? PC"},
    ],
)
def test_an_earlier_bar_of_which_a_part_was_lost_leads_to_review(tmp_path: Path, lost: Row) -> None:
    assert (
        decided(tmp_path, row(), row(**{"OFFENSE_DESCR": "187(A) PC", **EARLIER, **lost}))["determination"] == "review"
    )


@pytest.mark.parametrize("lost", [{}, {"OFFENSE_DESCR": "113?9 HS"}, {"OFFENSE_DESCR": ""}, {"STP_TYPE_DESCR": "?"}])
def test_relief_that_is_illegible_leaves_relief_in_doubt(tmp_path: Path, lost: Row) -> None:
    assert relief_of(tmp_path, row(), row(**{**GRANTED, "DISP_DESCR": "CONV S?T ASI?E", **lost})) == [None]


def test_a_part_of_a_sentence_whose_disposition_is_lost_leaves_its_end_unknown(tmp_path: Path) -> None:
    part = {"SENT_LOC_DESCR": "PRISON", "SENT_LENGTH": "40", "SENT_TIME_CODE": "Y"}
    results = run(tmp_path, row(), row(**{**part, "DISP_DESCR": "CONV?CTED"}))
    assert results.convictions["sentence_end"].to_list() == [None]
