"""Short sheets for tests."""

from __future__ import annotations

from vacatur.sources.rapsheet.reading import read_sheets
from vacatur.sources.rapsheet.sheet import Count, Disposition, Event, Line, Sheet, Understood
from vacatur.sources.rapsheet.text import lines_of

HEAD = "CII/A77000123\nDOB/19740611    SEX/F  RAC/BLACK\nNAM/01 QUILLFEATHER,MARISOL\n    02 OAKES,MARISOL\n"
ARREST = (
    "ARR/DET/CITE:         NAM:01\n19950812  CAPD OAKLAND\nCNT:01     #95-1\n  11359 HS-POSSESS MARIJUANA FOR SALE\n"
)
COURT = "COURT:                NAM:01\n19951103  CASC ALAMEDA\n"
CHARGE = "  11359 HS-POSSESS MARIJUANA FOR SALE\n"
CONVICTED = "*DISPO:CONVICTED\n   CONV STATUS:FELONY\n   SEN: 003 YEARS PROBATION, 120 DAYS JAIL\n"
COUNT = "CNT:01     #H-1\n" + CHARGE + CONVICTED
STARS, DASHES = "* * * *\n", "- - - -\n"
END = "     *    *    *    END OF MESSAGE    *    *    *\n"


def sheets(text: str) -> list[Sheet]:
    read = read_sheets(lines_of(text))
    for sheet in read:
        assert set(sheet.states) == {line.number for line in sheet.lines}
    return read


def sheet(*parts: str, head: str = HEAD) -> Sheet:
    """The one sheet of the head and these parts."""
    (found,) = sheets(head + STARS + "".join(parts))
    return found


def event(*parts: str) -> Event:
    """The one event of a sheet."""
    (found,) = sheet(*parts).events
    return found


def count(*parts: str) -> Count:
    """The one count of an event in court, from CNT on."""
    (found,) = event(COURT, *parts).counts
    return found


def disposition(*parts: str) -> Disposition:
    """The one disposition of a count, from DISPO on."""
    (found,) = count("CNT:01     #H-1\n", CHARGE, *parts).dispositions
    return found


def doubts(found: Sheet) -> set[str]:
    return {doubt.code for doubt in found.doubts}


def unread(found: Sheet) -> list[str]:
    return [line.text.strip() for line in found.lines if found.states[line.number] is Understood.UNREAD]


def state(found: Sheet, text: str) -> Understood:
    """Of the one line that holds a text."""
    (line,) = [line for line in found.lines if text in line.text]
    return found.states[line.number]


def unsure(text: str, part: str, confidence: float = 0.3) -> list[Line]:
    """The lines of a text, those that hold a part recognized poorly."""
    return [
        Line(line.number, line.page, line.text, confidence if part in line.text else 1.0) for line in lines_of(text)
    ]
