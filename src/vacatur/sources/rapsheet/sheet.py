"""What a RAP sheet says, as it was read: persons, cycles, events, counts, dispositions, each with its lines.

A field that the sheet does not give, or that could not be read, is None; which of the two it is, `Doubt` says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True)
class Line:
    """A line of the printed sheet.

    Attributes:
        number: from 1, within the file.
        page: from 1.
        text: as printed, without its line end.
        confidence: how surely it was recognized, from 0 to 1; text that was never an image has 1.
    """

    number: int
    page: int
    text: str
    confidence: float = 1.0


class Understood(StrEnum):
    """What became of a line."""

    FURNITURE = "furniture"
    """Page headers and footers, delimiters, notices, blank lines: it says nothing of the history."""
    READ = "read"
    PARTLY = "partly"
    """A field of it was read, and another was not (`Doubt`)."""
    UNREAD = "unread"


@dataclass(frozen=True)
class Doubt:
    """Something that could not be read, or contradicts something else.

    Attributes:
        code: of `DOUBTS` (`sources/rapsheet/doubts.py`).
        found: what was found there, cut to 80 characters.
    """

    line: int
    code: str
    found: str


@dataclass(frozen=True)
class Court:
    """The court, jail or police department that an agency text names.

    Attributes:
        name: in plain words: `Superior Court, Los Angeles (Van Nuys)`.
        kind: superior, municipal, justice, juvenile, federal, police, sheriff, probation, prison, parole, coroner,
            state, other.
        county: one of the 58, in capitals as the state's file writes it (`LOS ANGELES`); None when the text does not
            settle it, or outside a county.
        confidence: 1 for a text of the table; less for one that was repaired; 0 when nothing fits.
    """

    name: str
    kind: str
    county: str | None
    confidence: float


RUNNING = frozenset({"PROBATION", "JAIL", "PRISON", "MANDATORY SUPERVISION"})
"""Places where a sentence runs for a time."""


@dataclass(frozen=True)
class Part:
    """One part of a sentence.

    Attributes:
        place: PROBATION, JAIL, PRISON, MANDATORY SUPERVISION, FINE, RESTITUTION or, of anything else, its own words.
        length: with `unit`; None when none is given or it cannot be read. Weeks are given in days; hours in whole days,
            one that is begun counted, and not at all where the part is no custody (HOURS COMMUNITY SERVICE). Years and
            months together are months; days beside them are a part of their own.
        unit: D, M or Y.
        life: whether the term is for life (`025 YEARS TO LIFE`).
        suspended: whether its imposition or execution is.
        concurrent: whether it runs beside another.
        text: as printed.
    """

    place: str
    length: int | None = None
    unit: str | None = None
    life: bool = False
    suspended: bool = False
    concurrent: bool = False
    text: str = ""

    @property
    def runs(self) -> bool:
        """Whether it is custody or supervision, which runs for a time, known or not."""
        return self.place in RUNNING


@dataclass(frozen=True)
class Disposition:
    """What became of a count, on one day.

    Attributes:
        text: first line, without the leading asterisk: `CONVICTED-PROB/JAIL`; None when it could not be read, and when
            none is printed: a sentence alone, as custody and probation events give it.
        on: the event's date, or that of the update.
        update: whether it stands under a date of its own.
        status: felony, misdemeanor or infraction, of CONV STATUS.
        offense: of which it was disposed, where that is said to differ.
        whole: False when a sentence is named or begun that is not all in `sentence`: when it ended is unknown.
        lines: numbers of its lines, in order.
    """

    text: str | None
    on: date | None
    update: bool = False
    status: str | None = None
    offense: str | None = None
    sentence: tuple[Part, ...] = ()
    comments: tuple[str, ...] = ()
    whole: bool = True
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Count:
    """One charge of an event.

    Attributes:
        number: as printed; None when it could not be read.
        case_number: the `#...` beside its number, cleaned; None when there is none.
        offense: statute and words: `11359 HS-POSSESS MARIJUANA FOR SALE`; None when it could not be read, or is not
            given.
        offense_in_comment: whether it was found in a comment (SEE COMMENT FOR CHARGE).
        attempted: whether the flag -ATTEMPTED or the section says so.
        charge: F, M, I or N: the type of charge (TOC).
        flags: as printed, without the hyphen: WARRANT, PROBATION REVO.
        lines: numbers of its lines, those of its dispositions included.
    """

    number: int | None
    case_number: str | None = None
    offense: str | None = None
    offense_in_comment: bool = False
    attempted: bool = False
    charge: str | None = None
    flags: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    lines: tuple[int, ...] = ()


class Kind(StrEnum):
    """The kind of an event."""

    ARREST = "arrest"
    SUPPLEMENTAL_ARREST = "supplemental arrest"
    COURT = "court"
    CUSTODY = "custody"
    PROBATION = "probation"
    PAROLE = "parole"
    APPLICANT = "applicant"
    REGISTRATION = "registration"
    MENTAL_HEALTH = "mental health"
    DECEASED = "deceased"
    JUVENILE = "juvenile"
    """With a header that says so, or in court at a juvenile court (CAJV)."""
    OTHER = "other"
    """With a header that was read and is none of these (INTERST COMP PAROLEE, FLIGHT/ESCAPE)."""
    UNKNOWN = "unknown"
    """Its header could not be read: it may be any, a conviction too."""


@dataclass(frozen=True)
class Event:
    """An arrest, a day in court, a term of custody and so on.

    Attributes:
        header: the words of its header, as printed.
        qualifier: of custody: JAIL, CDC, CYA, FED & OOS.
        on: its date; None when it is missing, damaged or none of the calendar.
        agency: as printed, spaces joined; None when not read.
        name_code: of the name used (NAM:02 is 2).
        birth_date: the one given at that event.
        strike_box: whether POTENTIAL FELONY STRIKE ENTRY stands after it.
        lines: numbers of all its lines.
    """

    kind: Kind
    header: str
    on: date | None
    agency: str | None
    court: Court | None = None
    qualifier: str = ""
    name_code: int | None = None
    birth_date: date | None = None
    strike_box: bool = False
    counts: tuple[Count, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Supervision:
    """Probation or parole that the head of the sheet names as going on (`PROBATION: EXP:20270101`)."""

    kind: str
    agency: str | None
    until: date | None
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Subject:
    """The person of a sheet, as its head says.

    Attributes:
        cii: the state's number: a letter and 8 digits, or 10 digits.
        names: by their codes; `LAST,FIRST MIDDLE`. The first is the name of record.
        birth_date: the first given; `birth_dates` are all.
        race: in words.
        deceased: numbers of the lines that say that the person has died.
    """

    cii: str | None = None
    names: dict[int, str] = field(default_factory=dict)
    birth_date: date | None = None
    birth_dates: tuple[date, ...] = ()
    sex: str | None = None
    race: str | None = None
    supervision: tuple[Supervision, ...] = ()
    deceased: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One person's sheet, read.

    Attributes:
        cycles: events by cycle, in the order of the sheet.
        lines: all its lines.
        states: what became of each line, by number.
    """

    subject: Subject
    cycles: tuple[tuple[Event, ...], ...]
    lines: tuple[Line, ...]
    states: dict[int, Understood]
    doubts: tuple[Doubt, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """All events, in order."""
        return tuple(event for cycle in self.cycles for event in cycle)
