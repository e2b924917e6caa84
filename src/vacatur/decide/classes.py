"""Which convictions are of a listed offense: yes, no, or unknown where text, date or severity leave it open."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vacatur.law.offenses import OffenseList, load_offense_list
from vacatur.record.history import Offense

LISTS = ("prop64", "superstrikes", "pc290", "related")
_BARS = ("superstrikes", "pc290")
"""Lists that need a prior *conviction*: a juvenile adjudication is none (People v. Zamora (2017) 11 Cal.App.5th
728)."""

_MATCH = pl.Enum(["definite", "review", "no"])


def with_offenses(convictions: pl.DataFrame, offenses: Sequence[Offense]) -> pl.DataFrame:
    """Add what each conviction's statute is, and for each list of `LISTS` whether it is of it (null: unknown).

    Further columns: `statute`, `code`, `section`, `subdivision` (empty when none is stated) and `shown`, all null when
        the offense is
    illegible.
    """
    table = _offense_table(offenses)
    blank = table.height - 1
    joined = table.select(pl.all().gather(convictions["offense_id"].fill_null(blank)))
    frame = pl.concat([convictions, joined], how="horizontal")
    return frame.with_columns(_class_of(name) for name in LISTS).select(
        pl.exclude("^(match|felony_only|from|until)_.*$")
    )


def prop64_charges(offenses: Sequence[Offense]) -> list[int]:
    """The offenses that are certainly of the list `prop64`, whatever their date: for charges, which have no
    conviction.
    """
    prop64 = load_offense_list("prop64")
    return [number for number, entry in enumerate(offenses) if _lookup(prop64, entry) == "definite"]


def _lookup(listed: OffenseList, offense: Offense) -> str:
    return listed.lookup(offense.statute, offense.text).match


def _offense_table(offenses: Sequence[Offense]) -> pl.DataFrame:
    """A row for each distinct offense, and a last one for a blank."""
    entries = [*offenses, Offense("", None)]
    statutes = [entry.statute for entry in entries]
    columns: dict[str, pl.Series] = {
        "statute": pl.Series([str(found) if found else None for found in statutes], dtype=pl.String),
        "code": pl.Series([found.code if found else None for found in statutes], dtype=pl.String),
        "section": pl.Series([found.section if found else None for found in statutes], dtype=pl.String),
        "subdivision": pl.Series(
            [(found.subdivisions or ("",))[0] if found else None for found in statutes], dtype=pl.String
        ),
        "shown": pl.Series([found.shown if found else None for found in statutes], dtype=pl.String),
    }
    for name in LISTS:
        listed = load_offense_list(name)
        matches = [listed.lookup(entry.statute, entry.text) for entry in entries]
        columns[f"match_{name}"] = pl.Series([match.match for match in matches], dtype=_MATCH)
        columns[f"felony_only_{name}"] = pl.Series([match.felony_only for match in matches], dtype=pl.Boolean)
        columns[f"from_{name}"] = pl.Series([match.in_force_from for match in matches], dtype=pl.Date)
        columns[f"until_{name}"] = pl.Series([match.in_force_until for match in matches], dtype=pl.Date)
    return pl.DataFrame(columns)


def _class_of(name: str) -> pl.Expr:
    """True for definite, false for no, null for review, once severity, dates in force and the court are looked at."""
    match, start, until = pl.col(f"match_{name}"), pl.col(f"from_{name}"), pl.col(f"until_{name}")
    lesser = pl.col(f"felony_only_{name}") & ~pl.col("is_felony").fill_null(True)
    unsure = pl.col(f"felony_only_{name}") & pl.col("is_felony").is_null()
    on = pl.col("convicted_on")
    outside = (start.is_not_null() & ~(on >= start).fill_null(False)) | (
        until.is_not_null() & ~(on <= until).fill_null(False)
    )
    if name in _BARS:
        unsure = unsure | pl.col("agency").cast(pl.String).str.starts_with("CAJV").fill_null(False)
    found = (
        pl.when((match == "no") | lesser)
        .then(False)
        .when((match == "review") | unsure | outside)
        .then(None)
        .otherwise(True)
    )
    return found.alias(name)
