"""Files: bring a delivery in, by sending its files or saying where they lie; what is in it, and wrong with it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from vacatur.errors import UsageError
from vacatur.web import clock
from vacatur.web.jobs import Jobs
from vacatur.web.rendering import render
from vacatur.web.security import Refused, form_of, see, text_of
from vacatur.web.uploads import receive_files
from vacatur.web.whatif import facts_folder
from vacatur.web.wording import _
from vacatur.web.workplace import Delivery, NotThere, SourceFile, Workplace, file_at, read_json

LONGEST = 12
"""Lines of a list that may be long; the rest is behind a switch."""


def show(request: Request) -> Response:
    """All deliveries, and the forms for a new one."""
    return _all(request)


def _all(request: Request, *, status: int = 200, **values: Any) -> Response:
    workplace, jobs = _places(request)
    deliveries = [(delivery, jobs.state(delivery.check)) for delivery in workplace.deliveries()]
    given: dict[str, Any] = {"paths": "", "deliveries": deliveries}
    return render(request, "files.html", status=status, **{**given, **values})


async def upload(request: Request) -> Response:
    """Files that are sent. A script wants to be told the next page; without one it is opened."""
    script = "application/json" in request.headers.get("accept", "")
    workplace, jobs = _places(request)
    folder = workplace.new_folder("deliveries")
    try:
        files = await receive_files(request, folder / "files")
        if not files:
            raise Refused(_("Choose a file first."), 422)
        delivery = _brought_in(workplace, jobs, folder.name, files)
    except Refused as refused:
        shutil.rmtree(folder, ignore_errors=True)
        if script:
            return JSONResponse({"error": refused.sentence}, refused.status)
        if refused.status == 403:
            raise
        return _all(request, status=refused.status, errors={"files": refused.sentence})
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    place = f"/files/{delivery.id}"
    return JSONResponse({"location": place}) if script else see(place)


def name_paths(request: Request) -> Response:
    """Files that are read where they lie, one path a line."""
    workplace, jobs = _places(request)
    given = text_of(request, "paths")
    lines = [line.strip() for line in given.splitlines() if line.strip()]
    try:
        if not lines:
            raise UsageError(_("Give the path of a file."))
        files = [file_at(line) for line in lines]
    except UsageError as error:
        return _all(request, status=422, paths=given, errors={"paths": str(error)})
    delivery = _brought_in(workplace, jobs, workplace.new_folder("deliveries").name, files)
    return see(f"/files/{delivery.id}")


def _brought_in(workplace: Workplace, jobs: Jobs, id_: str, files: list[SourceFile]) -> Delivery:
    """A new delivery, and the job that looks at it begun."""
    folder = workplace.data / "deliveries" / id_
    try:
        delivery = workplace.bring_in(folder, files, clock.now())
        jobs.start(delivery.check, "check", {"files": delivery.paths})
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return delivery


def bring_in(app: Starlette, paths: Sequence[Path]) -> None:
    """A delivery that was named when the server started; unless the latest of these very files is there already.

    Raises:
        UsageError: a file cannot be read.
    """
    workplace: Workplace = app.state.workplace
    files = [file_at(str(path.absolute())) for path in paths]
    if not any(delivery.files == tuple(files) for delivery in workplace.deliveries()):
        _brought_in(workplace, app.state.jobs, workplace.new_folder("deliveries").name, files)


def one(request: Request) -> Response:
    """What is in a delivery: how far the look at it is, or what it found."""
    return _one(request, "delivery.html")


def part(request: Request) -> Response:
    """How far the look at it is, alone."""
    return _one(request, "check_progress.html")


def _one(request: Request, template: str) -> Response:
    workplace, jobs = _places(request)
    delivery = workplace.delivery(request.path_params["delivery"])
    state = jobs.state(delivery.check)
    found = found_in(delivery) if state.state == "done" else None
    return render(
        request, template, delivery=delivery, job=state, found=found, changed=delivery.changed, longest=LONGEST,
        live=f"/files/{delivery.id}/part", cancel=f"/files/{delivery.id}/cancel", again=f"/files/{delivery.id}/again",
    )  # fmt: skip


def found_in(delivery: Delivery) -> dict[str, Any]:
    """What the look at a delivery found (`vacatur.CheckReport`), with Prop 64 convictions by county and section.

    Raises:
        NotThere: it has not been looked at.
    """
    found = read_json(delivery.check / "check.json")
    counties: dict[str, dict[str, int]] = {}
    try:
        for row in found["prop64"]:
            counties.setdefault(row["county"], {})[row["section"]] = row["convictions"]
        found["set_aside"] = sum(file["set_aside"] for file in found["files"])
    except (KeyError, TypeError):
        raise NotThere from None
    found["sections"] = sorted({row["section"] for row in found["prop64"]})
    found["by_county"] = sorted(counties.items(), key=lambda each: (-sum(each[1].values()), each[0]))
    return found


def cancel(request: Request) -> Response:
    """Stop looking."""
    workplace, jobs = _places(request)
    delivery = workplace.delivery(request.path_params["delivery"])
    jobs.cancel(delivery.check)
    return see(f"/files/{delivery.id}")


def again(request: Request) -> Response:
    """Look again: at files that were changed since, or after an interruption."""
    workplace, jobs = _places(request)
    delivery = workplace.delivery(request.path_params["delivery"])
    _stop(jobs, delivery)
    shutil.rmtree(facts_folder(delivery), ignore_errors=True)
    try:
        files = [file_at(file.path) if not file.uploaded else file for file in delivery.files]
    except UsageError as error:
        raise Refused(str(error), 422) from None
    workplace.bring_in(delivery.folder, files, delivery.added)
    jobs.start(delivery.check, "check", {"files": delivery.paths})
    return see(f"/files/{delivery.id}")


def forget(request: Request) -> Response:
    """Remove a delivery from the list, with our copies of its files. Files that lie elsewhere stay as they are."""
    workplace, jobs = _places(request)
    delivery = workplace.delivery(request.path_params["delivery"])
    if form_of(request).get("sure") != "yes":
        return render(request, "forget_delivery.html", delivery=delivery)
    _stop(jobs, delivery)
    workplace.forget(delivery)
    return see("/files")


def _stop(jobs: Jobs, delivery: Delivery) -> None:
    """Stop whatever reads the files of a delivery for its own pages. Runs go on: they have what they need."""
    facts = facts_folder(delivery)
    for folder in (delivery.check, *(facts.iterdir() if facts.is_dir() else ())):
        jobs.cancel(folder)


def _places(request: Request) -> tuple[Workplace, Jobs]:
    return request.app.state.workplace, request.app.state.jobs


routes = [
    Route("/files", show),
    Route("/files/upload", upload, methods=["POST"]),
    Route("/files/paths", name_paths, methods=["POST"]),
    Route("/files/{delivery}", one),
    Route("/files/{delivery}/part", part),
    Route("/files/{delivery}/cancel", cancel, methods=["POST"]),
    Route("/files/{delivery}/again", again, methods=["POST"]),
    Route("/files/{delivery}/forget", forget, methods=["POST"]),
]
