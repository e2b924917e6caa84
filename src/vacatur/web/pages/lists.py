"""Lists behind the figures: convictions, people, later days, charges, problems, rows set aside; and as CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vacatur.outputs.filings.columns import the_count
from vacatur.outputs.filings.list_file import list_bytes
from vacatur.web.browse import NONE, Asked, Listing, Selection
from vacatur.web.opened import Opened, of_results
from vacatur.web.pages.results import address
from vacatur.web.pages.run import title_of
from vacatur.web.rendering import DETERMINATIONS, render
from vacatur.web.saying import FILTERS, PLACES, in_english, value_of
from vacatur.web.workplace import NotThere, Run

_BY_NUMBER = ("reason", "unknown", "missing", "code")
"""Filters whose values stand in the order of their numbers; others in that of the values."""

_ORDERED: Mapping[str, Sequence[str]] = {
    "determination": ("relief", *DETERMINATIONS), "listed": tuple(PLACES),
}  # fmt: skip

_OF_THE_OFFICE = ("listed", "prosecutor", "missing")
"""Filters that say what becomes of a decision in court: of the office's choice alone."""


@dataclass(frozen=True)
class Filter:
    """A control that filters.

    Attributes:
        options: values with their words, and how many rows each would leave.
    """

    name: str
    label: str
    value: str
    options: list[tuple[str, str, int]]

    @property
    def words(self) -> str:
        """What is chosen, in words."""
        return next(words for value, words, _count in self.options if value == self.value)


def filters_of(listing: Listing, selection: Selection, asked: Asked, but: Sequence[str] = ()) -> list[Filter]:
    """The controls of a list; those of which there is nothing to choose are left out."""
    found = []
    for name in listing.facets:
        counts = selection.options(name)
        value = asked.chosen.get(name, "")
        if name in but or (len(counts) < 2 and not value):
            continue
        if value:
            counts.setdefault(value, 0)
        words = {each: _words(listing, name, each) for each in counts}
        values = sorted(counts, key=lambda each: _rank(name, each, counts[each], words[each]))
        found.append(Filter(name, FILTERS[name], value, [(each, words[each], counts[each]) for each in values]))
    return found


def _rank(name: str, value: str, count: int, words: str) -> tuple[int, int, bool, str]:
    """Where a value stands among those of its filter; what is not given stands last."""
    order = _ORDERED.get(name, ())
    place = order.index(value) if value in order else len(order)
    return place, -count if name in _BY_NUMBER else 0, value == NONE, words


def _words(listing: Listing, name: str, value: str) -> str:
    if name == "prosecutor":
        named = listing.rows.filter(pl.col("prosecutor").cast(pl.String) == value)["prosecutor_name"].head(1)
        return str(named[0]) if len(named) else value
    return value_of(name, value)


def _list(request: Request, run: Run, opened: Opened, kind: str, listing: Listing, pack: str = "") -> dict[str, Any]:
    """What every list needs."""
    asked = Asked.of(request.query_params, listing.facets, pack)
    selection = listing.select(asked)
    last = selection.pages_of_people if kind == "people" else selection.pages
    asked = replace(asked, page=min(asked.page, last))
    packs = [(each.id, each.title) for each in opened.kept.packs] if pack else []
    but = () if asked.pack in ("", opened.office) else _OF_THE_OFFICE
    return {
        "run": run, "title": title_of(run), "kept": opened.kept, "office": opened.office, "kind": kind, "asked": asked,
        "selection": selection, "last": last, "packs": packs, "filters": filters_of(listing, selection, asked, but),
        "here": address(run, kind), "usual": next(iter(listing.orders)), "said": value_of, "english": in_english,
        "places": PLACES, "to": lambda where, **query: address(run, where, **query),
    }  # fmt: skip


@of_results
def convictions(request: Request, run: Run, opened: Opened) -> Response:
    """Convictions with what was decided."""
    return _shown(request, run, opened, "convictions", _under_a_policy(request, opened), opened.office)


@of_results
def later(request: Request, run: Run, opened: Opened) -> Response:
    """Near misses: what becomes eligible on a later day."""
    return _shown(request, run, opened, "later", _under_a_policy(request, opened, later=True), opened.office)


@of_results
def charges(request: Request, run: Run, opened: Opened) -> Response:
    """Counts of which nobody was convicted."""
    return _shown(request, run, opened, "charges", opened.charges())


@of_results
def problems(request: Request, run: Run, opened: Opened) -> Response:
    """What could not be read, or is in doubt."""
    return _shown(request, run, opened, "problems", opened.problems())


@of_results
def set_aside(request: Request, run: Run, opened: Opened) -> Response:
    """The rows that could not be read, as they are."""
    return _shown(request, run, opened, "set-aside", opened.set_aside())


def _shown(request: Request, run: Run, opened: Opened, kind: str, listing: Listing, pack: str = "") -> Response:
    """A page of a list, row by row."""
    given = _list(request, run, opened, kind, listing, pack)
    rows = list(given["selection"].page(given["asked"].page).iter_rows(named=True))
    return render(request, f"{kind.replace('-', '_')}.html", rows=rows, **given)


def _under_a_policy(request: Request, opened: Opened, *, later: bool = False) -> Listing:
    """Convictions, or near misses, under the policy that an address names, else under the office's choice."""
    pack = request.query_params.get("pack") or opened.office
    return opened.later(pack) if later else opened.convictions(pack)


@of_results
def people(request: Request, run: Run, opened: Opened) -> Response:
    """The people whose convictions those are."""
    given = _list(request, run, opened, "people", _under_a_policy(request, opened), opened.office)
    rows = given["selection"].page_of_people(given["asked"].page).with_columns(pl.col(pl.Enum).cast(pl.String))
    found: dict[str, dict[str, Any]] = {}
    for row in rows.iter_rows(named=True):
        person = found.setdefault(row["person_id"], {**row, "counts": {}, "sections": {}})
        person["counts"][row["determination"]] = person["counts"].get(row["determination"], 0) + 1
        person["sections"][row["section"] or ""] = True
    return render(request, "people.html", rows=list(found.values()), order=list(DETERMINATIONS), **given)


@of_results
def as_csv(request: Request, run: Run, opened: Opened) -> Response:
    """The whole of a filtered list, for a spreadsheet: a text that would run as a formula does not."""
    kind = request.path_params["kind"]
    if kind not in ("convictions", "later"):
        raise NotThere
    listing = _under_a_policy(request, opened, later=kind == "later")
    asked = Asked.of(request.query_params, listing.facets, opened.office)
    rows = listing.select(asked).all()
    then = ["eligible_from", "then", "rule_then"] if kind == "later" else []
    office = [*_OF_THE_OFFICE[:1], "prosecutor_name", *_OF_THE_OFFICE[2:]] if asked.pack == opened.office else []
    plain = rows.select(
        *then, *the_count(), "determination", "floor", "ceiling", pl.col("ground").alias("reason"), "citation", "rule",
        "unknown_facts", *office, "conviction_id", "place", "evidence", "pack",
    )  # fmt: skip
    return Response(
        list_bytes(plain),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{kind}-run-{run.id}.csv"'},
    )


routes: Sequence[Route] = [
    Route("/runs/{run}/results/convictions", convictions),
    Route("/runs/{run}/results/people", people),
    Route("/runs/{run}/results/later", later),
    Route("/runs/{run}/results/charges", charges),
    Route("/runs/{run}/results/problems", problems),
    Route("/runs/{run}/results/set-aside", set_aside),
    Route("/runs/{run}/results/{kind}.csv", as_csv),
]
