"""The files that other systems read: the court's match file, and the state's update list (docs/court-files.md)."""

from __future__ import annotations

import polars as pl

from vacatur.outputs.filings.columns import cnt_order, grade

_EXHIBIT = {"exhibit_a": "A", "exhibit_b": "B"}


def match_file(docket: pl.DataFrame) -> pl.DataFrame:
    """One row a count of the exhibits, as the court's own system can join it.

    Args:
        docket: of one prosecutor.
    """
    return docket.filter(pl.col("listed").is_in(list(_EXHIBIT))).select(
        pl.col("listed").replace_strict(_EXHIBIT, default=None).alias("exhibit"),
        pl.int_range(1, pl.len() + 1).over("listed").alias("line"),
        "relief",
        "court",
        "case_number",
        "case_key",
        pl.col("case_numbers").list.join("|").alias("all_case_numbers"),
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
        pl.col("case_numbers").alias("all_case_numbers"), cnt_order(), "count", "statute", "offense_text",
        "convicted_on", grade(), "relief", "prosecutor", pl.col("duplicate_of").alias("same_count_as"),
        "conviction_id", "place",
    )  # fmt: skip
