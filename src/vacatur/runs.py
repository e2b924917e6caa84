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

from vacatur.errors import ResultsError
from vacatur.law.pack import Pack
from vacatur.outcomes import outcome_of
from vacatur.outputs.replacing import check_free
from vacatur.outputs.results import Enclose, Outcome, write_results
from vacatur.outputs.summary import Summary
from vacatur.record.history import History
from vacatur.request import check_county, check_day, check_named, choose_packs
from vacatur.scale.large import Request, run_in_parts
from vacatur.scale.memory import Plan, bytes_of, plan_of
from vacatur.scale.state import clear_away, clear_finished
from vacatur.sources.doj.coded import SHOWN_AGAIN
from vacatur.sources.doj.events import to_history
from vacatur.sources.doj.file import DojFile
from vacatur.sources.doj.reader import FileRead, open_delivery, read_delivery


@dataclass(frozen=True)
class Progress:
    """How far a run has come.

    Attributes:
        stage: reading, deciding or writing.
        done: bytes of the input that the stage has passed, or steps of deciding, of `total` (None where a stage has no
            measure).
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
class Held:
    """What a finished run holds in memory.

    Attributes:
        outcome: what the tables are made of.
        persons: every person.
    """

    outcome: Outcome
    persons: pl.DataFrame


@dataclass(frozen=True)
class Results:
    """A finished run.

    Attributes:
        held: what is in memory; None after a run on more than fits there: its tables are then those of the folder
            (docs/analyst.md), read when they are asked for.
        summary: the figures, with the seconds that the run took.
        folder: where the files are; None when none were asked for.
        timing: seconds spent in each room.
    """

    held: Held | None = field(repr=False)
    summary: Summary
    folder: Path | None
    timing: dict[str, float]

    @property
    def outcome(self) -> Outcome:
        """What the tables are made of.

        Raises:
            ResultsError: the run did not fit in memory.
        """
        if self.held is None:
            raise ResultsError(f"{self.folder} is of a run on more than fits in memory: its tables are in its files.")
        return self.held.outcome

    @cached_property
    def decisions(self) -> pl.DataFrame:
        """One row a conviction and pack (docs/analyst.md); put together when it is asked for."""
        return self.held.outcome.decisions if self.held else self._table("decisions")

    @cached_property
    def problems(self) -> pl.DataFrame:
        """One row a thing that could not be read or is in doubt."""
        return self.held.outcome.problems if self.held else pl.read_csv(self._file("problems.csv"))

    @cached_property
    def convictions(self) -> pl.DataFrame:
        """Every conviction of the delivery."""
        return self.held.outcome.convicted.all if self.held else self._table("convictions")

    @cached_property
    def persons(self) -> pl.DataFrame:
        """Every person."""
        return self.held.persons if self.held else self._table("persons")

    @cached_property
    def facts(self) -> pl.DataFrame:
        """The facts of every conviction that a pack may decide."""
        return self.held.outcome.facts if self.held else self._table("facts")

    def _table(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self._file(f"{name}.parquet"))

    def _file(self, name: str) -> Path:
        assert self.folder is not None
        return self.folder / name


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
    memory: str | None = None,
    resume: bool = False,
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
        memory: the most that the run may take (`2GB`); None for the usual (docs/large-files.md). What does not fit is
            decided in parts.
        resume: whether to go on from what a run in parts had finished before it was killed.

    Raises:
        VacaturError: the request, a pack or a file is refused (`vacatur.errors`).
    """
    clock = _Clock()
    check_day(as_of)
    county = None if county is None else county.strip().upper()
    chosen = choose_packs(packs, settings or {}, assume, None if options is None else Path(options))
    bound = None if memory is None else bytes_of(memory)
    if out is not None:
        clear_finished(Path(out))
        check_free(Path(out), replace=replace)
    opened = open_delivery([Path(file) for file in files])
    plan = None if out is None or enclose else plan_of(opened, bound)
    if out is not None and plan is not None:
        return _in_parts(opened, county, chosen, as_of, Path(out), plan, resume=resume, progress=progress, clock=clock)
    if out is not None and not resume:
        clear_away(Path(out))
    return _at_once(opened, county, chosen, as_of, None if out is None else Path(out), progress, enclose, clock)


def _at_once(
    files: Sequence[DojFile],
    county: str | None,
    chosen: list[Pack],
    as_of: date,
    out: Path | None,
    progress: Report | None,
    enclose: Enclose | None,
    clock: _Clock,
) -> Results:
    """A run that holds the delivery in memory."""
    with clock.room("sources"):
        delivery = _read(files, progress)
    check_county(delivery.history, county)
    with clock.room("decide"):
        outcome = outcome_of(
            delivery.history, delivery.reads, chosen, county, as_of, _report_deciding(progress, delivery)
        )
    persons, cells, report = delivery.history.persons, delivery.cells, _report_writing(progress, delivery)
    del delivery  # its events are the largest table, and nothing that is written needs them
    if out is not None:
        with clock.room("outputs"):
            write_results(out, outcome, cells, report, clock.seconds, enclose)
    outcome.summary["seconds"] = clock.total()
    return Results(Held(outcome, persons), outcome.summary, out, clock.seconds)


def _in_parts(
    files: Sequence[DojFile],
    county: str | None,
    chosen: list[Pack],
    as_of: date,
    out: Path,
    plan: Plan,
    *,
    resume: bool,
    progress: Report | None,
    clock: _Clock,
) -> Results:
    """A run on more than fits in memory: some of the people after the others."""
    request = Request(
        files, county, as_of.isoformat(), chosen, out, lambda named: check_named(named, county),
        lambda history: outcome_of(history, [], chosen, county, as_of), resume,
    )  # fmt: skip

    def tell(stage: str, done: int, total: int | None, rows: int) -> None:
        if progress:
            progress(Progress(stage, done, total, rows))

    summary = run_in_parts(request, plan, clock.room, clock.seconds, tell)
    summary["seconds"] = clock.total()
    return Results(None, summary, out, clock.seconds)


def read_delivered(files: Sequence[Path], progress: Report | None = None) -> Delivery:
    """Read the files of one delivery.

    Raises:
        SourceError: a file is refused.
    """
    return _read(open_delivery(files), progress)


def _read(opened: Sequence[DojFile], progress: Report | None) -> Delivery:
    report = None if progress is None else lambda done, total, rows: progress(Progress("reading", done, total, rows))
    reads, cells = read_delivery(opened, report)
    return Delivery(reads, cells.select("file", "line", *SHOWN_AGAIN), to_history(reads, cells))


def _report_deciding(progress: Report | None, delivery: Delivery) -> Callable[[int, int], None] | None:
    if progress is None:
        return None
    rows = delivery.history.events.height
    return lambda done, total: progress(Progress("deciding", done, total, rows * done // total))


def _report_writing(progress: Report | None, delivery: Delivery) -> Callable[[int], None] | None:
    if progress is None:
        return None
    total, rows, done = sum(read.file.text_size for read in delivery.reads), delivery.cells.height, 0

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
