"""What the disposition of a count comes to: a conviction, an end without one, or nothing that settles it.

The state's file has a closed list of dispositions; a sheet has the words of four decades. Words that are on no list are
no acquittal: a count of a court that ends in them may have ended in a conviction (docs/rap-sheets.md, section 3).
"""

from __future__ import annotations

import re

from vacatur.record.disposition import without_conviction
from vacatur.sources.rapsheet.dispositions import is_later
from vacatur.sources.rapsheet.sheet import Count, Disposition, Event, Kind

CONVICTED = "CONVICTED"
IN_COURT = (Kind.COURT, Kind.JUVENILE, Kind.UNKNOWN)
"""Events at which a person may have been convicted."""

_GUILT = re.compile(r"GUILT|^CONV|\bSENT|\bNOLO|\bPLEA\b|^PROB\w* GRANT|\bPRISON\b|\bJAIL\b")
"""Words that speak of a conviction without saying that there was one."""
_REFUSED = re.compile(r"\b(?:DENIED|DENY|DENIAL|NOT GRANTED)\b")


def is_conviction(count: Count, disposition: Disposition) -> bool:
    """Whether a person was convicted by it: its words say so, or a status stands under words that end nothing."""
    text = disposition.text or ""
    if text.startswith(CONVICTED):
        return True
    return bool(disposition.status and text) and not _said(count) and not _ended(text) and not is_later(text)


def is_convicted(count: Count) -> bool:
    """Whether any disposition of a count is a conviction."""
    return any(is_conviction(count, each) for each in count.dispositions)


def settled_text(event: Event, count: Count, disposition: Disposition) -> str:
    """The words of a disposition as the state's file would have them; blank where they leave open what became of it.

    `GUILTY` beside CONV STATUS is `CONVICTED: GUILTY`; `HELD TO ANSWER` alone is blank.
    """
    text = disposition.text or ""
    if text.startswith(CONVICTED):
        return text
    if is_conviction(count, disposition):
        return f"{CONVICTED}: {text}"
    open_still = event.kind in IN_COURT and not is_convicted(count) and not _ended(text) and not is_later(text)
    return "" if open_still else text


def presupposes_conviction(count: Count) -> bool:
    """Whether something was done to a conviction, probation revoked or relief granted, of which the count tells not."""
    later = [each for each in count.dispositions if is_later(each.text) and not _REFUSED.search(each.text or "")]
    return (bool(later) and not is_convicted(count)) or may_hide_conviction(count)


def may_hide_conviction(count: Count) -> bool:
    """Whether a disposition that was not read, or speaks of guilt, stands beside one that ended the count: what ended
    may have been a conviction.
    """
    if is_convicted(count):
        return False
    texts = [each.text for each in count.dispositions]
    closed = [text is not None and (_ended(text) or is_later(text)) for text in texts]
    unknown = [
        text is None or (not over and _GUILT.search(text) is not None) for text, over in zip(texts, closed, strict=True)
    ]
    return any(closed) and any(unknown)


def _said(count: Count) -> bool:
    return any((each.text or "").startswith(CONVICTED) for each in count.dispositions)


def _ended(text: str) -> bool:
    return without_conviction(text) and "?" not in text
