"""What a task does that decides: some of the people, by the functions of every other run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from vacatur.law.pack import Pack
from vacatur.outcomes import outcome_of
from vacatur.scale.deciding import DECISIONS, NOTES, in_stretches, laid_tables
from vacatur.scale.spark.rows import LAID, as_table, packed, unpacked
from vacatur.sources.doj.coded import coded_types
from vacatur.sources.doj.events import to_history
from vacatur.sources.doj.persons import Elsewhere, numbers_of

SUMMARY = "summary"
"""Name of the row that holds a part's figures, and each of its tables without rows."""


@dataclass(frozen=True)
class Asked:
    """What every task that decides is told.

    Attributes:
        told: what the whole delivery tells of its people.
        first_lines: for each file the line on which each block begins: columns block, first.
        ends: the last row of each stretch of the input.
    """

    packs: list[Pack]
    county: str | None
    as_of: date
    told: Elsewhere
    first_lines: Mapping[int, pl.DataFrame]
    ends: Sequence[int]


def people_task(texts: Any) -> Callable[[Any], Any]:
    """The people of a part, with the CII number of each, and whether one of the two stands among some texts: columns
    person_id, cii_number, named.

    Args:
        texts: broadcast.
    """

    def people(table: Any) -> Any:
        theirs = numbers_of(pl.concat([unpacked(payload.as_py()) for payload in table.column("payload")]))
        named = pl.col("person_id").is_in(texts.value) | pl.col("cii_number").is_in(texts.value).fill_null(False)
        found = theirs.select("person_id", "cii_number", named.alias("named"))
        return found.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(_people_schema())

    return people


def _people_schema() -> Any:
    import pyarrow

    return pyarrow.schema(
        [("person_id", pyarrow.string()), ("cii_number", pyarrow.string()), ("named", pyarrow.bool_())]
    )


def decide_task(asked: Any) -> Callable[[Any], Any]:
    """Decides the people of a part, and lays down what came of it in stretches of the input.

    Args:
        asked: an `Asked`, broadcast.
    """

    def decide(table: Any) -> Any:
        return as_table(_decided(asked.value, table.select(["file", "at", "payload"]).to_pylist()), LAID)

    return decide


def _decided(asked: Asked, rows: list[dict[str, Any]]) -> Iterator[tuple[str, int, bytes]]:
    history = to_history([], _cells(asked, rows), asked.told)
    outcome = outcome_of(history, [], asked.packs, asked.county, asked.as_of)
    columns = []
    packs = {f"{DECISIONS}{pack.id}": number for number, pack in enumerate(asked.packs)}
    for name, table in laid_tables(history, outcome).items():
        if name == NOTES:
            continue
        shown, first = ("decisions", packs[name] * len(asked.ends)) if name in packs else (name, 0)
        columns.append((shown, packed(table.clear())))
        for stretch, some in enumerate(in_stretches(table, asked.ends)):
            if not some.is_empty():
                yield shown, first + stretch, packed(some)
    columns.append((SUMMARY, json.dumps(outcome.summary).encode()))
    yield SUMMARY, 0, packed(pl.DataFrame(columns, schema={"name": pl.String, "content": pl.Binary}, orient="row"))


def _cells(asked: Asked, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The rows of a part's people in the input's order, coded, each with its line in the file."""
    types = coded_types()
    found = []
    for row in sorted(rows, key=lambda row: (row["file"], row["at"])):
        some = unpacked(row["payload"]).join(
            asked.first_lines[row["file"]], on="block", how="left", maintain_order="left"
        )
        lines = (pl.col("line") + pl.col("first")).cast(pl.UInt32).alias("line")
        coded = [pl.col(name).cast(kind) for name, kind in types.items() if name in some.columns]
        found.append(some.with_columns(lines, *coded).drop("block", "first"))
    return pl.concat(found)
