"""From a results folder to one thing that somebody takes along: spreadsheets, the workbook, the letters.

Each is a folder of its own with a manifest, whole or not at all. The report and the packets are in `reports` and
`filings`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from vacatur.filings import Language
from vacatur.outputs.filings.docket import docket_of
from vacatur.outputs.folder import HashedFile, results_folder
from vacatur.outputs.kept import Kept, derived_manifest, open_results
from vacatur.outputs.notices.letters import write_letters
from vacatur.outputs.office import load_office, placeholder_office
from vacatur.outputs.replacing import check_free
from vacatur.outputs.respread import write_reviewed
from vacatur.outputs.tables import write_json
from vacatur.outputs.workbook import write_workbook


def spreadsheets(
    results: str | Path, out: str | Path, *, replace: bool = False, progress: Callable[[int, int], None] | None = None
) -> Path:
    """Write the spreadsheets of a run with what reviewers decided.

    Args:
        results: the folder that a run wrote.
        out: the folder of the spreadsheets.
        replace: whether earlier ones may be replaced.
        progress: told how many bytes are written, of how many.

    Raises:
        VacaturError: the results are refused, the folder must stay as it is, or nothing can be written.
    """
    return _export(results, out, "spreadsheets", replace, lambda folder, kept: write_reviewed(folder, kept, progress))


def workbook(
    results: str | Path, out: str | Path, *, replace: bool = False, progress: Callable[[int, int], None] | None = None
) -> Path:
    """Write the analyst's workbook of a run.

    Args:
        progress: told how many rows are written, of how many.

    The other arguments, and what is raised, are those of `spreadsheets`.
    """

    def write(folder: Path, kept: Kept) -> list[HashedFile]:
        return [write_workbook(folder, docket_of(kept, kept.packs[0].id), kept, progress)]

    return _export(results, out, "workbook", replace, write)


def letters(
    results: str | Path,
    out: str | Path,
    *,
    office: str | Path | None = None,
    language: Language = "both",
    single: bool = False,
    replace: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Write the letters to the people for whom something is asked.

    Args:
        office: the office file; without one the letters show placeholders.
        language: of the letters.
        single: one file a letter, else a thousand in each.
        progress: told how many letters are set, of how many.

    The other arguments, and what is raised, are those of `spreadsheets`.
    """

    def write(folder: Path, kept: Kept) -> list[HashedFile]:
        details = placeholder_office(kept.county) if office is None else load_office(Path(office), kept.county)
        docket = docket_of(kept, kept.packs[0].id)
        return write_letters(folder, docket, kept, details, language=language, single=single, progress=progress)

    return _export(results, out, "letters", replace, write, language=language, single=single)


def _export(
    results: str | Path, out: str | Path, kind: str, replace: bool, write: Callable[[Path, Kept], list[HashedFile]],
    **asked: object,
) -> Path:  # fmt: skip
    target = Path(out)
    check_free(target, replace=replace, kind=kind)
    kept = open_results(results)
    with results_folder(target) as folder:
        written = write(folder, kept)
        write_json(folder, "manifest.json", derived_manifest(kind, kept, written, **asked))
    return target
