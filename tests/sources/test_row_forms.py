"""Rows of another form than their file's: never read with the columns slipped, and never in the way of other rows."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.rows import chosen
from tests.sources.files import HEADER, file, full, line, lines, murder, rules, run_on
from vacatur.errors import SourceError
from vacatur.sources.doj.layout import POSITION


def without(text: str, column: str) -> str:
    """The record less one field: what stands after it slips a column to the left."""
    cells = next(csv.reader([text]))
    del cells[POSITION[column]]
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def leads_to_review(folder: Path, data: str, person: str = "1") -> bool:
    """Whether a strike in the one row that cannot be read sends the person's conviction to review."""
    results = run_on(file(folder, data))
    assert results.summary["rows"]["set_aside"] == 1
    (found,) = (each for each in chosen(results) if each["person_id"] == person)
    return found["determination"] == "review" and "superstrike_before" in str(found["unknown_facts"])


@pytest.mark.parametrize("column", ["OFFENSE_CODE", "DISP_OFFENSE_TOC", "OFN", "DISP_ORDER"])
@pytest.mark.parametrize("header", ["", HEADER + ",\n"])
@pytest.mark.parametrize("end", ["END", ""])
def test_a_comma_after_the_last_column_does_not_make_up_for_a_field_that_was_lost(
    tmp_path: Path, column: str, header: str, end: str
) -> None:
    lost = without(line(murder(END_OF_REC=end)), column)
    assert leads_to_review(tmp_path, f"{header}{line(full(END_OF_REC=end))},\n{lost},\n")


def test_a_blank_last_column_does_not_take_up_the_field_that_an_unquoted_comma_adds(tmp_path: Path) -> None:
    more = line(murder(END_OF_REC="")).replace("187(A) PC-MURDER", "187(A) PC-MURDER, FIRST DEGREE")
    assert leads_to_review(tmp_path, f"{line(full(END_OF_REC=''))}\n{more}\n")


def test_the_person_of_a_row_with_a_stray_quote_is_found_by_a_short_key_too(tmp_path: Path) -> None:
    who = {"SUBJECT_ID": "12345", "CII_NUMBER": "A1234"}
    stray = line(murder(**who)).replace(",ACTIVE,", ',"ACTIVE,')
    other = line(full(SUBJECT_ID="2", CII_NUMBER="A2"))
    assert leads_to_review(tmp_path, f"{line(full(**who))}\n{stray}\n{other}\n", "12345")


def test_digits_of_another_script_are_no_count_key(tmp_path: Path) -> None:
    wide = line(murder()).replace("100002001000", "１００００２００１０００")
    assert leads_to_review(tmp_path, f"{line(full())}\n{wide}\n")


FIRST, SECOND = full(OFN="B"), full(SUBJECT_ID="2", CII_NUMBER="A2", COMMENT_TEXT="a\nb")
BROKEN = line(FIRST).replace(",B,", ",B\rA,")
NOBODYS = line(full(SUBJECT_ID="", CII_NUMBER="", OFN="B")).replace(",B,", ",B\rA,")
JUNK = "x" * 200_000

ODD_LINES: dict[str, tuple[str, list[str], int]] = {
    "a blank first line": (f"\n{line(FIRST)}\n", ["1"], 0),
    "a blank first line before a header": (f"\n{HEADER}\n{line(FIRST)}\n", ["1"], 1),
    "LF in a comment of a file of CR": (f"{line(FIRST)}\r{line(SECOND)}\r", ["1", "2"], 0),
    "a single CR in a row set aside": (f"{line(FIRST)}\n1,2\r3,4\n", ["1"], 1),
    "a single CR in a row of nobody": (f"{line(FIRST)}\n{NOBODYS}\n", ["1"], 1),
    "a single CR in the first line": (f"{BROKEN}\n{line(SECOND)}\n", ["1", "2"], 0),
    "a line longer than any row": (f"{line(FIRST)}\n{JUNK}\n", ["1"], 1),
    "a first line longer than any row": (f"{JUNK}\n{line(FIRST)}\n", ["1"], 1),
}
"""A file, the people who are decided, and how many of its rows are set aside."""


@pytest.mark.parametrize("kind", ODD_LINES)
def test_an_odd_line_keeps_no_other_row_from_being_read(tmp_path: Path, kind: str) -> None:
    data, people, aside = ODD_LINES[kind]
    results = run_on(file(tmp_path, data), out=tmp_path / "results")
    assert list(rules(results)) == [f"{person}/101002001000" for person in people]
    assert results.summary["rows"]["set_aside"] == aside


def test_a_byte_order_mark_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        run_on(file(tmp_path, b"\xef\xbb\xbf"))


def test_a_stray_quote_leaves_a_record_over_two_lines_at_the_end_of_the_file_as_it_is(tmp_path: Path) -> None:
    stray = line(full(SUBJECT_ID="9")).replace(",ACTIVE,", ',"ACTIVE,')
    results = run_on(file(tmp_path, "\n".join([*lines([FIRST]), stray, *lines([SECOND])]) + "\n"))
    assert list(rules(results)) == ["1/101002001000", "2/101002001000"]
    assert results.summary["rows"]["set_aside"] == 1
