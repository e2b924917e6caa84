"""California's counties, and fabricated agencies and courts in each."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from vacatur.synth.draw import Ints

COUNTIES = (
    "ALAMEDA",
    "ALPINE",
    "AMADOR",
    "BUTTE",
    "CALAVERAS",
    "COLUSA",
    "CONTRA COSTA",
    "DEL NORTE",
    "EL DORADO",
    "FRESNO",
    "GLENN",
    "HUMBOLDT",
    "IMPERIAL",
    "INYO",
    "KERN",
    "KINGS",
    "LAKE",
    "LASSEN",
    "LOS ANGELES",
    "MADERA",
    "MARIN",
    "MARIPOSA",
    "MENDOCINO",
    "MERCED",
    "MODOC",
    "MONO",
    "MONTEREY",
    "NAPA",
    "NEVADA",
    "ORANGE",
    "PLACER",
    "PLUMAS",
    "RIVERSIDE",
    "SACRAMENTO",
    "SAN BENITO",
    "SAN BERNARDINO",
    "SAN DIEGO",
    "SAN FRANCISCO",
    "SAN JOAQUIN",
    "SAN LUIS OBISPO",
    "SAN MATEO",
    "SANTA BARBARA",
    "SANTA CLARA",
    "SANTA CRUZ",
    "SHASTA",
    "SIERRA",
    "SISKIYOU",
    "SOLANO",
    "SONOMA",
    "STANISLAUS",
    "SUTTER",
    "TEHAMA",
    "TRINITY",
    "TULARE",
    "TUOLUMNE",
    "VENTURA",
    "YOLO",
    "YUBA",
)

SHERIFF = "CASO"
_SHERIFFS = 4
"""Where a county is not described below, every fourth arrest is the sheriff's."""

_CITIES = {
    "SAN BERNARDINO": ("SAN BERNARDINO", "FONTANA", "ONTARIO"),
    "RIVERSIDE": ("RIVERSIDE", "INDIO"),
    "ALAMEDA": ("OAKLAND", "HAYWARD", "BERKELEY"),
    "CONTRA COSTA": ("RICHMOND", "CONCORD"),
    "SANTA CLARA": ("SAN JOSE", "SUNNYVALE"),
    "SAN JOAQUIN": ("STOCKTON", "LODI"),
    "KERN": ("BAKERSFIELD",),
    "VENTURA": ("VENTURA", "OXNARD"),
    "SHASTA": ("REDDING",),
    "HUMBOLDT": ("EUREKA",),
    "MENDOCINO": ("UKIAH",),
    "SOLANO": ("FAIRFIELD",),
    "SONOMA": ("SANTA ROSA",),
    "STANISLAUS": ("MODESTO",),
}
"""Cities with police and a court of their own."""

_ARRESTS = {
    "LOS ANGELES": (
        ("LOS ANGELES", "LOS ANGELES"),
        ("LONG BEACH", "LONG BEACH"),
        ("LOS ANGELES", "VAN NUYS"),
        (SHERIFF, "COMPTON"),
        ("PASADENA", "PASADENA"),
        ("INGLEWOOD", "INGLEWOOD"),
        ("LOS ANGELES", "SAN FERNANDO"),
        ("TORRANCE", "TORRANCE"),
        ("SANTA MONICA", "SANTA MONICA"),
        (SHERIFF, "NORWALK"),
        ("BURBANK", "BURBANK"),
        ("HAWTHORNE", "INGLEWOOD"),
        ("REDONDO BEACH", "TORRANCE"),
        ("LOS ANGELES", "LOS ANGELES"),
        ("COMPTON", "COMPTON"),
        ("LONG BEACH", "LONG BEACH"),
        ("HERMOSA BEACH", "TORRANCE"),
        ("POMONA", "POMONA"),
        ("GLENDALE", "GLENDALE"),
        (SHERIFF, "LANCASTER"),
    ),
    "ORANGE": (
        ("SANTA ANA", "SANTA ANA"),
        ("ANAHEIM", "FULLERTON"),
        ("WESTMINSTER", "WESTMINSTER"),
        (SHERIFF, "SANTA ANA"),
    ),
    "SAN DIEGO": (
        ("SAN DIEGO", "SAN DIEGO"),
        ("EL CAJON", "EL CAJON"),
        ("OCEANSIDE", "VISTA"),
        ("SAN DIEGO", "SAN DIEGO"),
        (SHERIFF, "VISTA"),
    ),
}
"""Who arrests, and the court that hears the case, in turn: a city's police, or the sheriff."""

_MOVED = ("SANTA MONICA", 20040614, "WEST LA AIRPORT")
"""A court, the day from which its criminal cases were heard elsewhere, and where."""

_BUSY = {
    "ORANGE": 60,
    "SAN BERNARDINO": 60,
    "RIVERSIDE": 45,
    "SAN DIEGO": 45,
    "KERN": 25,
    "VENTURA": 20,
    "LOS ANGELES": 80,
    "ALAMEDA": 25,
    "SACRAMENTO": 20,
    "SANTA CLARA": 20,
    "FRESNO": 15,
    "SAN FRANCISCO": 15,
    "SAN JOAQUIN": 12,
}

POLICE, SUPERIOR, MUNICIPAL, JUSTICE, JUVENILE, STATE, HIGHWAY, MOVED = range(8)
"""Sorts of agencies. MOVED: the superior courts, with those that have moved where they are now."""
_SORTS = 8
_PLACES = 20
"""Agencies of one sort in one county: up to so many, by position."""
MOVED_ON = _MOVED[1]
"""Year, month and day from which the superior courts are those of MOVED."""


@dataclass(frozen=True)
class Agencies:
    """Every agency of the state in columns; an agency is county, sort and place in one number."""

    descriptions: pl.Series
    codes: pl.Series
    types: pl.Series
    type_names: pl.Series
    county_codes: pl.Series
    county_names: pl.Series


def county_weights() -> Ints:
    """How often another county turns up in somebody's history."""
    return np.array([_BUSY.get(name, 3) for name in COUNTIES], dtype=np.int64)


def agency(county: Ints, sort: Ints, draw: Ints) -> Ints:
    """The agency of a sort in a county that the number `draw` falls on. The same draw gives the police, and the court
    that hears their city.
    """
    return (county * _SORTS + sort) * _PLACES + draw % _PLACES


def _name(county: str, sort: int, place: int) -> str:
    if county in _ARRESTS:
        who, court = _ARRESTS[county][place % len(_ARRESTS[county])]
    else:
        cities = _CITIES.get(county, (county,))
        court = cities[place % len(cities)]
        who = SHERIFF if place % _SHERIFFS == _SHERIFFS - 1 else court
    if sort == POLICE:
        return f"{SHERIFF} {county}" if who == SHERIFF else f"CAPD {who}"
    if sort == JUVENILE:
        return f"CAJV {county}"
    if sort == STATE:
        return "CADC SACRAMENTO" if place % 2 else "CAAG SACRAMENTO"
    if sort == HIGHWAY:
        return f"CAHP {county}"
    if sort == MOVED:
        return f"CASC {_MOVED[2] if court == _MOVED[0] else court}"
    return f"{('CASC', 'CAMC', 'CAJC')[sort - SUPERIOR]} {court}"


def agencies() -> Agencies:
    """The table that `agency` points into."""
    spots = [(c, s, p) for c in range(len(COUNTIES)) for s in range(_SORTS) for p in range(_PLACES)]
    arrests = [s in (POLICE, STATE, HIGHWAY) for _, s, _ in spots]
    return Agencies(
        descriptions=pl.Series([_name(COUNTIES[c], s, p) for c, s, p in spots]),
        codes=pl.Series([f"CA{c + 1:03d}{s * _PLACES + p:02d}{'00' if s == POLICE else '3J'}" for c, s, p in spots]),
        types=pl.Series(["1" if arrest else "2" for arrest in arrests]),
        type_names=pl.Series(["LAW ENFORCEMENT AGENCY" if arrest else "COURT" for arrest in arrests]),
        county_codes=pl.Series([f"{c + 1:02d}" for c, _, _ in spots]),
        county_names=pl.Series([COUNTIES[c] for c, _, _ in spots]),
    )
