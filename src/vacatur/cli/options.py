"""The arguments and options that several commands share, each declared once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, TypeVar

import typer


def day_written(text: str) -> datetime:
    """The moment at which a day begins that stands in an option.

    Raises:
        typer.BadParameter: it is none, or written otherwise.
    """
    try:
        return datetime.combine(date.fromisoformat(text), time.min)
    except ValueError:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise typer.BadParameter(f"{text!r} is not written as year-month-day, for example 2020-07-01") from None
        raise typer.BadParameter(
            f"{text!r} is no day of the calendar; expected year-month-day, such as 2020-07-01"
        ) from None


Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE",
        help="The files of one delivery, in the layout of the state's bulk file (95 columns).",
        show_default=False,
    ),
]
FilesOrAddresses = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        help="The files of one delivery, in the layout of the state's bulk file (95 columns).",
        show_default=False,
    ),
]
County = Annotated[
    str,
    typer.Option(
        metavar="COUNTY",
        help='The county whose convictions are decided, as the file spells it: "LOS ANGELES".',
        show_default=False,
    ),
]
Packs = Annotated[
    list[str] | None,
    typer.Option(
        "--pack",
        metavar="PACK",
        help="The policy: a built-in pack (`vacatur pack list`) or a folder. Further ones are computed beside it.",
        show_default=False,
    ),
]
AsOf = Annotated[
    datetime,
    typer.Option(
        parser=day_written,
        metavar="DATE",
        help="The day as of which ages and years are reckoned: 2020-07-01.",
        show_default=False,
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help="Another value for a parameter of the first pack: minimum_age=55. May be given several times.",
        show_default=False,
    ),
]
Assume = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ID",
        help="Switch on an assumption of the pack (see `vacatur pack show`). May be given several times.",
        show_default=False,
    ),
]
Options = Annotated[
    Path | None,
    typer.Option(
        "--options",
        metavar="FILE.json",
        help="An options file of the Clear My Record wizard, for the pack ca-configurable.",
        show_default=False,
    ),
]
Replace = Annotated[bool, typer.Option("--replace", help="Replace what stands there, once the new is complete.")]
EncryptTo = Annotated[
    list[str] | None,
    typer.Option(
        "--encrypt-to",
        metavar="RECIPIENT",
        help="Write one encrypted file instead, OUT.tar.age, for this public key of age (age1...), or those in a file. "
        "May be given several times.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output instead, for a script.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show no progress.")]

T = TypeVar("T")


def day(given: datetime) -> date:
    """The date of an option that typer reads as a moment."""
    return given.date()


def settings(given: Sequence[str] | None) -> dict[str, object]:
    """`["minimum_age=55"]` as `{"minimum_age": "55"}`; the pack gives each value its type.

    Raises:
        typer.BadParameter: one of them is not NAME=VALUE, or a name is given twice.
    """
    values: dict[str, object] = {}
    for text in given or ():
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(f"--set takes NAME=VALUE, such as minimum_age=55, and found {text!r}")
        if name.strip() in values:
            raise typer.BadParameter(f"--set gives {name.strip()} twice")
        values[name.strip()] = value.strip()
    return values
