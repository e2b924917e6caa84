"""Policies side by side: who gains, who loses, by group, and the people on whom they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vacatur.contrasts import BOTH, GAINS, GROUPS, LOSES, NOT_DECIDED, OTHERWISE, WAYS, Contrast, Ways, decided_by
from vacatur.request import STATUTE
from vacatur.web import charts
from vacatur.web.choice import Fields
from vacatur.web.opened import Opened, of_results
from vacatur.web.packs import policies
from vacatur.web.pages.policy import asked_of
from vacatur.web.pages.run import title_of
from vacatur.web.rendering import DETERMINATIONS, determination, render
from vacatur.web.saying import value_of
from vacatur.web.variants import (
    LETTERS,
    REVIEWED,
    OfDelivery,
    OfRun,
    SideBySide,
    Subject,
    Variant,
    all_fields,
    counts,
    read_variants,
)
from vacatur.web.whatif import WhatIf, version_of_facts
from vacatur.web.wording import _, later
from vacatur.web.workplace import Run

PAGE = 50
NONE = "(none)"
"""Stands in an address for a group that the data does not give."""

SAID = {
    GAINS: later("gains"),
    LOSES: later("loses"),
    BOTH: later("gains and loses"),
    OTHERWISE: later("decided otherwise, with the same relief"),
}
"""What another policy does for a person."""

HEADINGS = {"race": later("By race, as the file words it"), "sex": later("By sex of the person")}


@dataclass(frozen=True)
class _Page:
    """A request to hold variants against each other.

    Attributes:
        place: where these pages are.
        carried: fields of the address that are no variant's.
    """

    request: Request
    subject: Subject
    variants: list[Variant]
    place: str
    carried: Mapping[str, str]

    def address(self, page: str = "", /, **more: object) -> str:
        """A page about the same variants."""
        pairs = [*self.carried.items(), *all_fields(self.variants)]
        pairs += [(name, str(value)) for name, value in more.items() if value not in ("", None)]
        return f"{self.place}{page}?{QueryParams(pairs)}"

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong with the controls."""
        return {name: sentence for variant in self.variants for name, sentence in variant.errors.items()}

    @property
    def sides(self) -> SideBySide:
        """Where what was worked out is kept."""
        found: SideBySide = self.request.app.state.sides
        return found


def _page(request: Request, subject: Subject, usual: Sequence[str], place: str, carried: Mapping[str, str]) -> _Page:
    fields = _changed(request.query_params, usual)
    return _Page(request, subject, read_variants(subject, fields, usual[:2]), place, carried)


def _changed(fields: Fields, usual: Sequence[str]) -> Fields:
    """The fields after one more variant was asked for, or one was taken away."""
    do = fields.get("do", "")
    pairs = [(name, value) for name, value in fields.multi_items() if name != "do"]
    taken = [letter for letter in LETTERS if fields.get(f"{letter}.pack")]
    if do == "add" and len(taken) < len(LETTERS):
        free = next(letter for letter in LETTERS if letter not in taken)
        used = {fields.get(f"{letter}.pack") for letter in taken}
        pairs.append((f"{free}.pack", next((name for name in usual if name not in used), usual[-1])))
    if do.startswith("drop-") and len(taken) > 2:
        pairs = [(name, value) for name, value in pairs if not name.startswith(f"{do[5:]}.")]
    return QueryParams(pairs)


def _side_by_side(page: _Page, **values: Any) -> Response:
    """The variants, what each comes to, and how each differs from the first."""
    shown: dict[str, Any] = {"found": [], "contrasts": [], "chart": "", "order": []}
    if len(page.variants) > 1 and not page.errors:
        found = [(variant, counts(page.sides.decided(page.subject, variant))) for variant in page.variants]
        first = page.variants[0]
        contrasts = [(other, page.sides.contrast(page.subject, first, other)) for other in page.variants[1:]]
        shown = {
            "found": found, "contrasts": contrasts,
            "order": [name for name in DETERMINATIONS if any(of.get(name) for _variant, of in found)],
            "chart": charts.stacked(
                [(variant.letter, of) for variant, of in found], list(DETERMINATIONS),
                _("Convictions by determination; the table says the same."),
            ),
            "bars": {other.letter: _bars(each) for other, each in contrasts},
        }  # fmt: skip
    return render(
        page.request, "variants.html", status=422 if page.errors else 200, variants=page.variants,
        choices=page.subject.choices(), errors=page.errors, address=page.address, carried=page.carried, said=SAID,
        ways=WAYS, groups=GROUPS, headings=HEADINGS, outcome=_outcome, most=len(LETTERS), none_=NONE, place=page.place,
        value_of=value_of, **shown, **values,
    )  # fmt: skip


def _outcome(name: str) -> str:
    """A determination, or that a policy decides nothing, in words."""
    return _("not in its scope") if name == NOT_DECIDED else determination(name)


def _bars(found: Contrast) -> dict[str, Any]:
    """For each group a chart of the shares of its people who gain and who lose."""
    return {
        group: charts.stacked(
            [(_group(group, ways.name), _shares(ways)) for ways in found.by[group]],
            [GAINS, BOTH, LOSES],
            _("Shares of people who gain and who lose, group by group; the table says the same."),
        )
        for group in GROUPS
    }


def _shares(ways: Ways) -> dict[str, int]:
    """Of a thousand people of a group, how many gain, lose, or both."""
    return {way: round(1000 * ways.ways[way] / max(ways.people, 1)) for way in (GAINS, BOTH, LOSES)}


def _group(group: str, name: str | None) -> str:
    return _("not given") if name is None else value_of(group, name)


def _people(page: _Page, names: Mapping[str, str], **values: Any) -> Response:
    """The people on whom the variants differ."""
    query = page.request.query_params
    first, others = page.variants[0], page.variants[1:]
    other = next((each for each in others if each.letter == query.get("beside")), others[0] if others else first)
    found = page.sides.contrast(page.subject, first, other)
    asked = {name: query.get(name, "") for name in ("way", *GROUPS, "from", "to")}
    people = _chosen(page, found, other, asked)
    ordered = people.with_columns(
        pl.col("person").replace_strict(names, default=None, return_dtype=pl.String).alias("name")
    ).sort("name", "person", nulls_last=True)
    last = max(-(-ordered.height // PAGE), 1)
    given = query.get("page", "")
    number = min(max(int(given), 1), last) if given.isascii() and given.isdecimal() and len(given) < 9 else 1
    rows = ordered.slice((number - 1) * PAGE, PAGE)
    decided = {variant.letter: page.sides.decided(page.subject, variant) for variant in page.variants}
    theirs = decided_by(page.subject.asked, decided, rows["person"].to_list())
    convictions: dict[str, list[dict[str, Any]]] = {}
    for row in theirs.iter_rows(named=True):
        convictions.setdefault(row["person"], []).append(row)
    return render(
        page.request, "variants_people.html", variants=page.variants, other=other, rows=rows.to_dicts(),
        convictions=convictions, total=ordered.height, page=number, last=last, asked=asked, said=SAID, none_=NONE,
        outcome=_outcome, address=page.address, value_of=value_of, headings=HEADINGS,
        turn=lambda number: page.address("/people", beside=other.letter, **asked, page=number),
        back=page.address(), **values,
    )  # fmt: skip


def _chosen(page: _Page, found: Contrast, other: Variant, asked: Mapping[str, str]) -> pl.DataFrame:
    """The people of a contrast that filters leave: by way, by group, by from what to what a conviction went."""
    people = found.people
    if asked["way"] in WAYS:
        people = people.filter(pl.col("way") == asked["way"])
    who = page.subject.asked.select("person", *GROUPS).unique("person", keep="first", maintain_order=True)
    people = people.join(who, on="person", how="left", maintain_order="left")
    for group in GROUPS:
        if asked[group]:
            value = pl.col(group)
            people = people.filter(value.is_null() if asked[group] == NONE else value == asked[group])
    if asked["from"] and asked["to"]:
        both = {
            "first": page.sides.decided(page.subject, page.variants[0]),
            "other": page.sides.decided(page.subject, other),
        }
        rows = decided_by(page.subject.asked, both, people["person"].to_list())
        moved = rows.filter((pl.col("first") == asked["from"]) & (pl.col("other") == asked["to"]))
        people = people.join(moved.select("person").unique(), on="person", how="semi", maintain_order="left")
    return people


@of_results
def of_run(request: Request, run: Run, opened: Opened) -> Response:
    """Variants beside what a run decided."""
    return _side_by_side(_of_run(request, run, opened), run=run, title=title_of(run), delivery=None)


@of_results
def people_of_run(request: Request, run: Run, opened: Opened) -> Response:
    """The people on whom they differ, by name."""
    persons = opened.kept.table("persons")
    names = dict(persons.filter(pl.col("name").is_not_null()).select("person_id", "name").iter_rows())
    return _people(_of_run(request, run, opened), names, run=run, title=title_of(run), delivery=None)


def _of_run(request: Request, run: Run, opened: Opened) -> _Page:
    usual = [REVIEWED, *(name for name in (STATUTE, "ca-dismiss-all") if name != opened.office), opened.office]
    return _page(request, OfRun(opened, policies(request.app.state.workplace)), usual, f"/runs/{run.id}/variants", {})


def of_delivery(request: Request) -> Response:
    """Variants on a delivery's facts, before any run."""
    page, values = _of_delivery(request)
    if page is None:
        return render(request, "variants_none.html", **values)
    return _side_by_side(page, title="", **values)


def people_of_delivery(request: Request) -> Response:
    """The people on whom they differ, by number."""
    page, values = _of_delivery(request)
    if page is None:
        return render(request, "variants_none.html", **values)
    return _people(page, {}, title="", **values)


def _of_delivery(request: Request) -> tuple[_Page | None, dict[str, Any]]:
    """The page, or none while the facts of the county are not computed."""
    asked = asked_of(request)
    choice = asked.choice
    carried = {"county": choice.county, "as_of": choice.as_of.isoformat() if choice.as_of else ""}
    values: dict[str, Any] = {
        "delivery": asked.delivery, "county": choice.county, "as_of": choice.as_of, "run": None,
        "policy": f"/policy/{asked.delivery.id}?{QueryParams(choice.fields())}",
    }  # fmt: skip
    if not (asked.ready and asked.folder):
        return None, values
    whatif: WhatIf = request.app.state.whatif
    choosable = policies(request.app.state.workplace)
    subject = OfDelivery(whatif.basis(asked.folder), version_of_facts(asked.folder), choosable)
    usual = list(dict.fromkeys([choice.pack.id if choice.pack else "ca-dismiss-all", STATUTE, "ca-dismiss-all"]))
    fields = request.query_params
    if choice.pack and not fields.get("A.pack"):  # from the policy page: begin with what was chosen there
        start = Variant(LETTERS[0], choice.pack.id, "", choice.pack)
        fields = QueryParams([*fields.multi_items(), *start.fields(), ("B.pack", usual[1])])
    variants = read_variants(subject, _changed(fields, usual), usual)
    return _Page(request, subject, variants, f"/policy/{asked.delivery.id}/variants", carried), values


routes = [
    Route("/runs/{run}/variants", of_run),
    Route("/runs/{run}/variants/people", people_of_run),
    Route("/policy/{delivery}/variants", of_delivery),
    Route("/policy/{delivery}/variants/people", people_of_delivery),
]
