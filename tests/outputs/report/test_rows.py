"""Every figure of the office's report leads to the rows that it counts."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

import vacatur
from tests.cli.rows import AS_OF, COUNTY, row, written
from tests.outputs.report.page import page_of


@pytest.fixture(params=["office", "faulty_office"])
def folder(request: pytest.FixtureRequest) -> Path:
    path: Path = request.getfixturevalue(request.param)
    return path


def lines(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_a_link_leads_to_as_many_rows_as_the_figure_says(folder: Path) -> None:
    counted = 0
    for href, text in page_of(folder).links:
        if href.startswith("rows/") and re.fullmatch(r"[\d,]+", text) and "earliest" not in href:
            found, number = lines(folder / href), int(text.replace(",", ""))
            spread = sum(int(row["rows"]) for row in found) if "file/" in href else len(found)
            assert spread == number, (href, text)
            counted += 1
    assert counted > 150


def test_every_count_of_the_tables_is_a_link_unless_it_counts_nothing(folder: Path) -> None:
    for table in page_of(folder).tables.values():
        for line, cells in table.lines:
            for cell in cells:
                if re.fullmatch(r"[\d,]+", cell.text):
                    assert (cell.link is not None) == (cell.text != "0"), (table.id, line, cell)


def test_no_file_of_rows_is_without_a_figure(folder: Path) -> None:
    linked = {href for href, _ in page_of(folder).links if href.startswith("rows/")}
    assert {path.relative_to(folder).as_posix() for path in (folder / "rows").rglob("*.csv")} == linked


def test_the_rows_behind_a_cell_are_those_of_its_line_and_column(office: Path) -> None:
    """Spot checks: a determination within a race, a section, a decade; people by race."""
    page = page_of(office)
    rows = lines(
        office / (page.tables["convictions-by-section"].cell("HS 11359, possession for sale", "Dismissed").link or "")
    )
    assert {(row["section"], row["determination"]) for row in rows} == {("HS 11359", "Dismiss")}
    rows = lines(office / (page.tables["convictions-by-decade"].cell("1990s", "Decided").link or ""))
    assert {row["date"][:3] for row in rows} == {"199"}
    rows = lines(office / (page.tables["people-by-race"].cell("Black", "With relief").link or ""))
    assert {row["race"] for row in rows} == {"Black"}
    assert all(int(row["dismissed"]) + int(row["reduced"]) > 0 for row in rows)
    assert all(len(row["convictions"].split("; ")) == int(row["dismissed"]) + int(row["reduced"]) for row in rows)


def test_the_rows_of_relief_are_the_rows_of_dismiss_and_reduce(faulty_office: Path) -> None:
    table = page_of(faulty_office).tables["convictions-by-section"]
    both, dismissed, reduced = (
        {
            row["conviction"]
            for row in lines(faulty_office / (table.cell("HS 11360, sale, transport or gift", head).link or "none"))
        }
        for head in ("Dismissed or reduced", "Dismiss", "Reduce")
    )
    assert both == dismissed | reduced
    assert not dismissed & reduced
    assert dismissed and reduced


def test_the_earliest_year_leads_to_the_earliest_conviction(office: Path) -> None:
    [(href, year), *_] = [link for link in page_of(office).links if "earliest" in link[0]]
    dates = [row["date"] for row in lines(office / href)]
    table = page_of(office).tables["convictions-by-decade"]
    every = [row["date"] for row in lines(office / (table.cell("All", "Dismissed").link or "none"))]
    assert set(dates) == {min(every)}
    assert dates[0].startswith(year)


def test_rows_that_were_set_aside_are_named_by_place_and_not_shown(faulty_office: Path, faulty_results: Path) -> None:
    rows = lines(faulty_office / "rows/set-aside/all.csv")
    kept = lines(faulty_results / "set_aside.csv")
    assert [(row["file"], row["line"], row["code"]) for row in rows] == [
        (row["file"], row["line"], row["code"]) for row in kept
    ]
    assert "row" not in rows[0]


def test_no_text_of_the_data_runs_as_a_formula(tmp_path: Path) -> None:
    """A court that is called `=CMD()` is text in the rows, and markup in a race or court is text in the page."""
    cells = {"SUBJECT_ID": "@7", "STP_ORI_DESCR": "=CMD()", "RACE_DESCR": "<script>alert(1)</script>"}
    source = written(tmp_path / "odd.dat", [row(**cells)])
    vacatur.run([source], COUNTY, ["ca-la-2020-pilot"], as_of=AS_OF, out=tmp_path / "results")
    report = vacatur.report(tmp_path / "results")
    page = page_of(report)
    assert page.tables["convictions-by-court"].cell("=CMD()", "Decided").text == "1"
    assert page.tables["people-by-race"].lines[0][0] == "<Script>Alert(1)</Script>"
    assert "script" not in {tag for tag, _ in page.elements}
    [found] = lines(report / (page.tables["convictions-by-court"].cell("=CMD()", "Decided").link or "none"))
    assert found["court"] == "'=CMD()"
    assert found["person"] == "'@7"


def test_the_manifest_names_every_file_with_its_hash(folder: Path) -> None:
    import hashlib

    manifest = json.loads((folder / "manifest.json").read_text())
    named = {entry["file"]: entry["sha256"] for entry in manifest["outputs"]}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there == {*named, "manifest.json"}
    assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == of for name, of in named.items())
    assert (manifest["kind"], manifest["public"]) == ("report", False)


def test_everything_is_readable_by_its_owner_alone(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path
