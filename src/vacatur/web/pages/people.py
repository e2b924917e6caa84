"""One person: the history as a timeline; and one conviction: why it was decided so, and what would change that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vacatur.decide.explain import Explanation
from vacatur.decide.facts import CATALOGUE
from vacatur.explanations import answers_kept, explain_kept
from vacatur.outputs.filings.docket import LISTED
from vacatur.outputs.kept import Kept
from vacatur.record.rows import place_of
from vacatur.review.acts import PLACE
from vacatur.web.facts import asked as question
from vacatur.web.history import History, history_of
from vacatur.web.lawtext import MARKS
from vacatur.web.opened import Opened, of_results
from vacatur.web.pages.results import address
from vacatur.web.pages.run import title_of
from vacatur.web.quotes import MOST, Quotes
from vacatur.web.rendering import render
from vacatur.web.saying import OUTCOMES, PLACES, fact, value_of
from vacatur.web.security import Refused
from vacatur.web.wording import _
from vacatur.web.workplace import Run


@of_results
def person(request: Request, run: Run, opened: Opened) -> Response:
    """A person's whole history, with every decision."""
    history = history_of(opened, request.query_params.get("id", ""))
    if history is None:
        raise Refused(_("There is nobody of this number in these results."), 404)
    return render(request, "person.html", **_shared(run, opened, history), asked=_asked(history))


@of_results
def why(request: Request, run: Run, opened: Opened) -> Response:
    """How one conviction was decided, rule by rule."""
    conviction = request.query_params.get("conviction", "")
    explained = explain_kept(opened.kept, [conviction])
    if not explained:
        raise Refused(_("No policy of this run decides such a conviction."), 404)
    chosen = next((each for each in explained if each.pack == request.query_params.get("pack")), explained[0])
    decisions = opened.kept.table("decisions").filter(pl.col("conviction_id") == conviction)
    history = history_of(opened, decisions["person_id"][0])
    entry = history.entry(conviction) if history else None
    if history is None or entry is None:
        raise Refused(_("No policy of this run decides such a conviction."), 404)
    decision = next(row for row in entry.decisions if row["pack"] == chosen.pack)
    own = _own_rows(opened.kept, conviction)
    behind = _behind(chosen, own, decision["evidence"])
    quotes: Quotes = request.app.state.quotes
    return render(
        request, "why.html", **_shared(run, opened, history), entry=entry, explained=explained, chosen=chosen,
        decision=decision, own=own, behind=behind, quoted=quotes.rows(run, opened.kept, list(behind)), most=MOST,
        answers=answers_kept(opened.kept, conviction, chosen.pack), catalogue=CATALOGUE, question=question,
        assumptions={each.id: each.text for each in opened.kept.pack(chosen.pack).assumptions},
        others={each.row["place"]: each for each in history.entries if each is not entry},
    )  # fmt: skip


def _shared(run: Run, opened: Opened, history: History) -> dict[str, Any]:
    """What both pages need."""
    return {
        "run": run, "title": title_of(run), "kept": opened.kept, "ledger": opened.kept.ledger, "history": history,
        "person": history.person, "titles": {pack.id: pack.title for pack in opened.kept.packs},
        "office": opened.office, "places": PLACES, "outcomes": OUTCOMES, "marks": MARKS, "said": value_of, "fact": fact,
        "to": lambda kind, **query: address(run, kind, **query),
    }  # fmt: skip


def _asked(history: History) -> list[tuple[str, str, int]]:
    """What is asked on a person's behalf: list, prosecutor and number of convictions."""
    found: dict[tuple[str, str], int] = {}
    for row in history.asked:
        key = row["listed"], row["prosecutor_name"]
        found[key] = found.get(key, 0) + 1
    order = {listed: place for place, listed in enumerate(LISTED)}
    return [(*key, found[key]) for key in sorted(found, key=lambda key: (order[key[0]], key[1]))]


def _own_rows(kept: Kept, conviction: str) -> list[str]:
    """Where the conviction's own rows are."""
    facts = kept.table("facts").filter(pl.col("conviction_id") == conviction)
    return facts.select(pl.col("rows").list.eval(place_of(pl.element())).explode().drop_nulls())["rows"].to_list()


def _behind(chosen: Explanation, own: Sequence[str], evidence: Sequence[str]) -> dict[str, list[str]]:
    """The places that the decision rests on, the conviction's own first, and the facts that rest on each: of the rules
    that were reached.
    """
    found: dict[str, list[str]] = {place: [] for place in [*own, *evidence] if not place.startswith(PLACE)}
    for step in chosen.steps:
        for named in step.facts if step.reached else ():
            for place in named.evidence:
                known = found.setdefault(place, [])
                if named.name not in known:
                    known.append(named.name)
    return found


routes: Sequence[Route] = [
    Route("/runs/{run}/results/person", person),
    Route("/runs/{run}/results/why", why),
]
