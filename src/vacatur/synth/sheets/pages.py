"""Page breaks, some of them in bad places, and what is printed at the head and foot of pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from vacatur.synth.sheets.printing import Printed
from vacatur.synth.sheets.style import Style

_WINDOW = 9
"""Lines by which a page may be shorter, so that it ends in a bad place."""


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes:
        top: lines above the sheet's own, such as a browser prints.
        foot: lines below.
    """

    top: tuple[str, ...]
    lines: tuple[Printed, ...]
    foot: tuple[str, ...]


def paginate(lines: Sequence[Printed], style: Style, rng: Random) -> list[Page]:
    """The pages of a sheet."""
    parts = list(_parts(lines, style, rng))
    title = rng.choice(("Route  Print", "Route  Print", f"{style.printed_on}    Criminal History"))
    address = rng.choice(("file:///C:/Users/clerk/sheet.html", "file:///D:/records/print.htm", "https://intranet/view"))
    pages = []
    for number, part in enumerate(parts, start=1):
        if style.breaks == "browser":
            foot = rng.choice((f"{address}    {number}/{len(parts)}", address))
            pages.append(Page((title,), tuple(part), (foot,)))
        elif style.breaks == "numbered" and number > 1:
            pages.append(Page((f"Page {number} of {len(parts)}",), tuple(part), ()))
        else:
            pages.append(Page((), tuple(part), ()))
    return pages


def _parts(lines: Sequence[Printed], style: Style, rng: Random) -> Iterator[Sequence[Printed]]:
    start = 0
    while len(lines) - start > style.page:
        end = start + style.page
        bad = [at for at in range(end - _WINDOW, end + 1) if lines[at].tender]
        if bad and rng.random() < 0.6:
            end = rng.choice(bad)
        yield lines[start:end]
        start = end
    yield lines[start:]


def as_text(pages: Sequence[Page], style: Style) -> list[Printed]:
    """All lines of a sheet as text, page furniture included where the style has any. A form feed stands at the
    beginning of the first line of a page.
    """
    out: list[Printed] = []
    for number, page in enumerate(pages):
        furniture = style.breaks in ("numbered", "browser")
        lines = [Printed(text) for text in page.top if furniture]
        lines += page.lines
        lines += [Printed(text) for text in page.foot if furniture]
        if number and style.breaks in ("form feed", "browser"):
            lines[0] = Printed("\f" + lines[0].text, lines[0].event, lines[0].count)
        out += lines
    return out
