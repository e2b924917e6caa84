"""The acts of reviewers on a run, all of them: as a page, the latest first, and as a spreadsheet, the first first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import polars as pl
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vacatur.outputs.filings.list_file import list_bytes
from vacatur.review.acts import Act, Ledger
from vacatur.web.opened import Opened, of_results
from vacatur.web.pages.review import PAGE, Part, page_asked, shared
from vacatur.web.rendering import render
from vacatur.web.workplace import Run

COLUMNS = (
    "act", "who", "when", "conviction", "pack", "kind", "what", "reason", "before", "after", "taken_back_by", "sha256",
)  # fmt: skip
"""Of the spreadsheet."""


@of_results
def show(request: Request, run: Run, opened: Opened) -> Response:
    """Every act, the latest first."""
    acts = opened.kept.ledger.acts[::-1]
    last = max(-(-len(acts) // PAGE), 1)
    page = min(page_asked(request), last)
    return render(
        request, "review_history.html", **shared(request, run, opened), rows=acts[(page - 1) * PAGE : page * PAGE],
        page=page, last=last, part=Part(), address=lambda number: Part().address(run, "acts", page=number),
    )  # fmt: skip


@of_results
def as_csv(request: Request, run: Run, opened: Opened) -> Response:
    """Every act, for a spreadsheet."""
    ledger = opened.kept.ledger
    rows = pl.DataFrame(
        [_row(act, ledger) for act in ledger.acts], schema=dict.fromkeys(COLUMNS, pl.String), orient="row"
    )
    return Response(
        list_bytes(rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="acts-run-{run.id}.csv"'},
    )


def _row(act: Act, ledger: Ledger) -> tuple[str | None, ...]:
    """An act as texts, in the order of `COLUMNS`."""
    gone = ledger.withdrawn.get(act.number)
    what = "; ".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in act.what.items())
    before, after = (_decision(state, act.pack) for state in (act.before, act.after))
    taken_back_by = str(gone.number) if gone else None
    return (
        str(act.number), act.who, act.when, act.conviction, act.pack, act.kind, what, act.reason, before, after,
        taken_back_by, act.sha256,
    )  # fmt: skip


def _decision(state: Mapping[str, Any], pack: str) -> str:
    decision = state["decisions"][pack]
    return f"{decision['determination']}: {decision['reason']}"


routes = [
    Route("/runs/{run}/review/acts", show),
    Route("/runs/{run}/downloads/acts.csv", as_csv),
]
