"""What the whole record of a person says: bars, priors, latest dates, and when that is unknown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.cli.rows import AS_OF, COUNTY, Row, written
from tests.sources.files import full, murder
from vacatur.decide.facts import fact_columns
from vacatur.decide.frame import put_together
from vacatur.decide.history import count_before
from vacatur.runs import read_delivered

BEFORE = {"CNT_ORDER": "100002001000", "STP_EVENT_DATE": "19900301"}
AFTER = {"CNT_ORDER": "102002001000", "STP_EVENT_DATE": "20150701"}
SAME_DAY = {"CNT_ORDER": "101002002000", "STP_EVENT_DATE": "19950601"}
OTHER = {"OFFENSE_DESCR": "459 PC-BURGLARY"}
UNREAD = "9,ACTIVE,1,too,short"


def facts(folder: Path, *rows: Row | str, conviction: str = "1/101002001000") -> dict[str, object]:
    """The facts of one conviction of a file with those rows."""
    history = read_delivered([written(folder / "history.dat", rows)]).history
    asked = put_together(history, COUNTY, AS_OF).asked
    (at,) = (asked["conviction_id"] == conviction).arg_true()
    return fact_columns(asked).row(at, named=True)


BARS = {"superstrike_before": "187(A) PC-MURDER", "registrable_offense_before": "288(A) PC-LEWD ACT"}


@pytest.mark.parametrize(("fact", "offense"), BARS.items())
@pytest.mark.parametrize(
    ("cells", "value"),
    [
        (BEFORE, True),
        ({**BEFORE, "STP_ORI_CNTY_NAME": "ALAMEDA"}, True),
        ({**BEFORE, "STP_ORI_CNTY_NAME": ""}, True),
        (AFTER, False),
        (SAME_DAY, False),
        ({**BEFORE, "STP_EVENT_DATE": ""}, None),
        ({**BEFORE, "STP_EVENT_DATE": "19900300"}, None),
        ({**BEFORE, "STP_EVENT_DATE": "20250101"}, None),
        ({**BEFORE, "DISP_DESCR": "DISMISSED"}, False),
        ({**BEFORE, "DISP_DESCR": ""}, None),
        ({**AFTER, "DISP_DESCR": ""}, False),
        ({**BEFORE, "STP_ORI_DESCR": "CAJV LOS ANGELES"}, None),
        ({**BEFORE, "SUBJECT_ID": "2", "CII_NUMBER": "A002"}, False),
    ],
)
def test_a_listed_offence_bars_when_it_was_convicted_on_an_earlier_date(
    tmp_path: Path, fact: str, offense: str, cells: dict[str, str], value: bool | None
) -> None:
    assert facts(tmp_path, full(), full(OFFENSE_DESCR=offense, **cells))[fact] is value


@pytest.mark.parametrize("fact", BARS)
@pytest.mark.parametrize("offense", ["", "ILLEGIBLE"])
def test_an_illegible_offence_before_may_be_a_bar(tmp_path: Path, fact: str, offense: str) -> None:
    assert facts(tmp_path, full(), full(OFFENSE_DESCR=offense, **BEFORE))[fact] is None
    assert facts(tmp_path, full(), full(OFFENSE_DESCR=offense, **AFTER))[fact] is False


@pytest.mark.parametrize(("fact", "offense"), BARS.items())
def test_a_certain_bar_stands_whatever_else_is_unknown(tmp_path: Path, fact: str, offense: str) -> None:
    rows = [
        full(),
        full(OFFENSE_DESCR=offense, **BEFORE),
        full(OFFENSE_DESCR="", **{**AFTER, "STP_EVENT_DATE": ""}),
        UNREAD,
    ]
    assert facts(tmp_path, *rows)[fact] is True


@pytest.mark.parametrize(("fact", "offense"), BARS.items())
def test_an_undated_conviction_cannot_tell_what_came_before_it(tmp_path: Path, fact: str, offense: str) -> None:
    assert facts(tmp_path, full(STP_EVENT_DATE=""))[fact] is False
    assert facts(tmp_path, full(STP_EVENT_DATE=""), full(OFFENSE_DESCR=offense, **BEFORE))[fact] is None


WHOLE = ("superstrike_before", "registrable_offense_before", "two_prior_same_section", "prior_same_section", "deceased")
WHOLE += (
    "only_prop64_on_record",
    "sentences_completed",
    "years_conviction_free",
    "years_felony_free",
    "convictions_on_record",
)


@pytest.mark.parametrize("fact", WHOLE)
def test_an_unread_row_leaves_the_whole_record_unknown(tmp_path: Path, fact: str) -> None:
    assert facts(tmp_path, full(), full(SUBJECT_ID="9"))[fact] is not None
    assert facts(tmp_path, full(), UNREAD)[fact] is None


@pytest.mark.parametrize(
    ("priors", "two"),
    [
        ([], False),
        ([{}], False),
        ([{}, {}], True),
        ([{}, {"STP_ORI_CNTY_NAME": "ALAMEDA", "CONV_STAT_DESCR": "MISDEMEANOR"}], True),
        ([{}, {"OFFENSE_DESCR": "11358 HS"}], False),
        ([{}, {"OFFENSE_DESCR": "664/11359 HS"}], None),
        ([{}, {"OFFENSE_DESCR": "11359 PC"}], None),
        ([{}, {"OFFENSE_DESCR": ""}], None),
        ([{"OFFENSE_DESCR": ""}], False),
        ([{"OFFENSE_DESCR": ""}, {"OFFENSE_DESCR": "MARIJUANA"}], None),
        ([{}, {"OFFENSE_DESCR": "ILLEGIBLE"}], False),
        ([{}, {"STP_EVENT_DATE": ""}], None),
        ([{}, {"STP_EVENT_DATE": "19950601"}], False),
        ([{}, {"STP_EVENT_DATE": "20150101"}], False),
        ([{}, {"DISP_DESCR": ""}], None),
        ([{}, {}, {"OFFENSE_DESCR": ""}], True),
    ],
)
def test_two_earlier_convictions_of_the_section_are_two_priors(
    tmp_path: Path, priors: list[dict[str, str]], two: bool | None
) -> None:
    rows = [full(**{**BEFORE, "CNT_ORDER": f"10000200{number}000", **cells}) for number, cells in enumerate(priors, 1)]
    assert facts(tmp_path, full(), *rows)["two_prior_same_section"] is two


@pytest.mark.parametrize(
    ("other", "only"),
    [
        (full(**BEFORE), True),
        (full(**BEFORE, **OTHER), False),
        (full(**{**BEFORE, **OTHER, "STP_ORI_CNTY_NAME": "ALAMEDA"}), False),
        (full(**{**BEFORE, **OTHER, "DISP_DESCR": "DISMISSED"}), True),
        (full(**{**BEFORE, **OTHER, "DISP_DESCR": ""}), None),
        (full(OFFENSE_DESCR="", **BEFORE), None),
        (full(OFFENSE_DESCR="ILLEGIBLE", **BEFORE), False),
        (full(OFFENSE_DESCR="664/11359 HS", **BEFORE), None),
        (full(OFFENSE_DESCR="11357.5 HS", **BEFORE), False),
    ],
)
def test_only_cannabis_on_record(tmp_path: Path, other: Row, only: bool | None) -> None:
    assert facts(tmp_path, full(), other)["only_prop64_on_record"] is only


@pytest.mark.parametrize(
    ("other", "completed"),
    [
        ({"SENT_LENGTH": "1", "SENT_TIME_CODE": "Y"}, True),
        ({"SENT_LENGTH": "5", "SENT_TIME_CODE": "Y"}, True),
        ({"SENT_LENGTH": "61", "SENT_TIME_CODE": "M"}, False),
        ({"SENT_LENGTH": "", "SENT_TIME_CODE": "Y"}, None),
        ({"SENT_LENGTH": "LIFE"}, None),
        ({"STP_EVENT_DATE": ""}, None),
    ],
)
def test_every_sentence_of_the_person_counts(tmp_path: Path, other: dict[str, str], completed: bool | None) -> None:
    """A sentence that ends on the day of the run is completed."""
    found = facts(tmp_path, full(), full(**{**AFTER, **OTHER, "SENT_LOC_DESCR": "PRISON", **other}))
    assert found["sentences_completed"] is completed


def test_years_since_the_latest_conviction_and_the_latest_felony(tmp_path: Path) -> None:
    lesser = {"CONV_STAT_DESCR": "MISDEMEANOR", **AFTER, **OTHER}
    found = facts(tmp_path, full(STP_EVENT_DATE="20100701"), full(**lesser))
    assert (found["years_conviction_free"], found["years_felony_free"]) == (5.0, 10.0)
    found = facts(tmp_path, full(CONV_STAT_DESCR="MISDEMEANOR"), full(**lesser))
    assert found["years_felony_free"] == float("inf")
    found = facts(
        tmp_path, full(STP_EVENT_DATE="20100701"), full(**{**lesser, "CONV_STAT_DESCR": "", "OFFENSE_TOC": "N"})
    )
    assert (found["years_conviction_free"], found["years_felony_free"]) == (5.0, None)


def test_a_later_conviction_without_date_leaves_the_years_unknown(tmp_path: Path) -> None:
    found = facts(tmp_path, full(), full(**{**AFTER, **OTHER, "STP_EVENT_DATE": "20150000"}))
    assert (found["years_conviction_free"], found["years_felony_free"]) == (None, None)


def test_earlier_rows_are_counted_strictly_and_by_group() -> None:
    counted = pl.DataFrame(
        {"k": [1, 1, 1, 2, 1], "convicted_on": [date(2000, 1, day) for day in (1, 1, 5, 1)] + [None]}
    )
    asked = pl.DataFrame(
        {"k": [1, 1, 1, 2, 3, 1], "convicted_on": [date(2000, 1, day) for day in (1, 2, 9, 1, 9)] + [None]}
    )
    assert count_before(asked, counted, ["k"]).to_list() == [0, 2, 3, 0, 0, 0]


def test_a_registration_explained_by_an_earlier_offence_adds_nothing(tmp_path: Path) -> None:
    registration = {"STP_TYPE_DESCR": "REGISTRATION", "OFFENSE_DESCR": "290 PC", "DISP_DESCR": "", "CNT_ORDER": ""}
    offence = full(OFFENSE_DESCR="288(A) PC", **AFTER)
    after, before = (full(**registration, STP_EVENT_DATE=day) for day in ("20160101", "19910101"))
    assert facts(tmp_path, full(), offence, after)["registrable_offense_before"] is False
    assert facts(tmp_path, full(), offence, before)["registrable_offense_before"] is None
    assert facts(tmp_path, full(), after)["registrable_offense_before"] is None


def test_a_person_without_anything_else_has_a_clean_record(tmp_path: Path) -> None:
    found = facts(tmp_path, full())
    assert {name: found[name] for name in WHOLE} == {
        "superstrike_before": False,
        "registrable_offense_before": False,
        "two_prior_same_section": False,
        "prior_same_section": 0,
        "deceased": False,
        "only_prop64_on_record": True,
        "sentences_completed": True,
        "convictions_on_record": 1,
        "years_conviction_free": found["years_since_conviction"],
        "years_felony_free": found["years_since_conviction"],
    }


def test_a_strike_is_seen_by_every_conviction_after_it(tmp_path: Path) -> None:
    rows = [full(), murder(), full(**AFTER)]
    for conviction in ("1/101002001000", "1/102002001000"):
        assert facts(tmp_path, *rows, conviction=conviction)["superstrike_before"] is True
