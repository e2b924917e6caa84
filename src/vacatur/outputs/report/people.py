"""Whose convictions they are: by race, sex and age, with the rate of relief of each group beside the others'."""

from __future__ import annotations

from vacatur.outputs.report import charts, groups
from vacatur.outputs.report.figures import WITHHELD, Figures, share
from vacatur.outputs.report.page import Block, Drawing, Heading, Paragraph, Section, Table, Text, counted
from vacatur.outputs.report.tables import by_group, by_people, rate_of, relief_words
from vacatur.outputs.report.tallies import AT_MOST, DECIDED, RELIEF
from vacatur.outputs.report.told import Told

RACES = "people-by-race"


def who_they_are(told: Told) -> Section:
    """People by race, sex and age now; convictions by the same, and by age at conviction."""
    figures = told.figures
    races = by_people(figures, "race", "People by race", "Race")
    blocks: list[Block] = [
        Heading("by-race", "By race"),
        Paragraph((
            "Race is as the file words it: what an officer or a clerk wrote down. Where the file gives none, or gives "
            "two, it is shown as not given. It is never filled in.",
        )),
        _shares(figures, races),
        _rates(figures, races),
        races,
        *_if_unsaid(figures),
        by_group(figures, "race", "Convictions by race of the person", "Race"),
        Heading("by-sex", "By sex"),
        by_people(figures, "sex", "People by sex", "Sex"),
        by_group(figures, "sex", "Convictions by sex of the person", "Sex"),
        Heading("by-age", "By age"),
        _ages(told),
        by_group(figures, "age_at_conviction", "Convictions by age at conviction", "Age at conviction", rates=True),
        by_people(figures, "age_now", f"People by age on {told.day}", "Age"),
        by_group(figures, "age_now", f"Convictions by age on {told.day}", "Age"),
    ]  # fmt: skip
    return Section("who-they-are", "Whose convictions they are", tuple(blocks))


def _shares(figures: Figures, table: Table) -> Drawing:
    """Each group's share of those with relief, beside its share of everybody in the file."""
    series = ("Share of people with relief", "Share of all people in the file")
    bars = []
    for row in figures.rows(RACES):
        for name, column in zip(series, (RELIEF, None), strict=True):
            part, whole = figures.number(RACES, row, column), figures.number(RACES, None, column)
            label = share(part, whole).text or "none"
            bars.append(charts.Bar(row, name, None if part is None else part / (whole or 1), label))
    pairs = zip(bars[::2], bars[1::2], strict=True)
    told = "; ".join(
        f"{relief.group} {relief.label} of those with relief, {all_.label} of all" for relief, all_ in pairs
    )
    title = "Race of the people with relief, and of all in the file"
    return Drawing("chart-race", title, f"{told}.", table.id, charts.pairs(bars, series))


def _rates(figures: Figures, table: Table) -> Drawing:
    """The rate of relief by race, and how far open decisions may raise it."""
    spans = []
    for row in figures.rows(RACES):
        of, rate = figures.number(RACES, row, DECIDED), rate_of(figures, RACES, row, DECIDED)
        if of == 0:
            continue
        most = figures.number(RACES, row, AT_MOST)
        top = None if most is None or not of else most / of
        shown = share(figures.number(RACES, row, RELIEF), of).text
        label = shown if rate is None else f"{shown}, up to {share(most, of).text}"
        spans.append(charts.Span(row, rate, rate, top, label))
    told = "; ".join(f"{span.group} {span.label}" for span in spans)
    title = "Rate of relief by race, and how far open decisions may raise it"
    return Drawing("chart-rate", title, f"{told}.", table.id, charts.spans(spans))


def _if_unsaid(figures: Figures) -> list[Paragraph]:
    """How much the shares could move, were everybody of unknown race of one group."""
    whole = figures.number(RACES, None, RELIEF)
    numbers = {name: figures.number(RACES, name, RELIEF) for name in (groups.NOT_GIVEN, groups.UNKNOWN_IN_FILE)}
    if not whole or None in numbers.values():
        return []
    some = {name: number for name, number in numbers.items() if number}
    parts: list[Text] = ["The race of "]
    for name in some:
        parts += [] if len(parts) == 1 else [", and that of "]
        parts += counted(figures.count(RACES, name, RELIEF), "person with relief", "people with relief")
        parts += [" is not given" if name == groups.NOT_GIVEN else " is unknown, the file says"]
    unsaid = share(sum(number or 0 for number in some.values()), whole).text
    parts += [f": {unsaid} of all with relief. The true share of each group may be higher by up to that much."]
    return [Paragraph(tuple(parts))] if some else []


def stacked(figures: Figures, table: str) -> list[charts.Bar]:
    """For each group the convictions with relief, and the other decisions above them."""
    bars = []
    for row in figures.rows(table):
        relief, whole = figures.number(table, row, RELIEF), figures.number(table, row)
        of = WITHHELD if whole is None else f"{whole:,}"
        bars.append(charts.Bar(row, "relief", relief, f"{WITHHELD if relief is None else f'{relief:,}'}\nof {of}"))
        bars.append(charts.Bar(row, "others", None if relief is None or whole is None else whole - relief, ""))
    return bars


def upright(figures: Figures, table: Table, name: str, title: str) -> Drawing:
    """Upright bars of the convictions of each group, those with relief filled."""
    series = (relief_words(figures).capitalize(), "Other decisions")
    bars = [
        charts.Bar(bar.group, series[bar.series == "others"], bar.value, bar.label)
        for bar in stacked(figures, table.id)
    ]
    told = "; ".join(f"{bar.group}: {bar.label}" for bar in bars[::2]).replace("\n", " ")
    return Drawing(name, title, f"Convictions {relief_words(figures)}, of all decided. {told}.", table.id,
                   charts.columns(bars, series))  # fmt: skip


def _ages(told: Told) -> Drawing:
    figures = told.figures
    table = by_group(figures, "age_at_conviction", "", "")
    return upright(figures, table, "chart-age", "Age at conviction")
