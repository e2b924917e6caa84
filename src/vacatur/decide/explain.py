"""The cascade as it ran for one conviction: each step, the facts it named, the rows they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from vacatur.decide.cascade import decide, holds, steps_of, with_assumptions
from vacatur.decide.facts import CATALOGUE
from vacatur.law.pack import Pack


@dataclass(frozen=True)
class FactShown:
    """A fact as it stood: its value (None: unknown), what it means, the rows it rests on (`file:line`)."""

    name: str
    value: bool | str | float | int | date | None
    meaning: str
    evidence: list[str]


@dataclass(frozen=True)
class StepShown:
    """One step of the cascade.

    Attributes:
        condition: with the parameters' values filled in.
        outcome: True, False, or None for unknown.
        reached: whether the walk came so far.
    """

    rule: str
    condition: str
    outcome: bool | None
    reached: bool
    determination: str
    reason: str
    citation: str
    facts: list[FactShown]


@dataclass(frozen=True)
class Explanation:
    """How one pack decided one conviction.

    Attributes:
        settle: what a person would have to look up, where unknown facts left the decision open.
        review: what reviewers recorded about it, a sentence an act; the rules above know the facts that were supplied,
            and nothing of what a reviewer decided.
    """

    conviction_id: str
    pack: str
    title: str
    determination: str
    floor: str
    ceiling: str
    rule: str
    reason: str
    citation: str
    steps: list[StepShown]
    unknown_facts: list[str]
    assumptions: list[str]
    notes: list[str]
    settle: list[str]
    review: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class IfKnown:
    """What a pack would decide if one unknown fact were known, and all others stayed as they are."""

    fact: str
    value: bool
    determination: str
    floor: str
    ceiling: str


def if_known(facts: pl.DataFrame, pack: Pack, names: Sequence[str]) -> list[IfKnown]:
    """What either answer to each of some questions would come to, yes first: of facts that are yes or no.

    Args:
        facts: one row, a column a fact.
        names: facts that are unknown in it; those that are not yes or no are passed over.
    """
    asked = [(name, value) for name in names if CATALOGUE[name].dtype == "yes/no" for value in (True, False)]
    if not asked:
        return []
    answered = pl.concat([facts.with_columns(pl.lit(value).alias(name)) for name, value in asked])
    decided = decide(answered, pack).select(pl.col("determination", "floor", "ceiling").cast(pl.String))
    return [IfKnown(*question, *outcome) for question, outcome in zip(asked, decided.iter_rows(), strict=True)]


def explain_one(facts: pl.DataFrame, evidence: Mapping[str, list[str]], conviction_id: str, pack: Pack) -> Explanation:
    """Walk the cascade once more for one conviction.

    Args:
        facts: one row, a column a fact.
        evidence: for each fact, the rows it rests on.
    """
    decision = decide(facts, pack).row(0, named=True)
    filled, _ = with_assumptions(facts, pack)
    values = filled.row(0, named=True)
    shown, going = [], True
    for step in steps_of(pack):
        outcome = holds(filled, step.when)[0]
        named = [
            FactShown(name, values[name], CATALOGUE[name].meaning, list(evidence.get(name, []))) for name in step.facts
        ]
        shown.append(
            StepShown(step.id, step.when, outcome, going, step.determination, step.reason, step.citation, named)
        )
        going = going and outcome is not True
    return Explanation(
        conviction_id=conviction_id, pack=pack.id, title=pack.title, determination=decision["determination"],
        floor=decision["floor"], ceiling=decision["ceiling"], rule=decision["rule"], reason=decision["reason"],
        citation=decision["citation"], steps=shown, unknown_facts=decision["unknown_facts"],
        assumptions=decision["assumptions"], notes=decision["notes"], settle=[f"{name}: {CATALOGUE[name].settle}" for
        name in decision["unknown_facts"]],
    )  # fmt: skip
