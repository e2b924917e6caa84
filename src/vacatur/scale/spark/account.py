"""What accounts for a folder of tables: the packs as they were, the figures, the manifest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import polars as pl

from vacatur.law.pack import Pack
from vacatur.outputs.results import what_was_asked
from vacatur.outputs.summary import Summary
from vacatur.scale.spark.storage import Storage
from vacatur.sources.doj.reader import FileRead

KIND = "tables"
"""What the manifest says such a folder is: no results folder, from which papers are made."""


def write_account(
    storage: Storage,
    place: str,
    packs: Sequence[Pack],
    reads: Sequence[FileRead],
    summary: Summary,
    tables: Sequence[str],
    form: str,
) -> None:
    """Write it; the manifest last, so that a folder which has one is finished."""
    for pack in packs:
        for name in ("pack.toml", "law.md", "cases.toml"):
            if (pack.folder / name).is_file():
                storage.write(f"{place}/packs/{pack.id}/{name}", (pack.folder / name).read_bytes())
    storage.write(f"{place}/summary.json", _json(summary))
    storage.write(f"{place}/manifest.json", _json(_manifest(packs, reads, summary, tables, form)))


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def _manifest(
    packs: Sequence[Pack], reads: Sequence[FileRead], summary: Summary, tables: Sequence[str], form: str
) -> dict[str, Any]:
    """What went in, what was asked, what came out; no time of day, no machine."""
    return {
        "format": 1,
        "kind": KIND,
        "vacatur": version("vacatur"),
        "polars": pl.__version__,
        "county": summary["county"],
        "as_of": summary["as_of"],
        **what_was_asked(packs, reads),
        "rows": summary["rows"],
        "reconciles": summary["reconciles"],
        "tables": dict.fromkeys(tables, form),
    }  # fmt: skip
