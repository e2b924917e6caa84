"""Which word of a closed list a damaged word can only be."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache


def distance(one: str, other: str, most: int) -> int:
    """How many letters must be changed, lost or added to make one word the other; `most` + 1 when more than that."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        here = [row]
        for column, against in enumerate(other, start=1):
            here.append(min(before[column] + 1, here[column - 1] + 1, before[column - 1] + (letter != against)))
        if min(here) > most:
            return most + 1
        before = here
    return min(before[-1], most + 1)


def allowed(word: str) -> int:
    """How many letters of a word may be damaged, that it still be known: 1 up to 7 letters, 2 beyond, of 3 at least."""
    return 0 if len(word) < 3 else 1 if len(word) < 8 else 2


@lru_cache(maxsize=4096)
def _nearest(word: str, words: tuple[str, ...]) -> str | None:
    best, found = 3, ""
    ties = 0
    for each in words:
        away = distance(word, each, min(allowed(each), best))
        if away > allowed(each):
            continue
        if away < best:
            best, found, ties = away, each, 1
        elif away == best:
            ties += 1
    return found if ties == 1 else None


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one word of a list that is nearest, within what `allowed` says; None when none is, or two are as near."""
    return _nearest(word, tuple(words)) if len(word) <= 60 else None
