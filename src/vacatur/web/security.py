"""Who may call the pages: this browser, opened with this server's token, from these pages; nobody else.

Other people of the machine can reach the port, and so can every site that is open in the browser. Neither has the
cookie; and no site can make the browser send it, or a form of ours, in its name.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.datastructures import FormData, Headers, ImmutableMultiDict, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vacatur.web.wording import _, choose, speak

SAFE = ("GET", "HEAD")
ENTRANCE = "/enter"
STATIC = "/static/"
CSRF_FIELD, CSRF_HEADER = "csrf", "x-csrf-token"
LARGEST_FORM = 1 << 20
"""Bytes of a form without files; what is longer is no form of ours."""

STREAMED = frozenset({"/files/upload"})
"""Forms with files: their pages read them piece by piece, and look for the token themselves (`Keys.is_csrf`)."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with it a browser gives the origin of our own forms as null. To other sites this sends nothing.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}
"""What every answer carries, unless its page sets a stricter one."""


class Refused(Exception):
    """The request is answered with a page that holds this one sentence."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        self.sentence = sentence
        self.status = status
        super().__init__(sentence)


@dataclass(frozen=True)
class Keys:
    """What opens the pages, all of it made from the token of the start-up address.

    Attributes:
        token: in the start-up address, once; whoever shows it gets the cookie.
        port: where the server listens: part of its own address, which Host and Origin must name.
    """

    token: str
    port: int

    @property
    def cookie(self) -> str:
        """The cookie's name: two servers on one machine do not overwrite each other's."""
        return f"vacatur-{self.port}"

    @property
    def session(self) -> str:
        """What the cookie holds."""
        return self._made("session")

    @property
    def csrf(self) -> str:
        """What every form holds, and no other site can read."""
        return self._made("csrf")

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names by which a browser may call: any other name is somebody else's that points here."""
        return f"127.0.0.1:{self.port}", f"localhost:{self.port}"

    @property
    def address(self) -> str:
        """The start-up address, with the token."""
        return f"http://127.0.0.1:{self.port}{ENTRANCE}?token={self.token}"

    def is_csrf(self, given: object) -> bool:
        """Whether this is what our forms hold."""
        return _same(given, self.csrf)

    def _made(self, purpose: str) -> str:
        return hmac.new(self.token.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def _same(given: object, expected: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(given.encode(), expected.encode())


class Guard:
    """The outermost layer: refuses, passes on, sets headers, and turns what went wrong into a page.

    Args:
        app: what answers.
        refusal: the page for a sentence and a status.
        fault: the page for an error that nobody foresaw; told to the terminal without its text, which may quote a file.
        entered: the page that follows the start-up address.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        keys: Keys,
        refusal: Callable[[Request, Refused], Response],
        fault: Callable[[Request, Exception], Response],
        entered: Callable[[Request], Response],
    ) -> None:
        self.app = app
        self.keys = keys
        self.refusal = refusal
        self.fault = fault
        self.entered = entered

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        if scope["type"] != "http":
            return None
        started = False

        async def with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope, receive)
        speak(choose(request))
        try:
            await self._let_in(request, with_headers)
        except Refused as refused:
            await self.refusal(request, refused)(scope, receive, with_headers)
        except Exception as error:
            answer = self.fault(request, error)
            if not started:
                await answer(scope, receive, with_headers)

    async def _let_in(self, request: Request, send: Send) -> None:
        scope = request.scope
        self._check_host(request.headers)
        if scope["path"] == ENTRANCE and request.method in SAFE:
            return await self._enter(request)(scope, request.receive, send)
        if not scope["path"].startswith(STATIC):
            self._check_reader(request)
        receive = request.receive
        if request.method not in SAFE:
            receive = await self._check_writer(request)
        await self.app(scope, receive, send)

    def _check_host(self, headers: Headers) -> None:
        if headers.get("host", "") not in self.keys.hosts:
            raise Refused(_("This server answers to its own address only."), 421)

    def _enter(self, request: Request) -> Response:
        if not _same(request.query_params.get("token"), self.keys.token):
            raise Refused(_("This is not the address that `vacatur serve` printed last. Copy that one."), 403)
        response = self.entered(request)
        response.set_cookie(self.keys.cookie, self.keys.session, path="/", httponly=True, samesite="strict")
        return response

    def _check_reader(self, request: Request) -> None:
        if not _same(request.cookies.get(self.keys.cookie), self.keys.session):
            raise Refused(_("Open the address that `vacatur serve` printed: it lets this browser in."), 403)
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise Refused(_("Another site asked for this page. Open it from here."), 403)

    async def _check_writer(self, request: Request) -> Receive:
        """Origin, and the token that our forms hold. A form's fields are kept for the page (`form_of`)."""
        origins = [f"http://{host}" for host in self.keys.hosts]
        if request.method != "POST":
            raise Refused(_("A page is read or a form is sent; this is neither."), 405)
        if request.headers.get("origin", origins[0]) not in origins:
            raise Refused(_("Another site sent this form. Send it from here."), 403)
        if request.url.path in STREAMED:
            return request.receive
        form, receive = await _read_form(request)
        request.scope.setdefault("state", {})["form"] = form
        if not self.keys.is_csrf(request.headers.get(CSRF_HEADER) or form.get(CSRF_FIELD)):
            raise Refused(_("This form is older than the server, or not its own. Open the page again."), 403)
        return receive


async def _read_form(request: Request) -> tuple[FormData, Receive]:
    kind = request.headers.get("content-type", "application/x-www-form-urlencoded").partition(";")[0].strip()
    if kind != "application/x-www-form-urlencoded":
        raise Refused(_("This kind of form is not taken here."), 415)
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_FORM:
            raise Refused(_("The form is longer than any of this server's."), 413)

    async def again() -> Message:
        return {"type": "http.request", "body": bytes(body), "more_body": False}

    return await Request(request.scope, again).form(), again


def form_of(request: Request) -> FormData:
    """The fields of the form that was sent, its token checked."""
    form: FormData = request.state.form
    return form


def text_of(request: Request, name: str) -> str:
    """One field, without blanks at its ends; empty when it was not sent."""
    value = form_of(request).get(name, "")
    return value.strip() if isinstance(value, str) else ""


def fields_of_form(request: Request) -> ImmutableMultiDict[str, str]:
    """All fields of the form that are text."""
    return ImmutableMultiDict(
        [(name, value) for name, value in form_of(request).multi_items() if isinstance(value, str)]
    )


def see(path: str) -> RedirectResponse:
    """After a form: on to a page, so that reloading it sends nothing twice."""
    return RedirectResponse(path, status_code=303)


Page = Callable[[Request], Awaitable[Response] | Response]
"""What answers a route."""
