"""Fabricated persons: who they are, before anything has happened to them.

The shares of race follow what Los Angeles announced in February 2020 of the people its motion covers (45 in 100
Hispanic, 32 Black, 20 White, 3 other or unknown). No name, number or description belongs to anybody.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from vacatur.synth.days import FIRST_ARREST, year_month_day
from vacatur.synth.draw import Flags, Ints, Streams, between, chance, pick
from vacatur.synth.layout import PADDING

RACES = (
    ("H", "HISPANIC", 450),
    ("B", "BLACK", 320),
    ("W", "WHITE", 200),
    ("O", "OTHER", 12),
    ("A", "OTHER ASIAN", 8),
    ("F", "FILIPINO", 5),
    ("X", "UNKNOWN", 5),
)

_DECADES = {
    1961: 2,
    1966: 4,
    1970: 10,
    1976: 14,
    1980: 26,
    1986: 30,
    1991: 30,
    1996: 32,
    2001: 34,
    2006: 40,
    2011: 28,
    2015: 16,
    2017: 8,
}
"""How busy cannabis arrests are from each year on, until the next."""

_AGES = {
    16: 1,
    17: 1,
    18: 9,
    19: 10,
    20: 10,
    21: 9,
    22: 8,
    23: 7,
    24: 6,
    25: 6,
    26: 5,
    27: 5,
    28: 4,
    29: 4,
    30: 3,
    31: 3,
    32: 3,
    33: 2,
    34: 2,
    35: 2,
    36: 2,
    37: 2,
    38: 2,
    39: 1,
    40: 1,
    42: 1,
    44: 1,
    46: 1,
    48: 1,
    51: 1,
    55: 1,
    60: 1,
}

_LAST_NAMES = {
    "H": (
        "GARCIA,HERNANDEZ,MARTINEZ,LOPEZ,GONZALEZ,PEREZ,RODRIGUEZ,SANCHEZ,RAMIREZ,CRUZ,FLORES,GOMEZ,MORALES,REYES,"
        "VASQUEZ,MENDOZA,ORTEGA,SALAZAR,DE LA CRUZ,ZAVALA,IBARRA,OROZCO,VILLA,NUÑEZ,MUÑOZ,PEÑA"
    ),
    "B": (
        "WASHINGTON,JEFFERSON,JACKSON,ROBINSON,HARRIS,COLEMAN,BROOKS,BANKS,DORSEY,GAINES,HOLLOWAY,TILLMAN,MOSLEY,"
        "PETTWAY,RAY,WINSTON,LEE,YOUNG"
    ),
    "W": (
        "MILLER,BAKER,COOPER,OLSEN,SCHMIDT,KELLY,O'BRIEN,FLYNN,HOFFMAN,LARSEN,NORRIS,PALMER,QUINN,RUSSO,SNYDER,"
        "TURNER,VANCE,WEBB,SMITH-REED,YATES"
    ),
    "*": "NGUYEN,KIM,PARK,CHEN,TRAN,SANTOS,REYES,SINGH,PATEL,TUPUA,LEE,YOUNG,BAHRAMI,ADAMYAN",
}
_FIRST_NAMES = {
    "M": (
        "JOSE,JUAN,LUIS,CARLOS,MIGUEL,DAVID,JAMES,ROBERT,MICHAEL,ANTHONY,KEVIN,MARCUS,ANDRE,TYRONE,ERIC,BRIAN,PAUL,"
        "DANIEL,OSCAR,HECTOR,RAYMOND,TERRENCE,STEVEN,VICTOR"
    ),
    "F": "MARIA,ANA,ROSA,LINDA,PATRICIA,DENISE,MICHELLE,KAREN,ANGELA,TANYA,LATOYA,SUSAN,TERESA,CYNTHIA,GLORIA,JESSICA",
}
_EYES = (("BRO", "BROWN", 76), ("BLK", "BLACK", 6), ("BLU", "BLUE", 9), ("GRN", "GREEN", 4), ("HAZ", "HAZEL", 5))
_HAIRS = (("BLK", "BLACK", 55), ("BRO", "BROWN", 36), ("BLN", "BLOND", 5), ("GRY", "GRAY", 2), ("RED", "RED", 2))
_BIRTHPLACES = (
    ("CA", "CALIFORNIA", 62),
    ("MM", "MEXICO", 16),
    ("TX", "TEXAS", 5),
    ("LA", "LOUISIANA", 3),
    ("ES", "EL SALVADOR", 4),
    ("GT", "GUATEMALA", 2),
    ("NY", "NEW YORK", 2),
    ("YY", "UNKNOWN", 6),
)

ADULT_DAYS = 6575
"""Days from birth to the eighteenth birthday, give or take one: the age is planted, not decided, by it."""


@dataclass(frozen=True)
class People:
    """Persons in columns. Days count from 1 January 1970."""

    birth_day: Ints
    first_arrest_day: Ints
    """of the cannabis arrest in the county that brings the person into the file"""
    female: Flags
    cells: dict[str, pl.Series]
    """the columns of the file that say who the person is, by name, as written in the file"""

    def __len__(self) -> int:
        return len(self.birth_day)


def _subjects(first: int, count: int) -> Ints:
    """Eight digits a person, all different, in no visible order."""
    return 10_000_000 + (np.arange(first, first + count, dtype=np.int64) * 48_271_193 + 7_919) % 90_000_001


def _arrest_days(streams: Streams, count: int, as_of_day: int) -> Ints:
    rng = streams("cannabis arrest")
    last = as_of_day - 30
    last_year = int(year_month_day(np.array([last]))[0]) // 10_000
    years = list(range(1961, last_year + 1))
    starts = sorted(_DECADES)
    weights = [_DECADES[max(s for s in starts if s <= year)] for year in years]
    year = np.array(years, dtype=np.int64)[pick(rng, weights, count)]
    first = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    days = first + between(rng, 0, 364, count)
    return np.maximum(np.where(days > last, last - between(rng, 0, 364, count), days), FIRST_ARREST)


def _look(names: list[str], draw: Ints) -> pl.Series:
    return pl.Series(names).gather(draw)


def _names(streams: Streams, race: Ints, female: Flags) -> pl.Series:
    """LAST,FIRST M in quotes, since the comma is part of it."""
    count = len(race)
    rng = streams("names")
    draw = between(rng, 0, 1 << 30, count)
    last = [_LAST_NAMES.get(code, _LAST_NAMES["*"]).split(",") for code, _, _ in RACES]
    width = max(map(len, last))
    flat = [names[i % len(names)] for names in last for i in range(width)]
    first = [_FIRST_NAMES[sex].split(",") for sex in "MF"]
    flat_first = [names[i % len(names)] for names in first for i in range(24)]
    middles = [f" {letter}" for letter in "ABCDEFGHIJKLMNOPRSTVW"] + ["", "", "", ""]
    return pl.select(
        pl.concat_str(
            pl.lit('"'),
            _look(flat, race * width + draw % width),
            pl.lit(","),
            _look(flat_first, female.astype(np.int64) * 24 + (draw >> 8) % 24),
            _look(middles, (draw >> 16) % len(middles)),
            pl.lit('"'),
        )
    ).to_series()


def _numbers(prefix: str, digits: int, draw: Ints) -> pl.Series:
    text = pl.Series(draw % 10**digits).cast(pl.String).str.zfill(digits)
    return pl.select(pl.lit(prefix) + text).to_series()


def fabricate_people(streams: Streams, first: int, count: int, as_of_day: int) -> People:
    """The people numbered `first` to `first + count - 1` of a county."""
    arrest = _arrest_days(streams, count, as_of_day)
    rng = streams("persons")
    ages = np.array(list(_AGES), dtype=np.int64)[pick(rng, list(_AGES.values()), count)]
    # A birthday 1 to 364 days before the arrest's anniversary, so that the age at arrest is the planted one.
    birth = arrest - (ages * 1461) // 4 - between(rng, 2, 362, count)
    female = chance(rng, 0.14, count)
    race = pick(rng, [weight for *_, weight in RACES], count)
    return People(birth, arrest, female, _cells(streams, first, race, female))


def _cells(streams: Streams, first: int, race: Ints, female: Flags) -> dict[str, pl.Series]:
    count = len(race)
    rng = streams("descriptions")
    draw = [between(rng, 0, 10**9 - 1, count) for _ in range(5)]
    eye, hair, born = (pick(rng, [w for *_, w in table], count) for table in (_EYES, _HAIRS, _BIRTHPLACES))
    subject = _subjects(first, count)
    name = _names(streams, race, female)
    sex = _look(["M", "F"], female.astype(np.int64))
    inches = between(rng, 0, 14, count) - 4 * female.astype(np.int64) + 64
    height = inches // 12 * 100 + inches % 12
    return {
        "RECORD_ID": pl.Series(100_000_000 + first + np.arange(count)).cast(pl.String),
        "SUBJECT_STATUS": _look(["A", "A", "A", "I"], draw[0] % 4),
        "SUBJECT_ID": pl.Series(subject).cast(pl.String),
        "REQ_CII_NUMBER": _numbers("A", 8, subject),
        "REQ_NAME": name,
        "REQ_GENDER": sex,
        "CII_NUMBER": _numbers("A", 8, subject),
        "PRI_NAME": name,
        "GENDER": sex,
        # No social security number begins with 000.
        "PRI_SSN": _numbers("000", 6, draw[1]),
        "PRI_CDL": _numbers("N", 7, draw[2]),
        "REQ_CDL": _numbers("N", 7, draw[2]),
        "REQ_SSN": _numbers("000", 6, draw[1]),
        "PRI_IDN": _numbers("X", 7, draw[4]),
        "PRI_INN": _numbers("00", 8, draw[4]),
        "SINGLE_SOURCE": _look(["CALIFORNIA DEPARTMENT OF JUSTICE CRIMINAL RECORDS"], draw[4] * 0),
        "MULTI_SOURCE": _look(["BOOKING DIVISION", "DEPARTMENT OF JUSTICE", PADDING], draw[4] % 3),
        "FBI_NUMBER": _numbers("", 6, draw[3]),
        "RACE_CODE": _look([code for code, _, _ in RACES], race),
        "RACE_DESCR": _look([text for _, text, _ in RACES], race),
        "EYE_COLOR_CODE": _look([code for code, _, _ in _EYES], eye),
        "EYE_COLOR_DESCR": _look([text for _, text, _ in _EYES], eye),
        "HAIR_COLOR_CODE": _look([code for code, _, _ in _HAIRS], hair),
        "HAIR_COLOR_DESCR": _look([text for _, text, _ in _HAIRS], hair),
        "HEIGHT": pl.Series(height).cast(pl.String),
        "WEIGHT": pl.Series(115 + draw[4] % 130).cast(pl.String),
        "POB_CODE": _look([code for code, _, _ in _BIRTHPLACES], born),
        "POB_NAME": _look([text for _, text, _ in _BIRTHPLACES], born),
        "POB_TYPE": _look(["STATE OR COUNTRY", PADDING], (born == len(_BIRTHPLACES) - 1).astype(np.int64)),
        "CITIZENSHIP_LIST": _look(["UNITED STATES OF AMERICA", "UNKNOWN", PADDING], draw[3] % 3),
    }
