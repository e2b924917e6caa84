"""Results made outside of the pages, such as by `vacatur rapsheet`: shown as a run, and left where they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from vacatur.outputs.kept import Kept, open_results
from vacatur.outputs.sheets import ROWS
from vacatur.web import clock
from vacatur.web.jobs import ENDED, ending
from vacatur.web.workplace import JOB, Run, Workplace, write_json


def adopt(app: Starlette, results: Path) -> Run:
    """A results folder as a run of the data folder; one that is there already is not entered again.

    Raises:
        ResultsError: it is no results folder, or of another format.
    """
    workplace: Workplace = app.state.workplace
    kept = open_results(results.absolute(), unchanged=False)
    for run in workplace.runs():
        if run.request.get("results") == str(kept.folder) and run.request.get("sha256") == kept.sha256:
            return run
    folder = workplace.new_folder("runs")
    write_json(folder / JOB, {"kind": "run", "added": clock.now(), "request": _request(kept)})
    write_json(folder / ENDED, ending("done", 0.0))
    return workplace.run(folder.name)


def _request(kept: Kept) -> dict[str, Any]:
    """What was asked, as the manifest has it."""
    packs = kept.manifest["packs"]
    return {
        "results": str(kept.folder), "sha256": kept.sha256, "delivery": "", "files": list(_files(kept)),
        "county": kept.county, "as_of": kept.as_of.isoformat(), "packs": [pack["id"] for pack in packs],
        "settings": packs[0]["parameters"], "assume": packs[0]["assumptions"],
    }  # fmt: skip


def _files(kept: Kept) -> Iterator[str]:
    """Where the files that went in may be: in the folder itself for RAP sheets, else beside it."""
    for entry in kept.manifest["inputs"]:
        name = str(entry["file"])
        yield str(kept.folder / name if name == ROWS else kept.folder.parent / name)
