"""The plants of a fabricated county, row by row and person by person, as its bulk file tells them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import polars as pl

from vacatur.synth import places
from vacatur.synth.cells import FIRST_ROUTINE, Sheet, fill
from vacatur.synth.county import CHUNK
from vacatur.synth.draw import Streams
from vacatur.synth.faults import rates, shares
from vacatur.synth.histories import plant
from vacatur.synth.layout import Lookup
from vacatur.synth.people import fabricate_people
from vacatur.synth.planted import Histories
from vacatur.synth.rows import lay_out
from vacatur.synth.truth import tell

_COLUMNS = {
    "STP_EVENT_DATE": "on",
    "STP_ORI_DESCR": "agency",
    "STP_ORI_CNTY_NAME": "county",
    "CNT_ORDER": "key",
    "OFFENSE_DESCR": "offense",
    "OFFENSE_TOC": "letter",
    "CONV_OFFENSE_DESCR": "convicted_of",
    "DISP_DESCR": "disposition",
    "DISP_DATE": "disposed",
    "CONV_STAT_DESCR": "status",
    "OFN": "case_number",
    "FE_NUM_BOOKING": "booking",
    "SENT_LOC_DESCR": "place",
    "SENT_LENGTH": "length",
    "SENT_TIME_CODE": "unit",
    "COMMENT_TEXT": "comment",
}

_PERSON = (
    "SUBJECT_ID CII_NUMBER PRI_NAME GENDER PRI_SSN PRI_CDL PRI_IDN PRI_INN FBI_NUMBER RACE_DESCR EYE_COLOR_CODE "
    "HAIR_COLOR_CODE HEIGHT WEIGHT POB_CODE"
).split()


@dataclass(frozen=True)
class Planted:
    """One person of a county.

    Attributes:
        number: from 0, within the county.
        cells: the columns of the bulk file that say who it is, by name.
        birth_day: days since 1 January 1970.
        rows: all rows of the person, in the order of the file, under the names of `_COLUMNS`; with `entry`, `step`,
            `number`, `later` (see `synth.rows`), `cycle` and `count`.
        decisions: rows of the truth beside the bulk file.
    """

    number: int
    cells: dict[str, str]
    birth_day: int
    rows: list[dict[str, Any]]
    decisions: list[dict[str, object]]


def planted_people(people: int, county: str, seed: int, as_of_day: int) -> Iterator[Planted]:
    """Everyone whom `write_county` with the same arguments, and no fault, writes of, in its order."""
    position = places.COUNTIES.index(county)
    for chunk in range((people + CHUNK - 1) // CHUNK):
        streams = Streams(seed, chunk)
        first = chunk * CHUNK
        persons = fabricate_people(streams, first, min(CHUNK, people - first), as_of_day)
        histories = plant(persons, streams, position, as_of_day, shares(rates(0.0)))
        sheet = fill(histories, lay_out(histories, streams), streams)
        yield from _persons(histories, sheet, first)


def _persons(histories: Histories, sheet: Sheet, first: int) -> Iterator[Planted]:
    told = tell(histories, pl.Series(["yes"] * len(histories.counts.cycle)))
    decisions = {str(of[0]): rows.to_dicts() for of, rows in told.group_by("person_id", maintain_order=True)}
    people = histories.people
    who = pl.DataFrame({name: people.cells[name] for name in _PERSON}).to_dicts()
    for number, group in groupby(_frame(histories, sheet).iter_rows(named=True), key=itemgetter("person")):
        cells = {name: text.strip('"') for name, text in who[number].items()}
        yield Planted(
            first + number,
            cells,
            int(people.birth_day[number]),
            list(group),
            decisions.get(cells["SUBJECT_ID"], []),
        )


def _frame(histories: Histories, sheet: Sheet) -> pl.DataFrame:
    """The rows with what a sheet needs of them."""
    count = sheet.rows.count
    columns: dict[str, Any] = {
        "person": sheet.person,
        "cycle": histories.cycles.number[sheet.cycle],
        "entry": histories.cycles.entry[sheet.cycle],
        "step": histories.counts.step[count],
        "count": count,
        "number": histories.counts.number[count],
        "later": sheet.rows.event,
    }
    for name, new in _COLUMNS.items():
        cells = sheet.columns[name]
        assert isinstance(cells, Lookup)
        if name == "COMMENT_TEXT":
            columns["routine"] = cells.index >= FIRST_ROUTINE
        columns[new] = cells.cells()
    return pl.DataFrame(columns)
