"""Templates to answers: what every page is given, and the pages for what is refused."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from vacatur.cli.failures import fault
from vacatur.web import wording
from vacatur.web.security import Keys, Refused
from vacatur.web.wording import _

HERE = Path(__file__).parent
DETERMINATIONS = {
    "dismiss": wording.later("dismiss"),
    "reduce": wording.later("reduce"),
    "not_eligible": wording.later("not eligible"),
    "review": wording.later("review by hand"),
    "refer": wording.later("refer"),
    "out_of_scope": wording.later("out of scope"),
}


@cache
def _environment() -> Environment:
    """The templates. Everything is escaped, and a name that no page gave is an error."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # The extension puts the method there when it is loaded.
    made.install_gettext_callables(wording.gettext, wording.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters |= {
        "number": wording.number, "day": wording.day, "moment": wording.moment, "size": wording.size,
        "duration": wording.duration, "determination": determination, "words": words,
    }  # fmt: skip
    made.globals |= {"percent": wording.percent, "languages": wording.LANGUAGES}
    return made


def determination(name: str) -> str:
    """A determination as a person reads it."""
    return _(DETERMINATIONS.get(name, name.replace("_", " ")))


def words(text: str) -> Markup:
    """A text of a pack or of the library, in the reader's language; where it stays English, marked as such."""
    translated = _(text)
    english = translated == text and wording.language() != "en"
    return Markup('<span lang="en">{}</span>' if english else "{}").format(translated)


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page, or a part of one, made of a template.

    Every template has: `csrf` (for its forms), `language`, `path` (this page's own address, with its query), `errors`
    (sentences by the name of the control they belong to), `run` and `delivery` (None unless the page gives them).
    """
    keys: Keys = request.app.state.keys
    own = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    given: dict[str, Any] = {
        "csrf": keys.csrf,
        "language": wording.language(),
        "path": own,
        "run": None,
        "delivery": None,
        "errors": {},
    }
    text = _environment().get_template(template).render({**given, **values})
    return HTMLResponse(text, status_code=status)


def plain(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page for somebody whom the server does not know: it holds no form and no way further in."""
    text = _environment().get_template(template).render(language=wording.language(), status=status, **values)
    return HTMLResponse(text, status_code=status)


def refusal(request: Request, refused: Refused, *, english: bool = False) -> Response:
    """The page for what is refused: one sentence.

    Args:
        english: the sentence is the library's own, which is English.
    """
    return plain("refused.html", refused.status, sentence=refused.sentence, english=english)


def broken(request: Request, error: Exception) -> Response:
    """The page for what nobody foresaw. The terminal gets the kind of error and its place in the program: the text of
    an error may quote a file.
    """
    print(fault(error), file=sys.stderr, flush=True)
    sentence = _("Something went wrong in Vacatur itself. The terminal names the place; no file of yours was altered.")
    return plain("refused.html", 500, sentence=sentence, english=False)


def entered(request: Request) -> Response:
    """The page after the start-up address. A page, not a redirect: a browser that came from elsewhere would hold the
    new cookie back from a redirect.
    """
    return plain("entered.html")
