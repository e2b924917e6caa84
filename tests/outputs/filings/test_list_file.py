"""Lists as comma-separated text: read back by another reader, nothing lost, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacatur.outputs.filings.list_file import write_list

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)


def read(path: Path, encoding: str = "utf-8") -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline=""), strict=True))


def test_commas_quotes_and_line_ends_within_a_cell_are_read_back(tmp_path: Path) -> None:
    rows = pl.DataFrame({"name": ["A,B", 'C"D', "E\nF", "G\rH", "", None], "on": [date(1995, 6, 1)] + [None] * 5})
    written = write_list(tmp_path, "list.csv", rows, for_people=False)
    assert read(tmp_path / "list.csv") == [
        ["name", "on"], ["A,B", "1995-06-01"], ['C"D', ""], ["E\nF", ""], ["G\rH", ""], ["", ""], ["", ""]
    ]  # fmt: skip
    assert written.rows == 6


def test_every_line_ends_in_cr_lf(tmp_path: Path) -> None:
    write_list(tmp_path, "list.csv", pl.DataFrame({"a": ["1", "2"], "b": [1, 2]}), for_people=False)
    assert (tmp_path / "list.csv").read_bytes() == b"a,b\r\n1,1\r\n2,2\r\n"


def test_an_empty_list_is_written_with_its_header(tmp_path: Path) -> None:
    written = write_list(tmp_path, "list.csv", pl.DataFrame({"a": [], "b": []}, schema={"a": pl.String, "b": pl.Int64}))
    assert (read(tmp_path / "list.csv", "utf-8-sig"), written.rows) == ([["a", "b"]], 0)


@given(name=CELLS)
def test_any_text_is_read_back_from_a_file_for_a_system(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("list")
    write_list(folder, "list.csv", pl.DataFrame({"name": [name], "end": ["x"]}), for_people=False)
    assert read(folder / "list.csv") == [["name", "end"], [name, "x"]]


@pytest.mark.parametrize(
    "name", ["=CMD()", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝CMD()", '=HYPERLINK("http://x","y")', "-"]
)
def test_a_text_that_would_run_as_a_formula_is_text_for_people_and_as_it_is_for_systems(
    name: str, tmp_path: Path
) -> None:
    rows = pl.DataFrame({"name": [name], "numbers": [[name, "BA1"]]})
    write_list(tmp_path, "people.csv", rows)
    write_list(tmp_path, "system.csv", rows.select("name"), for_people=False)
    assert read(tmp_path / "people.csv", "utf-8-sig")[1] == [f"'{name}", f"'{name}; BA1"]
    assert read(tmp_path / "system.csv")[1] == [name]


@pytest.mark.parametrize("name", ["O'BRIEN,ANN", "A=B", "1-2", "BA-1", "MUÑOZ,JOSÉ", " x"])
def test_an_ordinary_text_is_left_alone(name: str, tmp_path: Path) -> None:
    write_list(tmp_path, "people.csv", pl.DataFrame({"name": [name]}))
    assert read(tmp_path / "people.csv", "utf-8-sig")[1] == [name]


def test_dates_are_not_guarded_and_the_file_says_that_it_is_utf8(tmp_path: Path) -> None:
    write_list(tmp_path, "people.csv", pl.DataFrame({"on": [date(1995, 6, 1)], "count": [-1]}))
    assert (tmp_path / "people.csv").read_bytes() == b"\xef\xbb\xbfon,count\r\n1995-06-01,-1\r\n"


def test_a_list_is_for_its_owner_alone(tmp_path: Path) -> None:
    write_list(tmp_path, "city/list.csv", pl.DataFrame({"a": ["1"]}))
    assert ((tmp_path / "city/list.csv").stat().st_mode & 0o777, (tmp_path / "city").stat().st_mode & 0o777) == (
        0o600, 0o700
    )  # fmt: skip
