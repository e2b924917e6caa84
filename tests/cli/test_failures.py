"""What goes wrong is told in a sentence, with a status, and without what stands in the file."""

from __future__ import annotations

import errno

import pytest

from vacatur.cli.failures import FAILED, NOTHING_RUN, STOPPED, sentence
from vacatur.errors import PackError, SourceError, Stopped, UsageError, VacaturError

FULL = "No space left on device"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UsageError("no such county"), NOTHING_RUN),
        (SourceError("not this format"), NOTHING_RUN),
        (PackError(["one", "two"]), NOTHING_RUN),
        (VacaturError("something else"), FAILED),
        (Stopped("stopped"), STOPPED),
        (KeyboardInterrupt(), STOPPED),
        (OSError(errno.ENOSPC, FULL, "out.csv"), FAILED),
        (MemoryError(), FAILED),
        (ValueError("SMITH,JOHN"), FAILED),
    ],
)
def test_each_kind_of_error_has_its_status(error: BaseException, status: int) -> None:
    assert sentence(error)[0] == status


def test_all_mistakes_of_a_pack_are_told_at_once() -> None:
    assert sentence(PackError(["one", "two"]))[1] == ["one", "two"]


def test_a_full_disk_is_told_in_the_systems_words() -> None:
    assert sentence(OSError(errno.ENOSPC, FULL, "out.csv"))[1][0].startswith(f"{FULL}: out.csv")
    assert sentence(RuntimeError(f"{FULL} (os error 28)"))[1][0].startswith(FULL)


def test_an_unforeseen_error_does_not_tell_its_text() -> None:
    """The text may quote the file."""
    (line,) = sentence(ValueError("could not parse 'SMITH,JOHN'"))[1]
    assert "SMITH" not in line
    assert "ValueError" in line
