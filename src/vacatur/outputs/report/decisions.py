"""What was decided: by section, determination and reason, by decade, by court and arresting agency."""

from __future__ import annotations

from vacatur.outputs.report import charts
from vacatur.outputs.report.figures import WITHHELD, Figure, Figures, share
from vacatur.outputs.report.page import Drawing, Line, Paragraph, Section, Table
from vacatur.outputs.report.people import upright
from vacatur.outputs.report.subjects import RELIEF_NOW, RELIEF_POSSIBLE
from vacatur.outputs.report.tables import WITHHELD_NOTE, by_group
from vacatur.outputs.report.tallies import AT_LEAST, AT_MOST
from vacatur.outputs.report.told import Told

SECTIONS, REASONS, OUTLOOK = "convictions-by-section", "convictions-by-reason", "convictions-by-outlook"


def what_was_decided(told: Told) -> Section:
    """By section, by determination and reason, and what open decisions may add."""
    figures = told.figures
    sections = by_group(figures, "section", "Convictions by section and determination", "Section")
    return Section(
        "what-was-decided",
        "What was decided, and why",
        (
            _by_section(figures, sections),
            sections,
            by_group(figures, "grade", "Convictions by grade", "Grade"),
            _by_reason(figures),
            _bounds(figures),
        ),
    )


def when_and_where(told: Told) -> Section:
    """By decade of conviction, by court, by arresting agency."""
    figures = told.figures
    decades = by_group(figures, "decade", "Convictions by decade of conviction", "Decade")
    return Section(
        "when-and-where",
        "When and where",
        (
            upright(figures, decades, "chart-decade", "Convictions by decade"),
            decades,
            by_group(figures, "court", "Convictions by court", "Court, as the file names it"),
            by_group(figures, "agency", "Convictions by arresting agency", "Agency, as the file names it"),
            Paragraph((
                "The arresting agency is that of the arrest in the same cycle of the record. The file names no "
                "prosecutor.",
            ), "note"),
        ),
    )  # fmt: skip


def _by_section(figures: Figures, table: Table) -> Drawing:
    columns = figures.grids[SECTIONS].columns
    bars = [
        charts.Bar(row, column, figures.number(SECTIONS, row, column), figures.count(SECTIONS, row, column).text)
        for row in figures.rows(SECTIONS)
        for column in columns
    ]
    told = ". ".join(
        f"{row}: " + ", ".join(f"{bar.series.lower()} {bar.label}" for bar in bars if bar.group == row)
        for row in figures.rows(SECTIONS)
    )
    title = "What becomes of the convictions of each section"
    return Drawing("chart-section", title, f"{told}.", table.id, charts.grid(bars))


def _by_reason(figures: Figures) -> Table:
    """Each determination with its reasons, the most frequent first, and the whole of it."""
    grid = figures.grids[REASONS]
    lines = []
    for column in grid.columns:
        whole = figures.number(REASONS, None, column)
        lines.append(
            Line(column, ("All reasons", figures.count(REASONS, None, column), share(whole, grid.total)), total=True)
        )
        for row in grid.rows:
            number = figures.number(REASONS, row, column)
            if number != 0:
                lines.append(Line(column, (row, figures.count(REASONS, row, column), share(number, grid.total))))
    lines.append(Line("All", ("", figures.count(REASONS), share(grid.total, grid.total)), total=True))
    withheld = any(cell == Figure(WITHHELD) for line in lines for cell in line.cells)
    return Table(
        REASONS,
        "Convictions by determination and reason",
        ("Determination", "Reason", "Convictions", "Share of decided"),
        tuple(lines),
        frozenset({1}),
        (WITHHELD_NOTE,) if withheld else (),
    )


def _bounds(figures: Figures) -> Table:
    """The least and the most that becomes of open decisions, by grade."""
    lines = []
    for row in (*figures.rows(OUTLOOK), None):
        cells = tuple(
            figures.count(OUTLOOK, row, name) for name in (None, RELIEF_NOW, AT_LEAST, AT_MOST, RELIEF_POSSIBLE)
        )
        lines.append(Line(row or "All", cells, row is None))
    withheld = any(cell == Figure(WITHHELD) for line in lines for cell in line.cells)
    return Table(
        OUTLOOK, "What open decisions may add",
        ("Grade", "Decided", "Relief now", "At least", "At most", "Open: may have relief"),
        tuple(lines),
        notes=(
            "At least: relief now, and where every outcome that is still possible is relief. At most: also "
            "where some possible outcome is. Open are reviews by hand, and facts that the file does not give. What is "
            "another prosecutor's to decide is in neither.",
            *([WITHHELD_NOTE] if withheld else []),
        ),
    )  # fmt: skip
