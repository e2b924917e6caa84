"""RAP sheets in the terminal: each person's history, what each conviction may have, and what was not understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

import polars as pl

from vacatur.cli.sheet_arrests import show_arrests
from vacatur.cli.wording import count, page, plural, print_parts, share, table
from vacatur.outputs.sheet_history import (
    UNREAD,
    agency_words,
    case_of_event,
    charge_words,
    event_words,
    outcomes_of,
    sentences_of,
    status_of,
)
from vacatur.sources.rapsheet.sheet import Event, Kind, Understood

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from vacatur.rapsheets import Offered, SheetResults
    from vacatur.sources.rapsheet.beside import Beside
    from vacatur.sources.rapsheet.coverage import Coverage
    from vacatur.sources.rapsheet.delivery import SheetRead

IN_FULL = 5
"""Sheets that are shown whole; of more a line each, and the rest is in the results folder or --json."""
POWERS = {"mandatory": "must", "discretionary": "may", "automatic": "need not be asked"}
"""What the court does, in a word; nothing where what is unknown decides it."""
MOST = 12
"""Lines that were not understood which are shown of one sheet."""
WIDE = 160
"""Characters that are shown of such a line: no printed line has more."""
LEGEND = (
    "now, or a day: from when it may be asked for. must: the court has no choice. may: it decides in the interests of "
    "justice."
)


def show(found: SheetResults, place: Path | None) -> None:
    """Print each sheet whole where they are few, a line each where they are many; then the sums.

    Args:
        place: of the results, a folder or an encrypted file; None when none were asked for.
    """
    out = page()
    if len(found.sheets) <= IN_FULL:
        for read in found.sheets:
            show_sheet(out, found, read)
    else:
        print_parts(out, [("Sheets", overview(found))])
    print_parts(out, [("Files set aside", refused(found))])
    out.print()
    for line in closing(found, place):
        out.print(line)


def show_sheet(out: Console, found: SheetResults, read: SheetRead) -> None:
    """One person: history, what each conviction may have, what was not understood."""
    from rich.padding import Padding

    out.print()
    out.print(f"{read.name}: {person_words(read)}", style="bold")
    for each in read.sheet.subject.supervision:
        out.print(f"On {each.kind.lower()}, by the head of the sheet, {until_words(each.until)}.")
    if read.sheet.subject.deceased:
        out.print("Deceased, by the head of the sheet.")
    for other in read.beside:
        out.print(beside_words(other))
    show_history(out, read)
    convictions = found.told.by_sheet.get(read.number, [])
    if convictions:
        out.print()
        out.print("Convictions, and what each may have", style="bold")
        out.print(Padding(LEGEND, (0, 0, 1, 2), expand=False), style="dim")
    for row in convictions:
        show_remedies(out, found, row)
    show_arrests(out, found.told.arrests.get(read.person, ()))
    print_parts(out, [("Not understood", not_understood(read))])
    out.print()
    if not convictions:
        out.print("No conviction was found on this sheet.")
    out.print(coverage_words(read.coverage))


def person_words(read: SheetRead) -> str:
    """`SMITH,JO, born 1974-06-11, A77000123`."""
    subject = read.sheet.subject
    names = [name for _, name in sorted(subject.names.items())]
    born = f"born {subject.birth_date}" if subject.birth_date else "birth date not read"
    return ", ".join([names[0] if names else "name not read", born, read.person])


def until_words(until: date | None) -> str:
    """`until 2027-01-01`."""
    return f"until {until}" if until else "its end not printed"


def beside_words(other: Beside) -> str:
    """That another sheet shows more of the person, or may."""
    whose = "bears the same number" if other.same_number else "may be of the same person: one of the two has no head"
    return (
        f"{other.name}, {other.person}: this sheet {whose}, and shows what is not here. What looks at the whole record "
        "is open until a person says whether both are one."
    )


def show_history(out: Console, read: SheetRead) -> None:
    """Events in the order of the sheet, each with its counts."""
    from rich.padding import Padding

    out.print()
    out.print("History", style="bold")
    for event in read.sheet.events:
        case = case_of_event(event)
        told = [str(event.on or "(date not read)"), event_words(event), agency_words(event)]
        out.print("  " + "  ".join([*told, *([f"case {case}"] if case else [])]))
        if event.counts:
            out.print(Padding(counts_of(event), (0, 0, 0, 14), expand=False), style="" if is_court(event) else "dim")


def counts_of(event: Event) -> Table:
    """Charge, outcome, grade and sentence of each count; columns in which nothing stands are left out."""
    cells = [
        (charge_words(each), outcomes_of(each), status_of(each) or "", "; ".join(sentences_of(each)))
        for each in event.counts
    ]
    used = [place for place in range(4) if any(row[place] for row in cells)]
    shown = table(*(" " * (place + 1) for place in used))
    for row in cells:
        shown.add_row(*(row[place] for place in used))
    return shown


def is_court(event: Event) -> bool:
    """Whether something was decided there."""
    return event.kind in (Kind.COURT, Kind.JUVENILE, Kind.UNKNOWN)


def show_remedies(out: Console, found: SheetResults, row: dict[str, Any]) -> None:
    """A conviction with what it may have, best first."""
    from rich.padding import Padding

    case = f"case {row['case_number']}" if row["case_number"] else ""
    told = [str(row["date"] or UNREAD), row["statute"] or row["charge"], row["severity"], row["court"], case]
    out.print("  " + "  ".join(filter(None, told)))
    offered = found.told.offered(row["conviction_id"])
    shown = table("remedy", "from", "the court", "because")
    for (opened, power, why), same in groupby(offered, _beside):
        shown.add_row("\n".join(each.title for each in same), opened, power, why)
    nothing = nothing_words(found, row["conviction_id"])
    out.print(Padding(shown if offered else nothing, (0, 0, 1, 14), expand=False))


def _beside(offered: Offered) -> tuple[str, str, str]:
    """What stands beside a remedy; of several that must be looked into for one reason nothing of the court's power."""
    power = POWERS.get(offered.relief or "", "") if offered.state != "review" else ""
    return opens(offered), power, because(offered)


_OF_OTHERS = re.compile(r"\binstead\b|^No felony|^Not an offense|^A felony alone|^Reduced already")
"""Reasons that say which remedy a conviction is for, not why it has none."""


def nothing_words(found: SheetResults, conviction: str) -> str:
    """Why a conviction has no remedy: relief that was granted, or what stands in the way."""
    why = found.told.remedies.filter(pl.col("conviction_id") == conviction)
    granted = why.filter(pl.col("determination").cast(pl.String) == "out_of_scope")["reason"]
    reasons = [reason for reason in (granted if granted.len() else why["reason"]) if not _OF_OTHERS.search(reason)]
    told = "; ".join(dict.fromkeys(reasons))
    return f"Nothing. {told}." if told else "Nothing that these remedies reach."


def opens(offered: Offered) -> str:
    """From when a remedy may be asked for, in a word or as a day."""
    if offered.state == "review":
        return "to be looked into"
    return "now" if offered.state == "open" else f"{offered.opens_on}"


def because(offered: Offered) -> str:
    """Why a remedy is there; or what must be looked up, what settles most first."""
    from vacatur.decide.facts import CATALOGUE

    if offered.state != "review" or not offered.unknown:
        return offered.reason
    wanted = list(dict.fromkeys(_OF_RECORD.get(name) or CATALOGUE[name].settle for name in offered.unknown))
    offense = CATALOGUE["section"].settle
    if offense in wanted:
        return f"Look up {offense}"
    return f"Look up {'; '.join(wanted)}"


_OTHERS = "the other convictions that may bar it, from their courts"
_OF_RECORD = dict.fromkeys(
    ("superstrike_before", "registrable_offense_before", "two_prior_same_section", "prior_same_section",
     "superstrike_on_record", "registrable_on_record"), _OTHERS,
)  # fmt: skip
"""What settles a fact about the rest of the record, in the same words for all of them."""


def not_understood(read: SheetRead) -> Table:
    """The lines that could not be placed, or only in part."""
    shown = table("line", "page", "", "text", numbers=("line", "page"))
    lines = [line for line in read.sheet.lines if read.sheet.states.get(line.number) in OPEN]
    for line in lines[:MOST]:
        state = read.sheet.states[line.number]
        shown.add_row(
            str(line.number),
            str(line.page),
            "in part" if state is Understood.PARTLY else "",
            line.text.strip()[:WIDE],
        )
    if len(lines) > MOST:
        shown.add_row("", "", "", f"and {len(lines) - MOST} more: --json, or sheets/lines.csv in the results, has all")
    return shown


OPEN = (Understood.UNREAD, Understood.PARTLY)
"""States of lines that a person should look at."""


def coverage_words(found: Coverage) -> str:
    """How much of a sheet was understood."""
    said = f"{plural(found.content, 'line')} of content: {share(found.read + found.partly, found.content)} understood"
    return f"{said}, {count(found.partly)} of them in part; {count(found.unread)} not understood."


def overview(found: SheetResults) -> Table:
    """A line for each sheet."""
    heads = ("convictions", "remedy now", "to look into", "not understood")
    shown = table("file", "person", *heads, numbers=heads, whole=("file",))
    for read in found.sheets:
        own = found.told.by_sheet.get(read.number, [])
        states = [sum(row["state"] == state for row in own) for state in ("open", "review")]
        shown.add_row(read.name, read.person, *map(count, (len(own), *states, read.coverage.unread)))
    return shown


def refused(found: SheetResults) -> Table:
    """Files that are no sheets, with why."""
    shown = table("file", "why")
    for each in found.refused:
        shown.add_row(each.name, each.why)
    return shown


def closing(found: SheetResults, place: Path | None) -> Iterator[str]:
    """The sums, where the results are, and who decides."""
    every = [read.coverage for read in found.sheets]
    sheets, convictions = plural(len(found.sheets), "sheet"), plural(found.told.convictions.height, "conviction")
    content, unread = sum(each.content for each in every), sum(each.unread for each in every)
    understood = share(content - unread, content, 2)
    yield f"{sheets}, {convictions}; {understood} of {count(content)} lines of content understood."
    if place:
        yield f"Results: {place}"
    yield "These are recommendations from what the sheets say. A lawyer decides."
