"""Fabricated criminal histories with every fault, from any source of choices (hypothesis, or a seeded generator).

Everybody in them is made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar

from .pools import (
    AS_OF,
    BAD_DATES,
    BAD_KEYS,
    BIRTH_DATES,
    CANNABIS,
    COMMENTS,
    CONVICTED,
    COUNTIES,
    COURTS,
    COVERED,
    GOOD_DATES,
    ILLEGIBLE,
    NOT_CONVICTED,
    ONE_SECTION,
    OTHERS,
    QUALIFIERS,
    REGISTRATIONS,
    RELIEF,
    REMARKS,
    SENTENCES,
    SERVED,
    SPOILED_COLUMNS,
    STATUSES,
    TYPES_OF_CHARGE,
)
from .rows import COLUMNS

T = TypeVar("T")

FEW = 50  # persons


class Chooser(Protocol):
    """Where choices come from."""

    def one_of(self, options: Sequence[T]) -> T: ...

    def percent(self, chance: int) -> bool:
        """True in about `chance` of a hundred cases."""


@dataclass
class Record:
    """One record of a file as text, without its line end; `person` is whose it was made for."""

    person: str
    text: str


@dataclass
class Files:
    """A delivery: records by file, and how they are written."""

    county: str
    as_of: date
    records: list[list[Record]] = field(default_factory=list)
    line_end: str = "\n"
    header: str = ""
    encoding: str = "utf-8"

    def as_bytes(self) -> dict[str, bytes]:
        """Names and bytes of the files that hold any record."""
        return {
            f"delivery-{number}.dat": self.write(records)
            for number, records in enumerate(self.records, start=1)
            if records
        }

    def write(self, records: Sequence[Record]) -> bytes:
        lines = [self.header] if self.header else []
        lines += [record.text for record in records]
        return "".join(line + self.line_end for line in lines).encode(self.encoding)


def delivery(choose: Chooser, persons: int, faults: int = 4) -> Files:
    """A delivery of one or two files. `faults`: about how many rows in a hundred cannot be read."""
    files = Files(
        county="LOS ANGELES",
        as_of=choose.one_of(AS_OF),
        line_end=choose.one_of(("\n", "\r\n", "\r")),
        header=choose.one_of((",".join(COLUMNS), "", ",".join(COLUMNS) + ",", "\ufeff" + ",".join(COLUMNS))),
        encoding="utf-8",
    )
    if not files.header.startswith("\ufeff"):
        files.encoding = choose.one_of(("utf-8", "latin-1"))
    trailing = "," if choose.percent(20) else ""
    ending = choose.one_of(("EOR", ""))
    records: list[Record] = []
    for number in range(persons):
        unended = persons > FEW and choose.percent(5)  # so few that most rows of the file surely end alike
        person = Person(choose, number, files.as_of, "" if unended else ending)
        person.write_history()
        records += [_record(choose, row, trailing, faults) for row in person.rows]
    if files.line_end == "\r":  # such a file holds no other line ends
        records = [Record(each.person, each.text.replace("\r\n", "\r").replace("\n", "\r")) for each in records]
    if choose.percent(40):
        records = interleaved(choose, records)
    if choose.percent(10):
        records.insert(choose.one_of(range(len(records) + 1)), Record("", choose.one_of(("", "   "))))
    cut = choose.one_of(range(len(records) + 1)) if choose.percent(40) else len(records)
    files.records = [[anchor(trailing, ending), *records[:cut]], records[cut:]]
    if files.records[1]:
        files.records[1].insert(0, Record("9000002", anchor(trailing, ending).text.replace("9000001", "9000002")))
    return files


def anchor(trailing: str = "", ending: str = "") -> Record:
    """A clean row of somebody else in the county, so that no file is refused as a whole."""
    row = dict.fromkeys(COLUMNS, "")
    row |= {"SUBJECT_ID": "9000001", "CII_NUMBER": "A9000001", "PRI_NAME": "ANCHOR,ANN", "PRI_DOB": "19600101"}
    row |= {"STP_TYPE_DESCR": "COURT ACTION", "STP_EVENT_DATE": "19900101", "STP_ORI_CNTY_NAME": "LOS ANGELES"}
    row |= {"CNT_ORDER": "101001001000", "OFFENSE_DESCR": "459 PC-BURGLARY", "OFFENSE_TOC": "F"}
    row |= {"DISP_DESCR": "CONVICTED", "CONV_STAT_DESCR": "FELONY", "SENT_SEG_SEP": "#", "END_OF_REC": ending}
    return Record("9000001", ",".join(_quoted(row[column]) for column in COLUMNS) + trailing)


def interleaved(choose: Chooser, records: list[Record]) -> list[Record]:
    """The same records in another order."""
    left, mixed = list(records), []
    while left:
        mixed.append(left.pop(choose.one_of(range(min(len(left), 6)))))
    return mixed


class Person:
    """One fabricated person, and the rows that tell of them."""

    def __init__(self, choose: Chooser, number: int, as_of: date, ending: str) -> None:
        self.choose, self.as_of = choose, as_of
        self.identifier = str(4000001 + number)
        self.rows: list[dict[str, str]] = []
        self.birth_date = choose.one_of(BIRTH_DATES[:14]) if choose.percent(80) else choose.one_of(BIRTH_DATES)
        self.bears_faults = choose.percent(50)
        self.charges = choose.one_of((CANNABIS + OTHERS, (*CANNABIS, *CANNABIS, *OTHERS), COVERED, ONE_SECTION))
        self.identity = dict.fromkeys(COLUMNS, "") | {
            "SUBJECT_ID": self.identifier,
            "CII_NUMBER": f"A{self.identifier}" if choose.percent(90) else "A0000007",
            "PRI_NAME": choose.one_of(("DOE,JAN", "ROE,ÁNA M", "POE,KIM")),
            "PRI_DOB": self.birth_date,
            "RACE_DESCR": choose.one_of(("BLACK", "WHITE", "HISPANIC", "")),
            "PRI_IDN": "  -  ",
            "END_OF_REC": ending,
        }
        for separator in [column for column in COLUMNS if column.endswith("SEG_SEP")]:
            self.identity[separator] = "#"

    def fault(self, chance: int) -> bool:
        return self.bears_faults and self.choose.percent(chance)

    def a_date(self) -> str:
        return self.choose.one_of(BAD_DATES if self.fault(12) else GOOD_DATES)

    def write_history(self) -> None:
        choose = self.choose
        for cycle in range(choose.one_of((1, 2, 3, 4, 5))):
            self.write_cycle(101 + cycle)
        if choose.percent(10):
            self.row(STP_TYPE_DESCR="DECEASED", STP_EVENT_DATE=self.a_date())
        if choose.percent(12):
            offense = choose.one_of(REGISTRATIONS)
            key = choose.one_of(("", "109001001000"))
            self.row(STP_TYPE_DESCR="REGISTRATION", OFFENSE_DESCR=offense, CNT_ORDER=key, STP_EVENT_DATE=self.a_date())
        if choose.percent(5):
            self.row(STP_TYPE_DESCR="APPLICANT", STP_EVENT_DATE=self.a_date())
        if choose.percent(12):
            place, length, unit = choose.one_of(SENTENCES)
            self.row(
                STP_TYPE_DESCR=choose.one_of(SERVED), STP_EVENT_DATE=self.a_date(), CNT_ORDER="108001001000",
                OFFENSE_DESCR=choose.one_of(self.charges), SENT_LOC_DESCR=place, SENT_LENGTH=length,
                SENT_TIME_CODE=unit,
            )  # fmt: skip
        if self.fault(6):
            self.rows[-1]["PRI_DOB"] = choose.one_of(BIRTH_DATES)

    def row(self, **cells: str) -> dict[str, str]:
        self.rows.append(self.identity | cells)
        return self.rows[-1]

    def write_cycle(self, cycle: int) -> None:
        choose = self.choose
        for step in range(1, choose.one_of((0, 1, 1, 1, 2)) + 1):
            self.row(
                CNT_ORDER=f"{cycle}{step:03}001000",
                STP_TYPE_DESCR=choose.one_of(("ARREST/DETAINED/CITED", "ARREST/DETAINED/CITED", "SUPPLEMENTAL ARREST")),
                STP_EVENT_DATE=self.a_date(),
                STP_ORI_DESCR="CAPD LOS ANGELES",
                STP_ORI_CNTY_NAME="LOS ANGELES",
                OFFENSE_DESCR=choose.one_of(CANNABIS + OTHERS),
                OFFENSE_TOC="F",
            )
        for step in range(5, 5 + choose.one_of((1, 1, 1, 2))):
            self.write_court_step(cycle, step)

    def write_court_step(self, cycle: int, step: int) -> None:
        choose = self.choose
        common = {
            "STP_TYPE_DESCR": choose.one_of(("", "COURT ?CTION")) if self.fault(3) else "COURT ACTION",
            "STP_EVENT_DATE": self.a_date(),
            "STP_ORI_DESCR": choose.one_of(COURTS) if choose.percent(20) else COURTS[0],
            "STP_ORI_CNTY_NAME": choose.one_of(COUNTIES),
        }
        counts = choose.one_of((1, 1, 1, 2, 3))
        for number in range(1, counts + 1):
            key = f"{cycle}{step:03}{number:03}000"
            self.write_count(common | {"CNT_ORDER": key, "OFN": f"BA{cycle}{step:03}" if number == 1 else ""})
            if self.fault(8):  # another offence under the same key
                self.write_count(common | {"CNT_ORDER": key})
        if choose.percent(8):
            self.row(**(common | {"CNT_ORDER": f"{cycle}{step:03}001000", "DISP_DESCR": choose.one_of(RELIEF)}))

    def charge(self) -> dict[str, str]:
        """Where and how the offence stands."""
        choose = self.choose
        offense = choose.one_of(self.charges)
        columns = {"OFFENSE_DESCR": offense, "OFFENSE_TOC": choose.one_of(TYPES_OF_CHARGE)}
        if choose.percent(10):
            other = choose.one_of(self.charges)
            columns |= {"CONV_OFFENSE_DESCR": other, "CONV_OFFENSE_TOC": choose.one_of(TYPES_OF_CHARGE)}
        if choose.percent(6):
            columns[choose.one_of(("OFFENSE_QUAL_LST", "CONV_OFFENSE_QUAL_LST"))] = choose.one_of(QUALIFIERS)
        if self.fault(8):
            columns["OFFENSE_DESCR"] = choose.one_of(ILLEGIBLE)
        elif self.fault(10):
            columns["OFFENSE_DESCR"] = choose.one_of(("SEE COMMENT FOR CHARGE", "", " - "))
            columns["COMMENT_TEXT"] = choose.one_of((*COMMENTS, ""))
        elif choose.percent(5):
            columns["COMMENT_TEXT"] = choose.one_of(REMARKS)
        return columns

    def write_count(self, common: dict[str, str]) -> None:
        choose = self.choose
        cells = common | self.charge()
        if not choose.percent(80):
            self.row(**(cells | {"DISP_DESCR": choose.one_of(NOT_CONVICTED)}))
            return
        cells |= {"DISP_DESCR": choose.one_of(CONVICTED), "CONV_STAT_DESCR": choose.one_of(STATUSES)}
        for _ in range(choose.one_of((1, 1, 1, 2, 3))):
            row = self.row(**cells)
            if choose.percent(60):
                place, length, unit = choose.one_of(SENTENCES)
                row |= {"SENT_LOC_DESCR": place, "SENT_LENGTH": length, "SENT_TIME_CODE": unit}
                row["SENT_ORDER"] = choose.one_of(("", "101002001501", "101002001502"))
            if self.fault(4):
                row["STP_EVENT_DATE"] = self.a_date()
            if self.fault(4):
                row["CONV_STAT_DESCR"] = choose.one_of(STATUSES)
            if self.fault(4):
                row["OFFENSE_DESCR"] = row["CONV_OFFENSE_DESCR"] = row["COMMENT_TEXT"] = ""
            if self.fault(3):
                row["STP_ORI_CNTY_NAME"] = choose.one_of(COUNTIES)
        for _ in range(choose.percent(14) + choose.percent(4)):
            self.write_aftermath(cells)

    def write_aftermath(self, cells: dict[str, str]) -> None:
        """A later row about the same count: relief, a dismissal, a sentence modified, probation revoked."""
        choose = self.choose
        after = cells | {"DISP_DESCR": choose.one_of(RELIEF), "CONV_STAT_DESCR": "", "COMMENT_TEXT": ""}
        if choose.percent(40):
            after |= {"OFFENSE_DESCR": "", "CONV_OFFENSE_DESCR": ""}
        elif choose.percent(15):
            after["OFFENSE_DESCR"] = choose.one_of(CANNABIS)
        if choose.percent(15):
            after["CNT_ORDER"] = after["CNT_ORDER"][:6] + "007000"
        if choose.percent(30):
            after["STP_EVENT_DATE"] = self.a_date()
        self.row(**after)


def _record(choose: Chooser, row: dict[str, str], trailing: str, faults: int) -> Record:
    """The text of a row: usually well formed, sometimes awkward, sometimes not to be read at all."""
    person, row = row["SUBJECT_ID"], dict(row)
    if choose.percent(4):
        row["COMMENT_TEXT" if not row["COMMENT_TEXT"] else "POB_NAME"] = choose.one_of(
            ('KNOWN AS "SLIM", 6\'2"', "FIRST LINE\nSECOND LINE", "FIRST\r\n\r\nTHIRD", "A, B", "HEIGHT 6'2\"")
        )
    spoiled = choose.percent(faults)
    kind = choose.one_of(("subject", "key", "few", "many", "quote")) if spoiled else ""
    if kind == "subject":
        row["SUBJECT_ID"] = choose.one_of(("", "  -  "))
    if kind == "key":
        row["CNT_ORDER"] = choose.one_of(BAD_KEYS)
    cells = [_quoted(row[column]) for column in COLUMNS]
    if kind == "few":
        del cells[choose.one_of((94, 60, 30, 20))]
    if kind == "many":
        cells.insert(choose.one_of((95, 55, 30)), "X")
    if kind == "quote":
        at = COLUMNS.index(choose.one_of(SPOILED_COLUMNS))
        cells[at] = '"' + cells[at].replace('"', "").replace("\n", " ").replace("\r", " ").replace(",", "")
    return Record(person, ",".join(cells) + trailing)


def _quoted(cell: str) -> str:
    if '"' in cell or "," in cell or "\r" in cell or "\n" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
