"""Every exception that Vacatur raises on purpose. `str(error)` is the sentence that a person reads."""

from __future__ import annotations

from collections.abc import Sequence


class VacaturError(Exception):
    """Something a person must know about and can act on. Never holds a person's name, number or birth date."""


class UsageError(VacaturError):
    """The request cannot be met as it stands: a county the file lacks, a folder that exists, an unknown option."""


class SourceError(VacaturError):
    """A file is refused: it is empty, of another kind, or given twice."""


class PackError(VacaturError):
    """A pack, or what was asked of it, is wrong. All mistakes are collected and raised once.

    Attributes:
        mistakes: one sentence a mistake, each naming the file, the key, what was found and what is allowed.
    """

    def __init__(self, mistakes: Sequence[str]) -> None:
        self.mistakes = list(mistakes)
        super().__init__("\n".join(self.mistakes))


class ResultsError(VacaturError):
    """A results folder cannot be read: it is not one, or was written by another version."""


class Stopped(VacaturError):
    """The run was stopped by the person who started it; nothing half-written is left."""
