"""The analyst's workbook, opened and read back: every cell, its type, that it adds up, and what a text may hold."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.cli.conftest import REQUEST, typed
from tests.depth import at_depth
from vacatur.decide.facts import CATALOGUE
from vacatur.outputs.filings.docket import LISTED as LISTS
from vacatur.outputs.filings.docket import docket_of
from vacatur.outputs.kept import Kept, open_results
from vacatur.outputs.workbook import write_workbook
from vacatur.outputs.workbook.book import write_book
from vacatur.outputs.workbook.figures import Block
from vacatur.outputs.workbook.reconciliation import Check, checks, reconciliation
from vacatur.outputs.workbook.rows import LONGEST_TEXT, column_letters
from vacatur.outputs.workbook.tables import DECISIONS, LISTED, Column, Table, decisions, people, problems, set_aside


@pytest.fixture(scope="module")
def kept(faulty_county: Path, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """The results of a county with every kind of fault."""
    out = tmp_path_factory.mktemp("faulty results") / "results"
    result = typed("run", faulty_county, *REQUEST, "--out", out)
    assert result.exit_code == 3, result.output
    return open_results(out)


@pytest.fixture(scope="module")
def docket(kept: Kept) -> pl.DataFrame:
    return docket_of(kept, kept.packs[0].id)


@pytest.fixture(scope="module")
def written(kept: Kept, docket: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workbook")
    output = write_workbook(folder, docket, kept)
    assert (output.name, output.rows) == ("decisions.xlsx", docket.height)
    return folder / "decisions.xlsx"


@pytest.fixture(scope="module")
def book(written: Path) -> Workbook:
    return openpyxl.load_workbook(written)


def cells(sheet: Worksheet) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def blocks(sheet: Worksheet) -> dict[str, list[tuple[Any, ...]]]:
    """The small tables of a worksheet: heading, and rows below their own heading."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    begins = True
    for row in cells(sheet):
        filled = tuple(value for value in row if value is not None)
        if not filled:
            begins = True
        elif begins:
            found[filled[0]] = rows = []
            begins = False
        else:
            rows.append(row)
    return found


def as_read(value: object) -> object:
    """A value of a frame as openpyxl gives it back."""
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001
    return None if value == "" else value


# Decisions


def test_every_cell_of_decisions_is_that_of_the_docket(book: Workbook, docket: pl.DataFrame, kept: Kept) -> None:
    head, *rows = cells(book["Decisions"])
    assert head == tuple(column.label for column in DECISIONS)
    own = kept.table("decisions")
    statute = {
        row["conviction_id"]: row for row in own.filter(pl.col("pack") == "ca-prop64-statute").iter_rows(named=True)
    }
    assumed = {
        row["conviction_id"]: row["assumptions"]
        for row in own.filter(pl.col("pack") == kept.packs[0].id).iter_rows(named=True)
    }
    assert len(rows) == docket.height > 100
    for row, source in zip(rows, docket.iter_rows(named=True), strict=True):
        by_law = statute[source["conviction_id"]]
        expected = {
            **source,
            "listed": LISTED[source["listed"]],
            "settle": [f"{fact}: {CATALOGUE[fact].settle}" for fact in source["unknown_facts"]],
            "assumptions": assumed[source["conviction_id"]],
            "statutory_determination": by_law["determination"],
            "statutory_ground": by_law["reason"],
        }
        assert row == tuple(as_read(expected[column.source]) for column in DECISIONS)


def test_dates_are_dates_numbers_numbers_and_identifiers_text(book: Workbook) -> None:
    sheet = book["Decisions"]
    types: dict[str, set[str]] = {}
    for column in sheet.iter_cols():
        types[column[0].value] = {cell.data_type for cell in column[1:] if cell.value is not None}
    assert types["Birth date"] == types["Convicted on"] == {"d"}
    assert types["Count"] == types["Unread rows"] == {"n"}
    assert types["Felony"] == types["Deceased"] == types["Route unclear"] == {"b"}
    others = set(types) - {"Birth date", "Convicted on", "Count", "Unread rows", "Felony", "Deceased", "Route unclear"}
    assert all(types[name] <= {"s"} for name in others), types
    born = sheet.cell(2, [column.label for column in DECISIONS].index("Convicted on") + 1)
    assert born.number_format == "yyyy-mm-dd"


def test_an_identifier_keeps_its_leading_zeros(tmp_path: Path) -> None:
    sheet = opened(tmp_path, table(Text=["00012", "1e5", "2020-01-01"]))["T"]
    assert [(cell.value, cell.data_type, cell.number_format) for (cell,) in sheet["A2:A4"]] == [
        ("00012", "s", "@"), ("1e5", "s", "@"), ("2020-01-01", "s", "@"),
    ]  # fmt: skip


def test_large_worksheets_have_a_filter_a_frozen_header_and_widths(book: Workbook, docket: pl.DataFrame) -> None:
    for name in ("Decisions", "People", "Problems", "Set aside"):
        sheet = book[name]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == f"A1:{column_letters(sheet.max_column - 1)}{sheet.max_row}" == sheet.dimensions
        assert sheet["A1"].font.bold
    assert book["Decisions"].max_row == docket.height + 1
    assert [round(book["Decisions"].column_dimensions[letter].width) for letter in "AC"] == [25, 29]


# What is beside the decisions


def test_people_are_counted_by_hand(book: Workbook, docket: pl.DataFrame) -> None:
    head, *rows = cells(book["People"])
    assert len(rows) == docket["person_id"].n_unique()
    for row in rows:
        said = dict(zip(head, row, strict=True))
        theirs = [each for each in docket.iter_rows(named=True) if each["person_id"] == said["Person"]]
        assert said["Decisions"] == len(theirs)
        assert said["Dismiss"] == sum(each["determination"] == "dismiss" for each in theirs)
        assert said["In exhibits"] == sum(each["listed"] in ("exhibit_a", "exhibit_b") for each in theirs)


@pytest.mark.parametrize(("name", "of"), [("Problems", "problems"), ("Set aside", "set_aside")])
def test_problems_and_rows_set_aside_stand_there_as_in_the_results(
    book: Workbook, kept: Kept, name: str, of: str
) -> None:
    _, *rows = cells(book[name])
    source: pl.DataFrame = getattr(kept, of)
    expected = [tuple(value or None for value in row) for row in source.iter_rows()]
    assert len(rows) > 50
    assert [(*row[:1], str(row[1]), *row[2:]) for row in rows] == [(*row[:1], row[1], *row[2:]) for row in expected]


def test_settings_say_what_was_asked_of_what_by_which_version(book: Workbook, kept: Kept) -> None:
    found = blocks(book["Settings"])
    asked = {row[0]: row[1] for row in found["What was asked"]}
    assert asked["County"] == "LOS ANGELES"
    assert asked["Decided as of"] == datetime(2020, 7, 1)  # noqa: DTZ001
    assert asked["Pack of this workbook"] == "ca-la-2020-pilot"
    assert asked["Vacatur"] == kept.manifest["vacatur"]
    assert asked["Results (SHA-256 of manifest.json)"] == kept.sha256
    parameters = {(row[0], row[1]): row[2] for row in found["Parameters of the packs"]}
    assert parameters["ca-la-2020-pilot", "minimum_age"] == 50
    assert parameters["ca-prop64-statute", "older_priors_count"] is True
    assumptions = {(row[0], row[1]): row[2] for row in found["Assumptions of the packs"]}
    assert assumptions["ca-prop64-statute", "no-sale-to-minor"] is True
    assert assumptions["ca-prop64-statute", "six-plants-or-fewer"] is False
    source = kept.manifest["inputs"][0]
    assert found["Files read"][1] == (1, "faulty.dat", *[source[key] for key in
        ("bytes", "rows", "set_aside", "blank_lines", "sha256")])  # fmt: skip
    hashes = {row[0]: row[2] for row in found["Files of the results"]}
    assert hashes["decisions.parquet"] == next(
        each["sha256"] for each in kept.manifest["outputs"] if each["file"] == "decisions.parquet"
    )
    explained = {(row[0], row[1]) for row in found["Their columns"][1:]}
    assert {("Decisions", column.label) for column in DECISIONS} < explained


def test_the_summary_has_the_figures_that_the_run_printed(book: Workbook, kept: Kept) -> None:
    found, printed = blocks(book["Summary"]), kept.summary["decisions"]
    by_determination = {row[0]: row[1] for row in found["By determination"][1:]}
    assert by_determination == {**printed["by_determination"], "all": printed["total"]}
    head, *rows = found["By section and determination"]
    by_section = {row[0]: {name: count for name, count in zip(head, row, strict=True)
                           if count and name in printed["by_determination"]} for row in rows}  # fmt: skip
    assert by_section == {**printed["by_section"], "all": printed["by_determination"]}
    reasons: dict[tuple[str, str], int] = {}
    for row in found["By reason"][1:]:
        reasons[row[0], row[2]] = reasons.get((row[0], row[2]), 0) + row[4]
    expected: dict[tuple[str, str], int] = {}
    for each in printed["by_reason"]:
        key = (each["determination"], each["rule"])
        expected[key] = expected.get(key, 0) + each["count"]
    assert reasons == expected
    impact = {row[0]: row[1:5] for row in found["What it changes for people, by pack"][1:]}
    assert impact["ca-la-2020-pilot"] == tuple(kept.summary["impact"]["ca-la-2020-pilot"].values())
    facts = {row[0]: row[1] for row in found["Facts that are unknown and could change the answer"][1:]}
    assert facts == kept.summary["unknown_facts"]


def test_everything_adds_up_and_the_workbook_says_so(book: Workbook) -> None:
    found = blocks(book["Reconciliation"])
    number, holding, all_hold = found["All of it adds up"][1][:3]
    _, *rows = found["Each total, counted twice"]
    assert number == holding == len(rows) >= 20
    assert all_hold is True
    for _, total, parts, summed, holds in rows:
        assert sum(int(part.replace(",", "")) for part in parts.split(" + ")) == summed == total
        assert holds is True


def test_a_total_that_does_not_add_up_is_marked_false(kept: Kept, docket: pl.DataFrame) -> None:
    """A decision is taken from the docket: the numbers of the run no longer agree."""
    short = docket.head(docket.height - 1)
    tables = {each.name: each for each in (decisions(short, kept), people(short), problems(kept), set_aside(kept))}
    wrong = [check.what for check in checks(short, kept, tables) if not check.holds]
    assert "Decisions of the pack = rows of the worksheet Decisions" in wrong
    assert "Decisions that the run printed = decisions" in wrong
    assert "Rows read = rows decided on + rows not in scope + rows set aside" not in wrong


def test_one_wrong_sum_makes_the_whole_false() -> None:
    first, each = reconciliation([Check("a = b", 2, [1, 1]), Check("c = d", 3, [1, 1])])
    assert first.rows == [(2, 1, False)]
    assert [row[-1] for row in each.rows] == [True, False]


def test_another_pack_than_the_offices_choice_is_not_compared_with_what_the_run_printed(
    kept: Kept, tmp_path: Path
) -> None:
    write_workbook(tmp_path, docket_of(kept, "ca-prop64-statute"), kept)
    found = blocks(openpyxl.load_workbook(tmp_path / "decisions.xlsx")["Reconciliation"])
    assert found["All of it adds up"][1][2] is True
    assert not any("printed" in row[0] for row in found["Each total, counted twice"])


# What a text may hold


def table(**columns: object) -> Table:
    frame = pl.DataFrame(columns)
    return Table.of("T", "A table.", [Column(name, name, 12, "") for name in frame.columns], frame)


def opened(folder: Path, *tables: Table, most_rows: int = 1_048_576, **small: list[Block]) -> Workbook:
    path = folder / "book.xlsx"
    with path.open("wb") as stream:
        write_book(stream, small, tables, most_rows)
    return openpyxl.load_workbook(path)


DANGEROUS = [
    "=CMD()", "=1+1", "+1", "-1", "@SUM(A1:A9)", "http://example.org", "mailto:a@example.org", "internal:A1",
    "{=SUM(A1)}", "\t=1", "=HYPERLINK(\"http://example.org\",\"x\")", "'=1", "TRUE", "1/2", "#REF!", "00.10",
]  # fmt: skip


def test_no_text_is_a_formula_a_link_or_a_number(tmp_path: Path) -> None:
    block = Block(DANGEROUS[0], DANGEROUS[:3], [DANGEROUS])
    book = opened(tmp_path, table(Name=DANGEROUS), Small=[block])
    for sheet in (book["T"], book["Small"]):
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
        assert all(cell.hyperlink is None for row in sheet.iter_rows() for cell in row)
    assert [value for (value,) in cells(book["T"])[1:]] == DANGEROUS
    assert cells(book["Small"])[2] == tuple(DANGEROUS)
    with ZipFile(tmp_path / "book.xlsx") as archive:
        parts = {name: archive.read(name).lower() for name in archive.namelist() if name.startswith("xl/")}
    for name, content in parts.items():
        assert b"<f>" not in content and b"<f " not in content and b"<hyperlink" not in content, name


def test_what_xml_forbids_is_shown_by_its_picture(tmp_path: Path) -> None:
    """A NUL, a bell and the like as ␀ and ␇; a line break stays one."""
    sheet = opened(tmp_path, table(Name=["A\x00B\x07C\x1f\x7f", "one\r\ntwo\tthree", "\ufffe\uffff"]))["T"]
    assert [value for (value,) in cells(sheet)[1:]] == [
        "A\u2400B\u2407C\u241f\u2421",
        "one␍\ntwo\tthree",
        "\ufffd\ufffd",
    ]


def test_markup_blanks_and_escapes_stay_as_they_are(tmp_path: Path) -> None:
    """A worksheet would read _x0041_ as the letter A, unless its underline is escaped."""
    texts = ["<b>&amp;\"'</b>", "  blank  ", "a]]>b", "_x0041_", "Ñandú 漢字 \U0001f600"]
    sheet = opened(tmp_path, table(Name=texts))["T"]
    assert [as_shown(value) for (value,) in cells(sheet)[1:]] == texts


def as_shown(text: str) -> str:
    """What a spreadsheet shows: escapes of the form _xHHHH_ are read."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


@settings(max_examples=at_depth(25, 250))
@given(st.lists(st.text(max_size=20) | st.none(), min_size=1, max_size=20))
def test_every_text_comes_back_as_it_was_or_with_pictures(texts: list[str | None]) -> None:
    frame = table(Name=pl.Series(texts, dtype=pl.String), Number=list(range(len(texts))))
    stream = io.BytesIO()
    write_book(stream, {}, [frame])
    pictures = {chr(code): chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n"} | {
        "\x7f": "\u2421", "\ufffe": "\ufffd", "\uffff": "\ufffd",
    }  # fmt: skip
    read = cells(openpyxl.load_workbook(stream)["T"])[1:]
    expected = ["".join(pictures.get(sign, sign) for sign in text) if text else None for text in texts]
    assert [None if value is None else as_shown(value) for value, _ in read] == expected


def test_a_text_too_long_for_a_cell_goes_on_in_the_next_column(tmp_path: Path) -> None:
    long = "".join(chr(0x41 + n % 26) for n in range(2 * LONGEST_TEXT + 5))
    sheet = opened(tmp_path, table(Row=["short", long], Code=["a", "b"]))["T"]
    head, short, whole = cells(sheet)
    assert head == ("Row", "Row (2)", "Row (3)", "Code")
    assert short == ("short", None, None, "a")
    assert "".join(whole[:3]) == long
    assert max(map(len, whole[:3])) <= 32_767


def test_more_rows_than_a_worksheet_holds_go_on_in_the_next(tmp_path: Path) -> None:
    book = opened(tmp_path, table(Number=list(range(10)), Name=[f"n{n}" for n in range(10)]), most_rows=5)
    assert book.sheetnames == ["T", "T (2)", "T (3)"]
    assert [row for sheet in book for row in cells(sheet)[1:]] == [(n, f"n{n}") for n in range(10)]
    assert all(cells(sheet)[0] == ("Number", "Name") for sheet in book)
    assert book["T (3)"].auto_filter.ref == "A1:B3"


def test_a_table_without_rows_is_a_header_alone(tmp_path: Path) -> None:
    sheet = opened(tmp_path, table(Name=pl.Series([], dtype=pl.String)))["T"]
    assert cells(sheet) == [("Name",)]


def test_dates_around_the_day_that_worksheets_have_too_many(tmp_path: Path) -> None:
    """Worksheets count a 29 February 1900: the days from 1 March 1900 on are one more."""
    days = [date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(1970, 1, 1), date(2020, 2, 29), None]
    opened(tmp_path, table(Day=days))
    with ZipFile(tmp_path / "book.xlsx") as archive:
        content = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<c r="A\d+" s="\d+"><v>(\d+)</v>', content) == ["1", "59", "61", "25569", "43890"]
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["T"]
    assert [value for (value,) in cells(sheet)[3:]] == [as_read(day) for day in days[2:-1]]


@pytest.mark.parametrize(("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_lettered_as_worksheets_do(number: int, letters: str) -> None:
    assert column_letters(number) == letters


# The file


def test_the_same_results_give_the_same_bytes(kept: Kept, docket: pl.DataFrame, written: Path, tmp_path: Path) -> None:
    again = write_workbook(tmp_path, docket, kept)
    assert (tmp_path / again.name).read_bytes() == written.read_bytes()


def test_the_file_bears_no_day_and_no_permission_of_the_machine(written: Path) -> None:
    with ZipFile(written) as archive:
        members = archive.infolist()
        about = archive.read("docProps/core.xml").decode()
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {(member.create_system, member.external_attr) for member in members} == {(3, 0o600 << 16)}
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", about)) == {"1980-01-01T00:00:00Z"}
    assert written.stat().st_mode & 0o777 == 0o600


def test_every_list_has_words() -> None:
    assert list(LISTED) == list(LISTS)
