"""`vacatur report`: from a results folder to a report for the office or for the public."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli import options


def report(
    results: Annotated[
        Path, typer.Argument(metavar="RESULTS", help="The folder that `vacatur run` wrote.", show_default=False)
    ],
    public: Annotated[
        bool,
        typer.Option("--public", help="The version to publish: no rows, no links, numbers under 11 withheld."),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Where: report, or report-public, within RESULTS if not named.", show_default=False
        ),
    ] = None,
    replace: options.Replace = False,
    encrypt_to: options.EncryptTo = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Write the report: the figures as a page and as PDF, and for the office the rows behind each of them.

    Exit status: 0 done, 2 the results cannot be used or the folder exists (nothing was written), 1 failed.
    """
    import vacatur
    from vacatur.reports import FOLDERS
    from vacatur.sealing import sealed

    if not quiet:
        print("counting and writing the report ...", file=sys.stderr, flush=True)
    with sealed(out or results / FOLDERS[public], encrypt_to or (), replace=replace) as (folder, place):
        vacatur.report(results, out=folder, public=public, replace=replace)
    if as_json:
        print(json.dumps({"folder": str(place), "public": public}, indent=2, ensure_ascii=False))
        return
    if encrypt_to:
        print(f"Report, encrypted: {place}")
        return
    from vacatur.cli.wording import page

    shown = page()
    shown.print()
    shown.print(f"Report: {folder / 'report.html'}, and on paper {folder / 'report.pdf'}.", soft_wrap=True)
    if public:
        shown.print("For the public: numbers under 11, and what they could be worked out from, are withheld.")
    else:
        shown.print("For the office: each figure leads to its rows in rows/, which name people by number.")
        shown.print("The version to publish: vacatur report --public.")
