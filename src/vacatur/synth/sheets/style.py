"""How a sheet is printed: old or new, by whom, and with what between its events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

CYCLES = ("* * * *", "* * * *", "* * * *", "* * * *", "* * *", "     * * * *", "*  *  *  *", "* * * *  ")
EVENTS = ("- - - -", "- - - -", "- - - -", "- - - -", "- - -", "--", "-  -  -  -", "----")
BREAKS = ("none", "none", "form feed", "form feed", "numbered", "numbered", "browser")


@dataclass(frozen=True)
class Style:
    """How one sheet is printed.

    Attributes:
        old: with the routing head of the teletype network and boxes of advice.
        digits: of the codes of names and counts: NAM:01 or NAM:001.
        head_digits: of the codes of names in the head of the sheet.
        padded: whether lengths of sentences have three digits.
        breaks: none; form feed; numbered (`Page 2 of 5` between the lines); browser (form feeds, with the lines that
            a browser prints at the head and foot of each page).
        page: lines of a page.
        ended: whether END OF MESSAGE stands at the end.
        notices: whether notices stand after the last cycle.
    """

    old: bool
    digits: int
    head_digits: int
    padded: bool
    cycle: str
    event: str
    breaks: str
    page: int
    ended: bool
    notices: bool
    printed_on: str


def style(as_of: date, rng: Random) -> Style:
    """The style of a sheet that was printed on the as-of date."""
    old = rng.random() < 0.45
    digits = 3 if old and rng.random() < 0.6 else 2
    return Style(
        old=old,
        digits=digits,
        head_digits=digits if rng.random() < 0.95 else 5 - digits,
        padded=rng.random() < 0.8,
        cycle=rng.choice(CYCLES),
        event=rng.choice(EVENTS),
        breaks=rng.choice(BREAKS),
        page=rng.randrange(46, 60),
        ended=rng.random() < 0.88,
        notices=rng.random() < 0.1,
        printed_on=f"{as_of:%m/%d/%y}",
    )
