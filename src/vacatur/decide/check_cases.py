"""Runs the worked cases of a pack, and says what came out where it is not what the case says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

import polars as pl

from vacatur.decide.cascade import decide
from vacatur.decide.facts import CATALOGUE, DTYPES, FactInfo
from vacatur.errors import PackError
from vacatur.law.cases import Case
from vacatur.law.pack import Pack, nearest

_FITTING: dict[str, tuple[type, ...]] = {
    "yes/no": (bool,), "text": (str,), "date": (date,), "years": (int, float), "grams": (int, float), "number": (int,),
}  # fmt: skip


def fits(info: FactInfo, value: object) -> bool:
    """Whether a value is of the fact's type."""
    return isinstance(value, _FITTING[info.dtype]) and isinstance(value, bool) == (info.dtype == "yes/no")


def mistakes_in_cases(pack: Pack, cases: Sequence[Case]) -> list[str]:
    """Cases that name what does not exist, cases that come out otherwise, and rules that no case decides."""
    named = {case.name: list(_mistakes_in_names(pack, case)) for case in cases}
    mistakes = [f"case {name!r}: {mistake}" for name, found in named.items() for mistake in found]
    sound = [case for case in cases if not named[case.name]]
    for pack_as_set, alike in _by_settings(pack, sound):
        results = decide(facts_of(alike), pack_as_set).to_dicts()
        texts = {note.text: note.id for note in pack.notes}
        for case, result in zip(alike, results, strict=True):
            result["notes"] = [texts[text] for text in result["notes"]]
            mistakes += [f"case {case.name!r}: {mistake}" for mistake in _differences(case, result)]
    decided = {case.expect.rule for case in cases}
    mistakes += [f"rule {rule.id}: no case expects it to decide" for rule in pack.rules if rule.id not in decided]
    return mistakes


def facts_of(cases: Sequence[Case]) -> pl.DataFrame:
    """One row a case: the facts it gives, and for the others those of an ordinary felony conviction."""
    columns = {}
    for name, info in CATALOGUE.items():
        values = [None if name in case.unknown else case.facts.get(name, info.ordinary) for case in cases]
        columns[name] = pl.Series(values, dtype=DTYPES[info.dtype], strict=False)
    return pl.DataFrame(columns)


def _by_settings(pack: Pack, cases: Sequence[Case]) -> Iterator[tuple[Pack, list[Case]]]:
    def key(case: Case) -> str:
        return repr((sorted(case.settings.items()), sorted(case.assume)))

    for _, alike in groupby(sorted(cases, key=key), key=key):
        group = list(alike)
        yield pack.with_settings(group[0].settings, group[0].assume), group


def _mistakes_in_names(pack: Pack, case: Case) -> Iterator[str]:
    """Facts, rules, notes, settings and assumptions that do not exist or do not fit."""
    for name in (*case.facts, *case.unknown, *(case.expect.unknown_facts or ())):
        if name not in CATALOGUE:
            yield f"there is no fact {name!r}{nearest(name, CATALOGUE)}"
    for name, value in case.facts.items():
        if name in CATALOGUE and not fits(CATALOGUE[name], value):
            yield f"{name}: found {value!r}; it is of type {CATALOGUE[name].dtype}"
        if name in case.unknown:
            yield f"{name}: is both given and unknown"
    rules = ["scope", *(rule.id for rule in pack.rules)]
    if case.expect.rule is not None and case.expect.rule not in rules:
        yield f"expect.rule: there is no rule {case.expect.rule!r}{nearest(case.expect.rule, rules)}"
    ids = [note.id for note in pack.notes]
    for name in case.expect.notes or ():
        if name not in ids:
            yield f"expect.notes: there is no note {name!r}{nearest(name, ids)}"
    try:
        pack.with_settings(case.settings, case.assume)
    except PackError as error:
        yield from error.mistakes


def _differences(case: Case, result: dict[str, object]) -> Iterator[str]:
    """What came out otherwise than the case says."""
    for key, expected in case.expect.model_dump(exclude_none=True).items():
        found = result[key]
        if sorted(found) != sorted(expected) if isinstance(found, list) else found != expected:
            came = f"{result['determination']} by {result['rule']}: {result['reason']}"
            yield f"{key}: expected {expected!r}, found {found!r} ({came})"
