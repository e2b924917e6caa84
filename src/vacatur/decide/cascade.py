"""Rules over facts, in three values: the first rule whose condition holds decides, and an unknown condition may.

All of it is column arithmetic. The rules are walked in order over every conviction at once: a false rule is passed, a
true rule ends the walk, an unknown rule may end it, so its outcome is possible and so is what follows. If all
possible outcomes agree, that is the decision; if they differ, the decision is review, and names the facts that would
settle it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from vacatur.decide.facts import CATALOGUE
from vacatur.decide.walk import Step, condition, facts_of, masked, settle, walk
from vacatur.law.conditions import Setting, bind, condition_names
from vacatur.law.pack import Pack, Rule

SCOPE = "scope"
"""Stands for the pack's scope where a rule is named: a conviction outside it is not this pack's to decide."""

NO_RULE = "none"
"""Stands where every rule was passed: a person must look."""


def steps_of(pack: Pack) -> tuple[Step, ...]:
    """The steps of a pack in order. The first holds where the conviction is outside the scope, the last always."""
    values = pack.values()
    outside = _step(SCOPE, f"NOT ({pack.scope})", "out_of_scope", "Outside the scope of this policy", "", values)
    left = _step(NO_RULE, "TRUE", "review", "No rule applies", "", values)
    shown = {name: ", ".join(value) if isinstance(value, list) else str(value) for name, value in values.items()}
    shown = {**{name: f"{{{name}}}" for name in CATALOGUE}, **shown}
    return (outside, *(_rule_step(rule, values, shown) for rule in pack.rules), left)


def _rule_step(rule: Rule, values: dict[str, Setting], shown: dict[str, str]) -> Step:
    reason = rule.reason.format_map(shown)
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
    settled = settle(walk(facts, steps), steps, pack.floor_when_unknown)
    settled = settled.with_columns(_assumptions_used(steps, assumed), _notes(facts, pack))
    return _spelled(settled, facts, steps, pack)


def determinations(facts: pl.DataFrame, pack: Pack) -> pl.Series:
    """What `decide` determines, and nothing else of it: for counting, several times as fast. Null where a row is
    surely outside the pack's scope.
    """
    facts, _ = with_assumptions(facts, pack)
    steps = steps_of(pack)
    outside = (pl.col("rule_at") == 0) & (pl.col("determination") == "out_of_scope")  # the first step is the scope
    settled = settle(walk(facts, steps), steps, pack.floor_when_unknown)
    return settled.select(pl.when(~outside).then("determination").alias("determination"))["determination"]


def verdicts(facts: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    """Columns determination, ceiling and rule of `decide`, without its words: a part of the work."""
    facts, _ = with_assumptions(facts, pack)
    steps = steps_of(pack)
    ids = {place: step.id for place, step in enumerate(steps)}
    rule = pl.col("rule_at").replace_strict(ids, return_dtype=pl.String)
    settled = settle(walk(facts, steps), steps, pack.floor_when_unknown)
    return settled.select("determination", "ceiling", rule.alias("rule"))


def may_decide(facts: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    """For each rule of a pack whether it decides, or may decide, each row: one column a rule, yes or no."""
    facts, _ = with_assumptions(facts, pack)
    steps = steps_of(pack)
    walked = walk(facts, steps)
    own = [(place, step.id) for place, step in enumerate(steps) if step.id not in (SCOPE, NO_RULE)]
    return walked.select(pl.col(f"may_{place}").alias(name) for place, name in own)


def _spelled(settled: pl.DataFrame, facts: pl.DataFrame, steps: tuple[Step, ...], pack: Pack) -> pl.DataFrame:
    """From numbers to words. Few combinations occur: each is spelled out once, and joined back."""
    shown = sorted(name for name in CATALOGUE if any(f"{{{name}}}" in step.reason for step in steps))
    keys = ["rule_at", "differs", "at_least", "ceiling", "unknown", "also_at", "assumptions", "notes"]
    numbers = (
        settled.with_columns(also_at=_otherwise_reduced())
        .select("determination", "floor", *keys)
        .with_columns(facts.select(pl.col(name).alias(f"shown_{name}") for name in shown))
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


def _otherwise_reduced() -> pl.Expr:
    """The first step that may reduce in place of the one that surely does: to an infraction where that one says
    misdemeanor.
    """
    reduced = (pl.col("determination") == "reduce") & ~pl.col("differs")
    return pl.when(reduced & (pl.col("first_unknown") < pl.col("ended_at"))).then("first_unknown")


_WORDS: dict[str, pl.DataType | type[pl.DataType]] = {
    "rule": pl.String, "reason": pl.String, "citation": pl.String, "unknown_facts": pl.List(pl.String),
    "assumptions_words": pl.List(pl.String), "notes_words": pl.List(pl.String),
}  # fmt: skip


def _words(
    row: Mapping[str, Any], steps: tuple[Step, ...], pack: Pack
) -> tuple[str, str, str, list[str], list[str], list[str]]:
    """Rule, reason, citation, unknown facts, assumptions and notes of one combination.

    The reason is that of the deciding rule; for a review that unknown facts cause, those facts; for a floor, also
    what would give more; for a reduction, also what an unknown fact may make of it.
    """
    step = steps[row["rule_at"]]
    reason, missing = _reason(step, row), _named(row["unknown"], facts_of(steps))
    unknown = missing if row["differs"] else []
    if row["at_least"]:
        reason = f"{reason} at the least; {row['ceiling']} possible, unknown: {', '.join(unknown)}"
    elif row["differs"]:
        reason = f"Unknown: {', '.join(unknown)}"
    elif row["also_at"] is not None and (other := _reason(steps[row["also_at"]], row)) != reason:
        reason = f"{reason}; possibly {other} (unknown: {', '.join(missing)})"
    notes = _named(row["notes"], [note.text for note in pack.notes])
    assumed = [assumption.id for assumption in pack.assumptions if assumption.id in pack.assumed]
    return step.id, reason, step.citation, unknown, _named(row["assumptions"], assumed), notes


def _reason(step: Step, row: Mapping[str, Any]) -> str:
    """A step's reason with the facts of one combination filled in."""
    reason = step.reason
    for name in CATALOGUE:
        if f"{{{name}}}" in reason:
            reason = reason.replace(f"{{{name}}}", str(row[f"shown_{name}"] or "?"))
    return reason


def _named(mask: int, names: Sequence[str]) -> list[str]:
    return [name for place, name in enumerate(names) if mask >> place & 1]


def with_assumptions(facts: pl.DataFrame, pack: Pack) -> tuple[pl.DataFrame, dict[str, tuple[str, pl.Series]]]:
    """Fill in what the pack's switched-on assumptions say of unknown facts.

    Returns:
        the facts; and for each assumption its fact and the rows in which it was filled in.
    """
    used: dict[str, tuple[str, pl.Series]] = {}
    for assumption in pack.assumptions:
        if assumption.id in pack.assumed:
            when = condition(bind(assumption.when, pack.values())).fill_null(False)
            applies = facts.select((when & pl.col(assumption.fact).is_null()).alias("applies"))["applies"]
            value = pl.lit(assumption.value).cast(facts.schema[assumption.fact])
            facts = facts.with_columns(
                pl.when(applies).then(value).otherwise(pl.col(assumption.fact)).alias(assumption.fact)
            )
            used[assumption.id] = (assumption.fact, applies)
    return facts, used


def holds(facts: pl.DataFrame, when: str) -> pl.Series:
    """Whether a condition holds for each row, null where that is unknown; also where the condition names no fact."""
    return facts.with_columns(condition(when).alias("_holds"))["_holds"]


def _assumptions_used(steps: Sequence[Step], assumed: dict[str, tuple[str, pl.Series]]) -> pl.Expr:
    """The assumptions that filled in a fact which a step that was reached names, as bits over `Pack.assumed`."""
    used = []
    for fact, applied in assumed.values():
        places = [place for place, step in enumerate(steps) if fact in step.facts]
        used.append((pl.col("ended_at") >= min(places, default=len(steps))) & applied)
    return masked(used).alias("assumptions")


def _notes(facts: pl.DataFrame, pack: Pack) -> pl.Series:
    """The remarks of the pack whose conditions hold, as bits over `Pack.notes`."""
    shown = masked(condition(bind(note.when, pack.values())) for note in pack.notes)
    return facts.select(notes=pl.repeat(0, pl.len(), dtype=pl.UInt64) + shown)["notes"]
