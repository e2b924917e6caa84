"""The walk over a pack's steps as expressions of columns, put together once for each pack however often it is walked.

A false step is passed, a true step ends the walk, an unknown step may end it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import polars as pl

OUTCOMES = ("not_eligible", "reduce", "dismiss", "review", "refer", "out_of_scope")
"""Every determination; the first three from the least to the most favorable."""

BIT = {outcome: 1 << place for place, outcome in enumerate(OUTCOMES)}

_ELIGIBILITY = BIT["not_eligible"] | BIT["reduce"] | BIT["dismiss"]
_OUTCOME = pl.Enum(OUTCOMES)


@dataclass(frozen=True)
class Step:
    """One condition of the cascade, parameters filled in: the scope, or a rule.

    Attributes:
        when: SQL over facts.
        reason: with text facts in braces.
        facts: those that the condition names.
    """

    id: str
    when: str
    determination: str
    reason: str
    citation: str
    facts: tuple[str, ...]


def walk(facts: pl.DataFrame, steps: tuple[Step, ...]) -> pl.DataFrame:
    """Walk the steps over every row at once.

    Returns:
        ended_at: the step that certainly held; first_unknown: the first before it that may have; `may_PLACE`: whether
        a step decides, or may; possible: bits of the outcomes that are possible; `at_OUTCOME`: the first step that may
        give an eligibility; unknown: bits of the facts on which unknown steps hang.
    """
    first, *others = _stages(steps)
    walked = facts.select(first)
    for stage in others:
        walked = walked.with_columns(stage)
    return walked


def settle(walked: pl.DataFrame, steps: tuple[Step, ...], amounts: Sequence[str]) -> pl.DataFrame:
    """From possible outcomes to a decision: agreed, the floor, or review.

    Args:
        amounts: facts that the data never gives: when only these are unknown, the least outcome decides.
    """
    for stage in _settling(steps, tuple(amounts)):
        walked = walked.with_columns(stage)
    return walked


@cache
def condition(when: str) -> pl.Expr:
    """A condition, parameters filled in, as an expression that is yes, no or unknown."""
    return pl.sql_expr(when).cast(pl.Boolean)


@lru_cache(maxsize=256)
def facts_of(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """The facts that any of the steps names, in alphabetical order."""
    return tuple(sorted({fact for step in steps for fact in step.facts}))


def masked(bits: Iterable[pl.Expr]) -> pl.Expr:
    """Yes or no in several columns as bits of one number, the first the lowest."""
    return pl.sum_horizontal(
        [bit.fill_null(False).cast(pl.UInt64) * (1 << place) for place, bit in enumerate(bits)]
        or [pl.lit(0, pl.UInt64)]
    )


@lru_cache(maxsize=64)
def _stages(steps: tuple[Step, ...]) -> tuple[list[pl.Expr], ...]:
    """What each stage of the walk adds; a later stage reads what an earlier one has added."""
    places, last = range(len(steps)), len(steps) - 1
    here = [pl.lit(place, pl.UInt32) for place in places]
    holds = [condition(step.when).alias(f"h{place}") for place, step in enumerate(steps[:-1])]
    holds.append(pl.repeat(True, pl.len()).alias(f"h{last}"))  # as long as the frame, though no step names a fact
    missing = [pl.col(name).is_null().alias(f"missing_{name}") for name in facts_of(steps)]
    ended = pl.coalesce(pl.when(f"h{place}").then(here[place]) for place in places)
    unsure = [pl.col(f"h{place}").is_null() & (pl.col("ended_at") > place) for place in places]
    unsure_or_ended = [pl.col(f"h{place}").fill_null(True) & (pl.col("ended_at") >= place) for place in places]
    return (
        [*holds, *missing],
        [ended.alias("ended_at")],
        [*_named("unsure", unsure), *_named("may", unsure_or_ended)],
        [
            pl.coalesce(pl.when(f"unsure_{place}").then(here[place]) for place in places).alias("first_unknown"),
            _possible(steps).alias("possible"),
            _unknown_facts(steps).alias("unknown"),
            *_first_places(steps),
        ],
    )


def _named(name: str, each: Iterable[pl.Expr]) -> list[pl.Expr]:
    return [expression.alias(f"{name}_{place}") for place, expression in enumerate(each)]


def _giving(steps: Sequence[Step], outcome: str) -> list[int]:
    return [place for place, step in enumerate(steps) if step.determination == outcome]


def _possible(steps: Sequence[Step]) -> pl.Expr:
    """Bits of the outcomes that the walk may have."""
    bits = []
    for outcome, bit in BIT.items():
        places = _giving(steps, outcome)
        if places:
            bits.append(pl.any_horizontal(f"may_{place}" for place in places).cast(pl.Int32) * bit)
    return pl.sum_horizontal(bits)


def _first_places(steps: Sequence[Step]) -> list[pl.Expr]:
    """For each eligibility the first step that may give it."""
    nowhere = pl.lit(None, pl.UInt32)
    found = []
    for outcome in OUTCOMES[:3]:
        given = [pl.when(f"may_{place}").then(pl.lit(place, pl.UInt32)) for place in _giving(steps, outcome)]
        found.append((pl.coalesce(given) if given else nowhere).alias(f"at_{outcome}"))
    return found


def _unknown_facts(steps: tuple[Step, ...]) -> pl.Expr:
    """The unknown facts that unknown steps name, as bits over `facts_of`."""
    return masked(
        pl.any_horizontal(f"unsure_{place}" for place, step in enumerate(steps) if name in step.facts)
        & pl.col(f"missing_{name}")
        for name in facts_of(steps)
    )


@lru_cache(maxsize=64)
def _settling(steps: tuple[Step, ...], amounts: tuple[str, ...]) -> tuple[list[pl.Expr], ...]:
    possible = pl.col("possible")
    has = {outcome: (possible & bit) != 0 for outcome, bit in BIT.items()}
    low = has["not_eligible"] | has["review"] | has["refer"] | has["out_of_scope"]
    floor = pl.when(low).then(pl.lit("not_eligible")).when(has["reduce"]).then(pl.lit("reduce"))
    ceiling = pl.when(has["dismiss"] | has["review"]).then(pl.lit("dismiss")).when(has["reduce"]).then(pl.lit("reduce"))
    agreed = pl.lit(None, pl.String)
    for outcome, bit in BIT.items():
        agreed = pl.when(possible == bit).then(pl.lit(outcome)).otherwise(agreed)
    others = sum(1 << place for place, name in enumerate(facts_of(steps)) if name not in amounts)
    only_amounts = (pl.col("unknown") & pl.lit(others, pl.UInt64)) == 0
    eligibility = (possible & ~pl.lit(_ELIGIBILITY)) == 0
    plain = pl.col("agreed").is_not_null() & (pl.col("agreed") != "review")
    least = pl.coalesce(pl.when(pl.col("floor") == outcome).then(f"at_{outcome}") for outcome in OUTCOMES[:3])
    decided = pl.when("at_least").then("floor").otherwise(pl.col("agreed").fill_null("review"))
    return (
        [
            agreed.alias("agreed"),
            floor.otherwise(pl.lit("dismiss")).alias("floor"),
            ceiling.otherwise(pl.lit("not_eligible")).alias("ceiling"),
        ],
        [
            pl.col("agreed").is_null().alias("differs"),
            (pl.col("agreed").is_null() & only_amounts & eligibility).alias("at_least"),
        ],
        [
            decided.cast(_OUTCOME).alias("determination"),
            pl.when(plain).then("agreed").otherwise("floor").cast(_OUTCOME).alias("floor"),
            pl.when(plain).then("agreed").otherwise("ceiling").cast(_OUTCOME).alias("ceiling"),
            pl.when("at_least")
            .then(least)
            .when("differs")
            .then("first_unknown")
            .otherwise("ended_at")
            .alias("rule_at"),
        ],
    )
