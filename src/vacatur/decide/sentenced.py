"""What remedies beyond Proposition 64 ask about a conviction: its sentence, what came after it, and its own lists."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl

from vacatur.decide.classes import with_own_lists
from vacatur.decide.terms import next_after, of_cases, of_people, terms_of
from vacatur.record.history import History
from vacatur.record.rows import case_of, joined


class Sentences(NamedTuple):
    """What the people of convictions were sentenced to, one row a person and one row a case (`decide.terms`)."""

    of_people: pl.DataFrame
    of_cases: pl.DataFrame


def sentences_of(events: pl.DataFrame, people: pl.DataFrame, as_of: date) -> Sentences:
    """The sentences of some people."""
    terms = terms_of(events, people)
    return Sentences(of_people(terms, people, events, as_of), of_cases(terms))


def with_sentences(asked: pl.DataFrame, theirs: pl.DataFrame, sentences: Sentences, history: History) -> pl.DataFrame:
    """Add the columns that `decide.facts.offense` and `decide.facts.sentence` read.

    Args:
        asked: the convictions that a pack may decide.
        theirs: every conviction of their people, and the open counts that may be some (`open`).
        sentences: of those people.
    """
    asked = asked.join(sentences.of_people, on="person", how="left", maintain_order="left")
    asked = _with_doubts(joined(asked, sentences.of_cases, "case", "left"), history.events)
    arrest = pl.col("event_type").cat.starts_with("ARREST").fill_null(False)
    arrests = history.events.select("person", "event_date", "event_type").filter(arrest)
    arrests = arrests.select("person", pl.col("event_date").alias("convicted_on"))
    certain = next_after(asked, theirs.filter(~pl.col("open"))).alias("next_convicted_on")
    possible = next_after(asked, theirs).alias("next_possible_on")
    asked = asked.with_columns(certain, possible, next_after(asked, arrests).alias("next_arrested_on"))
    return with_own_lists(asked, history.offenses)


def _with_doubts(asked: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Add `case_doubted`: whether, while the sentence ran, a row of the case said something that settles nothing (BENCH
    WARRANT ISSUED): probation may have been violated.
    """
    unsettled = events.filter(
        (pl.col("disposition") == "unsettled").fill_null(False) & pl.col("count_key").is_not_null()
    )
    unsettled = unsettled.select("person", case_of(pl.col("count_key")).alias("case"), "event_date")
    there = asked.select("person", "case", "convicted_on", "term_end").with_row_index("at")
    on = pl.col("event_date")
    within = (on > pl.col("convicted_on")).fill_null(True) & ~(on > pl.col("term_end")).fill_null(False)
    doubted = joined(there, unsettled, "case", "inner").filter(within)["at"]
    return asked.with_columns(case_doubted=pl.int_range(pl.len(), dtype=pl.UInt32).is_in(doubted.implode()))
