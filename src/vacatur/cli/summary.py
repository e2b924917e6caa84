"""The summary of a run, for a person to read. It is laid out from `Results.summary`, which a script gets as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vacatur.cli.wording import DETERMINATIONS, count, determination, long_day, page, plural, print_parts, share, table

if TYPE_CHECKING:
    from rich.table import Table

Summary = Mapping[str, Any]

LONGEST = 8
"""Lines of a list that may be long: the summary is to be read at a glance, and summary.json has all of it."""

UNKNOWN = "Unknown: "
"""How the reason of a review begins that facts which are not known have caused."""

IMPACT = {
    "no_felony": "left with no felony",
    "no_conviction_last_7_years": "left with no conviction of the last 7 years",
    "no_conviction": "left with no conviction at all",
}


def show(summary: Summary, folder: Path | str | None) -> None:
    """Print the summary and, when the results were written, where they are."""
    out = page()
    out.print()
    out.print(f"{summary['title']}", style="bold")
    out.print(heading(summary), style="dim")
    for text in summary.get("assumptions") or ():
        out.print(f"Assumed: {text}")
    print_parts(out, parts(summary))
    out.print()
    for line in closing(summary, folder):
        out.print(line)


def heading(summary: Summary) -> str:
    """County, day, pack and parameters in force."""
    values = ", ".join(f"{name} {setting(value)}" for name, value in summary["parameters"].items())
    told = [summary["county"], f"as of {long_day(date.fromisoformat(summary['as_of']))}", f"pack {summary['pack']}"]
    return " · ".join([*told, values] if values else told)


def setting(value: object) -> str:
    """A parameter's value as it would be typed."""
    if isinstance(value, list):
        return "/".join(map(str, value)) or "none"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def parts(summary: Summary) -> Iterator[tuple[str, Table]]:
    """The tables of the summary with their titles, in the order in which they are read."""
    total = plural(summary["decisions"]["total"], "conviction")
    yield f"{total} decided, of {plural(summary['people_decided'], 'person', 'people')}", decided(summary)
    yield "By section", by_section(summary)
    yield "By reason", by_reason(summary)
    yield "People", people(summary)
    yield "Reviews that a fact would settle", unsettled(summary)
    yield "What could not be read, or is in doubt", problems(summary)


def decided(summary: Summary) -> Table:
    """Convictions by determination."""
    decisions = summary["decisions"]
    total = decisions["total"]
    shown = table("", " ", "  ", numbers=(" ", "  "))
    for name, number in in_order(decisions["by_determination"]):
        shown.add_row(determination(name), count(number), share(number, total))
    return shown


def in_order(by_determination: Mapping[str, int]) -> list[tuple[str, int]]:
    """Determinations from the most to the least favorable; those that did not occur are left out."""
    return [(name, by_determination[name]) for name in DETERMINATIONS if by_determination.get(name)]


def by_section(summary: Summary) -> Table:
    """Sections down, determinations across."""
    across = [name for name, _ in in_order(summary["decisions"]["by_determination"])]
    heads = [determination(name) for name in across]
    shown = table("section", *heads, "all", numbers=(*heads, "all"))
    for section, numbers in summary["decisions"]["by_section"].items():
        cells = [count(numbers.get(name, 0)) for name in across]
        shown.add_row(section, *cells, count(sum(numbers.values())))
    return shown


def by_reason(summary: Summary) -> Table:
    """Each reason with the determination it led to; one line for all reviews that unknown facts cause."""
    shown = table("determination", "convictions", "reason", numbers=("convictions",))
    numbers: dict[tuple[str, str], int] = {}
    for row in summary["decisions"]["by_reason"]:
        unknown = row["reason"].startswith(UNKNOWN)
        key = row["determination"], "A fact that matters is not known" if unknown else row["reason"]
        numbers[key] = numbers.get(key, 0) + row["count"]
    rank = {name: place for place, name in enumerate(DETERMINATIONS)}
    previous = ""
    for (name, reason), number in sorted(numbers.items(), key=lambda item: (rank[item[0][0]], -item[1], item[0][1])):
        shown.add_row(determination(name) if name != previous else "", count(number), reason)
        previous = name
    return shown


def people(summary: Summary) -> Table:
    """What it changes for people, under the chosen pack and under the packs computed beside it."""
    impact: Mapping[str, Mapping[str, int]] = summary["impact"]
    shown = table("", *impact, numbers=tuple(impact))
    shown.add_row("with some relief", *(count(numbers["people_with_relief"]) for numbers in impact.values()))
    for key, words in IMPACT.items():
        shown.add_row(words, *(count(numbers[key]) for numbers in impact.values()))
    return shown


def unsettled(summary: Summary) -> Table:
    """The facts whose absence led to review, most frequent first, each with what would settle it."""
    from vacatur.decide.facts import CATALOGUE

    shown = table("reviews", "fact not known", "settled by", numbers=("reviews",), whole=("fact not known",))
    facts = most_frequent(summary["unknown_facts"])
    for fact, number in facts[:LONGEST]:
        shown.add_row(count(number), fact, CATALOGUE[fact].settle)
    return with_rest(shown, facts)


def problems(summary: Summary) -> Table:
    """What could not be read or is in doubt, by problem code."""
    from vacatur.record.problems import CODES

    shown = table("times", "problem", "what was found", numbers=("times",), whole=("problem",))
    codes = most_frequent(summary["problems"])
    for code, number in codes[:LONGEST]:
        shown.add_row(count(number), code, CODES[code][0])
    return with_rest(shown, codes)


def with_rest(shown: Table, numbers: list[tuple[str, int]]) -> Table:
    """Say at the end of a table how many lines were left out of it."""
    if len(numbers) > LONGEST:
        shown.add_row("", f"and {len(numbers) - LONGEST} more", "in summary.json")
    return shown


def most_frequent(numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    """The greatest number first; equal ones by name."""
    return sorted(numbers.items(), key=lambda item: (-item[1], item[0]))


def closing(summary: Summary, folder: Path | str | None) -> Iterator[str]:
    """The reconciliation, the time taken, and where the results are."""
    rows = summary["rows"]
    yield (
        f"{count(rows['read'])} rows read = {count(rows['decided'])} decided on"
        f" + {count(rows['not_in_scope'])} not in scope + {count(rows['set_aside'])} set aside:"
        f" {'they reconcile' if summary['reconciles'] else 'THEY DO NOT RECONCILE'}."
    )
    people, convictions = plural(summary["people"], "person", "people"), plural(summary["convictions"], "conviction")
    earliest = summary["earliest_conviction"]
    since = f"; the county's first for cannabis is of {earliest[:4]}" if earliest else ""
    yield f"In the files: {people}, {convictions}{since}."
    seconds = f"Done in {summary['seconds']:.1f} s. " if "seconds" in summary else ""
    yield f"{seconds}Results: {folder}" if folder else seconds.strip()
    yield "These are recommendations from the data. A lawyer decides."
