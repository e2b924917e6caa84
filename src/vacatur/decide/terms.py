"""What a case was sentenced to, and when that ends: probation, jail, prison, mandatory supervision.

Jail is a condition of the probation it stands beside, so it adds nothing to probation's length; other parts are taken
to follow one another (docs/reading.md, section 5). A later revocation may bring a sentence of its own; so does a
modification, whose end is not known where it gives none. Probation that was terminated or completed ended on that day.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from vacatur.record.convictions import LAST_DAY, end_of
from vacatur.record.dates import months_later
from vacatur.record.open_counts import in_court
from vacatur.record.rows import case_of, joined

SUPERVISION = "SUPERVISION"
"""Type of event of a row by which the head of a sheet names supervision that goes on."""

KINDS = ("probation", "jail", "prison", "supervision", "suspended")
_SAID = ("probation", "jail", "prison")
_COUNT = ["person", "count_key", "occasion", "since"]


def terms_of(events: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """One row a count and what it was sentenced to on one occasion: at conviction, when probation was revoked or ended,
    or on a day on which a sentence was modified.

    Args:
        people: column person: of whom.

    Columns: person, case, count_key; `told`, whether anything is said of a sentence; for each of `KINDS`
        whether it is among the parts, unknown where nothing is said or a part does not say where it is served;
        `sentenced_on`; `ends`, null when that cannot be said.
    """
    kind = pl.col("disposition")
    given_later = kind.is_in(["revoked", "discharged"]) & pl.col("has_part")
    wanted = (kind.is_in(["convicted", "modified"]) | given_later).fill_null(False)
    rows = events.select(_NEEDED).filter(wanted & pl.col("count_key").is_not_null())
    rows = rows.join(people.select("person"), on="person", how="semi", maintain_order="left")
    convicted = rows.filter(kind == "convicted").select(_KEY)
    modified = joined(rows.filter(kind == "modified"), convicted, "count_key", "semi")
    rows = pl.concat([rows.filter(kind != "modified"), modified])
    counts = (
        rows.with_columns(occasion=kind, since=pl.when(kind == "modified").then("event_date"))
        .with_columns(_of_rows())
        .group_by(_COUNT)
        .agg(
            pl.col(_ANY).any(), pl.col(_SUM).sum(), pl.col("longest").max(),
            pl.col("event_date").min().alias("first_day"), pl.col("event_date").max().alias("last_day"),
        )
    )  # fmt: skip
    counts = joined(counts, _discharges(events), "count_key", "left")
    probation_months = pl.col("longest") % _ROOM
    counts = counts.with_columns(
        sentenced_on=pl.when(pl.col("first_day") == pl.col("last_day")).then("first_day"),
        probation_months=probation_months,
        probation_days=pl.col("longest") // _ROOM - probation_months * 31,
    )
    # In steps: an expression that stands in another more than once is computed as often.
    counts = counts.with_columns(
        together=end_of(pl.col("sentenced_on"), "months", "days"),
        of_probation=end_of(pl.col("sentenced_on"), "probation_months", "probation_days"),
        of_others=end_of(pl.col("sentenced_on"), "other_months", "other_days"),
    ).with_columns(ends=_ends())
    return counts.select(
        "person", "count_key", case_of(pl.col("count_key")).alias("case"), "sentenced_on",
        (pl.col("has_part") | pl.col("said")).alias("told"), *[_among(name) for name in KINDS],
        _discharged(pl.col("ends")).alias("ends"),
    )  # fmt: skip


_KEY = ["person", "count_key"]


def _discharges(events: pl.DataFrame) -> pl.DataFrame:
    """One row a count: `discharged_on`, the latest day on which its probation was terminated or completed."""
    said = (pl.col("disposition") == "discharged").fill_null(False) & pl.col("event_date").is_not_null()
    days = events.select(*_KEY, "disposition", "event_date").filter(said & pl.col("count_key").is_not_null())
    return days.group_by(_KEY).agg(pl.col("event_date").max().alias("discharged_on"))


def _discharged(ends: pl.Expr) -> pl.Expr:
    """The end of a sentence to probation, or of what modified it, where it came earlier. A term of prison that is
    beside it, or may be, goes on.
    """
    on, probation, prison = pl.col("discharged_on"), _among("probation"), _among("prison") | _among("supervision")
    silent = (pl.col("occasion") == "modified") & ~pl.col("has_part")
    its_own = ((probation & ~prison).fill_null(False) | silent) & (pl.col("sentenced_on") <= on).fill_null(False)
    return pl.when(its_own).then(pl.min_horizontal(ends, on)).otherwise(ends)


_NEEDED = [
    "person", "count_key", "disposition", "event_date", "has_part", "part_place", "months", "days",
    *(f"said_{name}" for name in _SAID),
]  # fmt: skip
_ANY = [
    *(f"part_{name}" for name in KINDS), *(f"said_{name}" for name in _SAID), "said", "has_part", "unplaced",
    "length_unknown",
]  # fmt: skip
_SUM = ["months", "days", "other_months", "other_days"]
_ROOM = 1 << 20
"""More than the months of any part: length and months of one part are held in one number."""


def _of_rows() -> list[pl.Expr]:
    """What each row says of a part, so that a count is any, the sum or the longest of them."""
    place, has_part = pl.col("part_place"), pl.col("has_part")
    months = pl.col("months").clip(0, 120_000).cast(pl.Int64).fill_null(0)
    days = pl.col("days").cast(pl.Int64).fill_null(0)
    probation = (place == "probation").fill_null(False)
    return [
        *[(place == name).fill_null(False).alias(f"part_{name}") for name in KINDS],
        pl.col("said_jail").is_not_null().alias("said"),
        (has_part & place.is_null()).alias("unplaced"),
        ((has_part & pl.col("months").is_null()) | ((pl.col("occasion") == "modified") & ~has_part)).alias(
            "length_unknown"
        ),
        months.alias("months"),
        days.alias("days"),
        pl.when(probation).then(0).otherwise(months).alias("other_months"),
        pl.when(probation).then(0).otherwise(days).alias("other_days"),
        pl.when(probation).then((months * 31 + days) * _ROOM + months).otherwise(0).alias("longest"),
    ]


def _among(name: str) -> pl.Expr:
    said = pl.col(f"said_{name}").fill_null(False) if name in _SAID else pl.lit(False)
    told = (pl.col("has_part") & ~pl.col("unplaced")) | (~pl.col("has_part") & pl.col("said"))
    return pl.when(pl.col(f"part_{name}") | said).then(True).when(told).then(False).alias(name)


def _ends() -> pl.Expr:
    """When the sentence ends: with probation, and no prison beside it, the later of probation's end and the others'."""
    silent = [pl.col(f"said_{name}").fill_null(False) & ~pl.col(f"part_{name}") for name in _SAID]
    unknown = pl.col("length_unknown") | pl.any_horizontal(silent)
    condition = pl.col("part_probation") & ~pl.col("part_prison")
    longer = pl.max_horizontal("of_probation", "of_others")
    return pl.when(~unknown).then(pl.when(condition).then(longer).otherwise("together"))


def of_cases(terms: pl.DataFrame) -> pl.DataFrame:
    """One row a case: what it was sentenced to, `term_end`, null when that of a count is not known, and `term_told`,
    whether anything is said of it.

    A count of which nothing is said beside one of which something is shares that one's sentence.
    """
    sentence = [
        pl.when(pl.col(name).any())
        .then(True)
        .when(pl.col("told").any() & ~(pl.col(name).is_null() & pl.col("told")).any())
        .then(False)
        .alias(f"term_{name}")
        for name in KINDS
    ]
    end = pl.when(pl.col("ends").is_not_null().all()).then(pl.col("ends").max()).alias("term_end")
    return terms.group_by("person", "case").agg(*sentence, end, pl.col("told").any().alias("term_told"))


def of_people(terms: pl.DataFrame, people: pl.DataFrame, events: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """One row a person: `terms_end`, the latest end that is known, of supervision too;
    `unknown_term_on`, the latest day of a sentence whose end is not known; `unknown_term_undated`, whether one has no
    day; `open_count_on`, the latest day of a court count of which no row says how it ended.
    """
    unknown = pl.col("ends").is_null()
    sentences = terms.group_by("person").agg(
        pl.col("ends").max().alias("sentences"),
        pl.col("sentenced_on").filter(unknown).max().alias("unknown_term_on"),
        (unknown & pl.col("sentenced_on").is_null()).any().alias("unknown_term_undated"),
    )
    supervised = events.select("person", "event_type", "months", "days")
    supervised = supervised.filter((pl.col("event_type") == SUPERVISION).fill_null(False))
    length_known = pl.col("months").is_not_null()
    end = months_later(pl.lit(as_of), pl.col("months").clip(0, 120_000)) + pl.duration(days=pl.col("days"))
    supervised = supervised.group_by("person").agg(
        pl.when(length_known).then(end).otherwise(LAST_DAY).max().alias("supervision")
    )
    charged = _charged(events).group_by("person").agg(pl.col("event_date").max().alias("open_count_on"))
    together = people.select("person")
    for beside in (sentences, supervised, charged):
        together = together.join(beside, on="person", how="left", maintain_order="left")
    return together.with_columns(terms_end=pl.max_horizontal("sentences", "supervision")).select(
        "person", "terms_end", "unknown_term_on", "unknown_term_undated", "open_count_on"
    )


def _charged(events: pl.DataFrame) -> pl.DataFrame:
    """The rows of court counts of which no row says how they ended: a warrant, an order to answer, diversion or
    proceedings that are suspended end none.
    """
    counted = events.select(*_KEY, "event_date", "event_type", "disposition", "ended")
    counted = counted.filter(pl.col("count_key").is_not_null())
    ended = pl.col("ended").fill_null(False) | (~pl.col("disposition").is_in(["other", "unsettled"])).fill_null(False)
    charged = counted.filter(in_court() & ~ended)
    return joined(charged, counted.filter(ended), "count_key", "anti")


def next_after(asked: pl.DataFrame, dated: pl.DataFrame) -> pl.Series:
    """For each row of `asked` the earliest day of the same person in `dated` (person, convicted_on) that is later than
    its own `convicted_on`; null when there is none, or its own is not known.
    """
    steps = dated.select("person", pl.col("convicted_on").alias("day")).drop_nulls().sort("day")
    there = asked.select("person", "convicted_on").with_row_index("at")
    known = there.filter(pl.col("convicted_on").is_not_null()).sort("convicted_on")
    found = known.join_asof(
        steps, left_on="convicted_on", right_on="day", by="person", strategy="forward", allow_exact_matches=False,
        check_sortedness=False,
    )  # fmt: skip
    return there.join(found.select("at", "day"), on="at", how="left", maintain_order="left")["day"]
