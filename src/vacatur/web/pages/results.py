"""Results: what a run came to, in figures. Behind every number stands the list of what it counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vacatur.outputs.filings.docket import LISTED
from vacatur.request import HYPOTHETICALS, STATUTE
from vacatur.web import charts
from vacatur.web.browse import NONE, Asked, Listing
from vacatur.web.opened import Opened, of_results
from vacatur.web.pages.run import title_of
from vacatur.web.rendering import DETERMINATIONS, render
from vacatur.web.saying import FREED, PLACES, in_english, value_of
from vacatur.web.wording import _, later
from vacatur.web.workplace import Run

ALL, RELATED = HYPOTHETICALS

_MOST_REASONS = 12
"""Reasons in the first table; the others follow in one that is closed at first."""

GROUPS = {
    "section": later("By section"),
    "race": later("By race of the person, as the file words it"),
    "sex": later("By sex of the person"),
    "decade": later("By decade of the conviction"),
    "court": later("By court"),
}
"""How convictions are counted, and the headings of it."""

_DRAWN = ("section", "race")


@dataclass(frozen=True)
class Line:
    """One group of convictions.

    Attributes:
        value: what filters for it.
        counts: convictions by determination.
        people: everybody who has one; helped: everybody who has one that is dismissed or reduced.
    """

    value: str
    counts: dict[str, int]
    people: int
    helped: int

    @property
    def total(self) -> int:
        """All its convictions."""
        return sum(self.counts.values())


def address(run: Run, kind: str, /, **query: str) -> str:
    """Where a list is, with its filters."""
    return f"/runs/{run.id}/results/{kind}" + (f"?{QueryParams(query)}" if query else "")


@of_results
def show(request: Request, run: Run, opened: Opened) -> Response:
    """The figures."""
    kept, listing = opened.kept, opened.convictions(opened.office)
    everything = lines_of(listing, None)[0]
    beside = [(pack, by_pack) for pack in kept.packs if (by_pack := _counts(opened, pack.id))]
    occurring = [name for name in DETERMINATIONS if any(counts.get(name) for _pack, counts in beside)]
    return render(
        request, "results.html", run=run, title=title_of(run), kept=kept, all=everything, beside=beside,
        order=[name for name in DETERMINATIONS if everything.counts.get(name)], occurring=occurring, freed=FREED,
        impact=[(pack, opened.impact(pack.id)) for pack in kept.packs if pack.id in kept.summary["impact"]],
        groups=_groups(listing), reasons=_reasons(listing), most_reasons=_MOST_REASONS,
        places=_places(listing), problems=_problems(opened), charges=kept.table("charges").height,
        near=known.select(Asked()) if (known := opened.foreseen(opened.office)) else None,
        aside=int(kept.summary["rows"]["set_aside"]), acts=kept.ledger.last,
        chart=charts.stacked(
            [(_short(pack.id, opened.office), counts) for pack, counts in beside], list(DETERMINATIONS),
            _("Convictions by determination under each policy; the table says the same."),
        ),
        to=lambda kind, **query: address(run, kind, **query), said=value_of, english=in_english,
    )  # fmt: skip


@of_results
def later_counted(request: Request, run: Run, opened: Opened) -> Response:
    """How many become eligible on a later day, alone: on a large county this takes a while, and the page asks for it
    when it is there.
    """
    near = opened.later(opened.office).select(Asked())
    return render(request, "later_counted.html", near=near, to=lambda kind, **query: address(run, kind, **query))


def _short(pack: str, office: str) -> str:
    """A policy in a word or two, where there is no room for its title."""
    words = {STATUTE: _("Statute alone"), ALL: _("Dismiss all"), RELATED: _("and related")}
    return _("The policy") if pack == office else words.get(pack, pack.removeprefix("ca-")[:16])


def lines_of(listing: Listing, group: str | None) -> list[Line]:
    """Convictions by a column and determination, in the order of the values; without a column all of them."""
    rows = listing.rows.select(
        pl.lit(NONE).alias("value") if group is None else pl.col(group).cast(pl.String).fill_null(NONE).alias("value"),
        pl.col("determination").cast(pl.String),
        "person_at",
    )
    helped = pl.col("determination").is_in(["dismiss", "reduce"])
    counts: dict[str, dict[str, int]] = {}
    for value, name, number in rows.group_by("value", "determination").len().iter_rows():
        counts.setdefault(value, {})[name] = number
    people = rows.group_by("value").agg(
        pl.col("person_at").n_unique().alias("people"), pl.col("person_at").filter(helped).n_unique().alias("helped")
    )
    found = [Line(value, counts[value], of, got) for value, of, got in people.iter_rows()]
    return sorted(found, key=lambda line: (line.value == NONE, line.value)) or [Line(NONE, {}, 0, 0)]


def _counts(opened: Opened, pack: str) -> dict[str, int]:
    """Convictions by determination under a pack."""
    decisions = opened.kept.table("decisions").filter(pl.col("pack") == pack)
    return dict(decisions["determination"].value_counts().iter_rows())


def _groups(listing: Listing) -> list[dict[str, Any]]:
    found = []
    for name, heading in GROUPS.items():
        lines = lines_of(listing, name)
        drawn = None
        if name in _DRAWN:
            bars = [(value_of(name, line.value), line.counts) for line in lines]
            drawn = charts.stacked(bars, list(DETERMINATIONS), _("%(what)s; the table says the same.", what=_(heading)))
        found.append({"name": name, "heading": _(heading), "lines": lines, "chart": drawn})
    return found


def _reasons(listing: Listing) -> list[tuple[str, str, int]]:
    """Determination, reason and number, the most frequent first."""
    rows = listing.rows.select(pl.col("determination", "reason").cast(pl.String))
    counted = rows.group_by("determination", "reason").len().iter_rows()
    return sorted(counted, key=lambda row: (-row[2], row[1], row[0]))


def _places(listing: Listing) -> dict[str, Any]:
    """Convictions by prosecutor and by the list on which they stand."""
    rows = listing.rows.select(pl.col("prosecutor", "prosecutor_name", "listed").cast(pl.String))
    names = dict(rows.select("prosecutor", "prosecutor_name").unique().iter_rows())
    counts = {(of, listed): number for of, listed, number in rows.group_by("prosecutor", "listed").len().iter_rows()}
    columns = [listed for listed in LISTED if any((of, listed) in counts for of in names)]
    order = sorted(names, key=lambda of: (not of.startswith("da-"), of))
    return {"columns": columns, "words": PLACES, "rows": [(of, names[of]) for of in order], "counts": counts}


def _problems(opened: Opened) -> list[tuple[str, int]]:
    counts: dict[str, int] = opened.kept.summary["problems"]
    return _most_first(counts.items())


def _most_first(counted: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counted, key=lambda row: (-row[1], row[0]))


routes: Sequence[Route] = [
    Route("/runs/{run}/results", show),
    Route("/runs/{run}/results/later/counted", later_counted),
]
