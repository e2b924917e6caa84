"""Which decisions differ between two runs, and what made them differ: found by deciding again, not by guessing.

Between the decision of the first run and that of the second lie steps, each of which changes one thing: what reviewers
did, the program, the pack, the passage of time, the file. The facts that the first run kept are decided again after
each step; where the outcome turns, that step is a cause.
"""

from __future__ import annotations

import polars as pl

from vacatur.decide.cascade import SCOPE, decide
from vacatur.decide.facts import CATALOGUE
from vacatur.decide.horizon import facts_on
from vacatur.law.pack import Pack
from vacatur.outputs.changes.premises import common_packs, same_files, same_question
from vacatur.outputs.changes.tables import decisions_of, facts_of
from vacatur.outputs.kept import Kept
from vacatur.outputs.summary import Summary

NOT_DECIDED = "none"
"""Stands where a run did not decide a conviction that the other did."""

SAME, RESTATED, CHANGED = "same", "restated", "changed"
"""The same decision; the same determination by another rule, with other unknown facts or another least or most
favorable outcome; another determination.
"""

REVIEW, PROGRAM, POLICY, TIME, QUESTION, FILE = "review", "program", "policy", "time", "question", "file"
CAUSES = {
    REVIEW: "what reviewers did",
    PROGRAM: "another version of Vacatur",
    POLICY: "the pack, its parameters or its assumptions",
    TIME: "the passage of time alone",
    QUESTION: "what the runs ask about",
    FILE: "what the file says",
}

_OUTCOME = ("determination", "floor", "ceiling", "rule", "unknown_facts")
_SAID = ("reason", "evidence")
"""What a decision is, and what it says for itself."""


def decisions_between(before: Kept, after: Kept, pairs: pl.DataFrame) -> pl.DataFrame:
    """The decisions on the convictions of both runs, under every pack of both.

    Args:
        pairs: `convictions.Convictions.pairs`.

    Returns:
        one row a conviction and pack that either run decided: before, after, person, pack, state (`SAME`, `RESTATED`,
        `CHANGED`), of each of determination, floor, ceiling, rule and unknown_facts what each run says (`rule before`,
        `rule after`); where something differs also reason and evidence, and causes (see `CAUSES`; else empty).
    """
    tables = []
    for name in common_packs(before, after):
        rows = _side_by_side(before, after, pairs, name)
        differing = rows.filter(pl.col("state") != SAME)
        more = differing.select("before", "after").join(_causes(differing, before, after, name), on="before")
        for side, kept in (("before", before), ("after", after)):
            said = decisions_of(kept, name, _SAID, differing[side])
            said = said.select("conviction_id", pl.col(_SAID).name.suffix(f" {side}"))
            more = more.join(said, left_on=side, right_on="conviction_id", how="left")
        tables.append(rows.join(more.drop("after"), on="before", how="left", maintain_order="left"))
    return pl.concat(tables).with_columns(pl.col("causes").fill_null([]))


def counted(decisions: pl.DataFrame) -> list[Summary]:
    """How often each pack went from which determination to which: pack, before, after, decisions; the same first."""
    keys = ["pack", "determination before", "determination after"]
    table = decisions.group_by(keys, maintain_order=True).len()
    order = {name: place for place, name in enumerate(decisions["pack"].unique(maintain_order=True))}
    rows = sorted(table.iter_rows(), key=lambda row: (order[row[0]], row[1] != row[2], -row[3], row[1], row[2]))
    return [dict(zip(("pack", "before", "after", "decisions"), row, strict=True)) for row in rows]


def _side_by_side(before: Kept, after: Kept, pairs: pl.DataFrame, pack: str) -> pl.DataFrame:
    rows = pairs.select("before", "after", "person", pl.lit(pack).alias("pack"))
    for side, kept in (("before", before), ("after", after)):
        own = decisions_of(kept, pack, _OUTCOME).select("conviction_id", pl.col(_OUTCOME).name.suffix(f" {side}"))
        rows = rows.join(own, left_on=side, right_on="conviction_id", how="left", maintain_order="left")
    either = pl.any_horizontal(pl.col(f"determination {side}").is_not_null() for side in ("before", "after"))
    rows = rows.filter(either).with_columns(
        pl.col(f"determination {side}").fill_null(NOT_DECIDED) for side in ("before", "after")
    )
    return rows.with_columns(state=_state())


def _state() -> pl.Expr:
    others = [pl.col(f"{name} before").ne_missing(pl.col(f"{name} after")) for name in _OUTCOME]
    restated = pl.when(pl.any_horizontal(others)).then(pl.lit(RESTATED)).otherwise(pl.lit(SAME))
    return pl.when(others[0]).then(pl.lit(CHANGED)).otherwise(restated)


def _causes(rows: pl.DataFrame, before: Kept, after: Kept, pack: str) -> pl.DataFrame:
    """The causes of each difference: before, causes."""
    told, question = _steps(rows, before, after, pack), same_question(before, after)
    asked, both = pl.col("asked"), pl.col("asked") & pl.col("asked after")
    runs_differ = _differ("as run", "as run after")
    turned = {
        REVIEW: _differ("first", "as run") | _differ("as run after", "last"),
        PROGRAM: asked & _differ("as run", "again"),
        POLICY: asked & _differ("again", "by the other pack"),
        TIME: asked & _differ("by the other pack", "later"),
        QUESTION: pl.when(both).then(_differ("later", "asked otherwise")).otherwise(runs_differ & (not question)),
        FILE: pl.when(asked).then(_differ("asked otherwise", "as run after")).otherwise(runs_differ)
        & (both | question),
    }
    if same_files(before, after):  # what is left is not theirs to explain
        left = turned.pop(FILE)
        cause = QUESTION if not question else PROGRAM if before.as_of == after.as_of else TIME
        turned[cause] = turned[cause] | left
    named = [pl.when(holds).then(pl.lit(name)) for name, holds in turned.items()]
    return told.select("before", causes=pl.concat_list(named).list.drop_nulls())


def _steps(rows: pl.DataFrame, before: Kept, after: Kept, pack: str) -> pl.DataFrame:
    """What is decided after each step, one column a step; and whether each run asked about the conviction."""
    kept = facts_of(before, rows["before"], as_run=True).rename({"conviction_id": "before"})
    facts = rows.select("before", "after").join(kept, on="before", how="inner", maintain_order="left")
    ours, theirs = before.pack(pack), after.pack(pack)
    later = facts if before.as_of == after.as_of else facts_on(facts, after.as_of)
    there = facts_of(after, rows["after"], as_run=True).select(pl.col("conviction_id").alias("after"), "in_county")
    elsewhere = later.drop("in_county").join(there, on="after", how="left", maintain_order="left")
    steps = {
        "again": _decided(facts, ours),
        "by the other pack": _decided(facts, theirs),
        "later": _decided(later, theirs),
        "asked otherwise": _decided(later if before.county == after.county else elsewhere, theirs),
    }
    told = rows.select(
        "before", "after", "state", pl.col("before").is_in(facts["before"].implode()).alias("asked"),
        pl.col("after").is_in(there["after"].implode()).alias("asked after"),
        first=_told("before"), last=_told("after"),
    )  # fmt: skip
    for side, kept_run, name in (("before", before, "as run"), ("after", after, "as run after")):
        recorded = decisions_of(kept_run, pack, _OUTCOME, rows[side], as_run=True)
        recorded = recorded.select(pl.col("conviction_id").alias(side), pl.struct(_OUTCOME).alias(name))
        told = told.join(recorded, on=side, how="left", maintain_order="left")
    for name, table in steps.items():
        told = told.join(table.rename({"told": name}), on="before", how="left", maintain_order="left")
    return told


def _differ(one: str, other: str) -> pl.Expr:
    """Whether two steps come to something else: another determination where that differs in the end, else anything."""
    determined = [pl.col(name).struct.field("determination").fill_null(NOT_DECIDED) for name in (one, other)]
    whole = [pl.col(name).struct.json_encode() for name in (one, other)]
    return (
        pl.when(pl.col("state") == CHANGED)
        .then(determined[0] != determined[1])
        .otherwise(whole[0].ne_missing(whole[1]))
    )


def _told(side: str) -> pl.Expr:
    return pl.struct(pl.col(f"{name} {side}").alias(name) for name in _OUTCOME)


def _decided(facts: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    """What a pack decides on facts; nothing of those outside its scope."""
    decided = decide(facts.select(list(CATALOGUE)), pack).with_columns(
        pl.col("determination", "floor", "ceiling").cast(pl.String)
    )
    outside = (pl.col("rule") == SCOPE) & (pl.col("determination") == "out_of_scope")
    return decided.select(told=pl.struct(_OUTCOME), outside=outside).with_columns(facts["before"]).filter(
        ~pl.col("outside")
    ).select("before", "told")  # fmt: skip
