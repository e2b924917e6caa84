"""The small worksheets: what was asked, the summary, and the reconciliation, as blocks of cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from vacatur.decide.facts import CATALOGUE
from vacatur.decide.impact import impact_of
from vacatur.outputs.kept import Kept
from vacatur.outputs.workbook.tables import LISTED, Table, docket_pack
from vacatur.review.applied import reason_in_short

Value = str | int | float | bool | date | None
"""What a cell of these worksheets holds; None: it stays empty."""


@dataclass(frozen=True)
class Block:
    """A small table under a heading.

    Attributes:
        heading: of the block; empty: none.
        columns: headings of its columns.
    """

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Value]] = field(default_factory=list)


_IMPACT = {
    "people_with_relief": "People with some relief",
    "no_felony": "People who lose their last felony",
    "no_conviction": "People who lose their last conviction",
    "no_conviction_last_7_years": "People who lose their last conviction in 7 years",
}
_DETERMINATIONS = ("dismiss", "reduce", "not_eligible", "review", "refer", "out_of_scope")


def settings(docket: pl.DataFrame, kept: Kept, tables: Sequence[Table]) -> list[Block]:
    """What was asked, of what, by which version; and what the worksheets hold."""
    manifest, of_file = kept.manifest, ("number", "file", "bytes", "rows", "set_aside", "blank_lines", "sha256")
    inputs = [[each[key] for key in of_file] for each in manifest["inputs"]]
    outputs = [(each["file"], each["rows"], each["sha256"]) for each in manifest["outputs"]]
    packs = [(entry["id"], entry["sha256"]) for entry in manifest["packs"]]
    sheets = [(table.name, table.frame.height, table.about) for table in tables]
    columns = [(table.name, column.label, column.meaning) for table in tables for column in table.columns]
    return [
        Block("What was asked", ("Setting", "Value"), _request(docket, kept)),
        Block("Parameters of the packs", ("Pack", "Parameter", "Value", "Meaning"), list(_parameters(kept))),
        Block("Assumptions of the packs", ("Pack", "Assumption", "On", "Meaning"), list(_assumptions(kept))),
        Block("Files read", ("Number", "File", "Bytes", "Rows", "Set aside", "Blank lines", "SHA-256"), inputs),
        Block("Packs", ("Pack", "SHA-256"), packs),
        Block("Files of the results", ("File", "Rows", "SHA-256"), outputs),
        Block("The worksheets", ("Worksheet", "Rows", "What it holds"), sheets),
        Block("Their columns", ("Worksheet", "Column", "What it holds"), columns),
    ]


def _request(docket: pl.DataFrame, kept: Kept) -> list[Sequence[Value]]:
    manifest, pack = kept.manifest, kept.pack(docket_pack(docket, kept))
    return [
        ("County", manifest["county"]),
        ("Decided as of", kept.as_of),
        ("Pack of this workbook", pack.id),
        ("Title", pack.title),
        ("Status", pack.status),
        ("Packs computed", ", ".join(entry["id"] for entry in manifest["packs"])),
        ("Vacatur", manifest["vacatur"]),
        ("Polars", manifest["polars"]),
        ("Results (SHA-256 of manifest.json)", kept.sha256),
        ("Acts of reviewers that are applied", kept.ledger.last),
        ("Ledger (SHA-256 of its last act)", kept.ledger.sha256),
    ]


def _parameters(kept: Kept) -> Iterable[Sequence[Value]]:
    for pack in kept.packs:
        for name, parameter in pack.parameters.items():
            value = parameter.value
            yield pack.id, name, ", ".join(value) if isinstance(value, list) else value, parameter.label


def _assumptions(kept: Kept) -> Iterable[Sequence[Value]]:
    for pack in kept.packs:
        for assumption in pack.assumptions:
            yield pack.id, assumption.id, assumption.id in pack.assumed, assumption.text


def summary(docket: pl.DataFrame, kept: Kept) -> list[Block]:
    """The figures, counted from the rows of the worksheet Decisions; those of problems are the run's."""
    earliest = docket.select(pl.col("convicted_on").min()).item()
    outcomes = {name: name for name in _DETERMINATIONS}
    return [
        _by_determination(docket),
        _crossed("By section and determination", "Section", docket, "section", "determination", outcomes),
        _crossed("By prosecutor and list", "Prosecutor", docket, "prosecutor_name", "listed", LISTED),
        _by_reason(docket),
        _impact(kept),
        _unknown(docket),
        Block("Problems", ("Code", "Number"), list(kept.summary["problems"].items())),
        Block("Dates", ("What", "Date"), [("Earliest conviction decided", earliest)]),
    ]


def _by_determination(docket: pl.DataFrame) -> Block:
    felony = pl.col("is_felony")
    counts = {
        "Decisions": pl.len(),
        "Felonies": felony.sum(),
        "Not felonies": felony.not_().sum(),
        "Grade unknown": felony.is_null().sum(),
        "People": pl.col("person_id").n_unique(),
    }
    each = docket.group_by("determination").agg(**counts)
    each = each.sort(pl.col("determination").cast(pl.Enum(_DETERMINATIONS)))
    everything = docket.select(pl.lit("all"), **counts)
    return Block("By determination", ("Determination", *counts), [*each.rows(), *everything.rows()])


def _crossed(
    heading: str, first: str, docket: pl.DataFrame, down: str, across: str, columns: Mapping[str, str]
) -> Block:  # fmt: skip
    """How many decisions, by two columns of the docket, with totals.

    Args:
        columns: the values of the second, and the heading of each.
    """
    counts = [*[(pl.col(across) == name).sum().alias(name) for name in columns], pl.len().alias("all")]
    each = docket.group_by(pl.col(down).fill_null("unknown")).agg(counts).sort(down)
    everything = docket.select(pl.lit("all").alias(down), *counts)
    return Block(heading, (first, *columns.values(), "all"), [*each.rows(), *everything.rows()])


def _by_reason(docket: pl.DataFrame) -> Block:
    """Reviews whose reason is that facts are unknown are one line a rule: which facts they are is counted apart."""
    open_ = (pl.col("determination") == "review") & (pl.col("unknown_facts").list.len() > 0)
    docket = docket.with_columns(ground=reason_in_short(pl.col("rule"), pl.col("ground")))
    docket = docket.with_columns(ground=pl.when(open_).then(pl.lit("Facts are unknown: see below")).otherwise("ground"))
    by = ("determination", "ground", "rule", "citation")
    rows = docket.group_by(by).agg(pl.len().alias("decisions"), pl.col("person_id").n_unique().alias("people"))
    rows = rows.sort("decisions", *by, descending=[True, False, False, False, False])
    return Block("By reason", ("Determination", "Reason", "Rule", "Citation", "Decisions", "People"), rows.rows())


def _unknown(docket: pl.DataFrame) -> Block:
    counted = docket.explode("unknown_facts").group_by("unknown_facts").len().drop_nulls()
    counted = counted.sort("len", "unknown_facts", descending=[True, False])
    rows = [(name, count, CATALOGUE[name].settle if name in CATALOGUE else None) for name, count in counted.iter_rows()]
    heading = "Facts that are unknown and could change the answer"
    return Block(heading, ("Fact", "Decisions", "What would settle it"), rows)


def _impact(kept: Kept) -> Block:
    """Counted anew from the decisions, since reviewers may have changed what the run counted."""
    convictions = kept.table("convictions").rename({"conviction_id": "conviction", "person_id": "person"})
    decisions = kept.table("decisions").rename({"conviction_id": "conviction"})
    impact = {
        pack: impact_of(convictions, decisions.filter(pl.col("pack") == pack), kept.as_of).as_dict()
        for pack in kept.summary["impact"]
    }
    rows = [(pack, *[figures[key] for key in _IMPACT]) for pack, figures in impact.items()]
    return Block("What it changes for people, by pack", ("Pack", *_IMPACT.values()), rows)
