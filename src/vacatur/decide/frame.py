"""The frame that facts are read from: one row a conviction that a pack may decide, its person's whole record beside
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from vacatur.decide.classes import LISTS, prop64_charges, with_offenses
from vacatur.decide.history import SHOWN, earlier_bar, person_history, priors_of_same_section, registrations
from vacatur.decide.passage import SPANS, case_completed, with_years
from vacatur.decide.sentenced import sentences_of, with_sentences
from vacatur.law.pack import About
from vacatur.record.convictions import convictions_of, identities_of
from vacatur.record.history import History, Offense
from vacatur.record.open_counts import open_counts_of
from vacatur.record.rows import among_all, case_of, cycle_of, joined

ALL_COUNTIES = "ALL COUNTIES"
"""What stands for the county where convictions of every county are asked about."""

_ACCESSORY = "32"
"""PC 32: an accessory's plea arising from a cannabis charge is not categorically out (People v. Boatwright (2019) 36
Cal.App.5th 848)."""


@dataclass(frozen=True)
class Convicted:
    """The convictions of a delivery as of a date.

    Attributes:
        all: every conviction, with its offense and list classes; dates after the as-of date are
            unknown.
        asked: those that a pack may decide, one row each, with the columns that facts are read from.
        as_of: the date of evaluation.
    """

    all: pl.DataFrame
    asked: pl.DataFrame
    as_of: date


def put_together(history: History, county: str | None, as_of: date, about: About = "prop64") -> Convicted:
    """Put convictions together and choose those that a pack may decide: of a listed or illegible offense, or of any;
    not surely of another county.

    Args:
        county: None for every county.
        about: "any" when a pack is about convictions of any offense.
    """
    history = replace(history, events=_as_of(history.events, as_of))
    convictions = convictions_of(history.events, history.offenses)
    convictions = with_offenses(convictions, history.offenses)
    convictions = convictions.with_columns(person_id=history.persons["person_id"].gather(convictions["person"]))
    convictions = convictions.with_columns(conviction_id=_ids())
    return Convicted(convictions, conviction_frame(history, convictions, county, as_of, about), as_of)


def _ids() -> pl.Expr:
    """SUBJECT_ID/CNT_ORDER; where two offenses stand under one key, the statute as well."""
    key = pl.concat_str("person_id", pl.lit("/"), "count_key")
    shared = pl.len().over(among_all("count_key")) > 1
    return pl.when(shared).then(pl.concat_str(key, pl.lit("/"), "label")).otherwise(key)


def _as_of(events: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """A date after the date of evaluation is a slip of the pen, or not yet known: unknown."""
    later = (pl.col("event_date") > as_of).fill_null(False)
    return events.with_columns(pl.when(~later).then("event_date").alias("event_date"))


def conviction_frame(
    history: History, convictions: pl.DataFrame, county: str | None, as_of: date, about: About
) -> pl.DataFrame:
    """One row a conviction that a pack may decide, in file order, with every column that `decide.facts` reads; and
    `cannabis`, whether a pack about Proposition 64 may decide it.
    """
    listed = pl.col("prop64").fill_null(True) | pl.col("related").fill_null(True)
    accessory = (pl.col("section") == _ACCESSORY).fill_null(False) & (pl.col("code").fill_null("PC") == "PC")
    here = pl.lit(True) if county is None else (pl.col("county") == county).fill_null(True)
    cannabis = listed | accessory
    asked = convictions.filter(here if about == "any" else cannabis & here).with_columns(cannabis=cannabis)
    people = history.persons.join(asked.select("person").unique(), on="person", how="semi", maintain_order="left")
    events = history.events
    theirs = convictions.join(people.select("person"), on="person", how="semi", maintain_order="left").with_columns(
        open=pl.lit(False)
    )
    open_counts = _open_counts(events, history.offenses).join(
        people.select("person"), on="person", how="semi", maintain_order="left"
    )
    theirs = pl.concat([theirs, open_counts], how="diagonal")
    asked = asked.with_columns(asked_county=pl.lit(county, pl.String), as_of=pl.lit(as_of))
    with ThreadPoolExecutor(1) as pool:  # each of the two keeps one core busy
        sentences = pool.submit(sentences_of, events, people, as_of)
        for beside in _beside_person(people, theirs, events, history.offenses, as_of):
            asked = asked.join(beside, on="person", how="left", maintain_order="left")
        asked = _with_priors(asked, theirs)
        asked = _with_case(asked, theirs, events, as_of)
        asked = _with_cycle(asked, theirs, events, history.offenses, accessory, as_of)
    asked = with_sentences(asked, theirs, sentences.result(), history)
    early = _convicted_before_birth(theirs, people)
    doubted = pl.col("unread_relief") & (pl.col("relief") == "")
    return (
        asked.with_columns(
            before_birth=pl.col("person").is_in(early.implode()),
            relief=pl.when(~doubted.fill_null(False)).then("relief"),
        )
        .with_columns(
            pl.when(~pl.col("before_birth") & (pl.col("birth_date") <= as_of)).then("birth_date").alias("birth_date")
        )
        .pipe(with_years, _SPANS)
    )


_SPANS = SPANS | {
    "age_at_conviction": ("birth_date", "convicted_on"),
    "age_at_arrest": ("birth_date", "arrested_on"),
}


def _convicted_before_birth(theirs: pl.DataFrame, people: pl.DataFrame) -> pl.Series:
    """People with a conviction before their birth: one of the two dates is wrong, so their ages are unknown."""
    certain = theirs.filter(~pl.col("open")).group_by("person").agg(pl.col("convicted_on").min().alias("first"))
    born = people.select("person", "birth_date").join(certain, on="person")
    return born.filter(pl.col("first") < pl.col("birth_date"))["person"]


def _open_counts(events: pl.DataFrame, offenses: Sequence[Offense]) -> pl.DataFrame:
    """Counts of which no row says how they ended as convictions that are possible: of a list they may be of, never
    surely.
    """
    found = with_offenses(open_counts_of(events, offenses, identities_of(offenses)), offenses)
    possible = [pl.when(~pl.col(name).fill_null(True)).then(False).alias(name) for name in LISTS]
    return found.with_columns(*possible, open=pl.lit(True), has_part=pl.lit(False), probation=pl.lit(False))


def _beside_person(
    people: pl.DataFrame, theirs: pl.DataFrame, events: pl.DataFrame, offenses: Sequence[Offense], as_of: date
) -> list[pl.DataFrame]:
    """Tables of one row a person, to stand beside each of the person's convictions."""
    deceased = (
        events.filter(pl.col("event_type") == "DECEASED")
        .group_by("person")
        .agg(pl.col("row").min().alias("deceased_row"))
    )
    named = [number for number, entry in enumerate(offenses) if _names_duty(entry)]
    illegible = [number for number, entry in enumerate(offenses) if not entry.statute]
    return [
        people.select("person", "birth_date", "birth_date_fault", "unread_rows", "unread_relief"),
        person_history(theirs, people, as_of),
        earlier_bar(theirs, "superstrikes"),
        earlier_bar(theirs, "pc290"),
        registrations(events, named, illegible, theirs),
        deceased,
    ]


def _names_duty(offense: Offense) -> bool:
    """Whether a registration under this text is under PC 290."""
    return any(found.section.split(".")[0] == "290" for found in (offense.statute, *offense.others) if found)


def _with_priors(asked: pl.DataFrame, theirs: pl.DataFrame) -> pl.DataFrame:
    priors = priors_of_same_section(asked, theirs)
    same = theirs.filter(pl.col("prop64").fill_null(True)).sort("convicted_on", "row", nulls_last=True)
    rows = same.group_by("person", "section", maintain_order=True).agg(
        pl.col("row").head(SHOWN).alias("same_section_rows")
    )
    return asked.with_columns(priors_certain=priors.certain, priors_possible=priors.possible).join(
        rows, on=["person", "section"], how="left", maintain_order="left"
    )


def _with_case(asked: pl.DataFrame, theirs: pl.DataFrame, events: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """What the case (the court's step) says: whether its sentences have ended, and what became of probation."""
    key = ["person", "case"]
    cases = theirs.group_by(key).agg(
        pl.col("sentence_end").is_null().any().alias("end_unknown_case"),
        pl.col("sentence_end").max().alias("case_end"),
        pl.col("has_part").any().alias("case_has_part"),
        pl.col("probation").any(ignore_nulls=False).alias("case_probation"),
        pl.col("row").sort().head(SHOWN).alias("case_rows"),
    )
    revoked = events.filter((pl.col("disposition") == "revoked") & pl.col("count_key").is_not_null())
    revoked = revoked.select(
        "person", case_of(pl.col("count_key")).alias("case"), pl.lit(True).alias("case_revoked")
    ).unique()
    cases = cases.with_columns(case_completed(pl.lit(as_of)))
    cases = joined(cases, revoked, "case", "left")
    return joined(asked, cases, "case", "left").with_columns(pl.col("case_revoked").fill_null(False))


def _with_cycle(
    asked: pl.DataFrame,
    theirs: pl.DataFrame,
    events: pl.DataFrame,
    offenses: Sequence[Offense],
    accessory: pl.Expr,
    as_of: date,
) -> pl.DataFrame:
    """What the cycle says: the date of arrest, and whether it holds a cannabis count."""
    key = ["person", "cycle"]
    arrest = pl.col("event_type").cat.starts_with("ARREST").fill_null(False)
    certain_charges, possible_charges = prop64_charges(offenses)
    charge = pl.col("offense_id").is_in([*certain_charges, *possible_charges]).fill_null(False)
    sure = pl.col("offense_id").is_in(certain_charges).fill_null(False)
    cycles = events.select("row", "person", "count_key", "event_date", "event_type", "offense_id").filter(
        pl.col("count_key").is_not_null() & (arrest | charge)
    )
    cycles = cycles.select(
        "row", "person", "event_date", cycle_of(pl.col("count_key")).alias("cycle"),
        arrest=arrest, charge=charge, sure=sure,
    )  # fmt: skip
    cycles = joined(cycles, asked, "cycle", "semi")
    one_day = pl.col("event_date").n_unique() == 1
    arrests = cycles.filter(pl.col("arrest") & pl.col("event_date").is_not_null()).group_by(key)
    arrested = arrests.agg(
        pl.when(one_day).then(pl.col("event_date").first()).alias("arrested_on"),
        pl.col("row").head(SHOWN).alias("arrest_rows"),
    )
    charged = cycles.filter("charge").group_by(key).agg(pl.col("sure").any().alias("cycle_charge"))
    convicted = theirs.group_by(key).agg(
        pl.col("prop64").any(ignore_nulls=True).alias("cycle_certain"),
        pl.col("prop64").is_null().any().alias("cycle_possible"),
        pl.col("row").filter(pl.col("prop64").fill_null(True)).head(SHOWN).alias("cycle_rows"),
    )
    for beside in (arrested, charged, convicted):
        asked = joined(asked, beside, "cycle", "left")
    # A warrant that was served after the conviction tells nothing of the day of the offense.
    later = (pl.col("arrested_on") > pl.col("convicted_on")).fill_null(False)
    asked = asked.with_columns(arrested_on=pl.when(~later).then("arrested_on"))
    certain = pl.col("cycle_certain").fill_null(False)
    possible = pl.col("cycle_possible").fill_null(False) | pl.col("unread")
    charged_surely, charged_maybe = pl.col("cycle_charge").fill_null(False), pl.col("cycle_charge").is_not_null()
    with_cannabis = pl.when(certain | charged_surely).then(True).when(~(possible | charged_maybe)).then(False)
    return asked.with_columns(
        prop64_in_cycle=pl.when(certain).then(True).when(~possible).then(False),
        accessory=pl.when(~accessory).then(False).otherwise(with_cannabis),
    )
