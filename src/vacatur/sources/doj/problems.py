"""What is wrong or in doubt about the rows of a delivery, before they are put together into convictions."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vacatur.record.history import Offense
from vacatur.record.open_counts import in_court, undisposed
from vacatur.record.problems import PROBLEM_SCHEMA, problem_rows, typed
from vacatur.sources.doj.reader import FileRead


def set_aside_problems(reads: Sequence[FileRead]) -> pl.DataFrame:
    """The rows that were set aside, and what is odd about whole files."""
    rows: list[tuple[int, int | None, str, str, str | None]] = []
    for read in reads:
        number = read.file.index
        rows += [(number, row.line, row.column, row.code, row.found) for row in read.set_aside]
        if read.latin1:
            rows.append((number, None, "", "not_utf8", None))
        if read.blank_lines:
            rows.append((number, None, "", "blank_line", f"{read.blank_lines} lines"))
    return pl.DataFrame(rows, schema=PROBLEM_SCHEMA, orient="row")


def reading_problems(
    events: pl.DataFrame, persons: pl.DataFrame, offenses: Sequence[Offense], shared: pl.Series
) -> pl.DataFrame:
    """What is in doubt about single rows and persons, before any of it is put together into convictions.

    Args:
        shared: the CII numbers that several people of the delivery have.
    """
    unsettled = (pl.col("disposition") == "unsettled").fill_null(False)
    fault = pl.col("date_fault").is_in(["partial", "bad"]).fill_null(False)
    dates = events.filter(fault).with_columns(pl.concat_str("date_fault", pl.lit("_date")).alias("problem"))
    found = [
        problem_rows(events.filter(undisposed()), "missing_disposition", "DISP_DESCR"),
        problem_rows(events.filter(in_court() & unsettled), "unsettled_disposition", "DISP_DESCR"),
        problem_rows(dates, "", "STP_EVENT_DATE").with_columns(dates["problem"].alias("code")),
    ]
    convicted = events.filter(pl.col("disposition") == "convicted")
    statute = pl.Series(
        "statute", [None if entry.statute is None else str(entry.statute) for entry in offenses], pl.String
    )
    convicted = convicted.with_columns(
        own=statute.gather(convicted["offense_id"]), other=statute.gather(convicted["other_offense_id"])
    )
    differs = (pl.col("own") != pl.col("other")).fill_null(False)
    clear = pl.col("status").ne_missing("other") & pl.col("charge").ne_missing("other")
    contradicts = (pl.col("status") != pl.col("charge")).fill_null(False) & clear
    said = pl.concat_str("status", pl.lit("; charge "), "charge")
    in_comment = convicted.filter(pl.col("offense_in_comment") & pl.col("own").is_not_null())
    part_unknown = convicted.filter(pl.col("has_part") & pl.col("months").is_null())
    found += [
        problem_rows(in_comment, "offense_in_comment", "COMMENT_TEXT", pl.col("own")),
        problem_rows(convicted.filter(differs), "offense_differs", "DISP_OFFENSE_DESCR", pl.col("other")),
        problem_rows(convicted.filter(contradicts), "status_contradicts_charge", "CONV_STAT_DESCR", said),
        problem_rows(part_unknown, "sentence_unknown", "SENT_LENGTH"),
    ]
    first = events.group_by("person").agg(pl.col("row").min())
    in_common = pl.col("cii_number").is_in(shared.implode()).fill_null(False)
    people = persons.with_columns(shared=in_common).join(first, on="person")
    found += [
        problem_rows(
            people.filter(pl.col("differs").list.len() > 0), "person_differs", "", pl.col("differs").list.join(", ")
        ),
        problem_rows(
            people.filter(pl.col("unread_rows") > 0), "unread_rows", "", pl.concat_str("unread_rows", pl.lit(" rows"))
        ),
        problem_rows(people.filter("shared"), "shared_cii", "CII_NUMBER"),
    ]
    return pl.concat([typed(frame) for frame in found])
