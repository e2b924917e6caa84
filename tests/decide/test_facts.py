"""Facts of a single conviction at their boundaries, and when they are unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.rows import AS_OF, COUNTY, Row, written
from tests.sources.files import full
from vacatur.decide.facts import CATALOGUE, fact_columns
from vacatur.decide.frame import put_together
from vacatur.runs import read_delivered

ARREST = {"STP_TYPE_DESCR": "ARREST/DETAINED/CITED", "DISP_DESCR": "", "CNT_ORDER": "101001001000"}


def facts(folder: Path, *rows: Row) -> dict[str, object]:
    history = read_delivered([written(folder / "history.dat", rows)]).history
    asked = put_together(history, COUNTY, AS_OF).asked
    (at,) = (asked["conviction_id"] == "1/101002001000").arg_true()
    return fact_columns(asked).row(at, named=True)


def test_the_catalogue_says_what_each_fact_means_and_when_it_is_unknown() -> None:
    for name, info in CATALOGUE.items():
        assert info.name == name and info.meaning and info.unknown_when and info.settle, name


@pytest.mark.parametrize(
    ("birth", "age"), [("19700701", 50), ("19700702", None), ("19990701", 21), ("19990702", None), ("19991101", None)]
)
def test_an_age_is_whole_on_the_birthday_alone(tmp_path: Path, birth: str, age: int | None) -> None:
    found = facts(tmp_path, full(PRI_DOB=birth, STP_EVENT_DATE="20150701"))["age_now"]
    assert (found == age) if age else (isinstance(found, float) and not found.is_integer())


@pytest.mark.parametrize(
    "birth", ["", "00000000", "19700000", "19700600", "19700231", "20300101", "18991231", "UNKNOWN"]
)
def test_ages_are_unknown_without_a_birth_date(tmp_path: Path, birth: str) -> None:
    found = facts(tmp_path, full(PRI_DOB=birth))
    assert (found["age_now"], found["age_at_conviction"]) == (None, None)
    assert (found["under_18_at_offense"], found["under_21_at_offense"]) == (None, None)


def test_ages_are_unknown_when_rows_give_two_birth_dates(tmp_path: Path) -> None:
    assert facts(tmp_path, full(), full(PRI_DOB="19610115"))["age_now"] is None
    assert facts(tmp_path, full(), full(PRI_DOB=""))["age_now"] is not None


def test_both_ages_are_unknown_when_the_conviction_precedes_the_birth(tmp_path: Path) -> None:
    found = facts(tmp_path, full(PRI_DOB="19960101"))
    assert (found["age_now"], found["age_at_conviction"]) == (None, None)


@pytest.mark.parametrize(
    ("convicted", "arrested", "before"),
    [
        ("20161108", None, True),
        ("20161109", None, None),
        ("20161109", "20161108", True),
        ("20161109", "20161109", False),
        ("20170101", "20161100", None),
        ("", "20161108", True),
        ("", None, None),
    ],
)
def test_whether_the_offence_was_before_proposition_64(
    tmp_path: Path, convicted: str, arrested: str | None, before: bool | None
) -> None:
    rows = [full(STP_EVENT_DATE=convicted)] + ([full(**ARREST, STP_EVENT_DATE=arrested)] if arrested else [])
    assert facts(tmp_path, *rows)["offense_before_prop64"] is before


def test_two_dates_of_arrest_leave_the_date_of_the_offence_unknown(tmp_path: Path) -> None:
    arrests = [full(**ARREST, STP_EVENT_DATE=day) for day in ("20160101", "20161201")]
    assert facts(tmp_path, full(STP_EVENT_DATE="20170101"), *arrests)["offense_before_prop64"] is None


@pytest.mark.parametrize(
    ("birth", "arrested", "under"),
    [
        ("19740601", "19950531", True),  # 20 on the day of the arrest
        ("19740601", "19950601", False),
        ("19740602", None, True),  # 20 on the day of conviction, so at the offence too
        ("19740601", None, None),
        ("19600115", "19940101", False),
    ],
)
def test_the_age_at_the_offence_is_that_at_the_arrest(
    tmp_path: Path, birth: str, arrested: str | None, under: bool | None
) -> None:
    rows = [full(PRI_DOB=birth)] + ([full(PRI_DOB=birth, **ARREST, STP_EVENT_DATE=arrested)] if arrested else [])
    assert facts(tmp_path, *rows)["under_21_at_offense"] is under


@pytest.mark.parametrize(
    ("parts", "completed"),
    [
        ([], None),
        ([("JAIL", "30", "D")], False),
        ([("PROBATION", "3", "Y")], True),
        ([("PROBATION", "36", "M"), ("JAIL", "30", "D")], True),
        ([("PROBATION", "26", "Y")], False),
        ([("PROBATION", "", "")], None),
    ],
)
def test_probation_is_completed_when_it_was_given_and_has_ended(
    tmp_path: Path, parts: list[tuple[str, str, str]], completed: bool | None
) -> None:
    rows = [full(SENT_LOC_DESCR=place, SENT_LENGTH=length, SENT_TIME_CODE=unit) for place, length, unit in parts]
    assert facts(tmp_path, *(rows or [full()]))["probation_completed"] is completed


def test_probation_that_was_revoked_is_not_completed(tmp_path: Path) -> None:
    given = full(SENT_LOC_DESCR="PROBATION", SENT_LENGTH="3", SENT_TIME_CODE="Y")
    assert facts(tmp_path, given, full(DISP_DESCR="PROBATION REVOKED"))["probation_completed"] is False


def test_a_sentence_of_another_count_of_the_case_counts_and_of_another_case_does_not(tmp_path: Path) -> None:
    long = {"SENT_LOC_DESCR": "PRISON", "SENT_LENGTH": "40", "SENT_TIME_CODE": "Y", "OFFENSE_DESCR": "459 PC"}
    assert facts(tmp_path, full(), full(CNT_ORDER="101002002000", **long))["sentence_completed"] is False
    assert facts(tmp_path, full(), full(CNT_ORDER="102002001000", **long))["sentence_completed"] is True


@pytest.mark.parametrize(("county", "here"), [("LOS ANGELES", True), (" los angeles ", True), ("", None)])
def test_the_county_is_that_of_the_conviction(tmp_path: Path, county: str, here: bool | None) -> None:
    anchor = full(SUBJECT_ID="9", CII_NUMBER="A9")
    assert facts(tmp_path, full(STP_ORI_CNTY_NAME=county), anchor)["in_county"] is here


def test_what_the_file_never_holds_is_always_unknown(tmp_path: Path) -> None:
    found = facts(tmp_path, full())
    never = ("plants", "grams", "grams_concentrate", "gift_or_personal_transport", "sale_to_minor", "import_or_export")
    assert {found[name] for name in never} == {None}


def test_a_person_is_deceased_when_a_row_says_so(tmp_path: Path) -> None:
    dead = full(STP_TYPE_DESCR="DECEASED", CNT_ORDER="", DISP_DESCR="", OFFENSE_DESCR="")
    assert facts(tmp_path, full(), dead)["deceased"] is True
    assert facts(tmp_path, full())["deceased"] is False


@pytest.mark.parametrize(
    ("relief", "granted", "by_prop64"),
    [
        ("RESENTENCED PER 11361.8 HS", True, True),
        ("CONV SET ASIDE & DISM PER 1203.4 PC", True, False),
        ("1203.4 PC DENIED", False, False),
        ("DISMISSED", None, None),
    ],
)
def test_earlier_relief(tmp_path: Path, relief: str, granted: bool | None, by_prop64: bool | None) -> None:
    found = facts(tmp_path, full(), full(DISP_DESCR=relief))
    assert (found["relief_granted"], found["prop64_relief_granted"]) == (granted, by_prop64)


@pytest.mark.parametrize(
    ("charge", "accessory"),
    [({"OFFENSE_DESCR": "11359 HS", "DISP_DESCR": "DISMISSED"}, True), ({"OFFENSE_DESCR": "459 PC"}, False)],
)
def test_an_accessory_is_looked_at_with_its_cycle(tmp_path: Path, charge: dict[str, str], accessory: bool) -> None:
    rows = [full(OFFENSE_DESCR="32 PC-ACCESSORY"), full(CNT_ORDER="101002002000", **charge)]
    assert facts(tmp_path, *rows)["accessory_with_prop64"] is accessory
