"""`vacatur check`: what is in the files, and what is wrong with them, before any law."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from vacatur.cli import options
from vacatur.cli.failures import ROWS_SET_ASIDE
from vacatur.cli.progress import shown

if TYPE_CHECKING:
    import polars as pl
    from rich.table import Table

    from vacatur import CheckReport

EXAMPLES = 2
LONGEST = 10
"""Lines of a list that may be long; --json has all of it."""


def check(files: options.Files, as_json: options.Json = False, quiet: options.Quiet = False) -> None:
    """Read the files without deciding: what is in them, what is wrong, and what a run will do about it.

    Exit status: 0 done, 2 a file is refused, 3 done but a run would set some rows aside.
    """
    import vacatur

    with shown(quiet) as report:
        found = vacatur.check(files, progress=report)
    if as_json:
        print(json.dumps(found.as_dict(), indent=2, ensure_ascii=False, default=str))
    else:
        from vacatur.cli.wording import page, print_parts

        out = page()
        print_parts(out, parts(found))
        out.print()
        out.print(closing(found))
        if found.problems.is_empty():
            out.print("No problem was found.")
    if any(file.set_aside for file in found.files):
        raise typer.Exit(ROWS_SET_ASIDE)


def parts(found: CheckReport) -> Iterator[tuple[str, Table]]:
    """The tables of the report with their titles, in the order in which they are read."""
    yield "Files", files_table(found)
    yield "Rows by kind of event", counted(found.event_types, "rows")
    yield "Convictions by county", counted(found.counties, "convictions")
    yield "Prop 64 convictions by county and section", by_section(found)
    yield "Problems", problems_table(found)


def files_table(found: CheckReport) -> Table:
    """One line a file."""
    from vacatur.cli.wording import count, table

    shown = table("file", "rows", "set aside", "header", "line ends", "text", numbers=("rows", "set aside"))
    for file in found.files:
        header = "yes" if file.header else "no"
        shown.add_row(file.file, count(file.rows), count(file.set_aside), header, file.line_end, file.encoding)
    return shown


def counted(numbers: pl.DataFrame, unit: str) -> Table:
    """A table of names with their numbers, the greatest first; the tail of a long one is added up."""
    from vacatur.cli.wording import count, table

    shown = table(unit, "", numbers=(unit,))
    rows = numbers.rows()
    for name, number in rows[:LONGEST]:
        shown.add_row(count(number), name)
    if rows[LONGEST:]:
        shown.add_row(count(sum(number for _, number in rows[LONGEST:])), f"in {len(rows) - LONGEST} others")
    return shown


def by_section(found: CheckReport) -> Table:
    """Counties down, sections across."""
    from vacatur.cli.wording import count, table

    numbers: dict[str, dict[str, int]] = {}
    for county, section, convictions in found.prop64.select("county", "section", "convictions").iter_rows():
        numbers.setdefault(county, {})[section] = convictions
    sections = sorted({section for of in numbers.values() for section in of})
    shown = table("county", *sections, "all", numbers=(*sections, "all"))
    counties = sorted(numbers, key=lambda county: (-sum(numbers[county].values()), county))
    for county in counties[:LONGEST]:
        of = numbers[county]
        shown.add_row(county, *(count(of.get(section, 0)) for section in sections), count(sum(of.values())))
    if counties[LONGEST:]:
        rest = sum(sum(numbers[county].values()) for county in counties[LONGEST:])
        shown.add_row(f"{len(counties) - LONGEST} others", *[""] * len(sections), count(rest))
    return shown


def problems_table(found: CheckReport) -> Table:
    """Each problem code with its number, examples by file and line, and what a run does about it."""
    from vacatur.cli.wording import count, table

    heads = ("times", "problem", "what was found: what a run does", "for example")
    shown = table(*heads, numbers=("times",), whole=("problem", "for example"))
    for row in found.problems.iter_rows(named=True):
        examples = "\n".join(row["examples"][:EXAMPLES])
        told = f"{row['meaning'].rstrip('.')}: {row['what_a_run_does']}."
        shown.add_row(count(row["count"]), row["code"], told, examples)
    return shown


def closing(found: CheckReport) -> str:
    """The delivery in a sentence."""
    from vacatur.cli.wording import count, long_day, plural

    dates = ""
    if found.first_date and found.last_date:
        dates = f", from {long_day(found.first_date)} to {long_day(found.last_date)}"
    people, convictions = plural(found.people, "person", "people"), plural(found.convictions, "conviction")
    blank = plural(found.blank_lines, "blank line")
    return f"{people}, {convictions}, {count(found.rows)} rows{dates}; {blank}."
