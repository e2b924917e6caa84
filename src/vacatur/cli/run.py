"""`vacatur run`: from the files of one delivery to a folder of results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from vacatur.cli import options, spark
from vacatur.cli.failures import ROWS_SET_ASIDE
from vacatur.cli.progress import shown


def run(
    files: options.FilesOrAddresses,
    county: options.County,
    as_of: options.AsOf,
    out: Annotated[
        str, typer.Option(metavar="FOLDER", help="The folder that will hold the results.", show_default=False)
    ],
    pack: options.Packs = None,
    set_: options.Settings = None,
    assume: options.Assume = None,
    options_file: options.Options = None,
    replace: options.Replace = False,
    memory: Annotated[
        str | None,
        typer.Option(
            metavar="SIZE",
            help="The most memory that the run may take: 2GB. What does not fit is decided in parts, more slowly.",
            show_default=False,
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on from what a large run had finished before it was killed.")
    ] = False,
    encrypt_to: options.EncryptTo = None,
    engine: Annotated[
        spark.Engine,
        typer.Option(help="Where it runs: on this machine, or on Spark, whose addresses FILE and FOLDER then may be."),
    ] = "local",
    master: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where Spark is: local[2], yarn, spark://HOST:7077.", show_default=False),
    ] = None,
    tables: Annotated[
        spark.Tables | None,
        typer.Option(help="How Spark writes each table; parquet unless said otherwise.", show_default=False),
    ] = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Decide every conviction of the county and write the results.

    The first pack is the office's choice; others are computed beside it.

    Exit status: 0 done, 2 bad usage or bad pack (nothing was run), 3 done but some rows were set aside,
    1 failed (such as a full disk), 130 stopped.
    """
    spark.check_options(engine, master=master, tables=tables, memory=memory, resume=resume, encrypt_to=encrypt_to)
    if engine == "spark":
        with shown(quiet) as report:
            summary = spark.run_on_spark(
                files,
                county=county,
                packs=pack or (),
                as_of=options.day(as_of),
                out=out,
                settings=set_,
                assume=assume,
                options_file=options_file,
                replace=replace,
                tables=tables,
                master=master,
                report=report,
            )
        _say(summary, out, as_json=as_json)
        return
    import vacatur
    from vacatur.sealing import sealed

    if encrypt_to and resume:
        raise typer.BadParameter("--resume goes on from what lies unencrypted, and --encrypt-to leaves nothing so")
    with sealed(Path(out), encrypt_to or (), replace=replace) as (folder, place), shown(quiet) as report:
        results = vacatur.run(
            files,
            county=county,
            packs=pack or (),
            as_of=options.day(as_of),
            out=folder,
            settings=options.settings(set_),
            assume=assume or (),
            options=options_file,
            replace=replace,
            progress=report,
            memory=memory,
            resume=resume,
        )
    _say(results.summary, place, as_json=as_json)


def _say(summary: dict[str, Any], place: Path | str, *, as_json: bool) -> None:
    """Print the figures, and leave with what the shell is told."""
    if as_json:
        print(json.dumps(summary, indent=2, ensure_ascii=False))
    else:
        from vacatur.cli.summary import show

        show(summary, place)
    if summary["rows"]["set_aside"]:
        raise typer.Exit(ROWS_SET_ASIDE)
