"""Who is made less rare, and how far: everybody takes the first step at which enough people look the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from vacatur.outputs.research.steps import LINKED, PEOPLE, PERSON, ROW, ROWS, Step

LEFT_OUT = -1
"""The step of what cannot be published however coarse: fewer than enough people are left with everything withheld."""


def steps_taken(people: pl.Series, steps: int, combination: Callable[[int], pl.Series], least: int) -> pl.Series:
    """For each thing the step at which its combination is shared by at least `least` people, or `LEFT_OUT`.

    Only those that are not settled yet are counted, so whoever settles at a step has all those people at that step.

    Args:
        people: whose each thing is.
        steps: how many there are.
        combination: what would be published of each thing at a step, as a text.
    """
    frame = pl.DataFrame({"person": people, "step": pl.repeat(LEFT_OUT, len(people), dtype=pl.Int32, eager=True)})
    for step in range(steps):
        open_ = frame["step"] == LEFT_OUT
        if not open_.any():
            break
        looks = frame.with_columns(combination(step).alias("looks"))
        enough = looks.filter(open_).group_by("looks").agg(pl.col("person").n_unique().alias("people"))
        shared = looks["looks"].is_in(enough.filter(pl.col("people") >= least)["looks"].implode())
        frame = frame.with_columns(pl.when(open_ & shared).then(pl.lit(step)).otherwise("step").alias("step"))
    return frame["step"]


def _text(columns: Sequence[str]) -> pl.Expr:
    return pl.concat_str([pl.col(name) for name in columns], separator="\x1f")


def linked_steps(people: pl.DataFrame, rows: pl.DataFrame, least: int) -> pl.Series:
    """The step of each person such that they and all their convictions together look like those of enough people.

    Args:
        people: `person_id` and `steps.PERSON`, as they are.
        rows: `person_id` and `steps.ROW`, as they are.
    """

    def combination(step: int) -> pl.Series:
        level = LINKED[step]
        each = rows.with_columns(*level.row()).select("person_id", _text(ROW).alias("row"))
        theirs = each.group_by("person_id").agg(pl.col("row").sort().str.join("\x1e"))
        own = people.with_columns(*level.person()).select("person_id", _text(PERSON).alias("own"))
        joined = own.join(theirs, on="person_id", how="left", maintain_order="left")
        return joined.select(pl.concat_str("own", "row", separator="\x1d")).to_series()

    return steps_taken(people["person_id"], len(LINKED), combination, least)


def people_steps(people: pl.DataFrame, least: int) -> pl.Series:
    """The step of each person alone."""
    return steps_taken(
        people["person_id"],
        len(PEOPLE),
        lambda step: people.with_columns(*PEOPLE[step].person()).select(_text(PERSON)).to_series(),
        least,
    )


def row_steps(rows: pl.DataFrame, least: int) -> pl.Series:
    """The step of each conviction alone, by the number of different people who have one that looks so."""
    return steps_taken(
        rows["person_id"],
        len(ROWS),
        lambda step: rows.with_columns(*ROWS[step].row()).select(_text(ROW)).to_series(),
        least,
    )


def made_coarser(
    frame: pl.DataFrame, taken: pl.Series, steps: Sequence[Step], of: Callable[[Step], list[pl.Expr]]
) -> pl.DataFrame:
    """The frame with its values at the step that each row took; what is left out is gone."""
    parts = [
        frame.filter(taken == number).with_columns(*of(step)).with_columns(step=pl.lit(number, pl.Int32))
        for number, step in enumerate(steps)
    ]
    return pl.concat(parts)
