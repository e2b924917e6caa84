"""The tables of a criminal history, declared once: what each row is and what each column means.

Dates are null when unknown, texts when blank. `row` says file and line of a
source row (`record.rows`): it is how every table names the rows it rests on.
"""

from __future__ import annotations

import dataframely as dy

from vacatur.record.history import DISPOSITION_KINDS, STATUSES


class Events(dy.Schema):
    """One row a readable row of the source: a count, by disposition and part of the sentence."""

    row = dy.UInt64(primary_key=True)
    person = dy.UInt32()
    """Row of the persons table."""
    count_key = dy.Int64(nullable=True)
    """CNT_ORDER as a number: cycle, step (3 digits), count (3), qualifier (3)."""
    event_type = dy.Categorical(nullable=True)
    """ARREST/DETAINED/CITED, COURT ACTION, REGISTRATION, DECEASED and others."""
    event_date = dy.Date(nullable=True)
    date_fault = dy.Enum(["missing", "partial", "bad"], nullable=True)
    """Why the event's date is unknown."""
    agency = dy.Categorical(nullable=True)
    county = dy.Categorical(nullable=True)
    offense_id = dy.UInt32(nullable=True)
    """Row of the offenses table; null when no offense is given."""
    offense_in_comment = dy.Bool()
    """Whether the offense is read from the comment."""
    other_offense_id = dy.UInt32(nullable=True)
    """The offense it was disposed as, where no offense of conviction is given."""
    disposition = dy.Enum(DISPOSITION_KINDS, nullable=True)
    relief = dy.Categorical(nullable=True)
    """The relief that the disposition says was granted."""
    status = dy.Enum(STATUSES, nullable=True)
    """CONV_STAT_DESCR."""
    charge = dy.Enum(STATUSES, nullable=True)
    """The type of charge (F, M, I), of the conviction where given, else of the offense."""
    has_part = dy.Bool()
    """Whether the row holds a part of a sentence."""
    months = dy.Int32(nullable=True)
    days = dy.Int32(nullable=True)
    """Length of the part; both null when it is unknown."""
    probation = dy.Bool(nullable=True)
    """Whether the part is probation; null when the row holds one and does not say where it is served."""
    court_number = dy.String(nullable=True)
    """OFN: the number that the agency or the court gave."""
    comment = dy.String(nullable=True)


class Persons(dy.Schema):
    """One row a person: a SUBJECT_ID, over all files of a delivery."""

    person = dy.UInt32(primary_key=True)
    person_id = dy.String()
    cii_number = dy.String(nullable=True)
    name = dy.String(nullable=True)
    birth_date = dy.Date(nullable=True)
    sex = dy.String(nullable=True)
    race = dy.String(nullable=True)
    differs = dy.List(dy.String())
    """Columns of the source that give the person more than one value: the value is then unknown."""
    unread_rows = dy.UInt32()
    """Rows set aside that are this person's: what they hold is not known."""
    unread_relief = dy.Bool()
    """Whether the text of such a row speaks of relief."""


class Convictions(dy.Schema):
    """One row a count convicted."""

    conviction = dy.UInt32(primary_key=True)
    person = dy.UInt32()
    count_key = dy.Int64()
    case = dy.Int64()
    """The count key without its count: a step of a cycle."""
    cycle = dy.Int64()
    offense_id = dy.UInt32(nullable=True)
    row = dy.UInt64()
    """The first of its rows, on which spreadsheets show the decision."""
    rows = dy.List(dy.UInt64())
    convicted_on = dy.Date(nullable=True)
    county = dy.Categorical(nullable=True)
    agency = dy.Categorical(nullable=True)
    is_felony = dy.Bool(nullable=True)
    sentence_end = dy.Date(nullable=True)
    """Null when the date of conviction or the length of a part is unknown."""
    has_part = dy.Bool()
    probation = dy.Bool()
    relief = dy.String(nullable=True)
    """Earlier relief on it, by name; empty when none, null when it cannot be said."""
    relief_row = dy.UInt64(nullable=True)
