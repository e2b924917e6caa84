"""Who stands in both of two runs, and who in one of them alone."""

from __future__ import annotations

import polars as pl

from vacatur.outputs.kept import Kept

SAME, RENUMBERED, GONE, NEW = "same", "new number", "gone", "new"
"""In both under one SUBJECT_ID; in both under another, by the CII number; in the first run alone; in the second."""

MOST_NAMED = 12
"""People who may be the same that are named; more than one or two are rare."""

_SAID = ("name", "birth_date", "sex", "race", "cii_number", "deceased", "unread_rows")


def people_between(before: Kept, after: Kept) -> pl.DataFrame:
    """Every person of two runs, those of both in one row.

    Somebody is the same by SUBJECT_ID, unless CII number and birth date are known in both runs and both differ. Whom
    that leaves is the same by CII number, where it names one person alone in each run and the birth dates do not
    contradict it.

    Returns:
        columns before, after (SUBJECT_ID in each run, null in one of them), kind (see above), perhaps (who of the
        other run has the same CII number, although that does not settle it); and for each of name, birth_date, sex,
        race, cii_number, deceased and unread_rows what the runs say of it: `name before`, `name after`.
    """
    first, second = (_people(kept) for kept in (before, after))
    by_number = _joined(first, second, "id").filter(~_another())
    left = first.join(by_number, left_on="id", right_on="before", how="anti")
    right = second.join(by_number, left_on="id", right_on="after", how="anti")
    alone = pl.len().over("cii") == 1
    by_cii = _joined(left.filter(alone), right.filter(alone), "cii").filter(~_births_differ())
    left = left.join(by_cii, left_on="id", right_on="before", how="anti")
    right = right.join(by_cii, left_on="id", right_on="after", how="anti")
    names = ["before", "after"]
    pairs = [
        by_number.select(*names, pl.lit(SAME).alias("kind")),
        by_cii.select(*names, pl.lit(RENUMBERED).alias("kind")),
        left.select(pl.col("id").alias("before"), pl.lit(None, pl.String).alias("after"), pl.lit(GONE).alias("kind")),
        right.select(pl.lit(None, pl.String).alias("before"), pl.col("id").alias("after"), pl.lit(NEW).alias("kind")),
    ]
    people = pl.concat(pairs).with_columns(perhaps=pl.lit([], pl.List(pl.String)))
    people = _perhaps(_perhaps(people, "before", left, second), "after", right, first)
    for side, kept in (("before", before), ("after", after)):
        said = kept.table("persons").select("person_id", pl.col(_SAID).name.suffix(f" {side}"))
        people = people.join(said, left_on=side, right_on="person_id", how="left", maintain_order="left")
    return people.sort(pl.coalesce("after", "before"), "kind", maintain_order=True)


def died_since() -> pl.Expr:
    """Whether the second run knows of a death that the first did not."""
    return pl.col("deceased after").fill_null(False) & ~pl.col("deceased before").fill_null(False) & _in_both()


def said_otherwise(name: str) -> pl.Expr:
    """Whether the runs say different things of somebody in both: also that one says nothing."""
    return pl.col(f"{name} before").ne_missing(pl.col(f"{name} after")) & _in_both()


def _in_both() -> pl.Expr:
    return pl.col("before").is_not_null() & pl.col("after").is_not_null()


def _people(kept: Kept) -> pl.DataFrame:
    number = pl.col("cii_number")
    return kept.table("persons").select(
        pl.col("person_id").alias("id"), pl.when(number.str.contains("[1-9]")).then(number).alias("cii"), "birth_date"
    )


def _joined(first: pl.DataFrame, second: pl.DataFrame, key: str) -> pl.DataFrame:
    """Who has the same key in both: before, after, and what else tells them apart."""
    left, right = (each.select(pl.col(key).alias("key"), pl.all()) for each in (first, second))
    joined = left.join(right, on="key", how="inner", maintain_order="left", suffix=" after")
    return joined.rename({"id": "before", "id after": "after"})


def _births_differ() -> pl.Expr:
    return (pl.col("birth_date") != pl.col("birth_date after")).fill_null(False)


def _another() -> pl.Expr:
    """Whether one number stands for two people."""
    return _births_differ() & (pl.col("cii") != pl.col("cii after")).fill_null(False)


def _perhaps(people: pl.DataFrame, side: str, left: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Beside people of one run alone who of the other has their CII number, or their SUBJECT_ID."""
    found = [_joined(left, others, key).select("before", "after") for key in ("cii", "id")]
    named = pl.concat(found).rename({"before": "of", "after": "found"}).group_by("of")
    found_by = named.agg(pl.col("found").unique().sort().head(MOST_NAMED))
    joined = people.join(found_by, left_on=side, right_on="of", how="left", maintain_order="left")
    return joined.with_columns(perhaps=pl.coalesce("found", "perhaps")).drop("found")
