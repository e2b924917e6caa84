"""The tables of people and of their convictions, as a results folder holds them: what papers are made from."""

from __future__ import annotations

import polars as pl

from vacatur.decide.frame import Convicted
from vacatur.record.cases import with_cases
from vacatur.record.history import History
from vacatur.record.rows import count_of, place_of


def people_table(history: History) -> pl.DataFrame:
    """One row a person of the delivery. `deceased` is unknown when no row says so and some rows could not be read."""
    dead = history.events.filter(pl.col("event_type") == "DECEASED").select("person").unique()
    known = pl.when(pl.col("person").is_in(dead["person"].implode())).then(True).when(pl.col("unread_rows") == 0)
    return history.persons.select(
        "person_id", "name", "birth_date", "sex", "race", "cii_number", known.then(False).alias("deceased"),
        "unread_rows",
    )  # fmt: skip


def convictions_table(history: History, convicted: Convicted) -> pl.DataFrame:
    """Every conviction of the people who have a decision. The numbers of the case and who arrested stand beside those
    that a pack may decide; the lists are empty beside the others.
    """
    people = convicted.asked.select("person").unique()
    theirs = convicted.all.join(people, on="person", how="semi", maintain_order="left")
    cases = with_cases(convicted.asked.select("conviction", "person", "case", "cycle"), history.events)
    lists = ["case_numbers", "arresting_agencies", "arrest_places"]
    theirs = theirs.join(cases.select("conviction", *lists), on="conviction", how="left", maintain_order="left")
    texts = pl.Series([offense.text for offense in history.offenses], dtype=pl.String)
    return theirs.select(
        "conviction_id", "person_id", "count_key", "case", "cycle", count_of(pl.col("count_key")).alias("count"),
        "statute", "section", "subdivision", "shown", texts.gather(theirs["offense_id"]).alias("offense_text"),
        "convicted_on", "county", pl.col("agency").alias("court"), "juvenile", "is_felony", "sentence_end", "has_part",
        "probation", "relief", "prop64", "superstrikes", "pc290", "related", place_of(pl.col("row")).alias("place"),
        pl.col("rows").list.len().alias("row_count"), pl.col(lists).fill_null([]),
    )  # fmt: skip
