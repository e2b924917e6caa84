"""What is planted about a chunk of fabricated people: the columns that all other modules share.

A *cycle* is an arrest and what came of it; a *count* is one offense at one step of it (arrest, court, custody), and
has a CNT_ORDER of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from vacatur.synth.draw import Flags, Ints
from vacatur.synth.people import People

CRIMINAL, REGISTRATION, APPLICANT, DECEASED = range(4)
ARREST_ONLY, DISMISSED, CONVICTED = range(3)
ARREST, COURT, CUSTODY = 1, 2, 3

KINDS = ("cannabis", "other", "neighbor", "strike", "registrable", "doubtful")
"""What an arrest is mainly for, by position."""

BASE_SHARES: Mapping[str, float] = {
    "attempt": 0.003,
    "wrong_code": 0.0,
    "relief_granted": 0.03,
    "bare_registration": 0.001,
    "near_neighbor": 0.0,
    "same_count_key": 0.0,
    "missing_disposition": 0.0,
    "charge_differs": 0.04,
}
"""How often legal situations of their own are planted in a county without faults."""


@dataclass
class Cycles:
    """Arrests and other entries, in columns."""

    person: Ints
    day: Ints
    entry: Ints
    """CRIMINAL, REGISTRATION, APPLICANT or DECEASED"""
    kind: Ints
    """position in KINDS of the main offense"""
    county: Ints
    outcome: Ints
    court_day: Ints
    luck: Ints
    """0 to 999,999: chooses the main offense; the same in all cannabis arrests of a person who repeats one offense"""
    number: Ints
    """101, 102 ... by date within the person"""


@dataclass
class Counts:
    """Offenses at a step, in columns."""

    cycle: Ints
    step: Ints
    number: Ints
    charge: Ints
    """position in the catalogue of what the person was charged with"""
    offense: Ints
    """... and convicted of"""
    grade: Ints
    """0 felony, 1 misdemeanor, 2 infraction"""
    convicted: Flags
    recorded: Flags
    """false: a conviction whose disposition never reached the file"""
    sentence: Ints
    relief: Ints
    key: Ints
    """CNT_ORDER"""


@dataclass
class Histories:
    """All that was planted for a chunk of people."""

    people: People
    cycles: Cycles
    counts: Counts
    county: int
    as_of_day: int
