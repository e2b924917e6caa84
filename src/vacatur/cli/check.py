"""`vacatur check`: what is in the files, and what is wrong with them, before any law."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

from vacatur.cli import options
from vacatur.cli.failures import ROWS_SET_ASIDE
from vacatur.cli.progress import shown

if TYPE_CHECKING:
    from rich.table import Table

    from vacatur import CheckReport

EXAMPLES_SHOWN = 3


def check(files: options.Files, as_json: options.Json = False, quiet: options.Quiet = False) -> None:
    """Read the files without deciding: what is in them, what is wrong, and what a run will do about it.

    Exit status: 0 done, 2 a file is refused, 3 done but a run would set some rows aside.
    """
    import vacatur

    with shown(quiet) as report:
        found = vacatur.check(files, progress=report)
    if as_json:
        print(json.dumps(as_data(found), indent=2, ensure_ascii=False, default=str))
    else:
        from vacatur.cli.wording import page

        out = page()
        for part in parts(found):
            out.print(part)
            out.print()
    if any(file.set_aside for file in found.files):
        raise typer.Exit(ROWS_SET_ASIDE)


def as_data(found: CheckReport) -> dict[str, Any]:
    """The report as JSON-able data."""
    return {
        "files": [vars(file) for file in found.files],
        "people": found.people,
        "rows": found.rows,
        "blank_lines": found.blank_lines,
        "dates": [found.first_date, found.last_date],
        "problems": found.problems.to_dicts(),
        "counties": found.counties.to_dicts(),
        "event_types": found.event_types.to_dicts(),
        "prop64": found.prop64.to_dicts(),
    }


def parts(found: CheckReport) -> Iterator[Table | str]:
    """The parts of the report, in the order in which they are read."""
    yield files_table(found)
    yield problems_table(found)


def files_table(found: CheckReport) -> Table:
    """One line a file."""
    from vacatur.cli.wording import count, table

    shown = table("file", "rows", "set aside", numbers=("rows", "set aside"))
    for file in found.files:
        shown.add_row(str(file.file), count(file.rows), count(file.set_aside))
    return shown


def problems_table(found: CheckReport) -> Table | str:
    """Each problem code with its number, examples by file and line, and what a run does about it."""
    from vacatur.cli.wording import count, listed, table

    if found.problems.is_empty():
        return "No problem found."
    shown = table("problem", "times", "for example", "what a run does", numbers=("times",))
    for row in found.problems.iter_rows(named=True):
        examples = listed(row["examples"][:EXAMPLES_SHOWN])
        shown.add_row(row["code"], count(row["count"]), examples, row["what_a_run_does"])
    return shown
