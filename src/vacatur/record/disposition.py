"""What the texts of a row say became of a count: convicted, relieved, dismissed. Over distinct texts, not rows."""

from __future__ import annotations

import re
from typing import Literal

from vacatur.record.legible import is_damaged
from vacatur.record.relief_texts import (
    ENDS_A_CHARGE,
    RELIEF_IN_DOUBT,
    RELIEF_SECTION,
    only_asked,
    relief_named,
    relief_of_its_count,
)

DispositionKind = Literal["convicted", "relief", "dismissed", "revoked", "modified", "discharged", "other", "unsettled"]

_DISMISSED = re.compile(r"DISMIS+ED(?![A-Z])|1385 ?PC\W{0,3}DISM")
"""As printed, also with a letter too many or too few; under PC 1385 the section may come first."""
_NOT_GRANTED = re.compile(r"\b(DENIED|DENY|DENIAL|NOT GRANTED|WITHDRAWN)\b")


def disposition_kind(text: str | None) -> DispositionKind | None:
    """The kind of a disposition text (DISP_DESCR), None when blank.

    `CONV SET ASIDE & DISM PER 1203.4 PC` is relief, not a conviction; a denied petition is neither. A sentence that is
    changed, or probation that is extended or reinstated, is "modified"; probation that is over, "discharged". Words
    that do not end a count without a conviction are "unsettled", whatever else they say: HELD TO ANSWER, FOUND GUILTY.
    An illegible text is None as a blank one is: it may have said that the person was convicted.
    """
    if text is None:
        return None
    if text.startswith("CONVICTED"):
        return "convicted"
    if _REVOKED.search(text):
        return "revoked"
    if relief_named(text):
        return "relief"
    if _DISMISSED.match(text):
        return "dismissed"
    if relief_of_its_count(text):
        return "relief"
    if text and _is_illegible(text):
        return None
    return "other" if _NOT_GRANTED.search(text) or only_asked(text) else _of_sentence(text)


_REVOKED = re.compile(r"\bPROB(?:ATION)? (?:REVOKED|REV(?:O?KD|D)?(?=[/&-]| (?:TERM|REINST|&)|$))")
"""Also shortened: PROB REV/TERM. PROB REV HEARING is another matter."""

_NO_WORD = re.compile(r"^(?!.*[A-Z]{3})", re.DOTALL)

_CONVICTED = "CONVICTED"
_SLIPS = 2
"""Letters of that word that may be wrong, missing or too many, so that it may be meant."""


def _is_illegible(text: str) -> bool:
    """Whether a text that says nothing else is damaged, holds no word, or all but says CONVICTED."""
    word = re.split(r"[\s/-]", text, maxsplit=1)[0]
    begun = len(word) > _SLIPS and _CONVICTED.startswith(word)
    near = abs(len(word) - len(_CONVICTED)) <= _SLIPS and _slips(word) <= _SLIPS
    return is_damaged(text) or bool(_NO_WORD.search(text)) or begun or near


def _slips(word: str) -> int:
    """How many letters must be changed, left out or put in to make it CONVICTED (Levenshtein)."""
    before = list(range(len(_CONVICTED) + 1))
    for at, letter in enumerate(word, start=1):
        row = [at]
        for place, meant in enumerate(_CONVICTED, start=1):
            row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != meant)))
        before = row
    return before[-1]


_SENTENCE = re.compile(r"\bSENTENCE MODIF|\bMODIF\w* (?:OF )?SENTENCE|\bRE-?SENTENCED\b|\bPROB(?:ATION)?\b")
_OVER = re.compile(r"\b(TERMINATED|TERMINATION|COMPLETED|DISCHARGED|EXPIRED)\b")
_NOT_OVER = re.compile(
    r"UNSUC|UNSAT|FAIL|EXTEN|REINST|MODIF|RESCIND|VIOL|\b(?:NOT|TO BE|UPON|WILL|WHEN|IF|JAIL|PRISON)\b"
)


_WITHOUT_CONVICTION = re.compile(
    r"ACQUIT|NOT GUILTY|NOT CONVICTED|DISM|1385 ?PC|PROS RE[JL]|REJECTED|DET(?:ENTION)? ONLY|RELEASED|REL[ /-]"
    r"|EXONERAT|NOLLE|DIVER|DEJ\b|DEFERRED ENTRY|PROC SUSP|INCOMP|INSAN|\bJUV(?!.*SUSTAINED)|MISTRIAL|HUNG JURY"
    r"|DECEASED|DIED|CONSOLIDATED|MERGED|SUPERSEDED|DUPLICATE|\bERROR|\bVOID|UNFOUNDED|FACTUALLY INN|INSUFF"
    r"|LACK OF|NO COMPLAINT|COMPLAINT NOT|CHARGES? DROPPED|NO CHARGES?\b|STRICKEN|QUASHED|EXTRADIT|TURNED OVER"
    r"|NO LONGER"
)


def without_conviction(text: str) -> bool:
    """Whether a disposition has words that end a count, or put it off, without a conviction. Words on no list do not:
    a count of a court that ends in them may have ended in a conviction.
    """
    return _WITHOUT_CONVICTION.search(text) is not None


def _of_sentence(text: str) -> Literal["modified", "discharged", "other", "unsettled"]:
    """What a later disposition did to a sentence: a text that names probation and does not say that it is over leaves
    its end open.
    """
    if not _SENTENCE.search(text) or ENDS_A_CHARGE.search(text):
        return "other" if without_conviction(text) else "unsettled"
    over = re.search(r"\bPROB", text) and _OVER.search(text) and not _NOT_OVER.search(text)
    return "discharged" if over else "modified"


def relief_on_count(text: str) -> str | None:
    """The relief that a disposition says was granted to its count, by any of its names. Within the disposition of a
    conviction (`CONVICTED/SET ASIDE`) it is in doubt: whether of the conviction, and when.
    """
    if text.startswith(_CONVICTED):
        beside = _BESIDE.sub("", text)
        spoken = relief_named(beside) or relief_of_its_count(beside) or _DISMISSED_BESIDE.match(beside)
        return RELIEF_IN_DOUBT[0] if spoken else None
    return relief_named(text) or (relief_of_its_count(text) if disposition_kind(text) == "relief" else None)


_BESIDE = re.compile(r"^CONVICTED\W*(?:(?:AND|BUT|THEN|LATER)\b\W*)?")
_DISMISSED_BESIDE = re.compile(r"(?:CASE |CONV(?:ICTION)? )?(?:DISM|1385 ?PC)")


def ended_without_conviction(text: str) -> bool:
    """Whether a disposition ends a charge or an arrest without a conviction: acquitted, dismissed, rejected by the
    prosecutor, released as a detention only. Relief that sets a conviction aside is none of these.
    """
    if not ENDS_A_CHARGE.search(text) or relief_named(text) or RELIEF_SECTION.search(text):
        return False
    return disposition_kind(text) in ("dismissed", "relief", "other")


_SUSPENDED = re.compile(r"\b(SS|SUSP\w*|STAYED)\b")


NOT_READ = "NOT READ"
"""The place of a part of a sentence that could not be read: it may be any."""


def place_named(text: str) -> str | None:
    """Where the place of a sentence (SENT_LOC_DESCR) is: one of `record.history.PLACES`; None when it was not read."""
    if text == NOT_READ:
        return None
    if text.startswith("PROB"):
        return "probation"
    prison = "PRISON" in text or text.startswith("CDC")
    if _SUSPENDED.search(text):
        return "suspended" if prison else "other"
    if prison:
        return "prison"
    if text.startswith("MAND"):
        return "supervision"
    return "jail" if re.search(r"\b(JAIL|JL)\b", text) else "other"


def is_for_life(place: str) -> bool:
    """Whether a sentence to this place (SENT_LOC_DESCR) is one for life, or to death."""
    return re.search(r"\b(?:LIFE|DEATH|LWOP)\b", place) is not None


def is_extension(text: str) -> bool:
    """Whether a disposition says that probation was extended."""
    return re.search(r"\bPROB", text) is not None and "EXTEND" in text


_SAID = re.compile(r"^CONVICTED ?-(.*)")


def sentence_said(text: str, kind: Literal["PROB", "JAIL", "PRISON"]) -> bool | None:
    """Whether a conviction's own words name a sentence of a kind: `CONVICTED-PROB/JAIL`. None when they name none."""
    said = _SAID.match(text)
    return kind in said[1] if said else None


_NO_DURATION = re.compile(r"^(FINE|RESTITUTION|RESTN|FEE|COMMUNITY SERVICE|LICENSE)")


def has_duration(place: str | None) -> bool:
    """Whether a sentence to this place (SENT_LOC_DESCR) runs for a time: a fine or restitution does not."""
    return not (place and _NO_DURATION.match(place))
