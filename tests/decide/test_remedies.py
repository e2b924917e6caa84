"""Other remedies: worked cases, what the data must say of itself, and three values."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.cli.rows import AS_OF, Row, written
from tests.sources.files import full
from vacatur.decide.arrests import arrests_without_conviction
from vacatur.decide.check_cases import facts_of
from vacatur.decide.facts import CATALOGUE
from vacatur.decide.frame import put_together
from vacatur.decide.remedies import (
    ARREST_FACTS,
    CHARGE_FACTS,
    mistakes_in_remedies,
    remedies_for,
    remedies_for_arrests,
    remedies_for_charges,
    remedies_of_arrests,
    remedies_of_charges,
)
from vacatur.errors import PackError
from vacatur.law.cases import Case, Expectation
from vacatur.law.remedies import RemedyCase, load_remedies, load_remedy_cases, read_remedies
from vacatur.runs import read_delivered

CASES = load_remedy_cases()
SCHEMA = {"disposition": pl.String, "convicted_in_cycle": pl.Boolean}
ARREST_SCHEMA = dict.fromkeys(ARREST_FACTS, pl.Boolean) | {"years_since_arrest": pl.Float64}


def found(case: RemedyCase) -> dict[str, list[str]]:
    """`remedies` and `unsettled` of a worked case."""
    if case.charge is not None:
        return remedies_of_charges(pl.DataFrame([case.charge], schema=SCHEMA)).row(0, named=True)
    if case.arrest is not None:
        told = pl.DataFrame([case.arrest], schema=ARREST_SCHEMA, strict=False)
        return remedies_of_arrests(told).row(0, named=True)
    as_case = Case(name=case.name, facts=case.facts, unknown=case.unknown, expect=Expectation(determination="review"))
    facts = facts_of([as_case]).with_columns(conviction_id=pl.lit("1"))
    return remedies_for(facts).drop("conviction_id").row(0, named=True)


def kind(case: RemedyCase) -> str:
    """What a worked case is about."""
    return "charge" if case.charge is not None else "arrest" if case.arrest is not None else "conviction"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_worked_case(case: RemedyCase) -> None:
    assert found(case) == {"remedies": case.expect, "unsettled": case.unsettled}


class TestTheData:
    def test_cases_name_facts_and_remedies_that_exist(self) -> None:
        ids = {remedy.id for remedy in load_remedies()}
        for case in CASES:
            assert {*case.facts, *case.unknown} <= set(CATALOGUE), case.name
            assert set(case.charge or ()) <= set(CHARGE_FACTS), case.name
            assert set(case.arrest or ()) <= set(ARREST_FACTS), case.name
            assert {*case.expect, *case.unsettled} <= ids, case.name

    def test_every_remedy_reaches_some_case_and_not_another(self) -> None:
        """A condition that always or never holds would say nothing."""
        for remedy in load_remedies():
            about = [case for case in CASES if kind(case) == remedy.of]
            assert any(remedy.id in case.expect for case in about), remedy.id
            assert any(remedy.id not in (*case.expect, *case.unsettled) for case in about), remedy.id

    def test_conditions_name_facts_and_compare_what_can_be_compared(self) -> None:
        assert list(mistakes_in_remedies(load_remedies())) == []

    def test_the_remedies_asked_for_are_there(self) -> None:
        cited = " ".join(remedy.cite for remedy in load_remedies())
        for statute in ("1203.4", "1203.4a", "1203.41", "1203.42", "17(b)", "1170.18", "1203.425", "11361.5", "851.91"):
            assert statute in cited

    def test_each_says_one_sentence_that_promises_nothing(self) -> None:
        for remedy in load_remedies():
            assert remedy.says.endswith(".") and remedy.says.count(". ") == 0, remedy.id
            assert " must " not in remedy.says and "is entitled" not in remedy.says, remedy.id


MISTAKES = {
    'when = "age_now >= 50': "is not TOML",
    'of = "person"': "of: found 'person'",
    'mark = "A"': "mark: found 'A'",
    "when = \"lower(section) = 'x'\"": "'lower' is not allowed in a condition",
    'when = "age_now >= :age"': "there is no parameter :age",
    "extra = 1": "extra: there is no such key",
}


class TestMistakes:
    def written(self, folder: Path, *changes: str) -> Path:
        """A file of one remedy, with some lines changed."""
        lines = {
            "id": 'id = "pc-1"', "title": 'title = "t"', "cite": 'cite = "c"', "of": 'of = "conviction"', "petition":
            "petition = true", "when": 'when = "deceased"', "says": 'says = "s"', "beyond": 'beyond = "b"', "mark":
            'mark = "C"', "source": 'source = "s"',
        }  # fmt: skip
        lines |= {change.split(" = ")[0]: change for change in changes}
        path = folder / "remedies.toml"
        path.write_text("[[remedy]]\n" + "\n".join(lines.values()) + "\n", encoding="utf-8")
        return path

    def test_a_sound_file_has_none(self, tmp_path: Path) -> None:
        assert [remedy.id for remedy in read_remedies(self.written(tmp_path))] == ["pc-1"]

    @pytest.mark.parametrize("change", MISTAKES)
    def test_a_mistake_names_file_and_key(self, tmp_path: Path, change: str) -> None:
        with pytest.raises(PackError) as refused:
            read_remedies(self.written(tmp_path, change))
        assert str(refused.value).startswith("remedies.toml: ")
        assert MISTAKES[change] in str(refused.value)

    def test_an_id_used_twice_is_named(self, tmp_path: Path) -> None:
        path = self.written(tmp_path)
        path.write_text(path.read_text(encoding="utf-8") * 2, encoding="utf-8")
        with pytest.raises(PackError, match="remedy pc-1: this id is used twice"):
            read_remedies(path)

    def test_a_fact_that_does_not_exist_is_named_with_the_nearest(self, tmp_path: Path) -> None:
        remedies = read_remedies(self.written(tmp_path, 'when = "age_nov >= 50"'))
        assert next(mistakes_in_remedies(remedies)).startswith(
            "remedy pc-1: when: there is no fact 'age_nov'; did you mean age_now"
        )

    def test_a_comparison_that_cannot_be_is_named(self, tmp_path: Path) -> None:
        remedies = read_remedies(self.written(tmp_path, "when = \"age_now = 'old'\""))
        assert list(mistakes_in_remedies(remedies)) == ["remedy pc-1: when: a number is compared with a text"]


class TestCharges:
    def test_a_charge_beside_a_conviction_of_the_same_arrest_is_not_sealed(self) -> None:
        """Person 1 was convicted of another count of cycle 101, not of 102; nothing is known of person 2."""
        charges = pl.DataFrame(
            {
                "person_id": ["1", "1", "2"], "count_key": [101002002000, 102002001000, 101002001000],
                "cycle": [101, 102, 101], "disposition": ["dismissed"] * 3,
            }
        )  # fmt: skip
        convictions = pl.DataFrame({"person_id": ["1"], "cycle": [101]})
        told = remedies_for_charges(charges, convictions)
        assert told["count_key"].to_list() == charges["count_key"].to_list()
        assert told["remedies"].to_list() == [[], ["pc-851.91"], []]
        assert told["unsettled"].to_list() == [[], [], ["pc-851.91"]]


def arrests(folder: Path, *rows: Row | str) -> list[dict[str, Any]]:
    """The arrests without conviction of a history, and the remedies that may reach each."""
    history = read_delivered([written(folder / "history.dat", rows)]).history
    found = arrests_without_conviction(history, put_together(history, None, AS_OF).all, AS_OF)
    told = remedies_for_arrests(found)
    assert told["cycle"].to_list() == found["cycle"].to_list()
    return [row | beside for row, beside in zip(found.to_dicts(), told.to_dicts(), strict=True)]


BOOKED = {"STP_TYPE_DESCR": "ARREST/DETAINED/CITED", "CONV_STAT_DESCR": "", "DISP_DESCR": ""}
THEFT = {"OFFENSE_DESCR": "487(A) PC-GRAND THEFT", "CONV_STAT_DESCR": ""}


class TestArrests:
    """The run is of 1 July 2020; cycle 101 holds a conviction where a test gives one."""

    @pytest.mark.parametrize(
        ("disposition", "ended", "remedies"),
        [
            ("DISMISSED/FURTHERANCE OF JUSTICE", True, ["pc-851.91-arrest"]),
            ("ACQUITTED", True, ["pc-851.91-arrest"]),
            ("1385 PC-DISMISSED", True, ["pc-851.91-arrest"]),
            ("DIVERSION GRANTED", None, []),
            ("", None, []),
        ],
    )
    def test_a_charge_of_any_offense(
        self, tmp_path: Path, disposition: str, ended: bool | None, remedies: list[str]
    ) -> None:
        booked = full(**THEFT | BOOKED, CNT_ORDER="102001001000", STP_EVENT_DATE="20180301")
        charged = full(**THEFT, CNT_ORDER="102002001000", STP_EVENT_DATE="20180501", DISP_DESCR=disposition)
        (one,) = arrests(tmp_path, full(), booked, charged)
        assert (one["arrested_on"], one["charged"], one["ended"]) == (date(2018, 3, 1), True, ended)
        assert (one["remedies"], one["offenses"]) == (remedies, ["487(A) PC-GRAND THEFT"])
        assert one["unsettled"] == ([] if remedies else ["pc-851.91-arrest"])

    def test_an_arrest_that_led_to_a_conviction_of_another_count_is_none(self, tmp_path: Path) -> None:
        beside = full(**THEFT, CNT_ORDER="101002002000", DISP_DESCR="DISMISSED")
        assert arrests(tmp_path, full(), beside) == []

    @pytest.mark.parametrize(
        ("day", "charge", "offense", "remedies"),
        [
            ("20190630", "M", "484 PC-PETTY THEFT", ["pc-851.91-arrest"]),
            ("20190702", "M", "484 PC-PETTY THEFT", []),
            ("20170630", "F", "487(A) PC-GRAND THEFT", ["pc-851.91-arrest"]),
            ("20170702", "F", "487(A) PC-GRAND THEFT", []),
            ("19900101", "F", "187(A) PC-MURDER", []),
            ("19900101", "F", "459 PC-BURGLARY", ["pc-851.91-arrest"]),
        ],
    )
    def test_an_arrest_that_came_to_no_court(
        self, tmp_path: Path, day: str, charge: str, offense: str, remedies: list[str]
    ) -> None:
        """One year for a misdemeanor, three for most felonies, and murder at any time."""
        booked = full(**BOOKED | {"DISP_DESCR": "PROS REJ-LACK OF SUFF EVID"}, STP_EVENT_DATE=day, OFFENSE_TOC=charge)
        (one,) = arrests(tmp_path, booked | {"OFFENSE_DESCR": offense})
        assert (one["charged"], one["ended"], one["remedies"]) == (False, True, remedies)

    def test_a_row_that_could_not_be_read_may_hold_the_conviction(self, tmp_path: Path) -> None:
        charged = full(**THEFT, CNT_ORDER="102002001000", DISP_DESCR="DISMISSED")
        (one,) = arrests(tmp_path, charged, "1,ACTIVE,1,too,short")
        assert (one["convicted"], one["remedies"], one["unsettled"]) == (None, [], ["pc-851.91-arrest"])


def test_row_for_row_whatever_the_order() -> None:
    cases = [
        Case(name=c.name, facts=c.facts, unknown=c.unknown, expect=Expectation(determination="review"))
        for c in CASES
        if kind(c) == "conviction"
    ]
    facts = facts_of(cases).with_columns(conviction_id=pl.int_range(pl.len()).cast(pl.String))
    turned = facts.reverse()
    assert remedies_for(turned).reverse().equals(remedies_for(facts))
    assert remedies_for(facts)["conviction_id"].to_list() == facts["conviction_id"].to_list()


def test_no_rows_give_no_rows() -> None:
    none = facts_of([]).with_columns(conviction_id=pl.lit("", pl.String))
    assert remedies_for(none).schema == {
        "conviction_id": pl.String, "remedies": pl.List(pl.String), "unsettled": pl.List(pl.String),
    }  # fmt: skip
