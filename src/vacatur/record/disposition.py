"""What the texts of a row say became of a count: convicted, relieved, dismissed. Over distinct texts, not rows."""

from __future__ import annotations

import re
from typing import Literal

from vacatur.record.legible import is_damaged

DispositionKind = Literal["convicted", "relief", "dismissed", "revoked", "modified", "discharged", "other", "unsettled"]

_RELIEF_SECTION = re.compile(
    r"(?<![\d.])(1203\.4A|1203\.4B|1203\.41|1203\.425|1203\.42|1203\.43|1203\.49|1203\.4|11361\.8|11361\.9|1170\.18|17\(B\))(?![\d])"
)
_RELIEF_WORDS = re.compile(
    r"\b(SET ASIDE|VACATED|REVERSED|EXPUNGED|REDUCED TO (?:A )?MISD|REDUCED TO (?:AN )?INFR|RESENTENCED PER)"
)
_DISMISSED = re.compile(r"DISMIS+ED(?![A-Z])|1385 ?PC\W{0,3}DISM")
"""As printed, also with a letter too many or too few; under PC 1385 the section may come first."""
_PLEA_WITHDRAWN = re.compile(r"\bPLEA\b(?: OF (?:GUILTY|NOLO\w*))?(?: IS)? WITHDRAWN\b")
"""What PC 1203.4 lets a person do; a petition that is withdrawn is another matter."""
_NOT_GRANTED = re.compile(r"\b(DENIED|DENY|DENIAL|NOT GRANTED|WITHDRAWN)\b")
_CODE_OF_SECTION = {"11361.8": "HS", "11361.9": "HS"}


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
    return "other" if _NOT_GRANTED.search(text) or _only_asked(text) else _of_sentence(text)


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
    if not _SENTENCE.search(text) or _ENDED.search(text):
        return "other" if without_conviction(text) else "unsettled"
    over = re.search(r"\bPROB", text) and _OVER.search(text) and not _NOT_OVER.search(text)
    return "discharged" if over else "modified"


RELIEF_UNDONE = "relief undone"
UNDONE = (RELIEF_UNDONE, "order undone")
"""Names that stand where relief is named for a disposition that undoes it, and for one that may."""

_TAKEN_BACK = r"(?:VACATED?|RESCIND(?:ED)?|REVOKED?|REVERSED?|OVERTURNED|ANNULLED|VOIDED"
_GRANT = r"(?:DISMISSAL|EXPUNGE?MENT|RELIEF|REDUCTION|REDESIGNATION|RESENTENCING|SEALING|PARDON)"
_SECTION = r"(?:1203\.4\d*[A-Z]?|1170\.18|17\(B\)|11361\.[89])(?: ?(?:PC|HS))?"
_UNDOES = re.compile(
    rf"\b{_GRANT}(?: ORDER| PER {_SECTION}| {_SECTION})?(?: (?:IS|WAS))? {_TAKEN_BACK}|SET ASIDE)\b"
    rf"|\b{_TAKEN_BACK}) (?:(?:THE|ORDER OF|PRIOR|{_SECTION}) ){{0,2}}{_GRANT}\b"
    r"|\b(?:CONV(?:ICTION)?|JUDGMENT) REINSTATED|\bREINSTATED? (?:THE )?(?:CONV(?:ICTION)?|JUDGMENT)\b"
)
_MAY_UNDO = re.compile(
    rf"^(?:(?:COURT|PRIOR|PREVIOUS) )*(?:ORDER|SENTENCE)(?: OF [\d/-]+)? {_TAKEN_BACK}|SET ASIDE)\b"
    rf"|\bNEW TRIAL (?:GRANTED|ORDERED)\b|\bDISM {_TAKEN_BACK})|^VACATED? DISM\b"
    rf"|\b{_SECTION} {_TAKEN_BACK})|\bPER {_SECTION}.* RESCINDED"
)
_TO_UNDO = (
    "VACATE", "RESCIND", "REVOKE", "REVERSE", "OVERTURNED", "ANNULLED", "VOIDED", "SET ASIDE", "REINSTATE", "NEW TRIAL"
)  # fmt: skip
_TO_RELIEVE = (*_TO_UNDO, "EXPUNGED", "REDUCED TO", "RESENTENCED", "1203.4", "11361.", "1170.18", "17(B)")
"""Letters of which some stand in every text that undoes relief, and in every text that names or undoes it: to look for
them takes a tenth of the time of the patterns, and most texts have none.
"""
_OF_OTHER_THINGS = re.compile(
    r"\b(?:(?:PROTECTIVE|RESTRAINING|STAY AWAY) ORDER|WARRANT|HEARING|BAIL|FORFEITURE|TRIAL DATE)"
    r" (?:VACATED|SET ASIDE|REVERSED)"
)


def _any_of(letters: tuple[str, ...], text: str) -> bool:
    return any(some in text for some in letters)


def _undone(text: str) -> str | None:
    """One of `UNDONE` where a text says that relief (`DISMISSAL VACATED`), or an order that may have granted some, was
    taken back.
    """
    if not _any_of(_TO_UNDO, text):
        return None
    if _UNDOES.search(text):
        return UNDONE[0]
    return UNDONE[1] if _MAY_UNDO.search(text) else None


RELIEF_IN_DOUBT = ("relief in doubt", "relief of its count in doubt")
"""Names that stand where a text speaks of relief that may have been granted or only asked for; the second, where it is
one of `RELIEF_OF_ITS_COUNT`.
"""

_PAPER = r"(?:PETITION|PETN?|MOTION|MTN|MOT|APPLICATION|APPL?|REQUEST|REQ|HEARING|HRG)"
_REFUSED = re.compile(
    r"\b(?:DENIED|DENY|DENIAL|DEN|DND|WITHDRAWN|W/D|REJECTED|REJ|REFUSED|DECLINED|DISALLOWED|INELIG(?:IBLE)?|DISQUALIFIED"
    r"|NOT (?:YET )?(?:GRANTED|APPROVED|ALLOWED|ELIG(?:IBLE)?|ENTITLED|QUALIF(?:Y|IED))|NO RELIEF)\b"
)
_ASKED = re.compile(
    rf"\b(?:(?<!ORDER )FILED|PEND(?:ING)?|REQUESTED|SOUGHT|APPLIED FOR|SUBMITTED|UNDER (?:SUBMISSION|REVIEW)|PROPOSED"
    rf"|RECOMMENDED|TENTATIVE|OFF CAL(?:ENDAR)?|ON CALENDAR|CALENDARED|SET FOR"
    rf"|{_PAPER} (?:(?:RE-?)?SET(?! ASIDE)|CONT(?:INUE)?D|RECEIVED)"
    r"|(?<!NO )(?<!NOT )(?<!OVER )(?:CHALLENGED?|OBJECT(?:S|ED|IONS?)?|OPPOS(?:ES|ED|ITION))"
    r"|(?<!SENTENCE )(?<!EXECUTION )(?<!JAIL )(?<!PRISON )(?<!DAYS )(?<!TERM )(?<!FINE )(?<!BALANCE )STAYED"
    r"|(?:TO|WILL|MAY|CAN) BE|UPON (?:COMPL|SUCC|SATIS|PAY)\w*|IF)\b"
)
_MAY_BE_ASKED = re.compile(
    rf"\b(?:{_PAPER}|NOTICE|ELIG(?:IBLE)?|REVIEW(?:ED)?|IDENTIFIED|REFERRED|UNCHALLENGED|CHALLENGED?|OBJECTIONS?|FILED)\b"
)
_GRANTED = re.compile(
    r"(?<!NOT )(?<!YET )(?<!BE )(?<!IF )(?<!HEARING )(?<!CONTINUANCE )\b(?:GRANTED|GRTD|GRNTD|APPROVED|ALLOWED)\b"
)
_DONE = re.compile(
    r"(?<!TO )(?<!FOR )\b(?:SET ASIDE|VACATED|REVERSED|EXPUNGED|REDUCED|RESENTENCED|REDESIGNATED|RECALLED|SEALED"
    r"|PARDONED|RESCINDED|REVOKED|OVERTURNED|ANNULLED|VOIDED|REINSTATED)\b"
    rf"|^(?:(?!\b{_PAPER}\b).)*(?<!TO )(?<!FOR )\bDISM(?:IS+ED|D)?\b(?! (?:OF )?{_PAPER}\b)",
    re.DOTALL,
)
"""What was done. A petition before DISMISSED may itself be what was dismissed."""
_CLAUSES = re.compile(r"[,;]|(?:(?<=DENIED)|(?<=WITHDRAWN)|(?<=REJECTED)|(?<=REFUSED)) ?(?:[/&-]|AND\b|BUT\b)")


def _is_granted(text: str) -> bool | None:
    """Whether relief of which a text speaks was granted: not where it was refused, or only asked for; None where it may
    be either, or some was and some was not.
    """
    said = _PLEA_WITHDRAWN.sub("", text)
    granted = _GRANTED.search(said) is not None
    if _REFUSED.search(said):
        return None if granted or _some_stands(said) else False
    granted = granted or _PLEA_WITHDRAWN.search(text) is not None or _is_done(said)
    if _ASKED.search(said):
        return None if granted or _some_stands(said) else False
    return True if granted or not _MAY_BE_ASKED.search(said) else None


def _is_done(text: str) -> bool:
    return _DONE.search(_OF_OTHER_THINGS.sub("", text)) is not None


def _some_stands(text: str) -> bool:
    """Whether, of several parts of a text in which relief is refused or asked for, one names other relief, and not so:
    `1203.4 PC DENIED, REDUCED TO MISD PER 17(B) PC`.
    """
    others = False
    for part in _CLAUSES.split(text):
        named = _relief_of(part) is not None
        if _REFUSED.search(part) or _ASKED.search(part):
            others = others or named
        elif named and (others or _is_done(part)):
            return True
    return False


def _only_asked(text: str) -> bool:
    """Whether a text speaks of relief and grants none: it tells of a petition, not of a count."""
    return _is_granted(text) is False and bool(_relief_of(text) or _own_relief_of(text))


def relief_named(text: str | None) -> str | None:
    """The relief that a text says was granted (`1203.4 PC`, `11361.8 HS`, or the words of it), one of `UNDONE`, or the
    first of `RELIEF_IN_DOUBT`; None when it names none.
    """
    if text is None or not (named := _relief_of(text)):
        return None
    granted = _is_granted(text)
    if granted is None:
        return UNDONE[1] if named in UNDONE else RELIEF_IN_DOUBT[0]
    return named if granted else None


def _relief_of(text: str) -> str | None:
    """The relief that a text names, granted or not, or one of `UNDONE`."""
    if not _any_of(_TO_RELIEVE, text):
        return None
    if undone := _undone(text):
        return undone
    section = _RELIEF_SECTION.search(text)
    if section:
        return f"{section[1]} {_CODE_OF_SECTION.get(section[1], 'PC')}"
    words = _RELIEF_WORDS.search(_OF_OTHER_THINGS.sub("", text))
    return words[1].lower() if words else None


_SEALED = re.compile(r"\bSEALED\b|FACTUAL(?:LY)? INNOCEN|(?<![\d.])851\.(?:8|91)(?!\d)")
RELIEF_OF_ITS_COUNT = ("plea withdrawn", "pardoned", "sealed")
"""Names of relief that tell of the count alone under which they stand: not of others of its case, nor in a comment."""


def relief_of_its_count(text: str) -> str | None:
    """Relief of `RELIEF_OF_ITS_COUNT` that a disposition says was granted, where it names none that is clearer, or the
    last of `RELIEF_IN_DOUBT`. Whether a pardon or a sealing set the conviction aside is not said.
    """
    named = _own_relief_of(text)
    granted = _is_granted(text) if named else False
    return RELIEF_IN_DOUBT[1] if granted is None else (named if granted else None)


def _own_relief_of(text: str) -> str | None:
    if _PLEA_WITHDRAWN.search(text):
        return "plea withdrawn"
    if re.search(r"\bPARDON(?:ED)?\b", text):
        return "pardoned"
    return "sealed" if _SEALED.search(text) and not _ENDED.search(text) else None


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


def speaks_of_relief(text: str) -> bool:
    """Whether the text of a whole row, which could not be read by columns, may tell of relief."""
    return _relief_of(text) is not None and any(relief_named(part) for part in (text, *text.split(",")))


_ENDED = re.compile(
    r"ACQUIT|NOT GUILTY|DISM|CHARGE DROPPED|PROS REJ|PROS REL|REJECTED|DET ONLY|DETENTION ONLY|EXONERATED|NOLLE PROS"
)


def ended_without_conviction(text: str) -> bool:
    """Whether a disposition ends a charge or an arrest without a conviction: acquitted, dismissed, rejected by the
    prosecutor, released as a detention only. Relief that sets a conviction aside is none of these.
    """
    if not _ENDED.search(text) or relief_named(text) or _RELIEF_SECTION.search(text):
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
