"""How a conviction stands after acts: the run's own decisions, the facts that were supplied, what a person decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from vacatur.decide.cascade import decide
from vacatur.decide.evidence import evidence_of
from vacatur.decide.facts import CATALOGUE
from vacatur.law.pack import Pack
from vacatur.record.rows import place_of
from vacatur.review.acts import DECIDED, PLACE, REVIEWER, Act
from vacatur.review.values import filled


@dataclass(frozen=True)
class Conviction:
    """A conviction as the run left it.

    Attributes:
        facts: its row of `facts.parquet`.
        decisions: its rows of `decisions.parquet`, by pack: `DECIDED`.
        packs: those that decided it, with the settings of the run.
    """

    id: str
    facts: pl.DataFrame
    decisions: Mapping[str, Mapping[str, Any]]
    packs: Sequence[Pack]


def state_after(conviction: Conviction, standing: Iterable[Act]) -> dict[str, Any]:
    """How it stands after acts (`acts.State`).

    A supplied fact decides anew under every pack of the run; a reviewer's own decision stands in place of that of its
    pack alone, and of earlier ones.

    Args:
        standing: the acts on it that were not taken back, in their order.
    """
    supplied: dict[str, dict[str, Any]] = {}
    decided: dict[str, Act] = {}
    for act in standing:
        if act.kind == "supply":
            given = {key: value for key, value in act.what.items() if key != "fact"}
            supplied[act.what["fact"]] = {**given, "act": act.number}
        elif act.kind == "decide":
            decided[act.pack] = act
    decisions = {name: dict(row) for name, row in conviction.decisions.items()}
    if supplied:
        facts = filled(conviction.facts, supplied)
        numbers = [f"{PLACE}:{given['act']}" for given in supplied.values()]
        anew = {pack.id: _anew(facts, pack, numbers) for pack in conviction.packs if pack.id in decisions}
        decisions |= {name: row for name, row in anew.items() if not _same(row, decisions[name])}
    for pack_id, act in decided.items():
        decisions[pack_id] = by_hand(act, decisions[pack_id])
    return {"facts": supplied, "decisions": decisions}


def _anew(facts: pl.DataFrame, pack: Pack, numbers: Sequence[str]) -> dict[str, Any]:
    """What a pack decides on facts, with the acts that supplied some of them before the rows that it rests on."""
    decision = decide(facts.select(list(CATALOGUE)), pack).with_row_index("asked_at")
    rows = pl.DataFrame(evidence_of(facts, decision, pack)).select(pl.col("evidence").list.eval(place_of(pl.element())))
    row = decision.with_columns(pl.col("determination", "floor", "ceiling").cast(pl.String)).row(0, named=True)
    row["evidence"] = [*numbers, *rows["evidence"][0]]
    return {name: row[name] for name in DECIDED}


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two decisions say the same, so that what was supplied does not matter to it."""
    return all(one[name] == other[name] for name in DECIDED if name != "evidence")


def by_hand(act: Act, instead: Mapping[str, Any]) -> dict[str, Any]:
    """The decision that a reviewer made.

    Args:
        instead: of the decision in whose place it stands; the rows that this rested on are still named.
    """
    determination = act.what["determination"]
    open_ = determination == "review"
    rows = [place for place in instead["evidence"] if not place.startswith(f"{PLACE}:")]
    return {
        "determination": determination,
        "floor": "not_eligible" if open_ else determination,
        "ceiling": "dismiss" if open_ else determination,
        "rule": REVIEWER,
        "reason": f"Decided by {act.who}: {act.reason}",
        "citation": "",
        "unknown_facts": [],
        "assumptions": [],
        "notes": list(instead["notes"]),
        "evidence": [f"{PLACE}:{act.number}", *rows],
    }
