"""What was done to make a data set of a run, and what risk remains: for the office before it passes the data on, and
for whoever works with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from vacatur.outputs.research.steps import PERSON, ROW
from vacatur.outputs.research.tables import DECIDED, FACTS, DataSet, Dates


def account(data: DataSet, dates: Dates, least: int, *, kept_key: bool) -> dict[str, Any]:
    """What `report.json` holds. Numbers of people from 1 to `least` - 1 are told as "fewer than 11".

    Args:
        kept_key: whether the office has the key, and could make the same names again.
    """
    return {
        "k": least,
        "dates": dates,
        "key": "kept by the office" if kept_key else "drawn and thrown away",
        "quasi_identifiers": {"person": list(PERSON), "conviction": list(ROW)},
        "people": _people(data, least),
        "convictions": _convictions(data, least),
        "values": _values(data, least),
        "smallest_group": smallest_group(data),
        "remaining_risk": _risk(data, least),
    }


def _told(number: int, least: int) -> int | str:
    return number if number == 0 or number >= least else f"fewer than {least}"


def _people(data: DataSet, least: int) -> dict[str, Any]:
    linked, alone = data.person_steps["linked"], data.person_steps["alone"]
    exact = linked[0] + alone[0]
    published = sum(linked[:-1]) + sum(alone[:-1])
    return {
        "with_a_decision": _told(data.people, least),
        "published_exactly": _told(exact, least),
        "made_coarser": _told(published - exact, least),
        "published_without_their_convictions": _told(sum(alone[:-1]), least),
        "left_out": _told(alone[-1], least),
    }


def _convictions(data: DataSet, least: int) -> dict[str, Any]:
    left_out = data.row_steps[-1]
    return {
        "decided": _told(data.rows, least),
        "published_with_their_person": _told(data.rows - sum(data.row_steps), least),
        "published_alone": _told(sum(data.row_steps[:-1]), least),
        "left_out": _told(left_out, least),
    }


def _values(data: DataSet, least: int) -> dict[str, dict[str, int | str]]:
    """For each column how many values are withheld, and how many are bands of years."""
    found: dict[str, dict[str, int | str]] = {}
    for table, columns in (
        (data.persons, PERSON), (data.convictions, ROW), (data.decisions, DECIDED), (data.facts, FACTS),
    ):  # fmt: skip
        for name in columns:
            text = table[name].cast(pl.String)
            withheld, banded = int((text == "withheld").sum()), int(text.str.contains(r"^\d{4}-\d{4}$").sum())
            found[name] = {"withheld": _told(withheld, least), "bands_of_years": _told(banded, least)}
    return found


def smallest_group(data: DataSet) -> int | None:
    """The fewest people who share all that is published of one of them and of the convictions found from them: k. None
    when nothing is published.
    """
    looks = _looks(data, ())
    return min(looks.group_by("looks").len()["len"].to_list(), default=None)


def _looks(data: DataSet, more: Sequence[tuple[pl.DataFrame, Sequence[str]]]) -> pl.DataFrame:
    """Each person with all that is published of them, as one text.

    Args:
        more: tables with a row or several a conviction, and columns of them, that are known too.
    """
    rows = data.convictions.filter(pl.col("person") != "withheld").select("conviction", "person", _text(ROW))
    for table, columns in more:
        each = table.select("conviction", _text(columns, "more")).group_by("conviction").agg(pl.col("more").sort())
        rows = rows.join(each.with_columns(pl.col("more").list.join("\x1d")), on="conviction", how="left")
        rows = rows.with_columns(pl.concat_str("text", pl.col("more").fill_null(""), separator="\x1c")).drop("more")
    theirs = rows.group_by("person").agg(pl.col("text").sort().str.join("\x1e").alias("rows"))
    own = data.persons.select("person", _text(("linked", *PERSON)))
    joined = own.join(theirs, on="person", how="left").with_columns(pl.col("rows").fill_null(""))
    return joined.select("person", pl.concat_str("text", "rows", separator="\x1b").alias("looks"))


def _text(columns: Sequence[str], name: str = "text") -> pl.Expr:
    return pl.concat_str([pl.col(column) for column in columns], separator="\x1f").alias(name)


def _risk(data: DataSet, least: int) -> dict[str, Any]:
    """How much less people are alike for somebody who knows more of them than was foreseen, and how often all who are
    alike fared alike.
    """
    groups = _looks(data, [(data.decisions, DECIDED), (data.facts, FACTS)]).group_by("looks").len()
    rare = groups.filter(pl.col("len") < least)["len"].sum()
    fared = _looks(data, ()).rename({"looks": "group"})
    known = _looks(data, [(data.decisions, ("pack", "determination"))])
    by_group = fared.join(known, on="person").group_by("group").agg(pl.len(), pl.col("looks").n_unique().alias("fates"))
    alike = by_group.filter(pl.col("fates") == 1)["len"].sum()
    return {
        "people_alone_with_decisions_and_facts_known": _told(groups.filter(pl.col("len") == 1).height, least),
        "people_in_smaller_groups_with_decisions_and_facts_known": _told(int(rare), least),
        "people_in_groups_that_fared_alike": _told(int(alike), least),
    }
