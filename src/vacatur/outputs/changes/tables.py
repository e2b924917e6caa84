"""Of the widest tables of a run only what is asked about: of a state's, few rows differ, and all would fill memory."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vacatur.outputs.kept import Kept
from vacatur.review.applied import reviewed, with_supplied


def facts_of(kept: Kept, convictions: pl.Series, *, as_run: bool = False) -> pl.DataFrame:
    """The facts of some convictions, in the order of the run.

    Args:
        convictions: as the run names them; those that it did not ask about have none.
        as_run: as the run left them, whatever reviewers supplied.
    """
    wanted = convictions.drop_nulls().unique().alias("conviction_id").to_frame()
    rows = pl.scan_parquet(kept.folder / "facts.parquet").join(
        wanted.lazy(), on="conviction_id", how="semi", maintain_order="left"
    )
    facts = rows.collect(engine="streaming")
    return facts if as_run else with_supplied(facts, kept.ledger)


def decisions_of(
    kept: Kept, pack: str, columns: Sequence[str], convictions: pl.Series | None = None, *, as_run: bool = False
) -> pl.DataFrame:
    """What a pack decided: conviction_id and the columns, in the order of the run.

    Args:
        convictions: of these alone; None of all.
        as_run: as the run left them, whatever reviewers did.
    """
    rows = pl.scan_parquet(kept.folder / "decisions.parquet").filter(pl.col("pack") == pack)
    if convictions is not None:
        wanted = convictions.drop_nulls().unique().alias("conviction_id").to_frame().lazy()
        rows = rows.join(wanted, on="conviction_id", how="semi", maintain_order="left")
    if as_run or not kept.ledger.acts:
        return rows.select("conviction_id", *columns).collect(engine="streaming")
    return reviewed(rows.collect(engine="streaming"), kept.ledger).select("conviction_id", *columns)
