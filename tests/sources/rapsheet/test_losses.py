"""Everything that the public predecessors lose without a word, or crash on: each is read here, or said."""

from __future__ import annotations

from datetime import date

import pytest

from tests.sources.rapsheet.parsing import (
    ARREST,
    CHARGE,
    CONVICTED,
    COUNT,
    COURT,
    DASHES,
    END,
    HEAD,
    STARS,
    count,
    disposition,
    doubts,
    event,
    sheet,
    sheets,
    state,
    unread,
)
from vacatur.sources.rapsheet.sheet import Kind, Understood

# Lost without a word


def test_an_update_without_a_primary_disposition_is_kept() -> None:
    (found,) = count("CNT:01     #H-1\n", CHARGE, "\n19970204\n DISPO:PROS REJ-LACK OF CORPUS\n").dispositions
    assert (found.text, found.on, found.update) == ("PROS REJ-LACK OF CORPUS", date(1997, 2, 4), True)


def test_a_conviction_in_an_update_without_a_primary_disposition_is_kept() -> None:
    (found,) = count("CNT:01     #H-1\n", CHARGE, "\n19970204\n", CONVICTED).dispositions
    assert (found.text, found.status, found.on) == ("CONVICTED", "felony", date(1997, 2, 4))
    assert [part.place for part in found.sentence] == ["PROBATION", "JAIL"]


def test_a_second_disposition_in_one_block_is_kept() -> None:
    read = sheet(COURT, "CNT:01     #H-1\n", CHARGE, " DISPO:DISMISSED\n", CONVICTED)
    first, second = read.events[0].counts[0].dispositions
    assert (first.text, second.text, second.status) == ("DISMISSED", "CONVICTED", "felony")
    assert second.on == date(1995, 11, 3)
    assert "second_disposition" in doubts(read)


def test_a_second_disposition_that_cannot_be_of_the_same_day_has_no_date() -> None:
    read = sheet(COURT, COUNT, " DISPO:PROBATION REVOKED\n")
    _, revoked = read.events[0].counts[0].dispositions
    assert (revoked.text, revoked.on, revoked.update) == ("PROBATION REVOKED", None, True)
    assert "update_date_missing" in doubts(read)


def test_several_dispositions_of_one_update_are_all_of_its_day() -> None:
    found = count(COUNT, "20180301\n DISPO:REDUCED TO MISDEMEANOR\n DISPO:RESENTENCED PER 1170.18 PC\n").dispositions
    assert [(each.text, each.on) for each in found[1:]] == [
        ("REDUCED TO MISDEMEANOR", date(2018, 3, 1)),
        ("RESENTENCED PER 1170.18 PC", date(2018, 3, 1)),
    ]


@pytest.mark.parametrize(
    "number", ["CNT:1", "CNT: 1", "CNT:O1", "CNT:0l", "CNT:0    1", "CNT 01", "CNT:-1", "CHT:01", "CNI:01"]
)
def test_a_damaged_count_number_loses_no_conviction(number: str) -> None:
    found = count(f"{number}     #H-1\n", CHARGE, CONVICTED)
    assert found.number == 1
    assert found.case_number == "H-1"
    assert [each.text for each in found.dispositions] == ["CONVICTED"]


def test_a_count_whose_number_cannot_be_read_is_kept_without_one() -> None:
    read = sheet(COURT, "CNT:X7     #H-1\n", CHARGE, CONVICTED)
    (found,) = read.events[0].counts
    assert (found.number, found.case_number, found.dispositions[0].text) == (None, "H-1", "CONVICTED")
    assert "count_number_unread" in doubts(read)


def test_a_charge_whose_count_line_is_gone_is_a_count_of_its_own() -> None:
    read = sheet(COURT, COUNT, "\n  11360(A) HS-SELL/TRANSPORT/ETC MARIJUANA\n DISPO:DISMISSED\n")
    first, second = read.events[0].counts
    assert (first.number, second.number, second.case_number) == (1, None, None)
    assert second.offense == "11360(A) HS-SELL/TRANSPORT/ETC MARIJUANA"
    assert [each.text for each in first.dispositions] == ["CONVICTED"]
    assert "count_header_missing" in doubts(read)


@pytest.mark.parametrize(
    "header",
    [
        "ARR/DET/CITE         NAM:02",
        "ARR/DET/CITE",
        "ARR / DET. / CITE:   NAM:02",
        "ARR/DET/CITE;  NAM:02",
        "RR/DET/CITE: NAM:02",
        "▯RR/DET/CITE: NAM:02",
        "ARR/PET/CITE: NAM:02",
    ],
)
def test_a_header_without_its_colon_is_a_header(header: str) -> None:
    found = event(ARREST.replace("ARR/DET/CITE:         NAM:01", header))
    assert found.kind is Kind.ARREST
    assert found.on == date(1995, 8, 12)
    assert found.name_code == (2 if "02" in header else None)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("PAROLE               NAM:01", Kind.PAROLE),
        ("CUSTODY              NAM:01", Kind.CUSTODY),
        ("CUSTODY JAIL         NAM:01", Kind.CUSTODY),
        (". CUSTODY* *:JAIL    NAM:01", Kind.CUSTODY),
        ("COURT                NAM:01", Kind.COURT),
        ("COURI:               NAM:01", Kind.COURT),
        ("COURT", Kind.COURT),
        ("PROBATION", Kind.PROBATION),
        ("APPLICANT", Kind.APPLICANT),
        ("INTERST COMP PAROLEE NAM:01", Kind.OTHER),
        ("FLIGHT/ESCAPE:       NAM:01", Kind.OTHER),
        ("JUVENILE:            NAM:01", Kind.JUVENILE),
        ("MENTAL HLTH CUS/SUPV NAM:01", Kind.MENTAL_HEALTH),
        ("MENTAL HLTH CUS/SUPV:NAM:01", Kind.MENTAL_HEALTH),
        ("SUPPLEMENTAL ARR     NAM:01", Kind.SUPPLEMENTAL_ARREST),
        ("R E G I S T R A T I O N : NAM:01", Kind.REGISTRATION),
        ("DECEASED", Kind.DECEASED),
    ],
)
def test_every_header_is_known_with_or_without_its_colon(header: str, kind: Kind) -> None:
    found = event(f"{header}\n19950812  CAPD OAKLAND\nCNT:01     #1\n  459 PC-BURGLARY\n")
    assert found.kind is kind
    assert (found.on, found.agency) == (date(1995, 8, 12), "CAPD OAKLAND")


def test_a_header_on_no_list_is_an_event_of_unknown_kind() -> None:
    read = sheet("ZORBLE QUUX           NAM:01\n19950812  CAPD OAKLAND\nCNT:01     #1\n  459 PC-BURGLARY\n")
    assert read.events[0].kind is Kind.UNKNOWN
    assert doubts(read) == {"header_unread"}
    assert state(read, "ZORBLE") is Understood.PARTLY


def test_an_event_whose_header_is_gone_is_of_unknown_kind_unless_its_agency_is_a_court() -> None:
    read = sheet(ARREST, DASHES, "19990101  CAPD FREMONT\nCNT:01     #1\n  459 PC-BURGLARY\n")
    assert [each.kind for each in read.events] == [Kind.ARREST, Kind.UNKNOWN]
    assert "header_missing" in doubts(read)
    read = sheet(ARREST, DASHES, "19951103  CASC ALAMEDA\n", COUNT)
    assert [each.kind for each in read.events] == [Kind.ARREST, Kind.COURT]
    assert "kind_from_agency" in doubts(read)


def test_an_event_without_a_date_keeps_its_conviction() -> None:
    read = sheet("COURT:                NAM:01\n\n", COUNT)
    (found,) = read.events
    assert (found.kind, found.on, found.agency) == (Kind.COURT, None, None)
    assert found.counts[0].dispositions[0].text == "CONVICTED"
    assert found.counts[0].dispositions[0].on is None
    assert {"event_date_missing", "agency_missing"} <= doubts(read)


@pytest.mark.parametrize("printed", ["2O1O0105", "20l00105", "2010 0105", "2010.0105", "201001.05", "20100105."])
def test_a_damaged_date_with_one_reading_is_read(printed: str) -> None:
    found = event(f"COURT: NAM:01\n{printed}  CASC ALAMEDA\n", COUNT)
    assert (found.on, found.agency) == (date(2010, 1, 5), "CASC ALAMEDA")


@pytest.mark.parametrize("printed", ["20101305", "20100230", "2010X105", "2010010", "18100105", "201001055"])
def test_a_date_with_no_reading_is_unknown_and_the_event_is_kept(printed: str) -> None:
    read = sheet(f"COURT: NAM:01\n{printed}  CASC ALAMEDA\n", COUNT)
    (found,) = read.events
    assert (found.kind, found.on, found.agency) == (Kind.COURT, None, "CASC ALAMEDA")
    assert found.counts[0].dispositions[0].text == "CONVICTED"
    assert "event_date_unread" in doubts(read)
    assert state(read, "CASC ALAMEDA") is Understood.PARTLY


@pytest.mark.parametrize(
    ("printed", "offense"),
    [
        ("11359 HS POSSESS MARIJUANA FOR SALE", "11359 HS-POSSESS MARIJUANA FOR SALE"),
        ("11359 HS", "11359 HS"),
        ("25658(A) BPC-SELL ALCOHOL TO MINOR", "25658(A) BPC-SELL ALCOHOL TO MINOR"),
        ("21 US-CONTROLLED SUBSTANCE", "21 US-CONTROLLED SUBSTANCE"),
        ("459 PC/496 PC-BURGLARY", "459 PC/496 PC-BURGLARY"),
    ],
)
def test_a_missing_hyphen_or_an_unlisted_code_loses_no_charge(printed: str, offense: str) -> None:
    assert count("CNT:01     #H-1\n", f"  {printed}\n", CONVICTED).offense == offense


def test_a_code_on_no_list_is_kept_and_said() -> None:
    read = sheet(COURT, "CNT:01     #H-1\n  23152(A) KC-DUI ALCOHOL/DRUGS\n", CONVICTED)
    assert read.events[0].counts[0].offense == "23152(A) KC-DUI ALCOHOL/DRUGS"
    assert "code_unknown" in doubts(read)


def test_a_status_after_the_sentence_is_no_part_of_it() -> None:
    found = disposition("*DISPO:CONVICTED\n   SEN: 003 YEARS PROBATION\n   CONV STATUS:FELONY\n")
    assert found.status == "felony"
    assert [(part.place, part.length, part.unit) for part in found.sentence] == [("PROBATION", 3, "Y")]


@pytest.mark.parametrize(
    "furniture",
    [
        "Page 3 of 5\n",
        "\nPage 3 of 5\n\n",
        "https://portal.invalid/sheet  3/5\n\f07/01/20  Criminal History\n",
        "07/1/0 CRMIALHSORY\n",
        "07/01/20CRIMINALHISTORY\n",
        "07/01/20CriminalHistoryPage3of5\nRoutePrint\n",
    ],
)
def test_a_page_line_inside_a_sentence_does_not_cut_it(furniture: str) -> None:
    found = disposition(
        f"*DISPO:CONVICTED\n   CONV STATUS:FELONY\n   SEN: 003 YEARS PROBATION,\n{furniture}        180 DAYS JAIL\n"
    )
    assert [(part.place, part.length, part.unit) for part in found.sentence] == [
        ("PROBATION", 3, "Y"),
        ("JAIL", 180, "D"),
    ]
    assert found.whole


def test_an_update_with_its_date_on_the_line_of_its_disposition_is_read() -> None:
    found = count(COUNT, "20120101 DISPO:CONV SET ASIDE & DISM PER 1203.4 PC\n").dispositions[-1]
    assert (found.text, found.on, found.update) == ("CONV SET ASIDE & DISM PER 1203.4 PC", date(2012, 1, 1), True)


def test_a_second_sheet_after_the_end_of_message_is_read() -> None:
    other = HEAD.replace("A77000123", "H11000999").replace("QUILLFEATHER", "BRAMBLE")
    first, second = sheets(HEAD + STARS + COURT + COUNT + "\n" + END + "\n" + other + STARS + ARREST + END)
    assert (first.subject.cii, second.subject.cii) == ("A77000123", "H11000999")
    assert [each.kind for each in first.events] == [Kind.COURT]
    assert [each.kind for each in second.events] == [Kind.ARREST]
    assert {line.number for line in first.lines}.isdisjoint(line.number for line in second.lines)
    assert len(first.lines) + len(second.lines) == second.lines[-1].number


def test_a_second_sheet_whose_end_of_message_is_lost_is_read() -> None:
    other = "TO: QZX4 FROM: CLETS\n" + HEAD.replace("A77000123", "H11000999")
    first, second = sheets(HEAD + STARS + COURT + COUNT + "\n" + other + STARS + ARREST)
    assert (first.subject.cii, second.subject.cii) == ("A77000123", "H11000999")
    assert [line.text for line in second.lines][:2] == ["", "TO: QZX4 FROM: CLETS"]


def test_words_after_the_last_end_of_message_are_listed() -> None:
    read = sheet(COURT, COUNT, END, "CALL THE CLERK ABOUT COUNT 2\n")
    assert unread(read) == ["CALL THE CLERK ABOUT COUNT 2"]
    assert "after_end" in doubts(read)


@pytest.mark.parametrize("between", [DASHES, "", STARS])
def test_a_court_event_in_a_cycle_of_registrations_stays_in_court(between: str) -> None:
    registration = (
        "REGISTRATION:         NAM:01\n19960220  CASO ALAMEDA\nCNT:01 #88-1\n  290 PC-REGISTRATION OF SEX OFFENDER\n"
    )
    read = sheet(registration, between, COURT, COUNT)
    assert [each.kind for each in read.events] == [Kind.REGISTRATION, Kind.COURT]
    assert read.events[1].counts[0].dispositions[0].text == "CONVICTED"


def test_windows_line_ends_leave_nothing_in_a_field() -> None:
    text = HEAD + STARS + COURT + COUNT + "20120101\n DISPO:REDUCED TO MISDEMEANOR\n"
    assert sheets(text.replace("\n", "\r\n"))[0].events == sheets(text)[0].events
    assert sheets(text.replace("\n", "\r"))[0].events == sheets(text)[0].events
    assert sheets(text.replace("\n", "\r\n"))[0].subject == sheets(text)[0].subject


@pytest.mark.parametrize("printed", ["NAM:02", "NAME:02", "NAM;02", "NAM:002", "NAM 02", "NAM:O2", "NAM:2", "NAM: 02"])
def test_the_code_of_a_name_is_read_however_it_is_printed(printed: str) -> None:
    assert event(COURT.replace("NAM:01", printed), COUNT).name_code == 2


def test_names_with_three_digits_are_those_with_two() -> None:
    (found,) = sheets(HEAD.replace("/01", "/001").replace("    02", "    002") + STARS + COURT + COUNT)
    assert found.subject.names == {1: "QUILLFEATHER,MARISOL", 2: "OAKES,MARISOL"}
    assert found.events[0].name_code == 1


def test_a_line_that_nobody_knows_is_listed() -> None:
    read = sheet(COURT, COUNT, "   ZQV:17 BLUE\n")
    assert unread(read) == ["ZQV:17 BLUE"]
    assert "line_unread" in doubts(read)


# Crashes


def test_a_range_that_runs_backwards_is_one_count_in_doubt() -> None:
    read = sheet(COURT, "CNT:05-02  #H-1\n", CHARGE, CONVICTED)
    (found,) = read.events[0].counts
    assert (found.number, found.case_number, found.dispositions[0].text) == (None, "H-1", "CONVICTED")
    assert "count_range" in doubts(read)


def test_a_count_in_court_without_a_disposition_is_kept() -> None:
    assert count("CNT:01     #H-1\n", CHARGE).dispositions == ()


def test_an_undated_event_with_a_sentence_is_read() -> None:
    (found,) = event("COURT:                NAM:01\n", COUNT).counts[0].dispositions
    assert found.on is None
    assert [part.length for part in found.sentence] == [3, 120]


@pytest.mark.parametrize("head", ["CII/A77000123\n", "DOB/19740611\n", "", "SEX/F\n"])
def test_a_sheet_without_a_name_is_read(head: str) -> None:
    found = sheet(COURT, COUNT, head=head)
    assert found.subject.names == {}
    assert found.events[0].counts[0].dispositions[0].text == "CONVICTED"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "RECORD ERROR - REFER TO CRIMINAL HISTORY INQUIRY MANUAL\n",
        "Dear Sir,\nI write to you\n",
        "* * * * *\n",
        END,
    ],
)
def test_a_file_that_holds_no_sheet_gives_none(text: str) -> None:
    assert sheets(text) == []


@pytest.mark.parametrize("first", ["* * * *\n", "* * * * *\n", "*\n*\n*\n*\n", "\n\n", "*,* . * *\n", "", "****\n"])
def test_a_delimiter_on_the_first_line_or_of_another_length_does_no_harm(first: str) -> None:
    (found,) = sheets(first + COURT + COUNT)
    assert [each.kind for each in found.events] == [Kind.COURT]


@pytest.mark.parametrize("line", ["CHI/A77000123", "CHI 01", "C11 A77000123", "CNI", "SEN", "DISPO", "CONV STATUS"])
def test_what_is_nearly_a_label_is_no_crash(line: str) -> None:
    assert len(sheets(f"{line}\n" + HEAD + STARS + COURT + COUNT + f"{line}\n")) == 1
