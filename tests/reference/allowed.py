"""Facts at random: every value that a fact may take, near the places where rules turn, and unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from .facts import Fact
from .strategies import Seeded

YES_OR_NO: tuple[Fact, ...] = (True, False)
YEARS: tuple[Fact, ...] = (0.0, 4.99, 5.0, 5.01, 7.0, 9.99, 10.0, 14.9, 15.0, 30.0)
AGES: tuple[Fact, ...] = (17.0, 18.0, 20.99, 21.0, 21.01, 39.9, 40.0, 49.99, 50.0, 55.0, 64.9, 65.0, 80.0)
COUNTS: tuple[Fact, ...] = (1, 2, 5)

ALLOWED: dict[str, tuple[Fact, ...]] = {
    "section": ("11357", "11358", "11359", "11360", "32", "11530", "602", "666", "487", "288"),
    "subdivision": ("", "a", "b", "c", "d", "e"),
    "code": ("HS", "PC", "VC", "WI"),
    "earlier_relief": ("", "1203.4 PC"),
    "convicted_on": (
        date(1961, 1, 1),
        date(1995, 6, 1),
        date(2011, 10, 1),
        date(2016, 11, 8),
        date(2016, 11, 9),
        date(2018, 5, 5),
    ),
    "age_now": AGES,
    "age_at_conviction": AGES,
    "years_since_conviction": YEARS,
    "years_conviction_free": YEARS,
    "years_felony_free": YEARS,
    "years_since_sentence_ended": (0.0, 0.99, 1.0, 2.0, *YEARS),
    "years_since_unknown_sentence": YEARS,
    "years_since_open_charge": (0.5, 2.99, 3.0, *YEARS),
    "plants": (0, 6, 7, 100),
    "grams": (0.0, 28.5, 28.6),
    "grams_concentrate": (0.0, 4.0, 8.0, 8.1),
    "convictions_on_record": COUNTS,
    "prior_same_section": (0, *COUNTS),
}


def values_of(fact: str) -> tuple[Fact, ...]:
    return ALLOWED.get(fact, YES_OR_NO)


def rows_of_facts(seed: int, names: Iterable[str], rows: int, unknown: int) -> list[dict[str, Fact]]:
    """Rows of facts; about `unknown` of a hundred values are. In scope more often than not."""
    choose, names, made = Seeded(seed), list(names), []
    for _ in range(rows):
        row = {name: None if choose.percent(unknown) else choose.one_of(values_of(name)) for name in names}
        for usual in ("in_county", "is_prop64"):
            row[usual] = True if choose.percent(85) else row[usual]
        for bar in ("relief_granted", "prop64_relief_granted"):
            row[bar] = False if choose.percent(70) else row[bar]
        made.append(row)
    return made


def filled_in(seed: int, rows: Iterable[Mapping[str, Fact]], leave: Iterable[str]) -> list[dict[str, Fact]]:
    """The same rows with every unknown fact settled, one way or another, save those to leave alone."""
    choose, leave = Seeded(seed), set(leave)
    return [
        {
            name: choose.one_of(values_of(name)) if value is None and name not in leave else value
            for name, value in row.items()
        }
        for row in rows
    ]
