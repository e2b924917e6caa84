"""What a run came to, in figures: for the terminal, for a script, for `summary.json`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from vacatur.decide.frame import ALL_COUNTIES
from vacatur.decide.impact import Impact
from vacatur.law.pack import Pack
from vacatur.record.history import History
from vacatur.sources.doj.reader import FileRead

Summary = dict[str, Any]
"""Figures under names, as JSON holds them."""


def reconciliation(
    reads: Sequence[FileRead], history: History, convictions: pl.DataFrame, chosen: pl.DataFrame
) -> dict[str, int]:
    """Rows in = rows decided on + rows not in scope + rows set aside. Decided on are all rows of the decided
    convictions.
    """
    decided = convictions.join(chosen.select("conviction"), on="conviction", how="semi")["rows"].list.len().sum()
    read = sum(file.rows for file in reads)
    aside = sum(len(file.set_aside) for file in reads)
    return {
        "read": read,
        "decided": int(decided),
        "not_in_scope": history.events.height - int(decided),
        "set_aside": aside,
        "blank_lines": sum(file.blank_lines for file in reads),
    }


def summarize(
    *,
    county: str | None,
    as_of: date,
    packs: Sequence[Pack],
    reads: Sequence[FileRead],
    history: History,
    convictions: pl.DataFrame,
    decided: pl.DataFrame,
    chosen: pl.DataFrame,
    impacts: dict[str, Impact],
    problems: pl.DataFrame,
) -> Summary:
    """The figures of a run. `seconds` is added by the run, and never stands on disk: the same input gives the same
    bytes.
    """
    pack = packs[0]
    rows = reconciliation(reads, history, convictions, chosen)
    here = convictions.filter(
        "prop64" if county is None else pl.col("prop64") & (pl.col("county").cast(pl.String) == county)
    )
    earliest = here["convicted_on"].min()
    relief = decided.filter(pl.col("determination").is_in(["dismiss", "reduce"]))
    return {
        "county": ALL_COUNTIES if county is None else county,
        "as_of": as_of.isoformat(),
        "pack": pack.id,
        "title": pack.title,
        "parameters": pack.values(),
        "assumptions": list(pack.assumed),
        "packs": [other.id for other in packs],
        "rows": rows,
        "reconciles": rows["read"] == rows["decided"] + rows["not_in_scope"] + rows["set_aside"],
        "people": history.persons.height,
        "convictions": convictions.height,
        "earliest_conviction": earliest.isoformat() if isinstance(earliest, date) else None,
        "decisions": _decisions(decided),
        "prop64_in_county": _in_county(here),
        "people_decided": decided["person"].n_unique(),
        "people_with_relief": relief["person"].n_unique(),
        "impact": {name: impact.as_dict() for name, impact in impacts.items()},
        "unknown_facts": _counted(decided.explode("unknown_facts"), "unknown_facts"),
        "problems": _counted(problems, "code"),
        "files": files_of(reads),
        "lines": rows["read"],
    }


def files_of(reads: Sequence[FileRead]) -> list[dict[str, Any]]:
    """The figures of each file."""
    return [
        {"file": read.file.name, "rows": read.rows, "set_aside": len(read.set_aside), "sha256": read.sha256}
        for read in reads
    ]


def _in_county(here: pl.DataFrame) -> Summary:
    """Prop 64 convictions in the county by section and grade, whatever becomes of them, and the people who have one."""
    felony = pl.col("is_felony")
    rows = here.group_by("section").agg(
        pl.len().alias("all"),
        felony.sum().alias("felonies"),
        felony.not_().sum().alias("not_felonies"),
        felony.is_null().sum().alias("grade_unknown"),
    )
    by_section = {row.pop("section"): row for row in rows.sort("section").to_dicts()}
    return {"total": here.height, "people": here["person"].n_unique(), "by_section": by_section}


def _decisions(decided: pl.DataFrame) -> Summary:
    determination = pl.col("determination").cast(pl.String)
    by_section: dict[str, dict[str, int]] = {}
    sections = (
        decided.group_by(pl.col("section").fill_null("unknown"), determination).len().sort("section", "determination")
    )
    for section, outcome, count in sections.iter_rows():
        by_section.setdefault(section, {})[outcome] = count
    reasons = (
        decided.group_by(determination, "reason", "rule")
        .len("count")
        .sort("count", "determination", "reason", "rule", descending=[True, False, False, False])
    )
    return {
        "total": decided.height,
        "by_determination": _counted(decided.with_columns(determination), "determination"),
        "by_section": by_section,
        "by_reason": reasons.to_dicts(),
        "felonies": int(decided["is_felony"].sum()),
        "misdemeanors_or_infractions": int((~decided["is_felony"]).sum()),
        "severity_unknown": decided["is_felony"].null_count(),
    }


def _counted(frame: pl.DataFrame, column: str) -> dict[str, int]:
    """How often each value stands, the most frequent first."""
    counts = (
        frame.filter(pl.col(column).is_not_null()).group_by(column).len().sort("len", column, descending=[True, False])
    )
    return dict(counts.iter_rows())
