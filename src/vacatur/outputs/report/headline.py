"""The first page: how many convictions of how many people, whose, and what becomes of them; beside dismissing all."""

from __future__ import annotations

from vacatur.outputs.report import charts, groups
from vacatur.outputs.report.figures import WITHHELD, Figure, Figures, share
from vacatur.outputs.report.page import Drawing, KeyFigure, KeyFigures, Line, Paragraph, Section, Table, Text, counted
from vacatur.outputs.report.subjects import RELIEF_NOW
from vacatur.outputs.report.tables import WITHHELD_NOTE, relief_words
from vacatur.outputs.report.tallies import AT_LEAST, AT_MOST, OTHER, RELIEF
from vacatur.outputs.report.told import Told

BY_GRADE, BY_RACE, OUTLOOK = "convictions-by-grade", "people-by-race", "convictions-by-outlook"

ALL = "ca-dismiss-all"
"""The hypothetical with which the announcements of counties are compared."""

FREED = {
    "no_felony": "No felony left",
    "no_conviction_last_7_years": "No conviction of the last 7 years left",
    "no_conviction": "No conviction left at all",
}
"""What people may be freed of, as the announcements of 2020 told it."""

LEAST_SHARE = 0.02
"""Groups below this share are named in the table alone."""


def at_a_glance(told: Told) -> Section:
    """The headline, as the announcement of 2020 gave it."""
    figures = told.figures
    words, relief = relief_words(figures), figures.number(BY_GRADE, None, RELIEF)
    key = [
        KeyFigure(figures.count(BY_GRADE, None, RELIEF), f"convictions to be {words}"),
        KeyFigure(figures.count(BY_GRADE, groups.FELONY, RELIEF), "felonies"),
        KeyFigure(figures.count(BY_GRADE, groups.MISDEMEANOR, RELIEF), "misdemeanors or infractions"),
        KeyFigure(figures.count(BY_RACE, None, RELIEF), "people"),
        *([KeyFigure(told.earliest, "earliest conviction")] if told.earliest.text else []),
    ]
    return Section(
        "at-a-glance",
        "At a glance",
        (
            Paragraph(tuple(_lead(told, words)), "lead"),
            KeyFigures(tuple(key)),
            *([] if relief == 0 else [Paragraph(tuple(_races(figures))), Paragraph(tuple(_freed(told)))]),
            Paragraph(tuple(_open(told))),
        ),
    )


def _lead(told: Told, words: str) -> list[Text]:
    figures = told.figures
    if figures.number(BY_GRADE, None, RELIEF) == 0:
        return [f"No cannabis conviction in {told.county} would be {words} under this policy."]
    parts: list[Text] = [
        *counted(figures.count(BY_GRADE, None, RELIEF), "cannabis conviction", start=True), f" in {told.county}, of ",
        *counted(figures.count(BY_RACE, None, RELIEF), "person", "people"), f", would be {words} under this policy: ",
        *counted(figures.count(BY_GRADE, groups.FELONY, RELIEF), "felony", "felonies"), " and ",
        *counted(
            figures.count(BY_GRADE, groups.MISDEMEANOR, RELIEF), "misdemeanor or infraction",
            "misdemeanors or infractions",
        ),
    ]  # fmt: skip
    unknown = figures.count(BY_GRADE, groups.GRADE_UNKNOWN, RELIEF)
    parts += [", and ", *counted(unknown, "of unknown grade", "of unknown grade")] if unknown.text != "0" else []
    since = ", the earliest of the " if figures.published else ", the earliest of "
    return [*parts, *([since, told.earliest, "."] if told.earliest.text else ["."])]


def _races(figures: Figures) -> list[Text]:
    """`Of these people 45.0% are Hispanic, ...`; the small groups together."""
    whole = figures.number(BY_RACE, None, RELIEF)
    if whole is None:
        return ["How many of them are of which race is withheld."]
    named: list[tuple[str, int]] = []
    withheld = any(figures.number(BY_RACE, row, RELIEF) is None for row in figures.rows(BY_RACE))
    for row in figures.rows(BY_RACE):
        number = figures.number(BY_RACE, row, RELIEF)
        some = number is not None and number / whole >= LEAST_SHARE
        if some and row not in groups.UNSAID and not row.startswith(("Other", OTHER)):
            named.append((row, number or 0))
    if not named and (withheld or figures.published):
        return ["How many of them are of which race is withheld."]
    named.sort(key=lambda each: (-each[1], each[0]))
    parts: list[Text] = ["Of these people "]
    for place, (row, number) in enumerate(named):
        parts += ["" if place == 0 else " and " if place == len(named) - 1 else ", "]
        parts += [Figure(share(number, whole).text, figures.count(BY_RACE, row, RELIEF).link)]
        parts += [f" are {row}" if place == 0 else f" {row}"]
    rest = whole - sum(number for _, number in named)
    if rest:
        parts += ["; " if named else "", share(rest, whole), " are of other groups, or their race is not known"]
        parts += [" or withheld"] if withheld else []
    return [*parts, ". Race is as the file words it."]


def _freed(told: Told) -> list[Text]:
    felony, recent, none = (told.freed(told.policies[0], name) for name in FREED)
    parts: list[Text] = [
        *counted(felony, "person", "people", start=True), " would have no felony left on their California record, ",
        *counted(recent, ""), " no conviction of the last 7 years, and ", *counted(none, ""), " no conviction at all.",
    ]  # fmt: skip
    if ALL in told.policies[1:]:
        felony, recent, none = (told.freed(ALL, name) for name in FREED)
        parts += [" Had every Proposition 64 conviction been dismissed, these would be "]
        parts += [*counted(felony, ""), ", ", *counted(recent, ""), " and ", *counted(none, ""), "."]
    return parts


def _open(told: Told) -> list[Text]:
    """What is decided is the least; what may be added when reviews are done and facts are known is the most."""
    figures = told.figures
    least, most = figures.count(OUTLOOK, None, AT_LEAST), figures.count(OUTLOOK, None, AT_MOST)
    referred = figures.count(BY_GRADE, None, groups.DETERMINATIONS["refer"])
    parts: list[Text] = ["No decision is open."]
    now = figures.number(OUTLOOK, None, RELIEF_NOW)
    if now is None or now != figures.number(OUTLOOK, None, AT_MOST):
        parts = [
            "Some decisions are still open, because a lawyer must look or a fact is not known. In the end at least ",
            *counted(least, ""), " and at most ", *counted(most, "conviction"), " would have relief, of at most ",
            *counted(figures.count(BY_RACE, None, AT_MOST), "person", "people"), ".",
        ]  # fmt: skip
    if referred.text != "0":
        parts += [" ", *counted(referred, "more is", "more are", start=True)]
        parts += [" another prosecutor's to decide, and not counted in this."]
    return parts


def what_it_changes(told: Told) -> Section:
    """People freed of felonies and convictions, under this policy and under the hypotheticals."""
    table = _impact(told)
    bars = [
        charts.Bar(words, told.policy(policy), _number(told.freed(policy, name)), told.freed(policy, name).text)
        for name, words in FREED.items()
        for policy in told.policies
    ]
    described = ". ".join(
        f"{words}: " + ", ".join(f"{bar.series} {bar.label}" for bar in bars if bar.group == words)
        for words in FREED.values()
    )
    title = "People freed of their last felony or conviction"
    drawing = Drawing("chart-freed", title, f"Number of people. {described}.", table.id, charts.lists(bars))
    return Section(
        "what-it-changes",
        "What it changes for people",
        (
            Paragraph((
                "A record is all that the state's file holds of a person, from every county. A conviction that an "
                "earlier order took off the record counts as gone.",
            )),
            drawing,
            table,
        ),
    )  # fmt: skip


def _number(figure: Figure) -> float | None:
    return None if figure.text == WITHHELD else float(figure.text.replace(",", ""))


def _impact(told: Told) -> Table:
    lines = [Line("With some relief", tuple(told.helped(policy) for policy in told.policies))]
    lines += [Line(words, tuple(told.freed(policy, name) for policy in told.policies)) for name, words in FREED.items()]
    withheld = any(cell == Figure(WITHHELD) for line in lines for cell in line.cells)
    return Table(
        "people-freed",
        "People freed, under this policy and had more been dismissed",
        ("People", *(told.policy(policy) for policy in told.policies)),
        tuple(lines),
        notes=(
            "Of the last 7 years: before the day as of which the run reckons. Those whose record holds no felony, or "
            "nothing of those years, are not counted there.",
            *([WITHHELD_NOTE] if withheld else []),
        ),
    )
