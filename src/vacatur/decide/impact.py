"""What a policy changes for people: who loses the last felony, the last conviction, the last one in seven years."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from functools import cache

import polars as pl

from vacatur.record.dates import anniversary

RECENT_YEARS = 7
"""Convictions older than this are left out of most background checks (Civil Code 1786.18)."""

RELIEF = ("dismiss", "reduce")

FREED = ("no_felony", "no_conviction", "no_conviction_last_7_years")
"""What a policy may free a person of, in the order in which `Impact` holds the numbers."""


@dataclass(frozen=True)
class Impact:
    """People whom a policy frees, among those to whom it gives some relief.

    Attributes:
        people_with_relief: people with a conviction dismissed or reduced.
        no_felony: of those with a felony before, people whose felonies, anywhere, are all dismissed or reduced. A
            conviction of unknown grade may be a felony, so it counts as one that is left.
        no_conviction: people whose convictions, anywhere, are all dismissed.
        no_conviction_last_7_years: of those with one in the seven years before the as-of date, people whose such
            convictions are all dismissed. A conviction without date may be recent.
    """

    people_with_relief: int
    no_felony: int
    no_conviction: int
    no_conviction_last_7_years: int

    def as_dict(self) -> dict[str, int]:
        """The figures under their names."""
        return asdict(self)


def impact_of(convictions: pl.DataFrame, decisions: pl.DataFrame, as_of: date) -> Impact:
    """Count the people whom a policy frees.

    Args:
        convictions: every conviction of the delivery (`decide.frame.Convicted.all`).
        decisions: columns conviction and determination.
    """
    people = people_freed(convictions, decisions, as_of)
    return Impact(people.height, *(int(people[name].sum()) for name in FREED))


@cache
def _recent_since(as_of: date) -> date:
    since: date = pl.select(anniversary(pl.lit(as_of), -RECENT_YEARS)).item()
    return since


def people_freed(convictions: pl.DataFrame, decisions: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The people to whom a policy gives some relief, one row each: person, and yes or no for each of `FREED`, as
    `Impact` defines them.

    Earlier relief counts: a conviction set aside before is no longer there to be dismissed.
    """
    given = decisions.filter(pl.col("determination").is_in(RELIEF)).select(
        "conviction", pl.col("determination").cast(pl.String)
    )
    helped = convictions.join(given, on="conviction", how="semi").select("person").unique()
    theirs = convictions.join(helped, on="person", how="semi").join(given, on="conviction", how="left")
    before = pl.col("relief").fill_null("")
    gone = (pl.col("determination") == "dismiss").fill_null(False) | ~before.str.contains(
        r"^$|reduced|17\(B\)|1170\.18|11361\.8|resentenced"
    )
    lessened = pl.col("gone") | (pl.col("determination") == "reduce").fill_null(False) | (before != "")
    recent = (pl.col("convicted_on") >= _recent_since(as_of)).fill_null(True)
    theirs = theirs.select("person", "determination", "relief", "is_felony", gone=gone, recent=recent)
    people = theirs.group_by("person").agg(
        pl.col("is_felony").fill_null(False).any().alias("had_felony"),
        (pl.col("is_felony").fill_null(True) & ~lessened).any().alias("felony_left"),
        (~pl.col("gone")).any().alias("left"),
        pl.col("recent").any().alias("had_recent"),
        (pl.col("recent") & ~pl.col("gone")).any().alias("recent_left"),
    )
    return people.select(
        "person",
        (pl.col("had_felony") & ~pl.col("felony_left")).alias("no_felony"),
        (~pl.col("left")).alias("no_conviction"),
        (pl.col("had_recent") & ~pl.col("recent_left")).alias("no_conviction_last_7_years"),
    )
