"""One run, from input paths to a finished results folder: the only place that knows every room."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from vacatur.decide.arrests import arrests_without_conviction
from vacatur.decide.cascade import SCOPE, decide
from vacatur.decide.charged import charged_only
from vacatur.decide.comments import possible_other_charges
from vacatur.decide.doubts import conviction_doubts, decision_doubts
from vacatur.decide.evidence import evidence_of
from vacatur.decide.facts import fact_columns
from vacatur.decide.frame import Convicted, put_together
from vacatur.decide.impact import impact_of
from vacatur.decide.remedies import remedies_of_arrests
from vacatur.law.pack import Pack
from vacatur.outputs.decided import decided_rows
from vacatur.outputs.people import convictions_table, people_table
from vacatur.outputs.replacing import check_free
from vacatur.outputs.results import Enclose, Outcome, write_results
from vacatur.outputs.summary import Summary, summarize
from vacatur.record.history import History
from vacatur.request import HYPOTHETICALS, STATUTE, about_of, check_county, choose_packs
from vacatur.sources.doj.coded import SHOWN_AGAIN
from vacatur.sources.doj.events import to_history
from vacatur.sources.doj.reader import FileRead, open_delivery, read_delivery


@dataclass(frozen=True)
class Progress:
    """How far a run has come.

    Attributes:
        stage: reading, deciding or writing.
        done: bytes of the input that the stage has passed, of `total` (None where a stage has no measure).
        rows: rows so far.
    """

    stage: str
    done: int
    total: int | None
    rows: int


Report = Callable[[Progress], None]


@dataclass(frozen=True)
class Delivery:
    """The files of one delivery, read: what every policy starts from.

    Attributes:
        cells: what the condensed spreadsheet shows of the readable rows, as it stands.
    """

    reads: list[FileRead]
    cells: pl.DataFrame
    history: History


@dataclass(frozen=True)
class Results:
    """A finished run.

    Attributes:
        outcome: what the tables are made of.
        problems: one row a thing that could not be read or is in doubt.
        summary: the figures, with the seconds that the run took.
        convictions: every conviction of the delivery.
        persons: every person.
        facts: the facts of every conviction that a pack may decide.
        folder: where the files are; None when none were asked for.
        timing: seconds spent in each room.
    """

    outcome: Outcome = field(repr=False)
    problems: pl.DataFrame
    summary: Summary
    convictions: pl.DataFrame
    persons: pl.DataFrame
    facts: pl.DataFrame
    folder: Path | None
    timing: dict[str, float]

    @cached_property
    def decisions(self) -> pl.DataFrame:
        """One row a conviction and pack (docs/analyst.md); put together when it is asked for."""
        return self.outcome.decisions


def run(
    files: Sequence[str | Path],
    county: str | None,
    packs: Sequence[str | Path | Pack] = (),
    *,
    as_of: date,
    out: str | Path | None = None,
    settings: Mapping[str, object] | None = None,
    assume: Iterable[str] = (),
    options: str | Path | None = None,
    replace: bool = False,
    progress: Report | None = None,
    enclose: Enclose | None = None,
) -> Results:
    """Decide the cannabis convictions of a county, or all when a pack is about any, and write what offices need.

    Args:
        files: one delivery of the state's file, in one file or several.
        county: as the file names it (`LOS ANGELES`); None for every county.
        packs: ids or folders; the first is the office's choice, the others are computed beside it.
        as_of: the date of evaluation.
        out: the results folder, which must not exist; None to write nothing.
        settings: values for parameters of the first pack.
        assume: ids of assumptions to switch on in the first pack.
        options: an options file of the Clear My Record wizard, for the pack `ca-configurable`.
        replace: whether an earlier results folder may be replaced.
        progress: told how far the run has come.
        enclose: writes further files into the results folder, and says which.

    Raises:
        VacaturError: the request, a pack or a file is refused (`vacatur.errors`).
    """
    clock = _Clock()
    county = None if county is None else county.strip().upper()
    chosen = choose_packs(packs, settings or {}, assume, None if options is None else Path(options))
    if out is not None:
        check_free(Path(out), replace=replace)
    with clock.room("sources"):
        delivery = read_delivered([Path(file) for file in files], progress)
    check_county(delivery.history, county)
    if progress:
        progress(Progress("deciding", 0, None, delivery.history.events.height))
    with clock.room("decide"):
        convicted = put_together(delivery.history, county, as_of, about_of(chosen))
        facts = fact_columns(convicted.asked)
        by_pack = {pack.id: decide_pack(convicted.asked, facts, pack) for pack in chosen}
        outcome = _outcome(delivery, convicted, facts, by_pack, chosen, county)
    persons, cells, report = delivery.history.persons, delivery.cells, _report_writing(progress, delivery)
    del delivery  # its events are the largest table, and nothing that is written needs them
    if out is not None:
        with clock.room("outputs"):
            write_results(Path(out), outcome, cells, report, clock.seconds, enclose)
    outcome.summary["seconds"] = clock.total()
    folder = None if out is None else Path(out)
    return Results(
        outcome,
        outcome.problems,
        outcome.summary,
        convicted.all,
        persons,
        facts,
        folder,
        clock.seconds,
    )


def read_delivered(files: Sequence[Path], progress: Report | None = None) -> Delivery:
    """Read the files of one delivery.

    Raises:
        SourceError: a file is refused.
    """
    opened = open_delivery(files)
    report = None if progress is None else lambda done, total, rows: progress(Progress("reading", done, total, rows))
    reads, cells = read_delivery(opened, report)
    return Delivery(reads, cells.select("file", "line", *SHOWN_AGAIN), to_history(reads, cells))


def decide_pack(asked: pl.DataFrame, facts: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    """What a pack decides, one row a conviction in its scope; `asked_at` is its row of `asked` and of `facts`."""
    if pack.about == "any" or asked["cannabis"].all():
        decisions = decide(facts, pack).with_row_index("asked_at")
    else:
        own = asked["cannabis"].arg_true().alias("asked_at")
        decisions = pl.concat([own.to_frame(), decide(facts[own], pack)], how="horizontal")
    inside = decisions.filter(~((pl.col("rule") == SCOPE) & (pl.col("determination") == "out_of_scope")))
    return pl.concat(
        [asked.select(pl.col("conviction", "conviction_id", "person_id").gather(inside["asked_at"])), inside],
        how="horizontal",
    )


def _outcome(
    delivery: Delivery,
    convicted: Convicted,
    facts: pl.DataFrame,
    by_pack: dict[str, pl.DataFrame],
    packs: list[Pack],
    county: str | None,
) -> Outcome:
    """Put evidence, problems and figures to the decisions."""
    history, asked = delivery.history, convicted.asked
    with_evidence = {
        pack.id: by_pack[pack.id].with_columns(evidence_of(asked, by_pack[pack.id], pack)) for pack in packs
    }
    chosen = with_evidence[packs[0].id]
    decided = decided_rows(history, convicted.all, asked, chosen, by_pack[STATUTE])
    doubts = [conviction_doubts(convicted.all), decision_doubts(history.events, asked, convicted.as_of)]
    problems = pl.concat([history.problems, *doubts]).sort("file", "line", "code", "column", nulls_last=True)
    impacts = {
        name: impact_of(convicted.all, by_pack[name], convicted.as_of)
        for name in dict.fromkeys((packs[0].id, *HYPOTHETICALS))
    }
    summary = summarize(
        county=county, as_of=convicted.as_of, packs=packs, reads=delivery.reads, history=history,
        convictions=convicted.all, decided=decided, chosen=chosen, impacts=impacts, problems=problems,
    )  # fmt: skip
    remarks = possible_other_charges(history.events, history.offenses)
    return Outcome(
        packs=packs, reads=delivery.reads, convicted=convicted, facts=facts, by_pack=with_evidence, decided=decided,
        remarks=remarks, persons=people_table(history), convictions=convictions_table(history, convicted),
        charges=charged_only(history, convicted.all, county),
        arrests=_arrests(history, convicted) if about_of(packs) == "any" else None, problems=problems, summary=summary,
    )  # fmt: skip


def _arrests(history: History, convicted: Convicted) -> pl.DataFrame:
    """Arrests of which nobody was convicted, and the remedies that may reach each."""
    arrests = arrests_without_conviction(history, convicted.all, convicted.as_of)
    return pl.concat([arrests, remedies_of_arrests(arrests)], how="horizontal")


def _report_writing(progress: Report | None, delivery: Delivery) -> Callable[[int], None] | None:
    if progress is None:
        return None
    total, rows, done = sum(read.file.size for read in delivery.reads), delivery.cells.height, 0

    def report(more: int) -> None:
        nonlocal done
        done += more
        progress(Progress("writing", done, total, rows * done // max(total, 1)))

    return report


class _Clock:
    """How long each room took. For people to know; nothing is decided by it."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self.seconds: dict[str, float] = {}

    @contextmanager
    def room(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 3)

    def total(self) -> float:
        return round(time.perf_counter() - self._start, 3)
