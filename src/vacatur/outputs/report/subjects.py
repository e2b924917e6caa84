"""Whom and what a report counts: the convictions that the office's policy decides, and the people of the delivery."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from vacatur.decide.impact import FREED, RELIEF, people_freed
from vacatur.outputs.kept import Kept
from vacatur.outputs.report import groups
from vacatur.record.dates import years_between
from vacatur.review.applied import reason_in_short

RELIEF_NOW, RELIEF_SURE, RELIEF_POSSIBLE, NO_RELIEF, NO_DECISION = (
    "relief", "relief when reviewed", "relief possible", "no relief", "no decision",
)  # fmt: skip
STANDINGS = (RELIEF_NOW, RELIEF_SURE, RELIEF_POSSIBLE, NO_RELIEF, NO_DECISION)
"""How a conviction, or a person by the best of the convictions, stands: dismissed or reduced; not yet, but whatever the
facts turn out to be; not yet, but if unknown facts turn out so, or a review says so; by no outcome that is possible;
not this policy's to decide. The least and the most that is possible (`floor`, `ceiling`) tell the second and the third.
"""

FREED_NOW, HELPED, NOT_HELPED = "freed", "relief, not freed", "no relief"
OUTCOMES = (FREED_NOW, HELPED, NOT_HELPED)
"""What a policy does for a person, by one of `FREED`."""


@dataclass(frozen=True)
class Subjects:
    """What is counted.

    Attributes:
        convictions: one row a conviction that the office's policy decides: conviction, person, place, section, grade,
            date, court, agency, decade, race, sex, age_now, age_at_conviction, determination, reason, standing,
            unknown_facts.
        people: one row a person of the delivery: person, race, sex, age_now, decided, dismissed, reduced, standing,
            convictions (the names of those with relief), and for each policy P and each of `FREED` a column
            `P no_felony`, one of `OUTCOMES`.
        policies: ids of the office's pack and of those that are shown beside it.
    """

    convictions: pl.DataFrame
    people: pl.DataFrame
    policies: tuple[str, ...]


def subjects_of(kept: Kept) -> Subjects:
    """The convictions and people of a run, each with the groups by which the report counts."""
    policies = tuple(kept.summary["impact"])
    persons = _persons(kept)
    convictions = _convictions(kept, persons)
    people = persons.join(_standing(convictions), on="person", how="left", maintain_order="left").with_columns(
        pl.col("standing").fill_null(NO_DECISION), pl.col("decided", "dismissed", "reduced").fill_null(0),
        pl.col("convictions").fill_null(""),
    )  # fmt: skip
    for policy in policies:
        people = people.join(_freed(kept, policy), on="person", how="left", maintain_order="left")
        people = people.with_columns(pl.col(f"{policy} {name}").fill_null(NOT_HELPED) for name in FREED)
    return Subjects(convictions, people, policies)


def _persons(kept: Kept) -> pl.DataFrame:
    """Everybody in the delivery, with the groups. The age is that which the decision took, where there is one: it is
    unknown where a conviction precedes the birth.
    """
    decided = kept.table("facts").group_by("person_id").agg(pl.col("age_now").first(), pl.lit(True).alias("asked"))
    persons = kept.table("persons").join(decided, on="person_id", how="left", maintain_order="left")
    today = pl.repeat(kept.as_of, persons.height, dtype=pl.Date, eager=True)
    of_birth = years_between(persons["birth_date"], today)
    age = pl.when("asked").then("age_now").otherwise(of_birth)
    return persons.select(
        pl.col("person_id").alias("person"),
        groups.in_words("race").alias("race"),
        groups.sex_in_words("sex").alias("sex"),
        pl.when(pl.col("deceased").fill_null(False))
        .then(pl.lit(groups.DECEASED))
        .otherwise(groups.band(age, groups.AGES_NOW, groups.OLDEST_NOW).fill_null(groups.NOT_KNOWN))
        .alias("age_now"),
    )


def _convictions(kept: Kept, persons: pl.DataFrame) -> pl.DataFrame:
    decisions = kept.table("decisions").filter(pl.col("pack") == kept.packs[0].id)
    ages = kept.table("facts").select("conviction_id", "age_at_conviction")
    known = kept.table("convictions").drop("person_id")
    joined = decisions.join(known, on="conviction_id", how="left", maintain_order="left")
    joined = joined.join(ages, on="conviction_id", how="left", maintain_order="left").rename({"person_id": "person"})
    given = pl.col("determination").is_in(RELIEF)
    standing = pl.when(given).then(pl.lit(RELIEF_NOW)).when(pl.col("floor").is_in(RELIEF)).then(pl.lit(RELIEF_SURE))
    return joined.join(persons, on="person", how="left", maintain_order="left").select(
        pl.col("conviction_id").alias("conviction"), "person", "place",
        groups.section_in_words(pl.col("statute"), pl.col("section")).alias("section"),
        groups.grade(pl.col("is_felony")).alias("grade"),
        pl.col("convicted_on").alias("date"),
        pl.col("court").fill_null(groups.NOT_GIVEN),
        groups.arresting_agency(pl.col("arresting_agencies")).alias("agency"),
        groups.decade(pl.col("convicted_on")).alias("decade"),
        "race", "sex", "age_now",
        groups.band(pl.col("age_at_conviction"), groups.CONVICTION_AGES, groups.CONVICTION_OLDEST)
        .fill_null(groups.NOT_KNOWN).alias("age_at_conviction"),
        pl.col("determination").replace_strict(groups.DETERMINATIONS),
        groups.reason_in_short(reason_in_short(pl.col("rule"), pl.col("reason"))).alias("reason"),
        standing.when(pl.col("ceiling").is_in(RELIEF)).then(pl.lit(RELIEF_POSSIBLE)).otherwise(pl.lit(NO_RELIEF))
        .alias("standing"),
        "unknown_facts",
    )  # fmt: skip


def _standing(convictions: pl.DataFrame) -> pl.DataFrame:
    """Each person with a decision, by the best of the convictions."""
    rank = pl.col("standing").replace_strict(
        {name: place for place, name in enumerate(STANDINGS)}, return_dtype=pl.Int8
    )
    given = pl.col("standing") == RELIEF_NOW
    people = convictions.group_by("person", maintain_order=True).agg(
        pl.len().alias("decided"),
        (pl.col("determination") == groups.DETERMINATIONS["dismiss"]).sum().alias("dismissed"),
        (pl.col("determination") == groups.DETERMINATIONS["reduce"]).sum().alias("reduced"),
        rank.min().alias("rank"),
        pl.col("conviction").filter(given).str.join("; ").alias("convictions"),
    )
    best = pl.col("rank").replace_strict(dict(enumerate(STANDINGS)), return_dtype=pl.String)
    return people.with_columns(best.alias("standing")).drop("rank")


def _freed(kept: Kept, policy: str) -> pl.DataFrame:
    """What a policy does for the people whom it helps."""
    decisions = kept.table("decisions").filter(pl.col("pack") == policy)
    people = people_freed(
        kept.table("convictions").rename({"conviction_id": "conviction", "person_id": "person"}),
        decisions.select(pl.col("conviction_id").alias("conviction"), "determination"),
        kept.as_of,
    )
    return people.select(
        "person",
        *(pl.when(name).then(pl.lit(FREED_NOW)).otherwise(pl.lit(HELPED)).alias(f"{policy} {name}") for name in FREED),
    )
