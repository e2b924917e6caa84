"""Two runs held against each other: a month later, or under another policy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from vacatur.outputs.changes.found import Changes, changes_between
from vacatur.outputs.changes.lists import write_changes
from vacatur.outputs.changes.report import report_of
from vacatur.outputs.folder import HashedFile, results_folder
from vacatur.outputs.kept import Kept, derived_manifest, open_results
from vacatur.outputs.replacing import check_free
from vacatur.outputs.summary import Summary
from vacatur.outputs.tables import write_json

KIND = "changes"
REPORT = "changes.txt"


@dataclass(frozen=True)
class Differences:
    """What differs between two runs.

    Attributes:
        summary: the numbers, and what the runs were asked.
        text: the same as a page of text; it names nobody.
        folder: where the lists are; None when none were asked for.
        changes: the tables.
    """

    summary: Summary
    text: str
    folder: Path | None
    changes: Changes = field(repr=False)


def diff(
    before: str | Path | Kept,
    after: str | Path | Kept,
    *,
    pack: str | None = None,
    out: str | Path | None = None,
    replace: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Differences:
    """Hold the second of two runs against the first, and say what differs and why.

    Args:
        before, after: folders that runs wrote: of any files, as-of dates and packs that have one in common.
        pack: whose decisions are shown first; None for the office's choice of the second run, if both computed it.
        out: a folder for the lists and the report, which must not exist; None to write nothing.
        replace: whether earlier differences may be replaced.
        progress: told what is looked at.

    Raises:
        ResultsError: one of the folders is no results folder, of another format, or was changed after the run.
        UsageError: the runs have no pack in common, or the folder must stay as it is.
        VacaturError: the lists cannot be written.
    """
    if out is not None:
        check_free(Path(out), replace=replace, kind=KIND)
    first, second = (each if isinstance(each, Kept) else open_results(each) for each in (before, after))
    found = changes_between(first, second, pack, progress)
    text = report_of(found)
    if out is not None:
        _write(Path(out), found, text)
    return Differences(found.summary, text, None if out is None else Path(out), found)


def _write(out: Path, found: Changes, text: str) -> None:
    with results_folder(out) as folder:
        written = write_changes(folder, found)
        with HashedFile(folder, REPORT) as output:
            output.write(text.encode())
        written += [output, write_json(folder, "summary.json", found.summary)]
        manifest = derived_manifest(KIND, found.after, written, pack=found.pack, **_first(found.before))
        write_json(folder, "manifest.json", manifest)


def _first(kept: Kept) -> dict[str, object]:
    """How the manifest names the first run; the second stands where derived papers name their results."""
    return {"before": {"results": kept.sha256, "ledger": kept.ledger.named, "as_of": kept.as_of.isoformat()}}
