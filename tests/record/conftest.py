"""The cases of a module of tests (`case`), read and decided as one delivery."""

from __future__ import annotations

from pathlib import Path

import pytest

import vacatur
from tests.cli.rows import AS_OF, COUNTY, chosen
from tests.together import Told
from vacatur.decide.frame import put_together
from vacatur.runs import read_delivered


@pytest.fixture(scope="module")
def delivery(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    written: Path = request.module.case.written(tmp_path_factory.mktemp("cases"))
    return written


@pytest.fixture(scope="module")
def convictions(delivery: Path) -> Told:
    """The convictions of each case, without deciding anything."""
    return Told(put_together(read_delivered([delivery]).history, COUNTY, AS_OF).all.to_dicts())


@pytest.fixture(scope="module")
def decided(delivery: Path) -> Told:
    """What the office's pack decides on the convictions of each case."""
    return Told(chosen(vacatur.run([delivery], COUNTY, ["ca-la-2020-pilot"], as_of=AS_OF)))
