"""Every remedy of a conviction side by side: what each pack decides, whether a court must grant it, when it opens, and
which comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from vacatur.decide.cascade import may_decide
from vacatur.decide.horizon import FAVORABLE, eligible_from
from vacatur.law.pack import Pack
from vacatur.law.remedy_order import load_standings

REMEDY_PACKS = (
    "ca-pc-1170-18", "ca-pc-1203-4", "ca-pc-1203-4a", "ca-pc-1203-41", "ca-pc-1203-42", "ca-pc-17b", "ca-pc-1203-425",
)  # fmt: skip
"""The packs about remedies beyond Proposition 64, the best first."""

STATES = ("open", "review", "later", "none")
"""A remedy is open now; must be looked into, today or on the first later day on which it is not barred; opens on a
later day if nothing else happens; or is none."""

_KEYS = ["conviction_id", "pack"]
_LAST = 1_000
"""The place of a remedy that the order does not name."""


def remedies_of(
    facts: pl.DataFrame, decisions: pl.DataFrame, packs: Sequence[Pack], as_of: date, years: int = 10
) -> pl.DataFrame:
    """One row a conviction and remedy, in the order of `facts`, the best first.

    Args:
        facts: as in `facts.parquet`.
        decisions: as in `decisions.parquet`; those of packs that are no remedies (offices' policies) are passed over.
        packs: of the run, with its settings.
        as_of: the date of evaluation.
        years: how far to look ahead for the day on which one opens.

    Returns:
        conviction_id, pack, determination; `state`, one of `STATES`; `relief`: mandatory, discretionary or automatic,
        null where there is none, or what is unknown decides which; `opens_on`: the as-of date when it is open, the day
        when it opens later; `rank`: 1 is the best for that conviction, null where there is no remedy; `rule`, `reason`,
        `why`: why it stands where it does.
    """
    known = {standing.pack for standing in load_standings()}
    found = [_of_pack(facts, decisions, pack, as_of, years) for pack in packs if pack.id in known]
    if not found:
        return _of_pack(facts.clear(), decisions.clear(), packs[0], as_of, years).drop("standing")
    every = pl.concat(found)
    place = facts.select("conviction_id").with_row_index("place")
    every = every.join(place, on="conviction_id", how="inner", maintain_order="left")
    order = {pack: number for number, pack in enumerate(dict.fromkeys(each.pack for each in load_standings()))}
    every = every.with_columns(pack_place=pl.col("pack").replace_strict(order, return_dtype=pl.Int64))
    every = every.sort("place", "state", "standing", "opens_on", "pack_place", nulls_last=True)
    ranked = pl.when(pl.col("state") != "none").then(pl.int_range(1, pl.len() + 1).over("place"))
    return every.with_columns(ranked.cast(pl.Int64).alias("rank")).select(*_COLUMNS)


_STATE = pl.Enum(STATES)
_COLUMNS = (*_KEYS, "determination", "state", "relief", "opens_on", "rank", "rule", "reason", "why")


def _of_pack(facts: pl.DataFrame, decisions: pl.DataFrame, pack: Pack, as_of: date, years: int) -> pl.DataFrame:
    """What one pack says of every conviction that it decides."""
    own = decisions.filter(pl.col("pack") == pack.id).select(
        "conviction_id", "pack", pl.col("determination", "ceiling").cast(pl.String), "rule", "reason"
    )
    waiting = own.filter(pl.col("determination") == "not_eligible")
    later = eligible_from(facts, waiting, pack, as_of, years, or_review=True).rename(
        {"determination": "then", "ceiling": "ceiling_then", "rule": "rule_then", "date": "opens_later"}
    )
    own = own.join(later, on="conviction_id", how="left", maintain_order="left")
    open_now = pl.col("determination").is_in(FAVORABLE)
    review = (pl.col("determination") == "review") & pl.col("ceiling").is_in(FAVORABLE)
    now = facts.join(own.filter(open_now | review), on="conviction_id", how="semi", maintain_order="left")
    own = own.join(_relief_now(now, pack), on="conviction_id", how="left", maintain_order="left")
    review_then = (pl.col("then") == "review").fill_null(False)
    waits = pl.col("opens_later").is_not_null() & ~review & ~review_then
    state = pl.when(open_now).then(pl.lit("open")).when(review | review_then).then(pl.lit("review"))
    at_best = pl.when(open_now).then("determination").when(review).then("ceiling").when(waits).then("then")
    at_best = at_best.when(review_then).then("ceiling_then")
    then = {rule.id: rule.relief for rule in pack.rules if rule.relief}
    relief_then = pl.col("rule_then").replace_strict(then, default=None, return_dtype=pl.String)
    own = own.with_columns(
        state=state.when(waits).then(pl.lit("later")).otherwise(pl.lit("none")).cast(_STATE),
        at_best=at_best,
        opens_on=pl.when(open_now).then(pl.lit(as_of)).when(waits).then("opens_later"),
        relief=pl.when(open_now | review).then("relief_now").when(waits).then(relief_then),
    )
    return _with_standing(own, pack)


def _relief_now(facts: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    """Columns conviction_id and relief_now: the one kind that the rules which may grant something give; null when they
    give several, or do not say.
    """
    may = may_decide(facts, pack)
    granting = [rule for rule in pack.rules if rule.determination in FAVORABLE]
    kinds = [pl.when(rule.id).then(pl.lit(rule.relief or "", pl.String)) for rule in granting]
    if not kinds or facts.is_empty():
        return facts.select("conviction_id", pl.lit(None, pl.String).alias("relief_now"))
    given = pl.concat_list(kinds).list.drop_nulls().list.unique()
    one = pl.when(given.list.len() == 1).then(given.list.first()).replace("", None)
    return facts.select("conviction_id").with_columns(may.select(one.alias("relief_now")))


def _with_standing(own: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    """The place of each remedy, and why: by the first entry that fits."""
    standing = pl.lit(None, pl.Int64)
    why = presumed = pl.lit(None, pl.String)
    for number, each in reversed(list(enumerate(load_standings()))):
        if each.pack != pack.id:
            continue
        fits = (pl.col("at_best") == each.determination).fill_null(False)
        if each.relief:
            fits = fits & (pl.col("relief") == each.relief).fill_null(False)
        standing = pl.when(fits).then(pl.lit(number, pl.Int64)).otherwise(standing)
        why = pl.when(fits).then(pl.lit(each.why)).otherwise(why)
        presumed = pl.when(fits).then(pl.lit(each.presumed, pl.String)).otherwise(presumed)
    return own.with_columns(
        standing=standing.fill_null(_LAST), why=why, relief=pl.coalesce("relief", presumed), rank=pl.lit(None, pl.Int64)
    ).select(*_COLUMNS, "standing")
