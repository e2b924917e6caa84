"""Rules over facts, in three values: the first rule whose condition holds decides, and an unknown condition may.

All of it is column arithmetic. The rules are walked in order over every conviction at once: a false rule is passed, a
true rule ends the walk, an unknown rule may end it, so its outcome is possible and so is what follows. If all
possible outcomes agree, that is the decision; if they differ, the decision is review, and names the facts that would
settle it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from vacatur.decide.facts import CATALOGUE
from vacatur.law.conditions import Setting, bind, condition_names
from vacatur.law.pack import Pack, Rule

OUTCOMES = ("not_eligible", "reduce", "dismiss", "review", "refer", "out_of_scope")
"""Every determination; the first three from the least to the most favorable."""

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
        one row each: determination, floor, ceiling, rule, reason, citation, unknown_facts, assumptions, notes. A row
        that is surely outside the pack's scope has the rule `scope`.
    """
    facts, assumed = with_assumptions(facts, pack)
    steps = steps_of(pack)
    settled = _settle(_walk(facts, steps), steps, pack)
    settled = settled.with_columns(_assumptions_used(steps, assumed), _notes(facts, pack))
    return _spelled(settled, facts, steps, pack)


def determinations(facts: pl.DataFrame, pack: Pack) -> pl.Series:
    """What `decide` determines, and nothing else of it: for counting, several times as fast. Null where a row is
    surely outside the pack's scope.
    """
    facts, _ = with_assumptions(facts, pack)
    steps = steps_of(pack)
    outside = (pl.col("rule_at") == 0) & (pl.col("determination") == "out_of_scope")  # the first step is the scope
    settled = _settle(_walk(facts, steps), steps, pack)
    return settled.select(pl.when(~outside).then("determination").alias("determination"))["determination"]


def may_decide(facts: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    """For each rule of a pack whether it decides, or may decide, each row: one column a rule, yes or no."""
    facts, _ = with_assumptions(facts, pack)
    steps = steps_of(pack)
    walked = _walk(facts, steps)
    own = [(place, step.id) for place, step in enumerate(steps) if step.id not in (SCOPE, NO_RULE)]
    return walked.select(pl.col(f"may_{place}").alias(name) for place, name in own)


def _spelled(settled: pl.DataFrame, facts: pl.DataFrame, steps: Sequence[Step], pack: Pack) -> pl.DataFrame:
    """From numbers to words. Few combinations occur: each is spelled out once, and joined back."""
    shown = sorted(name for name in CATALOGUE if any(f"{{{name}}}" in step.reason for step in steps))
    keys = ["rule_at", "differs", "at_least", "ceiling", "unknown", "assumptions", "notes"]
    numbers = settled.select("determination", "floor", *keys).with_columns(
        facts.select(pl.col(name).alias(f"shown_{name}") for name in shown)
    )
    keys += [f"shown_{name}" for name in shown]
    combined = numbers.select(keys).unique()
    words = [_words(row, steps, pack) for row in combined.iter_rows(named=True)]
    spelled = pl.concat([combined, pl.DataFrame(words, schema=_WORDS, orient="row")], how="horizontal")
    joined = numbers.join(spelled, on=keys, how="left", nulls_equal=True, maintain_order="left", suffix="_words")
    return joined.select(
        "determination", "floor", "ceiling", "rule", "reason", "citation", "unknown_facts",
        pl.col("assumptions_words").alias("assumptions"), pl.col("notes_words").alias("notes"),
    )  # fmt: skip


_WORDS: dict[str, pl.DataType | type[pl.DataType]] = {
    "rule": pl.String, "reason": pl.String, "citation": pl.String, "unknown_facts": pl.List(pl.String),
    "assumptions_words": pl.List(pl.String), "notes_words": pl.List(pl.String),
}  # fmt: skip


def _words(
    row: Mapping[str, Any], steps: Sequence[Step], pack: Pack
) -> tuple[str, str, str, list[str], list[str], list[str]]:
    """Rule, reason, citation, unknown facts, assumptions and notes of one combination.

    The reason is that of the deciding rule; for a review that unknown facts cause, those facts; for a floor, also
    what would give more.
    """
    step = steps[row["rule_at"]]
    reason = step.reason
    for name in CATALOGUE:
        if f"{{{name}}}" in reason:
            reason = reason.replace(f"{{{name}}}", str(row[f"shown_{name}"] or "?"))
    unknown = _named(row["unknown"], _facts_of(steps)) if row["differs"] else []
    if row["at_least"]:
        reason = f"{reason} at the least; {row['ceiling']} possible, unknown: {', '.join(unknown)}"
    elif row["differs"]:
        reason = f"Unknown: {', '.join(unknown)}"
    notes = _named(row["notes"], [note.text for note in pack.notes])
    assumed = [assumption.id for assumption in pack.assumptions if assumption.id in pack.assumed]
    return step.id, reason, step.citation, unknown, _named(row["assumptions"], assumed), notes


def _named(mask: int, names: Sequence[str]) -> list[str]:
    return [name for place, name in enumerate(names) if mask >> place & 1]


def _masked(bits: Sequence[pl.Expr]) -> pl.Expr:
    """Yes or no in several columns as bits of one number, the first the lowest."""
    return pl.sum_horizontal(
        [bit.fill_null(False).cast(pl.UInt64) * (1 << place) for place, bit in enumerate(bits)]
        or [pl.lit(0, pl.UInt64)]
    )


def _facts_of(steps: Sequence[Step]) -> list[str]:
    return sorted({fact for step in steps for fact in step.facts})


def with_assumptions(facts: pl.DataFrame, pack: Pack) -> tuple[pl.DataFrame, dict[str, tuple[str, pl.Series]]]:
    """Fill in what the pack's switched-on assumptions say of unknown facts.

    Returns:
        the facts; and for each assumption its fact and the rows in which it was filled in.
    """
    used: dict[str, tuple[str, pl.Series]] = {}
    for assumption in pack.assumptions:
        if assumption.id in pack.assumed:
            applies = (
                holds(facts, bind(assumption.when, pack.values())).fill_null(False) & facts[assumption.fact].is_null()
            )
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
        ended_at: the step that certainly held; first_unknown: the first before it that may have; possible: bits of
        the outcomes that are possible; `at_OUTCOME`: the first step that may give an eligibility; unknown: bits of the
        facts on which unknown steps hang.
    """
    walked = facts.select(
        pl.sql_expr(step.when).cast(pl.Boolean).alias(f"h{place}") for place, step in enumerate(steps[:-1])
    )
    walked = walked.with_columns(pl.repeat(True, facts.height, eager=True).alias(f"h{len(steps) - 1}"))
    places = [(place, pl.lit(place, pl.UInt32)) for place in range(len(steps))]
    walked = walked.with_columns(
        pl.coalesce(pl.when(f"h{place}").then(here) for place, here in places).alias("ended_at")
    )
    walked = walked.with_columns(
        (pl.col(f"h{place}").is_null() & (pl.col("ended_at") > place)).alias(f"unsure_{place}") for place, _ in places
    )
    walked = walked.with_columns(
        (pl.col(f"unsure_{place}") | (pl.col("ended_at") == place)).alias(f"may_{place}") for place, _ in places
    )
    unsure = {place: pl.col(f"unsure_{place}") for place, _ in places}
    may = {place: pl.col(f"may_{place}") for place, _ in places}
    walked = walked.with_columns(
        pl.coalesce(pl.when(unsure[place]).then(here) for place, here in places).alias("first_unknown"),
        _possible(steps, may).alias("possible"),
    )
    return walked.with_columns(_unknown_facts(facts, steps, unsure), *_first_places(steps, may))


def _possible(steps: Sequence[Step], may: dict[int, pl.Expr]) -> pl.Expr:
    """Bits of the outcomes that the walk may have."""
    bits = []
    for outcome, bit in _BIT.items():
        places = [place for place, step in enumerate(steps) if step.determination == outcome]
        if places:
            bits.append(pl.any_horizontal(may[place] for place in places).cast(pl.Int32) * bit)
    return pl.sum_horizontal(bits)


def _first_places(steps: Sequence[Step], may: dict[int, pl.Expr]) -> list[pl.Expr]:
    """For each eligibility the first step that may give it."""
    found = []
    for outcome in OUTCOMES[:3]:
        places = [place for place, step in enumerate(steps) if step.determination == outcome]
        first = (
            pl.coalesce(pl.when(may[place]).then(pl.lit(place, pl.UInt32)) for place in places)
            if places
            else pl.lit(None, pl.UInt32)
        )
        found.append(first.alias(f"at_{outcome}"))
    return found


def _unknown_facts(facts: pl.DataFrame, steps: Sequence[Step], unsure: dict[int, pl.Expr]) -> pl.Expr:
    """The unknown facts that unknown steps name, as bits over `_facts_of`."""
    return _masked(
        [
            pl.any_horizontal(unsure[place] for place, step in enumerate(steps) if name in step.facts)
            & facts[name].is_null()
            for name in _facts_of(steps)
        ]
    ).alias("unknown")


def _settle(walked: pl.DataFrame, steps: Sequence[Step], pack: Pack) -> pl.DataFrame:
    """From possible outcomes to a decision: agreed, the floor, or review."""
    possible = pl.col("possible")
    has = {outcome: (possible & bit) != 0 for outcome, bit in _BIT.items()}
    low = has["not_eligible"] | has["review"] | has["refer"] | has["out_of_scope"]
    floor = (
        pl.when(low)
        .then(pl.lit("not_eligible"))
        .when(has["reduce"])
        .then(pl.lit("reduce"))
        .otherwise(pl.lit("dismiss"))
    )
    ceiling = pl.when(has["dismiss"] | has["review"]).then(pl.lit("dismiss")).when(has["reduce"]).then(pl.lit("reduce"))
    one = pl.lit(None, pl.String)
    for outcome, bit in _BIT.items():
        one = pl.when(possible == bit).then(pl.lit(outcome)).otherwise(one)
    others = sum(1 << place for place, name in enumerate(_facts_of(steps)) if name not in pack.floor_when_unknown)
    amounts = (pl.col("unknown") & pl.lit(others, pl.UInt64)) == 0
    settled = walked.with_columns(agreed=one, floor=floor, ceiling=ceiling.otherwise(pl.lit("not_eligible")))
    settled = settled.with_columns(
        differs=pl.col("agreed").is_null(),
        at_least=pl.col("agreed").is_null() & amounts & ((possible & ~pl.lit(_ELIGIBILITY)) == 0),
    )
    plain = pl.col("agreed").is_not_null() & (pl.col("agreed") != "review")
    least = pl.coalesce(pl.when(pl.col("floor") == outcome).then(f"at_{outcome}") for outcome in OUTCOMES[:3])
    return settled.with_columns(
        determination=pl.when("at_least").then("floor").otherwise(pl.col("agreed").fill_null("review")).cast(_OUTCOME),
        floor=pl.when(plain).then("agreed").otherwise("floor").cast(_OUTCOME),
        ceiling=pl.when(plain).then("agreed").otherwise("ceiling").cast(_OUTCOME),
        rule_at=pl.when("at_least").then(least).when("differs").then("first_unknown").otherwise("ended_at"),
    )


def _assumptions_used(steps: Sequence[Step], assumed: dict[str, tuple[str, pl.Series]]) -> pl.Expr:
    """The assumptions that filled in a fact which a step that was reached names, as bits over `Pack.assumed`."""
    used = []
    for fact, applied in assumed.values():
        places = [place for place, step in enumerate(steps) if fact in step.facts]
        used.append((pl.col("ended_at") >= min(places, default=len(steps))) & applied)
    return _masked(used).alias("assumptions")


def _notes(facts: pl.DataFrame, pack: Pack) -> pl.Series:
    """The remarks of the pack whose conditions hold, as bits over `Pack.notes`."""
    shown = [pl.sql_expr(bind(note.when, pack.values())) for note in pack.notes]
    masks = facts.select(_masked(shown).alias("notes"))["notes"]
    return masks if len(masks) == facts.height else masks.new_from_index(0, facts.height)
