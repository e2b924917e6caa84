"""A delivery, read: what every decision starts from. `record.schema` says what the columns of its tables mean."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from vacatur.record.statute import Statute

DISPOSITION_KINDS = ["convicted", "relief", "dismissed", "revoked", "modified", "discharged", "other", "unsettled"]
STATUSES = ["felony", "misdemeanor", "infraction", "other"]
PLACES = ["probation", "jail", "prison", "supervision", "suspended", "other"]
"""Where a part of a sentence is served; "supervision" is mandatory supervision, "suspended" a term of prison that
is not to be served unless probation fails, "other" a fine and what else takes no place, or another suspended part."""


@dataclass(frozen=True)
class Offense:
    """A distinct offense text and the statute it names, None when it is illegible.

    Attributes:
        others: statutes that the text names further.
        conspired: whether only the words of the text speak of a conspiracy.
    """

    text: str
    statute: Statute | None
    others: tuple[Statute, ...] = ()
    conspired: bool = False

    @property
    def identity(self) -> str:
        """What makes two texts the same offense: the statute, or for an illegible text the text."""
        return str(self.statute) if self.statute else self.text


@dataclass(frozen=True)
class History:
    """A delivery, read: the rows as events, the persons, the distinct offenses, and what is in doubt.

    Attributes:
        events: see `Events`.
        persons: see `Persons`.
        offenses: the distinct offenses; `offense_id` is the place in this list.
        problems: columns file, line, column, code, found.
    """

    events: pl.DataFrame
    persons: pl.DataFrame
    offenses: list[Offense]
    problems: pl.DataFrame
