"""Which relief a text says was granted, which it only asks for or refuses, and what undoes it (docs/reading.md,
section 5). Over distinct texts, not rows.
"""

from __future__ import annotations

import re

RELIEF_SECTION = re.compile(
    r"(?<![\d.])(1203\.4A|1203\.4B|1203\.41|1203\.425|1203\.42|1203\.43|1203\.49|1203\.4|11361\.8|11361\.9|1170\.18|17\(B\))(?![\d])"
)
_RELIEF_WORDS = re.compile(
    r"\b(SET ASIDE|VACATED|REVERSED|EXPUNGED|REDUCED TO (?:A )?MISD|REDUCED TO (?:AN )?INFR|RESENTENCED PER)"
)
_PLEA_WITHDRAWN = re.compile(r"\bPLEA\b(?: OF (?:GUILTY|NOLO\w*))?(?: IS)? WITHDRAWN\b")
"""What PC 1203.4 lets a person do; a petition that is withdrawn is another matter."""
_CODE_OF_SECTION = {"11361.8": "HS", "11361.9": "HS"}
ENDS_A_CHARGE = re.compile(
    r"ACQUIT|NOT GUILTY|DISM|CHARGE DROPPED|PROS REJ|PROS REL|REJECTED|DET ONLY|DETENTION ONLY|EXONERATED|NOLLE PROS"
)
"""Words of dispositions that end a charge or an arrest without a conviction."""


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


def only_asked(text: str) -> bool:
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
    section = RELIEF_SECTION.search(text)
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
    return "sealed" if _SEALED.search(text) and not ENDS_A_CHARGE.search(text) else None


def speaks_of_relief(text: str) -> bool:
    """Whether the text of a whole row, which could not be read by columns, may tell of relief."""
    return _relief_of(text) is not None and any(relief_named(part) for part in (text, *text.split(",")))
