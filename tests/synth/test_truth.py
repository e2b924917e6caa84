"""The truth of a county planted by hand, against answers worked out on paper from the pilot's table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
import pytest

from vacatur.synth.truth import tell

from .by_hand import Conviction, Person, county_of

AS_OF = date(2020, 7, 1)
YOUNG = date(1980, 1, 1)
"""40 years old as of the run: no rule of age helps."""
RECENT = Conviction("459 PC", date(2015, 1, 1))
"""A burglary five years before the run: the record is neither clear for ten years nor of cannabis only."""


def sale(day: date, **more: object) -> Conviction:
    return Conviction("11359 HS", day, **more)  # type: ignore[arg-type]


def truths(persons: Sequence[Person]) -> pl.DataFrame:
    histories = county_of(persons, AS_OF)
    return tell(histories, pl.Series(["yes"] * len(histories.counts.cycle)))


def answer(*convictions: Conviction, birth: date = YOUNG, **more: date) -> tuple[str, int]:
    """Determination and rule of the last conviction given that is of cannabis."""
    told = truths([Person(birth, convictions, **more)])
    return told["determination"][-1], told["rule"][-1]


CASES: dict[str, tuple[tuple[str, int], tuple[Conviction, ...], dict[str, date]]] = {
    "relief granted earlier ends all questions": (
        ("out_of_scope", 0),
        (sale(date(2005, 3, 1), felony=False, relief="CONV SET ASIDE & DISM PER 1203.4 PC"),),
        {},
    ),
    "a misdemeanor goes to the city attorneys": (("refer", 1), (sale(date(2005, 3, 1), felony=False),), {}),
    "the day Proposition 64 came into force is after it": (("not_eligible", 2), (sale(date(2016, 11, 9)),), {}),
    "the day before is not": (("dismiss", 10), (sale(date(2016, 11, 8)),), {}),
    "concentrated cannabis is dismissed in spite of a super strike": (
        ("dismiss", 3),
        (Conviction("187(A) PC", date(1999, 1, 1)), Conviction("11357(A) HS", date(2005, 3, 1))),
        {},
    ),
    "other possession goes to a person": (("review", 4), (Conviction("11357 HS", date(2005, 3, 1)),), {}),
    "an earlier super strike bars, in any county": (
        ("not_eligible", 5),
        (Conviction("187(A) PC", date(1999, 1, 1), county="KERN"), sale(date(2005, 3, 1))),
        {},
    ),
    "a super strike of the same day does not bar": (
        ("review", 14),
        (Conviction("653F(B) PC", date(2005, 3, 1)), RECENT, sale(date(2005, 3, 1))),
        {},
    ),
    "a later super strike does not bar": (
        ("dismiss", 11),
        (Conviction("653F(B) PC", date(2008, 3, 1)), sale(date(2005, 3, 1))),
        {},
    ),
    "an earlier registrable offense bars": (
        ("not_eligible", 6),
        (Conviction("314.1 PC", date(1999, 1, 1), felony=False), sale(date(2005, 3, 1))),
        {},
    ),
    "two earlier convictions of the section bar, misdemeanors too": (
        ("not_eligible", 7),
        (sale(date(1999, 1, 1), felony=False), sale(date(2001, 1, 1), county="ORANGE"), sale(date(2005, 3, 1))),
        {},
    ),
    "two earlier ones of another section do not": (
        ("dismiss", 10),
        (Conviction("11358 HS", date(1999, 1, 1)), Conviction("11358 HS", date(2001, 1, 1)), sale(date(2005, 3, 1))),
        {},
    ),
    "fifty on the day of the run": (("dismiss", 8), (RECENT, sale(date(2005, 3, 1))), {"birth": date(1970, 7, 1)}),
    "fifty on the day after": (("review", 14), (RECENT, sale(date(2005, 3, 1))), {"birth": date(1970, 7, 2)}),
    "twenty-one on the day of the run": (
        ("dismiss", 9),
        (RECENT, sale(date(2016, 6, 1))),
        {"birth": date(1999, 7, 1)},
    ),
    "twenty-one on the day before": (("review", 14), (RECENT, sale(date(2016, 6, 1))), {"birth": date(1999, 6, 30)}),
    "the last sentence ends on the day of the run": (("dismiss", 10), (sale(date(2016, 7, 1), months=48),), {}),
    "the last sentence ends on the day after": (("review", 12), (sale(date(2016, 7, 2), months=48),), {}),
    "the last conviction is ten years old on the day of the run": (
        ("dismiss", 11),
        (Conviction("459 PC", date(2010, 7, 1)), sale(date(2005, 3, 1))),
        {},
    ),
    "it is ten years old on the day after": (
        ("review", 14),
        (Conviction("459 PC", date(2010, 7, 2)), sale(date(2005, 3, 1))),
        {},
    ),
    "a sentence has not ended": (
        ("review", 12),
        (Conviction("187(A) PC", date(2012, 1, 1), months=180), sale(date(2005, 3, 1))),
        {},
    ),
    "deceased": (("dismiss", 13), (RECENT, sale(date(2005, 3, 1))), {"died": date(2019, 1, 1)}),
    "none of these": (("review", 14), (RECENT, sale(date(2005, 3, 1))), {}),
    "an attempt is for a person to read": (("review", 15), (Conviction("664/11359 HS", date(2005, 3, 1)),), {}),
    "so is the wrong code": (("review", 15), (Conviction("11359 PC", date(2005, 3, 1)),), {}),
    "a kidnapping before may be a super strike": (
        ("review", 15),
        (Conviction("207(A) PC", date(1999, 1, 1)), sale(date(2005, 3, 1))),
        {},
    ),
    "which does not matter where the answer is the same": (
        ("not_eligible", 7),
        (
            Conviction("207(A) PC", date(1998, 1, 1)),
            sale(date(1999, 1, 1)),
            sale(date(2001, 1, 1)),
            sale(date(2005, 3, 1)),
        ),
        {},
    ),
    "a bare registration may hide an offense before": (
        ("review", 15),
        (sale(date(2005, 3, 1)),),
        {"registered": date(2012, 1, 1)},
    ),
    "a registration that an offense explains does not": (
        ("dismiss", 8),
        (Conviction("314.1 PC", date(2011, 1, 1)), sale(date(2005, 3, 1))),
        {"registered": date(2012, 1, 1), "birth": date(1960, 1, 1)},
    ),
    "an attempt may be the second prior": (
        ("review", 15),
        (Conviction("664/11359 HS", date(1999, 1, 1)), sale(date(2001, 1, 1)), sale(date(2005, 3, 1))),
        {},
    ),
    "a conviction that never was recorded bars nothing": (
        ("dismiss", 10),
        (Conviction("187(A) PC", date(1999, 1, 1), recorded=False), sale(date(2005, 3, 1))),
        {},
    ),
    "an offense that only looks like it is not listed": (
        ("", 16),
        (Conviction("11357.5(B) HS", date(2005, 3, 1)),),
        {},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_truth_of_a_record_written_by_hand(name: str) -> None:
    expected, convictions, more = CASES[name]
    assert answer(*convictions, **more) == expected


def test_one_row_for_each_cannabis_conviction_of_the_county_and_none_elsewhere() -> None:
    told = truths(
        [
            Person(YOUNG, [sale(date(2001, 1, 1), county="KERN"), RECENT]),
            Person(YOUNG, [sale(date(2001, 1, 1)), sale(date(2003, 1, 1))]),
        ]
    )
    assert told["person_id"].to_list() == ["P1", "P1"]
    assert told["count_key"].to_list() == ["101002001000", "102002001000"]


def test_the_facts_behind_an_answer() -> None:
    told = truths([Person(date(1980, 3, 2), [RECENT, sale(date(2001, 3, 1), months=36)], died=date(2019, 1, 1))]).row(
        0, named=True
    )
    assert (told["age_at_conviction"], told["age_as_of"]) == (20, 40)
    assert (told["convicted_on"], told["sentence_end"]) == ("20010301", "20040301")
    assert (told["felony"], told["deceased"], told["only_prop64_on_record"]) == ("yes", "yes", "no")
    assert (told["years_conviction_free"], told["convictions_on_record"]) == (5, 2)
