"""The engine and the reference asked the same question, in the same form."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

import vacatur
from vacatur.decide import cascade
from vacatur.decide.facts import CATALOGUE, fact_columns
from vacatur.decide.frame import put_together
from vacatur.law.pack import Pack
from vacatur.record.rows import file_of, line_of
from vacatur.sources.doj.events import to_history
from vacatur.sources.doj.reader import open_delivery, read_delivery

from . import rows
from .cascade import Decision, decide, read_pack
from .fabricate import Files
from .facts import Fact, facts_of
from .history import read_histories

Key = tuple[str, str]  # SUBJECT_ID and CNT_ORDER: one conviction, or several under one key
Facts = dict[str, Fact]


@contextmanager
def on_disk(files: Files) -> Iterator[list[Path]]:
    """The files of a delivery in a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, data in files.as_bytes().items():
            paths.append(Path(folder) / name)
            paths[-1].write_bytes(data)
        yield paths


def facts_by_engine(files: Files, *, every: bool = False) -> dict[Key, list[Facts]]:
    """The engine's facts of the convictions that a pack may decide; of every conviction in every county if asked."""
    with on_disk(files) as paths:
        history = to_history(*read_delivery(open_delivery(paths)))
        about = (None, files.as_of, "any") if every else (files.county, files.as_of, "prop64")
        asked = put_together(history, *about).asked
    found: dict[Key, list[Facts]] = {}
    keys = asked.select("person_id", "count_key").iter_rows()
    for (person, key), facts in zip(keys, fact_columns(asked).iter_rows(named=True), strict=True):
        found.setdefault((person, str(key)), []).append(facts)
    return found


def rows_by_engine(files: Files) -> set[tuple[int, int]]:
    """Which rows the engine reads: file, and line it begins on."""
    with on_disk(files) as paths:
        events = to_history(*read_delivery(open_delivery(paths))).events
    return set(events.select(file_of(pl.col("row")), line_of(pl.col("row")).alias("line")).iter_rows())


def rows_by_reference(files: Files) -> set[tuple[int, int]]:
    names = list(files.as_bytes())
    return {(names.index(row.file), row.line) for row in rows.read_delivery(files.as_bytes()).rows}


def facts_by_reference(files: Files, *, every: bool = False) -> dict[Key, list[Facts]]:
    """The reference's facts of all convictions."""
    found: dict[Key, list[Facts]] = {}
    for history in read_histories(rows.read_delivery(files.as_bytes()), files.as_of):
        for conviction in history.convictions:
            key = (history.person, str(int(conviction.count_key)))
            found.setdefault(key, []).append(facts_of(conviction, history, None if every else files.county))
    return found


def same(ours: Fact, theirs: Fact) -> bool:
    """Whether two values of a fact are the same; years to the accuracy of a second."""
    if ours is None or theirs is None or isinstance(ours, str | date) or isinstance(theirs, str | date):
        return ours == theirs
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours is theirs
    return math.isclose(ours, theirs, abs_tol=1e-8)


IN_ITS_OWN_WORDS = ("earlier_relief",)  # the engine names it shortly, the reference as the row does


def differences(ours: Facts, theirs: Facts) -> dict[str, tuple[Fact, Fact]]:
    """What differs: the reference's value, then the engine's."""
    names = sorted(ours.keys() | theirs.keys())
    pairs = {name: (ours.get(name), theirs.get(name)) for name in names}
    for name in IN_ITS_OWN_WORDS:
        if all(pairs[name]):
            del pairs[name]
    return {name: pair for name, pair in pairs.items() if not same(*pair)}


def fact_disagreements(
    reference: Mapping[Key, Sequence[Facts]], engine: Mapping[Key, Sequence[Facts]]
) -> list[tuple[Key, dict[str, tuple[Fact, Fact]]]]:
    """Where the two differ about a conviction that the engine may decide."""
    found: list[tuple[Key, dict[str, tuple[Fact, Fact]]]] = []
    for key, theirs in engine.items():
        left = list(reference.get(key, ()))
        for each in theirs:
            if not left:
                found.append((key, {"conviction": (None, True)}))
                continue
            nearest = min(left, key=lambda ours: len(differences(ours, each)))
            left.remove(nearest)
            if differences(nearest, each):
                found.append((key, differences(nearest, each)))
    return found


def decisions_by_engine(files: Files, packs: Sequence[str]) -> dict[tuple[str, str], list[Decision]]:
    """The engine's decisions by pack and conviction (`SUBJECT_ID/CNT_ORDER`), for the packs named."""
    with on_disk(files) as paths:
        decisions = vacatur.run(paths, files.county, packs, as_of=files.as_of).decisions
    found: dict[tuple[str, str], list[Decision]] = {}
    for row in decisions.iter_rows(named=True):
        if row["pack"] in packs:
            key = "/".join(row["conviction_id"].split("/")[:2])
            found.setdefault((row["pack"], key), []).append(decision_of(row))
    return found


def decisions_by_reference(
    reference: Mapping[Key, Sequence[Facts]], packs: Sequence[str]
) -> dict[tuple[str, str], list[Decision]]:
    """The reference's decisions on its facts, in the same form; what is surely out of a pack's scope is left out."""
    found: dict[tuple[str, str], list[Decision]] = {}
    for (person, count_key), convictions in reference.items():
        for facts in convictions:
            for pack in packs:
                decision = decide(facts, read_pack(pack))
                if (decision.determination, decision.rule) != ("out_of_scope", "scope"):
                    found.setdefault((pack, f"{person}/{count_key}"), []).append(decision)
    return found


DTYPES: dict[str, type[pl.DataType]] = {
    "yes/no": pl.Boolean,
    "text": pl.String,
    "date": pl.Date,
    "years": pl.Float64,
    "grams": pl.Float64,
    "number": pl.Float64,
}


def decide_rows(facts: Sequence[Mapping[str, Fact]], pack: Pack) -> list[Decision]:
    """The engine's cascade over facts that need not come from any file."""
    schema = {name: DTYPES[info.dtype] for name, info in CATALOGUE.items()}
    rows = [{name: row[name] for name in schema} for row in facts]
    decided = cascade.decide(pl.DataFrame(rows, schema=schema, strict=False), pack)
    return [decision_of(row) for row in decided.iter_rows(named=True)]


def decision_of(row: Mapping[str, Any]) -> Decision:
    """A row of the engine's decisions."""
    unknown = frozenset(row["unknown_facts"])
    return Decision(row["determination"], row["rule"], row["floor"], row["ceiling"], unknown)


def in_order(decisions: Sequence[Decision]) -> list[Decision]:
    """Decisions on convictions that share a key, in an order that does not depend on their ids."""
    return sorted(
        decisions,
        key=lambda each: (each.determination, each.rule, each.floor, each.ceiling, sorted(each.unknown_facts)),
    )
