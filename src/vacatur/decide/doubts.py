"""What is in doubt about convictions, and about the people who have a decision, as problems with file and line."""

from __future__ import annotations

from datetime import date

import polars as pl

from vacatur.record.problems import problem_rows, typed


def conviction_doubts(convictions: pl.DataFrame) -> pl.DataFrame:
    """What is in doubt about convictions as they stand in the file, whatever is asked of them; at the first row of
    each.
    """
    undated = pl.col("convicted_on").is_null() & ~pl.col("dates_differ")
    return _together(
        problem_rows(convictions.filter(undated), "missing_date", "STP_EVENT_DATE"),
        problem_rows(convictions.filter("dates_differ"), "dates_differ", "STP_EVENT_DATE"),
        problem_rows(convictions.filter(pl.col("statute").is_null()), "offense_illegible", "OFFENSE_DESCR"),
        problem_rows(convictions.filter(pl.col("is_felony").is_null()), "severity_unknown", "CONV_STAT_DESCR"),
        problem_rows(convictions.filter(pl.col("county").is_null()), "county_unknown", "STP_ORI_CNTY_NAME"),
        problem_rows(convictions.filter(pl.col("relief").is_null()), "relief_in_doubt", "DISP_DESCR"),
    )


def decision_doubts(events: pl.DataFrame, asked: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """What is in doubt once a date of evaluation is given, and about people who have a decision."""
    future = events.filter((pl.col("disposition") == "convicted") & (pl.col("event_date") > as_of))
    people = asked.unique("person", keep="first", maintain_order=True)
    born = people.filter(pl.col("birth_date_fault").is_not_null())
    return _together(
        problem_rows(future, "future_date", "STP_EVENT_DATE"),
        problem_rows(born, "birth_date_unknown", "PRI_DOB", pl.col("birth_date_fault")),
        problem_rows(asked.filter("before_birth"), "convicted_before_birth", "PRI_DOB"),
        problem_rows(
            people.filter(pl.col("bare_registration").fill_null(False)), "bare_registration", "STP_TYPE_DESCR"
        ),
    )


def _together(*frames: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([typed(frame) for frame in frames])
