"""The docket: every decision of a pack as the court needs it, and on which paper or list it belongs."""

from __future__ import annotations

import polars as pl

from vacatur.decide.routing import route
from vacatur.law.agencies import jurisdiction_of
from vacatur.outputs.filings.case_numbers import one_case_number
from vacatur.outputs.filings.duplicates import duplicates
from vacatur.outputs.kept import Kept

LISTED = (
    "exhibit_a", "exhibit_b", "duplicate", "exception", "route_review", "referred", "challenge", "review",
    "out_of_scope",
)  # fmt: skip
"""Where a decision goes: asked to dismiss and seal, asked to reduce, the same count again, eligible but not to be
filed as it is, eligible but unclear whose case, another prosecutor's to decide, not eligible, to be reviewed, no
question for the pack.
"""

RELIEF = {"dismiss": "dismiss and seal", "reduce": "reduce"}
"""What a court is asked for, by determination."""

CLERKS_ORDER = ("prosecutor", "court", "case_key", "count", "conviction_id")

_COURTS = r"^(CASC|CAMC|CAJC|CAJV)\b"
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|"
    "RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|US"
)
_AGENCIES = rf"^({_STATES})[A-Z]{{2}}\b"
"""Who acted, by abbreviation: superior, municipal, justice and juvenile courts of this state; anybody else, of this
state, another one, or the United States.
"""

_JUVENILE = r"(?i)\bJUV"
"""A juvenile court that is named as a part of a superior court."""

_COLUMNS = (
    "conviction_id", "person_id", "cii_number", "name", "birth_date", "sex", "race", "court", "case_number", "case_key",
    "case_numbers", "count", "statute", "section", "offense_text", "is_felony", "convicted_on", "determination",
    "relief", "ground", "citation", "rule", "unknown_facts", "evidence", "place", "prosecutor", "prosecutor_name",
    "route_basis", "route_unclear", "duplicate_of", "missing", "listed", "count_key", "floor", "ceiling", "juvenile",
    "deceased", "unread_rows", "same_count", "court_named", "arresting_agencies", "pack",
)  # fmt: skip


def docket_of(kept: Kept, pack_id: str) -> pl.DataFrame:
    """One row a decision of the pack, every one of them, in the clerk's order (`CLERKS_ORDER`).

    Columns beside those of decisions, convictions and persons (docs/analyst.md):
        court: the court as the file names it (STP_ORI_DESCR); null when it names none, or another kind of agency.
        case_number: as printed, null when there is none or when the case has several; case_key: for joining.
        relief: what is asked (`RELIEF`), null when nothing is.
        ground: the reason of the decision.
        prosecutor, prosecutor_name, route_basis, route_unclear: see `decide.routing`.
        duplicate_of: the conviction that stands for this one, when it is the same count again.
        same_count: the other entries of the same count.
        missing: what stands in the way of filing, empty when nothing does.
        listed: one of `LISTED`.
        court_named: who acted, as the file names it, court or not.
        pack: whose decisions they are.
    """
    return docket_from(kept, kept.table("decisions").filter(pl.col("pack") == pack_id))


def docket_from(kept: Kept, decisions: pl.DataFrame) -> pl.DataFrame:
    """The docket of some decisions, at most one a conviction."""
    rows = _decided(kept, decisions)
    rows = pl.concat([rows, one_case_number(rows)], how="horizontal")
    rows = rows.with_columns(relief=pl.col("determination").replace_strict(RELIEF, default=None))
    elsewhere = [] if kept.every_county else _elsewhere(kept.county, rows["court"])
    rows = rows.with_columns(missing=_missing(elsewhere))
    same = duplicates(
        rows.with_columns(
            cii_number=pl.when(pl.col("cii_number").str.contains("[1-9]")).then("cii_number"),
            offense=pl.coalesce("statute", "offense_text"),
            filable=pl.col("missing").list.len() == 0,
        )
    )
    rows = pl.concat([rows, same], how="horizontal").with_columns(
        missing=pl.concat_list("missing", _if("decisions_differ", "one decision"), _if(_contested(), "one prosecutor"))
    )
    rows = rows.with_columns(listed=_listed()).select(_COLUMNS)
    return rows.sort(CLERKS_ORDER, nulls_last=True, maintain_order=True)


def totals(docket: pl.DataFrame) -> dict[str, dict[str, int]]:
    """Decisions by prosecutor (the District Attorney, then the cities) and by `listed`; together they are all decisions
    of the pack.
    """
    counted = docket.group_by("prosecutor", "listed").len()
    found = {(prosecutor, listed): count for prosecutor, listed, count in counted.iter_rows()}
    return {
        prosecutor: {listed: found.get((prosecutor, listed), 0) for listed in LISTED}
        for prosecutor in sorted(docket["prosecutor"].unique(), key=lambda one: (not one.startswith("da-"), one))
    }


def folder_of(prosecutor: str) -> str:
    """The folder of a prosecutor's packet, by id."""
    return "district-attorney" if prosecutor.startswith("da-") else prosecutor


def _decided(kept: Kept, decisions: pl.DataFrame) -> pl.DataFrame:
    """The decisions with the convictions and the people they are about, in the order of the files."""
    decisions = decisions.select(
        "conviction_id", "person_id", "determination", "floor", "ceiling", "rule", "citation", "unknown_facts",
        "evidence", "pack", pl.col("reason").alias("ground"),
    )  # fmt: skip
    convictions = kept.table("convictions").drop("relief").join(decisions, on="person_id", how="semi")
    # A felony of the same case tells whose the case is, so all convictions of the people are routed.
    convictions = pl.concat([convictions, route(convictions, kept.county, kept.table("charges"))], how="horizontal")
    people = kept.table("persons").select(
        "person_id", "cii_number", "name", "birth_date", "sex", "race", "deceased", "unread_rows"
    )
    rows = convictions.join(decisions.drop("person_id"), on="conviction_id", how="inner", maintain_order="left")
    rows = rows.join(people, on="person_id", how="left", maintain_order="left")
    return rows.with_columns(court=pl.when(_is_court()).then("court"), court_named="court")


def _is_court() -> pl.Expr:
    """Whether who acted may be a court of this state: an abbreviation for one, or words that are no abbreviation."""
    return pl.col("court").str.contains(_COURTS) | ~pl.col("court").str.contains(_AGENCIES)


def _if(condition: str | pl.Expr, name: str) -> pl.Expr:
    """A list that holds the name where the condition holds, else an empty one."""
    held = pl.col(condition) if isinstance(condition, str) else condition
    return pl.when(held).then(pl.lit([name], dtype=pl.List(pl.String))).otherwise(pl.lit([], dtype=pl.List(pl.String)))


def _missing(elsewhere: list[str]) -> pl.Expr:
    """What each row lacks of what a paper must say of a count.

    Args:
        elsewhere: courts of other counties, which this motion cannot move.
    """
    return pl.concat_list(
        _if(pl.col("court").is_null(), "court"),
        _if(pl.col("court").is_in(elsewhere).fill_null(False), "court of this county"),
        _if(pl.col("juvenile") | pl.col("court").str.contains(_JUVENILE).fill_null(False), "juvenile court"),
        _if(pl.col("case_number").is_null() & ~pl.col("several_numbers"), "case number"),
        _if("several_numbers", "one case number of several"),
        _if(pl.col("convicted_on").is_null(), "date of conviction"),
        _if(pl.col("section").is_null(), "section"),
        _if(~_named() & pl.col("birth_date").is_null(), "name"),
    )


def _elsewhere(county: str, courts: pl.Series) -> list[str]:
    """Those of the courts that are known to be in another county."""
    here = jurisdiction_of(county)
    return [court for court in courts.unique().drop_nulls().sort() if here.is_elsewhere(court)]


def _named() -> pl.Expr:
    """Whether the name holds a letter: marks and digits name nobody."""
    return pl.col("name").str.contains(r"\p{L}").fill_null(False)


def _contested() -> pl.Expr:
    return pl.col("prosecutors_differ") & ~pl.col("decisions_differ")


def _listed() -> pl.Expr:
    """The list that each decision belongs on. What is not decided alike, or not whole, is never filed."""
    others = {"refer": "referred", "not_eligible": "challenge", "review": "review", "out_of_scope": "out_of_scope"}
    disputed = pl.col("decisions_differ") | pl.col("prosecutors_differ")
    again = pl.col("duplicate_of").is_not_null()
    return (
        pl.when(pl.col("relief").is_null())
        .then(pl.col("determination").replace_strict(others, default=None))
        .when(again & ~disputed)
        .then(pl.lit("duplicate"))
        .when(pl.col("route_unclear"))
        .then(pl.lit("route_review"))
        .when(pl.col("missing").list.len() > 0)
        .then(pl.lit("exception"))
        .when(pl.col("determination") == "dismiss")
        .then(pl.lit("exhibit_a"))
        .otherwise(pl.lit("exhibit_b"))
    )
