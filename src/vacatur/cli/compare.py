"""`vacatur compare`: the same people under several policies."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli import options


def compare(
    files: options.Files,
    county: options.County,
    pack: options.Packs,
    as_of: options.AsOf,
    sweep: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=FROM:TO:STEP",
            help="Every value of a parameter in turn: minimum_age=40:65:5.",
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
    raise NotImplementedError
