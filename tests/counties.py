"""Small fabricated counties and their results, made once for the tests of all rooms, which only read them."""

from __future__ import annotations

from pathlib import Path

import pytest

import vacatur
from tests.cli.conftest import COUNTY, REQUEST, fabricated, typed
from tests.cli.rows import AS_OF


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county of 200 people without faults."""
    return fabricated(tmp_path_factory.mktemp("county") / "county.dat", 200)


@pytest.fixture(scope="session")
def faulty_county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county of 200 people with every kind of fault."""
    return fabricated(tmp_path_factory.mktemp("faulty") / "faulty.dat", 200, faults=0.05)


@pytest.fixture(scope="session")
def results(county: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results folder of a run on the county."""
    return run_on(county, tmp_path_factory.mktemp("results"))


def run_on(county: Path, folder: Path) -> Path:
    """The results folder of a run as it is typed."""
    out = folder / "results"
    result = typed("run", county, *REQUEST, "--out", out)
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture(scope="session")
def small_county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county of 20 people without faults, where it is enough that somebody is decided on."""
    return fabricated(tmp_path_factory.mktemp("small") / "county.dat", 20)


@pytest.fixture(scope="session")
def small_results(small_county: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results folder of a run on it."""
    return run_on(small_county, tmp_path_factory.mktemp("small-results"))


@pytest.fixture(scope="session")
def announced(faulty_county: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results under the policy as announced, which dismisses misdemeanor possession too, from a file with faults."""
    out = tmp_path_factory.mktemp("announced") / "results"
    vacatur.run([faulty_county], county=COUNTY, packs=["ca-la-2020-announced"], as_of=AS_OF, out=out)
    return out
