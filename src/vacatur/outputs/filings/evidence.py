"""What the rows say that a decision rests on: a list of bare assertions does not carry a challenge (People v. Saelee,
2018).
"""

from __future__ import annotations

import polars as pl

from vacatur.outputs.kept import Kept
from vacatur.record.rows import place_of
from vacatur.review.acts import PLACE

_GROUPS = {
    "rows": "this conviction",
    "registration_rows": "a registration",
    "relief_row": "relief from this conviction",
    "relief_doubt_row": "an entry that leaves earlier relief in doubt",
    "deceased_row": "a report of the person's death",
    "arrest_rows": "an arrest of the same cycle",
}
"""Columns of the facts that name rows which are no other convictions, and what such a row is."""

_OPEN = "a count whose outcome the file does not give"
"""Any other row that a fact rests on: it may have been a conviction (docs/reading.md, section 5)."""

_ACT = "what a reviewer decided or looked up, recorded under this number"


def with_evidence(rows: pl.DataFrame, kept: Kept) -> pl.Series:
    """For each row its evidence in words, in the order of its places: where each row stands and what it says.

    Args:
        rows: conviction_id, person_id, convicted_on and evidence, of a docket.
    """
    places = rows.select("conviction_id", "person_id", "convicted_on", pl.col("evidence").alias("place"))
    places = places.with_row_index("at").explode("place").filter(pl.col("place").is_not_null())
    named = places.join(_groups(kept, rows), on=["conviction_id", "place"], how="left", maintain_order="left")
    named = named.join(_convictions(kept), on=["person_id", "place"], how="left", maintain_order="left")
    other = pl.concat_str(pl.lit("convicted of "), "words", pl.lit(" ("), _when(), pl.lit(")"))
    own = pl.when(pl.col("group") == _GROUPS["rows"]).then("group")
    recorded = pl.when(pl.col("place").str.starts_with(f"{PLACE}:")).then(pl.lit(_ACT))
    said = pl.coalesce(own, recorded, pl.when(pl.col("words").is_not_null()).then(other), "group", pl.lit(_OPEN))
    lines = named.group_by("at", maintain_order=True).agg(pl.concat_str("place", pl.lit(": "), said).alias("evidence"))
    everyone = rows.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"))
    joined = everyone.join(lines, on="at", how="left", maintain_order="left")
    return joined.select(pl.col("evidence").fill_null([]))["evidence"]


def _when() -> pl.Expr:
    """Whether the other conviction was before this one: only a prior one can bar (People v. Smit (2018) 24
    Cal.App.5th 596).
    """
    other, this = pl.col("other_on"), pl.col("convicted_on")
    return (
        pl.when(other < this).then(pl.lit("before this conviction"))
        .when(other > this).then(pl.lit("after this conviction"))
        .when(other == this).then(pl.lit("on the same day as this conviction"))
        .otherwise(pl.lit("whether before this conviction is unknown"))
    )  # fmt: skip


def _convictions(kept: Kept) -> pl.DataFrame:
    """Every conviction in words, by its person and its first row."""
    grade = pl.when("is_felony").then(pl.lit(", felony")).when(~pl.col("is_felony")).then(pl.lit(", not a felony"))
    words = pl.concat_str(
        pl.coalesce("statute", "offense_text", pl.lit("an offense that is not legible")),
        pl.concat_str(pl.lit(", "), pl.col("convicted_on").cast(pl.String)).fill_null(", date unknown"),
        pl.concat_str(pl.lit(", "), "court").fill_null(", court unknown"),
        grade.otherwise(pl.lit(", grade unknown")),
    )
    return (
        kept.table("convictions")
        .select("person_id", "place", words.alias("words"), pl.col("convicted_on").alias("other_on"))
        .group_by("person_id", "place")
        .agg(pl.col("words").str.join(" and "), pl.col("other_on").first())
    )


def _groups(kept: Kept, rows: pl.DataFrame) -> pl.DataFrame:
    """What each source row is to each conviction: conviction_id, place, group."""
    facts = kept.table("facts").select("conviction_id", *_GROUPS)
    facts = facts.join(rows.select("conviction_id"), on="conviction_id", how="semi")
    each = [
        facts.select("conviction_id", pl.col(column).alias("row"), pl.lit(meaning).alias("group"))
        for column, meaning in _GROUPS.items()
    ]
    listed = pl.concat(each).explode("row").filter(pl.col("row").is_not_null())
    return listed.select("conviction_id", place_of(pl.col("row")).alias("place"), "group").unique(
        ["conviction_id", "place"], keep="first", maintain_order=True
    )
