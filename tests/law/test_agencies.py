"""The tables of who prosecutes what: sourced, dated, without overlap; mistakes collected and named."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from vacatur.errors import PackError, UsageError
from vacatur.law.agencies import Jurisdiction, jurisdiction_of, prosecutors_of
from vacatur.law.agency_tables import COLUMNS, FOLDER, key_of, read_tables

TEN = {
    "LOS ANGELES", "LONG BEACH", "TORRANCE", "PASADENA", "INGLEWOOD", "BURBANK", "SANTA MONICA", "HAWTHORNE",
    "REDONDO BEACH", "HERMOSA BEACH",
}  # fmt: skip
LONG_AGO, IN_2020 = date(1970, 1, 1), date(2020, 2, 11)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tables, to be spoilt."""
    return Path(shutil.copytree(FOLDER, tmp_path / "agencies"))


def spoil(folder: Path, table: str, line: int, **cells: str) -> None:
    """Alter one row, by its line in the file; a line after the last adds a row like the last."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if line == len(rows) + 2:
        rows.append(dict(rows[-1]))
    rows[line - 2] |= cells
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS[table], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(PackError) as refused:
        read_tables(folder)
    return refused.value.mistakes


def lines(table: str) -> int:
    return len((FOLDER / f"{table}.csv").read_text(encoding="utf-8").splitlines())


class TestWhatIsThere:
    def test_los_angeles_has_its_district_attorney_and_the_ten_cities_of_2020(self) -> None:
        attorney, *cities = prosecutors_of("LOS ANGELES")
        assert (attorney.id, attorney.name) == ("da-los-angeles", "District Attorney of Los Angeles County")
        assert attorney.office == "Office of the District Attorney, County of Los Angeles"
        in_2020 = {city.city for city in cities if city.in_force_from is None or city.in_force_from <= IN_2020}
        assert in_2020 == TEN
        assert all(city.certain for city in cities if city.city in TEN)

    def test_long_beach_has_a_city_prosecutor_and_los_angeles_a_city_attorney(self) -> None:
        by_id = {each.id: each for each in prosecutors_of("Los Angeles")}
        assert by_id["city-long-beach"].name == "City Prosecutor of Long Beach"
        assert by_id["city-long-beach"].office == "Office of the City Prosecutor, City of Long Beach"
        assert by_id["city-los-angeles"].name == "City Attorney of Los Angeles"

    def test_manhattan_beach_is_never_certain_and_before_2022_not_its_own(self) -> None:
        here = jurisdiction_of("LOS ANGELES")
        assert here.prosecutor_of("MANHATTAN BEACH", IN_2020) == here.district_attorney
        later = here.prosecutor_of("MANHATTAN BEACH", date(2023, 6, 1))
        assert (later.id, later.certain) == ("city-manhattan-beach", False)

    def test_the_city_attorney_of_san_diego_prosecutes_for_poway_too(self) -> None:
        here = jurisdiction_of("SAN DIEGO")
        assert (
            here.prosecutor_of("POWAY", IN_2020).id == here.prosecutor_of("SAN DIEGO", IN_2020).id == "city-san-diego"
        )
        assert here.prosecutor_of("VISTA", IN_2020).id == "da-san-diego"

    def test_every_county_has_a_district_attorney_and_all_but_three_nobody_else(self) -> None:
        counties = [row["county"] for row in read_tables().counties]
        assert len(counties) == 58
        several = {county for county in counties if len(prosecutors_of(county)) > 1}
        assert several == {"LOS ANGELES", "ORANGE", "SAN DIEGO"}
        names = {county: prosecutors_of(county)[0].name for county in counties}
        assert names["KERN"] == "District Attorney of Kern County"
        assert names["SAN FRANCISCO"] == "District Attorney of the City and County of San Francisco"

    def test_a_county_that_does_not_exist_is_refused_with_the_nearest_name(self) -> None:
        with pytest.raises(UsageError, match=r"LOS ANGELAS.*Did you mean LOS ANGELES"):
            prosecutors_of("LOS ANGELAS")

    def test_each_of_the_ten_cities_has_police_and_a_court_that_hears_it_today_and_long_ago(self) -> None:
        here = jurisdiction_of("LOS ANGELES")
        for city in TEN:
            found = here.agency(f"CAPD {city}", LONG_AGO)
            assert found is not None and (found.kind, found.city) == ("police", city)
            for on in (LONG_AGO, IN_2020):
                courts = [here.court(row["text"]) for row in read_tables().courts if row["county"] == "LOS ANGELES"]
                assert any(court and city in here.cities_of(court, on) for court in courts), (city, on)

    def test_the_tables_are_packaged(self) -> None:
        """They are read beside the module, wherever that was installed."""
        there = files("vacatur.law") / "agencies"
        assert {entry.name for entry in there.iterdir()} == {*(f"{name}.csv" for name in COLUMNS), "README.md"}

    def test_the_page_beside_the_tables_names_each(self) -> None:
        page = (FOLDER / "README.md").read_text(encoding="utf-8")
        assert all(f"`{name}.csv`" in page for name in COLUMNS)


class TestWording:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("CASC SUNNYVAL E", "CASC SUNNYVALE"),
            ("CASC MCHAYWAR D", "CASC MC HAYWARD"),
            ("capd  long beach", "CAPD LONGBEACH"),
            ("CASC LOS ANGELES LONG BCH", "CASC LOS ANGELES LONG BEACH"),
            ("CASC SN JOSE", "CASC SAN JOSE"),
            ("CAPD ST. HELENA", "CAPD ST HELENA"),
        ],
    )
    def test_the_same_name_worded_otherwise(self, one: str, other: str) -> None:
        assert key_of(one) == key_of(other)

    @pytest.mark.parametrize(
        ("one", "other"), [("CAPD EL MONTE", "CAPD DEL MONTE"), ("CAPD BELL", "CAPD BELL GARDENS")]
    )
    def test_names_that_are_not_the_same(self, one: str, other: str) -> None:
        assert key_of(one) != key_of(other)

    def test_a_superior_court_that_was_a_municipal_court_is_told_apart(self) -> None:
        here = jurisdiction_of("LOS ANGELES")
        for text, superior in {
            "CASC LOS ANGELES VAN NUYS": True, "CASC MCVAN NUYS": False, "CASC MC VAN NUY S": False,
            "CAMC VAN NUYS": False,
        }.items():  # fmt: skip
            court = here.court(text)
            assert court is not None and (court.name, court.superior) == ("Van Nuys", superior), text

    def test_what_is_not_listed_is_unknown(self) -> None:
        here = jurisdiction_of("LOS ANGELES")
        assert here.agency("CAPD NEW LONG BEACH", IN_2020) is None
        assert here.agency("CAPD SANTA ANA", IN_2020) is None
        assert here.court("CASC SANTA ANA") is None


class TestMistakes:
    def test_the_tables_as_they_are_have_none(self) -> None:
        assert len(read_tables().agencies) > 100

    @pytest.mark.parametrize(
        ("table", "line", "cells", "told"),
        [
            ("prosecutors", 3, {"source": ""}, "prosecutors.csv:3: source is blank"),
            ("agencies", 4, {"source": " "}, "agencies.csv:4: source is blank"),
            ("courts", 2, {"mark": "X"}, "courts.csv:2: mark is 'X'; allowed: C, S, K"),
            ("agencies", 2, {"kind": "posse"}, "agencies.csv:2: kind is 'posse'; allowed: police, sheriff, anywhere"),
            ("prosecutors", 2, {"certain": ""}, "prosecutors.csv:2: certain is ''; allowed: yes, no"),
            ("hearings", 2, {"from": "2004-06-31"}, "hearings.csv:2: from is '2004-06-31'; it must be a date"),
            ("prosecutors", 2, {"from": "2005-01-01", "until": "2004-12-31"}, "from 2005-01-01 is after until"),
            ("counties", 20, {"unified_on": "2000-01-22", "unified_source": ""}, "unified_on has no mark or no source"),
            ("prosecutors", 2, {"county": "GOTHAM"}, "county: there is no county 'GOTHAM' in counties.csv"),
            ("prosecutors", 2, {"id": "Los Angeles"}, "id is 'Los Angeles'; it must be city- and the city"),
            ("prosecutors", 2, {"cities": "LONG BEECH"}, "cities: 'LOS ANGELES' is not among them"),
            ("prosecutors", 12, {"cities": "MANHATTAN BEACH|ATLANTIS"}, "names nobody who polices 'ATLANTIS'"),
            ("agencies", 2, {"city": ""}, "agencies.csv:2: city is blank; police are those of a city"),
            ("hearings", 2, {"court": "Nowhere"}, "court: courts.csv has no court 'Nowhere' in LOS ANGELES"),
            ("hearings", 2, {"city": "ATLANTIS"}, "city: agencies.csv names nobody who polices 'ATLANTIS'"),
        ],
    )  # fmt: skip
    def test_a_mistake_names_table_line_and_column(
        self, folder: Path, table: str, line: int, cells: dict[str, str], told: str
    ) -> None:
        spoil(folder, table, line, **cells)
        assert any(told in mistake for mistake in mistakes(folder))

    @pytest.mark.parametrize("table", ["prosecutors", "agencies", "courts", "hearings"])
    def test_two_rows_for_the_same_days_overlap(self, folder: Path, table: str) -> None:
        spoil(folder, table, lines(table) + 1)
        (told,) = mistakes(folder)
        assert told.startswith(f"{table}.csv:{lines(table) + 1}: ")
        assert told.endswith(f"stands at {table}.csv:{lines(table)} too, for the same days")

    def test_two_rows_that_follow_each_other_in_time_do_not(self, folder: Path) -> None:
        spoil(folder, "prosecutors", lines("prosecutors"), until="1999-12-31")
        spoil(folder, "prosecutors", lines("prosecutors") + 1, **{"from": "2000-01-01", "until": ""})
        assert len(read_tables(folder).prosecutors) == lines("prosecutors")

    def test_a_city_with_a_prosecutor_is_not_heard_where_none_is_said_to_be(self, folder: Path) -> None:
        spoil(folder, "hearings", lines("hearings") + 1, county="LOS ANGELES", court="Pomona", city="PASADENA")
        (told,) = mistakes(folder)
        assert "city: 'PASADENA' has a prosecutor" in told

    def test_all_mistakes_are_collected(self, folder: Path) -> None:
        spoil(folder, "prosecutors", 3, source="")
        spoil(folder, "agencies", 9, mark="?")
        spoil(folder, "hearings", 5, until="later")
        assert [told.split(":")[0] for told in mistakes(folder)] == ["prosecutors.csv", "agencies.csv", "hearings.csv"]

    def test_a_table_that_is_missing_or_of_another_form_is_named(self, folder: Path) -> None:
        (folder / "courts.csv").unlink()
        (folder / "hearings.csv").write_text("a,b\n1,2\n", encoding="utf-8")
        assert mistakes(folder) == [
            "courts.csv: cannot be read: No such file or directory",
            "hearings.csv: the columns are ['a', 'b']; they must be "
            "county, court, city, from, until, mark, source, note",
        ]

    def test_a_row_with_a_cell_too_many_is_named(self, folder: Path) -> None:
        with (folder / "courts.csv").open("a", encoding="utf-8") as file:
            file.write("LOS ANGELES,CASC X,X,K,general knowledge,,more\n")
        assert mistakes(folder) == [f"courts.csv:{lines('courts') + 1}: more cells than columns"]


def test_a_day_on_which_a_row_ends_and_the_next_begins(folder: Path) -> None:
    """A city that gave its office up and took it back has its own prosecutor on the first and last days alone."""
    last = lines("prosecutors")
    spoil(folder, "prosecutors", last, until="1999-12-31")
    spoil(folder, "prosecutors", last + 1, **{"from": "2010-01-01", "until": ""})
    here = Jurisdiction("ORANGE", read_tables(folder))
    own = {
        on: here.prosecutor_of("ANAHEIM", date.fromisoformat(on)).id
        for on in ("1999-12-31", "2000-01-01", "2010-01-01")
    }
    assert own == {"1999-12-31": "city-anaheim", "2000-01-01": "da-orange", "2010-01-01": "city-anaheim"}
    assert here.turns == (date(1998, 8, 10), date(2000, 1, 1), date(2010, 1, 1))
