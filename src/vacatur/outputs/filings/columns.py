"""Columns that several lists share, as docs/court-files.md documents them."""

from __future__ import annotations

import polars as pl


def the_count() -> list[pl.Expr]:
    """Which count of which case, and whose: from a docket."""
    return [
        pl.col("court_named").alias("court"), pl.col("case_number"), pl.col("case_numbers").alias("all_case_numbers"),
        pl.col("count"), pl.col("name"), pl.col("birth_date"), pl.col("cii_number"),
        pl.col("person_id").alias("subject_id"), pl.col("statute"), pl.col("offense_text"), grade(),
        pl.col("convicted_on"),
    ]  # fmt: skip


def cnt_order() -> pl.Expr:
    """The state's key of the count, in its twelve digits."""
    return pl.col("count_key").cast(pl.String).str.zfill(12).alias("cnt_order")


def grade() -> pl.Expr:
    """`felony`, `misdemeanor or infraction`, or null when it is unknown."""
    lesser = pl.when(~pl.col("is_felony")).then(pl.lit("misdemeanor or infraction"))
    return pl.when(pl.col("is_felony")).then(pl.lit("felony")).otherwise(lesser).alias("grade")


def by_law(statute: pl.DataFrame) -> pl.DataFrame:
    """What the statute itself gives, whatever a policy says: to be joined on conviction_id.

    Args:
        statute: decisions of the statute's pack, as results hold them.
    """
    return statute.select(
        "conviction_id",
        pl.col("determination").alias("statute_determination"),
        pl.col("floor").alias("statute_at_least"),
        pl.col("ceiling").alias("statute_at_most"),
        pl.col("reason").alias("statute_ground"),
    )
