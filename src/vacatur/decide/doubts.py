"""What is in doubt about convictions and about the people who have a decision, as problems with file and line."""

from __future__ import annotations

import polars as pl

from vacatur.record.problems import PROBLEM_SCHEMA, problem_rows


def conviction_problems(events: pl.DataFrame, convictions: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Columns file, line, column, code, found; one row a doubt, at the first row of the conviction."""
    at = events.select("file", "line")
    everywhere = pl.concat([convictions, at.select(pl.all().gather(convictions["row"]))], how="horizontal")
    here = pl.concat([asked, at.select(pl.all().gather(asked["row"]))], how="horizontal")
    undated = pl.col("convicted_on").is_null() & ~pl.col("future")
    people = here.unique("person", keep="first", maintain_order=True)
    found = [
        problem_rows(everywhere.filter(undated & ~pl.col("dates_differ")), "missing_date", "STP_EVENT_DATE"),
        problem_rows(everywhere.filter("dates_differ"), "dates_differ", "STP_EVENT_DATE"),
        problem_rows(everywhere.filter("future"), "future_date", "STP_EVENT_DATE"),
        problem_rows(everywhere.filter(pl.col("section").is_null()), "offense_illegible", "OFFENSE_DESCR"),
        problem_rows(everywhere.filter(pl.col("is_felony").is_null()), "severity_unknown", "CONV_STAT_DESCR"),
        problem_rows(everywhere.filter(pl.col("county").is_null()), "county_unknown", "STP_ORI_CNTY_NAME"),
        problem_rows(everywhere.filter(pl.col("relief").is_null()), "relief_in_doubt", "DISP_DESCR"),
        problem_rows(people.filter(pl.col("birth_date_fault").is_not_null()), "birth_date_unknown", "PRI_DOB", pl.col("birth_date_fault")),
        problem_rows(here.filter("before_birth"), "convicted_before_birth", "PRI_DOB"),
        problem_rows(people.filter(pl.col("bare_registration").fill_null(False)), "bare_registration", "STP_TYPE_DESCR"),
    ]  # fmt: skip
    return pl.concat([frame.cast(PROBLEM_SCHEMA) for frame in found])
