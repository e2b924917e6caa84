"""From a results folder to what leaves the office: each prosecutor's packet, the lists, the workbook, the letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from vacatur.errors import UsageError
from vacatur.law.agencies import prosecutors_of
from vacatur.outputs.filings.contents import write_contents
from vacatur.outputs.filings.docket import docket_of, folder_of, totals
from vacatur.outputs.filings.lists import write_lists
from vacatur.outputs.filings.papers import write_papers
from vacatur.outputs.folder import HashedFile, results_folder
from vacatur.outputs.kept import Kept, derived_manifest, open_results
from vacatur.outputs.notices.letters import write_letters
from vacatur.outputs.office import Office, load_office, placeholder_office, template
from vacatur.outputs.replacing import check_free
from vacatur.outputs.tables import write_json
from vacatur.outputs.workbook import write_workbook

Letters = Literal["none", "batch", "single"]
Language = Literal["en", "es", "both"]


@dataclass(frozen=True)
class Step:
    """What is being written, of how many things.

    Attributes:
        name: as a person reads it ("the papers of the District Attorney").
        done: things written so far, of `total`.
    """

    name: str
    done: int
    total: int


@dataclass(frozen=True)
class Packets:
    """What was written.

    Attributes:
        folder: where it is.
        totals: decisions by prosecutor and by the list they are on (`outputs.filings.docket.LISTED`).
        folders: within it, by prosecutor.
        office: the office file that was read, or the template that was written for it.
        placeholders: keys of the office file that still hold placeholders, which the papers show.
    """

    folder: Path
    totals: dict[str, dict[str, int]]
    folders: dict[str, str]
    office: Path
    placeholders: list[str]


def file(
    results: str | Path,
    *,
    office: str | Path | None = None,
    pack: str | None = None,
    out: str | Path | None = None,
    letters: Letters = "none",
    language: Language = "both",
    replace: bool = False,
    progress: Callable[[Step], None] | None = None,
) -> Packets:
    """Write the packets of every prosecutor, from the results of a run: whole, or not at all.

    Args:
        results: the folder that a run wrote.
        office: the office file; None for `office.toml` beside the results. Where there is none a template is written
            there, and the papers show its placeholders.
        pack: whose decisions are filed; None for the office's choice, the first pack of the run.
        out: the folder, which must not exist; None for `packets` within the results.
        letters: to the people: none, in batches, or one file a person.
        language: of the letters.
        replace: whether earlier packets may be replaced.
        progress: told what is being written.

    Raises:
        VacaturError: the results, the office file or the request are refused, or nothing can be written.
    """
    kept = open_results(results)
    if kept.every_county:
        raise UsageError(
            f"{kept.folder} holds results of every county, and packets are one county's prosecutors'. The papers of a "
            "RAP sheet: vacatur rapsheet petition. Packets: vacatur run with --county, then vacatur file."
        )
    chosen = kept.pack(pack or kept.packs[0].id).id
    target = kept.folder / "packets" if out is None else Path(out)
    check_free(target, replace=replace, kind="packets")
    office_path = _beside(kept.folder) / "office.toml" if office is None else Path(office)
    details, missing = _office(office_path, kept.county)
    docket = docket_of(kept, chosen)
    with results_folder(target) as folder:
        written = _write(folder, docket, kept, details, letters, language, progress)
        counted = totals(docket)
        written.append(write_json(folder, "totals.json", _totals(docket, counted, chosen)))
        written.append(write_contents(folder, kept, chosen, counted, written))
        manifest = derived_manifest("packets", kept, written, pack=chosen, letters=letters, language=language)
        write_json(folder, "manifest.json", manifest)
        if missing:
            _write_template(office_path, kept.county)
    folders = {prosecutor: folder_of(prosecutor) for prosecutor in counted}
    return Packets(target, counted, folders, office_path, details.placeholders())


def _beside(folder: Path) -> Path:
    """The folder that a folder is in, as its path was given; a dot has none in its name."""
    return folder.parent if folder.name not in ("", "..") else folder.resolve().parent


def _office(path: Path, county: str) -> tuple[Office, bool]:
    """The office file, or placeholders where there is none."""
    if path.is_file():
        return load_office(path, county), False
    if path.exists() or not path.parent.is_dir():
        raise UsageError(f"{path} is no file, and no template of an office file can be written there. Name another.")
    return placeholder_office(county), True


def _write_template(path: Path, county: str) -> None:
    with HashedFile(path.parent, path.name) as output:
        output.write(template(county).encode())


def _write(
    folder: Path,
    docket: pl.DataFrame,
    kept: Kept,
    office: Office,
    letters: Letters,
    language: Language,
    progress: Callable[[Step], None] | None,
) -> list[HashedFile]:
    prosecutors = [each for each in prosecutors_of(kept.county) if each.id in set(docket["prosecutor"])]
    total = len(prosecutors) + 2 + (letters != "none")
    written: list[HashedFile] = []

    def step(name: str, done: int) -> None:
        if progress:
            progress(Step(name, done, total))

    step("lists", 0)
    written += write_lists(folder, docket, kept, prosecutors)
    for number, prosecutor in enumerate(prosecutors):
        step(f"papers of the {prosecutor.name}", 1 + number)
        written += write_papers(folder, docket, prosecutor, office, kept)
    step("workbook", total - 1 - (letters != "none"))
    written.append(write_workbook(folder, docket, kept))
    if letters != "none":
        step("letters", total - 1)
        written += write_letters(folder, docket, kept, office, language=language, single=letters == "single")
    step("done", total)
    return written


def _totals(docket: pl.DataFrame, counted: dict[str, dict[str, int]], pack: str) -> dict[str, object]:
    listed = sum(count for of in counted.values() for count in of.values())
    return {
        "pack": pack,
        "decisions": docket.height,
        "by_prosecutor": counted,
        "reconciles": listed == docket.height,
    }
