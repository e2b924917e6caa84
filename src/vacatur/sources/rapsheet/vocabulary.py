"""The closed lists of a RAP sheet: headers of events, labels of lines, agencies, notices.

Headers and labels are kept squeezed (letters only), so that stray points and blanks in the print do not matter.
"""

from __future__ import annotations

import re
from enum import IntEnum, auto

from vacatur.sources.rapsheet.sheet import Kind


class Is(IntEnum):
    """What a line is by its own words, before its neighbors are looked at."""

    BLANK = auto()
    STARS = auto()
    DASHES = auto()
    END = auto()
    FURNITURE = auto()
    NOTICE = auto()
    STRIKE_BOX = auto()
    SUBJECT = auto()
    """A field of the head: `CII/`, `NAM/`."""
    HEADER = auto()
    DATE_AGENCY = auto()
    DATE = auto()
    DATED = auto()
    """A date, and words that are no agency."""
    COUNT = auto()
    CASE = auto()
    FLAGS = auto()
    CHARGE = auto()
    SEE_COMMENT = auto()
    CHARGE_TYPE = auto()
    DISPOSITION = auto()
    STATUS = auto()
    SENTENCE = auto()
    COMMENT = auto()
    DETAIL = auto()
    NAME_CODE = auto()
    BIRTH_DATE = auto()
    LABELLED = auto()
    """With a label that is on no list."""
    TEXT = auto()
    OVERLONG = auto()
    """Longer than any printed line."""


HEADERS = {
    "ARRDETCITE": Kind.ARREST,
    "RRDETCITE": Kind.ARREST,
    "ARRPETCITE": Kind.ARREST,
    "ARREST": Kind.ARREST,
    "ARRESTDETAINEDCITED": Kind.ARREST,
    "SUPPLEMENTALARR": Kind.SUPPLEMENTAL_ARREST,
    "SUPPLEMENTALARREST": Kind.SUPPLEMENTAL_ARREST,
    "COURT": Kind.COURT,
    "COURI": Kind.COURT,
    "OURT": Kind.COURT,
    "OURI": Kind.COURT,
    "COURTACTION": Kind.COURT,
    "CUSTODY": Kind.CUSTODY,
    "PROBATION": Kind.PROBATION,
    "PAROLE": Kind.PAROLE,
    "APPLICANT": Kind.APPLICANT,
    "REGISTRATION": Kind.REGISTRATION,
    "MENTALHLTHCUSSUPV": Kind.MENTAL_HEALTH,
    "MENTALHEALTHCUSSUPV": Kind.MENTAL_HEALTH,
    "MENTALHEALTH": Kind.MENTAL_HEALTH,
    "DECEASED": Kind.DECEASED,
    "JUVENILE": Kind.JUVENILE,
    "JUVENILECOURT": Kind.JUVENILE,
    "JUVENILECUSTODY": Kind.JUVENILE,
    "JUVPETITION": Kind.JUVENILE,
    "JUVENILEPETITION": Kind.JUVENILE,
    "JUVENILEHALL": Kind.JUVENILE,
    "INTERSTCOMPPAROLEE": Kind.OTHER,
    "INTERSTATECOMPPAROLEE": Kind.OTHER,
    "INTERSTCOMPPROBATIONER": Kind.OTHER,
    "FLIGHTESCAPE": Kind.OTHER,
    "FLIGHT": Kind.OTHER,
    "ESCAPE": Kind.OTHER,
    "MISSINGPERSON": Kind.OTHER,
    "FIREARMS": Kind.OTHER,
}
"""What follows NAM:, if anything, is not part of a header."""

PLAIN_WORDS = frozenset(
    "COURT COURI OURT OURI PROBATION PAROLE DECEASED APPLICANT ARREST CUSTODY FLIGHT ESCAPE JUVENILE REGISTRATION "
    "FIREARMS MISSINGPERSON MENTALHEALTH".split()
)
"""Headers that are also words of a charge or a comment: without a colon they need a delimiter, NAM: or a date beside
them."""

QUALIFIED = "CUSTODY"
"""The header that is followed by a qualifier: JAIL, CDC, CYA, FED & OOS."""

LABELS = {
    "CNT": Is.COUNT,
    "CHT": Is.COUNT,
    "CNI": Is.COUNT,
    "DISPO": Is.DISPOSITION,
    "CONVSTATUS": Is.STATUS,
    "CONVSTATIS": Is.STATUS,
    "SEN": Is.SENTENCE,
    "COM": Is.COMMENT,
    "XSEN": Is.COMMENT,
    "TOC": Is.CHARGE_TYPE,
    "NAM": Is.NAME_CODE,
    "NAME": Is.NAME_CODE,
    "DOB": Is.BIRTH_DATE,
    "ARRBY": Is.DETAIL,
    "DCN": Is.DETAIL,
    "SENFROM": Is.DETAIL,
    "RECVDBY": Is.DETAIL,
    "RECVDFROM": Is.DETAIL,
    "RELTO": Is.DETAIL,
    "RELEASEDTO": Is.DETAIL,
    "TRANSTO": Is.DETAIL,
    "CONVOF": Is.DETAIL,
    "PAROLEDFROM": Is.DETAIL,
    "PAROLEDTO": Is.DETAIL,
    "CRT": Is.DETAIL,
    "CRTCASENBR": Is.DETAIL,
    "WARRANT": Is.DETAIL,
    "SCN": Is.DETAIL,
    "ATI": Is.DETAIL,
    "CDC": Is.DETAIL,
    "FBI": Is.DETAIL,
    "CHRG": Is.COMMENT,
    "EXP": Is.DETAIL,
}

_KNOWN_DAMAGE = frozenset(
    "CHT CNI CONVSTATIS NAME RRDETCITE ARRPETCITE COURI OURT OURI SCN CRT ATI CDC FBI EXP CHRG XSEN".split()
)
WORDS = tuple(word for word in (*LABELS, *HEADERS) if word not in _KNOWN_DAMAGE)
"""What a damaged label or header may be: forms of one that are damaged already, and rare short ones, are left out."""

SUBJECT_FIELDS = frozenset(
    "CII DOB SEX RAC HGT WGT EYE HAI HAIR POB CTZ NAM MON FBI CDL IDN SOC INN MNU SMT MDS OCC FPC HENRY OLN PHO ADR "
    "MIS DNA LIV".split()
)

AGENCY = re.compile(
    r"(?:CA(?!SE|LL|RD|RE|SH|MP|NN|ME)[A-Z]{2}"
    r"|US[A-Z]{2}|[A-Z]{2}(?:PD|SO|SP|DC))(?=[ ,.]|$)"
)
"""The four letters that an agency begins with: state and kind."""
ANY_AGENCY = re.compile(r"CA[A-Z]{2}(?= )|[A-Z]{4}(?= [A-Z])")

COURT_AGENCY = re.compile(r"CASC|CAMC|CAJC|USFD|USDC")
JUVENILE_AGENCY = re.compile(r"CAJV")

NOTICE = re.compile(
    r"PROBATION FLAGS|MENTAL HEALTH FLAGS|POTENTIAL ENTRIES WITH FELONY|FELONY CONVICTION DATA|RESTRICTED-? ?DO NOT USE"
    r"|EMPLOYMENT, ?LICENSING|FOR CALIFORNIA AGENCIES ONLY|PREVIOUS QUALIFYING OFFENSE|PALM PRINT|SOURCE RECORD"
    r"|LIVE SCAN|DNA (?:ON FILE|SAMPLE|COLLECT)|IDENTITY THEFT|DECEASED HOMICIDE|AIDS TEST|DMH ALERT|CONSOLIDATED"
    r"|RECORD ERROR ?- ?REFER|CRIMINAL HISTORY INQUIRY|REFER TO THE DOJ|THE FOLLOWING RECORD|USE OF THIS RECORD"
)
DEATH = re.compile(r"\W*DECEASED\b")
"""An advisory that the person has died, which may say how: `**DECEASED HOMICIDE`."""
FURNITURE = re.compile(
    r"PAGE\W{0,3}\d{1,5}(?:\W{0,3}OF\W{0,3}\d{0,5})?\W*$|ROUTE\s*PRINT|ROUTE\W*$|HTTPS?://|FILE://|ATTN\W|4ISK"
    r"|\d\d?/\d\d?/\d{2,4}(?!\d).{0,20}(?:CRIMINAL\s*HISTORY|RAP\s*SHEET|CLETS)|RE\W{1,3}QHY"
    r"|TO\W.{0,40}FROM\W{1,3}CLETS|DATE:\d{8}\s+TIME:"
)
DISPOSED = re.compile(r"\W*D\s?I\s?S\s?P\s?[O0]\W{0,3}(.*)$")
END = re.compile(r"END\s*[O0]F\s*MESSAGE|ENDOFMESSAGE")
STRIKE_BOX = re.compile(r"POTENTIAL\s+FELONY\s+STRIKE|FELONY\s+STRIKE\s+ENTRY")
SEE_COMMENT = "SEECOMMENTFORCHARGE"
