"""Every fact that a rule may name: what it means, its type, and what makes it unknown (docs/reading.md, section 7).

A fact is an expression over the frame that `decide.frame` builds: one row a conviction that a pack may decide, with
what its person's whole record says beside it. A fact that the data does not give is null: never a default.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

FactType = Literal["yes/no", "text", "date", "years", "number"]
Value = bool | str | date | float | int

PROP64_IN_FORCE = date(2016, 11, 9)
"""The day from which the Control, Regulate and Tax Adult Use of Marijuana Act (Proposition 64) applies."""

OWN_ROWS = "rows"
DTYPES: dict[FactType, type[pl.DataType]] = {
    "yes/no": pl.Boolean, "text": pl.String, "date": pl.Date, "years": pl.Float64, "number": pl.Int64,
}  # fmt: skip


@dataclass(frozen=True)
class FactInfo:
    """A fact in the catalogue.

    Attributes:
        dtype: "years" are calendar years, whole exactly on the anniversary.
        settle: what a person would have to look up when it is unknown.
        ordinary: its value in a worked case that does not name it.
        evidence: columns of the frame that hold the source rows it rests on.
    """

    name: str
    dtype: FactType
    meaning: str
    unknown_when: str
    settle: str
    ordinary: Value | None
    evidence: tuple[str, ...]
    expression: pl.Expr


CATALOGUE: dict[str, FactInfo] = {}
"""Every fact, under the name that packs use."""


def fact(
    dtype: FactType, *, ordinary: Value | None, settle: str, evidence: tuple[str, ...] = (OWN_ROWS,)
) -> Callable[[Callable[[], pl.Expr]], Callable[[], pl.Expr]]:
    """Put a fact into the catalogue: the docstring's first paragraph is its meaning, its second what makes it
    unknown.
    """

    def register(function: Callable[[], pl.Expr]) -> Callable[[], pl.Expr]:
        meaning, _, unknown = (inspect.getdoc(function) or "").partition("\n\n")
        name = function.__name__
        CATALOGUE[name] = FactInfo(
            name, dtype, " ".join(meaning.split()), " ".join(unknown.split()).removeprefix("Unknown when "), settle,
            ordinary, evidence, function().cast(DTYPES[dtype]).alias(name),
        )  # fmt: skip
        return function

    return register


def fact_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """The value of every fact for each row of the frame that `decide.frame.conviction_frame` builds."""
    return frame.select(info.expression for info in CATALOGUE.values())


_OFFENSE = "the offense of conviction, from the court's file"
_DATE = "the date of conviction, from the court's minutes"
_BIRTH = "the birth date, from the booking record or the court's file"
_WHOLE = "the rows that could not be read, or the full criminal history from the DOJ"


@fact("text", ordinary="11359", settle=_OFFENSE)
def section() -> pl.Expr:
    """The section of which the person was convicted, without subdivisions: `11357`.

    Unknown when the offense is illegible.
    """
    return pl.col("section")


@fact("text", ordinary="", settle=_OFFENSE)
def subdivision() -> pl.Expr:
    """The first subdivision letter, small; empty when the text states none.

    Unknown when the offense is illegible.
    """
    return pl.col("subdivision")


@fact("yes/no", ordinary=True, settle=_OFFENSE)
def is_prop64() -> pl.Expr:
    """Whether the offense is one of HS 11357 to 11360 (list `prop64`).

    Unknown when the list says review: an attempt, a predecessor section, a wrong code, an offense not given.
    """
    return pl.col("prop64")


@fact("yes/no", ordinary=False, settle=_OFFENSE)
def is_related() -> pl.Expr:
    """Whether the offense is one that some offices dismiss beside cannabis convictions (list `related`).

    Unknown when the list says review.
    """
    return pl.col("related")


@fact("yes/no", ordinary=True, settle=_OFFENSE, evidence=(OWN_ROWS, "cycle_rows"))
def prop64_in_same_cycle() -> pl.Expr:
    """Whether the same cycle (arrest and what followed) holds a conviction of the list `prop64`.

    Unknown when it holds only ones that the list leaves to review, or none and the person has unread rows.
    """
    return pl.col("prop64_in_cycle")


@fact("yes/no", ordinary=False, settle=_OFFENSE, evidence=(OWN_ROWS, "cycle_rows"))
def accessory_with_prop64() -> pl.Expr:
    """Whether this is PC 32 (accessory) in a cycle that holds a charge or conviction of the list `prop64` (Boatwright).

    Unknown when the cycle holds only ones that the list leaves to review, or none and the person has unread rows.
    """
    return pl.col("accessory")


@fact("yes/no", ordinary=True, settle="the court of conviction")
def in_county() -> pl.Expr:
    """Whether the county of conviction is the county of the run.

    Unknown when no county is given, or the rows of the conviction disagree.
    """
    return pl.col("county").cast(pl.String) == pl.col("asked_county")


@fact("yes/no", ordinary=True, settle="the grade of the conviction, from the court's minutes")
def is_felony() -> pl.Expr:
    """Whether the conviction is a felony, by the status of the conviction, or where that is blank by the type of
    charge.

    Unknown when neither says so clearly, or the rows of the conviction disagree.
    """
    return pl.col("is_felony")


@fact("date", ordinary=date(1995, 6, 1), settle=_DATE)
def convicted_on() -> pl.Expr:
    """The date of conviction: that of the court's step.

    Unknown when it is missing, partial, impossible or after the as-of date, or the rows of the conviction disagree.
    """
    return pl.col("convicted_on")


@fact("yes/no", ordinary=True, settle="the date of the offense, from the complaint", evidence=(OWN_ROWS, "arrest_rows"))
def offense_before_prop64() -> pl.Expr:
    """Whether the offense was before 9 November 2016: so when the conviction was, else by the date of arrest in the
    same cycle.

    Unknown when the conviction is later or undated and the cycle has no single known date of arrest.
    """
    convicted_before = (pl.col("convicted_on") < PROP64_IN_FORCE).fill_null(False)
    return pl.when(convicted_before).then(True).otherwise(pl.col("arrested_on") < PROP64_IN_FORCE)


_RELIEF = "whether relief was granted earlier, from the court's file"


@fact("yes/no", ordinary=False, settle=_RELIEF, evidence=(OWN_ROWS, "relief_row", "relief_doubt_row"))
def relief_granted() -> pl.Expr:
    """Whether some earlier relief is on record for this conviction (PC 1203.4, HS 11361.8, PC 1170.18 and others).

    Unknown when a later row or a comment speaks of relief or dismissal but not clearly for this conviction.
    """
    return pl.col("relief") != ""


@fact("text", ordinary="", settle=_RELIEF, evidence=(OWN_ROWS, "relief_row", "relief_doubt_row"))
def earlier_relief() -> pl.Expr:
    """The earlier relief on record for this conviction, by name (`1203.4 PC`); empty when there is none.

    Unknown when it cannot be said whether there is any.
    """
    return pl.col("relief")


@fact("yes/no", ordinary=False, settle=_RELIEF, evidence=(OWN_ROWS, "relief_row", "relief_doubt_row"))
def prop64_relief_granted() -> pl.Expr:
    """Whether relief under HS 11361.8 or 11361.9 is on record for this conviction.

    Unknown when earlier relief is.
    """
    return pl.col("relief").str.contains(r"11361\.[89]")


@fact("years", ordinary=45, settle=_BIRTH)
def age_now() -> pl.Expr:
    """The person's age on the as-of date.

    Unknown when the birth date is, or the person was convicted before it.
    """
    return pl.col("age_now")


@fact("years", ordinary=30, settle=_BIRTH)
def age_at_conviction() -> pl.Expr:
    """The person's age on the date of conviction.

    Unknown when either date is.
    """
    return pl.col("age_at_conviction")


def _under_at_offense(age: int) -> pl.Expr:
    return pl.when(pl.col("age_at_conviction") < age).then(True).otherwise(pl.col("age_at_arrest") < age)


@fact("yes/no", ordinary=False, settle="the birth date and the date of the offense", evidence=(OWN_ROWS, "arrest_rows"))
def under_18_at_offense() -> pl.Expr:
    """Whether the person was under 18 at the offense: by the date of arrest; also when under 18 at conviction.

    Unknown when these dates are.
    """
    return _under_at_offense(18)


@fact("yes/no", ordinary=False, settle="the birth date and the date of the offense", evidence=(OWN_ROWS, "arrest_rows"))
def under_21_at_offense() -> pl.Expr:
    """Whether the person was under 21 at the offense: by the date of arrest; also when under 21 at conviction.

    Unknown when these dates are.
    """
    return _under_at_offense(21)


@fact("years", ordinary=25, settle=_DATE)
def years_since_conviction() -> pl.Expr:
    """Years from the date of conviction to the as-of date.

    Unknown when the date of conviction is.
    """
    return pl.col("years_since_conviction")


@fact("yes/no", ordinary=True, settle="the length of the sentence, from the court's minutes", evidence=("case_rows",))
def sentence_completed() -> pl.Expr:
    """Whether every sentence of the same case ends on or before the as-of date.

    Unknown when the end of one is not known, and no known one is later.
    """
    return pl.col("case_completed")


@fact("yes/no", ordinary=True, settle="how probation ended, from the probation department", evidence=("case_rows",))
def probation_completed() -> pl.Expr:
    """Whether the case had probation, its sentences have ended, and no row of it says that probation was revoked.

    Unknown when no part of a sentence is given in the case, or one without saying where it is served, or the end of
    one is not known.
    """
    none = pl.col("case_has_part") & ~pl.col("case_probation")
    ended = pl.when(pl.col("case_has_part") & pl.col("case_probation")).then("case_completed")
    unfinished = ~pl.col("case_completed")
    return pl.when((pl.col("case_revoked") | none | unfinished).fill_null(False)).then(False).otherwise(ended)


def _never_in_this_file() -> pl.Expr:
    return pl.lit(None)


@fact("number", ordinary=None, settle="the number of plants, from the police report")
def plants() -> pl.Expr:
    """Living plants cultivated. The state's file never says.

    Unknown when the file is all there is.
    """
    return _never_in_this_file()


@fact("years", ordinary=None, settle="the weight, from the laboratory report")
def grams() -> pl.Expr:
    """Grams of cannabis that is not concentrated. The state's file never says.

    Unknown when the file is all there is.
    """
    return _never_in_this_file()


@fact("years", ordinary=None, settle="the weight, from the laboratory report")
def grams_concentrate() -> pl.Expr:
    """Grams of concentrated cannabis. The state's file never says.

    Unknown when the file is all there is.
    """
    return _never_in_this_file()


@fact("yes/no", ordinary=None, settle="the conduct, from the police report")
def gift_or_personal_transport() -> pl.Expr:
    """Whether the conduct was a gift to an adult or transport for oneself. The state's file never says.

    Unknown when the file is all there is.
    """
    return _never_in_this_file()


@fact("yes/no", ordinary=None, settle="the conduct, from the police report")
def sale_to_minor() -> pl.Expr:
    """Whether the person knowingly sold, offered or gave to somebody under 18. The state's file never says.

    Unknown when the file is all there is.
    """
    return _never_in_this_file()


@fact("yes/no", ordinary=None, settle="the conduct, from the police report")
def import_or_export() -> pl.Expr:
    """Whether the conduct was import, or transport out of the state for sale. The state's file never says.

    Unknown when the file is all there is.
    """
    return _never_in_this_file()


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
