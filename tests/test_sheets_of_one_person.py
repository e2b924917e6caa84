"""Sheets of a delivery that are of one person, or may be: what each says of the whole record is not whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vacatur.cli.app import app
from vacatur.rapsheets import SheetResults, rapsheet

AS_OF = date(2020, 7, 1)
HEAD = "CII/A79999890\nDOB/19600101    SEX/M  RAC/WHITE\nNAM/01 DOE,JOHN A\n"
MURDER = """* * * *
COURT:                NAM:01
19900101  CASC LOS ANGELES

CNT:01     #BA1
  187(A) PC-MURDER
*DISPO:CONVICTED
   CONV STATUS:FELONY
   SEN: 015 YEARS PRISON

"""
SALE = """* * * *
COURT:                NAM:01
19950505  CASC LOS ANGELES

CNT:01     #BA2
  11359 HS-POSSESS MARIJUANA FOR SALE
*DISPO:CONVICTED
   CONV STATUS:FELONY
   SEN: 036 MONTHS PROBATION

"""
SET_ASIDE = "20000105\n DISPO:CONV SET ASIDE & DISM PER 1203.4 PC\n\n"
WITHOUT_DISPOSITION = SALE.split("*DISPO")[0] + "\n"
END = "     *    *    *    END OF MESSAGE    *    *    *\n"


def decided(folder: Path, *files: str) -> SheetResults:
    for number, text in enumerate(files, start=1):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return rapsheet([folder], as_of=AS_OF)


def of_sale(found: SheetResults, sheet: int, pack: str = "ca-prop64-statute") -> Sequence[str]:
    """What the sale on a sheet may have under a pack, or nothing."""
    convictions = [row for row in found.told.by_sheet.get(sheet, []) if row["statute"] == "HS 11359"]
    offered = [each for row in convictions for each in found.told.offered(row["conviction_id"])]
    return [each.state for each in offered if each.pack == pack]


def shown(found: SheetResults) -> dict[int, list[tuple[int, bool]]]:
    """For each sheet the others that show more, and whether they bear the same number."""
    sheets = found.sheets
    return {read.number: [(each.number, each.same_number) for each in read.beside] for read in sheets if read.beside}


@pytest.mark.parametrize("together", [True, False], ids=["in one file", "in two files"])
def test_a_murder_on_another_sheet_of_the_same_number_leaves_the_bar_open(tmp_path: Path, together: bool) -> None:
    one, other = HEAD + MURDER + END, HEAD + SALE + END
    found = decided(tmp_path, *([one + other] if together else [one, other]))
    assert of_sale(found, 2) == ["review"]
    assert shown(found) == {1: [(2, True)], 2: [(1, True)]}
    assert found.sheets[1].beside[0].shows == ("COURT ACTION 19900101 187(A) PC-MURDER CONVICTED",)


def test_a_newer_copy_that_has_all_of_the_older_lacks_nothing(tmp_path: Path) -> None:
    older, newer = HEAD + WITHOUT_DISPOSITION + END, HEAD + SALE + MURDER.replace("1990", "1999") + END
    assert shown(decided(tmp_path, older, newer)) == {1: [(2, True)]}


def test_two_copies_that_say_the_same_lack_nothing(tmp_path: Path) -> None:
    found = decided(tmp_path, "TO: QZX4 FROM: CLETS  03/14/18 10:22:51\n" + HEAD + SALE + END, HEAD + SALE + END)
    assert (shown(found), of_sale(found, 1), of_sale(found, 2)) == ({}, ["open"], ["open"])


def test_relief_on_the_newer_copy_is_open_on_the_older(tmp_path: Path) -> None:
    found = decided(tmp_path, HEAD + SALE + END, HEAD + SALE + SET_ASIDE + END)
    assert of_sale(found, 1, "ca-pc-1203-4") == ["review"]
    assert of_sale(found, 2, "ca-pc-1203-4") == []


def test_sheets_of_two_numbers_have_nothing_to_do_with_each_other(tmp_path: Path) -> None:
    found = decided(tmp_path, HEAD + SALE + END + HEAD.replace("A79999890", "A79999891") + MURDER + END)
    assert (shown(found), of_sale(found, 1)) == ({}, ["open"])


def test_events_after_end_of_message_without_a_head_may_be_of_the_person_before(tmp_path: Path) -> None:
    found = decided(tmp_path, HEAD + SALE + END + MURDER + END)
    assert of_sale(found, 1) == ["review"]
    assert shown(found) == {1: [(2, False)], 2: [(1, False)]}


def test_they_are_not_of_a_person_of_another_file(tmp_path: Path) -> None:
    found = decided(tmp_path, HEAD + SALE + END, MURDER + END)
    assert (shown(found), of_sale(found, 1)) == ({}, ["open"])


def test_the_terminal_says_that_another_sheet_shows_more(tmp_path: Path) -> None:
    path = tmp_path / "sheet.txt"
    path.write_text(HEAD + SALE + END + HEAD + MURDER + END, encoding="utf-8")
    done = CliRunner().invoke(app, ["rapsheet", str(path), "--as-of", "2020-07-01"])
    said = " ".join(done.output.split())
    assert "sheet.txt, A79999890-2: this sheet bears the same number, and shows what is not here." in said
    assert done.exit_code == 3


def test_a_charge_of_murder_that_was_dismissed_is_not_sealed(tmp_path: Path) -> None:
    charged = MURDER.split("*DISPO")[0]
    dismissed, acquitted, rejected = (
        f"{HEAD.replace('890', str(at))}{charged} DISPO:{words}\n\n{END}"
        for at, words in enumerate(("DISMISSED/FURTHERANCE OF JUSTICE", "ACQUITTED", "PROS REJ-LACK OF CORPUS"), 891)
    )
    found = decided(tmp_path, dismissed, acquitted, rejected)
    told = [(each["remedies"], each["unsettled"]) for rows in found.told.arrests.values() for each in rows]
    assert told == [([], []), ([], ["pc-851.91-arrest"]), ([], ["pc-851.91-arrest"])]


def test_a_death_in_the_head_leaves_nobody_to_ask(tmp_path: Path) -> None:
    found = decided(tmp_path, "**DECEASED HOMICIDE\n" + HEAD + SALE + END)
    assert of_sale(found, 1, "ca-pc-1203-4") == []
