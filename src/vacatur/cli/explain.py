"""`vacatur explain`: one decision, as the cascade made it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vacatur.cli import options

if TYPE_CHECKING:
    pass


def explain(
    results: Annotated[
        Path, typer.Argument(metavar="RESULTS", help="A folder that `vacatur run` wrote.", show_default=False)
    ],
    conviction: Annotated[
        str | None,
        typer.Argument(metavar="CONVICTION", help="A conviction, as the results name it.", show_default=False),
    ] = None,
    person: Annotated[
        str | None, typer.Option(metavar="ID", help="Every decided conviction of this SUBJECT_ID.", show_default=False)
    ] = None,
    line: Annotated[
        str | None,
        typer.Option(
            metavar="N", help="The conviction on this line of the file (FILE:N with several).", show_default=False
        ),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Show how a conviction was decided: each rule with its condition, the facts, the rows they rest on, the citation.

    For a decision of review it says what would settle it.
    """
    if sum(given is not None for given in (conviction, person, line)) != 1:
        raise typer.BadParameter("give one of: a conviction, --person ID, --line N")

    raise NotImplementedError
