"""What reviewers did on the first run, and what of it holds on the second: the same conviction, the same facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import polars as pl

from vacatur.decide.facts import CATALOGUE
from vacatur.decide.passage import MOVING, SPANS
from vacatur.outputs.changes.tables import decisions_of, facts_of
from vacatur.outputs.kept import Kept
from vacatur.review.acts import Act

APPLIES = "applies"
"""An act may be carried over: else what stands in the way is said."""

_STILL = [name for name in CATALOGUE if name not in SPANS]
"""Facts that must be the same. Years go on by themselves: of them only whether they are known."""


def acts_between(before: Kept, after: Kept, pairs: pl.DataFrame) -> pl.DataFrame:
    """The acts that stand in the first run's ledger, with what becomes of each.

    Returns:
        act (its number), before, after (the conviction in each run), pack, kind, what (as a text), who, when, reason,
        state (`APPLIES`, or why it does not), and carried_over: the act of the second run's ledger by which it was.
    """
    acts = list(_standing(before))
    acted_on = pl.Series([act.conviction for act in acts], dtype=pl.String).implode()
    to = dict(pairs.filter(pl.col("before").is_in(acted_on)).select("before", "after").iter_rows())
    rows = [
        {
            "act": act.number,
            "before": act.conviction,
            "after": to.get(act.conviction),
            "pack": act.pack,
            "kind": act.kind,
            "what": _what(act),
            "who": act.who,
            "when": act.when,
            "reason": act.reason,
        }
        for act in acts
    ]
    schema = dict.fromkeys(("before", "after", "pack", "kind", "what", "who", "when", "reason"), pl.String)
    table = pl.DataFrame(rows, schema={"act": pl.Int64, **schema})
    sides = ((before, table["before"]), (after, table["after"]))
    facts = [_by_id(facts_of(kept, convictions, as_run=True)) for kept, convictions in sides]
    packs = table["pack"].unique(maintain_order=True)
    decided = [_by_id(_decisions_of(kept, packs, convictions)) for kept, convictions in sides]
    states = [_state(act, to.get(act.conviction), facts, decided, before.as_of == after.as_of) for act in acts]
    carried = _carried(after, before.sha256)
    return table.with_columns(
        state=pl.Series(states, dtype=pl.String),
        carried_over=pl.Series([carried.get(act.number) for act in acts], dtype=pl.Int64),
    )


_CARRIED = re.compile(r"Carried over from act (\d+) of results ([0-9a-f]{12})\b")


def carried_from(number: int, results: str) -> str:
    """How the reason of an act begins that carries another over.

    Args:
        number: of that other.
        results: SHA-256 of the manifest of the run it was on.
    """
    return f"Carried over from act {number} of results {results[:12]}"


def _carried(after: Kept, results: str) -> dict[int, int]:
    """Acts of the first run that stand in the second's ledger: by their number that of the act there."""
    found = {}
    for conviction in after.ledger.latest:
        for act in after.ledger.standing(conviction):
            said = _CARRIED.match(act.reason)
            if said and said[2] == results[:12]:
                found[int(said[1])] = act.number
    return found


def _standing(kept: Kept) -> Iterator[Act]:
    """Acts that were not taken back, and in whose place no later one stands; in their order."""
    last: dict[tuple[str, str, str], Act] = {}
    for conviction in kept.ledger.latest:
        for act in kept.ledger.standing(conviction):
            last[conviction, act.kind, act.pack if act.kind == "decide" else act.what["fact"]] = act
    yield from sorted(last.values(), key=lambda act: act.number)


def _what(act: Act) -> str:
    if act.kind == "decide":
        return str(act.what["determination"])
    return f"{act.what['fact']} = {act.what.get('from', act.what['value'])}"


Rows = dict[tuple[str, str], dict[str, Any]]


def _decisions_of(kept: Kept, packs: Iterable[str], convictions: pl.Series) -> pl.DataFrame:
    """What packs decided of some convictions, as the run left it."""
    tables = [decisions_of(kept, pack, ("pack", *_DECIDED), convictions, as_run=True) for pack in packs]
    return pl.concat(tables) if tables else pl.DataFrame()


def _by_id(table: pl.DataFrame) -> Rows:
    """The rows of a table, by conviction and pack (blank of facts)."""
    return {(row["conviction_id"], row.get("pack", "")): row for row in table.iter_rows(named=True)}


def _state(act: Act, after: str | None, facts: Iterable[Rows], decided: Iterable[Rows], same_day: bool) -> str:
    if after is None:
        return "the conviction is not in the second run, or it is unclear which it is"
    (ours, theirs), (was, is_) = facts, decided
    one, other = ours.get((act.conviction, "")), theirs.get((after, ""))
    rows = was.get((act.conviction, act.pack)), is_.get((after, act.pack))
    if one is None or other is None or rows[0] is None or rows[1] is None:
        return "the second run decides nothing of it under that pack"
    if act.kind == "supply":
        fact = act.what["fact"]
        if other[fact] is not None:
            return f"{fact} is known now"
        if fact in MOVING and "from" not in act.what and not same_day:
            return f"{fact} was given as of another day"
    differing = [name for name in _STILL if one[name] != other[name]]
    differing += [name for name in SPANS if (one[name] is None) != (other[name] is None)]
    if differing:
        return f"differing: {', '.join(differing)}"
    if act.kind == "decide" and any(rows[0][name] != rows[1][name] for name in _DECIDED):
        return "the pack decides otherwise than it did"
    return APPLIES


_DECIDED = ("determination", "floor", "ceiling", "rule", "unknown_facts")
