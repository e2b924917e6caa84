"""The files that other systems read: the court's match file, and the state's update list (docs/court-files.md)."""

from __future__ import annotations

import polars as pl

_EXHIBIT = {"exhibit_a": "A", "exhibit_b": "B"}


def match_file(docket: pl.DataFrame) -> pl.DataFrame:
    """One row a count of the exhibits, as the court's own system can join it.

    Args:
        docket: of one prosecutor.
    """
    return docket.filter(pl.col("listed").is_in(list(_EXHIBIT))).select(
        pl.col("listed").replace_strict(_EXHIBIT, default=None).alias("exhibit"),
        "relief",
        "court",
        "case_number",
        "case_key",
        pl.col("case_numbers").list.join("|"),
        "name",
        "birth_date",
        "cii_number",
        "count",
        cnt_order(),
        "statute",
        "section",
        "offense_text",
        "convicted_on",
        grade(),
        "prosecutor",
        "conviction_id",
    )


def update_list(docket: pl.DataFrame) -> pl.DataFrame:
    """One row a conviction whose entry in the state's record changes when the orders are signed: those of the
    exhibits, and the entries that repeat one of them. Sorted by person.
    """
    filed = docket.filter(pl.col("listed").is_in(list(_EXHIBIT)))
    again = docket.filter(pl.col("listed") == "duplicate").join(
        filed.select(pl.col("conviction_id").alias("duplicate_of")), on="duplicate_of", how="semi"
    )
    rows = pl.concat([filed, again]).sort("person_id", "count_key", "conviction_id")
    return rows.select(
        "cii_number", pl.col("person_id").alias("subject_id"), "name", "birth_date", "court", "case_number",
        "case_numbers", cnt_order(), "count", "statute", "offense_text", "convicted_on", grade(), "relief",
        "prosecutor", pl.col("duplicate_of").alias("same_count_as"), "conviction_id", "place",
    )  # fmt: skip


def cnt_order() -> pl.Expr:
    """The state's key of the count, in its twelve digits."""
    return pl.col("count_key").cast(pl.String).str.zfill(12).alias("cnt_order")


def grade() -> pl.Expr:
    """`felony`, `misdemeanor or infraction`, or null when it is unknown."""
    lesser = pl.when(~pl.col("is_felony")).then(pl.lit("misdemeanor or infraction"))
    return pl.when(pl.col("is_felony")).then(pl.lit("felony")).otherwise(lesser).alias("grade")
