"""The Los Angeles pilot's table of fourteen rules, in plain columns, for the truth of fabricated counties.

A fact that no reading of the record could settle (an attempt, a kidnapping, a registration without its offense) is
tried both ways; when the answers differ, the truth is review.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from vacatur.synth.draw import Flags, Ints
from vacatur.synth.offenses import DOUBTFUL, NO, YES

MINIMUM_AGE, CLEAR_YEARS = 50, 10

RULES: tuple[tuple[str, str], ...] = (
    ("out_of_scope", "Relief already granted"),
    ("refer", "Misdemeanor or Infraction"),
    ("not_eligible", "Occurred after 11/09/2016"),
    ("dismiss", "11357(a) or 11357(b)"),
    ("review", "Other 11357"),
    ("not_eligible", "PC 667(e)(2)(c)(iv)"),
    ("not_eligible", "PC 290"),
    ("not_eligible", "Two priors"),
    ("dismiss", "50 years or older"),
    ("dismiss", "21 years or younger"),
    ("dismiss", "Only has 11357-60 charges and completed sentence"),
    ("dismiss", "No convictions in past 10 years"),
    ("review", "Currently serving sentence"),
    ("dismiss", "Deceased"),
    ("review", "No applicable eligibility criteria"),
    ("review", "The record cannot settle it"),
    ("", "Not an offense of Proposition 64"),
    ("", "Not recorded as a conviction"),
)
"""Rules 1 to 14 of the pilot's table with their determination and reason. 0: relief granted earlier, which ends all
questions. 15: what the record cannot tell would change the answer. 16 and 17: convictions that no reader should
list."""

NO_RULE, UNSETTLED, NEIGHBOR, UNRECORDED = 14, 15, 16, 17

_ANSWERS = np.unique([answer for answer, _ in RULES], return_inverse=True)[1].astype(np.int64)


@dataclass(frozen=True)
class Facts:
    """What the table asks of each conviction. The four that may be in doubt hold NO, YES or DOUBTFUL."""

    relief: Flags
    felony: Flags
    after_prop64: Flags
    is_11357: Flags
    small_amount: Flags
    """11357(a) or (b)"""
    strike_before: Ints
    registrable_before: Ints
    two_priors: Ints
    only_prop64: Ints
    age: Ints
    """in whole years as of the run"""
    at_most_21: Flags
    """the 21st birthday is on or after the day of the run"""
    years_clear: Ints
    """whole years since the latest conviction of any kind"""
    completed: Flags
    """every sentence of the person has ended"""
    deceased: Flags


def rule_of(facts: Facts, in_scope: Ints) -> Ints:
    """The rule that is true of each conviction: 0 to 14, or UNSETTLED. `in_scope` is YES or DOUBTFUL."""
    size = len(facts.relief)
    doubts = (facts.strike_before, facts.registrable_before, facts.two_priors, facts.only_prop64)
    found = np.full(size, -1, dtype=np.int64)
    unsettled = np.zeros(size, dtype=np.bool_)
    for world in product((NO, YES), repeat=len(doubts)):
        here = np.ones(size, dtype=np.bool_)
        for fact, value in zip(doubts, world, strict=True):
            here &= (fact == DOUBTFUL) | (fact == value)
        rule = _first_rule(facts, *[np.full(size, value == YES) for value in world])
        unsettled |= here & (found >= 0) & (_ANSWERS[rule] != _ANSWERS[found])
        found = np.where(here & (found < 0), rule, found)
    unsettled |= (in_scope == DOUBTFUL) & (found != 0)
    return np.where(unsettled, UNSETTLED, found)


def _first_rule(facts: Facts, strike: Flags, registrable: Flags, priors: Flags, only_prop64: Flags) -> Ints:
    tests = [
        facts.relief,
        ~facts.felony,
        facts.after_prop64,
        facts.is_11357 & facts.small_amount,
        facts.is_11357,
        strike,
        registrable,
        priors,
        facts.age >= MINIMUM_AGE,
        facts.at_most_21,
        only_prop64 & facts.completed,
        facts.years_clear >= CLEAR_YEARS,
        ~facts.completed,
        facts.deceased,
    ]
    return np.select(tests, list(range(len(tests))), default=NO_RULE).astype(np.int64)
