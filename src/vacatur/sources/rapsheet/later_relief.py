"""Relief that a court event of its own tells of, years after the conviction: it belongs to that, as an update under its
count would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vacatur.record.disposition import disposition_kind
from vacatur.sources.rapsheet.sheet import Event
from vacatur.sources.rapsheet.unreported import statute_of
from vacatur.sources.rapsheet.verdicts import CONVICTED, IN_COURT

Told = tuple[Event | None, Mapping[str, str]]
"""An event, and the cells of a row about it."""


def under_convictions(rows: Sequence[Told]) -> dict[int, str]:
    """For rows that grant relief, by place, the count key of the one conviction of that case number and statute."""
    convicted: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        of = _case_and_statute(row)
        if of and row[1].get("DISP_DESCR", "").startswith(CONVICTED):
            convicted.setdefault(of, set()).add(row[1]["CNT_ORDER"])
    found = {}
    for at, row in enumerate(rows):
        keys = convicted.get(_case_and_statute(row) or ("", ""), set())
        if len(keys) == 1 and disposition_kind(row[1].get("DISP_DESCR")) == "relief":
            found[at] = next(iter(keys))
    return found


def _case_and_statute(row: Told) -> tuple[str, str] | None:
    event, cells = row
    if event is None or event.kind not in IN_COURT:
        return None
    case = next((count.case_number for count in event.counts if count.case_number), None)
    statute = statute_of(cells.get("OFFENSE_DESCR") or None)
    return (case, statute) if case and statute else None
