"""Lists are filtered, searched, sorted and paged; what they count is what the results hold, also after a review."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from starlette.datastructures import QueryParams

import vacatur.reviews
from tests.web.finished import FORMULA, MARKUP, PACK, conviction
from vacatur.outputs.filings.docket import docket_of
from vacatur.outputs.kept import open_results
from vacatur.web import browse
from vacatur.web.browse import NONE, Asked, Facet, Listing, searched
from vacatur.web.opened import CONVICTIONS, Browse, Opened

ROWS = pl.DataFrame(
    {
        "name": ["RUIZ,ANA", "O'BRIEN,PAT", "PEÑA,LUZ", None, "RUIZ,ANA"],
        "numbers": [["BA-123"], ["TA 9"], [], ["BA-1", "BA-124"], ["X"]],
        "section": ["11357", "11359", "11359", None, "11358"],
        "unknown": [["age"], [], ["age", "sex"], [], []],
        "date": ["1999", None, "1990", "2001", "1995"],
        "person_at": [2, 0, 1, 3, 2],
    },
    schema_overrides={"person_at": pl.UInt32},
)


@pytest.fixture
def listing() -> Listing:
    """Five rows of four people."""
    return Listing(
        ROWS,
        search=searched(ROWS["name"], ROWS["numbers"]),
        facets={"section": Facet("section", {"both": ("11357", "11358")}), "unknown": Facet("unknown")},
        orders={"name": ("person_at", "date"), "date": ("date",)},
    )


def found(listing: Listing, **asked: object) -> list[str | None]:
    """The dates of the rows that answer, in order."""
    return listing.select(Asked(**asked)).all()["date"].to_list()  # type: ignore[arg-type]


def test_an_order_has_what_is_not_known_last_both_ways(listing: Listing) -> None:
    assert found(listing) == [None, "1990", "1995", "1999", "2001"]  # by name, then by date
    assert found(listing, sort="date") == ["1990", "1995", "1999", "2001", None]
    assert found(listing, sort="-date") == ["2001", "1999", "1995", "1990", None]
    assert found(listing, sort="-name") == ["2001", "1995", "1999", "1990", None]
    assert found(listing, sort="no such order") == found(listing)


@pytest.mark.parametrize(
    ("words", "dates"),
    [
        ("ruiz", ["1995", "1999"]),
        ("Ana Ruiz", ["1995", "1999"]),
        ("RUIZ, ANA", ["1995", "1999"]),
        ("obrien", [None]),
        ("o'brien", [None]),
        ("pena", ["1990"]),
        ("PEÑA", ["1990"]),
        ("ba123", ["1999"]),
        ("BA-12", ["1999", "2001"]),
        ("ba 124", ["2001"]),
        ("ruiz ta9", []),
        ("[a-z]+", []),
        ("(", []),
    ],
)
def test_all_words_are_found_in_names_and_numbers_however_they_are_written(
    listing: Listing, words: str, dates: list[str | None]
) -> None:
    assert found(listing, words=words) == dates


def test_a_filter_takes_one_value_several_or_what_is_not_given(listing: Listing) -> None:
    assert found(listing, chosen={"section": "11359"}) == [None, "1990"]
    assert found(listing, chosen={"section": "both"}) == ["1995", "1999"]
    assert found(listing, chosen={"section": NONE}) == ["2001"]
    assert found(listing, chosen={"section": "no such"}) == []
    assert found(listing, chosen={"unknown": "age"}) == ["1990", "1999"]
    assert found(listing, chosen={"unknown": NONE}) == [None, "1995", "2001"]
    assert found(listing, chosen={"unknown": "age", "section": "11359"}, words="luz") == ["1990"]


def test_an_option_says_how_many_rows_it_would_leave_beside_the_other_filters(listing: Listing) -> None:
    selection = listing.select(Asked(chosen={"section": "11359"}))
    assert selection.options("section") == {"11357": 1, "11358": 1, "11359": 2, NONE: 1, "both": 2}
    assert selection.options("unknown") == {"age": 1, "sex": 1, NONE: 1}
    for name in ("section", "unknown"):
        for value, count in selection.options(name).items():
            chosen = {"section": "11359", name: value}
            assert listing.select(Asked(chosen=chosen)).total == count


def test_pages_hold_each_row_once_and_the_last_answers_for_those_beyond(
    listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browse, "PAGE", 2)
    selection = listing.select(Asked(sort="date"))
    assert (selection.total, selection.people, selection.pages, selection.pages_of_people) == (5, 4, 3, 2)
    pages = [selection.page(number)["date"].to_list() for number in (1, 2, 3, 9)]
    assert pages == [["1990", "1995"], ["1999", "2001"], [None], [None]]
    people = [selection.page_of_people(number)["person_at"].to_list() for number in (1, 2)]
    assert people == [[0, 1], [2, 2, 3]]
    nobody = listing.select(Asked(words="nobody"))
    assert (nobody.total, nobody.pages, nobody.page(1).height, nobody.page_of_people(1).height) == (0, 1, 0, 0)


def test_an_address_says_what_is_asked_and_nothing_else() -> None:
    query = QueryParams("q=+Ruiz++Ana+&section=11359&unknown=&strange=1&page=7&sort=-date&pack=p")
    asked = Asked.of(query, ["section", "unknown"])
    assert asked == Asked("p", "Ruiz Ana", {"section": "11359"}, "-date", 7)
    assert Asked.of(QueryParams(asked.address(page=7)), ["section"]) == asked
    assert Asked.of(QueryParams(asked.address(section="")), ["section"]) == Asked("p", "Ruiz Ana", {}, "-date", 1)
    for strange in ("0", "-3", "x", "²", "9" * 12, ""):
        assert Asked.of(QueryParams({"page": strange}), []).page == 1


@pytest.fixture
def run(five_people: Path) -> Path:
    """Run 1 on five people."""
    return five_people / "runs/1"


@pytest.fixture
def county_run(three_hundred: Path) -> Path:
    """Run 1 on a county of 300 people with every kind of fault."""
    return three_hundred / "runs/1"


def test_convictions_are_those_of_the_docket_each_once(county_run: Path) -> None:
    kept = open_results(county_run / "results", unchanged=False)
    listing = Opened(kept).convictions(PACK)
    assert sorted(listing.rows["conviction_id"]) == sorted(docket_of(kept, PACK)["conviction_id"])
    counts = listing.select(Asked()).options("determination")
    assert {name: n for name, n in counts.items() if name != "relief"} == kept.summary["decisions"]["by_determination"]
    relief = listing.select(Asked(chosen={"determination": "relief"}))
    assert relief.people == kept.summary["people_with_relief"]


def test_people_freed_are_as_many_as_the_summary_says(county_run: Path) -> None:
    kept = open_results(county_run / "results", unchanged=False)
    opened = Opened(kept)
    for pack, impact in kept.summary["impact"].items():
        listing = opened.convictions(pack)
        for name in ("no_felony", "no_conviction", "no_conviction_last_7_years"):
            assert listing.select(Asked(chosen={"freed": name})).people == impact[name]
            assert opened.impact(pack)[name] == impact[name]
        assert opened.impact(pack)["relief"] == impact["people_with_relief"]


def test_every_filter_leaves_as_many_rows_as_its_option_says(county_run: Path) -> None:
    listing = Opened(open_results(county_run / "results", unchanged=False)).convictions(PACK)
    everything = listing.select(Asked())
    for name in CONVICTIONS:
        options = everything.options(name)
        for value, count in options.items():
            assert listing.select(Asked(chosen={name: value})).total == count, (name, value)


@pytest.mark.parametrize(
    ("words", "person"),
    [("peña", "4"), ("A003", "3"), ("ba 772", "2"), ("script", "2"), (MARKUP, "2"), (FORMULA, "5"), ("luz pena", "4")],
)
def test_a_person_is_found_by_name_case_number_and_cii(run: Path, words: str, person: str) -> None:
    listing = Opened(open_results(run / "results", unchanged=False)).convictions(PACK)
    assert listing.select(Asked(words=words)).all()["person_id"].to_list() == [person]


def test_what_reviewers_record_is_in_the_lists_at_once_as_if_they_were_made_anew(
    county_run: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "results"
    shutil.copytree(county_run / "results", folder)
    kept = Browse()
    before = kept.opened(folder)
    charges = before.charges()
    rows = before.convictions(PACK).rows
    assert kept.opened(folder) is before
    duplicates = rows.filter(pl.col("same_count").list.len() > 0)["conviction_id"].to_list()[:2]
    chosen = duplicates + [
        rows.filter(pl.col("determination").cast(pl.String) == name)["conviction_id"][0]
        for name in ("dismiss", "review", "refer", "not_eligible")
    ]
    for place, name in enumerate(dict.fromkeys(chosen)):
        to = "dismiss" if place % 2 else "not_eligible"
        vacatur.reviews.decide(folder, name, to, "looked up", who="A Reviewer", when="2026-11-22T10:00:00")
        after = kept.opened(folder)
        assert after is not before and after.charges() is charges
        if place % 2:  # otherwise two acts lie between two lists
            continue
        fresh = Opened(open_results(folder, unchanged=False)).convictions(PACK).rows
        helped = after.convictions(PACK).select(Asked(chosen={"determination": "relief"})).people
        assert after.impact(PACK)["relief"] == helped
        amended = after.convictions(PACK).rows
        assert_frame_equal(_plain(amended), _plain(fresh))
        assert amended["reason"].cast(pl.String).eq("Decided on review").sum() == place + 1


def _plain(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col(pl.Enum).cast(pl.String), pl.col("freed").list.sort())


def test_results_that_were_replaced_are_opened_anew(run: Path, tmp_path: Path) -> None:
    folder = tmp_path / "results"
    shutil.copytree(run / "results", folder)
    kept = Browse()
    first = kept.opened(folder)
    first.convictions(PACK)
    shutil.rmtree(folder)
    shutil.copytree(run / "results", folder)
    (folder / "manifest.json").touch()
    assert kept.opened(folder) is not first


def test_the_later_day_is_listed_with_what_it_brings(run: Path) -> None:
    opened = Opened(open_results(run / "results", unchanged=False))
    later = opened.later(PACK)
    rows = later.select(Asked()).all().select("conviction_id", "eligible_from", "then", "rule_then").rows()
    then = ("dismiss", "years-without-conviction")
    assert rows == [
        (conviction("4", 2), date(2021, 3, 4), *then),
        (conviction("3", 2), date(2025, 6, 1), *then),
    ]
