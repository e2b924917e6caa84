"""The tables of `law/agencies/`, read and validated: who prosecutes, who arrests where, which court hears which city.

What the columns mean is said in `agencies/README.md`. `law.agencies` is what others look things up in.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from vacatur.errors import PackError

FOLDER = Path(__file__).parent / "agencies"
COLUMNS = {
    "counties": ("county", "name", "office", "unified_on", "unified_mark", "unified_source", "mark", "source"),
    "prosecutors": (
        "id", "county", "city", "kind", "name", "office", "cities", "from", "until", "certain", "mark", "source",
        "note",
    ),
    "agencies": ("county", "text", "kind", "city", "from", "until", "mark", "source", "note"),
    "courts": ("county", "text", "court", "mark", "source", "note"),
    "hearings": ("county", "court", "city", "from", "until", "mark", "source", "note"),
}  # fmt: skip
"""The columns of each table."""

ALLOWED = {
    ("prosecutors", "kind"): ("city attorney", "city prosecutor"),
    ("prosecutors", "certain"): ("yes", "no"),
    ("agencies", "kind"): ("police", "sheriff", "anywhere"),
    ("counties", "unified_mark"): ("C", "S", "K", ""),
}
ANY_COUNTY = "*"
"""In the column `county`: the row holds in every county. At the end of a text: whatever follows."""

NO_CITY = "-"
"""In the column `city` of hearings: the court hears no city that has a prosecutor of its own."""

_ABBREVIATED = {"SN": "SAN", "SNTA": "SANTA", "BCH": "BEACH", "FERNDO": "FERNANDO"}
Row = Mapping[str, str]


@dataclass(frozen=True)
class Tables:
    """The rows of each table as they stand, in the order of the file."""

    counties: list[Row]
    prosecutors: list[Row]
    agencies: list[Row]
    courts: list[Row]
    hearings: list[Row]


def key_of(text: str) -> str:
    """A name of an agency or court for comparison: its letters and digits, abbreviations spelled out, blanks gone.

    The state's file breaks words (`CASC SUNNYVAL E`) and runs them together (`CASC MCHAYWARD`).

    >>> key_of("CASC SUNNYVAL E") == key_of("casc Sunnyvale"), key_of("CASC LOS ANGELES LONG BCH")
    (True, 'CASCLOSANGELESLONGBEACH')
    """
    words = re.findall(r"[A-Z0-9]+", text.upper().replace(".", ""))
    return "".join(_ABBREVIATED.get(word, word) for word in words)


def read_tables(folder: Path = FOLDER) -> Tables:
    """The tables of a folder.

    Raises:
        PackError: a table is missing, or holds what it may not; every mistake names table, line, column and what is
        allowed.
    """
    read = {name: _read(folder / f"{name}.csv", columns) for name, columns in COLUMNS.items()}
    mistakes = [mistake for _, found in read.values() for mistake in found]
    if mistakes:
        raise PackError(mistakes)
    tables = Tables(**{name: rows for name, (rows, _) in read.items()})
    mistakes = [*_cells(tables), *_names(tables), *_twice(tables)]
    if mistakes:
        raise PackError(mistakes)
    return tables


def day(text: str) -> date | None:
    """A date of a table; None where it is blank."""
    return date.fromisoformat(text) if text else None


def _read(path: Path, columns: tuple[str, ...]) -> tuple[list[Row], list[str]]:
    """The rows of one table, each with its place under `where`; and why they cannot be had."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, restval="", restkey="more")
            if tuple(reader.fieldnames or ()) != columns:
                return [], [f"{path.name}: the columns are {reader.fieldnames}; they must be {', '.join(columns)}"]
            rows: list[Row] = [dict(row) | {"where": f"{path.name}:{reader.line_num}"} for row in reader]
    except OSError as error:
        return [], [f"{path.name}: cannot be read: {error.strerror}"]
    return rows, [f"{row['where']}: more cells than columns" for row in rows if "more" in row]


def _cells(tables: Tables) -> Iterator[str]:
    """What each cell may hold by itself."""
    for name in COLUMNS:
        for row in getattr(tables, name):
            where = row["where"]
            allowed = {column: values for (table, column), values in ALLOWED.items() if table == name}
            for column, values in {"mark": ("C", "S", "K"), **allowed}.items():
                if row[column] not in values:
                    listed = ", ".join(value or "blank" for value in values)
                    yield f"{where}: {column} is {row[column]!r}; allowed: {listed}"
            optional = ("city", "note", "from", "until", "unified_on", "unified_mark", "unified_source")
            blank = [column for column in COLUMNS[name] if column not in optional and not row[column].strip()]
            yield from (f"{where}: {column} is blank" for column in blank)
            yield from _dates(row)


def _dates(row: Row) -> Iterator[str]:
    sound = True
    for column in ("from", "until", "unified_on"):
        try:
            day(row.get(column, ""))
        except ValueError:
            sound = False
            what = f"{column} is {row[column]!r}; it must be a date such as 2019-01-01, or blank"
            yield f"{row['where']}: {what}"
    if sound and row.get("from") and row.get("until") and row["from"] > row["until"]:
        yield f"{row['where']}: from {row['from']} is after until {row['until']}"
    if row.get("unified_on") and not (row["unified_mark"] and row["unified_source"]):
        yield f"{row['where']}: unified_on has no mark or no source"


def _names(tables: Tables) -> Iterator[str]:
    """Counties, cities, courts and ids that no other row knows."""
    counties = {row["county"] for row in tables.counties}
    for row in (*tables.prosecutors, *tables.agencies, *tables.courts, *tables.hearings):
        if row["county"] not in counties | ({ANY_COUNTY} if row in tables.agencies else set()):
            yield f"{row['where']}: county: there is no county {row['county']!r} in counties.csv"
    for row in tables.prosecutors:
        if not re.fullmatch(r"city(-[a-z]+)+", row["id"]):
            yield f"{row['where']}: id is {row['id']!r}; it must be city- and the city, in small letters and hyphens"
        if row["city"] not in row["cities"].split("|"):
            yield f"{row['where']}: cities: {row['city'] or 'blank'!r} is not among them"
    yield from _agencies_without_city(tables.agencies)
    courts = {(row["county"], row["court"]) for row in tables.courts}
    cities = {(row["county"], row["city"]) for row in tables.agencies if row["city"]}
    served = {(row["county"], city): row for row in tables.prosecutors for city in row["cities"].split("|")}
    for (county, city), row in served.items():
        if (county, city) not in cities:
            yield f"{row['where']}: cities: agencies.csv names nobody who polices {city!r}"
    for row in tables.hearings:
        if (row["county"], row["court"]) not in courts:
            yield f"{row['where']}: court: courts.csv has no court {row['court']!r} in {row['county']}"
        if row["city"] != NO_CITY and (row["county"], row["city"]) not in cities:
            yield f"{row['where']}: city: agencies.csv names nobody who polices {row['city']!r} in {row['county']}"
    barred = {(row["county"], row["court"]): row for row in tables.hearings if row["city"] == NO_CITY}
    for row in tables.hearings:
        place = row["county"], row["court"]
        if place in barred and (row["county"], row["city"]) in served:
            yield f"{row['where']}: city: {row['city']!r} has a prosecutor, and {barred[place]['where']} says none has"


def _agencies_without_city(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        if (row["kind"] == "police") and not row["city"]:
            yield f"{row['where']}: city is blank; police are those of a city"
        if row["kind"] == "anywhere" and row["city"]:
            yield f"{row['where']}: city is {row['city']!r}; who works anywhere has none"


def _twice(tables: Tables) -> Iterator[str]:
    """Rows of one thing whose dates in force overlap."""
    things: dict[tuple[str, ...], list[Row]] = {}
    for row in tables.counties:
        things.setdefault(("county", row["county"]), []).append(row)
    for row in tables.prosecutors:
        for city in row["cities"].split("|"):
            things.setdefault(("city", row["county"], city), []).append(row)
    for row in tables.agencies:
        things.setdefault(("text", row["county"], key_of(row["text"]) + row["text"][-1:].strip("*")), []).append(row)
    for row in tables.courts:
        things.setdefault(("text", row["county"], key_of(row["text"])), []).append(row)
    for row in tables.hearings:
        things.setdefault(("court", row["county"], row["court"], row["city"]), []).append(row)
    for thing, rows in things.items():
        for one, other in combinations(rows, 2):
            if _overlap(one, other):
                yield f"{other['where']}: {' '.join(thing[1:])} stands at {one['where']} too, for the same days"


def _overlap(one: Row, other: Row) -> bool:
    last, first = "9999-12-31", "0000-01-01"
    return (one.get("from") or first) <= (other.get("until") or last) and (other.get("from") or first) <= (
        one.get("until") or last
    )
