"""What stands for a person or a conviction in a data set: a keyed hash, and a number of days by which dates move."""

from __future__ import annotations

import hashlib
import hmac

import polars as pl

_DIGITS = 32
"""Of the hash, hexadecimal: 128 bits, so that no two of any number of people share one."""

MOST_DAYS = 182
"""By which the dates of a person move at most, before or after."""


class Pseudonyms:
    """Names by HMAC-SHA256. Without the key a name cannot be worked out from an identifier, be it ever so short; with
    another key every name is another, so that two data sets cannot be joined by them.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, kind: str, identifiers: pl.Series) -> pl.Series:
        """The names of things of one kind ("person", "conviction"), in their order."""
        names = [self._digest(kind, each).hex()[:_DIGITS] for each in identifiers]
        return pl.Series(identifiers.name, names, dtype=pl.String)

    def days(self, persons: pl.Series) -> pl.Series:
        """The number of days, from 1 to `MOST_DAYS` before or after, by which the dates of each person move."""
        drawn = [int.from_bytes(self._digest("days", each)[:8]) % (2 * MOST_DAYS) for each in persons]
        return pl.Series(
            "days", [number - MOST_DAYS + (number >= MOST_DAYS) for number in drawn], dtype=pl.Int32
        )  # every number but 0

    def _digest(self, kind: str, identifier: str) -> bytes:
        return hmac.digest(self._key, f"{kind}\0{identifier}".encode(), hashlib.sha256)
