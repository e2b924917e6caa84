"""The workbook as a file: worksheets and styles, the rows of the large tables put in, the same bytes always."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import polars as pl

from vacatur.outputs.folder import HashedFile
from vacatur.outputs.kept import Kept
from vacatur.outputs.workbook import figures, tables
from vacatur.outputs.workbook.figures import Block, Value
from vacatur.outputs.workbook.reconciliation import checks, reconciliation
from vacatur.outputs.workbook.rows import column_letters, sheet_rows
from vacatur.outputs.workbook.tables import Table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

FILE: Final = "decisions.xlsx"
MOST_ROWS: Final = 1_048_576
"""Rows that a worksheet can hold, its heading among them."""

_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""The day that stands in the file as that of its making: the earliest that a ZIP archive can say."""

_ROW_2 = re.compile(r'<row r="2"[^>]*>(.*?)</row>', re.DOTALL)
_STYLE = re.compile(r'<c r="[A-Z]+2" s="(\d+)"')


def write_workbook(
    folder: Path, docket: pl.DataFrame, kept: Kept, progress: Callable[[int, int], None] | None = None
) -> HashedFile:
    """Write `decisions.xlsx`.

    The worksheets are Settings, Summary, Reconciliation, Decisions, People, Problems and Set aside. No cell holds a
    formula; a text is a text, whatever it begins with.

    Args:
        docket: every decision of the pack (`filings.docket`).
        progress: told how many rows of the large tables are written, of how many.
    """
    large = [tables.decisions(docket, kept), tables.people(docket), tables.problems(kept), tables.set_aside(kept)]
    found = checks(docket, kept, {table.name: table for table in large})
    small = {
        "Settings": figures.settings(docket, kept, large),
        "Summary": figures.summary(docket, kept),
        "Reconciliation": reconciliation(found),
    }
    with HashedFile(folder, FILE) as output:
        output.rows = docket.height
        write_book(output, small, large, progress=progress)
    return output


def write_book(
    output: io.RawIOBase | IO[bytes],
    small: Mapping[str, Sequence[Block]],
    large: Sequence[Table],
    most_rows: int = MOST_ROWS,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write a workbook: the small worksheets as they are, then the large tables."""
    sheets = [sheet for table in large for sheet in _sheets(table, most_rows)]
    empty = _without_rows(small, sheets)
    told = _told(progress, sum(sheet.frame.height for sheet in sheets))
    members = {f"xl/worksheets/sheet{len(small) + 1 + number}.xml": sheet for number, sheet in enumerate(sheets)}
    with ZipFile(empty) as bare, ZipFile(output, "w") as book:
        for name in sorted(bare.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            with book.open(_member(name), "w", force_zip64=_is_vast(members.get(name))) as member:
                for piece in (
                    _filled(bare.read(name).decode(), members[name], told) if name in members else [bare.read(name)]
                ):
                    member.write(piece)


@dataclass(frozen=True)
class _Sheet:
    """A worksheet's part of a large table."""

    name: str
    table: Table
    frame: pl.DataFrame


def _sheets(table: Table, most_rows: int) -> Iterator[_Sheet]:
    """One, or as many as its rows need."""
    room = most_rows - 1
    for number, start in enumerate(range(0, max(table.frame.height, 1), room)):
        name = table.name if number == 0 else f"{table.name} ({number + 1})"
        yield _Sheet(name, table, table.frame.slice(start, room))


def _without_rows(small: Mapping[str, Sequence[Block]], sheets: Sequence[_Sheet]) -> io.BytesIO:
    """The workbook without the rows of the large tables: of each, one empty row that bears the styles."""
    from xlsxwriter import Workbook

    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": "Decisions", "author": "Vacatur", "created": _EPOCH})
        styles = _styles(book)
        for name, blocks in small.items():
            _write_blocks(book.add_worksheet(name), blocks, styles)
        for sheet in sheets:
            _prepare(book.add_worksheet(sheet.name), sheet, styles)
    content.seek(0)
    return content


def _styles(book: Workbook) -> dict[str, Format]:
    plain: dict[str, Any] = {"valign": "top", "font_name": "Calibri", "font_size": 11}
    return {
        "text": book.add_format({**plain, "num_format": "@"}),
        "wrapped": book.add_format({**plain, "num_format": "@", "text_wrap": True}),
        "number": book.add_format({**plain, "num_format": "#,##0"}),
        "date": book.add_format({**plain, "num_format": "yyyy-mm-dd"}),
        "yes/no": book.add_format({**plain, "align": "center"}),
        "yes": book.add_format({**plain, "align": "center", "bg_color": "#D9EAD3"}),
        "no": book.add_format({**plain, "align": "center", "bg_color": "#F4CCCC", "bold": True}),
        "heading": book.add_format({**plain, "bold": True, "font_size": 14}),
        "header": book.add_format(
            {**plain, "bold": True, "text_wrap": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "border": 1}
        ),
    }


def _prepare(worksheet: Worksheet, sheet: _Sheet, styles: Mapping[str, Format]) -> None:
    """Everything of a large table's worksheet but its rows."""
    last_row, last_column = max(sheet.frame.height, 1), sheet.frame.width - 1
    worksheet.freeze_panes(1, 1)
    worksheet.set_row(0, 32)
    worksheet.autofilter(0, 0, last_row, last_column)
    worksheet.ignore_errors({"number_stored_as_text": f"A1:{column_letters(last_column)}{last_row + 1}"})
    worksheet.set_landscape()
    worksheet.repeat_rows(0)
    worksheet.set_footer("&L&A&RPage &P of &N")
    for number, (label, dtype) in enumerate(sheet.frame.schema.items()):
        worksheet.set_column(number, number, sheet.table.width(label))
        worksheet.write_string(0, number, label, styles["header"])
        worksheet.write_blank(1, number, None, styles[_style_of(dtype)])


def _style_of(dtype: pl.DataType) -> str:
    if dtype == pl.Date:
        return "date"
    if dtype == pl.Boolean:
        return "yes/no"
    return "number" if dtype.is_numeric() else "text"


def _write_blocks(worksheet: Worksheet, blocks: Sequence[Block], styles: Mapping[str, Format]) -> None:
    """Blocks below each other, with an empty row between."""
    worksheet.set_column(0, 0, 44)
    worksheet.set_column(1, 1, 30)
    worksheet.set_column(2, 12, 18)
    worksheet.set_landscape()
    worksheet.set_footer("&L&A&RPage &P of &N")
    row = 0
    for block in blocks:
        worksheet.write_string(row, 0, block.heading, styles["heading"])
        for column, name in enumerate(block.columns):
            worksheet.write_string(row + 1, column, name, styles["header"])
        for number, cells in enumerate(block.rows):
            for column, value in enumerate(cells):
                _write(worksheet, row + 2 + number, column, value, styles)
        row += len(block.rows) + 3


def _write(worksheet: Worksheet, row: int, column: int, value: Value, styles: Mapping[str, Format]) -> None:
    if isinstance(value, bool):
        worksheet.write_boolean(row, column, value, styles["yes" if value else "no"])
    elif isinstance(value, int | float):
        worksheet.write_number(row, column, value, styles["number"])
    elif isinstance(value, date):
        worksheet.write_datetime(row, column, value, styles["date"])
    elif value is not None:
        worksheet.write_string(row, column, value, styles["text" if len(value) < 40 else "wrapped"])


def _told(progress: Callable[[int, int], None] | None, total: int) -> Callable[[int], None]:
    """Takes numbers of rows, and tells how many there are by then."""
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if progress is not None:
            progress(done, total)

    return tell


def _filled(empty: str, sheet: _Sheet, told: Callable[[int], None]) -> Iterator[bytes]:
    """The worksheet with its rows in place of the one that bears the styles."""
    found = _ROW_2.search(empty)
    assert found is not None
    styles = _STYLE.findall(found[1])
    last = f"{column_letters(sheet.frame.width - 1)}{sheet.frame.height + 1}"
    yield re.sub(r'<dimension ref="[^"]*"/>', f'<dimension ref="A1:{last}"/>', empty[: found.start()]).encode()
    for rows, piece in sheet_rows(sheet.frame, styles):
        yield piece.encode()
        told(rows)
    yield empty[found.end() :].encode()


def _member(name: str) -> ZipInfo:
    """A member of the archive that bears no day and no permission of this machine."""
    info = ZipInfo(name, _EPOCH.timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    info.create_system, info.external_attr = 3, 0o600 << 16
    return info


def _is_vast(sheet: _Sheet | None) -> bool:
    """Whether the worksheet may take more than 2 GB before it is compressed."""
    return sheet is not None and sheet.frame.height * sheet.frame.width > 20_000_000
