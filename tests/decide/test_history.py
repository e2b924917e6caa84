"""What the whole record of a person says: bars, priors, latest dates, and when that is unknown."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.cli.rows import AS_OF, COUNTY, Row
from tests.sources.files import full, murder
from tests.together import PERSON, Case, Cases, Told
from vacatur.decide.facts import fact_columns
from vacatur.decide.frame import put_together
from vacatur.decide.history import count_before
from vacatur.runs import read_delivered

BEFORE = {"CNT_ORDER": "100002001000", "STP_EVENT_DATE": "19900301"}
AFTER = {"CNT_ORDER": "102002001000", "STP_EVENT_DATE": "20150701"}
SAME_DAY = {"CNT_ORDER": "101002002000", "STP_EVENT_DATE": "19950601"}
OTHER = {"OFFENSE_DESCR": "459 PC-BURGLARY"}
UNREAD = f"9,ACTIVE,{PERSON},too,short"

case = Cases()


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The facts of one conviction of a case."""
    history = read_delivered([case.written(tmp_path_factory.mktemp("cases"))]).history
    asked = put_together(history, COUNTY, AS_OF).asked
    return Told(fact_columns(asked).with_columns(asked["conviction_id"]).to_dicts())


BARS = {"superstrike_before": "187(A) PC-MURDER", "registrable_offense_before": "288(A) PC-LEWD ACT"}


LISTED: list[tuple[dict[str, str], bool | None]] = [
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
]
"""A row of a listed offence beside the conviction, and whether it bars."""


@pytest.mark.parametrize(
    ("fact", "listed", "value"),
    [
        (fact, case(full(), full(OFFENSE_DESCR=offense, **cells)), value)
        for fact, offense in BARS.items()
        for cells, value in LISTED
    ],
)
def test_a_listed_offence_bars_when_it_was_convicted_on_an_earlier_date(
    facts: Told, fact: str, listed: Case, value: bool | None
) -> None:
    assert facts(listed)[fact] is value


@pytest.mark.parametrize("fact", BARS)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (case(full(), full(OFFENSE_DESCR=offense, **BEFORE)), case(full(), full(OFFENSE_DESCR=offense, **AFTER)))
        for offense in ("", "ILLEGIBLE")
    ],
)
def test_an_illegible_offence_before_may_be_a_bar(facts: Told, fact: str, before: Case, after: Case) -> None:
    assert facts(before)[fact] is None
    assert facts(after)[fact] is False


UNKNOWN = full(OFFENSE_DESCR="", **{**AFTER, "STP_EVENT_DATE": ""})


@pytest.mark.parametrize(
    ("fact", "barred"),
    [(fact, case(full(), full(OFFENSE_DESCR=offense, **BEFORE), UNKNOWN, UNREAD)) for fact, offense in BARS.items()],
)
def test_a_certain_bar_stands_whatever_else_is_unknown(facts: Told, fact: str, barred: Case) -> None:
    assert facts(barred)[fact] is True


@pytest.mark.parametrize(
    ("fact", "alone", "after"),
    [
        (
            fact,
            case(full(STP_EVENT_DATE="")),
            case(full(STP_EVENT_DATE=""), full(OFFENSE_DESCR=offense, **BEFORE)),
        )
        for fact, offense in BARS.items()
    ],
)
def test_an_undated_conviction_cannot_tell_what_came_before_it(
    facts: Told, fact: str, alone: Case, after: Case
) -> None:
    assert facts(alone)[fact] is False
    assert facts(after)[fact] is None


WHOLE = ("superstrike_before", "registrable_offense_before", "two_prior_same_section", "prior_same_section", "deceased")
WHOLE += (
    "only_prop64_on_record",
    "sentences_completed",
    "years_conviction_free",
    "years_felony_free",
    "convictions_on_record",
)


BESIDE_A_STRANGER = case(full(), full(SUBJECT_ID="9"))
BESIDE_UNREAD = case(full(), UNREAD)


@pytest.mark.parametrize("fact", WHOLE)
def test_an_unread_row_leaves_the_whole_record_unknown(facts: Told, fact: str) -> None:
    assert facts(BESIDE_A_STRANGER)[fact] is not None
    assert facts(BESIDE_UNREAD)[fact] is None


def priors(*others: dict[str, str]) -> Case:
    """An ordinary conviction, and earlier ones of the same section, save for the cells named."""
    rows = [full(**{**BEFORE, "CNT_ORDER": f"10000200{number}000", **cells}) for number, cells in enumerate(others, 1)]
    return case(full(), *rows)


@pytest.mark.parametrize(
    ("earlier", "two"),
    [
        (priors(), False),
        (priors({}), False),
        (priors({}, {}), True),
        (priors({}, {"STP_ORI_CNTY_NAME": "ALAMEDA", "CONV_STAT_DESCR": "MISDEMEANOR"}), True),
        (priors({}, {"OFFENSE_DESCR": "11358 HS"}), False),
        (priors({}, {"OFFENSE_DESCR": "664/11359 HS"}), None),
        (priors({}, {"OFFENSE_DESCR": "11359 PC"}), None),
        (priors({}, {"OFFENSE_DESCR": ""}), None),
        (priors({"OFFENSE_DESCR": ""}), False),
        (priors({"OFFENSE_DESCR": ""}, {"OFFENSE_DESCR": "MARIJUANA"}), None),
        (priors({}, {"OFFENSE_DESCR": "ILLEGIBLE"}), False),
        (priors({}, {"STP_EVENT_DATE": ""}), None),
        (priors({}, {"STP_EVENT_DATE": "19950601"}), False),
        (priors({}, {"STP_EVENT_DATE": "20150101"}), False),
        (priors({}, {"DISP_DESCR": ""}), None),
        (priors({}, {}, {"OFFENSE_DESCR": ""}), True),
    ],
)
def test_two_earlier_convictions_of_the_section_are_two_priors(facts: Told, earlier: Case, two: bool | None) -> None:
    assert facts(earlier)["two_prior_same_section"] is two


@pytest.mark.parametrize(
    ("record", "only"),
    [
        (case(full(), full(**BEFORE)), True),
        (case(full(), full(**BEFORE, **OTHER)), False),
        (case(full(), full(**{**BEFORE, **OTHER, "STP_ORI_CNTY_NAME": "ALAMEDA"})), False),
        (case(full(), full(**{**BEFORE, **OTHER, "DISP_DESCR": "DISMISSED"})), True),
        (case(full(), full(**{**BEFORE, **OTHER, "DISP_DESCR": ""})), None),
        (case(full(), full(OFFENSE_DESCR="", **BEFORE)), None),
        (case(full(), full(OFFENSE_DESCR="ILLEGIBLE", **BEFORE)), False),
        (case(full(), full(OFFENSE_DESCR="664/11359 HS", **BEFORE)), None),
        (case(full(), full(OFFENSE_DESCR="11357.5 HS", **BEFORE)), False),
    ],
)
def test_only_cannabis_on_record(facts: Told, record: Case, only: bool | None) -> None:
    assert facts(record)["only_prop64_on_record"] is only


def prison(**cells: str) -> Row:
    """A later conviction of another offence, with prison."""
    return full(**{**AFTER, **OTHER, "SENT_LOC_DESCR": "PRISON", **cells})


@pytest.mark.parametrize(
    ("record", "completed"),
    [
        (case(full(), prison(SENT_LENGTH="1", SENT_TIME_CODE="Y")), True),
        (case(full(), prison(SENT_LENGTH="5", SENT_TIME_CODE="Y")), True),
        (case(full(), prison(SENT_LENGTH="61", SENT_TIME_CODE="M")), False),
        (case(full(), prison(SENT_LENGTH="", SENT_TIME_CODE="Y")), None),
        (case(full(), prison(SENT_LENGTH="LIFE")), None),
        (case(full(), prison(STP_EVENT_DATE="")), None),
    ],
)
def test_every_sentence_of_the_person_counts(facts: Told, record: Case, completed: bool | None) -> None:
    """A sentence that ends on the day of the run is completed."""
    assert facts(record)["sentences_completed"] is completed


LESSER = {"CONV_STAT_DESCR": "MISDEMEANOR", **AFTER, **OTHER}


@pytest.mark.parametrize(
    ("record", "conviction_free", "felony_free"),
    [
        (case(full(STP_EVENT_DATE="20100701"), full(**LESSER)), 5.0, 10.0),
        (case(full(CONV_STAT_DESCR="MISDEMEANOR"), full(**LESSER)), 5.0, float("inf")),
        (
            case(full(STP_EVENT_DATE="20100701"), full(**{**LESSER, "CONV_STAT_DESCR": "", "OFFENSE_TOC": "N"})),
            5.0,
            None,
        ),
        (case(full(), full(**{**AFTER, **OTHER, "STP_EVENT_DATE": "20150000"})), None, None),  # the later has no date
    ],
)
def test_years_since_the_latest_conviction_and_the_latest_felony(
    facts: Told, record: Case, conviction_free: float | None, felony_free: float | None
) -> None:
    found = facts(record)
    assert (found["years_conviction_free"], found["years_felony_free"]) == (conviction_free, felony_free)


def test_earlier_rows_are_counted_strictly_and_by_group() -> None:
    counted = pl.DataFrame(
        {"k": [1, 1, 1, 2, 1], "convicted_on": [date(2000, 1, day) for day in (1, 1, 5, 1)] + [None]}
    )
    asked = pl.DataFrame(
        {"k": [1, 1, 1, 2, 3, 1], "convicted_on": [date(2000, 1, day) for day in (1, 2, 9, 1, 9)] + [None]}
    )
    assert count_before(asked, counted, ["k"]).to_list() == [0, 2, 3, 0, 0, 0]


def registered(day: str) -> Row:
    when = {"STP_TYPE_DESCR": "REGISTRATION", "STP_EVENT_DATE": day, "CNT_ORDER": ""}
    return full(OFFENSE_DESCR="290 PC", DISP_DESCR="", **when)


OFFENCE = full(OFFENSE_DESCR="288(A) PC", **AFTER)


@pytest.mark.parametrize(
    ("record", "value"),
    [
        (case(full(), OFFENCE, registered("20160101")), False),
        (case(full(), OFFENCE, registered("19910101")), None),
        (case(full(), registered("20160101")), None),
    ],
)
def test_a_registration_explained_by_an_earlier_offence_adds_nothing(
    facts: Told, record: Case, value: bool | None
) -> None:
    assert facts(record)["registrable_offense_before"] is value


@pytest.mark.parametrize("alone", [case(full())])
def test_a_person_without_anything_else_has_a_clean_record(facts: Told, alone: Case) -> None:
    found = facts(alone)
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


@pytest.mark.parametrize("struck", [case(full(), murder(), full(**AFTER))])
def test_a_strike_is_seen_by_every_conviction_after_it(facts: Told, struck: Case) -> None:
    for conviction in ("1/101002001000", "1/102002001000"):
        assert facts(struck, conviction)["superstrike_before"] is True
