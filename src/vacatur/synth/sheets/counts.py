"""A count as lines: number, charge, comments, dispositions, sentences."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from random import Random

from vacatur.synth.sheets.story import Charge, Happening, Outcome, Part, Statute
from vacatur.synth.sheets.style import Style

Text = tuple[str, bool]
"""A line, and whether a page break before it would part what belongs together."""

_UNITS = {"Y": "YEARS", "M": "MONTHS", "W": "WEEKS", "D": "DAYS"}
_SHORT_UNITS = {"Y": "YR", "M": "MO", "D": "DS"}
_PLACES = {"RESTITUTION": "RESTN", "MANDATORY SUPERVISION": "MAND SUPERVISION"}
_SHORT_PLACES = {"PROBATION": "PROB", "JAIL": "JL", "RESTITUTION": "RSTN"}
_WIDTH = 62


def count_lines(event: Happening, first: int, last: int, style: Style, rng: Random) -> Iterator[Text]:
    """The lines of a count, or of the counts from `first` to `last` printed as one."""
    count = event.counts[first]
    yield _number(count, event.counts[last], style, rng), False
    flags = ["-" + flag for flag in count.flags]
    if count.by_flag:
        flags.insert(0, "-ATTEMPTED")
    if flags:
        yield "   " + "".join(f"{flag:<21}" for flag in flags).rstrip(), True
    if count.realigned:
        yield "   1170(H) PC-SENTENCING", True
    yield from _charge(count, rng)
    yield from ((f"   {note}", False) for note in count.notes)
    for comment in count.comments:
        yield from _wrapped(f"COM: {comment}", 3, 8)
    if count.parts:
        yield from _wrapped(f"SEN: {sentence(count.parts, style.padded)}", 3, 8)
    named = _comment_charges(event.counts[first : last + 1], rng) if count.in_comment else []
    for outcome in count.outcomes:
        yield from _outcome(outcome, named, style, rng)
        named = []


def _number(count: Charge, last: Charge, style: Style, rng: Random) -> str:
    digits = style.digits if rng.random() > 0.01 else 1
    number = f"CNT:{count.number:0{digits}}"
    if last is not count:
        number += f"-{last.number:0{rng.choice((digits, 3)) if digits > 1 else 1}}"
    return f"{number:<10} #{count.case_number}" if count.case_number else number


def _charge(count: Charge, rng: Random) -> Iterator[Text]:
    letter = f"TOC:{count.letter}" if count.letter else ""
    beside = bool(letter) and rng.random() < 0.5
    text = _offense(count)
    if text:
        yield f"  {text}" + (f"  {letter}" if beside else ""), True
    if letter and not (beside and text):
        yield f"   {letter}", False


def _offense(count: Charge) -> str:
    """What the charge line says; nothing for a count without a charge."""
    if count.in_comment:
        return "SEE COMMENT FOR CHARGE"
    if count.offense is None:
        return count.words
    text = count.offense.text
    if count.by_flag:
        text = without_attempt(count.offense)
    if count.spaced:
        text = text.replace("(", " (", 1)
    if not count.hyphen:
        text = text.replace(f" {count.offense.code}-", f" {count.offense.code} ", 1)
    return text


def without_attempt(offense: Statute) -> str:
    """An offense without the 664 that makes it an attempt."""
    return f"{offense.section}{offense.letters} {offense.code}-{offense.words}".rstrip("-")


def _comment_charges(counts: list[Charge], rng: Random) -> list[str]:
    """`CHRG-11359 HS POSSESS MARIJUANA FOR SALE`, for each count where there are several."""
    dash = rng.choice(("-", "-", "- ", " "))
    named = []
    for count in counts:
        assert count.offense
        text = count.offense.text.replace(f" {count.offense.code}-", f" {count.offense.code} ", 1)
        named.append((f"CNT {count.number:02} " if len(counts) > 1 or rng.random() < 0.3 else "") + f"CHRG{dash}{text}")
    return named


def _outcome(outcome: Outcome, named: list[str], style: Style, rng: Random) -> Iterator[Text]:
    star = "*" if outcome.convicts and rng.random() < 0.9 else " "
    label = f"{star}DISPO:{outcome.text}"
    if outcome.update:
        if outcome.one_line:
            yield f"{outcome.on:%Y%m%d}{label if star == '*' else ' ' + label.strip()}", False
        else:
            if rng.random() < 0.7:
                yield "", False
            yield f"{outcome.on:%Y%m%d}", False
            yield label, True
    else:
        yield label, True
    status = [(f"   CONV STATUS:{outcome.status}", True)] if outcome.status else []
    told = list(_sentence(outcome, style))
    yield from (told + status if outcome.status_last else status + told)
    if outcome.offense:
        yield f"   CONV OF:{outcome.offense.text}", False
    for comment in [*named, *outcome.comments]:
        yield from _wrapped(f"COM: {comment}", 3, 8)
    yield from ((f"   {note}", False) for note in outcome.notes)


def _sentence(outcome: Outcome, style: Style) -> Iterator[Text]:
    if not outcome.parts:
        return
    if outcome.form == "SEN":
        yield from _wrapped(f"SEN: {sentence(outcome.parts, style.padded)}", 3, 8)
    elif outcome.form == "SEN-X":
        yield from _wrapped(f"COM: SEN-X{', '.join(map(_short, outcome.parts))}", 3, 8)
    else:
        yield from _wrapped(f"COM: XSEN:{','.join(map(_short, outcome.parts))}", 3, 8)


def sentence(parts: list[Part], padded: bool) -> str:
    """`003 YEARS PROBATION, 180 DAYS JAIL, FINE`."""
    return ", ".join(_part(part, padded) for part in parts)


def _part(part: Part, padded: bool) -> str:
    place = _PLACES.get(part.place, part.place)
    if part.length is None:
        return place
    length = f"{part.length:03}" if padded else f"{part.length}"
    return f"{length} {_UNITS[part.unit]}{' TO LIFE' if part.life else ''} {place}{' SS' if part.suspended else ''}"


def _short(part: Part) -> str:
    place = _SHORT_PLACES.get(part.place, part.place)
    return f"{part.length} {_SHORT_UNITS[part.unit]} {place}" if part.length is not None else place


def _wrapped(text: str, first: int, rest: int) -> Iterator[Text]:
    lines = textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
    yield " " * first + lines[0], False
    yield from ((" " * rest + line, True) for line in lines[1:])
