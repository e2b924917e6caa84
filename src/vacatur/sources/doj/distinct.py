"""A column by its distinct texts: each is cleaned and read once, however many rows hold it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import polars as pl

from vacatur.record.legible import is_damaged


def distinct_texts(column: pl.Series) -> pl.Series:
    """What each code of a coded column stands for, from code 0 to the highest that it uses."""
    highest = cast(int | None, column.to_physical().max())
    codes = pl.int_range(0 if highest is None else highest + 1, dtype=pl.UInt32, eager=True)
    return codes.cat.to(column.dtype).cast(pl.String).alias(column.name)


def trimmed(texts: pl.Series) -> pl.Series:
    """Texts without blanks around them; null when nothing is left, or only hyphens, the padding of unused fields."""
    return texts.alias("text").to_frame().select(_FILLED.alias("text"))["text"]


_TEXT = pl.col("text").str.strip_chars()
_FILLED = pl.when(_TEXT.str.strip_chars("-").str.len_bytes() > 0).then(_TEXT)


@dataclass(frozen=True)
class Coded:
    """One coded column: a code per row, and the distinct text that each code stands for, cleaned (null when blank)."""

    codes: pl.Series
    texts: pl.Series

    @classmethod
    def of(cls, column: pl.Series, *, upper: bool = True) -> Coded:
        """Trim each distinct text; blank or hyphens only is null; in capitals unless asked otherwise."""
        texts = trimmed(distinct_texts(column))
        return cls(column.to_physical(), texts.str.to_uppercase() if upper else texts)

    def undamaged(self) -> Coded:
        """The same without the texts of which a character was lost: what they meant is not known."""
        kept = [None if text is None or is_damaged(text) else text for text in self.texts]
        return Coded(self.codes, pl.Series(kept, dtype=pl.String))

    def spread(self, values: pl.Series) -> pl.Series:
        """What stands beside each distinct text, to each row; null where the cell is empty."""
        return values.gather(self.codes)

    def categories(self) -> pl.Series:
        """The cleaned text of each row, each distinct text held once."""
        return self.spread(self.texts.cast(pl.Categorical(pl.Categories.random())))

    def read(self, reading: Callable[[str], object], dtype: pl.DataType | type[pl.DataType]) -> pl.Series:
        """Read each distinct text once and give each row the reading of its text; null where it is blank."""
        return self.spread(pl.Series([None if text is None else reading(text) for text in self.texts], dtype=dtype))
