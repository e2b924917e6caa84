"""RAP sheets for a script: JSON with all that is known, CSV with a row for each conviction."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from vacatur.cli.sheets import OPEN

if TYPE_CHECKING:
    from vacatur.rapsheets import SheetResults
    from vacatur.sources.rapsheet.delivery import SheetRead


def as_csv(found: SheetResults) -> str:
    """A row for each conviction, with the best remedy, and the others after it."""
    from vacatur.outputs.filings.list_file import harmless

    shown = found.told.table
    return shown.with_columns(harmless(name) for name in shown.select(pl.selectors.string()).columns).write_csv()


def as_json(found: SheetResults) -> dict[str, Any]:
    """All that is known of each sheet, its convictions and their remedies."""
    from vacatur.sources.rapsheet.export import as_json as of_sheet

    said = found.told.convictions.columns

    def told(row: dict[str, Any]) -> dict[str, Any]:
        remedies = [_plain(asdict(each)) for each in found.told.offered(row["conviction_id"])]
        return {**_plain({name: row[name] for name in said}), "remedies": remedies}

    return {
        "as_of": found.results.summary["as_of"],
        "sheets": [
            {
                "file": read.name, "kind": read.kind, "person": read.person, "sheet": of_sheet(read.sheet),
                "coverage": _coverage(read),
                "beside": [_plain(asdict(each)) for each in read.beside],
                "convictions": [told(row) for row in found.told.by_sheet.get(read.number, [])],
                "arrests_without_conviction": [_plain(row) for row in found.told.arrests.get(read.person, ())],
            }
            for read in found.sheets
        ],
        "set_aside": [{"file": each.name, "why": each.why} for each in found.refused],
    }  # fmt: skip


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Dates as text, as JSON has them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def _coverage(read: SheetRead) -> dict[str, Any]:
    found, sheet = read.coverage, read.sheet
    lines = [
        {"line": line.number, "page": line.page, "state": sheet.states[line.number].value, "text": line.text.strip()}
        for line in sheet.lines
        if sheet.states.get(line.number) in OPEN
    ]
    return {
        "content_lines": found.content, "read": found.read, "partly": found.partly, "not_understood": found.unread,
        "lines": lines, "doubts": [{"line": each.line, "code": each.code} for each in sheet.doubts],
    }  # fmt: skip
