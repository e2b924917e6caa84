"""Facts about the offense and the grade of a conviction that remedies beyond Proposition 64 ask for."""

from __future__ import annotations

from datetime import date

import polars as pl

from vacatur.decide.facts.catalogue import OWN_ROWS, fact

PROP47_IN_FORCE = date(2014, 11, 5)
"""The day from which the Safe Neighborhoods and Schools Act (Proposition 47) applies."""

_OFFENSE = "the offense of conviction, from the court's file"
_GRADE = "the grade of the conviction, from the court's minutes"
_RELIEF = "whether relief was granted earlier, from the court's file"


def _legible(listed: str) -> pl.Expr:
    """The class in a list; unknown where no statute could be read: it may be any."""
    return pl.when(pl.col("statute").is_not_null()).then(listed)


@fact("text", ordinary="HS", settle=_OFFENSE)
def code() -> pl.Expr:
    """The code of the section, by two letters: `HS`, `PC`, `VC`.

    Unknown when the offense is illegible, or the text names no code.
    """
    return pl.col("code")


@fact("yes/no", ordinary=False, settle=_GRADE)
def is_infraction() -> pl.Expr:
    """Whether the conviction is of an infraction, by its status, or where that is blank by the type of charge.

    Unknown when whether it is a felony is, or it is none and neither column says more.
    """
    lesser = pl.col("is_felony").not_()
    return pl.when(pl.col("is_felony")).then(False).when(lesser).then("infraction")


@fact("yes/no", ordinary=True, settle=_GRADE, evidence=(OWN_ROWS, "relief_row", "relief_doubt_row"))
def is_felony_now() -> pl.Expr:
    """Whether the conviction is a felony still: it was one, and no reduction or redesignation is on record.

    Unknown when its grade is; when it was a felony and earlier relief is in doubt, or does not say what it did.
    """
    relief = pl.col("relief")
    reduced = relief.str.contains(r"17\(B\)|1170\.18|11361\.[89]|reduced to")
    unclear = relief.str.contains("resentenced")
    still = pl.when(reduced).then(False).when(~unclear).then(True)
    return pl.when(pl.col("is_felony").not_()).then(False).when(pl.col("is_felony")).then(still)


@fact("yes/no", ordinary=False, settle=_RELIEF, evidence=(OWN_ROWS, "relief_row", "relief_doubt_row"))
def set_aside() -> pl.Expr:
    """Whether the conviction was dismissed, set aside or vacated already.

    Unknown when earlier relief is in doubt, or may have done so or not (HS 11361.8, resentencing, a pardon, sealing).
    """
    relief = pl.col("relief")
    gone = relief.str.contains(r"1203\.|set aside|vacated|reversed|expunged|plea withdrawn")
    either = relief.str.contains(r"11361\.[89]|resentenced|pardoned|sealed")
    return pl.when(gone).then(True).when(~either).then(False)


@fact("yes/no", ordinary=False, settle="the court of conviction")
def juvenile_court() -> pl.Expr:
    """Whether a juvenile court acted: then it is an adjudication, no conviction.

    Unknown when nothing is: either a row says so, or none does.
    """
    return pl.col("juvenile")


@fact("yes/no", ordinary=False, settle="the court of conviction")
def federal_court() -> pl.Expr:
    """Whether a federal court convicted: no court of the state can change that, and it stays a prior.

    Unknown when nothing is: either a row says so, or none does.
    """
    return pl.col("federal")


@fact("yes/no", ordinary=False, settle=_OFFENSE)
def is_wobbler() -> pl.Expr:
    """Whether the offense may be punished as a felony or as a misdemeanor (list `wobblers`).

    Unknown when the list says review, or the offense is illegible.
    """
    return _legible("wobblers")


@fact("yes/no", ordinary=True, settle=_OFFENSE)
def is_county_jail_felony() -> pl.Expr:
    """Whether a felony of the offense is served in county jail under PC 1170(h) (list `county_jail`).

    Unknown when the list says review, or the offense is illegible.
    """
    return _legible("county_jail")


@fact("yes/no", ordinary=False, settle=_OFFENSE)
def is_prop47_offense() -> pl.Expr:
    """Whether the offense is one that Proposition 47 made a misdemeanor, of thefts and the like up to 950 dollars (list
    `prop47`).

    Unknown when the list says review, or the offense is illegible.
    """
    return _legible("prop47")


@fact("yes/no", ordinary=False, settle=_OFFENSE)
def is_barred_from_dismissal() -> pl.Expr:
    """Whether PC 1203.4 and 1203.4a do not reach the offense (list `no_dismissal`).

    Unknown when the list says review, or the offense is illegible.
    """
    return _legible("no_dismissal")


@fact("yes/no", ordinary=False, settle=_OFFENSE)
def is_driving_offense() -> pl.Expr:
    """Whether dismissal is left to the court because of the offense: drunk driving and others (list `driving`).

    Unknown when the list says review, or the offense is illegible.
    """
    return _legible("driving")


@fact("yes/no", ordinary=False, settle=_OFFENSE)
def is_serious_or_violent() -> pl.Expr:
    """Whether the offense is a serious or violent felony of PC 1192.7(c) or 667.5(c) (list `serious_violent`).

    Unknown when the list says review, or the offense is illegible.
    """
    return _legible("serious_violent")


@fact("yes/no", ordinary=False, settle=_OFFENSE)
def is_registrable() -> pl.Expr:
    """Whether the conviction is of an offense in PC 290(c) (list `pc290`).

    Unknown when the list says review, or the offense is illegible.
    """
    return pl.col("pc290")


@fact("yes/no", ordinary=True, settle="the date of the offense, from the complaint", evidence=(OWN_ROWS, "arrest_rows"))
def offense_before_prop47() -> pl.Expr:
    """Whether the offense was before 5 November 2014: so when the conviction was, else by the date of arrest in the
    same cycle.

    Unknown when the conviction is later or undated and the cycle has no single known date of arrest.
    """
    convicted_before = (pl.col("convicted_on") < PROP47_IN_FORCE).fill_null(False)
    return pl.when(convicted_before).then(True).otherwise(pl.col("arrested_on") < PROP47_IN_FORCE)


@fact("yes/no", ordinary=None, settle="the value taken, from the police report or the plea")
def value_over_950() -> pl.Expr:
    """Whether what was taken, forged or received was worth more than 950 dollars. No record of history says.

    Unknown when the file is all there is.
    """
    return pl.lit(None)
