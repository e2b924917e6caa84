"""Facts about the person's whole record, in all counties, one documented function each."""

from __future__ import annotations

import polars as pl

from vacatur.decide.facts.catalogue import fact

_WHOLE = "the rows that could not be read, or the full criminal history from the DOJ"


@fact("yes/no", ordinary=False, settle=_WHOLE, evidence=("deceased_row",))
def deceased() -> pl.Expr:
    """Whether a row of the person says DECEASED.

    Unknown when none does and the person has unread rows.
    """
    return pl.when(pl.col("deceased_row").is_not_null()).then(True).when(~pl.col("unread")).then(False)


@fact("number", ordinary=1, settle=_WHOLE)
def convictions_on_record() -> pl.Expr:
    """Convictions of the person, of any kind, in all counties.

    Unknown when the person has unread rows.
    """
    return pl.col("convictions_on_record")


def _bar(listed: str, doubt: pl.Expr | None = None) -> pl.Expr:
    """Whether a conviction of a list came before: certain, impossible, or possible and so unknown."""
    on = pl.col("convicted_on")
    itself = pl.col(listed).fill_null(True).cast(pl.Int64)  # no conviction is prior to itself
    others = pl.col(f"{listed}_all").fill_null(0) - itself
    undated = pl.col(f"{listed}_undated").fill_null(0) - pl.when(on.is_null()).then(itself).otherwise(0)
    certain = (pl.col(f"{listed}_first") < on).fill_null(False)
    possible = (pl.col(f"{listed}_possible_first") < on).fill_null(False) | (undated > 0)
    possible = possible | (on.is_null() & (others > 0)) | pl.col("unread")
    if doubt is not None:
        possible = possible | doubt
    return pl.when(certain).then(True).when(~possible).then(False)


@fact(
    "yes/no", ordinary=False, settle="the earlier convictions named, from their courts", evidence=("superstrikes_rows",)
)
def superstrike_before() -> pl.Expr:
    """Whether a conviction of an offense in PC 667(e)(2)(C)(iv), in any county, has an earlier date (People v. Smit).

    Unknown when one that the list leaves to review, or one without date, may have; or the person has unread rows.
    """
    return _bar("superstrikes")


@fact(
    "yes/no", ordinary=False, settle="the earlier convictions or registrations named, from their courts",
    evidence=("pc290_rows", "registration_rows"),
)  # fmt: skip
def registrable_offense_before() -> pl.Expr:
    """Whether a conviction of an offense in PC 290(c), in any county, has an earlier date.

    Unknown when one that the list leaves to review, or one without date, may have; when a registration has no
    conviction that explains it; or the person has unread rows.
    """
    return _bar("pc290", pl.col("bare_registration").fill_null(False))


@fact("number", ordinary=0, settle="the dates and sections of the earlier convictions", evidence=("same_section_rows",))
def prior_same_section() -> pl.Expr:
    """Convictions of the same Prop 64 section on earlier dates, in any county, of any severity.

    Unknown when the number is not certain.
    """
    exact = (pl.col("priors_certain") == pl.col("priors_possible")) & ~pl.col("unread")
    return pl.when(exact).then("priors_certain")


@fact(
    "yes/no",
    ordinary=False,
    settle="the dates and sections of the earlier convictions",
    evidence=("same_section_rows",),
)
def two_prior_same_section() -> pl.Expr:
    """Whether two or more convictions of the same Prop 64 section have earlier dates, in any county, of any severity.

    Unknown when fewer than two certainly have, but with those of unknown date or offense two may; or the person has
    unread rows.
    """
    sure = (pl.col("priors_possible") < 2) & ~pl.col("unread")
    return pl.when(pl.col("priors_certain") >= 2).then(True).when(sure).then(False)


@fact("yes/no", ordinary=False, settle=_WHOLE, evidence=("other_rows",))
def only_prop64_on_record() -> pl.Expr:
    """Whether all convictions of the person, in any county, are of the list `prop64`.

    Unknown when none is certainly another offense but one is of review class or illegible, or the person has unread
    rows.
    """
    return pl.col("only_prop64_on_record")


@fact(
    "yes/no",
    ordinary=True,
    settle="the lengths of the sentences, from the courts' minutes",
    evidence=("unfinished_rows",),
)
def sentences_completed() -> pl.Expr:
    """Whether every sentence of the person, in any county, ends on or before the as-of date.

    Unknown when the end of one is not known and no known one is later, or the person has unread rows.
    """
    return pl.col("sentences_completed")


@fact("years", ordinary=5, settle="the dates of all convictions", evidence=("latest_rows",))
def years_conviction_free() -> pl.Expr:
    """Years from the latest conviction of any kind, in any county, to the as-of date.

    Unknown when the date of a conviction is, or the person has unread rows.
    """
    return pl.col("years_conviction_free")


@fact("years", ordinary=5, settle="the dates and grades of all convictions", evidence=("felony_rows",))
def years_felony_free() -> pl.Expr:
    """Years from the latest felony conviction, in any county, to the as-of date; without limit when there is none.

    Unknown when the date of a felony is, when an undated or later conviction may be one, or the person has unread rows.
    """
    never = pl.col("latest_felony").is_null()
    years = pl.when(never).then(pl.lit(float("inf"))).otherwise("years_felony_free")
    return pl.when("felony_free_known").then(years)
