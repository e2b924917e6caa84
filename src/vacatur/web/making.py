"""Jobs that make what somebody takes along, from the results of a run: each into the folder `made` of its job."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vacatur.runs import Progress

MADE = "made"
"""The folder, within that of the job, in which a job puts what it made."""

Request = Mapping[str, Any]
Tell = Callable[["Progress"], None]


def spreadsheets(folder: Path, request: Request, telling: Tell) -> None:
    """The spreadsheets, with what reviewers decided."""
    from vacatur import exports
    from vacatur.runs import Progress

    exports.spreadsheets(
        request["results"], folder / MADE, replace=True,
        progress=lambda done, total: telling(Progress("spreadsheets", done, total, 0)),
    )  # fmt: skip


def workbook(folder: Path, request: Request, telling: Tell) -> None:
    """The analyst's workbook."""
    from vacatur import exports
    from vacatur.runs import Progress

    _begin(telling, "workbook")
    exports.workbook(
        request["results"], folder / MADE, replace=True,
        progress=lambda done, total: telling(Progress("workbook", done, total, done)),
    )  # fmt: skip


def report(folder: Path, request: Request, telling: Tell) -> None:
    """The report, the office's or the public's."""
    import vacatur
    from vacatur.runs import Progress

    _begin(telling, "report")
    vacatur.report(
        request["results"], out=folder / MADE, public=request["public"], replace=True,
        progress=lambda done, total: telling(Progress("report", done, total, 0)),
    )  # fmt: skip


def packets(folder: Path, request: Request, telling: Tell) -> None:
    """The packet of every prosecutor."""
    import vacatur
    from vacatur.runs import Progress

    vacatur.file(
        request["results"], office=request["office"], out=folder / MADE, replace=True,
        progress=lambda step: telling(Progress(step.name, step.done, step.total, 0)),
    )  # fmt: skip


def letters(folder: Path, request: Request, telling: Tell) -> None:
    """The letters to the people."""
    from vacatur import exports
    from vacatur.runs import Progress

    _begin(telling, "letters")
    exports.letters(
        request["results"], folder / MADE, office=request["office"], language=request["language"],
        single=request["single"], replace=True,
        progress=lambda done, total: telling(Progress("letters", done, total, 0)),
    )  # fmt: skip


def _begin(telling: Tell, stage: str) -> None:
    from vacatur.runs import Progress

    telling(Progress(stage, 0, None, 0))


KINDS: dict[str, Callable[[Path, Request, Any], None]] = {
    "spreadsheets": spreadsheets, "workbook": workbook, "report": report, "packets": packets, "letters": letters,
}  # fmt: skip
