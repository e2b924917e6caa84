"""Whether it all adds up: each total counted twice, with the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from vacatur.outputs.filings.docket import LISTED, RELIEF
from vacatur.outputs.kept import Kept
from vacatur.outputs.workbook.figures import Block, Value
from vacatur.outputs.workbook.tables import Table, docket_pack

_ELIGIBLE = ("exhibit_a", "exhibit_b", "duplicate", "exception", "route_review")
_ELSEWHERE = {"refer": "referred", "not_eligible": "challenge", "review": "review", "out_of_scope": "out_of_scope"}


@dataclass(frozen=True)
class Check:
    """A total and what it must equal.

    Attributes:
        what: the equation, in words.
        total: one side.
        parts: the numbers that the other side is the sum of.
    """

    what: str
    total: int
    parts: Sequence[int]

    @property
    def holds(self) -> bool:
        """Whether both sides are equal."""
        return self.total == sum(self.parts)


def checks(docket: pl.DataFrame, kept: Kept, tables: Mapping[str, Table]) -> list[Check]:
    """Every equation that must hold between the file, the decisions and the lists."""
    return [*_of_the_file(kept, tables), *_of_the_decisions(docket, kept, tables), *_of_the_summary(docket, kept)]


def reconciliation(found: Sequence[Check]) -> list[Block]:
    """The checks as cells; the first says whether all hold."""
    rows: list[Sequence[Value]] = [
        (check.what, check.total, " + ".join(f"{part:,}" for part in check.parts), sum(check.parts), check.holds)
        for check in found
    ]
    names = ("What must be equal", "Total", "Parts", "Sum of the parts", "Equal")
    return [
        Block("All of it adds up", ("Checks", "That hold", "All hold"), [_all(found)]),
        Block("Each total, counted twice", names, rows),
    ]


def _all(found: Sequence[Check]) -> Sequence[Value]:
    holding = sum(check.holds for check in found)
    return len(found), holding, holding == len(found)


def _of_the_file(kept: Kept, tables: Mapping[str, Table]) -> list[Check]:
    rows, inputs, problems = kept.manifest["rows"], kept.manifest["inputs"], kept.summary["problems"]
    parts = [rows["decided"], rows["not_in_scope"], rows["set_aside"]]
    aside, listed = tables["Set aside"].frame.height, tables["Problems"].frame.height
    return [
        Check("Rows read = rows decided on + rows not in scope + rows set aside", rows["read"], parts),
        Check("Rows read = rows of each file", rows["read"], [each["rows"] for each in inputs]),
        Check("Rows set aside = those of each file", rows["set_aside"], [each["set_aside"] for each in inputs]),
        Check("Rows set aside = rows of the worksheet Set aside", rows["set_aside"], [aside]),
        Check("Problems of each code = rows of the worksheet Problems", listed, list(problems.values())),
    ]


def _of_the_decisions(docket: pl.DataFrame, kept: Kept, tables: Mapping[str, Table]) -> list[Check]:
    decided = kept.table("decisions").filter(pl.col("pack") == docket_pack(docket, kept))
    rows, people = tables["Decisions"].frame.height, tables["People"].frame.height
    felony = docket["is_felony"]
    grades = [int(felony.sum()), int((~felony).sum()), felony.null_count()]
    prosecutors = docket.group_by("prosecutor").len().sort("prosecutor")["len"].to_list()
    return [
        Check("Decisions of the pack = rows of the worksheet Decisions", decided.height, [rows]),
        Check("Decisions = convictions, each once", docket.height, [docket["conviction_id"].n_unique()]),
        Check("Decisions = felonies + not felonies + grade unknown", docket.height, grades),
        Check("Decisions = those of each prosecutor", docket.height, prosecutors),
        *_of_the_lists(docket),
        Check("People with a decision = rows of the worksheet People", decided["person_id"].n_unique(), [people]),
    ]


def _of_the_lists(docket: pl.DataFrame) -> list[Check]:
    listed = {name: int((docket["listed"] == name).sum()) for name in LISTED}
    decided = {name: int((docket["determination"] == name).sum()) for name in (*RELIEF, *_ELSEWHERE)}
    eligible = sum(decided[name] for name in RELIEF)
    said = "To dismiss or reduce = Exhibit A + Exhibit B + duplicates + exceptions + route review"
    return [
        Check("Decisions = the two exhibits and every list", docket.height, list(listed.values())),
        Check(said, eligible, [listed[name] for name in _ELIGIBLE]),
        *[
            Check(f"Determination {outcome} = listed as {name}", decided[outcome], [listed[name]])
            for outcome, name in _ELSEWHERE.items()
        ],
    ]


def _of_the_summary(docket: pl.DataFrame, kept: Kept) -> list[Check]:
    """What the run printed, counted again, and what reviewers changed since; only the office's own pack was printed."""
    printed = kept.summary
    if docket_pack(docket, kept) != printed["pack"]:
        return []
    as_run = docket if not kept.ledger.last else _own(kept.table("decisions_as_run"), printed["pack"])
    counted = dict(as_run.group_by("determination").len().sort("determination").iter_rows())
    relieved = as_run.filter(pl.col("determination").is_in(list(RELIEF)))["person_id"].n_unique()
    people = docket["person_id"].n_unique()
    return [
        Check("Decisions that the run printed = decisions", printed["decisions"]["total"], [docket.height]),
        *[
            Check(f"Determination {name}: what the run printed = decisions", number, [counted.get(name, 0)])
            for name, number in printed["decisions"]["by_determination"].items()
        ],
        Check("People with a decision that the run printed = people", printed["people_decided"], [people]),
        Check("People with relief that the run printed = people", printed["people_with_relief"], [relieved]),
        *([] if not kept.ledger.last else _of_the_review(docket, as_run)),
    ]


def _own(decisions: pl.DataFrame, pack: str) -> pl.DataFrame:
    return decisions.filter(pl.col("pack") == pack)


def _of_the_review(docket: pl.DataFrame, as_run: pl.DataFrame) -> list[Check]:
    """Each determination: those of the run, less those that reviewers changed from it, and those they changed to it."""
    ids, outcome = "conviction_id", "determination"
    both = docket.select(ids, outcome).join(as_run.select(ids, pl.col(outcome).alias("before")), on=ids)
    changed = both.filter(pl.col(outcome) != pl.col("before"))
    found = []
    for name in (*RELIEF, *_ELSEWHERE):
        before, now = int((as_run[outcome] == name).sum()), int((docket[outcome] == name).sum())
        gone, come = int((changed["before"] == name).sum()), int((changed[outcome] == name).sum())
        if gone or come:
            found.append(
                Check(f"Determination {name}: the run's, less and plus reviewers'", now, [before, -gone, come])
            )
    return found
