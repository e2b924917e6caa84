"""A look at a delivery before any law: what is in the files, what is wrong with them, and what a run will do about
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from vacatur.decide.classes import with_offenses
from vacatur.decide.doubts import conviction_doubts
from vacatur.record.convictions import convictions_of
from vacatur.record.problems import CODES, problem_rows, typed
from vacatur.runs import Delivery, Progress, Report, read_delivered

_EXAMPLES = 5


@dataclass(frozen=True)
class FileReport:
    """One file, as it was read."""

    file: str
    bytes: int
    rows: int
    set_aside: int
    blank_lines: int
    header: bool
    line_end: str
    encoding: str
    sha256: str


@dataclass(frozen=True)
class CheckReport:
    """What a delivery holds.

    Attributes:
        problems: code, meaning, count, examples (`file:line`), what_a_run_does; the most frequent first.
        counties: county, convictions; the most frequent first.
        event_types: event_type, rows.
        prop64: county, section, convictions, of Prop 64 sections alone.
        first_date: earliest and `last_date` latest known date of any row.
    """

    files: list[FileReport]
    problems: pl.DataFrame
    people: int
    rows: int
    blank_lines: int
    convictions: int
    counties: pl.DataFrame
    event_types: pl.DataFrame
    prop64: pl.DataFrame
    first_date: date | None
    last_date: date | None

    def as_dict(self) -> dict[str, Any]:
        """The same as data, each table as a list of its rows."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        tables = {name: value.to_dicts() for name, value in values.items() if isinstance(value, pl.DataFrame)}
        return {**values, **tables, "files": [asdict(file) for file in self.files]}


def check(files: Sequence[str | Path], progress: Report | None = None) -> CheckReport:
    """Read the files of one delivery without deciding anything.

    Raises:
        SourceError: a file is refused.
    """
    delivery = read_delivered([Path(file) for file in files], progress)
    events = delivery.history.events
    if progress:
        progress(Progress("checking", 0, None, events.height))
    convictions = with_offenses(convictions_of(events, delivery.history.offenses), delivery.history.offenses)
    dates = events["event_date"]
    first, last = dates.min(), dates.max()
    county = pl.col("county").cast(pl.String).fill_null("(none given)")
    return CheckReport(
        files=_files(delivery),
        problems=_problems(delivery, convictions),
        people=delivery.history.persons.height,
        rows=sum(read.rows for read in delivery.reads),
        blank_lines=sum(read.blank_lines for read in delivery.reads),
        convictions=convictions.height,
        counties=_counted(convictions.select(county), ["county"], "convictions"),
        event_types=_counted(
            events.select(pl.col("event_type").cast(pl.String).fill_null("(none given)")), ["event_type"], "rows"
        ),
        prop64=_counted(convictions.filter("prop64").select(county, "section"), ["county", "section"], "convictions"),
        first_date=first if isinstance(first, date) else None,
        last_date=last if isinstance(last, date) else None,
    )


def _files(delivery: Delivery) -> list[FileReport]:
    ends = {b"\n": "LF", b"\r\n": "CR LF", b"\r": "CR"}
    return [
        FileReport(
            file=read.file.name, bytes=read.file.size, rows=read.rows, set_aside=len(read.set_aside),
            blank_lines=read.blank_lines, header=read.file.has_header, line_end=ends[read.file.line_end],
            encoding="Latin-1" if read.latin1 else "UTF-8", sha256=read.sha256,
        )
        for read in delivery.reads
    ]  # fmt: skip


def _counted(frame: pl.DataFrame, by: list[str], name: str) -> pl.DataFrame:
    return frame.group_by(by).agg(pl.len().alias(name)).sort(name, *by, descending=[True, *[False] * len(by)])


def _problems(delivery: Delivery, convictions: pl.DataFrame) -> pl.DataFrame:
    """Every problem by code, rows set aside and oddities of whole files among them."""
    doubts = [conviction_doubts(convictions), *_doubts_of_births(delivery, convictions)]
    found = pl.concat([delivery.history.problems, *doubts]).sort("file", "line", nulls_last=True)
    names = pl.Series([read.file.name for read in delivery.reads])
    place = pl.concat_str(names.gather(found["file"]), pl.lit(":"), pl.col("line").cast(pl.String))
    table = (
        found.with_columns(place.alias("place"))
        .group_by("code")
        .agg(pl.len().alias("count"), pl.col("place").drop_nulls().head(_EXAMPLES).alias("examples"))
    )
    meaning = {code: text for code, (text, _) in CODES.items()}
    does = {code: text for code, (_, text) in CODES.items()}
    return table.select(
        "code", pl.col("code").replace_strict(meaning, default="").alias("meaning"), "count", "examples",
        pl.col("code").replace_strict(does, default="").alias("what_a_run_does"),
    ).sort("count", "code", descending=[True, False])  # fmt: skip


def _doubts_of_births(delivery: Delivery, convictions: pl.DataFrame) -> list[pl.DataFrame]:
    """Birth dates that are missing, no dates, or later than a conviction, of people of whom a run may decide something;
    at the first row of their first cannabis conviction, in whatever county.
    """
    theirs = convictions.filter(pl.col("prop64").fill_null(True)).unique("person", keep="first", maintain_order=True)
    persons = delivery.history.persons.select("person", "birth_date", "birth_date_fault")
    first = convictions.group_by("person").agg(pl.col("convicted_on").min().alias("first"))
    people = theirs.select("row", "person").join(persons, on="person", maintain_order="left").join(first, on="person")
    unknown = people.filter(pl.col("birth_date_fault").is_not_null())
    early = people.filter(pl.col("first") < pl.col("birth_date"))
    return [
        typed(problem_rows(unknown, "birth_date_unknown", "PRI_DOB", pl.col("birth_date_fault"))),
        typed(problem_rows(early, "convicted_before_birth", "PRI_DOB")),
    ]
