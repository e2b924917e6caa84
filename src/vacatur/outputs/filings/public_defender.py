"""The public defender's lists: what the prosecution would oppose or has not decided, with ground and evidence, and what
becomes eligible on a later day.
"""

from __future__ import annotations

import polars as pl

from vacatur.decide.facts import CATALOGUE
from vacatur.decide.horizon import eligible_from
from vacatur.outputs.filings.columns import by_law, the_count
from vacatur.outputs.filings.docket import RELIEF
from vacatur.outputs.filings.evidence import with_evidence
from vacatur.outputs.filings.exceptions import other_entries
from vacatur.outputs.filings.misdemeanors import STATUTE
from vacatur.outputs.kept import Kept
from vacatur.review.acts import REVIEWER

_OPEN = {"challenge": "not eligible", "review": "review"}
_BY_POLICY = "a lawyer's decision: the policy leaves it to one"
"""What would settle a review that no unknown fact is behind."""


def not_eligible_and_review(docket: pl.DataFrame, kept: Kept) -> pl.DataFrame:
    """One row a conviction that was found not eligible or sent to review, of whatever prosecutor: not eligible first,
    each in the order of people, as a defender looks for them.
    """
    rows = docket.filter(pl.col("listed").is_in(list(_OPEN)))
    rows = rows.sort("listed", "name", "person_id", "convicted_on", "conviction_id", nulls_last=True)
    law = kept.table("decisions").filter(pl.col("pack") == STATUTE)
    rows = rows.with_columns(with_evidence(rows, kept))
    for beside in (by_law(law), other_entries(docket)):
        rows = rows.join(beside, on="conviction_id", how="left", maintain_order="left")
    return rows.select(
        pl.col("listed").replace_strict(_OPEN, default=None).alias("decided"), *the_count(), "ground", "citation",
        "rule", pl.col("floor").alias("at_least"), pl.col("ceiling").alias("at_most"), "unknown_facts",
        _settle().alias("what_would_settle"), "evidence", "statute_determination", "statute_at_least",
        "statute_at_most", "statute_ground", "missing", pl.col("other_entries").fill_null([]),
        pl.col("prosecutor_name").alias("prosecutor"), "route_basis", "conviction_id", "place",
    )  # fmt: skip


def near_misses(docket: pl.DataFrame, kept: Kept) -> pl.DataFrame:
    """One row a conviction that the pack would dismiss or reduce on a later day, if nothing else happens: the earliest
    first. Nothing is foretold: a new conviction or a revoked probation would change it.
    """
    pack = kept.pack(docket["pack"][0]) if docket.height else kept.packs[0]
    decisions = kept.table("decisions").filter(
        pl.col("rule") != REVIEWER
    )  # of what a person decides no rule tells more
    later = eligible_from(kept.table("facts"), decisions, pack, kept.as_of).select(
        "conviction_id",
        pl.col("date").alias("eligible_from"),
        pl.col("determination").replace_strict(RELIEF, default=None).alias("relief_then"),
        pl.col("rule").alias("rule_then"),
    )
    law = kept.table("decisions").filter(pl.col("pack") == STATUTE)
    rows = docket.join(later, on="conviction_id", how="inner", maintain_order="left")
    rows = rows.join(by_law(law), on="conviction_id", how="left", maintain_order="left")
    rows = rows.sort("eligible_from", "name", "conviction_id", nulls_last=True)
    return rows.select(
        "eligible_from", "relief_then", "rule_then", pl.col("determination").alias("decided"), *the_count(), "ground",
        "citation", "statute_determination", "statute_at_least", "statute_at_most", "statute_ground",
        pl.col("prosecutor_name").alias("prosecutor"), "conviction_id", "place",
    )  # fmt: skip


def _settle() -> pl.Expr:
    """What a person would have to look up."""
    facts = {name: f"{name}: {info.settle}" for name, info in CATALOGUE.items()}
    unknown = pl.col("unknown_facts").list.eval(pl.element().replace_strict(facts, default=pl.element()))
    left = (pl.col("listed") == "review") & (pl.col("unknown_facts").list.len() == 0)
    unread = pl.concat_str("unread_rows", pl.lit(" rows of this person, which could not be read: see set_aside.csv"))
    return pl.concat_list(
        pl.when(left).then(pl.lit([_BY_POLICY], dtype=pl.List(pl.String))).otherwise(unknown),
        pl.when(pl.col("unread_rows") > 0).then(pl.concat_list(unread)).otherwise(pl.lit([], dtype=pl.List(pl.String))),
    )
