"""`vacatur serve`: the whole job in the browser, on this machine alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def serve(
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Where deliveries and runs are kept. [default: Vacatur, in your home folder]"
        ),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="The port; 0 for any that is free.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address, and open nothing.")] = False,
) -> None:
    """Open the pages in the browser: files, policy, run, results. Nothing leaves this computer. Ctrl-C stops.

    Only the browser that is opened with the printed address is let in.
    """
    from vacatur.web.serve import serve as run

    run(data or Path.home() / "Vacatur", port=port, browser=not no_browser, say=_say)


def _say(address: str) -> None:
    typer.echo(f"Vacatur is open at {address}")
    typer.echo("Press Ctrl-C to stop. A run that is going goes on, and is found again at the next start.")
