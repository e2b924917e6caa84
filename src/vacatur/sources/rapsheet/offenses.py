"""An offense of a sheet as the state's file would have it: with its code, and none under a code of nobody's."""

from __future__ import annotations

import re
from functools import lru_cache

from vacatur.record.statute import read_statutes

_SECTION = r"\d[\d.]*[A-Z]{0,2}(?: ?\([A-Z0-9]{1,3}\))*"
_SEVERAL = re.compile(rf"^(?!664\b|182\b)({_SECTION})((?: ?[/-] ?{_SECTION})+) ?([A-Z]{{2}})\b")
"""Sections that share the code behind the last of them: `484(A)/490.5 PC`."""
_CODES = frozenset("PC BP CC CI EC FA FC FG GC HN HS IC LC MV PR RT SH UI VC WI".split())
"""California's codes, as the state abbreviates them. Under another an offense may be any: whether a federal one, or one
of another state, would be a super strike here is for a lawyer (People v. Hazelton)."""


@lru_cache(4096)
def coded_offense(text: str | None) -> str:
    """The offense, with the code written behind the first of several sections too.

    Returns:
        blank when there is none, or when a statute under a code that is none of this state's is named.
    """
    if not text:
        return ""
    offense = _SEVERAL.sub(r"\1 \3\2 \3", text)
    found = read_statutes(offense).statute
    return offense if found is None or found.code in _CODES else ""
