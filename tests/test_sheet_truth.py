"""Sheets of the people of fabricated counties: what is read from them, and decided, against what was planted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from benchmarks.sheet_truth import Score, score
from vacatur.outputs.sheets import write_state_file
from vacatur.runs import run
from vacatur.sources.rapsheet.coverage import coverage
from vacatur.sources.rapsheet.reading import read_sheets
from vacatur.sources.rapsheet.rows import StateRow, state_rows
from vacatur.sources.rapsheet.sheet import Sheet
from vacatur.sources.rapsheet.text import lines_of
from vacatur.synth import write_county
from vacatur.synth.sheets import Fabricated, damaged, fabricate_sheets

AS_OF = date(2020, 7, 1)
COUNTY = "LOS ANGELES"
PACK = "ca-la-2020-pilot"
DAMAGE = ("dropped line", "changed character", "lost delimiter", "several")

Decided = dict[tuple[str, str], list[str]]
"""Determinations, in order, by person and section; of a section that could not be read under an empty one."""


@pytest.fixture(scope="module")
def sheets() -> list[Fabricated]:
    return list(fabricate_sheets(people=250, county=COUNTY, seed=11, as_of=AS_OF))


@pytest.fixture(scope="module")
def read(sheets: list[Fabricated]) -> list[list[Sheet]]:
    """What is read of each."""
    return [read_sheets(lines_of(sheet.text)) for sheet in sheets]


def planted(sheets: Iterable[Fabricated]) -> Decided:
    found: Decided = {}
    for sheet in sheets:
        for each in sheet.truth["decisions"]:
            if each["determination"]:
                found.setdefault((each["person_id"], each["section"]), []).append(each["determination"])
    return {key: sorted(outcomes) for key, outcomes in found.items()}


def rows_of(number: int, read: Iterable[Sheet], truth: Mapping[str, Any]) -> list[StateRow]:
    return [row for sheet in read for row in state_rows(sheet, number, truth["person_id"], AS_OF)]


def decided(path: Path, rows: Iterable[StateRow]) -> Decided:
    write_state_file(path, rows)
    return decisions_of(path)


def decisions_of(path: Path) -> Decided:
    results = run([path], COUNTY, [PACK], as_of=AS_OF)
    sections = results.convictions.select("conviction_id", "section")
    own = results.decisions.filter(pl.col("pack") == PACK).join(sections, on="conviction_id")
    found: Decided = {}
    for person, section, outcome in own.select("person_id", "section", "determination").iter_rows():
        found.setdefault((person, section or ""), []).append(outcome)
    return {key: sorted(outcomes) for key, outcomes in found.items()}


def test_every_conviction_arrest_and_custody_event_is_right_in_every_field(
    sheets: list[Fabricated], read: list[list[Sheet]]
) -> None:
    total = {"convictions": Score(), "arrests": Score(), "custody": Score()}
    for sheet, found in zip(sheets, read, strict=True):
        for name, each in score(found, [sheet.truth]).items():
            total[name] += each
    for name, each in total.items():
        assert each.planted > 100, name
        assert (each.found, each.right) == (each.planted, each.planted), name


def test_no_line_of_a_whole_sheet_is_left_over(read: list[list[Sheet]]) -> None:
    left = [
        (number, line.text)
        for number, sheets in enumerate(read)
        for sheet in sheets
        if coverage(sheet).unread
        for line in sheet.lines
        if sheet.states[line.number] == "unread"
    ]
    assert left == []


def test_every_decision_is_right_and_open_only_where_the_sheet_itself_is(
    sheets: list[Fabricated], read: list[list[Sheet]], tmp_path: Path
) -> None:
    found = decided(
        tmp_path / "sheets.dat",
        [
            row
            for number, (sheet, own) in enumerate(zip(sheets, read, strict=True), start=1)
            for row in rows_of(number, own, sheet.truth)
        ],
    )
    open_people = {sheet.truth["person_id"] for sheet in sheets if sheet.truth["unsettled"]}
    wrong = {
        key: (outcomes, found.get(key))
        for key, outcomes in planted(sheets).items()
        if found.get(key) != outcomes
        and not (key[0] in open_people and set(found.get(key, [])) <= {*outcomes, "review"})
    }
    assert wrong == {}
    assert found.keys() <= planted(sheets).keys()


def test_the_county_s_file_and_the_sheets_of_the_same_people_lead_to_the_same_decisions(tmp_path: Path) -> None:
    file = tmp_path / "county.dat"
    write_county(file, people=150, county=COUNTY, seed=23, as_of=AS_OF)
    same = list(fabricate_sheets(people=150, county=COUNTY, seed=23, as_of=AS_OF))
    settled = {sheet.truth["person_id"] for sheet in same if not sheet.truth["unsettled"]}
    by_sheets = decided(
        tmp_path / "sheets.dat",
        [
            row
            for number, sheet in enumerate(same, start=1)
            for row in rows_of(number, read_sheets(lines_of(sheet.text)), sheet.truth)
        ],
    )
    by_file = decisions_of(file)
    assert len(settled) > 100
    assert {key: by_sheets[key] for key in by_sheets if key[0] in settled} == {
        key: by_file[key] for key in by_file if key[0] in settled
    }


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_never_leads_to_a_wrong_dismissal(sheets: list[Fabricated], tmp_path: Path, kind: str) -> None:
    rows: list[StateRow] = []
    for number, sheet in enumerate(sheets, start=1):
        rows += rows_of(number, read_sheets(lines_of(damaged(sheet.text, number, kind)[0])), sheet.truth)
    truth = planted(sheets)
    wrong = {}
    for key, outcomes in decided(tmp_path / "sheets.dat", rows).items():
        given, granted = truth.get(key, []), [each for each in outcomes if each in ("dismiss", "reduce")]
        if any(granted.count(each) > given.count(each) for each in set(granted)):
            wrong[key] = (given, outcomes)
    assert wrong == {}
