"""What the embedded type cannot print, said by number: a paper never shows an empty box in place of a name."""

from __future__ import annotations

import re

_PRINTED = (
    "\u0020-\u007e\u00a0-\u00ac\u00ae-\u04ff"  # Latin, Greek, Cyrillic, accents
    "\u0531-\u058f\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u10d0-\u10fa"  # Armenian, Hebrew, Arabic, Georgian
    "\u1e00-\u200a\u2010-\u2027\u2030-\u203f\u20a0-\u20bf\u2116\u2122\ufffd"  # more Latin and Greek, marks, currencies
)
"""Characters that one of the embedded fonts has (`outputs.typeset`); a test prints each."""

_BLANKS = str.maketrans("\t\n\r", "   ")
_LACKING = re.compile(f"[^{_PRINTED}]+")
_LONGEST = 24
"""Characters of a word that fit any line of a letter."""
_LONG = re.compile(rf"(\S{{{_LONGEST}}})(?=\S)")
_MAY_END_HERE = "\N{ZERO WIDTH SPACE}"


def is_printable(text: str) -> bool:
    """Whether the type has every character of a text.

    >>> is_printable("NÚÑEZ,ŽOFIA"), is_printable("王,小明")
    (True, False)
    """
    return not _LACKING.search(text)


def unprintable(text: str) -> str:
    """The characters of a text that the type lacks."""
    return "".join(_LACKING.findall(text))


def printable(text: str) -> str:
    """A text in which characters that the type lacks stand by their Unicode numbers. Nothing is lost by it; ends of
    lines and tabs become blanks.

    >>> printable("王,小明 LEE")
    '[U+738B],[U+5C0F U+660E] LEE'
    """
    return _LACKING.sub(_by_number, text.translate(_BLANKS))


def breakable(text: str) -> str:
    """A text of which no word runs out of the page: a word that is longer than a line may be broken in it."""
    return _LONG.sub(rf"\g<1>{_MAY_END_HERE}", text)


def _by_number(found: re.Match[str]) -> str:
    return f"[{' '.join(f'U+{ord(character):04X}' for character in found.group())}]"
