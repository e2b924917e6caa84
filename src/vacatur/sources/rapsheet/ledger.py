"""What became of each line, kept while a sheet is read."""

from __future__ import annotations

from vacatur.sources.rapsheet.marks import Mark
from vacatur.sources.rapsheet.sheet import Doubt, Understood

LEAST_CONFIDENCE = 0.6
"""A line recognized less surely than this gives no field."""
LONGEST_FOUND = 80
"""Characters of what was found that a doubt shows."""


class Ledger:
    """The states and doubts of a sheet's lines."""

    def __init__(self) -> None:
        self.states: dict[int, Understood] = {}
        self.doubts: list[Doubt] = []

    def furniture(self, mark: Mark) -> None:
        """The line says nothing of the history."""
        self.states.setdefault(mark.number, Understood.FURNITURE)

    def read(self, mark: Mark) -> None:
        """The line was read, unless something of it was doubted already."""
        if mark.repaired:
            self.doubt(mark, "repaired")
        else:
            self.states.setdefault(mark.number, Understood.READ)

    def unread(self, mark: Mark, code: str = "line_unread") -> None:
        """Nothing of the line was read."""
        self.states[mark.number] = Understood.UNREAD
        self.doubts.append(Doubt(mark.number, code, mark.text[:LONGEST_FOUND]))

    def doubt(self, mark: Mark, code: str, found: str | None = None) -> None:
        """A field of the line was not read, or not surely."""
        shown = Doubt(mark.number, code, (mark.text if found is None else found)[:LONGEST_FOUND])
        if shown not in self.doubts[-8:]:
            self.doubts.append(shown)
        if self.states.get(mark.number) is not Understood.UNREAD:
            self.states[mark.number] = Understood.PARTLY

    def note(self, number: int, code: str, found: str) -> None:
        """Something is missing or contradicted beside a line that was itself read."""
        shown = Doubt(number, code, found[:LONGEST_FOUND])
        if shown not in self.doubts[-8:]:
            self.doubts.append(shown)

    def sure(self, mark: Mark) -> bool:
        """Whether the line was recognized surely enough to give fields; where not, that is noted."""
        if mark.line.confidence >= LEAST_CONFIDENCE:
            return True
        self.doubt(mark, "low_confidence")
        return False
