"""What the whole record of a person says, gathered once a person: counts, latest dates, earliest bars.

Everything here is one pass over the convictions of the people who have a decision: linear, however long one record is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from vacatur.decide.passage import sentences_completed

SHOWN = 5
"""Rows named as evidence for one statement about a whole history: enough to check it, few enough to read."""


def person_history(convictions: pl.DataFrame, persons: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """One row a person of `persons` (columns person, unread_rows), from all that person's convictions.

    Args:
        convictions: those that are certain, and the open counts that may be some (`open`).

    Columns for each fact about the whole record, and beside it `..._rows`, the rows it rests on.
    """
    unread = persons.select("person", (pl.col("unread_rows") > 0).alias("unread"))
    whole = convictions.group_by("person").agg(
        (~pl.col("open")).sum().alias("convictions_known"),
        pl.col("open").any().alias("has_open"),
        pl.col("convicted_on").filter(~pl.col("open")).max().alias("latest"),
        pl.col("convicted_on").filter("open").max().alias("latest_open"),
        pl.col("convicted_on").is_null().any().alias("undated"),
        (pl.col("prop64").not_() & ~pl.col("open")).any().alias("has_other"),
        (pl.col("prop64").is_null() | (pl.col("prop64").not_() & pl.col("open"))).any().alias("has_possible_other"),
        pl.col("sentence_end").is_null().any().alias("end_unknown"),
        pl.col("sentence_end").max().alias("sentences_end"),
        pl.col("convicted_on").filter(pl.col("is_felony")).max().alias("latest_felony"),
        (pl.col("convicted_on").is_null() & pl.col("is_felony").fill_null(True)).any().alias("felony_undated"),
        pl.col("convicted_on").filter(pl.col("is_felony").is_null()).max().alias("latest_possible_felony"),
        *_evidence(as_of),
    )
    joined = unread.join(whole, on="person", how="left")
    return joined.with_columns(
        _only_prop64().alias("only_prop64_on_record"),
        sentences_completed(pl.lit(as_of)),
        pl.when(~pl.col("unread") & ~pl.col("has_open")).then("convictions_known").alias("convictions_on_record"),
        pl.when(~pl.col("unread") & ~pl.col("undated") & ~(pl.col("latest_open") > pl.col("latest")).fill_null(False))
        .then("latest")
        .alias("last_convicted_on"),
        _felony_free_known().alias("felony_free_known"),
    )


def _evidence(as_of: date) -> list[pl.Expr]:
    row, on = pl.col("row"), pl.col("convicted_on")
    unfinished = (pl.col("sentence_end") > as_of).fill_null(True)
    felony = pl.col("is_felony").fill_null(True)
    return [
        row.filter(on.is_null() | (on == on.max())).head(SHOWN).alias("latest_rows"),
        row.filter(~pl.col("prop64").fill_null(False)).head(SHOWN).alias("other_rows"),
        pl.coalesce("sentence_row", "row").filter(unfinished).head(SHOWN).alias("unfinished_rows"),
        row.filter(felony).sort_by(on.filter(felony), descending=True).head(SHOWN).alias("felony_rows"),
    ]  # fmt: skip


def _only_prop64() -> pl.Expr:
    unsure = pl.col("has_possible_other") | pl.col("unread")
    return pl.when(pl.col("has_other")).then(False).when(~unsure).then(True)


def _felony_free_known() -> pl.Expr:
    """Whether the date of the latest felony, or that there is none, is certain."""
    later = pl.col("latest_possible_felony") > pl.col("latest_felony")
    possible = (
        pl.when(pl.col("latest_felony").is_null()).then(pl.col("latest_possible_felony").is_not_null()).otherwise(later)
    )
    return ~(pl.col("unread") | pl.col("felony_undated") | possible.fill_null(False))


def earlier_bar(convictions: pl.DataFrame, listed: str) -> pl.DataFrame:
    """For each person with a conviction that is, or may be, of a list: the earliest certain and possible ones.

    Columns: `{listed}_first` and `{listed}_possible_first` (dates), `{listed}_any` (certain or possible),
        `{listed}_undated`
    (how many of them have no date), `{listed}_certain` (whether one surely is), `{listed}_rows`.
    """
    found = convictions.filter(pl.col(listed).fill_null(True)).sort("convicted_on", "row", nulls_last=True)
    return found.group_by("person", maintain_order=True).agg(
        pl.col("convicted_on").filter(pl.col(listed)).min().alias(f"{listed}_first"),
        pl.col("convicted_on").filter(pl.col(listed).is_null()).min().alias(f"{listed}_possible_first"),
        pl.col("convicted_on").is_null().sum().cast(pl.Int64).alias(f"{listed}_undated"),
        pl.len().cast(pl.Int64).alias(f"{listed}_all"),
        pl.col(listed).fill_null(False).any().alias(f"{listed}_certain"),
        pl.col("row").head(SHOWN).alias(f"{listed}_rows"),
    )


def registrations(
    events: pl.DataFrame, named: list[int], illegible: list[int], convictions: pl.DataFrame
) -> pl.DataFrame:
    """People with a registration that is, or may be, under PC 290: columns person, registered, registration_rows,
    bare_registration.

    A registration is bare when no certain conviction of a PC 290(c) offense stands on or before its date: it may rest
    on an order under PC 290.006, on another state's law or on a juvenile court, so it settles nothing
    (docs/reading.md).

    Args:
        named: offenses that name PC 290.
        illegible: offenses that name no statute; they may.
    """
    offense = pl.col("offense_id")
    may_be = offense.is_in([*named, *illegible]) | offense.is_null()
    kind = pl.col("event_type")  # where it is not known, the offense that only registrations name tells
    rows = events.filter(((kind == "REGISTRATION") & may_be) | (kind.is_null() & offense.is_in(named)))
    rows = rows.with_columns(registered=offense.is_in(named).fill_null(False))
    explained = (
        convictions.filter(pl.col("pc290")).group_by("person").agg(pl.col("convicted_on").min().alias("explained_from"))
    )
    joined = rows.select("person", "row", "event_date", "registered").join(explained, on="person", how="left")
    return joined.group_by("person").agg(
        pl.col("registered").any(),
        pl.col("row").sort().head(SHOWN).alias("registration_rows"),
        (~(pl.col("explained_from") <= pl.col("event_date")).fill_null(False)).any().alias("bare_registration"),
    )


def count_before(asked: pl.DataFrame, counted: pl.DataFrame, by: list[str]) -> pl.Series:
    """For each row of `asked`, how many rows of `counted` with the same `by` have a strictly earlier `convicted_on`.

    Rows of `counted` without a date do not count; a row of `asked` without a date counts none.
    """
    steps = (
        counted.filter(pl.col("convicted_on").is_not_null()).group_by(*by, "convicted_on").len().sort("convicted_on")
    )
    steps = steps.with_columns(pl.col("len").cum_sum().over(by).alias("before"))
    ordered = asked.select(*by, "convicted_on").with_row_index("at").sort("convicted_on", nulls_last=True)
    dated = ordered.filter(pl.col("convicted_on").is_not_null())
    found = dated.join_asof(
        steps, on="convicted_on", by=by, strategy="backward", allow_exact_matches=False, check_sortedness=False
    )
    counts = asked.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("at")).join(
        found.select("at", "before"), on="at", how="left"
    )
    return counts.sort("at")["before"].fill_null(0).cast(pl.Int64)


@dataclass(frozen=True)
class Priors:
    """Earlier convictions of the same Prop 64 section: how many there certainly are, and how many there may be."""

    certain: pl.Series
    possible: pl.Series


def priors_of_same_section(asked: pl.DataFrame, convictions: pl.DataFrame) -> Priors:
    """Count them for each row of `asked` (a part of `convictions`), over all counties and severities.

    An illegible offense may be of any section: as a prior it is possible for every section, and any prior is for it.
    """
    of_prop64 = convictions.filter(pl.col("prop64").fill_null(True))
    several = of_prop64.group_by("person").len().filter(pl.col("len") > 1).select("person")
    there = asked.select("person", "section", "convicted_on", "prop64").with_row_index("at")
    alone = there.join(several, on="person", how="anti").filter(pl.col("prop64").fill_null(True)).select("at")
    there = there.join(alone, on="at", how="anti", maintain_order="left")
    counted = _count_priors(there, of_prop64.join(there.select("person").unique(), on="person", how="semi"))
    every = pl.DataFrame({"at": pl.int_range(asked.height, dtype=pl.UInt32, eager=True)})
    every = every.join(counted, on="at", how="left", maintain_order="left")  # who has one alone has none before it
    return Priors(every["certain"].fill_null(0), every["possible"].fill_null(0))


def _count_priors(asked: pl.DataFrame, of_prop64: pl.DataFrame) -> pl.DataFrame:
    """Columns at, certain and possible, for people with several convictions that are or may be of Prop 64."""
    legible, illegible = (
        of_prop64.filter(pl.col("section").is_not_null()),
        of_prop64.filter(pl.col("section").is_null()),
    )
    section, person = ["person", "section"], ["person"]
    certain = count_before(asked, legible.filter(pl.col("prop64")), section)
    same = _possible(asked, legible, section) + _possible(asked, illegible, person)
    itself = asked["prop64"].fill_null(True) & asked["convicted_on"].is_null()
    possible = pl.DataFrame({"same": same, "any": _possible(asked, of_prop64, person), "section": asked["section"]})
    chosen = possible.select(pl.when(pl.col("section").is_null()).then("any").otherwise("same").alias("n"))["n"]
    return asked.select("at").with_columns(certain=certain, possible=chosen - itself.cast(pl.Int64))


def _possible(asked: pl.DataFrame, counted: pl.DataFrame, by: list[str]) -> pl.Series:
    """How many rows of `counted` may be earlier: earlier or undated; for an undated row of `asked` all, itself too."""
    totals = counted.group_by(by).agg(
        pl.len().cast(pl.Int64).alias("every"), pl.col("convicted_on").is_null().sum().cast(pl.Int64).alias("undated")
    )
    # Only the keys go into the join: the frame of conviction facts has columns of its own under many names.
    found = asked.select(*by, "convicted_on").join(totals, on=by, how="left", maintain_order="left")
    found = found.with_columns(before=count_before(asked, counted, by))
    either = pl.when(pl.col("convicted_on").is_null()).then("every").otherwise(pl.col("before") + pl.col("undated"))
    return found.select(either.fill_null(0).alias("n"))["n"]
