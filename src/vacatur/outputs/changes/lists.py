"""The lists of a folder of differences (docs/update.md), each for people, as court-files.md says of lists."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from vacatur.outputs.changes import convictions, people
from vacatur.outputs.changes.decisions import CAUSES, SAME
from vacatur.outputs.changes.facts import in_words
from vacatur.outputs.changes.found import Changes, relief_state
from vacatur.outputs.changes.tables import decisions_of
from vacatur.outputs.filings.columns import the_count
from vacatur.outputs.filings.list_file import write_list
from vacatur.outputs.folder import HashedFile
from vacatur.outputs.kept import Kept


def write_changes(folder: Path, found: Changes) -> list[HashedFile]:
    """Write every list; an empty one too."""
    lists = {
        "people.csv": people_list(found),
        "convictions.csv": convictions_list(found),
        "decisions.csv": decisions_list(found),
        "facts.csv": _snake(found.facts.rename(_CONVICTIONS | {"person": "subject_id"})),
        "relief.csv": relief_list(found),
        "orders.csv": orders_list(found),
        "acts.csv": found.acts.rename(_CONVICTIONS),
    }
    return [write_list(folder, name, rows) for name, rows in lists.items()]


_CONVICTIONS = {"before": "conviction_before", "after": "conviction_after"}


def people_list(found: Changes) -> pl.DataFrame:
    """The people who stand in one run alone or under another number, or of whom the runs say different things."""
    told = ("name", "birth_date", "cii_number", "sex", "race", "deceased")
    otherwise = [people.said_otherwise(name) for name in told]
    differing = [pl.when(one).then(pl.lit(name)) for name, one in zip(told, otherwise, strict=True)]
    rows = found.people.with_columns(
        differs=pl.concat_list(differing).list.drop_nulls(), died_since=people.died_since()
    ).filter((pl.col("kind") != people.SAME) | (pl.col("differs").list.len() > 0))
    columns = [f"{name} {side}" for name in told for side in ("before", "after")]
    return _snake(
        rows.select(
            pl.col("before").alias("subject_id before"),
            pl.col("after").alias("subject_id after"),
            "kind",
            pl.col("perhaps").alias("perhaps_the_same_as"),
            "died_since",
            "differs",
            *columns,
        )
    )


def convictions_list(found: Changes) -> pl.DataFrame:
    """The convictions of one run alone, those that are ambiguous, and those with another number."""
    moved = found.convictions.pairs.filter("renumbered").select(
        pl.col("before").alias("conviction_before"), pl.col("after").alias("conviction_after"),
        run=pl.lit("both"), kind=pl.lit(people.RENUMBERED), perhaps_the_same_as=pl.lit([], pl.List(pl.String)),
    )  # fmt: skip
    alone = [
        table.select(
            conviction_before=pl.col("conviction_id") if side == "before" else pl.lit(None, pl.String),
            conviction_after=pl.col("conviction_id") if side == "after" else pl.lit(None, pl.String),
            run=pl.lit({"before": "first", "after": "second"}[side]),
            kind=pl.col("kind").replace_strict(WHY[side], return_dtype=pl.String),
            perhaps_the_same_as="perhaps",
        )
        for side, table in (("before", found.convictions.alone_before), ("after", found.convictions.alone_after))
    ]
    rows = pl.concat([*alone, moved])
    first = rows.filter(pl.col("conviction_after").is_null())
    rest = rows.filter(pl.col("conviction_after").is_not_null())
    sides = ((first, "conviction_before", found.before), (rest, "conviction_after", found.after))
    return pl.concat(_told(_with_decision(table, key, kept, found.pack), key, kept) for table, key, kept in sides)


def _with_decision(rows: pl.DataFrame, key: str, kept: Kept, pack: str) -> pl.DataFrame:
    """Rows with what a pack decided; null where it decides nothing of the conviction."""
    own = decisions_of(kept, pack, ("determination",), rows[key]).rename({"conviction_id": key})
    return rows.join(own, on=key, how="left", maintain_order="left")


WHY = {
    "before": {
        convictions.PERSON: "the person is no longer in the file",
        convictions.CONVICTION: "no longer in the file",
        convictions.UNREAD: "not among the rows that could be read: some of the person's could not",
        convictions.UNLISTED: "nothing of the person is to be decided any more",
        convictions.AMBIGUOUS: "ambiguous",
    },
    "after": {
        convictions.PERSON: "the person was not in the file",
        convictions.CONVICTION: "was not in the file",
        convictions.UNREAD: "was not among the rows that could be read: some of the person's could not",
        convictions.UNLISTED: "nothing of the person was to be decided",
        convictions.AMBIGUOUS: "ambiguous",
    },
}
"""Why a conviction stands in one run alone. Why the state took it out, or had not put it in, the file does not say."""


def decisions_list(found: Changes) -> pl.DataFrame:
    """The decisions that differ, each with what made it so and the facts behind it."""
    rows = found.decisions.filter(pl.col("state") != SAME)
    rows = rows.join(in_words(found.facts), on=["before", "pack"], how="left", maintain_order="left")
    causes = pl.col("causes").list.eval(pl.element().replace_strict(CAUSES, return_dtype=pl.String))
    both = ("determination", "floor", "ceiling", "rule", "reason", "unknown_facts", "evidence")
    told = rows.select(
        pl.col("before").alias("conviction_before"), pl.col("after").alias("conviction_after"), "pack",
        pl.col("state").alias("decision"), *[f"{name} {side}" for name in both[:1] for side in ("before", "after")],
        causes.alias("because_of"), "facts", *[f"{name} {side}" for name in both[1:] for side in ("before", "after")],
    )  # fmt: skip
    return _told(_snake(told), "conviction_after", found.after)


def relief_list(found: Changes) -> pl.DataFrame:
    """The convictions on which the runs show different relief; empty is none, `in doubt` what cannot be said."""
    rows = found.relief.with_columns(state=relief_state()).select(
        pl.col("before").alias("conviction_before"), pl.col("after").alias("conviction_after"), "state",
        pl.col("relief before", "relief after").fill_null("in doubt"),
    )  # fmt: skip
    return _told(_snake(rows), "conviction_after", found.after)


def orders_list(found: Changes) -> pl.DataFrame:
    """What the first run asked courts for, with whether the second file shows it: what it does not, first."""
    order = pl.col("state").cast(pl.Enum(sorted(found.summary["orders"], key=list(found.summary["orders"]).index)))
    asked = found.orders.sort(order, maintain_order=True)
    return _snake(
        asked.select(
            "state",
            "exhibit",
            "line",
            pl.col("relief").alias("asked"),
            pl.col("relief before", "relief after"),
            *the_count(),
            "prosecutor",
            pl.col("conviction_id").alias("conviction_before"),
            pl.col("after").alias("conviction_after"),
        )
    )


def _told(rows: pl.DataFrame, key: str, kept: Kept) -> pl.DataFrame:
    """Rows with whose conviction each is and what the run says of it."""
    people_of = kept.table("persons").select("person_id", "name", "birth_date", "cii_number")
    count = kept.table("convictions").select(
        pl.col("conviction_id").alias(key), "person_id", "court", pl.col("case_numbers").alias("all_case_numbers"),
        "statute", "offense_text", "convicted_on", "place",
    )  # fmt: skip
    told = rows.join(count, on=key, how="left", maintain_order="left")
    return told.join(people_of, on="person_id", how="left", maintain_order="left").rename({"person_id": "subject_id"})


def _snake(rows: pl.DataFrame) -> pl.DataFrame:
    """Columns as lists name them."""
    return rows.rename({name: name.replace(" ", "_") for name in rows.columns})
