"""A file is read in blocks: where they are cut must change nothing, neither a decision nor a byte that is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import vacatur
from tests.cli.conftest import contents
from tests.sources.files import decisions, file, full, line, lines, murder, run_on
from vacatur.sources.doj import blocks as reading
from vacatur.synth import write_county

SMALL = (700, 2_000, 9_000)


def told(path: Path, out: Path) -> dict[str, bytes]:
    """Every byte that a run writes, save how long it took."""
    run_on(path, out=out)
    written = contents(out)
    del written["timing.json"]
    return written


def whole_and_in_blocks(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, sizes: tuple[int, ...] = SMALL
) -> Iterator[tuple[dict[str, bytes], dict[str, bytes]]]:
    whole = told(path, folder / "whole")
    for size in sizes:
        monkeypatch.setattr(reading, "BLOCK_BYTES", size)
        yield whole, told(path, folder / f"blocks of {size}")


TEXT = 'one\ntwo, "three"\n\nfour'


def _odd() -> Iterator[str]:
    for number in range(1, 25):
        who = {"SUBJECT_ID": f"90000{number:02d}", "CII_NUMBER": f"B{number}"}
        yield line(full(**who, COMMENT_TEXT=TEXT * (number % 4)))
        yield line(murder(**who, PRI_NAME='A "B"\nC' if number % 3 else "EXAMPLE"))


ODD = "\n".join(_odd()) + "\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_fields_with_line_breaks_may_cross_the_boundary_of_a_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    path = file(tmp_path, ODD.replace("\n", end))
    for whole, blocks in whole_and_in_blocks(path, tmp_path, monkeypatch):
        assert blocks == whole


@pytest.mark.parametrize("faults", [0.0, 0.1])
def test_blocks_of_any_size_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, faults: float) -> None:
    path = tmp_path / "county.dat"
    write_county(
        path,
        people=40,
        seed=5,
        faults=faults and {"newline_in_quotes": 0.5, "too_few_fields": 0.05, "interleaved_rows": 0.5},
    )
    for whole, blocks in whole_and_in_blocks(path, tmp_path, monkeypatch, (2_000, 20_000)):
        assert blocks == whole


def test_a_multibyte_letter_may_stand_at_the_boundary_of_a_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [full(SUBJECT_ID=f"90000{number:02d}", PRI_NAME="PEÑA,ÁNGELÉ" * 10) for number in range(30)]
    path = file(tmp_path, "\n".join(lines(rows)) + "\n")
    for whole, blocks in whole_and_in_blocks(path, tmp_path, monkeypatch, (1_500, 1_501, 1_502)):
        assert blocks == whole


def test_stray_quotes_near_a_boundary_never_give_more_relief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that is cut in two is set aside: its person may go to review, never from review to dismissal."""
    people = [{"SUBJECT_ID": f"90000{number:02d}", "CII_NUMBER": f"B90000{number:02d}"} for number in range(30)]
    bad = [line(murder(**who, COMMENT_TEXT="X")).replace(",X,", ',"X,') for who in people[::5]]
    good = [line(each) for who in people for each in (full(**who, COMMENT_TEXT="a\nb"), murder(**who))]
    path = file(
        tmp_path,
        "\n".join(text for pair in zip(good[::10], bad, strict=True) for text in pair) + "\n" + "\n".join(good) + "\n",
    )
    assert "dismiss" not in {each[1] for each in decisions(run_on(path))}
    for size in SMALL:
        monkeypatch.setattr(reading, "BLOCK_BYTES", size)
        assert "dismiss" not in {each[1] for each in decisions(run_on(path))}


def test_the_lines_that_evidence_and_problems_name_are_those_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BLOCK_BYTES", 2_000)
    path = file(tmp_path, ODD + line(full(SUBJECT_ID="9999999", RECORD_ID="LAST")) + "\n")
    decided = vacatur.run([path], "LOS ANGELES", ["ca-la-2020-pilot"], as_of=date(2020, 7, 1)).decisions
    place = decided.filter(decided["person_id"] == "9999999")["evidence"][0][0]
    number = int(place.split(":")[1])
    assert path.read_text(encoding="utf-8").split("\n")[number - 1].startswith("LAST,")
