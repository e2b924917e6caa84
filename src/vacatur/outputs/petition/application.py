"""What is asked of one court in one case of one person: the convictions, what was decided of each, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

Severity = Literal["felony", "misdemeanor", "infraction"]
Ground = Literal["fulfilled", "discharged", "interests"]
"""Why PC 1203.4 (or 1203.4a) is asked: probation fulfilled (or a law-abiding life), discharged early, or the interests
of justice."""
Term = Literal["split", "straight", "prison"]
"""How a felony was sentenced, for PC 1203.41: county jail with mandatory supervision, without it, or state prison."""


class Remedy(StrEnum):
    """What is asked for a conviction."""

    DISMISSAL = "dismissal"
    """HS 11361.8: the sentence dismissed as legally invalid (b), or the conviction dismissed and sealed (f)."""
    REDESIGNATION = "redesignation"
    """HS 11361.8(e), (f): a completed sentence, as a misdemeanor or infraction."""
    RESENTENCING = "resentencing"
    """HS 11361.8(a), (b): a sentence being served, as a misdemeanor or infraction."""
    PC_17B = "pc-17b"
    PC_17B_1 = "pc-17b-1"
    """PC 17(b)(1): a wobbler that its own sentence made a misdemeanor, declared to be one."""
    PC_1170_18 = "pc-1170.18"
    PC_1203_4 = "pc-1203.4"
    PC_1203_4A = "pc-1203.4a"
    PC_1203_41 = "pc-1203.41"
    PC_1203_42 = "pc-1203.42"

    @property
    def family(self) -> Family:
        """The kind of paper that asks for it."""
        if self in (Remedy.DISMISSAL, Remedy.REDESIGNATION, Remedy.RESENTENCING):
            return Family.CANNABIS
        own = {Remedy.PC_1170_18: Family.PROP_47, Remedy.PC_17B_1: Family.BY_SENTENCE}
        return own.get(self, Family.DISMISSAL)


class Family(StrEnum):
    """A kind of paper."""

    CANNABIS = "hs-11361.8"
    """Petition (b) or application (f) under HS 11361.8."""
    DISMISSAL = "pc-1203.4"
    """Petition under PC 17(b), 1203.4, 1203.4a, 1203.41 and 1203.42: one form, CR-180."""
    PROP_47 = "pc-1170.18"
    BY_SENTENCE = "pc-17b-1"
    """Petition to declare what a sentence did by itself: PC 17(b)(1)."""


@dataclass(frozen=True)
class Conviction:
    """One count of conviction, and what is asked for it.

    Attributes:
        code: HS, PC, VC and so on.
        section: number alone: `11359`.
        subdivision: with its parentheses: `(a)(1)`; empty: none is given.
        attempted: whether it is an attempt (PC 664).
        count: its number, as the record has it; None: unknown.
        convicted_on: None: unknown.
        severity: None: unknown.
        sentence: in words; None: the record gives none.
        serving: whether the sentence is being served; None: the record does not say.
        remedies: what is asked; never empty. One of HS 11361.8 at most.
        reason: why, in a plain sentence, as the pack gives it.
        citation: of that reason.
        becomes: what it is redesignated as, or resentenced as; None: the decision leaves it open.
        at_least: whether more than the remedy may be due: dismissal, where amounts were within what is lawful now.
        ground: of PC 1203.4 or 1203.4a; None: not settled.
        term: for PC 1203.41; None: not settled.
        reducible: whether it may be reduced to a misdemeanor under PC 17(b); None: unknown.
        to_infraction: whether it may be reduced to an infraction under PC 17(d)(2); None: unknown.
        unknown: facts that would settle the decision, in words: printed for the attorney.
    """

    code: str
    section: str
    remedies: tuple[Remedy, ...]
    reason: str
    citation: str
    subdivision: str = ""
    attempted: bool = False
    count: str | None = None
    convicted_on: date | None = None
    severity: Severity | None = None
    sentence: str | None = None
    serving: bool | None = None
    becomes: Literal["misdemeanor", "infraction"] | None = None
    at_least: bool = False
    ground: Ground | None = None
    term: Term | None = None
    reducible: bool | None = None
    to_infraction: bool | None = None
    unknown: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.remedies:
            raise ValueError("a conviction for which nothing is asked is in no application")
        if len([each for each in self.remedies if each.family is Family.CANNABIS]) > 1:
            raise ValueError("a conviction asks for one remedy of HS 11361.8")

    def remedy_of(self, family: Family) -> Remedy | None:
        """The first of its remedies that a kind of paper asks for."""
        return next((each for each in self.remedies if each.family is family), None)

    @property
    def statute(self) -> str:
        """As a form writes it: `11359(b)`; `664/11359` for an attempt."""
        return f"{'664/' if self.attempted else ''}{self.section}{self.subdivision}"


@dataclass(frozen=True)
class Application:
    """What is asked in one case.

    Attributes:
        county: one of the 58, in any letters: `LOS ANGELES`; None: not settled.
        court: in plain words, as the record names it: `Superior Court, Los Angeles (Van Nuys)`; None: not read.
        case_number: None: not read.
        defendant: as it is to be printed: `Ada B. Fictitious`; None: not read.
        known_as: another name under which the person was convicted there; None: the same.
        birth_date: for forms that ask for it; None: unknown.
        convictions: in the order of the record; never empty.
    """

    county: str | None
    court: str | None
    case_number: str | None
    defendant: str | None
    convictions: tuple[Conviction, ...]
    known_as: str | None = None
    birth_date: date | None = None

    def __post_init__(self) -> None:
        if not self.convictions:
            raise ValueError("an application is about at least one conviction")

    @property
    def families(self) -> list[Family]:
        """The kinds of paper that it takes, in the order of `Family`."""
        asked = {remedy.family for conviction in self.convictions for remedy in conviction.remedies}
        return [family for family in Family if family in asked]

    def asking(self, family: Family) -> list[Conviction]:
        """Its convictions for which a kind of paper asks something."""
        return [each for each in self.convictions if each.remedy_of(family) is not None]
