"""A pack's rules over one conviction's facts, three-valued (design: "Three-valued decisions")."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .conditions import Values, evaluate, facts_named

PACKS = Path(__file__).parents[2] / "src" / "vacatur" / "law" / "packs"

# From the least to the most favourable. What is not here counts as not eligible beside other outcomes.
FAVOUR = ("not_eligible", "reduce", "dismiss")


@dataclass(frozen=True)
class Decision:
    """What a pack does with one conviction; where it is in doubt, `rule` is the first that may decide."""

    determination: str
    rule: str
    floor: str
    ceiling: str
    unknown_facts: frozenset[str]


@cache
def read_pack(identifier: str) -> dict[str, Any]:
    with (PACKS / identifier / "pack.toml").open("rb") as file:
        return tomllib.load(file)


def parameters_of(pack: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """The values in force, with the run's settings in place of the pack's own."""
    own = {name: each["value"] for name, each in pack.get("parameters", {}).items()}
    return own | dict(settings)


def decide(
    facts: Values,
    pack: Mapping[str, Any],
    settings: Mapping[str, Any] | None = None,
    assume: Collection[str] = (),
) -> Decision:
    """Walk the cascade."""
    parameters = parameters_of(pack, settings or {})
    facts = _with_assumptions(facts, pack, parameters, assume)
    outcomes: list[tuple[str, str]] = []  # (determination, rule) of all that may be
    in_doubt: set[str] = set()
    certain: tuple[str, str] | None = None

    def doubt(condition: str) -> None:
        in_doubt.update(name for name in facts_named(condition) if facts[name] is None)

    scope = pack["pack"]["scope"]
    in_scope = evaluate(scope, facts, parameters)
    if in_scope is False:
        return Decision("out_of_scope", "scope", "out_of_scope", "out_of_scope", frozenset())
    if in_scope is None:
        outcomes.append(("out_of_scope", "scope"))
        doubt(scope)
    for rule in pack["rule"]:
        holds = evaluate(rule["when"], facts, parameters)
        if holds is False:
            continue
        outcomes.append((rule["determination"], rule["id"]))
        if holds is True:
            certain = outcomes[-1]
            break
        doubt(rule["when"])
    if certain is None:
        raise ValueError(f"{pack['pack']['id']}: no rule decides")
    determinations = [determination for determination, _ in outcomes]
    if len(set(determinations)) == 1:
        low, high = floor_and_ceiling(determinations)
        return Decision(certain[0], certain[1], low, high, frozenset())
    low, high = floor_and_ceiling(determinations)
    only_amounts = in_doubt <= set(pack["pack"].get("floor_when_unknown", ()))
    if only_amounts and "review" not in determinations:
        at_the_floor = [rule for determination, rule in outcomes if determination == low]
        return Decision(low, at_the_floor[-1], low, high, frozenset(in_doubt))
    return Decision("review", outcomes[0][1], low, high, frozenset(in_doubt))


def floor_and_ceiling(determinations: Collection[str]) -> tuple[str, str]:
    """The least and the most favourable of the outcomes that are possible."""
    if len(set(determinations)) == 1 and "review" not in determinations:
        only = next(iter(determinations))
        return only, only
    ranks: list[int] = []
    for each in determinations:
        if each == "review":  # a person is to decide, either way
            ranks += [0, len(FAVOUR) - 1]
        else:
            ranks.append(FAVOUR.index(each) if each in FAVOUR else 0)
    return FAVOUR[min(ranks)], FAVOUR[max(ranks)]


def _with_assumptions(
    facts: Values, pack: Mapping[str, Any], parameters: Values, assume: Collection[str]
) -> dict[str, Any]:
    filled = dict(facts)
    for assumption in pack.get("assumption", ()):
        fact = assumption["fact"]
        wanted = assumption["id"] in assume or assumption.get("presumed", False)
        if wanted and facts[fact] is None and evaluate(assumption["when"], facts, parameters) is True:
            filled[fact] = assumption["value"]
    return filled
