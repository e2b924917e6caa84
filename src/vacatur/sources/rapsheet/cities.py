"""The counties and places of California, by their names.

The table `cities.csv` has the 483 incorporated cities and towns, the county seats that are none, and towns, quarters
and court districts after which agencies are known to be named. Its source is general knowledge of public geography, not
checked against an official list: mark K. A name of which we are not sure, or which other places bear too, has mark U.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

COUNTIES: tuple[str, ...] = tuple(
    """ALAMEDA|ALPINE|AMADOR|BUTTE|CALAVERAS|COLUSA|CONTRA COSTA|DEL NORTE|EL DORADO|FRESNO|GLENN|HUMBOLDT
    |IMPERIAL|INYO|KERN|KINGS|LAKE|LASSEN|LOS ANGELES|MADERA|MARIN|MARIPOSA|MENDOCINO|MERCED|MODOC|MONO
    |MONTEREY|NAPA|NEVADA|ORANGE|PLACER|PLUMAS|RIVERSIDE|SACRAMENTO|SAN BENITO|SAN BERNARDINO|SAN DIEGO
    |SAN FRANCISCO|SAN JOAQUIN|SAN LUIS OBISPO|SAN MATEO|SANTA BARBARA|SANTA CLARA|SANTA CRUZ|SHASTA|SIERRA
    |SISKIYOU|SOLANO|SONOMA|STANISLAUS|SUTTER|TEHAMA|TRINITY|TULARE|TUOLUMNE|VENTURA|YOLO|YUBA""".replace(
        "\n    ", ""
    ).split("|")
)
"""The 58, in capitals as the state's file writes them."""


@dataclass(frozen=True)
class Place:
    """A county, city, town, quarter or district.

    Attributes:
        name: as it is written: `Van Nuys`.
        county: one of `COUNTIES`.
        sure: whether the table is.
        is_county: whether the whole county is meant.
    """

    name: str
    county: str
    sure: bool = True
    is_county: bool = False


def counties() -> Iterator[tuple[str, Place]]:
    """The 58 counties, by name."""
    for county in COUNTIES:
        yield county, Place(county.title(), county, is_county=True)


@cache
def cities(districts: bool = False) -> tuple[tuple[str, Place], ...]:
    """The places of `cities.csv` by name; districts, by which only courts are named, when asked for."""
    found = []
    with (Path(__file__).parent / "cities.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if districts or row["kind"] != "district":
                found.append((row["text"], Place(row["place"], row["county"], sure=row["mark"] == "K")))
    return tuple(found)
