"""Which conviction of one run is which of another.

The state numbers cycles in their order (CNT_ORDER): when one is inserted, the numbers of all later ones move. So a
conviction is known by what the court wrote: offense, date, court, case number, count. The number tells apart what the
court wrote alike, and only of people of whom no other number has moved. What fits more than one is listed as ambiguous,
never chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from vacatur.outputs.changes.rows import still_there
from vacatur.outputs.filings.case_numbers import one_case_number
from vacatur.outputs.kept import Kept

SAME, AMBIGUOUS = "same", "ambiguous"
PERSON, CONVICTION, UNREAD, UNLISTED = "person", "conviction", "unread", "unlisted"
"""Why a conviction stands in one run alone: the person does; the conviction does, although the person is in both; it
may be among rows of the person that the other run could not read; or rows under its number are in both, and the other
run has nothing to decide of the person, whose convictions it therefore does not list.
"""

MOST_NAMED = 12
"""Convictions that may be the same that are named."""


@dataclass(frozen=True)
class _Mark:
    """What makes two convictions of a person the same.

    Attributes:
        known: columns that must be known in both and equal.
        agree: columns that must not contradict each other; unknown in one of them is no contradiction.
        by_number: rests on the number, which proves nothing of people whose numbers have moved.
    """

    known: tuple[str, ...]
    agree: tuple[str, ...] = ()
    by_number: bool = False


_MARKS = (
    _Mark(("offense", "convicted_on", "court", "case_key", "count")),
    _Mark(("offense", "convicted_on", "court", "case_key")),
    _Mark(("offense", "convicted_on", "court", "count"), ("case_key",)),
    _Mark(("offense", "convicted_on", "court"), ("case_key",)),
    _Mark(("offense", "convicted_on", "case_key")),
    _Mark(("count_key", "offense", "convicted_on"), ("court", "case_key"), by_number=True),
    _Mark(("count_key", "offense"), ("convicted_on", "case_key"), by_number=True),
    _Mark(("count_key", "offense", "case_key"), by_number=True),
    _Mark(("count_key", "convicted_on", "case_key"), by_number=True),
    _Mark(("count_key",), ("offense", "convicted_on", "court", "case_key"), by_number=True),
    _Mark(("offense", "case_key", "count"), ("court",)),
)
"""What the court wrote, then the number where nothing says that the person's numbers have moved; each is held only
against what the earlier ones left.
"""


@dataclass(frozen=True)
class Convictions:
    """The convictions of two runs, each of them once.

    Attributes:
        pairs: before, after (as each run names it), person (as the second run names it), renumbered.
        alone_before, alone_after: those without a pair: conviction_id, person_id, kind (`AMBIGUOUS`, `PERSON`,
            `CONVICTION`, `UNREAD`, `UNLISTED`), perhaps (which of the other run it may be).
    """

    pairs: pl.DataFrame
    alone_before: pl.DataFrame
    alone_after: pl.DataFrame


def convictions_between(before: Kept, after: Kept, people: pl.DataFrame) -> Convictions:
    """Pair the convictions of two runs.

    Args:
        people: `people.people_between`.
    """
    both = people.filter(pl.col("before").is_not_null() & pl.col("after").is_not_null()).select("before", "after")
    left = _marked(before).join(both, left_on="person_id", right_on="before", how="left", maintain_order="left")
    left = left.with_columns(person="after", elsewhere="after").drop("after")
    right = _marked(after).join(both, left_on="person_id", right_on="after", how="left", maintain_order="left")
    right = right.with_columns(person=pl.when(pl.col("before").is_not_null()).then("person_id"), elsewhere="before")
    right = right.drop("before")
    pairs = _pairs(left, right)
    lone = left.join(pairs, on="conviction_id", how="anti", maintain_order="left")
    others = right.join(pairs, left_on="conviction_id", right_on="after", how="anti", maintain_order="left")
    perhaps = _perhaps(lone, others)
    unread_after, unread_before = (
        people.filter(pl.col(f"unread_rows {run}") > 0)["after"] for run in ("after", "before")
    )
    there = perhaps.select(pl.col("before").alias("of"), pl.col("after").alias("other"))
    back = perhaps.select(pl.col("after").alias("of"), pl.col("before").alias("other"))
    return Convictions(
        pairs.rename({"conviction_id": "before"}),
        _alone(lone, there, _Other(after, right["person"], unread_after)),
        _alone(others, back, _Other(before, left["person"], unread_before)),
    )


@dataclass(frozen=True)
class _Other:
    """The run in which convictions are not.

    Attributes:
        listed: the people of both runs whose convictions it lists.
        unread: those of whom it could not read some rows.
    """

    run: Kept
    listed: pl.Series
    unread: pl.Series


def _marked(kept: Kept) -> pl.DataFrame:
    """The convictions of a run with what they are known by. Later beside them: person, as the second run names the
    people of both, and elsewhere, as the other run does.
    """
    table = kept.table("convictions")
    return table.select(
        "conviction_id", "person_id", "count_key", "count", "convicted_on", "court",
        pl.coalesce("statute", "offense_text").alias("offense"), one_case_number(table)["case_key"],
    )  # fmt: skip


def _pairs(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """conviction_id, after, person, renumbered."""
    found: list[pl.DataFrame] = []
    in_order = left.select("conviction_id")
    moved = pl.Series("person", [], pl.String)
    for mark in _MARKS:
        ours, theirs = (side.filter(~pl.col("person").is_in(moved.implode())) for side in (left, right))
        pairs = _by(mark, *((ours, theirs) if mark.by_number else (left, right)))
        left = left.join(pairs, on="conviction_id", how="anti", maintain_order="left")
        right = right.join(pairs, left_on="conviction_id", right_on="after", how="anti", maintain_order="left")
        moved = pl.concat([moved, pairs.filter("renumbered")["person"]]).unique()
        found.append(pairs)
    return in_order.join(pl.concat(found), on="conviction_id", how="inner", maintain_order="left")


def _by(mark: _Mark, left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """The pairs that a mark makes, where it makes one alone of each."""
    keys = ["person", *mark.known]
    joined = left.join(right, on=keys, how="inner", maintain_order="left", suffix=" after", coalesce=False)
    for name in mark.agree:
        joined = joined.filter((pl.col(name) == pl.col(f"{name} after")).fill_null(True))
    names = ["conviction_id", "conviction_id after"]
    joined = joined.filter(pl.all_horizontal(pl.len().over(name) == 1 for name in names))
    return joined.select(
        "conviction_id",
        pl.col("conviction_id after").alias("after"),
        "person",
        (pl.col("count_key") != pl.col("count_key after")).fill_null(False).alias("renumbered"),
    )


def _perhaps(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """Convictions of a person that may be the same, of those without a pair: before, after."""
    joined = left.join(right, on="person", how="inner", maintain_order="left", suffix=" after")

    def equal(name: str, *, unknown: bool) -> pl.Expr:
        return (pl.col(name) == pl.col(f"{name} after")).fill_null(unknown)

    alike = [equal(name, unknown=True) for name in ("offense", "convicted_on", "case_key")]
    numbered = equal("count_key", unknown=False) & (
        equal("offense", unknown=False) | equal("convicted_on", unknown=False)
    )
    return joined.filter(pl.all_horizontal(alike) | numbered).select(
        pl.col("conviction_id").alias("before"), pl.col("conviction_id after").alias("after")
    )


def _alone(lone: pl.DataFrame, perhaps: pl.DataFrame, other: _Other) -> pl.DataFrame:
    """What the convictions of one run that have no pair are.

    Args:
        perhaps: of, other: which may be the same.
    """
    named = perhaps.group_by("of").agg(pl.col("other").unique().sort().head(MOST_NAMED).alias("perhaps"))
    rows = lone.join(named, left_on="conviction_id", right_on="of", how="left", maintain_order="left")
    unlisted = pl.col("person").is_not_null() & ~_is_one_of(other.listed)
    rows = rows.with_columns(pl.col("perhaps").fill_null([]), unlisted=unlisted)
    keys = ["elsewhere", "count_key"]
    there = still_there(other.run, rows.filter("unlisted").select(*keys).rename({"elsewhere": "person"}))
    there = there.rename({"person": "elsewhere"}).with_columns(there=pl.lit(True))
    rows = rows.join(there, on=keys, how="left", maintain_order="left")
    kind = (
        pl.when(pl.col("person").is_null())
        .then(pl.lit(PERSON))
        .when(pl.col("unlisted") & pl.col("there").fill_null(False))
        .then(pl.lit(UNLISTED))
        .when(pl.col("perhaps").list.len() > 0)
        .then(pl.lit(AMBIGUOUS))
        .when(_is_one_of(other.unread))
        .then(pl.lit(UNREAD))
        .otherwise(pl.lit(CONVICTION))
    )
    return rows.select("conviction_id", "person_id", kind.alias("kind"), "perhaps")


def _is_one_of(people: pl.Series) -> pl.Expr:
    return pl.col("person").is_in(people.drop_nulls().implode())
