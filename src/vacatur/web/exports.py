"""What is made of a run on demand: what it is, where the job is that makes it, and what that made last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vacatur.outputs.replacing import manifest_of
from vacatur.web.making import MADE
from vacatur.web.opened import Opened
from vacatur.web.wording import later
from vacatur.web.workplace import Run


@dataclass(frozen=True)
class Export:
    """Something that is made on demand.

    Attributes:
        kind: of the job (`making.KINDS`).
        words: what it is called.
        about: what it is.
        first: the file that most people want; empty: all of it, as an archive.
        look: whether that file is looked at in the browser.
    """

    kind: str
    words: str
    about: str
    first: str = ""
    look: bool = False


EXPORTS = {
    "report": Export(
        "report", later("Report for the office"),
        later("The figures with charts and the rows behind each, as a page and on paper. For the office only."),
        "report.html", True,
    ),
    "report-public": Export(
        "report", later("Report for the public"),
        later("The same without rows, and with small numbers withheld: the version to publish."),
        "report.html", True,
    ),
    "packets": Export(
        "packets", later("Packets for court"),
        later("For each prosecutor the motion, the proposed order, exhibits and lists; lists for the public defender "
              "and the DOJ."),
    ),
    "workbook": Export(
        "workbook", later("Workbook"),
        later("Every decision with its reasons, people, problems and the reconciliation, as one spreadsheet file."),
        "decisions.xlsx",
    ),
    "letters": Export(
        "letters", later("Letters"),
        later("To the people for whom something is asked, to be printed and sent; and an index of them."),
    ),
    "spreadsheets": Export(
        "spreadsheets", later("Spreadsheets as reviewed"),
        later("The spreadsheets below, with what reviewers decided in the rows that it is about."),
    ),
}  # fmt: skip

OFFICIAL = {"packets", "letters"}
"""What one county's prosecutor signs or sends."""


def job_folder(run: Run, name: str) -> Path:
    """The folder of the job that makes an export."""
    return run.folder / "jobs" / name


@dataclass(frozen=True)
class Made:
    """What a job made last.

    Attributes:
        manifest: of it.
        bytes: all its files.
        current: whether it was made with the ledger as it stands now.
    """

    folder: Path
    manifest: Mapping[str, Any]
    bytes: int
    current: bool

    @property
    def names(self) -> list[str]:
        """Its files."""
        return [str(output["file"]) for output in self.manifest["outputs"]] + ["manifest.json"]

    @property
    def acts(self) -> int:
        """How many acts of reviewers it was made with."""
        return int((self.manifest.get("ledger") or {}).get("last_act", 0))


def made_of(run: Run, name: str, opened: Opened) -> Made | None:
    """What the job of an export made last; None when there is none."""
    folder = job_folder(run, name) / MADE
    manifest = manifest_of(folder)
    if manifest is None or manifest.get("results") != opened.kept.sha256:
        return None
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Made(folder, manifest, size, manifest.get("ledger") == opened.kept.ledger.named)
