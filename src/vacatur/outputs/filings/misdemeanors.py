"""Each prosecutor's misdemeanors, and what nobody can be sure whose it is: convictions with what was decided of them,
and charges of which nobody was convicted.
"""

from __future__ import annotations

import polars as pl

from vacatur.decide.routing import route_charges
from vacatur.outputs.filings.case_numbers import one_case_number
from vacatur.outputs.filings.columns import by_law, the_count
from vacatur.outputs.filings.docket import docket_from
from vacatur.outputs.filings.exceptions import other_entries
from vacatur.outputs.kept import Kept

STATUTE = "ca-prop64-statute"
"""The pack that every run computes."""

CONVICTED, CHARGED, UNKNOWN = "convicted", "charged, not convicted", "charged, outcome unknown"

_OUTCOME = {"dismissed": CHARGED, "other": CHARGED}
"""What became of a charge. Later relief or a revocation cannot be without a conviction, which the file then lacks; and
where no row says anything, nobody knows.
"""

_STANDS = {
    "exhibit_a": "Exhibit A: asked to dismiss and seal",
    "exhibit_b": "Exhibit B: asked to reduce",
    "duplicate": "the same count as another entry, asked for there",
    "exception": "eligible, cannot be filed as it is",
    "route_review": "eligible, unclear who prosecutes",
    "referred": "for this prosecutor to decide",
    "challenge": "not eligible",
    "review": "for a lawyer to look at",
    "out_of_scope": "nothing to decide",
}
"""Where a conviction stands, by the list it is on."""

_COLUMNS = (
    "outcome", "court", "case_number", "all_case_numbers", "count", "name", "birth_date", "cii_number", "subject_id",
    "statute", "offense_text", "grade", "convicted_on", "court_action_on", "disposition", "stands", "determination",
    "ground", "citation", "missing", "statute_determination", "statute_at_least", "statute_at_most", "statute_ground",
    "other_entries", "route_basis", "arresting_agencies", "conviction_id", "place",
)  # fmt: skip


def misdemeanors(rows: pl.DataFrame, prosecutor: str) -> pl.DataFrame:
    """What of `routed_counts` is surely a prosecutor's and is not known to be a felony."""
    mine = (pl.col("prosecutor") == prosecutor) & ~pl.col("route_unclear") & pl.col("is_felony").ne_missing(True)
    return rows.filter(mine).select(_COLUMNS)


def unclear_routes(rows: pl.DataFrame) -> pl.DataFrame:
    """What of `routed_counts` may be one prosecutor's or another's: for the District Attorney to look at."""
    return rows.filter("route_unclear").select(_COLUMNS)


def routed_counts(docket: pl.DataFrame, kept: Kept) -> pl.DataFrame:
    """Convictions and charges that are not known to be felonies, and all of which it is unclear who prosecutes:
    convictions first, each in the clerk's order.

    Convictions that only the statute's pack decides are there too; what is said of a decision is null for them.

    Returns:
        The columns of a list, and prosecutor, route_unclear and is_felony, to choose by.
    """
    law = kept.table("decisions").filter(pl.col("pack") == STATUTE)
    beyond = docket_from(kept, law.join(docket, on="conviction_id", how="anti"))
    unasked = [pl.lit(None, pl.String).alias(name) for name in ("stands", "determination", "ground", "citation")]
    convicted = pl.concat([_convictions(docket), _convictions(beyond).with_columns(unasked)])
    convicted = convicted.join(by_law(law), on="conviction_id", how="left", maintain_order="left")
    convicted = convicted.join(other_entries(docket), on="conviction_id", how="left", maintain_order="left")
    rows = pl.concat([convicted, _charges(kept)], how="diagonal")
    chosen = rows.filter(pl.col("is_felony").ne_missing(True) | pl.col("route_unclear"))
    order = [pl.col("outcome") != CONVICTED, "court", "case_key", "count", "conviction_id", "place"]
    return chosen.sort(order, nulls_last=True, maintain_order=True)


def outcome_of_charge() -> pl.Expr:
    """Whether a charge surely ended without a conviction."""
    return pl.col("disposition").replace_strict(_OUTCOME, default=UNKNOWN).fill_null(UNKNOWN)


def _convictions(docket: pl.DataFrame) -> pl.DataFrame:
    """Convictions as a list shows them."""
    return docket.select(
        pl.lit(CONVICTED).alias("outcome"), *the_count(), "case_key",
        pl.col("listed").replace_strict(_STANDS, default=None).alias("stands"), "determination", "ground", "citation",
        "missing", "route_basis", "arresting_agencies", "conviction_id", "place", "prosecutor", "route_unclear",
        "is_felony",
    )  # fmt: skip


def _charges(kept: Kept) -> pl.DataFrame:
    """Charges of which nobody was convicted, in the same columns."""
    charges = kept.table("charges").filter(pl.col("is_felony").ne_missing(True))
    people = kept.table("persons").select("person_id", "name", "birth_date", "cii_number")
    charges = charges.join(people, on="person_id", how="left", maintain_order="left")
    routes = route_charges(charges, kept.county)
    rows = pl.concat([charges, routes, one_case_number(charges)], how="horizontal")
    rows = rows.with_columns(court_named="court", convicted_on=pl.lit(None, pl.Date))
    return rows.select(
        outcome_of_charge().alias("outcome"), *the_count(), "case_key", pl.col("event_date").alias("court_action_on"),
        "disposition", "route_basis", "arresting_agencies", "place", "prosecutor", "route_unclear", "is_felony",
    )  # fmt: skip
