"""How each fault shows in the file."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from vacatur.synth.catalogue import catalogue
from vacatur.synth.cells import COMMENTS, FIRST_ROUTINE, Sheet
from vacatur.synth.days import year_month_day
from vacatur.synth.draw import Flags, Ints
from vacatur.synth.faults import (
    BIRTH_FAULTS,
    COMMENT_FAULTS,
    DATE_FAULTS,
    ROW_FAULTS,
    STATUS_FAULTS,
    TEXT_FAULTS,
    Falls,
)
from vacatur.synth.layout import PADDING, Cells, Lookup
from vacatur.synth.offenses import Offense
from vacatur.synth.planted import CRIMINAL, Histories
from vacatur.synth.rows import RELIEF
from vacatur.synth.sentences import TIMED

_ROW = {name: number for number, name in enumerate(ROW_FAULTS, start=1)}
_TEXT = {name: number for number, name in enumerate(TEXT_FAULTS, start=1)}
_FORMS = len(TEXT_FAULTS) + 1

_PADDED = (
    "OFN",
    "DISP_DATE",
    "DISP_DESCR",
    "CONV_STAT_DESCR",
    "CONV_OFFENSE_DESCR",
    "COMMENT_TEXT",
    "SENT_LOC_DESCR",
    "SENT_LENGTH",
    "SENT_TIME_CODE",
)
_BLANKED = ("DISP_DESCR", "CONV_STAT_DESCR", "OFFENSE_TOC", "STP_TYPE_DESCR", "STP_ORI_CNTY_NAME", "STP_EVENT_DATE")
_TWO_LINES = '"COM: SENTENCE TO RUN\nCONCURRENT, SEE FILE"'
_UNCLOSED = '"COM: SEE FILE'


@dataclass(frozen=True)
class Damage:
    """What has become of the rows."""

    columns: dict[str, Cells]
    row_fault: Ints
    """number in ROW_FAULTS, from 1; 0 where the row can be used"""
    moved: Flags

    def finish(self, lines: pl.Series, falls: Falls) -> pl.Series:
        """The rows as text, with the wrong number of fields and in the wrong places where those faults fell."""
        if self.row_fault.any():
            fault = pl.lit(pl.Series(self.row_fault))
            line = pl.lit(lines)
            unquoted = pl.lit(pl.Series(falls.draw("too many fields", 2, len(lines)) == 0))
            lines = pl.select(
                pl.when(fault == _ROW["too_few_fields"])
                .then(line.str.strip_suffix(",*"))
                .when((fault == _ROW["too_many_fields"]) & unquoted)
                .then(line.str.replace_all('"', "", literal=True))
                .when(fault == _ROW["too_many_fields"])
                .then(line + ",*")
                .otherwise(line)
            ).to_series()
        places = np.flatnonzero(self.moved)
        if len(places) < 2:
            return lines
        order = np.arange(len(lines))
        order[places] = places[np.argsort(falls.draw("moved rows", 1 << 40, len(places)), kind="stable")]
        return lines.gather(order)


def damage(sheet: Sheet, histories: Histories, falls: Falls) -> Damage:
    """The sheet's columns after every fault that falls; the sheet itself stays as it is."""
    size = len(sheet)
    columns = dict(sheet.columns)
    row_fault = _dates_of_birth(columns, sheet, histories, falls)
    row_fault = _unusable(columns, sheet, histories, falls, row_fault)
    _texts(columns, sheet, histories, falls, row_fault)
    _statuses(columns, sheet, falls)
    _event_dates(columns, sheet, histories, falls)
    timed = TIMED[sheet.rows.part] & sheet.rows.conviction & falls.on("sentence_length_unknown", size)
    which = falls.draw("sentence length", 2, size)
    _put(columns, "SENT_LENGTH", timed & (which == 0), "")
    _put(columns, "SENT_TIME_CODE", timed & (which == 1), "")
    _put(columns, "STP_ORI_CNTY_NAME", falls.on("county_missing", size), "")
    padded, blanks = falls.on("padding", size), falls.on("trailing_blanks", size)
    for name in _PADDED if padded.any() else ():
        cells = _cells(columns, name)
        columns[name] = pl.select(
            pl.when(pl.lit(pl.Series(padded)) & (cells == "")).then(pl.lit(PADDING)).otherwise(cells)
        ).to_series()
    for name in _BLANKED if blanks.any() else ():
        _put(columns, name, blanks, _cells(columns, name) + "  ")
    return Damage(columns, row_fault, falls.on("interleaved_rows", size))


def found(histories: Histories, sheet: Sheet, row_fault: Ints) -> pl.Series:
    """What each count's rows still show: yes, no (a conviction whose rows are all unusable), or not the relief."""
    size = len(histories.counts.cycle)
    rows = sheet.rows
    usable = row_fault == 0
    shown = np.zeros(size, dtype=np.bool_)
    shown[rows.count[rows.conviction & usable]] = True
    hidden = np.zeros(size, dtype=np.bool_)
    hidden[rows.count[(rows.event == RELIEF) & ~usable]] = True
    return pl.Series(["no", "yes", "not the relief"]).gather(np.where(~shown, 0, np.where(hidden, 2, 1)))


def _cells(columns: Mapping[str, Cells], name: str) -> pl.Expr:
    cells = columns[name]
    return pl.lit(cells.cells() if isinstance(cells, Lookup) else cells)


def _put(columns: dict[str, Cells], name: str, where: Flags, value: str | pl.Series | pl.Expr) -> None:
    """Another value in some rows of a column."""
    if not where.any():
        return
    new = value if isinstance(value, pl.Expr) else pl.lit(value)
    columns[name] = pl.select(pl.when(pl.lit(pl.Series(where))).then(new).otherwise(_cells(columns, name))).to_series()


def _bad_dates(fault: Ints, dates: Ints, vary: Ints, as_of_year: int) -> pl.Series:
    """A date that is missing (1), partial (2), impossible (3) or in the future (4), made from YYYYMMDD."""
    year, month = dates // 10_000, dates // 100 % 100
    partial = np.where(vary % 2 == 0, year * 10_000, year * 10_000 + month * 100)
    impossible = year * 10_000 + np.array([231, 1301, 432, 631])[vary % 4]
    future = (as_of_year + 1 + vary % 60) * 10_000 + 615
    number = np.select([fault == 2, fault == 3, fault == 4], [partial, impossible, future], default=0)
    text = pl.Series(number).cast(pl.String)
    blank = pl.Series(np.where((fault == 1) & (vary % 2 == 0), 0, 1))
    return pl.select(
        pl.when(pl.lit(pl.Series(number)) > 0)
        .then(pl.lit(text))
        .when(pl.lit(blank) == 0)
        .then(pl.lit(""))
        .otherwise(pl.lit("00000000"))
    ).to_series()


def _as_of_year(histories: Histories) -> int:
    return int(year_month_day(np.array([histories.as_of_day]))[0]) // 10_000


def _dates_of_birth(columns: dict[str, Cells], sheet: Sheet, histories: Histories, falls: Falls) -> Ints:
    """Birth dates of whole persons. Marks with -1 the rows that must stay usable, so that a conflict can be seen."""
    untouched = np.zeros(len(sheet), dtype=np.int64)
    if not falls.any_of(BIRTH_FAULTS):
        return untouched
    people = len(histories.people)
    of_person = falls.one_of(BIRTH_FAULTS, {}, people)
    vary = falls.draw("birth date", 1000, people)
    born = histories.people.birth_day
    bad = _bad_dates(of_person, year_month_day(born), vary, _as_of_year(histories))
    other = pl.Series(year_month_day(born + 400 + vary)).cast(pl.String)
    fault = of_person[sheet.person]
    _put(columns, "PRI_DOB", (fault > 0) & (fault < 5), bad.gather(sheet.person))
    _put(columns, "PRI_DOB", (fault == 5) & (np.arange(len(sheet)) % 2 == 0), other.gather(sheet.person))
    columns["REQ_DOB"] = columns["PRI_DOB"]
    return np.where(fault == 5, -1, 0)


def _unusable(columns: dict[str, Cells], sheet: Sheet, histories: Histories, falls: Falls, marked: Ints) -> Ints:
    """Faults of which one sets the whole row aside."""
    size = len(sheet)
    if not falls.any_of(ROW_FAULTS):
        return np.zeros(size, dtype=np.int64)
    free = marked == 0
    keyed = free & (histories.cycles.entry[sheet.cycle] == CRIMINAL)
    allowed = {name: keyed if name.startswith("count_order") else free for name in ROW_FAULTS}
    fault = falls.one_of(ROW_FAULTS, allowed, size)
    key = _cells(columns, "CNT_ORDER")
    _put(columns, "CNT_ORDER", fault == _ROW["count_order_short"], key.str.head(6))
    _put(columns, "CNT_ORDER", fault == _ROW["count_order_not_a_number"], key.str.head(8) + "X000")
    _put(columns, "CNT_ORDER", fault == _ROW["count_order_missing"], "")
    _put(columns, "SUBJECT_ID", fault == _ROW["subject_id_missing"], "")
    return fault


def _form(offense: Offense, form: str) -> str:
    """An offense as a fault writes it."""
    head, code, words = offense.head, offense.code, offense.description
    written = {
        "code_missing": f"{head} {words}",
        "no_blank_before_code": f"{head}{code}-{words}",
        "dotted_code": f"{head} {code[:1]}.{code[1:]}.-{words}",
        "leading_slash": f"/{offense.text}",
        "bare_subdivision": f"{head.replace('(', '').replace(')', '')} {code}-{words}",
        "offense_in_comment": "SEE COMMENT FOR CHARGE",
        "offense_missing": "",
    }
    return written[form]


def _text_faults(histories: Histories, falls: Falls) -> Ints:
    """How each count's offense is written: 0 as it should be, else a number of TEXT_FAULTS."""
    counts, table = histories.counts, catalogue()
    plain = (counts.charge == counts.offense) & (histories.cycles.entry[counts.cycle] == CRIMINAL)
    kinds = table.kinds.gather(counts.offense)
    coded = plain & ~kinds.is_in(["attempt", "wrong_code"]).to_numpy()
    lettered = coded & (kinds == "cannabis").to_numpy() & (table.subdivisions.gather(counts.offense) != "").to_numpy()
    shared = np.zeros(len(counts.key), dtype=np.bool_)
    same = (counts.key[1:] == counts.key[:-1]) & (counts.cycle[1:] == counts.cycle[:-1])
    shared[1:] |= same
    shared[:-1] |= same
    allowed = dict.fromkeys(TEXT_FAULTS, coded) | {
        "bare_subdivision": lettered,
        "offense_in_comment": plain,
        "offense_missing": plain & ~shared,
    }
    return falls.one_of(TEXT_FAULTS, allowed, len(counts.key))


def _texts(columns: dict[str, Cells], sheet: Sheet, histories: Histories, falls: Falls, row_fault: Ints) -> None:
    """Offenses written otherwise, or only in the comment; and comments."""
    table, rows, size = catalogue(), sheet.rows, len(sheet)
    comment = columns["COMMENT_TEXT"]
    assert isinstance(comment, Lookup)
    index, texts = comment.index, [*COMMENTS, _TWO_LINES, _UNCLOSED]
    if falls.any_of(TEXT_FAULTS):
        form = _text_faults(histories, falls)[rows.count]
        offense = histories.counts.offense[rows.count]
        forms = pl.Series([_form(o, name) for o in table.offenses for name in TEXT_FAULTS])
        written = forms.gather(offense * len(TEXT_FAULTS) + np.maximum(form - 1, 0))
        hidden = (form == _TEXT["offense_in_comment"]) | (form == _TEXT["offense_missing"])
        _put(columns, "OFFENSE_DESCR", form > 0, written)
        _put(
            columns,
            "DISP_OFFENSE_DESCR",
            form > 0,
            pl.when(pl.lit(pl.Series(hidden))).then(pl.lit("")).otherwise(pl.lit(written)),
        )
        index = np.where(form == _TEXT["offense_missing"], 0, index)
        index = np.where(form == _TEXT["offense_in_comment"], len(texts) + offense, index)
    kind = falls.one_of(COMMENT_FAULTS, {}, size)
    free = ((index == 0) | ((index >= FIRST_ROUTINE) & (index < len(COMMENTS)))) & (row_fault == 0)
    index = np.where(free & (kind == 2), len(COMMENTS), index)
    index = np.where(row_fault == _ROW["stray_quote"], len(COMMENTS) + 1, index)
    columns["COMMENT_TEXT"] = Lookup(pl.concat([pl.Series(texts), table.texts]), index)
    numbers = pl.Series(["SCN-12113580", "SCN-31135940", "ARR NUM 7113600", "CII 21135722"])
    _put(columns, "COMMENT_TEXT", free & (kind == 1), numbers.gather(falls.draw("comment number", 4, size)))


def _statuses(columns: dict[str, Cells], sheet: Sheet, falls: Falls) -> None:
    """Conviction status blank, or the type of charge contradicting it."""
    fault = np.where(sheet.rows.conviction, falls.one_of(STATUS_FAULTS, {}, len(sheet)), 0)
    _put(columns, "CONV_STAT_DESCR", fault == 1, "")
    _put(columns, "CONV_STAT_CODE", fault == 1, "")
    felony = _cells(columns, "CONV_STAT_DESCR") == "FELONY"
    _put(columns, "OFFENSE_TOC", fault == 2, pl.when(felony).then(pl.lit("M")).otherwise(pl.lit("F")))


def _event_dates(columns: dict[str, Cells], sheet: Sheet, histories: Histories, falls: Falls) -> None:
    if not falls.any_of(DATE_FAULTS):
        return
    fault = falls.one_of(DATE_FAULTS, {}, len(sheet))
    vary = falls.draw("event date", 1000, len(sheet))
    bad = _bad_dates(fault, year_month_day(sheet.event_day), vary, _as_of_year(histories))
    _put(columns, "STP_EVENT_DATE", fault > 0, bad)
