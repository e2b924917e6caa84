"""What one fabricated sheet tells, before it is printed: the text and the truth are both made from this."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache

_STATUTE = re.compile(
    r"(?P<attempt>664[/.\-]?(?=\d))?(?P<section>\d+(?:\.\d+)?[A-Z]?)(?P<letters>(?:\([A-Z0-9]+\))*)"
    r"(?: (?P<code>[A-Z]{2}))?(?:-(?P<words>.*))?"
)


@dataclass(frozen=True)
class Statute:
    """An offense.

    Attributes:
        section: without subdivisions and without 664: `11357`.
        letters: the subdivisions as printed: `(B)(2)`.
        code: HS, PC ...; empty where the text gives none.
        attempted: whether it is charged as an attempt.
        text: as the bulk file writes it.
    """

    section: str
    letters: str
    code: str
    words: str
    attempted: bool
    text: str


@cache
def statute(text: str) -> Statute:
    """The parts of an offense as a fabricated county writes it: `664/11358 HS-PLANT/CULTIVATE`."""
    found = _STATUTE.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not an offense of a fabricated county")
    return Statute(
        found["section"],
        found["letters"] or "",
        found["code"] or "",
        found["words"] or "",
        bool(found["attempt"]),
        text,
    )


@dataclass(frozen=True)
class Part:
    """A part of a sentence.

    Attributes:
        place: PROBATION, JAIL, PRISON, MANDATORY SUPERVISION, FINE, RESTITUTION, or other words as printed.
        length: in `unit`s; None where there is none.
        unit: D, M or Y; empty where there is none.
        only_here: the bulk file of the same people does not have it.
    """

    place: str
    length: int | None = None
    unit: str = ""
    suspended: bool = False
    life: bool = False
    only_here: bool = False


@dataclass
class Outcome:
    """A disposition.

    Attributes:
        update: whether it stands under a date of its own, later than the event.
        status: FELONY, MISDEMEANOR or INFRACTION, of a conviction; empty where none is printed.
        offense: of which the person was convicted, where the count names another.
        form: how the sentence is printed: SEN, SEN-X or XSEN (the last two in a comment).
        status_last: the sentence is printed before the status.
        one_line: the date of an update stands on the line of its disposition.
        comments: printed with it, without `COM:`.
        notes: further lines in full: `RECVD BY:CAPA OAKLAND`.
    """

    text: str
    on: date
    update: bool = False
    status: str = ""
    parts: list[Part] = field(default_factory=list)
    offense: Statute | None = None
    form: str = "SEN"
    status_last: bool = False
    one_line: bool = False
    comments: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def convicts(self) -> bool:
        """Whether it is a conviction."""
        return self.text.startswith("CONVICTED")


@dataclass
class Charge:
    """A count.

    Attributes:
        key: CNT_ORDER in the bulk file of the same people; empty for what only the sheet tells.
        words: what is printed where there is no statute: `OUT OF STATE PAROLEE`.
        letter: the type of charge, F, M, I or N; empty where it is not printed.
        by_flag: an attempt is told by the flag -ATTEMPTED and not by 664.
        in_comment: the line says SEE COMMENT FOR CHARGE, and the comment has the offense.
        spaced: blanks stand between section and subdivision.
        hyphen: whether one stands between code and description.
    """

    number: int
    key: str = ""
    case_number: str = ""
    offense: Statute | None = None
    words: str = ""
    letter: str = ""
    flags: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    by_flag: bool = False
    in_comment: bool = False
    spaced: bool = False
    hyphen: bool = True
    realigned: bool = False
    """a line `1170(H) PC-SENTENCING` stands before the charge"""


@dataclass
class Happening:
    """An event.

    Attributes:
        kind: as in the truth: arrest, supplemental arrest, court, juvenile, custody, probation, parole, applicant,
            registration, mental health, deceased, other.
        header: as printed, its colon included; empty for a registration after another in its cycle.
        county: of the agency; empty for the state's and for those outside California.
        as_range: positions (first, last) of counts that are printed as one: `CNT:03-004`.
        strike_box: POTENTIAL FELONY STRIKE ENTRY stands after it.
    """

    kind: str
    header: str
    on: date
    agency: str
    county: str
    counts: list[Charge] = field(default_factory=list)
    qualifier: str = ""
    name_code: int | None = 1
    birth_date: date | None = None
    strike_box: bool = False
    as_range: tuple[int, int] | None = None


@dataclass(frozen=True)
class Supervised:
    """Supervision that the head of the sheet tells of."""

    kind: str
    agency: str
    number: str
    until: date | None


@dataclass
class Person:
    """Who the sheet is of."""

    person_id: str
    cii: str
    names: dict[int, str]
    birth_date: date
    birth_dates: list[date]
    sex: str
    race: str
    cells: dict[str, str]
    """columns of the bulk file that describe the person"""
    supervision: list[Supervised] = field(default_factory=list)


@dataclass
class Story:
    """All that a sheet tells.

    Attributes:
        cycles: events by cycle, in the order of the sheet.
        unsettled: why a careful reader may say "review" where the bulk file of the same people gives an answer.
        decisions: of each cannabis conviction what is true under the Los Angeles pilot, as beside the bulk file.
    """

    person: Person
    cycles: list[list[Happening]]
    as_of: date
    unsettled: list[str] = field(default_factory=list)
    decisions: list[dict[str, object]] = field(default_factory=list)

    @property
    def events(self) -> list[Happening]:
        """All events, in order."""
        return [event for cycle in self.cycles for event in cycle]
