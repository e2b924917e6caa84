"""Which other remedies may reach a conviction that is not eligible or under review, or a charge without conviction.

The conditions are those of `law/remedies.toml`, or of the pack that it names, in three values: a remedy may reach it,
does not, or a fact must be looked up first. It says "may": a lawyer decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from vacatur.decide.cascade import decide, holds
from vacatur.decide.check import TYPES
from vacatur.decide.facts import CATALOGUE
from vacatur.decide.horizon import FAVORABLE
from vacatur.law.conditions import condition_names
from vacatur.law.grammar import Grammar, Type
from vacatur.law.pack import built_in_packs, load_pack, nearest
from vacatur.law.remedies import Remedy, load_remedies

CHARGE_FACTS: dict[str, Type] = {"disposition": "text", "convicted_in_cycle": "yes/no"}
"""What a condition about a charge may name."""


ARREST_FACTS: dict[str, Type] = {
    "charged": "yes/no", "ended": "yes/no", "is_felony": "yes/no", "no_time_limit": "yes/no", "acquitted": "yes/no",
    "convicted": "yes/no", "years_since_arrest": "number",
}  # fmt: skip
"""What a condition about an arrest may name (`decide.arrests`)."""

_KNOWN = {"charge": CHARGE_FACTS, "arrest": ARREST_FACTS}


def remedies_for(facts: pl.DataFrame) -> pl.DataFrame:
    """The remedies that may reach each conviction.

    Args:
        facts: `conviction_id`, and one column a fact, as in `facts.parquet`.

    Returns:
        row for row conviction_id; `remedies`, ids in the order of `load_remedies`; `unsettled`, ids of those for which
        a fact must be looked up first.
    """
    remedies = [remedy for remedy in load_remedies() if remedy.of == "conviction"]
    dead = facts["deceased"].fill_null(False)
    told = {
        remedy.id: _decided(facts, remedy.pack) if remedy.pack else holds(facts, remedy.when) for remedy in remedies
    }
    reached = [told[remedy.id] & ~dead if remedy.petition else told[remedy.id] for remedy in remedies]
    return pl.concat([facts.select("conviction_id"), _named(remedies, reached)], how="horizontal")


def _decided(facts: pl.DataFrame, pack: str) -> pl.Series:
    """Whether a pack decides in favor of each conviction; unknown where it may."""
    decisions = decide(facts.select(list(CATALOGUE)), load_pack(pack))
    favorable = pl.col("determination").is_in(FAVORABLE)
    may = (pl.col("determination") == "review") & pl.col("ceiling").is_in(FAVORABLE)
    return decisions.select(pl.when(favorable).then(True).when(~may).then(False).alias("reached"))["reached"]


def remedies_for_charges(charges: pl.DataFrame, convictions: pl.DataFrame) -> pl.DataFrame:
    """The remedies that may reach each charge that ended in no conviction.

    Args:
        charges: as in `charges.parquet`.
        convictions: as in `convictions.parquet`. Of a person who is not in it, it is not known whether the same arrest
            led to a conviction.

    Returns:
        row for row person_id, count_key, `remedies` and `unsettled`.
    """
    cycles = convictions.select("person_id", "cycle").unique().with_columns(beside=pl.lit(True))
    known = convictions.select("person_id").unique().with_columns(known=pl.lit(True))
    joined = charges.join(cycles, on=["person_id", "cycle"], how="left", maintain_order="left")
    joined = joined.join(known, on="person_id", how="left", maintain_order="left")
    told = joined.select(
        pl.col("disposition").cast(pl.String),
        convicted_in_cycle=pl.when("known").then(pl.col("beside").fill_null(False)),
    )
    return pl.concat([charges.select("person_id", "count_key"), remedies_of_charges(told)], how="horizontal")


def remedies_of_charges(told: pl.DataFrame) -> pl.DataFrame:
    """`remedies` and `unsettled` of charges of which `CHARGE_FACTS` are told."""
    remedies = [remedy for remedy in load_remedies() if remedy.of == "charge"]
    return _named(remedies, [holds(told, remedy.when) for remedy in remedies])


def remedies_for_arrests(arrests: pl.DataFrame) -> pl.DataFrame:
    """The remedies that may reach each arrest of which nobody was convicted.

    Args:
        arrests: as `decide.arrests.arrests_without_conviction` gives them.

    Returns:
        row for row person_id, cycle, `remedies` and `unsettled`.
    """
    return pl.concat([arrests.select("person_id", "cycle"), remedies_of_arrests(arrests)], how="horizontal")


def remedies_of_arrests(told: pl.DataFrame) -> pl.DataFrame:
    """`remedies` and `unsettled` of arrests of which `ARREST_FACTS` are told."""
    remedies = [remedy for remedy in load_remedies() if remedy.of == "arrest"]
    return _named(remedies, [holds(told, remedy.when) for remedy in remedies])


def _named(remedies: Sequence[Remedy], reached: Sequence[pl.Series]) -> pl.DataFrame:
    """The ids of the remedies whose conditions hold, and of those whose conditions are unknown."""
    table = pl.DataFrame([held.alias(remedy.id) for remedy, held in zip(remedies, reached, strict=True)])
    held = {remedy.id: pl.col(remedy.id) for remedy in remedies}
    may_reach = [pl.when(condition.fill_null(False)).then(pl.lit(name)) for name, condition in held.items()]
    unknown = [pl.when(condition.is_null()).then(pl.lit(name)) for name, condition in held.items()]
    return table.select(
        pl.concat_list(may_reach).list.drop_nulls().alias("remedies"),
        pl.concat_list(unknown).list.drop_nulls().alias("unsettled"),
    )


def mistakes_in_remedies(remedies: Sequence[Remedy]) -> Iterator[str]:
    """Conditions that name what does not exist, or compare what cannot be compared."""
    facts: dict[str, Type] = {name: TYPES[info.dtype] for name, info in CATALOGUE.items()}
    for remedy in remedies:
        if remedy.pack:
            if remedy.of != "conviction" or remedy.pack not in built_in_packs():
                yield f"remedy {remedy.id}: pack: no pack about convictions is called {remedy.pack!r}"
            continue
        known = _KNOWN.get(remedy.of, facts)
        for name in sorted(condition_names(remedy.when)[0] - set(known)):
            yield f"remedy {remedy.id}: when: there is no fact {name!r}{nearest(name, known)}"
        try:
            yield from (f"remedy {remedy.id}: when: {mistake}" for mistake in Grammar(remedy.when, known, {}).check())
        except ValueError as error:
            yield f"remedy {remedy.id}: when: {error}"
