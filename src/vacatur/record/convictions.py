"""Convictions put together from the rows that speak of them (docs/reading.md, section 5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from vacatur.record.dates import months_later
from vacatur.record.history import Offense
from vacatur.record.open_counts import in_juvenile_court, undisposed
from vacatur.record.relief import with_relief
from vacatur.record.rows import case_of, cycle_of, joined

_KEY = ["person", "count_key", "identity"]
_NEEDED = [
    "row", "person", "count_key", "event_date", "agency", "county", "offense_id", "disposition", "relief", "status",
    "charge", "has_part", "months", "days", "probation", "life", "comment", "event_type",
]  # fmt: skip
LAST_DAY = date(9999, 12, 31)
"""Sentences that never end are held to end then: no calendar goes further."""


def convictions_of(events: pl.DataFrame, offenses: Sequence[Offense]) -> pl.DataFrame:
    """One row a count convicted, in the order of their first rows (`record.schema.Convictions`), with what is in doubt.

    Further columns: `dates_differ`, `county_differs` and `severity_differs` say that known values disagree;
    `relief_doubt_row` names the row that leaves earlier relief in doubt.
    """
    identity = identities_of(offenses)
    legible = pl.Series([entry.statute is not None for entry in offenses], dtype=pl.Boolean)
    wanted = events.select(_NEEDED).filter((_speaks() | undisposed()) & pl.col("count_key").is_not_null())
    wanted = wanted.with_columns(
        identity=identity.gather(wanted["offense_id"]), legible=legible.gather(wanted["offense_id"])
    )
    rows = _with_identity(wanted.filter(pl.col("disposition") == "convicted"))
    grouped = rows.group_by(_KEY).agg(
        pl.col("row").min(),
        pl.col("row").alias("rows"),
        pl.col("offense_id").min(),
        pl.col("event_date").min().alias("earliest"),
        pl.col("event_date").max().alias("latest"),
        pl.col("county").first(ignore_nulls=True),
        (pl.col("county").drop_nulls().n_unique() > 1).alias("county_differs"),
        pl.col("agency").first(ignore_nulls=True),
        in_juvenile_court().any().alias("juvenile"),
        _federal().any().alias("federal"),
        pl.col("offense_id").drop_nulls().unique().alias("offense_ids"),
        *_severities(),
        pl.col("has_part").any(),
        pl.col("life").any(),
        (pl.col("has_part") & pl.col("months").is_null()).any().alias("part_unknown"),
        pl.col("months").sum(),
        pl.col("days").sum(),
        pl.col("probation").any(ignore_nulls=False),
        pl.col("comment").drop_nulls().alias("comments"),
    )
    grouped = _with_later_sentences(_with_lost_parts(grouped, wanted), events)
    found = grouped.sort("row").with_row_index("conviction").with_columns(_columns())
    return with_relief(found, rows, wanted.filter(pl.col("disposition").ne_missing("convicted"))).drop(
        "earliest", "latest", "part_unknown", "months", "days", "comments", "felony", "lesser", "unclear",
        "charged_felony", "charged_lesser", "charged_unclear", "stated", "misdemeanor", "charged_misdemeanor",
        "later_end", "later_row",
    )  # fmt: skip


def _federal() -> pl.Expr:
    """Whether a federal court acted: agencies of the United States begin with US (`USFD SAN FRANCISCO`)."""
    return (
        pl.col("agency").cast(pl.String).str.contains(r"^US[A-Z]{2}\b|^U\.? ?S\.? DIST|^UNITED STATES").fill_null(False)
    )


def _speaks() -> pl.Expr:
    return pl.col("disposition").is_in(["convicted", "relief", "dismissed"]).fill_null(False)


def identities_of(offenses: Sequence[Offense]) -> pl.Series:
    """A number for each distinct offense, the same for texts that name the same statute."""
    number: dict[str, int] = {}
    return pl.Series([number.setdefault(entry.identity, len(number)) for entry in offenses], dtype=pl.UInt32)


def _with_identity(rows: pl.DataFrame) -> pl.DataFrame:
    """Let rows without an offense join the only offense under their count key."""
    if not rows["identity"].has_nulls():
        return rows
    known = pl.col("identity").drop_nulls()
    keys = rows.group_by("person", "count_key").agg(pl.when(known.n_unique() == 1).then(known.first()).alias("only"))
    return (
        joined(rows, keys, "count_key", "left")
        .with_columns(pl.coalesce("identity", "only").alias("identity"))
        .drop("only")
    )


def _with_lost_parts(convictions: pl.DataFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    """Let a part of a sentence under the key of a conviction, on a row whose disposition is not known, leave its end
    unknown.
    """
    lost = wanted.filter(pl.col("disposition").is_null() & pl.col("has_part")).select("person", "count_key").unique()
    if lost.is_empty():
        return convictions
    lost = lost.with_columns(lost=pl.lit(True))
    beside = joined(convictions, lost, "count_key", "left")
    return beside.with_columns(pl.col("part_unknown") | pl.col("lost").fill_null(False)).drop("lost")


def _with_later_sentences(convictions: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Add `later_end`: when what was imposed later under the key of a conviction ends, as probation was revoked or the
    sentence changed, and `later_row`, which says so; null when nothing was. Where the end cannot be said, the end of
    the sentence is unknown.
    """
    kinds = pl.col("disposition").is_in(["revoked", "modified", "discharged"])
    later = events.filter(kinds & pl.col("has_part") & pl.col("count_key").is_not_null())
    if later.is_empty():
        return convictions.with_columns(later_end=pl.lit(None, pl.Date), later_row=pl.lit(None, pl.UInt64))
    on_a_day = later.group_by("person", "count_key", "event_date").agg(
        pl.col("row").min(),
        pl.col("months").sum(),
        pl.col("days").sum(),
        pl.col("months").is_null().any().alias("later_unknown"),
    )
    ends = on_a_day.with_columns(end_of(pl.col("event_date")).alias("later_end")).sort(
        "later_end", "row", nulls_last=True
    )
    of_key = ends.group_by("person", "count_key").agg(
        pl.col("later_end").max(),
        pl.col("row").last().alias("later_row"),
        (pl.col("later_unknown") | pl.col("event_date").is_null()).any(),
    )
    beside = joined(convictions, of_key, "count_key", "left")
    return beside.with_columns(pl.col("part_unknown") | pl.col("later_unknown").fill_null(False)).drop("later_unknown")


def end_of(on: pl.Expr, months: str = "months", days: str = "days") -> pl.Expr:
    """When a sentence ends that begins on a day, by columns of its months and days: no later than the last of any
    calendar; null where the day is.
    """
    end = months_later(on, pl.col(months).clip(0, 120_000)) + pl.duration(days=pl.col(days))
    return pl.min_horizontal(end, pl.when(on.is_not_null()).then(LAST_DAY))


def _severities() -> list[pl.Expr]:
    """What the rows of one conviction say of its severity: by its status, and by the type of charge."""
    said = []
    for column, prefix in (("status", ""), ("charge", "charged_")):
        said += [
            (pl.col(column) == "felony").any().alias(f"{prefix}felony"),
            pl.col(column).is_in(["misdemeanor", "infraction"]).any().alias(f"{prefix}lesser"),
            (pl.col(column) == "misdemeanor").any().alias(f"{prefix}misdemeanor"),
            (pl.col(column) == "other").any().alias(f"{prefix}unclear"),
        ]
    return [*said, pl.col("status").is_not_null().any().alias("stated")]


def _columns() -> list[pl.Expr]:
    one_date = pl.when(pl.col("earliest") == pl.col("latest")).then("earliest")
    by_status, by_charge = _severity(""), _severity("charged_")
    end = pl.max_horizontal(end_of(one_date), pl.when(one_date.is_not_null()).then("later_end"))
    differs = (
        pl.when("stated")
        .then(pl.col("felony") & pl.col("lesser"))
        .otherwise(pl.col("charged_felony") & pl.col("charged_lesser"))
    )
    return [
        case_of(pl.col("count_key")).alias("case"),
        cycle_of(pl.col("count_key")).alias("cycle"),
        one_date.alias("convicted_on"),
        (pl.col("earliest") != pl.col("latest")).fill_null(False).alias("dates_differ"),
        pl.when(~pl.col("county_differs")).then("county").alias("county"),
        pl.when("stated").then(by_status).otherwise(by_charge).alias("is_felony"),
        pl.when("stated").then(~pl.col("misdemeanor")).otherwise(~pl.col("charged_misdemeanor")).alias("infraction"),
        differs.alias("severity_differs"),
        pl.when(~pl.col("part_unknown")).then(end).alias("sentence_end"),
        pl.coalesce("later_row", "row").alias("sentence_row"),
    ]


def _severity(prefix: str) -> pl.Expr:
    """True, false, or unknown when nothing clear is said or the rows disagree."""
    felony, lesser, unclear = (pl.col(f"{prefix}{name}") for name in ("felony", "lesser", "unclear"))
    return pl.when(felony & ~lesser & ~unclear).then(True).when(lesser & ~felony & ~unclear).then(False)
