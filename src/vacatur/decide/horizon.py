"""Near misses: from which day on a pack would dismiss or reduce a conviction that it does not today, if nothing else
happened.

Time changes a fact only on certain days: an age or a number of years passes a number that the pack compares it with, or
a sentence ends. Between two such days every condition of the pack stays as it is. So each conviction is decided anew on
those days alone, in their order, by the pack's own rules, and the first that decides in its favor is the day: exact,
and without a second reading of the law.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import floor

import polars as pl

from vacatur.decide.cascade import verdicts
from vacatur.decide.facts import CATALOGUE
from vacatur.decide.passage import MOVING, SPANS, case_completed, sentences_completed, with_years
from vacatur.law.conditions import Token, bind, condition_names, tokens
from vacatur.law.pack import Pack
from vacatur.record.dates import anniversary

FAVORABLE = ("dismiss", "reduce")
"""Determinations that a person waits for."""

COUNTED_FROM = (
    "birth_date", "last_convicted_on", "latest_felony", "case_end", "sentences_end", "case_end_unknown",
    "sentences_end_unknown", "case_has_part", "case_probation", "case_revoked", "unread", "term_end", "terms_end",
    "unknown_term_on", "unknown_term_undated", "open_count_on",
)  # fmt: skip
"""Columns beside the facts that those which time changes are counted from."""

_LONGEST = 150
"""Years that no span reaches."""

_NUMBERS = {name for name, info in CATALOGUE.items() if info.dtype in ("years", "grams", "number")}


def facts_on(facts: pl.DataFrame, days: pl.Series | date) -> pl.DataFrame:
    """Facts as they will stand on a later day, if nothing else happens: those that time changes counted anew.

    Args:
        facts: columns as in `facts.parquet` (docs/analyst.md): every fact, and what the moving ones are counted from.
        days: one day, or one for each row.
    """
    on = pl.lit(days).cast(pl.Date)
    frame = facts.select(
        "convicted_on",
        *COUNTED_FROM,
        pl.col("case_end_unknown").alias("end_unknown_case"),
        pl.col("sentences_end_unknown").alias("end_unknown"),
        pl.col("years_felony_free").is_not_null().alias("felony_free_known"),
        on.alias("as_of"),
    )
    moved = with_years(frame).with_columns(case_completed(pl.col("as_of")), sentences_completed(pl.col("as_of")))
    return facts.with_columns(moved.select(CATALOGUE[name].expression for name in MOVING))


def eligible_from(
    facts: pl.DataFrame,
    decisions: pl.DataFrame,
    pack: Pack,
    as_of: date,
    years: int = 10,
    *,
    or_review: bool = False,
) -> pl.DataFrame:
    """The first day after `as_of`, within `years`, on which the pack would dismiss or reduce what it does not now.

    Nothing is foretold: a new conviction, a revoked probation or another law would change it, and what is unknown stays
    unknown.

    Args:
        facts: as in `facts.parquet`.
        decisions: as in `decisions.parquet`; those of other packs are passed over.
        pack: with the settings and assumptions of the run.
        as_of: the date of evaluation.
        years: how far to look ahead.
        or_review: stop, too, at the first day on which a lawyer would have to look, and might find in its favor: a
            later day on which the pack decides by itself would mislead.

    Returns:
        columns conviction_id, date, determination (dismiss or reduce; with `or_review` also review), ceiling, rule: one
        row a conviction that has such a day, in the order of `facts`.
    """
    own = decisions.filter(pl.col("pack") == pack.id) if "pack" in decisions.columns else decisions
    waiting = own.filter(~pl.col("determination").cast(pl.String).is_in(FAVORABLE)).select("conviction_id")
    if waiting.is_empty():
        return _NO_DAY
    rows = facts.select("conviction_id", *CATALOGUE, *COUNTED_FROM)
    rows = rows.join(waiting, on="conviction_id", how="semi", maintain_order="left")
    rows = rows.filter(_may_come(rows, pack)).with_row_index("at")
    if rows.is_empty():
        return _NO_DAY
    last = pl.select(anniversary(pl.lit(as_of), years)).item()
    rows = rows.with_columns(_turns(rows, pack, as_of, last)).filter(pl.col("days").list.len() > 0)
    found = [_NO_DAY.with_columns(at=pl.lit(0, pl.UInt32))]
    favorable = pl.col("determination").is_in(FAVORABLE)
    if or_review:
        favorable = favorable | ((pl.col("determination") == "review") & pl.col("ceiling").is_in(FAVORABLE))
    while not rows.is_empty():
        next_day = rows.select("conviction_id", "at", date=pl.col("days").list.first())
        decided = verdicts(facts_on(rows, next_day["date"]), pack)
        decided = decided.with_columns(pl.col("determination", "ceiling").cast(pl.String))
        decided = pl.concat([next_day, decided], how="horizontal").with_columns(found=favorable)
        found.append(decided.filter("found").select(*_NO_DAY.columns, "at"))
        rows = rows.with_columns(pl.col("days").list.slice(1), found=decided["found"])
        rows = rows.filter(~pl.col("found") & (pl.col("days").list.len() > 0))
    return pl.concat(found).sort("at").select(_NO_DAY.columns)


_NO_DAY = pl.DataFrame(
    schema={
        "conviction_id": pl.String, "date": pl.Date, "determination": pl.String, "ceiling": pl.String,
        "rule": pl.String,
    }
)  # fmt: skip


def _may_come(rows: pl.DataFrame, pack: Pack) -> pl.Series:
    """Whether the pack may decide in favor of each row at any time: whatever the facts are that time changes."""
    unknown = [pl.lit(None, rows.schema[name]).alias(name) for name in MOVING]
    return verdicts(rows.with_columns(unknown), pack).select(pl.col("ceiling").cast(pl.String).is_in(FAVORABLE))[
        "ceiling"
    ]


def _turns(rows: pl.DataFrame, pack: Pack, as_of: date, last: date) -> pl.Series:
    """For each row the days after `as_of`, up to `last`, on which a condition of the pack may change, in order."""
    numbers, every_day = thresholds(pack)
    if every_day:
        every = pl.date_range(as_of, last, eager=True)[1:]
        return pl.Series("days", [every], pl.List(pl.Date)).new_from_index(0, rows.height)
    named = {name for _, sql in pack.conditions() for name in condition_names(sql)[0]}
    starts = dict.fromkeys(start for name, (start, _) in SPANS.items() if name in named)
    turns = [pl.col("case_end"), pl.col("sentences_end"), pl.col("terms_end")]
    turns += [turn for start in starts for number in numbers for turn in _passing(pl.col(start), number)]
    days = pl.concat_list(turns).list.eval(
        pl.element().filter((pl.element() > as_of) & (pl.element() <= last)).unique().sort()
    )
    return rows.select(days.alias("days"))["days"]


def _passing(start: pl.Expr, years: float) -> Iterator[pl.Expr]:
    """The days about which the years since a date pass a number: when they reach it, and when they exceed it."""
    whole = floor(years)
    reached = anniversary(start, whole)
    if years == whole:
        yield from (reached, reached + pl.duration(days=1))
        return
    days = (anniversary(start, whole + 1) - reached).dt.total_days()
    about = (days * (years - whole)).floor().cast(pl.Int64)
    yield from (reached + pl.duration(days=about + more) for more in (-1, 0, 1, 2))


def thresholds(pack: Pack) -> tuple[list[float], bool]:
    """The numbers that conditions of a pack name; and whether one compares a fact that time changes with another fact.

    Then no list of days holds all its changes, and every day must be looked at.
    """
    numbers: set[float] = set()
    every_day = False
    for _, sql in pack.conditions():
        words = tokens(bind(sql, pack.values()))
        numbers |= {float(word.text) for word in words if word.kind == "number"}
        every_day = every_day or _compares_facts(words)
    return sorted(number for number in numbers if number <= _LONGEST), every_day


def _compares_facts(words: tuple[Token, ...]) -> bool:
    """Whether a fact that time changes is compared with a fact, not with a number."""
    plain = [word for word in words if word.text not in ("(", ")")]
    return any(word.text in SPANS and not _beside_numbers(plain, at) for at, word in enumerate(plain))


def _beside_numbers(words: list[Token], at: int) -> bool:
    """Whether the comparison around a fact names no other number fact."""
    first = last = at
    while first > 0 and not _separates(words, first - 1):
        first -= 1
    while last + 1 < len(words) and not _separates(words, last + 1):
        last += 1
    named = [word.text for word in words[first : last + 1] if word.kind == "name" and word.text in _NUMBERS]
    return len(named) == 1


def _separates(words: list[Token], at: int) -> bool:
    """Whether a word stands between two comparisons: OR, NOT, or an AND that belongs to no BETWEEN."""
    if words[at].text in ("OR", "NOT"):
        return True
    return words[at].text == "AND" and not any(word.text == "BETWEEN" for word in words[max(at - 2, 0) : at])
