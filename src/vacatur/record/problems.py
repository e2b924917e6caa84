"""What can be wrong or in doubt: codes, what each means, and what a run does about it."""

from __future__ import annotations

import polars as pl

from vacatur.record.rows import file_of, line_of

CODES: dict[str, tuple[str, str]] = {
    "field_count": ("A row has another number of columns than 95.", "set aside"),
    "stray_quote": ("A row has a quote that opens and does not close.", "set aside"),
    "no_subject_id": ("SUBJECT_ID is blank: it cannot be said whose row it is.", "set aside"),
    "bad_count_key": ("CNT_ORDER is blank, short or not a number.", "set aside"),
    "unread_line": ("A line of a RAP sheet was not understood.", "set aside"),
    "unread_rows": (
        "A person has rows that were set aside.",
        "what is said of the whole history is unknown where such a row could change it",
    ),
    "missing_date": ("A conviction has no date that is known.", "the date is unknown"),
    "partial_date": ("A date has no month or no day.", "the date is unknown; it is not completed"),
    "bad_date": ("A date is none of the calendar, or before 1900.", "the date is unknown"),
    "future_date": ("A conviction is dated after the as-of date.", "the date is unknown"),
    "dates_differ": ("The rows of one conviction give several dates.", "the date is unknown"),
    "birth_date_unknown": (
        "The birth date of a person with a decision is missing or not a date.",
        "the person's ages are unknown",
    ),
    "convicted_before_birth": ("A conviction is dated before the person's birth.", "the person's ages are unknown"),
    "person_differs": ("A person's rows give several values for what one person has once.", "the value is unknown"),
    "offense_illegible": (
        "A conviction's offense is blank, or its text names no statute.",
        "it may be any offense: unknown where that matters",
    ),
    "offense_in_comment": ("A conviction's offense is given in the comment alone.", "read from the comment"),
    "offense_differs": (
        "The offense as disposed differs from the offense, and no offense of conviction is given.",
        "the offense stands; for a person to look at",
    ),
    "severity_unknown": (
        "A conviction is neither said to be a felony nor not to be one, or its rows disagree.",
        "severity is unknown",
    ),
    "status_contradicts_charge": (
        "A conviction's status differs from its type of charge.",
        "the status of the conviction stands",
    ),
    "county_unknown": ("A conviction's county is blank, or its rows disagree.", "the county is unknown"),
    "sentence_unknown": ("A part of a sentence has no length that can be read.", "the end of the sentence is unknown"),
    "repeated_part": (
        "A part of a sentence stands in two rows, of one SENT_ORDER: a row was delivered twice.",
        "counted once",
    ),
    "relief_in_doubt": (
        "A later row, or a comment, may have taken back a conviction, but not clearly this one.",
        "earlier relief is unknown",
    ),
    "missing_disposition": (
        "A row of a court action, or of no type, has no disposition that can be read: it may have been a conviction.",
        "not decided; unknown where it could change what is said of the whole record",
    ),
    "unsettled_disposition": (
        "The disposition of a court action neither convicts the person nor ends the count without.",
        "not decided; where no other row says how the count ended, as if it had no disposition",
    ),
    "shared_cii": (
        "Several SUBJECT_IDs have one CII number: they may be one person.",
        "they stay several persons; for a person to look at",
    ),
    "bare_registration": (
        "A registration under PC 290 without a conviction that explains it.",
        "whether a registrable offense came before is unknown",
    ),
    "blank_line": ("Lines without anything.", "passed over"),
    "not_utf8": ("The file is not UTF-8.", "read as Latin-1; written back as it was"),
}
"""Every problem code: what it means, and what a run does about it."""

PROBLEM_SCHEMA = {
    "file": pl.UInt16, "line": pl.UInt32, "column": pl.String, "code": pl.String, "found": pl.String,
}  # fmt: skip


_NO_PROBLEM = pl.DataFrame(schema=PROBLEM_SCHEMA)


def problem_rows(events: pl.DataFrame, code: str, column: str, found: pl.Expr | None = None) -> pl.DataFrame:
    """A problem for each row of a table that names a source row (column row), with what was found there."""
    if events.is_empty():  # as most are
        return _NO_PROBLEM
    return events.select(
        file_of(pl.col("row")).alias("file"),
        line_of(pl.col("row")).alias("line"),
        pl.lit(column).alias("column"),
        pl.lit(code).alias("code"),
        (found if found is not None else pl.lit(None)).cast(pl.String).alias("found"),
    )


def typed(problems: pl.DataFrame) -> pl.DataFrame:
    """A table of problems with the types that all of them share."""
    if problems.is_empty():
        return _NO_PROBLEM
    return problems.select(pl.col(name).cast(dtype) for name, dtype in PROBLEM_SCHEMA.items())
