"""Who reviews: the name that somebody typed, kept until the browser is closed. Never that of the operating system."""

from __future__ import annotations

import base64
from binascii import Error

from starlette.requests import Request
from starlette.responses import Response

from vacatur.reviews import LONGEST_NAME

COOKIE = "vacatur-reviewer"


def reviewer_of(request: Request) -> str:
    """The name of who reviews; empty when none was typed yet."""
    try:
        name = base64.urlsafe_b64decode(request.cookies.get(COOKIE, "")).decode()
    except (Error, ValueError):
        return ""
    return clean(name)


def clean(name: str) -> str:
    """A name as it is kept: one line, not too long; empty when it is none."""
    name = " ".join(name.split())
    return name if name.isprintable() and len(name) <= LONGEST_NAME else ""


def remember(response: Response, name: str) -> None:
    """Keep the name for what is done next in this browser."""
    kept = base64.urlsafe_b64encode(name.encode()).decode()
    response.set_cookie(COOKIE, kept, path="/runs", httponly=True, samesite="strict")
