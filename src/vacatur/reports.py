"""From a results folder to a report of it, for the office or for the public."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from vacatur.outputs.folder import HashedFile, results_folder
from vacatur.outputs.kept import derived_manifest, open_results
from vacatur.outputs.replacing import check_free
from vacatur.outputs.tables import write_json

KIND = "report"
FOLDERS = {False: "report", True: "report-public"}
"""Where a report is written within the results, when nobody says otherwise: the office's, and the public's."""


def report(
    results: str | Path,
    *,
    out: str | Path | None = None,
    public: bool = False,
    replace: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Write the report of a run: `report.html`, `report.pdf`, and the rows behind each figure.

    Args:
        results: the folder that a run wrote.
        out: the folder of the report; else `report` within the results, or `report-public`.
        public: the version to publish: no rows, no links, small numbers withheld.
        replace: whether an earlier report may be replaced.
        progress: told how many steps are done, of how many: the figures with their rows, the page, the paper.

    Returns:
        the folder of the report. It appears whole or not at all.

    Raises:
        ResultsError: the folder is no results folder, of another format, or was changed after the run.
        UsageError: the folder of the report exists and must stay as it is.
        VacaturError: it cannot be written.
    """
    folder = Path(results)
    target = folder / FOLDERS[public] if out is None else Path(out)
    check_free(target, replace=replace, kind=KIND)
    kept = open_results(folder)
    from vacatur.outputs.report.build import page_of, told_of
    from vacatur.outputs.report.html import html_of
    from vacatur.outputs.report.pdf import pdf_of

    def step(done: int) -> None:
        if progress:
            progress(done, 3)

    step(0)
    with results_folder(target) as beside:
        told, written = told_of(kept, None if public else beside)
        step(1)
        page = page_of(told)
        written.append(_write(beside, "report.html", html_of(page).encode()))
        step(2)
        written.append(_write(beside, "report.pdf", pdf_of(page)))
        step(3)
        write_json(beside, "manifest.json", derived_manifest(KIND, kept, written, public=public))
    return target


def _write(folder: Path, name: str, content: bytes) -> HashedFile:
    with HashedFile(folder, name) as output:
        output.write(content)
    return output
