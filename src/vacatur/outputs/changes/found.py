"""Everything that differs between two runs, with the numbers that reconcile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from vacatur.errors import UsageError
from vacatur.outputs.changes import acts, convictions, decisions, orders, people
from vacatur.outputs.changes.facts import facts_between
from vacatur.outputs.changes.premises import common_packs, premises, same_files
from vacatur.outputs.changes.rows import same_rows
from vacatur.outputs.changes.tables import decisions_of
from vacatur.outputs.kept import Kept
from vacatur.outputs.summary import Summary

PERSONAL = ("birth_date", "name", "sex", "race", "cii_number", "deceased")
"""What may be said otherwise of a person."""


@dataclass(frozen=True)
class Changes:
    """What differs between two runs.

    Attributes:
        pack: the policy whose decisions are shown first.
        people: see `people.people_between`; `same_rows` (null of people of one run alone) says whether their rows are
            the same.
        convictions: see `convictions.Convictions`.
        decisions: see `decisions.decisions_between`.
        facts: see `facts.facts_between`.
        relief: pairs whose relief on record differs: before, after, relief before, relief after (null: in doubt).
        orders: see `orders.orders_between`.
        acts: see `acts.acts_between`.
        summary: the numbers.
    """

    before: Kept
    after: Kept
    pack: str
    people: pl.DataFrame = field(repr=False)
    convictions: convictions.Convictions = field(repr=False)
    decisions: pl.DataFrame = field(repr=False)
    facts: pl.DataFrame = field(repr=False)
    relief: pl.DataFrame = field(repr=False)
    orders: pl.DataFrame = field(repr=False)
    acts: pl.DataFrame = field(repr=False)
    summary: Summary


def changes_between(
    before: Kept, after: Kept, pack: str | None = None, progress: Callable[[str], None] | None = None
) -> Changes:
    """Hold the second run against the first.

    Args:
        pack: whose decisions are shown first; None for the second run's office's choice if the first computed it.
        progress: told what is looked at.

    Raises:
        UsageError: the runs have no pack in common, or not that one.
    """
    chosen = _chosen(before, after, pack)
    say = progress or (lambda _: None)
    say("people")
    who = people.people_between(before, after)
    who = who.join(same_rows(before, after, who).rename({"same": "same_rows"}), on=["before", "after"], how="left",
                   maintain_order="left")  # fmt: skip
    say("convictions")
    which = convictions.convictions_between(before, after, who)
    say("decisions")
    decided = decisions.decisions_between(before, after, which.pairs)
    facts = facts_between(before, after, decided)
    say("orders")
    relief = _relief(before, after, which.pairs)
    asked = orders.orders_between(before, after, which, chosen)
    done = acts.acts_between(before, after, which.pairs)
    summary = _summary(before, after, chosen, who, which, decided)
    summary |= {
        "relief": _counts(relief.select(state=relief_state())["state"], RELIEF_STATES),
        "orders": _counts(asked["state"], orders.STATES),
        "packets": orders.has_packets(before),
        "acts": {
            "standing": done.height,
            "apply": done.filter(pl.col("state") == acts.APPLIES).height,
            "carried_over": done["carried_over"].count(),
        },
    }
    return Changes(before, after, chosen, who, which, decided, facts, relief, asked, done, summary)


NEWLY, NO_LONGER, NOW_DOUBTFUL, SETTLED, ANOTHER = (
    "newly on record", "no longer on record", "now in doubt", "no longer in doubt: none", "another relief",
)  # fmt: skip
RELIEF_STATES = (NEWLY, NO_LONGER, NOW_DOUBTFUL, SETTLED, ANOTHER)


def relief_state() -> pl.Expr:
    """What became of the relief on record, where it differs."""
    was, is_ = pl.col("relief before"), pl.col("relief after")
    some = was.is_not_null() & (was != "")
    return (
        pl.when(is_.is_null())
        .then(pl.lit(NOW_DOUBTFUL))
        .when((is_ == "") & was.is_null())
        .then(pl.lit(SETTLED))
        .when(is_ == "")
        .then(pl.lit(NO_LONGER))
        .when(some)
        .then(pl.lit(ANOTHER))
        .otherwise(pl.lit(NEWLY))
    )


def _chosen(before: Kept, after: Kept, pack: str | None) -> str:
    common = common_packs(before, after)
    if not common:
        raise UsageError("The two runs have no pack in common: there is no decision to compare.")
    if pack is not None and pack not in common:
        raise UsageError(f"Not both runs computed the pack {pack!r}. Both computed {', '.join(common)}.")
    return pack or common[0]


def _relief(before: Kept, after: Kept, pairs: pl.DataFrame) -> pl.DataFrame:
    rows = pairs.select("before", "after")
    for side, kept in (("before", before), ("after", after)):
        said = kept.table("convictions").select("conviction_id", pl.col("relief").alias(f"relief {side}"))
        rows = rows.join(said, left_on=side, right_on="conviction_id", how="left", maintain_order="left")
    return rows.filter(pl.col("relief before").ne_missing(pl.col("relief after")))


def _summary(
    before: Kept, after: Kept, pack: str, who: pl.DataFrame, which: convictions.Convictions, decided: pl.DataFrame
) -> Summary:
    """The numbers of people, convictions and decisions, and whether they reconcile."""
    in_both = who.filter(pl.col("same_rows").is_not_null())
    kinds = (people.SAME, people.RENUMBERED, people.GONE, people.NEW)
    persons = _counts(who["kind"], kinds) | {
        "died_since": who.filter(people.died_since()).height,
        "same_rows": int(in_both["same_rows"].sum()),
        "perhaps_the_same": who.filter(pl.col("perhaps").list.len() > 0).height,
        "said_otherwise": {name: who.filter(people.said_otherwise(name)).height for name in PERSONAL},
    }
    alone = {
        side: _counts(table["kind"], (convictions.PERSON, convictions.CONVICTION, convictions.UNREAD,
                                      convictions.UNLISTED, convictions.AMBIGUOUS))
        for side, table in (("before", which.alone_before), ("after", which.alone_after))
    }  # fmt: skip
    counts = {"same": which.pairs.height, "renumbered": int(which.pairs["renumbered"].sum()), "alone": alone}
    causes = {
        name: _counts(of["causes"].explode().drop_nulls(), tuple(decisions.CAUSES))
        for (name,), of in decided.group_by("pack", maintain_order=True)
    }
    runs = {
        side: {
            "results": kept.sha256, "as_of": kept.as_of.isoformat(), "county": kept.county,
            "people": kept.table("persons").height, "convictions": kept.table("convictions").height,
            "set_aside": kept.manifest["rows"]["set_aside"], "acts": kept.ledger.last,
        }
        for side, kept in (("before", before), ("after", after))
    }  # fmt: skip
    return {
        **runs,
        "premises": premises(before, after),
        "same_files": same_files(before, after),
        "pack": pack,
        "people": persons,
        "convictions": counts,
        "decisions": decisions.counted(decided),
        "decisions_alone": {
            side: alone_decided(kept, table, pack)
            for side, kept, table in (("before", before, which.alone_before), ("after", after, which.alone_after))
        },
        "restated": dict(
            decided.filter(pl.col("state") == decisions.RESTATED).group_by("pack").len().sort("pack").iter_rows()
        ),
        "causes": causes,
        "reconciles": all(_reconciled(before, after, who, which, decided)),
    }


def alone_decided(kept: Kept, alone: pl.DataFrame, pack: str) -> dict[str, int]:
    """What a pack decided on the convictions that stand in one run alone, the most frequent first."""
    own = decisions_of(kept, pack, ("determination",), alone["conviction_id"])
    counted = own.group_by("determination").len().sort("len", "determination", descending=[True, False])
    return dict(counted.iter_rows())


def _counts(column: pl.Series, names: tuple[str, ...]) -> dict[str, int]:
    """How often each name stands in a column, in their order; also those that do not."""
    found = dict(column.to_frame("name").group_by("name").len().iter_rows())
    return {name: found.get(name, 0) for name in names}


def _reconciled(
    before: Kept, after: Kept, who: pl.DataFrame, which: convictions.Convictions, decided: pl.DataFrame
) -> list[bool]:
    """Whether every person, conviction and decision of either run is counted once."""
    holds = []
    for side, kept, alone in (("before", before, which.alone_before), ("after", after, which.alone_after)):
        ids = kept.table("persons")["person_id"]
        holds.append(who[side].drop_nulls().sort().equals(ids.sort()))
        told = pl.concat([which.pairs[side], alone["conviction_id"]])
        holds.append(told.sort().equals(kept.table("convictions")["conviction_id"].sort()))
        packs = decided["pack"].unique(maintain_order=True)
        own = pl.concat(
            [decisions_of(kept, pack, ()) for pack in packs] or [pl.DataFrame(schema={"conviction_id": pl.String})]
        )
        theirs = decided.filter(pl.col(f"determination {side}") != decisions.NOT_DECIDED).height
        holds.append(theirs + own.join(alone, on="conviction_id", how="semi").height == own.height)
    return holds
