"""Rows are found again by the numbers of their lines, in files of every form."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.sources.files import HEADER, file, full, lines
from vacatur.sources.doj import lines as module
from vacatur.sources.doj.lines import index_lines, rows_at

ROWS = lines([full(SUBJECT_ID=str(number), COMMENT_TEXT="x" * number) for number in range(1, 60)])


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of which a file of the tests has several, and that end within lines."""
    monkeypatch.setattr(module, "CHUNK", 1000)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", [True, False], ids=["ended", "not ended"])
def test_every_line_is_found_whatever_ends_it(tmp_path: Path, end: str, mark: str, last: bool) -> None:
    data = mark + end.join([HEADER, *ROWS]) + (end if last else "")
    path = file(tmp_path, data)
    index = index_lines(path)
    wanted = [60, 2, 31, 2, 1]
    found = rows_at(path, index, wanted)
    assert [(row.line, row.text) for row in found] == [(1, HEADER), (2, ROWS[0]), (31, ROWS[29]), (60, ROWS[58])]
    assert [row.text for row in rows_at(path, index, range(2, 61))] == ROWS
    assert index.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_line_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    path = file(tmp_path, "\n".join(ROWS))
    assert rows_at(path, index_lines(path), [0, 60, 1000]) == []


def test_a_row_is_quoted_to_its_end_where_a_field_runs_over_lines(tmp_path: Path) -> None:
    long = lines([full(COMMENT_TEXT="first, line\nsecond line\n\nlast line")])[0]
    path = file(tmp_path, "\n".join([HEADER, *ROWS[:9], long, ROWS[9]]) + "\n")
    index = index_lines(path)
    (found,) = rows_at(path, index, [11])
    assert found.text == long
    assert dict(found.cells)["COMMENT_TEXT"] == "first, line\nsecond line\n\nlast line"
    assert rows_at(path, index, [15])[0].text == ROWS[9]


def test_a_stray_quote_does_not_swallow_the_rows_after_it(tmp_path: Path) -> None:
    stray = ROWS[3].replace("EXAMPLE,PERSON", 'EXAMPLE"PERSON').replace('"EXAMPLE"PERSON"', 'EXAMPLE"PERSON')
    assert stray.count('"') % 2 == 1
    path = file(tmp_path, "\n".join([HEADER, stray, *ROWS[4:]]) + "\n")
    assert rows_at(path, index_lines(path), [2])[0].text == stray


def test_the_cells_are_those_that_say_something_under_their_names(tmp_path: Path) -> None:
    path = file(tmp_path, lines([full(PRI_NAME="PEÑA,<SCRIPT>", SENT_LENGTH=" - ")])[0])
    (found,) = rows_at(path, index_lines(path), [1])
    cells = dict(found.cells)
    assert cells["PRI_NAME"] == "PEÑA,<SCRIPT>"
    assert cells["OFFENSE_DESCR"] == "11359 HS-POSSESS MARIJUANA FOR SALE"
    assert next(iter(cells)) == "RECORD_ID"
    assert not {"REQ_SEG_SEP", "SENT_LENGTH"} & set(cells)


def test_text_that_is_not_utf_8_is_read_as_latin_1(tmp_path: Path) -> None:
    path = file(tmp_path, lines([full(PRI_NAME="PEÑA,ANA")])[0].encode("latin-1"))
    (found,) = rows_at(path, index_lines(path), [1])
    assert dict(found.cells)["PRI_NAME"] == "PEÑA,ANA"
