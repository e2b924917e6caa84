"""`vacatur rapsheet` as it is typed: what is printed, exit statuses, and sheets that are no sheets."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyrage
import pytest

from tests.cli.conftest import typed
from vacatur.sealing import unseal

HEAD = "CII/A77000123\nDOB/19740611    SEX/F  RAC/BLACK\nNAM/01 QUILLFEATHER,MARISOL DAWN\n"
THEFT = """* * * *
COURT:                NAM:01
20080103  CASC ALAMEDA

CNT:01     #A1
  484(A)/490.5 PC-PETTY THEFT
*DISPO:CONVICTED
   CONV STATUS:MISDEMEANOR
   SEN: 012 MONTHS PROBATION
"""
END = "     *    *    *    END OF MESSAGE    *    *    *\n"
AS_OF = ("--as-of", "2025-01-15")


def written(path: Path, *events: str, head: str = HEAD) -> Path:
    path.write_text(head + "".join(events) + END, encoding="utf-8")
    return path


def test_a_sheet_is_shown_with_what_each_conviction_may_have_and_what_the_words_mean(tmp_path: Path) -> None:
    said = typed("rapsheet", written(tmp_path / "s.txt", THEFT), *AS_OF)
    assert said.exit_code == 0
    assert "s.txt: QUILLFEATHER,MARISOL DAWN, born 1974-06-11, A77000123" in said.stdout
    assert "2008-01-03  PC 484(a)  misdemeanor  Superior Court, Alameda  case A1" in said.stdout
    assert "must: the court has no choice" in said.stdout
    assert "100.0% understood" in said.stdout


def test_why_a_conviction_has_nothing_is_said(tmp_path: Path) -> None:
    relieved = THEFT + "20120101\n DISPO:CONV SET ASIDE & DISM PER 1203.4 PC\n"
    said = typed("rapsheet", written(tmp_path / "s.txt", relieved), *AS_OF)
    assert "Nothing. Relief already granted: 1203.4 PC." in said.stdout


def test_supervision_in_the_head_is_said_and_keeps_dismissals_back(tmp_path: Path) -> None:
    said = typed(
        "rapsheet", written(tmp_path / "s.txt", THEFT, head=f"{HEAD}PAROLE:  CDC\n  CAPA OAKLAND  #W1\n"), *AS_OF
    )
    assert "On parole, by the head of the sheet, its end not printed." in said.stdout
    assert "A sentence or supervision goes on" in " ".join(said.stdout.split())


def test_what_must_be_looked_up_is_said_once_for_several_remedies(tmp_path: Path) -> None:
    unread = THEFT.replace("484(A)/490.5 PC-PETTY THEFT", "4?? PC-TH??T")
    said = typed("rapsheet", written(tmp_path / "s.txt", unread), *AS_OF)
    assert " ".join(said.stdout.split()).count("Look up the offense of") == 1


def test_a_line_of_a_megabyte_is_cut_where_it_is_shown_and_the_rest_is_read(tmp_path: Path) -> None:
    huge = THEFT + "* * * *\n" + "X" * 1_000_000 + "\n"
    said = typed("rapsheet", written(tmp_path / "s.txt", huge), *AS_OF)
    assert said.exit_code == 3  # a line was not understood
    assert len(said.stdout) < 10_000
    assert "2008-01-03  PC 484(a)" in said.stdout


def test_csv_has_a_row_a_conviction_and_no_formula(tmp_path: Path) -> None:
    formula = HEAD.replace("QUILLFEATHER", "=CMD QUILLFEATHER")
    said = typed("rapsheet", written(tmp_path / "s.txt", THEFT, head=formula), *AS_OF, "--csv")
    (row,) = csv.DictReader(io.StringIO(said.stdout))
    assert (row["statute"], row["remedy"], row["state"]) == ("PC 484(a)", "ca-pc-1203-4", "open")
    assert not any(cell.startswith("=") for cell in row.values())


def test_json_has_the_sheet_its_coverage_and_the_remedies(tmp_path: Path) -> None:
    said = json.loads(typed("rapsheet", written(tmp_path / "s.txt", THEFT), *AS_OF, "--json").stdout)
    (sheet,) = said["sheets"]
    assert sheet["coverage"]["not_understood"] == 0
    assert sheet["convictions"][0]["remedies"][0]["pack"] == "ca-pc-1203-4"


def test_json_and_csv_at_once_are_refused(tmp_path: Path) -> None:
    assert typed("rapsheet", written(tmp_path / "s.txt", THEFT), *AS_OF, "--json", "--csv").exit_code == 2


@pytest.mark.parametrize("content", [b"", b"A" * 1_000_000, bytes(range(256)) * 40, b"%PDF-1.7"])
def test_a_file_that_is_no_sheet_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    said = typed("rapsheet", path, *AS_OF, "--quiet")
    assert said.exit_code == 2
    assert said.stdout == ""
    assert "Traceback" not in said.stderr
    assert len(said.stderr.strip().splitlines()) == 1


def test_a_file_set_aside_is_named_and_the_status_says_so(tmp_path: Path) -> None:
    written(tmp_path / "s.txt", THEFT)
    (tmp_path / "letter.txt").write_text("A letter to a friend.\n", encoding="utf-8")
    said = typed("rapsheet", tmp_path, *AS_OF)
    assert said.exit_code == 3
    assert "letter.txt" in said.stdout.split("Files set aside")[1]


def test_a_results_folder_is_not_replaced_unless_that_is_asked(tmp_path: Path) -> None:
    sheet = written(tmp_path / "s.txt", THEFT)
    assert typed("rapsheet", sheet, *AS_OF, "--out", tmp_path / "results").exit_code == 0
    assert typed("rapsheet", sheet, *AS_OF, "--out", tmp_path / "results").exit_code == 2
    assert typed("rapsheet", sheet, *AS_OF, "--out", tmp_path / "results", "--replace").exit_code == 0
    said = typed("explain", tmp_path / "results", "--line", "s.txt:8")
    assert "A77000123" in said.stdout
    assert typed("file", tmp_path / "results").exit_code == 2  # packets are a county's, not a person's


def test_results_of_sheets_may_be_left_as_one_encrypted_file(tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    sheet, made = written(tmp_path / "s.txt", THEFT), tmp_path / "made"
    said = typed(
        "rapsheet", sheet, *AS_OF, "--out", made / "results", "--encrypt-to", str(identity.to_public()), "--quiet"
    )
    assert said.exit_code == 0, said.output
    assert f"Results: {made / 'results.tar.age'}" in said.stdout.replace("\n", "")
    assert list(made.iterdir()) == [made / "results.tar.age"]
    (tmp_path / "key.txt").write_text(str(identity))
    opened = unseal(made / "results.tar.age", tmp_path / "opened", tmp_path / "key.txt")
    assert "QUILLFEATHER" in (opened / "sheets" / "convictions.csv").read_text("utf-8")


def test_without_a_folder_there_is_nothing_to_encrypt(tmp_path: Path) -> None:
    said = typed("rapsheet", written(tmp_path / "s.txt", THEFT), *AS_OF, "--encrypt-to", "age1x")
    assert said.exit_code == 2
    assert "--out" in said.output


ARRESTED = """* * * *
ARR/DET/CITE:         NAM:01
20120812  CAPD OAKLAND

CNT:01     #12-1
  459 PC-BURGLARY
* * * *
ARR/DET/CITE:         NAM:01
20140812  CAPD BERKELEY

CNT:01     #14-1
  484(A) PC-THEFT
- - - -
COURT:                NAM:01
20141003  CASC ALAMEDA

CNT:01     #C14
  484(A) PC-THEFT
* * * *
ARR/DET/CITE:         NAM:01
20241212  CAPD OAKLAND

CNT:01     #24-1
  484(A) PC-THEFT
* * * *
ARR/DET/CITE:         NAM:01
20071212  CAPD OAKLAND

CNT:01     #07-1
  484(A) PC-THEFT
- - - -
"""


def test_arrests_of_which_nobody_was_convicted_are_shown_with_what_may_seal_them(tmp_path: Path) -> None:
    sheet = written(tmp_path / "s.txt", ARRESTED, THEFT.removeprefix("* * * *\n"))
    words = " ".join(typed("rapsheet", sheet, *AS_OF).stdout.split())
    shown = words[words.index("Arrests of which nobody was convicted") :]
    first, second, third = (shown.index(day) for day in ("2012-08-12", "2014-08-12", "2024-12-12"))
    assert "now No charge came to a court" in shown[first:second]
    assert "PC 851.91" in shown[first:second]
    assert "Look up how the charges ended" in shown[second:third]
    assert "Nothing now. It may still be charged." in shown[third:]
    assert "2007-12-12" not in shown  # it led to the conviction
    said = json.loads(typed("rapsheet", sheet, *AS_OF, "--json").stdout)
    arrests = said["sheets"][0]["arrests_without_conviction"]
    assert [each["arrested_on"] for each in arrests] == ["2012-08-12", "2014-08-12", "2024-12-12"]
