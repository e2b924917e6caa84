"""Acting in the review: a reviewer decides, supplies what is missing, takes an act back, or says who reviews."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from vacatur import reviews
from vacatur.decide.facts import CATALOGUE
from vacatur.errors import UsageError
from vacatur.review.acts import Act
from vacatur.review.book import Meanwhile
from vacatur.review.values import COUNTED, Unfit, read_value
from vacatur.web import clock
from vacatur.web.opened import Opened, of_results
from vacatur.web.pages.review import Entered, Part, one_page, overview
from vacatur.web.rendering import DETERMINATIONS
from vacatur.web.reviewer import clean, remember, reviewer_of
from vacatur.web.security import Refused, form_of, see, text_of
from vacatur.web.wording import _
from vacatur.web.workplace import Run


@of_results
def decide(request: Request, run: Run, opened: Opened) -> Response:
    """A reviewer decides."""
    name, part, who, errors = _sent(request)
    determination, reason = text_of(request, "determination"), text_of(request, "decide-reason")
    if determination not in DETERMINATIONS:
        errors["decide-dismiss"] = _("Choose what is decided.")
    if not reason:
        errors["decide-reason"] = _("Give the reason: it is recorded, and stands in the lists.")
    return _record(
        request, run, opened, name, part, "decide", errors, who,
        lambda: reviews.decide(
            opened.kept, name, determination, reason, who=who, when=clock.now(), seen=_seen(request)
        ),
    )  # fmt: skip


@of_results
def supply(request: Request, run: Run, opened: Opened) -> Response:
    """A reviewer supplies facts that were missing."""
    name, part, who, errors = _sent(request)
    reason = text_of(request, "supply-reason")
    given = {
        field.removeprefix("fact-"): value.strip()
        for field, value in form_of(request).items()
        if isinstance(value, str) and field.startswith("fact-") and field[5:] in CATALOGUE and value.strip()
    }
    facts = opened.kept.table("facts_as_run").filter(pl.col("conviction_id") == name).to_dicts()
    for fact_name, typed in given.items():
        try:
            read_value(fact_name, typed, facts[0] if facts else {}, opened.kept.as_of)
        except Unfit:
            errors[f"fact-{fact_name}"] = _unfit(fact_name)
    if not given:
        first = next(iter(_decision_facts(opened, name)), "")
        errors[f"fact-{first}" if first else "supply-reason"] = _("Supply at least one of the facts.")
    if not reason:
        errors["supply-reason"] = _("Say where you found it: it is recorded.")
    return _record(
        request, run, opened, name, part, "supply", errors, who,
        lambda: reviews.supply(opened.kept, name, given, reason, who=who, when=clock.now(), seen=_seen(request))[-1],
    )  # fmt: skip


def _decision_facts(opened: Opened, name: str) -> list[str]:
    rows = opened.kept.table("decisions").filter((pl.col("conviction_id") == name) & (pl.col("pack") == opened.office))
    return rows["unknown_facts"][0].to_list() if rows.height else []


def _unfit(name: str) -> str:
    """What is allowed for a fact."""
    dtype = CATALOGUE[name].dtype
    if dtype == "yes/no":
        return _("Choose yes or no.")
    if dtype == "date":
        return _("Give a day that is not after the day of the run, such as 1995-06-01.")
    if name in COUNTED:
        return _("Give a number of years, such as 47.5, or the day from which they count, such as 1973-04-30.")
    return _("Give a short text.") if dtype == "text" else _("Give a number, not below zero.")


@of_results
def withdraw(request: Request, run: Run, opened: Opened) -> Response:
    """A reviewer takes an act back."""
    name, part, who, errors = _sent(request)
    number = text_of(request, "act")
    reason = text_of(request, f"undo-{number}-reason")
    if not (number.isascii() and number.isdecimal() and len(number) < 9):
        raise Refused(_("There is no such act."), 404)
    if not reason:
        errors[f"undo-{number}-reason"] = _("Say why it is taken back: it is recorded.")
    return _record(
        request, run, opened, name, part, f"undo-{number}", errors, who,
        lambda: reviews.withdraw(opened.kept, int(number), reason, who=who, when=clock.now()),
    )  # fmt: skip


def _sent(request: Request) -> tuple[str, Part, str, dict[str, str]]:
    """What every form of an act holds: the conviction, the part of the queue, who reviews; and what is wrong."""
    fields = {name: value for name, value in form_of(request).items() if isinstance(value, str)}
    who = reviewer_of(request) or clean(fields.get("who", ""))
    errors = {}
    if not who and fields.get("who", "").strip():
        errors["who"] = _("Type a name of at most 80 characters.")
    elif not who:
        errors["who"] = _("Type your name: each act is recorded with it.")
    return fields.get("conviction", ""), Part.of(fields), who, errors


def _seen(request: Request) -> int | None:
    given = text_of(request, "seen")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 9 else None


def _record(
    request: Request, run: Run, opened: Opened, name: str, part: Part, form: str, errors: dict[str, str], who: str,
    act: Callable[[], Act],
) -> Response:  # fmt: skip
    """Record an act, or show the page again with what is wrong and what was entered."""
    if not errors:
        try:
            recorded = act()
        except Meanwhile:
            errors["acts"] = _("Somebody recorded an act on this conviction meanwhile. Look at it below, then decide.")
        except UsageError as error:
            errors["acts"] = str(error)
        else:
            answer = see(part.address(run, "one", conviction=recorded.conviction, done=recorded.number))
            remember(answer, who)
            return answer
    fields = {key: value for key, value in form_of(request).items() if isinstance(value, str)}
    again = request.app.state.browse.opened(run.results)
    return one_page(request, run, again, name, part, entered=Entered(form, fields), errors=errors)


@of_results
def name_reviewer(request: Request, run: Run, opened: Opened) -> Response:
    """The name under which acts are recorded from now on."""
    who = clean(text_of(request, "who"))
    if not who:
        return overview(request, run, opened, 422, errors={"who": _("Type a name of at most 80 characters.")})
    back = text_of(request, "back")
    inside = f"/runs/{run.id}/review"
    answer: RedirectResponse = see(back if back == inside or back.startswith((f"{inside}/", f"{inside}?")) else inside)
    remember(answer, who)
    return answer


routes = [
    Route("/runs/{run}/review/decide", decide, methods=["POST"]),
    Route("/runs/{run}/review/supply", supply, methods=["POST"]),
    Route("/runs/{run}/review/withdraw", withdraw, methods=["POST"]),
    Route("/runs/{run}/review/name", name_reviewer, methods=["POST"]),
]
