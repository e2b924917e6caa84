"""All pages, gathered behind the guard. Each page is a module of its own, which says where it answers."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from vacatur.cli.failures import sentence
from vacatur.errors import VacaturError
from vacatur.web import rendering, wording
from vacatur.web.jobs import Jobs
from vacatur.web.opened import Browse
from vacatur.web.pages import (
    acting,
    acts,
    downloads,
    files,
    lists,
    office,
    people,
    policy,
    results,
    review,
    run,
    variants,
)
from vacatur.web.quotes import Quotes
from vacatur.web.security import Guard, Keys, Refused, form_of, see
from vacatur.web.variants import SideBySide
from vacatur.web.whatif import WhatIf
from vacatur.web.wording import _
from vacatur.web.workplace import NotThere, Workplace

PAGES = (files, policy, run, results, lists, people, review, acting, acts, office, downloads, variants)
"""The modules whose `routes` make up the site."""


def create_app(data: Path, token: str, *, port: int) -> Starlette:
    """The web app on a data folder.

    Args:
        data: where deliveries and runs are kept; made when it is not there.
        token: what the start-up address holds.
        port: where it will listen: it answers to its own address only.
    """
    keys = Keys(token, port)
    routes: list[BaseRoute] = [
        Route("/", start),
        Route("/language", choose_language, methods=["POST"]),
        Mount("/static", StaticFiles(directory=rendering.HERE / "static")),
    ]
    for page in PAGES:
        routes += page.routes
    guard = Middleware(Guard, keys=keys, refusal=rendering.refusal, fault=rendering.broken, entered=rendering.entered)
    app = Starlette(
        routes=routes,
        middleware=[guard],
        exception_handlers={
            Refused: refused, NotThere: not_there, HTTPException: not_found, VacaturError: told, OSError: failed,
        },
    )  # fmt: skip
    app.state.keys = keys
    app.state.workplace = Workplace(data)
    app.state.jobs = Jobs()
    app.state.whatif = WhatIf()
    app.state.browse = Browse()
    app.state.quotes = Quotes()
    app.state.sides = SideBySide()
    return app


def start(request: Request) -> Response:
    """The first page."""
    return see("/files")


def choose_language(request: Request) -> Response:
    """Another language, kept in a cookie; back to the page on which it was chosen."""
    form = form_of(request)
    back, to = str(form.get("back", "/")), str(form.get("to", ""))
    response = see(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")
    if to in wording.LANGUAGES:
        response.set_cookie(wording.COOKIE, to, path="/", max_age=365 * 86_400, httponly=True, samesite="strict")
    return response


def refused(request: Request, error: Exception) -> Response:
    """A page said why it does not do what was asked."""
    assert isinstance(error, Refused)
    return rendering.refusal(request, error)


def not_there(request: Request, error: Exception) -> Response:
    """A delivery or a run that is not in the data folder."""
    return rendering.refusal(request, Refused(_("This is not, or no longer, in the data folder."), 404))


def not_found(request: Request, error: Exception) -> Response:
    """No such page, or not for this kind of request."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    return rendering.refusal(request, Refused(_("There is no such page."), status))


def failed(request: Request, error: Exception) -> Response:
    """What the operating system refuses, such as a full disk, in its own words."""
    return rendering.refusal(request, Refused(" ".join(sentence(error)[1]), 507), english=True)


def told(request: Request, error: Exception) -> Response:
    """What the library refuses, in its own sentence, where no page put it beside a control."""
    return rendering.refusal(request, Refused(str(error), 400), english=True)
