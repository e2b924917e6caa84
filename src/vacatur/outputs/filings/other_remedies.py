"""The public defender's list of other remedies: for convictions that the motions leave as they are, and for charges."""

from __future__ import annotations

import polars as pl

from vacatur.decide.remedies import remedies_for, remedies_for_charges
from vacatur.law.remedies import load_remedies
from vacatur.outputs.filings.case_numbers import one_case_number
from vacatur.outputs.filings.columns import the_count
from vacatur.outputs.filings.misdemeanors import CONVICTED, outcome_of_charge
from vacatur.outputs.kept import Kept

_LEFT = ("challenge", "review", "referred", "out_of_scope")
"""Where a conviction is listed of which no motion asks anything."""

_MAY, _LOOK_UP = "may reach", "a fact must be looked up first"
_MARKS = {"C": "confirmed in a source", "S": "from a secondary source", "K": "unconfirmed: read the statute"}


def other_remedies(docket: pl.DataFrame, kept: Kept) -> pl.DataFrame:
    """One row a count and remedy that may reach it, by person: convictions of which no motion asks anything, and
    charges of which nobody was convicted. It says "may": a lawyer decides.
    """
    rows = pl.concat([_of_convictions(docket, kept), _of_charges(kept)], how="diagonal")
    known = pl.DataFrame(
        [(each.id, each.cite, each.title, each.says, each.beyond, _MARKS[each.mark]) for each in load_remedies()],
        schema=["id", "remedy", "title", "says", "look_at", "law_is"],
        orient="row",
    ).with_row_index("order")
    rows = rows.join(known, on="id", how="inner", maintain_order="left")
    rows = rows.sort("name", "subject_id", pl.col("outcome") != CONVICTED, "place", "order", nulls_last=True)
    return rows.select(
        "remedy", "title", "certainty", "says", "look_at", "law_is", "outcome", *_COUNT, "court_action_on", "decided",
        "ground", "conviction_id", "place",
    )  # fmt: skip


_COUNT = (
    "court", "case_number", "all_case_numbers", "count", "name", "birth_date", "cii_number", "subject_id", "statute",
    "offense_text", "grade", "convicted_on",
)  # fmt: skip


def _of_convictions(docket: pl.DataFrame, kept: Kept) -> pl.DataFrame:
    left = docket.filter(pl.col("listed").is_in(_LEFT))
    facts = kept.table("facts").join(left, on="conviction_id", how="semi")
    rows = left.select(
        pl.lit(CONVICTED).alias("outcome"), *the_count(), pl.col("determination").alias("decided"), "ground",
        "conviction_id", "place",
    )  # fmt: skip
    return rows.join(_each(remedies_for(facts)), on="conviction_id", how="inner", maintain_order="left")


def _of_charges(kept: Kept) -> pl.DataFrame:
    charges = kept.table("charges")
    people = kept.table("persons").select("person_id", "name", "birth_date", "cii_number")
    rows = charges.join(people, on="person_id", how="left", maintain_order="left")
    rows = pl.concat([rows, one_case_number(rows)], how="horizontal")
    rows = rows.with_columns(court_named="court", convicted_on=pl.lit(None, pl.Date))
    rows = rows.select(
        outcome_of_charge().alias("outcome"), *the_count(), pl.col("event_date").alias("court_action_on"),
        pl.col("person_id", "count_key"), "place",
    )  # fmt: skip
    found = _each(
        remedies_for_charges(charges, kept.table("convictions")).unique(["person_id", "count_key"], maintain_order=True)
    )
    return rows.join(found, on=["person_id", "count_key"], how="inner", maintain_order="left").drop(
        "person_id", "count_key"
    )


def _each(found: pl.DataFrame) -> pl.DataFrame:
    """One row a remedy: `id`, and how certain it is that its conditions hold."""
    lists = {"remedies": _MAY, "unsettled": _LOOK_UP}
    return pl.concat(
        found.drop(set(lists) - {name}).rename({name: "id"}).explode("id").filter(pl.col("id").is_not_null())
        .with_columns(certainty=pl.lit(certainty))
        for name, certainty in lists.items()
    )  # fmt: skip
