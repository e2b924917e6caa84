"""The tables of a run with the ledger applied: what papers, reports and pages are then made from."""

from __future__ import annotations

import polars as pl

from vacatur.decide.facts import CATALOGUE, DTYPES
from vacatur.review.acts import DECIDED, REVIEWER, Ledger
from vacatur.review.values import COUNTED, column_value

IN_SHORT = "Decided on review"
"""What papers for the court and published figures say in place of a reviewer's name and words."""


def reviewed(decisions: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """The decisions as they stand after all acts.

    Args:
        decisions: as in `decisions.parquet`; or as they stood after earlier acts, which the ledger need not hold then.

    Returns:
        the same rows in the same order.
    """
    rows = [
        {"conviction_id": act.conviction, "pack": pack, **row}
        for act in ledger.latest.values()
        for pack, row in act.after["decisions"].items()
        if row != ledger.on(act.conviction)[0].before["decisions"][pack]
    ]
    if not rows:
        return decisions
    keys = ["conviction_id", "pack"]
    schema = {name: decisions.schema[name] for name in (*keys, *DECIDED)}
    anew = pl.DataFrame([[row[name] for name in schema] for row in rows], schema=schema, orient="row")
    joined = decisions.join(
        anew.with_columns(anew=pl.lit(True)), on=keys, how="left", suffix=" anew", maintain_order="left"
    )
    return joined.select(
        pl.when("anew").then(f"{name} anew").otherwise(name).alias(name) if name in DECIDED else name
        for name in decisions.columns
    )


def with_supplied(facts: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """The facts with what was supplied of them.

    Args:
        facts: as in `facts.parquet`.
    """
    values: dict[str, dict[str, object]] = {}
    for act in ledger.latest.values():
        for name, given in act.after["facts"].items():
            values.setdefault(name, {})[act.conviction] = column_value(name, given["value"])
            if "from" in given and (start := COUNTED[name][0]) not in CATALOGUE:
                values.setdefault(start, {})[act.conviction] = column_value("convicted_on", given["from"])
    for name, of in values.items():
        dtype = DTYPES[CATALOGUE[name].dtype] if name in CATALOGUE else pl.Date
        found = pl.Series("given", list(of.values()), dtype=dtype)
        column = pl.DataFrame({"conviction_id": list(of)}).with_columns(found)
        joined = facts.select("conviction_id", name).join(column, on="conviction_id", how="left", maintain_order="left")
        facts = facts.with_columns(joined.select(pl.coalesce(name, "given").alias(name)))
    return facts


def reason_in_short(rule: pl.Expr, reason: pl.Expr) -> pl.Expr:
    """The reason of a decision without a reviewer's name and words."""
    return pl.when(rule == REVIEWER).then(pl.lit(IN_SHORT)).otherwise(reason)
