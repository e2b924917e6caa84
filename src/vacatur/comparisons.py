"""The same people under several policies, read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from vacatur.decide.facts import fact_columns
from vacatur.decide.frame import Convicted, put_together
from vacatur.decide.impact import RELIEF, impact_of
from vacatur.decide.walk import OUTCOMES
from vacatur.errors import UsageError
from vacatur.law.pack import Pack
from vacatur.outcomes import decide_pack
from vacatur.record.history import History
from vacatur.request import about_of, check_county, check_day, sound_pack
from vacatur.runs import Progress, Report, read_delivered

GROUPS = ("section", "race", "sex")
_MOST_VARIANTS = 200


@dataclass(frozen=True)
class Comparison:
    """What several policies do for the same people.

    Attributes:
        variants: variant, pack, settings, one column a determination, convictions_helped, people_helped, no_felony,
            no_conviction, no_conviction_last_7_years.
        by: for section, race and sex: variant, group, convictions, convictions_helped, people, people_helped. A
            missing value is shown as missing.
        differences: conviction_id and one column a variant, of convictions on which the variants differ.
    """

    variants: pl.DataFrame
    by: dict[str, pl.DataFrame]
    differences: pl.DataFrame


def compare(
    files: Sequence[str | Path],
    county: str,
    packs: Sequence[str | Path | Pack],
    *,
    as_of: date,
    sweep: Mapping[str, Sequence[object]] | None = None,
    settings: Mapping[str, object] | None = None,
    progress: Report | None = None,
) -> Comparison:
    """Decide the same convictions by several packs, and by the first with every combination of the swept values.

    Args:
        sweep: values of parameters of the first pack; with several parameters, every combination.
        settings: values for the parameters of the first pack.

    Raises:
        VacaturError: the request, a pack or a file is refused.
    """
    check_day(as_of)
    variants = variants_of(packs, sweep or {}, settings or {})
    county = county.strip().upper()
    delivery = read_delivered([Path(file) for file in files], progress)
    check_county(delivery.history, county)
    if progress:
        progress(Progress("deciding", 0, None, delivery.history.events.height))
    convicted = put_together(delivery.history, county, as_of, about_of(variants.values()))
    facts = fact_columns(convicted.asked)
    decided = {name: decide_pack(convicted.asked, facts, pack) for name, pack in variants.items()}
    return Comparison(
        _table(variants, decided, convicted), _groups(decided, convicted, delivery.history), _differences(decided)
    )


def variants_of(
    packs: Sequence[str | Path | Pack], sweep: Mapping[str, Sequence[object]], settings: Mapping[str, object]
) -> dict[str, Pack]:
    """The variants under their names: `pack`, or `pack minimum_age=45`."""
    loaded = [sound_pack(pack) for pack in packs]
    if not loaded:
        raise UsageError("Say which policies to compare: --pack ID, several times or with --sweep.")
    combinations: list[dict[str, object]] = [{}]
    for name, values in sweep.items():
        combinations = [{**so_far, name: value} for so_far in combinations for value in values]
    if len(combinations) > _MOST_VARIANTS:
        raise UsageError(
            f"The sweep asks for {len(combinations)} variants; {_MOST_VARIANTS} are the most. Take larger steps."
        )
    first = {_name(loaded[0], chosen): loaded[0].with_settings({**settings, **chosen}) for chosen in combinations}
    found = {**first, **{pack.id: pack for pack in loaded[1:]}}
    if len(found) < 2:
        raise UsageError("There is one variant only. Give a second --pack, or --sweep NAME=FROM:TO:STEP.")
    return found


def _name(pack: Pack, chosen: Mapping[str, object]) -> str:
    return " ".join([pack.id, *(f"{name}={value}" for name, value in chosen.items())])


def _table(variants: dict[str, Pack], decided: dict[str, pl.DataFrame], convicted: Convicted) -> pl.DataFrame:
    rows = []
    for name, pack in variants.items():
        decisions = decided[name]
        counts = dict(decisions.group_by(pl.col("determination").cast(pl.String)).len().iter_rows())
        helped = decisions.filter(pl.col("determination").is_in(RELIEF)).height
        impact = impact_of(convicted.all, decisions, convicted.as_of)
        settings = ", ".join(f"{key}={value}" for key, value in pack.values().items())
        rows.append(
            {
                "variant": name,
                "pack": pack.id,
                "settings": settings,
                **{outcome: counts.get(outcome, 0) for outcome in reversed(OUTCOMES)},
            }
            | {"convictions_helped": helped, "people_helped": impact.people_with_relief, "no_felony": impact.no_felony}
            | {"no_conviction": impact.no_conviction, "no_conviction_last_7_years": impact.no_conviction_last_7_years}
        )
    return pl.DataFrame(rows)


def _groups(decided: dict[str, pl.DataFrame], convicted: Convicted, history: History) -> dict[str, pl.DataFrame]:
    """Convictions and people helped, of those decided, by section, race and sex."""
    people = history.persons.select("person", "race", "sex")
    of = convicted.asked.select("conviction", "person", "section").join(people, on="person", how="left")
    found = {}
    for group in GROUPS:
        tables = []
        for name, decisions in decided.items():
            helped = pl.col("determination").is_in(RELIEF)
            rows = decisions.select("conviction", "determination").join(of, on="conviction", how="left")
            tables.append(
                rows.group_by(pl.col(group).fill_null("(not given)")).agg(
                    pl.lit(name).first().alias("variant"),
                    pl.len().alias("convictions"),
                    helped.sum().alias("convictions_helped"),
                    pl.col("person").n_unique().alias("people"),
                    pl.col("person").filter(helped).n_unique().alias("people_helped"),
                )
            )
        table = pl.concat(tables).select(
            "variant", group, "convictions", "convictions_helped", "people", "people_helped"
        )
        order = {name: place for place, name in enumerate(decided)}
        found[group] = table.sort(pl.col("variant").replace_strict(order), group)
    return found


def _differences(decided: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Convictions that not every variant decides alike; empty where a variant does not have it in its scope."""
    tables = [
        frame.select("conviction", "conviction_id", pl.col("determination").cast(pl.String).alias(name))
        for name, frame in decided.items()
    ]
    together = tables[0]
    for table in tables[1:]:
        together = together.join(table, on=["conviction", "conviction_id"], how="full", coalesce=True)
    names = list(decided)
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(names[0])) for name in names)
    return together.filter(~same).sort("conviction").drop("conviction")
