"""Sheets in memory, one after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from vacatur.errors import UsageError
from vacatur.synth import places
from vacatur.synth.days import day_number
from vacatur.synth.sheets.additions import add
from vacatur.synth.sheets.pages import Page, as_text, paginate
from vacatur.synth.sheets.plants import Planted, planted_people
from vacatur.synth.sheets.printing import print_story
from vacatur.synth.sheets.quirks import choose
from vacatur.synth.sheets.style import style
from vacatur.synth.sheets.telling import story_of
from vacatur.synth.sheets.truths import truth_of


@dataclass(frozen=True)
class Fabricated:
    """One person's sheet.

    Attributes:
        text: as a text file has it, with a line feed after every line.
        truth: what it tells (`TRUTH_KEYS`).
        pages: the same, as it is cut into pages on paper.
    """

    text: str
    truth: dict[str, Any]
    pages: tuple[Page, ...]


def fabricate_sheets(
    people: int, county: str = "LOS ANGELES", seed: int = 1, as_of: date = date(2020, 7, 1)
) -> Iterator[Fabricated]:
    """The sheets of everyone whom `write_county` with the same arguments, and no fault, writes of, in its order.

    Raises:
        UsageError: the county does not exist, people is below 1, or the as-of date is before 1962 or after 2099.
    """
    name = county.strip().upper()
    if name not in places.COUNTIES:
        raise UsageError(f"no county of California is called {county!r}; the counties are {', '.join(places.COUNTIES)}")
    if people < 1 or not 1962 <= as_of.year <= 2099:
        raise UsageError("fabricated sheets are of at least one person, and of an as-of date from 1962 to 2099")
    everyone = planted_people(people, name, seed, day_number(as_of))
    return (_fabricated(planted, seed, as_of) for planted in everyone)


def _fabricated(planted: Planted, seed: int, as_of: date) -> Fabricated:
    def stream(purpose: str) -> Random:
        return Random(f"{seed} {planted.number} {purpose}")

    story = story_of(planted, as_of, stream("story"))
    add(story, planted.number, stream("additions"))
    choose(story, stream("quirks"))
    chosen = style(as_of, stream("style"))
    pages = paginate(print_story(story, chosen, stream("printing")), chosen, stream("pages"))
    lines = as_text(pages, chosen)
    text = "\n".join(line.text for line in lines) + "\n"
    return Fabricated(text, truth_of(story, lines), tuple(pages))
