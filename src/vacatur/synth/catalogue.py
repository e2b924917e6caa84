"""All planted offenses in columns, and the choice among them by kind and date."""

from functools import cache
from itertools import pairwise

import numpy as np
import polars as pl

from vacatur.synth.draw import Ints
from vacatur.synth.offenses import YES, Offense, all_offenses


class Catalogue:
    """All offenses, in columns; an offense is known by its position."""

    def __init__(self, offenses: list[Offense]) -> None:
        self.offenses = offenses
        self.felony = np.array([o.felony for o in offenses], dtype=np.int64)
        self.infraction = np.array([o.otherwise == "I" for o in offenses])
        self.strike = np.array([o.strike for o in offenses], dtype=np.int64)
        self.registrable = np.array([o.registrable for o in offenses], dtype=np.int64)
        self.prop64 = np.array([o.prop64 for o in offenses], dtype=np.int64)
        self.serious = np.array([o.kind == "strike" for o in offenses])
        self.statute = np.unique([o.head + o.code for o in offenses], return_inverse=True)[1].astype(np.int64)
        self.sections = pl.Series("section", [o.section for o in offenses])
        self.subdivisions = pl.Series("subdivision", [o.subdivision for o in offenses])
        self.texts = pl.Series("offense", [o.text for o in offenses])
        self.kinds = pl.Series("kind", [o.kind for o in offenses])
        self.attempts = self._variants("attempt", 5)
        self.wrong_codes = self._variants("wrong_code", 1)

    def of_kind(self, kind: str) -> Ints:
        """Positions of the offenses of a kind."""
        return np.array([i for i, o in enumerate(self.offenses) if o.kind == kind], dtype=np.int64)

    def choose(self, kind: str, day: Ints, draw: Ints) -> Ints:
        """For each date (YYYYMMDD) the offense of that kind, in force then, that the number `draw` (0 to 999,999)
        falls on.
        """
        members = self.of_kind(kind)
        chosen = np.zeros(len(day), dtype=np.int64)
        edges = sorted({self.offenses[i].since for i in members} | {self.offenses[i].until for i in members})
        for since, until in pairwise(edges):
            here = np.flatnonzero((day >= since) & (day < until))
            valid = [i for i in members if self.offenses[i].since <= since and self.offenses[i].until >= until]
            if not len(here) or not valid:
                continue
            bounds = np.cumsum([self.offenses[i].weight for i in valid])
            place = np.searchsorted(bounds, draw[here] * bounds[-1] // 1_000_000, side="right")
            chosen[here] = np.array(valid, dtype=np.int64)[place]
        return chosen

    def _variants(self, kind: str, forms: int) -> Ints:
        """For each offense the positions of its variants of a kind, or -1."""
        table = np.full((len(self.offenses), forms), -1, dtype=np.int64)
        by_base: dict[tuple[str, str, str, bool], int] = {}
        for i in self.of_kind(kind):
            key = (
                self.offenses[i].base,
                self.offenses[i].head,
                self.offenses[i].code,
                bool(self.offenses[i].description),
            )
            by_base.setdefault(key, i)
        for i, plain in enumerate(self.offenses):
            found = [p for (base, *_), p in by_base.items() if base == plain.head]
            if plain.kind == "cannabis" and plain.prop64 == YES and found:
                table[i, :] = np.resize(np.array(found, dtype=np.int64), forms)
        return table


@cache
def catalogue() -> Catalogue:
    """The one catalogue."""
    return Catalogue(all_offenses())
