"""Policy: county, day, pack, parameters, assumptions; what would come of it, while the controls move; and the run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vacatur.counting import Figures
from vacatur.decide.cascade import steps_of
from vacatur.law.pack import Pack, load_pack
from vacatur.request import HYPOTHETICALS, STATUTE
from vacatur.web import charts, clock
from vacatur.web.choice import Choice, Fields, read_choice
from vacatur.web.jobs import Jobs, State
from vacatur.web.lawtext import words_of
from vacatur.web.packs import Own, asked_as, built_in, own, policies
from vacatur.web.pages.files import found_in
from vacatur.web.pages.run import begin
from vacatur.web.rendering import DETERMINATIONS, determination, render
from vacatur.web.security import Refused, fields_of_form, see
from vacatur.web.whatif import WhatIf, basis_folder, make_room, numeric
from vacatur.web.wording import _, later
from vacatur.web.workplace import Delivery, NotThere, Workplace

NO_COUNTY = "(none given)"
"""Stands for rows without a county in what was found in the files (`vacatur.check`); nothing is decided for it."""


@dataclass(frozen=True)
class Asked:
    """A request about a delivery's policy: what was chosen, and the facts that it is counted with.

    Attributes:
        own: the office's own packs.
        folder: where the facts are, or will be; None while county and day are not right.
        state: of the job that computes them.
    """

    request: Request
    delivery: Delivery
    choice: Choice
    own: Own
    folder: Path | None
    state: State

    @property
    def ready(self) -> bool:
        """Whether the facts are there."""
        return self.state.state == "done"


def asked_of(request: Request, fields: Fields | None = None) -> Asked:
    """What was chosen, in the address or in fields that were sent; what was not is proposed."""
    workplace, jobs = _places(request)
    delivery = workplace.delivery(request.path_params["delivery"])
    try:
        found = found_in(delivery)
    except NotThere:
        raise Refused(_("The files have not been looked at yet. Do that first."), 409) from None
    counties = [county for county, _sections in found["by_county"]]
    counties += [row["county"] for row in found["counties"] if row["county"] not in counties]
    counties = [county for county in counties if county != NO_COUNTY]
    theirs = own(workplace)
    given = fields if fields is not None else request.query_params
    choice = read_choice(given, counties, clock.today(), (*theirs.packs, *built_in()))
    folder = None
    if choice.as_of and "county" not in choice.errors:
        folder = basis_folder(delivery, choice.county, choice.as_of)
    return Asked(request, delivery, choice, theirs, folder, jobs.state(folder) if folder else State())


def start(request: Request) -> Response:
    """The latest delivery that was looked at."""
    workplace, jobs = _places(request)
    for delivery in workplace.deliveries():
        if jobs.state(delivery.check).state == "done":
            return see(f"/policy/{delivery.id}")
    return see("/files")


def show(request: Request) -> Response:
    """The controls, and what would come of them."""
    return _page(asked_of(request))


def _page(asked: Asked, status: int = 200) -> Response:
    sections = dict(found_in(asked.delivery)["by_county"])
    counties = [(county, sum(numbers.values())) for county, numbers in sections.items() if county != NO_COUNTY]
    return render(
        asked.request, "policy.html", status=status, delivery=asked.delivery, choice=asked.choice,
        errors=dict(asked.choice.errors), counties=counties, own=asked.own,
        words={pack.id: words_of(pack) for pack in asked.choice.packs}, changed=asked.delivery.changed,
        **_figures(asked), **_sweep(asked),
    )  # fmt: skip


def part(request: Request) -> Response:
    """What would come of it, alone: asked for while the controls move."""
    asked = asked_of(request)
    return render(request, "figures.html", delivery=asked.delivery, choice=asked.choice, **_figures(asked))


def part_facts(request: Request) -> Response:
    """How far the facts are, alone."""
    asked = asked_of(request)
    return render(request, "progress.html", delivery=asked.delivery, choice=asked.choice, **_figures(asked))


def part_sweep(request: Request) -> Response:
    """How the figures change with one parameter, alone."""
    asked = asked_of(request)
    return render(request, "sweep.html", delivery=asked.delivery, choice=asked.choice, **_sweep(asked))


def _figures(asked: Asked) -> dict[str, Any]:
    """What `figures.html` needs: the figures of the policy, the statute and dismiss-all; or how far the facts are."""
    place = f"/policy/{asked.delivery.id}"
    query = QueryParams(asked.choice.fields())
    live, facts, again = f"{place}/facts/part?{query}", f"{place}/facts/cancel?{query}", f"{place}/count?{query}"
    given: dict[str, Any] = {
        "job": asked.state, "figures": None, "beside": [], "chart": "", "order": list(DETERMINATIONS), "query": query,
        "live": live, "cancel": facts, "again": again,
    }  # fmt: skip
    pack = asked.choice.pack
    if not (asked.ready and asked.folder and pack and asked.choice.complete):
        return given
    whatif: WhatIf = asked.request.app.state.whatif
    beside = [(_("Your policy"), whatif.figures(asked.folder, pack))]
    beside += [(_(words), whatif.figures(asked.folder, other)) for words, other in references() if other.id != pack.id]
    return {**given, "figures": beside[0][1], "beside": beside, "chart": _bars(beside)}


@cache
def references() -> tuple[tuple[str, Pack], ...]:
    """The policies that stand beside every other."""
    return (later("Statute alone"), load_pack(STATUTE)), (later("Dismiss all"), load_pack(HYPOTHETICALS[0]))


def _bars(beside: list[tuple[str, Figures]]) -> str:
    parts = [(words, found.all.convictions) for words, found in beside]
    return charts.stacked(parts, list(DETERMINATIONS), _("Convictions by determination; the table says the same."))


def _sweep(asked: Asked) -> dict[str, Any]:
    """What `sweep.html` needs: the parameters to choose from, and the chart and table of the one that was chosen."""
    pack = asked.choice.pack
    names = numeric(pack) if pack else []
    name = asked.request.query_params.get("sweep", "")
    given: dict[str, Any] = {
        "sweepable": names,
        "swept": "",
        "points": [],
        "shown_lines": [],
        "line_chart": "",
        "now": None,
    }
    if not (pack and name in names and asked.ready and asked.folder and asked.choice.complete):
        return given
    whatif: WhatIf = asked.request.app.state.whatif
    points = whatif.sweep(asked.folder, pack, name)
    lines = [of for of in DETERMINATIONS if any(group.convictions.get(of) for _value, group in points)]
    now = pack.values()[name]
    chart = charts.lines(
        [value for value, _group in points],
        {of: [group.convictions.get(of, 0) for _value, group in points] for of in lines},
        names={of: determination(of) for of in lines},
        now=now if isinstance(now, int) else None,
        label=_("Convictions by determination for each value; the table says the same."),
    )
    return {**given, "swept": name, "points": points, "shown_lines": lines, "line_chart": chart, "now": now}


def count(request: Request) -> Response:
    """Compute the facts, if they are not there, and go on to the page that shows what would come of the choice."""
    form = fields_of_form(request)
    asked = asked_of(request, form if "county" in form else None)
    if {"county", "as_of"} & set(asked.choice.errors):
        return _page(asked, 422)
    if asked.folder and asked.choice.as_of and not asked.ready:
        wanted = {
            "files": asked.delivery.paths, "county": asked.choice.county, "as_of": asked.choice.as_of.isoformat(),
        }  # fmt: skip
        jobs = _places(request)[1]
        make_room(asked.delivery, jobs)
        jobs.start(asked.folder, "facts", wanted)
    if asked.choice.errors:
        return _page(asked, 422)
    sweep = form.get("sweep")
    pairs = [*asked.choice.fields(), *([("sweep", sweep)] if sweep else [])]
    return see(f"/policy/{asked.delivery.id}?{QueryParams(pairs)}")


def cancel(request: Request) -> Response:
    """Stop computing the facts."""
    asked = asked_of(request)
    if asked.folder:
        _places(request)[1].cancel(asked.folder)
    return see(f"/policy/{asked.delivery.id}?{QueryParams(asked.choice.fields())}")


def run(request: Request) -> Response:
    """Begin a run with what was chosen."""
    workplace, jobs = _places(request)
    asked = asked_of(request, fields_of_form(request))
    choice = asked.choice
    if choice.pack is None and not choice.errors:
        asked = replace(asked, choice=_without_pack(choice))
    if not choice.complete or choice.pack is None or choice.as_of is None:
        return _page(asked, 422)
    if changed := asked.delivery.changed:
        raise Refused(
            _("%(files)s: changed, or gone, since it was looked at. Look again.", files=", ".join(changed)), 409
        )
    begun = begin(workplace, jobs, {
        "delivery": asked.delivery.id, "files": asked.delivery.paths, "county": choice.county,
        "packs": [asked_as(choice.pack)], "as_of": choice.as_of.isoformat(), "settings": dict(choice.settings),
        "assume": list(choice.pack.assumed),
    })  # fmt: skip
    return see(f"/runs/{begun.id}")


def _without_pack(choice: Choice) -> Choice:
    errors = {"pack": _("Choose a policy.")}
    return Choice(choice.county, choice.as_of, None, choice.packs, {}, errors, {})


def law(request: Request) -> Response:
    """A pack as it is: its law in words, its rules in order, its parameters and assumptions."""
    asked = request.path_params["pack"]
    for pack in policies(request.app.state.workplace):
        if pack.id == asked:
            steps = steps_of(pack)[1:-1]
            return render(request, "pack.html", pack=pack, words=words_of(pack), steps=steps)
    raise NotThere


def _places(request: Request) -> tuple[Workplace, Jobs]:
    return request.app.state.workplace, request.app.state.jobs


routes = [
    Route("/policy", start),
    Route("/policy/packs/{pack}", law),
    Route("/policy/{delivery}", show),
    Route("/policy/{delivery}/figures", part),
    Route("/policy/{delivery}/sweep", part_sweep),
    Route("/policy/{delivery}/count", count, methods=["POST"]),
    Route("/policy/{delivery}/facts/part", part_facts),
    Route("/policy/{delivery}/facts/cancel", cancel, methods=["POST"]),
    Route("/policy/{delivery}/run", run, methods=["POST"]),
]
