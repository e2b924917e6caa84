"""Every exception that Vacatur raises on purpose. `str(error)` is the sentence that a person reads."""

from __future__ import annotations

import os
import re
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


def in_system_words(error: BaseException) -> str | None:
    """Why the operating system refused (`No space left on device`), also where a library tells it within its own error;
    None where it is not said. Never the text of the error itself, which may quote a file.
    """
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    found = re.search(r"\(os error (\d+)\)", str(error))
    return os.strerror(int(found.group(1))) if found else None


def because(error: BaseException) -> str:
    """The same for a sentence, which says something in any case."""
    return in_system_words(error) or "the system refused it"
