"""Which source rows each decision rests on, as the places where they stand."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from vacatur.decide.cascade import steps_of
from vacatur.decide.facts import CATALOGUE, OWN_ROWS
from vacatur.law.pack import Pack

MOST_ROWS = 12
"""Rows named for one decision: the first, in file order."""


class EvidenceBook:
    """The source rows behind facts, for the convictions that packs decide: `2:1047` is line 1047 of the delivery's
    second file.

    Most decisions rest on the rows of their own conviction; those are spelled out once and shared by all packs.
    """

    def __init__(self, asked: pl.DataFrame, events: pl.DataFrame) -> None:
        self._asked = asked
        self._place = events.select(file=pl.col("file") + 1, line=pl.col("line"))
        self._own = self.places(asked[OWN_ROWS].list.head(MOST_ROWS))

    def places(self, rows: pl.Series) -> pl.Series:
        """Lists of rows of the events as lists of places."""
        filled = rows.fill_null([])
        flat = filled.explode(empty_as_null=False)
        text = (
            self._place[flat].select(pl.concat_str("file", pl.lit(":"), "line").alias(rows.name)) if len(flat) else None
        )
        if text is None:
            return pl.Series(rows.name, [[]], pl.List(pl.String)).new_from_index(0, len(rows))
        index = (
            pl.int_range(len(rows), dtype=pl.UInt32, eager=True)
            .repeat_by(filled.list.len())
            .explode(empty_as_null=False)
        )
        grouped = text.with_columns(at=index.set_sorted()).group_by("at", maintain_order=True).agg(rows.name)
        every = pl.DataFrame({"at": pl.int_range(len(rows), dtype=pl.UInt32, eager=True)})
        return every.join(grouped, on="at", how="left", maintain_order="left")[rows.name].fill_null([])

    def behind(self, facts: Iterable[str], at: pl.Series) -> pl.Series:
        """The places behind the named facts, for the convictions at these rows of the frame; their own always among
        them.
        """
        columns = sorted({column for name in facts for column in CATALOGUE[name].evidence} - {OWN_ROWS})
        if not columns:
            return self._own.gather(at).alias("evidence")
        frame = self._asked.select(OWN_ROWS, *columns)[at]
        lists = [
            (pl.col(column) if isinstance(frame.schema[column], pl.List) else pl.concat_list(column)).fill_null([])
            for column in (OWN_ROWS, *columns)
        ]
        rows = frame.select(
            pl.concat_list(lists).list.drop_nulls().list.unique().list.sort().list.head(MOST_ROWS).alias("evidence")
        )
        return self.places(rows["evidence"])

    def of_decisions(self, decisions: pl.DataFrame, pack: Pack) -> pl.Series:
        """For each decision the rows behind the facts of its rule, or behind the facts that are unknown.

        Args:
            decisions: of one pack; `asked_at` is the row of the frame.
        """
        named = {step.id: step.facts for step in steps_of(pack)}
        numbered = decisions.select("asked_at", "rule", "unknown_facts").with_row_index("at")
        by_columns: dict[tuple[str, ...], list[pl.DataFrame]] = {}
        for (rule, unknown), group in numbered.group_by("rule", "unknown_facts"):
            facts = list(unknown) if isinstance(unknown, list) and unknown else list(named.get(str(rule), ()))
            by_columns.setdefault(tuple(sorted(facts)), []).append(group)
        parts = []
        for facts_named, groups in by_columns.items():
            together = pl.concat(groups)
            parts.append(
                together.select("at").with_columns(self.behind(facts_named, together["asked_at"]).alias("evidence"))
            )
        return pl.concat(parts).sort("at")["evidence"] if parts else pl.Series("evidence", [], pl.List(pl.String))
