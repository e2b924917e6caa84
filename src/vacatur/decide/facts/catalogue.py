"""The catalogue of facts: what a fact is, and how one comes into it (docs/reading.md, section 7).

A fact is an expression over the frame that `decide.frame` builds: one row a conviction that a pack may decide, with
what its person's whole record says beside it. A fact that the data does not give is null: never a default.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

FactType = Literal["yes/no", "text", "date", "years", "grams", "number"]
Value = bool | str | date | float | int

OWN_ROWS = "rows"
DTYPES: dict[FactType, type[pl.DataType]] = {
    "yes/no": pl.Boolean,
    "text": pl.String,
    "date": pl.Date,
    "years": pl.Float64,
    "grams": pl.Float64,
    "number": pl.Int64,
}


@dataclass(frozen=True)
class FactInfo:
    """A fact in the catalogue.

    Attributes:
        dtype: "years" are calendar years, whole exactly on the anniversary.
        settle: what a person would have to look up when it is unknown.
        ordinary: its value in a worked case that does not name it.
        evidence: columns of the frame that hold the source rows it rests on.
    """

    name: str
    dtype: FactType
    meaning: str
    unknown_when: str
    settle: str
    ordinary: Value | None
    evidence: tuple[str, ...]
    expression: pl.Expr


CATALOGUE: dict[str, FactInfo] = {}
"""Every fact, under the name that packs use."""


def fact(
    dtype: FactType, *, ordinary: Value | None, settle: str, evidence: tuple[str, ...] = (OWN_ROWS,)
) -> Callable[[Callable[[], pl.Expr]], Callable[[], pl.Expr]]:
    """Put a fact into the catalogue: the docstring's first paragraph is its meaning, its second what makes it
    unknown.
    """

    def register(function: Callable[[], pl.Expr]) -> Callable[[], pl.Expr]:
        meaning, _, unknown = (inspect.getdoc(function) or "").partition("\n\n")
        name = function.__name__
        CATALOGUE[name] = FactInfo(
            name, dtype, " ".join(meaning.split()), " ".join(unknown.split()).removeprefix("Unknown when "), settle,
            ordinary, evidence, function().cast(DTYPES[dtype]).alias(name),
        )  # fmt: skip
        return function

    return register
