"""What the texts of a row say became of a count: convicted, relieved, dismissed. Over distinct texts, not rows."""

from __future__ import annotations

import re
from typing import Literal

DispositionKind = Literal["convicted", "relief", "dismissed", "revoked", "other"]

_RELIEF_SECTION = re.compile(
    r"(?<![\d.])(1203\.4A|1203\.4B|1203\.41|1203\.425|1203\.42|1203\.43|1203\.49|1203\.4|11361\.8|11361\.9|1170\.18|17\(B\))(?![\d])"
)
_RELIEF_WORDS = re.compile(
    r"\b(SET ASIDE|VACATED|REVERSED|REDUCED TO (?:A )?MISD|REDUCED TO (?:AN )?INFR|RESENTENCED PER)"
)
_DISMISSED = re.compile(r"DISMIS+ED(?![A-Z])|1385 ?PC\W{0,3}DISM")
"""As printed, also with a letter too many or too few; under PC 1385 the section may come first."""
_NOT_GRANTED = re.compile(r"\b(DENIED|DENY|DENIAL|NOT GRANTED|WITHDRAWN)\b")
_CODE_OF_SECTION = {"11361.8": "HS", "11361.9": "HS"}


def disposition_kind(text: str | None) -> DispositionKind | None:
    """The kind of a disposition text (DISP_DESCR), None when blank.

    `CONV SET ASIDE & DISM PER 1203.4 PC` is relief, not a conviction; a denied petition and a modified sentence are
    neither.
    """
    if text is None:
        return None
    if text.startswith("CONVICTED"):
        return "convicted"
    if "PROBATION REVOKED" in text or "PROB REVOKED" in text:
        return "revoked"
    if relief_named(text):
        return "relief"
    return "dismissed" if _DISMISSED.match(text) else "other"


def relief_named(text: str | None) -> str | None:
    """The relief that a text says was granted (`1203.4 PC`, `11361.8 HS`, or the words of it), None when it names
    none.
    """
    if text is None or _NOT_GRANTED.search(text):
        return None
    section = _RELIEF_SECTION.search(text)
    if section:
        return f"{section[1]} {_CODE_OF_SECTION.get(section[1], 'PC')}"
    words = _RELIEF_WORDS.search(text)
    return words[1].lower() if words else None


def speaks_of_relief(text: str) -> bool:
    """Whether the text of a whole row, which could not be read by columns, may tell of relief."""
    return relief_named(text) is not None


_ENDED = re.compile(
    r"ACQUIT|NOT GUILTY|DISM|CHARGE DROPPED|PROS REJ|PROS REL|REJECTED|DET ONLY|DETENTION ONLY|EXONERATED|NOLLE PROS"
)


def ended_without_conviction(text: str) -> bool:
    """Whether a disposition ends a charge or an arrest without a conviction: acquitted, dismissed, rejected by the
    prosecutor, released as a detention only. Relief that sets a conviction aside is none of these.
    """
    return disposition_kind(text) in ("dismissed", "other") and _ENDED.search(text) is not None


_SUSPENDED = re.compile(r"\b(SS|SUSP\w*|STAYED)\b")


NOT_READ = "NOT READ"
"""The place of a part of a sentence that could not be read: it may be any."""


def place_named(text: str) -> str | None:
    """Where the place of a sentence (SENT_LOC_DESCR) is: one of `record.history.PLACES`; None when it was not read."""
    if text == NOT_READ:
        return None
    if text.startswith("PROB"):
        return "probation"
    if _SUSPENDED.search(text):
        return "other"
    if "PRISON" in text or text.startswith("CDC"):
        return "prison"
    if text.startswith("MAND"):
        return "supervision"
    return "jail" if re.search(r"\b(JAIL|JL)\b", text) else "other"


_SAID = re.compile(r"^CONVICTED ?-(.*)")


def sentence_said(text: str, kind: Literal["PROB", "JAIL", "PRISON"]) -> bool | None:
    """Whether a conviction's own words name a sentence of a kind: `CONVICTED-PROB/JAIL`. None when they name none."""
    said = _SAID.match(text)
    return kind in said[1] if said else None


_NO_DURATION = re.compile(r"^(FINE|RESTITUTION|RESTN|FEE|COMMUNITY SERVICE|LICENSE)")


def has_duration(place: str | None) -> bool:
    """Whether a sentence to this place (SENT_LOC_DESCR) runs for a time: a fine or restitution does not."""
    return not (place and _NO_DURATION.match(place))
