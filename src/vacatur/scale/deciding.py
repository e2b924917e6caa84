"""One part of the people after the other, read and decided as any delivery is.

What came of it is laid down in stretches of the input, so that it can be put in the input's order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

import polars as pl

from vacatur.outputs.annotations import appended
from vacatur.outputs.results import Outcome, tables_of
from vacatur.outputs.summary import Summary
from vacatur.outputs.tables import as_text
from vacatur.record.history import History
from vacatur.record.rows import row_at, row_number
from vacatur.scale.parting import Parted
from vacatur.scale.pieces import Piece, Pieces
from vacatur.scale.state import State
from vacatur.sources.doj.coded import DECIDED_ON
from vacatur.sources.doj.events import to_history
from vacatur.sources.doj.persons import Elsewhere

Decide = Callable[[History], Outcome]
"""Decides a history, of some people or of all."""

KEY = "_row"
"""Column of each table that is laid down: the source row by which it is put in order."""

NOTES, PROBLEMS, DECISIONS = "notes", "problems", "decisions of "


@dataclass(frozen=True)
class Decided:
    """What came of one part.

    Attributes:
        name: of the file in the state that holds its tables.
        pieces: where each table is, for each stretch of the input.
        columns: where each table is without its rows.
    """

    name: str
    pieces: dict[str, list[Piece]]
    columns: dict[str, Piece]
    summary: Summary


class Rows(Protocol):
    """Some rows of one file, one after the other."""

    @property
    def file(self) -> int:
        """Its place in the delivery, from 0."""

    @property
    def last(self) -> int:
        """The last line on which a row begins; of the file's last rows, past all lines."""

    @property
    def rows(self) -> int:
        """How many there are."""


def stretches(windows: Sequence[Rows], ranges: int) -> list[int]:
    """The last row of each of so many stretches of the input, of about as many rows each; no more than windows."""
    total, passed = sum(window.rows for window in windows), 0
    ends: list[int] = []
    for window in windows:
        passed += window.rows
        end = (window.file << 32) + window.last
        if passed * ranges >= total * (len(ends) + 1) or window is windows[-1]:
            ends.append(end)
    return ends


def decide_part(
    parted: Parted, part: int, told: Elsewhere, decide: Decide, ends: Sequence[int], state: State
) -> Decided | None:
    """Decide a part and lay down what came of it; None where the part has no people."""
    if not any(window.parts[part][1] for window in parted.windows):
        return None
    history = to_history([], pl.concat(parted.coded_part(part, DECIDED_ON)), told)
    outcome = decide(history)
    name = f"part-{part:05d}"
    pieces = Pieces(state.folder / name)
    tables = laid_tables(history, outcome)
    laid = {table: [pieces.add(some) for some in in_stretches(frame, ends)] for table, frame in tables.items()}
    columns = {table: pieces.add(frame.clear(), empty=True) for table, frame in tables.items()}
    pieces.close()
    return Decided(name, laid, columns, outcome.summary)


def laid_tables(history: History, outcome: Outcome) -> dict[str, pl.DataFrame]:
    """What a part comes to, each row with the source row by which it stands in the results."""
    asked = outcome.convicted.asked["row"]
    first = history.events.group_by("person").agg(pl.col("row").min()).sort("person")["row"]
    file, line = pl.col("file"), pl.col("line")
    keys = {"facts": asked, "persons": first}
    found = {
        NOTES: _with(appended(outcome.decided, outcome.remarks, outcome.packs[0]), pl.col("row")),
        PROBLEMS: _with(outcome.problems, row_number(file, line)),
    }
    for pack, decisions in outcome.by_pack.items():
        found[f"{DECISIONS}{pack}"] = _with(outcome.decisions_by(pack), asked.gather(decisions["asked_at"]))
    for name, table in tables_of(outcome).items():
        found[name] = _with(table, keys.get(name, row_at(pl.col("place"))))
    return {name: as_text(table) for name, table in found.items()}


def _with(table: pl.DataFrame, key: pl.Series | pl.Expr) -> pl.DataFrame:
    return table.with_columns(key.alias(KEY))


def in_stretches(table: pl.DataFrame, ends: Sequence[int]) -> list[pl.DataFrame]:
    """The rows of each stretch. A table is in the order of its rows, so each is a slice of it."""
    cuts = [0, *table[KEY].search_sorted(pl.Series(ends, dtype=pl.UInt64), side="right").to_list()]
    return [table.slice(start, end - start) for start, end in pairwise(cuts)]


def as_json(decided: Decided | None) -> Mapping[str, Any]:
    """What a later start needs to take it up."""
    if decided is None:
        return {}
    return vars(decided)


def from_json(kept: Mapping[str, Any]) -> Decided | None:
    """What an earlier start decided."""
    return Decided(**kept) if kept else None
