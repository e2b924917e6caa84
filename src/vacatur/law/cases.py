"""Worked cases of a pack: a legal sentence, the facts that matter, and what must come of them."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, TypeAdapter, ValidationError

from vacatur.errors import PackError
from vacatur.law.pack import Determination, Fact, nearest, read_toml, sentences
from vacatur.law.parameter import Part, Text


class Expectation(Part):
    """What must come of a case; what is left out is not looked at.

    Attributes:
        determination: what is decided.
        rule: id of the rule that decides; "scope" where the pack does not speak of the conviction.
        reason: the words shown.
        floor: the least outcome that remains possible.
        ceiling: the most favorable.
        unknown_facts: the facts that would settle a review, in any order.
        assumptions: ids of the assumptions that the decision rests on, in any order.
        notes: ids of the notes shown, in any order.
    """

    determination: Determination
    rule: str | None = None
    reason: str | None = None
    floor: Determination | None = None
    ceiling: Determination | None = None
    unknown_facts: list[str] | None = None
    assumptions: list[str] | None = None
    notes: list[str] | None = None


class Case(Part):
    """One worked case. Facts that are not named are those of an ordinary felony conviction.

    Attributes:
        name: a legal sentence.
        facts: the facts that matter.
        unknown: facts that are not known.
        settings: values of parameters other than the pack's own.
        assume: assumptions switched on.
        expect: what must come of it.
    """

    name: Text
    facts: dict[str, Fact] = Field(default_factory=dict)
    unknown: list[str] = Field(default_factory=list)
    settings: dict[str, bool | int | list[str]] = Field(default_factory=dict)
    assume: list[str] = Field(default_factory=list)
    expect: Expectation


def load_cases(folder: Path) -> list[Case]:
    """The worked cases of a pack, in the order of the file.

    Raises:
        PackError: `cases.toml` is missing or wrong; every mistake names file, key, what was found and what is allowed.
    """
    where = f"{folder.name}/cases.toml"
    written = read_toml(folder / "cases.toml", where)
    mistakes = [f"{where}: {key}: there is no such table{nearest(key, ['case'])}" for key in written if key != "case"]
    cases: list[Case] = []
    try:
        cases = TypeAdapter(list[Case]).validate_python(written.get("case", []), strict=True)
    except ValidationError as error:
        mistakes += sentences(error, where, "case")
    names = [case.name for case in cases]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    mistakes += [f"{where}: case {name!r}: this name is used twice" for name in twice]
    if mistakes:
        raise PackError(mistakes)
    return cases
