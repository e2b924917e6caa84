"""An offense of a sheet as the state's file would have it: none under a code of nobody's."""

from __future__ import annotations

import re
from functools import lru_cache

from vacatur.record.statute import read_statutes

_CODES = frozenset("PC BP CC CI EC FA FC FG GC HN HS IC LC MV PR RT SH UI VC WI".split())
"""California's codes, as the state abbreviates them. Under another an offense may be any: whether a federal one, or one
of another state, would be a super strike here is for a lawyer (People v. Hazelton)."""
_MUNICIPAL = re.compile(
    r"(\d{1,2}\.\d{1,4})(?:\.(\d{1,4}))?((?: ?\([A-Z0-9]{1,3}\))*) ?"
    r"(?:[A-Z]{0,4}MC|(?:[A-Z]{1,12} ){0,2}(?:MC|ORD|MUNI?C?(?:IPAL)? CODE)|CO)(?![A-Z?])(?: ?-)? ?(.*)$"
)
"""`41.27(C) LAMC-DRINKING IN PUBLIC`, `8.52.010 MC`: numbers that no section of the state's codes has."""


def municipal_offense(text: str) -> str | None:
    """An offense of a city's or county's code under the code MC, as the state abbreviates them; None when it is none.

    Parts of its number after the second are written as subdivisions.
    """
    found = _MUNICIPAL.match(text)
    if not found:
        return None
    number, part, subdivisions, words = found.groups()
    return f"{number}{f'({part})' if part else ''}{subdivisions} MC{f'-{words}' if words else ''}"


@lru_cache(4096)
def coded_offense(text: str | None) -> str:
    """The offense; blank when there is none, or when a statute under a code that is none of this state's is named."""
    if not text:
        return ""
    if ordinance := municipal_offense(text):
        return ordinance
    found = read_statutes(text).statute
    return text if found is None or found.code in _CODES else ""
