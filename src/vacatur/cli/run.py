"""`vacatur run`: from the files of one delivery to a folder of results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli import options
from vacatur.cli.failures import ROWS_SET_ASIDE
from vacatur.cli.progress import shown


def run(
    files: options.Files,
    county: options.County,
    as_of: options.AsOf,
    out: Annotated[
        Path, typer.Option(metavar="FOLDER", help="The folder that will hold the results.", show_default=False)
    ],
    pack: options.Packs = None,
    set_: options.Settings = None,
    assume: options.Assume = None,
    options_file: options.Options = None,
    replace: options.Replace = False,
    memory: Annotated[
        str | None,
        typer.Option(
            metavar="SIZE",
            help="The most memory that the run may take: 2GB. What does not fit is decided in parts, more slowly.",
            show_default=False,
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on from what a large run had finished before it was killed.")
    ] = False,
    encrypt_to: options.EncryptTo = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Decide every conviction of the county and write the results.

    The first pack is the office's choice; others are computed beside it.

    Exit status: 0 done, 2 bad usage or bad pack (nothing was run), 3 done but some rows were set aside,
    1 failed (such as a full disk), 130 stopped.
    """
    import vacatur
    from vacatur.sealing import sealed

    if encrypt_to and resume:
        raise typer.BadParameter("--resume goes on from what lies unencrypted, and --encrypt-to leaves nothing so")
    with sealed(out, encrypt_to or (), replace=replace) as (folder, place), shown(quiet) as report:
        results = vacatur.run(
            files,
            county=county,
            packs=pack or (),
            as_of=options.day(as_of),
            out=folder,
            settings=options.settings(set_),
            assume=assume or (),
            options=options_file,
            replace=replace,
            progress=report,
            memory=memory,
            resume=resume,
        )
    if as_json:
        print(json.dumps(results.summary, indent=2, ensure_ascii=False))
    else:
        from vacatur.cli.summary import show

        show(results.summary, place)
    if results.summary["rows"]["set_aside"]:
        raise typer.Exit(ROWS_SET_ASIDE)
