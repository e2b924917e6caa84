"""From a results folder back to the reasoning: which conviction, which rules, which rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from vacatur.decide.explain import Explanation, IfKnown, explain_one, if_known
from vacatur.decide.facts import CATALOGUE
from vacatur.errors import UsageError
from vacatur.outputs.kept import Kept, open_results
from vacatur.record.rows import place_of


def explain(
    results: str | Path, conviction: str | None = None, person: str | None = None, line: str | int | None = None
) -> list[Explanation]:
    """How each pack of a run decided a conviction, or every decided conviction of a person or of a source line.

    Args:
        results: the folder that a run wrote.
        conviction: as the results name it.
        person: a SUBJECT_ID.
        line: a line of the file; with several files `number:line`, or `name:line`. Of RAP sheets `name:line`: any line
            of the block in which the conviction stands, that of the event's header, date or count too.

    The rows that facts rest on are named `number:line`; on a RAP sheet `name:line`, or `name:first-last`.

    Raises:
        ResultsError: the folder is no results folder, or of another format.
        UsageError: nothing in it answers to what was asked.
    """
    kept = open_results(results, unchanged=False)
    found = explain_kept(kept, _wanted(kept, conviction, person, line))
    return found if kept.sheet_rows is None else [_on_sheets(each, kept.sheet_rows) for each in found]


def _on_sheets(explanation: Explanation, rows: pl.DataFrame) -> Explanation:
    """The same, with rows named by the lines of the sheets on which they stand."""
    named = {
        f"1:{line}": f"{file}:{first}" if first == last else f"{file}:{first}-{last}"
        for line, file, first, last in rows.select("line", "file", "first_line", "last_line").iter_rows()
    }
    steps = [
        replace(step, facts=[replace(fact, evidence=[named[place] for place in fact.evidence]) for fact in step.facts])
        for step in explanation.steps
    ]
    return replace(explanation, steps=steps)


def explain_kept(kept: Kept, convictions: Sequence[str]) -> list[Explanation]:
    """How each pack of a run decided some convictions: in their order, and that of the packs.

    Args:
        convictions: as the results name them; those that no pack decides have no explanation.
    """
    facts = kept.table("facts").filter(pl.col("conviction_id").is_in(list(convictions)))
    facts = facts.with_columns(pl.col(pl.List(pl.UInt64)).list.eval(place_of(pl.element())))
    decisions = kept.table("decisions").filter(pl.col("conviction_id").is_in(list(convictions)))
    rows = {row["conviction_id"][0]: row for row in facts.iter_slices(1)}
    decided = set(decisions.select("conviction_id", "pack").iter_rows())
    return [
        replace(
            explain_one(rows[name].select(list(CATALOGUE)), _evidence(rows[name]), name, pack),
            review=_review(kept, name, pack.id),
        )
        for name in convictions
        for pack in kept.packs
        if name in rows and (name, pack.id) in decided
    ]


def _review(kept: Kept, conviction: str, pack: str) -> list[str]:
    """What reviewers recorded about a conviction: facts, which count under every pack, and decisions of this one."""
    told = []
    for act in kept.ledger.on(conviction):
        if act.kind == "supply" or act.pack == pack:
            what = {
                "decide": f"decided {act.what.get('determination')}",
                "supply": f"supplied {act.what.get('fact')} = {act.what.get('value')}",
                "withdraw": f"took back act {act.what.get('withdraws')}",
            }[act.kind]
            gone = kept.ledger.withdrawn.get(act.number)
            after = f" (taken back by act {gone.number})" if gone else ""
            told.append(f"act {act.number}, {act.when}: {act.who} {what}: {act.reason}{after}")
    return told


def answers_kept(kept: Kept, conviction: str, pack_id: str) -> list[IfKnown]:
    """What either answer to each unknown question would come to, of those that left a decision open.

    Raises:
        ResultsError: the run did not compute that pack.
    """
    one = pl.col("conviction_id") == conviction
    decision = kept.table("decisions").filter(one & (pl.col("pack") == pack_id))
    unknown = decision["unknown_facts"].explode().drop_nulls().to_list()
    facts = kept.table("facts").filter(one).select(list(CATALOGUE))
    return if_known(facts, kept.pack(pack_id), unknown) if facts.height else []


def _wanted(kept: Kept, conviction: str | None, person: str | None, line: str | int | None) -> list[str]:
    facts = kept.table("facts")
    if conviction is not None:
        found = facts.filter(
            (pl.col("conviction_id") == conviction) | pl.col("conviction_id").str.starts_with(f"{conviction}/")
        )
        asked = "that conviction"
    elif person is not None:
        found, asked = facts.filter(pl.col("person_id") == str(person)), "that person"
    elif line is not None:
        own = facts.select("conviction_id", pl.col("rows").list.eval(place_of(pl.element())))
        rows = kept.sheet_rows
        tries = [[_place(str(line), kept.manifest)]] if rows is None else _of_sheet(str(line), rows)
        there = (own.filter(pl.col("rows").list.set_intersection(places).list.len() > 0) for places in tries)
        found = next((each for each in there if not each.is_empty()), own.clear())
        asked = f"line {line}"
    else:
        raise UsageError("Say which conviction: its name, a person, or a line.")
    names = found["conviction_id"].to_list()
    if not names:
        raise UsageError(
            f"No decided conviction in these results answers to {asked}. "
            "The column Conviction of Prop64_Results.csv names them."
        )
    return names


def _place(line: str, manifest: dict[str, Any]) -> str:
    """`number:line`, from a bare line of the only file, from `number:line` or from `name:line`."""
    file, _, number = line.rpartition(":")
    numbers = {entry["file"]: str(entry["number"]) for entry in manifest["inputs"]}
    if not number.isdigit():
        raise UsageError(f"{line!r} is not a line. Give its number, or with several files NAME:NUMBER.")
    if not file and len(numbers) > 1:
        raise UsageError(f"The run had several files: {', '.join(numbers)}. Give the line as NAME:NUMBER.")
    if file and file not in numbers and file not in numbers.values():
        raise UsageError(f"The run had no file {file!r}. It had {', '.join(numbers)}.")
    return f"{numbers.get(file, file) or next(iter(numbers.values()))}:{number}"


def _of_sheet(line: str, rows: pl.DataFrame) -> list[list[str]]:
    """The rows that rest on a line of a sheet, given as `name:line`; failing these, those of the count in whose block
    the line stands; failing these, of a line above all counts, those of its event.
    """
    file, _, number = line.rpartition(":")
    names = rows["file"].unique(maintain_order=True).to_list()
    if not number.isdigit() or (not file and len(names) > 1) or (file and file not in names):
        shown = ", ".join(names[:8]) + (" and others" if len(names) > 8 else "")
        raise UsageError(f"{line!r} is no line of a sheet. Give NAME:NUMBER; the sheets are {shown}.")
    at = pl.lit(int(number))
    of_file = rows.filter(pl.col("file") == (file or names[0]))
    event = of_file.filter(at.is_between(pl.col("event_first"), pl.col("event_last")))
    above = event.filter(pl.col("first_line") <= at)
    count = above.filter(pl.col("first_line") == pl.col("first_line").max())
    tries = [of_file.filter(at.is_between(pl.col("first_line"), pl.col("last_line"))), count]
    tries += [event] if above.is_empty() else []
    return [[f"1:{found}" for found in each["line"]] for each in tries]


def _evidence(row: pl.DataFrame) -> dict[str, list[str]]:
    """For each fact the places it rests on, in order and each once."""
    found = {}
    for name, info in CATALOGUE.items():
        places = [place for column in info.evidence for place in row[column].to_list()[0] or []]
        found[name] = list(dict.fromkeys(places))
    return found
