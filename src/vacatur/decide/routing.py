"""Whose case a conviction is: the District Attorney's, or a city prosecutor's (docs/who-prosecutes.md).

The state's file names no prosecutor. All felonies are the District Attorney's. Of the rest, the agency that arrested
tells the city, and the court of the same case must hear that city; whoever prosecuted there on the day of conviction is
the prosecution. What does not follow from both is unclear, and goes to the District Attorney to be looked at.

Rows are reckoned in columns; only distinct combinations of agency, court, time and grade, of which there are few, are
thought through one by one (`decide.whose_case`).
"""

from __future__ import annotations

import polars as pl

from vacatur.decide.facts.conviction import PROP64_IN_FORCE
from vacatur.decide.frame import ALL_COUNTIES
from vacatur.decide.whose_case import Case, Whose, whose_case
from vacatur.errors import UsageError
from vacatur.law.agencies import Jurisdiction, jurisdiction_of

UNKNOWN = "da-unknown"
"""Stands for the District Attorney of a county that is not known."""

ROUTE = ("prosecutor", "prosecutor_name", "route_basis", "route_unclear")
"""The columns of a route."""

SHOWN = 3
"""Rows of arrest that a basis names; where there are more, it says how many."""

_CASE = ["person_id", "case"]
_SEPARATOR = "\x1f"
_KEYS = ["felony", "felony_case", "juvenile", "always_felony", "abroad", "turn", "court", "agencies"]


def route(convictions: pl.DataFrame, county: str, charges: pl.DataFrame | None = None) -> pl.DataFrame:
    """Who prosecuted each conviction, row for row.

    Args:
        convictions: with the columns that a results folder gives a conviction (docs/analyst.md): person_id, case,
            section, subdivision, convicted_on, county, court, juvenile, is_felony, arresting_agencies, arrest_places,
            place. A felony among the rows of the same case makes the whole case the District Attorney's, so give all
            convictions of a person, not only those that are asked about.
        county: as the file spells it; of a run about every county (`ALL_COUNTIES`) each conviction's own counts.
        charges: cannabis charges that ended in no conviction (columns as in `charges.parquet`). One that was a felony,
            in the same case, makes the case the District Attorney's as well.

    Returns:
        prosecutor (`da-los-angeles`, `city-long-beach`), prosecutor_name, route_basis (a sentence that names agency,
        court and rows), route_unclear: then the prosecutor is the District Attorney, who must look.

    Raises:
        UsageError: California has no such county.
    """
    felonies = convictions.filter(pl.col("is_felony").fill_null(False)).select(_CASE)
    if charges is not None:
        charged = _as_convictions(charges).filter(pl.col("is_felony").fill_null(False)).select(_CASE)
        felonies = pl.concat([felonies, charged], how="vertical_relaxed")
    return _anywhere(convictions, felonies, county, "convicted in")


def route_charges(charges: pl.DataFrame, county: str) -> pl.DataFrame:
    """Who prosecuted each charge that ended in no conviction, row for row (columns as in `charges.parquet`).

    A charge without a grade is a felony where its section always was.
    """
    rows = _as_convictions(charges)
    felonies = rows.filter(pl.col("is_felony").fill_null(False)).select(_CASE)
    return _anywhere(rows, felonies, county, "charged in")


def _anywhere(rows: pl.DataFrame, felonies: pl.DataFrame, county: str, acted: str) -> pl.DataFrame:
    """The route of each row: in the county of the run, or of a run about every county each in its own."""
    if county != ALL_COUNTIES:
        return _routed(rows, felonies, jurisdiction_of(county), acted)
    numbered = rows.with_row_index("_row").with_columns(_county=pl.col("county").cast(pl.String))
    found = []
    for (own,), group in numbered.group_by("_county"):
        here = _jurisdiction(own)
        routed = _routed(group, felonies, here, acted) if here else _nowhere(group)
        found.append(routed.with_columns(group["_row"]))
    return pl.concat(found).sort("_row").drop("_row") if found else _nowhere(numbered)


def _jurisdiction(county: object) -> Jurisdiction | None:
    """That of a county of California; None of any other text."""
    try:
        return jurisdiction_of(str(county)) if county is not None else None
    except UsageError:
        return None


def _nowhere(rows: pl.DataFrame) -> pl.DataFrame:
    """Where no county of California is given, somebody must find out whose case it is."""
    why = pl.concat_str(pl.lit("No county of California is given ("), pl.col("place").fill_null("no row"), pl.lit(")."))
    return rows.select(
        prosecutor=pl.lit(UNKNOWN), prosecutor_name=pl.lit("The District Attorney of a county that is not known"),
        route_basis=why, route_unclear=pl.lit(True),
    )  # fmt: skip


def _as_convictions(charges: pl.DataFrame) -> pl.DataFrame:
    """Charges with the columns of convictions."""
    subdivision = pl.col("statute").str.extract(r"\(([a-zA-Z])\)").str.to_lowercase().fill_null("")
    rows = charges.with_columns(subdivision=subdivision, convicted_on="event_date")
    felony = pl.coalesce("is_felony", pl.when(_always_felony().fill_null(False)).then(True))
    juvenile = pl.col("court").cast(pl.String).str.starts_with("CAJV").fill_null(False)
    return rows.with_columns(is_felony=felony, juvenile=juvenile)


def _routed(rows: pl.DataFrame, felonies: pl.DataFrame, here: Jurisdiction, acted: str) -> pl.DataFrame:
    """The route of each row. `felonies`: cases with a felony."""
    felonies = felonies.unique().with_columns(felony_case=pl.lit(True))
    rows = rows.join(felonies, on=_CASE, how="left", nulls_equal=True, maintain_order="left")
    turn = pl.sum_horizontal(pl.lit(0), *[(pl.col("convicted_on") >= turn).cast(pl.Int32) for turn in here.turns])
    county = pl.col("county").cast(pl.String)
    keyed = rows.select(
        pl.col("is_felony").alias("felony"),
        pl.col("felony_case").fill_null(False),
        pl.col("juvenile").fill_null(False),
        _always_felony().any(ignore_nulls=False).over(_CASE).alias("always_felony"),
        pl.when(county.ne_missing(here.county)).then(county.fill_null("")).alias("abroad"),
        pl.when(pl.col("convicted_on").is_not_null()).then(turn).alias("turn"),
        pl.col("court").cast(pl.String),
        pl.col("arresting_agencies").list.sort().list.join(_SEPARATOR).alias("agencies"),
        _evidence(acted).alias("evidence"),
        "place",
    )
    few = keyed.select(_KEYS).unique()
    found = [_whose(row, here) for row in few.iter_rows(named=True)]
    verdicts = few.with_columns(
        pl.Series("prosecutor", [whose.prosecutor.id for whose in found], pl.String),
        pl.Series("prosecutor_name", [whose.prosecutor.name for whose in found], pl.String),
        pl.Series("route_unclear", [whose.unclear for whose in found], pl.Boolean),
        pl.Series("by_place", [whose.by_place for whose in found], pl.Boolean),
        pl.Series("why", [whose.why for whose in found], pl.String),
    )
    joined = keyed.join(verdicts, on=_KEYS, how="left", nulls_equal=True, maintain_order="left")
    by_place = pl.concat_str("evidence", pl.lit(": "), "why", pl.lit("."))
    by_itself = pl.concat_str("why", pl.lit(" ("), pl.col("place").fill_null("no row"), pl.lit(")."))
    basis = pl.when("by_place").then(by_place).otherwise(by_itself)
    return joined.with_columns(basis.alias("route_basis")).select(ROUTE)


def _always_felony() -> pl.Expr:
    """Whether the section knew no misdemeanor when the person was convicted: 11358, 11359 and 11360(a) before 9
    November 2016. Unknown with the date.
    """
    felony_only = pl.col("section").is_in(["11358", "11359"]) | (
        (pl.col("section") == "11360") & (pl.col("subdivision") == "a")
    )
    before = pl.col("convicted_on") < PROP64_IN_FORCE
    return pl.when(felony_only.fill_null(False)).then(before).otherwise(pl.lit(False))


def _evidence(acted: str) -> pl.Expr:
    """Who arrested and which court acted, with the rows that say so."""
    places = pl.col("arrest_places")
    shown = places.list.head(SHOWN).list.join(", ")
    more = pl.concat_str(shown, pl.lit(" and "), places.list.len() - SHOWN, pl.lit(" more"))
    rows = pl.when(places.list.len() > SHOWN).then(more).otherwise(shown)
    who = pl.col("arresting_agencies").list.join(" and ")
    arrested = (
        pl.when(pl.col("arresting_agencies").list.len() > 0)
        .then(pl.concat_str(pl.lit("Arrested by "), who, pl.lit(" ("), rows, pl.lit(")")))
        .when(places.list.len() > 0)
        .then(pl.concat_str(pl.lit("Arrested by an agency that is not named ("), rows, pl.lit(")")))
        .otherwise(pl.lit("No arrest on file"))
    )
    court = pl.coalesce(
        pl.concat_str(pl.lit(f", {acted} "), pl.col("court").cast(pl.String)), pl.lit(", no court named")
    )
    return pl.concat_str(arrested, court, pl.lit(" ("), pl.col("place").fill_null("no row"), pl.lit(")"))


def _whose(row: dict[str, object], here: Jurisdiction) -> Whose:
    agencies = str(row["agencies"] or "")
    turn, court, abroad = row["turn"], row["court"], row["abroad"]
    case = Case(
        felony=row["felony"] if isinstance(row["felony"], bool) else None,
        felony_case=bool(row["felony_case"]),
        juvenile=bool(row["juvenile"]),
        always_felony=row["always_felony"] if isinstance(row["always_felony"], bool) else None,
        county=abroad if isinstance(abroad, str) else here.county,
        agencies=tuple(agencies.split(_SEPARATOR)) if agencies else (),
        court=court if isinstance(court, str) else None,
        turn=turn if isinstance(turn, int) else None,
    )
    return whose_case(case, here)
