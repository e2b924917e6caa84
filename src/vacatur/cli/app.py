"""All commands, gathered. Each is declared in a module of its own, which imports what is heavy only when it runs."""

from __future__ import annotations

from typing import Annotated

import typer

from vacatur.cli.check import check
from vacatur.cli.compare import compare
from vacatur.cli.decrypt import decrypt
from vacatur.cli.deidentify import deidentify
from vacatur.cli.diff import diff
from vacatur.cli.explain import explain
from vacatur.cli.facts import facts
from vacatur.cli.failures import Door
from vacatur.cli.file import file
from vacatur.cli.pack import packs
from vacatur.cli.rapsheet import rapsheets
from vacatur.cli.report import report
from vacatur.cli.run import run
from vacatur.cli.serve import serve
from vacatur.cli.synth import synth
from vacatur.cli.update import update

app = typer.Typer(
    cls=Door,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def show_version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        from importlib.metadata import version

        print(f"vacatur {version('vacatur')}")
        raise typer.Exit


@app.callback()
def vacatur(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Find every conviction that the law or a prosecutor's policy lets go, and say why.

    It recommends; a lawyer decides.
    """


for command in (run, check, explain, compare, update, diff, report, file, deidentify, decrypt, serve, facts, synth):
    app.command()(command)
app.add_typer(packs, name="pack")
app.add_typer(rapsheets, name="rapsheet")
