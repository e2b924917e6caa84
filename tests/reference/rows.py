"""The bytes of delivered files become plain rows, and rows that cannot be read (docs/reading.md, sections 1 to 3)."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

LAYOUT = """
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
COLUMNS = tuple(LAYOUT.split())

LONGEST_RECORD = 50  # lines
SAMPLE = 200  # rows from which it is learned how the rows of a file end

# Steps that carry no charge, and so need no count key. Any other step (a blank one too) needs one.
STEPS_WITHOUT_A_CHARGE = ("DECEASED", "REGISTRATION", "APPLICANT", "MENTAL HEALTH")

SHORTEST_KEY_ELSEWHERE = 6  # characters; a shorter SUBJECT_ID or CII number in a wrong field may be anything


@dataclass(frozen=True)
class Row:
    """One row that could be read: its cells by column name, trimmed, upper case, "" where blank."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    @property
    def person(self) -> str:
        return self.cells["SUBJECT_ID"]

    @property
    def is_conviction(self) -> bool:
        return self.cells["DISP_DESCR"].startswith("CONVICTED")

    @property
    def may_be_in_court(self) -> bool:
        return self.cells["STP_TYPE_DESCR"] in ("COURT ACTION", "")

    @cached_property
    def count_key(self) -> str:
        """CNT_ORDER, or "" where the row has none that can be read (rows without a charge)."""
        key = self.cells["CNT_ORDER"]
        return key if is_count_key(key) else ""

    @property
    def case(self) -> str:
        """Cycle and step within the person: CNT_ORDER without count and qualifier."""
        return self.count_key[:-6]

    @property
    def cycle(self) -> str:
        return self.count_key[:-9]


@dataclass(frozen=True)
class SetAside:
    """A row that is kept as it is and not decided on; its cells, as far as they can be told apart."""

    file: str
    line: int
    code: str
    cells: tuple[str, ...]
    of_several: bool = False

    @property
    def subject_id(self) -> str:
        return self.cells[2] if len(self.cells) > 2 else ""

    @property
    def cii_number(self) -> str:
        return self.cells[11] if len(self.cells) > 11 else ""

    @property
    def may_have_slipped(self) -> bool:
        return self.code in ("field_count", "stray_quote")


@dataclass
class Delivery:
    """All files of one delivery."""

    rows: list[Row] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    blank_lines: int = 0

    def rows_by_person(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.person, []).append(row)
        return dict(sorted(found.items()))

    def unread_rows(self) -> dict[str, list[SetAside]]:
        """The rows that were set aside, by the person they may be of.

        By SUBJECT_ID, else by a CII number that is one person's alone; where fields may have slipped, by either in any
        field.
        """
        owners: dict[str, set[str]] = {}
        for row in self.rows:
            if row["CII_NUMBER"]:
                owners.setdefault(row["CII_NUMBER"], set()).add(row.person)
        persons = {row.person for row in self.rows}
        found: dict[str, list[SetAside]] = {}
        for aside in self.set_aside:
            theirs: set[str] = set()
            by_number = owners.get(aside.cii_number, set())
            if aside.subject_id in persons:
                theirs.add(aside.subject_id)
            elif len(by_number) == 1:
                theirs |= by_number
            for cell in aside.cells if aside.may_have_slipped else ():
                holders = owners.get(cell, set())
                if len(cell) >= SHORTEST_KEY_ELSEWHERE:
                    theirs |= persons & {cell}
                    theirs |= holders if len(holders) == 1 else set()
            for person in theirs:
                found.setdefault(person, []).append(replace(aside, of_several=len(theirs) > 1))
        return found


@cache
def clean(cell: str) -> str:
    """A cell as it is compared: trimmed, upper case; hyphens alone are padding."""
    trimmed = cell.strip()
    return "" if trimmed.strip("-") == "" else trimmed.upper()


@cache
def has_lost_characters(text: str) -> bool:
    """Whether something stands in a text that stands only where another character was lost."""
    return any(
        each in "?~^`|{}\\\ufffd" or (ord(each) < 32 and not each.isspace()) or ord(each) == 127 for each in text
    )


@cache
def is_count_key(key: str) -> bool:
    return re.fullmatch(r"[0-9]{12,18}", key) is not None


def read_delivery(files: Mapping[str, bytes]) -> Delivery:
    """Read all files of a delivery."""
    delivery = Delivery()
    for name, data in files.items():
        read_file(name, data, delivery)
    return delivery


def read_file(name: str, data: bytes, delivery: Delivery) -> None:
    lines = _lines(data)
    ending = _learned(lines)
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            delivery.blank_lines += 1
            at += 1
            continue
        if at == 0 and _is_header(lines[0]):
            at += 1
            continue
        cells, used, code = _record(lines, at, ending)
        if not code:
            code = _refusal(cells)
        if code:
            delivery.set_aside.append(SetAside(name, at + 1, code, tuple(map(clean, cells))))
        else:
            row = dict(zip(COLUMNS, map(clean, cells), strict=False))
            if has_lost_characters(row["STP_TYPE_DESCR"]):
                row["STP_TYPE_DESCR"] = ""
            delivery.rows.append(Row(name, at + 1, row))
        at += used


def _lines(data: bytes) -> list[str]:
    """Lines with their ends, whichever of LF, CRLF and CR the file uses."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1").removeprefix("\u00ef\u00bb\u00bf")
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text)


@dataclass(frozen=True)
class Ending:
    """How most rows of a file end: whether END_OF_REC is filled, and how many fields a row has where it is blank."""

    filled: bool
    width: int

    def fits(self, cells: list[str]) -> bool:
        """Whether a row ends so that none of its columns can have slipped."""
        if self.filled and len(cells) >= len(COLUMNS) and clean(cells[len(COLUMNS) - 1]):
            return not any(cells[len(COLUMNS) :])
        return len(cells) == self.width and not any(cells[len(COLUMNS) :])


def _learned(lines: list[str]) -> Ending:
    """How the first rows of a file end. Rows with a mark at SENT_SEG_SEP surely have not slipped."""
    rows: list[list[str]] = []
    seen, at = 0, 0
    while at < len(lines) and seen < SAMPLE:
        cells, used = _parsed(lines, at)
        if lines[at].strip() and not (at == 0 and _is_header(lines[0])):
            seen += 1
            rows += [cells] if _right_width(cells) else []
        at += used if _right_width(cells) else 1
    marked = [cells for cells in rows if clean(cells[COLUMNS.index("SENT_SEG_SEP")]) == "#"]
    rows = marked or rows
    filled = sum(clean(cells[len(COLUMNS) - 1]) != "" for cells in rows)
    trailing = sum(len(cells) > len(COLUMNS) for cells in rows)
    return Ending(2 * filled > len(rows), len(COLUMNS) + (2 * trailing > len(rows)))


def _parsed(lines: list[str], start: int) -> tuple[list[str], int]:
    """The fields of the record that begins on a line, none if it is no record, and over how many lines it runs."""
    reader = csv.reader(iter(lines[start : start + LONGEST_RECORD]), strict=True)
    try:
        return next(reader, []), reader.line_num
    except csv.Error:
        return [], 1


def _is_header(line: str) -> bool:
    return clean(line.lstrip('"')).startswith("RECORD_ID")


def _record(lines: list[str], start: int, ending: Ending) -> tuple[list[str], int, str]:
    """The record that begins on line `start`: its cells, how many lines it takes, and a code if it cannot be read.

    A quote that opens and does not close properly spoils the line it opens on, and no other: reading goes on with the
    next line, so that no other person's row disappears into this one. The same where a record over several lines does
    not have the number of fields it should.
    """
    cells, used = _parsed(lines, start)
    if ending.fits(cells):
        return cells, used, ""
    if not cells or used > 1:
        return _first_cells(lines[start]), 1, "stray_quote"
    return cells, 1, "field_count"


def _first_cells(line: str) -> list[str]:
    """What can be made out of a line with a stray quote, to say whose it is."""
    *before, rest = next(csv.reader([line]))
    return [*before, *rest.split(",")]


def _right_width(cells: list[str]) -> bool:
    return len(cells) == len(COLUMNS) or (len(cells) == len(COLUMNS) + 1 and not cells[-1])


def _refusal(cells: list[str]) -> str:
    """Why a row of the right width is set aside; "" when it is not."""
    row = dict(zip(COLUMNS, map(clean, cells), strict=False))
    if not row["SUBJECT_ID"]:
        return "no_subject_id"
    without_a_charge = row["STP_TYPE_DESCR"] in STEPS_WITHOUT_A_CHARGE
    needs_key = row["DISP_DESCR"].startswith("CONVICTED") or not without_a_charge
    if needs_key and not is_count_key(row["CNT_ORDER"]):
        return "bad_count_key"
    return ""
