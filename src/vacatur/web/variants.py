"""Variants of a policy side by side: which were chosen, and what each decides for the same convictions.

The controls of a variant are named `A.pack`, `A.minimum_age` and so on. `A.of` says which policy the controls are for:
when another is chosen, they are not yet its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl
from starlette.datastructures import ImmutableMultiDict

from vacatur.contrasts import Contrast, contrast
from vacatur.counting import Basis
from vacatur.decide.cascade import determinations
from vacatur.law.pack import Pack
from vacatur.review.acts import Ledger
from vacatur.web.choice import Fields, Pairs, fields_of, settings_of
from vacatur.web.opened import Opened
from vacatur.web.whatif import Latest
from vacatur.web.wording import _, later

LETTERS = "ABCD"
"""Names of the variants: as many as fit beside each other."""

REVIEWED, AS_RUN = "@reviewed", "@run"
"""Stand for what a run decided: as it stands after review, and as the rules alone decided."""

OF_A_RUN = {REVIEWED: later("This run, as reviewed"), AS_RUN: later("This run, as the rules alone decided")}
_COUNTED = 40


@dataclass(frozen=True)
class Variant:
    """One of the variants.

    Attributes:
        letter: its name.
        choice: id of the policy, or one of `OF_A_RUN`.
        pack: with its settings; None for what a run decided.
        changed: the parameters that are not set as they come, by label.
        errors: sentences by the control they belong to.
        shown: what stands in a control that is not right yet.
    """

    letter: str
    choice: str
    title: str
    pack: Pack | None
    changed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)

    def fields(self) -> Pairs:
        """The controls that say the same again."""
        pairs = [(f"{self.letter}.pack", self.choice), (f"{self.letter}.of", self.choice)]
        if self.pack:
            start = f"{self.pack.id}."
            pairs += [(f"{self.letter}.{name.removeprefix(start)}", value) for name, value in fields_of(self.pack)]
        return pairs

    @property
    def key(self) -> str:
        """Two variants with the same key decide the same."""
        return self.pack.model_dump_json() if self.pack else self.choice


class Subject(Protocol):
    """What variants are held against: a delivery's facts, or a run's results."""

    @property
    def asked(self) -> pl.DataFrame:
        """One row a conviction that a policy may decide: conviction, person, section, race, sex."""

    @property
    def version(self) -> tuple[object, ...]:
        """Changes when what is decided may."""

    def pack(self, name: str) -> Pack | None:
        """A policy as a variant of it begins; None for what a run decided, and for what is none."""

    def choices(self) -> list[tuple[str, str]]:
        """What may be chosen, and what it is called."""

    def decided(self, variant: Variant) -> pl.DataFrame:
        """What a variant determines: conviction, determination."""


class OfDelivery:
    """A delivery's facts, before any run."""

    def __init__(self, basis: Basis, version: tuple[object, ...], policies: Sequence[Pack]) -> None:
        self._policies = policies
        self._basis = basis
        self._version = version
        self.asked = basis.asked.select(
            pl.col("conviction_id").alias("conviction"), pl.col("person_id").alias("person"), "section", "race", "sex"
        )

    @property
    def version(self) -> tuple[object, ...]:
        """That of the facts."""
        return self._version

    def pack(self, name: str) -> Pack | None:
        """One of the policies."""
        return next((pack for pack in self._policies if pack.id == name), None)

    def choices(self) -> list[tuple[str, str]]:
        """All of them."""
        return [(pack.id, _(pack.title)) for pack in self._policies]

    def decided(self, variant: Variant) -> pl.DataFrame:
        """By the policy's rules."""
        assert variant.pack is not None
        return _determined(self.asked, self._basis.facts, variant.pack)


class OfRun:
    """The results of a run: its own decisions, and any policy on the same facts."""

    def __init__(self, opened: Opened, policies: Sequence[Pack]) -> None:
        kept = opened.kept
        self._policies = {pack.id: pack for pack in (*policies, *kept.packs)}
        self._kept = kept
        self.facts = kept.table("facts")
        people = kept.table("persons").select(pl.col("person_id").alias("person"), "race", "sex")
        self.asked = self.facts.select(
            pl.col("conviction_id").alias("conviction"), pl.col("person_id").alias("person"), "section"
        ).join(people, on="person", how="left", maintain_order="left")

    @property
    def version(self) -> tuple[object, ...]:
        """That of the results and of their ledger."""
        return str(self._kept.folder), self._kept.sha256, self._ledger.sha256

    @property
    def _ledger(self) -> Ledger:
        return self._kept.ledger

    def pack(self, name: str) -> Pack | None:
        """One of the run, with the run's settings; else one of the policies as it comes."""
        return self._policies.get(name)

    def choices(self) -> list[tuple[str, str]]:
        """What the run decided, and all policies."""
        own = [(name, _(words)) for name, words in OF_A_RUN.items() if name != AS_RUN or self._ledger.last]
        if not self._ledger.last:
            own = [(REVIEWED, _("This run"))]
        return [*own, *((pack.id, _(pack.title)) for pack in self._policies.values())]

    def decided(self, variant: Variant) -> pl.DataFrame:
        """As the run did, or by a policy's rules."""
        if variant.pack is not None:
            return _determined(self.asked, self.facts, variant.pack)
        table = self._kept.table("decisions" if variant.choice == REVIEWED else "decisions_as_run")
        own = table.filter(pl.col("pack") == self._kept.packs[0].id)
        return own.select(pl.col("conviction_id").alias("conviction"), "determination")


def _determined(asked: pl.DataFrame, facts: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    found = asked.select("conviction").with_columns(determinations(facts, pack).cast(pl.String))
    return found.filter(pl.col("determination").is_not_null())


def read_variants(subject: Subject, fields: Fields, usual: Sequence[str]) -> list[Variant]:
    """The variants that were chosen.

    Args:
        usual: what is chosen when nothing is, or not enough.
    """
    known = dict(subject.choices())
    named = [(letter, str(fields.get(f"{letter}.pack", ""))) for letter in LETTERS]
    chosen = [(letter, name) for letter, name in named if name in known]
    left = [name for name in usual if name not in dict(chosen).values()]
    free = [letter for letter, name in named if name not in known]
    chosen += list(zip(free, left, strict=False))[: max(2 - len(chosen), 0)]
    found = []
    for place, (letter, name) in enumerate(chosen):
        own = fields if fields.get(f"{letter}.of", name) == name else ImmutableMultiDict[str, str]([])
        found.append(_variant(LETTERS[place], name, known[name], subject.pack(name), _own(own, letter, name)))
    return found


def _own(fields: Fields, letter: str, name: str) -> Fields:
    """The controls of a variant, under the names that they have on the policy page."""
    start = f"{letter}."
    return ImmutableMultiDict(
        [(f"{name}.{key.removeprefix(start)}", value) for key, value in fields.multi_items() if key.startswith(start)]
    )


def _variant(letter: str, name: str, title: str, pack: Pack | None, fields: Fields) -> Variant:
    if pack is None:
        return Variant(letter, name, title, None)
    settings, wrong = settings_of(pack, fields)
    ids = [each.id for each in pack.assumptions]
    assumed = [each for each in fields.getlist(f"{name}.assume") if each in ids]
    as_it_comes, pack = pack, pack.with_settings(settings, assumed)
    changed = {
        parameter.label: ", ".join(value) if isinstance(value, list) else str(value)
        for key, parameter in pack.parameters.items()
        if (value := parameter.value) != as_it_comes.parameters[key].value
    }
    errors = {f"{letter}.{key.removeprefix(f'{name}.')}": sentence for key, sentence in wrong.items()}
    shown = {key: str(fields.get(f"{name}.{key.removeprefix(f'{letter}.')}", "")) for key in errors}
    return Variant(letter, name, title, pack, changed, errors, shown)


class SideBySide:
    """What variants decide, and how they differ: worked out once, the latest kept."""

    def __init__(self) -> None:
        self._decided: Latest[pl.DataFrame] = Latest(_COUNTED)
        self._contrasts: Latest[Contrast] = Latest(_COUNTED)

    def decided(self, subject: Subject, variant: Variant) -> pl.DataFrame:
        """What a variant determines."""
        return self._decided.get((subject.version, variant.key), lambda: subject.decided(variant))

    def contrast(self, subject: Subject, first: Variant, other: Variant) -> Contrast:
        """How another differs from the first."""
        return self._contrasts.get(
            (subject.version, first.key, other.key),
            lambda: contrast(subject.asked, self.decided(subject, first), self.decided(subject, other)),
        )


def counts(decided: pl.DataFrame) -> dict[str, int]:
    """Convictions by determination."""
    return dict(decided.group_by("determination").len().iter_rows())


def all_fields(variants: Sequence[Variant]) -> Iterator[tuple[str, str]]:
    """The controls of all variants."""
    for variant in variants:
        yield from variant.fields()
