"""`vacatur explain`: one decision, as the cascade made it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vacatur.cli import options

if TYPE_CHECKING:
    from rich.console import Console

    from vacatur import Explanation
    from vacatur.decide.explain import FactShown, StepShown

OUTCOMES = {True: "true", False: "false", None: "unknown"}
EVIDENCE = 6
"""Rows named behind a fact; --json has all of them."""


def explain(
    results: Annotated[
        Path, typer.Argument(metavar="RESULTS", help="A folder that `vacatur run` wrote.", show_default=False)
    ],
    conviction: Annotated[
        str | None,
        typer.Argument(metavar="CONVICTION", help="A conviction, as the results name it.", show_default=False),
    ] = None,
    person: Annotated[
        str | None, typer.Option(metavar="ID", help="Every decided conviction of this SUBJECT_ID.", show_default=False)
    ] = None,
    line: Annotated[
        str | None,
        typer.Option(
            metavar="N", help="The conviction on this line of the file; with several files, NAME:N.", show_default=False
        ),
    ] = None,
    pack: Annotated[
        list[str] | None,
        typer.Option(metavar="PACK", help="Packs to show in full; else the office's choice.", show_default=False),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Show how a conviction was decided: each rule with its condition, the facts, the rows they rest on, the citation.

    For a decision of review it says what would settle it.
    """
    if sum(given is not None for given in (conviction, person, line)) != 1:
        raise typer.BadParameter("give one of: a conviction, --person ID, --line N")
    import vacatur

    found = vacatur.explain(results, conviction=conviction, person=person, line=line)
    decided = list(dict.fromkeys(each.pack for each in found))
    if strange := next((each for each in pack or () if each not in decided), None):
        raise vacatur.errors.UsageError(f"No decision on it is by {strange!r}; those are by {', '.join(decided)}.")
    if as_json:
        wanted = [dataclasses.asdict(each) for each in found if not pack or each.pack in pack]
        print(json.dumps(wanted, indent=2, ensure_ascii=False, default=str))
        return
    from vacatur.cli.wording import page

    out = page()
    for _, decisions in groupby(found, key=lambda each: each.conviction_id):
        show(out, list(decisions), pack or [])
    out.print("Rows are named FILE:LINE, the files by their number in manifest.json, RAP sheets by name.", style="dim")


def show(out: Console, decisions: list[Explanation], packs: list[str]) -> None:
    """One conviction: the chosen pack, or those asked for, in full; the others in a line each."""
    full = [each for each in decisions if each.pack in packs] or decisions[:1]
    out.print(f"Conviction {full[0].conviction_id}", style="bold")
    for each in full:
        out.print()
        show_one(out, each)
    rest = [each for each in decisions if each not in full]
    if rest:
        out.print("Under other packs (--pack shows one in full):")
        for each in rest:
            out.print(f"  {each.pack}: {outcome(each)}")
    out.print()


def show_one(out: Console, explanation: Explanation) -> None:
    """One decision: the steps that were reached, then what came of them."""
    from vacatur.cli.wording import plural

    out.print(f"{explanation.pack}: {explanation.title}", style="bold")
    reached = [step for step in explanation.steps if step.reached]
    for step in reached:
        show_step(out, step, decided=step.rule == explanation.rule)
    later = len(explanation.steps) - len(reached)
    if later:
        out.print(f"  ({plural(later, 'later rule')} not reached)", style="dim")
    out.print()
    for line in conclusion(explanation):
        out.print(line)
    out.print()


def show_step(out: Console, step: StepShown, decided: bool) -> None:
    """One rule: its condition, whether it held, the facts that it names, and the law that it rests on."""
    from rich.padding import Padding

    told = f"{OUTCOMES[step.outcome]:<8}{step.rule}: {step.condition}"
    out.print(Padding(told, (0, 0, 0, 2), expand=False), style="bold" if decided and step.outcome else "")
    below = [fact_line(fact) for fact in step.facts] + ([f"law: {step.citation}"] if step.citation else [])
    for line in below:
        out.print(Padding(line, (0, 0, 0, 12), expand=False), style="dim")


def fact_line(fact: FactShown) -> str:
    """`age_now is 45.2 (1:17, 1:18)`."""
    rows = ", ".join(fact.evidence[:EVIDENCE]) + (", ..." if len(fact.evidence) > EVIDENCE else "")
    return f"{fact.name} is {value(fact.value)}" + (f" ({rows})" if rows else "")


def value(given: bool | str | float | int | date | None) -> str:
    """A fact's value as a person reads it."""
    if given is None:
        return "unknown"
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, float):
        return f"{given:.2f}".rstrip("0").rstrip(".")
    return str(given) or "empty"


def conclusion(explanation: Explanation) -> Iterator[str]:
    """The decision, its citation, and what would settle it."""
    yield f"{'The rules decide' if explanation.review else 'Decision'}: {outcome(explanation)}"
    yield from (f"Reviewed: {act}" for act in explanation.review)
    if explanation.citation:
        yield f"Citation: {explanation.citation}"
    yield from (f"Assumed: {text}" for text in explanation.assumptions)
    yield from (f"Note: {text}" for text in explanation.notes)
    yield from (f"To settle it, {text}" for text in explanation.settle)


def outcome(explanation: Explanation) -> str:
    """The determination with its reason, and what remains possible where it is open."""
    from vacatur.cli.wording import determination

    told = f"{determination(explanation.determination)}. {explanation.reason}"
    if explanation.floor == explanation.ceiling:
        return told
    least, most = determination(explanation.floor), determination(explanation.ceiling)
    return f"{told} (at the least: {least}; at the most: {most})"
