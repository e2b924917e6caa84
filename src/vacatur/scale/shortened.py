"""Rows as they are laid down: in place of a text its number, and beside the rows each distinct text once.

A text is looked up among the distinct ones when it is laid down; to take the rows up again only those are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from vacatur.sources.doj.distinct import distinct_texts


def shortened(rows: pl.DataFrame, columns: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows with the numbers of the texts of some columns, and one row with the list of each column's texts."""
    coded = [rows[name].cast(pl.Categorical(pl.Categories.random())) for name in columns]
    numbers = rows.with_columns(column.to_physical().shrink_dtype() for column in coded)
    return numbers, pl.DataFrame(distinct_texts(column).implode() for column in coded)


def as_coded(numbers: pl.DataFrame, texts: pl.DataFrame, types: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """The rows again, their texts as categories.

    Args:
        numbers: rows that were shortened; some of the columns.
        types: of each coded column.
    """
    return numbers.with_columns(
        texts[name].explode().cast(types[name]).gather(numbers[name]).alias(name)
        for name in numbers.columns
        if name in types
    )
