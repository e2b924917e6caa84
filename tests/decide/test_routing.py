"""Whose case a conviction is: worked cases that a lawyer can read, then what must hold of any."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

import vacatur
from tests.cli.rows import AS_OF
from vacatur.decide.frame import ALL_COUNTIES
from vacatur.decide.routing import ROUTE, route, route_charges
from vacatur.errors import UsageError
from vacatur.law.agencies import prosecutors_of
from vacatur.synth import write_county

LA = "LOS ANGELES"
DA = "da-los-angeles"
SCHEMA: dict[str, Any] = {
    "person_id": pl.String, "case": pl.Int64, "section": pl.String, "subdivision": pl.String, "statute": pl.String,
    "convicted_on": pl.Date, "county": pl.String, "court": pl.String, "juvenile": pl.Boolean, "is_felony": pl.Boolean,
    "arresting_agencies": pl.List(pl.String), "arrest_places": pl.List(pl.String), "place": pl.String,
}  # fmt: skip
CASE: dict[str, Any] = {
    "person_id": "1", "case": 101002, "section": "11357", "subdivision": "b", "statute": "HS 11357(b)",
    "convicted_on": date(2005, 3, 1), "county": LA, "court": "CASC LONG BEACH", "juvenile": False, "is_felony": False,
    "arresting_agencies": ["CAPD LONG BEACH"], "arrest_places": ["1:11"], "place": "1:12",
}  # fmt: skip
"""A misdemeanor possession of 2005: arrested by the police of Long Beach, convicted in the court there."""

NOBODY: dict[str, Any] = {"arresting_agencies": [], "arrest_places": []}


def rows(*cases: dict[str, Any]) -> pl.DataFrame:
    """Cases, each of a person of its own unless it names one."""
    numbered = [CASE | {"person_id": str(number)} | case for number, case in enumerate(cases)]
    return pl.DataFrame(numbered, schema=SCHEMA)


def routed(cells: dict[str, Any], of: str = LA) -> dict[str, Any]:
    return route(rows(cells), of).row(0, named=True)


def by(*agencies: str, court: str | None = "CASC LONG BEACH", **cells: Any) -> dict[str, Any]:
    return {"arresting_agencies": list(agencies), "court": court, **cells}


WORKED: dict[str, tuple[dict[str, Any], str, bool]] = {
    # The four of the checklist.
    "A misdemeanor in Long Beach is the City Prosecutor's": ({}, "city-long-beach", False),
    "A felony in Long Beach is the District Attorney's": ({"is_felony": True}, DA, False),
    "A misdemeanor in an unincorporated area, where the sheriff arrests, is the District Attorney's": (
        by("CASO LOS ANGELES", court="CASC LANCASTER"),
        DA,
        False,
    ),
    "A misdemeanor in a city without a prosecutor of its own is the District Attorney's": (
        by("CAPD COMPTON", court="CASC COMPTON"),
        DA,
        False,
    ),
    # The two sources of the city.
    "An infraction is routed as a misdemeanor": (
        {"section": "11357", "convicted_on": date(2013, 1, 1)},
        "city-long-beach",
        False,
    ),
    "A court that hears several cities follows the arrest": (
        by("CAPD HERMOSA BEACH", court="CASC TORRANCE"),
        "city-hermosa-beach",
        False,
    ),
    "An arrest in Long Beach and a court that does not hear it are unclear": (
        by("CAPD LONG BEACH", court="CASC POMONA"),
        DA,
        True,
    ),
    "An arrest in Compton and a court of a city with a prosecutor are unclear": (by("CAPD COMPTON"), DA, True),
    "An arrest in Compton and a court without any such city are the District Attorney's": (
        by("CAPD COMPTON", court="CASC POMONA"),
        DA,
        False,
    ),
    "The sheriff's arrest is the District Attorney's, in whichever court": (by("CASO LOS ANGELES"), DA, False),
    "No arrest on file, in a court of a city with a prosecutor, is unclear": (NOBODY, DA, True),
    "No arrest on file, in a court without any such city, is the District Attorney's": (
        NOBODY | {"court": "CASC POMONA"},
        DA,
        False,
    ),
    "An agency that the table lacks is unknown": (by("CAPD LONG BEACH HARBOR"), DA, True),
    "An agency that the table lacks, in a court without any such city, is the District Attorney's": (
        by("CAPD LONG BEACH HARBOR", court="CAMC WHITTIER"),
        DA,
        False,
    ),
    "The Highway Patrol works in every city": (by("CAHP LOS ANGELES"), DA, True),
    "So do the police of a school district": (by("CAUD LONG BEACH"), DA, True),
    "So do agents of the state": (by("CADJ SACRAMENTO"), DA, True),
    "So do federal agents": (by("USDA LOS ANGELES"), DA, True),
    "The police of another county are no police of this one": (by("CAPD SANTA ANA"), DA, True),
    "A court that the table lacks tells nothing of a city's case": (
        by("CAPD LONG BEACH", court="CASC SUNNYVAL E"),
        DA,
        True,
    ),
    "No court named tells nothing of a city's case": (by("CAPD LONG BEACH", court=None), DA, True),
    "A city without a prosecutor has none in whatever court": (by("CAPD COMPTON", court=None), DA, False),
    "Police of two cities, one with a prosecutor, are unclear": (by("CAPD LONG BEACH", "CAPD COMPTON"), DA, True),
    "Police of two cities with prosecutors are unclear": (
        by("CAPD TORRANCE", "CAPD REDONDO BEACH", court="CASC TORRANCE"),
        DA,
        True,
    ),
    "Police of Long Beach and the sheriff are unclear": (by("CAPD LONG BEACH", "CASO LOS ANGELES"), DA, True),
    "Police of two cities without a prosecutor lead to the same": (
        by("CAPD COMPTON", "CAPD GARDENA", court="CASC NORWALK"),
        DA,
        False,
    ),
    # Time.
    "Santa Monica's cases were heard in Santa Monica": (
        by("CAPD SANTA MONICA", court="CASC SANTA MONICA", convicted_on=date(2004, 6, 11)),
        "city-santa-monica",
        False,
    ),
    "and from 14 June 2004 on at the Airport": (
        by("CAPD SANTA MONICA", court="CASC WEST LA AIRPORT", convicted_on=date(2004, 6, 14)),
        "city-santa-monica",
        False,
    ),
    "and not at the Airport before": (
        by("CAPD SANTA MONICA", court="CASC WEST LA AIRPORT", convicted_on=date(2004, 6, 13)),
        DA,
        True,
    ),
    "When it was heard there is not known without a date": (
        by("CAPD SANTA MONICA", court="CASC SANTA MONICA", convicted_on=None),
        DA,
        True,
    ),
    "A date that changes nothing need not be known": (
        by("CAPD LONG BEACH", court="CAMC LONG BEACH", convicted_on=None),
        "city-long-beach",
        False,
    ),
    "A misdemeanor of Manhattan Beach was the District Attorney's until 17 January 2022": (
        by("CAPD MANHATTAN BEACH", court="CASC TORRANCE", convicted_on=date(2022, 1, 17)),
        DA,
        False,
    ),
    "From then on sources differ, so it is unclear": (
        by("CAPD MANHATTAN BEACH", court="CASC TORRANCE", convicted_on=date(2022, 1, 18)),
        DA,
        True,
    ),
    "Years later, too": (by("CAPD MANHATTAN BEACH", court="CASC TORRANCE", convicted_on=date(2024, 6, 1)), DA, True),
    # Signs of a felony.
    "A grade that is not known leaves a city's case unclear": ({"is_felony": None}, DA, True),
    "It does not matter where either grade is the District Attorney's": (
        by("CAPD COMPTON", court="CASC COMPTON", is_felony=None),
        DA,
        False,
    ),
    "Possession for sale was always a felony before Proposition 64: a misdemeanor of it is unclear": (
        {"section": "11359", "subdivision": ""},
        DA,
        True,
    ),
    "After Proposition 64 it is a misdemeanor like others": (
        {"section": "11359", "subdivision": "b", "convicted_on": date(2016, 11, 9)},
        "city-long-beach",
        False,
    ),
    "Sale, 11360(a), was always a felony": ({"section": "11360", "subdivision": "a"}, DA, True),
    "A gift, 11360(b), was not": ({"section": "11360", "subdivision": "b"}, "city-long-beach", False),
    "11360 without a letter may be either": ({"section": "11360", "subdivision": ""}, "city-long-beach", False),
    "A superior court heard no misdemeanor before 22 January 2000: such a case was filed as a felony": (
        {"convicted_on": date(2000, 1, 21)},
        DA,
        True,
    ),
    "and hears them from that day on": ({"convicted_on": date(2000, 1, 22)}, "city-long-beach", False),
    "A municipal court heard them before": (
        by("CAPD LONG BEACH", court="CAMC LONG BEACH", convicted_on=date(1985, 1, 1)),
        "city-long-beach",
        False,
    ),
    "also where it has the name of the superior court that took it over": (
        by("CAPD LOS ANGELES", court="CASC MCVAN NUYS", convicted_on=date(1985, 1, 1)),
        "city-los-angeles",
        False,
    ),
    "Petitions in a juvenile court are the District Attorney's": (
        by("CAPD LONG BEACH", court="CAJV LOS ANGELES", juvenile=True),
        DA,
        False,
    ),
    # Elsewhere.
    "A conviction of another county is not this county's to route": ({"county": "KERN"}, DA, True),
    "Nor is one whose county is not known": ({"county": None, "is_felony": True}, DA, True),
    "Misspelt names are the same names": (
        by("CAPD REDOND O BEACH", court="CASC TORRANC E"),
        "city-redondo-beach",
        False,
    ),
}


@pytest.mark.parametrize("name", WORKED)
def test_worked_case(name: str) -> None:
    cells, prosecutor, unclear = WORKED[name]
    found = routed(cells)
    assert (found["prosecutor"], found["route_unclear"]) == (prosecutor, unclear), found["route_basis"]


ARRESTED = "Arrested by CAPD LONG BEACH (1:11), convicted in CASC LONG BEACH (1:12)"
OWN = "Long Beach prosecutes its own misdemeanors, and the court hears its cases"
FIVE = ["1:7", "1:8", "1:9", "1:10", "1:11"]
SENTENCES: dict[str, dict[str, Any]] = {
    f"{ARRESTED}: {OWN}.": {},
    f"{ARRESTED}: {OWN}, but whether it was a felony is not known.": {"is_felony": None},
    "A felony: all felonies are the District Attorney's (1:12).": {"is_felony": True},
    "Arrested by CASO LOS ANGELES (1:11), convicted in CASC POMONA (1:12): inferred from the sheriff's arrest, since "
    "the areas that he polices have no prosecutor of their own.": by("CASO LOS ANGELES", court="CASC POMONA"),
    "No arrest on file, convicted in CASC TORRANCE (1:12): no arresting agency is named, and the court hears Hermosa "
    "Beach, Redondo Beach, Torrance.": NOBODY | {"court": "CASC TORRANCE"},
    "Arrested by an agency that is not named (1:11), no court named (1:12): no arresting agency is named, and no court "
    "is named.": {"arresting_agencies": [], "court": None},
    "Arrested by CAPD LONG BEACH and CAPD COMPTON (1:7, 1:8, 1:9 and 2 more), convicted in CASC LONG BEACH (1:12): the "
    "arresting agencies do not lead to the same prosecutor.": by("CAPD LONG BEACH", "CAPD COMPTON", arrest_places=FIVE),
}
"""What rests on which sentence."""


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_basis_names_agency_court_and_rows(sentence: str) -> None:
    assert routed(SENTENCES[sentence])["route_basis"] == sentence


class TestTheSameCase:
    def test_a_felony_in_the_same_case_makes_its_misdemeanors_the_district_attorneys(self) -> None:
        """One complaint, filed by one prosecutor: a burglary and a possession."""
        burglary = {"person_id": "7", "section": "459", "is_felony": True}
        found = route(rows({"person_id": "7"}, burglary), LA)
        assert found["prosecutor"].to_list() == [DA, DA]
        assert (
            found["route_basis"][0]
            == "A felony was charged in the same case, so the District Attorney prosecuted it (1:12)."
        )

    def test_a_felony_in_another_case_of_the_person_does_not(self) -> None:
        found = route(rows({"person_id": "7"}, {"person_id": "7", "case": 102002, "is_felony": True}), LA)
        assert found["prosecutor"].to_list() == ["city-long-beach", DA]

    def test_an_offense_that_was_always_a_felony_casts_doubt_on_the_whole_case(self) -> None:
        """Possession, and possession for sale that is marked as a misdemeanor: one case, one prosecutor."""
        sale = {"person_id": "7", "section": "11359", "subdivision": ""}
        found = route(rows({"person_id": "7"}, sale), LA)
        assert found["route_unclear"].to_list() == [True, True]

    @pytest.mark.parametrize(
        ("charge", "prosecutor"),
        [
            ({"section": "11359", "statute": "HS 11359", "is_felony": True}, DA),
            ({"section": "11359", "statute": "HS 11359", "is_felony": None}, DA),
            ({"statute": "HS 11357(a)", "is_felony": True}, DA),
            ({"statute": "HS 11357(a)", "is_felony": None}, "city-long-beach"),
            ({"statute": "HS 11357(b)", "is_felony": False}, "city-long-beach"),
        ],
    )
    def test_a_dismissed_felony_charge_does(self, charge: dict[str, Any], prosecutor: str) -> None:
        """Filed as a felony, pleaded down to possession: the District Attorney's case."""
        possession = rows({"person_id": "1"})
        assert route(possession, LA)["prosecutor"].to_list() == ["city-long-beach"]
        assert route(possession, LA, charges(charge))["prosecutor"].to_list() == [prosecutor]


def charges(*cells: dict[str, Any]) -> pl.DataFrame:
    """Charges of person 1, in the case of the ordinary conviction, with the columns of `charges.parquet`."""
    told = [CASE | {"event_date": date(2005, 3, 1)} | each for each in cells]
    frame = pl.DataFrame(told, schema=SCHEMA | {"event_date": pl.Date})
    return frame.drop("convicted_on", "juvenile", "subdivision")


class TestCharges:
    """Charges that ended in no conviction."""

    def charged(self, **cells: Any) -> dict[str, Any]:
        return route_charges(charges(cells), LA).row(0, named=True)

    def test_possession_charged_in_long_beach_is_the_city_prosecutors(self) -> None:
        found = self.charged()
        assert (found["prosecutor"], found["route_unclear"]) == ("city-long-beach", False)
        assert ", charged in CASC LONG BEACH (1:12): " in found["route_basis"]

    def test_a_felony_charge_is_the_district_attorneys(self) -> None:
        assert self.charged(statute="HS 11357(a)", is_felony=True)["prosecutor"] == DA

    def test_a_charge_without_a_grade_is_a_felony_where_its_section_always_was(self) -> None:
        sale = self.charged(section="11360", statute="HS 11360(a)", is_felony=None)
        assert (sale["prosecutor"], sale["route_unclear"]) == (DA, False)
        gift = self.charged(section="11360", statute="HS 11360(b)", is_felony=None)
        assert (gift["prosecutor"], gift["route_unclear"]) == (DA, True)

    def test_a_charge_in_a_juvenile_court_is_the_district_attorneys(self) -> None:
        assert self.charged(court="CAJV LOS ANGELES")["route_unclear"] is False


class TestOtherCounties:
    def test_where_no_city_is_listed_all_is_the_district_attorneys(self) -> None:
        for felony in (True, False, None):
            found = routed(NOBODY | {"county": "KERN", "court": "CASC NOWHERE", "is_felony": felony}, "KERN")
            assert (found["prosecutor"], found["route_unclear"]) == ("da-kern", False)
            assert found["prosecutor_name"] == "District Attorney of Kern County"

    def test_san_diego(self) -> None:
        city = by("CAPD SAN DIEGO", court="CASC SAN DIEGO", county="SAN DIEGO")
        assert routed(city, "SAN DIEGO")["prosecutor"] == "city-san-diego"
        assert routed(city | {"is_felony": True}, "SAN DIEGO")["prosecutor"] == "da-san-diego"
        vista = by("CAPD OCEANSIDE", court="CASC VISTA", county="SAN DIEGO")
        assert routed(vista, "SAN DIEGO")["route_unclear"] is False

    def test_the_sheriff_of_san_diego_polices_poway_whose_misdemeanors_are_the_citys(self) -> None:
        downtown = routed(by("CASO SAN DIEGO", court="CASC SAN DIEGO", county="SAN DIEGO"), "SAN DIEGO")
        assert downtown["route_unclear"] is True
        assert "Poway, whose misdemeanors are for the City Attorney of San Diego" in downtown["route_basis"]
        north = routed(by("CASO SAN DIEGO", court="CASC VISTA", county="SAN DIEGO"), "SAN DIEGO")
        assert (north["prosecutor"], north["route_unclear"]) == ("da-san-diego", False)

    def test_a_county_that_does_not_exist_is_refused(self) -> None:
        with pytest.raises(UsageError, match="California has no county of that name"):
            route(rows({}), "GOTHAM")


def many(count: int, seed: int) -> pl.DataFrame:
    """Rows of every kind, mixed."""
    choose = Random(seed)
    police = ["CAPD LONG BEACH", "CAPD COMPTON", "CAPD SANTA MONICA", "CAPD X"]
    agencies = [*police, "CASO LOS ANGELES", "CAHP LOS ANGELES"]
    courts = ["CASC LONG BEACH", "CAMC COMPTON", "CASC POMONA", "CASC SANTA MONICA", "CASC X", None]
    days = [date(1990, 1, 1), date(2003, 5, 5), date(2010, 2, 2), date(2018, 8, 8), None]
    drawn = [
        {
            "person_id": str(choose.randrange(2 * count)),
            "case": 100000 + choose.randrange(2),
            "court": choose.choice(courts),
            "section": choose.choice(["11357", "11359", "11360", None]),
            "subdivision": choose.choice(["", "a", "b"]),
            "is_felony": choose.choice([True, False, False, False, None]),
            "juvenile": choose.random() < 0.02,
            "convicted_on": choose.choice(days),
            "arresting_agencies": choose.sample(agencies, choose.choice([0, 1, 1, 1, 2])),
            "place": f"1:{number}",
        }
        for number in range(count)
    ]
    return rows(*drawn)


class TestProperties:
    def test_row_for_row_in_any_order(self) -> None:
        cases = many(400, seed=1).with_row_index("at")
        straight = pl.concat([cases.select("at"), route(cases, LA)], how="horizontal")
        shuffled = cases.sample(fraction=1.0, shuffle=True, seed=3)
        again = pl.concat([shuffled.select("at"), route(shuffled, LA)], how="horizontal").sort("at")
        assert straight.equals(again)
        assert set(straight["route_unclear"]) == {True, False}
        assert set(straight["prosecutor"]) >= {DA, "city-long-beach"}

    def test_other_people_change_nothing(self) -> None:
        cases = many(300, seed=2)
        others = many(300, seed=5).with_columns(person_id=pl.concat_str(pl.lit("x"), "person_id"))
        assert route(pl.concat([cases, others]), LA).head(300).equals(route(cases, LA))

    def test_the_order_in_which_agencies_are_named_changes_no_prosecutor(self) -> None:
        cases = many(300, seed=4)
        turned = cases.with_columns(pl.col("arresting_agencies").list.reverse())
        columns = [name for name in ROUTE if name != "route_basis"]
        assert route(turned, LA).select(columns).equals(route(cases, LA).select(columns))

    def test_what_is_unclear_is_the_district_attorneys(self) -> None:
        found = route(many(600, seed=6), LA)
        assert set(found.filter("route_unclear")["prosecutor"]) == {DA}

    def test_an_unknown_grade_is_clear_only_where_both_grades_agree(self) -> None:
        """Three values: whoever it is when a felony and when not is whose it is when not known."""
        cases = many(600, seed=8).with_columns(person_id=pl.int_range(pl.len()).cast(pl.String))
        asked = {
            grade: route(cases.with_columns(is_felony=pl.lit(grade, pl.Boolean)), LA) for grade in (True, False, None)
        }
        both = (asked[True]["prosecutor"] == asked[False]["prosecutor"]) & ~asked[False]["route_unclear"]
        assert (~asked[None]["route_unclear"]).equals(both, check_names=False)

    def test_no_rows_give_no_rows(self) -> None:
        assert route(rows(), LA).columns == list(ROUTE)
        assert route(rows(), LA).is_empty()

    def test_every_sentence_ends_in_a_full_stop_and_names_its_row(self) -> None:
        found = route(many(400, seed=9), LA)["route_basis"]
        assert found.str.ends_with(".").all()
        assert found.str.contains(r"1:\d+\)").all()


def test_66_000_rows_in_under_a_second() -> None:
    cases = pl.concat([many(3_000, seed=11)] * 22).with_columns(person_id=pl.int_range(pl.len()).cast(pl.String))
    route(cases.head(10), LA)  # reads the tables
    start = time.process_time()
    found = route(cases, LA)
    assert found.height == 66_000
    assert time.process_time() - start < 1.0


@pytest.fixture(scope="module")
def fabricated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a fabricated county: police, sheriff and highway patrol; courts of the city and elsewhere."""
    folder = tmp_path_factory.mktemp("fabricated")
    write_county(folder / "county.dat", people=2000, seed=3)
    vacatur.run([folder / "county.dat"], LA, ["ca-la-2020-announced"], as_of=AS_OF, out=folder / "results")
    return folder / "results"


def test_a_fabricated_county_has_cases_of_every_city_and_few_that_are_unclear(fabricated: Path) -> None:
    convictions = pl.read_parquet(fabricated / "convictions.parquet")
    routes = pl.concat([convictions, route(convictions, LA)], how="horizontal")
    cannabis = routes.filter((pl.col("county") == LA) & ~pl.col("is_felony") & pl.col("prop64"))
    assert cannabis["prosecutor"].n_unique() == 11
    assert 0.02 < cannabis["route_unclear"].mean() < 0.2  # type: ignore[operator]


class TestThePage:
    """docs/who-prosecutes.md."""

    PAGE = (Path(__file__).parents[2] / "docs" / "who-prosecutes.md").read_text(encoding="utf-8")

    def test_it_names_every_city_prosecutor_and_no_other(self) -> None:
        counties = ("LOS ANGELES", "SAN DIEGO", "ORANGE")
        ids = {each.id for county in counties for each in prosecutors_of(county) if each.city}
        assert set(re.findall(r"`(city-[a-z-]+)`", self.PAGE)) == ids

    def test_its_example_is_what_is_said(self) -> None:
        (example,) = re.findall(r"^> (.+)$", self.PAGE, re.MULTILINE)
        assert routed({"arrest_places": ["1:8811"], "place": "1:8812"})["route_basis"] == example

    def test_its_code_runs(self, fabricated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(fabricated.parent)
        (code,) = re.findall(r"```python\n(.+?)```", self.PAGE, re.DOTALL)
        found: dict[str, Any] = {}
        exec(code, found)
        assert found["routes"].height == found["kept"].table("convictions").height
        assert found["offices"][0].id == DA


def test_in_a_run_about_every_county_each_case_is_its_own_county_s() -> None:
    cases = rows(
        {},
        {"county": "ALAMEDA", **by("CAPD OAKLAND", court="CASC ALAMEDA")},
        {"county": None},
        {"county": "NEVADA STATE"},
        {"is_felony": True},
    )
    found = route(cases, ALL_COUNTIES)
    assert found["prosecutor"].to_list() == ["city-long-beach", "da-alameda", "da-unknown", "da-unknown", DA]
    assert found["route_unclear"].to_list() == [False, False, True, True, False]
    assert "1:12" in found["route_basis"][2]
    assert route(cases[:1], ALL_COUNTIES).equals(route(cases[:1], LA))
