"""Counts that may have ended in a conviction which no row reports (docs/reading.md, section 5)."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vacatur.record.history import Offense
from vacatur.record.rows import among_all, case_of, cycle_of, joined

_SETTLED = ("convicted", "relief", "dismissed", "other")
_AFTER_CONVICTION = ("revoked", "modified", "discharged")
"""What is done to the sentence of a conviction: it presupposes one."""
_SERVED = ("CUSTODY", "PROBATION", "PAROLE")
"""Types of event whose rows with a part of a sentence tell of a term that is served: it presupposes a conviction."""

CONSEQUENCES = ("PC 3056", "PC 3000.08", "PC 3455", "PC 1203.2", "PC 1203.3", "PC 2900.5")
"""What papers name of a parole or probation that was violated: not the offense of which the person was convicted."""


def in_court() -> pl.Expr:
    """Whether a row is, or may be, of a court action."""
    return (pl.col("event_type") == "COURT ACTION").fill_null(True)


def in_juvenile_court() -> pl.Expr:
    """Whether a juvenile court acted."""
    return pl.col("agency").cat.starts_with("CAJV").fill_null(False)


def undisposed() -> pl.Expr:
    """Whether a row is, or may be, of a court action and says nothing of what became of the count."""
    return in_court() & pl.col("disposition").is_null()


def open_counts_of(events: pl.DataFrame, offenses: Sequence[Offense], identity: pl.Series) -> pl.DataFrame:
    """Counts that reached a court and of which no row says how they ended, by blank words or words that leave it open;
    and those of which only a term served, or what became of probation, shows that the person was convicted.

    Args:
        identity: a number for each offense, the same for texts that name the same statute.

    Columns as of a conviction, as far as they can be said: person, count_key, case, cycle, offense_id, row,
        convicted_on (if it was one, it was then),
    county, agency, is_felony (unknown unless the charge is a lesser one).
    """
    keyed = events.filter(pl.col("count_key").is_not_null())
    family = _families(offenses)
    rows = pl.concat([_without_disposition(keyed), _left_open(keyed, family), _presupposed(keyed, family)])
    rows = rows.with_columns(identity=identity.gather(rows["offense_id"]))
    lesser = pl.col("charge").is_in(["misdemeanor", "infraction"]).all(ignore_nulls=False).fill_null(False)
    one_date = pl.when(pl.col("event_date").min() == pl.col("event_date").max()).then(pl.col("event_date").min())
    return rows.group_by("person", "count_key", "identity").agg(
        case_of(pl.col("count_key").first()).alias("case"),
        cycle_of(pl.col("count_key").first()).alias("cycle"),
        pl.col("offense_id").min(),
        pl.col("row").min(),
        one_date.alias("convicted_on"),
        pl.col("county").first(ignore_nulls=True),
        pl.col("agency").first(ignore_nulls=True),
        in_juvenile_court().any().alias("juvenile"),
        pl.col("offense_id").drop_nulls().unique().alias("offense_ids"),
        pl.when(lesser).then(False).alias("is_felony"),
        pl.col("life").any(),
    ).sort("row").drop("identity")  # fmt: skip


def _families(offenses: Sequence[Offense]) -> pl.Series:
    """For each offense its code and section, whatever the subdivisions: papers of custody shorten them. Null where it
    is illegible.
    """
    named = [entry.statute and f"{entry.statute.code} {entry.statute.section}" for entry in offenses]
    return pl.Series("family", named, pl.String).cast(pl.Categorical(pl.Categories.random()))


def _without_disposition(events: pl.DataFrame) -> pl.DataFrame:
    """Rows of counts under whose key no row has a disposition."""
    disposed = events.filter(pl.col("disposition").is_not_null()).select("person", "count_key")
    return joined(events.filter(undisposed()), disposed, "count_key", "anti")


def _left_open(events: pl.DataFrame, family: pl.Series) -> pl.DataFrame:
    """Rows whose disposition leaves open what became of the count (`HELD TO ANSWER`, `FOUND GUILTY`), where no row says
    so under its key, nor another of its cycle that is of the same offense: one that is held to answer goes on in the
    next court.
    """
    rows = events.filter(in_court() & (pl.col("disposition") == "unsettled").fill_null(False))
    if rows.is_empty():
        return rows
    ended = events.filter(in_court() & pl.col("disposition").is_in(_SETTLED).fill_null(False))
    rows = joined(rows, ended.select("person", "count_key"), "count_key", "anti")
    rows, ended = _with_cycle_and_family(rows, family), _with_cycle_and_family(ended, family)
    known = ended.filter(pl.col("family").is_not_null()).select("cycle_of_person", "family")
    return rows.join(known, on=["cycle_of_person", "family"], how="anti", maintain_order="left").select(events.columns)


def _with_cycle_and_family(rows: pl.DataFrame, family: pl.Series) -> pl.DataFrame:
    rows = rows.with_columns(cycle=cycle_of(pl.col("count_key")), family=family.gather(rows["offense_id"]))
    return rows.with_columns(cycle_of_person=among_all("cycle"))


def _presupposed(events: pl.DataFrame, family: pl.Series) -> pl.DataFrame:
    """Rows that show that the person was convicted of an offense of which no conviction is on record: when and where is
    not known.
    """
    kind, later = pl.col("event_type").cast(pl.String), pl.col("disposition").is_in(_AFTER_CONVICTION).fill_null(False)
    served = kind.is_in(_SERVED).fill_null(False) & pl.col("has_part")
    rows = events.filter((in_court() & later) | served)
    rows = rows.with_columns(family=family.gather(rows["offense_id"]))
    rows = rows.filter(pl.col("family").is_not_null() & ~pl.col("family").cast(pl.String).is_in(CONSEQUENCES))
    convicted = events.filter(pl.col("disposition") == "convicted")
    convicted = convicted.select("person", family=family.gather(convicted["offense_id"]))
    rows = rows.join(convicted, on=["person", "family"], how="anti", maintain_order="left")
    nowhere = pl.when(in_court())
    return rows.with_columns(
        event_date=pl.lit(None, pl.Date), county=nowhere.then("county"), agency=nowhere.then("agency")
    ).select(events.columns)
