"""`vacatur update`: a new file, decided as the last one was, and what differs."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli import options
from vacatur.cli.failures import ROWS_SET_ASIDE
from vacatur.cli.progress import shown


def update(
    results: Annotated[Path, typer.Argument(metavar="RESULTS", help="The folder of the last run.", show_default=False)],
    files: Annotated[
        list[Path], typer.Argument(metavar="NEW-FILE", help="The files of the new delivery.", show_default=False)
    ],
    out: Annotated[
        Path, typer.Option(metavar="FOLDER", help="The folder that will hold the new results.", show_default=False)
    ],
    as_of: Annotated[
        datetime | None,
        typer.Option(
            parser=options.day_written,
            metavar="DATE",
            help="The new day as of which ages and years are reckoned: that of the last run if not named.",
            show_default=False,
        ),
    ] = None,
    carry_over: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Record again, under this name, what reviewers did on the last run and still applies; else it is "
            "listed only.",
            show_default=False,
        ),
    ] = None,
    replace: options.Replace = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Decide a new file as the last one was, with its packs and settings, and show what differs and why.

    Exit status: as of `vacatur run`.
    """
    import vacatur
    from vacatur.updates import Carrier

    carrier = None if carry_over is None else Carrier(carry_over, _now())
    with shown(quiet) as report:
        made = vacatur.update(
            results,
            files,
            out=out,
            as_of=None if as_of is None else options.day(as_of),
            carrier=carrier,
            replace=replace,
            progress=report,
        )
    run = made.results.summary
    if as_json:
        told = {"run": run, "differences": made.differences.summary, "carried_over": made.carried_over}
        print(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        from vacatur.cli import diff
        from vacatur.cli.summary import closing

        diff.show(made.differences)
        print(*closing(run, made.results.folder), sep="\n")
    if run["rows"]["set_aside"]:
        raise typer.Exit(ROWS_SET_ASIDE)


def _now() -> str:
    """This moment, as an act tells it."""
    return datetime.now().astimezone().isoformat(timespec="seconds")
