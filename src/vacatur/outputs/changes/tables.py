"""Of the widest table of a run only the rows that are asked about: of a state's, few differ and few fit in memory."""

from __future__ import annotations

import polars as pl

from vacatur.outputs.kept import Kept
from vacatur.review.applied import with_supplied


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
