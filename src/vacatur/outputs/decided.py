"""One row a decided conviction, with everything that the spreadsheets show beside it."""

from __future__ import annotations

import polars as pl

from vacatur.record.cases import case_numbers_of
from vacatur.record.history import History
from vacatur.record.rows import joined

_OWN = [
    "conviction", "person", "case", "row", "section", "is_felony", "convicted_on", "as_of", "latest",
    "convictions_known", "registered", "deceased_row", "relief",
]  # fmt: skip
_SECTIONS = ("11357", "11358", "11359", "11360")


def decided_rows(
    history: History, convictions: pl.DataFrame, asked: pl.DataFrame, chosen: pl.DataFrame, statutory: pl.DataFrame
) -> pl.DataFrame:
    """Join a conviction's own columns, its person's counts, its case numbers and the decisions on it.

    Args:
        convictions: every conviction of the delivery.
        asked: those that a pack may decide.
        chosen: the decisions of the office's pack, one row a conviction that it decides (column conviction).
        statutory: those of the statute's pack.
    """
    rows = asked.select(_OWN).join(chosen, on="conviction", how="inner", maintain_order="left")
    by_law = statutory.select(
        "conviction",
        pl.col("determination").alias("statutory_determination"),
        pl.col("reason").alias("statutory_reason"),
    )
    rows = rows.join(by_law, on="conviction", how="left", maintain_order="left")
    numbers = case_numbers_of(history.events, rows).with_columns(pl.col("case_numbers").list.join("; "))
    rows = joined(rows, numbers, "case", "left")
    theirs = convictions.join(rows.select("person").unique(), on="person", how="semi")
    rows = rows.join(_counts(theirs), on="person", how="left", maintain_order="left")
    for listed, name in (("superstrikes", "superstrike_sections"), ("pc290", "pc290_sections")):
        rows = rows.join(_named(theirs, listed, name), on="person", how="left", maintain_order="left")
    return rows


def _counts(theirs: pl.DataFrame) -> pl.DataFrame:
    """Prop 64 convictions of each person, in all counties, by section."""
    of = theirs.filter(pl.col("prop64"))
    each = [(pl.col("section") == section).sum().alias(f"n_{section}") for section in _SECTIONS]
    return of.group_by("person").agg(pl.len().alias("n_prop64"), *each)


def _named(theirs: pl.DataFrame, listed: str, name: str) -> pl.DataFrame:
    """The distinct texts of each person's convictions of a list, in file order; those that only a person can judge
    are marked so.
    """
    found = theirs.filter(pl.col(listed).fill_null(True) & pl.col("shown").is_not_null()).sort("row")
    text = pl.when(pl.col(listed).is_null()).then(pl.concat_str("shown", pl.lit(" (review)"))).otherwise("shown")
    return found.group_by("person").agg(text.unique(maintain_order=True).str.join(";").alias(name))
