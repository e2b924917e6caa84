"""From coded cells to a history: every distinct text is read once and joined back to the rows that hold it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vacatur.record.dates import parse_dates
from vacatur.record.disposition import (
    disposition_kind,
    ended_without_conviction,
    has_duration,
    is_extension,
    is_for_life,
    place_named,
    relief_on_count,
    sentence_said,
)
from vacatur.record.history import DISPOSITION_KINDS, PLACES, STATUSES, History
from vacatur.record.problems import problem_rows, typed
from vacatur.record.rows import row_number
from vacatur.sources.doj.distinct import Coded, trimmed
from vacatur.sources.doj.layout import EVENT_COLUMNS
from vacatur.sources.doj.offenses import read_offenses
from vacatur.sources.doj.persons import Elsewhere, elsewhere, read_persons, with_unread
from vacatur.sources.doj.problems import reading_problems, set_aside_problems
from vacatur.sources.doj.reader import FileRead

_STATUS = pl.Enum(STATUSES)
_UNITS = {"D": "days", "M": "months", "Y": "years"}
_LONGEST = 9999
"""A longer sentence part, in its unit, is a slip of the pen: its length is unknown."""


def to_history(reads: Sequence[FileRead], cells: pl.DataFrame, told: Elsewhere | None = None) -> History:
    """The events, persons and offenses of a delivery, and what is in doubt about its rows.

    Args:
        cells: its readable rows, with every row of each person that has one; those of some people, or of all.
        told: what the whole delivery tells of them; None where this is all of it.
    """
    coded = {name: Coded.of(cells[name]) for name in ("count_key", "event_date", *EVENT_COLUMNS)}
    coded["event_type"] = coded["event_type"].undamaged()
    persons, person = read_persons(cells)
    told = told or elsewhere((row for read in reads for row in read.set_aside), persons)
    persons = with_unread(persons, told.unread)
    comment = Coded.of(cells["comment"], upper=False)
    offenses, offense_ids = read_offenses(coded, comment)
    kind = coded["disposition"].read(disposition_kind, pl.Enum(DISPOSITION_KINDS))
    dates = parse_dates(coded["event_date"].texts)
    missing = pl.Series(["missing"], dtype=dates.schema["fault"])
    events = pl.DataFrame(
        {
            "row": cells.select(row_number(pl.col("file"), pl.col("line")).alias("row"))["row"],
            "person": person,
            "count_key": coded["count_key"].spread(_keys(coded["count_key"].texts)),
            "event_type": coded["event_type"].categories(),
            "event_date": coded["event_date"].spread(dates["date"]),
            "date_fault": _with_blank(coded["event_date"], dates["fault"], missing),
            "agency": coded["agency"].categories(),
            "county": coded["county"].categories(),
            **offense_ids,
            "disposition": kind,
            "ended": coded["disposition"].read(ended_without_conviction, pl.Boolean),
            "relief": coded["disposition"].read(relief_on_count, pl.Categorical(pl.Categories.random())),
            "status": coded["conviction_status"].read(_status, _STATUS),
            "charge": _charge(coded, kind),
            **_sentence(coded),
            "life": coded["sentence_place"].read(is_for_life, pl.Boolean).fill_null(False),
            "said_probation": coded["disposition"].read(lambda text: sentence_said(text, "PROB"), pl.Boolean),
            "said_jail": coded["disposition"].read(lambda text: sentence_said(text, "JAIL"), pl.Boolean),
            "said_prison": coded["disposition"].read(lambda text: sentence_said(text, "PRISON"), pl.Boolean),
            "court_number": trimmed(cells["court_number"]),
            "comment": comment.categories(),
        }
    )
    again = _parts_again(events, coded)
    repeated = typed(problem_rows(events[again], "repeated_part", "SENT_ORDER"))
    none = pl.repeat(0, len(again), dtype=pl.Int32, eager=True)
    events = events.with_columns(events["months"].scatter(again, none), events["days"].scatter(again, none))
    problems = [set_aside_problems(reads), reading_problems(events, persons, offenses, told.shared), repeated]
    return History(events, persons, offenses, pl.concat(problems))


_OF_A_PART = (
    "event_date", "disposition", "offense", "convicted_offense", "sentence_place", "sentence_length", "sentence_unit",
    "sentence_order",
)  # fmt: skip


def _parts_again(events: pl.DataFrame, coded: dict[str, Coded]) -> pl.Series:
    """The places of rows that repeat a part of a sentence of an earlier row, its SENT_ORDER included: a row that was
    delivered twice tells of one part. Those of unknown length are not looked for.
    """
    at = events.select(
        at=pl.int_range(pl.len(), dtype=pl.UInt32),
        known=pl.col("has_part") & pl.col("months").is_not_null() & pl.col("count_key").is_not_null(),
    )
    order = coded["sentence_order"]
    numbered = order.spread(order.texts.is_not_null()).fill_null(False)
    parts = at.filter(pl.col("known") & numbered)["at"]
    told = {name: Coded(coded[name].codes.gather(parts), coded[name].texts).categories() for name in _OF_A_PART}
    frame = events.select("person", "count_key")[parts].with_columns(**told)
    return parts.filter(~frame.select(pl.struct(pl.all()).is_first_distinct()).to_series())


def _keys(texts: pl.Series) -> pl.Series:
    return texts.cast(pl.Int64, strict=False)


def _with_blank(column: Coded, values: pl.Series, blank: pl.Series) -> pl.Series:
    """As `spread`, with a value for empty cells."""
    return values.append(blank).gather(column.codes.fill_null(len(values) - 1))


def _status(text: str) -> str:
    return text.lower() if text in ("FELONY", "MISDEMEANOR", "INFRACTION") else "other"


def _charge_status(text: str) -> str:
    return {"F": "felony", "M": "misdemeanor", "I": "infraction"}.get(text, "other")


def _charge(coded: dict[str, Coded], kind: pl.Series) -> pl.Series:
    """The type of charge: on a conviction row that of the offense of conviction, where given; else of the offense."""
    own = coded["convicted_severity"].read(_charge_status, _STATUS)
    offense = coded["offense_severity"].read(_charge_status, _STATUS)
    convicted_of = coded["convicted_offense"].spread(coded["convicted_offense"].texts.is_not_null()).fill_null(False)
    frame = pl.DataFrame(
        {"own": own, "offense": offense, "given": convicted_of & (kind == "convicted").fill_null(False)}
    )
    chosen = pl.when(pl.col("given") & pl.col("own").is_not_null()).then("own").otherwise("offense")
    return frame.select(chosen.alias("charge"))["charge"]


def _sentence(coded: dict[str, Coded]) -> dict[str, pl.Series]:
    """The part of a sentence that a row holds, and where it is served: in months and days, both null when its length is
    unknown; so is that of probation which was extended.
    """
    length = coded["sentence_length"]
    place = coded["sentence_place"]
    frame = pl.DataFrame(
        {
            "extended": coded["disposition"].read(is_extension, pl.Boolean).fill_null(False),
            "named": place.read(place_named, pl.Enum(PLACES)),
            "given": length.spread(length.texts.is_not_null()),
            "number": length.spread(length.texts.cast(pl.Int32, strict=False)),
            "unit": coded["sentence_unit"].read(
                lambda text: _UNITS.get(text, "other"), pl.Enum([*_UNITS.values(), "other"])
            ),
            "place": place.spread(place.texts.is_not_null()),
            "runs": place.read(has_duration, pl.Boolean),
            "probation": place.read(lambda text: text.startswith("PROB"), pl.Boolean),
        }
    )
    told = pl.col("given").fill_null(False) | pl.col("unit").is_not_null() | pl.col("place").fill_null(False)
    extension = pl.col("extended") & ~told  # probation goes on, nobody says for how long
    has_part = told | extension
    number = pl.when(pl.col("number").is_between(0, _LONGEST)).then("number")
    nothing = ~pl.col("runs").fill_null(True) & ~pl.col("given").fill_null(False)
    unit = pl.col("unit")
    months = (
        pl.when(unit == "years")
        .then(number * 12)
        .when(unit == "months")
        .then(number)
        .when(unit == "days")
        .then(number * 0)
    )
    days = pl.when(unit == "days").then(number).when(unit.is_in(["months", "years"])).then(number * 0)
    found = frame.select(
        has_part.alias("has_part"),
        pl.when(nothing).then(0).otherwise(months).cast(pl.Int32).alias("months"),
        pl.when(nothing).then(0).otherwise(days).cast(pl.Int32).alias("days"),
        pl.when(extension).then(True).when(has_part).then("probation").otherwise(False).alias("probation"),
        pl.when(extension).then(pl.lit("probation", pl.Enum(PLACES))).otherwise("named").alias("part_place"),
    )
    return {column.name: column for column in found}
