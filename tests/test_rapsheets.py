"""From a printed sheet to decisions, papers and a results folder, by the calls that the command line makes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import vacatur
from vacatur.errors import SourceError, UsageError
from vacatur.explanations import explain
from vacatur.outputs.petition.application import Remedy
from vacatur.outputs.petition.petitioner import template
from vacatur.petitions import applications_of, petition
from vacatur.rapsheets import SheetResults, rapsheet
from vacatur.sharing import deidentify_file

AS_OF = date(2020, 7, 1)

HEAD = """CII/A77000123
DOB/19740611    SEX/F  RAC/BLACK
NAM/01 QUILLFEATHER,MARISOL DAWN

"""
SALE = """* * * *
COURT:                NAM:01
19951103  CASC ALAMEDA

CNT:01     #H-12345A
  11359 HS-POSSESS MARIJUANA FOR SALE
*DISPO:CONVICTED
   CONV STATUS:FELONY
   SEN: 003 YEARS PROBATION, 120 DAYS JAIL
"""
ARREST = """* * * *
ARR/DET/CITE:         NAM:01
19951001  CAPD OAKLAND

CNT:01     #95-1
  11357(B) HS-POSS 28.5 GRAMS OR LESS
- - - -
"""
END = "     *    *    *    END OF MESSAGE    *    *    *\n"


def written(folder: Path, *events: str, name: str = "sheet.txt", head: str = HEAD) -> Path:
    path = folder / name
    path.write_text(head + "".join(events) + END, encoding="utf-8")
    return path


def decided(path: Path) -> SheetResults:
    return rapsheet([path], as_of=AS_OF)


@dataclass(frozen=True)
class Done:
    """A sheet with the sale alone, its bytes before it was read, what came of it, and the results folder."""

    path: Path
    before: bytes
    found: SheetResults
    out: Path


@pytest.fixture(scope="module")
def sale(tmp_path_factory: pytest.TempPathFactory) -> Done:
    folder = tmp_path_factory.mktemp("sale")
    path, out = written(folder, SALE), folder / "results"
    return Done(path, path.read_bytes(), rapsheet([path], as_of=AS_OF, out=out), out)


def best(found: SheetResults) -> list[tuple[str, str, str]]:
    """Of each conviction the best remedy: pack, state, determination."""
    offered = [found.told.offered(name) for name in found.told.convictions["conviction_id"]]
    return [(each[0].pack, each[0].state, each[0].determination) if each else ("", "", "") for each in offered]


def outcome(found: SheetResults, pack: str = "ca-prop64-statute") -> list[str]:
    own = found.results.decisions.filter(pl.col("pack") == pack)
    return own["determination"].to_list()


def test_a_sale_of_1995_is_reduced_by_the_statute_and_then_dismissed_after_its_probation(sale: Done) -> None:
    found = sale.found
    assert best(found) == [("ca-prop64-statute", "open", "reduce")]
    assert [each.pack for each in found.told.offered(found.told.convictions["conviction_id"][0])[:2]] == [
        "ca-prop64-statute",
        "ca-pc-1203-4",
    ]


RUNNING = (
    SALE.replace("19951103", "20180103")
    .replace("FELONY", "MISDEMEANOR")
    .replace("11359 HS-POSSESS MARIJUANA FOR SALE", "496(A) PC-RECEIVE STOLEN PROPERTY")
)
PRISON = """* * * *
CUSTODY:CDC           NAM:01
19880301  CASD CORRECTIONS

CNT:01     #W00000
  187(A) PC-MURDER
   SEN: 15 YEARS TO LIFE PRISON
"""
SHEETS = {
    "running": RUNNING,
    "relieved": SALE + "20180301\n DISPO:RESENTENCED PER 11361.8 HS\n",
    "prison": PRISON + SALE,
}


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> SheetResults:
    """Sheets of three people, in one delivery."""
    folder = tmp_path_factory.mktemp("several")
    for number, (name, events) in enumerate(SHEETS.items()):
        written(folder, events, name=f"{name}.txt", head=HEAD.replace("A77000123", f"A7700020{number}"))
    return rapsheet([folder], as_of=AS_OF)


def convictions_of(found: SheetResults, name: str) -> list[str]:
    return found.told.convictions.filter(file=f"{name}.txt")["conviction_id"].to_list()


def outcome_of(found: SheetResults, name: str) -> list[str]:
    own = found.results.decisions.filter(pl.col("conviction_id").is_in(convictions_of(found, name)))
    return own.filter(pack="ca-prop64-statute")["determination"].to_list()


def test_jail_is_a_condition_of_probation_and_a_probation_that_goes_on_bars_the_dismissal(
    several: SheetResults,
) -> None:
    (conviction,) = convictions_of(several, "running")
    later = {each.pack: each for each in several.told.offered(conviction)}["ca-pc-1203-4"]
    # Three years from 3 January 2018, not three years and 120 days.
    assert (later.state, later.opens_on) == ("later", date(2021, 1, 3))


def test_relief_that_was_granted_is_not_asked_for_twice(several: SheetResults) -> None:
    assert outcome_of(several, "relieved") == ["out_of_scope"]


def test_a_murder_known_only_from_prison_leaves_the_statute_s_bar_open(several: SheetResults) -> None:
    assert outcome_of(several, "prison") == ["review"]


def test_a_line_that_nobody_understands_leaves_the_history_open(tmp_path: Path) -> None:
    garbled = "* * * *\nC0!!RT..\n1988O3O! ##ASC\nZZ QQ 1B7(A)\n"
    found = decided(written(tmp_path, garbled, SALE))
    assert outcome(found)[-1] == "review"
    assert found.results.summary["rows"]["set_aside"] > 0


def test_two_people_in_one_file_are_two(tmp_path: Path) -> None:
    other = HEAD.replace("A77000123", "A77000124") + SALE + END
    path = written(tmp_path, SALE)
    path.write_text(path.read_text("utf-8") + other, encoding="utf-8")
    found = decided(path)
    assert [read.person for read in found.sheets] == ["A77000123", "A77000124"]
    assert outcome(found) == ["reduce", "reduce"]


def test_two_sheets_of_one_number_stay_two(tmp_path: Path) -> None:
    first = written(tmp_path, SALE, name="a.txt")
    second = written(tmp_path, SALE, SALE.replace("19951103", "19990101"), name="b.txt")
    found = rapsheet([first, second], as_of=AS_OF)
    assert [read.person for read in found.sheets] == ["A77000123", "A77000123-2"]


def test_a_folder_is_one_delivery_and_a_bad_file_in_it_is_set_aside(tmp_path: Path) -> None:
    folder = tmp_path / "sheets"
    folder.mkdir()
    written(folder, SALE, name="b.txt")
    (folder / "a.txt").write_text("A letter to a friend.\n", encoding="utf-8")
    (folder / "c.pdf").write_bytes(b"%PDF-1.7 truncated")
    (folder / ".hidden").write_text("not looked at", encoding="utf-8")
    found = rapsheet([folder], as_of=AS_OF, out=tmp_path / "results")
    assert [read.name for read in found.sheets] == ["b.txt"]
    assert [each.name for each in found.refused] == ["a.txt", "c.pdf"]
    files = pl.read_csv(tmp_path / "results" / "sheets" / "files.csv")
    assert files["file"].to_list() == ["b.txt", "a.txt", "c.pdf"]
    assert "no RAP sheet" in files["set_aside"][1]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "empty"), (b"A letter to a friend.\n", "no RAP sheet"), (b"PK\x03\x04rest", "zip|archive|spreadsheet")],
)
def test_a_file_that_is_no_sheet_is_refused_in_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=said) as refused:
        rapsheet([path], as_of=AS_OF)
    assert "\n" not in str(refused.value)


def test_the_same_sheet_twice_is_read_once(tmp_path: Path) -> None:
    written(tmp_path, SALE, name="a.txt")
    written(tmp_path, SALE, name="b.txt")
    found = rapsheet([tmp_path], as_of=AS_OF)
    assert len(found.sheets) == 1
    assert "same bytes as a.txt" in found.refused[0].why
    with pytest.raises(SourceError, match="given twice"):
        rapsheet([tmp_path / "a.txt", tmp_path / "a.txt"], as_of=AS_OF)


def test_a_results_folder_of_sheets_is_explained_by_the_lines_of_the_sheets(sale: Done) -> None:
    line = 1 + sale.path.read_text("utf-8").splitlines().index("  11359 HS-POSSESS MARIJUANA FOR SALE")
    found = explain(sale.out, line=f"sheet.txt:{line}")
    assert found[0].determination == "reduce"
    rows = {place for step in found[0].steps for fact in step.facts for place in fact.evidence}
    assert rows
    assert all(place.startswith("sheet.txt:") for place in rows)
    with pytest.raises(UsageError, match=r"other\.txt:3"):
        explain(sale.out, line="other.txt:3")


TWO_COUNTS = """* * * *
COURT:                NAM:01
20080103  CASC ALAMEDA

CNT:01     #A1
  484(A) PC-THEFT
*DISPO:CONVICTED
   CONV STATUS:MISDEMEANOR
   SEN: 012 MONTHS PROBATION

CNT:02
  11359 HS-POSSESS MARIJUANA FOR SALE
*DISPO:CONVICTED
   CONV STATUS:FELONY
"""


@pytest.fixture(scope="module")
def two_counts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of a sheet with one day in court and two counts."""
    folder = tmp_path_factory.mktemp("two counts")
    rapsheet([written(folder, TWO_COUNTS)], as_of=AS_OF, out=folder / "results")
    return folder / "results"


@pytest.mark.parametrize(
    ("printed", "below", "statutes"),
    [
        ("COURT:                NAM:01", 0, {"484", "11359"}),
        ("20080103  CASC ALAMEDA", 0, {"484", "11359"}),
        ("20080103  CASC ALAMEDA", 1, {"484", "11359"}),
        ("CNT:01     #A1", 0, {"484"}),
        ("   SEN: 012 MONTHS PROBATION", 0, {"484"}),
        ("   SEN: 012 MONTHS PROBATION", 1, {"484"}),
        ("CNT:02", 0, {"11359"}),
    ],
)
def test_a_conviction_is_found_by_any_line_of_its_block(
    two_counts: Path, printed: str, below: int, statutes: set[str]
) -> None:
    lines = (two_counts / "sheets" / "text" / "00001.txt").read_text("utf-8").splitlines()
    found = explain(two_counts, line=f"sheet.txt:{1 + lines.index(printed) + below}")
    names = {each.conviction_id for each in found}
    convictions = pl.read_csv(two_counts / "sheets" / "convictions.csv").filter(pl.col("conviction_id").is_in(names))
    assert {statute.split("(")[0].split()[-1] for statute in convictions["statute"]} == statutes


def test_a_line_between_events_is_of_no_conviction(two_counts: Path) -> None:
    with pytest.raises(UsageError, match=r"answers to line sheet\.txt:1\b"):
        explain(two_counts, line="sheet.txt:1")


def test_a_results_folder_of_sheets_is_the_same_bytes_each_time(sale: Done, tmp_path: Path) -> None:
    rapsheet([sale.path], as_of=AS_OF, out=tmp_path / "again")
    manifests = [(out / "manifest.json").read_bytes() for out in (sale.out, tmp_path / "again")]
    assert manifests[0] == manifests[1]
    listed = {each["file"] for each in json.loads(manifests[0])["outputs"]}
    assert {"sheets.dat", "sheets/rows.csv", "sheets/remedies.csv", "sheets/text/00001.txt"} <= listed


def test_an_input_is_never_altered(sale: Done) -> None:
    assert sale.path.read_bytes() == sale.before


def test_the_papers_ask_for_what_is_open_now(sale: Done) -> None:
    (application,) = applications_of(sale.found)
    assert (application.county, application.case_number) == ("ALAMEDA", "H-12345A")
    assert application.defendant == "Marisol Dawn Quillfeather"
    cannabis, dismissal = application.convictions  # one conviction; each paper gives its own ground
    assert (cannabis.remedies, dismissal.remedies) == ((Remedy.REDESIGNATION,), (Remedy.PC_1203_4,))
    # No arrest tells the day of the offense: a minor would have an infraction, so the paper asks for either.
    assert (cannabis.becomes, cannabis.serving, dismissal.ground) == (None, False, "fulfilled")
    assert (cannabis.section, cannabis.subdivision, cannabis.severity) == ("11359", "", "felony")
    assert cannabis.reason == (
        "HS 11359: a misdemeanor; possibly Under 18 at the offense: an infraction (unknown: under_18_at_offense)"
    )
    assert dismissal.reason.startswith("Probation was granted and is over")


def test_papers_name_the_offense_of_conviction_and_an_attempt_as_one(tmp_path: Path) -> None:
    lesser = SALE.replace("11359 HS-POSSESS MARIJUANA FOR SALE", "11360(A) HS-SELL MARIJUANA").replace(
        "   CONV STATUS:FELONY", "   CONV OF:11357(C) HS-POSS MARIJUANA OVER 1 OZ/28.5 GRAM\n   CONV STATUS:MISDEMEANOR"
    )
    attempt = SALE.replace("  11359 HS-POSSESS MARIJUANA FOR SALE", "   -ATTEMPTED\n  487(A) PC-GRAND THEFT")
    told = [
        (each.code, each.statute)
        for application in applications_of(decided(written(tmp_path, lesser, attempt)))
        for each in application.convictions
    ]
    assert told == [("HS", "11357(c)"), ("PC", "664/487(a)")]


def test_probation_in_the_head_leaves_open_whether_the_last_sentence_is_served(tmp_path: Path) -> None:
    on_probation = HEAD.rstrip() + "\nPROBATION:   EXP:20270101\n  CAPR ALAMEDA\n\n"
    older = SALE.replace("19951103", "19850103")
    first, last = applications_of(decided(written(tmp_path, older, SALE, head=on_probation)))
    assert (first.convictions[0].serving, last.convictions[0].serving) == (False, None)


def test_a_dismissal_under_proposition_64_needs_no_other(tmp_path: Path) -> None:
    possession = SALE.replace("11359 HS-POSSESS MARIJUANA FOR SALE", "11357(B) HS-POSS 28.5 GRAMS OR LESS")
    court = possession.replace("FELONY", "MISDEMEANOR").removeprefix("* * * *\n")
    (application,) = applications_of(decided(written(tmp_path, ARREST, court)))
    assert application.convictions[0].remedies == (Remedy.DISMISSAL,)


JAIL_ALONE = """* * * *
COURT:                NAM:01
20050103  CASC ALAMEDA

CNT:01     #A1
  422 PC-THREATS
*DISPO:CONVICTED
   CONV STATUS:FELONY
   SEN: 180 DAYS JAIL
"""


def test_a_wobbler_that_its_sentence_made_a_misdemeanor_has_a_paper_that_asks_to_declare_it(tmp_path: Path) -> None:
    who = tmp_path / "petitioner.toml"
    who.write_text(template(["ALAMEDA"]), encoding="utf-8")
    made = petition(written(tmp_path, JAIL_ALONE), who, as_of=AS_OF, out=tmp_path / "papers")
    assert [each.remedies for application in made.applications for each in application.convictions] == [
        (Remedy.PC_17B_1,)
    ]
    assert [paper.file for paper in made.papers] == [
        f"case-01/{name}-pc-17b-1.pdf" for name in ("petition", "proposed-order", "proof-of-service")
    ]


def test_papers_are_written_and_what_must_be_looked_into_is_named(tmp_path: Path) -> None:
    who = tmp_path / "petitioner.toml"
    who.write_text(template(["ALAMEDA"]), encoding="utf-8")
    other = SALE.replace("19951103", "20010203").replace("CNT:01     #H-12345A", "CNT:01     #H-99")
    unclear = other.replace("11359 HS-POSSESS MARIJUANA FOR SALE", "11357 HS-POSSESS MARIJUANA")
    made = petition(written(tmp_path, SALE, unclear), who, as_of=AS_OF, out=tmp_path / "papers")
    assert [each.case_number for each in made.applications] == ["H-12345A", "H-99"]
    assert (tmp_path / "papers" / "case-01" / "application-hs-11361.8.pdf").read_bytes().startswith(b"%PDF")


def test_papers_are_for_one_person(tmp_path: Path) -> None:
    who = tmp_path / "petitioner.toml"
    who.write_text(template(["ALAMEDA"]), encoding="utf-8")
    path = written(tmp_path, SALE)
    path.write_text(path.read_text("utf-8") * 2, encoding="utf-8")
    with pytest.raises(UsageError, match="2 people"):
        petition(path, who, as_of=AS_OF, out=tmp_path / "papers")


def test_a_copy_to_share_names_nobody_and_reads_the_same(sale: Done, tmp_path: Path) -> None:
    path, copy = written(tmp_path, SALE), tmp_path / "copy.txt"
    deidentify_file(path, copy)
    text = copy.read_text("utf-8")
    assert not any(secret in text for secret in ("QUILLFEATHER", "MARISOL", "77000123", "19740611", "12345"))
    assert copy.stat().st_mode & 0o777 == 0o600
    assert outcome(decided(copy)) == outcome(sale.found)
    with pytest.raises(UsageError, match="exists"):
        deidentify_file(path, copy)
    with pytest.raises(UsageError, match="exists"):
        deidentify_file(path, path, replace=True)


def test_a_key_gives_the_same_copy_again(tmp_path: Path) -> None:
    path, key = written(tmp_path, SALE), tmp_path / "key"
    key.write_bytes(b"0123456789abcdef0123")
    for name in ("one.txt", "two.txt"):
        deidentify_file(path, tmp_path / name, key)
    assert (tmp_path / "one.txt").read_bytes() == (tmp_path / "two.txt").read_bytes()


def test_the_library_has_the_command_s_name() -> None:
    assert vacatur.rapsheet is rapsheet
