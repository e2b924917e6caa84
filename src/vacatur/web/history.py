"""One person's history, put together from the tables of a results folder, for a page to show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import polars as pl

from vacatur.decide.horizon import eligible_from
from vacatur.decide.remedies import remedies_for, remedies_for_charges
from vacatur.law.remedies import Remedy, load_remedies
from vacatur.outputs.kept import Kept
from vacatur.web.opened import Opened, decade, grade

Row = Mapping[str, Any]

_LEFT = ("challenge", "review", "referred", "out_of_scope")
"""Where a conviction is listed of which no motion asks anything."""


@dataclass(frozen=True)
class Later:
    """From which day on a pack would decide in the person's favor, if nothing else happens."""

    pack: str
    day: date
    determination: str
    rule: str


@dataclass(frozen=True)
class Way:
    """Another remedy.

    Attributes:
        certain: whether it may reach it; else a fact must be looked up first.
    """

    remedy: Remedy
    certain: bool


@dataclass(frozen=True)
class Entry:
    """A conviction, or a charge of which nobody was convicted.

    Attributes:
        day: of the conviction, or of the court's action; None when it is not known.
        row: of `convictions` or `charges`.
        docket: the row of the office's docket; None when the office's pack does not decide it.
        decisions: rows of `decisions`, in the order of the packs.
        later: by pack.
        ways: other remedies, where no motion asks anything.
    """

    kind: Literal["conviction", "charge"]
    day: date | None
    row: Row
    docket: Row | None = None
    decisions: list[Row] = field(default_factory=list)
    later: dict[str, Later] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)


@dataclass(frozen=True)
class Arrest:
    """An arrest of which nobody was convicted.

    Attributes:
        row: of `arrests`.
    """

    row: Row
    ways: list[Way]


@dataclass(frozen=True)
class History:
    """A person and what the results hold of them.

    Attributes:
        person: the row of `persons`.
        entries: by date; those without one last.
        asked: rows of the office's docket.
        arrests: in file order; none where the run keeps none.
    """

    person: Row
    entries: list[Entry]
    asked: list[Row]
    arrests: list[Arrest] = field(default_factory=list)

    def entry(self, conviction: str) -> Entry | None:
        """The entry of a conviction."""
        found = (each for each in self.entries if each.row.get("conviction_id") == conviction)
        return next(found, None)


def history_of(opened: Opened, person_id: str) -> History | None:
    """The history of a person; None when nobody has this SUBJECT_ID."""
    kept, own = opened.kept, pl.col("person_id") == person_id
    person = next(kept.table("persons").filter(own).iter_rows(named=True), None)
    if person is None:
        return None
    docket = opened.convictions(opened.office).rows.filter(own).with_columns(pl.col(pl.Enum).cast(pl.String))
    listed = {row["conviction_id"]: row for row in docket.iter_rows(named=True)}
    decisions = kept.table("decisions").filter(own)
    later = _later(kept, own, decisions)
    ways = _ways(kept, own, {name for name, row in listed.items() if row["listed"] in _LEFT})
    entries = [*_convictions(kept, own, decisions, listed, later, ways), *_charges(kept, own)]
    entries.sort(key=lambda entry: (entry.day is None, entry.day or date.min, entry.row["count_key"] or 0))
    return History(person, entries, list(listed.values()), _arrests(kept, own))


def _convictions(
    kept: Kept,
    own: pl.Expr,
    decisions: pl.DataFrame,
    docket: Mapping[str, Row],
    later: Mapping[tuple[str, str], Later],
    ways: Mapping[str, list[Way]],
) -> Iterator[Entry]:
    rank = {pack.id: place for place, pack in enumerate(kept.packs)}
    decided: dict[str, list[Row]] = {}
    for row in sorted(decisions.iter_rows(named=True), key=lambda row: rank[row["pack"]]):
        decided.setdefault(row["conviction_id"], []).append(row)
    for row in (
        kept.table("convictions").filter(own).with_columns(grade(), decade("convicted_on")).iter_rows(named=True)
    ):
        name = row["conviction_id"]
        found = {pack: later[name, pack] for pack in rank if (name, pack) in later}
        yield Entry(
            "conviction", row["convicted_on"], row, docket.get(name), decided.get(name, []), found, ways.get(name, [])
        )


def _charges(kept: Kept, own: pl.Expr) -> Iterator[Entry]:
    charges = kept.table("charges").filter(own)
    if charges.is_empty():
        return
    found = _each(remedies_for_charges(charges, kept.table("convictions").filter(own)), "count_key")
    for row in charges.with_columns(grade()).iter_rows(named=True):
        yield Entry("charge", row["event_date"], row, ways=found.get(row["count_key"], []))


def _arrests(kept: Kept, own: pl.Expr) -> list[Arrest]:
    if kept.arrests is None:
        return []
    found = kept.arrests.filter(own)
    ways = _each(found, "cycle")
    return [Arrest(row, ways[row["cycle"]]) for row in found.iter_rows(named=True)]


def _later(kept: Kept, own: pl.Expr, decisions: pl.DataFrame) -> dict[tuple[str, str], Later]:
    """By conviction and pack."""
    facts = kept.table("facts").filter(own)
    found = {}
    for pack in kept.packs:
        if facts.is_empty() or decisions.filter(pl.col("pack") == pack.id).is_empty():
            continue
        mine = facts.join(decisions.filter(pl.col("pack") == pack.id), on="conviction_id", how="semi")
        for name, day, determination, rule in (
            eligible_from(mine, decisions, pack, kept.as_of)
            .select("conviction_id", "date", "determination", "rule")
            .iter_rows()
        ):
            found[name, pack.id] = Later(pack.id, day, determination, rule)
    return found


def _ways(kept: Kept, own: pl.Expr, left: set[str]) -> dict[str, list[Way]]:
    """By conviction, of those of which no motion asks anything."""
    facts = kept.table("facts").filter(own & pl.col("conviction_id").is_in(sorted(left)))
    return {} if facts.is_empty() else _each(remedies_for(facts), "conviction_id")


def _each(found: pl.DataFrame, key: str) -> dict[Any, list[Way]]:
    known = {remedy.id: remedy for remedy in load_remedies()}
    ways: dict[Any, list[Way]] = {}
    for name, may, unsettled in found.select(key, "remedies", "unsettled").iter_rows():
        ways[name] = [Way(known[each], True) for each in may] + [Way(known[each], False) for each in unsettled]
    return ways
