"""Who prosecutes what: the District Attorney of each county, and the cities that prosecute misdemeanors of their own.

The state's file names no prosecutor. What there is to infer one from is in the tables of `agencies/`: which city an
arresting agency polices, and which cities a court hears, each with source, mark and dates in force.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache

from vacatur.errors import UsageError
from vacatur.law.agency_tables import ANY_COUNTY, NO_CITY, Row, Tables, day, key_of, read_tables

DISTRICT_ATTORNEY = "district attorney"
_MUNICIPAL_STILL = ("CASCMC", "CAMC")
"""How the state's file begins the name of a superior court that was a municipal court, and of a municipal court."""

_COURT_KINDS = ("CASC", "CASC MC", "CAMC", "CAJC", "CAJV")
"""How the state's file begins the name of a court of California."""


@dataclass(frozen=True)
class Prosecutor:
    """An office that prosecutes, for as long as a row of the table says.

    Attributes:
        id: `da-los-angeles`, `city-long-beach`.
        name: who asks: `District Attorney of Los Angeles County`.
        office: as a caption prints it: `Office of the District Attorney, County of Los Angeles`.
        city: as the state's file spells it; None for the District Attorney.
        county: as the state's file spells it.
        kind: district attorney, city attorney or city prosecutor.
        cities: whose misdemeanors and infractions it prosecutes; empty for the District Attorney.
        in_force_from: first day on which it prosecuted them; None: no such day is known, and it is taken for every
            earlier day.
        in_force_until: last such day; None: still.
        certain: whether sources agree that it prosecuted in that time; where not, its cases are unclear.
        source: what says so.
        mark: C confirmed, S secondary source only, K unconfirmed.
        note: what else is known, and what is not.
    """

    id: str
    name: str
    office: str
    city: str | None
    county: str
    kind: str
    cities: tuple[str, ...]
    in_force_from: date | None
    in_force_until: date | None
    certain: bool
    source: str
    mark: str
    note: str


@dataclass(frozen=True)
class Agency:
    """Who arrests, as far as the place of the offense can be told from it.

    Attributes:
        kind: police (of one city), sheriff (of unincorporated areas and cities that contract with him) or anywhere.
        city: that which police are of; for a sheriff a city with a prosecutor of its own that he may be policing.
    """

    kind: str
    city: str


@dataclass(frozen=True)
class Court:
    """A courthouse.

    Attributes:
        name: by which hearings name it.
        superior: whether it is named as a superior court that was never a municipal court.
    """

    name: str
    superior: bool


class Jurisdiction:
    """One county: its prosecutors, who arrests where in it, and which cities its courts hear.

    Attributes:
        county: as the state's file spells it.
        district_attorney: of the county.
        prosecutors: the District Attorney, then the cities', in the order of the table.
        unified_on: the day from which its superior court hears misdemeanors too; None: not known.
        turns: the days, in order, on which anything that the tables say of it begins or has ended.
    """

    def __init__(self, county: str, tables: Tables) -> None:
        row = next(row for row in tables.counties if row["county"] == county)
        self.county = county
        self.district_attorney = _district_attorney(row)
        self.unified_on = day(row["unified_on"])
        cities = [row for row in tables.prosecutors if row["county"] == county]
        self.prosecutors = (self.district_attorney, *(_city_prosecutor(row) for row in cities))
        agencies = [row for row in tables.agencies if row["county"] in (county, ANY_COUNTY)]
        self._agencies = [(key_of(row["text"]), row["text"].endswith("*"), row) for row in agencies]
        self._courts = _courts(row for row in tables.courts if row["county"] == county)
        abroad = _courts(row for row in tables.courts if row["county"] != county)
        others = [row["county"] for row in tables.counties if row["county"] != county]
        self._courts_elsewhere = {*abroad, *(key_of(f"{kind} {other}") for kind in _COURT_KINDS for other in others)}
        self._hearings = [row for row in tables.hearings if row["county"] == county]
        self.turns = _turns([*cities, *agencies, *self._hearings], self.unified_on)

    def agency(self, text: str, on: date) -> Agency | None:
        """Who is named as arresting agency on a day; None when the table does not know."""
        key = key_of(text)
        for listed, begins, row in self._agencies:
            if (key.startswith(listed) if begins else key == listed) and in_force(row, on):
                return Agency(row["kind"], row["city"])
        return None

    def court(self, text: str) -> Court | None:
        """The courthouse that a text names; None when the table does not know."""
        return self._courts.get(key_of(text))

    def is_elsewhere(self, text: str) -> bool:
        """Whether a court is known to be in another county and not in this one: it bears that county's name and no
        more, or the table has it there.
        """
        key = key_of(text)
        return key in self._courts_elsewhere and key not in self._courts

    def cities_of(self, court: Court, on: date) -> frozenset[str]:
        """The cities that a court is known to hear on a day. Others may be among its cases, unless `hears_none`."""
        rows = [row for row in self._hearings if row["court"] == court.name and in_force(row, on)]
        return frozenset(row["city"] for row in rows if row["city"] != NO_CITY)

    def hears_none(self, court: Court, on: date) -> bool:
        """Whether a court is known to hear no city with a prosecutor of its own."""
        rows = [row for row in self._hearings if row["court"] == court.name and row["city"] == NO_CITY]
        return any(in_force(row, on) for row in rows)

    def prosecutor_of(self, city: str, on: date) -> Prosecutor:
        """Whose the misdemeanors of a city are on a day."""
        for prosecutor in self.prosecutors:
            first, last = prosecutor.in_force_from or date.min, prosecutor.in_force_until or date.max
            if city in prosecutor.cities and first <= on <= last:
                return prosecutor
        return self.district_attorney


def in_force(row: Row, on: date) -> bool:
    """Whether a row holds on a day."""
    return (day(row["from"]) or date.min) <= on <= (day(row["until"]) or date.max)


@cache
def jurisdiction_of(county: str) -> Jurisdiction:
    """What the tables that come with the program say of a county.

    Args:
        county: as the state's file spells it: `LOS ANGELES`.

    Raises:
        UsageError: California has no such county; the sentence names the nearest.
        PackError: a table is wrong.
    """
    tables = read_tables()
    name, known = county.strip().upper(), [row["county"] for row in tables.counties]
    if name not in known:
        close = get_close_matches(name, known, n=3)
        meant = f" Did you mean {' or '.join(close)}?" if close else ""
        raise UsageError(f"Who prosecutes in {county!r} is not known: California has no county of that name.{meant}")
    return Jurisdiction(name, tables)


def prosecutors_of(county: str) -> list[Prosecutor]:
    """The District Attorney of a county, then the cities that prosecute misdemeanors of their own.

    Raises:
        UsageError: California has no such county.
    """
    return list(jurisdiction_of(county).prosecutors)


def _district_attorney(row: Row) -> Prosecutor:
    return Prosecutor(
        id=f"da-{row['county'].lower().replace(' ', '-')}", name=row["name"], office=row["office"], city=None,
        county=row["county"], kind=DISTRICT_ATTORNEY, cities=(), in_force_from=None, in_force_until=None, certain=True,
        source=row["source"], mark=row["mark"], note="",
    )  # fmt: skip


def _city_prosecutor(row: Row) -> Prosecutor:
    return Prosecutor(
        id=row["id"], name=row["name"], office=row["office"], city=row["city"], county=row["county"], kind=row["kind"],
        cities=tuple(row["cities"].split("|")), in_force_from=day(row["from"]), in_force_until=day(row["until"]),
        certain=row["certain"] == "yes", source=row["source"], mark=row["mark"], note=row["note"],
    )  # fmt: skip


def _courts(rows: Iterable[Row]) -> dict[str, Court]:
    """Courts by every way in which their names are written; `CAMC OAKLAND` is also `CASC MC OAKLAND`."""
    found: dict[str, Court] = {}
    for row in rows:
        key = key_of(row["text"])
        superior = key.startswith("CASC") and not key.startswith(_MUNICIPAL_STILL)
        found[key] = Court(row["court"], superior)
        if key.startswith("CAMC"):
            found.setdefault(f"CASCMC{key.removeprefix('CAMC')}", Court(row["court"], superior=False))
    return found


def _turns(rows: Iterable[Row], unified_on: date | None) -> tuple[date, ...]:
    turns = {unified_on}
    for row in rows:
        last = day(row["until"])
        turns |= {day(row["from"]), last + timedelta(days=1) if last and last < date.max else None}
    return tuple(sorted(turn for turn in turns if turn))
