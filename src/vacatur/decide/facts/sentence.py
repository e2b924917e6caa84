"""Facts about the sentence of a case and what came after it, that remedies beyond Proposition 64 ask for."""

from __future__ import annotations

import polars as pl

from vacatur.decide.facts.catalogue import fact

_SENTENCE = "the sentence, from the court's minutes"
_LATER = "the dates and ends of the later cases, from their courts"
_WHOLE = "the rows that could not be read, or the full criminal history from the DOJ"


@fact("yes/no", ordinary=True, settle=_SENTENCE, evidence=("case_rows",))
def sentence_stated() -> pl.Expr:
    """Whether anything is said of the sentence of the same case: a part of one, or a disposition that names one.

    Unknown when nothing is, and the person has unread rows.
    """
    stated = pl.col("term_told").fill_null(False)
    return pl.when(stated).then(True).when(~pl.col("unread")).then(False)


@fact("yes/no", ordinary=True, settle=_SENTENCE, evidence=("case_rows",))
def probation_granted() -> pl.Expr:
    """Whether a part of the sentence of the same case is probation, or the disposition says so (CONVICTED-PROB/JAIL).

    Unknown when the case says nothing of a sentence, or a part does not say where it is served.
    """
    return pl.col("term_probation")


@fact("yes/no", ordinary=False, settle="how probation ended, from the probation department", evidence=("case_rows",))
def probation_revoked() -> pl.Expr:
    """Whether a row of the case says that probation was revoked. An arrest, or the start of the sentence itself, is no
    revocation.

    Unknown when none does, and a row of the case of a day on which the sentence ran says something that settles nothing
    (BENCH WARRANT ISSUED), or the person has unread rows.
    """
    return pl.when(pl.col("case_revoked")).then(True).when(~pl.col("unread") & ~pl.col("case_doubted")).then(False)


@fact("yes/no", ordinary=False, settle=_SENTENCE, evidence=("case_rows",))
def jail_imposed() -> pl.Expr:
    """Whether a part of the sentence of the same case is jail, or the disposition says so.

    Unknown when the case says nothing of a sentence, or a part does not say where it is served.
    """
    return pl.col("term_jail")


@fact("yes/no", ordinary=False, settle=_SENTENCE, evidence=("case_rows",))
def prison_imposed() -> pl.Expr:
    """Whether a part of the sentence of the same case is prison, at conviction or when probation was revoked, or the
    disposition says so; never for less than a felony.

    Unknown when the case says nothing of a sentence, or a part does not say where it is served.
    """
    return pl.when(pl.col("is_felony").not_()).then(False).otherwise("term_prison")


@fact("yes/no", ordinary=False, settle=_SENTENCE, evidence=("case_rows",))
def prison_suspended() -> pl.Expr:
    """Whether a part of the sentence of the same case is prison that is not to be served while probation lasts (PRISON
    SS); never for less than a felony.

    Unknown when the case says nothing of a sentence, or a part does not say where it is served.
    """
    return pl.when(pl.col("is_felony").not_()).then(False).otherwise("term_suspended")


@fact("yes/no", ordinary=False, settle=_SENTENCE, evidence=("case_rows",))
def split_sentence() -> pl.Expr:
    """Whether a part of the sentence of the same case is mandatory supervision (PC 1170(h)(5)(B)).

    Unknown when the case says nothing of a sentence, or a part does not say where it is served.
    """
    return pl.col("term_supervision")


@fact("years", ordinary=20, settle="the length of the sentence, from the court's minutes", evidence=("case_rows",))
def years_since_sentence_ended() -> pl.Expr:
    """Years since every sentence of the same case ended, mandatory supervision included, parole not; 0 while one runs.
    Jail beside probation adds nothing to it, unless prison is beside it too. Probation that was terminated or completed
    ended on that day; one that was modified, extended or reinstated is a sentence of its own.

    Unknown when the end of one is.
    """
    runs = pl.col("term_end") > pl.col("as_of")
    return pl.when(runs).then(0.0).otherwise("years_since_sentence_ended")


def _none_by(day: str, doubt: pl.Expr) -> pl.Expr:
    """Whether nothing dated so came while the sentence of the case ran: after the conviction, and up to its end."""
    end = pl.col("term_end")
    none = ~doubt & pl.col("convicted_on").is_not_null() & (pl.col(day).is_null() | (pl.col(day) > end))
    return none.fill_null(False)


def _other_undated() -> pl.Expr:
    return pl.col("undated") | pl.col("unread")


@fact("yes/no", ordinary=False, settle=_LATER, evidence=("case_rows", "latest_rows"))
def convicted_during_sentence() -> pl.Expr:
    """Whether the person was convicted of something else, in any county, after this conviction and before the sentences
    of its case ended.

    Unknown when that end is, and something came after; when a later count has no disposition, a conviction has no
    date, or the person has unread rows.
    """
    surely = (pl.col("next_convicted_on") <= pl.col("term_end")).fill_null(False)
    return pl.when(surely).then(True).when(_none_by("next_possible_on", _other_undated())).then(False)


@fact("yes/no", ordinary=False, settle=_LATER, evidence=("case_rows",))
def arrested_during_sentence() -> pl.Expr:
    """Whether the person was arrested after the day of conviction and before the sentences of its case ended. The start
    of a sentence (custody, probation) is no arrest.

    Unknown when that end is, and an arrest came after; or the person has unread rows.
    """
    surely = (pl.col("next_arrested_on") <= pl.col("term_end")).fill_null(False)
    return pl.when(surely).then(True).when(_none_by("next_arrested_on", pl.col("unread"))).then(False)


@fact("yes/no", ordinary=False, settle=_LATER, evidence=("latest_rows",))
def convicted_since() -> pl.Expr:
    """Whether the person was convicted of something, in any county, on a later day.

    Unknown when a date is, a later count has no disposition, or the person has unread rows.
    """
    none = pl.col("convicted_on").is_not_null() & pl.col("next_possible_on").is_null() & ~_other_undated()
    return pl.when(pl.col("next_convicted_on").is_not_null()).then(True).when(none).then(False)


@fact("yes/no", ordinary=False, settle=_WHOLE, evidence=("unfinished_rows",))
def serving_on_record() -> pl.Expr:
    """Whether the record shows a sentence of the person, in any county, or supervision, that goes on on the as-of date.

    Unknown when it shows none and the person has unread rows. A sentence whose end is not known does not count here:
    see `years_since_unknown_sentence`.
    """
    runs = (pl.col("terms_end") > pl.col("as_of")).fill_null(False)
    return pl.when(runs).then(True).when(~pl.col("unread")).then(False)


@fact("years", ordinary=20, settle="the length of the sentences, from the courts", evidence=("unfinished_rows",))
def years_since_unknown_sentence() -> pl.Expr:
    """Years since the latest sentence of the person, in any county, whose end is not known; without limit when there is
    none.

    Unknown when such a sentence has no date, or the person has unread rows.
    """
    never = pl.col("unknown_term_on").is_null()
    years = pl.when(never).then(pl.lit(float("inf"))).otherwise("years_since_unknown_sentence")
    return pl.when(~pl.col("unread") & ~pl.col("unknown_term_undated").fill_null(False)).then(years)


@fact("years", ordinary=20, settle="what became of the counts without disposition, from their courts")
def years_since_open_charge() -> pl.Expr:
    """Years since the latest day on which a count reached a court, in any county, of which no row says how it ended;
    without limit when there is none. A warrant, diversion, or proceedings that are suspended end nothing. Counts
    without a day are not looked at.

    Unknown when the person has unread rows.
    """
    never = pl.col("open_count_on").is_null()
    years = pl.when(never).then(pl.lit(float("inf"))).otherwise("years_since_open_charge")
    return pl.when(~pl.col("unread")).then(years)


def _on_record(listed: str, doubt: pl.Expr) -> pl.Expr:
    """Whether a conviction of a list is on record at any time."""
    certain = pl.col(f"{listed}_certain").fill_null(False)
    possible = pl.col(f"{listed}_all").fill_null(0) > 0
    return pl.when(certain).then(True).when(~(possible | pl.col("unread") | doubt)).then(False)


@fact("yes/no", ordinary=False, settle="the convictions named, from their courts", evidence=("superstrikes_rows",))
def superstrike_on_record() -> pl.Expr:
    """Whether a conviction of an offense in PC 667(e)(2)(C)(iv) is on record, in any county, at any time.

    Unknown when there is only one that the list leaves to review, or none and the person has unread rows.
    """
    return _on_record("superstrikes", pl.lit(False))


@fact(
    "yes/no", ordinary=False, settle="the convictions or registrations named, from their courts",
    evidence=("pc290_rows", "registration_rows"),
)  # fmt: skip
def registrable_on_record() -> pl.Expr:
    """Whether a conviction of an offense in PC 290(c) is on record, in any county, at any time.

    Unknown when there is only one that the list leaves to review; when a registration has no conviction that explains
    it; or none and the person has unread rows.
    """
    return _on_record("pc290", pl.col("bare_registration").fill_null(False))
