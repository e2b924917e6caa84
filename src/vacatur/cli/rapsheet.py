"""`vacatur rapsheet`: a person's printed history, or a folder of them: read, decided, petitioned for, de-identified."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from vacatur.cli import options
from vacatur.cli.failures import NOTHING_RUN, ROWS_SET_ASIDE
from vacatur.cli.progress import shown

READ = "read"


class OrRead(TyperGroup):
    """A group whose first word may be left out: what is no command of it is a file to be read."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]  # as in failures.Door
        """`rapsheet FILE` is `rapsheet read FILE`."""
        if args and args[0] not in {*self.commands, "--help", "-h"}:
            args = [READ, *args]
        return super().parse_args(ctx, args)


rapsheets = typer.Typer(
    cls=OrRead,
    no_args_is_help=True,
    help="Read RAP sheets (text, PDF, scans) and decide every conviction on them: vacatur rapsheet FILE...",
)

Sheets = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="RAP sheets as text, PDF, PNG or JPEG, or folders of them. Several sheets may stand in one file.",
        show_default=False,
    ),
]


@rapsheets.command(READ)
def read(
    files: Sheets,
    as_of: options.AsOf,
    pack: options.Packs = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="A results folder, as of `vacatur run`: explain, report and the pages work on it.",
            show_default=False,
        ),
    ] = None,
    replace: options.Replace = False,
    encrypt_to: options.EncryptTo = None,
    as_json: options.Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead: a row for each conviction.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Show the history on each sheet, what each conviction may have and from when, and what was not understood.

    Exit status: 0 done, 2 bad usage or no sheet at all, 3 done but some lines or files were set aside, 1 failed.
    """
    from vacatur.rapsheets import rapsheet
    from vacatur.sealing import sealed

    if as_json and as_csv:
        raise typer.BadParameter("give one of --json and --csv")
    if encrypt_to and out is None:
        raise typer.BadParameter("--encrypt-to encrypts a results folder: name it with --out")
    where = nullcontext((None, None)) if out is None else sealed(out, encrypt_to or (), replace=replace)
    with where as (folder, place), shown(quiet) as report:
        found = rapsheet(files, pack or (), as_of=options.day(as_of), out=folder, replace=replace, progress=report)
    from vacatur.cli import sheet_exports, sheets

    if as_json:
        print(json.dumps(sheet_exports.as_json(found), indent=2, ensure_ascii=False))
    elif as_csv:
        sys.stdout.write(sheet_exports.as_csv(found))
    else:
        sheets.show(found, place)
    if found.refused or any(read.coverage.unread or read.beside for read in found.sheets):
        raise typer.Exit(ROWS_SET_ASIDE)


@rapsheets.command()
def petition(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A RAP sheet of one person.", show_default=False)],
    petitioner: Annotated[
        Path,
        typer.Option(
            metavar="FILE.toml",
            help="Who files, and the person's choices. Where there is no such file a template is written there.",
            show_default=False,
        ),
    ],
    as_of: options.AsOf,
    out: Annotated[
        Path, typer.Option(metavar="FOLDER", help="The folder that will hold the papers.", show_default=False)
    ],
    form: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="BLANK.pdf",
            help="A blank form of the Judicial Council (CR-400, CR-401, CR-403, CR-180, CR-181) to fill in. "
            "May be given several times.",
            show_default=False,
        ),
    ] = None,
    replace: options.Replace = False,
) -> None:
    """Write the papers for one person: applications, proposed orders, proofs of service, and forms filled in.

    Only what is open now is asked for. A lawyer, or the person, reads, corrects and signs.
    """
    from vacatur.cli.papers import show_petitioned
    from vacatur.outputs.petition.petitioner import template
    from vacatur.petitions import petition as write

    if not petitioner.exists():
        petitioner.write_text(template(), encoding="utf-8")
        typer.echo(f"{petitioner} was not there: a template was written. Fill it in, then run the command again.")
        raise typer.Exit(NOTHING_RUN)
    written = write(file, petitioner, as_of=options.day(as_of), out=out, forms=form or (), replace=replace)
    show_petitioned(written, out)


@rapsheets.command()
def deidentify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A RAP sheet.", show_default=False)],
    out: Annotated[Path, typer.Option(metavar="FILE.txt", help="Where the copy is written.", show_default=False)],
    key: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A secret: the same one gives the same stand-ins in other sheets too. Without it a new one is drawn.",
            show_default=False,
        ),
    ] = None,
    replace: options.Replace = False,
) -> None:
    """Write a copy fit to share: names, numbers, addresses and birth dates gone, dates shifted by one offset.

    What it cannot be sure of is taken out and listed. Read the copy before you share it.
    """
    from vacatur.cli.papers import show_removed
    from vacatur.sharing import deidentify_file

    show_removed(deidentify_file(file, out, key, replace=replace), out)
