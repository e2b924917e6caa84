"""Rules over facts, in three values: the first rule whose condition holds decides, and an unknown condition may.

All of it is column arithmetic. The rules are walked in order over every conviction at once: a false rule is passed, a true rule ends the
walk, an unknown rule may end it, so its outcome is possible and so is what follows. If all possible outcomes agree, that is the
decision; if they differ, the decision is review, and names the facts that would settle it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from vacatur.decide.facts import CATALOGUE
from vacatur.law.conditions import Setting, bind, condition_names
from vacatur.law.pack import Pack, Rule

OUTCOMES = ("not_eligible", "reduce", "dismiss", "review", "refer", "out_of_scope")
"""Every determination; the first three from the least to the most favourable."""

SCOPE = "scope"
"""Stands for the pack's scope where a rule is named: a conviction outside it is not this pack's to decide."""

NO_RULE = "none"
"""Stands where every rule was passed: a person must look."""

_BIT = {outcome: 1 << place for place, outcome in enumerate(OUTCOMES)}
_ELIGIBILITY = _BIT["not_eligible"] | _BIT["reduce"] | _BIT["dismiss"]
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


def steps_of(pack: Pack) -> list[Step]:
    """The steps of a pack in order. The first holds where the conviction is outside the scope, the last always."""
    values = pack.values()
    outside = _step(SCOPE, f"NOT ({pack.scope})", "out_of_scope", "Outside the scope of this policy", "", values)
    left = _step(NO_RULE, "TRUE", "review", "No rule applies", "", values)
    return [outside, *(_rule_step(rule, values) for rule in pack.rules), left]


def _rule_step(rule: Rule, values: dict[str, Setting]) -> Step:
    shown = {name: ", ".join(value) if isinstance(value, list) else str(value) for name, value in values.items()}
    reason = rule.reason.format_map({**{name: f"{{{name}}}" for name in CATALOGUE}, **shown})
    return _step(rule.id, rule.when, rule.determination, reason, rule.cite, values)


def _step(id_: str, when: str, determination: str, reason: str, cite: str, values: dict[str, Setting]) -> Step:
    return Step(id_, bind(when, values), determination, reason, cite, tuple(sorted(condition_names(when)[0])))


def decide(facts: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    """Decide each row of facts by a pack.

    Args:
        facts: one column a fact, null where unknown.

    Returns:
        one row each: determination, floor, ceiling, rule, reason, citation, unknown_facts, assumptions, notes. A row that is surely
        outside the pack's scope has the rule `scope`.
    """
    facts, assumed = with_assumptions(facts, pack)
    steps = steps_of(pack)
    walked = _walk(facts, steps)
    settled = _settle(walked, steps, pack)
    reasons = settled.with_columns(_reason(steps, facts))
    return reasons.select(
        "determination",
        "floor",
        "ceiling",
        pl.lit(pl.Series([step.id for step in steps])).gather("rule_at").alias("rule"),
        "reason",
        pl.lit(pl.Series([step.citation for step in steps])).gather("rule_at").alias("citation"),
        pl.when(pl.col("differs")).then("unknown").otherwise(pl.lit([], dtype=pl.List(pl.String))).alias("unknown_facts"),
        _assumptions_used(steps, assumed).alias("assumptions"),
    ).with_columns(_notes(facts, pack))


def with_assumptions(facts: pl.DataFrame, pack: Pack) -> tuple[pl.DataFrame, dict[str, tuple[str, pl.Series]]]:
    """Fill in what the pack's switched-on assumptions say of unknown facts.

    Returns:
        the facts; and for each assumption its fact and the rows in which it was filled in.
    """
    used: dict[str, tuple[str, pl.Series]] = {}
    for assumption in pack.assumptions:
        if assumption.id in pack.assumed:
            applies = holds(facts, bind(assumption.when, pack.values())).fill_null(False) & facts[assumption.fact].is_null()
            value = pl.lit(assumption.value).cast(facts.schema[assumption.fact])
            facts = facts.with_columns(
                pl.when(applies).then(value).otherwise(pl.col(assumption.fact)).alias(assumption.fact)
            )
            used[assumption.id] = (assumption.fact, applies)
    return facts, used


def holds(facts: pl.DataFrame, when: str) -> pl.Series:
    """Whether a condition holds for each row, null where that is unknown; also where the condition names no fact."""
    return facts.with_columns(pl.sql_expr(when).cast(pl.Boolean).alias("_holds"))["_holds"]


def _walk(facts: pl.DataFrame, steps: Sequence[Step]) -> pl.DataFrame:
    """Walk the steps over every row at once.

    Returns:
        possible: bits of the outcomes that are possible; ended_at: the step that certainly held; first_unknown: the first that may have;
        reached: the steps that were reached; unknown: the facts on which unknown steps hang; `at_OUTCOME`: the first step that gives it.
    """
    none = pl.lit(None, pl.UInt32)
    walked = pl.DataFrame({"going": pl.repeat(True, facts.height, eager=True)}).with_columns(
        possible=pl.lit(0, pl.Int32), ended_at=none, first_unknown=none, **{f"at_{outcome}": none for outcome in OUTCOMES}
    )
    missing = facts.select(pl.all().is_null())
    named: list[pl.Expr] = []
    for place, step in enumerate(steps):
        walked = walked.with_columns(holds(facts, step.when).alias("holds"))
        certain, may = pl.col("holds").fill_null(False), pl.col("holds").is_null()
        hit, here = pl.col("going") & (certain | may), pl.lit(place, pl.UInt32)
        first = pl.col(f"at_{step.determination}")
        walked = walked.with_columns(
            (pl.col("going") & may).alias(f"unsure_{place}"),
            pl.col("going").alias(f"reached_{place}"),
            pl.when(hit).then(pl.col("possible") | _BIT[step.determination]).otherwise("possible").alias("possible"),
            pl.when(pl.col("going") & certain).then(here).otherwise("ended_at").alias("ended_at"),
            pl.when(pl.col("going") & may & pl.col("first_unknown").is_null()).then(here).otherwise("first_unknown").alias("first_unknown"),
            pl.when(hit & first.is_null()).then(here).otherwise(first).alias(f"at_{step.determination}"),
            (pl.col("going") & ~certain).alias("going"),
        )
        named += [pl.when(pl.col(f"unsure_{place}") & missing[fact]).then(pl.lit(fact)) for fact in step.facts]
    unknown = pl.concat_list(named).list.drop_nulls().list.unique().list.sort() if named else pl.lit([], pl.List(pl.String))
    return walked.with_columns(unknown.alias("unknown"))


def _settle(walked: pl.DataFrame, steps: Sequence[Step], pack: Pack) -> pl.DataFrame:
    """From possible outcomes to a decision: agreed, the floor, or review."""
    possible = pl.col("possible")
    has = {outcome: (possible & bit) != 0 for outcome, bit in _BIT.items()}
    low = has["not_eligible"] | has["review"] | has["refer"] | has["out_of_scope"]
    floor = pl.when(low).then(pl.lit("not_eligible")).when(has["reduce"]).then(pl.lit("reduce")).otherwise(pl.lit("dismiss"))
    ceiling = pl.when(has["dismiss"] | has["review"]).then(pl.lit("dismiss")).when(has["reduce"]).then(pl.lit("reduce"))
    one = pl.lit(None, pl.String)
    for outcome, bit in _BIT.items():
        one = pl.when(possible == bit).then(pl.lit(outcome)).otherwise(one)
    amounts = pl.col("unknown").list.eval(pl.element().is_in(pack.floor_when_unknown)).list.all()
    settled = walked.with_columns(agreed=one, floor=floor, ceiling=ceiling.otherwise(pl.lit("not_eligible")))
    settled = settled.with_columns(
        differs=pl.col("agreed").is_null(),
        at_least=pl.col("agreed").is_null() & amounts & ((possible & ~pl.lit(_ELIGIBILITY)) == 0),
    )
    plain = pl.col("agreed").is_not_null() & (pl.col("agreed") != "review")
    least = pl.coalesce(pl.when(pl.col("floor") == outcome).then(f"at_{outcome}") for outcome in OUTCOMES)
    return settled.with_columns(
        determination=pl.when("at_least").then("floor").otherwise(pl.col("agreed").fill_null("review")).cast(_OUTCOME),
        floor=pl.when(plain).then("agreed").otherwise("floor").cast(_OUTCOME),
        ceiling=pl.when(plain).then("agreed").otherwise("ceiling").cast(_OUTCOME),
        rule_at=pl.when("at_least").then(least).when("differs").then("first_unknown").otherwise("ended_at"),
    )


def _reason(steps: Sequence[Step], facts: pl.DataFrame) -> pl.Expr:
    """The reason of the deciding rule; for a review that unknown facts cause, those facts; for a floor, also what would give more."""
    reason = pl.lit(pl.Series([step.reason for step in steps])).gather("rule_at")
    for name in {name for step in steps for name in CATALOGUE if f"{{{name}}}" in step.reason}:
        reason = reason.str.replace_all(f"{{{name}}}", facts[name].cast(pl.String).fill_null("?"), literal=True)
    unknown = pl.col("unknown").list.join(", ")
    more = pl.concat_str(reason, pl.lit(" at the least; "), pl.col("ceiling").cast(pl.String), pl.lit(" possible, unknown: "), unknown)
    return (
        pl.when("at_least").then(more).when("differs").then(pl.concat_str(pl.lit("Unknown: "), unknown)).otherwise(reason)
    ).alias("reason")


def _assumptions_used(steps: Sequence[Step], assumed: dict[str, tuple[str, pl.Series]]) -> pl.Expr:
    """The assumptions that filled in a fact which a step that was reached names."""
    used = []
    for id_, (fact, applied) in assumed.items():
        places = [f"reached_{place}" for place, step in enumerate(steps) if fact in step.facts]
        if places:
            used.append(pl.when(pl.any_horizontal(places) & applied).then(pl.lit(id_)))
    return pl.concat_list(used).list.drop_nulls() if used else pl.lit([], pl.List(pl.String))


def _notes(facts: pl.DataFrame, pack: Pack) -> pl.Expr:
    """The remarks of the pack whose conditions hold."""
    shown = [pl.when(holds(facts, bind(note.when, pack.values()))).then(pl.lit(note.text)) for note in pack.notes]
    return (pl.concat_list(shown).list.drop_nulls() if shown else pl.lit([], pl.List(pl.String))).alias("notes")
