"""Whether a text can be read as it was meant, or some of it was lost on its way."""

from __future__ import annotations

import re

_LOST = r"?~^`|{}\\" + "\x00-\x08\x0e-\x1f\x7f\ufffd"
"""Characters that stand where another was lost: no word of these files is written with them. (`<` and `>` tell
amounts.)"""

_DAMAGE = re.compile(f"[{_LOST}]")
_DESCRIPTION = re.compile(r"(?<=[A-Z)]) ?-|-(?=[A-Z]{3})")
"""What a description of an offense begins with, behind the section and its code: a hyphen behind a letter or a
parenthesis, or before a word."""

_WORDS = ("ATT", "ATTEMPT", "ATTEMPTED", "ATTMPT", "ATTMPTED", "CONSP", "CONSPIRE", "CONSPIRACY")
"""Words of a description that make it another offense."""


def is_damaged(text: str) -> bool:
    """Whether a character of a text was lost: what is left may be another word, or another section of the law."""
    return _DAMAGE.search(text) is not None


def is_damaged_offense(text: str) -> bool:
    """Whether what was lost of an offense's text, in capitals, may have made it another offense.

    In the description behind a section only damaged figures do, and words that may have been an attempt or a
    conspiracy: `11357(A) HS-POSS MARIJ?ANA` still names its section.
    """
    if not is_damaged(text):
        return False
    found = _DESCRIPTION.search(text)
    section, description = (text, "") if found is None else (text[: found.start()], text[found.end() :])
    if is_damaged(section) or not any(letter.isdigit() for letter in section):
        return True
    return any(is_damaged(word) and _may_matter(word) for word in re.split(r"[\s,;:./&-]+", description))


def _may_matter(word: str) -> bool:
    meant = re.compile(".".join(re.escape(kept) for kept in _DAMAGE.split(word)))
    return any(letter.isdigit() for letter in word) or any(meant.fullmatch(each) for each in _WORDS)
