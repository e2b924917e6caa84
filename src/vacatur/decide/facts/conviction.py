"""Facts about the conviction itself, its case and its cycle, one documented function each."""

from __future__ import annotations

from datetime import date

import polars as pl

from vacatur.decide.facts.catalogue import OWN_ROWS, fact

PROP64_IN_FORCE = date(2016, 11, 9)
"""The day from which the Control, Regulate and Tax Adult Use of Marijuana Act (Proposition 64) applies."""

_OFFENSE = "the offense of conviction, from the court's file"
_DATE = "the date of conviction, from the court's minutes"
_BIRTH = "the birth date, from the booking record or the court's file"


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
    """Whether the county of conviction is the county of the run; always when the run is about every county.

    Unknown when no county is given, or the rows of the conviction disagree.
    """
    every = pl.col("asked_county").is_null()
    return pl.when(every).then(True).otherwise(pl.col("county").cast(pl.String) == pl.col("asked_county"))


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


@fact("grams", ordinary=None, settle="the weight, from the laboratory report")
def grams() -> pl.Expr:
    """Grams of cannabis that is not concentrated. The state's file never says.

    Unknown when the file is all there is.
    """
    return _never_in_this_file()


@fact("grams", ordinary=None, settle="the weight, from the laboratory report")
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
