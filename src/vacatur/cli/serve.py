"""`vacatur serve`: the whole job in the browser, on this machine alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def serve(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE", help="The files of a delivery to begin with.", show_default=False),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Where deliveries and runs are kept; the folder Vacatur in your home if not named.",
            show_default=False,
        ),
    ] = None,
    results: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FOLDER",
            help="Results made by `vacatur run` or `vacatur rapsheet`, to be looked at as a run. "
            "May be given several times.",
            show_default=False,
        ),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="The port; 0 for any that is free.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address, and open nothing.")] = False,
) -> None:
    """Open the pages in the browser: files, policy, run, results. Ctrl-C stops.

    They answer on this machine alone, to the browser that is opened with the printed address. Nothing leaves it.
    """
    from vacatur.web.serve import serve as run

    try:
        run(
            data or Path.home() / "Vacatur",
            files or (),
            results=results or (),
            port=port,
            browser=not no_browser,
            say=_say,
        )
    except KeyboardInterrupt:
        typer.echo("Stopped. A run that was going on goes on, and is found again at the next start.")


def _say(address: str) -> None:
    typer.echo(f"Vacatur is open at {address}")
    typer.echo("Press Ctrl-C to stop.")
