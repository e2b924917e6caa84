"""Results written out by hand: a few decisions with their people and convictions, no file read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from vacatur.decide.facts import CATALOGUE
from vacatur.decide.facts.catalogue import DTYPES
from vacatur.decide.horizon import COUNTED_FROM
from vacatur.law.pack import load_pack
from vacatur.outputs.kept import Kept

PACK = "ca-la-2020-announced"
STATUTE = "ca-prop64-statute"
COUNTY = "LOS ANGELES"
Entry = dict[str, Any]

PERSON: Entry = {
    "person_id": "1", "name": "EXAMPLE,PERSON", "birth_date": date(1960, 1, 15), "sex": "M", "race": "WHITE",
    "cii_number": "A001", "deceased": False, "unread_rows": 0,
}  # fmt: skip
CONVICTION: Entry = {
    "count_key": 101002001000, "statute": "HS 11359", "section": "11359", "subdivision": "", "shown": "11359 HS",
    "offense_text": "11359 HS-POSSESS MARIJUANA FOR SALE", "convicted_on": date(1995, 6, 1), "county": COUNTY,
    "court": "CASC LOS ANGELES", "juvenile": False, "is_felony": True, "sentence_end": date(1995, 6, 1),
    "has_part": False, "probation": False, "relief": "", "prop64": True, "superstrikes": False, "pc290": False,
    "related": False, "place": "1:2", "row_count": 1, "case_numbers": ["BA123456"],
    "arresting_agencies": ["CASO LOS ANGELES"], "arrest_places": ["1:1"],
}  # fmt: skip
DECISION: Entry = {
    "determination": "dismiss", "rule": "old-enough", "reason": "50 years or older", "citation": "policy",
    "unknown_facts": [], "assumptions": [], "notes": [], "evidence": ["1:2"],
}  # fmt: skip
CHARGE: Entry = {
    "count_key": 101002002000, "offense_text": "11357(B) HS-POSSESS", "statute": "HS 11357(b)", "section": "11357",
    "event_date": date(1995, 6, 1), "county": COUNTY, "court": "CASC LOS ANGELES", "disposition": "dismissed",
    "case_numbers": ["BA123456"], "arresting_agencies": ["CASO LOS ANGELES"], "arrest_places": ["1:1"], "place": "1:3",
    "is_felony": False,
}  # fmt: skip

_LISTS = ("unknown_facts", "assumptions", "notes", "evidence", "case_numbers", "arresting_agencies", "arrest_places")
_PACKS = [load_pack(PACK), load_pack(STATUTE)]
_ROWS = (
    "rows", "registration_rows", "relief_row", "relief_doubt_row", "deceased_row", "arrest_rows"
)  # fmt: skip
_FACT_TYPES: dict[str, Any] = {"conviction_id": pl.String, "person_id": pl.String}
_FACT_TYPES |= {name: DTYPES[info.dtype] for name, info in CATALOGUE.items()}
_FACT_TYPES |= dict.fromkeys(_ROWS, pl.List(pl.UInt64))
_YES_OR_NO = (
    "case_has_part", "case_probation", "case_revoked", "case_end_unknown", "sentences_end_unknown", "unread",
    "unknown_term_undated",
)  # fmt: skip
_FACT_TYPES |= {name: pl.Boolean if name in _YES_OR_NO else pl.Date for name in COUNTED_FROM}
_NUMBERS = ("count_key", "case", "cycle", "count", "unread_rows", "row_count")
_FLAGS = (
    "is_felony", "deceased", "juvenile", "has_part", "probation", "prop64", "superstrikes", "pc290", "related"
)  # fmt: skip
_DATES = ("birth_date", "convicted_on", "sentence_end", "event_date")


def entry(person: str = "1", cycle: int = 101, step: int = 2, count: int = 1, **cells: Any) -> Entry:
    """A felony conviction of 1995 that is dismissed, of a person of 60, save for the cells named.

    `undecided`: no pack decides it. `outside`: only the statute's does.
    """
    key = ((cycle * 1000 + step) * 1000 + count) * 1000
    told: Entry = PERSON | CONVICTION | DECISION | {"person_id": person, "count_key": key}
    told |= {"conviction_id": f"{person}/{key}"} | cells
    unknown = set(told) - {"conviction_id", "undecided", "outside", *PERSON, *CONVICTION, *DECISION}
    assert not unknown, f"no such column: {unknown}"
    return told


def charge(person: str = "1", count: int = 2, **cells: Any) -> Entry:
    """A count of the same case that was dismissed."""
    return CHARGE | {"person_id": person, "count_key": 101002000000 + count * 1000} | cells


def kept_of(
    *entries: Entry, charges: tuple[Entry, ...] = (), statute: tuple[Entry, ...] = (), facts: tuple[Entry, ...] = ()
) -> Kept:
    """Results with those decisions of the office's pack.

    Args:
        statute: decisions of the statute's pack, by conviction_id; the others are as the office's.
        facts: the source rows that the facts of a conviction rest on.
    """
    others = {each["conviction_id"]: each for each in statute}
    law = [each | others.get(each["conviction_id"], {}) for each in entries]
    people = {each["person_id"]: {name: each[name] for name in PERSON} for each in entries}
    decisions = [_decision(each, PACK) for each in entries if not each.get("undecided") and not each.get("outside")]
    decisions += [_decision(each, STATUTE) for each in law if not each.get("undecided")]
    tables = {
        "persons": _frame(list(people.values()), PERSON),
        "convictions": _frame([_conviction(each) for each in entries], CONVICTION),
        "charges": _frame([_keyed(each, CHARGE) for each in charges], _keyed(charge(), CHARGE)),
        "decisions": _frame(decisions, DECISION),
        "facts": pl.DataFrame([dict.fromkeys(_FACT_TYPES) | each for each in facts], schema=_FACT_TYPES),
    }
    manifest = {"county": COUNTY, "as_of": "2020-07-01", "packs": [{"id": PACK}, {"id": STATUTE}]}
    kept = Kept(Path("nowhere"), manifest, {}, "0" * 64, tables)
    kept.__dict__["packs"] = _PACKS
    return kept


def _decision(each: Entry, pack: str) -> Entry:
    found = {name: each[name] for name in ("conviction_id", "person_id", *DECISION)}
    bounds = {name: each.get(name, each["determination"]) for name in ("floor", "ceiling")}
    return found | bounds | {"pack": pack}


def _keyed(each: Entry, columns: Entry) -> Entry:
    key = each["count_key"]
    keys = {"case": key // 10**6, "cycle": key // 10**9, "count": key // 1000 % 1000}
    return {"person_id": each["person_id"]} | {name: each[name] for name in columns} | keys


def _conviction(each: Entry) -> Entry:
    return {"conviction_id": each["conviction_id"]} | _keyed(each, CONVICTION)


def _frame(rows: list[Entry], columns: Entry) -> pl.DataFrame:
    types: dict[str, Any] = {name: pl.List(pl.String) for name in _LISTS}
    types |= dict.fromkeys(_DATES, pl.Date) | dict.fromkeys(_NUMBERS, pl.Int64) | dict.fromkeys(_FLAGS, pl.Boolean)
    names = list(rows[0]) if rows else list(columns)
    return pl.DataFrame(rows, schema={name: types.get(name, pl.String) for name in names})
