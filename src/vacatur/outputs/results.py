"""Everything that a results folder holds, written in one go (docs/analyst.md lists the files)."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from vacatur.decide.evidence import MOST_ROWS, as_list
from vacatur.decide.facts import CATALOGUE
from vacatur.decide.frame import Convicted
from vacatur.law.pack import Pack
from vacatur.outputs.annotations import appended
from vacatur.outputs.folder import HashedFile, results_folder
from vacatur.outputs.spreadsheets import write_spreadsheets
from vacatur.outputs.summary import Summary
from vacatur.outputs.tables import write_json, write_parquet, write_problems, write_set_aside
from vacatur.record.rows import file_of, place_of
from vacatur.sources.doj.reader import FileRead

FORMAT = 3
"""Of the results folder; another number is another layout, which `vacatur explain` refuses."""


@dataclass(frozen=True)
class Outcome:
    """A finished run, before any of it is written.

    Attributes:
        by_pack: the decisions of each pack, with their evidence.
        decided: one row a conviction that the first pack decides, with what the spreadsheets show.
        remarks: rows whose comment may name another charge.
        persons: every person of the delivery.
        convictions: those of the people who have a decision, with the numbers of their cases and who arrested.
        charges: cannabis counts of the county that ended in no conviction (`decide.charged`).
        arrests: those of any offense, in any county, of which nobody was convicted (`decide.arrests`), with the
            remedies that may reach each; None when every pack is about cannabis.
    """

    packs: list[Pack]
    reads: list[FileRead]
    convicted: Convicted
    facts: pl.DataFrame
    by_pack: dict[str, pl.DataFrame]
    decided: pl.DataFrame
    remarks: pl.DataFrame
    persons: pl.DataFrame
    convictions: pl.DataFrame
    charges: pl.DataFrame
    arrests: pl.DataFrame | None
    problems: pl.DataFrame
    summary: Summary

    @property
    def decisions(self) -> pl.DataFrame:
        """One row a conviction and pack."""
        return pl.concat([self.decisions_by(name) for name in self.by_pack])

    def decisions_by(self, pack: str) -> pl.DataFrame:
        """One row a conviction that the pack decides."""
        return self.by_pack[pack].select(
            "conviction_id", pl.lit(pack).alias("pack"), "person_id", "determination", "floor", "ceiling", "rule",
            "reason", "citation", "unknown_facts", "assumptions", "notes",
            pl.col("evidence").list.eval(place_of(pl.element())),
        )  # fmt: skip


Enclose = Callable[[Path, "Outcome"], Sequence[HashedFile]]
"""Writes further files of a run into the results folder that is being made."""


def write_results(
    out: Path,
    outcome: Outcome,
    cells: pl.DataFrame,
    progress: Callable[[int], None] | None,
    seconds: dict[str, float],
    enclose: Enclose | None = None,
) -> None:
    """Write the folder whole, or not at all.

    Raises:
        VacaturError: it cannot be written.
    """
    pack = outcome.packs[0]
    with results_folder(out) as folder:
        with ThreadPoolExecutor(1) as beside:  # while the large files are written, the small ones are
            tables = beside.submit(_write_tables, folder, outcome)
            notes = appended(outcome.decided, outcome.remarks, pack)
            written = write_spreadsheets(folder, outcome.reads, _by_file(cells), _notes_by_file(notes), pack, progress)
            written += tables.result()
        written += enclose(folder, outcome) if enclose else ()
        write_account(folder, outcome.packs, outcome.reads, outcome.summary, written, seconds)


def _by_file(cells: pl.DataFrame) -> Callable[[FileRead], Iterator[pl.DataFrame]]:
    def of(read: FileRead) -> Iterator[pl.DataFrame]:
        yield cells.filter(pl.col("file") == read.file.index) if cells["file"].n_unique() > 1 else cells

    return of


def _notes_by_file(notes: pl.DataFrame) -> Callable[[FileRead], Iterator[pl.DataFrame]]:
    def of(read: FileRead) -> Iterator[pl.DataFrame]:
        yield notes.filter(file_of(pl.col("row")) == read.file.index)

    return of


def write_account(
    folder: Path,
    packs: Sequence[Pack],
    reads: Sequence[FileRead],
    summary: Summary,
    written: Sequence[HashedFile],
    seconds: Mapping[str, float],
) -> None:
    """What accounts for the rest of the folder: the packs as they were, the manifest, the seconds in each room."""
    for each in packs:
        _copy_pack(each, folder / "packs" / each.id)
    write_json(folder, "manifest.json", _manifest(packs, reads, summary, written))
    write_json(folder, "timing.json", dict(seconds))


def tables_of(outcome: Outcome) -> dict[str, pl.DataFrame]:
    """The tables of a results folder besides the decisions, by name."""
    tables = {
        "facts": facts_table(outcome),
        "convictions": outcome.convictions,
        "persons": outcome.persons,
        "charges": outcome.charges,
    }
    return tables if outcome.arrests is None else {**tables, "arrests": outcome.arrests}


def _write_tables(folder: Path, outcome: Outcome) -> list[HashedFile]:
    tables = {"decisions": outcome.decisions, **tables_of(outcome)}
    return [
        *[write_parquet(folder, f"{name}.parquet", table) for name, table in tables.items()],
        write_problems(folder, [outcome.problems], outcome.reads),
        write_set_aside(folder, ((read, row) for read in outcome.reads for row in read.set_aside)),
        write_json(folder, "summary.json", outcome.summary),
    ]


def facts_table(outcome: Outcome) -> pl.DataFrame:
    """The facts of each conviction that a pack may decide; beside each group of them the rows they rest on, and what
    those that change with time are counted from.
    """
    asked = outcome.convicted.asked
    columns = sorted({column for info in CATALOGUE.values() for column in info.evidence})
    evidence = asked.select(as_list(asked, name).list.head(MOST_ROWS).alias(name) for name in columns)
    dates = asked.select(
        "birth_date", "last_convicted_on", "latest_felony", "case_end", "sentences_end",
        pl.col("end_unknown_case").alias("case_end_unknown"), pl.col("end_unknown").alias("sentences_end_unknown"),
        "case_has_part", "case_probation", "case_revoked", "unread", "term_end", "terms_end", "unknown_term_on",
        "unknown_term_undated", "open_count_on",
    )  # fmt: skip
    return pl.concat([asked.select("conviction_id", "person_id"), outcome.facts, dates, evidence], how="horizontal")


def _copy_pack(pack: Pack, folder: Path) -> None:
    """The pack as it was, so that the decisions can be explained when the program's own has changed."""
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700)
    for name in ("pack.toml", "law.md", "cases.toml"):
        if (pack.folder / name).is_file():
            shutil.copyfile(pack.folder / name, folder / name)
            (folder / name).chmod(0o600)


def _manifest(
    packs: Sequence[Pack], reads: Sequence[FileRead], summary: Summary, written: Sequence[HashedFile]
) -> dict[str, Any]:
    """What went in, what was asked, what came out. It holds no time of day: the same input gives the same bytes."""
    return {
        "format": FORMAT,
        "vacatur": version("vacatur"),
        "polars": pl.__version__,
        "county": summary["county"],
        "as_of": summary["as_of"],
        **what_was_asked(packs, reads),
        "rows": summary["rows"],
        "reconciles": summary["reconciles"],
        "outputs": [{"file": output.name, "sha256": output.sha256, "rows": output.rows} for output in written],
        "not_hashed": ["manifest.json", "timing.json"],
    }  # fmt: skip


def what_was_asked(packs: Sequence[Pack], reads: Sequence[FileRead]) -> dict[str, Any]:
    """Of a manifest: what went in, and by which packs it was decided."""
    return {
        "inputs": [
            {
                "number": read.file.index + 1, "file": read.file.name, "bytes": read.file.size, "sha256":
                read.sha256, "rows": read.rows, "header": read.file.has_header, "blank_lines": read.blank_lines,
                "set_aside": len(read.set_aside),
            }
            for read in reads
        ],
        "packs": [
            {
                "id": pack.id, "parameters": pack.values(), "assumptions": list(pack.assumed), "sha256":
                pack_hash(pack.folder),
            }
            for pack in packs
        ],
    }  # fmt: skip


def pack_hash(folder: Path) -> str:
    """SHA-256, in hexadecimal digits, of the files of a pack one after the other."""
    digest = hashlib.sha256()
    for name in ("pack.toml", "law.md", "cases.toml"):
        if (folder / name).is_file():
            digest.update((folder / name).read_bytes())
    return digest.hexdigest()
