"""Files: what was brought in, and a way to bring in more."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vacatur.web.rendering import render
from vacatur.web.workplace import Workplace


def show(request: Request) -> Response:
    """All deliveries, and the form for a new one."""
    workplace: Workplace = request.app.state.workplace
    return render(request, "files.html", deliveries=workplace.deliveries())


routes = [Route("/files", show)]
