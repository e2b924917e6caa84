"""A sheet as rows of the state's layout: what each says, and what is left blank because nobody knows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from vacatur.sources.rapsheet.rows import NO_COUNT, StateRow, state_rows
from vacatur.sources.rapsheet.sheet import (
    Count,
    Court,
    Disposition,
    Event,
    Kind,
    Line,
    Part,
    Sheet,
    Subject,
    Supervision,
    Understood,
)

AS_OF = date(2020, 7, 1)
ALAMEDA = Court("Superior Court, Alameda", "superior", "ALAMEDA", 1.0)
CONVICTED = Disposition(
    "CONVICTED-PROB/JAIL", date(1995, 11, 3), status="felony",
    sentence=(Part("PROBATION", 3, "Y"), Part("JAIL", 120, "D"), Part("FINE"), Part("IMP SEN SS")), lines=(14, 15, 16),
)  # fmt: skip
SALE = Count(1, "H12345A", "11359 HS-POSSESS MARIJUANA FOR SALE", charge="F", dispositions=(CONVICTED,), lines=(12, 13))
COURT = Event(Kind.COURT, "COURT:", date(1995, 11, 3), "CASC ALAMEDA", ALAMEDA, counts=(SALE,), lines=(10, 11))
SUBJECT = Subject("A77000123", {1: "QUILLFEATHER,MARISOL"}, date(1974, 6, 11), (date(1974, 6, 11),), "F", "BLACK")


def sheet(*cycles: tuple[Event, ...], subject: Subject = SUBJECT, unread: tuple[Line, ...] = ()) -> Sheet:
    return Sheet(subject, cycles, unread, {line.number: Understood.UNREAD for line in unread})


def rows(made: Sheet) -> list[StateRow]:
    return list(state_rows(made, 3, "A77000123", AS_OF))


def cells(made: Sheet, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row.cells.get(column, "") for column in columns) for row in rows(made)]


def test_a_conviction_has_a_row_for_each_part_of_its_sentence_that_runs_for_a_time() -> None:
    told = cells(
        sheet((COURT,)), "CNT_ORDER", "STP_TYPE_DESCR", "STP_EVENT_DATE", "STP_ORI_CNTY_NAME", "OFFENSE_DESCR",
        "DISP_DESCR", "CONV_STAT_DESCR", "SENT_LOC_DESCR", "SENT_LENGTH", "SENT_TIME_CODE", "OFN",
    )  # fmt: skip
    same = ("101001001000", "COURT ACTION", "19951103", "ALAMEDA", SALE.offense, "CONVICTED-PROB/JAIL", "FELONY")
    assert told == [(*same, "PROBATION", "3", "Y", "H12345A"), (*same, "JAIL", "120", "D", "H12345A")]


def test_who_the_person_is_stands_on_every_row() -> None:
    who = ("SUBJECT_ID", "CII_NUMBER", "PRI_NAME", "PRI_DOB", "GENDER", "RACE_DESCR")
    assert set(cells(sheet((COURT,)), *who)) == {
        ("A77000123", "A77000123", "QUILLFEATHER,MARISOL", "19740611", "F", "BLACK")
    }


def test_a_row_says_on_which_lines_of_the_sheet_it_rests() -> None:
    first = rows(sheet((COURT,)))[0]
    assert (first.source.sheet, first.source.first, first.source.last) == (3, 12, 16)
    assert (first.source.event, first.source.count) == (0, 0)
    assert first.cells["RECORD_ID"] == "3:12"


def test_a_later_disposition_stands_on_its_own_day() -> None:
    relief = Disposition("CONV SET ASIDE & DISM PER 1203.4 PC", date(1999, 2, 5), update=True, lines=(20,))
    count = replace(SALE, dispositions=(CONVICTED, relief))
    told = cells(sheet((replace(COURT, counts=(count,)),)), "STP_EVENT_DATE", "DISP_DESCR")
    assert told[-1] == ("19990205", "CONV SET ASIDE & DISM PER 1203.4 PC")


def test_a_count_without_disposition_is_one_whose_end_nobody_reported() -> None:
    count = replace(SALE, dispositions=())
    assert cells(sheet((replace(COURT, counts=(count,)),)), "STP_TYPE_DESCR", "DISP_DESCR") == [("COURT ACTION", "")]


def test_an_offense_that_was_not_read_is_blank_and_no_comment_stands_in_for_it() -> None:
    disposition = replace(CONVICTED, comments=("DISM PER 1203.4 PC", "PC 187"), sentence=())
    count = replace(SALE, offense=None, comments=("PC 187 ALSO NAMED",), dispositions=(disposition,))
    assert cells(sheet((replace(COURT, counts=(count,)),)), "OFFENSE_DESCR", "COMMENT_TEXT") == [("", "")]


def test_the_offense_of_conviction_is_the_one_that_the_disposition_names() -> None:
    lesser = "11357(B) HS-POSSESS 28.5 GRAM/LESS MARIJUANA"
    count = replace(SALE, dispositions=(replace(CONVICTED, offense=lesser, sentence=()),))
    told = cells(sheet((replace(COURT, counts=(count,)),)), "OFFENSE_DESCR", "CONV_OFFENSE_DESCR")
    assert told == [(SALE.offense, lesser)]


def test_an_attempt_is_written_before_the_section() -> None:
    count = replace(SALE, attempted=True)
    offense = cells(sheet((replace(COURT, counts=(count,)),)), "OFFENSE_DESCR")[0][0]
    assert offense == "664/11359 HS-POSSESS MARIJUANA FOR SALE"


def test_an_offense_is_written_as_it_is_printed() -> None:
    count = replace(SALE, offense="484(A)/490.5 PC-PETTY THEFT")
    assert cells(sheet((replace(COURT, counts=(count,)),)), "OFFENSE_DESCR")[0] == ("484(A)/490.5 PC-PETTY THEFT",)


def test_an_arrest_stays_of_its_day_whatever_became_of_it_later() -> None:
    rejected = Disposition("PROS REJ-LACK OF CORPUS", date(1995, 8, 15), update=True)
    arrest = replace(COURT, kind=Kind.ARREST, counts=(replace(SALE, dispositions=(rejected,)),))
    told = cells(sheet((arrest,)), "STP_EVENT_DATE", "DISP_DATE", "DISP_DESCR")
    assert told == [(f"{arrest.on:%Y%m%d}", "19950815", "PROS REJ-LACK OF CORPUS")]


def test_a_court_that_was_not_surely_recognized_has_no_county() -> None:
    unsure = replace(COURT, court=replace(ALAMEDA, confidence=0.6))
    assert {county for (county,) in cells(sheet((unsure,)), "STP_ORI_CNTY_NAME")} == {""}


def test_a_suspended_term_adds_no_time_and_one_whose_length_was_not_read_stays_unknown() -> None:
    suspended = Part("PRISON", 1, "Y", suspended=True)
    unknown = Part("JAIL")
    count = replace(SALE, dispositions=(replace(CONVICTED, sentence=(suspended, unknown)),))
    told = cells(sheet((replace(COURT, counts=(count,)),)), "SENT_LOC_DESCR", "SENT_LENGTH")
    assert told == [("JAIL", ""), ("PRISON SS", "0")]


def test_prison_that_is_suspended_beside_probation_is_said_without_a_time() -> None:
    sentence = (Part("PRISON", 2, "Y", suspended=True), Part("PROBATION", 3, "Y"))
    count = replace(SALE, dispositions=(replace(CONVICTED, sentence=sentence),))
    told = cells(sheet((replace(COURT, counts=(count,)),)), "SENT_LOC_DESCR", "SENT_LENGTH", "SENT_TIME_CODE")
    assert told == [("PROBATION", "3", "Y"), ("PRISON SS", "0", "D")]


def test_a_sentence_that_was_not_read_whole_ends_nobody_knows_when() -> None:
    count = replace(SALE, dispositions=(replace(CONVICTED, sentence=(Part("JAIL", 90, "D"),), whole=False),))
    told = cells(sheet((replace(COURT, counts=(count,)),)), "SENT_LOC_DESCR", "SENT_LENGTH")
    assert told == [("JAIL", "90"), ("NOT READ", "")]


def test_a_life_term_ends_with_the_calendar() -> None:
    count = replace(SALE, dispositions=(replace(CONVICTED, sentence=(Part("PRISON", 25, "Y", life=True),)),))
    told = cells(sheet((replace(COURT, counts=(count,)),)), "SENT_LENGTH", "SENT_TIME_CODE")
    assert told == [("9999", "Y")]


def test_a_prison_term_for_a_crime_of_which_no_court_tells_is_a_conviction_that_is_possible() -> None:
    murder = Count(1, None, "187(A) PC-MURDER", lines=(31,))
    prison = Event(Kind.CUSTODY, "CUSTODY:CDC", date(1988, 3, 1), "CASD CORRECTIONS", qualifier="CDC", counts=(murder,))
    told = cells(sheet((COURT,), (prison,)), "STP_TYPE_DESCR", "OFFENSE_DESCR", "DISP_DESCR", "STP_EVENT_DATE")
    assert told[-2:] == [
        ("CUSTODY", "187(A) PC-MURDER", "", "19880301"),
        ("COURT ACTION", "187(A) PC-MURDER", "", ""),
    ]


def test_a_prison_term_for_a_conviction_on_the_sheet_is_no_second_one() -> None:
    served = Count(1, None, "11359 HS-POSSESS MARIJUANA FOR SALE", lines=(31,))
    prison = Event(Kind.CUSTODY, "CUSTODY:CDC", date(1997, 3, 1), "CASD CORRECTIONS", qualifier="CDC", counts=(served,))
    types = [kind for (kind,) in cells(sheet((COURT, prison)), "STP_TYPE_DESCR")]
    assert types == ["COURT ACTION", "COURT ACTION", "CUSTODY"]


def test_a_stay_in_jail_without_a_sentence_shows_no_conviction() -> None:
    held = Count(1, None, "211 PC-ROBBERY", lines=(31,))
    jail = Event(Kind.CUSTODY, "CUSTODY:JAIL", date(1997, 3, 1), "CASO ALAMEDA", qualifier="JAIL", counts=(held,))
    assert [kind for (kind,) in cells(sheet((jail,)), "STP_TYPE_DESCR")] == ["CUSTODY"]


def test_a_strike_box_says_nothing_more_where_the_convictions_can_be_read() -> None:
    assert len(rows(sheet((replace(COURT, strike_box=True),)))) == len(rows(sheet((COURT,))))


def test_a_strike_box_after_an_offense_that_was_not_read_leaves_the_history_open() -> None:
    count = replace(SALE, offense=None)
    boxed = replace(COURT, counts=(count,), strike_box=True)
    assert cells(sheet((boxed,)), "STP_TYPE_DESCR", "COMMENT_TEXT")[-1] == (
        "NOT UNDERSTOOD",
        "POTENTIAL FELONY STRIKE ENTRY",
    )


def test_a_line_that_nobody_understood_is_a_row_of_its_own() -> None:
    line = Line(44, 2, "  DI5P0 C0N...")
    told = rows(sheet((COURT,), unread=(line,)))[-1]
    assert (told.cells["STP_TYPE_DESCR"], told.cells["COMMENT_TEXT"]) == ("NOT UNDERSTOOD", "DI5P0 C0N...")
    assert (told.source.first, told.source.event) == (44, None)


def test_supervision_that_goes_on_runs_from_the_as_of_date_and_one_that_is_over_is_left_out() -> None:
    going = Supervision("probation", "CAPR ALAMEDA", date(2020, 7, 31), (5,))
    over = Supervision("parole", None, date(2019, 1, 1), (6,))
    unsaid = Supervision("parole", None, None, (7,))
    subject = replace(SUBJECT, supervision=(going, over, unsaid))
    told = cells(sheet((COURT,), subject=subject), "STP_TYPE_DESCR", "SENT_LOC_DESCR", "SENT_LENGTH")[2:]
    assert told == [("SUPERVISION", "PROBATION", "30"), ("SUPERVISION", "PAROLE", "")]


def test_each_count_of_a_range_has_a_key_of_its_own() -> None:
    event = replace(COURT, counts=(SALE, replace(SALE, number=2)))
    assert {key for (key,) in cells(sheet((event,)), "CNT_ORDER")} == {"101001001000", "101001002000"}


def test_a_person_without_any_event_is_still_a_person() -> None:
    assert cells(sheet(), "SUBJECT_ID", "STP_TYPE_DESCR", "CNT_ORDER") == [("A77000123", "NO EVENT", NO_COUNT)]


def test_an_event_whose_header_was_not_read_may_have_been_a_day_in_court() -> None:
    unknown = replace(COURT, kind=Kind.UNKNOWN, counts=(replace(SALE, dispositions=()),))
    assert cells(sheet((unknown,)), "STP_TYPE_DESCR") == [("COURT ACTION",)]


def test_what_a_juvenile_court_did_is_marked_as_its() -> None:
    juvenile = replace(COURT, kind=Kind.JUVENILE, agency="SAN MATEO JUV", court=None)
    assert cells(sheet((juvenile,)), "STP_ORI_DESCR")[0] == ("CAJV SAN MATEO JUV",)
