"""What the rows of a case and of a cycle say beside its convictions: the court's numbers, who arrested."""

from __future__ import annotations

import polars as pl

from vacatur.record.rows import case_of, cycle_of, joined, place_of

MOST = 100
"""Numbers, agencies and rows that are listed beside one conviction: the first. The rows of one case can be many, and a
list stands beside each of its convictions; a case of so many numbers cannot be filed under any of them.
"""


def case_numbers_of(events: pl.DataFrame, convictions: pl.DataFrame) -> pl.DataFrame:
    """The distinct case numbers (OFN) of the court rows of each conviction's case, in file order: columns person,
    case, case_numbers.
    """
    court = events.select("person", "count_key", "row", "court_number", "event_type").filter(
        (pl.col("event_type") == "COURT ACTION")
        & pl.col("court_number").is_not_null()
        & pl.col("count_key").is_not_null()
    )
    court = court.select("person", case_of(pl.col("count_key")).alias("case"), "row", "court_number")
    return (
        joined(court, convictions, "case", "semi")
        .sort("row")
        .group_by("person", "case")
        .agg(pl.col("court_number").unique(maintain_order=True).alias("case_numbers"))
    )


def arrests_of(events: pl.DataFrame, convictions: pl.DataFrame) -> pl.DataFrame:
    """The distinct agencies that arrested, detained or cited in the cycle of each conviction, and those rows, in file
    order: columns person, cycle, arresting_agencies, arrest_places.
    """
    arrest = pl.col("event_type").cast(pl.String).str.starts_with("ARREST")
    rows = events.select("person", "count_key", "row", "agency", "event_type")
    rows = rows.filter(arrest & pl.col("count_key").is_not_null())
    rows = rows.select("person", cycle_of(pl.col("count_key")).alias("cycle"), "row", "agency")
    agency = pl.col("agency").cast(pl.String).drop_nulls()
    return (
        joined(rows, convictions, "cycle", "semi")
        .sort("row")
        .group_by("person", "cycle")
        .agg(
            agency.unique(maintain_order=True).alias("arresting_agencies"),
            place_of(pl.col("row")).alias("arrest_places"),
        )
    )


def with_cases(convictions: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Convictions, or charges, with the numbers of their cases and the arrests of their cycles; empty lists where no
    row gives any, at most `MOST` each.
    """
    lists = pl.col("case_numbers", "arresting_agencies", "arrest_places")
    numbers = case_numbers_of(events, convictions).with_columns(pl.col("case_numbers").list.head(MOST))
    arrests = arrests_of(events, convictions).with_columns(
        pl.col("arresting_agencies", "arrest_places").list.head(MOST)
    )
    found = joined(joined(convictions, numbers, "case", "left"), arrests, "cycle", "left")
    return found.with_columns(lists.fill_null([]))
