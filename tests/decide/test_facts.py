"""Facts of a single conviction at their boundaries, and when they are unknown."""

from __future__ import annotations

import pytest

from tests.cli.rows import AS_OF, COUNTY
from tests.sources.files import full
from tests.together import Case, Cases, Told
from vacatur.decide.facts import CATALOGUE, fact_columns
from vacatur.decide.frame import put_together
from vacatur.runs import read_delivered

ARREST = {"STP_TYPE_DESCR": "ARREST/DETAINED/CITED", "DISP_DESCR": "", "CNT_ORDER": "101001001000"}


case = Cases()


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The facts of one conviction of a case."""
    history = read_delivered([case.written(tmp_path_factory.mktemp("cases"))]).history
    asked = put_together(history, COUNTY, AS_OF).asked
    return Told(fact_columns(asked).with_columns(asked["conviction_id"]).to_dicts())


def test_the_catalogue_says_what_each_fact_means_and_when_it_is_unknown() -> None:
    for name, info in CATALOGUE.items():
        assert info.name == name and info.meaning and info.unknown_when and info.settle, name


@pytest.mark.parametrize(
    ("person", "age"),
    [
        (case(full(PRI_DOB="19700701", STP_EVENT_DATE="20150701")), 50),
        (case(full(PRI_DOB="19700702", STP_EVENT_DATE="20150701")), None),
        (case(full(PRI_DOB="19990701", STP_EVENT_DATE="20150701")), 21),
        (case(full(PRI_DOB="19990702", STP_EVENT_DATE="20150701")), None),
        (case(full(PRI_DOB="19991101", STP_EVENT_DATE="20150701")), None),
    ],
)
def test_an_age_is_whole_on_the_birthday_alone(facts: Told, person: Case, age: int | None) -> None:
    found = facts(person)["age_now"]
    assert (found == age) if age else (isinstance(found, float) and not found.is_integer())


@pytest.mark.parametrize(
    "person",
    [
        case(full(PRI_DOB=birth))
        for birth in ("", "00000000", "19700000", "19700600", "19700231", "20300101", "18991231", "UNKNOWN")
    ],
)
def test_ages_are_unknown_without_a_birth_date(facts: Told, person: Case) -> None:
    found = facts(person)
    assert (found["age_now"], found["age_at_conviction"]) == (None, None)
    assert (found["under_18_at_offense"], found["under_21_at_offense"]) == (None, None)


@pytest.mark.parametrize(("two", "one"), [(case(full(), full(PRI_DOB="19610115")), case(full(), full(PRI_DOB="")))])
def test_ages_are_unknown_when_rows_give_two_birth_dates(facts: Told, two: Case, one: Case) -> None:
    assert facts(two)["age_now"] is None
    assert facts(one)["age_now"] is not None


@pytest.mark.parametrize("person", [case(full(PRI_DOB="19960101"))])
def test_both_ages_are_unknown_when_the_conviction_precedes_the_birth(facts: Told, person: Case) -> None:
    found = facts(person)
    assert (found["age_now"], found["age_at_conviction"]) == (None, None)


def arrested(day: str | None, **cells: str) -> Case:
    """A conviction, and where a day is given the arrest for it."""
    birth = {"PRI_DOB": cells["PRI_DOB"]} if "PRI_DOB" in cells else {}
    return case(full(**cells), *([full(**ARREST, **birth, STP_EVENT_DATE=day)] if day else []))


@pytest.mark.parametrize(
    ("conviction", "before"),
    [
        (arrested(None, STP_EVENT_DATE="20161108"), True),
        (arrested(None, STP_EVENT_DATE="20161109"), None),
        (arrested("20161108", STP_EVENT_DATE="20161109"), True),
        (arrested("20161109", STP_EVENT_DATE="20161109"), False),
        (arrested("20161100", STP_EVENT_DATE="20170101"), None),
        (arrested("20161108", STP_EVENT_DATE=""), True),
        (arrested(None, STP_EVENT_DATE=""), None),
    ],
)
def test_whether_the_offence_was_before_proposition_64(facts: Told, conviction: Case, before: bool | None) -> None:
    assert facts(conviction)["offense_before_prop64"] is before


ARRESTS = [full(**ARREST, STP_EVENT_DATE=day) for day in ("20160101", "20161201")]


@pytest.mark.parametrize("twice", [case(full(STP_EVENT_DATE="20170101"), *ARRESTS)])
def test_two_dates_of_arrest_leave_the_date_of_the_offence_unknown(facts: Told, twice: Case) -> None:
    assert facts(twice)["offense_before_prop64"] is None


@pytest.mark.parametrize(
    ("person", "under"),
    [
        (arrested("19950531", PRI_DOB="19740601"), True),  # 20 on the day of the arrest
        (arrested("19950601", PRI_DOB="19740601"), False),
        (arrested(None, PRI_DOB="19740602"), True),  # 20 on the day of conviction, so at the offence too
        (arrested(None, PRI_DOB="19740601"), None),
        (arrested("19940101", PRI_DOB="19600115"), False),
    ],
)
def test_the_age_at_the_offence_is_that_at_the_arrest(facts: Told, person: Case, under: bool | None) -> None:
    assert facts(person)["under_21_at_offense"] is under


def sentenced(*parts: tuple[str, str, str]) -> Case:
    """To those parts: where, how long, and in what unit."""
    rows = [full(SENT_LOC_DESCR=place, SENT_LENGTH=length, SENT_TIME_CODE=unit) for place, length, unit in parts]
    return case(*(rows or [full()]))


@pytest.mark.parametrize(
    ("conviction", "completed"),
    [
        (sentenced(), None),
        (sentenced(("JAIL", "30", "D")), False),
        (sentenced(("PROBATION", "3", "Y")), True),
        (sentenced(("PROBATION", "36", "M"), ("JAIL", "30", "D")), True),
        (sentenced(("PROBATION", "26", "Y")), False),
        (sentenced(("PROBATION", "", "")), None),
    ],
)
def test_probation_is_completed_when_it_was_given_and_has_ended(
    facts: Told, conviction: Case, completed: bool | None
) -> None:
    assert facts(conviction)["probation_completed"] is completed


GIVEN = full(SENT_LOC_DESCR="PROBATION", SENT_LENGTH="3", SENT_TIME_CODE="Y")


@pytest.mark.parametrize("revoked", [case(GIVEN, full(DISP_DESCR="PROBATION REVOKED"))])
def test_probation_that_was_revoked_is_not_completed(facts: Told, revoked: Case) -> None:
    assert facts(revoked)["probation_completed"] is False


LONG = {"SENT_LOC_DESCR": "PRISON", "SENT_LENGTH": "40", "SENT_TIME_CODE": "Y", "OFFENSE_DESCR": "459 PC"}


@pytest.mark.parametrize(
    ("conviction", "completed"),
    [
        (case(full(), full(CNT_ORDER="101002002000", **LONG)), False),
        (case(full(), full(CNT_ORDER="102002001000", **LONG)), True),
    ],
)
def test_a_sentence_of_another_count_of_the_case_counts_and_of_another_case_does_not(
    facts: Told, conviction: Case, completed: bool
) -> None:
    assert facts(conviction)["sentence_completed"] is completed


@pytest.mark.parametrize(
    ("conviction", "here"),
    [
        (case(full(STP_ORI_CNTY_NAME="LOS ANGELES")), True),
        (case(full(STP_ORI_CNTY_NAME=" los angeles ")), True),
        (case(full(STP_ORI_CNTY_NAME="")), None),
    ],
)
def test_the_county_is_that_of_the_conviction(facts: Told, conviction: Case, here: bool | None) -> None:
    assert facts(conviction)["in_county"] is here


@pytest.mark.parametrize("ordinary", [case(full())])
def test_what_the_file_never_holds_is_always_unknown(facts: Told, ordinary: Case) -> None:
    found = facts(ordinary)
    never = ("plants", "grams", "grams_concentrate", "gift_or_personal_transport", "sale_to_minor", "import_or_export")
    assert {found[name] for name in never} == {None}


@pytest.mark.parametrize(
    ("person", "deceased"),
    [
        (case(full(), full(STP_TYPE_DESCR="DECEASED", CNT_ORDER="", DISP_DESCR="", OFFENSE_DESCR="")), True),
        (case(full()), False),
    ],
)
def test_a_person_is_deceased_when_a_row_says_so(facts: Told, person: Case, deceased: bool) -> None:
    assert facts(person)["deceased"] is deceased


@pytest.mark.parametrize(
    ("conviction", "granted", "by_prop64"),
    [
        (case(full(), full(DISP_DESCR="RESENTENCED PER 11361.8 HS")), True, True),
        (case(full(), full(DISP_DESCR="CONV SET ASIDE & DISM PER 1203.4 PC")), True, False),
        (case(full(), full(DISP_DESCR="1203.4 PC DENIED")), False, False),
        (case(full(), full(DISP_DESCR="DISMISSED")), None, None),
    ],
)
def test_earlier_relief(facts: Told, conviction: Case, granted: bool | None, by_prop64: bool | None) -> None:
    found = facts(conviction)
    assert (found["relief_granted"], found["prop64_relief_granted"]) == (granted, by_prop64)


def accessory(**charged: str) -> Case:
    """A conviction as an accessory, and another count of its cycle."""
    return case(full(OFFENSE_DESCR="32 PC-ACCESSORY"), full(CNT_ORDER="101002002000", **charged))


@pytest.mark.parametrize(
    ("conviction", "of_cannabis"),
    [
        (accessory(OFFENSE_DESCR="11359 HS", DISP_DESCR="DISMISSED"), True),
        (accessory(OFFENSE_DESCR="459 PC"), False),
    ],
)
def test_an_accessory_is_looked_at_with_its_cycle(facts: Told, conviction: Case, of_cannabis: bool) -> None:
    assert facts(conviction)["accessory_with_prop64"] is of_cannabis
