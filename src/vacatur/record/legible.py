"""Whether a text can be read as it was meant, or some of it was lost on its way."""

from __future__ import annotations

import re

_DAMAGE = re.compile("[?~^`|{}<>\\\\\x00-\x08\x0e-\x1f\x7f\ufffd]")
"""Characters that stand where another was lost: no word of these files is written with them."""


def is_damaged(text: str) -> bool:
    """Whether a character of a text was lost: what is left may be another word, or another section of the law."""
    return _DAMAGE.search(text) is not None
