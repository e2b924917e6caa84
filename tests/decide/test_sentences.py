"""What a case was sentenced to, when that ends, what came after, and of which lists a conviction is."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from tests.cli.rows import AS_OF, COUNTY, Row, written
from tests.sources.files import full
from vacatur.decide.facts import fact_columns
from vacatur.decide.frame import put_together
from vacatur.runs import read_delivered

BURGLARY = {"CNT_ORDER": "102002001000", "OFFENSE_DESCR": "459 PC-BURGLARY"}


def facts(folder: Path, *rows: Row | str, conviction: str = "1/101002001000") -> dict[str, object]:
    """The facts of one conviction of a file with those rows, whatever its offense and county."""
    history = read_delivered([written(folder / "history.dat", rows)]).history
    asked = put_together(history, None, AS_OF, "any").asked
    (at,) = (asked["conviction_id"] == conviction).arg_true()
    return fact_columns(asked).row(at, named=True)


def part(place: str, length: str = "", unit: str = "", **cells: str) -> Row:
    return full(SENT_LOC_DESCR=place, SENT_LENGTH=length, SENT_TIME_CODE=unit, **cells)


SENTENCE = ("probation_granted", "jail_imposed", "prison_imposed", "split_sentence")


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        ([part("PROBATION", "36", "M"), part("JAIL", "30", "D")], (True, True, False, False)),
        ([part("JAIL", "16", "M"), part("MANDATORY SUPERVISION", "8", "M")], (False, True, False, True)),
        ([part("PRISON", "3", "Y"), part("FINE")], (False, False, True, False)),
        ([part("PRISON SS", "3", "Y")], (False, False, False, False)),
        ([part("FINE")], (False, False, False, False)),
        ([full()], (None, None, None, None)),
        ([full(DISP_DESCR="CONVICTED-PROB/JAIL")], (True, True, False, False)),
        ([full(DISP_DESCR="CONVICTED-PRISON")], (False, False, True, False)),
        ([part("", "3", "Y")], (None, None, None, None)),
        ([part("PROBATION", "3", "Y"), part("", "3", "M")], (True, None, None, None)),
        ([part("NOT READ")], (None, None, None, None)),
    ],
)
def test_what_a_case_was_sentenced_to(tmp_path: Path, rows: list[Row], values: tuple[bool | None, ...]) -> None:
    found = facts(tmp_path, *rows)
    assert tuple(found[name] for name in SENTENCE) == values


def test_a_count_of_which_nothing_is_said_shares_the_sentence_of_its_case(tmp_path: Path) -> None:
    second = full(CNT_ORDER="101002002000", OFFENSE_DESCR="466 PC-BURGLARY TOOLS", CONV_STAT_DESCR="MISDEMEANOR")
    found = facts(tmp_path, part("PROBATION", "3", "Y"), second, conviction="1/101002002000")
    assert (found["probation_granted"], found["jail_imposed"]) == (True, False)


def later(text: str, day: str, *, place: str = "", length: str = "", unit: str = "", **cells: str) -> Row:
    """A later row of the count of conviction."""
    sentence = {"SENT_LOC_DESCR": place, "SENT_LENGTH": length, "SENT_TIME_CODE": unit}
    return full(DISP_DESCR=text, STP_EVENT_DATE=day, CONV_STAT_DESCR="", **sentence | cells)


ENDS = ("serving_on_record", "years_since_sentence_ended", "years_since_unknown_sentence")


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        ([later("SENTENCE MODIFIED", "19980701", place="PROBATION", length="25", unit="Y")], (True, 0.0, math.inf)),
        ([later("SENTENCE MODIFIED", "19980701", place="PROBATION", length="2", unit="Y")], (False, 20.0, math.inf)),
        ([later("PROBATION EXTENDED", "19980701")], (False, None, 22.0)),
        ([later("PROBATION REINSTATED", "19980701")], (False, None, 22.0)),
        ([later("SENTENCE MODIFIED", "19980701")], (False, None, 22.0)),
        ([later("PROBATION EXTENDED", "20300101")], (False, None, None)),  # a slip of the pen: it has no day
        ([later("PROBATION TERMINATED", "19960701")], (False, 24.0, math.inf)),
        ([later("PROBATION TERMINATED EARLY", "19960701")], (False, 24.0, math.inf)),
        ([later("PROBATION EXTENDED", "19960101"), later("PROBATION TERMINATED", "19960701")], (False, 24.0, math.inf)),
        ([later("PROBATION TERMINATED", "19960701"), later("PROBATION REINSTATED", "19980701")], (False, None, 22.0)),
        ([later("PROBATION TERMINATED", "19960701", CNT_ORDER="101002002000")], (False, 20.08, math.inf)),
    ],
)
def test_what_was_done_to_probation_later(
    tmp_path: Path, rows: list[Row], values: tuple[bool | None, float | None, float | None]
) -> None:
    """Five years of probation from 1 June 1995, looked at on 1 July 2020."""
    found = facts(tmp_path, part("PROBATION", "60", "M"), *rows)
    for name, value in zip(ENDS, values, strict=True):
        assert found[name] == (pytest.approx(value, abs=0.01) if isinstance(value, float) else value), name


def test_probation_that_was_ended_ended_also_where_its_length_was_not_given(tmp_path: Path) -> None:
    ended = later("PROBATION TERMINATED", "19960701")
    assert facts(tmp_path, part("PROBATION"), ended)["years_since_sentence_ended"] == pytest.approx(24, abs=0.01)
    assert facts(tmp_path, part("NOT READ"), ended)["years_since_sentence_ended"] is None, "it may be prison"
    prison = facts(tmp_path, part("PROBATION", "5", "Y"), part("PRISON", "2", "Y"), ended)
    assert prison["years_since_sentence_ended"] == pytest.approx(18.08, abs=0.01)


def test_words_about_probation_of_who_was_not_convicted_are_no_sentence(tmp_path: Path) -> None:
    held = full(DISP_DESCR="PROBATION VIOLATION", STP_TYPE_DESCR="ARREST/DETAINED/CITED", CNT_ORDER="102001001000")
    assert facts(tmp_path, part("PROBATION", "3", "Y"), held)["years_since_unknown_sentence"] == math.inf


@pytest.mark.parametrize(("place", "value"), [("PRISON SS", True), ("CDC SUSPENDED", True), ("JAIL SS", False)])
def test_prison_that_is_suspended_is_not_served_and_yet_was_imposed(tmp_path: Path, place: str, value: bool) -> None:
    found = facts(tmp_path, part("PROBATION", "3", "Y"), part(place, "2", "Y"))
    assert (found["prison_suspended"], found["prison_imposed"]) == (value, False)


@pytest.mark.parametrize(
    "text",
    ["BENCH WARRANT ISSUED", "HELD TO ANSWER", "CONTINUED", "DIVERSION", "PROC SUSP/COMM MENTALLY INCOMP 1370 PC", ""],
)
def test_a_charge_that_no_disposition_ends_may_be_pending(tmp_path: Path, text: str) -> None:
    charge = full(**BURGLARY, STP_EVENT_DATE="20190701", DISP_DESCR=text, CONV_STAT_DESCR="")
    assert facts(tmp_path, full(), charge)["years_since_open_charge"] == pytest.approx(1, abs=0.01)
    ended = charge | {"DISP_DESCR": "DISMISSED"}
    assert facts(tmp_path, full(), charge, ended)["years_since_open_charge"] == math.inf


@pytest.mark.parametrize(
    "text", ["ACQUITTED", "DISMISSED", "CONVICTED", "PROS REJ-LACK OF EVIDENCE", "SENTENCE MODIFIED"]
)
def test_a_charge_that_has_ended_is_not_pending(tmp_path: Path, text: str) -> None:
    charge = full(**BURGLARY, STP_EVENT_DATE="20190701", DISP_DESCR=text)
    assert facts(tmp_path, full(), charge)["years_since_open_charge"] == math.inf


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("PLEA WITHDRAWN/DISMISSED", True), ("PARDONED BY GOVERNOR", None), ("RECORD SEALED PER 851.8 PC", None),
        ("PETITION WITHDRAWN", False),
    ],
)  # fmt: skip
def test_whether_a_later_row_set_the_conviction_aside(tmp_path: Path, text: str, gone: bool | None) -> None:
    assert facts(tmp_path, full(), later(text, "20100101"))["set_aside"] is gone


def test_a_sealed_count_says_nothing_of_a_conviction_beside_it(tmp_path: Path) -> None:
    beside = later("RECORD SEALED PER 851.8 PC", "20100101", CNT_ORDER="101002002000")
    found = facts(tmp_path, full(), beside)
    assert (found["set_aside"], found["prop64_relief_granted"]) == (False, False)


@pytest.mark.parametrize(
    ("court", "federal"),
    [("USFD SAN FRANCISCO", True), ("USDC NORTHERN", True), ("CASC ALAMEDA", False), ("", False)],
)
def test_whether_a_federal_court_convicted(tmp_path: Path, court: str, federal: bool) -> None:
    assert facts(tmp_path, full(STP_ORI_DESCR=court))["federal_court"] is federal


def test_a_federal_conviction_stays_a_prior(tmp_path: Path) -> None:
    murder = full(**BURGLARY | {"OFFENSE_DESCR": "187(A) PC-MURDER"}, STP_EVENT_DATE="19900101", STP_ORI_DESCR="USFD")
    assert facts(tmp_path, full(), murder)["superstrike_before"] is True


def test_an_adjudication_of_a_juvenile_court_is_no_prior_conviction(tmp_path: Path) -> None:
    """People v. Zamora; a conviction reported by a juvenile court contradicts itself, and is looked at."""
    cells = BURGLARY | {"OFFENSE_DESCR": "187(A) PC-MURDER", "STP_ORI_DESCR": "CAJV LOS ANGELES"}
    sustained = full(**cells, STP_EVENT_DATE="19900101", DISP_DESCR="JUV PETITION SUSTAINED", CONV_STAT_DESCR="")
    assert facts(tmp_path, full(), sustained)["superstrike_before"] is False
    assert facts(tmp_path, full(), sustained | {"DISP_DESCR": "CONVICTED"})["superstrike_before"] is None


def test_prison_is_never_for_less_than_a_felony(tmp_path: Path) -> None:
    assert facts(tmp_path, full(CONV_STAT_DESCR="MISDEMEANOR"))["prison_imposed"] is False


@pytest.mark.parametrize(
    ("rows", "years"),
    [
        ([part("PROBATION", "60", "M"), part("JAIL", "365", "D")], 20.08),  # jail is a condition: 1 June 2000
        ([part("PROBATION", "1", "Y"), part("JAIL", "3", "Y")], 22.08),
        ([part("JAIL", "16", "M"), part("MAND SUPERVISION", "8", "M")], 23.08),
        ([part("PROBATION", "5", "Y"), part("PRISON", "2", "Y")], 18.08),
        ([part("FINE")], 25.08),
        ([part("PROBATION", "30", "Y")], 0.0),  # it runs
        ([part("PROBATION")], None),
        ([full(DISP_DESCR="CONVICTED-PROBATION")], None),
        ([part("PROBATION", "5", "Y"), full(DISP_DESCR="CONVICTED-PROB/JAIL")], None),  # of the jail no length is given
    ],
)
def test_years_since_the_sentence_ended(tmp_path: Path, rows: list[Row], years: float | None) -> None:
    found = facts(tmp_path, *rows)["years_since_sentence_ended"]
    assert found == (years if years is None else pytest.approx(years, abs=0.01))


def test_a_revocation_may_bring_prison_of_its_own(tmp_path: Path) -> None:
    revoked = {"DISP_DESCR": "PROBATION REVOKED", "CONV_STAT_DESCR": "", "STP_EVENT_DATE": "19970601"}
    found = facts(tmp_path, part("PROBATION", "3", "Y"), part("PRISON", "3", "Y", **revoked))
    assert (found["prison_imposed"], found["probation_revoked"]) == (True, True)
    assert found["years_since_sentence_ended"] == pytest.approx(20.08, abs=0.01)  # 1 June 2000


LATER = {
    "CNT_ORDER": "102002001000", "OFFENSE_DESCR": "459 PC-BURGLARY", "STP_ORI_CNTY_NAME": "ALAMEDA",
}  # fmt: skip
ARREST = {"STP_TYPE_DESCR": "ARREST/DETAINED/CITED", "DISP_DESCR": "", "CONV_STAT_DESCR": ""}
INTAKE = {"STP_TYPE_DESCR": "PROBATION", "CNT_ORDER": "101003001000", "DISP_DESCR": "", "CONV_STAT_DESCR": ""}


@pytest.mark.parametrize(
    ("other", "convicted", "arrested", "since"),
    [
        (full(**INTAKE, STP_EVENT_DATE="19950615"), False, False, False),  # the start of one's own probation
        (full(**INTAKE | {"STP_TYPE_DESCR": "CUSTODY"}, STP_EVENT_DATE="19950615"), False, False, False),
        (full(**ARREST, CNT_ORDER="101001001000", STP_EVENT_DATE="19950601"), False, False, False),  # on the same day
        (full(**ARREST, CNT_ORDER="102001001000", STP_EVENT_DATE="19970301"), False, True, False),
        (full(**ARREST, CNT_ORDER="102001001000", STP_EVENT_DATE="20050301"), False, False, False),
        (full(**LATER, STP_EVENT_DATE="19970301"), True, False, True),
        (full(**LATER, STP_EVENT_DATE="19980601"), True, False, True),  # the last day of three years
        (full(**LATER, STP_EVENT_DATE="19980602"), False, False, True),
        (full(**LATER, STP_EVENT_DATE=""), None, False, None),
        (full(**LATER | {"DISP_DESCR": ""}, STP_EVENT_DATE="19970301"), None, False, None),
        ("1,ACTIVE,1,too,short", None, None, None),
    ],
)
def test_what_came_while_probation_ran(
    tmp_path: Path, other: Row | str, convicted: bool | None, arrested: bool | None, since: bool | None
) -> None:
    found = facts(tmp_path, part("PROBATION", "3", "Y"), other)
    assert (found["convicted_during_sentence"], found["arrested_during_sentence"]) == (convicted, arrested)
    assert found["convicted_since"] is since


def test_who_serves_by_the_record(tmp_path: Path) -> None:
    running = full(**LATER, STP_EVENT_DATE="20190301") | {
        "SENT_LOC_DESCR": "PRISON",
        "SENT_LENGTH": "4",
        "SENT_TIME_CODE": "Y",
    }
    assert facts(tmp_path, part("PROBATION", "3", "Y"), running)["serving_on_record"] is True
    assert facts(tmp_path, part("PROBATION", "3", "Y"))["serving_on_record"] is False
    assert facts(tmp_path, part("PROBATION", "3", "Y"), "1,ACTIVE,1,too,short")["serving_on_record"] is None


@pytest.mark.parametrize(("length", "unit"), [("90", "D"), ("", "")])
def test_supervision_that_the_head_of_a_sheet_names_goes_on(tmp_path: Path, length: str, unit: str) -> None:
    supervised = {"STP_TYPE_DESCR": "SUPERVISION", "STP_EVENT_DATE": "20200701", "CNT_ORDER": "999999999000"}
    blank = {"OFFENSE_DESCR": "", "OFFENSE_TOC": "", "DISP_DESCR": "", "CONV_STAT_DESCR": ""}
    head = part("PROBATION", length, unit, **supervised, **blank)
    assert facts(tmp_path, part("PROBATION", "3", "Y"), head)["serving_on_record"] is True


@pytest.mark.parametrize(
    ("other", "years"),
    [
        (full(**LATER, STP_EVENT_DATE="20170701"), math.inf),
        (full(**LATER, STP_EVENT_DATE="20170701") | {"SENT_LOC_DESCR": "JAIL"}, 3.0),
        (full(**LATER, STP_EVENT_DATE="") | {"SENT_LOC_DESCR": "JAIL"}, None),
        ("1,ACTIVE,1,too,short", None),
    ],
)
def test_years_since_a_sentence_whose_end_is_not_known(tmp_path: Path, other: Row | str, years: float | None) -> None:
    assert facts(tmp_path, part("PROBATION", "3", "Y"), other)["years_since_unknown_sentence"] == years


@pytest.mark.parametrize(
    ("other", "years"),
    [
        (full(**LATER | {"DISP_DESCR": ""}, STP_EVENT_DATE="20180701"), 2.0),
        (full(**LATER | {"DISP_DESCR": "DISMISSED"}, STP_EVENT_DATE="20180701"), math.inf),
        (full(**LATER | {"DISP_DESCR": ""}, STP_EVENT_DATE=""), math.inf),
    ],
)
def test_years_since_a_count_of_which_no_row_says_what_became(tmp_path: Path, other: Row, years: float) -> None:
    assert facts(tmp_path, full(), other)["years_since_open_charge"] == years


RELIEF = {"CONV_STAT_DESCR": "", "STP_EVENT_DATE": "20100301"}


@pytest.mark.parametrize(
    ("text", "felony", "gone"),
    [
        (None, True, False),
        ("CONV SET ASIDE & DISM PER 1203.4 PC", True, True),
        ("REDUCED TO MISDEMEANOR PER 17(B) PC", False, False),
        ("RESENTENCED PER 1170.18 PC", False, False),
        ("RESENTENCED PER 11361.8 HS", False, None),
        ("REDUCED TO MISDEMEANOR", False, False),
        ("CONVICTION VACATED", True, True),
        ("DISMISSED/FURTHERANCE OF JUSTICE", None, None),
    ],
)
def test_a_felony_that_was_reduced_is_none_any_longer(
    tmp_path: Path, text: str | None, felony: bool | None, gone: bool | None
) -> None:
    later = [full(DISP_DESCR=text, **RELIEF)] if text else []
    found = facts(tmp_path, full(), *later)
    assert (found["is_felony"], found["is_felony_now"], found["set_aside"]) == (True, felony, gone)


@pytest.mark.parametrize(
    ("status", "charge", "value"),
    [("INFRACTION", "I", True), ("MISDEMEANOR", "I", False), ("", "I", True), ("FELONY", "F", False), ("", "", None)],
)
def test_an_infraction(tmp_path: Path, status: str, charge: str, value: bool | None) -> None:
    assert facts(tmp_path, full(CONV_STAT_DESCR=status, OFFENSE_TOC=charge))["is_infraction"] is value


@pytest.mark.parametrize(
    ("offense", "fact", "value"),
    [
        ("11377(A) HS-POSSESS CONTROLLED SUBSTANCE", "is_wobbler", True),
        ("11377(A) HS-POSSESS CONTROLLED SUBSTANCE", "is_prop47_offense", True),
        ("459 PC-BURGLARY:FIRST DEGREE", "is_prop47_offense", False),
        ("459 PC-BURGLARY", "is_prop47_offense", None),
        ("23152(A) VC-DUI ALCOHOL/DRUGS", "is_driving_offense", True),
        ("288(A) PC-LEWD ACT", "is_barred_from_dismissal", True),
        ("288(A) PC-LEWD ACT", "is_registrable", True),
        ("211 PC-ROBBERY", "is_serious_or_violent", True),
        ("211 PC-ROBBERY", "is_county_jail_felony", False),
        ("HEROIN, OBSCURE", "is_wobbler", None),
    ],
)
def test_of_which_lists_a_conviction_is(tmp_path: Path, offense: str, fact: str, value: bool | None) -> None:
    assert facts(tmp_path, full(OFFENSE_DESCR=offense))[fact] is value


def test_a_bar_counts_at_whatever_time(tmp_path: Path) -> None:
    """Otherwise than under HS 11361.8, where it must be prior (Walker, Casillas)."""
    later = full(**LATER | {"OFFENSE_DESCR": "187(A) PC-MURDER"}, STP_EVENT_DATE="20130801")
    found = facts(tmp_path, full(), later)
    assert (found["superstrike_before"], found["superstrike_on_record"]) == (False, True)
    registration = full(STP_TYPE_DESCR="REGISTRATION", OFFENSE_DESCR="290 PC", DISP_DESCR="", CNT_ORDER="103001001000")
    assert facts(tmp_path, full(), registration)["registrable_on_record"] is None


class TestEveryCounty:
    def test_with_no_county_every_conviction_is_in_it(self, tmp_path: Path) -> None:
        rows = [full(), full(**LATER), full(CNT_ORDER="103002001000", STP_ORI_CNTY_NAME="")]
        history = read_delivered([written(tmp_path / "history.dat", rows)]).history
        every = put_together(history, None, AS_OF, "any").asked
        assert fact_columns(every)["in_county"].to_list() == [True, True, True]
        assert every["cannabis"].to_list() == [True, False, True]
        here = put_together(history, COUNTY, AS_OF, "any").asked
        assert fact_columns(here)["in_county"].to_list() == [True, None]

    def test_packs_about_cannabis_are_asked_of_cannabis_alone(self, tmp_path: Path) -> None:
        history = read_delivered([written(tmp_path / "history.dat", [full(), full(**LATER)])]).history
        assert put_together(history, None, AS_OF).asked["conviction_id"].to_list() == ["1/101002001000"]
