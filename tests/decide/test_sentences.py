"""What a case was sentenced to, when that ends, what came after, and of which lists a conviction is."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from tests.cli.rows import AS_OF, COUNTY, Row, written
from tests.sources.files import full
from tests.together import PERSON, Case, Cases, Told
from vacatur.decide.facts import fact_columns
from vacatur.decide.frame import put_together
from vacatur.runs import read_delivered

BURGLARY = {"CNT_ORDER": "102002001000", "OFFENSE_DESCR": "459 PC-BURGLARY"}


CUT_OFF = f"1,ACTIVE,{PERSON},too,short"

case = Cases()


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The facts of one conviction of a case, whatever its offense and county."""
    history = read_delivered([case.written(tmp_path_factory.mktemp("cases"))]).history
    asked = put_together(history, None, AS_OF, "any").asked
    return Told(fact_columns(asked).with_columns(asked["conviction_id"]).to_dicts())


def part(place: str, length: str = "", unit: str = "", **cells: str) -> Row:
    return full(SENT_LOC_DESCR=place, SENT_LENGTH=length, SENT_TIME_CODE=unit, **cells)


SENTENCE = ("probation_granted", "jail_imposed", "prison_imposed", "split_sentence")


@pytest.mark.parametrize(
    ("sentenced", "values"),
    [
        (case(part("PROBATION", "36", "M"), part("JAIL", "30", "D")), (True, True, False, False)),
        (case(part("JAIL", "16", "M"), part("MANDATORY SUPERVISION", "8", "M")), (False, True, False, True)),
        (case(part("PRISON", "3", "Y"), part("FINE")), (False, False, True, False)),
        (case(part("PRISON SS", "3", "Y")), (False, False, False, False)),
        (case(part("FINE")), (False, False, False, False)),
        (case(full()), (None, None, None, None)),
        (case(full(DISP_DESCR="CONVICTED-PROB/JAIL")), (True, True, False, False)),
        (case(full(DISP_DESCR="CONVICTED-PRISON")), (False, False, True, False)),
        (case(part("", "3", "Y")), (None, None, None, None)),
        (case(part("PROBATION", "3", "Y"), part("", "3", "M")), (True, None, None, None)),
        (case(part("NOT READ")), (None, None, None, None)),
    ],
)
def test_what_a_case_was_sentenced_to(facts: Told, sentenced: Case, values: tuple[bool | None, ...]) -> None:
    found = facts(sentenced)
    assert tuple(found[name] for name in SENTENCE) == values


SECOND = full(CNT_ORDER="101002002000", OFFENSE_DESCR="466 PC-BURGLARY TOOLS", CONV_STAT_DESCR="MISDEMEANOR")
OF_TWO_COUNTS = case(part("PROBATION", "3", "Y"), SECOND)


def test_a_count_of_which_nothing_is_said_shares_the_sentence_of_its_case(facts: Told) -> None:
    found = facts(OF_TWO_COUNTS, "1/101002002000")
    assert (found["probation_granted"], found["jail_imposed"]) == (True, False)


def later(text: str, day: str, *, place: str = "", length: str = "", unit: str = "", **cells: str) -> Row:
    """A later row of the count of conviction."""
    sentence = {"SENT_LOC_DESCR": place, "SENT_LENGTH": length, "SENT_TIME_CODE": unit}
    return full(DISP_DESCR=text, STP_EVENT_DATE=day, CONV_STAT_DESCR="", **sentence | cells)


ENDS = ("serving_on_record", "years_since_sentence_ended", "years_since_unknown_sentence")


def five_years(*rows: Row) -> Case:
    """Of probation, from 1 June 1995."""
    return case(part("PROBATION", "60", "M"), *rows)


@pytest.mark.parametrize(
    ("probation", "values"),
    [
        (
            five_years(later("SENTENCE MODIFIED", "19980701", place="PROBATION", length="25", unit="Y")),
            (True, 0.0, math.inf),
        ),
        (
            five_years(later("SENTENCE MODIFIED", "19980701", place="PROBATION", length="2", unit="Y")),
            (False, 20.0, math.inf),
        ),
        (five_years(later("PROBATION EXTENDED", "19980701")), (False, None, 22.0)),
        (five_years(later("PROBATION REINSTATED", "19980701")), (False, None, 22.0)),
        (five_years(later("SENTENCE MODIFIED", "19980701")), (False, None, 22.0)),
        (five_years(later("PROBATION EXTENDED", "20300101")), (False, None, None)),  # a slip of the pen: it has no day
        (five_years(later("PROBATION TERMINATED", "19960701")), (False, 24.0, math.inf)),
        (five_years(later("PROBATION TERMINATED EARLY", "19960701")), (False, 24.0, math.inf)),
        (
            five_years(later("PROBATION EXTENDED", "19960101"), later("PROBATION TERMINATED", "19960701")),
            (False, 24.0, math.inf),
        ),
        (
            five_years(later("PROBATION TERMINATED", "19960701"), later("PROBATION REINSTATED", "19980701")),
            (False, None, 22.0),
        ),
        (five_years(later("PROBATION TERMINATED", "19960701", CNT_ORDER="101002002000")), (False, 20.08, math.inf)),
    ],
)
def test_what_was_done_to_probation_later(
    facts: Told, probation: Case, values: tuple[bool | None, float | None, float | None]
) -> None:
    """Looked at on 1 July 2020."""
    found = facts(probation)
    for name, value in zip(ENDS, values, strict=True):
        assert found[name] == (pytest.approx(value, abs=0.01) if isinstance(value, float) else value), name


ENDED = later("PROBATION TERMINATED", "19960701")


@pytest.mark.parametrize(
    ("probation", "years"),
    [
        (case(part("PROBATION"), ENDED), 24),
        (case(part("NOT READ"), ENDED), None),  # it may be prison
        (case(part("PROBATION", "5", "Y"), part("PRISON", "2", "Y"), ENDED), 18.08),
    ],
)
def test_probation_that_was_ended_ended_also_where_its_length_was_not_given(
    facts: Told, probation: Case, years: float | None
) -> None:
    found = facts(probation)["years_since_sentence_ended"]
    assert found == (years if years is None else pytest.approx(years, abs=0.01))


HELD = full(DISP_DESCR="PROBATION VIOLATION", STP_TYPE_DESCR="ARREST/DETAINED/CITED", CNT_ORDER="102001001000")


@pytest.mark.parametrize("held", [case(part("PROBATION", "3", "Y"), HELD)])
def test_words_about_probation_of_who_was_not_convicted_are_no_sentence(facts: Told, held: Case) -> None:
    assert facts(held)["years_since_unknown_sentence"] == math.inf


@pytest.mark.parametrize(
    ("sentenced", "value"),
    [
        (case(part("PROBATION", "3", "Y"), part("PRISON SS", "2", "Y")), True),
        (case(part("PROBATION", "3", "Y"), part("CDC SUSPENDED", "2", "Y")), True),
        (case(part("PROBATION", "3", "Y"), part("JAIL SS", "2", "Y")), False),
    ],
)
def test_prison_that_is_suspended_is_not_served_and_yet_was_imposed(facts: Told, sentenced: Case, value: bool) -> None:
    found = facts(sentenced)
    assert (found["prison_suspended"], found["prison_imposed"]) == (value, False)


def charge(text: str, **cells: str) -> Row:
    """A burglary charged a year before the day of the run."""
    return full(**BURGLARY, STP_EVENT_DATE="20190701", DISP_DESCR=text, **cells)


UNENDED = [
    charge(text, CONV_STAT_DESCR="")
    for text in (
        "BENCH WARRANT ISSUED", "HELD TO ANSWER", "CONTINUED", "DIVERSION", "PROC SUSP/COMM MENTALLY INCOMP 1370 PC",
        "",
    )
]  # fmt: skip


@pytest.mark.parametrize(
    ("pending", "ended"),
    [(case(full(), row), case(full(), row, row | {"DISP_DESCR": "DISMISSED"})) for row in UNENDED],
)
def test_a_charge_that_no_disposition_ends_may_be_pending(facts: Told, pending: Case, ended: Case) -> None:
    assert facts(pending)["years_since_open_charge"] == pytest.approx(1, abs=0.01)
    assert facts(ended)["years_since_open_charge"] == math.inf


@pytest.mark.parametrize(
    "ended",
    [
        case(full(), charge("ACQUITTED")),
        case(full(), charge("DISMISSED")),
        case(full(), charge("CONVICTED")),
        case(full(), charge("PROS REJ-LACK OF EVIDENCE")),
        case(full(), charge("SENTENCE MODIFIED")),
    ],
)
def test_a_charge_that_has_ended_is_not_pending(facts: Told, ended: Case) -> None:
    assert facts(ended)["years_since_open_charge"] == math.inf


@pytest.mark.parametrize(
    ("conviction", "gone"),
    [
        (case(full(), later("PLEA WITHDRAWN/DISMISSED", "20100101")), True),
        (case(full(), later("PARDONED BY GOVERNOR", "20100101")), None),
        (case(full(), later("RECORD SEALED PER 851.8 PC", "20100101")), None),
        (case(full(), later("PETITION WITHDRAWN", "20100101")), False),
    ],
)
def test_whether_a_later_row_set_the_conviction_aside(facts: Told, conviction: Case, gone: bool | None) -> None:
    assert facts(conviction)["set_aside"] is gone


SEALED = later("RECORD SEALED PER 851.8 PC", "20100101", CNT_ORDER="101002002000")


@pytest.mark.parametrize("beside", [case(full(), SEALED)])
def test_a_sealed_count_says_nothing_of_a_conviction_beside_it(facts: Told, beside: Case) -> None:
    found = facts(beside)
    assert (found["set_aside"], found["prop64_relief_granted"]) == (False, False)


@pytest.mark.parametrize(
    ("convicted", "federal"),
    [
        (case(full(STP_ORI_DESCR="USFD SAN FRANCISCO")), True),
        (case(full(STP_ORI_DESCR="USDC NORTHERN")), True),
        (case(full(STP_ORI_DESCR="CASC ALAMEDA")), False),
        (case(full(STP_ORI_DESCR="")), False),
    ],
)
def test_whether_a_federal_court_convicted(facts: Told, convicted: Case, federal: bool) -> None:
    assert facts(convicted)["federal_court"] is federal


MURDER = BURGLARY | {"OFFENSE_DESCR": "187(A) PC-MURDER", "STP_EVENT_DATE": "19900101"}
ADJUDGED = full(**MURDER, STP_ORI_DESCR="CAJV LOS ANGELES", DISP_DESCR="JUV PETITION SUSTAINED", CONV_STAT_DESCR="")


@pytest.mark.parametrize("federal", [case(full(), full(**MURDER, STP_ORI_DESCR="USFD"))])
def test_a_federal_conviction_stays_a_prior(facts: Told, federal: Case) -> None:
    assert facts(federal)["superstrike_before"] is True


@pytest.mark.parametrize("juvenile", [case(full(), ADJUDGED), case(full(), ADJUDGED | {"DISP_DESCR": "CONVICTED"})])
def test_an_adjudication_of_a_juvenile_court_is_never_surely_a_prior_conviction(facts: Told, juvenile: Case) -> None:
    """By People v. Zamora it is none; that the court was one for juveniles is looked at."""
    assert facts(juvenile)["superstrike_before"] is None


@pytest.mark.parametrize("lesser", [case(full(CONV_STAT_DESCR="MISDEMEANOR"))])
def test_prison_is_never_for_less_than_a_felony(facts: Told, lesser: Case) -> None:
    assert facts(lesser)["prison_imposed"] is False


@pytest.mark.parametrize(
    ("sentenced", "years"),
    [
        (case(part("PROBATION", "60", "M"), part("JAIL", "365", "D")), 20.08),  # jail is a condition: 1 June 2000
        (case(part("PROBATION", "1", "Y"), part("JAIL", "3", "Y")), 22.08),
        (case(part("JAIL", "16", "M"), part("MAND SUPERVISION", "8", "M")), 23.08),
        (case(part("PROBATION", "5", "Y"), part("PRISON", "2", "Y")), 18.08),
        (case(part("FINE")), 25.08),
        (case(part("PROBATION", "30", "Y")), 0.0),  # it runs
        (case(part("PROBATION")), None),
        (case(full(DISP_DESCR="CONVICTED-PROBATION")), None),
        (
            case(part("PROBATION", "5", "Y"), full(DISP_DESCR="CONVICTED-PROB/JAIL")),
            None,
        ),  # of the jail no length is given
    ],
)
def test_years_since_the_sentence_ended(facts: Told, sentenced: Case, years: float | None) -> None:
    found = facts(sentenced)["years_since_sentence_ended"]
    assert found == (years if years is None else pytest.approx(years, abs=0.01))


REVOKED = {"DISP_DESCR": "PROBATION REVOKED", "CONV_STAT_DESCR": "", "STP_EVENT_DATE": "19970601"}


@pytest.mark.parametrize("revoked", [case(part("PROBATION", "3", "Y"), part("PRISON", "3", "Y", **REVOKED))])
def test_a_revocation_may_bring_prison_of_its_own(facts: Told, revoked: Case) -> None:
    found = facts(revoked)
    assert (found["prison_imposed"], found["probation_revoked"]) == (True, True)
    assert found["years_since_sentence_ended"] == pytest.approx(20.08, abs=0.01)  # 1 June 2000


LATER = {
    "CNT_ORDER": "102002001000", "OFFENSE_DESCR": "459 PC-BURGLARY", "STP_ORI_CNTY_NAME": "ALAMEDA",
}  # fmt: skip
ARREST = {"STP_TYPE_DESCR": "ARREST/DETAINED/CITED", "DISP_DESCR": "", "CONV_STAT_DESCR": ""}
INTAKE = {"STP_TYPE_DESCR": "PROBATION", "CNT_ORDER": "101003001000", "DISP_DESCR": "", "CONV_STAT_DESCR": ""}


def three_years(*rows: Row | str) -> Case:
    """Of probation, from 1 June 1995."""
    return case(part("PROBATION", "3", "Y"), *rows)


@pytest.mark.parametrize(
    ("probation", "convicted", "arrested", "since"),
    [
        (
            three_years(full(**INTAKE, STP_EVENT_DATE="19950615")),
            False,
            False,
            False,
        ),  # the start of one's own probation
        (three_years(full(**INTAKE | {"STP_TYPE_DESCR": "CUSTODY"}, STP_EVENT_DATE="19950615")), False, False, False),
        (
            three_years(full(**ARREST, CNT_ORDER="101001001000", STP_EVENT_DATE="19950601")),
            False,
            False,
            False,
        ),  # on the same day
        (three_years(full(**ARREST, CNT_ORDER="102001001000", STP_EVENT_DATE="19970301")), False, True, False),
        (three_years(full(**ARREST, CNT_ORDER="102001001000", STP_EVENT_DATE="20050301")), False, False, False),
        (three_years(full(**LATER, STP_EVENT_DATE="19970301")), True, False, True),
        (three_years(full(**LATER, STP_EVENT_DATE="19980601")), True, False, True),  # the last day of three years
        (three_years(full(**LATER, STP_EVENT_DATE="19980602")), False, False, True),
        (three_years(full(**LATER, STP_EVENT_DATE="")), None, False, None),
        (three_years(full(**LATER | {"DISP_DESCR": ""}, STP_EVENT_DATE="19970301")), None, False, None),
        (three_years(CUT_OFF), None, None, None),
    ],
)
def test_what_came_while_probation_ran(
    facts: Told, probation: Case, convicted: bool | None, arrested: bool | None, since: bool | None
) -> None:
    found = facts(probation)
    assert (found["convicted_during_sentence"], found["arrested_during_sentence"]) == (convicted, arrested)
    assert found["convicted_since"] is since


RUNNING = full(**LATER, STP_EVENT_DATE="20190301", SENT_LOC_DESCR="PRISON", SENT_LENGTH="4", SENT_TIME_CODE="Y")


@pytest.mark.parametrize(
    ("sentenced", "serves"), [(three_years(RUNNING), True), (three_years(), False), (three_years(CUT_OFF), None)]
)
def test_who_serves_by_the_record(facts: Told, sentenced: Case, serves: bool | None) -> None:
    assert facts(sentenced)["serving_on_record"] is serves


def supervised(length: str, unit: str) -> Row:
    """The head of a sheet that names supervision."""
    when = {"STP_TYPE_DESCR": "SUPERVISION", "STP_EVENT_DATE": "20200701", "CNT_ORDER": "999999999000"}
    blank = {"OFFENSE_DESCR": "", "OFFENSE_TOC": "", "DISP_DESCR": "", "CONV_STAT_DESCR": ""}
    return part("PROBATION", length, unit, **when, **blank)


@pytest.mark.parametrize("sentenced", [three_years(supervised("90", "D")), three_years(supervised("", ""))])
def test_supervision_that_the_head_of_a_sheet_names_goes_on(facts: Told, sentenced: Case) -> None:
    assert facts(sentenced)["serving_on_record"] is True


@pytest.mark.parametrize(
    ("sentenced", "years"),
    [
        (three_years(full(**LATER, STP_EVENT_DATE="20170701")), math.inf),
        (three_years(full(**LATER, STP_EVENT_DATE="20170701", SENT_LOC_DESCR="JAIL")), 3.0),
        (three_years(full(**LATER, STP_EVENT_DATE="", SENT_LOC_DESCR="JAIL")), None),
        (three_years(CUT_OFF), None),
    ],
)
def test_years_since_a_sentence_whose_end_is_not_known(facts: Told, sentenced: Case, years: float | None) -> None:
    assert facts(sentenced)["years_since_unknown_sentence"] == years


@pytest.mark.parametrize(
    ("charged", "years"),
    [
        (case(full(), full(**LATER | {"DISP_DESCR": ""}, STP_EVENT_DATE="20180701")), 2.0),
        (case(full(), full(**LATER | {"DISP_DESCR": "DISMISSED"}, STP_EVENT_DATE="20180701")), math.inf),
        (case(full(), full(**LATER | {"DISP_DESCR": ""}, STP_EVENT_DATE="")), math.inf),
    ],
)
def test_years_since_a_count_of_which_no_row_says_what_became(facts: Told, charged: Case, years: float) -> None:
    assert facts(charged)["years_since_open_charge"] == years


def relieved(text: str) -> Case:
    """An ordinary conviction, and what a court said of it on 1 March 2010."""
    return case(full(), full(DISP_DESCR=text, CONV_STAT_DESCR="", STP_EVENT_DATE="20100301"))


@pytest.mark.parametrize(
    ("conviction", "felony", "gone"),
    [
        (case(full()), True, False),
        (relieved("CONV SET ASIDE & DISM PER 1203.4 PC"), True, True),
        (relieved("REDUCED TO MISDEMEANOR PER 17(B) PC"), False, False),
        (relieved("RESENTENCED PER 1170.18 PC"), False, False),
        (relieved("RESENTENCED PER 11361.8 HS"), False, None),
        (relieved("REDUCED TO MISDEMEANOR"), False, False),
        (relieved("CONVICTION VACATED"), True, True),
        (relieved("DISMISSED/FURTHERANCE OF JUSTICE"), None, None),
    ],
)
def test_a_felony_that_was_reduced_is_none_any_longer(
    facts: Told, conviction: Case, felony: bool | None, gone: bool | None
) -> None:
    found = facts(conviction)
    assert (found["is_felony"], found["is_felony_now"], found["set_aside"]) == (True, felony, gone)


@pytest.mark.parametrize(
    ("conviction", "value"),
    [
        (case(full(CONV_STAT_DESCR="INFRACTION", OFFENSE_TOC="I")), True),
        (case(full(CONV_STAT_DESCR="MISDEMEANOR", OFFENSE_TOC="I")), False),
        (case(full(CONV_STAT_DESCR="", OFFENSE_TOC="I")), True),
        (case(full(CONV_STAT_DESCR="FELONY", OFFENSE_TOC="F")), False),
        (case(full(CONV_STAT_DESCR="", OFFENSE_TOC="")), None),
    ],
)
def test_an_infraction(facts: Told, conviction: Case, value: bool | None) -> None:
    assert facts(conviction)["is_infraction"] is value


@pytest.mark.parametrize(
    ("conviction", "fact", "value"),
    [
        (case(full(OFFENSE_DESCR="11377(A) HS-POSSESS CONTROLLED SUBSTANCE")), "is_wobbler", True),
        (case(full(OFFENSE_DESCR="11377(A) HS-POSSESS CONTROLLED SUBSTANCE")), "is_prop47_offense", True),
        (case(full(OFFENSE_DESCR="459 PC-BURGLARY:FIRST DEGREE")), "is_prop47_offense", False),
        (case(full(OFFENSE_DESCR="459 PC-BURGLARY")), "is_prop47_offense", None),
        (case(full(OFFENSE_DESCR="23152(A) VC-DUI ALCOHOL/DRUGS")), "is_driving_offense", True),
        (case(full(OFFENSE_DESCR="288(A) PC-LEWD ACT")), "is_barred_from_dismissal", True),
        (case(full(OFFENSE_DESCR="288(A) PC-LEWD ACT")), "is_registrable", True),
        (case(full(OFFENSE_DESCR="211 PC-ROBBERY")), "is_serious_or_violent", True),
        (case(full(OFFENSE_DESCR="211 PC-ROBBERY")), "is_county_jail_felony", False),
        (case(full(OFFENSE_DESCR="HEROIN, OBSCURE")), "is_wobbler", None),
    ],
)
def test_of_which_lists_a_conviction_is(facts: Told, conviction: Case, fact: str, value: bool | None) -> None:
    assert facts(conviction)[fact] is value


REGISTERED = full(STP_TYPE_DESCR="REGISTRATION", OFFENSE_DESCR="290 PC", DISP_DESCR="", CNT_ORDER="103001001000")


@pytest.mark.parametrize(
    ("murdered", "registered"),
    [
        (
            case(full(), full(**LATER | {"OFFENSE_DESCR": "187(A) PC-MURDER"}, STP_EVENT_DATE="20130801")),
            case(full(), REGISTERED),
        )
    ],
)
def test_a_bar_counts_at_whatever_time(facts: Told, murdered: Case, registered: Case) -> None:
    """Otherwise than under HS 11361.8, where it must be prior (Walker, Casillas)."""
    found = facts(murdered)
    assert (found["superstrike_before"], found["superstrike_on_record"]) == (False, True)
    assert facts(registered)["registrable_on_record"] is None


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
