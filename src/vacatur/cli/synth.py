"""`vacatur synth`: a fabricated county, for a demonstration, a test or a benchmark."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli import options


def synth(
    people: Annotated[int, typer.Option(min=1, metavar="N", help="How many people.", show_default=False)],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write.", show_default=False)],
    county: Annotated[
        str, typer.Option(metavar="COUNTY", help="The county that holds most convictions.")
    ] = "LOS ANGELES",
    seed: Annotated[int, typer.Option(min=0, metavar="S", help="The same seed gives the same bytes.")] = 1,
    faults: Annotated[
        float, typer.Option(min=0.0, max=1.0, metavar="SHARE", help="The share of rows to damage, in every known way.")
    ] = 0.0,
    replace: options.Replace = False,
) -> None:
    """Fabricate a county in the layout of the state's file, with the truth beside it. Every person is invented."""
    import time

    from vacatur.cli.wording import count
    from vacatur.errors import UsageError
    from vacatur.synth import write_county

    if out.exists() and not replace:
        raise UsageError(f"{out} exists already; give another name, or --replace.")
    out.parent.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    write_county(out, people=people, county=county, seed=seed, faults=faults)
    took = time.monotonic() - began
    megabytes = out.stat().st_size / 1e6
    print(f"{out}: {count(people)} fabricated people, {megabytes:,.1f} MB, in {took:.1f} s.")
