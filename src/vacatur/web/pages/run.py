"""Runs: begun from the policy page, followed while they go on, and what they came to in a few figures."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vacatur.errors import VacaturError
from vacatur.web.jobs import Jobs
from vacatur.web.packs import asked_for
from vacatur.web.rendering import DETERMINATIONS, render
from vacatur.web.security import form_of, see
from vacatur.web.workplace import NotThere, Run, Workplace, read_json


def show_all(request: Request) -> Response:
    """All runs, the latest first."""
    workplace, jobs = _places(request)
    runs = [(run, jobs.state(run.folder), title_of(run)) for run in workplace.runs()]
    return render(request, "runs.html", runs=runs)


def show(request: Request) -> Response:
    """One run: how far it is, or what it came to."""
    return _one(request, "run.html")


def part(request: Request) -> Response:
    """How far it is, alone."""
    return _one(request, "progress.html")


def _one(request: Request, template: str) -> Response:
    run, jobs = _asked(request)
    state = jobs.state(run.folder)
    summary: dict[str, Any] = {}
    if state.state == "done":
        with suppress(NotThere):
            summary = read_json(run.results / "summary.json")
        with suppress(VacaturError):  # it is told where the results are looked into
            request.app.state.browse.prepare(run.results)
    return render(
        request, template, run=run, job=state, title=title_of(run), labels=_labels(run), summary=summary,
        order=list(DETERMINATIONS),
        live=f"/runs/{run.id}/part", cancel=f"/runs/{run.id}/cancel", again=f"/runs/{run.id}/again",
    )  # fmt: skip


def _labels(run: Run) -> dict[str, str]:
    """What each parameter of a run's policy means."""
    pack = asked_for(run.request["packs"][0])
    return {name: parameter.label for name, parameter in pack.parameters.items()} if pack else {}


def title_of(run: Run) -> str:
    """The policy of a run, by its title; by its id where it is known no more."""
    name = str(run.request["packs"][0])
    pack = asked_for(name)
    return pack.title if pack else Path(name).name


def cancel(request: Request) -> Response:
    """Stop it: nothing half-written is left."""
    run, jobs = _asked(request)
    jobs.cancel(run.folder)
    return see(f"/runs/{run.id}")


def again(request: Request) -> Response:
    """Begin anew, as it was asked for."""
    run, jobs = _asked(request)
    jobs.again(run.folder)
    return see(f"/runs/{run.id}")


def forget(request: Request) -> Response:
    """Delete a run with its results, once it was confirmed."""
    run, jobs = _asked(request)
    if form_of(request).get("sure") != "yes":
        return render(request, "forget_run.html", run=run, title=title_of(run))
    for folder in (run.folder, *run.folder.glob("jobs/*")):
        jobs.cancel(folder)
    workplace: Workplace = request.app.state.workplace
    workplace.forget(run)
    return see("/runs")


def _asked(request: Request) -> tuple[Run, Jobs]:
    workplace, jobs = _places(request)
    return workplace.run(request.path_params["run"]), jobs


def _places(request: Request) -> tuple[Workplace, Jobs]:
    return request.app.state.workplace, request.app.state.jobs


def begin(workplace: Workplace, jobs: Jobs, asked: dict[str, Any]) -> Run:
    """Begin a run.

    Args:
        asked: delivery (its id), files (paths), county, packs (ids, the office's choice first), as_of, settings,
            assume.
    """
    folder = workplace.new_folder("runs")
    try:
        jobs.start(folder, "run", asked)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return workplace.run(folder.name)


routes = [
    Route("/runs", show_all),
    Route("/runs/{run}", show),
    Route("/runs/{run}/part", part),
    Route("/runs/{run}/cancel", cancel, methods=["POST"]),
    Route("/runs/{run}/again", again, methods=["POST"]),
    Route("/runs/{run}/forget", forget, methods=["POST"]),
]
