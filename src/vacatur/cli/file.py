"""`vacatur file`: from a results folder to each prosecutor's packet."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vacatur.cli import options
from vacatur.cli.wording import count, page, plural, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from vacatur.filings import Packets, Step


class Letters(StrEnum):
    """How letters are written."""

    none = "none"
    batch = "batch"
    single = "single"


class Language(StrEnum):
    """The language of letters."""

    en = "en"
    es = "es"
    both = "both"


COLUMNS = {
    "exhibit_a": "dismiss",
    "exhibit_b": "reduce",
    "exception": "exceptions",
    "route_review": "whose case?",
    "duplicate": "again",
    "referred": "referred",
    "challenge": "not eligible",
    "review": "review",
    "out_of_scope": "out of scope",
}
"""The columns of the table that is shown, and what each counts."""


def file(
    results: Annotated[Path, typer.Argument(metavar="RESULTS", help="The folder that `vacatur run` wrote.")],
    office: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.toml",
            help="Who files and where: office.toml beside the results if not named. Where there is none a template is "
            "written, and the papers show its placeholders.",
            show_default=False,
        ),
    ] = None,
    pack: Annotated[
        str | None,
        typer.Option(
            metavar="PACK",
            help="Whose decisions are filed: the first pack of the run if not named.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Where: packets within RESULTS if not named.", show_default=False),
    ] = None,
    letters: Annotated[
        Letters, typer.Option(help="Letters to the people: none, in batches, or one file a person.")
    ] = Letters.none,
    language: Annotated[Language, typer.Option(help="Of the letters: English, Spanish, or both.")] = Language.both,
    replace: options.Replace = False,
    encrypt_to: options.EncryptTo = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Write the packets: for each prosecutor a motion, a proposed order, exhibits and lists.

    Also the public defender's lists, the update list for the DOJ, the analyst's workbook and, where asked for, letters.
    """
    import vacatur
    from vacatur.sealing import sealed

    with sealed(out or results / "packets", encrypt_to or (), replace=replace) as (folder, place):
        written = vacatur.file(
            results, office=office, pack=pack, out=folder, letters=letters.value, language=language.value,
            replace=replace, progress=None if quiet else _said(),
        )  # fmt: skip
    if as_json:
        print(json.dumps({"folder": str(place), "totals": written.totals}, indent=2, ensure_ascii=False))
    elif encrypt_to:
        print(f"Packets, encrypted: {place}")
    else:
        show(written)


def _said() -> Callable[[Step], None]:
    """Progress on standard error: a line for each thing that is being written."""

    def report(step: Step) -> None:
        if step.done < step.total:
            print(f"{step.done + 1} of {step.total}: {step.name} ...", file=sys.stderr, flush=True)

    return report


def show(written: Packets) -> None:
    """What was written, for whom, and what is left to fill in."""
    out = page()
    used = [listed for listed in COLUMNS if any(of[listed] for of in written.totals.values())]
    heads = [COLUMNS[listed] for listed in used]
    shown = table("folder", *heads, "all", numbers=[*heads, "all"], whole=["folder"])
    for prosecutor, of in written.totals.items():
        shown.add_row(written.folders[prosecutor], *(count(of[listed]) for listed in used), count(sum(of.values())))
    sums = [sum(of[listed] for of in written.totals.values()) for listed in used]
    if len(written.totals) > 1:
        shown.add_row("all", *map(count, sums), count(sum(sums)))
    out.print()
    out.print("Packets", style="bold")
    out.print(shown)
    out.print()
    if written.placeholders:
        number = plural(len(written.placeholders), "placeholder")
        out.print(f"{number} to fill in: {written.office}. Then write the packets again with --replace.")
    out.print(f"Written to {written.folder}. README.txt there says what each file is.")
    out.print("These are drafts made from data. A lawyer reads, corrects and signs.")
