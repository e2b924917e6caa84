"""What follows from a history: its convictions under every pack, with evidence, doubts and figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import polars as pl

from vacatur.decide.arrests import arrests_without_conviction
from vacatur.decide.cascade import SCOPE, decide
from vacatur.decide.charged import charged_only
from vacatur.decide.comments import possible_other_charges
from vacatur.decide.doubts import conviction_doubts, decision_doubts
from vacatur.decide.evidence import evidence_of
from vacatur.decide.facts import fact_columns
from vacatur.decide.frame import Convicted, put_together
from vacatur.decide.impact import impact_of
from vacatur.decide.remedies import remedies_of_arrests
from vacatur.law.pack import Pack
from vacatur.outputs.decided import decided_rows
from vacatur.outputs.people import convictions_table, people_table
from vacatur.outputs.results import Outcome
from vacatur.outputs.summary import summarize
from vacatur.record.history import History
from vacatur.request import HYPOTHETICALS, STATUTE, about_of
from vacatur.sources.doj.reader import FileRead


def decide_pack(asked: pl.DataFrame, facts: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    """What a pack decides, one row a conviction in its scope; `asked_at` is its row of `asked` and of `facts`."""
    if pack.about == "any" or asked["cannabis"].all():
        decisions = decide(facts, pack).with_row_index("asked_at")
    else:
        own = asked["cannabis"].arg_true().alias("asked_at")
        decisions = pl.concat([own.to_frame(), decide(facts[own], pack)], how="horizontal")
    inside = decisions.filter(~((pl.col("rule") == SCOPE) & (pl.col("determination") == "out_of_scope")))
    return pl.concat(
        [asked.select(pl.col("conviction", "conviction_id", "person_id").gather(inside["asked_at"])), inside],
        how="horizontal",
    )


def outcome_of(
    history: History,
    reads: list[FileRead],
    packs: list[Pack],
    county: str | None,
    as_of: date,
    tell: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Decide, and put evidence, problems and figures to the decisions.

    Args:
        reads: of the files, where this is all of them.
        tell: told how many of its steps are done: convictions put together, facts, each pack, figures.
    """
    steps, tell = len(packs) + 3, tell or (lambda done, total: None)
    tell(0, steps)
    convicted = put_together(history, county, as_of, about_of(packs))
    tell(1, steps)
    with ThreadPoolExecutor(1) as pool:  # much of what deciding does keeps one core alone busy
        beside = pool.submit(_beside, history, convicted, county, packs)
        asked, facts = convicted.asked, fact_columns(convicted.asked)
        by_pack: dict[str, pl.DataFrame] = {}
        for number, pack in enumerate(packs, start=2):
            tell(number, steps)
            by_pack[pack.id] = decide_pack(asked, facts, pack)
        tell(steps - 1, steps)
        with_evidence = {
            pack.id: by_pack[pack.id].with_columns(evidence_of(asked, by_pack[pack.id], pack)) for pack in packs
        }
        tables = beside.result()
    chosen = with_evidence[packs[0].id]
    decided = decided_rows(history, convicted.all, asked, chosen, by_pack[STATUTE])
    doubts = [conviction_doubts(convicted.all), decision_doubts(history.events, asked, convicted.as_of)]
    problems = pl.concat([history.problems, *doubts]).sort("file", "line", "code", "column", nulls_last=True)
    impacts = {
        name: impact_of(convicted.all, by_pack[name], convicted.as_of)
        for name in dict.fromkeys((packs[0].id, *HYPOTHETICALS))
    }
    summary = summarize(
        county=county, as_of=convicted.as_of, packs=packs, reads=reads, history=history,
        convictions=convicted.all, decided=decided, chosen=chosen, impacts=impacts, problems=problems,
    )  # fmt: skip
    return Outcome(
        packs=packs, reads=reads, convicted=convicted, facts=facts, by_pack=with_evidence, decided=decided,
        problems=problems, summary=summary, **vars(tables),
    )  # fmt: skip


@dataclass(frozen=True)
class _Beside:
    """The tables of an outcome that follow from its history and convictions alone, whatever is decided."""

    remarks: pl.DataFrame
    persons: pl.DataFrame
    convictions: pl.DataFrame
    charges: pl.DataFrame
    arrests: pl.DataFrame | None


def _beside(history: History, convicted: Convicted, county: str | None, packs: Sequence[Pack]) -> _Beside:
    return _Beside(
        possible_other_charges(history.events, history.offenses),
        people_table(history),
        convictions_table(history, convicted),
        charged_only(history, convicted.all, county),
        _arrests(history, convicted) if about_of(packs) == "any" else None,
    )


def _arrests(history: History, convicted: Convicted) -> pl.DataFrame:
    """Arrests of which nobody was convicted, and the remedies that may reach each."""
    arrests = arrests_without_conviction(history, convicted.all, convicted.as_of)
    return pl.concat([arrests, remedies_of_arrests(arrests)], how="horizontal")
