"""`vacatur compare`: the same people under several policies."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vacatur.cli import options
from vacatur.cli.progress import shown

if TYPE_CHECKING:
    import polars as pl
    from rich.table import Table

    from vacatur import Comparison

GROUPS_SHOWN = 7
"""Groups that a table of the terminal has room for; the CSV files have all."""

HEADS = {
    "dismiss": "dismiss",
    "reduce": "reduce",
    "not_eligible": "not\neligible",
    "review": "review\nby hand",
    "refer": "refer",
    "out_of_scope": "out of\nscope",
    "people_helped": "people\nhelped",
    "no_felony": "left with\nno felony",
    "no_conviction": "left with\nno record",
}


def compare(
    files: options.Files,
    county: options.County,
    as_of: options.AsOf,
    pack: options.Packs = None,
    sweep: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=FROM:TO:STEP",
            help="Every value of a parameter of the first pack in turn: minimum_age=40:65:5, or minimum_age=45,50.",
            show_default=False,
        ),
    ] = None,
    set_: options.Settings = None,
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="The folder for the tables as CSV.")] = Path("comparison"),
    replace: options.Replace = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Compare packs, and values of a parameter, on the same people, read once."""
    import vacatur
    from vacatur.cli.kept import KIND, keep
    from vacatur.outputs.replacing import check_free

    check_free(out, replace=replace, kind=KIND)
    with shown(quiet) as report:
        found = vacatur.compare(
            files,
            county=county,
            packs=pack or (),
            as_of=options.day(as_of),
            sweep=swept(sweep),
            settings=options.settings(set_),
            progress=report,
        )
    keep(found, out)
    if as_json:
        print(json.dumps(as_data(found), indent=2, ensure_ascii=False))
        return
    from vacatur.cli.wording import page, plural, print_parts

    shown_on = page()
    print_parts(shown_on, parts(found))
    shown_on.print()
    shown_on.print(f"{plural(found.differences.height, 'conviction')} on which they differ. All tables: {out}")


def swept(given: Sequence[str] | None) -> dict[str, list[object]]:
    """`["minimum_age=40:65:5"]` as the values of each parameter, both ends included; `NAME=A,B` as those named.

    Raises:
        typer.BadParameter: one of them is neither, or a name is given twice.
    """
    values: dict[str, list[object]] = {}
    for text in given or ():
        name, _, spec = text.partition("=")
        chosen: list[object] = stepped(spec) if ":" in spec else list(filter(None, map(str.strip, spec.split(","))))
        if not name.strip() or not chosen:
            raise typer.BadParameter(
                f"--sweep takes NAME=FROM:TO:STEP, upwards, such as minimum_age=40:65:5, and found {text!r}"
            )
        if name.strip() in values:
            raise typer.BadParameter(f"--sweep gives {name.strip()} twice")
        values[name.strip()] = chosen
    return values


def stepped(spec: str) -> list[object]:
    """`40:65:5` as 40, 45 ... 65; a step left out is 1. Empty when it is no such thing."""
    parts = [part.strip() for part in spec.split(":")]
    if len(parts) not in (2, 3) or not all(part.isdecimal() for part in parts):
        return []
    first, last, step = (*map(int, parts), 1)[:3]
    return list(range(first, last + 1, step)) if step else []


def as_data(found: Comparison) -> dict[str, Any]:
    """The comparison as JSON-able data; each table as a list of its rows."""
    return {
        "variants": found.variants.to_dicts(),
        "by": {group: table.to_dicts() for group, table in found.by.items()},
        "differences": found.differences.height,
    }


def parts(found: Comparison) -> Iterator[tuple[str, Table]]:
    """The tables with their titles."""
    yield "Convictions by determination, and people", variants(found.variants)
    for group, numbers in found.by.items():
        yield f"People helped, by {group}, and their share of the group", by_group(numbers, group)


def variants(numbers: pl.DataFrame) -> Table:
    """One line a variant; determinations that none of them gives are left out."""
    from vacatur.cli.wording import count, table

    columns = [name for name in HEADS if name not in ("reduce", "refer", "out_of_scope") or numbers[name].sum()]
    heads = [HEADS[name] for name in columns]
    shown = table("variant", *heads, numbers=heads)
    for row in numbers.iter_rows(named=True):
        shown.add_row(row["variant"], *(count(row[name]) for name in columns))
    return shown


def by_group(numbers: pl.DataFrame, group: str) -> Table:
    """Variants down, groups across: the largest groups, as far as there is room."""
    from vacatur.cli.wording import count, share, table

    sizes: dict[str, int] = {}
    cells: dict[str, dict[str, str]] = {}
    for row in numbers.iter_rows(named=True):
        name = str(row[group])
        sizes[name] = max(sizes.get(name, 0), row["people"])
        helped = f"{count(row['people_helped'])} {share(row['people_helped'], row['people'], 0):>4}"
        cells.setdefault(row["variant"], {})[name] = helped
    across = sorted(sizes, key=lambda name: (-sizes[name], name))[:GROUPS_SHOWN]
    shown = table("variant", *(head(name) for name in across), numbers=[head(name) for name in across])
    for variant, of in cells.items():
        shown.add_row(variant, *(of.get(name, "") for name in across))
    return shown


def head(name: str) -> str:
    """A group's name as the head of a narrow column: a word a line."""
    return name.replace(" ", "\n")
