"""Which source rows each decision rests on (`record.rows`)."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from vacatur.decide.cascade import steps_of
from vacatur.decide.facts import CATALOGUE, OWN_ROWS
from vacatur.law.pack import Pack

MOST_ROWS = 12
"""Rows named for one decision: the first, in file order."""


def evidence_of(asked: pl.DataFrame, decisions: pl.DataFrame, pack: Pack) -> pl.Series:
    """For each decision the rows behind the facts of its rule, or behind the facts that are unknown.

    Args:
        asked: the frame that facts are read from.
        decisions: of one pack; `asked_at` is the row of that frame.
    """
    named = {step.id: step.facts for step in steps_of(pack)}
    numbered = decisions.select("asked_at", "rule", "unknown_facts").with_row_index("at")
    by_columns: dict[tuple[str, ...], list[pl.DataFrame]] = {}
    for (rule, unknown), group in numbered.group_by("rule", "unknown_facts"):
        facts = list(unknown) if isinstance(unknown, list) and unknown else list(named.get(str(rule), ()))
        by_columns.setdefault(_columns_behind(facts), []).append(group)
    parts = []
    for columns, groups in by_columns.items():
        together = pl.concat(groups)
        parts.append(together.select("at").with_columns(_rows(asked, columns, together["asked_at"])))
    return pl.concat(parts).sort("at")["evidence"] if parts else pl.Series("evidence", [], pl.List(pl.UInt64))


def _columns_behind(facts: Iterable[str]) -> tuple[str, ...]:
    """The columns that name the rows behind facts, besides the conviction's own rows, which always count."""
    return tuple(sorted({column for name in facts for column in CATALOGUE[name].evidence} - {OWN_ROWS}))


def _rows(asked: pl.DataFrame, columns: tuple[str, ...], at: pl.Series) -> pl.Series:
    frame = asked.select(OWN_ROWS, *columns)[at]
    if not columns:
        return frame[OWN_ROWS].list.head(MOST_ROWS).alias("evidence")
    lists = [as_list(frame, column) for column in (OWN_ROWS, *columns)]
    found = pl.concat_list(lists).list.unique().list.sort().list.head(MOST_ROWS)
    return frame.select(found.alias("evidence"))["evidence"]


def as_list(frame: pl.DataFrame, column: str) -> pl.Expr:
    """A column of rows as lists, empty where null."""
    if isinstance(frame.schema[column], pl.List):
        return pl.col(column).fill_null([])
    return pl.concat_list(column).list.drop_nulls()
