"""Damage to the text of a sheet, as bad copies and careless conversions do it."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Literal, get_args

from vacatur.errors import UsageError

Damage = Literal["dropped line", "changed character", "lost delimiter", "several"]

_LOOKALIKES = {
    "0": "OQ8",
    "1": "IL7",
    "2": "Z7",
    "3": "8B",
    "5": "S6",
    "6": "G8",
    "8": "B3",
    "O": "0",
    "I": "1L",
    "S": "5",
    "B": "8",
    "D": "OP",
    "C": "GO",
    "T": "IY",
    "N": "HM",
    "M": "NW",
    ":": ";.",
    "-": "~_.",
    "*": "K'.",
    "/": "1I",
    "(": "C",
}
_ANY = "ABCDEFGHIJKLMNOPRSTUVWXYZ0123456789*:.,-/()"
_DELIMITER = re.compile(r"[\f ]*(?:\* *){3,}|[\f ]*(?:- *){2,}")


def damaged(text: str, rng_seed: int | str, kind: Damage) -> tuple[str, tuple[int, ...]]:
    """The text of a sheet with damage of a kind, and the numbers, from 1, of the lines of the sound text it fell on.

    Args:
        text: with a line feed after every line.
        rng_seed: the same gives the same damage.
        kind: a line is gone; a character is another (mostly one that looks like it); the line between two events is
            gone; or three to six such damages.

    Raises:
        UsageError: there is no such kind.
    """
    if kind not in get_args(Damage):
        raise UsageError(f"no damage to sheets is called {kind!r}; there are {', '.join(get_args(Damage))}")
    rng = Random(f"{rng_seed} {kind}")
    lines: list[str | None] = list(text.split("\n"))
    wounds = [kind] if kind != "several" else rng.choices([*_WOUNDS], k=rng.randrange(3, 7))
    touched = {at + 1 for wound in wounds if (at := _WOUNDS[wound](lines, rng)) is not None}
    return "\n".join(line for line in lines if line is not None), tuple(sorted(touched))


def _dropped(lines: list[str | None], rng: Random) -> int | None:
    at = _one([n for n, line in enumerate(lines) if line and line.strip()], rng)
    if at is not None:
        lines[at] = None
    return at


def _changed(lines: list[str | None], rng: Random) -> int | None:
    at = _one([n for n, line in enumerate(lines) if line and line.strip()], rng)
    if at is None:
        return None
    line = lines[at] or ""
    place = rng.choice([n for n, character in enumerate(line) if not character.isspace()])
    alike = _LOOKALIKES.get(line[place], "") if rng.random() < 0.7 else ""
    new = rng.choice([character for character in alike or _ANY if character != line[place]])
    lines[at] = line[:place] + new + line[place + 1 :]
    return at


def _undelimited(lines: list[str | None], rng: Random) -> int | None:
    at = _one([n for n, line in enumerate(lines) if line and _DELIMITER.fullmatch(line)], rng)
    if at is not None:
        lines[at] = None
    return at


def _one(places: list[int], rng: Random) -> int | None:
    return rng.choice(places) if places else None


_WOUNDS: dict[str, Callable[[list[str | None], Random], int | None]] = {
    "dropped line": _dropped,
    "changed character": _changed,
    "lost delimiter": _undelimited,
}
