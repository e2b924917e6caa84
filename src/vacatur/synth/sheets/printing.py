"""A story as lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from vacatur.synth.sheets.counts import count_lines
from vacatur.synth.sheets.head import head
from vacatur.synth.sheets.story import Happening, Story
from vacatur.synth.sheets.style import Style

_NOTICES = (
    (
        "PROBATION FLAGS AND/OR DEPARTMENT OF MENTAL HEALTH FLAGS ARE SHOWN ABOVE WHERE",
        "THEY WERE REPORTED. NO ENTRY DOES NOT MEAN THAT NONE EXISTS.",
    ),
    (
        "NOTE: {} POTENTIAL ENTRIES WITH FELONY CONVICTION DATA WERE FOUND IN THIS",
        "RECORD.",
    ),
)
_STRIKE_BOX = ("* * * * * * * * * * *", "** POTENTIAL FELONY STRIKE ENTRY   **", "* * * * * * * * * * *")
END = "     *    *    *    END OF MESSAGE    *    *    *"


@dataclass(frozen=True)
class Printed:
    """A line.

    Attributes:
        event: position of the event it belongs to; None for the head and what stands between events.
        count: position of the count within the event; None when it belongs to the event as a whole.
        tender: a page break before this line would part what belongs together.
    """

    text: str
    event: int | None = None
    count: int | None = None
    tender: bool = False


def print_story(story: Story, style: Style, rng: Random) -> list[Printed]:
    """All lines of a sheet, without page breaks."""
    lines = [Printed(text) for text in head(story, style, rng)]
    at = 0
    previous = ""
    for cycle in story.cycles:
        for place, event in enumerate(cycle):
            lines += [Printed(text) for text in _delimiter(place, event, previous, style, rng)]
            lines += _event(event, at, style, rng)
            previous = event.kind
            at += 1
    if style.notices:
        lines += [Printed(text) for text in ("", style.cycle)]
        lines += [Printed(text.format(rng.randrange(1, 9))) for text in rng.choice(_NOTICES)]
    if style.ended:
        lines += [Printed(""), Printed(END)]
    return lines


def _delimiter(place: int, event: Happening, previous: str, style: Style, rng: Random) -> list[str]:
    """What stands before an event. Now and then nothing does, and its header alone shows where it begins."""
    if place == 0:
        if previous == "registration" and event.header and rng.random() < 0.15:
            return [style.event]
        return [style.cycle]
    if event.header and rng.random() < 0.03:
        return []
    return [style.event]


def _event(event: Happening, at: int, style: Style, rng: Random) -> Iterator[Printed]:
    header = event.header
    if header and rng.random() < 0.015:
        header = header.removesuffix(":")
    if event.qualifier and rng.random() < 0.1:
        header = header.replace(":", ": ")
    name = f"NAM{'E' if rng.random() < 0.01 else ''}:{event.name_code:0{style.digits}}" if event.name_code else ""
    born = f"DOB:{event.birth_date:%Y%m%d}" if event.birth_date else ""
    after_date = bool(name) and bool(header) and not born and rng.random() < 0.01
    if header:
        yield Printed(f"{header:<22}{'' if after_date else name}  {born}".rstrip(), at)
    agency = f"  {event.agency}"
    if after_date:
        yield Printed(f"{event.on:%Y%m%d}", at)
        yield Printed(f"{name}{agency}", at)
    else:
        yield Printed(f"{event.on:%Y%m%d}{agency}", at)
    yield Printed("", at)
    number = 0
    while number < len(event.counts):
        last = event.as_range[1] if event.as_range and event.as_range[0] == number else number
        for text, tender in count_lines(event, number, last, style, rng):
            yield Printed(text, at, number, tender)
        yield Printed("", at)
        number = last + 1
    if event.strike_box:
        for text in _STRIKE_BOX:
            yield Printed(text, at)
