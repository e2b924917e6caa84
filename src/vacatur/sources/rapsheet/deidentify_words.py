"""The words that may stay in a sheet that is shared: a closed list. Every other word goes.

`deidentify_words.txt` has three parts: `anywhere`, words of statutes, dispositions, sentences and notices that are
nobody's name; `fixed`, those that are a name too (SALE, PARK, YOUNG) and stay only where the form of the sheet says
that no name stands; `agencies`, words after an agency's prefix. Words were sorted by comparing them with lists of given
names and surnames of thirty countries.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

REPAIRED_FROM = 6
"""Words of so many letters are repaired by one letter in fixed fields: what is written is a word of the list."""


class Words(NamedTuple):
    """The lists, in capitals.

    Attributes:
        fixed: with `anywhere`.
        near: each word of `fixed` with one letter left out, and the words it may be.
    """

    anywhere: frozenset[str]
    fixed: frozenset[str]
    agencies: frozenset[str]
    near: dict[str, frozenset[str]]


@cache
def words() -> Words:
    """The lists of `deidentify_words.txt`."""
    parts: dict[str, list[str]] = {}
    part: list[str] = []
    for line in (Path(__file__).parent / "deidentify_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            part = parts.setdefault(line.strip("[]"), [])
        else:
            part += line.split()
    fixed = frozenset(parts["anywhere"] + parts["fixed"])
    near: dict[str, set[str]] = {}
    for word in fixed:
        if len(word) >= REPAIRED_FROM:
            for shorter in _shorter(word):
                near.setdefault(shorter, set()).add(word)
    return Words(
        frozenset(parts["anywhere"]),
        fixed,
        frozenset(parts["agencies"]),
        {shorter: frozenset(found) for shorter, found in near.items()},
    )


def repaired(word: str) -> str | None:
    """The one word of `fixed` that is a letter away; None when there is none, or more than one."""
    if len(word) < REPAIRED_FROM:
        return None
    lists = words()
    found: set[str] = set()
    for shorter in (word, *_shorter(word)):
        found |= lists.near.get(shorter, frozenset())
        found |= {shorter} & lists.fixed if len(shorter) >= REPAIRED_FROM else set()
    close = [each for each in found if _one_edit(word, each)]
    return close[0] if len(close) == 1 else None


def _shorter(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word[:at] + word[at + 1 :] for at in range(len(word))))


def _one_edit(first: str, second: str) -> bool:
    if len(first) == len(second):
        return sum(a != b for a, b in zip(first, second, strict=True)) == 1
    long, short = (first, second) if len(first) > len(second) else (second, first)
    return len(long) == len(short) + 1 and short in _shorter(long)
