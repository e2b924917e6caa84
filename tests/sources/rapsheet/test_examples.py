"""Worked examples: a sheet, and beside it what it says in the predecessors' JSON, written by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.sources.rapsheet.parsing import doubts, sheets, unread
from vacatur.sources.rapsheet.coverage import coverage
from vacatur.sources.rapsheet.export import as_json

EXAMPLES = Path(__file__).parents[2] / "examples" / "rapsheet"
NAMES = sorted({path.stem for path in EXAMPLES.iterdir()})


@pytest.mark.parametrize("name", NAMES)
def test_an_example_reads_as_it_was_read_by_hand(name: str) -> None:
    (sheet,) = sheets((EXAMPLES / f"{name}.txt").read_text(encoding="utf-8"))
    assert as_json(sheet) == json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_every_line_of_an_example_is_understood(name: str) -> None:
    (sheet,) = sheets((EXAMPLES / f"{name}.txt").read_text(encoding="utf-8"))
    assert unread(sheet) == []
    assert coverage(sheet).share == 1


def test_the_sheet_with_every_kind_of_event_leaves_one_doubt() -> None:
    """The comment names the charge of count 3 of the range 03-004, and none for count 4."""
    (sheet,) = sheets((EXAMPLES / "every_kind_of_event.txt").read_text(encoding="utf-8"))
    assert doubts(sheet) == {"charge_comment_missing"}
    assert [event.strike_box for event in sheet.events].count(True) == 1
    assert coverage(sheet).content == 94
