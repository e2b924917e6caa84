"""Counting without writing: the facts of a delivery computed once, and any policy counted in a fraction of a second."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from vacatur.decide.cascade import determinations
from vacatur.decide.facts import fact_columns
from vacatur.decide.frame import put_together
from vacatur.decide.impact import RELIEF, Impact, impact_of
from vacatur.decide.walk import OUTCOMES
from vacatur.errors import ResultsError, SourceError, UsageError
from vacatur.law.pack import Pack
from vacatur.request import check_county
from vacatur.runs import Progress, Report, read_delivered
from vacatur.sources.doj.reader import sha256_of

GROUPS = ("section", "race", "sex")
_TABLES = ("facts", "asked", "convictions")
_ABOUT = "about.json"


@dataclass(frozen=True)
class Basis:
    """What every policy is counted from: one delivery, one county, one date.

    Attributes:
        rows: rows of the delivery.
        people: people of the delivery.
        facts: the facts of every conviction that a pack may decide, one row each.
        asked: the same rows: conviction and person, by number and by the names that results give them, and the groups
            that are counted apart.
        convictions: every conviction of those people, as `decide.impact` reads it.
    """

    county: str
    as_of: date
    rows: int
    people: int
    facts: pl.DataFrame
    asked: pl.DataFrame
    convictions: pl.DataFrame

    def decided(self, pack: Pack) -> pl.DataFrame:
        """The convictions in a pack's scope: conviction, person, the groups, and what the pack determines.

        Raises:
            UsageError: the pack is about convictions of any offense, and only those of Prop 64 are here.
        """
        if pack.about == "any":
            raise UsageError(f"{pack.id} is about convictions of any offense. Only policies on cannabis are counted.")
        found = self.asked.with_columns(determinations(self.facts, pack))
        return found.filter(pl.col("determination").is_not_null())

    def keep(self, folder: Path) -> None:
        """Write it into a folder that is there."""
        for name in _TABLES:
            getattr(self, name).write_parquet(folder / f"{name}.parquet", compression="lz4")
        about = {
            "county": self.county, "as_of": self.as_of.isoformat(), "rows": self.rows, "people": self.people,
            "sha256": {name: sha256_of(folder / f"{name}.parquet") for name in _TABLES},
        }  # fmt: skip
        (folder / _ABOUT).write_text(json.dumps(about), encoding="utf-8")


@dataclass(frozen=True)
class Group:
    """A section, a race or a sex within `Figures`; the name is None where the data does not give it.

    Attributes:
        total: convictions in the policy's scope, and the people who have them.
        convictions: by determination.
        people: those with at least one conviction so determined: they may stand under several.
    """

    name: str | None
    total: tuple[int, int]
    convictions: dict[str, int]
    people: dict[str, int]
    relief: tuple[int, int]


@dataclass(frozen=True)
class Figures:
    """What a policy comes to.

    Attributes:
        all: everybody; `relief` are convictions dismissed or reduced, and the people who have them.
        by: by section, race and sex, the largest group first.
        impact: the people whom it frees.
    """

    all: Group
    by: dict[str, list[Group]]
    impact: Impact

    def as_dict(self) -> dict[str, Any]:
        """The same as data."""
        return asdict(self)


def basis_of(files: Sequence[str | Path], county: str, *, as_of: date, progress: Report | None = None) -> Basis:
    """Read a delivery, and compute the facts of every conviction that a pack may decide.

    Raises:
        VacaturError: a file is refused, or it holds no such county.
    """
    county = county.strip().upper()
    delivery = read_delivered([Path(file) for file in files], progress)
    history = delivery.history
    check_county(history, county)
    rows = history.events.height
    if progress:
        progress(Progress("deciding", 0, None, rows))
    convicted = put_together(history, county, as_of)
    people = history.persons.select("person", "race", "sex")
    asked = convicted.asked.select("conviction", "person", "conviction_id", "person_id", "section")
    theirs = convicted.all.join(asked.select("person").unique(), on="person", how="semi", maintain_order="left")
    return Basis(
        county, as_of, rows, history.persons.height, fact_columns(convicted.asked),
        asked.join(people, on="person", how="left", maintain_order="left"),
        theirs.select("conviction", "person", "relief", "convicted_on", "is_felony"),
    )  # fmt: skip


def open_basis(folder: Path) -> Basis:
    """What `Basis.keep` wrote.

    Raises:
        ResultsError: it is not there, or not whole.
    """
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        paths = {name: folder / f"{name}.parquet" for name in _TABLES}
        if {name: sha256_of(path) for name, path in paths.items()} != about["sha256"]:  # reading damage may panic
            raise ValueError
        tables = {name: pl.read_parquet(path) for name, path in paths.items()}
        return Basis(about["county"], date.fromisoformat(about["as_of"]), about["rows"], about["people"], **tables)
    except (OSError, ValueError, KeyError, SourceError, pl.exceptions.PolarsError):
        raise ResultsError(f"{folder} does not hold the facts of a delivery. Compute them again.") from None


def figures(basis: Basis, pack: Pack) -> Figures:
    """Count what a policy comes to."""
    decided = basis.decided(pack)
    everybody = _groups(decided.with_columns(pl.lit("", pl.String).alias("group")))
    nobody = Group("", (0, 0), {}, {}, (0, 0))
    return Figures(
        everybody[0] if everybody else nobody,
        {group: _groups(decided.rename({group: "group"})) for group in GROUPS},
        impact_of(basis.convictions, decided, basis.as_of),
    )


def swept(basis: Basis, pack: Pack, parameter: str, values: Sequence[int]) -> list[tuple[int, Group]]:
    """What a policy comes to for several values of a parameter: everybody, for each value."""
    found = []
    for value in values:
        decided = basis.decided(pack.with_settings({parameter: value}))
        groups = _groups(decided.with_columns(pl.lit("", pl.String).alias("group")))
        found.append((value, groups[0] if groups else Group("", (0, 0), {}, {}, (0, 0))))
    return found


def _groups(decided: pl.DataFrame) -> list[Group]:
    """Convictions and people by group and determination; the largest group first, equal ones by name."""
    person = pl.col("person").n_unique()
    helped = pl.col("determination").is_in(RELIEF)
    of = {outcome: pl.col("determination") == outcome for outcome in OUTCOMES}
    rows = decided.group_by(pl.col("group").cast(pl.String)).agg(
        pl.len().alias("convictions"),
        person.alias("people"),
        helped.sum().alias("relief"),
        pl.col("person").filter(helped).n_unique().alias("relieved"),
        *(of[name].sum().alias(f"convictions_{name}") for name in OUTCOMES),
        *(pl.col("person").filter(of[name]).n_unique().alias(f"people_{name}") for name in OUTCOMES),
    )
    return [
        Group(
            row["group"], (row["convictions"], row["people"]),
            {name: row[f"convictions_{name}"] for name in OUTCOMES}, {name: row[f"people_{name}"] for name in OUTCOMES},
            (row["relief"], row["relieved"]),
        )
        for row in rows.sort("convictions", "group", descending=[True, False], nulls_last=True).iter_rows(named=True)
    ]  # fmt: skip
