"""Several remedies for one conviction: all are shown, the best first, with the day on which each opens."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import vacatur
from tests.cli.rows import COUNTY, Row, written
from tests.sources.files import full
from vacatur.counting import basis_of, figures
from vacatur.decide.remedy_order import REMEDY_PACKS, remedies_of
from vacatur.errors import UsageError
from vacatur.law.pack import load_pack
from vacatur.law.remedy_order import load_standings
from vacatur.outputs.results import facts_table

AS_OF = date(2020, 7, 1)
STATUTE = "ca-prop64-statute"


def found(folder: Path, *rows: Row, packs: tuple[str, ...] = (STATUTE, *REMEDY_PACKS)) -> pl.DataFrame:
    """The remedies of a history."""
    results = vacatur.run([written(folder / "history.dat", rows)], None, packs, as_of=AS_OF)
    outcome = results.outcome
    return remedies_of(facts_table(outcome), results.decisions, outcome.packs, AS_OF)


def of(table: pl.DataFrame, pack: str) -> dict[str, Any]:
    (one,) = table.filter(pl.col("pack") == pack).to_dicts()
    return one


def part(place: str, length: str, unit: str, **cells: str) -> Row:
    return full(SENT_LOC_DESCR=place, SENT_LENGTH=length, SENT_TIME_CODE=unit, **cells)


class TestTheOrder:
    def test_names_every_remedy_pack_and_nothing_that_is_none(self) -> None:
        standing = {each.pack for each in load_standings()}
        assert standing == {STATUTE, *REMEDY_PACKS}

    @pytest.mark.parametrize("name", (STATUTE, *REMEDY_PACKS))
    def test_has_a_place_for_every_rule_that_grants_something(self, name: str) -> None:
        for rule in load_pack(name).rules:
            if rule.determination in ("dismiss", "reduce"):
                assert any(
                    each.pack == name
                    and each.determination == rule.determination
                    and each.relief in (None, rule.relief)
                    for each in load_standings()
                ), rule.id


def test_dismissal_with_sealing_comes_first_and_automatic_relief_last(tmp_path: Path) -> None:
    """Possession of 28.5 grams or less of 1996, a misdemeanor: sealed, dismissed, relieved by itself."""
    case = part("PROBATION", "1", "Y", OFFENSE_DESCR="11357(B) HS-POSSESS MARIJUANA", STP_EVENT_DATE="19960501")
    case |= {"CONV_STAT_DESCR": "MISDEMEANOR", "OFFENSE_TOC": "M"}
    arrest = full(
        STP_TYPE_DESCR="ARREST/DETAINED/CITED", CNT_ORDER="101001001000", DISP_DESCR="", STP_EVENT_DATE="19960301"
    )
    table = found(tmp_path, arrest, case)
    offered = table.filter(pl.col("rank").is_not_null())
    assert offered["pack"].to_list() == [STATUTE, "ca-pc-1203-4", "ca-pc-1203-425"]
    assert offered["rank"].to_list() == [1, 2, 3]
    assert offered["relief"].to_list() == ["mandatory", "mandatory", "automatic"]
    assert offered["opens_on"].to_list() == [AS_OF] * 3
    assert table["pack"].n_unique() == 1 + len(REMEDY_PACKS)


def test_probation_that_goes_on_opens_on_its_last_day(tmp_path: Path) -> None:
    """Three years from 1 March 2019; thirty days of jail beside it add nothing."""
    case = {"OFFENSE_DESCR": "487(A) PC-GRAND THEFT", "STP_EVENT_DATE": "20190301"}
    table = found(tmp_path, part("PROBATION", "3", "Y", **case), part("JAIL", "30", "D", **case))
    later = of(table, "ca-pc-1203-4")
    assert (later["state"], later["opens_on"], later["relief"]) == ("later", date(2022, 3, 1), "mandatory")
    assert of(table, "ca-pc-17b")["state"] == "open"
    assert table.filter(pl.col("rank") == 1)["pack"].to_list() == ["ca-pc-17b"]
    assert of(table, "ca-pc-1203-425")["opens_on"] == date(2026, 3, 1)


def test_where_a_lawyer_must_look_when_one_sentence_ends_no_later_day_is_named(tmp_path: Path) -> None:
    """Probation ends on 1 March 2022; beside it a sentence of 2019 whose length is not given may still run then."""
    case = {"OFFENSE_DESCR": "487(A) PC-GRAND THEFT", "STP_EVENT_DATE": "20190301"}
    other = part("JAIL", "", "", CNT_ORDER="102002001000", OFFENSE_DESCR="459 PC-BURGLARY", STP_EVENT_DATE="20190401")
    table = found(tmp_path, part("PROBATION", "3", "Y", **case), other)
    looked = of(table.filter(pl.col("conviction_id") == "1/101002001000"), "ca-pc-1203-4")
    assert (looked["determination"], looked["state"], looked["opens_on"]) == ("not_eligible", "review", None)


def test_a_straight_term_opens_two_years_after_it_and_a_split_one_after_one(tmp_path: Path) -> None:
    case = {"OFFENSE_DESCR": "11378 HS-POSSESS FOR SALE", "STP_EVENT_DATE": "20190701"}
    straight = found(tmp_path, part("JAIL", "16", "M", **case))
    assert of(straight, "ca-pc-1203-41")["opens_on"] == date(2022, 11, 1)
    split = found(tmp_path, part("JAIL", "8", "M", **case), part("MANDATORY SUPERVISION", "8", "M", **case))
    assert of(split, "ca-pc-1203-41")["opens_on"] == date(2021, 11, 1)


def test_a_misdemeanor_without_probation_opens_on_the_anniversary(tmp_path: Path) -> None:
    case = part("JAIL", "10", "D", OFFENSE_DESCR="484 PC-PETTY THEFT", STP_EVENT_DATE="20200115")
    table = found(tmp_path, case | {"CONV_STAT_DESCR": "MISDEMEANOR", "OFFENSE_TOC": "M"})
    assert of(table, "ca-pc-1203-4a")["opens_on"] == date(2021, 1, 15)


def test_where_what_is_unknown_decides_whether_a_court_must_nothing_is_claimed(tmp_path: Path) -> None:
    """A count without day or disposition may be a conviction of while probation ran: dismissed, of right or not."""
    undated = full(CNT_ORDER="102002001000", OFFENSE_DESCR="459 PC-BURGLARY", STP_EVENT_DATE="", DISP_DESCR="")
    own = part("PROBATION", "3", "Y")
    row = of(found(tmp_path, own, undated).filter(pl.col("conviction_id") == "1/101002001000"), "ca-pc-1203-4")
    assert (row["state"], row["relief"]) == ("open", None)


def test_what_must_be_looked_into_stands_after_what_is_open(tmp_path: Path) -> None:
    """Grand theft of unknown value: PC 1203.4 now, Proposition 47 if of 950 dollars or less."""
    table = found(tmp_path, part("PROBATION", "3", "Y", OFFENSE_DESCR="487(A) PC-GRAND THEFT"))
    offered = table.filter(pl.col("rank").is_not_null())
    assert offered.select("pack", "state").rows()[:3] == [
        ("ca-pc-1203-4", "open"), ("ca-pc-17b", "open"), ("ca-pc-1170-18", "review"),
    ]  # fmt: skip


def test_an_office_s_policy_is_no_remedy(tmp_path: Path) -> None:
    table = found(tmp_path, full(), packs=("ca-la-2020-pilot", STATUTE))
    assert table["pack"].unique().to_list() == [STATUTE]


def test_a_policy_decides_the_same_whether_or_not_other_packs_are_about_any_offense(
    county: Path,
) -> None:
    alone = vacatur.run([county], COUNTY, ["ca-la-2020-pilot"], as_of=AS_OF).decisions
    beside = vacatur.run([county], COUNTY, ["ca-la-2020-pilot", "ca-pc-1203-4"], as_of=AS_OF).decisions
    packs = alone["pack"].unique().to_list()
    assert beside.filter(pl.col("pack").is_in(packs)).equals(alone)
    others = beside.filter(pl.col("pack") == "ca-pc-1203-4")
    assert others.height > alone.filter(pl.col("pack") == "ca-la-2020-pilot").height


def test_a_run_without_county_says_so_and_accounts_for_every_row(tmp_path: Path) -> None:
    elsewhere = full(CNT_ORDER="102002001000", STP_ORI_CNTY_NAME="ALAMEDA", STP_EVENT_DATE="20010301")
    path = written(tmp_path / "history.dat", [full(), elsewhere])
    results = vacatur.run([path], None, [STATUTE, "ca-pc-1203-4"], as_of=AS_OF)
    assert results.summary["county"] == "ALL COUNTIES"
    assert results.summary["reconciles"] and results.summary["rows"]["decided"] == 2
    assert results.summary["prop64_in_county"]["total"] == 2
    assert results.decisions.filter(pl.col("pack") == STATUTE).height == 2


def test_figures_are_counted_of_policies_on_cannabis_alone(county: Path) -> None:
    basis = basis_of([county], COUNTY, as_of=AS_OF)
    with pytest.raises(UsageError, match="ca-pc-17b is about convictions of any offense"):
        figures(basis, load_pack("ca-pc-17b"))
