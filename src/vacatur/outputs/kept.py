"""A results folder, opened again: what papers, explanations and pages are made from.

What reviewers recorded in its ledger is applied here, and nowhere else (docs/review.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from vacatur.decide.frame import ALL_COUNTIES
from vacatur.errors import ResultsError
from vacatur.law.pack import Pack, load_pack
from vacatur.outputs.folder import HashedFile
from vacatur.outputs.replacing import DERIVED, sha256_of
from vacatur.outputs.results import FORMAT, pack_hash
from vacatur.review.acts import Ledger
from vacatur.review.applied import reviewed, with_supplied
from vacatur.review.book import read_ledger

TABLES = ("persons", "convictions", "charges", "decisions", "facts")
APPLIED = {"decisions": reviewed, "facts": with_supplied}
"""Tables that a review changes, and how."""

SHEET_ROWS = "sheets/rows.csv"
"""Where each row of a run on RAP sheets comes from (`outputs.sheets`)."""

AS_RUN = "_as_run"
"""`decisions_as_run` and `facts_as_run` are the tables as the run left them, whatever reviewers did."""


@dataclass(frozen=True)
class Kept:
    """The results of a run, as its folder holds them.

    Attributes:
        folder: where they are.
        manifest: what went in, what was asked, what came out.
        summary: the figures of the run.
        sha256: of the manifest, in hexadecimal digits: what a paper names as its source.
        ledger: what reviewers recorded, as it stood when the results were opened.
    """

    folder: Path
    manifest: dict[str, Any]
    summary: dict[str, Any]
    sha256: str
    _tables: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False)
    ledger: Ledger = field(default_factory=lambda: Ledger(""))

    @property
    def county(self) -> str:
        """The county of the run, as the file spells it."""
        return str(self.manifest["county"])

    @property
    def every_county(self) -> bool:
        """Whether the run was about every county, as on RAP sheets."""
        return self.county == ALL_COUNTIES

    @property
    def as_of(self) -> date:
        """The date of evaluation."""
        return date.fromisoformat(self.manifest["as_of"])

    @cached_property
    def packs(self) -> list[Pack]:
        """The packs as the run had them, with their settings; the first is the office's choice."""
        return [
            load_pack(self.folder / "packs" / entry["id"]).with_settings(entry["parameters"], entry["assumptions"])
            for entry in self.manifest["packs"]
        ]

    def pack(self, pack_id: str) -> Pack:
        """One of them.

        Raises:
            ResultsError: the run did not compute it.
        """
        for pack in self.packs:
            if pack.id == pack_id:
                return pack
        raise ResultsError(
            f"The run did not compute the pack {pack_id!r}. It computed {', '.join(pack.id for pack in self.packs)}."
        )

    def table(self, name: str) -> pl.DataFrame:
        """One of `TABLES` (docs/analyst.md), read once. Source rows are named `file:line`.

        Decisions and facts are as they stand after all acts of the ledger; `decisions_as_run` and `facts_as_run` are
        as the run left them.
        """
        if name not in self._tables:
            as_run = name.removesuffix(AS_RUN)
            if as_run in APPLIED and as_run == name:
                self._tables[name] = APPLIED[name](self.table(name + AS_RUN), self.ledger)
            else:
                self._tables[name] = pl.read_parquet(self.folder / f"{as_run}.parquet")
        return self._tables[name]

    def opened_again(self) -> Kept:
        """The same results with the ledger as it stands now; what the run left is not read again.

        Raises:
            ResultsError: the ledger cannot be read.
        """
        ledger = read_ledger(self.folder, self.sha256, self.ledger)
        if ledger.sha256 == self.ledger.sha256:
            return self
        tables = {name: table for name, table in self._tables.items() if name not in APPLIED}
        if "decisions" in self._tables and ledger.acts[: self.ledger.last] == self.ledger.acts:
            tables["decisions"] = reviewed(self._tables["decisions"], ledger.since(self.ledger.last))
        return replace(self, ledger=ledger, _tables=tables)

    @cached_property
    def problems(self) -> pl.DataFrame:
        """What could not be read or is in doubt: `problems.csv`."""
        return pl.read_csv(self.folder / "problems.csv", infer_schema=False)

    @cached_property
    def set_aside(self) -> pl.DataFrame:
        """The rows that could not be read, as they are: `set_aside.csv`."""
        return pl.read_csv(self.folder / "set_aside.csv", infer_schema=False)

    @cached_property
    def arrests(self) -> pl.DataFrame | None:
        """The arrests of which nobody was convicted (`arrests.parquet`); None of a run that keeps none: one whose packs
        are all about Proposition 64.
        """
        path = self.folder / "arrests.parquet"
        return pl.read_parquet(path) if path.is_file() else None

    @cached_property
    def sheet_rows(self) -> pl.DataFrame | None:
        """Where the rows of the run stand on RAP sheets: line, sheet, file, page, first_line, last_line, event_first,
        event_last (lines of the event; blank of a row about none). None: the run was on the file of the state.
        """
        path = self.folder / SHEET_ROWS
        return pl.read_csv(path, schema_overrides={"file": pl.String}) if path.is_file() else None


def open_results(results: str | Path, *, unchanged: bool = True) -> Kept:
    """Open the folder that a run wrote.

    Args:
        unchanged: refuse it when a file in it is not the one that the run wrote.

    Raises:
        ResultsError: the folder is no results folder, of another format, or was changed after the run; or its ledger
            cannot be read.
    """
    folder = Path(results)
    content = _bytes_of(folder, folder / "manifest.json")
    try:
        manifest: dict[str, Any] = json.loads(content)
        found = manifest.get("format")
        listed = {str(output["file"]): str(output["sha256"]) for output in manifest.get("outputs", ())}
    except (ValueError, AttributeError, KeyError, TypeError):
        raise ResultsError(f"{folder / 'manifest.json'} is not the manifest of a run. Run again.") from None
    if found != FORMAT or "kind" in manifest:
        raise ResultsError(_another(folder, manifest))
    if unchanged:
        _check_unchanged(folder, listed, {entry["id"]: entry["sha256"] for entry in manifest["packs"]})
    summary = json.loads(_bytes_of(folder, folder / "summary.json"))
    sha256 = hashlib.sha256(content).hexdigest()
    return Kept(folder, manifest, summary, sha256, ledger=read_ledger(folder, sha256))


def _bytes_of(folder: Path, path: Path) -> bytes:
    if not path.is_file():
        raise ResultsError(
            f"{folder} is not a results folder: it has no {path.name}. Give the folder that `vacatur run --out` wrote."
        )
    return path.read_bytes()


def _another(folder: Path, manifest: Mapping[str, Any]) -> str:
    if "kind" in manifest:
        what = DERIVED.get(str(manifest["kind"]), f"a {manifest['kind']}")
        return f"{folder} is {what}, made from results. Give the folder that `vacatur run --out` wrote."
    wrote = manifest.get("vacatur", "another version")
    return (
        f"{folder} was written by Vacatur {wrote} in format {manifest.get('format')}; this version reads format "
        f"{FORMAT}. Run again with this version."
    )


def _check_unchanged(folder: Path, listed: Mapping[str, str], packs: Mapping[str, str]) -> None:
    missing = [name for name in listed if not (folder / name).is_file()]
    changed = [name for name in listed if name not in missing and sha256_of(folder / name) != listed[name]]
    changed += [f"packs/{name}" for name, sha256 in packs.items() if pack_hash(folder / "packs" / name) != sha256]
    if not missing and not changed:
        return
    what = [*(f"{name} is gone" for name in missing), *(f"{name} has changed" for name in changed)]
    raise ResultsError(
        f"{folder} is not as the run left it: {', '.join(what)}. What is made from it would not match the run. "
        "Put the file back, or run again; keep edited copies elsewhere."
    )


def derived_manifest(kind: str, kept: Kept, written: Sequence[HashedFile], **more: object) -> dict[str, Any]:
    """The manifest of what is made from results: which results, with which acts of reviewers, by which version, and
    what was written.

    Args:
        kind: one of `replacing.DERIVED`.
        more: what else was asked.
    """
    return {
        "format": 1,
        "kind": kind,
        "vacatur": version("vacatur"),
        "results": kept.sha256,
        "ledger": kept.ledger.named,
        "county": kept.county,
        "as_of": kept.as_of.isoformat(),
        **more,
        "outputs": [
            {"file": output.name, "sha256": output.sha256, "rows": output.rows}
            for output in sorted(written, key=lambda output: output.name)
        ],
    }
