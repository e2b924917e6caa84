"""What another sheet of a delivery shows of a person, and the person's own sheet does not.

Two sheets of one number stay two people: which is the newer, a person must say (docs/rap-sheets.md). But then neither
is surely the whole record. A sheet without a head that stands in a file beside another may be of the same person as
well. A newer copy on which all of an older one stands lacks nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from vacatur.sources.rapsheet.rows import state_rows
from vacatur.sources.rapsheet.sheet import Doubt, Sheet, Subject, Understood

if TYPE_CHECKING:
    from vacatur.sources.rapsheet.delivery import SheetRead

_EVER = date.min
"""As of which all supervision that a sheet names is still to come."""
_OWN = frozenset({"SUBJECT_ID", "CII_NUMBER", "PRI_NAME", "GENDER", "PRI_DOB", "RACE_DESCR", "END_OF_REC", "RECORD_ID"})
"""Columns of the person and of the place in the file: two sheets of one person may differ in them."""
_TOLD = ("STP_EVENT_DATE", "STP_ORI_DESCR", "OFFENSE_DESCR")
"""Without one of these a row is known again only by being the same."""
_WORDS = ("STP_TYPE_DESCR", "STP_EVENT_DATE", "OFFENSE_DESCR", "DISP_DESCR", "COMMENT_TEXT")
_STEP = slice(6, 9)
"""Of CNT_ORDER: the count within its event."""

_Row = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Beside:
    """Another sheet that shows more.

    Attributes:
        number: of it in the delivery; `name`: of its file; `person`: by which the results name its person.
        same_number: whether both bear one CII number; False where one of the two has no head.
        shows: what stands there alone, in the words of its rows.
    """

    number: int
    name: str
    person: str
    same_number: bool
    shows: tuple[str, ...]


def with_beside(sheets: Sequence[SheetRead]) -> list[SheetRead]:
    """The sheets, each with those others that show more of its person, or may, and with a doubt that says so."""
    groups: dict[str, list[SheetRead]] = defaultdict(list)
    for read, whose in zip(sheets, _whose(sheets), strict=True):
        groups[whose].append(read)
    found: dict[int, list[Beside]] = {}
    for group in groups.values():
        if len(group) > 1:
            rows = {read.number: _rows(read) for read in group}
            for read in group:
                found[read.number] = list(_beside(read, group, rows))
    return [_noted(read, found[read.number]) if found.get(read.number) else read for read in sheets]


def _whose(sheets: Sequence[SheetRead]) -> Iterator[str]:
    """By what each sheet's person is known: a sheet without a head is taken for the one before it in its file, or for
    the first that has one.
    """
    before: dict[Path, str] = {}
    for read in reversed(sheets):
        if _has_head(read.sheet):
            before[read.path] = _key(read)
    for read in sheets:
        if _has_head(read.sheet):
            before[read.path] = _key(read)
        yield before.get(read.path) or _key(read)


def _key(read: SheetRead) -> str:
    return read.sheet.subject.cii or f"#{read.number}"


def _has_head(sheet: Sheet) -> bool:
    return sheet.subject != Subject()


def _rows(read: SheetRead) -> list[dict[str, str]]:
    """What its rows say, without what is of the person or of the place in the file."""
    found = []
    for row in state_rows(read.sheet, read.number, read.person, _EVER):
        cells = {name: cell for name, cell in row.cells.items() if cell and name not in _OWN}
        found.append(cells | {"CNT_ORDER": cells.get("CNT_ORDER", "")[_STEP]})
    return found


def _beside(read: SheetRead, group: Sequence[SheetRead], rows: dict[int, list[dict[str, str]]]) -> Iterator[Beside]:
    own = rows[read.number]
    for other in group:
        more = [row for row in rows[other.number] if not any(_holds(each, row) for each in own)]
        if other is not read and more:
            same = _has_head(read.sheet) and _has_head(other.sheet)
            shows = tuple(dict.fromkeys(" ".join(row[name] for name in _WORDS if row.get(name)) for row in more))
            yield Beside(other.number, other.name, other.person, same, shows)


def _holds(row: dict[str, str], other: dict[str, str]) -> bool:
    """Whether a row says all that another does: the disposition may have come since."""
    if not all(other.get(name) for name in _TOLD):
        return row == other
    return other.items() <= row.items()


def _noted(read: SheetRead, beside: Sequence[Beside]) -> SheetRead:
    sheet = read.sheet
    first = next((at for at, state in sheet.states.items() if state is not Understood.FURNITURE), sheet.lines[0].number)
    doubts = [Doubt(first, "other_sheet", f"{each.name}: {each.person}"[:80]) for each in beside]
    noted = replace(sheet, doubts=tuple(sorted((*sheet.doubts, *doubts), key=lambda doubt: doubt.line)))
    return replace(read, sheet=noted, beside=tuple(beside))
