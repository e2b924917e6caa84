"""Reports of small fabricated counties, for the office and for the public."""

from __future__ import annotations

from pathlib import Path

import pytest

import vacatur
from tests.cli.rows import AS_OF, COUNTY


@pytest.fixture(scope="session")
def office(results: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office's report of 200 people under the Los Angeles pilot."""
    return vacatur.report(results, out=tmp_path_factory.mktemp("report") / "report")


@pytest.fixture(scope="session")
def public(results: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same to publish."""
    return vacatur.report(results, out=tmp_path_factory.mktemp("report") / "report-public", public=True)


@pytest.fixture(scope="session")
def faulty_results(faulty_county: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of a county full of faults under the statute: reductions, unknown facts, rows set aside."""
    out = tmp_path_factory.mktemp("faulty-results") / "results"
    vacatur.run([faulty_county], COUNTY, ["ca-prop64-statute"], as_of=AS_OF, out=out)
    return out


@pytest.fixture(scope="session")
def faulty_office(faulty_results: Path) -> Path:
    """The office's report of them, within the results."""
    return vacatur.report(faulty_results)
