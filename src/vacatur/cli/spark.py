"""`vacatur run --engine spark`: the same run on many machines (docs/cluster.md)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import typer

from vacatur.cli import options
from vacatur.cli.progress import Report

if TYPE_CHECKING:
    from vacatur.scale.spark.engine import Told

Engine = Literal["local", "spark"]
Tables = Literal["parquet", "csv"]


def check_options(
    engine: Engine,
    *,
    master: str | None,
    tables: Tables | None,
    memory: str | None,
    resume: bool,
    encrypt_to: Sequence[str] | None,
) -> None:
    """Refuse options that mean nothing with the engine.

    Raises:
        typer.BadParameter: the first of them, and why.
    """
    given: dict[str, object]
    if engine == "local":
        given = {"--master": master, "--tables": tables}
        said = "is for --engine spark"
    else:
        given = {"--memory": memory, "--resume": resume, "--encrypt-to": encrypt_to}
        said = (
            "is not for --engine spark: the memory is set where Spark is started, what a lost machine had done is done "
            "again by itself, and the place of the results encrypts them (docs/cluster.md)"
        )
    for name, value in given.items():
        if value:
            raise typer.BadParameter(f"{name} {said}")


def run_on_spark(
    files: Sequence[str],
    *,
    county: str,
    packs: Sequence[str],
    as_of: date,
    out: str,
    settings: Sequence[str] | None,
    assume: Sequence[str] | None,
    options_file: Path | None,
    replace: bool,
    tables: Tables | None,
    master: str | None,
    report: Report,
) -> dict[str, Any]:
    """Run, and return the figures."""
    from vacatur.request import choose_packs
    from vacatur.scale.spark import engine

    began = time.perf_counter()
    chosen = choose_packs(packs, options.settings(settings), assume or (), options_file)
    request = engine.Request(
        files, county.strip().upper(), chosen, as_of, out, replace=replace, form=tables or "parquet", master=master
    )
    summary = engine.run_on_spark(request, _told(report))
    return {**summary, "seconds": round(time.perf_counter() - began, 3)}


def _told(report: Report) -> Told:
    from vacatur import Progress

    return lambda stage, done, total, rows: report(Progress(stage, done, total, rows))
