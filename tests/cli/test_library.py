"""What the command line does is a call."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import vacatur
from tests.cli.conftest import COUNTY


def test_a_run_is_a_call_and_may_be_made_again(small_county: Path) -> None:
    """The function and the module that holds it have one name; the package gives the function."""
    for _ in range(2):
        results = vacatur.run([small_county], county=COUNTY, packs=["ca-la-2020-pilot"], as_of=date(2020, 7, 1))
        assert results.decisions.height > 0
        assert results.summary["reconciles"] is True
        assert results.folder is None


@pytest.mark.parametrize(
    ("files", "as_of", "said"),
    [
        (["county.dat"], "2020-07-01", r"as_of is '2020-07-01'\. Expected: a date"),
        (["county.dat"], datetime(2020, 7, 1, tzinfo=UTC), "Expected: a date"),
        ([], date(2020, 7, 1), "No file is given"),
    ],
)
def test_what_no_command_line_would_let_through_is_refused_in_a_sentence(
    files: list[str], as_of: date, said: str
) -> None:
    for verb in (vacatur.run, vacatur.compare):
        with pytest.raises(vacatur.VacaturError, match=said):
            verb(files, county=COUNTY, packs=["ca-la-2020-pilot", "ca-dismiss-all"], as_of=as_of)


@pytest.mark.parametrize("name", ["run", "check", "compare", "explain"])
def test_the_package_has_the_verbs_of_the_command_line(name: str) -> None:
    assert callable(getattr(vacatur, name))


def test_importing_the_package_is_light() -> None:
    program = "import sys, vacatur; print('polars' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
