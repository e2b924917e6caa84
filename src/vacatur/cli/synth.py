"""`vacatur synth`: a fabricated county, for a demonstration, a test or a benchmark."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli import options


def synth(
    people: Annotated[int, typer.Option(min=1, metavar="N", help="How many people.", show_default=False)],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write.", show_default=False)],
    county: Annotated[str, typer.Option(metavar="COUNTY", help="The county whose delivery it is.")] = "LOS ANGELES",
    seed: Annotated[int, typer.Option(min=0, metavar="S", help="The same seed gives the same bytes.")] = 1,
    faults: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[CODE=]SHARE",
            help="The share of rows to damage: in every known way (0.02), or in one (bad_date=0.01).",
            show_default=False,
        ),
    ] = None,
    replace: options.Replace = False,
) -> None:
    """Fabricate a county in the layout of the state's file, with the truth beside it. Every person is invented."""
    from vacatur.cli.wording import count
    from vacatur.errors import UsageError
    from vacatur.synth import write_county

    truth = out.with_name(f"{out.stem}.truth.csv")
    for path in (out, truth):
        if path.exists() and not replace:
            raise UsageError(f"{path} exists already. Give another name, or --replace.")
    out.parent.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    made = write_county(out, people=people, county=county, seed=seed, faults=shares(faults), truth=truth)
    took = time.monotonic() - began
    size = out.stat().st_size / 1e6
    print(
        f"{out}: {count(made.people)} fabricated people, {count(made.convictions)} convictions,"
        f" {count(made.rows)} rows, {size:,.1f} MB, in {took:.1f} s. The truth about them: {truth}"
    )


def shares(given: list[str] | None) -> dict[str, float] | float:
    """`["0.02"]` as a share of all kinds of fault; `["bad_date=0.01"]` by kind.

    Raises:
        typer.BadParameter: a share is not a number from 0 to 1, or a share of all stands beside others.
    """
    by_kind: dict[str, float] = {}
    for text in given or ():
        kind, equals, share = text.rpartition("=")
        try:
            by_kind[kind if equals else ""] = float(share)
        except ValueError:
            raise typer.BadParameter(
                f"--faults takes a share such as 0.02 or bad_date=0.01, and found {text!r}"
            ) from None
        if not 0 <= float(share) <= 1:
            raise typer.BadParameter(f"--faults takes a share from 0 to 1, and found {text!r}")
    if "" in by_kind:
        if len(by_kind) > 1:
            raise typer.BadParameter("--faults takes one share for all kinds, or one for each kind named, not both")
        return by_kind[""]
    return by_kind
