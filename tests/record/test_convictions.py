"""Convictions put together from the rows that speak of them (docs/reading.md, section 5)."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

import vacatur
from tests.cli.rows import AS_OF, COUNTY, Row, chosen, row, run, written
from tests.together import Case, Cases, Told

EARLIER = {"CNT_ORDER": "100002001000", "STP_EVENT_DATE": "19900301"}
LATER = {"CNT_ORDER": "102002001000", "STP_EVENT_DATE": "20150301"}
JAIL = {"SENT_LOC_DESCR": "JAIL", "SENT_LENGTH": "30", "SENT_TIME_CODE": "D"}
PROBATION = {"SENT_LOC_DESCR": "PROBATION", "SENT_LENGTH": "36", "SENT_TIME_CODE": "M"}
GRANTED = {"DISP_DESCR": "CONV SET ASIDE & DISM PER 1203.4 PC", "STP_EVENT_DATE": "20010301", "CONV_STAT_DESCR": ""}


case = Cases()


def only(convictions: Told, of: Case) -> dict[str, object]:
    (found,) = convictions.all(of)
    return found


OF_ONE_COUNT = (row(**JAIL), row(OFFENSE_DESCR="HS 11359 POSS MARIJ", **PROBATION), row(OFFENSE_DESCR="11359HS"))


@pytest.mark.parametrize("rows", [case(*OF_ONE_COUNT)])
def test_rows_of_one_count_and_offence_are_one_conviction(convictions: Told, rows: Case) -> None:
    found = only(convictions, rows)
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


@pytest.mark.parametrize("two", [case(row(), row(OFFENSE_DESCR="11358 HS-CULTIVATE"))])
def test_two_offences_under_one_count_are_two_convictions_with_names_of_their_own(convictions: Told, two: Case) -> None:
    found = convictions.all(two)
    assert [each["conviction_id"] for each in found] == ["1/101002001000/HS 11359", "1/101002001000/HS 11358"]


@pytest.mark.parametrize("two", [case(row(), row(OFFENSE_DESCR="664/11359 HS"))])
def test_an_attempt_and_the_completed_offence_under_one_count_are_two_convictions(convictions: Told, two: Case) -> None:
    assert len(convictions.all(two)) == 2


@pytest.mark.parametrize("two", [case(row(OFFENSE_DESCR="11360(A) HS"), row(OFFENSE_DESCR="11360(B) HS"))])
def test_two_subdivisions_under_one_count_are_two_convictions(convictions: Told, two: Case) -> None:
    assert len(convictions.all(two)) == 2


@pytest.mark.parametrize("blank", [case(row(), row(OFFENSE_DESCR="", **PROBATION))])
def test_a_blank_offence_joins_the_only_offence_under_its_count(convictions: Told, blank: Case) -> None:
    assert only(convictions, blank)["sentence_end"] == date(1998, 6, 1)


@pytest.mark.parametrize("blank", [case(row(OFFENSE_DESCR="  -  "), row())])
def test_a_blank_offence_before_the_only_offence_joins_it_too(convictions: Told, blank: Case) -> None:
    assert only(convictions, blank)["section"] == "11359"


@pytest.mark.parametrize("blank", [case(row(), row(OFFENSE_DESCR="11358 HS"), row(OFFENSE_DESCR=""))])
def test_a_blank_offence_beside_two_offences_is_a_conviction_of_its_own(convictions: Told, blank: Case) -> None:
    assert [each["section"] for each in convictions.all(blank)] == ["11359", "11358", None]


@pytest.mark.parametrize("blank", [case(row(OFFENSE_DESCR=""), row(OFFENSE_DESCR="--"))])
def test_blank_offences_alone_under_a_count_are_one_illegible_conviction(convictions: Told, blank: Case) -> None:
    assert only(convictions, blank)["section"] is None


@pytest.mark.parametrize("people", [case(row(), row(SUBJECT_ID="2"))])
def test_the_same_count_of_two_people_is_two_convictions(convictions: Told, people: Case) -> None:
    assert len(convictions.all(people)) == 2


@pytest.mark.parametrize("charged", [case(row(OFFENSE_DESCR="187(A) PC", CONV_OFFENSE_DESCR="11358 HS-CULTIVATE"))])
def test_the_offence_of_conviction_goes_over_the_charge(convictions: Told, charged: Case) -> None:
    assert only(convictions, charged)["section"] == "11358"


def test_the_offence_as_disposed_is_not_read_as_the_offence_and_the_difference_is_told(tmp_path: Path) -> None:
    results = run(tmp_path, row(DISP_OFFENSE_DESCR="187(A) PC-MURDER"))
    assert results.convictions["section"].to_list() == ["11359"]
    assert results.summary["problems"]["offense_differs"] == 1


@pytest.mark.parametrize("offense", ["", "SEE COMMENT FOR CHARGE", "see comment for charge ", "  -  "])
def test_the_offence_is_read_from_the_comment_where_no_other_field_has_it(tmp_path: Path, offense: str) -> None:
    results = run(tmp_path, row(OFFENSE_DESCR=offense, COMMENT_TEXT="SCN-12113580 COM: 11358 HS-CULTIVATE"))
    assert results.convictions["section"].to_list() == ["11358"]
    assert results.summary["problems"]["offense_in_comment"] == 1


@pytest.mark.parametrize("number", [case(row(OFFENSE_DESCR="SEE COMMENT FOR CHARGE", COMMENT_TEXT="SCN-12113580"))])
def test_a_comment_whose_number_only_holds_the_digits_leaves_the_offence_illegible(
    convictions: Told, number: Case
) -> None:
    assert only(convictions, number)["section"] is None


def dated(*days: str) -> Case:
    return case(*[row(STP_EVENT_DATE=day) for day in days])


@pytest.mark.parametrize(
    ("rows", "convicted_on"),
    [
        (dated("19950601", "19950601"), date(1995, 6, 1)),
        (dated("19950601", ""), date(1995, 6, 1)),
        (dated("", "19950601"), date(1995, 6, 1)),
        (dated("19950600", "19950601"), date(1995, 6, 1)),
        (dated("19950601", "19950602"), None),
        (dated("", "00000000"), None),
        (dated("19950600", "19950000"), None),
        (dated("19950231", "18990101"), None),
        (dated("20210101", "20210101"), None),
    ],
)
def test_the_date_of_conviction_is_the_one_known_date_of_its_rows(
    convictions: Told, rows: Case, convicted_on: date | None
) -> None:
    assert only(convictions, rows)["convicted_on"] == convicted_on


def named(*counties: str) -> Case:
    return case(*[row(STP_ORI_CNTY_NAME=name) for name in counties])


@pytest.mark.parametrize(
    ("rows", "county"),
    [
        (named("LOS ANGELES", ""), "LOS ANGELES"),
        (named("", " los angeles "), "LOS ANGELES"),
        (named("LOS ANGELES", "ALAMEDA"), None),
        (named("", " - "), None),
    ],
)
def test_the_county_is_the_one_that_its_rows_name(convictions: Told, rows: Case, county: str | None) -> None:
    assert only(convictions, rows)["county"] == county


def severe(*rows: tuple[str, str]) -> Case:
    """Of rows with that status of the conviction and that type of charge."""
    return case(*[row(CONV_STAT_DESCR=status, OFFENSE_TOC=charge) for status, charge in rows])


@pytest.mark.parametrize(
    ("rows", "felony"),
    [
        (severe(("FELONY", "F")), True),
        (severe(("FELONY ", "M")), True),
        (severe(("felony", "")), True),
        (severe(("MISDEMEANOR", "F")), False),
        (severe(("INFRACTION", "F")), False),
        (severe(("", "F")), True),
        (severe(("  -  ", "M")), False),
        (severe(("", "I")), False),
        (severe(("", "N")), None),
        (severe(("", "")), None),
        (severe(("FELONYX", "F")), None),
        (severe(("FELONY", "F"), ("MISDEMEANOR", "F")), None),
        (severe(("FELONY", "F"), ("", "M")), True),
        (severe(("", "F"), ("", "M")), None),
        (severe(("", "F"), ("", "")), True),
        (severe(("FELONY", "F"), ("WOBBLER", "F")), None),
    ],
)
def test_severity_is_that_of_the_conviction_else_of_the_charge_else_unknown(
    convictions: Told, rows: Case, felony: bool | None
) -> None:
    assert only(convictions, rows)["is_felony"] is felony


CHARGED_LESS = {"CONV_STAT_DESCR": "", "CONV_OFFENSE_DESCR": "11358 HS", "OFFENSE_TOC": "F"}


@pytest.mark.parametrize(
    ("convicted", "felony"),
    [
        (case(row(CONV_OFFENSE_TOC="M", **CHARGED_LESS)), False),
        (case(row(CONV_OFFENSE_TOC="", **CHARGED_LESS)), True),
    ],
)
def test_the_type_of_charge_is_that_of_the_offence_of_conviction_where_it_is_given(
    convictions: Told, convicted: Case, felony: bool
) -> None:
    assert only(convictions, convicted)["is_felony"] is felony


def sentenced(*parts: tuple[str, str, str]) -> Case:
    """To those parts: where, how long, and in what unit."""
    rows = [row(SENT_LOC_DESCR=place, SENT_LENGTH=length, SENT_TIME_CODE=unit) for place, length, unit in parts]
    return case(*(rows or [row()]))


@pytest.mark.parametrize(
    ("rows", "end"),
    [
        (sentenced(), date(1995, 6, 1)),
        (sentenced(("JAIL", "30", "D")), date(1995, 7, 1)),
        (sentenced(("PRISON", "2", "Y"), ("PAROLE", "1", "Y")), date(1998, 6, 1)),
        (sentenced(("JAIL", "365", "D"), ("PROBATION", "036", "M")), date(1999, 6, 1)),
        (sentenced(("PRISON", "9999", "D")), date(2022, 10, 16)),
        (sentenced(("PRISON", "9999", "Y")), date.max),
        (sentenced(("FINE", "", ""), ("JAIL", "1", "D")), date(1995, 6, 2)),
        (sentenced(("RESTITUTION FINE", "", "")), date(1995, 6, 1)),
        (sentenced(("JAIL", "", "")), None),
        (sentenced(("JAIL", "30", "")), None),
        (sentenced(("JAIL", "", "D")), None),
        (sentenced(("", "30", "D")), date(1995, 7, 1)),
        (sentenced(("JAIL", "30", "X")), None),
        (sentenced(("PRISON", "LIFE", "Y")), None),
        (sentenced(("PRISON", "-5", "Y")), None),
        (sentenced(("PRISON", "1.5", "Y")), None),
        (sentenced(("PRISON", "10000", "D")), None),
        (sentenced(("PRISON", "99999999999999999999", "D")), None),
        (sentenced(("JAIL", "30", "D"), ("PROBATION", "", "M")), None),
        (sentenced(("JAIL", "0", "D")), date(1995, 6, 1)),
        (sentenced((" jail ", " 30 ", "d")), date(1995, 7, 1)),
    ],
)
def test_a_sentence_ends_with_all_its_parts_or_at_an_unknown_day(
    convictions: Told, rows: Case, end: date | None
) -> None:
    assert only(convictions, rows)["sentence_end"] == end


ONE = {"STP_EVENT_DATE": "19950131", "SENT_LOC_DESCR": "JAIL", "SENT_LENGTH": "1"}


@pytest.mark.parametrize("both", [case(row(SENT_TIME_CODE="D", **ONE), row(SENT_TIME_CODE="M", **ONE))])
def test_months_of_a_sentence_come_before_its_days(convictions: Told, both: Case) -> None:
    """From 31 January one month is 1 March (there is no 31 February), and one day more 2 March."""
    assert only(convictions, both)["sentence_end"] == date(1995, 3, 2)


def numbered(order: str, **cells: str) -> Row:
    return row(**JAIL | {"SENT_ORDER": order} | cells)


ONCE = numbered("101002001501")


@pytest.mark.parametrize(
    ("rows", "end"),
    [
        (case(ONCE, ONCE), date(1995, 7, 1)),
        (case(ONCE, row(**PROBATION, SENT_ORDER="101002001502"), ONCE), date(1998, 7, 1)),
        (case(ONCE, numbered("101002001502")), date(1995, 7, 31)),
        (case(ONCE, numbered("101002001501", SENT_LENGTH="31")), date(1995, 8, 1)),
        (case(ONCE, numbered("101002001501", SENT_LOC_DESCR="PRISON")), date(1995, 7, 31)),
        (case(numbered(""), numbered("")), date(1995, 7, 31)),
        (case(numbered("  -  "), numbered("  -  ")), date(1995, 7, 31)),
    ],
)
def test_a_part_of_a_sentence_that_was_delivered_twice_counts_once(
    convictions: Told, rows: Case, end: date | None
) -> None:
    """Where SENT_ORDER says that it is one; parts without it, or with two, are two."""
    assert only(convictions, rows)["sentence_end"] == end


def test_a_row_that_stands_in_two_files_of_a_delivery_is_told(tmp_path: Path) -> None:
    other = row(SUBJECT_ID="2", CII_NUMBER="A2")
    files = [written(tmp_path / "a.dat", [ONCE]), written(tmp_path / "b.dat", [other, ONCE])]
    problems = vacatur.run(files, COUNTY, ["ca-la-2020-pilot"], as_of=AS_OF).problems
    assert problems.filter(code="repeated_part").select("file", "line").rows() == [(1, 2)]


def later(disposition: str, day: str = "19970601", *parts: tuple[str, str, str]) -> Case:
    """To three years of probation on 1 June 1995, and on a later day to those parts."""
    after = {"DISP_DESCR": disposition, "STP_EVENT_DATE": day, "CONV_STAT_DESCR": ""}
    rows = [
        row(SENT_LOC_DESCR=place, SENT_LENGTH=length, SENT_TIME_CODE=unit, **after) for place, length, unit in parts
    ]
    return case(row(SENT_LOC_DESCR="PROBATION", SENT_LENGTH="3", SENT_TIME_CODE="Y"), *(rows or [row(**after)]))


TWO_YEARS, A_MONTH, NO_LENGTH = ("PRISON", "2", "Y"), ("JAIL", "30", "D"), ("JAIL", "", "")


@pytest.mark.parametrize(
    ("rows", "end"),
    [
        (later("PROBATION REVOKED", "19970601", TWO_YEARS), date(1999, 6, 1)),
        (later("PROBATION REVOKED", "19970601", TWO_YEARS, A_MONTH), date(1999, 7, 1)),
        (later("SENTENCE MODIFIED", "19970601", TWO_YEARS), date(1999, 6, 1)),
        (later("PROBATION REINSTATED", "19970601", ("PROBATION", "3", "Y")), date(2000, 6, 1)),
        (later("PROBATION REVOKED", "19970601", A_MONTH), date(1998, 6, 1)),
        (later("PROBATION REVOKED"), date(1998, 6, 1)),
        (later("PROBATION REVOKED", "19970601", NO_LENGTH), None),
        (later("PROBATION REVOKED", "19970000", TWO_YEARS), None),
        (later("BENCH WARRANT RECALLED", "19970601", TWO_YEARS), date(1998, 6, 1)),
    ],
)
def test_a_sentence_ends_with_what_was_imposed_when_probation_was_revoked_or_it_was_changed(
    convictions: Told, rows: Case, end: date | None
) -> None:
    """Whoever serves that sentence has not completed it, whenever the first one would have ended."""
    assert only(convictions, rows)["sentence_end"] == end


@pytest.mark.parametrize("undated", [case(row(STP_EVENT_DATE="", **JAIL))])
def test_a_sentence_of_unknown_beginning_ends_at_an_unknown_day(convictions: Told, undated: Case) -> None:
    assert only(convictions, undated)["sentence_end"] is None


def relief_of(convictions: Told, of: Case) -> list[object]:
    return [each["relief"] for each in convictions.all(of)]


def granted(**cells: str) -> Row:
    return row(**{**GRANTED, **cells})


@pytest.mark.parametrize(
    "rows", [case(row(), row(OFFENSE_DESCR="11358 HS"), granted(OFFENSE_DESCR="11358 HS-CULTIVATE"))]
)
def test_relief_belongs_to_the_conviction_of_its_count_and_offence(convictions: Told, rows: Case) -> None:
    assert relief_of(convictions, rows) == ["", "1203.4 PC"]


@pytest.mark.parametrize("rows", [case(row(), granted(OFFENSE_DESCR=""), row(**LATER))])
def test_relief_without_an_offence_belongs_to_the_only_conviction_of_its_count(convictions: Told, rows: Case) -> None:
    assert relief_of(convictions, rows) == ["1203.4 PC", ""]


@pytest.mark.parametrize("rows", [case(granted(), row())])
def test_relief_that_stands_before_its_conviction_in_the_file_is_found(convictions: Told, rows: Case) -> None:
    assert relief_of(convictions, rows) == ["1203.4 PC"]


SAME_CASE, OTHER_CASE = row(CNT_ORDER="101002002000"), row(**LATER)


@pytest.mark.parametrize(
    "rows",
    [
        case(row(), SAME_CASE, OTHER_CASE, granted(CNT_ORDER="101002009000")),
        case(row(), SAME_CASE, OTHER_CASE, granted(OFFENSE_DESCR="459 PC")),
    ],
)
def test_relief_that_matches_no_conviction_leaves_all_of_its_case_in_doubt(convictions: Told, rows: Case) -> None:
    assert relief_of(convictions, rows) == [None, None, ""]


CULTIVATED = row(CNT_ORDER="101002002000", OFFENSE_DESCR="11358 HS")
PETITION = {"CNT_ORDER": "101003001000"}


@pytest.mark.parametrize(
    ("rows", "relief"),
    [
        (case(row(), CULTIVATED, OTHER_CASE, granted(**PETITION)), [None, "", ""]),
        (case(row(), CULTIVATED, OTHER_CASE, granted(OFFENSE_DESCR="", **PETITION)), [None, None, ""]),
        (case(row(), CULTIVATED, OTHER_CASE, granted(OFFENSE_DESCR="POSSESSION", **PETITION)), [None, None, ""]),
        (case(row(), CULTIVATED, OTHER_CASE, granted(OFFENSE_DESCR="459 PC", **PETITION)), ["", "", ""]),
        (case(row(), granted(DISP_DESCR="PARDONED", **PETITION)), [""]),
    ],
)
def test_relief_in_a_step_of_its_own_leaves_what_it_may_be_about_in_the_cycle_in_doubt(
    convictions: Told, rows: Case, relief: list[object]
) -> None:
    assert relief_of(convictions, rows) == relief


@pytest.mark.parametrize("rows", [case(row(), row(OFFENSE_DESCR="11358 HS"), granted(OFFENSE_DESCR=""))])
def test_relief_without_an_offence_beside_two_convictions_leaves_both_in_doubt(convictions: Told, rows: Case) -> None:
    assert relief_of(convictions, rows) == [None, None]


@pytest.mark.parametrize("rows", [case(row(), granted(SUBJECT_ID="2"), granted(CNT_ORDER="109002001000"))])
def test_relief_of_another_person_or_case_touches_nothing(convictions: Told, rows: Case) -> None:
    assert relief_of(convictions, rows) == [""]


@pytest.mark.parametrize("rows", [case(row(), granted(), granted(DISP_DESCR="RESENTENCED PER 11361.8 HS"))])
def test_two_grants_of_relief_are_both_named(convictions: Told, rows: Case) -> None:
    assert relief_of(convictions, rows) == ["11361.8 HS; 1203.4 PC"]


@pytest.mark.parametrize(
    "rows",
    [
        case(row(), granted(DISP_DESCR="1203.4 PC PETITION DENIED")),
        case(row(), granted(DISP_DESCR="SENTENCE MODIFIED")),
        case(row(), granted(DISP_DESCR="PROBATION REVOKED")),
        case(row(), granted(DISP_DESCR="WARRANT ISSUED")),
    ],
)
def test_other_later_rows_leave_the_conviction_without_relief(convictions: Told, rows: Case) -> None:
    assert relief_of(convictions, rows) == [""]


@pytest.mark.parametrize(
    "rows",
    [
        case(row(), granted(DISP_DESCR="DISMISSED")),
        case(row(), granted(DISP_DESCR="DISMISSED/CHARGE DROPPED")),
        case(row(), granted(DISP_DESCR="")),
    ],
)
def test_a_later_dismissal_or_a_row_without_disposition_leaves_relief_in_doubt(convictions: Told, rows: Case) -> None:
    assert relief_of(convictions, rows) == [None]


@pytest.mark.parametrize("rows", [case(row(), granted(DISP_DESCR="DISMISSED", OFFENSE_DESCR="459 PC"))])
def test_a_dismissal_of_another_offence_under_the_count_leaves_nothing_in_doubt(convictions: Told, rows: Case) -> None:
    assert relief_of(convictions, rows) == [""]


def undone(text: str = "DISMISSAL VACATED", **cells: str) -> Row:
    return granted(**{"DISP_DESCR": text, "STP_EVENT_DATE": "20050301", **cells})


AGAIN = granted(DISP_DESCR="DISM PER 1203.41 PC", STP_EVENT_DATE="20190301")


@pytest.mark.parametrize(
    ("rows", "relief"),
    [
        (case(row(), granted(), undone()), ""),
        (case(row(), undone(), granted()), ""),
        (case(row(), granted(), undone(), AGAIN), "1203.41 PC"),
        (case(row(), granted(), undone("ORDER VACATED")), None),
        (case(row(), granted(), undone("ORDER VACATED"), AGAIN), "1203.41 PC"),
        (case(row(), undone("ORDER VACATED")), None),
        (case(row(), undone()), ""),
        (case(row(), granted(), undone(STP_EVENT_DATE="20010301")), None),
        (case(row(), granted(), undone(STP_EVENT_DATE="")), None),
        (case(row(), granted(STP_EVENT_DATE=""), undone()), None),
        (case(row(), granted(DISP_DESCR="DISMISSED"), undone()), ""),
        (case(row(), granted(), undone(CNT_ORDER="101002009000", OFFENSE_DESCR="")), None),
        (case(row(), granted(), undone("WARRANT SET ASIDE")), "1203.4 PC"),
    ],
)
def test_relief_that_was_undone_counts_no_longer_what_is_granted_after_does(
    convictions: Told, rows: Case, relief: str | None
) -> None:
    assert relief_of(convictions, rows) == [relief]


@pytest.mark.parametrize("rows", [case(row(COMMENT_TEXT="later set aside per 1203.4 pc"))])
def test_relief_in_the_comment_of_a_conviction_leaves_relief_in_doubt(convictions: Told, rows: Case) -> None:
    assert relief_of(convictions, rows) == [None]


@pytest.mark.parametrize("rows", [case(row(), granted(DISP_DESCR="DISMISSED"))])
def test_relief_in_doubt_never_ends_in_a_dismissal(decided: Told, rows: Case) -> None:
    (decision,) = decided.all(rows)
    assert decision["determination"] == "review"
    assert "relief_granted" in decision["unknown_facts"]  # type: ignore[operator]


OPEN = {"DISP_DESCR": "", "CONV_STAT_DESCR": "", **EARLIER}


def open_count(offense: str, **cells: str) -> Row:
    """A row of an earlier count that no row disposes of, save for the cells named."""
    return row(**{**OPEN, "OFFENSE_DESCR": offense, **cells})


@pytest.mark.parametrize(
    "rows",
    [
        case(row(), *[open_count(offense, CNT_ORDER=f"10000200{count}000") for count in (1, 2)])
        for offense in ("187(A) PC", "288(A) PC", "11359 HS", "", "ILLEGIBLE")
    ],
)
def test_an_open_count_that_may_have_been_a_bar_leads_to_review(decided: Told, rows: Case) -> None:
    assert decided(rows)["determination"] == "review"


def test_an_open_count_is_not_decided_and_is_told(tmp_path: Path) -> None:
    results = run(tmp_path, row(), row(**OPEN))
    assert [each["conviction_id"] for each in chosen(results)] == ["1/101002001000"]
    assert results.summary["problems"]["missing_disposition"] == 1


@pytest.mark.parametrize(
    "rows",
    [
        case(row(), open_count("187(A) PC"), open_count("187(A) PC", DISP_DESCR="ACQUITTED")),
    ],
)
def test_an_open_count_that_is_disposed_of_in_another_row_is_no_conviction(decided: Told, rows: Case) -> None:
    assert decided(rows)["rule"] == "old-enough"


@pytest.mark.parametrize("rows", [case(row(), open_count("187(A) PC", STP_TYPE_DESCR="ARREST/DETAINED/CITED"))])
def test_an_arrest_without_disposition_is_no_open_count(decided: Told, rows: Case) -> None:
    assert decided(rows)["rule"] == "old-enough"


@pytest.mark.parametrize("rows", [case(row(), open_count("187(A) PC", **LATER))])
def test_an_open_count_after_the_conviction_bars_nothing(decided: Told, rows: Case) -> None:
    assert decided(rows)["rule"] == "old-enough"


@pytest.mark.parametrize(
    "rows", [case(row(), row(OFFENSE_DESCR="187(A) PC", STP_ORI_DESCR="CAJV LOS ANGELES", **EARLIER))]
)
def test_a_juvenile_adjudication_of_a_listed_offence_leads_to_review(decided: Told, rows: Case) -> None:
    decision = decided(rows)
    assert decision["determination"] == "review"
    assert "superstrike_before" in decision["unknown_facts"]  # type: ignore[operator]


def barred_before(**lost: str) -> Case:
    """A conviction, and before it murder, of whose row those cells were lost."""
    return case(row(), row(**{"OFFENSE_DESCR": "187(A) PC", **EARLIER, **lost}))


@pytest.mark.parametrize(
    "rows",
    [
        barred_before(DISP_DESCR="C?NVICTED"),
        barred_before(DISP_DESCR="CONVITCED-PRISON"),
        barred_before(DISP_DESCR="???"),
        barred_before(DISP_DESCR="", STP_TYPE_DESCR=""),
        barred_before(DISP_DESCR="", STP_TYPE_DESCR="C?URT ACTION"),
        barred_before(OFFENSE_DESCR="1?7(A) PC"),
        barred_before(OFFENSE_DESCR="187(A? PC"),
    ],
)
def test_an_earlier_bar_of_which_a_part_was_lost_leads_to_review(decided: Told, rows: Case) -> None:
    assert decided(rows)["determination"] == "review"


@pytest.mark.parametrize(
    "rows",
    [
        case(row(), granted(DISP_DESCR="CONV S?T ASI?E")),
        case(row(), granted(DISP_DESCR="CONV S?T ASI?E", OFFENSE_DESCR="113?9 HS")),
        case(row(), granted(DISP_DESCR="CONV S?T ASI?E", OFFENSE_DESCR="")),
        case(row(), granted(DISP_DESCR="CONV S?T ASI?E", STP_TYPE_DESCR="?")),
    ],
)
def test_relief_that_is_illegible_leaves_relief_in_doubt(convictions: Told, rows: Case) -> None:
    assert relief_of(convictions, rows) == [None]


LIFELONG = {"SENT_LOC_DESCR": "PRISON", "SENT_LENGTH": "40", "SENT_TIME_CODE": "Y", "DISP_DESCR": "CONV?CTED"}


@pytest.mark.parametrize("rows", [case(row(), row(**LIFELONG))])
def test_a_part_of_a_sentence_whose_disposition_is_lost_leaves_its_end_unknown(convictions: Told, rows: Case) -> None:
    assert only(convictions, rows)["sentence_end"] is None
