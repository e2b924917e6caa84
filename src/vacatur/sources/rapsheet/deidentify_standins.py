"""Stand-ins for one person's names, numbers and dates: drawn from a keyed hash, the same for the same thing."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import date, timedelta

from vacatur.sources.rapsheet.deidentify_words import words

FURTHEST = 182
"""Days by which a person's dates are shifted at most."""

_CONSONANTS, _VOWELS = "BDFGKLMNPRSTVZ", "AEIOU"
_TRIES = 200


class StandIns:
    """What stands for what, for one person.

    Args:
        key: secret; whoever has it and the sheet's text can find out what stands for what.
        person: tells one person from another: the state's number, or else what the head says.
    """

    def __init__(self, key: bytes, person: str) -> None:
        self._key = hmac.new(key, f"person {person}".encode(), hashlib.sha256).digest()
        self._names: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        drawn = int.from_bytes(self._draw("offset")[:8], "big") % (2 * FURTHEST)
        self.offset = drawn - FURTHEST if drawn < FURTHEST else drawn - FURTHEST + 1

    def _draw(self, purpose: str) -> bytes:
        return hmac.new(self._key, purpose.encode(), hashlib.sha512).digest()

    def know(self, names: list[str]) -> None:
        """Take up the person's own names, so that no stand-in is one of them."""
        for name in names:
            self._names.setdefault(name, "")
        for name in names:
            self.name(name)

    def knows(self, name: str) -> bool:
        """Whether a word is one of the person's own names."""
        return name in self._names

    def name(self, name: str) -> str:
        """A word that can be spoken, as long as the name: the same for the same name, another for another."""
        if not self._names.get(name):
            taken = {*self._names, *self._names.values()}
            for turn in range(_TRIES):
                drawn = self._draw(f"name {name} {turn}")
                made = _spoken(drawn, len(name))
                if made not in taken and made not in words().fixed:
                    break
            self._names[name] = made
        return self._names[name]

    def number(self, text: str) -> str:
        """A number of the same shape: a digit for each digit, a letter for each letter, the rest as it is.

        The same number in another spelling (`H-12345A`, `H12345A`) gets the same digits and letters.
        """
        bare = re.sub(r"[^A-Z0-9]", "", text)
        state_number = re.fullmatch(r"([AHM])(\d{8})", bare)
        made = state_number[1] + self._made(state_number[2]) if state_number else self._made(bare)
        each = iter(made)
        return "".join(next(each) if mark.isascii() and mark.isalnum() else mark for mark in text)

    def _made(self, bare: str) -> str:
        if bare not in self._numbers:
            taken = {bare, *self._numbers.values()}
            for turn in range(_TRIES):
                made = _of_shape(bare, self._draw(f"number {bare} {turn}"))
                if made not in taken:
                    break
            self._numbers[bare] = made
        return self._numbers[bare]

    def day(self, on: date) -> date | None:
        """The day shifted by the person's one offset; None beyond the calendar."""
        try:
            return on + timedelta(days=self.offset)
        except OverflowError:
            return None


def _spoken(drawn: bytes, length: int) -> str:
    start = drawn[0] % 2
    parts = (_CONSONANTS, _VOWELS)
    return "".join(
        parts[(start + at) % 2][drawn[(at + 1) % len(drawn)] % len(parts[(start + at) % 2])] for at in range(length)
    )


def _of_shape(bare: str, drawn: bytes) -> str:
    made = []
    for at, mark in enumerate(bare):
        value = drawn[at % len(drawn)] + at // len(drawn)
        made.append(str(value % 10) if mark.isdigit() else chr(ord("A") + value % 26))
    return "".join(made)
