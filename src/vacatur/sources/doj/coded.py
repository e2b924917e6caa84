"""The cells that decisions need, each distinct text held once: how two million rows fit an old laptop's memory."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vacatur.sources.doj.layout import CONDENSED_COLUMNS, EVENT_COLUMNS, PERSON_COLUMNS
from vacatur.sources.doj.records import Records, SetAside

KEY_COLUMNS: dict[str, str] = {"person_id": "SUBJECT_ID", "count_key": "CNT_ORDER", "event_date": "STP_EVENT_DATE"}
TEXT_COLUMNS: dict[str, str] = {"court_number": "OFN"}
"""Columns of short texts that are mostly distinct, held as they stand."""

SHOWN_COLUMNS: dict[str, str] = {name.lower(): name for name in ("CYC_DATE", "DISP_DATE", "CYC_AGE", "END_OF_REC")}
"""Columns that no decision reads, held for the condensed spreadsheet."""

CODED_COLUMNS: dict[str, str] = (
    KEY_COLUMNS | PERSON_COLUMNS | EVENT_COLUMNS | SHOWN_COLUMNS | {"comment": "COMMENT_TEXT"}
)
SHOWN_AGAIN: tuple[str, ...] = tuple(
    name for name, source in (CODED_COLUMNS | TEXT_COLUMNS).items() if source in CONDENSED_COLUMNS
)
"""What the condensed spreadsheet shows of the cells."""

DECIDED_ON: tuple[str, ...] = (
    "file", "line", *[name for name in CODED_COLUMNS | TEXT_COLUMNS if name not in SHOWN_COLUMNS],
)  # fmt: skip
"""What a history is read from."""

RAW_COLUMNS: tuple[str, ...] = tuple((CODED_COLUMNS | TEXT_COLUMNS).values())

TYPES_WITHOUT_COUNT = ("DECEASED", "REGISTRATION", "APPLICANT", "MENTAL HEALTH")
"""Types of event that charge nobody with anything: their rows need no CNT_ORDER."""

UNREAD_LINE = "NOT UNDERSTOOD"
"""The type of a row that stands for a line of a RAP sheet which could not be read (`sources.rapsheet.rows`)."""


def coded_types() -> dict[str, pl.Categorical]:
    """A category type for each coded column, for one delivery."""
    return {name: pl.Categorical(pl.Categories.random()) for name in CODED_COLUMNS}


def to_coded(
    fields: pl.DataFrame, records: Records, file_index: int, types: Mapping[str, pl.DataType]
) -> tuple[pl.DataFrame, list[SetAside]]:
    """Code the cells of a block, and set aside the rows whose keys cannot be read.

    Args:
        types: of each coded column: categories, or plain text where the cells are to be coded later.

    Returns:
        one row a readable row, with `file` and `line`; and the rows set aside for their keys, as they stand.
    """
    names = {source: name for name, source in (CODED_COLUMNS | TEXT_COLUMNS).items()}
    frame = fields.rename(names)
    coded = pl.DataFrame(  # one column after the other: two blocks at a time keep two cores busy
        {
            "file": pl.repeat(file_index, frame.height, dtype=pl.UInt16, eager=True),
            "line": records.line,
            **{name: frame[name].cast(kind) for name, kind in types.items()},
            **{name: frame[name] for name in TEXT_COLUMNS},
        }
    )
    faults = _key_faults(frame)
    if faults.is_empty():
        return coded, []
    strings = records.as_strings()
    aside = []
    for at, count_key, fault in faults.iter_rows():
        column = _FAULTY[fault]
        length = len((count_key or "").strip())
        bad = column == "CNT_ORDER" and length
        what = f"{length} characters that are not a key of 12 digits" if bad else _FOUND.get(fault, "blank")
        aside.append(SetAside(records.line[at], column, fault, what, strings[at]))
    return coded.filter(~pl.int_range(pl.len(), dtype=pl.UInt32).is_in(faults["at"].implode())), aside


_FAULTY = {"no_subject_id": "SUBJECT_ID", "bad_count_key": "CNT_ORDER", "unread_line": "COMMENT_TEXT"}
_FOUND = {"unread_line": "a line that says something nobody could place"}

_KEY = r"^\s*[0-9]{12,18}\s*$"


def _key_faults(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows whose keys cannot be read, and why: columns at, count_key, fault."""
    subject = pl.col("person_id").str.strip_chars(" -\t").str.len_bytes().fill_null(0) > 0
    key = pl.col("count_key").str.contains(_KEY).fill_null(False)
    kind = pl.col("event_type").str.strip_chars().str.to_uppercase()
    convicted = pl.col("disposition").str.strip_chars().str.to_uppercase().str.starts_with("CONVICTED").fill_null(False)
    needed = convicted | ~kind.is_in(TYPES_WITHOUT_COUNT).fill_null(False)
    unread = (kind == UNREAD_LINE).fill_null(False)
    fault = (
        pl.when(~subject)
        .then(pl.lit("no_subject_id"))
        .when(unread)
        .then(pl.lit("unread_line"))
        .when(~key & needed)
        .then(pl.lit("bad_count_key"))
    )
    doubtful = frame.lazy().with_row_index("at").filter(~(subject & key))
    faults = doubtful.select("at", "count_key", fault.alias("fault"))
    return faults.filter(pl.col("fault").is_not_null()).collect()
