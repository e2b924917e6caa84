"""The tables of a report, each made of figures alone."""

from __future__ import annotations

from vacatur.outputs.report import groups
from vacatur.outputs.report.figures import UNKNOWN, WITHHELD, Figure, Figures, rate, ratio, share
from vacatur.outputs.report.page import Line, Table, Text
from vacatur.outputs.report.tallies import AT_MOST, DECIDED, RELIEF, named

FEW = 30
"""A rate of fewer than this is marked: one person more or less moves it by several percent."""

MARK = "*"
REFERENCE_RACE = "White"

WITHHELD_NOTE = (
    "Withheld: fewer than 11, or kept back because such a number could be worked out from it. Shares and ratios that "
    "rest on it are withheld too."
)
FEW_NOTE = f"{MARK} Rests on fewer than {FEW} with a decision: one more or less moves it by several percent."


def relief_words(figures: Figures) -> str:
    """What relief is under this policy: dismissed, reduced, or both."""
    dismissed, reduced = (
        figures.number("convictions-by-grade", None, groups.DETERMINATIONS[name]) != 0 for name in ("dismiss", "reduce")
    )
    return "dismissed or reduced" if dismissed == reduced else "dismissed" if dismissed else "reduced"


def by_group(figures: Figures, group: str, caption: str, stub: str, *, rates: bool = False) -> Table:
    """Convictions by a group: how many, their share, relief and its share, and every other determination.

    Args:
        rates: whether the rate of relief and the disparity ratio are shown.
    """
    table = f"convictions-by-{named(group)}"
    columns = figures.grids[table].columns
    relief = list(figures.sums[table][RELIEF])
    parts = relief if len(relief) > 1 else []
    others = [name for name in columns if name not in relief]
    words = relief_words(figures).capitalize()
    heads = [stub, "Decided", "Share of decided", words, f"Share of {relief_words(figures)}"]
    heads += (["Rate of relief", "Disparity ratio"] if rates else []) + parts + others
    reference = reference_of(figures, table, None) if rates else None
    lines = []
    for row in (*figures.rows(table), None):
        cells: list[Text] = [
            figures.count(table, row), share(figures.number(table, row), figures.number(table)),
            figures.count(table, row, RELIEF),
            share(figures.number(table, row, RELIEF), figures.number(table, None, RELIEF)),
        ]  # fmt: skip
        cells += _rates(figures, table, row, None, reference) if rates else []
        cells += [figures.count(table, row, column) for column in (*parts, *others)]
        lines.append(Line(row or "All", tuple(cells), row is None))
    notes = reference_notes(figures, table, None, reference) if rates else ()
    return Table(table, caption, tuple(heads), tuple(lines), notes=(*notes, *_withheld(figures, table)))


def by_people(figures: Figures, group: str, caption: str, stub: str) -> Table:
    """People by a group: in the file, with a decision, with relief; the rate of relief, what is possible, the ratio."""
    table = f"people-by-{named(group)}"
    heads = (
        stub, "In the file", "Share of the file", "With a decision", "With relief", "Share of relief",
        "Rate of relief", "Disparity ratio", "Rate at most",
    )  # fmt: skip
    reference = reference_of(figures, table, DECIDED)
    lines = []
    for row in (*figures.rows(table), None):
        cells: list[Text] = [
            figures.count(table, row), share(figures.number(table, row), figures.number(table)),
            figures.count(table, row, DECIDED), figures.count(table, row, RELIEF),
            share(figures.number(table, row, RELIEF), figures.number(table, None, RELIEF)),
            *_rates(figures, table, row, DECIDED, reference),
            _rate_at_most(figures, table, row),
        ]  # fmt: skip
        lines.append(Line(row or "All", tuple(cells), row is None))
    notes = reference_notes(figures, table, DECIDED, reference)
    return Table(table, caption, heads, tuple(lines), notes=(*notes, *_withheld(figures, table)))


def _rate_at_most(figures: Figures, table: str, row: str | None) -> Figure:
    """The rate of relief if every open decision falls for it, with the rows of its numerator."""
    shown = share(figures.number(table, row, AT_MOST), figures.number(table, row, DECIDED))
    return Figure(shown.text, figures.count(table, row, AT_MOST).link if shown.text else None)


def rate_of(figures: Figures, table: str, row: str | None, decided: str | None) -> float | None:
    """The part with relief of those with a decision."""
    return rate(figures.number(table, row, RELIEF), figures.number(table, row, decided))


def reference_of(figures: Figures, table: str, decided: str | None) -> str | None:
    """The group with which the others are compared: White people by race, else the largest with a decision.

    None when there is no group of which everything needed is known.
    """
    known = {
        row: number
        for row in figures.rows(table)
        if row not in groups.UNSAID and (number := figures.number(table, row, decided))
        and rate_of(figures, table, row, decided)
    }  # fmt: skip
    if table.endswith("-race") and REFERENCE_RACE in known:
        return REFERENCE_RACE
    return max(known, key=lambda row: known[row], default=None)


def _rates(figures: Figures, table: str, row: str | None, decided: str | None, reference: str | None) -> list[Text]:
    """The rate of relief and the disparity ratio; unknown for those of whom the group is not known."""
    of = figures.number(table, row, decided)
    own = rate_of(figures, table, row, decided)
    mark = MARK if row is not None and of is not None and 0 < of < FEW else ""
    shown = share(figures.number(table, row, RELIEF), of)
    rated = Figure(shown.text + mark if shown.text else UNKNOWN)
    if row is None:
        return [rated, Figure("")]
    if row == reference:
        return [rated, Figure("reference")]
    if shown.text == WITHHELD:
        return [rated, Figure(WITHHELD)]
    against = rate_of(figures, table, reference, decided) if reference else None
    compared = Figure(UNKNOWN) if row in groups.UNSAID else ratio(own, against)
    return [rated, Figure(compared.text + (mark if compared.text != UNKNOWN else ""))]


def reference_notes(figures: Figures, table: str, decided: str | None, reference: str | None) -> tuple[str, ...]:
    """Which group is the reference, and whether some rates rest on few."""
    notes = []
    if reference:
        notes.append(
            "Rate of relief: those with relief among those with a decision. Disparity ratio: the group's rate divided "
            f"by that of the reference group, {reference}. Unknown where it is not known who belongs to the group."
        )
    numbers = [figures.number(table, row, decided) for row in figures.rows(table)]
    if any(number is not None and 0 < number < FEW for number in numbers):
        notes.append(FEW_NOTE)
    return tuple(notes)


def _withheld(figures: Figures, table: str) -> tuple[str, ...]:
    grid = figures.grids[table]
    every = [number for row in grid.counts for number in row] + [*grid.row_totals, *grid.column_totals, grid.total]
    return (WITHHELD_NOTE,) if None in every else ()
