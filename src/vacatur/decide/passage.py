"""What time alone changes about a conviction: ages, years since, and whether sentences have ended.

Read for the as-of date when facts are made (`decide.frame`), and for later days when it is asked from when on a pack
would decide otherwise (`decide.horizon`).
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vacatur.record.dates import years_between

SPANS = {
    "age_now": ("birth_date", "as_of"),
    "years_since_conviction": ("convicted_on", "as_of"),
    "years_conviction_free": ("last_convicted_on", "as_of"),
    "years_felony_free": ("latest_felony", "as_of"),
    "years_since_sentence_ended": ("term_end", "as_of"),
    "years_since_unknown_sentence": ("unknown_term_on", "as_of"),
    "years_since_open_charge": ("open_count_on", "as_of"),
}
"""Years that are counted to the as-of date: between which columns of dates."""

MOVING = (*SPANS, "sentence_completed", "sentences_completed", "probation_completed", "serving_on_record")
"""The facts that time alone changes."""


_FEW = 10_000
"""Dates below which what a reckoning costs at the start counts for more than the dates."""


def with_years(frame: pl.DataFrame, spans: Mapping[str, tuple[str, str]] = SPANS) -> pl.DataFrame:
    """Years between the columns of dates that each span names."""
    together = _FEW // max(frame.height, 1) + 1  # spans of few rows are counted in one reckoning, one after the other
    counted = []
    for first in range(0, len(spans), together):
        names = list(spans)[first : first + together]
        starts, ends = (pl.concat([frame[spans[name][side]] for name in names]) for side in (0, 1))
        years = years_between(starts, ends)
        counted += [years.slice(at * frame.height, frame.height).alias(name) for at, name in enumerate(names)]
    return frame.with_columns(counted)


def ended(latest_end: str, unknown: pl.Expr, on: pl.Expr) -> pl.Expr:
    """Whether sentences have all ended on a day: no while one is known to go on, else unknown if the end of one is.

    Args:
        latest_end: column of the latest end that is known.
        unknown: whether some end is not.
    """
    unfinished = (pl.col(latest_end) > on).fill_null(False)
    return pl.when(unfinished).then(False).when(~unknown).then(True)


def case_completed(on: pl.Expr) -> pl.Expr:
    """Whether the sentences of the case have ended on a day."""
    return ended("case_end", pl.col("end_unknown_case"), on).alias("case_completed")


def sentences_completed(on: pl.Expr) -> pl.Expr:
    """Whether all sentences of the person have ended on a day."""
    return ended("sentences_end", pl.col("end_unknown") | pl.col("unread"), on).alias("sentences_completed")
