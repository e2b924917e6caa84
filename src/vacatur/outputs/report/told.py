"""What the sections of a report are told from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vacatur.outputs.kept import Kept
from vacatur.outputs.report.figures import Figure, Figures
from vacatur.outputs.report.subjects import FREED_NOW
from vacatur.outputs.report.tallies import HELPED_OR_FREED, named

SHORT = {
    "ca-dismiss-all": "Dismiss all Prop. 64",
    "ca-dismiss-all-and-related": "Dismiss all Prop. 64 and related",
}
"""Names of the policies that are shown beside the office's, as they fit a chart."""


@dataclass(frozen=True)
class Told:
    """A run, and its figures.

    Attributes:
        earliest: the year of the earliest conviction with relief, or in a published report the decade; empty when
            there is none that is known.
        policies: ids of the office's pack and of those shown beside it.
    """

    kept: Kept
    figures: Figures
    earliest: Figure
    policies: tuple[str, ...]

    @property
    def county(self) -> str:
        """`Los Angeles County`."""
        return f"{self.kept.county.title()} County"

    @property
    def day(self) -> str:
        """The day as of which ages and years are reckoned."""
        return long_day(self.kept.as_of)

    def policy(self, policy: str) -> str:
        """A policy's name in a table or chart."""
        return "This policy" if policy == self.policies[0] else SHORT.get(policy, self.kept.pack(policy).title)

    def freed(self, policy: str, name: str) -> Figure:
        """People whom a policy frees, by one of `FREED`."""
        return self._of_policy(policy, name, FREED_NOW)

    def helped(self, policy: str) -> Figure:
        """People to whom a policy gives some relief."""
        if policy == self.policies[0]:
            return self.figures.count("people-by-race", None, "Relief")
        return self._of_policy(policy, "no_felony", HELPED_OR_FREED)

    def _of_policy(self, policy: str, name: str, outcome: str) -> Figure:
        """The office's stands in the rows of the table that it shares with the next, the others' in the columns."""
        place = self.policies.index(policy)
        table = f"{named(name)}-{max(place, 1)}"
        return self.figures.count(table, outcome) if place == 0 else self.figures.count(table, None, outcome)


def long_day(day: date) -> str:
    """`1 July 2020`."""
    return f"{day.day} {day:%B %Y}"
