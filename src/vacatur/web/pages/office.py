"""The office's details: the form in which somebody gives them; they stand in papers and letters (`web.offices`)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vacatur.law.agencies import prosecutors_of
from vacatur.web import offices
from vacatur.web.opened import Opened, of_results
from vacatur.web.pages.run import title_of
from vacatur.web.rendering import render
from vacatur.web.security import Refused, fields_of_form, see
from vacatur.web.wording import _
from vacatur.web.workplace import Run


@of_results
def show(request: Request, run: Run, opened: Opened) -> Response:
    """The form."""
    if opened.kept.every_county:
        raise Refused(_("These results are of every county: they have no office whose papers could be made."), 404)
    content = offices.kept(_path(request, opened), opened.kept.county)
    return _form(request, run, opened, content)


@of_results
def keep(request: Request, run: Run, opened: Opened) -> Response:
    """Keep what was given, or show the form again with what is wrong."""
    fields = dict(fields_of_form(request))
    content, errors = offices.read_form(fields, opened.kept.county, _others(opened))
    if errors:
        return _form(request, run, opened, content, errors, fields)
    offices.save(_path(request, opened), content)
    return see(f"/runs/{run.id}/downloads")


def _path(request: Request, opened: Opened) -> Path:
    return offices.path_of(request.app.state.workplace, opened.kept.county)


def _form(
    request: Request, run: Run, opened: Opened, content: Mapping[str, Any], errors: Mapping[str, str] | None = None,
    entered: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    parts = offices.parts_of(content, opened.kept.county, _others(opened))
    return render(
        request, "office.html", status=422 if errors else 200, run=run, title=title_of(run), parts=parts,
        errors=dict(errors or {}), entered=entered, tables=list(offices.TABLES),
    )  # fmt: skip


def _others(opened: Opened) -> list[tuple[str, str]]:
    """The prosecutors besides the District Attorney whose papers are written."""
    rows = opened.convictions(opened.office).rows
    filed = rows.filter(pl.col("listed").cast(pl.String).is_in(["exhibit_a", "exhibit_b"]))
    theirs = set(filed["prosecutor"].cast(pl.String).unique())
    known = prosecutors_of(opened.kept.county)
    return [(each.id, each.name) for each in known if each.id in theirs and not each.id.startswith("da-")]


routes = [
    Route("/runs/{run}/downloads/office", show),
    Route("/runs/{run}/downloads/office", keep, methods=["POST"]),
]
