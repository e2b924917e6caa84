"""One line's letters made plain: capitals, plain hyphens and points, no accents that recognition saw in dust.

Digits are repaired only where a digit must stand (a date, a number), and only letters that look like one digit.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

LONGEST = 240
"""Characters of a line that are read. A printed line has about 80."""

_MARKS = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹣－", "-")
    | dict.fromkeys("•·∙‧●▪▫■□◦⋅・｡…", ".")
    | dict.fromkeys("‘’‚‛′´`ʼ", "'")
    | dict.fromkeys("“”„‟″", '"')
    | dict.fromkeys("∗⁎＊✱✳★☆", "*")
    | dict.fromkeys("：﹕", ":")
)
UNTOLD = "?"
"""Stands in a scanned line for a letter that could not be told."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_DIGITS = str.maketrans("OQDILl|!", "00011111")
"""Letters that are read for a digit, where one must stand. D for 0 only inside a date or number."""
_STRAY = re.compile(r"[.,']+")
EARLIEST, LATEST = 1900, 2099
"""Years that a date on a sheet may have."""


def plain(text: str) -> str:
    """A line in capitals, without accents, tabs, control or zero-width characters; its first `LONGEST` characters."""
    text = text[:LONGEST]
    if text.isascii() and text.isprintable():
        return text.upper()
    text = unicodedata.normalize("NFKD", text.translate(_MARKS))
    kept = [letter for letter in text if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf"]
    return _CONTROL.sub(" ", "".join(kept)).translate(_MARKS).upper()[:LONGEST]


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """Only the letters of a text, for comparing words that stray points and blanks were put into."""
    return _NO_LETTER.sub("", text.translate(_LETTERS))


_LETTERS = str.maketrans("01|", "OII")
_NO_LETTER = re.compile(r"[^A-Z]+")


def as_digits(text: str) -> tuple[str, bool] | None:
    """The digits that a text stands for, and whether a letter had to be read as one; None when it holds others.

    >>> as_digits("2O1O0105")
    ('20100105', True)
    """
    bare = _STRAY.sub("", text)
    if bare.isascii() and bare.isdigit():
        return bare, False
    repaired = bare.translate(_DIGITS)
    if not (repaired.isascii() and repaired.isdigit()) or sum(letter.isdigit() for letter in bare) * 2 < len(bare):
        return None
    return repaired, True


@lru_cache(maxsize=4096)
def read_date(text: str) -> tuple[date | None, bool]:
    """The date that 8 digits stand for, and whether it had to be repaired; None when they are none of the calendar.

    Stray points are passed over; a blank inside counts as a repair.
    """
    found = as_digits(text.replace(" ", ""))
    if found is None or len(found[0]) != 8:
        return None, False
    digits, repaired = found
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if not EARLIEST <= year <= LATEST:
        return None, False
    try:
        return date(year, month, day), repaired or " " in text
    except ValueError:
        return None, False
