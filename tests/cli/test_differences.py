"""Where Vacatur differs from its predecessors: for each line of docs/differences.md a test on a short history."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

import vacatur
from tests.cli.conftest import contents
from tests.cli.rows import AS_OF, COUNTY, Row, chosen, row, run, written
from tests.together import Case, Cases, Told
from vacatur.errors import VacaturError

EARLIER = {"CNT_ORDER": "100002001000", "STP_EVENT_DATE": "19900301", "OFN": "BA0"}
LATER = {"CNT_ORDER": "102002001000", "STP_EVENT_DATE": "20150301", "OFN": "BA2"}
BURGLARY = {"OFFENSE_DESCR": "459 PC-BURGLARY"}
YOUNG = {"PRI_DOB": "19750115"}
"""45 on the day of the run: under the age at which the Los Angeles pilot dismisses."""


case = Cases()


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What the Los Angeles pilot decides on each case."""
    path = case.written(tmp_path_factory.mktemp("cases"))
    return Told(chosen(vacatur.run([path], COUNTY, ["ca-la-2020-pilot"], as_of=AS_OF)))


def one(decisions: list[dict[str, object]]) -> dict[str, object]:
    """The only decision."""
    (decision,) = decisions
    return decision


def before(offense: str, **cells: str) -> Row:
    """A conviction of another offense, before the ordinary one."""
    return row(OFFENSE_DESCR=offense, **{**EARLIER, **cells})


NEIGHBORS = (row(OFFENSE_DESCR="11357.5 HS-SYNTHETIC"), row(OFFENSE_DESCR="11360.5 HS", **LATER), row(**EARLIER))


@pytest.mark.parametrize("beside", [case(*NEIGHBORS)])
def test_11357_5_and_11360_5_are_not_prop_64_offenses(decided: Told, beside: Case) -> None:
    assert [decision["conviction_id"] for decision in decided.all(beside)] == ["1/100002001000"]


def born(day: str) -> Case:
    """Somebody with a conviction of 2015 for another offense, of that birth date."""
    return case(row(PRI_DOB=day), row(PRI_DOB=day, **BURGLARY, **LATER))


@pytest.mark.parametrize("person", [born(""), born("00000000"), born("19700000"), born("19701345")])
def test_a_missing_or_impossible_birth_date_is_unknown_and_leads_to_review(decided: Told, person: Case) -> None:
    decision = one(decided.all(person))
    assert decision["determination"] == "review"
    assert "age_now" in decision["unknown_facts"]  # type: ignore[operator]


@pytest.mark.parametrize(
    "convicted", [case(row(STP_EVENT_DATE=day)) for day in ("", "00000000", "19950000", "19951345")]
)
def test_a_missing_or_impossible_conviction_date_is_unknown_and_leads_to_review(decided: Told, convicted: Case) -> None:
    decision = one(decided.all(convicted))
    assert decision["determination"] == "review"
    assert decision["unknown_facts"]


def test_an_attempt_at_11358_is_read_and_marked_for_review(tmp_path: Path) -> None:
    results = run(tmp_path, row(OFFENSE_DESCR="664-11358 HS-CULTIVATE MARIJUANA"), pack="ca-dismiss-all")
    assert one(chosen(results))["determination"] == "review"


@pytest.mark.parametrize(
    "person",
    [
        case(before("537 PC-DEFRAUD INNKEEPER"), row()),
        case(before("12205 PC"), row()),
        case(before("261.5 PC-SEX W/MINOR"), row()),
    ],
)
def test_a_statute_whose_digits_merely_contain_a_listed_section_bars_nothing(decided: Told, person: Case) -> None:
    assert one(decided.all(person))["rule"] == "old-enough"


@pytest.mark.parametrize(
    "person",
    [
        case(before("187(A) PC-MURDER"), row()),
        case(before("187(A)PC-MURDER"), row()),
        case(before("269(A)(1) PC"), row()),
        case(before("314.1 PC-INDECENT EXPOSURE"), row()),
    ],
)
def test_a_listed_section_bars_in_whatever_form_it_is_written(decided: Told, person: Case) -> None:
    assert one(decided.all(person))["determination"] == "not_eligible"


@pytest.mark.parametrize(
    "person",
    [
        case(before("207(A) PC-KIDNAP"), row()),
        case(before("220 PC-ASSAULT"), row()),
        case(before("262 PC"), row()),
        case(before("272 PC-CONTRIBUTING"), row()),
    ],
)
def test_an_offense_whose_text_does_not_settle_it_leads_to_review(decided: Told, person: Case) -> None:
    decision = one(decided.all(person))
    assert decision["determination"] == "review"
    assert set(decision["unknown_facts"]) & {"superstrike_before", "registrable_offense_before"}  # type: ignore[call-overload]


REGISTRATION = {
    "STP_TYPE_DESCR": "REGISTRATION",
    "OFFENSE_DESCR": "290 PC-REGISTRATION",
    "DISP_DESCR": "",
    "CONV_STAT_DESCR": "",
}


REGISTERED_LATER = [
    row(OFFENSE_DESCR="288(A) PC-LEWD ACT", **LATER),
    row(**{**LATER, **REGISTRATION, "STP_EVENT_DATE": "20160101"}),
]


@pytest.mark.parametrize("person", [case(row(), *REGISTERED_LATER)])
def test_a_registrable_offense_after_the_conviction_does_not_bar(decided: Told, person: Case) -> None:
    assert one(decided.all(person))["rule"] == "old-enough"


@pytest.mark.parametrize("person", [case(row(), row(**{**EARLIER, **REGISTRATION}))])
def test_a_bare_registration_leads_to_review(decided: Told, person: Case) -> None:
    decision = one(decided.all(person))
    assert decision["determination"] == "review"
    assert decision["unknown_facts"] == ["registrable_offense_before"]


def test_sentence_parts_belong_to_their_own_conviction(tmp_path: Path) -> None:
    """The unfinished prison term is the burglary's, though its row comes after the cannabis conviction's."""
    term = {"SENT_LOC_DESCR": "PRISON", "SENT_LENGTH": "30", "SENT_TIME_CODE": "Y"}
    results = run(tmp_path, row(**BURGLARY, **LATER), row(), row(**BURGLARY, **LATER, **term))
    ends = {each["count_key"]: each["sentence_end"] for each in results.convictions.to_dicts()}
    assert ends == {101002001000: date(1995, 6, 1), 102002001000: date(2045, 3, 1)}


@pytest.mark.parametrize(("person", "old_enough"), [(born("19700701"), True), (born("19700702"), False)])
def test_years_are_calendar_years(decided: Told, person: Case, old_enough: bool) -> None:
    """50 on the fiftieth birthday, not a day before or after."""
    assert (one(decided.all(person))["rule"] == "old-enough") is old_enough


def test_the_last_7_years_are_those_before_the_day_of_the_run(tmp_path: Path) -> None:
    """In 2000 a conviction of 1995 was of the last 7 years; in 2020 it is not, whatever the clock says."""

    def freed(as_of: date) -> int:
        return int(
            run(tmp_path, row(), pack="ca-dismiss-all", as_of=as_of).summary["impact"]["ca-dismiss-all"][
                "no_conviction_last_7_years"
            ]
        )

    assert (freed(date(2000, 7, 1)), freed(AS_OF)) == (1, 0)


def test_a_person_in_two_files_of_a_delivery_is_one_person(tmp_path: Path) -> None:
    """Two earlier convictions of the section, in the other file, are two priors."""
    first = written(
        tmp_path / "first.dat",
        [row(**EARLIER), row(**{**EARLIER, "CNT_ORDER": "100003001000", "STP_EVENT_DATE": "19910301"})],
    )
    second = written(tmp_path / "second.dat", [row()])
    results = vacatur.run([first, second], county=COUNTY, packs=["ca-la-2020-pilot"], as_of=AS_OF)
    assert results.summary["people"] == 1
    rules = {decision["conviction_id"]: decision["rule"] for decision in chosen(results)}
    assert rules["1/101002001000"] == "two-priors"


GANG_LATER = [
    row(OFFENSE_DESCR="186.22(B)(4) PC-GANG", **LATER),
    row(OFFENSE_DESCR="246 PC-SHOOT", **{**LATER, "CNT_ORDER": "102002002000"}),
]


@pytest.mark.parametrize("person", [case(row(), *GANG_LATER)])
def test_a_gang_enhancement_is_dated_by_its_own_case(decided: Told, person: Case) -> None:
    """After the conviction it bars nothing; before, it is for a person to look at."""
    assert one(decided.all(person))["rule"] == "old-enough"


def test_a_row_that_cannot_be_read_is_set_aside_and_the_others_are_decided(tmp_path: Path) -> None:
    results = run(tmp_path, row(), "a,b,c", row(SUBJECT_ID="2", CII_NUMBER="A002"), out=tmp_path / "results")
    assert len(chosen(results)) == 2
    assert results.summary["rows"]["set_aside"] == 1
    assert "a,b,c" in (tmp_path / "results" / "set_aside.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", ["", "10100", "ABCDEF"])
def test_a_row_with_a_bad_cnt_order_is_set_aside(tmp_path: Path, key: str) -> None:
    results = run(tmp_path, row(CNT_ORDER=key), row(SUBJECT_ID="2", CII_NUMBER="A002"))
    assert len(chosen(results)) == 1
    assert results.summary["problems"]["bad_count_key"] == 1


def test_a_row_with_a_stray_quote_is_set_aside(tmp_path: Path) -> None:
    results = run(tmp_path, '9,"9,' + "," * 93, row())
    assert len(chosen(results)) == 1
    assert results.summary["rows"]["set_aside"] == 1


@pytest.mark.parametrize("two", [case(row(), row(OFFENSE_DESCR="11358 HS-CULTIVATE MARIJUANA"))])
def test_two_offenses_under_one_cnt_order_are_two_convictions(decided: Told, two: Case) -> None:
    assert len(decided.all(two)) == 2


def test_rows_without_a_subject_id_are_each_set_aside(tmp_path: Path) -> None:
    results = run(tmp_path, row(SUBJECT_ID="", CII_NUMBER=""), row(SUBJECT_ID="", CII_NUMBER="", **EARLIER), row())
    assert results.summary["people"] == 1
    assert results.summary["problems"]["no_subject_id"] == 2


@pytest.mark.parametrize(
    "relieved",
    [
        case(row(), row(DISP_DESCR=relief, STP_EVENT_DATE="20180301"))
        for relief in ("CONV SET ASIDE & DISM PER 1203.4 PC", "RESENTENCED PER 11361.8 HS")
    ],
)
def test_relief_already_granted_is_recognized_and_not_asked_for_twice(decided: Told, relieved: Case) -> None:
    decision = one(decided.all(relieved))
    assert decision["determination"] == "out_of_scope"
    assert "Relief already granted" in str(decision["reason"])


@pytest.mark.parametrize("padded", [case(row(CONV_STAT_DESCR="FELONY "))])
def test_a_trailing_blank_does_not_make_a_felony_a_misdemeanor(decided: Told, padded: Case) -> None:
    assert one(decided.all(padded))["rule"] == "old-enough"


@pytest.mark.parametrize(
    "request_", [{"county": "LOS ANGELS"}, {"settings": {"maximum_age": 50}}, {"assume": ["nothing"]}]
)
def test_a_misspelled_county_or_option_is_refused(tmp_path: Path, request_: dict[str, object]) -> None:
    """The statuses are in test_run.py; a full disk is in test_stopping.py."""
    with pytest.raises(VacaturError):
        run(tmp_path, row(), **request_)


def test_time_is_linear_in_one_persons_convictions(tmp_path: Path) -> None:
    """Twenty times as many convictions of one person take nowhere near four hundred times as long."""

    def seconds(convictions: int) -> float:
        rows = [row(CNT_ORDER=f"{101 + place // 900}{place % 900 + 1:03d}001000") for place in range(convictions)]
        began = time.perf_counter()
        run(tmp_path, *rows)
        return time.perf_counter() - began

    seconds(10)
    assert seconds(20_000) < 60 * max(seconds(1_000), 0.05)


def test_the_same_run_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        run(tmp_path, row(), "a,b,c", row(SUBJECT_ID="2", CII_NUMBER="A002", **YOUNG), out=tmp_path / name)
    first, second = (contents(tmp_path / name) for name in ("first", "second"))
    del first["timing.json"], second["timing.json"]  # how long each took
    assert first == second
