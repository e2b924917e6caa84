"""`vacatur diff`: what differs between two runs, and why."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vacatur.cli import options

if TYPE_CHECKING:
    from vacatur import Differences


def diff(
    before: Annotated[
        Path, typer.Argument(metavar="RESULTS-A", help="A folder that `vacatur run` wrote.", show_default=False)
    ],
    after: Annotated[
        Path, typer.Argument(metavar="RESULTS-B", help="Another, held against the first.", show_default=False)
    ],
    pack: Annotated[
        str | None,
        typer.Option(
            metavar="PACK",
            help="Whose decisions are shown first: the office's choice of the second run if not named.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="A folder for the lists and the report; none is written without.", show_default=False
        ),
    ] = None,
    replace: options.Replace = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Show what differs between two runs: people, convictions, decisions and why, relief, orders not reflected.

    Exit status: 0 done, 2 a folder is refused (nothing was written), 1 failed.
    """
    import vacatur

    found = vacatur.diff(before, after, pack=pack, out=out, replace=replace, progress=None if quiet else said())
    if as_json:
        print(json.dumps(found.summary, indent=2, ensure_ascii=False))
    else:
        show(found)


def said() -> Callable[[str], None]:
    """Progress on standard error, a line for each thing that is compared."""
    return lambda what: print(f"comparing {what} ...", file=sys.stderr, flush=True)


def show(found: Differences) -> None:
    """The page of text, and where the lists are."""
    print()
    print(found.text)
    if found.folder:
        print(f"Lists: {found.folder}. They name people: for the office only.")
