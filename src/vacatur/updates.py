"""A month later: the state sends a new file, and what was asked of the last one is asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur import reviews
from vacatur.differences import KIND, Differences, diff
from vacatur.errors import UsageError
from vacatur.outputs.changes.acts import APPLIES, acts_between, carried_from
from vacatur.outputs.changes.convictions import convictions_between
from vacatur.outputs.changes.people import people_between
from vacatur.outputs.kept import Kept, open_results
from vacatur.outputs.replacing import check_free
from vacatur.reviews import LONGEST_NAME, LONGEST_REASON
from vacatur.runs import Progress, Report, Results, run


@dataclass(frozen=True)
class Updated:
    """A new file, decided as the last one was.

    Attributes:
        results: of the run on it.
        differences: from the last run, in the folder `changes` of the new results.
        carried_over: acts of reviewers that were recorded again.
    """

    results: Results
    differences: Differences
    carried_over: int


@dataclass(frozen=True)
class Carrier:
    """Who records again what reviewers did on the last run.

    Attributes:
        who: a name.
        when: the moment, as ISO text.
    """

    who: str
    when: str


def update(
    results: str | Path,
    files: Sequence[str | Path],
    *,
    out: str | Path,
    as_of: date | None = None,
    carrier: Carrier | None = None,
    replace: bool = False,
    progress: Report | None = None,
) -> Updated:
    """Ask of a new delivery what a run asked of the last one, and write the results with the differences in them.

    County, packs, parameters and assumptions are those of the run: the packs as its folder keeps them, also where the
    program's own have changed since. The results are to the byte those of a run on the new files with these packs.

    Args:
        results: the folder that the run on the last delivery wrote. It is not altered.
        files: the new delivery.
        out: the folder of the new results, which must not exist.
        as_of: the new date of evaluation; None for that of the run.
        carrier: by whom acts that still apply are recorded again in the new ledger, each with a reference to the old
            one; None to list them only.
        replace: whether earlier results there may be replaced.
        progress: told how far the run has come.

    Raises:
        VacaturError: the results, the files or the request are refused, or nothing can be written.
    """
    before = open_results(results)
    _check(before, Path(out), carrier)
    check_free(Path(out), replace=replace)
    county = None if before.every_county else before.county
    made = run(
        files, county, before.packs, as_of=as_of or before.as_of, out=out, replace=replace, progress=progress
    )  # fmt: skip
    if progress:
        progress(Progress("comparing", 0, None, made.summary["rows"]["read"]))
    carried = carry_over(before, open_results(out, unchanged=False), carrier) if carrier else 0
    after = open_results(out, unchanged=False)
    found = diff(before, after, pack=before.packs[0].id, out=Path(out) / KIND)
    return Updated(made, found, carried)


def _check(before: Kept, out: Path, carrier: Carrier | None) -> None:
    if before.sheet_rows is not None:
        raise UsageError(
            f"{before.folder} holds the results of RAP sheets. Give the new sheets to `vacatur rapsheet`, and "
            "compare the two with `vacatur diff`."
        )
    if carrier and not 0 < len(carrier.who.strip()) <= LONGEST_NAME:
        raise UsageError(f"Say who carries over: a name, in at most {LONGEST_NAME} characters.")
    if out.exists() and out.resolve() == before.folder.resolve():
        raise UsageError("The earlier results stay as they are: name another folder with --out.")


def carry_over(before: Kept, after: Kept, carrier: Carrier) -> int:
    """Record again, on the results of a new delivery, the acts on the last one that still apply: those on the same
    conviction, whose facts are the same (`outputs.changes.acts`). Each names the act that it repeats, who did it and
    when.

    Returns:
        how many.

    Raises:
        UsageError: nobody is named.
        ResultsError: the ledger cannot be written.
    """
    pairs = convictions_between(before, after, people_between(before, after)).pairs
    carried = 0
    for row in acts_between(before, after, pairs).iter_rows(named=True):
        if row["state"] != APPLIES or row["carried_over"] is not None:
            continue
        act = before.ledger.acts[row["act"] - 1]
        reason = f"{carried_from(act.number, before.sha256)}, by {act.who} on {act.when[:10]}: {act.reason}"
        if len(reason) > LONGEST_REASON:
            reason = f"{reason[: LONGEST_REASON - 4]} ..."
        again = {"who": carrier.who, "when": carrier.when, "pack": act.pack}
        if act.kind == "decide":
            reviews.decide(after, row["after"], act.what["determination"], reason, **again)
        else:
            facts = {act.what["fact"]: act.what.get("from", act.what["value"])}
            reviews.supply(after, row["after"], facts, reason, **again)
        carried += 1
    return carried
