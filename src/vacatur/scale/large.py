"""A run on a delivery that is larger than the memory it may take: read once, decided in parts, written in its order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from vacatur.errors import SourceError
from vacatur.law.pack import Pack
from vacatur.outputs.folder import HashedFile, results_folder
from vacatur.outputs.results import pack_hash, write_account
from vacatur.outputs.spreadsheets import write_spreadsheets
from vacatur.outputs.summary import Summary
from vacatur.outputs.tables import write_json, write_parquet_in_turn, write_problems, write_set_aside
from vacatur.scale import deciding, parting
from vacatur.scale.deciding import Decide, Decided, decide_part, stretches
from vacatur.scale.figures import together
from vacatur.scale.memory import Plan
from vacatur.scale.merging import Merged
from vacatur.scale.parting import Parted, part_delivery
from vacatur.scale.state import Otherwise, State, note_written, state_of
from vacatur.scale.whole import told_of_all
from vacatur.sources.doj.ahead import in_order
from vacatur.sources.doj.coded import SHOWN_AGAIN
from vacatur.sources.doj.file import DojFile
from vacatur.sources.doj.persons import Elsewhere
from vacatur.sources.doj.problems import set_aside_problems
from vacatur.sources.doj.reader import sha256_of

Room = Callable[[str], AbstractContextManager[None]]
Told = Callable[[str, int, int | None, int], None]
"""Told how far the run has come: the stage, how much of it is done, of how much, and rows so far."""


@dataclass(frozen=True)
class Request:
    """What a run in parts is asked for.

    Attributes:
        check_county: refuses a county, given those that the delivery names.
        decide: decides some of the people.
        resume: whether to take up what an earlier run left.
    """

    files: Sequence[DojFile]
    county: str | None
    as_of: str
    packs: Sequence[Pack]
    out: Path
    check_county: Callable[[Sequence[str]], None]
    decide: Decide
    resume: bool

    def as_json(self) -> dict[str, Any]:
        """What must be the same for another run to take it up."""
        return {
            "program": [version("vacatur"), pl.__version__],
            "files": [[file.name, file.size] for file in self.files],
            "county": self.county,
            "as_of": self.as_of,
            "packs": [[pack.id, pack_hash(pack.folder), pack.values(), list(pack.assumed)] for pack in self.packs],
        }


def run_in_parts(request: Request, plan: Plan, room: Room, seconds: Mapping[str, float], tell: Told) -> Summary:
    """Run, and write the results folder. Its files are equal to the byte to those of a run that holds all in memory.

    Raises:
        VacaturError: as `vacatur.run`; or what is to be taken up was asked for otherwise.
    """
    with state_of(request.out, request.as_json(), resume=request.resume) as state:
        with room("sources"):
            plan, parted = _parted(request, plan, state, tell)
            request.check_county(parted.counties)
        with room("decide"):
            ends = stretches(parted.windows, plan.ranges)
            parts = _decided(request, plan, parted, ends, state, tell)
            if not parts:
                raise SourceError("No row of the files can be read: all were set aside.")
            beside = set_aside_problems(parted.reads)
            counts = dict(beside.group_by("code").len().iter_rows())
            summary = together([part.summary for part in parts], parted.reads, counts)
        with room("outputs"):
            merged = Merged(state.folder, parts, ends, beside)
            _write(request, parted, merged, summary, seconds, state, tell)
    return summary


def _parted(request: Request, plan: Plan, state: State, tell: Told) -> tuple[Plan, Parted]:
    """The delivery laid down by person; by an earlier start, if it came so far and the files are the same."""
    kept = state.read(parting.DONE)
    if kept is None:
        parted = part_delivery(
            request.files, state.folder, plan, lambda done, total, rows: tell("reading", done, total, rows)
        )
        state.write(parting.DONE, {"plan": list(vars(plan).values()), **parting.as_json(parted)})
        return plan, parted
    parted = parting.from_json(state.folder, request.files, kept)
    for read in parted.reads:
        if sha256_of(read.file.path) != read.sha256:
            raise Otherwise(
                f"It cannot be resumed: {read.file.name} was changed since the run that was stopped. Run it without "
                "--resume to begin anew."
            )
    return Plan(*kept["plan"]), parted


def _decided(
    request: Request, plan: Plan, parted: Parted, ends: Sequence[int], state: State, tell: Told
) -> list[Decided]:
    """What came of each part; those that an earlier start finished are taken as they are.

    Two parts are decided at a time: much of what deciding does keeps one core alone busy.
    """
    told: Elsewhere | None = None
    names = [f"part-{part:05d}.json" for part in range(plan.parts)]
    kept = [state.read(name) for name in names]
    if None in kept:
        told = told_of_all(parted, plan.parts)

    def decided(part: int) -> Decided | None:
        before = kept[part]
        if before is not None:
            return deciding.from_json(before)
        assert told is not None
        found = decide_part(parted, part, told, request.decide, ends, state)
        state.write(names[part], deciding.as_json(found))
        return found

    found: list[Decided] = []
    rows = sum(window.rows for window in parted.windows)
    tell("deciding", 0, plan.parts, 0)
    for part, outcome in enumerate(in_order(decided, range(plan.parts)), start=1):
        tell("deciding", part, plan.parts, rows * part // plan.parts)
        found += [outcome] if outcome else []
    return found


def _write(
    request: Request,
    parted: Parted,
    merged: Merged,
    summary: Summary,
    seconds: Mapping[str, float],
    state: State,
    tell: Told,
) -> None:
    total, done = sum(read.file.text_size for read in parted.reads), 0

    def report(more: int) -> None:
        nonlocal done
        done += more
        tell("writing", min(done, total), total, summary["rows"]["read"] * done // max(total, 1))

    with results_folder(request.out) as folder:
        with ThreadPoolExecutor(1) as beside:
            tables = beside.submit(_write_tables, folder, request, parted, merged, summary)
            written = write_spreadsheets(
                folder,
                parted.reads,
                lambda read: parted.cells_of_file(read.file.index, SHOWN_AGAIN),
                merged.notes,
                request.packs[0],
                report,
            )
            written += tables.result()
        write_account(folder, request.packs, parted.reads, summary, written, seconds)
        note_written(state, folder)


def _write_tables(folder: Path, request: Request, parted: Parted, merged: Merged, summary: Summary) -> list[HashedFile]:
    """The tables, in the order in which a run that holds all in memory writes them."""
    names = [name for name in merged.names() if name not in (deciding.NOTES, deciding.PROBLEMS)]
    own = [name for name in names if not name.startswith(deciding.DECISIONS)]
    tables = {
        "decisions": [f"{deciding.DECISIONS}{pack.id}" for pack in request.packs],
        **{name: [name] for name in own},
    }
    return [
        *[
            write_parquet_in_turn(
                folder,
                f"{name}.parquet",
                merged.schema(of[0]),
                (frame for each in of for frame in merged.table(each)),
            )
            for name, of in tables.items()
        ],
        write_problems(folder, merged.problems(), parted.reads),
        write_set_aside(folder, parted.set_aside()),
        write_json(folder, "summary.json", summary),
    ]
