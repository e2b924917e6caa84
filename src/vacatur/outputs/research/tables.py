"""From the tables of a run to those of a data set: people, convictions, decisions and facts without who they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from vacatur.outputs.kept import Kept
from vacatur.outputs.research.coarser import UNKNOWN, WITHHELD
from vacatur.outputs.research.pseudonyms import Pseudonyms
from vacatur.outputs.research.rare import LEFT_OUT, linked_steps, made_coarser, people_steps, row_steps, steps_taken
from vacatur.outputs.research.steps import LINKED, PEOPLE, PERSON, ROW, ROWS
from vacatur.review.acts import REVIEWER
from vacatur.review.applied import IN_SHORT

Dates = Literal["month", "shifted"]

FACTS = (
    "superstrike_on_record", "registrable_on_record", "only_prop64_on_record", "two_prior_same_section",
    "relief_granted", "sentences_completed", "probation_granted", "jail_imposed", "prison_imposed",
)  # fmt: skip
"""Facts that are published: none of them is a date, an age or a number from which one could be worked out."""

DECIDED = (
    "pack", "determination", "floor", "ceiling", "rule", "citation", "unknown_facts", "assumptions",
)  # fmt: skip


@dataclass(frozen=True)
class DataSet:
    """What is published, and how far it is coarser than the record.

    Attributes:
        persons: person, linked (yes or no), and `PERSON`.
        convictions: conviction, person (withheld where it cannot be told who had it), and `ROW`.
        decisions: conviction, and `DECIDED`.
        facts: conviction, and `FACTS`.
        people: how many people have a decision.
        rows: how many convictions they have that were decided.
        person_steps: people by the step (of `LINKED` or `PEOPLE`) that they took.
        row_steps: convictions without a person by their step of `ROWS`.
    """

    persons: pl.DataFrame
    convictions: pl.DataFrame
    decisions: pl.DataFrame
    facts: pl.DataFrame
    people: int
    rows: int
    person_steps: dict[str, list[int]]
    row_steps: list[int]


def data_set(kept: Kept, pseudonyms: Pseudonyms, dates: Dates, least: int) -> DataSet:
    """The data set of a run, as its decisions stand after the acts of reviewers.

    Args:
        dates: "month": cut to the month; "shifted": moved by a number of days of each person first.
        least: people who share whatever is published of one.
    """
    people, rows = _people(kept, pseudonyms, dates), _rows(kept, pseudonyms, dates)
    taken = linked_steps(people, rows, least)
    linked, alone = taken != LEFT_OUT, people.filter(taken == LEFT_OUT)
    alone_steps = people_steps(alone, least)
    persons = pl.concat([
        made_coarser(people, taken, LINKED, lambda step: step.person()).with_columns(linked=pl.lit("yes")),
        made_coarser(alone, alone_steps, PEOPLE, lambda step: step.person()).with_columns(linked=pl.lit("no")),
    ])  # fmt: skip
    at = rows.join(pl.DataFrame({"person_id": people["person_id"], "taken": taken}), on="person_id", how="left")
    theirs, loose = at.filter(pl.col("taken") != LEFT_OUT), at.filter(pl.col("taken") == LEFT_OUT)
    loose_steps = row_steps(loose, least)
    with_person = made_coarser(theirs, theirs["taken"], LINKED, lambda step: step.row())
    without = made_coarser(loose, loose_steps, ROWS, lambda step: step.row()).with_columns(person=pl.lit(WITHHELD))
    convictions = pl.concat([with_person, without])
    return DataSet(
        persons.select("person", "linked", *PERSON).sort("person"),
        convictions.select("conviction", "person", *ROW).sort("conviction"),
        _decisions(kept, convictions, least),
        _facts(kept, convictions, least),
        people.height,
        rows.height,
        {"linked": _counts(taken.filter(linked), len(LINKED)), "alone": _counts(alone_steps, len(PEOPLE))},
        _counts(loose_steps, len(ROWS)),
    )


def _counts(taken: pl.Series, steps: int) -> list[int]:
    """How many took each step; the last number is that of those left out."""
    return [int((taken == step).sum()) for step in (*range(steps), LEFT_OUT)]


def _decided(kept: Kept) -> pl.DataFrame:
    return kept.table("decisions").select("conviction_id", "person_id").unique(maintain_order=True)


def _people(kept: Kept, pseudonyms: Pseudonyms, dates: Dates) -> pl.DataFrame:
    """Everybody with a decision: `PERSON` as it is, and the name under which they are published."""
    theirs = _decided(kept).select("person_id").unique(maintain_order=True)
    record = kept.table("convictions").group_by("person_id").agg(
        pl.len().alias("convictions"), pl.col("convicted_on").min().alias("first_convicted")
    )  # fmt: skip
    people = kept.table("persons").join(theirs, on="person_id", how="semi", maintain_order="left")
    people = people.join(record, on="person_id", how="left", maintain_order="left")
    people = people.with_columns(
        pl.col("birth_date").alias("birth"), pl.col("convictions").fill_null(0),
        pseudonyms.of("person", people["person_id"]).alias("person"),
    )  # fmt: skip
    return _moved(people, pseudonyms, dates, "first_convicted")


def _rows(kept: Kept, pseudonyms: Pseudonyms, dates: Dates) -> pl.DataFrame:
    """Every conviction with a decision: `ROW` as it is, and the names under which it is published."""
    rows = kept.table("convictions").join(_decided(kept).select("conviction_id"), on="conviction_id", how="semi")
    severity = pl.col("is_felony").replace_strict(
        {True: "felony", False: "misdemeanor or infraction"}, return_dtype=pl.String, default=None
    )  # fmt: skip
    plain = pl.concat_str(pl.col("statute").str.split("(").list.first().str.strip_chars())
    rows = rows.with_columns(
        plain.alias("statute"), severity.alias("grade"),
        pseudonyms.of("person", rows["person_id"]).alias("person"),
        pseudonyms.of("conviction", rows["conviction_id"]).alias("conviction"),
    )  # fmt: skip
    return _moved(rows, pseudonyms, dates, "convicted_on")


def _moved(frame: pl.DataFrame, pseudonyms: Pseudonyms, dates: Dates, column: str) -> pl.DataFrame:
    if dates == "month":
        return frame
    frame = frame.with_columns(pseudonyms.days(frame["person_id"]))
    return frame.with_columns(pl.col(column) + pl.duration(days="days")).drop("days")


def _decisions(kept: Kept, convictions: pl.DataFrame, least: int) -> pl.DataFrame:
    """The decisions on the convictions that are published. What fewer than enough people share is withheld: first
    what is unknown, then the rule, then the determination; a row that is rare even then is left out.
    """
    found = kept.table("decisions").join(
        convictions.select("conviction_id", "conviction", "statute"), on="conviction_id"
    )
    by_hand, coarse = pl.col("rule") == REVIEWER, ~pl.col("statute").str.contains(r"\d")
    found = found.with_columns(
        pl.when(by_hand).then(pl.lit(IN_SHORT)).otherwise("citation").alias("citation"),
        *(pl.col(name).cast(pl.String) for name in ("determination", "floor", "ceiling")),
        *(pl.col(name).list.join("; ") for name in ("unknown_facts", "assumptions")),
    ).with_columns(pl.col(name).fill_null("") for name in DECIDED)
    found = found.with_columns(  # a rule and its citation would tell the section
        pl.when(coarse).then(pl.lit(WITHHELD)).otherwise(name).alias(name) for name in DECIDED[4:]
    )
    hidden = ((), DECIDED[6:], DECIDED[4:], DECIDED[2:], DECIDED[1:])
    steps = [[pl.lit(WITHHELD).alias(name) for name in names] for names in hidden]

    def looks(step: int) -> pl.Series:
        return found.with_columns(*steps[step]).select(pl.concat_str(DECIDED, separator="\x1f")).to_series()

    taken = steps_taken(found["person_id"], len(steps), looks, least)
    parts = [found.filter(taken == number).with_columns(*each) for number, each in enumerate(steps)]
    return pl.concat(parts).select("conviction", *DECIDED).sort("conviction", "pack")


def _facts(kept: Kept, convictions: pl.DataFrame, least: int) -> pl.DataFrame:
    names = {True: "yes", False: "no"}
    found = kept.table("facts").join(convictions.select("conviction_id", "conviction"), on="conviction_id")
    texts = found.with_columns(
        pl.col(name).replace_strict(names, default=None, return_dtype=pl.String).fill_null(UNKNOWN) for name in FACTS
    )  # fmt: skip
    for name in FACTS:
        rare = _too_rare(texts.group_by(name).agg(pl.col("person_id").n_unique().alias("people")), name, least)
        texts = texts.with_columns(pl.when(pl.col(name).is_in(rare)).then(pl.lit(WITHHELD)).otherwise(name).alias(name))
    return texts.select("conviction", *FACTS).sort("conviction")


def _too_rare(counted: pl.DataFrame, name: str, least: int) -> list[str]:
    """The values of a fact that are withheld: those of few people; and if that is one value alone, so that anybody
    could tell which, the next rarest too.
    """
    in_order = counted.sort("people", name)
    rare = in_order.filter(pl.col("people") < least)
    if rare.is_empty():
        return []
    shown_least = max(rare.height, 2)
    while shown_least < in_order.height and in_order["people"].head(shown_least).sum() < least:
        shown_least += 1
    return in_order[name].head(shown_least).to_list()
