"""Downloads: what the run wrote, and what is made of it on demand: each a job, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route

from vacatur.outputs.respread import SPREADSHEETS
from vacatur.web import offices
from vacatur.web.exports import EXPORTS, OFFICIAL, Made, job_folder, made_of
from vacatur.web.jobs import Jobs, State
from vacatur.web.opened import Opened, of_results
from vacatur.web.pages.run import title_of
from vacatur.web.rendering import render
from vacatur.web.security import Refused, see, text_of
from vacatur.web.wording import _, later
from vacatur.web.workplace import NotThere, Run, Workplace, read_json
from vacatur.web.zips import zipped

_TABLES = (".parquet", ".json")
_PAPER = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'"
"""The policy for a report that is looked at: its own, within it, allows the one style that it holds and no more."""


LANGUAGES = {"both": later("English and Spanish"), "en": later("English"), "es": later("Spanish")}

FILES = {
    "All_Results": later("Every row that could be read, with our columns after the state's own"),
    "Prop64_Results": later("The same, rows of decided convictions only"),
    "All_Results_Condensed": later("The columns that people read"),
    "decisions": later("Decisions, one row for each conviction and policy"),
    "facts": later("Facts of each conviction that a policy may decide"),
    "convictions": later("Convictions of the people who have a decision"),
    "persons": later("People of the delivery"),
    "charges": later("Cannabis counts of which nobody was convicted"),
    "problems": later("What could not be read, or is in doubt"),
    "set_aside": later("Rows that could not be read, as they are"),
    "summary": later("The figures of the run, for a script"),
    "manifest": later("What went in and came out: hashes, options, versions"),
}
"""The files of a run, by the beginning of their names."""


def _places(request: Request) -> tuple[Workplace, Jobs]:
    return request.app.state.workplace, request.app.state.jobs


@of_results
def show(request: Request, run: Run, opened: Opened) -> Response:
    """Everything that can be taken along."""
    workplace, _jobs = _places(request)
    path = offices.path_of(workplace, opened.kept.county)
    cards = [_card(request, run, opened, name) for name in _offered(opened)]
    return render(
        request, "downloads.html", run=run, title=title_of(run), cards=cards, files=_files(run, opened),
        ledger=opened.kept.ledger, languages_of_letters=LANGUAGES, blank=_blank(path, opened),
        has_office=path.is_file(),
    )  # fmt: skip


def _offered(opened: Opened) -> list[str]:
    """The exports that make sense now: without acts the run's own spreadsheets are the spreadsheets; a run about every
    county has no office.
    """
    left_out = {"spreadsheets"} if not opened.kept.ledger.last else set()
    left_out |= OFFICIAL if opened.kept.every_county else set()
    return [name for name in EXPORTS if name not in left_out]


def _card(request: Request, run: Run, opened: Opened, name: str) -> dict[str, Any]:
    """What the card of an export needs."""
    _workplace, jobs = _places(request)
    folder = job_folder(run, name)
    state = jobs.state(folder)
    asked: dict[str, Any] = {}
    if state.state != "none":
        try:
            asked = read_json(folder / "job.json")
        except NotThere:
            state = State()
    return {
        "name": name, "export": EXPORTS[name], "job": state, "added": asked.get("added", ""),
        "request": asked.get("request", {}), "made": made_of(run, name, opened),
    }  # fmt: skip


def _blank(path: Path, opened: Opened) -> int:
    """How many placeholders the papers show."""
    content = offices.kept(path, opened.kept.county)
    return sum(part.blank for part in offices.parts_of(content, opened.kept.county, ()))


def _files(run: Run, opened: Opened) -> list[dict[str, Any]]:
    """The files that the run wrote: spreadsheets first, then tables and lists."""
    found = []
    for output in [*opened.kept.manifest["outputs"], {"file": "manifest.json", "rows": 0}]:
        name = str(output["file"])
        start = name.split(".")[0].rstrip("_0123456789")
        path = run.results / name
        if start in FILES and path.is_file():
            sheet = start in SPREADSHEETS
            found.append(
                {
                    "name": name,
                    "words": FILES[start],
                    "rows": output["rows"],
                    "bytes": path.stat().st_size,
                    "sheet": sheet,
                }
            )
    return sorted(found, key=lambda file: (not file["sheet"], file["name"].endswith(_TABLES)))


@of_results
def part(request: Request, run: Run, opened: Opened) -> Response:
    """One card alone."""
    name = _named(request)
    return render(
        request, "download_card.html", run=run, each=_card(request, run, opened, name), ledger=opened.kept.ledger,
        languages_of_letters=LANGUAGES,
    )  # fmt: skip


def _named(request: Request) -> str:
    name = str(request.path_params["name"])
    if name not in EXPORTS:
        raise Refused(_("There is no such page."), 404)
    return name


@of_results
def make(request: Request, run: Run, opened: Opened) -> Response:
    """Begin to make an export."""
    workplace, jobs = _places(request)
    name = _named(request)
    path = offices.path_of(workplace, opened.kept.county)
    asked: dict[str, Any] = {"results": str(run.results)}
    if name in ("packets", "letters"):
        if not path.is_file():  # the papers then show its placeholders
            offices.save(path, offices.kept(path, opened.kept.county))
        asked["office"] = str(path)
    if name == "letters":
        language = text_of(request, "language")
        asked |= {
            "language": language if language in LANGUAGES else "both",
            "single": text_of(request, "single") == "yes",
        }
    if EXPORTS[name].kind == "report":
        asked["public"] = name == "report-public"
    jobs.start(job_folder(run, name), EXPORTS[name].kind, asked)
    return see(f"/runs/{run.id}/downloads#card-{name}")


@of_results
def cancel(request: Request, run: Run, opened: Opened) -> Response:
    """Stop making an export: nothing half-written is left, and what was made before stays."""
    _places(request)[1].cancel(job_folder(run, _named(request)))
    return see(f"/runs/{run.id}/downloads#card-{_named(request)}")


@of_results
def archive(request: Request, run: Run, opened: Opened) -> Response:
    """All of an export as one archive, made while it is sent."""
    name = _named(request)
    made = _made(run, name, opened)
    within = f"{name}-run-{run.id}"
    return StreamingResponse(
        zipped(made.folder, sorted(made.names), within),
        media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{within}.zip"'},
    )


@of_results
def file_of(request: Request, run: Run, opened: Opened) -> Response:
    """One file of an export: a page or a paper is shown, anything else is taken along."""
    name, file = _named(request), str(request.path_params["file"])
    made = _made(run, name, opened)
    if file not in made.names:
        raise Refused(_("There is no such file."), 404)
    path = made.folder / file
    if path.suffix == ".html":
        return FileResponse(path, media_type="text/html", headers={"Content-Security-Policy": _PAPER})
    if path.suffix == ".pdf" and not request.query_params.get("take"):
        return FileResponse(path, media_type="application/pdf", content_disposition_type="inline", filename=path.name)
    return FileResponse(path, filename=path.name)


def _made(run: Run, name: str, opened: Opened) -> Made:
    made = made_of(run, name, opened)
    if made is None:
        raise Refused(_("It has not been made yet."), 404)
    return made


@of_results
def of_run(request: Request, run: Run, opened: Opened) -> Response:
    """One file that the run wrote."""
    file = str(request.path_params["file"])
    if file not in {each["name"] for each in _files(run, opened)}:
        raise Refused(_("There is no such file."), 404)
    return FileResponse(run.results / file, filename=file)


routes = [
    Route("/runs/{run}/downloads", show),
    Route("/runs/{run}/downloads/results/{file}", of_run),
    Route("/runs/{run}/downloads/{name}.zip", archive),
    Route("/runs/{run}/downloads/{name}/part", part),
    Route("/runs/{run}/downloads/{name}/make", make, methods=["POST"]),
    Route("/runs/{run}/downloads/{name}/cancel", cancel, methods=["POST"]),
    Route("/runs/{run}/downloads/{name}/files/{file:path}", file_of),
]
