"""The same count of the same case, reported more than once."""

from __future__ import annotations

import polars as pl

_COUNT = ["court", "case_stem", "count", "offense", "convicted_on"]
"""What must be known and the same."""

MOST_ENTRIES = 12
"""Other entries of a count that are named; more than one or two are rare."""

_PERSON = {"person_id": ["person_id"], "cii_number": ["cii_number"], "name": ["name", "birth_date"]}
"""What makes two entries the same person, given the same count: any of these."""


def duplicates(counts: pl.DataFrame) -> pl.DataFrame:
    """Which rows are the same count of the same case again.

    A count can be reported under two cycles of a person, and a person can have two SUBJECT_IDs. Two rows are the same
    count when court, case number, count, offense and date of conviction are known and the same, and the person is the
    same: by SUBJECT_ID, by CII number, or by name and birth date. Two counts of one case, or one case number in two
    courts, are not.

    Args:
        counts: columns person_id, cii_number, name, birth_date, court, case_stem, case_suffix, count, offense,
            convicted_on, conviction_id, determination, prosecutor, route_unclear and `filable` (nothing is missing).

    Returns:
        Row for row: same_count (the other entries of the count, `MOST_ENTRIES` of them), duplicate_of (the one that
        stands for the count: the first by its id, of those that can be filed if any can; null for that one itself),
        decisions_differ and prosecutors_differ (of the entries of the count).
    """
    rows = counts.with_row_index("at").filter(pl.all_horizontal(pl.col(_COUNT).is_not_null()))
    rows = rows.with_columns(place=pl.struct(_COUNT).rank("dense"))
    rows = _with_suffix(_with_person(rows.filter(pl.len().over("place") > 1)))
    entries = ["place", "same", "suffix"]
    rows = rows.filter(pl.len().over(entries) > 1).sort(
        *entries, ~(pl.col("filable") & ~pl.col("route_unclear")), "conviction_id"
    )
    clear = pl.col("prosecutor").filter(~pl.col("route_unclear"))
    found = rows.group_by(entries).agg(
        "at",
        pl.col("conviction_id"),
        (pl.col("determination").n_unique() > 1).alias("decisions_differ"),
        (clear.n_unique() > 1).alias("prosecutors_differ"),
        pl.col("conviction_id").head(MOST_ENTRIES + 1).alias("same_count"),
    )
    found = found.explode("at", "conviction_id").select(
        "at",
        pl.col("same_count").list.set_difference(pl.concat_list("conviction_id")).list.head(MOST_ENTRIES).list.sort(),
        pl.when(pl.col("conviction_id") != pl.col("same_count").list.first())
        .then(pl.col("same_count").list.first())
        .alias("duplicate_of"),
        "decisions_differ",
        "prosecutors_differ",
    )
    everyone = counts.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"))
    joined = everyone.join(found, on="at", how="left", maintain_order="left").drop("at")
    return joined.with_columns(
        pl.col("same_count").fill_null([]), pl.col("decisions_differ", "prosecutors_differ").fill_null(False)
    )


def _with_person(rows: pl.DataFrame) -> pl.DataFrame:
    """Number the people within each count: the same number for entries that any of the marks in `_PERSON` joins,
    directly or through another entry.
    """
    rows = rows.with_columns(same=pl.col("at"))
    while True:
        before = rows["same"]
        for columns in _PERSON.values():
            known = pl.all_horizontal(pl.col(columns).is_not_null())
            joined = pl.col("same").min().over("place", *columns)
            rows = rows.with_columns(same=pl.when(known).then(joined).otherwise("same"))
        if rows["same"].equals(before):
            return rows


def _with_suffix(rows: pl.DataFrame) -> pl.DataFrame:
    """Let a case number without a suffix for the defendant be the same as the one that has it, if it is one alone."""
    suffixes = pl.col("case_suffix").drop_nulls().n_unique().over("place", "same")
    return rows.with_columns(
        suffix=pl.when(suffixes > 1).then(pl.col("case_suffix").fill_null("")).otherwise(pl.lit(""))
    )
