"""How much of a sheet was understood."""

from __future__ import annotations

from dataclasses import dataclass

from vacatur.sources.rapsheet.sheet import Sheet, Understood


@dataclass(frozen=True)
class Coverage:
    """Counts of content lines: those that are neither blank nor furniture.

    Attributes:
        read: understood whole.
        partly: of which a field is in doubt.
        unread: of which nothing was understood.
    """

    content: int
    read: int
    partly: int
    unread: int

    @property
    def share(self) -> float:
        """Lines understood, whole or in part, out of all content lines, from 0 to 1; 1 where there are none."""
        return (self.read + self.partly) / self.content if self.content else 1.0


def coverage(sheet: Sheet) -> Coverage:
    """The coverage of a sheet."""
    states = list(sheet.states.values())
    read, partly, unread = (states.count(s) for s in (Understood.READ, Understood.PARTLY, Understood.UNREAD))
    return Coverage(read + partly + unread, read, partly, unread)
