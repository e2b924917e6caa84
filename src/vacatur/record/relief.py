"""Earlier relief on convictions: which rows grant it, which leave it in doubt, and which undo it (docs/reading.md)."""

from __future__ import annotations

import polars as pl

from vacatur.record.relief_texts import RELIEF_IN_DOUBT, RELIEF_OF_ITS_COUNT, RELIEF_UNDONE, UNDONE, relief_named
from vacatur.record.rows import among_all, case_of, cycle_of, joined


def with_relief(convictions: pl.DataFrame, own: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
    """Add the earlier relief on each conviction: its name, empty when none, null when a row leaves it in doubt.

    Args:
        own: the rows of convictions, with `identity`.
        later: the rows of relief and dismissal, and those without disposition, with `identity` and `legible`.
    """
    marks = _standing(_before_conviction(_matched(convictions, later), convictions))
    doubt = pl.concat([_comments_in_doubt(convictions), _dispositions_in_doubt(convictions, own)])
    named = (
        marks.filter(pl.col("certain"))
        .group_by("conviction")
        .agg(pl.col("relief").cast(pl.String).unique().sort().str.join("; "), pl.col("row").min().alias("relief_row"))
    )
    doubtful = pl.concat([marks.filter(~pl.col("certain")).select("conviction", "row"), doubt])
    doubtful = doubtful.group_by("conviction").agg(pl.col("row").min().alias("relief_doubt_row"))
    joined = convictions.join(named, on="conviction", how="left", maintain_order="left")
    joined = joined.join(doubtful, on="conviction", how="left", maintain_order="left")
    unknown = pl.col("relief").is_null() & pl.col("relief_doubt_row").is_not_null()
    return joined.with_columns(pl.when(~unknown).then(pl.col("relief").fill_null("")).alias("relief"))


def _before_conviction(marks: pl.DataFrame, convictions: pl.DataFrame) -> pl.DataFrame:
    """The marks, in doubt those of a day before the conviction, whose day or count is then wrong; or before the last of
    its days, where it has two: reversed, perhaps, and convicted anew.
    """
    days = convictions.select("conviction", "latest")
    before = (pl.col("event_date") < pl.col("latest")).fill_null(False)
    dated = marks.join(days, on="conviction", how="left", maintain_order="left")
    return dated.with_columns(certain=pl.col("certain") & ~before).select(marks.columns)


def _standing(marks: pl.DataFrame) -> pl.DataFrame:
    """The marks that count once what was undone is taken away: a grant or a dismissal of an earlier day is gone, or in
    doubt where it is not said that it was this that was undone; one of a later day stands. What is of the same day, or
    of a day that is not known, is in doubt.
    """
    undoing = pl.col("relief").cast(pl.String).is_in(UNDONE).fill_null(False)
    undone = marks.filter(undoing)
    if undone.is_empty():
        return marks
    surely = pl.col("certain") & (pl.col("relief").cast(pl.String) == RELIEF_UNDONE)
    days = undone.group_by("conviction").agg(
        surely.all().alias("surely"),
        pl.col("event_date").is_not_null().all().alias("dated"),
        pl.col("event_date").max().alias("undone_on"),
    )
    granted = marks.filter(~undoing).join(days, on="conviction", how="left", maintain_order="left")
    dated = pl.col("dated").fill_null(False)
    untouched = pl.col("dated").is_null() | (dated & (pl.col("event_date") > pl.col("undone_on"))).fill_null(False)
    gone = (pl.col("surely") & dated & (pl.col("event_date") < pl.col("undone_on"))).fill_null(False)
    left = granted.filter(untouched | ~gone).with_columns(certain=pl.col("certain") & untouched)
    unclear = undone.filter(~surely).with_columns(certain=pl.lit(False))
    return pl.concat([left.select(marks.columns), unclear])


def _matched(convictions: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
    """Which convictions each later row is about: columns conviction, row, event_date, relief, certain.

    A row is about the conviction of its count key and offense, or of its count key alone when it names no offense and
    there is but one. Relief that a text leaves in doubt stays so. A dismissal so matched, or a row without disposition,
    only leaves relief in doubt, also where its offense is illegible; relief that matches none is in doubt for every
    conviction of its case, and where its case has none (a petition is another step) for those of its cycle that may be
    of its offense, unless it is of a kind that tells of its count alone.
    """
    key = pl.col("count_key")
    later = later.select(
        "person", "count_key", case_of(key).alias("case"), cycle_of(key).alias("cycle"), "identity", "legible", "row",
        "event_date", "disposition", "relief",
    )  # fmt: skip
    per_key = convictions.select(
        "conviction",
        "person",
        "count_key",
        pl.col("identity").alias("of"),
        pl.len().over(among_all("count_key")).alias("n"),
    )
    pairs = joined(later, per_key, "count_key", "inner")
    relief = pl.col("disposition").eq_missing("relief")
    nameless = pl.when(relief).then(pl.col("identity").is_null() & (pl.col("n") == 1)).otherwise(~pl.col("legible"))
    nameless = nameless.fill_null(True)  # no offense is given
    same = (pl.col("identity") == pl.col("of")).fill_null(False) | nameless
    named = pl.col("relief").cast(pl.String)
    matched = pairs.filter(same).with_columns(certain=relief & ~named.is_in(RELIEF_IN_DOUBT).fill_null(False))
    of_its_count = named.is_in((*RELIEF_OF_ITS_COUNT, RELIEF_IN_DOUBT[1])).fill_null(False)
    lost = later.filter((pl.col("disposition") == "relief") & ~of_its_count).join(
        matched.select("row"), on="row", how="anti"
    )
    in_case = joined(lost, convictions.select("conviction", "person", "case"), "case", "inner")
    astray = lost.join(in_case.select("row"), on="row", how="anti")
    in_cycle = joined(astray, convictions.select("conviction", "person", "cycle", of="identity"), "cycle", "inner")
    other = (pl.col("identity") != pl.col("of")).fill_null(False) & pl.col("legible").fill_null(False)
    columns = ["conviction", "row", "event_date", "relief"]
    doubtful = pl.concat([in_case.select(columns), in_cycle.filter(~other).select(columns)])
    return pl.concat([matched.select(*columns, "certain"), doubtful.with_columns(certain=pl.lit(False))])


def _comments_in_doubt(convictions: pl.DataFrame) -> pl.DataFrame:
    """Convictions whose own comment speaks of relief: a person must read it."""
    spoken = convictions.select("conviction", "row", "comments").filter(pl.col("comments").list.len() > 0)
    spoken = spoken.explode("comments").with_columns(pl.col("comments").cast(pl.String))
    naming = [text for text in spoken["comments"].unique() if relief_named(text.upper())]
    return spoken.filter(pl.col("comments").is_in(naming)).select("conviction", "row")


def _dispositions_in_doubt(convictions: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """Convictions whose own disposition speaks of relief (`CONVICTED/SET ASIDE`)."""
    key = ["person", "count_key", "identity"]
    spoken = own.filter(pl.col("relief").is_not_null()).select(*key, "row")
    return spoken.join(convictions.select("conviction", *key), on=key, nulls_equal=True).select("conviction", "row")
