"""`pack check`: every mistake of a pack, collected, each with the file, the key, what was found and what is allowed.

Loading (law/pack.py) finds what is not a pack at all. Here are the mistakes that show only beside the catalogue of
facts, and in the worked cases.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from vacatur.decide.check_cases import fits, mistakes_in_cases
from vacatur.decide.facts import CATALOGUE, DTYPES
from vacatur.errors import PackError
from vacatur.law.cases import load_cases
from vacatur.law.conditions import bind, condition_names, tokens
from vacatur.law.coverage import mistakes_in_offense_lists, mistakes_in_series
from vacatur.law.grammar import Grammar, Type
from vacatur.law.pack import Pack, built_in_packs, find_folder, load_pack, nearest

TYPES: dict[str, Type] = {
    "yes/no": "yes/no",
    "text": "text",
    "date": "date",
    "years": "number",
    "grams": "number",
    "number": "number",
}
"""What each type of fact is to the grammar of conditions."""


def check_pack(folder_or_id: str | Path) -> list[str]:
    """Every mistake of a pack, of its worked cases and of the offense lists it rests on; empty when there is none."""
    try:
        folder = find_folder(folder_or_id)
    except PackError as error:
        return error.mistakes
    mistakes: list[str] = []
    pack = None
    try:
        pack = load_pack(folder)
    except PackError as error:
        mistakes += error.mistakes
    try:
        cases = load_cases(folder)
    except PackError as error:
        return mistakes + error.mistakes
    if pack is None:
        return mistakes
    found = list(mistakes_in_rules(pack))
    others = [*_useless_rules(pack), *_mistakes_in_names(pack), *mistakes_in_series(pack, _neighbors(pack))]
    found += [f"{_place(pack)}: {mistake}" for mistake in others]
    mistakes += found + mistakes_in_offense_lists()
    if not found:  # a pack that does not hold together decides nothing
        mistakes += [f"{folder.name}/cases.toml: {mistake}" for mistake in mistakes_in_cases(pack, cases)]
    return mistakes


def mistakes_in_rules(pack: Pack) -> Iterator[str]:
    """What keeps a pack from deciding, or might make it decide what nobody wrote: conditions, facts and reasons that do
    not hold.
    """
    found = (*_mistakes_in_conditions(pack), *_mistakes_in_reasons(pack), *_mistakes_of_facts(pack))
    yield from (f"{_place(pack)}: {mistake}" for mistake in found)


def _place(pack: Pack) -> str:
    return f"{pack.folder.name}/pack.toml"


def _mistakes_in_conditions(pack: Pack) -> Iterator[str]:
    facts: dict[str, Type] = {name: TYPES[info.dtype] for name, info in CATALOGUE.items()}
    for place, sql in pack.conditions():
        unknown = sorted(condition_names(sql)[0] - set(CATALOGUE))
        yield from (f"{place}: there is no fact {name!r}{_nearest_facts(name)}" for name in unknown)
        try:
            found = Grammar(sql, facts, pack.values()).check()
        except ValueError as error:
            found = [str(error)]
        except RecursionError:
            found = ["has too many parentheses, one in another"]
        yield from (f"{place}: {mistake}" for mistake in found)
        if not unknown and not found:
            yield from (f"{place}: {mistake}" for mistake in _does_not_compile(sql, pack))


def _does_not_compile(sql: str, pack: Pack) -> Iterator[str]:
    """The engine's own word, should the grammar have let something through."""
    nothing = pl.DataFrame(schema={name: DTYPES[info.dtype] for name, info in CATALOGUE.items()})
    try:
        dtype = nothing.select(pl.sql_expr(bind(sql, pack.values())).alias("holds")).schema["holds"]
    except pl.exceptions.PolarsError as error:
        yield f"cannot be computed: {str(error).splitlines()[0]}"
    else:
        if dtype not in (pl.Boolean, pl.Null):
            yield f"is a {dtype}; a condition is a yes or no"


def _useless_rules(pack: Pack) -> Iterator[str]:
    """Rules that can never be reached, rules that rest on nothing, and parameters that no condition uses."""
    seen: dict[str, str] = {}
    ended = ""
    for rule in pack.rules:
        condition = " ".join(token.text for token in tokens(rule.when))
        if ended:
            yield f"rule {rule.id}: can never be reached: {ended} before it always holds"
        elif condition in seen:
            yield f"rule {rule.id}: can never be reached: {seen[condition]} has the same condition"
        elif condition == "FALSE":
            yield f"rule {rule.id}: can never hold: its condition is FALSE"
        seen.setdefault(condition, f"rule {rule.id}")
        ended = ended or (f"rule {rule.id}" if condition == "TRUE" else "")
        if rule.relief and rule.determination not in ("dismiss", "reduce"):
            yield f"rule {rule.id}: relief: {rule.determination} is no relief; leave it out"
        if not rule.cite.strip():
            yield f"rule {rule.id}: cite: is missing; name the law or the document that the rule rests on"
    used = {name for _, sql in pack.conditions() for name in condition_names(sql)[1]}
    yield from (f"parameters {name}: no condition uses :{name}" for name in pack.parameters if name not in used)


def _mistakes_in_names(pack: Pack) -> Iterator[str]:
    """Names of files and folders."""
    if pack.folder.name != pack.id:
        yield f"pack.id: found {pack.id!r}; the folder is {pack.folder.name!r}, and the two must be the same"
    law = pack.folder / "law.md"
    try:
        words = law.read_text(encoding="utf-8").strip()
    except OSError:
        words = ""
    except UnicodeDecodeError:
        yield "law.md beside it is not UTF-8 text; save it as such"
        return
    if not words:
        yield "law.md beside it is missing or blank: a pack says in words what it encodes"


def _mistakes_in_reasons(pack: Pack) -> Iterator[str]:
    """What stands in braces in a reason."""
    allowed = {*pack.parameters, *(name for name, info in CATALOGUE.items() if info.dtype == "text")}
    for rule in pack.rules:
        try:
            named = [name for _, name, _, _ in string.Formatter().parse(rule.reason) if name is not None]
        except ValueError as error:
            yield f"rule {rule.id}: reason: {error}"
            continue
        for name in named:
            if name not in allowed:
                what = f"{{{name}}} is neither a parameter nor a text fact"
                yield f"rule {rule.id}: reason: {what}{nearest(name, allowed)}"


def _mistakes_of_facts(pack: Pack) -> Iterator[str]:
    """Facts that are named outside conditions."""
    for name in pack.floor_when_unknown:
        if name not in CATALOGUE:
            yield f"pack.floor_when_unknown: there is no fact {name!r}{_nearest_facts(name)}"
    for assumption in pack.assumptions:
        place = f"assumption {assumption.id}: "
        if assumption.fact not in CATALOGUE:
            yield f"{place}fact: there is no fact {assumption.fact!r}{_nearest_facts(assumption.fact)}"
        elif not fits(CATALOGUE[assumption.fact], assumption.value):
            wanted = CATALOGUE[assumption.fact].dtype
            yield f"{place}value: found {assumption.value!r}; {assumption.fact} is of type {wanted}"


def _nearest_facts(name: str) -> str:
    return nearest(name, CATALOGUE)


def _neighbors(pack: Pack) -> Iterable[Pack]:
    """The packs that come with the program and those beside this one, as far as they can be read."""
    if not pack.series:
        return []
    beside = [folder for folder in sorted(pack.folder.parent.iterdir()) if (folder / "pack.toml").is_file()]
    found: dict[str, Pack] = {}
    names: list[str | Path] = [*built_in_packs(), *beside]
    for each in names:
        try:
            other = load_pack(each)
        except PackError:
            continue
        found.setdefault(other.id, other)
    return found.values()
