"""Every list that leaves the office: what is on it, and that all of them together are all decisions, each once."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import vacatur
from tests.cli.rows import AS_OF, COUNTY, row, written
from tests.outputs.filings.entries import PACK, Entry, charge, entry, kept_of
from vacatur.law.agencies import prosecutors_of
from vacatur.outputs.filings.case_numbers import case_key
from vacatur.outputs.filings.docket import docket_of
from vacatur.outputs.filings.exceptions import SETTLE
from vacatur.outputs.filings.lists import write_lists
from vacatur.outputs.kept import Kept, open_results

Rows = list[dict[str, str]]


def header(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig").splitlines()[0]


def lists_of(kept: Kept, folder: Path, pack: str = PACK) -> dict[str, Rows]:
    """Every list of a folder, read back by its name."""
    docket = docket_of(kept, pack)
    there = [each for each in prosecutors_of(COUNTY) if each.id in set(docket["prosecutor"])]
    outputs = write_lists(folder, docket, kept, there)
    found = {}
    for output in outputs:
        text = (folder / output.name).read_bytes().decode("utf-8-sig")
        found[output.name] = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        assert len(found[output.name]) == output.rows
    assert {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} == set(found)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the lists of a handful of people are."""
    return tmp_path_factory.mktemp("few")


@pytest.fixture(scope="module")
def few(folder: Path) -> dict[str, Rows]:
    """The lists of a handful of people, one of each kind."""
    city: Entry = {"is_felony": False, "court": "CAMC LONG BEACH", "arresting_agencies": ["CAPD LONG BEACH"]}
    possession: Entry = {"statute": "HS 11357(b)", "section": "11357", "subdivision": "b"} | city
    murder: Entry = {"statute": "PC 187(a)", "section": "187", "convicted_on": date(1990, 5, 4), "place": "1:8"}
    kept = kept_of(
        entry("1", case_numbers=["BA 123456", "BA123456-01"]),
        entry("1", cycle=103, case_numbers=["BA123456"], place="1:3"),
        entry("2", cii_number="A002", name="=CMD()", determination="reduce", case_numbers=["A2"]),
        entry("3", cii_number="A003", name="THREE,NAME", case_numbers=[]),
        entry("4", cii_number="A004", name="FOUR,NAME", determination="not_eligible", rule="earlier-super-strike",
              reason="PC 667(e)(2)(c)(iv)", evidence=["1:2", "1:8", "1:9", "1:10"], case_numbers=["A4"]),
        entry("4", cycle=100, cii_number="A004", name="FOUR,NAME", undecided=True, **murder),
        entry("5", cii_number="A005", name="FIVE,NAME", case_numbers=["LB5"], **possession),
        entry("6", cii_number="A006", name="SIX,NAME", case_numbers=["LB6"], determination="refer", **possession),
        entry("7", cii_number="A007", name="SEVEN,NAME", case_numbers=["LB7"],
              **possession | {"arresting_agencies": []}),
        entry("8", cii_number="A008", name="EIGHT,NAME", determination="review", unknown_facts=["age_now"],
              unread_rows=2, case_numbers=["A8"]),
        charges=(
            charge("5", court="CAMC LONG BEACH", arresting_agencies=["CAPD LONG BEACH"], case_numbers=["LB5"]),
            charge("6", court="CAMC LONG BEACH", arresting_agencies=["CAPD LONG BEACH"], case_numbers=["LB6"],
                   disposition=None),
            charge("1", is_felony=True, statute="HS 11360(a)", section="11360"),
        ),
        facts=({"conviction_id": "4/101002001000", "rows": [2], "registration_rows": [9]},),
    )  # fmt: skip
    return lists_of(kept, folder)


def column(rows: Rows, name: str) -> list[str]:
    return [row[name] for row in rows]


class TestMatchFile:
    def test_it_has_the_documented_columns_in_the_documented_order(self, few: dict[str, Rows]) -> None:
        assert list(few["district-attorney/match-file.csv"][0]) == [
            "exhibit", "line", "relief", "court", "case_number", "case_key", "all_case_numbers", "name", "birth_date",
            "cii_number", "count", "cnt_order", "statute", "section", "offense_text", "convicted_on", "grade",
            "prosecutor", "conviction_id",
        ]  # fmt: skip

    def test_it_holds_each_count_of_the_exhibits_once_as_the_source_has_it(self, few: dict[str, Rows]) -> None:
        """The second entry of the first count is gone, and the name of the second person is raw."""
        rows = few["district-attorney/match-file.csv"]
        assert [(row["exhibit"], row["relief"], row["case_key"], row["name"]) for row in rows] == [
            ("B", "reduce", "A2", "=CMD()"),
            ("A", "dismiss and seal", "BA123456-01", "EXAMPLE,PERSON"),
        ]
        assert (rows[1]["case_number"], rows[1]["all_case_numbers"]) == ("BA123456-01", "BA 123456|BA123456-01")
        assert (rows[1]["birth_date"], rows[1]["convicted_on"], rows[1]["cnt_order"], rows[1]["count"]) == (
            "1960-01-15", "1995-06-01", "101002001000", "1"
        )  # fmt: skip

    def test_a_city_has_its_own(self, few: dict[str, Rows]) -> None:
        assert column(few["city-long-beach/match-file.csv"], "name") == ["FIVE,NAME"]
        assert few["city-long-beach/exceptions.csv"] == []


class TestExceptions:
    def test_each_says_what_is_missing_and_what_would_settle_it(self, few: dict[str, Rows]) -> None:
        rows = few["district-attorney/exceptions.csv"]
        assert [(row["name"], row["missing"], row["relief"]) for row in rows] == [
            ("THREE,NAME", "case number", "dismiss and seal")
        ]
        assert rows[0]["what_would_settle"] == "the case number: the court's index, by name and birth date"

    def test_an_agency_that_is_no_court_is_named_as_the_file_has_it(self, tmp_path: Path) -> None:
        found = lists_of(kept_of(entry(court="CAPD LONG BEACH")), tmp_path)["district-attorney/exceptions.csv"]
        assert [(row["missing"], row["court"]) for row in found] == [("court", "CAPD LONG BEACH")]

    def test_a_count_decided_in_two_ways_names_the_other_decision(self, tmp_path: Path) -> None:
        other = entry("2", determination="not_eligible", reason="Two priors")
        found = lists_of(kept_of(entry(), other), tmp_path)
        assert [(row["missing"], row["other_entries"]) for row in found["district-attorney/exceptions.csv"]] == [
            ("one decision", "2/101002001000: not_eligible, Two priors")
        ]
        assert column(found["public-defender/not-eligible-and-review.csv"], "other_entries") == [
            "1/101002001000: dismiss, 50 years or older"
        ]
        assert found["doj-update-list.csv"] == []


class TestMisdemeanors:
    def test_convictions_come_first_and_charges_are_marked_apart(self, few: dict[str, Rows]) -> None:
        rows = few["city-long-beach/misdemeanors.csv"]
        assert [(row["outcome"], row["name"], row["stands"]) for row in rows] == [
            ("convicted", "FIVE,NAME", "Exhibit A: asked to dismiss and seal"),
            ("convicted", "SIX,NAME", "for this prosecutor to decide"),
            ("charged, not convicted", "FIVE,NAME", ""),
            ("charged, outcome unknown", "SIX,NAME", ""),
        ]
        assert (rows[2]["convicted_on"], rows[2]["court_action_on"], rows[2]["determination"]) == ("", "1995-06-01", "")

    def test_a_charge_with_a_later_relief_is_not_said_to_have_ended_without_conviction(self, tmp_path: Path) -> None:
        """Relief cannot be without a conviction: the row that says CONVICTED is what is missing."""
        found = lists_of(kept_of(entry(), charges=(charge(disposition="relief"),)), tmp_path)
        assert column(found["district-attorney/misdemeanors.csv"], "outcome") == ["charged, outcome unknown"]

    def test_the_statute_stands_beside_the_policy(self, tmp_path: Path) -> None:
        mine = entry(is_felony=False, determination="dismiss", statute="HS 11357(c)", section="11357")
        law = mine | {
            "determination": "not_eligible", "floor": "not_eligible", "ceiling": "dismiss", "reason": "more than 28.5 g"
        }  # fmt: skip
        rows = lists_of(kept_of(mine, statute=(law,)), tmp_path)["district-attorney/misdemeanors.csv"]
        said = ("determination", "statute_determination", "statute_at_least", "statute_at_most", "statute_ground")
        assert [tuple(row[name] for name in said) for row in rows] == [
            ("dismiss", "not_eligible", "not_eligible", "dismiss", "more than 28.5 g")
        ]

    def test_what_only_the_statute_decides_is_listed_without_a_decision_of_the_office(self, tmp_path: Path) -> None:
        """A misdemeanor accessory in a cannabis case (Boatwright): the policy does not ask, the statute may reach."""
        accessory = entry("2", cii_number="A2", name="B", is_felony=False, statute="PC 32", section="32", outside=True)
        rows = lists_of(kept_of(entry(), accessory), tmp_path)["district-attorney/misdemeanors.csv"]
        assert [(row["statute"], row["determination"], row["statute_determination"]) for row in rows] == [
            ("PC 32", "", "dismiss")
        ]

    def test_a_felony_is_on_no_list_of_misdemeanors_and_an_unknown_grade_is(self, tmp_path: Path) -> None:
        kept = kept_of(entry("1", is_felony=True), entry("2", is_felony=None, cii_number="A2", name="B"))
        found = lists_of(kept, tmp_path)
        rows = found["district-attorney/misdemeanors.csv"] + found["district-attorney/review-list.csv"]
        assert [(row["subject_id"], row["grade"]) for row in rows] == [("2", "")]


class TestReviewList:
    def test_what_may_be_a_city_or_the_district_attorney_is_in_no_exhibit(self, few: dict[str, Rows]) -> None:
        rows = few["district-attorney/review-list.csv"]
        assert [(row["name"], row["determination"]) for row in rows] == [("SEVEN,NAME", "dismiss")]
        assert "no arresting agency is named" in rows[0]["route_basis"]
        assert "SEVEN,NAME" not in column(few["district-attorney/match-file.csv"], "name")
        assert "SEVEN,NAME" not in column(few["district-attorney/misdemeanors.csv"], "name")


class TestPublicDefender:
    def test_a_challenge_names_its_ground_and_what_each_row_says(self, few: dict[str, Rows]) -> None:
        rows = few["public-defender/not-eligible-and-review.csv"]
        assert [(row["decided"], row["name"], row["rule"]) for row in rows] == [
            ("not eligible", "FOUR,NAME", "earlier-super-strike"), ("review", "EIGHT,NAME", "old-enough")
        ]  # fmt: skip
        assert rows[0]["evidence"].split("; ") == [
            "1:2: this conviction",
            "1:8: convicted of PC 187(a), 1990-05-04, CASC LOS ANGELES, felony (before this conviction)",
            "1:9: a registration",
            "1:10: a count whose outcome the file does not give",
        ]

    def test_a_review_names_what_would_settle_it(self, few: dict[str, Rows]) -> None:
        review = few["public-defender/not-eligible-and-review.csv"][1]
        assert review["unknown_facts"] == "age_now"
        assert review["what_would_settle"] == (
            "age_now: the birth date, from the booking record or the court's file; "
            "2 rows of this person, which could not be read: see set_aside.csv"
        )

    def test_only_a_prior_conviction_can_bar_so_the_order_is_said(self, tmp_path: Path) -> None:
        """People v. Smit (2018) 24 Cal.App.5th 596."""
        orders = {
            "before this conviction": date(1990, 1, 1),
            "on the same day as this conviction": date(1995, 6, 1),
            "after this conviction": date(1999, 1, 1),
            "whether before this conviction is unknown": None,
        }
        entries = []
        for number, on in enumerate(orders.values(), start=1):
            who: Entry = {"person": f"{number}", "cii_number": f"A{number}", "name": f"{number},NAME",
                          "case_numbers": [f"A{number}"]}  # fmt: skip
            murder: Entry = {"statute": "PC 187", "section": "187", "convicted_on": on, "place": f"1:{number}8"}
            entries.append(entry(determination="not_eligible", evidence=[f"1:{number}8"], **who))
            entries.append(entry(cycle=100, undecided=True, **who | murder))
        rows = lists_of(kept_of(*entries), tmp_path)["public-defender/not-eligible-and-review.csv"]
        assert [row["evidence"].rpartition("(")[2].removesuffix(")") for row in rows] == list(orders)

    def test_a_review_that_the_policy_leaves_to_a_lawyer_says_so(self, tmp_path: Path) -> None:
        found = lists_of(kept_of(entry(determination="review", reason="Other 11357")), tmp_path)
        settle = column(found["public-defender/not-eligible-and-review.csv"], "what_would_settle")
        assert settle == ["a lawyer's decision: the policy leaves it to one"]


class TestNearMisses:
    def test_a_birthday_to_come_is_named_with_the_rule_that_it_meets(self, tmp_path: Path) -> None:
        """A man who turns 50 two months after the run, convicted of a burglary five years before it."""
        person = {"PRI_DOB": "19700901"}
        rows = [row(**person), row(CNT_ORDER="102002001000", OFFENSE_DESCR="459 PC-BURGLARY", STP_EVENT_DATE="20150601",
                                   **person)]  # fmt: skip
        out = tmp_path / "out"
        vacatur.run(
            [written(tmp_path / "f.dat", rows)], county=COUNTY, packs=["ca-la-2020-pilot"], as_of=AS_OF, out=out
        )
        (tmp_path / "lists").mkdir()
        found = lists_of(open_results(out), tmp_path / "lists", "ca-la-2020-pilot")["public-defender/near-misses.csv"]
        assert [(each["eligible_from"], each["relief_then"], each["rule_then"], each["decided"]) for each in found] == [
            ("2020-09-01", "dismiss and seal", "old-enough", "review")
        ]


class TestOtherRemedies:
    @pytest.fixture(scope="class")
    @staticmethod
    def found(tmp_path_factory: pytest.TempPathFactory) -> Rows:
        """A man of 45, on probation for a sale of 1995 that has ended, bars relief by two priors of 1990 and 1992."""
        folder = tmp_path_factory.mktemp("remedies")
        sale: dict[str, str] = {
            "PRI_DOB": "19750115", "OFFENSE_DESCR": "11360(A) HS-SELL", "SENT_LOC_DESCR": "PROBATION",
            "SENT_LENGTH": "3", "SENT_TIME_CODE": "Y",
        }  # fmt: skip
        rows = [
            row(CNT_ORDER="101002001000", **sale | {"STP_EVENT_DATE": "19900601"}),
            row(CNT_ORDER="102002001000", **sale | {"STP_EVENT_DATE": "19920601"}),
            row(CNT_ORDER="103002001000", **sale),
            row(CNT_ORDER="104002001000", DISP_DESCR="DISMISSED", CONV_STAT_DESCR="", **sale | {"SENT_LENGTH": ""}),
        ]
        vacatur.run([written(folder / "f.dat", rows)], county=COUNTY, packs=["ca-la-2020-pilot"], as_of=AS_OF,
                    out=folder / "out")  # fmt: skip
        (folder / "lists").mkdir()
        return lists_of(open_results(folder / "out"), folder / "lists", "ca-la-2020-pilot")[
            "public-defender/other-remedies.csv"
        ]

    def test_a_conviction_that_is_not_eligible_may_be_reached_by_another_statute(self, found: Rows) -> None:
        barred = [each for each in found if each["conviction_id"] == "1/103002001000"]
        assert [(each["remedy"], each["certainty"], each["decided"]) for each in barred] == [
            ("PC 1203.4", "may reach", "not_eligible"),
            ("PC 1203.425", "a fact must be looked up first", "not_eligible"),  # whether of felonies before 2005 too
        ]
        assert barred[0]["look_at"]

    def test_what_a_motion_asks_for_is_not_on_it(self, found: Rows) -> None:
        assert {each["decided"] for each in found} <= {"not_eligible", "review", "refer", "out_of_scope", ""}

    def test_a_charge_without_conviction_may_be_sealed(self, found: Rows) -> None:
        assert [(each["remedy"], each["outcome"]) for each in found if not each["conviction_id"]] == [
            ("PC 851.91", "charged, not convicted")
        ]


def test_the_district_attorney_has_every_list_also_where_all_is_a_citys(tmp_path: Path) -> None:
    mine = entry(is_felony=False, statute="HS 11357(b)", section="11357", subdivision="b", court="CAMC LONG BEACH",
                 arresting_agencies=["CAPD LONG BEACH"])  # fmt: skip
    found = lists_of(kept_of(mine), tmp_path)
    theirs = {name: len(rows) for name, rows in found.items() if name.startswith("district-attorney/")}
    assert theirs == dict.fromkeys(
        [f"district-attorney/{name}.csv" for name in ("match-file", "exceptions", "misdemeanors", "review-list")], 0
    )
    assert len(found["city-long-beach/match-file.csv"]) == 1


class TestUpdateList:
    def test_it_holds_what_is_asked_for_and_the_entries_that_repeat_it(self, few: dict[str, Rows]) -> None:
        rows = few["doj-update-list.csv"]
        assert [(row["conviction_id"], row["relief"], row["same_count_as"]) for row in rows] == [
            ("1/101002001000", "dismiss and seal", ""),
            ("1/103002001000", "dismiss and seal", "1/101002001000"),
            ("2/101002001000", "reduce", ""),
            ("5/101002001000", "dismiss and seal", ""),
        ]

    def test_a_name_that_would_run_as_a_formula_does_not(self, few: dict[str, Rows]) -> None:
        assert "'=CMD()" in column(few["doj-update-list.csv"], "name")


@pytest.fixture(scope="module")
def faulty(announced: Path) -> Kept:
    """A county with every fault."""
    return open_results(announced)


def under_another_number(line: str) -> str:
    record, status, subject, rest = line.split(",", 3)
    return ",".join([record, status, subject if subject == "SUBJECT_ID" else f"9{subject}", rest])


def filed(found: dict[str, Rows]) -> list[tuple[str, ...]]:
    """The counts in all match files."""
    said = ("court", "case_key", "count", "name", "exhibit")
    rows = [each for name, rows in found.items() if name.endswith("match-file.csv") for each in rows]
    return sorted(tuple(each[name] for name in said) for each in rows)


class TestReconciliation:
    @pytest.mark.parametrize("pack", ["ca-la-2020-announced", "ca-dismiss-all-and-related", "ca-prop64-statute"])
    def test_a_county_with_every_fault(self, faulty: Kept, pack: str, tmp_path: Path) -> None:
        check(faulty, pack, tmp_path)

    def test_a_county_without_faults_and_one_in_which_everybody_stands_twice_file_the_same(
        self, county: Path, results: Path, tmp_path: Path
    ) -> None:
        """In the other county every person stands again under another SUBJECT_ID, with the same CII number."""
        once = filed(check(open_results(results), "ca-la-2020-pilot", tmp_path / "once"))
        again, out = tmp_path / "again.dat", tmp_path / "out"
        again.write_text("".join(map(under_another_number, county.open(newline=""))), newline="")
        vacatur.run([county, again], county=COUNTY, packs=["ca-la-2020-pilot"], as_of=AS_OF, out=out)
        assert filed(check(open_results(out), "ca-la-2020-pilot", tmp_path / "twice")) == once
        assert len(once) > 50

    def test_the_same_results_give_the_same_bytes(self, results: Path, tmp_path: Path) -> None:
        kept = open_results(results)
        docket = docket_of(kept, "ca-la-2020-pilot")
        hashes = [[each.sha256 for each in write_lists(tmp_path / name, docket, kept, [])] for name in ("one", "two")]
        assert hashes[0] == hashes[1]


def check(kept: Kept, pack: str, folder: Path) -> dict[str, Rows]:
    """Every decision of the pack is on the lists on which it belongs, by its own words, and on no other."""
    found = lists_of(kept, folder, pack)
    decided = dict(
        kept.table("decisions").filter(pl.col("pack") == pack).select("conviction_id", "determination").iter_rows()
    )
    felony = dict(kept.table("convictions").select("conviction_id", "is_felony").iter_rows())

    def ids(ending: str) -> list[str]:
        return [row["conviction_id"] for name, rows in found.items() if name.endswith(ending) for row in rows]

    docket = docket_of(kept, pack)
    held = docket.filter(
        (pl.col("listed") == "duplicate")
        & ~pl.col("duplicate_of").is_in(
            docket.filter(pl.col("listed").str.starts_with("exhibit_"))["conviction_id"].implode()
        )
    )["conviction_id"]
    matched, unfit, update = ids("match-file.csv"), ids("exceptions.csv"), found["doj-update-list.csv"]
    unclear = [id for id in ids("review-list.csv") if id]
    again = [row["conviction_id"] for row in update if row["same_count_as"]]
    lesser = [id for id in ids("misdemeanors.csv") if id]
    defender = {row["conviction_id"]: row for row in found["public-defender/not-eligible-and-review.csv"]}
    eligible = {id for id, determination in decided.items() if determination in ("dismiss", "reduce")}

    for listed in (matched, unfit, unclear, lesser, list(defender), column(update, "conviction_id")):
        assert len(listed) == len(set(listed)), "a conviction stands on a list twice"
    named = " ".join(each["other_entries"] for rows in found.values() for each in rows if "other_entries" in each)
    assert all(id in named for id in held), "a duplicate of what is not filed is named nowhere"
    whole = [*matched, *unfit, *again, *held, *(eligible & set(unclear) - set(held))]
    assert len(whole) == len(set(whole)) == len(eligible)
    assert set(whole) == eligible
    assert sorted(column(update, "conviction_id")) == sorted(matched + again)
    assert set(defender) == {id for id in decided if decided[id] in ("not_eligible", "review")}
    for id, said in defender.items():
        assert said["decided"].replace(" ", "_") == decided[id]
        assert said["evidence"], "a challenge without its rows"
    near = found["public-defender/near-misses.csv"]
    assert len({each["conviction_id"] for each in near}) == len(near)
    for each in near:
        assert each["decided"] == decided[each["conviction_id"]] not in ("dismiss", "reduce")
        assert each["eligible_from"] > kept.as_of.isoformat()
    for each in found["public-defender/other-remedies.csv"]:
        assert (decided.get(each["conviction_id"], "")) == each["decided"] not in ("dismiss", "reduce")
        assert each["certainty"] in ("may reach", "a fact must be looked up first")
    misdemeanors = {id for id in decided if felony[id] is not True}
    assert misdemeanors == ({*lesser, *unclear} & set(decided)) - {id for id in unclear if felony[id]}
    assert not set(lesser) & set(unclear)
    charges = [row for name, rows in found.items() if name.endswith(("misdemeanors.csv", "review-list.csv"))
               for row in rows if row["outcome"] != "convicted"]  # fmt: skip
    assert sorted(column(charges, "place")) == sorted(
        kept.table("charges").filter(pl.col("is_felony").ne_missing(True))["place"]
    )
    assert all(not row["conviction_id"] for row in charges)
    return found


class TestFromAFile:
    def test_the_grade_of_a_charge_is_its_type(self, tmp_path: Path) -> None:
        """A city's list of charges holds no felonies: the sale that was dismissed was the District Attorney's."""
        away = {"DISP_DESCR": "DISMISSED", "CONV_STAT_DESCR": "", "STP_ORI_DESCR": "CAMC LONG BEACH"}
        arrest = {"STP_TYPE_DESCR": "ARREST/DETAINED/CITED", "STP_ORI_DESCR": "CAPD LONG BEACH", "DISP_DESCR": ""}
        rows = [
            row(CNT_ORDER="101001001000", **arrest),
            row(CNT_ORDER="101002001000", OFFENSE_DESCR="11357(B) HS-POSSESS", OFFENSE_TOC="M", **away),
            row(CNT_ORDER="101002002000", OFFENSE_DESCR="11360(A) HS-SELL", OFFENSE_TOC="F", **away),
            row(CNT_ORDER="101002003000", OFFENSE_DESCR="11357(C) HS-POSSESS", OFFENSE_TOC="", **away),
            row(CNT_ORDER="102002001000"),
        ]
        out = tmp_path / "out"
        vacatur.run([written(tmp_path / "f.dat", rows)], county=COUNTY, packs=["ca-sf-2019"], as_of=AS_OF, out=out)
        kept = open_results(out)
        assert kept.table("charges")["is_felony"].to_list() == [False, True, None]
        (tmp_path / "lists").mkdir()
        found = lists_of(kept, tmp_path / "lists", "ca-sf-2019")
        assert [(row["statute"], row["grade"]) for row in found["city-long-beach/misdemeanors.csv"]] == [
            ("HS 11357(b)", "misdemeanor or infraction")
        ]
        assert [(row["statute"], row["grade"]) for row in found["district-attorney/review-list.csv"]] == [
            ("HS 11357(c)", "")
        ]


class TestDocumentedLayouts:
    """docs/court-files.md is what a court's programmer builds on."""

    PAGE = (Path(__file__).parents[3] / "docs" / "court-files.md").read_text(encoding="utf-8")

    def test_every_list_has_the_columns_that_the_page_gives_in_its_section(
        self, few: dict[str, Rows], folder: Path
    ) -> None:
        given = {}
        for part in self.PAGE.split("\n## "):
            if "```text" in part:
                given |= dict.fromkeys(re.findall(r"`([\w-]+\.csv)`", part.splitlines()[0]), part.split("```text\n")[1])
        assert set(given) == {Path(name).name for name in few}
        for name in few:
            assert header(folder / name) == given[Path(name).name].splitlines()[0]

    def test_every_column_is_explained(self) -> None:
        headers = [line for line in self.PAGE.splitlines() if line.count(",") > 12 and " " not in line]
        explained = {
            name for line in self.PAGE.splitlines() if line.startswith("| `")
            for name in line.split("|")[1].replace("`", "").replace(" ", "").split(",")
        }  # fmt: skip
        assert len(headers) == 7
        assert {name for header in headers for name in header.split(",")} <= explained

    def test_every_thing_that_can_be_missing_is_explained(self) -> None:
        for missing in SETTLE:
            assert f"| `{missing}` |" in self.PAGE

    def test_the_examples_of_case_keys_are_right(self) -> None:
        section = next(part for part in self.PAGE.split("\n## ") if part.startswith("3. Case numbers"))
        examples = [line.split("|")[1:3] for line in section.splitlines() if line.startswith("| `")]
        assert len(examples) == 11
        for printed, key in examples:
            made = pl.select(case_key(pl.lit(printed.strip().strip("`")))).item()
            assert (made or "") == key.strip().strip("`")
