"""Who is written to, and who is not and why: everybody for whom something was asked is in one of the two."""

from __future__ import annotations

from typing import Final

import polars as pl

from vacatur.outputs.notices.names import person_name
from vacatur.outputs.printable import is_printable

ASKED: Final = ("exhibit_a", "exhibit_b")
"""What is asked of a court. Duplicates, exceptions and what is unclear are not, or not yet, and are in no letter."""

DECEASED, NO_NAME = "deceased", "no name in the file"
NOT_PRINTED = "a name in letters that the type lacks: write by hand"
"""Why nobody is written to."""


def addressees(docket: pl.DataFrame) -> pl.DataFrame:
    """One row a person for whom something is asked, in the order of names: person_id, name (as the file has it),
    addressed (as it is printed, null without a name), dismissed and reduced (how many convictions), not_written (why,
    else null), number (of the letter, from 1; null without one).

    Somebody whose death is in doubt, because some rows could not be read, is written to.
    """
    asked = docket.filter(pl.col("listed").is_in(ASKED))
    people = asked.group_by("person_id").agg(
        pl.col("name").first(),
        (pl.col("listed") == "exhibit_a").sum().cast(pl.Int64).alias("dismissed"),
        (pl.col("listed") == "exhibit_b").sum().cast(pl.Int64).alias("reduced"),
        (pl.col("deceased").fill_null(False)).any().alias("dead"),
    )
    people = people.sort("name", "person_id", nulls_last=True)
    people = people.with_columns(
        pl.Series("addressed", [person_name(name) for name in people["name"]], dtype=pl.String)
    )
    lacking = [name is not None and not is_printable(name) for name in people["addressed"]]
    people = people.with_columns(pl.Series("lacking", lacking, dtype=pl.Boolean))
    why = pl.when("dead").then(pl.lit(DECEASED)).when(pl.col("addressed").is_null()).then(pl.lit(NO_NAME))
    why = why.when("lacking").then(pl.lit(NOT_PRINTED))
    people = people.with_columns(why.alias("not_written"))
    written = pl.col("not_written").is_null()
    return people.with_columns(pl.when(written).then(written.cum_sum().cast(pl.Int64)).alias("number")).drop(
        "dead", "lacking"
    )
