"""Eligible convictions that cannot be filed as they are, with what is missing and what would settle it."""

from __future__ import annotations

import polars as pl

from vacatur.outputs.filings.columns import the_count

SETTLE = {
    "court": "which court convicted: the court's index, by name and birth date",
    "court of this county": "which county convicted: the court that is named is of another one",
    "juvenile court": "relief from an adjudication is asked of the juvenile court on forms of its own (JV-744)",
    "case number": "the case number: the court's index, by name and birth date",
    "one case number of several": "which of the cases holds this count: the court's registers of actions",
    "date of conviction": "the date of conviction: the court's minutes",
    "section": "the section convicted of: the court's minutes or the abstract of judgment",
    "name": "who the defendant is: the state's record under the CII number, or the court's file",
    "one decision": "which entry of this count is right: they were decided differently, see other_entries",
    "one prosecutor": "who prosecuted: the entries of this count lead to different prosecutors",
}
"""What would settle each thing that stands in the way of filing (`missing` of the docket)."""


def exceptions(docket: pl.DataFrame) -> pl.DataFrame:
    """Eligible convictions that cannot be filed as they are: what is missing, and what would settle it.

    Args:
        docket: of all prosecutors, so that the other entries of a count are found.

    Returns:
        One row a conviction, and its prosecutor.
    """
    settle = pl.col("missing").list.eval(pl.element().replace_strict(SETTLE, default=None))
    rows = docket.filter(pl.col("listed") == "exception")
    rows = rows.join(other_entries(docket), on="conviction_id", how="left", maintain_order="left")
    return rows.select(
        "prosecutor", "missing", settle.alias("what_would_settle"), "relief", *the_count(), "ground", "citation",
        pl.col("other_entries").fill_null([]), "conviction_id", "place",
    )  # fmt: skip


def other_entries(docket: pl.DataFrame) -> pl.DataFrame:
    """For each conviction that the file holds more than once, the other entries and how each was decided."""
    others = docket.select("conviction_id", "same_count").filter(pl.col("same_count").list.len() > 0)
    decided = docket.select(
        pl.col("conviction_id").alias("same_count"),
        pl.concat_str("conviction_id", pl.lit(": "), "determination", pl.lit(", "), "ground").alias("other_entries"),
    )
    return (
        others.explode("same_count")
        .join(decided, on="same_count", how="left", maintain_order="left")
        .group_by("conviction_id", maintain_order=True)
        .agg("other_entries")
    )
