"""`vacatur pack`: list, show, check and begin packs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vacatur.cli import options
from vacatur.cli.failures import NOTHING_RUN

if TYPE_CHECKING:
    from rich.table import Table

    from vacatur.law.pack import Pack

packs = typer.Typer(no_args_is_help=True, help="List, show, check and begin packs: laws and policies as data.")

PackName = Annotated[str, typer.Argument(metavar="PACK", help="A built-in pack or a folder.", show_default=False)]


@packs.command("list")
def list_packs(as_json: options.Json = False) -> None:
    """List the built-in packs."""
    from vacatur.law.pack import built_in_packs, load_pack

    every = [load_pack(name) for name in built_in_packs()]
    if as_json:
        print(json.dumps([{"id": pack.id, "title": pack.title, "status": pack.status} for pack in every], indent=2))
        return

    from vacatur.cli.wording import page, table

    shown = table("pack", "title")
    for pack in every:
        shown.add_row(pack.id, pack.title)
    page().print(shown)


@packs.command("show")
def show_pack(pack: PackName) -> None:
    """Print a pack: its law, parameters, rules in order, assumptions and notes."""
    from vacatur.cli.wording import listed, page, print_parts
    from vacatur.law.pack import load_pack

    found = load_pack(pack)
    out = page()
    out.print(found.title, style="bold")
    out.print(f"{found.id} · {listed(found.cite)}", style="dim")
    if found.status:
        out.print(found.status)
    out.print(f"Scope: {found.scope}")
    print_parts(
        out,
        (
            ("Parameters (--set NAME=VALUE)", parameters(found)),
            ("Rules, in order: the first that holds decides", rules(found)),
            ("Assumptions (--assume ID)", assumptions(found)),
            ("Notes", notes(found)),
        ),
    )
    out.print()
    out.print(f"The law in words: {Path(found.folder) / 'law.md'}")


def parameters(pack: Pack) -> Table:
    """What may be set, and to what."""
    from vacatur.cli.summary import setting
    from vacatur.cli.wording import table

    shown = table("parameter", "value", "allowed", "meaning")
    for name, parameter in pack.parameters.items():
        shown.add_row(name, setting(parameter.value), parameter.describe(), parameter.label)
    return shown


def rules(pack: Pack) -> Table:
    """The cascade: the first rule whose condition holds decides."""
    from vacatur.cli.wording import determination, table

    shown = table("", "rule", "when", "then", "because")
    for place, rule in enumerate(pack.rules, start=1):
        because = f"{rule.reason} ({rule.cite})" if rule.cite else rule.reason
        shown.add_row(str(place), rule.id, rule.when, determination(rule.determination), because)
    return shown


def assumptions(pack: Pack) -> Table:
    """What may be assumed of a fact that is unknown."""
    from vacatur.cli.wording import table

    shown = table("assumption", "", "text")
    for assumption in pack.assumptions:
        on = "on: the law presumes it" if assumption.presumed else "off unless switched on"
        shown.add_row(assumption.id, on, assumption.text)
    return shown


def notes(pack: Pack) -> Table:
    """Remarks shown beside a decision; they change none."""
    from vacatur.cli.wording import table

    shown = table("note", "when", "text")
    for note in pack.notes:
        shown.add_row(note.id, note.when, note.text)
    return shown


@packs.command("check")
def check_pack(pack: PackName) -> None:
    """Check a pack and its worked cases. Every mistake is listed, with file, key and what is allowed.

    Exit status: 0 when there is none, else 2.
    """
    from vacatur.decide.check import check_pack as mistakes_in

    mistakes = mistakes_in(pack)
    for mistake in mistakes:
        print(mistake)
    if mistakes:
        raise typer.Exit(NOTHING_RUN)
    print(f"{pack}: no mistake found.")


@packs.command("new")
def new_pack(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", help="A folder that does not exist yet. Its name is the pack's id.", show_default=False
        ),
    ],
) -> None:
    """Begin a pack: a folder with the law in words, rules and worked cases to be replaced by yours."""
    from importlib.resources import files

    from vacatur.errors import UsageError

    if folder.exists():
        raise UsageError(f"{folder} exists already; a new pack is begun in a folder that does not.")
    name = folder.resolve().name
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise UsageError(f"{name!r} cannot name a pack: its name is of small letters, digits and hyphens.")
    folder.mkdir(parents=True)
    for source in sorted(files("vacatur.cli").joinpath("new_pack").iterdir(), key=lambda item: item.name):
        text = source.read_text(encoding="utf-8").replace("my-county-2020", name)
        (folder / source.name).write_text(text, encoding="utf-8")
    print(f"{folder}: law.md (the policy in words), pack.toml (its rules) and cases.toml (worked cases).")
    print(f"Check it with: vacatur pack check {folder}")
