"""Arrests that led to no conviction: what PC 851.91 may seal."""

from __future__ import annotations

from datetime import date

import polars as pl

from vacatur.decide.classes import without_time_limit
from vacatur.record.dates import years_between
from vacatur.record.history import History
from vacatur.record.rows import cycle_of, place_of

_CYCLE = ["person", "cycle"]


def arrests_without_conviction(history: History, convictions: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """One row an arrest, with the charges that followed it, of which nobody was convicted: a cycle of the person, in
    any county, in file order. One that was sealed, or found to be of an innocent person, is left out.

    Args:
        convictions: every conviction of the delivery.

    Columns: person_id, cycle, arrested_on (or, where no arrest is on record, the first day in court; null when it is
        not known), agency, county, offenses (the words of the file), place; and what is known of it: `charged`, whether
        it came to a court; `ended`, whether all of it ended without conviction (null: some of it has no such end on
        record); `is_felony`, whether any of it was a felony (null: not said); `no_time_limit`, whether any of it may be
        charged at any time (null: perhaps); `acquitted`, whether that ended in an acquittal (false: it was dismissed;
        null for any other end: the events tell no acquittal from a charge that the prosecutor rejected); `convicted`,
        false, or null when the person has unread rows; `years_since_arrest`.
    """
    kind = pl.col("event_type").cast(pl.String)
    arrest, court = kind.str.starts_with("ARREST"), kind == "COURT ACTION"
    rows = history.events.filter((arrest | court).fill_null(False) & pl.col("count_key").is_not_null())
    rows = rows.with_columns(
        cycle=cycle_of(pl.col("count_key")), arrest=arrest, court=court,
        event_date=pl.when((pl.col("event_date") > as_of).fill_null(False)).then(None).otherwise("event_date"),
    )  # fmt: skip
    sealed = rows.filter(pl.col("relief").cast(pl.String) == "sealed")
    rows = rows.join(
        pl.concat([frame.select(_CYCLE) for frame in (convictions, sealed)]).unique(), on=_CYCLE, how="anti"
    )
    limit = pl.DataFrame({"offense_id": pl.int_range(len(history.offenses), dtype=pl.UInt32, eager=True)})
    limit = limit.with_columns(without_time_limit(history.offenses))
    rows = rows.join(limit, on="offense_id", how="left", maintain_order="left")
    counts = rows.group_by(*_CYCLE, "count_key", "court").agg(
        pl.col("ended").any(ignore_nulls=True).alias("ended"), pl.col("row").min()
    )
    cycles = rows.sort("row").group_by(_CYCLE, maintain_order=True).agg(*_of_cycle())
    cycles = cycles.join(counts.group_by(_CYCLE).agg(*_ends()), on=_CYCLE, how="left", maintain_order="left")
    people = history.persons.select("person", "person_id", (pl.col("unread_rows") > 0).alias("unread"))
    found = cycles.join(people, on="person", how="left", maintain_order="left")
    texts = pl.Series([offense.text for offense in history.offenses], dtype=pl.String)
    words = pl.col("offense_ids").list.eval(pl.element().replace_strict(dict(enumerate(texts)), default=None))
    found = found.with_columns(
        offenses=words.list.drop_nulls(),
        ended=pl.when("charged").then("court_ended").otherwise("all_ended"),
        convicted=pl.when(~pl.col("unread")).then(False),
        years_since_arrest=years_between(found["arrested_on"], pl.Series([as_of]).new_from_index(0, found.height)),
    )
    return found.select(
        "person_id", "cycle", "arrested_on", "agency", "county", "offenses", place_of(pl.col("row")).alias("place"),
        "charged", "ended", "is_felony", "no_time_limit", "acquitted", "convicted", "years_since_arrest",
    )  # fmt: skip


def _of_cycle() -> list[pl.Expr]:
    day, charge = pl.col("event_date"), pl.col("charge").cast(pl.String)
    arrested = day.filter("arrest")
    first = pl.when(pl.col("arrest").any()).then(arrested.min()).otherwise(day.min())
    one = pl.when(arrested.drop_nulls().n_unique() <= 1).then(first)
    limit = pl.col("no_time_limit")
    return [
        pl.col("row").first(),
        one.alias("arrested_on"),
        pl.col("agency").cast(pl.String).first(ignore_nulls=True),
        pl.col("county").cast(pl.String).first(ignore_nulls=True),
        pl.col("offense_id").drop_nulls().unique(maintain_order=True).alias("offense_ids"),
        pl.col("court").any().alias("charged"),
        pl.when((charge == "felony").any())
        .then(True)
        .when(charge.is_in(["misdemeanor", "infraction"]).all(ignore_nulls=False).fill_null(False))
        .then(False)
        .alias("is_felony"),
        pl.when(limit.any()).then(True).when(~(limit.is_null()).any()).then(False).alias("no_time_limit"),
        pl.when((limit & (pl.col("disposition") == "dismissed")).any()).then(False).alias("acquitted"),
    ]


def _ends() -> list[pl.Expr]:
    """Whether every count ended without conviction: of those that came to a court, and of all. Never surely not: what
    has no such end on record may have one.
    """
    ended = pl.col("ended").fill_null(False)
    return [
        pl.when(ended.filter("court").all()).then(True).alias("court_ended"),
        pl.when(ended.all()).then(True).alias("all_ended"),
    ]
