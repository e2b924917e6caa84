"""Everything that is wrong in real files, each at a rate of choice.

Some faults only damage the file: what was planted stays true, and a reader who is careful is right or says that he
cannot know. Others are legal situations of their own (an attempt, relief already granted): they are planted, and
change what is true.
"""

from collections.abc import Mapping

import numpy as np

from vacatur.errors import UsageError
from vacatur.synth.draw import Flags, Ints, Streams
from vacatur.synth.planted import BASE_SHARES

ROW_FAULTS: dict[str, str] = {
    "count_order_missing": "CNT_ORDER is blank on a row that needs one; the row cannot be placed.",
    "count_order_short": "CNT_ORDER has fewer than twelve digits.",
    "count_order_not_a_number": "CNT_ORDER holds a letter.",
    "subject_id_missing": "SUBJECT_ID is blank; CII_NUMBER still tells whose row it is.",
    "too_few_fields": "The row has 94 fields.",
    "too_many_fields": "The row has 96 fields or more, such as a name whose comma is not quoted.",
    "stray_quote": "A quote opens in the comment and never closes.",
}
"""Rows that cannot be used; at most one of these falls on a row."""

DATE_FAULTS: dict[str, str] = {
    "event_date_missing": "STP_EVENT_DATE is blank or 00000000.",
    "event_date_partial": "STP_EVENT_DATE lacks the day, or the month and the day (19850600, 19850000).",
    "event_date_impossible": "STP_EVENT_DATE is no date of the calendar (19850231, 19851301).",
    "event_date_future": "STP_EVENT_DATE lies after the as-of date.",
}
BIRTH_FAULTS: dict[str, str] = {
    "birth_date_missing": "PRI_DOB is blank or 00000000 on all rows of the person.",
    "birth_date_partial": "PRI_DOB lacks the day, or the month and the day, on all rows of the person.",
    "birth_date_impossible": "PRI_DOB is no date of the calendar on all rows of the person.",
    "birth_date_future": "PRI_DOB lies after the as-of date on all rows of the person.",
    "birth_date_conflicting": "Some rows of the person bear another birth date.",
}
STATUS_FAULTS: dict[str, str] = {
    "status_blank": "CONV_STAT_DESCR is blank on a conviction; the type of charge is right.",
    "status_contradicts_charge": "OFFENSE_TOC contradicts CONV_STAT_DESCR, which is right.",
}
TEXT_FAULTS: dict[str, str] = {
    "code_missing": "The code is missing after the section (11360(B) SELL/FURNISH).",
    "no_blank_before_code": "No blank before the code (187(A)PC-MURDER).",
    "dotted_code": "The code is written with full stops (P.C.).",
    "bare_subdivision": "Subdivisions without parentheses (11357B2 HS).",
    "leading_slash": "A slash before the section (/11357 HS).",
    "offense_in_comment": "OFFENSE_DESCR says SEE COMMENT FOR CHARGE, and the comment holds the offense.",
    "offense_missing": "The offense is blank.",
}
"""How the offense of a count is written; the first is form 1, and 0 is as it should be."""

COMMENT_FAULTS: dict[str, str] = {
    "comment_number": "A number in the comment that merely contains a section's digits (SCN-12113580).",
    "newline_in_quotes": "A line break inside the quoted comment.",
}
CELL_FAULTS: dict[str, str] = {
    "trailing_blanks": "Blanks after a value (`FELONY `).",
    "padding": "Hyphens between blanks in used fields that have no value.",
    "sentence_length_unknown": "A part of a sentence without its length or its unit.",
    "county_missing": "STP_ORI_CNTY_NAME is blank.",
    "interleaved_rows": "Rows of a person stand among those of others.",
}
SITUATIONS: dict[str, str] = {
    "attempt": "The conviction is for an attempt (664/11358 HS and four other spellings): the truth becomes review.",
    "wrong_code": "The section stands with the wrong code (11359 PC): the truth becomes review.",
    "relief_granted": "A later row grants relief (1203.4 PC, 11361.8 HS ...): the truth becomes out of scope.",
    "bare_registration": "A registration under PC 290 with no offense that explains it: in doubt where it matters.",
    "near_neighbor": "Another offense of the record is 11357.5 or 11360.5 HS, which are not Proposition 64 offenses.",
    "same_count_key": "Two offenses under one CNT_ORDER: both are convictions.",
    "missing_disposition": "A conviction's disposition never reached the file: no reader can know of it.",
    "charge_differs": "The charge differs from the conviction, which CONV_OFFENSE_DESCR names.",
}

FAULTS: dict[str, str] = {
    **ROW_FAULTS,
    **DATE_FAULTS,
    **BIRTH_FAULTS,
    **STATUS_FAULTS,
    **TEXT_FAULTS,
    **COMMENT_FAULTS,
    **CELL_FAULTS,
    **SITUATIONS,
}
"""Every kind of fault, with what it is."""


def rates(faults: Mapping[str, float] | float) -> dict[str, float]:
    """The rate of every kind of fault, from one rate for all or a rate for some.

    Raises UsageError for a kind that does not exist, or a rate that is not between 0 and 1.
    """
    chosen = dict(faults) if isinstance(faults, Mapping) else dict.fromkeys(FAULTS, faults)
    unknown = sorted(set(chosen) - set(FAULTS))
    if unknown:
        raise UsageError(f"no such fault: {', '.join(unknown)}; the faults are {', '.join(FAULTS)}")
    wrong = {name: rate for name, rate in chosen.items() if not 0 <= rate <= 1}
    if wrong:
        raise UsageError(f"a rate of faults lies between 0 and 1, not {wrong}")
    return {name: float(chosen.get(name, 0.0)) for name in FAULTS}


def shares(of: Mapping[str, float]) -> dict[str, float]:
    """How often each legal situation is planted: what a county has anyhow, and the dial's rate on top."""
    return {name: min(1.0, BASE_SHARES[name] + of[name]) for name in BASE_SHARES}


class Falls:
    """Which rows, persons or counts the faults fall on."""

    def __init__(self, streams: Streams, of: Mapping[str, float]) -> None:
        self._streams = streams
        self._rates = of

    def any_of(self, group: Mapping[str, str]) -> bool:
        """Whether some fault of the group has a rate at all."""
        return any(self._rates[name] > 0 for name in group)

    def on(self, name: str, size: int) -> Flags:
        """The fault falls here, independently of others."""
        if not self._rates[name]:
            return np.zeros(size, dtype=np.bool_)
        return self._streams(f"fault {name}").random(size) < self._rates[name]

    def one_of(self, group: Mapping[str, str], allowed: Mapping[str, Flags], size: int) -> Ints:
        """At most one fault of the group falls here: its number in the group, counted from 1, or 0.

        `allowed` says where a fault can fall at all; a fault that is not in it can fall anywhere. Where several would
        fall, each has the same chance.
        """
        chosen = np.zeros(size, dtype=np.int64)
        best = np.full(size, -1.0)
        for number, name in enumerate(group, start=1):
            if not self._rates[name]:
                continue
            priority = self._streams(f"priority {name}").random(size)
            falls = self.on(name, size) & (priority > best)
            if name in allowed:
                falls &= allowed[name]
            chosen = np.where(falls, number, chosen)
            best = np.where(falls, priority, best)
        return chosen

    def draw(self, purpose: str, high: int, size: int) -> Ints:
        """Whole numbers from 0 to `high` - 1, to vary a fault."""
        return self._streams(f"variation {purpose}").integers(0, high, size, dtype=np.int64)
