"""Seven people whose figures anybody can work out on paper."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

import vacatur
from tests.cli.rows import AS_OF, COUNTY, Row, row, written
from tests.outputs.report.page import Page, page_of
from vacatur.outputs.report.rows import slug


def person(number: int, race: str, born: str, **cells: str) -> Row:
    own = {"SUBJECT_ID": str(number), "CII_NUMBER": f"A00{number}", "PRI_DOB": born, "RACE_DESCR": race}
    return row(**{**own, "STP_EVENT_DATE": "19950601", **cells})


def burglary(number: int, race: str, born: str) -> Row:
    """A felony of 2015 that is no cannabis conviction: what keeps the young from relief under the pilot."""
    cells = {"CNT_ORDER": "102002001000", "STP_EVENT_DATE": "20150601", "OFFENSE_DESCR": "459 PC-BURGLARY"}
    return person(number, race, born, **cells)


PEOPLE = [
    person(1, "WHITE", "19600115", STP_ORI_DESCR="CASC 王"),
    person(2, "WHITE", "19900115", STP_EVENT_DATE="20120601"),
    burglary(2, "WHITE", "19900115"),
    person(3, "BLACK", "19650115"),
    person(4, "BLACK", "19700115", STP_EVENT_DATE="19910601"),
    person(5, "BLACK", "19920115", STP_EVENT_DATE="20120601"),
    burglary(5, "BLACK", "19920115"),
    person(6, "", "19500115"),
    person(7, "HISPANIC", "19800115", CONV_STAT_DESCR="MISDEMEANOR", OFFENSE_DESCR="11357(B) HS-POSSESS MARIJUANA"),
]
"""1, 3, 4 and 6 are 50 or older: dismissed. 2 and 5 are reviewed by hand. The misdemeanor of 7 is a city attorney's."""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("by-hand")
    source = written(folder / "seven.dat", PEOPLE)
    vacatur.run([source], COUNTY, ["ca-la-2020-pilot"], as_of=AS_OF, out=folder / "results")
    return vacatur.report(folder / "results")


@pytest.fixture(scope="module")
def page(report: Path) -> Page:
    return page_of(report)


def test_the_headline(page: Page) -> None:
    words = page.words()
    assert (
        "4 cannabis convictions in Los Angeles County, of 4 people, would be dismissed under this policy: "
        "4 felonies and 0 misdemeanors or infractions, the earliest of 1991"
    ) in words
    assert (
        "Of these people 50.0% are Black and 25.0% White; 25.0% are of other groups, or their race is not known"
    ) in words
    assert "4 people would have no felony left on their California record, 0 no conviction of the last 7 years" in words
    assert "at least 4 and at most 6 convictions would have relief, of at most 6 people" in words
    assert "1 more is another prosecutor's to decide" in words


def test_rates_and_ratios_of_races(page: Page) -> None:
    """White: 1 of 2 has relief. Black: 2 of 3, and two thirds are 1.33 times one half. Missing race has no ratio."""
    table = page.tables["people-by-race"]
    assert table.heads[5:] == ["Share of relief", "Rate of relief", "Disparity ratio", "Rate at most"]
    lines = {line: [cell.text for cell in cells] for line, cells in table.lines}
    assert list(lines) == ["Black", "White", "Hispanic", "Not given", "All"]
    assert lines["Black"] == ["3", "42.9%", "3", "2", "50.0%", "66.7%*", "1.33*", "100.0%"]
    assert lines["White"] == ["2", "28.6%", "2", "1", "25.0%", "50.0%*", "reference", "100.0%"]
    assert lines["Hispanic"] == ["1", "14.3%", "1", "0", "0.0%", "0.0%*", "0.00*", "0.0%"]
    assert lines["Not given"] == ["1", "14.3%", "1", "1", "25.0%", "100.0%*", "unknown", "100.0%"]
    assert lines["All"] == ["7", "100.0%", "7", "4", "100.0%", "57.1%", "", "85.7%"]


def test_missing_race_is_told_and_bounds_what_is_not_known(page: Page) -> None:
    assert "The race of 1 person with relief is not given: 25.0% of all with relief." in page.words()


def test_people_freed(page: Page) -> None:
    """Dismissing everything frees 7 of the only conviction; the burglaries of 2 and 5 stay felonies."""
    table = page.tables["people-freed"]
    assert table.column("This policy") == {
        "With some relief": "4", "No felony left": "4", "No conviction of the last 7 years left": "0",
        "No conviction left at all": "4",
    }  # fmt: skip
    assert table.column("Dismiss all Prop. 64")["With some relief"] == "7"
    assert table.column("Dismiss all Prop. 64")["No felony left"] == "4"
    assert table.column("Dismiss all Prop. 64")["No conviction left at all"] == "5"


def test_what_was_asked_is_said(page: Page) -> None:
    words = page.words()
    for said in ("Los Angeles County", "1 July 2020", "(ca-la-2020-pilot)", "Dismiss: 50 years or older."):
        assert said in words
    assert "9 rows read = 7 decided on + 2 not in scope + 0 set aside . They reconcile." in words.replace(
        "aside.", "aside ."
    )


def reported(folder: Path, *rows: Row, county: str = COUNTY, public: bool = False) -> Page:
    source = written(folder / "some.dat", rows)
    vacatur.run([source], county, ["ca-la-2020-pilot"], as_of=AS_OF, out=folder / "results")
    return Page((vacatur.report(folder / "results", public=public) / "report.html").read_text(encoding="utf-8"))


def test_a_county_without_a_decision_has_figures_and_no_empty_charts(tmp_path: Path) -> None:
    burgled = person(1, "WHITE", "19600115", OFFENSE_DESCR="459 PC-BURGLARY", STP_ORI_CNTY_NAME="ALPINE")
    page = reported(tmp_path, burgled, county="ALPINE")
    assert "No cannabis conviction in Alpine County would be dismissed or reduced under this policy." in page.words()
    assert page.tables["people-by-race"].column("In the file") == {"White": "1", "All": "1"}
    assert "svg" not in [name for name, _ in page.elements]


def test_in_public_nobody_is_said_to_be_of_another_group_because_the_groups_are_withheld(tmp_path: Path) -> None:
    """Twelve people with relief, six of each of two races."""
    people = [person(number, "WHITE" if number % 2 else "BLACK", "19600115") for number in range(1, 13)]
    words = reported(tmp_path, *people, public=True).words()
    assert "How many of them are of which race is withheld." in words
    assert "of other groups" not in words


def test_on_paper_a_court_in_letters_that_the_type_lacks_is_named_by_their_numbers(report: Path) -> None:
    """That of person 1."""
    pages = pypdfium2.PdfDocument(report / "report.pdf")
    assert "CASC [U+738B]" in " ".join(page.get_textpage().get_text_bounded() for page in pages)


@pytest.mark.parametrize("name", ["CON", "nul", "Com1", "LPT9"])
def test_no_file_of_rows_has_a_name_that_windows_keeps_for_itself(name: str) -> None:
    assert slug(name) == f"{name.lower()}-file"
    assert slug(f"{name} COURT") == f"{name.lower()}-court"
