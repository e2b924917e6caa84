"""From the results of a run to the figures of a report, and from these to its page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from vacatur.outputs.folder import HashedFile
from vacatur.outputs.kept import Kept
from vacatur.outputs.report import account, decisions, glossary, headline, people
from vacatur.outputs.report.figures import Figure, Figures
from vacatur.outputs.report.grid import Grid
from vacatur.outputs.report.page import Drawing, Page, Section
from vacatur.outputs.report.publish import LEAST, published
from vacatur.outputs.report.rows import Rows, slug
from vacatur.outputs.report.subjects import RELIEF_NOW, Subjects, subjects_of
from vacatur.outputs.report.tallies import RELIEF, Tally, fold, tallies_of
from vacatur.outputs.report.told import Told
from vacatur.record.problems import CODES

DECADES = "convictions-by-decade"
EARLIEST = ("earliest", None, None)


def told_of(kept: Kept, folder: Path | None) -> tuple[Told, list[HashedFile]]:
    """The figures of a run, and the files of the rows behind them.

    Args:
        folder: where the rows are written; None for the figures to publish, which have none.
    """
    subjects, tallies, grids = counted_of(kept, public=folder is None)
    sums = {tally.id: tally.sums for tally in tallies} | {account.ROWS: _set_aside_sum(kept)}
    if folder is None:
        figures = Figures(published(grids, subjects.policies), sums, {}, published=True)
        return Told(kept, figures, _earliest_decade(figures), subjects.policies), []
    rows = Rows(folder)
    for tally in tallies:
        rows.add(tally)
    earliest = _add_account(rows, kept, subjects)
    figures = Figures({grid.id: grid for grid in grids}, sums, rows.links, published=False)
    return Told(kept, figures, earliest, subjects.policies), rows.written


def counted_of(kept: Kept, *, public: bool) -> tuple[Subjects, list[Tally], list[Grid]]:
    """What is counted, the tables, and the numbers; nothing is withheld yet."""
    subjects = fold(subjects_of(kept), LEAST) if public else subjects_of(kept)
    tallies = tallies_of(subjects, by_name=public)
    return subjects, tallies, [*(tally.grid() for tally in tallies), *account_grids(kept, subjects)]


def account_grids(kept: Kept, subjects: Subjects) -> list[Grid]:
    """Counts of rows, of problems by code, and of decisions by the facts that would settle them."""
    aside = _set_aside(kept)
    rows = kept.summary["rows"]
    counted = Grid.of(
        account.ROWS, ["rows"], [account.DECIDED_ON, account.NOT_IN_SCOPE, *aside],
        [[rows["decided"], rows["not_in_scope"], *aside.values()]],
        universe="rows of the delivery", axes=("", "what became of it"),
    )  # fmt: skip
    found = dict(kept.problems.group_by("code").len().sort("code").iter_rows())
    problems = [
        Grid.of(account.problem_table(code), [code], ["times"], [[number]], universe=f"problems of {code}")
        for code, number in found.items()
        if code not in aside
    ]
    total = subjects.convictions.height
    unknown = [
        Grid.of(
            account.fact_table(fact), [account.NOT_KNOWN, account.KNOWN], ["convictions"],
            [[number], [total - number]], universe="convictions of the report",
            axes=(f"whether {fact} is known", "all"),
        )
        for fact, number in _unknown(subjects).iter_rows()
    ]  # fmt: skip
    return [counted, *problems, *unknown]


def _set_aside(kept: Kept) -> dict[str, int]:
    """Rows that were set aside, by problem code."""
    counts = kept.set_aside.group_by("code").len().sort("code")
    return {str(code): int(number) for code, number in counts.iter_rows()}


def _set_aside_sum(kept: Kept) -> dict[str, tuple[str, ...]]:
    return {account.SET_ASIDE: tuple(_set_aside(kept))}


def _unknown(subjects: Subjects) -> pl.DataFrame:
    """Facts that would settle decisions, and how many."""
    facts = subjects.convictions.select(pl.col("unknown_facts").alias("fact")).explode("fact").drop_nulls()
    return facts.group_by("fact").len().sort("fact")


def _add_account(rows: Rows, kept: Kept, subjects: Subjects) -> Figure:
    """The rows behind what is in no table of counts; the year of the earliest conviction with relief."""
    seen = ["file", "line", "column", "code", "found"]
    aside = kept.set_aside.select(seen)
    for code in CODES:
        rows.add_table((account.ROWS, None, code), aside.filter(pl.col("code") == code), f"set-aside/{slug(code)}")
    for code in [code for code in CODES if code not in set(aside["code"])]:
        problems = kept.problems.filter(pl.col("code") == code).select(seen)
        rows.add_table((account.problem_table(code), None, None), problems, f"problems/{slug(code)}")
    rows.add_table((account.ROWS, None, account.SET_ASIDE), aside, "set-aside/all")
    decided = subjects.convictions.select("conviction", "person", pl.col("place").alias("row"))
    spread = kept.table("convictions").select(
        pl.col("conviction_id").alias("conviction"), pl.col("row_count").alias("rows")
    )
    decided = decided.join(spread, on="conviction", how="left", maintain_order="left")
    rows.add_table((account.ROWS, None, account.DECIDED_ON), decided, "file/decided-on")
    for (fact,) in _unknown(subjects).select("fact").iter_rows():
        hanging = subjects.convictions.filter(pl.col("unknown_facts").list.contains(fact))
        shown = hanging.select("conviction", "person", pl.col("place").alias("row"), "determination", "unknown_facts")
        shown = shown.with_columns(pl.col("unknown_facts").list.join(" "))
        rows.add_table((account.fact_table(fact), account.NOT_KNOWN, None), shown, f"unknown/{slug(fact)}")
    relief = subjects.convictions.filter(pl.col("standing") == RELIEF_NOW)
    first = relief.filter(pl.col("date") == pl.col("date").min())
    shown = first.select("conviction", "person", pl.col("place").alias("row"), "section", "date", "court", "reason")
    rows.add_table(EARLIEST, shown, "convictions-by-decade/earliest")
    day = first["date"].first()
    return Figure(str(day.year) if isinstance(day, date) else "", rows.links.get(EARLIEST))


def _earliest_decade(figures: Figures) -> Figure:
    """The first decade of which it is told that convictions in it have relief."""
    for decade in figures.rows(DECADES):
        if figures.number(DECADES, decade, RELIEF):
            return Figure(decade)
    return Figure("")


def page_of(told: Told) -> Page:
    """The page, the same for screen and paper."""
    pack = told.kept.packs[0]
    standing = (
        "Recommendations from the data of the state's file. A judge decides. Numbers of fewer than 11 are withheld."
        if told.figures.published
        else "For the office: the files of rows that it links to name people by number. Recommendations from the data; "
        "a lawyer decides. The version to publish is made with --public."
    )
    sections: tuple[Section, ...] = (
        headline.at_a_glance(told),
        headline.what_it_changes(told),
        people.who_they_are(told),
        decisions.what_was_decided(told),
        decisions.when_and_where(told),
        account.what_stays_open(told),
        account.what_was_asked(told),
        glossary.how_to_read(told),
        account.where_it_comes_from(told),
    )
    if told.figures.number(headline.BY_GRADE) == 0:
        sections = tuple(_without_charts(section) for section in sections)
    return Page(
        f"Cannabis convictions in {told.county}", f"{pack.title}. As of {told.day}.", standing, sections,
        told.kept.sha256, told.figures.published,
    )  # fmt: skip


def _without_charts(section: Section) -> Section:
    """Charts of nothing would be empty frames."""
    return replace(section, blocks=tuple(block for block in section.blocks if not isinstance(block, Drawing)))
