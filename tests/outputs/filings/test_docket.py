"""The docket: every decision once, in the clerk's order, the same count only once, nothing filed that lacks a part."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

import vacatur
from tests.cli.rows import AS_OF, COUNTY, row, written
from tests.outputs.filings.entries import PACK, Entry, entry, kept_of
from vacatur.outputs.filings.docket import CLERKS_ORDER, LISTED, docket_of, totals
from vacatur.outputs.kept import open_results


def docket(*entries: Entry) -> pl.DataFrame:
    return docket_of(kept_of(*entries), PACK)


def listed(*entries: Entry) -> dict[str, str]:
    """On which list each conviction is."""
    return dict(docket(*entries).select("conviction_id", "listed").iter_rows())


def one(**cells: object) -> dict[str, object]:
    return docket(entry(**cells)).row(0, named=True)


class TestLists:
    @pytest.mark.parametrize(
        ("determination", "expected", "relief"),
        [
            ("dismiss", "exhibit_a", "dismiss and seal"),
            ("reduce", "exhibit_b", "reduce"),
            ("refer", "referred", None),
            ("not_eligible", "challenge", None),
            ("review", "review", None),
            ("out_of_scope", "out_of_scope", None),
        ],
    )
    def test_a_determination_leads_to_its_list(self, determination: str, expected: str, relief: str | None) -> None:
        found = one(determination=determination)
        assert (found["listed"], found["relief"], found["missing"]) == (expected, relief, [])

    @pytest.mark.parametrize(
        ("cells", "missing"),
        [
            ({"case_numbers": []}, ["case number"]),
            ({"case_numbers": ["0000", "-"]}, ["case number"]),
            ({"case_numbers": ["BA1", "BA2"]}, ["one case number of several"]),
            ({"court": None}, ["court"]),
            ({"court": "CAPD LONG BEACH"}, ["court"]),
            ({"court": "USFD LOS ANGELES"}, ["court"]),
            ({"court": "NVSC LAS VEGAS"}, ["court"]),
            ({"court": "CASC ORANGE"}, ["court of this county"]),
            ({"court": "CAMC SAN DIEGO"}, ["court of this county"]),
            ({"court": "CASC SANTA ANA"}, ["court of this county"]),
            ({"court": "CAJV LOS ANGELES", "juvenile": True}, ["juvenile court"]),
            ({"court": "CASC LOS ANGELES JUVENILE"}, ["juvenile court"]),
            ({"case_numbers": ["BA123456;BA123457"]}, ["one case number of several"]),
            ({"convicted_on": None}, ["date of conviction"]),
            ({"statute": None, "section": None}, ["section"]),
            ({"name": None, "birth_date": None}, ["name"]),
            ({"name": "--,--", "birth_date": None}, ["name"]),
            ({"case_numbers": [], "court": None, "convicted_on": None}, ["court", "case number", "date of conviction"]),
        ],
    )
    def test_what_is_eligible_but_lacks_a_part_is_an_exception_that_names_it(
        self, cells: dict[str, object], missing: list[str]
    ) -> None:
        found = one(**cells)
        assert (found["listed"], found["missing"]) == ("exception", missing)

    @pytest.mark.parametrize("cells", [{"name": None}, {"birth_date": None}, {"cii_number": None}, {"race": None}])
    def test_a_missing_name_or_birth_date_alone_does_not_stop_a_filing(self, cells: dict[str, object]) -> None:
        assert one(**cells)["listed"] == "exhibit_a"

    @pytest.mark.parametrize(
        "court", ["CASC LONG BEACH", "CASC NOT IN ANY TABLE", "SUPERIOR COURT", "CAMC LOS ANGELES"]
    )
    def test_a_court_of_which_nothing_says_that_it_is_elsewhere_does_not_stop_a_filing(self, court: str) -> None:
        assert one(court=court)["listed"] == "exhibit_a"

    def test_several_spellings_of_one_case_number_do_not_stop_a_filing(self) -> None:
        found = one(case_numbers=["BA123456", "BA-123456", "BA123456-01"])
        assert (found["listed"], found["case_number"]) == ("exhibit_a", "BA123456-01")

    def test_a_conviction_that_is_not_eligible_is_no_exception(self) -> None:
        found = one(determination="not_eligible", case_numbers=[])
        assert (found["listed"], found["missing"]) == ("challenge", ["case number"])

    @pytest.mark.parametrize("court", ["CASC POMONA", "CAMC POMONA", "CAJC POMONA", "SUPERIOR COURT POMONA", "CASCADE"])
    def test_courts_are_courts_by_their_abbreviation_or_in_words(self, court: str) -> None:
        assert one(court=court)["listed"] == "exhibit_a"


class TestDuplicates:
    def test_the_same_count_under_two_cycles_is_filed_once(self) -> None:
        """The state's record holds the count twice; the later entry names the first."""
        rows = docket(entry(cycle=101), entry(cycle=103, place="1:9")).sort("conviction_id")
        assert rows["listed"].to_list() == ["exhibit_a", "duplicate"]
        assert rows["duplicate_of"].to_list() == [None, "1/101002001000"]

    def test_another_spelling_of_the_case_number_is_the_same_case(self) -> None:
        again = entry(cycle=103, case_numbers=["BA-0123456-01"])
        assert sorted(listed(entry(), again).values()) == ["duplicate", "exhibit_a"]

    @pytest.mark.parametrize(
        "cells",
        [{"name": "OTHER,SPELLING", "birth_date": None}, {"cii_number": None}, {"cii_number": "A999"}],
        ids=["same CII number", "same name and birth date", "same name and birth date, two CII numbers"],
    )
    def test_a_person_under_two_numbers_is_one_person(self, cells: dict[str, object]) -> None:
        assert sorted(listed(entry("1"), entry("2", **cells)).values()) == ["duplicate", "exhibit_a"]

    def test_three_entries_are_joined_through_the_one_between(self) -> None:
        """The first and the second share the CII number, the second and the third name and birth date."""
        first = entry("1", name="ONE,NAME")
        last = entry("3", cii_number="A003", name="EXAMPLE,PERSON")
        rows = docket(first, entry("2"), last)
        assert rows.filter(pl.col("duplicate_of").is_not_null())["duplicate_of"].to_list() == ["1/101002001000"] * 2

    @pytest.mark.parametrize(
        "cells",
        [
            {"count": 2},
            {"step": 3, "case_numbers": ["BA123457"]},
            {"step": 3, "court": "CASC LONG BEACH"},
            {"step": 3, "convicted_on": date(1995, 6, 2)},
            {"step": 3, "statute": "HS 11359(a)"},
            {"step": 3, "statute": "HS 11360", "section": "11360"},
            {"step": 3, "statute": "PC 664/HS 11359"},
            {"person": "2", "cii_number": "A002", "name": "SOMEBODY,ELSE"},
            {"person": "2", "cii_number": "A002", "birth_date": date(1961, 1, 15)},
            {"person": "2", "cii_number": None, "birth_date": None},
            {"person": "2", "cii_number": "0000", "name": None},
        ],
        ids=str,
    )
    def test_what_differs_in_any_of_them_is_another_count(self, cells: dict[str, object]) -> None:
        assert list(listed(entry(), entry(**cells)).values()) == ["exhibit_a", "exhibit_a"]  # type: ignore[arg-type]

    def test_one_person_under_two_suffixes_of_a_case_is_not_merged(self) -> None:
        """The suffix names the defendant; the third entry cannot be said to be either's."""
        numbers = ["BA123456-01", "BA123456-02", "BA123456"]
        entries = [entry(cycle=101 + at, case_numbers=[number]) for at, number in enumerate(numbers)]
        assert list(listed(*entries).values()) == ["exhibit_a"] * 3

    def test_a_co_defendant_in_the_same_case_changes_nothing(self) -> None:
        other: Entry = {"cii_number": "A002", "name": "OTHER,DEFENDANT", "case_numbers": ["BA123456-02"]}
        mine = [entry(case_numbers=["BA123456-01"]), entry(cycle=103)]
        assert listed(*mine, entry("2", **other)) == {
            "1/101002001000": "exhibit_a", "1/103002001000": "duplicate", "2/101002001000": "exhibit_a"
        }  # fmt: skip

    @pytest.mark.parametrize("cells", [{"case_numbers": []}, {"court": None}, {"convicted_on": None}])
    def test_what_is_unknown_of_both_is_not_the_same(self, cells: dict[str, object]) -> None:
        assert list(listed(entry(**cells), entry(cycle=102, **cells)).values()) == ["exception"] * 2

    def test_the_entry_that_can_be_filed_stands_for_the_count(self) -> None:
        rows = docket(entry("1", name=None, birth_date=None), entry("2"))
        assert dict(rows.select("conviction_id", "duplicate_of").iter_rows()) == {
            "1/101002001000": "2/101002001000", "2/101002001000": None
        }  # fmt: skip

    @pytest.mark.parametrize("other", ["reduce", "not_eligible", "review", "out_of_scope"])
    def test_a_count_that_was_decided_in_two_ways_is_not_filed(self, other: str) -> None:
        """Under one of two numbers the person has an earlier super strike, or the relief: a person must look."""
        rows = docket(entry("1"), entry("2", determination=other)).sort("conviction_id")
        assert rows["listed"][0] == "exception"
        assert rows["missing"][0].to_list() == ["one decision"]
        assert "exhibit_b" not in rows["listed"].to_list()

    def test_a_count_that_stays_is_marked_as_a_duplicate_and_keeps_its_list(self) -> None:
        rows = docket(entry("1", determination="not_eligible"), entry("2", determination="not_eligible"))
        assert rows["listed"].to_list() == ["challenge", "challenge"]
        assert rows["duplicate_of"].drop_nulls().to_list() == ["1/101002001000"]


class TestOrder:
    def test_the_clerk_finds_court_then_case_number_then_count(self) -> None:
        rows = docket(
            entry("4", court="CASC TORRANCE", case_numbers=["A1"]),
            entry("3", court="CASC LONG BEACH", case_numbers=["NA2"], count=2),
            entry("3", court="CASC LONG BEACH", case_numbers=["NA2"], count=1),
            entry("2", court="CASC LONG BEACH", case_numbers=["NA 10"]),
            entry("1", court=None),
        )
        assert rows["conviction_id"].to_list() == [
            "2/101002001000", "3/101002001000", "3/101002002000", "4/101002001000", "1/101002001000"
        ]  # fmt: skip

    def test_the_order_of_the_results_does_not_matter(self) -> None:
        entries = [entry(str(at), cycle=101 + at % 3, case_numbers=[f"BA{at % 5}"], name=f"N{at}") for at in range(30)]
        assert docket(*entries).equals(docket(*reversed(entries)))

    def test_nothing_decided_is_an_empty_docket(self) -> None:
        found = docket_of(kept_of(entry()), "another pack")
        assert (found.height, totals(found)) == (0, {})


def test_totals_name_the_district_attorney_first_and_count_every_list() -> None:
    found = totals(docket(entry("1"), entry("2", cii_number="A2", name="B", **CITY), entry("3", cii_number="A3",
                   name="C", case_numbers=[])))  # fmt: skip
    assert list(found) == ["da-los-angeles", "city-long-beach"]
    nothing = dict.fromkeys(LISTED, 0)
    assert found["da-los-angeles"] == nothing | {"exhibit_a": 1, "exception": 1}
    assert found["city-long-beach"] == nothing | {"exhibit_a": 1}


class TestReconciliation:
    @pytest.mark.parametrize("pack", ["ca-la-2020-pilot", "ca-prop64-statute", "ca-dismiss-all-and-related"])
    def test_every_decision_is_on_one_list(self, results: Path, pack: str) -> None:
        self.check(results, pack)

    def test_every_decision_of_a_county_with_every_fault_is_on_one_list(self, announced: Path) -> None:
        self.check(announced, "ca-la-2020-announced")

    def check(self, folder: Path, pack: str) -> None:
        kept = open_results(folder)
        decided = kept.table("decisions").filter(pl.col("pack") == pack)
        found = docket_of(kept, pack)
        assert sorted(found["conviction_id"]) == sorted(decided["conviction_id"])
        assert set(found["listed"]) <= set(LISTED)
        assert sum(sum(lists.values()) for lists in totals(found).values()) == decided.height
        by = {
            "dismiss": {"exhibit_a", "duplicate", "exception", "route_review"},
            "reduce": {"exhibit_b", "duplicate", "exception", "route_review"},
            "refer": {"referred"},
            "not_eligible": {"challenge"},
            "review": {"review"},
            "out_of_scope": {"out_of_scope"},
        }
        for determination, on in found.select("determination", "listed").unique().iter_rows():
            assert on in by[determination]
        assert found.equals(found.sort(CLERKS_ORDER, nulls_last=True, maintain_order=True))


CITY: Entry = {
    "statute": "HS 11357(b)", "section": "11357", "subdivision": "b", "is_felony": False, "court": "CAMC LONG BEACH",
    "arresting_agencies": ["CAPD LONG BEACH"],
}  # fmt: skip
"""A misdemeanor of Long Beach."""


class TestWhoseCase:
    """A misdemeanor of a city that prosecutes its own."""

    def test_it_is_the_citys(self) -> None:
        found = one(**CITY)
        assert (found["prosecutor"], found["listed"]) == ("city-long-beach", "exhibit_a")

    def test_with_a_felony_in_the_same_case_it_is_the_district_attorneys(self) -> None:
        """Also when no pack decides the felony, so that it is no row of the docket."""
        felony = entry(count=2, statute="PC 459", section="459", undecided=True)
        rows = docket(entry(**CITY), felony)
        assert rows.select("prosecutor", "listed").rows() == [("da-los-angeles", "exhibit_a")]

    def test_what_is_unclear_is_in_no_exhibit(self) -> None:
        found = one(**CITY | {"arresting_agencies": []})
        assert (found["prosecutor"], found["route_unclear"], found["listed"]) == (
            "da-los-angeles", True, "route_review"
        )  # fmt: skip

    def test_entries_of_a_count_that_lead_to_two_prosecutors_are_exceptions(self) -> None:
        """In the later report a felony of the same case stands beside the count, in the first it does not."""
        felony = entry(cycle=103, count=2, statute="PC 459", section="459", undecided=True)
        found = docket(entry(**CITY), entry(cycle=103, **CITY), felony)
        assert set(found["prosecutor"]) == {"city-long-beach", "da-los-angeles"}
        assert found.select("listed", "missing").rows() == [("exception", ["one prosecutor"])] * 2

    def test_the_entry_whose_prosecutor_is_clear_stands_for_the_count(self) -> None:
        found = docket(entry(**CITY | {"arresting_agencies": []}), entry(cycle=103, **CITY))
        assert dict(found.select("conviction_id", "listed").iter_rows()) == {
            "1/101002001000": "duplicate", "1/103002001000": "exhibit_a"
        }  # fmt: skip


class TestFromAFile:
    def test_a_count_reported_again_in_a_later_cycle_is_one_count(self, tmp_path: Path) -> None:
        rows = [
            row(CNT_ORDER="101002001000", OFN="BA123456"),
            row(CNT_ORDER="103002001000", OFN="ba 123456"),
            row(SUBJECT_ID="2", RECORD_ID="2", CNT_ORDER="101002001000", OFN="BA123456"),
            row(CNT_ORDER="101002002000", OFN=""),
        ]
        out = tmp_path / "out"
        vacatur.run([written(tmp_path / "f.dat", rows)], county=COUNTY, packs=["ca-sf-2019"], as_of=AS_OF, out=out)
        found = docket_of(open_results(out), "ca-sf-2019").sort("conviction_id")
        assert dict(found.select("conviction_id", "listed").iter_rows()) == {
            "1/101002001000": "exhibit_a", "1/101002002000": "exhibit_a",
            "1/103002001000": "duplicate", "2/101002001000": "duplicate",
        }  # fmt: skip
        assert found["case_number"].to_list() == ["BA123456", "BA123456", "ba 123456", "BA123456"]
