"""The queue: decisions that need a person, by the facts that are missing or by the rule that asks for one."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

WAITING = "review"


@dataclass(frozen=True)
class Missing:
    """A fact that decisions wait for.

    Attributes:
        alone: decisions for which nothing else is missing.
        decisions: all for which it is missing. One may wait for several facts, so these do not add up.
    """

    fact: str
    alone: int
    decisions: int


@dataclass(frozen=True)
class Asking:
    """A rule that leaves the decision to a person; `acts.REVIEWER` where one put it into the queue."""

    rule: str
    reason: str
    citation: str
    decisions: int


def waiting(decisions: pl.DataFrame) -> pl.DataFrame:
    """The decisions that need a person.

    Args:
        decisions: of one pack, as they stand.
    """
    return decisions.filter(pl.col("determination") == WAITING)


def by_fact(queue: pl.DataFrame) -> list[Missing]:
    """The missing facts, that which alone would settle most first."""
    facts = queue.select(fact="unknown_facts", alone=pl.col("unknown_facts").list.len() == 1).explode("fact")
    counted = facts.drop_nulls("fact").group_by("fact").agg(pl.col("alone").sum(), pl.len().alias("decisions"))
    rows = counted.sort("alone", "decisions", "fact", descending=[True, True, False])
    return [Missing(*row) for row in rows.select("fact", "alone", "decisions").iter_rows()]


def by_rule(queue: pl.DataFrame) -> list[Asking]:
    """The rules that ask for a person where no fact is missing, the most frequent first."""
    asked = queue.filter(pl.col("unknown_facts").list.len() == 0)
    counted = asked.group_by("rule").agg(pl.col("reason").first(), pl.col("citation").first(), pl.len().alias("n"))
    rows = counted.sort("n", "rule", descending=[True, False])
    return [Asking(*row) for row in rows.select("rule", "reason", "citation", "n").iter_rows()]


def chosen(queue: pl.DataFrame, *, missing: str = "", alone: bool = False, rule: str = "") -> pl.DataFrame:
    """The part of a queue that waits for a fact, or that a rule asks for; all of it when neither is named.

    Args:
        alone: only where nothing else is missing.
    """
    number = pl.col("unknown_facts").list.len()
    if missing:
        queue = queue.filter(pl.col("unknown_facts").list.contains(missing))
        return queue.filter(number == 1) if alone else queue
    return queue.filter((pl.col("rule") == rule) & (number == 0)) if rule else queue
