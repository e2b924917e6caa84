"""Other remedies that may reach a conviction or a charge: data (`remedies.toml`) with worked cases beside it.

Whether their conditions hold is for `decide.remedies`. None of it decides: a lawyer does.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from vacatur.errors import PackError
from vacatur.law.conditions import condition_names
from vacatur.law.pack import Fact, nearest, read_toml, sentences
from vacatur.law.parameter import Part, Text

FOLDER = Path(__file__).parent
RemedyId = Annotated[
    str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9.]+)+$", description="small letters, digits, points, hyphens")
]


class Remedy(Part):
    """One remedy.

    Attributes:
        id: `pc-1203.4`.
        title: what it is, in a few words.
        cite: the statute.
        of: what it is about: a conviction, a charge without one, or an arrest of which nobody was convicted.
        petition: whether somebody must ask for it.
        when: condition over facts, or over what is known of a charge; unknown: a fact must be looked up first. Empty
            where a pack holds the conditions.
        pack: the pack whose decision says whether it reaches a conviction; empty where `when` does.
        says: one plain sentence.
        beyond: what the state's file does not tell, and must be looked at.
        mark: C confirmed, S secondary source only, K unconfirmed.
        source: what it rests on.
    """

    id: RemedyId
    title: Text
    cite: Text
    of: Literal["conviction", "charge", "arrest"]
    petition: bool
    when: str = ""
    pack: str = ""
    says: Text
    beyond: Text
    mark: Literal["C", "S", "K"]
    source: Text


class RemedyCase(Part):
    """One worked case.

    Attributes:
        name: a legal sentence.
        facts: of a conviction, those that matter; the others are those of an ordinary felony conviction.
        unknown: facts that are not known.
        charge: what is known of a charge, where the case is about one.
        arrest: what is known of an arrest, where the case is about one.
        expect: every remedy that may reach it.
        unsettled: remedies for which a fact must be looked up first.
    """

    name: Text
    facts: dict[str, Fact] = Field(default_factory=dict)
    unknown: list[str] = Field(default_factory=list)
    charge: dict[str, str | bool] | None = None
    arrest: dict[str, bool | int | float] | None = None
    expect: list[str]
    unsettled: list[str] = Field(default_factory=list)


def read_remedies(path: Path) -> tuple[Remedy, ...]:
    """The remedies of a file, in its order.

    Raises:
        PackError: it cannot be read or is wrong; every mistake names file, key, what was found and what is allowed.
    """
    where = path.name
    written = read_toml(path, where)
    mistakes = [
        f"{where}: {key}: there is no such table{nearest(key, ['remedy'])}" for key in written if key != "remedy"
    ]
    remedies: list[Remedy] = []
    try:
        remedies = TypeAdapter(list[Remedy]).validate_python(written.get("remedy", []), strict=True)
    except ValidationError as error:
        mistakes += sentences(error, where, "remedy")
    ids = [remedy.id for remedy in remedies]
    twice = [name for name in dict.fromkeys(ids) if ids.count(name) > 1]
    mistakes += [f"{where}: remedy {name}: this id is used twice" for name in twice]
    for remedy in remedies:
        if bool(remedy.when.strip()) == bool(remedy.pack):
            mistakes.append(f"{where}: remedy {remedy.id}: give either when or pack")
        try:
            parameters = condition_names(remedy.when)[1]
        except ValueError as error:
            mistakes.append(f"{where}: remedy {remedy.id}: when: {error}")
        else:
            mistakes += [f"{where}: remedy {remedy.id}: when: there is no parameter :{name}" for name in parameters]
    if mistakes:
        raise PackError(mistakes)
    return tuple(remedies)


@cache
def load_remedies() -> tuple[Remedy, ...]:
    """The remedies that come with the program.

    Raises:
        PackError: `remedies.toml` is wrong.
    """
    return read_remedies(FOLDER / "remedies.toml")


def load_remedy_cases(path: Path = FOLDER / "remedies_cases.toml") -> list[RemedyCase]:
    """The worked cases, in the order of the file.

    Raises:
        PackError: it is missing or wrong; every mistake is named.
    """
    written = read_toml(path, path.name)
    try:
        return TypeAdapter(list[RemedyCase]).validate_python(written.get("case", []), strict=True)
    except ValidationError as error:
        raise PackError(sentences(error, path.name, "case")) from None
