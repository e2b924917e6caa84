"""The 95 columns of the California DOJ's file, and how rows of it are put together quickly.

Most cells of a row repeat: all rows of a person share the person's columns. So neighboring columns that are looked
up by the same index are joined once per entry of their tables, and rows are then joined from a few pieces instead of
95.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from vacatur.synth.draw import Ints

_GROUPS = """
RECORD_ID SUBJECT_STATUS SUBJECT_ID
REQ_SEG_SEP REQ_CII_NUMBER REQ_NAME REQ_GENDER REQ_DOB REQ_CDL REQ_SSN
PII_SEG_SEP CII_NUMBER PRI_NAME GENDER PRI_DOB PRI_SSN PRI_CDL PRI_IDN PRI_INN FBI_NUMBER
PDR_SEG_SEP RACE_CODE RACE_DESCR EYE_COLOR_CODE EYE_COLOR_DESCR HAIR_COLOR_CODE HAIR_COLOR_DESCR HEIGHT WEIGHT
SINGLE_SOURCE MULTI_SOURCE POB_CODE POB_NAME POB_TYPE CITIZENSHIP_LIST
CYC_SEG_SEP CYC_ORDER CYC_DATE
STP_SEG_SEP STP_ORDER STP_EVENT_DATE STP_TYPE_CODE STP_TYPE_DESCR STP_ORI_TYPE STP_ORI_TYPE_DESCR STP_ORI_CODE
STP_ORI_DESCR STP_ORI_CNTY_CODE STP_ORI_CNTY_NAME
CNT_SEG_SEP CNT_ORDER DISP_DATE OFN OFFENSE_CODE OFFENSE_DESCR OFFENSE_TOC OFFENSE_QUAL_LST
DISP_OFFENSE_CODE DISP_OFFENSE_DESCR DISP_OFFENSE_TOC DISP_OFFENSE_QUAL_LST
CONV_OFFENSE_ORDER CONV_OFFENSE_CODE CONV_OFFENSE_DESCR CONV_OFFENSE_TOC CONV_OFFENSE_QUAL_LST
FE_NUM_ORDER FE_NUM_ARR_AGY FE_NUM_BNCH_WARR FE_NUM_CITE FE_NUM_DOCKET FE_NUM_INCIDENT FE_NUM_BOOKING FE_NUM_NUMBER
FE_NUM_REMAND FE_NUM_OOS_INN FE_NUM_CRT_CASE FE_NUM_WARRANT
DISP_ORDER DISP_CODE DISP_DESCR CONV_STAT_CODE CONV_STAT_DESCR
SENT_SEG_SEP SENT_ORDER SENT_LOC_CODE SENT_LOC_DESCR SENT_LENGTH SENT_TIME_CODE SENT_TIME_DESCR
CYC_AGE CII_TYPE CII_TYPE_ALPHA COMMENT_TEXT END_OF_REC
"""

COLUMNS: tuple[str, ...] = tuple(_GROUPS.split())
"""The 95 columns in order, A to CQ."""

PADDING = "  -  "
"""What a field that is never used carries."""


@dataclass(frozen=True)
class Lookup:
    """A column whose cell in row i is `table[index[i]]`."""

    table: pl.Series
    index: Ints

    def cells(self) -> pl.Series:
        """The column, one cell a row."""
        return self.table.gather(self.index)


Cells = str | pl.Series | Lookup
"""A column of the file: the same text in all rows, a text a row, or a lookup. Texts that hold a comma come in
quotes."""

_DEFAULTS = {name: "#" for name in COLUMNS if name.endswith("_SEG_SEP")} | {"END_OF_REC": "*"}


def _pieces(columns: Mapping[str, Cells]) -> Iterator[pl.Series | str | Lookup]:
    """Columns in order with their commas, neighbors of the same index joined."""
    run: list[pl.Series | str] = []
    index: Ints | None = None

    def joined() -> Iterator[str | Lookup]:
        if index is None:
            yield from (part for part in run if isinstance(part, str))
        elif run:
            yield Lookup(pl.select(pl.concat_str(*[pl.lit(p) for p in run])).to_series(), index)

    for position, name in enumerate(COLUMNS):
        cells = columns.get(name, _DEFAULTS.get(name, PADDING))
        comma = "," if position else ""
        if isinstance(cells, str):
            run.append(comma + cells)
            continue
        if isinstance(cells, Lookup) and (index is None or cells.index is index):
            run += [comma, cells.table]
            index = cells.index
            continue
        yield from joined()
        run, index = [comma], None
        if isinstance(cells, Lookup):
            run, index = [comma, cells.table], cells.index
        else:
            yield comma
            yield cells
            run = []
    yield from joined()


def join_rows(columns: Mapping[str, Cells]) -> pl.Series:
    """The rows as text, without line ends; a column that is not given carries its separator or padding."""
    unknown = set(columns) - set(COLUMNS)
    if unknown:
        raise ValueError(f"not columns of the file: {sorted(unknown)}")
    parts: list[pl.Expr] = []
    for piece in _pieces(columns):
        if isinstance(piece, Lookup):
            parts.append(pl.lit(piece.cells()))
        else:
            parts.append(pl.lit(piece))
    return pl.select(pl.concat_str(*parts)).to_series()
