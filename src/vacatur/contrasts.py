"""Two policies on the same people: who gains, who loses, by group, and on whom they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

GROUPS = ("race", "sex")
GAINS, LOSES, BOTH, OTHERWISE = "gains", "loses", "both", "otherwise"
WAYS = (GAINS, LOSES, BOTH, OTHERWISE)
"""What the other policy does for a person: more relief for some conviction and less for none; the reverse; more for
some and less for others; neither, though it decides something otherwise.
"""

_WORTH = {"reduce": 1, "dismiss": 2}
"""Relief, from less to more; every other determination gives none."""

NOT_DECIDED = "none"
"""Stands where a policy does not decide a conviction that the other does."""


@dataclass(frozen=True)
class Ways:
    """Of how many people each is true.

    Attributes:
        name: of the group; None where the data does not give it.
        people: who have a conviction in the scope of either policy.
        first, other: those to whom each policy gives some relief.
        ways: by one of `WAYS`.
    """

    name: str | None
    people: int
    first: int
    other: int
    ways: Mapping[str, int]


@dataclass(frozen=True)
class Contrast:
    """How another policy differs from a first.

    Attributes:
        moves: convictions that the two decide otherwise: first and other (determinations, or `NOT_DECIDED`),
            convictions, people; the most frequent first.
        everybody: all people.
        by: by race and sex, the largest group first.
        sections: by section, counting convictions: section, convictions, first, other (with relief), gain, lose.
        people: one row a person on whom they differ: person, way, gained, lost, otherwise (convictions).
    """

    moves: pl.DataFrame
    everybody: Ways
    by: Mapping[str, list[Ways]]
    sections: pl.DataFrame
    people: pl.DataFrame


def contrast(asked: pl.DataFrame, first: pl.DataFrame, other: pl.DataFrame) -> Contrast:
    """Hold another policy against a first.

    Args:
        asked: one row a conviction that a policy may decide: conviction, person, section, race, sex.
        first: what the first determines, one row a conviction that it decides: conviction, determination.
        other: the same of the other.
    """
    rows = _side_by_side(asked, {"first": first, "other": other}).with_columns(
        more=pl.col("other worth") > pl.col("first worth"), less=pl.col("other worth") < pl.col("first worth"),
        differs=pl.col("first") != pl.col("other"),
    )  # fmt: skip
    people = _people(rows)
    everybody = _ways(people.with_columns(group=pl.lit("", pl.String)))
    return Contrast(
        moves=_moves(rows),
        everybody=everybody[0] if everybody else Ways("", 0, 0, 0, dict.fromkeys(WAYS, 0)),
        by={group: _ways(people.with_columns(pl.col(group).cast(pl.String).alias("group"))) for group in GROUPS},
        sections=_sections(rows),
        people=people.filter("differs").select("person", "way", "gained", "lost", "otherwise"),
    )


def decided_by(asked: pl.DataFrame, decided: Mapping[str, pl.DataFrame], people: Sequence[object]) -> pl.DataFrame:
    """What several policies determine for some people's convictions.

    Args:
        asked: as for `contrast`.
        decided: by the name of each policy what it determines.
        people: whose.

    Returns:
        the rows of `asked` that any of the policies decides, and a column of the name of each: a determination, or
        `NOT_DECIDED`.
    """
    theirs = asked.filter(pl.col("person").is_in(pl.Series(people, dtype=asked.schema["person"]).implode()))
    rows = _side_by_side(theirs, decided)
    return rows.select(*asked.columns, *decided)


def _side_by_side(asked: pl.DataFrame, decided: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Each conviction that any of them decides, with what each determines (under its name) and what that is worth."""
    rows = asked
    for name, frame in decided.items():
        column = frame.select("conviction", pl.col("determination").cast(pl.String).alias(name))
        rows = rows.join(column, on="conviction", how="left", maintain_order="left")
    rows = rows.filter(~pl.all_horizontal(pl.col(name).is_null() for name in decided))
    worth = [
        pl.col(name).replace_strict(_WORTH, default=0, return_dtype=pl.Int8).alias(f"{name} worth") for name in decided
    ]
    return rows.with_columns(*worth, *(pl.col(name).fill_null(NOT_DECIDED) for name in decided))


def _people(rows: pl.DataFrame) -> pl.DataFrame:
    people = rows.group_by("person", maintain_order=True).agg(
        *(pl.col(group).first() for group in GROUPS),
        (pl.col("first worth") > 0).any().alias("first"),
        (pl.col("other worth") > 0).any().alias("other"),
        pl.col("more").sum().alias("gained"),
        pl.col("less").sum().alias("lost"),
        (pl.col("differs") & ~pl.col("more") & ~pl.col("less")).sum().alias("otherwise"),
        pl.col("differs").any(),
    )
    gained, lost = pl.col("gained") > 0, pl.col("lost") > 0
    way = pl.when(gained & lost).then(pl.lit(BOTH)).when(gained).then(pl.lit(GAINS)).when(lost).then(pl.lit(LOSES))
    return people.with_columns(way=pl.when("differs").then(way.otherwise(pl.lit(OTHERWISE))))


def _ways(people: pl.DataFrame) -> list[Ways]:
    counted = people.group_by("group").agg(
        pl.len().alias("people"), pl.col("first").sum(), pl.col("other").sum(),
        *((pl.col("way") == way).sum().alias(way) for way in WAYS),
    )  # fmt: skip
    rows = counted.sort("people", "group", descending=[True, False], nulls_last=True).iter_rows(named=True)
    return [
        Ways(row["group"], row["people"], row["first"], row["other"], {way: row[way] for way in WAYS}) for row in rows
    ]


def _moves(rows: pl.DataFrame) -> pl.DataFrame:
    counted = (
        rows.filter("differs")
        .group_by("first", "other")
        .agg(pl.len().alias("convictions"), pl.col("person").n_unique().alias("people"))
    )
    return counted.sort("convictions", "first", "other", descending=[True, False, False])


def _sections(rows: pl.DataFrame) -> pl.DataFrame:
    return (
        rows.group_by("section")
        .agg(
            pl.len().alias("convictions"),
            (pl.col("first worth") > 0).sum().alias("first"),
            (pl.col("other worth") > 0).sum().alias("other"),
            pl.col("more").sum().alias("gain"),
            pl.col("less").sum().alias("lose"),
        )
        .sort("convictions", "section", descending=[True, False], nulls_last=True)
    )
