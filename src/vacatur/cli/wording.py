"""The words and the page that all commands share: how determinations, counts and days read to a person."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

DETERMINATIONS = {
    "dismiss": "dismiss",
    "reduce": "reduce",
    "not_eligible": "not eligible",
    "review": "review by hand",
    "refer": "refer",
    "out_of_scope": "out of scope",
}

PAGE = 110


def determination(name: str) -> str:
    """The determination as a person reads it; a name that is not known stays as it is."""
    return DETERMINATIONS.get(name, name.replace("_", " "))


def count(number: int) -> str:
    """1234567 as `1,234,567`."""
    return f"{number:,}"


def share(part: int, whole: int, places: int = 1) -> str:
    """`12.3%`, or nothing where there is no whole."""
    return f"{100 * part / whole:.{places}f}%" if whole else ""


def long_day(day: date) -> str:
    """`1 July 2020`."""
    return f"{day.day} {day:%B %Y}"


def plural(number: int, one: str, many: str | None = None) -> str:
    """`1 person`, `2 people`."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def page() -> Console:
    """Standard output as a page of readable width, whether or not it is a terminal."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False, emoji=False, markup=False)
    console.width = min(console.width, PAGE) if sys.stdout.isatty() else PAGE
    return console


def table(*columns: str, numbers: Sequence[str] = (), whole: Sequence[str] = ()) -> Table:
    """A table without rules; no heads when they are all blank.

    Args:
        columns: the heads.
        numbers: columns set to the right.
        whole: columns whose cells are never broken over lines, such as names to be typed again.
    """
    from rich.table import Table

    heads = any(name.strip() for name in columns)
    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=heads)
    for name in columns:
        right = name in numbers
        shown.add_column(
            name,
            justify="right" if right else "left",
            no_wrap=right or name in whole,
            header_style="dim",
            overflow="fold",
        )
    return shown


def print_parts(out: Console, parts: Iterable[tuple[str, Table]]) -> None:
    """Print each table that has rows under its title, with a blank line before it."""
    from rich.padding import Padding

    for title, shown in parts:
        if shown.row_count:
            out.print()
            out.print(title, style="bold")
            out.print(Padding(shown, (0, 0, 0, 2), expand=False))


def listed(names: Iterable[str]) -> str:
    """`a, b, c`, or a hyphen for an empty list."""
    return ", ".join(names) or "-"
