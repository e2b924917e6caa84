"""The tables of a criminal history, declared once: what each row is and what each column means.

Dates are null when unknown, texts when blank. `row` says file and line of a
source row (`record.rows`): it is how every table names the rows it rests on.
"""

from __future__ import annotations

import dataframely as dy
import polars as pl

from vacatur.record.dates import DATE_FAULT
from vacatur.record.history import DISPOSITION_KINDS, PLACES, STATUSES

_DATE_FAULTS = DATE_FAULT.categories.to_list()


class _Coded(dy.Categorical):
    """A text of which few are distinct, kept as a number each; every delivery has categories of its own."""

    def validate_dtype(self, dtype: object) -> bool:
        """Whatever the categories are."""
        return isinstance(dtype, pl.Categorical)


class Events(dy.Schema):
    """One row a readable row of the source: a count, by disposition and part of the sentence."""

    row = dy.UInt64(primary_key=True)
    person = dy.UInt32()
    """Row of the persons table."""
    count_key = dy.Int64(nullable=True)
    """CNT_ORDER as a number: cycle, step (3 digits), count (3), qualifier (3)."""
    event_type = _Coded(nullable=True)
    """ARREST/DETAINED/CITED, COURT ACTION, REGISTRATION, DECEASED and others."""
    event_date = dy.Date(nullable=True)
    date_fault = dy.Enum(_DATE_FAULTS, nullable=True)
    """Why the event's date is unknown; null when it is known."""
    agency = _Coded(nullable=True)
    """STP_ORI_DESCR: who reports the event; `CAJV...` is a juvenile court."""
    county = _Coded(nullable=True)
    """STP_ORI_CNTY_NAME."""
    offense_id = dy.UInt32(nullable=True)
    """Row of the offenses table; null when no offense is given."""
    other_offense_id = dy.UInt32(nullable=True)
    """The offense it was disposed as, where no offense of conviction is given."""
    offense_in_comment = dy.Bool()
    """Whether the offense is looked for in the comment, as no other column gives it; `offense_id` is what was found."""
    disposition = dy.Enum(DISPOSITION_KINDS, nullable=True)
    """The kind of DISP_DESCR; null when it is blank or illegible."""
    ended = dy.Bool(nullable=True)
    """Whether DISP_DESCR ends the charge without a conviction; null when it is blank."""
    relief = _Coded(nullable=True)
    """The relief that the disposition says was granted, or one of `record.disposition.RELIEF_IN_DOUBT`."""
    status = dy.Enum(STATUSES, nullable=True)
    """CONV_STAT_DESCR."""
    charge = dy.Enum(STATUSES, nullable=True)
    """The type of charge (F, M, I), of the conviction where given, else of the offense."""
    has_part = dy.Bool()
    """Whether the row holds a part of a sentence."""
    months = dy.Int32(nullable=True)
    """Length of the part, with `days`."""
    days = dy.Int32(nullable=True)
    """Both null when the length is unknown, and when the row holds no part."""
    probation = dy.Bool(nullable=True)
    """Whether the part is probation; null when the row holds one and does not say where it is served."""
    part_place = dy.Enum(PLACES, nullable=True)
    """Where the part is served; null when the row holds none, or does not say."""
    life = dy.Bool()
    """Whether the part is a term for life, or death."""
    said_probation = dy.Bool(nullable=True)
    """Whether the disposition itself says probation (CONVICTED-PROB/JAIL); with the next two, null when it names no
    sentence."""
    said_jail = dy.Bool(nullable=True)
    said_prison = dy.Bool(nullable=True)
    court_number = dy.String(nullable=True)
    """OFN: the number that the agency or the court gave."""
    comment = _Coded(nullable=True)
    """COMMENT_TEXT."""


class Persons(dy.Schema):
    """One row a person: a SUBJECT_ID, over all files of a delivery."""

    person = dy.UInt32(primary_key=True)
    """In the order of their first rows."""
    person_id = dy.String(unique=True)
    """SUBJECT_ID."""
    name = dy.String(nullable=True)
    """The alphabetically first that the rows give."""
    sex = dy.String(nullable=True)
    race = dy.String(nullable=True)
    cii_number = dy.String(nullable=True)
    """The state's number of the person."""
    differs = dy.List(dy.String())
    """Columns of the source that give the person more than one value: the value is then unknown."""
    birth_date_given = dy.Bool()
    """Whether any row gives one, be it a date of the calendar or not."""
    birth_date = dy.Date(nullable=True)
    birth_date_fault = dy.Enum(_DATE_FAULTS, nullable=True)
    """Why the birth date is unknown; `missing` also when rows differ. Null when it is known."""
    unread_rows = dy.UInt32()
    """Rows set aside that are this person's: what they hold is not known."""
    unread_relief = dy.Bool()
    """Whether the text of such a row speaks of relief."""


class Convictions(dy.Schema):
    """One row a count convicted, in the order of their first rows."""

    conviction = dy.UInt32(primary_key=True)
    person = dy.UInt32()
    """Row of the persons table."""
    count_key = dy.Int64()
    case = dy.Int64()
    """The count key without its count: a step of a cycle."""
    cycle = dy.Int64()
    """The count key's cycle: an arrest and what followed."""
    identity = dy.UInt32(nullable=True)
    """The same for rows that name the same offense, in whatever words; null when none is given."""
    offense_id = dy.UInt32(nullable=True)
    """Row of the offenses table; null when no offense is given."""
    offense_ids = dy.List(dy.UInt32())
    """All rows of it, where rows of the conviction word the same offense differently; in no order."""
    row = dy.UInt64(unique=True)
    """The first of its rows, on which spreadsheets show the decision."""
    rows = dy.List(dy.UInt64())
    convicted_on = dy.Date(nullable=True)
    """Null when no row gives a date, or when two differ."""
    dates_differ = dy.Bool()
    """Whether rows give two dates."""
    county = _Coded(nullable=True)
    """Null when no row gives one, or when two differ."""
    county_differs = dy.Bool()
    """Whether rows give two counties."""
    agency = _Coded(nullable=True)
    """The court, by the first row that gives one."""
    juvenile = dy.Bool()
    """Whether any of its rows is of a juvenile court."""
    federal = dy.Bool()
    """Whether any of its rows is of a federal court."""
    is_felony = dy.Bool(nullable=True)
    """Null when nothing clear is said, or rows disagree."""
    infraction = dy.Bool()
    """Whether no row says misdemeanor: then a conviction that is no felony is of an infraction."""
    severity_differs = dy.Bool()
    """Whether rows say both felony and less."""
    sentence_end = dy.Date(nullable=True)
    """The later of the end of its parts and of what was imposed under its key since, as probation was revoked or the
    sentence changed. Null when the date of conviction, or a date or length of these, is unknown."""
    sentence_row = dy.UInt64()
    """The row of what was imposed last; its first row where nothing was."""
    has_part = dy.Bool()
    """Whether any row holds a part of a sentence."""
    life = dy.Bool()
    """Whether one is for life, or death."""
    probation = dy.Bool(nullable=True)
    """Whether a part is probation; null when none surely is and one does not say where it is served."""
    relief = dy.String(nullable=True)
    """Earlier relief on it, by name; empty when none, null when it cannot be said."""
    relief_row = dy.UInt64(nullable=True)
    """The first row that grants it."""
    relief_doubt_row = dy.UInt64(nullable=True)
    """The first row that leaves earlier relief in doubt."""
