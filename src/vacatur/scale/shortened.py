"""Rows as they are laid down: in place of a text its number, and beside the rows each distinct text once.

A text is looked up among the distinct ones when it is laid down; to take the rows up again only those are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl


def shortened(rows: pl.DataFrame, columns: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows with the numbers of the texts of some columns, and one row with the list of each column's texts."""
    types = {name: pl.Categorical(pl.Categories.random()) for name in columns}
    coded = rows.with_columns(pl.col(name).cast(kind) for name, kind in types.items())
    numbers = coded.with_columns(coded[name].to_physical().shrink_dtype() for name in columns)
    return numbers, pl.DataFrame({name: kind.categories.to_series().implode() for name, kind in types.items()})


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
