"""The facts behind decisions that differ: what each run held for true, and the rows that say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from vacatur.decide.cascade import steps_of
from vacatur.decide.evidence import MOST_ROWS, as_list
from vacatur.decide.facts import CATALOGUE
from vacatur.decide.horizon import facts_on
from vacatur.outputs.changes.decisions import SAME, TIME
from vacatur.outputs.changes.tables import facts_of
from vacatur.outputs.kept import Kept
from vacatur.record.rows import place_of

BECAME_KNOWN, BECAME_UNKNOWN, OTHERWISE, BY_TIME = "became known", "became unknown", "changed", "by time alone"
UNKNOWN = "unknown"
"""Stands for the value of a fact that is not known."""

_COLUMNS = ("before", "after", "person", "pack", "fact", "value before", "value after", "kind",
            "evidence before", "evidence after")  # fmt: skip


def facts_between(before: Kept, after: Kept, decisions: pl.DataFrame) -> pl.DataFrame:
    """The facts that differ, of those which the deciding rules name or which were unknown and mattered.

    Args:
        decisions: `decisions.decisions_between`.

    Returns:
        one row a differing decision and fact: before, after, person, pack, fact, value before, value after (as texts,
        `UNKNOWN` where unknown), kind, evidence before, evidence after (rows, `file:line`). A fact that time alone
        changed is named where time is a cause.
    """
    differing = decisions.filter(pl.col("state") != SAME)
    schema = {name: pl.List(pl.String) if name.startswith("evidence") else pl.String for name in _COLUMNS}
    tables = [pl.DataFrame(schema=schema)]
    if not differing.is_empty():
        ours, theirs = facts_of(before, differing["before"]), facts_of(after, differing["after"])
        later = ours if before.as_of == after.as_of else facts_on(ours, after.as_of)
        tables += _found(differing, ours, later, theirs, _named_by(before), _named_by(after))
    return pl.concat(tables).sort("before", "pack", "fact", maintain_order=True)


Named = dict[tuple[str, str], tuple[str, ...]]
"""The facts that each rule of each pack names."""


def _named_by(kept: Kept) -> Named:
    return {(pack.id, step.id): step.facts for pack in kept.packs for step in steps_of(pack)}


def _found(
    rows: pl.DataFrame, ours: pl.DataFrame, later: pl.DataFrame, theirs: pl.DataFrame, first: Named, second: Named
) -> Iterator[pl.DataFrame]:
    """For each fact the decisions for which it matters and that hold different values of it."""
    wanted = _wanted(rows, first, second)
    for (name,), asked in wanted.group_by("fact", maintain_order=True):
        yield from _of_fact(str(name), asked, ours, later, theirs)


def _wanted(rows: pl.DataFrame, first: Named, second: Named) -> pl.DataFrame:
    """before, after, person, pack, timed, fact: the facts that matter to each decision. Few combinations occur."""
    keys = ["pack", "rule before", "unknown_facts before", "rule after", "unknown_facts after"]
    combined = rows.select(keys).unique(maintain_order=True)
    facts = [
        sorted({*first.get((pack, rule), ()), *second.get((pack, other), ()), *(unknown or ()), *(open_ or ())})
        for pack, rule, unknown, other, open_ in combined.iter_rows()
    ]
    combined = combined.with_columns(fact=pl.Series(facts, dtype=pl.List(pl.String)))
    joined = rows.join(combined, on=keys, how="left", nulls_equal=True, maintain_order="left")
    timed = pl.col("causes").list.contains(TIME)
    return (
        joined.select("before", "after", "person", "pack", timed.alias("timed"), "fact")
        .explode("fact")
        .drop_nulls("fact")
    )


def _of_fact(
    name: str, asked: pl.DataFrame, ours: pl.DataFrame, later: pl.DataFrame, theirs: pl.DataFrame
) -> Iterator[pl.DataFrame]:
    evidence = CATALOGUE[name].evidence
    sides = (
        (ours, "before", ["conviction_id", _value(name, "value before"), _evidence(ours, evidence, "before")]),
        (later, "before", ["conviction_id", _value(name, "value later")]),
        (theirs, "after", ["conviction_id", _value(name, "value after"), _evidence(theirs, evidence, "after")]),
    )
    rows = asked
    for table, side, columns in sides:
        rows = rows.join(table.select(columns), left_on=side, right_on="conviction_id", how="left",
                         maintain_order="left")  # fmt: skip
    was, then, is_ = (pl.col(f"value {when}") for when in ("before", "later", "after"))
    kind = (
        pl.when(was == UNKNOWN)
        .then(pl.lit(BECAME_KNOWN))
        .when(is_ == UNKNOWN)
        .then(pl.lit(BECAME_UNKNOWN))
        .when(then == is_)
        .then(pl.lit(BY_TIME))
        .otherwise(pl.lit(OTHERWISE))
    )
    # of a conviction that one run did not ask about there is nothing to hold against the other's facts
    rows = rows.filter(was.is_not_null() & is_.is_not_null() & (was != is_)).with_columns(kind=kind)
    rows = rows.filter(pl.col("timed") | (pl.col("kind") != BY_TIME))
    yield rows.with_columns(fact=pl.lit(name)).select(_COLUMNS)


def _value(name: str, alias: str) -> pl.Expr:
    """The value of a fact as a person reads it."""
    value, dtype = pl.col(name), CATALOGUE[name].dtype
    if dtype == "yes/no":
        text = pl.when(value).then(pl.lit("yes")).otherwise(pl.lit("no"))
    elif dtype in ("years", "grams"):
        text = pl.when(value.is_infinite()).then(pl.lit("never")).otherwise(value.round(4).cast(pl.String))
    elif dtype == "text":
        text = pl.when(value == "").then(pl.lit("none")).otherwise(value)
    else:
        text = value.cast(pl.String)
    return pl.when(value.is_null()).then(pl.lit(UNKNOWN)).otherwise(text).alias(alias)


def _evidence(table: pl.DataFrame, columns: Sequence[str], side: str) -> pl.Expr:
    lists = [as_list(table, column) for column in columns]
    rows = pl.concat_list(lists).list.unique().list.sort().list.head(MOST_ROWS)
    return rows.list.eval(place_of(pl.element())).alias(f"evidence {side}")


def in_words(facts: pl.DataFrame) -> pl.DataFrame:
    """The facts behind each differing decision in one text: before, pack, facts."""
    each = pl.concat_str(
        "fact", pl.lit(": "), "value before", _rows("evidence before"), pl.lit(" -> "), "value after",
        _rows("evidence after"),
    )  # fmt: skip
    return facts.group_by("before", "pack", maintain_order=True).agg(each.str.join("; ").alias("facts"))


def _rows(name: str) -> pl.Expr:
    shown = pl.col(name).list.head(4).list.join(", ")
    return (
        pl.when(pl.col(name).list.len() > 0).then(pl.concat_str(pl.lit(" ("), shown, pl.lit(")"))).otherwise(pl.lit(""))
    )
