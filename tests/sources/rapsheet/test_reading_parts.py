"""Sentences, charges, dates and damaged words, each by itself."""

from __future__ import annotations

from datetime import date

import pytest

from vacatur.record.statute import read_statutes
from vacatur.sources.rapsheet.charges import read_charge
from vacatur.sources.rapsheet.cleaning import as_digits, plain, read_date
from vacatur.sources.rapsheet.near import distance, nearest
from vacatur.sources.rapsheet.offenses import coded_offense
from vacatur.sources.rapsheet.reading import read_sheets
from vacatur.sources.rapsheet.sentences import read_sentence, sentence_in
from vacatur.sources.rapsheet.text import lines_of


def parts(text: str) -> list[str]:
    """`JAIL 10 D`, with `life`, `ss` and `cc` after it."""
    found = []
    for part in read_sentence(text).parts:
        words = [part.place, str(part.length) if part.length is not None else "", part.unit or ""]
        words += ["life"] * part.life + ["ss"] * part.suspended + ["cc"] * part.concurrent
        found.append(" ".join(word for word in words if word))
    return found


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("003 YEARS PROBATION, 120 DAYS JAIL", ["PROBATION 3 Y", "JAIL 120 D"]),
        ("012 MONTHS PROBATION, FINE, FINE SS, RESTN, IMP SEN SS",
         ["PROBATION 12 M", "FINE", "FINE ss", "RESTITUTION", "IMP SEN SS ss"]),
        ("016 MONTHS PRISON", ["PRISON 16 M"]),
        ("1 YR PRISON SS", ["PRISON 1 Y ss"]),
        ("1 YR JL CC", ["JAIL 1 Y cc"]),
        ("LIFE PRISON", ["PRISON life"]),
        ("LIFE", ["PRISON life"]),
        ("025 YEARS TO LIFE PRISON", ["PRISON 25 Y life"]),
        ("LIFE WITHOUT PAROLE", ["PRISON life"]),
        ("002 WEEKS JAIL", ["JAIL 14 D"]),
        ("048 HOURS JAIL", ["JAIL 2 D"]),
        ("036 HOURS JAIL", ["JAIL 2 D"]),
        ("040 HOURS COMMUNITY SERVICE", ["COMMUNITY SERVICE"]),
        ("008 MONTHS MAND SUPERVISION", ["MANDATORY SUPERVISION 8 M"]),
        ("3 YR PROB, 6 MO JL WORK, $971 FINE $420 RSTN", ["PROBATION 3 Y", "JAIL 6 M", "FINE", "RESTITUTION"]),
        ("3 YR PROB,90 DS JL, FINE FNSS RSTN", ["PROBATION 3 Y", "JAIL 90 D", "FINE", "FINE ss", "RESTITUTION"]),
        ("12 MO PROB, 10 DS JL, RSTN", ["PROBATION 12 M", "JAIL 10 D", "RESTITUTION"]),
        ("FINESS", ["FINE ss"]),
        ("01.2 MONTHS PROBATION", ["PROBATION 12 M"]),
        ("'006 MONTHS JAIL'", ["JAIL 6 M"]),
        ("003 YEARS 006 MONTHS PRISON", ["PRISON 42 M"]),
        ("001 YEARS 010 DAYS JAIL", ["JAIL 1 Y", "JAIL 10 D"]),
        ("003 YEARS PROBATION 120 DAYS JAIL", ["PROBATION 3 Y", "JAIL 120 D"]),
        ("PROBATION, JAIL", ["PROBATION", "JAIL"]),
        ("O03 YEARS PROBATION", ["PROBATION 3 Y"]),
        ("003 YEARS PROBATXON", ["PROBATION 3 Y"]),
        ("0X3 YEARS PROBATION", ["PROBATION Y"]),
        ("02M MONTHS PROBATION", ["PROBATION M"]),
        ("003 YEARS AND 006 MONTHS PRISON", ["PRISON 42 M"]),
        ("003 YEARS CONDITIONAL SENTENCE", ["PROBATION 3 Y"]),
        ("CONDITIONAL SENTENCE, FINE", ["PROBATION", "FINE"]),
        ("012 MONTHS COND SENT, 010 DAYS JAIL", ["PROBATION 12 M", "JAIL 10 D"]),
        ("003 YEARS PROBATION SS, 120 DAYS JAIL SS", ["PROBATION 3 Y", "JAIL 120 D ss"]),
        ("008 MONTHS MAND SUPERVISION SUSP", ["MANDATORY SUPERVISION 8 M"]),
        ("WORK PROGRAM, CONCURRENT", ["WORK PROGRAM", "CONCURRENT cc"]),
        ("2 YRS STATE PRISON CONSEC", ["PRISON 2 Y"]),
        ("", []),
        (",", []),
    ],
)  # fmt: skip
def test_a_sentence_is_read_in_its_parts(printed: str, expected: list[str]) -> None:
    assert parts(printed) == expected


@pytest.mark.parametrize("printed", ["0X3 YEARS PROBATION", "02M MONTHS PROBATION", "003 YEARS QXZV", "1OO WUX JAIL"])
def test_a_part_that_cannot_be_read_is_said(printed: str) -> None:
    assert read_sentence(printed).unread == (printed,)


@pytest.mark.parametrize(
    "printed",
    ["003 YEARS PROBATION, FINE, IMP SEN SS", "LIFE PRISON", "040 HOURS COMMUNITY SERVICE", "CREDIT TIME SERVED"],
)
def test_nothing_is_said_of_a_sentence_that_was_read(printed: str) -> None:
    found = read_sentence(printed)
    assert (found.unread, found.repaired, found.cut) == ((), False, False)


def test_a_conditional_sentence_keeps_its_words() -> None:
    found = read_sentence("003 YEARS CONDITIONAL SENTENCE")
    assert [part.text for part in found.parts] == ["003 YEARS CONDITIONAL SENTENCE"]
    assert (found.unread, found.repaired) == ((), False)


def test_repairs_and_a_sentence_that_breaks_off_are_said() -> None:
    assert read_sentence("O03 YEARS PROBATION").repaired
    assert read_sentence("003 YEARS PROBATXON").repaired
    assert read_sentence("003 YEARS PROBATION,").cut


@pytest.mark.parametrize(
    ("comment", "sentence"),
    [
        ("SEN-X3 YR PROB, 6 MO JL WORK", "3 YR PROB, 6 MO JL WORK"),
        ("SEN-X,3 YR PROB", "3 YR PROB"),
        ("XSEN:3 YR PROB,90 DS JL", "3 YR PROB,90 DS JL"),
        ("CNT 02 SEN-X 10 DS JL", "10 DS JL"),
        ("SENT TO STATE HOSPITAL", None),
        ("DISM PER PLEA", None),
    ],
)
def test_the_sentence_in_a_comment(comment: str, sentence: str | None) -> None:
    assert sentence_in(comment) == sentence


@pytest.mark.parametrize(
    ("printed", "text", "statute"),
    [
        ("11359 HS-POSSESS MARIJUANA FOR SALE", "11359 HS-POSSESS MARIJUANA FOR SALE", "HS 11359"),
        (".496. PC-RECEIVE STOLEN PROPERTY", "496 PC-RECEIVE STOLEN PROPERTY", "PC 496"),
        ("496,3(A)(2) PC-X", "496.3(A)(2) PC-X", "PC 496.3(a)(2)"),
        ("496 (A) (2) PC-X", "496(A)(2) PC-X", "PC 496(a)(2)"),
        ("664/187(A) PC-ATTEMPTED MURDER", "664/187(A) PC-ATTEMPTED MURDER", "PC 664/PC 187(a)"),
        ("664487(A) PC-GRAND THEFT", "664/487(A) PC-GRAND THEFT", "PC 664/PC 487(a)"),
        ("664.459 PC-BURGLARY", "664/459 PC-BURGLARY", "PC 664/PC 459"),
        ("664.11358", "664.11358", "PC 664/HS 11358"),
        ("66411360", "66411360", "PC 664/HS 11360"),
        ("664-459 PC-BURGLARY", "664/459 PC-BURGLARY", "PC 664/PC 459"),
        ("487(A)-664 PC-GRAND THEFT", "664/487(A) PC-GRAND THEFT", "PC 664/PC 487(a)"),
        ("487(A)/664 PC-GRAND THEFT", "664/487(A) PC-GRAND THEFT", "PC 664/PC 487(a)"),
        ("I1359 HS-POSSESS MARIJUANA", "11359 HS-POSSESS MARIJUANA", "HS 11359"),
        ("1I3S9 HS-X", None, None),
        ("1135O HS-POSSESS NARCOTIC", "11350 HS-POSSESS NARCOTIC", "HS 11350"),
        ("1135X HS-POSSESS MARIJUANA", None, None),
        ("45M PC-BURGLARY", None, None),
        ("6,4/484(A) PC-ATT PETTY THEFT", None, None),
        ("4 PC-BURGLARY", None, None),
        ("11360-A) HS-SELL MARIJUANA", None, None),
        ("11360(B) SELL MARIJUANA", "11360(B) SELL MARIJUANA", "HS 11360(b)"),
        ("113G0(A) HS-SELL MARIJUANA", None, None),
        ("113(A) HS-SELL MARIJUANA", None, None),
        ("11357B2 HS-POSSESS MARIJUANA", "11357B2 HS-POSSESS MARIJUANA", "HS 11357(b)(2)"),
        ("266H PC-PIMPING", "266H PC-PIMPING", "PC 266h"),
        (
            "11357(C) HS-POSSESS MARIJUANA OVER 28,5 GRAMS",
            "11357(C) HS-POSSESS MARIJUANA OVER 28,5 GRAMS",
            "HS 11357(c)",
        ),
        ("PC 187(A) MURDER", "PC 187(A) MURDER", "PC 187(a)"),
        ("664.11357(D)", "664.11357(D)", "PC 664/HS 11357(d)"),
        ("664.11360 (A)", "664.11360(A)", "PC 664/HS 11360(a)"),
    ],
)
def test_a_charge_is_put_in_the_form_of_the_state_s_file(printed: str, text: str | None, statute: str | None) -> None:
    found = read_charge(printed)
    assert found.text == text
    if text is not None:
        assert str(read_statutes(text).statute) == statute
        assert found.attempted == (statute or "").startswith("PC 664/")


@pytest.mark.parametrize(
    "printed",
    [
        "137(A) PC-MURDER",
        "182(A) PC-MURDER",
        "11357 HS-POSS/PURCHASE FOR SALE NARCOTIC",
        "11355 HS-POSSESS MARIJUANA FOR SALE",
        "238(A) PC-LEWD OR LASCIV ACTS W/CHILD UNDER 14",
        "461(A)(2) PC-RAPE BY FORCE/FEAR/ETC",
        "190 PC-REGISTRATION OF SEX OFFENDER",
        "187(A) CP-MURDER",
        "18.7(A) PMC-MURDER",
        "187(A) VC-MURDER",
        "288(A) CO-LEWD OR LASCIV ACTS W/CHILD UNDER 14",
    ],
)
def test_a_number_that_its_words_contradict_is_unknown(printed: str) -> None:
    found = read_charge(printed)
    assert (found.text, found.differs) == (None, True)


@pytest.mark.parametrize(
    "printed",
    [
        "11357.5 HS-SALE SYNTHETIC CANNABINOID",
        "23222(B) VC-POSS MARIJ WHILE DRIVING",
        "182(A)(1) PC-CONSPIRACY: MURDER",
        "653F(B) PC-SOLICIT MURDER",
        "32 PC-ACCESSORY TO MURDER",
        "220 PC-ASSAULT TO COMMIT RAPE",
        "288A(B)(1) PC-ORAL COP W/PERSON UNDER 18",
        "11360(B)(3) HS-",
        "11358 HS",
        "647(A) PC-DISORDERLY CONDUCT: LEWD",
        "TRAFFIC VIOLATION",
        "APPLICANT ADULT DAY/RESIDENT REHAB",
        "459 PC-BURGLARY",
    ],
)
def test_a_number_that_its_words_bear_out_is_kept(printed: str) -> None:
    assert read_charge(printed).text == printed.rstrip("-")


@pytest.mark.parametrize(
    ("printed", "coded"),
    [
        ("41.27(C) LAMC-DRINKING IN PUBLIC", "41.27(C) MC-DRINKING IN PUBLIC"),
        ("41.27(C) LAMC", "41.27(C) MC"),
        ("8.52.010 SFMC-CAMPING", "8.52(010) MC-CAMPING"),
        ("12.04 CO ORD-CAMPING", "12.04 MC-CAMPING"),
        ("56.54 SAN DIEGO MUNI CODE-OPEN CONTAINER", "56.54 MC-OPEN CONTAINER"),
        ("5.28 MC-LOITERING", "5.28 MC-LOITERING"),
    ],
)
def test_an_offense_of_a_municipal_code_is_kept_and_is_no_crime_of_the_state_s_codes(printed: str, coded: str) -> None:
    found = read_charge(printed)
    assert (found.text, found.statute, found.coded) == (printed, True, True)
    assert coded_offense(printed) == coded


@pytest.mark.parametrize("printed", ["206 MC-TORTURE", "206 CP-TORTURE", "12.04 CP-CAMPING", "11359 CP-SELL MARIJUANA"])
def test_a_code_that_is_none_of_the_state_s_is_said_to_be_unknown(printed: str) -> None:
    found = read_charge(printed)
    assert found.text is None or not found.coded
    assert coded_offense(printed) == ""


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("19951103", date(1995, 11, 3)),
        ("20040.102", date(2004, 1, 2)),
        ("198201.02", date(1982, 1, 2)),
        ("1995I1O3", date(1995, 11, 3)),
        ("1995 1103", date(1995, 11, 3)),
        ("19951131", None),
        ("1995110", None),
        ("199511033", None),
        ("18991103", None),
        ("21001103", None),
        ("OOIIOOII", None),
        ("", None),
    ],
)
def test_a_date(printed: str, day: date | None) -> None:
    assert read_date(printed)[0] == day


def test_a_mark_where_the_first_digit_stood_leaves_the_charge_unknown() -> None:
    for printed in ("*48(A) PC-OBSTRUCT", ":48(A) PC-OBSTRUCT", "(48(A) PC-OBSTRUCT"):
        (sheet,) = read_sheets(lines_of(f"COURT: NAM:01\n19951103  CASC ALAMEDA\nCNT:01\n  {printed}\n"))
        assert sheet.events[0].counts[0].offense is None
        assert "offense_unread" in {doubt.code for doubt in sheet.doubts}


def test_only_what_looks_like_a_digit_is_read_for_one() -> None:
    assert as_digits("2O1O0105") == ("20100105", True)
    assert as_digits("20100105") == ("20100105", False)
    assert as_digits("2X100105") is None
    assert as_digits("²0100105") is None
    assert as_digits("") is None


def test_a_line_is_made_plain() -> None:
    assert plain("ÇNT:\u00a001 – Sen: “x”\t•") == 'CNT: 01 - SEN: "X" .'
    assert plain("ﬁle://x\u200by\x07") == "FILE://XY "
    assert plain("TÓC:M") == "TOC:M"


def test_the_nearest_word_is_one_or_none() -> None:
    assert nearest("CONVXCTED", ("CONVICTED", "DISMISSED")) == "CONVICTED"
    assert nearest("CXT", ("CNT", "CRT")) is None
    assert nearest("XX", ("CNT",)) is None
    assert nearest("Z" * 1000, ("CNT",)) is None
    assert distance("ABCD", "ABXD", 2) == 1
    assert distance("ABCDEFG", "A", 2) == 3
