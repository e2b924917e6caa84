"""`vacatur deidentify`: from a results folder to a data set for researchers."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli import options


class Dates(StrEnum):
    """What becomes of dates."""

    month = "month"
    shifted = "shifted"


def deidentify(
    results: Annotated[
        Path, typer.Argument(metavar="RESULTS", help="The folder that `vacatur run` wrote.", show_default=False)
    ],
    out: Annotated[
        Path, typer.Option(metavar="FOLDER", help="The folder that will hold the data set.", show_default=False)
    ],
    key: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A secret: the same one gives the same hashes again. Without it one is drawn and thrown away.",
            show_default=False,
        ),
    ] = None,
    dates: Annotated[
        Dates,
        typer.Option(metavar="", help="Cut to the month, or moved by a secret number of days of each person too."),
    ] = Dates.month,
    replace: options.Replace = False,
    encrypt_to: options.EncryptTo = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Write a data set for researchers: no names, keyed hashes, and no combination of fewer than 11 people.

    report.txt in it says what was made coarser and what risk remains. Read it before you pass the data on.
    """
    from vacatur.releases import deidentify as write
    from vacatur.sealing import sealed

    if not quiet:
        print("counting who is rare ...", file=sys.stderr, flush=True)
    with sealed(out, encrypt_to or (), replace=replace) as (folder, place):
        release = write(results, folder, key=key, dates=dates.value, replace=replace)
    if as_json:
        print(json.dumps({"folder": str(place), **release.report}, indent=2, ensure_ascii=False))
        return
    people, convictions = release.report["people"], release.report["convictions"]
    print(f"Data set: {place}")
    print(f"People: {people['with_a_decision']} with a decision, {people['left_out']} left out.")
    print(f"Convictions: {convictions['decided']} decided, {convictions['left_out']} left out.")
    print("Before you pass it on, read what risk remains: report.txt in it.")
