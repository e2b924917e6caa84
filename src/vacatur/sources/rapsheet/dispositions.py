"""The first line of a disposition against what dispositions say, and the status of a conviction."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from vacatur.sources.rapsheet.near import nearest

_FIRST_WORDS = (
    "CONVICTED DISMISSED ACQUITTED PROS SENTENCE CONV PROBATION RELEASED REDUCED RESENTENCED SET PROC PAROLED "
    "DIVERSION DIVERTED NO NOT JUV JUVENILE CONVICTION PROB PAROLE BAIL BENCH WARRANT TRANSFERRED TRANS REL CASE "
    "CERTIFIED CERT DISCHARGED DISCH DECEASED DEFERRED REINSTATED REINSTATE SENT RECORD SEALED ARREST CONVICT "
    "PETITION RECALLED REDESIGNATED VACATED REVERSED JUDGMENT CIVIL COMMITTED CONSOLIDATED EXTRADITED REMANDED "
    "REFERRED FURTHER INFO PENDING PLEA RETURNED RET ESCAPED DIED TERMINATED TERM MISTRIAL SPEEDY DET DETAINED "
    "LACK REJECTED TURNED TOT REFUSED COMPLAINT CHARGE CHARGES COUNT INFRACTION FAILED FAILURE FORFEITED HELD "
    "INSUFF JAIL PRISON FINE APPLICATION APPROVED DENIED WITHDRAWN INTERESTED SUSPENDED SUPERSEDED STAYED STRICKEN "
    "UNFOUNDED MODIFIED REVOKED GRANTED DISM PARDON PARDONED COMMUTED CERTIFICATE REHABILITATED REHAB FOUND GUILTY "
    "NOLO INSANE OTHER UNKNOWN RECEIVED RECVD DELIVERED EXONERATED FACTUALLY NEW AMENDED APPEAL AFFIRMED REVERSAL "
    "SPECIAL PRE PREV TRIAL HUNG OUT WRIT RELIEF EXPUNGED SATISFIED COMPLETED SUCCESSFUL UNSUCCESSFUL COURT "
    "CUSTODY DA ADMITTED RESIDENT SERVED FILED DROPPED SENTENCED CONTINUED CONT HEARING COMMITMENT VIOLATION "
    "CERTIF EXTRADITION WAIVED RESENTENCE INCOMPETENT MENTALLY NARCOTIC DRUG SUMMARY FORMAL UNSUPERVISED "
    "OVERTURNED CORRECTED CORRECTION ERROR DUPLICATE VOID MERGED HOLD BOUND INDICTED NOLLE QUASHED RECALL RETURN "
    "VIOLATED ARRESTED CITED TRANSFER FINED GUILT ORDER MOTION REDUCTION PAID DEPORTED REGISTRATION TERMINATION "
    "DISMISSAL DISMISS ACQUITTAL RELEASE REDUCE REVOKE REVOCATION NOTIFIED PAROLEE PROBATIONER RESENTENCING "
    "REDESIGNATION EXPUNGEMENT SEALING RESCINDED RESCIND VACATE RULING PRIOR PREVIOUS"
).split()
_LISTED = re.compile(
    "(?:"
    + "|".join(_FIRST_WORDS)
    + r"|DISMIS+ED)(?![A-Z?▯])|\d{2,5}(?:\.\d+)?(?:\([A-Z]\))*\s?(?:PC|HS|WI|VC)(?![A-Z])"
)
_COMMA = re.compile(r"(?<=\d),(?=\d{1,3}[A-Z]? ?(?:PC|HS))")
"""In the number of a statute: 1203,4 PC."""
_REPAIRABLE = (
    "CONVICTED DISMISSED ACQUITTED SENTENCE MODIFIED PROBATION REVOKED RELEASED REDUCED RESENTENCED DIVERSION PAROLED"
).split()
_SPACED = re.compile(r"C\s?O\s*N\s*V\s*I\s*C\s*T\s*E\s*D(?![A-Z])")
_LATER = re.compile(
    r"REVOKED|MODIFIED|REINSTATED|1203\.4|1170\.18|11361\.[89]|SET ASIDE|VACATED|REDUCED|RESENTENCED|17\(B\)|SEALED"
    r"|(?:DISMISSAL|RELIEF|EXPUNGEMENT|REDUCTION|ORDER) (?:RESCINDED|REVERSED|OVERTURNED)|CONV(?:ICTION)? REINSTATED"
)
_NO_CONVICTION = re.compile(r"DISMIS+ED|ACQUITTED|PROS RE[JL]|PROC SUSP|RELEASED|NOT GUILTY|1385 ?PC|DIVER")
_LETTERS = str.maketrans("015", "OIS")
_TIMED = re.compile(r"(?<![A-Z])(?:PROB|JAIL|PRISON|JL)")
_STATUS = {"FELONY": "felony", "MISDEMEANOR": "misdemeanor", "INFRACTION": "infraction"}
_STATUS_FORMS = {**_STATUS, "TNFRACTION": "infraction", "FEL": "felony", "MISD": "misdemeanor", "INFR": "infraction"}


_REDUCED_STATUS = re.compile(
    r"^\W*(MISDEMEANOR|MISD|INFRACTION|INFR)\W+(?:PER|UNDER|REDUCED|17 ?\(?B\)?|17 ?\(?D\)?)\b.*"
)
"""`MISDEMEANOR PER 17(B) PC`: what it is, and by what."""


class Outcome(NamedTuple):
    """What the first line of a disposition says.

    Attributes:
        text: with damage put right; None when it is blank.
        repaired: whether a word was damaged.
        listed: whether it begins as dispositions do.
    """

    text: str | None
    repaired: bool
    listed: bool


@lru_cache(maxsize=4096)
def read_outcome(text: str) -> Outcome:
    """Read the first line of a disposition, its label taken off.

    What is printed is kept to the letter, save that letters of CONVICTED are brought together, that COMVICTED is
    CONVICTED, and that a damaged first word is put right when it can only be one.
    """
    text = " ".join(text.lstrip(" .*:;'-").split())
    if not text:
        return Outcome(None, False, False)
    text = _SPACED.sub("CONVICTED", text.replace("C0NV", "CONV"))
    text = text.replace("COMVICT", "CONVICT")
    mended = _COMMA.sub(".", text)
    if _LISTED.match(mended):
        return Outcome(mended, mended != text, True)
    first = re.match(r"[A-Z0-9?▯]+", text)
    if first:
        letters = first[0].translate(_LETTERS)
        word = letters if letters in _FIRST_WORDS else nearest(letters, _REPAIRABLE)
        if word:
            return Outcome(word + text[first.end() :], True, True)
    return Outcome(text, False, False)


def is_later(text: str | None) -> bool:
    """Whether a disposition can only follow a conviction, so that it is of a later day than that."""
    return text is not None and _LATER.search(text) is not None and not text.startswith("CONVICTED")


def contradicts_status(text: str | None) -> bool:
    """Whether a disposition is no conviction nor follows one, so that CONV STATUS cannot be of it."""
    return text is not None and _NO_CONVICTION.match(text) is not None and not is_later(text)


def speaks_of_time(text: str | None, status: str | None) -> bool:
    """Whether a conviction, as its words or CONV STATUS say, came with probation, jail or prison."""
    if text is None or is_later(text) or not (status or text.startswith("CONVICTED")):
        return False
    return _TIMED.search(text) is not None


def read_status(text: str) -> tuple[str | None, bool]:
    """Felony, misdemeanor or infraction, and whether the word had to be repaired; None when it is none of them."""
    text = _REDUCED_STATUS.sub(r"\1", text)
    letters = "".join(letter for letter in text.replace("0", "O").replace("1", "I") if letter.isalpha())
    if letters in _STATUS_FORMS:
        return _STATUS_FORMS[letters], False
    word = nearest(letters, tuple(_STATUS))
    return (_STATUS[word], True) if word else (None, False)
