"""The differences in a page of text: what is read first, and what the terminal shows. It names nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from vacatur.outputs.changes import convictions, people
from vacatur.outputs.changes.decisions import CAUSES
from vacatur.outputs.changes.found import Changes
from vacatur.outputs.changes.lists import WHY
from vacatur.outputs.changes.orders import NOT_REFLECTED

WORDS = {
    "dismiss": "dismiss", "reduce": "reduce", "not_eligible": "not eligible", "review": "review by hand",
    "refer": "refer", "out_of_scope": "out of scope", "none": "not decided",
}  # fmt: skip
"""Determinations as a person reads them."""

RUNS = {"before": "first", "after": "second"}

MOST_LINES = 12
"""Lines of a table that may be long; the lists have all."""


def report_of(found: Changes) -> str:
    """The page."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Changes) -> Iterator[str]:
    told = found.summary
    first, second = told["before"], told["after"]
    yield f"What differs between two runs: {first['county']}, as of {first['as_of']}; {second['county']}, as of " + (
        f"{second['as_of']}."
    )
    yield from ["", "WHAT THE RUNS WERE ASKED"]
    yield from [f"  {sentence}" for sentence in told["premises"]] or ["  The same question."]
    yield "  The files are the same." if told["same_files"] else "  The files differ."
    if first["set_aside"] or second["set_aside"]:
        yield f"  Rows that could not be read: {first['set_aside']:,}, then {second['set_aside']:,}."
    for title, block in (
        ("PEOPLE", _people(found)),
        ("CONVICTIONS", _convictions(found)),
        (f"DECISIONS UNDER {found.pack}", _decisions(found)),
        ("WHY", _why(found)),
        ("RELIEF", _numbers(told["relief"])),
        ("WHAT THE FIRST RUN ASKED THE COURTS FOR", _orders(found)),
        ("WHAT REVIEWERS DID ON THE FIRST RUN", _acts(found)),
    ):
        lines = list(block)
        if lines:
            yield from ["", title, *lines]
    yield ""
    yield "Every person, conviction and decision of both runs is counted once: " + (
        "they reconcile." if told["reconciles"] else "THEY DO NOT RECONCILE."
    )


def _people(found: Changes) -> Iterator[str]:
    of = found.summary["people"]
    both = of[people.SAME] + of[people.RENUMBERED]
    yield from _sum(
        [(both, "in both runs"), (of[people.GONE], "no longer in the file")], found.summary["before"]["people"],
        "in the first run",
    )  # fmt: skip
    yield from _sum(
        [(both, "in both runs"), (of[people.NEW], "new")], found.summary["after"]["people"], "in the second run"
    )
    said = of["said_otherwise"]
    yield from _numbers(
        {
            "whose rows are the same": of["same_rows"],
            "deceased since": of["died_since"],
            "have another SUBJECT_ID, known by the CII number": of[people.RENUMBERED],
            "in one run alone, with a CII number or SUBJECT_ID of the other": of["perhaps_the_same"],
        }
        | {f"of whom the runs give {WHAT[name]}": number for name, number in said.items() if name in WHAT}
    )


WHAT = {
    "birth_date": "another birth date, or one of them none",
    "name": "another name",
    "cii_number": "another CII number, or one of them none",
}


def _convictions(found: Changes) -> Iterator[str]:
    of = found.summary["convictions"]
    for side, which in RUNS.items():
        parts = [(of["same"], "in both runs")]
        parts += [(number, WHY[side][kind]) for kind, number in of["alone"][side].items() if number]
        yield from _sum(parts, found.summary[side]["convictions"], f"in the {which} run")
    yield from _numbers({"in both have another number (a cycle was inserted or taken out)": of["renumbered"]})
    if of["alone"]["before"][convictions.CONVICTION] + of["alone"]["before"][convictions.PERSON]:
        yield "  What is no longer in the file was destroyed, sealed or sent no more: the file does not say which."


def _decisions(found: Changes) -> Iterator[str]:
    own = [row for row in found.summary["decisions"] if row["pack"] == found.pack]
    for row in [row for row in own if row["before"] == row["after"]]:
        yield f"{row['decisions']:>11,}  {WORDS[row['before']]}, as before"
    changed = [row for row in own if row["before"] != row["after"]]
    for row in changed:
        yield f"{row['decisions']:>11,}  {WORDS[row['before']]} -> {WORDS[row['after']]}"
    number = found.summary["restated"].get(found.pack, 0)
    if number:
        yield f"  Of those as before {number:,} by another rule, or with other unknown facts."
    for side, of in found.summary["decisions_alone"].items():
        if of:
            said = ", ".join(f"{count:,} {WORDS[name]}" for name, count in of.items())
            yield f"{sum(of.values()):>11,}  on convictions of the {RUNS[side]} run alone: {said}"
    others: dict[str, int] = {}
    for row in found.summary["decisions"]:
        if row["pack"] != found.pack and row["before"] != row["after"]:
            others[row["pack"]] = others.get(row["pack"], 0) + row["decisions"]
    for name, number in others.items():
        yield f"  Under the pack {name} {number:,} {'is' if number == 1 else 'are'} determined otherwise."


def _why(found: Changes) -> Iterator[str]:
    """What made decisions differ, and which facts most often."""
    causes = found.summary["causes"].get(found.pack, {})
    yield from _numbers({f"differ by {CAUSES[name]}": number for name, number in causes.items()})
    own = found.facts.filter(pl.col("pack") == found.pack)
    if own.is_empty():
        return
    answered = pl.all_horizontal(pl.col(f"value {side}").is_in(["yes", "no"]) for side in RUNS)
    turned = pl.concat_str("value before", pl.lit(" -> "), "value after")
    said = pl.concat_str("fact", pl.lit(": "), pl.when(answered).then(turned).otherwise("kind"))
    counted = own.group_by(said=said).len().sort("len", "said", descending=[True, False])
    rows = list(counted.select("len", "said").iter_rows())
    yield "  The facts that differ, of those that decide:"
    yield from (f"{number:>11,}  {text}" for number, text in rows[:MOST_LINES])
    if len(rows) > MOST_LINES:
        yield f"  and {len(rows) - MOST_LINES} more kinds, in facts.csv."


def _orders(found: Changes) -> Iterator[str]:
    of = found.summary["orders"]
    if not sum(of.values()):
        return
    yield from _sum([(number, name) for name, number in of.items() if number], sum(of.values()), "asked")
    if not found.summary["packets"]:
        yield "  No packets stand within the first results: these are what its papers would ask, filed or not."
    if of[NOT_REFLECTED]:
        yield "  Not reflected: the second file shows no relief. The order is not signed, not sent on, or not entered."


def _acts(found: Changes) -> Iterator[str]:
    of = found.summary["acts"]
    if of["standing"]:
        yield f"{of['standing']:>11,}  acts stand"
        yield f"{of['apply']:>11,}  of them still apply: the same conviction, the same facts (acts.csv)"
        yield f"{of['carried_over']:>11,}  of them were carried over"


def _numbers(of: dict[str, int]) -> Iterator[str]:
    """A line for each number that is not nought."""
    yield from (f"{number:>11,}  {name}" for name, number in of.items() if number)


def _sum(parts: Sequence[tuple[int, str]], total: int, what: str) -> Iterator[str]:
    """A total, and below it the parts that add up to it."""
    yield f"{total:>11,}  {what}"
    yield from (f"{number:>15,}  {name}" for number, name in parts if number)
