"""Results folders that pages look into: opened once, their lists made when first asked for, the latest few kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from threading import Lock, RLock, Thread

import polars as pl
from starlette.requests import Request
from starlette.responses import Response

from vacatur.decide.horizon import eligible_from
from vacatur.decide.impact import FREED, people_freed
from vacatur.errors import VacaturError
from vacatur.outputs.filings.case_numbers import one_case_number
from vacatur.outputs.filings.docket import CLERKS_ORDER, RELIEF, docket_from
from vacatur.outputs.kept import Kept, open_results
from vacatur.outputs.report import groups
from vacatur.review.applied import reason_in_short
from vacatur.review.book import version_of
from vacatur.web.browse import Facet, Listing, searched
from vacatur.web.security import see
from vacatur.web.workplace import Run, Workplace

MOST = 3
"""Results that are kept open."""

HELPED = "relief"
"""Stands for the determinations that a person waits for."""

CONVICTIONS = {
    "determination": Facet("determination", {HELPED: tuple(RELIEF)}),
    "listed": Facet("listed"),
    "prosecutor": Facet("prosecutor"),
    "section": Facet("section"),
    "reason": Facet("reason"),
    "unknown": Facet("unknown_facts"),
    "missing": Facet("missing"),
    "court": Facet("court"),
    "grade": Facet("grade"),
    "decade": Facet("decade"),
    "race": Facet("race"),
    "sex": Facet("sex"),
    "freed": Facet("freed"),
}
"""What filters convictions; `freed` is of people whom the pack frees of something (`decide.impact`)."""

CHARGES = {name: Facet(name) for name in ("disposition", "section", "grade", "decade", "court")}
PROBLEMS = {"code": Facet("code"), "file": Facet("file")}

_NOT_OF_DECISIONS = ("charges", "problems", "set aside")

_ORDERS = {
    "name": ("person_at", "convicted_on", "conviction_id"),
    "date": ("convicted_on", "person_at", "conviction_id"),
    "court": ("court", "case_key", "count", "conviction_id"),
    "case": ("case_key", "count", "conviction_id"),
    "section": ("section", "subdivision", "person_at", "convicted_on", "conviction_id"),
    "determination": ("determination", "person_at", "convicted_on", "conviction_id"),
    "reason": ("reason", "person_at", "convicted_on", "conviction_id"),
}


class Opened:
    """One results folder with its ledger at one moment. Lists are made once, whoever asks first.

    Args:
        before: the same results with fewer acts in the ledger: of its lists little need be made anew.

    Attributes:
        prepared: whether the first list is there, or is being made.
    """

    def __init__(self, kept: Kept, before: Opened | None = None) -> None:
        self.kept = kept
        self._lists: dict[str, Listing] = {}
        self._earlier: dict[str, tuple[Listing, int]] = {}  # lists of decisions, and the last act that is in them
        self._impact: dict[str, dict[str, int]] = {}
        self._making = RLock()
        self._foreseeing = RLock()  # of its own, so that no other list waits for what takes long
        self.prepared = bool(before)
        if before:
            lists, last = before._lists.copy(), before.kept.ledger.last
            self._lists = {name: lists[name] for name in _NOT_OF_DECISIONS if name in lists}
            self._earlier = before._earlier | {name: (made, last) for name, made in lists.items()}

    def prepare(self) -> None:
        """Make the list that is asked for first. What goes wrong is told when somebody asks."""
        with suppress(VacaturError, OSError, pl.exceptions.PolarsError):
            self.convictions(self.office)

    @property
    def office(self) -> str:
        """The id of the pack that is the office's choice."""
        return self.kept.packs[0].id

    def convictions(self, pack: str) -> Listing:
        """What a pack decided.

        Raises:
            ResultsError: the run did not compute it.
        """
        pack = self.kept.pack(pack).id
        return self._made(f"convictions {pack}", lambda: self._convictions(pack))

    def later(self, pack: str) -> Listing:
        """What a pack would dismiss or reduce on a later day, within ten years."""
        pack = self.kept.pack(pack).id
        with self._foreseeing:
            if (known := self.foreseen(pack)) is None:
                known = self._lists[f"later {pack}"] = self._later(pack)
            return known

    def foreseen(self, pack: str) -> Listing | None:
        """The same, if it was asked for before: it takes a while on a large county."""
        return self._lists.get(f"later {pack}")

    def charges(self) -> Listing:
        """Cannabis counts of the county of which nobody was convicted."""
        return self._made("charges", self._charges)

    def problems(self) -> Listing:
        """What could not be read, or is in doubt."""
        return self._made("problems", lambda: _as_written(self.kept.problems))

    def set_aside(self) -> Listing:
        """The rows that could not be read."""
        return self._made("set aside", lambda: _as_written(self.kept.set_aside))

    def impact(self, pack: str) -> dict[str, int]:
        """How many people a pack helps (`HELPED`), and frees of each of `FREED`: as the run counted them, and counted
        anew once reviewers have recorded something.
        """
        counted = self.kept.summary["impact"].get(pack)
        if counted and not self.kept.ledger.acts:
            return {HELPED: counted["people_with_relief"], **{name: counted[name] for name in FREED}}
        with self._making:
            if pack not in self._impact:
                found = self._freed(self.kept.table("decisions").filter(pl.col("pack") == pack))
                freed = found["freed"].explode()
                self._impact[pack] = {HELPED: found.height, **{name: int((freed == name).sum()) for name in FREED}}
            return self._impact[pack]

    def _made(self, name: str, make: Callable[[], Listing]) -> Listing:
        if name not in self._lists:
            with self._making:
                if name not in self._lists:
                    self._lists[name] = make()
                    self._earlier.pop(name, None)
        return self._lists[name]

    def _people(self) -> pl.DataFrame:
        """Everybody, numbered by name."""
        people = self.kept.table("persons").select("person_id", "name")
        return people.sort("name", "person_id", nulls_last=True).with_row_index("person_at").drop("name")

    def _convictions(self, pack: str) -> Listing:
        decisions = self.kept.table("decisions").filter(pl.col("pack") == pack)
        if before := self._earlier.get(f"convictions {pack}"):
            listing, last = before
            rows = self._amended(listing.rows, decisions, {act.conviction for act in self.kept.ledger.acts[last:]})
        else:
            rows = self._ready(docket_from(self.kept, decisions), decisions)
        return Listing(rows, search=rows["search"], facets=CONVICTIONS, orders=_ORDERS)

    def _ready(self, rows: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
        """Rows of a docket with what they are searched and filtered by."""
        rows = rows.join(self._people(), on="person_id", how="left", maintain_order="left")
        rows = rows.join(self._freed(decisions), on="person_id", how="left", maintain_order="left")
        subdivision = self.kept.table("convictions").select("conviction_id", "subdivision")
        rows = rows.join(subdivision, on="conviction_id", how="left", maintain_order="left")
        reason = groups.reason_in_short(reason_in_short(pl.col("rule"), pl.col("ground")))
        rows = rows.with_columns(reason.alias("reason"), grade(), decade("convicted_on"), pl.col("freed").fill_null([]))
        return rows.with_columns(_search(rows))

    def _amended(self, rows: pl.DataFrame, decisions: pl.DataFrame, changed: set[str]) -> pl.DataFrame:
        """The rows after some more acts of reviewers.

        An act changes how its conviction stands, and so that of other entries of the same count; and of what the
        person is freed. Which entries are the same count no act changes.
        """
        rows = rows.with_columns(pl.col(pl.Enum).cast(pl.String))
        own = pl.col("conviction_id").is_in(changed)
        touched = changed | set(rows.filter(own)["same_count"].explode().drop_nulls())
        people = rows.filter(pl.col("conviction_id").is_in(touched))["person_id"].unique()
        theirs = decisions.filter(pl.col("person_id").is_in(people.implode()))
        fresh = self._ready(docket_from(self.kept, theirs), theirs)
        freed = fresh.select("person_id", pl.col("freed").alias("anew")).unique("person_id")
        fresh = fresh.filter(pl.col("conviction_id").is_in(touched))
        rows = pl.concat([rows.filter(~pl.col("conviction_id").is_in(touched)), fresh])
        rows = rows.join(freed, on="person_id", how="left", maintain_order="left")
        rows = rows.with_columns(pl.coalesce("anew", "freed").alias("freed")).drop("anew")
        return rows.sort(CLERKS_ORDER, nulls_last=True, maintain_order=True)

    def _freed(self, decisions: pl.DataFrame) -> pl.DataFrame:
        """Of what decisions free each of the people whom they help."""
        convictions = self.kept.table("convictions").join(decisions, on="person_id", how="semi")
        found = people_freed(
            convictions.rename({"conviction_id": "conviction", "person_id": "person"}),
            decisions.select(pl.col("conviction_id").alias("conviction"), "determination"),
            self.kept.as_of,
        )
        each = [pl.when(name).then(pl.lit(name)) for name in FREED]
        return found.select(pl.col("person").alias("person_id"), pl.concat_list(each).list.drop_nulls().alias("freed"))

    def _later(self, pack: str) -> Listing:
        kept = self.kept
        found = eligible_from(kept.table("facts"), kept.table("decisions"), kept.pack(pack), kept.as_of)
        found = found.select(
            "conviction_id", pl.col("date").alias("eligible_from"), pl.col("determination").alias("then"),
            pl.col("rule").alias("rule_then"), pl.col("date").dt.year().cast(pl.String).alias("year"),
        )  # fmt: skip
        rows = self.convictions(pack).rows.with_columns(pl.col(pl.Enum).cast(pl.String))
        rows = rows.join(found, on="conviction_id", how="inner", maintain_order="left")
        facets = {name: CONVICTIONS[name] for name in ("determination", "section", "reason", "court", "grade")}
        orders = {"later": ("eligible_from", "person_at", "conviction_id"), **_ORDERS}
        facets = {"year": Facet("year"), "then": Facet("then"), **facets}
        return Listing(rows, search=rows["search"], facets=facets, orders=orders)

    def _charges(self) -> Listing:
        charges = self.kept.table("charges")
        people = self.kept.table("persons").select("person_id", "name", "birth_date", "cii_number")
        rows = charges.join(people, on="person_id", how="left", maintain_order="left")
        rows = pl.concat([rows, one_case_number(rows).select("case_number", "case_key")], how="horizontal")
        rows = rows.join(self._people(), on="person_id", how="left", maintain_order="left")
        rows = rows.with_columns(grade(), decade("event_date"))
        orders = {
            "name": ("person_at", "event_date", "place"), "date": ("event_date", "person_at", "place"),
            "court": ("court", "case_key", "count", "place"), "section": ("section", "person_at", "place"),
        }  # fmt: skip
        return Listing(rows, search=_search(rows), facets=CHARGES, orders=orders)


class Browse:
    """The results that pages have looked into, the latest few."""

    def __init__(self) -> None:
        self._opened: OrderedDict[str, tuple[tuple[int, ...], Opened]] = OrderedDict()
        self._changing = Lock()

    def opened(self, results: Path) -> Opened:
        """A results folder as it is now, with its ledger: what has changed since is looked at again.

        Raises:
            ResultsError: it is none.
        """
        manifest = results / "manifest.json"
        run = manifest.stat().st_mtime_ns if manifest.is_file() else 0
        version = run, *version_of(results)
        with self._changing:
            was, known = self._opened.get(str(results), ((), None))
            if known is None or was[:1] != version[:1]:
                known = Opened(open_results(results, unchanged=False))
            elif was != version:
                known = Opened(known.kept.opened_again(), known)
            self._opened[str(results)] = version, known
            self._opened.move_to_end(str(results))
            while len(self._opened) > MOST:
                self._opened.popitem(last=False)
            return known

    def prepare(self, results: Path) -> None:
        """Make the first list in the background, so that it is there when somebody asks for it."""
        if not (results / "manifest.json").is_file():
            return
        opened = self.opened(results)
        if not opened.prepared:
            opened.prepared = True
            Thread(target=opened.prepare, daemon=True).start()


Page = Callable[[Request, Run, Opened], Response]


def of_results(page: Page) -> Callable[[Request], Response]:
    """A page of a run's results; while there are none yet, the page of the run answers, which says how far it is."""

    @wraps(page)
    def answer(request: Request) -> Response:
        workplace: Workplace = request.app.state.workplace
        browse: Browse = request.app.state.browse
        run = workplace.run(request.path_params["run"])
        if not (run.results / "manifest.json").is_file():
            return see(f"/runs/{run.id}")
        return page(request, run, browse.opened(run.results))

    return answer


def grade() -> pl.Expr:
    """Whether it is a felony, as a text; null when that is not known."""
    felony = pl.col("is_felony")
    return pl.when(felony).then(pl.lit("felony")).when(~felony).then(pl.lit("lesser")).alias("grade")


def decade(day: str) -> pl.Expr:
    """`1990s`; null without a date."""
    return pl.concat_str((pl.col(day).dt.year() // 10 * 10).cast(pl.String), pl.lit("s")).alias("decade")


def _search(rows: pl.DataFrame) -> pl.Series:
    """What a row is searched by."""
    return searched(*(rows[name] for name in ("name", "cii_number", "person_id", "case_numbers")))


def _as_written(rows: pl.DataFrame) -> Listing:
    """Rows of texts, in their order; every text is searched."""
    rows = rows.with_row_index("at").with_columns(pl.col("line").cast(pl.Int64, strict=False))
    orders = {"line": ("at",), "code": ("code", "at")}
    texts = [rows[name] for name, dtype in rows.schema.items() if dtype == pl.String]
    return Listing(rows, search=searched(*texts), facets=PROBLEMS, orders=orders)
