"""Comments that may name another Prop 64 charge than the row's offense: shown for a person to read, never decided
on.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vacatur.record.history import Offense
from vacatur.record.statute import PROP64_SECTIONS, Statute, find_statutes

_GROUPS = {"a": "ab", "b": "ab", "c": "cd", "d": "cd"}


def possible_other_charges(events: pl.DataFrame, offenses: Sequence[Offense]) -> pl.DataFrame:
    """Rows whose comment names one of the four sections that the offense does not, or another subdivision group of
    11357.

    Rows whose offense is itself read from the comment are left out.

    Returns:
        columns row, comment.
    """
    spoken = events.filter(pl.col("comment").is_not_null() & ~pl.col("offense_in_comment"))
    spoken = spoken.select("row", "comment", "offense_id")
    pairs = spoken.select("comment", "offense_id").unique().with_columns(text=pl.col("comment").cast(pl.String))
    pairs = pairs.filter(pl.col("text").str.contains_any(sorted(PROP64_SECTIONS)))
    other = [
        _names_another(find_statutes(text), None if number is None else offenses[number].statute)
        for text, number in pairs.select("text", "offense_id").iter_rows()
    ]
    wanted = pairs.filter(pl.Series(other, dtype=pl.Boolean)).select("comment", "offense_id")
    found = spoken.join(wanted, on=["comment", "offense_id"], how="semi", nulls_equal=True, maintain_order="left")
    return found.select("row", pl.col("comment").cast(pl.String))


def _names_another(named: Sequence[Statute], offense: Statute | None) -> bool:
    own = offense if offense and offense.section in PROP64_SECTIONS else None
    for statute in named:
        if statute.section not in PROP64_SECTIONS:
            continue
        if own is None or statute.section != own.section:
            return True
        if statute.section == "11357" and _group(statute) and _group(statute) != _group(own):
            return True
    return False


def _group(statute: Statute) -> str:
    """Which of the two groups of 11357 a subdivision is of: (a) and (b), or (c) and (d); empty without one."""
    first = statute.subdivisions[0] if statute.subdivisions else ""
    return _GROUPS.get(first, first)
