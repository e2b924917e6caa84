"""The report to publish: nobody can be told from it, no small number stands in it, and none can be worked out."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import polars as pl
import pypdfium2
import pytest

import vacatur
from tests.outputs.report.again import percent
from tests.outputs.report.attack import given_away, small
from tests.outputs.report.page import Page, ReadTable, page_of
from vacatur.outputs.kept import open_results
from vacatur.outputs.report.build import counted_of
from vacatur.outputs.report.publish import published, ties

WITHHELD = "withheld"


@pytest.fixture(scope="session")
def faulty_public(faulty_results: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return vacatur.report(faulty_results, out=tmp_path_factory.mktemp("report") / "report-public", public=True)


@pytest.fixture(params=["public", "faulty_public"])
def folder(request: pytest.FixtureRequest) -> Path:
    path: Path = request.getfixturevalue(request.param)
    return path


def test_nobody_can_be_told_from_it(public: Path, results: Path) -> None:
    """No number, name or birth date of a person, no case, no place in the file, not the file's name."""
    with pypdfium2.PdfDocument(public / "report.pdf") as document:
        paper = " ".join(document[place].get_textpage().get_text_bounded() for place in range(len(document)))
    text = (public / "report.html").read_text(encoding="utf-8") + paper + (public / "manifest.json").read_text()
    persons = pl.read_parquet(results / "persons.parquet")
    convictions = pl.read_parquet(results / "convictions.parquet")
    secrets = [
        *persons["person_id"], *persons["name"].drop_nulls(), *persons["cii_number"].drop_nulls(),
        *persons["birth_date"].drop_nulls().cast(pl.String), *convictions["conviction_id"],
        *convictions["case_numbers"].explode().drop_nulls(), "county.dat",
    ]  # fmt: skip
    assert len(secrets) > 1000
    assert [secret for secret in secrets if secret in text] == []


def test_there_are_no_rows_and_no_links_but_within_the_page(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {"report.html", "report.pdf", "manifest.json"}
    assert all(href.startswith("#") for href, _ in page_of(folder).links)


def counts(table: ReadTable) -> list[tuple[str, str, str]]:
    """The cells of a table that hold a count, or withhold one."""
    heads = [head for head in table.heads[1:] if not head.startswith(("Share", "Rate", "Disparity"))]
    return [
        (line, head, cell.text)
        for line, cells in table.lines
        for head, cell in zip(table.heads[1:], cells, strict=True)
        if head in heads and re.fullmatch(rf"[\d,]+|{WITHHELD}", cell.text)
    ]


def test_no_number_from_1_to_10_stands_in_it(folder: Path) -> None:
    page = page_of(folder)
    every = [text for table in page.tables.values() for *_, text in counts(table)]
    assert every.count(WITHHELD) > 50
    assert not [text for text in every if text != WITHHELD and 0 < int(text.replace(",", "")) < 11]
    tiles = re.search(r'<dl class="key">.*?</dl>', (folder / "report.html").read_text(), re.DOTALL)
    key = re.findall(r"<dd>([\d,]+|withheld)</dd>", tiles.group() if tiles else "")
    assert len(key) == 4
    assert not [text for text in key if text != WITHHELD and 0 < int(text.replace(",", "")) < 11]


def test_the_sentences_hold_no_small_number_either(folder: Path) -> None:
    words = page_of(folder).words()
    start = words.index("At a glance", words.index("Where the figures come from"))
    sentences = words[start : words.index("What it changes for people", start)]
    numbers = [int(number.replace(",", "")) for number in re.findall(r"(?<![\d.])\d[\d,]*(?![\d.%]*%)", sentences)]
    assert numbers
    assert not [number for number in numbers if 0 < number < 11 and number not in (7,)]  # of the last 7 years


def test_shares_and_rates_follow_from_what_is_shown(folder: Path) -> None:
    """A share whose part or whole is withheld is withheld; every other is that of the numbers shown."""
    checked = 0
    for name, table in page_of(folder).tables.items():
        if not name.startswith(("convictions-by-", "people-by-")) or "reason" in name or "outlook" in name:
            continue
        relief = next(
            head for head in table.heads if head in ("With relief", "Dismissed", "Reduced", "Dismissed or reduced")
        )
        everybody, of = table.heads[1], "With a decision" if name.startswith("people") else table.heads[1]
        of_all, of_relief = (head for head in table.heads if head.startswith("Share of"))
        for line, _ in table.lines:
            pairs = {
                of_all: (table.cell(line, everybody).text, table.cell("All", everybody).text),
                of_relief: (table.cell(line, relief).text, table.cell("All", relief).text),
                "Rate of relief": (table.cell(line, relief).text, table.cell(line, of).text),
            }
            for head, (part, whole) in pairs.items():
                if head not in table.heads:
                    continue
                shown = table.cell(line, head).text.rstrip("*")
                if WITHHELD in (part, whole):
                    assert shown in (WITHHELD, "unknown"), (name, line, head)
                else:
                    expected = percent(int(part.replace(",", "")), int(whole.replace(",", "")))
                    assert shown == (expected or ("unknown" if head == "Rate of relief" else "")), (name, line, head)
                checked += 1
    assert checked > 100


def test_ratios_are_withheld_with_the_rates_they_rest_on(folder: Path) -> None:
    for table in page_of(folder).tables.values():
        if "Disparity ratio" in table.heads:
            rates, ratios = table.column("Rate of relief"), table.column("Disparity ratio")
            for line in rates:
                if rates[line] == WITHHELD and line != "All":
                    assert ratios[line] == WITHHELD, (table.id, line)


def test_what_is_withheld_cannot_be_worked_out(folder: Path) -> None:
    """Every sum that a reader knows is written down: lines and columns of all tables of convictions, which share their
    totals. Were a withheld number determined by them, it would be the same in all solutions.
    """
    equations = Equations()
    for name, table in page_of(folder).tables.items():
        if name.startswith("convictions-by-") and name not in ("convictions-by-reason", "convictions-by-outlook"):
            relief = next(head for head in table.heads if head in ("Dismissed", "Reduced", "Dismissed or reduced"))
            parts = [head for head in table.heads if head in ("Dismiss", "Reduce")]
            others = [
                head
                for head in table.heads[3:]
                if not head.startswith(("Share", "Rate", "Disp")) and head not in (relief, *parts)
            ]
            lines = [line for line, _ in table.lines if line != "All"]
            for line, _ in table.lines:
                equations.sum(table, name, (line, "Decided"), [(line, head) for head in (relief, *others)])
                if parts:
                    equations.sum(table, name, (line, relief), [(line, head) for head in parts])
            for head in ("Decided", relief, *parts, *others):
                equations.sum(table, name, ("All", head), [(line, head) for line in lines])
    assert len(equations.unknown) > 40
    assert equations.determined() == []


def test_a_reader_with_a_computer_learns_no_small_number(results: Path) -> None:
    """From all grids behind the page at once, the hidden columns of the tables of people among them, by linear
    programming: each small number may be 1, and may be 11 or more.
    """
    subjects, _, true = counted_of(open_results(results, unchanged=False), public=True)
    shown = list(published(true, subjects.policies).values())
    assert len(small(true)) > 100
    assert given_away(shown, true, ties(true, subjects.policies), among=small(true)[::7]) == {}


class Equations:
    """Sums over the numbers of tables; those that are withheld are the unknowns."""

    def __init__(self) -> None:
        self.unknown: dict[tuple[str, str, str], int] = {}
        self.rows: list[dict[int, int]] = []

    def sum(self, table: ReadTable, name: str, whole: tuple[str, str], parts: list[tuple[str, str]]) -> None:
        row: dict[int, int] = {}
        left = 0
        for sign, (line, head) in [(-1, whole), *((1, part) for part in parts)]:
            text = table.cell(line, head).text
            if text == WITHHELD:
                key = ("all tables", line, head) if line == "All" else (name, line, head)
                row[self.unknown.setdefault(key, len(self.unknown))] = sign
            else:
                left += sign * int(text.replace(",", ""))
        if row:
            self.rows.append(row)
        else:
            assert left == 0, (name, whole)

    def determined(self) -> list[tuple[str, str, str]]:
        matrix = np.zeros((len(self.rows), len(self.unknown)))
        for place, row in enumerate(self.rows):
            for unknown, sign in row.items():
                matrix[place, unknown] = sign
        _, sizes, directions = np.linalg.svd(matrix)
        free = directions[int((sizes > 1e-9).sum()) :]
        return [key for key, place in self.unknown.items() if not np.abs(free[:, place]).max(initial=0) > 1e-9]


def test_a_single_withheld_number_would_be_worked_out() -> None:
    """The test above can fail."""
    table = Page(
        "<table id=t><caption>c</caption><thead><tr><th></th><th>Decided</th><th>Refer</th></tr></thead><tbody>"
        "<tr><th>A</th><td>20</td><td>withheld</td></tr><tr><th>All</th><td>30</td><td>15</td></tr></tbody></table>"
    ).tables["t"]
    equations = Equations()
    equations.sum(table, "t", ("A", "Decided"), [("A", "Refer")])
    assert equations.determined() == [("t", "A", "Refer")]


def test_the_order_of_the_lines_does_not_tell_which_number_is_larger(folder: Path) -> None:
    for group in ("court", "agency", "race"):
        shown = page_of(folder).tables[f"convictions-by-{group}"].column("Decided")
        named = [line for line in shown if not line.startswith(("All", "Not ", "Unknown"))]
        numbers = {line: 0 if shown[line] == WITHHELD else int(shown[line].replace(",", "")) for line in named}
        assert named == sorted(named, key=lambda line: (-numbers[line], line))


def test_what_it_shows_is_what_the_office_sees(public: Path, office: Path) -> None:
    """Nothing is changed, only withheld; groups of few people stand together."""
    seen, known = page_of(public).tables, page_of(office).tables
    compared = 0
    for name, table in seen.items():
        for line, cells in table.lines:
            if line.startswith("All other") or name in ("convictions-by-reason",):
                continue
            for head, cell in zip(table.heads[1:], cells, strict=True):
                if WITHHELD not in cell.text:
                    assert cell.text == known[name].cell(line, head).text, (name, line, head)
                    compared += 1
    assert compared > 300
