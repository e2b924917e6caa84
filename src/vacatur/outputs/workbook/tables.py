"""The large tables of the workbook: decisions, people, problems, and rows that were set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl
import polars.selectors as cs

from vacatur.decide.facts import CATALOGUE
from vacatur.outputs.kept import Kept
from vacatur.outputs.workbook.rows import within_limits

STATUTE: Final = "ca-prop64-statute"

LISTED: Final[Mapping[str, str]] = {
    "exhibit_a": "Exhibit A: dismiss and seal",
    "exhibit_b": "Exhibit B: reduce",
    "duplicate": "duplicate: the same count again",
    "exception": "exception: eligible, cannot be filed as it is",
    "route_review": "route review: eligible, unclear whose case",
    "referred": "referred to the prosecutor",
    "challenge": "challenge: not eligible",
    "review": "review by a lawyer",
    "out_of_scope": "out of scope",
}
"""Where a decision is listed (`filings.docket.LISTED`), in words."""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        label: its heading.
        source: its name in the frame.
        width: of the column, in characters.
        meaning: for whoever filters by it.
    """

    label: str
    source: str
    width: int
    meaning: str


@dataclass(frozen=True)
class Table:
    """A table on a worksheet of its own, or on several when it is longer than one.

    Attributes:
        name: of the worksheet.
        about: one sentence.
        frame: its columns under their headings, in order.
    """

    name: str
    about: str
    columns: Sequence[Column]
    frame: pl.DataFrame

    @classmethod
    def of(cls, name: str, about: str, columns: Sequence[Column], source: pl.DataFrame) -> Table:
        """Take the columns out of a source. A text that is empty is no cell."""
        chosen = source.select(pl.col(column.source).alias(column.label) for column in columns)
        chosen = chosen.with_columns(pl.when(cs.string() != "").then(cs.string()))
        return cls(name, about, columns, within_limits(chosen))

    def width(self, label: str) -> int:
        """Of a column, in characters; that of a continued one is that of the first."""
        widths = {column.label: column.width for column in self.columns}
        return widths.get(label) or widths[label.rpartition(" (")[0]]


DECISIONS: Final = (
    Column("Conviction", "conviction_id", 24, "the name by which `vacatur explain` knows it: person/count key"),
    Column("Person", "person_id", 12, "SUBJECT_ID of the state's file"),
    Column("Name", "name", 28, "as the file has it; empty when it has none"),
    Column("Birth date", "birth_date", 11, "empty when it is unknown"),
    Column("CII number", "cii_number", 13, "the state's number of the person"),
    Column("Race", "race", 12, "as the file words it; empty when it is missing, never filled in"),
    Column("Sex", "sex", 6, "as the file words it"),
    Column("Deceased", "deceased", 10, "empty when rows that could not be read leave it open"),
    Column("Court", "court_named", 22, "who acted, as the file names it"),
    Column("Case number", "case_number", 14, "as printed; empty when the case has none or several"),
    Column("All case numbers", "case_numbers", 18, "every number that the case has"),
    Column("Count", "count", 7, "digits 7 to 9 of CNT_ORDER"),
    Column("Statute", "statute", 14, "as it was read; empty when the text is illegible"),
    Column("Section", "section", 9, "the statute without code and subdivision"),
    Column("Offense", "offense_text", 40, "the file's words"),
    Column("Felony", "is_felony", 8, "empty when it is unknown"),
    Column("Convicted on", "convicted_on", 12, "empty when it is unknown"),
    Column("Determination", "determination", 14, "what the pack decides"),
    Column("Reason", "ground", 34, "of the rule that decided"),
    Column("Rule", "rule", 22, "of the pack"),
    Column("Citation", "citation", 34, "what the rule rests on"),
    Column("Unknown facts", "unknown_facts", 24, "facts that the file does not give and that could change the answer"),
    Column("What would settle it", "settle", 34, "what a person would have to look up"),
    Column("At least", "floor", 13, "the least favorable outcome that remains possible"),
    Column("At most", "ceiling", 13, "the most favorable outcome that remains possible"),
    Column("Assumptions", "assumptions", 16, "of the pack, on which the decision rests"),
    Column("By statute", "statutory_determination", 14, "what the statute itself gives, whatever the policy says"),
    Column("Reason by statute", "statutory_ground", 34, "why"),
    Column("Listed", "listed", 30, "the exhibit or list on which it stands"),
    Column("What is missing", "missing", 26, "why an eligible conviction cannot be filed as it is"),
    Column("Duplicate of", "duplicate_of", 24, "the conviction that stands for this one"),
    Column("Prosecutor", "prosecutor_name", 34, "whose case it is"),
    Column("Basis of the route", "route_basis", 40, "what that rests on: the file names no prosecutor"),
    Column("Route unclear", "route_unclear", 10, "yes: it is on the review list, not in an exhibit"),
    Column("Evidence", "evidence", 24, "the rows it rests on, file:line, the files by number"),
    Column("First row", "place", 11, "of the conviction, file:line"),
    Column("Unread rows", "unread_rows", 9, "rows of the person that could not be read"),
)

PEOPLE: Final = (
    Column("Person", "person_id", 12, "SUBJECT_ID of the state's file"),
    Column("Name", "name", 28, "as the file has it; empty when it has none"),
    Column("Birth date", "birth_date", 11, "empty when it is unknown"),
    Column("CII number", "cii_number", 13, "the state's number of the person"),
    Column("Race", "race", 12, "as the file words it"),
    Column("Sex", "sex", 6, "as the file words it"),
    Column("Deceased", "deceased", 10, "empty when rows that could not be read leave it open"),
    Column("Decisions", "decisions", 11, "convictions that the pack decides"),
    Column("Dismiss", "dismiss", 11, "decisions to dismiss"),
    Column("Reduce", "reduce", 11, "decisions to reduce"),
    Column("In exhibits", "asked", 11, "convictions in Exhibits A and B of any prosecutor"),
    Column("Review", "review", 11, "decisions left to a lawyer"),
    Column("Not eligible", "not_eligible", 11, "convictions that stay"),
)

_PROBLEMS: Final = (
    Column("File", "file", 24, "where it was found"),
    Column("Line", "line", 9, "of the file"),
    Column("Column", "column", 20, "of the file; empty when it is no single one"),
    Column("Code", "code", 24, "docs/problems.md explains it"),
    Column("Found", "found", 44, "what was found"),
    Column("Done", "done", 60, "what was done about it"),
)

_SET_ASIDE: Final = (
    Column("File", "file", 24, "where the row stands"),
    Column("Line", "line", 9, "of the file"),
    Column("Column", "column", 20, "of the file, where the trouble is"),
    Column("Code", "code", 20, "docs/problems.md explains it"),
    Column("Found", "found", 44, "why it could not be read"),
    Column("Row", "row", 100, "the row as it is"),
)


def decisions(docket: pl.DataFrame, kept: Kept) -> Table:
    """One row a decision, in the clerk's order."""
    own = kept.table("decisions")
    assumed = own.filter(pl.col("pack") == docket_pack(docket, kept)).select("conviction_id", "assumptions")
    by_law = own.filter(pl.col("pack") == STATUTE).select(
        "conviction_id",
        pl.col("determination").alias("statutory_determination"),
        pl.col("reason").alias("statutory_ground"),
    )
    rows = docket.with_columns(settle=_settle(), listed=pl.col("listed").replace_strict(LISTED))
    for beside in (assumed, by_law):
        rows = rows.join(beside, on="conviction_id", how="left", maintain_order="left")
    lists = [name for name, dtype in rows.schema.items() if isinstance(dtype, pl.List)]
    joined = [pl.when(pl.col(name).list.len() > 0).then(pl.col(name).list.join("; ")).alias(name) for name in lists]
    about = f"One row a conviction that the pack {docket_pack(docket, kept)} decides, in the clerk's order."
    return Table.of("Decisions", about, DECISIONS, rows.with_columns(joined))


def people(docket: pl.DataFrame) -> Table:
    """One row a person of the decisions, in the order of names."""
    said = ("name", "birth_date", "cii_number", "race", "sex", "deceased")
    outcomes = ("dismiss", "reduce", "review", "not_eligible")
    rows = docket.group_by("person_id").agg(
        *[pl.col(name).first() for name in said],
        pl.len().alias("decisions"),
        pl.col("listed").is_in(["exhibit_a", "exhibit_b"]).sum().alias("asked"),
        *[(pl.col("determination") == each).sum().alias(each) for each in outcomes],
    )
    rows = rows.sort("name", "person_id", nulls_last=True)
    return Table.of("People", "One row a person with a decision, in the order of names.", PEOPLE, rows)


def problems(kept: Kept) -> Table:
    """Everything that could not be read or is in doubt."""
    about = "Each thing that could not be read or is in doubt, and what was done about it."
    return Table.of("Problems", about, _PROBLEMS, _numbered(kept.problems))


def set_aside(kept: Kept) -> Table:
    """The rows that could not be read."""
    about = "Rows that could not be read, as they are; nothing was decided on them."
    return Table.of("Set aside", about, _SET_ASIDE, _numbered(kept.set_aside))


def docket_pack(docket: pl.DataFrame, kept: Kept) -> str:
    """Whose decisions the docket holds; the office's choice when it holds none."""
    return str(docket["pack"][0]) if docket.height else kept.packs[0].id


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """With the line as a number."""
    return rows.with_columns(pl.col("line").cast(pl.Int64))


def _settle() -> pl.Expr:
    """What a person would have to look up, fact by fact."""
    facts = {name: f"{name}: {info.settle}" for name, info in CATALOGUE.items()}
    return pl.col("unknown_facts").list.eval(pl.element().replace_strict(facts, default=pl.element()))
