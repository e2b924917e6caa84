"""Worked examples for the reference's reading of files, statutes and facts, expectations written by hand."""

from __future__ import annotations

from datetime import date

import pytest

from .dates import add_sentence, read_date, years_between
from .fabricate import anchor
from .facts import Fact, facts_of
from .history import History, read_histories
from .rows import COLUMNS, Delivery, read_delivery

AS_OF = date(2020, 7, 1)
ORDINARY = {
    "SUBJECT_ID": "4000001",
    "CII_NUMBER": "A4000001",
    "PRI_DOB": "19720315",
    "STP_TYPE_DESCR": "COURT ACTION",
    "STP_EVENT_DATE": "19950601",
    "STP_ORI_DESCR": "CASC LOS ANGELES",
    "STP_ORI_CNTY_NAME": "LOS ANGELES",
    "CNT_ORDER": "101005001000",
    "OFFENSE_DESCR": "11359 HS-MARIJUANA POSSESS FOR SALE",
    "DISP_DESCR": "CONVICTED",
    "CONV_STAT_DESCR": "FELONY",
}


def line(**cells: str) -> str:
    """A row's text; what is not named is the ordinary conviction's."""
    row = dict.fromkeys(COLUMNS, "") | ORDINARY | cells
    return ",".join(row[column] for column in COLUMNS)


def other(key: str = "201005001000", **cells: str) -> str:
    """A row of another case of the same person."""
    return line(CNT_ORDER=key, **cells)


def read(*lines: str) -> Delivery:
    return read_delivery({"a.dat": "\n".join(lines).encode()})


def history_of(*lines: str) -> History:
    return next(each for each in read_histories(read(*lines), AS_OF) if each.person == "4000001")


def facts(*lines: str) -> dict[str, Fact]:
    """The facts of the conviction of June 1995 (or of the first one)."""
    history = history_of(*lines)
    first = next(each for each in history.convictions if each.count_key == "101005001000")
    return facts_of(first, history, "Los Angeles")


UNREAD = line(CNT_ORDER="", OFFENSE_DESCR="187(A) PC")  # set aside; whose it is, is known


# ---- files and rows


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("header", ["", ",".join(COLUMNS), ",".join(COLUMNS) + ",", "\ufeff" + ",".join(COLUMNS)])
@pytest.mark.parametrize("trailing", ["", ","])
def test_forms_of_a_file(end: str, header: str, trailing: str) -> None:
    lines = [header] if header else []
    text = "".join(each + end for each in [*lines, line() + trailing, "", line(PRI_NAME='"DOE, JAN"') + trailing])
    delivery = read_delivery({"a.dat": text.encode()})
    assert (len(delivery.rows), delivery.blank_lines, delivery.set_aside) == (2, 1, [])
    assert delivery.rows[1]["PRI_NAME"] == "DOE, JAN"


def test_latin_1() -> None:
    delivery = read_delivery({"a.dat": line(PRI_NAME="MUÑOZ").encode("latin-1")})
    assert delivery.rows[0]["PRI_NAME"] == "MUÑOZ"


def test_a_field_over_several_lines() -> None:
    delivery = read(line(COMMENT_TEXT='"ONE\n\nTWO ""SLIM"""'), line())
    assert [row["COMMENT_TEXT"] for row in delivery.rows] == ['ONE\n\nTWO "SLIM"', ""]


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (line() + ",,", "field_count"),
        (line() + ",X", "field_count"),
        (line()[:-1], "field_count"),
        ("GIBBERISH", "field_count"),
        (line(COMMENT_TEXT='"OPEN'), "stray_quote"),
        (line(COMMENT_TEXT='"CLOSED" BEFORE ITS END'), "stray_quote"),
        (line(COMMENT_TEXT='"CLOSED, BUT"') + ",X", "field_count"),
        (line(SUBJECT_ID=" - "), "no_subject_id"),
        (line(CNT_ORDER=""), "bad_count_key"),
        (line(CNT_ORDER="10100100100"), "bad_count_key"),
        (line(CNT_ORDER="1010010O1000"), "bad_count_key"),
        (line(CNT_ORDER="", STP_TYPE_DESCR="REGISTRATION"), "bad_count_key"),
        (line(CNT_ORDER="", STP_TYPE_DESCR="", DISP_DESCR=""), "bad_count_key"),
    ],
)
def test_rows_set_aside(bad: str, code: str) -> None:
    delivery = read(line(), bad, line())
    assert [(each.code, each.line) for each in delivery.set_aside] == [(code, 2)]
    assert len(delivery.rows) == 2


BLANK, FILLED = line(), line(END_OF_REC="EOR")
LOST = BLANK[:-1]  # a field too few


@pytest.mark.parametrize(
    ("ordinary", "row", "read_too"),
    [
        (BLANK, BLANK, True),
        (BLANK, BLANK + ",", False),
        (BLANK, FILLED, True),
        (BLANK + ",", LOST + ",", False),
        (BLANK + ",", BLANK + ",", True),
        (BLANK + ",", BLANK + ",,", False),
        (FILLED, FILLED, True),
        (FILLED, FILLED + ",,", True),
        (FILLED, FILLED + ",X", False),
        (FILLED, BLANK, True),
        (FILLED, BLANK + ",", False),
        (FILLED, line(END_OF_REC=" - "), True),
        (FILLED + ",", BLANK, False),
        (FILLED + ",", BLANK + ",", True),
        (FILLED + ",", FILLED, True),
        (line(SENT_SEG_SEP="#"), LOST, False),
    ],
)
def test_a_row_that_ends_otherwise_than_most(ordinary: str, row: str, read_too: bool) -> None:
    delivery = read(ordinary, ordinary, row, ordinary)
    assert [(each.code, each.line) for each in delivery.set_aside] == ([] if read_too else [("field_count", 3)])


def test_only_rows_that_have_not_slipped_teach_how_rows_end() -> None:
    marked = line(SENT_SEG_SEP="#", END_OF_REC="EOR")
    assert [each.line for each in read(BLANK + ",", BLANK + ",", marked).set_aside] == [1, 2]


def test_only_the_first_rows_teach_how_rows_end() -> None:
    assert len(read(*[BLANK] * 200, *[BLANK + ","] * 300).set_aside) == 300


def test_digits_of_other_scripts_are_none() -> None:
    key = "101005001000".translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    assert [each.code for each in read(line(), line(CNT_ORDER=key)).set_aside] == ["bad_count_key"]


@pytest.mark.parametrize("step", ["DECEASED", "REGISTRATION", "APPLICANT"])
def test_rows_that_need_no_count_key(step: str) -> None:
    assert read(line(CNT_ORDER="", STP_TYPE_DESCR=step, DISP_DESCR="")).set_aside == []


@pytest.mark.parametrize("second", ['"SEE, BELOW"', '"OPEN', "6'2\"", '"TWO\nLINES"'])
def test_a_stray_quote_swallows_no_other_row(second: str) -> None:
    delivery = read(line(PRI_NAME='"OPEN'), line(), line(COMMENT_TEXT=second), line(), line(), line())
    assert all(each.code == "stray_quote" for each in delivery.set_aside)
    assert len(delivery.rows) == (4 if second == '"OPEN' else 5)


@pytest.mark.parametrize(
    ("bad", "found"),
    [
        (line(CNT_ORDER=""), True),
        (line(SUBJECT_ID=""), True),
        (line(SUBJECT_ID="", CII_NUMBER=""), False),
        (line(SUBJECT_ID="4999999", CNT_ORDER=""), True),
        (line()[1:], True),
        (line(COMMENT_TEXT='"X'), True),
    ],
)
def test_whose_a_row_that_was_set_aside_is(bad: str, found: bool) -> None:
    assert history_of(line(), bad).unread_rows is found


def test_a_cii_number_of_two_persons_says_nothing() -> None:
    twin = line(SUBJECT_ID="4000002")
    assert read(line(), twin, line(SUBJECT_ID="")).unread_rows() == {}


# ---- dates


@pytest.mark.parametrize("text", ["", "00000000", "19850000", "19850600", "19850230", "20200702", "18991231", "1985"])
def test_dates_that_are_unknown(text: str) -> None:
    assert read_date(text, AS_OF) is None


def test_years() -> None:
    assert years_between(date(1970, 7, 1), AS_OF) == 50
    assert years_between(date(1970, 7, 2), AS_OF) == pytest.approx(50 - 1 / 366)
    assert years_between(date(2000, 2, 29), date(2021, 2, 28)) < 21
    assert years_between(date(2000, 2, 29), date(2021, 3, 1)) == 21


def test_sentences_by_the_calendar() -> None:
    assert add_sentence(date(2019, 1, 31), 1, 0) == date(2019, 3, 1)
    assert add_sentence(date(2019, 12, 31), 2, 3) == date(2020, 3, 4)
    assert add_sentence(date(2019, 6, 15), 30, 10) == date(2021, 12, 25)


def test_the_anchor_is_a_clean_row() -> None:
    assert read(anchor().text).set_aside == []
