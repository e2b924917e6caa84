"""RAP sheets, from files to decisions: each sheet is read, laid out as rows of the state's format, and decided by the
same run as a county's file (docs/rap-sheets.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from vacatur.decide.remedy_order import REMEDY_PACKS, remedies_of
from vacatur.law.pack import Pack
from vacatur.outputs.folder import HashedFile
from vacatur.outputs.leftovers import working_folder
from vacatur.outputs.replacing import check_free
from vacatur.outputs.results import Outcome, facts_table
from vacatur.outputs.sheet_history import conviction_rows
from vacatur.outputs.sheets import ROWS, write_enclosures, write_state_file
from vacatur.request import STATUTE
from vacatur.runs import Progress, Results, run
from vacatur.sources.rapsheet.delivery import Refused, SheetDelivery, SheetRead, read_delivered_sheets
from vacatur.sources.rapsheet.rows import Source, StateRow, state_rows


@dataclass(frozen=True)
class Offered:
    """One remedy of a conviction.

    Attributes:
        title: of its pack.
        state: `open`, `review`, `later` (`decide.remedy_order`).
        determination: dismiss, reduce or review.
        relief: mandatory, discretionary or automatic; None when what is unknown decides which.
        opens_on: the as-of date when it is open, a later day when it opens then; None when that is unknown.
        why: why it stands where it does among the others.
        rule: that decided.
        citation: of the rule.
        at_least: whether what is unknown may give more than what was decided.
        unknown: facts that would settle it.
    """

    pack: str
    title: str
    state: str
    determination: str
    relief: str | None
    opens_on: date | None
    reason: str
    why: str
    rule: str
    citation: str
    at_least: bool
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """What the sheets say of each conviction, and what each may have.

    Attributes:
        convictions: a row each (`outputs.sheet_history.conviction_rows`).
        remedies: a row for each conviction and remedy, best first (`decide.remedy_order.remedies_of`).
        by_conviction: those that it has, may have or will have, best first.
        arrests: of each person, those of which nobody was convicted (`decide.arrests`), with `remedies` that may reach
            them and `unsettled` ones, of which a fact must be looked up first.
    """

    convictions: pl.DataFrame
    remedies: pl.DataFrame
    by_conviction: dict[str, list[Offered]]
    arrests: dict[str, list[dict[str, Any]]]

    @classmethod
    def of(cls, delivery: SheetDelivery, sources: Sequence[Source], outcome: Outcome) -> Told:
        """That of a run on the sheets' rows; `sources` are where these come from, in order."""
        decisions = outcome.decisions
        remedies = remedies_of(facts_table(outcome), decisions, outcome.packs, outcome.convicted.as_of)
        return cls(
            conviction_rows(delivery.sheets, sources, outcome.convicted.all),
            remedies,
            offered_by_conviction(remedies, decisions, outcome.packs),
            arrests_by_person(outcome.arrests),
        )

    def offered(self, conviction: str) -> list[Offered]:
        """The remedies that a conviction has, may have or will have, best first."""
        return self.by_conviction.get(conviction, [])

    @cached_property
    def table(self) -> pl.DataFrame:
        """`convictions`, beside each its best remedy, and the packs of the others."""
        return with_best(self.convictions, self.by_conviction)

    @cached_property
    def by_sheet(self) -> dict[int, list[dict[str, Any]]]:
        """The rows of `table`, by the number of their sheet."""
        found: dict[int, list[dict[str, Any]]] = {}
        for row in self.table.iter_rows(named=True):
            found.setdefault(row["sheet"], []).append(row)
        return found


@dataclass(frozen=True)
class SheetResults:
    """RAP sheets, decided.

    Attributes:
        sheets: as they were read.
        refused: files that are no sheets, or could not be read.
        results: of the run over all of them, in all counties.
        told: what it comes to, conviction by conviction.
    """

    sheets: list[SheetRead]
    refused: list[Refused]
    results: Results
    told: Told


def offered_by_conviction(
    remedies: pl.DataFrame, decisions: pl.DataFrame, packs: Sequence[Pack]
) -> dict[str, list[Offered]]:
    """The remedies of each conviction that has, may have or will have some, best first."""
    titles = {pack.id: pack.title for pack in packs}
    more = pl.col("floor").cast(pl.String) != pl.col("ceiling").cast(pl.String)
    unknown = decisions.select("conviction_id", "pack", "citation", "unknown_facts", more.alias("more"))
    there = remedies.filter(pl.col("state") != "none")
    there = there.join(unknown, on=["conviction_id", "pack"], how="left", maintain_order="left")
    found: dict[str, list[Offered]] = {}
    for row in there.iter_rows(named=True):
        each = Offered(
            row["pack"], titles[row["pack"]], row["state"], row["determination"], row["relief"], row["opens_on"],
            row["reason"], row["why"], row["rule"], row["citation"], row["state"] == "open" and row["more"],
            tuple(row["unknown_facts"]),
        )  # fmt: skip
        found.setdefault(row["conviction_id"], []).append(each)
    return found


def arrests_by_person(arrests: pl.DataFrame | None) -> dict[str, list[dict[str, Any]]]:
    """The rows of `arrests` by SUBJECT_ID, in order; None are none."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in arrests.iter_rows(named=True) if arrests is not None else ():
        found.setdefault(row["person_id"], []).append(row)
    return found


_BEST = {"remedy": "pack", "state": "state", "relief": "relief", "opens_on": "opens_on", "reason": "reason"}


def with_best(convictions: pl.DataFrame, offered: Mapping[str, Sequence[Offered]]) -> pl.DataFrame:
    """The convictions, beside each its best remedy, and the packs of the others."""
    names = convictions["conviction_id"]
    best = [next(iter(offered.get(name, ())), None) for name in names]
    columns = {name: [getattr(each, of) if each else None for each in best] for name, of in _BEST.items()}
    schema = {name: pl.Date if name == "opens_on" else pl.String for name in _BEST}
    others = ["; ".join(each.pack for each in offered.get(name, ())[1:]) for name in names]
    beside = pl.DataFrame(columns, schema=schema).with_columns(other_remedies=pl.Series(others, dtype=pl.String))
    return pl.concat([convictions, beside], how="horizontal")


def rapsheet(
    files: Sequence[str | Path],
    packs: Sequence[str | Path | Pack] = (),
    *,
    as_of: date,
    out: str | Path | None = None,
    replace: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> SheetResults:
    """Read RAP sheets and decide every conviction on them, in all counties, by Proposition 64 and the other remedies.

    Args:
        files: sheets as text, PDF or scan, or folders of them; several sheets may stand in one file.
        packs: a policy beside the statute and the other remedies; the first is the office's choice.
        as_of: the date of evaluation.
        out: the results folder, which must not exist; None to write nothing.
        replace: whether an earlier results folder may be replaced.
        progress: told how far it has come; while sheets are read, `done` are files.

    Raises:
        VacaturError: not one of the files is a sheet, or a pack is refused.
    """
    if out is not None:
        check_free(Path(out), replace=replace)

    def read(done: int, total: int) -> None:
        if progress:
            progress(Progress("reading sheets", done, total, 0))

    delivery = read_delivered_sheets([Path(file) for file in files], read)
    chosen = [*packs, *(name for name in (STATUTE, *REMEDY_PACKS) if name not in packs)]
    told: Told | None = None

    def enclose(folder: Path, outcome: Outcome) -> list[HashedFile]:
        nonlocal told
        told = Told.of(delivery, sources, outcome)
        return write_enclosures(folder, delivery, sources, state_file, told.table, told.remedies)

    with working_folder(None if out is None else Path(out)) as beside:
        state_file = beside / ROWS
        sources = write_state_file(state_file, _rows(delivery, as_of))
        results = run(
            [state_file], None, chosen, as_of=as_of, out=out, replace=replace, progress=progress, enclose=enclose
        )
    told = told or Told.of(delivery, sources, results.outcome)
    return SheetResults(delivery.sheets, delivery.refused, results, told)


def _rows(delivery: SheetDelivery, as_of: date) -> Iterator[StateRow]:
    for read in delivery.sheets:
        elsewhere = [f"ON SHEET {each.number}: {'; '.join(each.shows)}" for each in read.beside]
        yield from state_rows(read.sheet, read.number, read.person, as_of, elsewhere)
