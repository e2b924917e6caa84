"""What the lines of a sheet say, whatever their order, their delimiters and their page furniture."""

from __future__ import annotations

from datetime import date
from pathlib import Path

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
    unsure,
)
from vacatur.sources.rapsheet import reading
from vacatur.sources.rapsheet.coverage import coverage
from vacatur.sources.rapsheet.doubts import DOUBTS
from vacatur.sources.rapsheet.reading import read_sheets
from vacatur.sources.rapsheet.sheet import Kind, Understood
from vacatur.sources.rapsheet.text import lines_of

REGISTRATION = (
    "REGISTRATION:         NAM:01\n19960220  CASO ALAMEDA\nCNT:01 #88-1\n  290 PC-REGISTRATION OF SEX OFFENDER\n"
)

# Lines and pages


def test_lines_end_in_three_ways_and_a_form_feed_begins_a_page() -> None:
    lines = lines_of("a\r\nb\rc\n\n\fd\ne\ff\n")
    assert [(line.number, line.page, line.text) for line in lines] == [
        (1, 1, "a"),
        (2, 1, "b"),
        (3, 1, "c"),
        (4, 1, ""),
        (5, 2, "d"),
        (6, 2, "e"),
        (7, 3, "f"),
    ]
    assert lines_of("") == []


# Delimiters


@pytest.mark.parametrize(
    "stars",
    [
        "* * * *\n",
        "****\n",
        "*\n*\n*\n*\n",
        "* * *\n",
        "* * * * *\n",
        "*,* . *·*\n",
        "* X * *\n",
        "\n* *\n",
        "  *  *  *  *  \n",
    ],
)
def test_asterisks_between_events_begin_a_cycle_however_they_are_printed(stars: str) -> None:
    found = sheet(COURT, COUNT, stars, COURT, COUNT)
    assert [len(cycle) for cycle in found.cycles] == [1, 1]
    assert unread(found) == []


@pytest.mark.parametrize(
    "dashes", ["- - - -\n", "----\n", "--\n", "- - ' -\n", "-  -  -  -\n", "- - X -\n", "– – – –\n", "—\n"]
)
def test_dashes_between_events_stay_in_the_cycle(dashes: str) -> None:
    found = sheet(ARREST, dashes, COURT, COUNT)
    assert [len(cycle) for cycle in found.cycles] == [2]
    assert (unread(found), doubts(found)) == ([], set())


def test_without_a_delimiter_an_arrest_begins_a_cycle_and_a_court_goes_on_with_it() -> None:
    found = sheet(ARREST, COURT, COUNT, ARREST.replace("1995", "1999"), COURT.replace("1995", "1999"), COUNT)
    assert [[each.kind for each in cycle] for cycle in found.cycles] == [[Kind.ARREST, Kind.COURT]] * 2
    assert doubts(found) == {"delimiter_missing"}


@pytest.mark.parametrize("stray", ["* * * *\n", "- - - -\n", "*\n", "************************\n", "Page 2 of 9\n"])
def test_a_stray_delimiter_inside_an_event_changes_nothing(stray: str) -> None:
    sound = sheet(COURT, COUNT)
    lines = (COURT + COUNT).splitlines(keepends=True)
    for at in range(2, len(lines) + 1):
        found = sheet(*lines[:at], stray, *lines[at:])
        assert [(each.kind, each.on, each.agency) for each in found.events] == [
            (each.kind, each.on, each.agency) for each in sound.events
        ]
        assert [c.dispositions[0].sentence for c in found.events[0].counts] == [
            c.dispositions[0].sentence for c in sound.events[0].counts
        ]
        assert unread(found) == []


def test_the_felony_strike_box_is_of_the_event_before_it_and_begins_no_cycle() -> None:
    box = "* * * * * * * * * * *\n** POTENTIAL FELONY STRIKE ENTRY   **\n* * * * * * * * * * *\n"
    found = sheet(ARREST, DASHES, COURT, COUNT, box, DASHES, "CUSTODY:CDC\n19951201  CASD CORRECTIONS\n", STARS, ARREST)
    assert [[each.strike_box for each in cycle] for cycle in found.cycles] == [[False, True, False], [False]]
    assert "POTENTIAL" in found.lines[found.events[1].lines[-1] - 1].text


def test_a_felony_strike_box_that_a_page_break_cuts_begins_no_cycle() -> None:
    box = "* * * * * * * * * * *\n** POTENTIAL FELONY STRIKE ENTRY   **\nfile:///C:/x.htm\n\n\fRoute  Print\n\n"
    found = sheet(COURT, COUNT, box + "* * * * * * * * * * *\n", DASHES, "CUSTODY:CDC\n19951201  CASD CORRECTIONS\n")
    assert [len(cycle) for cycle in found.cycles] == [2]


def test_an_attempt_of_eight_digits_is_no_date() -> None:
    found = count("CNT:01 #1\n  66411360\n", CONVICTED)
    assert (found.offense, found.attempted) == ("66411360", True)
    assert [each.on for each in found.dispositions] == [date(1995, 11, 3)]


# The head


def test_fields_of_the_head_may_stand_in_any_order_and_share_lines() -> None:
    head = "NAM/01 QUILLFEATHER,MARISOL\n    02 OAKES,MARISOL\nSEX/F  CII/0012345678\n"
    head += "RAC/AMERICAN INDIAN\nDOB/19740611 1975.0611\n"
    subject = sheet(COURT, COUNT, head=head).subject
    assert subject.cii == "0012345678"
    assert subject.names == {1: "QUILLFEATHER,MARISOL", 2: "OAKES,MARISOL"}
    assert subject.birth_date == date(1974, 6, 11)
    assert subject.birth_dates == (date(1974, 6, 11), date(1975, 6, 11))
    assert (subject.sex, subject.race) == ("F", "AMERICAN INDIAN")


def test_a_birth_date_that_is_none_is_unknown() -> None:
    found = sheet(COURT, COUNT, head="CII/A77000123\nDOB/19741350\nNAM/01 OAKES,A\n")
    assert found.subject.birth_date is None
    assert {"birth_date_unread", "subject_missing"} <= doubts(found)


def test_a_name_that_is_skipped_is_said() -> None:
    found = sheet(COURT, COUNT, head="CII/A77000123\nDOB/19740611\nNAM/01 OAKES,A\n    03 OAKES,B\n")
    assert "subject_missing" in doubts(found)


def test_supervision_in_the_head_is_no_event() -> None:
    head = (
        HEAD + "PROBATION:   EXP:20270101\n  CAPR ALAMEDA #P-77 EXP 20270101\nPAROLE:  CDC\n  CAPA OAKLAND  #W00000\n"
    )
    found = sheet(COURT, COUNT, head=head)
    probation, parole = found.subject.supervision
    assert (probation.kind, probation.agency, probation.until) == ("probation", "CAPR ALAMEDA", date(2027, 1, 1))
    assert (parole.kind, parole.agency, parole.until) == ("parole", "CAPA OAKLAND", None)
    assert [each.kind for each in found.events] == [Kind.COURT]
    assert unread(found) == []


@pytest.mark.parametrize("header", ["PROBATION:            NAM:02", "PROBATION:", "PROBATION"])
def test_a_first_event_of_probation_is_no_supervision_even_without_a_delimiter(header: str) -> None:
    (found,) = sheets(HEAD + f"{header}\n19951120  CAPR ALAMEDA\nCNT:01     #P-001\n" + CHARGE)
    assert found.subject.supervision == ()
    assert [each.kind for each in found.events] == [Kind.PROBATION]


def test_notices_and_routing_are_furniture() -> None:
    head = (
        "TO: QZX4 FROM: CLETS                03/14/18 10:22:51\n4ISK00000000IH\n"
        "RE: QHY.CA0990099.77000123.OKAFOR-  DATE:20180314\nATTN:OKAFOR-180314001\n"
        "**********************\nTHIS PERSON GAVE A SAMPLE OF BLOOD\n**********************\n"
        "**DECEASED HOMICIDE\n**LIVE SCAN\n" + HEAD
    )
    tail = STARS + "PROBATION FLAGS AND/OR DEPARTMENT OF MENTAL HEALTH FLAGS ARE SHOWN\nABOVE WHERE THEY APPLY\n"
    tail += "\nNOTE: 8 POTENTIAL ENTRIES WITH FELONY CONVICTION DATA WERE FOUND\n"
    found = sheet(COURT, COUNT, tail, END, head=head)
    assert (unread(found), doubts(found)) == ([], set())
    assert state(found, "SAMPLE OF BLOOD") is Understood.FURNITURE
    assert found.subject.deceased  # an advisory that says something of the person
    assert coverage(found).content == 4 + 1 + 7
    assert len(found.events) == 1


def test_a_head_printed_again_on_the_next_page_is_no_second_person() -> None:
    found = sheet(ARREST, DASHES, "\fPage 2 of 3\n" + HEAD, COURT, COUNT)
    assert [each.kind for each in found.events] == [Kind.ARREST, Kind.COURT]
    assert unread(found) == []


def test_a_line_of_the_head_that_nobody_knows_is_listed() -> None:
    assert unread(sheet(COURT, COUNT, head=HEAD + "GLOVE SIZE ELEVEN AND A HALF\n")) == ["GLOVE SIZE ELEVEN AND A HALF"]


# Events


@pytest.mark.parametrize(
    ("header", "qualifier"),
    [
        ("CUSTODY:JAIL          NAM:01", "JAIL"),
        ("CUSTODY: CDC          NAM:01", "CDC"),
        ("CUSTODY:CYA", "CYA"),
        ("CUSTODY:FED & OOS     NAM:01", "FED & OOS"),
        ("CUSTODY CDC           NAM:01", "CDC"),
        ("CUSTODY:JAIX          NAM:01", "JAIL"),
        ("CUSTODY:              NAM:01", ""),
    ],
)
def test_custody_keeps_its_qualifier(header: str, qualifier: str) -> None:
    found = event(f"{header}\n19970301  CASD CORRECTIONS\nCNT:01 #W1\n" + CHARGE)
    assert (found.kind, found.qualifier) == (Kind.CUSTODY, qualifier)


@pytest.mark.parametrize(
    "lines",
    [
        "19950812  CAPD OAKLAND\n",
        "19950812\nCAPD OAKLAND\n",
        "19950812\nNAM:01\nCAPD OAKLAND\n",
        "19950812\nNAM:01  CAPD OAKLAND\n",
        "19950812 NAM:01 CAPD OAKLAND\n",
        "19950812  CAPD OAKLAND    TOC:F\n",
        "\n19950812'  CAPD   OAKLAND\n",
        "Page 4 of 9\n19950812  CAPD OAKLAND\n",
    ],
)
def test_date_and_agency_may_stand_on_one_line_or_on_several(lines: str) -> None:
    found = event("ARR/DET/CITE:   NAM:01\n", lines, "CNT:01     #95-1\n", CHARGE)
    assert (found.on, found.agency, found.name_code) == (date(1995, 8, 12), "CAPD OAKLAND", 1)
    assert len(found.counts) == 1


def test_the_birth_date_of_the_header_is_not_the_date_of_the_event() -> None:
    found = event("ARR/DET/CITE:         NAM:02  DOB:19740611\n19950812  CAPD OAKLAND\nCNT:01 #1\n", CHARGE)
    assert (found.on, found.birth_date, found.name_code) == (date(1995, 8, 12), date(1974, 6, 11), 2)


def test_registrations_after_the_first_need_no_header_and_end_by_an_update() -> None:
    later = "20030505  CAPD OAKLAND\nCNT:01     #88-2\n  290 PC-REGISTRATION OF SEX OFFENDER\n"
    found = sheet(REGISTRATION, DASHES, later, "20110101\n DISPO:NO LONGER REQUIRED TO REGISTER\n")
    assert [each.kind for each in found.events] == [Kind.REGISTRATION, Kind.REGISTRATION]
    (ended,) = found.events[1].counts[0].dispositions
    assert (ended.text, ended.on, ended.update) == ("NO LONGER REQUIRED TO REGISTER", date(2011, 1, 1), True)
    assert doubts(found) == set()


def test_a_registration_without_a_count_line_keeps_its_offense() -> None:
    found = event("REGISTRATION:  NAM:01\n19960220  CASO ALAMEDA\n  290 PC-REGISTRATION OF SEX OFFENDER\n")
    assert [(each.number, each.offense) for each in found.counts] == [(None, "290 PC-REGISTRATION OF SEX OFFENDER")]


def test_an_event_without_a_header_among_registrations_that_registers_nothing_is_of_unknown_kind() -> None:
    found = sheet(REGISTRATION, DASHES, "20030505  CAPD OAKLAND\nCNT:01 #1\n  459 PC-BURGLARY\n")
    assert [each.kind for each in found.events] == [Kind.REGISTRATION, Kind.UNKNOWN]


def test_a_court_of_juveniles_is_one() -> None:
    assert event("COURT: NAM:01\n19780824  CAJV LOS ANGELES\n", COUNT).kind is Kind.JUVENILE


def test_the_court_of_an_event_is_looked_up() -> None:
    found = event(COURT, COUNT)
    assert found.court is not None
    assert (found.court.county, found.court.kind) == ("ALAMEDA", "superior")


# Counts


@pytest.mark.parametrize(
    ("printed", "number", "case"),
    [
        ("CNT:01     #H-12345A", 1, "H-12345A"),
        ("CNT : 003  #312145", 3, "312145"),
        ("CNT:001 #456.:-", 1, "456"),
        ("CNT:001 #4.5.6", 1, "456"),
        ("CNT:01 #CR 88 12", 1, "CR 88 12"),
        ("CNT:01 #", 1, None),
        ("CNT:01", 1, None),
        ("CNT:003.\n. #312145", 3, "312145"),
        ("CNT:01     #95-55512   TOC:F", 1, "95-55512"),
        ("CNT:112    #1", 112, "1"),
    ],
)
def test_the_number_of_a_count_and_of_its_case(printed: str, number: int, case: str | None) -> None:
    found = count(f"{printed}\n", CHARGE, CONVICTED)
    assert (found.number, found.case_number) == (number, case)


def test_what_is_no_case_number_is_not_one() -> None:
    found = sheet(COURT, "CNT:01     X88-1\n", CHARGE, CONVICTED)
    assert found.events[0].counts[0].case_number is None
    assert "case_number_unread" in doubts(found)


def test_a_range_is_as_many_counts() -> None:
    found = event(COURT, "CNT:03-005 #H-1\n", CHARGE, CONVICTED).counts
    assert [(each.number, each.case_number) for each in found] == [(3, "H-1"), (4, "H-1"), (5, "H-1")]
    assert len({each.dispositions for each in found}) == 1


def test_a_count_that_stands_twice_is_said() -> None:
    assert "count_repeated" in doubts(sheet(COURT, COUNT, COUNT))


def test_flags_and_the_type_of_charge() -> None:
    found = count("CNT:01 #H-1\n   -ATTEMPTED           -BENCH WARRANT\n", CHARGE, "   TOC:M\n", CONVICTED)
    assert found.flags == ("ATTEMPTED", "BENCH WARRANT")
    assert (found.attempted, found.charge) == (True, "M")
    assert found.offense == "664/11359 HS-POSSESS MARIJUANA FOR SALE"


def test_lines_of_a_count_that_are_kept_as_they_are() -> None:
    found = count(
        "CNT:02\n   -WARRANT\n  148(A) PC-OBSTRUCTS PUBLIC OFFICER\n   ARR BY:CAPD BERKELEY\n   WARRANT #W-99\n"
        "   COM: SCN-00000000001\n        ATI-A000AAA000\n"
    )
    assert found.flags == ("WARRANT",)
    assert found.comments == ("ARR BY:CAPD BERKELEY", "WARRANT #W-99", "SCN-00000000001 ATI-A000AAA000")


def test_a_charge_that_wraps_is_one() -> None:
    found = count("CNT:01 #1\n  11550(A) HS-USE/UNDER INFLUENCE OF\n    CONTROLLED MATTER\n", CONVICTED)
    assert found.offense == "11550(A) HS-USE/UNDER INFLUENCE OF CONTROLLED MATTER"


def test_each_count_of_a_range_has_the_charge_that_its_comment_names() -> None:
    found = event(
        COURT,
        "CNT:01-02 #1\n  SEE COMMENT FOR CHARGE\n",
        CONVICTED,
        "   COM: CNT 01 CHRG-11350(A) HS POSSESS NARCOTIC CONTROL\n        SUBSTANCE\n   .COM; CNT 02 CHRG 490,2 PC\n",
    ).counts
    assert [each.offense for each in found] == ["11350(A) HS-POSSESS NARCOTIC CONTROL SUBSTANCE", "490.2 PC"]
    assert all(each.offense_in_comment for each in found)


@pytest.mark.parametrize(
    "printed",
    [
        "SEE COMMENT FOR CHARGE",
        "SEE. COMMENT 'FOR CHARGE",
        "SEE COMMENT FOR CHARGE  TOC:F",
        "SEE C0MMENT FOR CHARGE",
        "SEE COMMEXT FOR CHARGE",
    ],
)
def test_a_charge_in_a_comment(printed: str) -> None:
    found = count(f"CNT:01 #1\n  {printed}\n", CONVICTED, "   COM: CHRG-484-487 (A) PC SECOND DEGREE\n")
    assert found.offense == "484-487(A) PC-SECOND DEGREE"
    assert found.charge == ("F" if "TOC" in printed else None)


def test_comments_that_name_two_charges_for_one_count_settle_nothing() -> None:
    found = sheet(
        COURT, "CNT:01 #1\n  SEE COMMENT FOR CHARGE\n", CONVICTED, "   COM: CHRG-459 PC\n   COM: CHRG-484 PC\n"
    )
    assert found.events[0].counts[0].offense is None
    assert "charge_comments_differ" in doubts(found)


def test_a_charge_in_a_comment_that_is_not_there_is_unknown() -> None:
    found = sheet(COURT, "CNT:01 #1\n  SEE COMMENT FOR CHARGE\n", CONVICTED)
    assert found.events[0].counts[0].offense is None
    assert "charge_comment_missing" in doubts(found)
    assert state(found, "SEE COMMENT") is Understood.PARTLY


def test_a_comment_whose_count_is_damaged_names_the_charge_of_none() -> None:
    found = sheet(
        COURT,
        "CNT:01-02 #1\n  SEE COMMENT FOR CHARGE\n",
        CONVICTED,
        "   COM: AXT 01 CHRG-459 PC\n   COM: CNT 02 CHRG-484 PC\n",
    )
    assert [each.offense for each in found.events[0].counts] == [None, "484 PC"]
    assert "charge_comment_missing" in doubts(found)


def test_the_offense_of_conviction_where_it_is_another() -> None:
    found = disposition(CONVICTED, "   CONV OF:11360(A) HS-SELL/TRANSPORT/ETC MARIJUANA/HASH\n")
    assert found.offense == "11360(A) HS-SELL/TRANSPORT/ETC MARIJUANA/HASH"


# Dispositions


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("*DISPO:CONVICTED-PROB/JAIL", "CONVICTED-PROB/JAIL"),
        (" DI SP O: CONVICTED", "CONVICTED"),
        ("*DISPO;CONVICTED", "CONVICTED"),
        ("** DISPO : CO  N VI CTE D", "CONVICTED"),
        ("*DISP0:CONVICTED", "CONVICTED"),
        ("*DISPO:COMVICTED-JAIL", "CONVICTED-JAIL"),
        ("*DISPO CONVICTED", "CONVICTED"),
        ("*DXSPO:CONVICTED", "CONVICTED"),
        ("*DISPOACONVICTED", "CONVICTED"),
        ("*DISPO:CONVXCTED", "CONVICTED"),
        ("*DISPO:CONVIC?ED-PROB/JAIL", "CONVICTED-PROB/JAIL"),
        ("*DISP?:?ONVICTED", "CONVICTED"),
        ("*DISPO:ÇONVIÇTED", "CONVICTED"),
        ("*D1SPD:C0NV??TED", "CONVICTED"),
        (" DISPO:DISMISSAL VACATED", "DISMISSAL VACATED"),
        (" DISPO:SENTENCED TO PRISON", "SENTENCED TO PRISON"),
        (" DISPO:REVERSAL ON APPEAL", "REVERSAL ON APPEAL"),
        (" DISPO:ACQUITTAL", "ACQUITTAL"),
        (" DISPO:DISMISSSED", "DISMISSSED"),
        (" DISPO:ACQUITTED", "ACQUITTED"),
        (" DISPO:1385 PC-DISMISSED/FURTHERANCE OF JUSTICE", "1385 PC-DISMISSED/FURTHERANCE OF JUSTICE"),
        (" DISPO:PROS REL-DET ONLY-LACK OF EVID", "PROS REL-DET ONLY-LACK OF EVID"),
        (" DISPO:PROC SUSP/COMM MENTALLY INCOMP 1370 PC", "PROC SUSP/COMM MENTALLY INCOMP 1370 PC"),
        (" DISPO:JUV PETITION SUSTAINED", "JUV PETITION SUSTAINED"),
    ],
)
def test_a_disposition_is_kept_as_printed_save_for_damage(printed: str, text: str) -> None:
    assert disposition(f"{printed}\n").text == text


def test_a_disposition_in_court_on_no_list_is_unknown() -> None:
    found = sheet(COURT, "CNT:01 #1\n", CHARGE, " DISPO:GWYLLT BRO\n")
    assert found.events[0].counts[0].dispositions[0].text is None
    assert [doubt.found for doubt in found.doubts] == ["GWYLLT BRO"]
    assert doubts(found) == {"disposition_unlisted"}


def test_a_disposition_out_of_court_on_no_list_is_kept() -> None:
    found = sheet("APPLICANT: NAM:01\n20061010  CASD SOCIAL SERV\nCNT:01 #1\n  APPLICANT\n DISPO:GWYLLT BRO\n")
    assert found.events[0].counts[0].dispositions[0].text == "GWYLLT BRO"
    assert doubts(found) == {"disposition_unlisted"}


@pytest.mark.parametrize(
    ("printed", "status"),
    [
        ("CONV STATUS:FELONY", "felony"),
        ("CONV STATUS :MISDEMEANOR", "misdemeanor"),
        ("CONV STATIS;INFRACTION", "infraction"),
        ("CONV STATUS:TNFRACTION", "infraction"),
        ("CONV STATUS:FELOXY", "felony"),
        ("CONV STATUS FELONY", "felony"),
        ("CONV STATUS:XXX", None),
    ],
)
def test_the_status_of_a_conviction(printed: str, status: str | None) -> None:
    assert disposition(f"*DISPO:CONVICTED\n   {printed}\n").status == status


def test_what_stands_under_no_disposition_is_kept_in_doubt() -> None:
    found = sheet(COURT, "CNT:01 #1\n", CHARGE, "   CONV STATUS:FELONY\n   SEN: 016 MONTHS PRISON\n")
    (kept,) = found.events[0].counts[0].dispositions
    assert (kept.text, kept.status, kept.sentence[0].length) == ("CONVICTED", "felony", 16)
    assert doubts(found) == {"disposition_missing", "conviction_from_status"}
    found = sheet(COURT, "CNT:01 #1\n", CHARGE, "   SEN: 016 MONTHS PRISON\n")
    (kept,) = found.events[0].counts[0].dispositions
    assert (kept.text, kept.sentence[0].length) == (None, 16)
    assert doubts(found) == {"disposition_missing"}


@pytest.mark.parametrize("first", ["DISMISSED", "PROC SUSP/COMM MENTALLY INCOMP 1370 PC", "ACQUITTED"])
def test_a_status_that_cannot_be_of_the_disposition_before_it_tells_of_a_conviction(first: str) -> None:
    found = sheet(COURT, "CNT:01 #1\n", CHARGE, f" DISPO:{first}\n   CONV STATUS:FELONY\n   SEN: 016 MONTHS PRISON\n")
    other, convicted = found.events[0].counts[0].dispositions
    assert (other.text, other.status, other.sentence) == (first, None, ())
    assert (convicted.text, convicted.status, convicted.sentence[0].length) == ("CONVICTED", "felony", 16)
    assert "conviction_from_status" in doubts(found)


def test_a_status_under_relief_is_what_the_conviction_became() -> None:
    reduced = count(COUNT, "20180301\n DISPO:REDUCED TO MISDEMEANOR\n   CONV STATUS:MISDEMEANOR\n").dispositions[1]
    assert (reduced.text, reduced.status) == ("REDUCED TO MISDEMEANOR", "misdemeanor")


@pytest.mark.parametrize("printed", ["C?N?I?T?D", "XQZZVNM", "CONV?", "DISM?"])
def test_a_disposition_that_cannot_be_read_is_a_conviction_only_by_its_status(printed: str) -> None:
    assert disposition(f"*DISPO:{printed}\n").text is None
    assert disposition(f"*DISPO:{printed}\n   CONV STATUS:FELONY\n").text == "CONVICTED"
    (sound,) = read_sheets(lines_of(COURT + "CNT:01\n" + CHARGE + "*DISPO:CONVICTED\n"))
    (found,) = read_sheets(unsure(COURT + "CNT:01\n" + CHARGE + "*DISPO:CONVICTED\n", "DISPO"))
    assert sound.events[0].counts[0].dispositions[0].text == "CONVICTED"
    assert found.events[0].counts[0].dispositions[0].text is None
    assert state(found, "DISPO") is Understood.PARTLY


def test_an_update_whose_disposition_is_gone_is_kept_in_doubt() -> None:
    found = sheet(COURT, COUNT, "\n19970204\n")
    assert (found.events[0].counts[0].dispositions[1].text, found.events[0].counts[0].dispositions[1].on) == (
        None,
        date(1997, 2, 4),
    )
    assert "disposition_missing" in doubts(found)


@pytest.mark.parametrize("printed", ["1997X204", "X9970204", "-9970204", "19)70204", "1997?2?4"])
def test_an_update_with_a_damaged_date_has_none(printed: str) -> None:
    found = sheet(COURT, COUNT, "   COM: PAID\n", f"\n{printed}\n DISPO:PROBATION REVOKED\n")
    revoked = found.events[0].counts[0].dispositions[1]
    assert (revoked.text, revoked.on, revoked.update) == ("PROBATION REVOKED", None, True)
    assert "update_date_unread" in doubts(found)


def test_a_number_of_eight_digits_in_a_comment_is_no_update() -> None:
    found = count(
        COUNT, "   COM: FINE PAID RECEIPT\n        88112345 BY CASHIER\n        19990101\n   COM: NOTHING OWED\n"
    )
    (kept,) = found.dispositions
    assert kept.comments == ("FINE PAID RECEIPT 88112345 BY CASHIER 19990101", "NOTHING OWED")


def test_labels_that_recognition_put_on_one_line_are_read_each() -> None:
    found = disposition("*DISPO:CONVICTED   CONV STATUS:FELONY   SEN: 016 MONTHS PRISON\n")
    assert (found.text, found.status, found.sentence[0].length) == ("CONVICTED", "felony", 16)


def test_a_term_served_tells_that_the_sentence_of_a_conviction_is_missing() -> None:
    custody = "CUSTODY:CDC           NAM:01\n19951201  CASD CORRECTIONS\nCNT:01     #W1\n" + CHARGE
    unsentenced = "CNT:01     #H-1\n" + CHARGE + "*DISPO:CONVICTED\n   CONV STATUS:FELONY\n"
    served = custody + "   SEN: 016 MONTHS PRISON\n"
    found = sheet(COURT, unsentenced, DASHES, served)
    assert not found.events[0].counts[0].dispositions[0].whole
    assert doubts(found) == {"sentence_missing"}
    for other in (custody, served.replace("11359 HS-POSSESS MARIJUANA FOR SALE", "459 PC-BURGLARY")):
        assert sheet(COURT, unsentenced, DASHES, other).events[0].counts[0].dispositions[0].whole
    assert sheet(COURT, COUNT, DASHES, served).events[0].counts[0].dispositions[0].whole


def test_a_conviction_that_speaks_of_probation_without_a_sentence_is_not_whole() -> None:
    assert not disposition("*DISPO:CONVICTED-PROB/JAIL\n   CONV STATUS:FELONY\n").whole
    assert disposition("*DISPO:CONVICTED\n   CONV STATUS:FELONY\n").whole
    assert not disposition("*DISPO:CONVICTED\n   SEN: 003 YEARS PROBATION,\n").whole


def test_an_update_dated_before_its_event_is_said() -> None:
    assert "dates_disordered" in doubts(sheet(COURT, COUNT, "\n19900101\n DISPO:PROBATION REVOKED\n"))


# Doubts, confidence and coverage


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("19951103", lambda found: found.on),
        ("CASC ALAMEDA", lambda found: found.agency),
        ("NAM:01", lambda found: found.name_code),
        ("#H-1", lambda found: found.counts[0].case_number),
        ("#H-1", lambda found: found.counts[0].number),
        ("POSSESS", lambda found: found.counts[0].offense),
        ("CONV STATUS", lambda found: found.counts[0].dispositions[0].status),
        ("SEN:", lambda found: found.counts[0].dispositions[0].sentence or None),
    ],
)
def test_a_line_recognized_poorly_gives_no_field(part: str, what) -> None:  # type: ignore[no-untyped-def]
    text = COURT + COUNT
    (found,) = read_sheets(unsure(text, part))
    assert what(found.events[0]) is None
    assert what(read_sheets(unsure(text, part, confidence=0.61))[0].events[0]) is not None
    assert state(found, part) is Understood.PARTLY
    assert "low_confidence" in doubts(found)


def test_a_sentence_recognized_poorly_is_not_whole() -> None:
    (found,) = read_sheets(unsure(COURT + COUNT, "SEN:"))
    assert not found.events[0].counts[0].dispositions[0].whole


@pytest.mark.parametrize(
    ("printed", "damaged", "what"),
    [
        ("19951103", "1995?103", lambda found: found.on),
        ("19951103", "?995??03", lambda found: found.on),
        ("NAM:01", "NAM:0?", lambda found: found.name_code),
        ("CNT:01", "CNT:0?", lambda found: found.counts[0].number),
        ("CNT:01", "CNT:?1", lambda found: found.counts[0].number),
        ("#H-1", "#H?1", lambda found: found.counts[0].case_number),
        ("11359 HS", "1135? HS", lambda found: found.counts[0].offense),
        ("11359 HS", "?1359 HS", lambda found: found.counts[0].offense),
        ("11359 HS", "11359(?) HS", lambda found: found.counts[0].offense),
        ("FELONY", "??L???", lambda found: found.counts[0].dispositions[0].status),
        ("003 YEARS", "0?3 YEARS", lambda found: found.counts[0].dispositions[0].sentence[0].length),
        ("003 YEARS", "00? YEARS", lambda found: found.counts[0].dispositions[0].sentence[0].length),
        ("120 DAYS", "??? DAYS", lambda found: found.counts[0].dispositions[0].sentence[1].length),
        ("20180301", "2018?301", lambda found: found.counts[0].dispositions[1].on),
    ],
)
def test_a_place_that_could_not_be_told_leaves_its_field_unknown(printed: str, damaged: str, what) -> None:  # type: ignore[no-untyped-def]
    text = COURT + COUNT + "20180301 DISPO:RESENTENCED PER 11361.8 HS\n"
    (sound,) = sheets(HEAD + STARS + text)
    (found,) = sheets(HEAD + STARS + text.replace(printed, damaged))
    assert what(sound.events[0]) is not None
    assert what(found.events[0]) is None
    assert doubts(found)
    assert len(found.events[0].counts[0].dispositions) == 2


def test_coverage_counts_content_lines() -> None:
    found = sheet(COURT, COUNT, "   ZQV:17 BLUE\n", END)
    kept = coverage(found)
    assert (kept.content, kept.read, kept.partly, kept.unread) == (12, 11, 0, 1)
    assert kept.share == pytest.approx(11 / 12)
    assert coverage(sheets(COURT)[0]).share == 1


def test_a_line_that_was_never_printed_so_long_is_not_read() -> None:
    found = sheet(COURT, COUNT, "   COM: PAID\n", "X" * 5000 + "\n")
    assert unread(found) == ["X" * 5000]
    assert doubts(found) == {"line_too_long"}


def test_a_page_that_stands_twice_is_read_once() -> None:
    page = COURT + COUNT + "\nCNT:02\n" + CHARGE + " DISPO:DISMISSED\n"
    found = sheet("\fPage 1 of 2\n", page, "\fPage 2 of 2\n", page, END)
    assert len(found.events) == 1
    assert doubts(found) == {"page_repeated"}


def test_an_event_that_stands_twice_is_kept_twice_and_said() -> None:
    found = sheet(COURT, COUNT, STARS, COURT, COUNT)
    assert len(found.events) == 2
    assert doubts(found) == {"event_repeated"}


def test_every_doubt_has_a_meaning() -> None:
    used = set()
    for module in Path(reading.__file__).parent.glob("*.py"):
        text = module.read_text(encoding="utf-8")
        used |= {code for code in DOUBTS if f'"{code}"' in text and module.name != "doubts.py"}
    assert used == set(DOUBTS)
