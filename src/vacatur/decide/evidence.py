"""Which source rows each decision rests on."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from vacatur.decide.cascade import steps_of
from vacatur.decide.facts import CATALOGUE
from vacatur.law.pack import Pack

MOST_ROWS = 12
"""Rows named for one decision: the first, in file order."""


def rows_behind(frame: pl.DataFrame, facts: Iterable[str]) -> pl.Series:
    """For each conviction, the rows (numbers of `events`) behind the named facts, its own first row always among them."""
    columns = sorted({column for name in facts for column in CATALOGUE[name].evidence} | {"row"})
    lists = [
        (pl.col(column) if isinstance(frame.schema[column], pl.List) else pl.concat_list(column)).fill_null([])
        for column in columns
    ]
    return frame.select(pl.concat_list(lists).list.drop_nulls().list.unique().list.sort().list.head(MOST_ROWS).alias("evidence"))["evidence"]


def evidence_of(frame: pl.DataFrame, decisions: pl.DataFrame, pack: Pack) -> pl.Series:
    """For each decision the rows it rests on: those behind the facts of the deciding rule, or behind the facts that are unknown."""
    named = {step.id: step.facts for step in steps_of(pack)}
    numbered = decisions.select("rule", "unknown_facts").with_row_index("at")
    parts = []
    for (rule, unknown), group in numbered.group_by("rule", "unknown_facts"):
        facts = list(unknown) if isinstance(unknown, list) and unknown else named.get(str(rule), ())
        parts.append(group.select("at").with_columns(rows_behind(frame[group["at"]], facts)))
    if not parts:
        return pl.Series("evidence", [], pl.List(pl.UInt32))
    return pl.concat(parts).sort("at")["evidence"]
