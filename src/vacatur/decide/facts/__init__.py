"""Every fact that a rule may name. A fact that the data does not give is null: never a default."""

from __future__ import annotations

import polars as pl

from vacatur.decide.facts import conviction, offense, sentence, whole_record
from vacatur.decide.facts.catalogue import CATALOGUE, DTYPES, OWN_ROWS, FactInfo

__all__ = [
    "CATALOGUE", "DTYPES", "OWN_ROWS", "FactInfo", "conviction", "fact_columns", "offense", "sentence", "whole_record",
]  # fmt: skip


def fact_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """The value of every fact for each row of the frame that `decide.frame.conviction_frame` builds."""
    return frame.select(info.expression for info in CATALOGUE.values())
