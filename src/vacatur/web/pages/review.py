"""Review: the decisions that need a person. Somebody looks, decides with a reason or supplies what is missing; what was
recorded is shown, and undone by a further act.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vacatur.decide.facts import CATALOGUE
from vacatur.explanations import answers_kept
from vacatur.record.rows import place_of
from vacatur.review.acts import DECIDED, PLACE, REVIEWER
from vacatur.review.queue import by_fact, by_rule, chosen, waiting
from vacatur.review.values import COUNTED, NEVER, UNLIMITED
from vacatur.web.facts import asked
from vacatur.web.opened import Opened, of_results
from vacatur.web.pages.run import title_of
from vacatur.web.quotes import MOST, Quotes
from vacatur.web.rendering import DETERMINATIONS, render
from vacatur.web.reviewer import reviewer_of
from vacatur.web.saying import fact
from vacatur.web.security import Refused
from vacatur.web.wording import _
from vacatur.web.workplace import Run

PAGE = 50
"""Convictions, or acts, on a page."""

LATEST = 5
_MOST_FACTS = 3
"""Missing facts that a line of the list names."""

_ORDER = ("person_at", "convicted_on", "conviction_id")
"""People together: what is looked up for one conviction often helps with the next."""


@dataclass(frozen=True)
class Part:
    """A part of the queue: what waits for a fact, or what a rule asks for; all of it when neither is named."""

    missing: str = ""
    alone: bool = False
    rule: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Part:
        """The part that an address or a form names."""
        missing = fields.get("missing", "")
        return cls(missing if missing in CATALOGUE else "", fields.get("alone") == "1", fields.get("rule", "")[:200])

    @property
    def fields(self) -> dict[str, str]:
        """What names it again."""
        named = {"missing": self.missing, "alone": "1" if self.alone else "", "rule": self.rule}
        return {name: value for name, value in named.items() if value}

    def address(self, run: Run, page: str, /, **more: object) -> str:
        """A page about this part."""
        query = QueryParams(self.fields | {name: str(value) for name, value in more.items()})
        return f"/runs/{run.id}/review/{page}" + (f"?{query}" if query else "")


def _queue(opened: Opened) -> pl.DataFrame:
    """What needs a person, people in the order of their names."""
    rows = opened.convictions(opened.office).rows
    return waiting(rows).sort(_ORDER, nulls_last=True)


def shared(request: Request, run: Run, opened: Opened) -> dict[str, Any]:
    """What every page of the review needs."""
    return {
        "run": run, "title": title_of(run), "ledger": opened.kept.ledger, "who": reviewer_of(request),
        "catalogue": CATALOGUE, "asked": asked, "fact": fact, "by_hand": REVIEWER,
    }  # fmt: skip


@of_results
def show(request: Request, run: Run, opened: Opened) -> Response:
    """The queue, by what is missing and by the rules that ask for a person."""
    return overview(request, run, opened)


def overview(request: Request, run: Run, opened: Opened, status: int = 200, **values: Any) -> Response:
    """The page of the queue."""
    queue = _queue(opened)
    as_run = opened.kept.table("decisions_as_run").filter(pl.col("pack") == opened.office)
    open_then = waiting(as_run)
    settled = open_then.join(queue, on="conviction_id", how="anti").height
    return render(
        request, "review.html", status=status, **shared(request, run, opened), waiting=queue.height,
        facts=by_fact(queue), rules=by_rule(queue), open_then=open_then.height, settled=settled,
        people=queue["person_id"].n_unique(), latest=opened.kept.ledger.acts[::-1][:LATEST], part=Part(), **values,
    )  # fmt: skip


@of_results
def listed(request: Request, run: Run, opened: Opened) -> Response:
    """A part of the queue, person by person."""
    part = Part.of(request.query_params)
    queue = _queue(opened)
    rows = chosen(queue, missing=part.missing, alone=part.alone, rule=part.rule)
    last = max(-(-rows.height // PAGE), 1)
    page = min(page_asked(request), last)
    return render(
        request, "review_list.html", **shared(request, run, opened), part=part, total=rows.height, page=page,
        last=last, rows=rows.slice((page - 1) * PAGE, PAGE).to_dicts(), rule=_rule(queue, part),
        people=rows["person_id"].n_unique(), shown=_MOST_FACTS,
        address=lambda number: part.address(run, "list", page=number),
    )  # fmt: skip


def _rule(queue: pl.DataFrame, part: Part) -> str:
    """The reason that the rule of a part gives."""
    return next((each.reason for each in by_rule(queue) if each.rule == part.rule), part.rule) if part.rule else ""


def page_asked(request: Request) -> int:
    """The number of the page that an address asks for, from 1."""
    given = request.query_params.get("page", "")
    return max(int(given), 1) if given.isascii() and given.isdecimal() and len(given) < 9 else 1


@of_results
def one(request: Request, run: Run, opened: Opened) -> Response:
    """One conviction: what stands, what is missing, the rows behind it, and the forms."""
    name = request.query_params.get("conviction", "")
    return one_page(request, run, opened, name, Part.of(request.query_params))


@dataclass(frozen=True)
class Entered:
    """What stands in the forms.

    Attributes:
        form: which of them was sent: supply, decide, or undo with the number of the act.
        fields: what was entered.
    """

    form: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)

    def get(self, form: str, name: str) -> str:
        """What was entered into a field, if that form was sent."""
        return self.fields.get(name, "") if form == self.form else ""


def one_page(
    request: Request, run: Run, opened: Opened, name: str, part: Part, *, entered: Entered | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    """The page of one conviction, with what was entered into its forms and what is wrong with it."""
    kept = opened.kept
    found = opened.convictions(opened.office).rows.filter(pl.col("conviction_id") == name)
    if found.is_empty():
        raise Refused(_("The policy of this run decides no such conviction."), 404)
    row = found.row(0, named=True)
    decision, as_run = (_decision(opened, name, table) for table in ("decisions", "decisions_as_run"))
    acts = kept.ledger.on(name)
    facts = kept.table("facts").filter(pl.col("conviction_id") == name)
    places = _places(facts, decision["evidence"])
    queue = _queue(opened)
    theirs = queue.filter((pl.col("person_id") == row["person_id"]) & (pl.col("conviction_id") != name))
    quotes: Quotes = request.app.state.quotes
    done = request.query_params.get("done", "")
    return render(
        request, "review_one.html", status=422 if errors else 200, **shared(request, run, opened), part=part, row=row,
        decision=decision, as_run=as_run, acts=acts, seen=acts[-1].number if acts else 0,
        hand=kept.ledger.decided_by_hand(name, opened.office), answers=_answers(opened, name),
        quoted=quotes.rows(run, kept, places), most=MOST, own=_own(facts),
        next=_next(queue, part, row), theirs=theirs.to_dicts(),
        determinations=list(DETERMINATIONS), counted=COUNTED, unlimited=UNLIMITED, never=NEVER,
        entered=entered or Entered(), errors=dict(errors or {}), office=opened.office,
        done=kept.ledger.acts[int(done) - 1] if done.isdecimal() and 0 < int(done) <= kept.ledger.last else None,
    )  # fmt: skip


def _decision(opened: Opened, name: str, table: str) -> dict[str, Any]:
    rows = opened.kept.table(table).filter((pl.col("conviction_id") == name) & (pl.col("pack") == opened.office))
    return {column: rows[column][0] for column in DECIDED} | {
        column: list(rows[column][0]) for column in ("unknown_facts", "assumptions", "notes", "evidence")
    }


def _answers(opened: Opened, name: str) -> dict[str, list[Any]]:
    """By missing fact, what either answer would come to."""
    found: dict[str, list[Any]] = {}
    for each in answers_kept(opened.kept, name, opened.office):
        found.setdefault(each.fact, []).append(each)
    return found


def _own(facts: pl.DataFrame) -> list[str]:
    """Where the conviction's own rows are."""
    return facts.select(pl.col("rows").list.eval(place_of(pl.element())).explode().drop_nulls())["rows"].to_list()


def _places(facts: pl.DataFrame, evidence: Sequence[str]) -> list[str]:
    """Where the rows are that the decision rests on, the conviction's own first."""
    return list(dict.fromkeys([*_own(facts), *(place for place in evidence if not place.startswith(f"{PLACE}:"))]))


def _next(queue: pl.DataFrame, part: Part, row: Mapping[str, Any]) -> str | None:
    """The conviction of the part that follows this one; from the last on to the first."""
    rows = chosen(queue, missing=part.missing, alone=part.alone, rule=part.rule)
    others = rows.filter(pl.col("conviction_id") != row["conviction_id"])
    if others.is_empty():
        return None
    ordered = pl.concat([others.select(_ORDER), pl.DataFrame([row]).select(_typed(others))]).sort(
        _ORDER, nulls_last=True
    )["conviction_id"]
    place = int(ordered.index_of(row["conviction_id"]) or 0)
    return str(ordered[(place + 1) % len(ordered)])


def _typed(like: pl.DataFrame) -> Iterator[pl.Expr]:
    for name in _ORDER:
        yield pl.col(name).cast(like.schema[name])


routes = [
    Route("/runs/{run}/review", show),
    Route("/runs/{run}/review/list", listed),
    Route("/runs/{run}/review/one", one),
]
