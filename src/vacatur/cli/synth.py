"""`vacatur synth`: a fabricated county, or its people's RAP sheets, for a demonstration, a test or a benchmark."""

from __future__ import annotations

import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli import options


class Sheets(StrEnum):
    """The forms in which RAP sheets are written."""

    TEXT = "text"
    PDF = "pdf"
    CLEAN = "clean"
    OFFICE = "office"
    PHOTO = "photo"


def synth(
    people: Annotated[int, typer.Option(min=1, metavar="N", help="How many people.", show_default=False)],
    out: Annotated[
        Path, typer.Option(metavar="PATH", help="The file to write; with --sheets a folder.", show_default=False)
    ],
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
    sheets: Annotated[
        Sheets | None,
        typer.Option(
            metavar="FORM",
            help="Write the people's RAP sheets instead: text, pdf, clean (page images), office (scans) or photo.",
            show_default=False,
        ),
    ] = None,
    replace: options.Replace = False,
) -> None:
    """Fabricate a county in the layout of the state's file, with the truth beside it. Every person is invented."""
    if sheets:
        if faults:
            raise typer.BadParameter("--faults damages rows of the state's file; with --sheets there are none")
        _sheets(people, out, county, seed, sheets, replace)
    else:
        _county(people, out, county, seed, faults, replace)


def _county(people: int, out: Path, county: str, seed: int, faults: list[str] | None, replace: bool) -> None:
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


def _sheets(people: int, out: Path, county: str, seed: int, form: Sheets, replace: bool) -> None:
    from vacatur.cli.wording import count
    from vacatur.errors import UsageError
    from vacatur.synth.sheets import write_sheets

    truth = out.with_name(f"{out.name}.truth.jsonl")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} exists already, and sheets are written into a new folder. Give another name.")
    if truth.exists() and not replace:
        raise UsageError(f"{truth} exists already. Give another name, or --replace.")
    began = time.monotonic()
    made = write_sheets(out, people=people, county=county, seed=seed, form=form.value, truth=truth)
    took = time.monotonic() - began
    print(
        f"{out}: RAP sheets of {count(made.sheets)} fabricated people in {count(made.files)} files,"
        f" {count(made.convictions)} convictions, in {took:.1f} s. The truth about them: {truth}"
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
