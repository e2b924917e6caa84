"""Cannabis counts that were charged in court and ended in no conviction."""

from __future__ import annotations

import polars as pl

from vacatur.decide.classes import prop64_charges
from vacatur.record.cases import with_cases
from vacatur.record.history import DISPOSITION_KINDS, History
from vacatur.record.rows import case_of, count_of, cycle_of, joined, place_of

_CLEAREST_FIRST = ("dismissed", "relief", "revoked", "other")


def charged_only(history: History, convictions: pl.DataFrame, county: str | None) -> pl.DataFrame:
    """One row a count of a court of the county (None: of any) that is surely of the list `prop64` and of which nobody
    was convicted.

    A list of "cannabis cases" is often full of them: a city that announced 5,000 found 500 convictions.

    Args:
        convictions: every conviction of the delivery.

    Columns: person_id, count_key, case, cycle, count, offense_text, statute, section, event_date, county, court,
        is_felony (by the type of charge; null when none is stated, or they differ), disposition (null when no row says
        what became of it), case_numbers, arresting_agencies, arrest_places, place.
    """
    certain, _ = prop64_charges(history.offenses)
    here = pl.lit(True) if county is None else (pl.col("county").cast(pl.String) == county).fill_null(False)
    rows = history.events.filter(
        (pl.col("event_type") == "COURT ACTION").fill_null(False)
        & pl.col("count_key").is_not_null()
        & here
        & pl.col("offense_id").is_in(certain).fill_null(False)
    )
    rows = joined(rows, convictions, "count_key", "anti")
    kind = pl.col("disposition").cast(pl.String).replace(dict.fromkeys(("modified", "discharged"), "other"))
    clearest = pl.coalesce(pl.when((kind == name).any()).then(pl.lit(name)) for name in _CLEAREST_FIRST)
    counts = (
        rows.sort("row")
        .group_by("person", "count_key", maintain_order=True)
        .agg(
            pl.col("row", "offense_id", "event_date", "agency").first(),
            pl.col("county").cast(pl.String).first(ignore_nulls=True),
            clearest.cast(pl.Enum(DISPOSITION_KINDS)).alias("disposition"),
            _is_felony().alias("is_felony"),
        )
        .with_columns(case=case_of(pl.col("count_key")), cycle=cycle_of(pl.col("count_key")))
    )
    named = with_cases(counts, history.events)
    offenses = _offenses(history)
    return named.select(
        history.persons["person_id"].gather(named["person"]).alias("person_id"),
        "count_key", "case", "cycle", count_of(pl.col("count_key")).alias("count"),
        *[offenses[column].gather(named["offense_id"]) for column in offenses.columns],
        "event_date", "county", pl.col("agency").alias("court"), "is_felony", "disposition",
        "case_numbers", "arresting_agencies", "arrest_places", place_of(pl.col("row")).alias("place"),
    )  # fmt: skip


def _is_felony() -> pl.Expr:
    """Whether the rows of a count say that it was charged as a felony."""
    charge = pl.col("charge").cast(pl.String)
    lesser = charge.is_in(["misdemeanor", "infraction"])
    known = charge.drop_nulls().len() > 0
    return (
        pl.when(known & (charge.drop_nulls() == "felony").all())
        .then(True)
        .when(known & lesser.drop_nulls().all())
        .then(False)
    )


def _offenses(history: History) -> pl.DataFrame:
    """The distinct offenses: the words of the file, the statute they name and its section."""
    rows = [
        (entry.text, str(entry.statute) if entry.statute else None, entry.statute.section if entry.statute else None)
        for entry in history.offenses
    ]
    return pl.DataFrame(rows, schema=["offense_text", "statute", "section"], orient="row").cast(pl.String)
