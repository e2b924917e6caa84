"""`vacatur synth`: a fabricated county."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import fabricated, typed


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (fabricated(tmp_path / name, 50, faults=0.02) for name in ("first.dat", "second.dat"))
    assert first.read_bytes() == second.read_bytes()


def test_the_truth_stands_beside_the_file(tmp_path: Path) -> None:
    fabricated(tmp_path / "county.dat", 20)
    assert (tmp_path / "county.truth.csv").exists()


def test_a_file_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "county.dat").write_text("mine", encoding="utf-8")
    assert typed("synth", "--people", 5, "--out", tmp_path / "county.dat").exit_code == 2
    assert (tmp_path / "county.dat").read_text(encoding="utf-8") == "mine"


def test_the_sheets_of_the_same_people_are_written_into_a_folder(tmp_path: Path) -> None:
    said = typed("synth", "--people", 12, "--sheets", "text", "--out", tmp_path / "sheets")
    assert said.exit_code == 0, said.output
    assert "RAP sheets of 12 fabricated people" in said.output
    truth = (tmp_path / "sheets.truth.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(truth) == 12
    assert {json.loads(line)["file"] for line in truth} == {path.name for path in (tmp_path / "sheets").iterdir()}


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert typed("synth", "--people", 5, "--sheets", "text", "--out", tmp_path, "--replace").exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    "words",
    [
        ["--faults", "2"],
        ["--faults", "x=y"],
        ["--faults", "0.1", "--faults", "bad_date=0.1"],
        ["--county", "ATLANTIS"],
        ["--faults", "nothing=0.1"],
        ["--sheets", "vellum"],
        ["--sheets", "text", "--faults", "0.1"],
        ["--sheets", "text", "--county", "ATLANTIS"],
    ],
)
def test_a_request_that_cannot_be_met_is_refused(tmp_path: Path, words: list[str]) -> None:
    result = typed("synth", "--people", 5, "--out", tmp_path / "county.dat", *words)
    assert result.exit_code == 2, result.output
    assert list(tmp_path.iterdir()) == []
