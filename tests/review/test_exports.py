"""What leaves the office is made with the ledger applied; a reviewer's name and words stay out of court and public
papers.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import openpyxl
import polars as pl
import pypdfium2
import pytest

import vacatur
from tests.cli.conftest import contents
from tests.cli.rows import AS_OF, COUNTY, row, written
from tests.review.conftest import BY_RULE, DISMISSED, PACK, UNBORN
from vacatur import exports, reviews
from vacatur.errors import ResultsError, UsageError
from vacatur.outputs.filings.docket import docket_of
from vacatur.outputs.kept import open_results
from vacatur.outputs.respread import spreadsheets_of

WHO = {"who": "Quillfeather", "when": "2026-03-04T09:30:00-08:00"}
SAID = 'Plumtree said, "it is her\'s", and so on'


@pytest.fixture(scope="module")
def once(three: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One decided by hand, one with a fact supplied, one sent to the queue."""
    run = Path(shutil.copytree(three, tmp_path_factory.mktemp("reviewed") / "results"))
    reviews.decide(run, BY_RULE, "dismiss", SAID, **WHO)
    reviews.supply(run, UNBORN, {"age_now": 60}, "Plumtree", **WHO)
    reviews.decide(run, DISMISSED, "review", "Plumtree", **WHO)
    return run


@pytest.fixture
def reviewed(once: Path, tmp_path: Path) -> Path:
    """The same, to be written in."""
    return Path(shutil.copytree(once, tmp_path / "reviewed"))


def text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def lines(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def test_the_docket_lists_them_where_they_now_belong(reviewed: Path) -> None:
    listed = dict(docket_of(open_results(reviewed), PACK).select("conviction_id", "listed").iter_rows())
    assert listed == {BY_RULE: "exhibit_a", UNBORN: "exhibit_a", DISMISSED: "review"}


def test_papers_for_the_court_show_them_without_the_reviewers_name_and_words(reviewed: Path, tmp_path: Path) -> None:
    packets = vacatur.file(reviewed, out=tmp_path / "packets", letters="single").folder
    papers = {path.name: text_of(path) for path in packets.rglob("*.pdf")}
    exhibit = papers["exhibit-a-sealed-001.pdf"]
    assert "Decided on review" in exhibit and "BA2" in exhibit and "BA3" not in exhibit
    assert not [name for name, text in papers.items() if "Quillfeather" in text or "Plumtree" in text]
    lists = lines(packets / "public-defender" / "not-eligible-and-review.csv")
    assert [row["conviction_id"] for row in lists] == [DISMISSED]
    assert lists[0]["ground"] == "Decided by Quillfeather: Plumtree"
    assert "ledger:4" not in lists[0]["evidence"] and "ledger:3: what a reviewer decided" in lists[0]["evidence"]


def test_of_what_a_person_decided_no_rule_foretells_more(run: Path, tmp_path: Path) -> None:
    """At 49 she would be dismissed on her birthday; once a reviewer refused her, that is no longer so."""
    reviews.supply(run, UNBORN, {"age_now": "1970-08-01"}, "so", **WHO)
    first = vacatur.file(run, out=tmp_path / "first").folder / "public-defender" / "near-misses.csv"
    assert [(row["conviction_id"], row["eligible_from"]) for row in lines(first)] == [(UNBORN, "2020-08-01")]
    reviews.decide(run, UNBORN, "not_eligible", "so", **WHO)
    second = vacatur.file(run, out=tmp_path / "second").folder / "public-defender" / "near-misses.csv"
    assert lines(second) == []


@pytest.mark.parametrize("public", [False, True])
def test_the_report_counts_them_and_does_not_quote_the_reviewer(reviewed: Path, public: bool) -> None:
    folder = vacatur.report(reviewed, public=public)
    page = (folder / "report.html").read_text(encoding="utf-8")
    everything = b"".join(contents(folder).values())
    assert b"Quillfeather" not in everything and b"Plumtree" not in everything
    if not public:
        assert "Decided on review" in page
        rows = lines(folder / "rows" / "convictions-by-reason" / "decided-on-review.csv")
        assert {row["conviction"] for row in rows} == {BY_RULE, DISMISSED}


def test_the_workbook_adds_up(reviewed: Path, tmp_path: Path) -> None:
    """Also what it says of the run, whose own figures stand in summary.json as they were."""
    book = openpyxl.load_workbook(exports.workbook(reviewed, tmp_path / "book") / "decisions.xlsx", read_only=True)
    cells = [[cell.value for cell in line] for line in book["Reconciliation"].iter_rows()]
    equal = [line[4] for line in cells if len(line) > 4 and isinstance(line[4], bool)]
    assert len(equal) > 15 and all(equal)
    assert ["Determination dismiss: the run's, less and plus reviewers'", 2] in [line[:2] for line in cells]
    settings = {line[0].value: line[1].value for line in book["Settings"].iter_rows(max_row=20) if len(line) > 1}
    assert settings["Acts of reviewers that are applied"] == 3
    assert settings["Ledger (SHA-256 of its last act)"] == open_results(reviewed).ledger.sha256
    impact = [line for line in book["Summary"].iter_rows(values_only=True) if line[0] == PACK]
    assert impact[0][1] == 2  # people with some relief: Ann and Ben, no longer Cal


def test_what_is_made_says_what_it_was_made_with(reviewed: Path, tmp_path: Path) -> None:
    manifest = json.loads((exports.workbook(reviewed, tmp_path / "book") / "manifest.json").read_text())
    ledger = open_results(reviewed).ledger
    assert (manifest["kind"], manifest["ledger"]) == ("workbook", {"last_act": 3, "sha256": ledger.sha256})
    letters = exports.letters(reviewed, tmp_path / "letters", language="en", single=True)
    assert {path.name for path in (letters / "letters").iterdir()} == {
        "index.csv", "letter-000001.pdf", "letter-000002.pdf"
    }  # fmt: skip
    with pytest.raises(UsageError, match="exists already"):
        exports.letters(reviewed, tmp_path / "letters")
    exports.letters(reviewed, tmp_path / "letters", replace=True)


class TestTheSpreadsheets:
    def test_are_the_runs_own_but_for_the_rows_that_acts_are_about(self, reviewed: Path, tmp_path: Path) -> None:
        told: list[tuple[int, int]] = []
        folder = exports.spreadsheets(reviewed, tmp_path / "sheets", progress=lambda *seen: told.append(seen))
        names = ["All_Results.csv", "Prop64_Results.csv", "All_Results_Condensed.csv"]
        assert spreadsheets_of(open_results(reviewed)) == names
        assert told and told[-1][0] == told[-1][1]
        for name in names:
            before, after = lines(reviewed / name), lines(folder / name)
            assert [list(row) for row in after] == [list(row) for row in before]
            changed = {row["Conviction"] for row, was in zip(after, before, strict=True) if row != was}
            assert changed == {BY_RULE, UNBORN, DISMISSED}
            state = [name for name in before[0] if name not in LATER]
            assert [[row[name] for name in state] for row in after] == [[row[name] for name in state] for row in before]

    def test_say_what_the_decisions_now_are(self, reviewed: Path, tmp_path: Path) -> None:
        folder = exports.spreadsheets(reviewed, tmp_path / "sheets")
        own = {row["Conviction"]: row for row in lines(folder / "Prop64_Results.csv")}
        assert own[BY_RULE]["Eligibility Determination"] == "Eligible for Dismissal"
        assert own[BY_RULE]["Eligibility Reason"] == f"Decided by Quillfeather: {SAID}"
        assert (own[BY_RULE]["Rule"], own[BY_RULE]["Evidence"]) == ("reviewer", "ledger:1; 1:3")
        assert (own[UNBORN]["Determination"], own[UNBORN]["Unknown Facts"]) == ("dismiss", "")
        assert own[DISMISSED]["Eligibility Determination"] == "Hand Review"

    def test_without_acts_are_the_runs_own_to_the_byte(self, run: Path, tmp_path: Path) -> None:
        folder = exports.spreadsheets(run, tmp_path / "sheets")
        for name in spreadsheets_of(open_results(run)):
            assert (folder / name).read_bytes() == (run / name).read_bytes()

    def test_of_an_act_that_was_taken_back_are_the_runs_own(self, reviewed: Path, tmp_path: Path) -> None:
        for number in (1, 2, 3):
            reviews.withdraw(reviewed, number, "no", **WHO)
        folder = exports.spreadsheets(reviewed, tmp_path / "sheets")
        for name in spreadsheets_of(open_results(reviewed)):
            assert (folder / name).read_bytes() == (reviewed / name).read_bytes()

    @pytest.mark.parametrize(("encoding", "end"), [("latin-1", "\r\n"), ("utf-8", "\n"), ("utf-8", "\r\n")])
    def test_keep_the_encoding_and_line_ends_of_their_file(self, tmp_path: Path, encoding: str, end: str) -> None:
        """Also where a person's number holds a comma, and a comment a line end."""
        rows = [
            row(SUBJECT_ID="1,a", PRI_NAME="MUÑOZ,BEN", OFFENSE_DESCR="11357(C) HS-POSSESS", COMMENT_TEXT="a\nb"),
            row(SUBJECT_ID="2", PRI_NAME="OLD,CAL", CII_NUMBER="A2", OFN="BA3"),
        ]
        source = written(tmp_path / "f.dat", rows)
        source.write_bytes(source.read_text(encoding="utf-8").replace("\n", end).encode(encoding))
        out = tmp_path / "results"
        vacatur.run([source], county=COUNTY, packs=[PACK], as_of=AS_OF, out=out)
        name = open_results(out).table("decisions")["conviction_id"][0]
        assert name.startswith("1,a/")
        reviews.decide(out, name, "dismiss", "as Muñoz said", **WHO)
        folder = exports.spreadsheets(out, tmp_path / "sheets")
        for sheet in spreadsheets_of(open_results(out)):
            before, after = (out / sheet).read_bytes(), (folder / sheet).read_bytes()
            assert "Decided by Quillfeather: as Muñoz said".encode(encoding) in after
            assert after.count(end.encode()) == before.count(end.encode()) and after.count(b"\n") == before.count(b"\n")
            assert after.decode(encoding).count("Muñoz") >= 1

    def test_of_a_run_whose_spreadsheet_was_edited_are_refused(self, reviewed: Path, tmp_path: Path) -> None:
        sheet = reviewed / "Prop64_Results.csv"
        sheet.write_text(sheet.read_text().replace("Hand Review", "Eligible"))
        with pytest.raises(ResultsError, match="not as the run left it"):
            exports.spreadsheets(reviewed, tmp_path / "sheets")
        assert not (tmp_path / "sheets").exists()


LATER = {
    "Eligibility Determination", "Eligibility Reason", "Determination", "Rule", "Citation", "Unknown Facts",
    "Least Favorable", "Most Favorable", "Evidence", "Statutory Determination", "Statutory Reason",
}  # fmt: skip
"""Columns that a review may change."""


def test_facts_that_were_supplied_reach_what_is_made_from_facts(run: Path) -> None:
    reviews.supply(run, UNBORN, {"age_now": "1965-02-03"}, "so", **WHO)
    facts = open_results(run).table("facts").filter(pl.col("conviction_id") == UNBORN).to_dicts()[0]
    assert facts["age_now"] == pytest.approx(55.4, abs=0.05)
