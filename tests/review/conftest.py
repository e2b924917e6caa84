"""A run on three people: one whose birth date is missing, one whom a rule leaves to a person, one who is dismissed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import vacatur
from tests.cli.rows import AS_OF, COUNTY, row, written

PACK = "ca-la-2020-pilot"
UNBORN, BY_RULE, DISMISSED = "1/101002001000", "2/101002001000", "3/101002001000"
"""Sale of 2015 beside a burglary of 2012, so that only age can help; possession of concentrate; an ordinary one."""

ROWS = [
    row(SUBJECT_ID="1", PRI_NAME="NODATE,ANN", PRI_DOB="", STP_EVENT_DATE="20150601"),
    row(SUBJECT_ID="1", PRI_NAME="NODATE,ANN", PRI_DOB="", STP_EVENT_DATE="20120601", CNT_ORDER="102002001000",
        OFFENSE_DESCR="459 PC-BURGLARY"),
    row(SUBJECT_ID="2", PRI_NAME="MUÑOZ,BEN", CII_NUMBER="A002", OFFENSE_DESCR="11357(C) HS-POSSESS", OFN="BA2"),
    row(SUBJECT_ID="3", PRI_NAME="OLD,CAL", CII_NUMBER="A003", OFN="BA3"),
]  # fmt: skip


@pytest.fixture(scope="session")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of the run."""
    folder = tmp_path_factory.mktemp("three")
    source, out = written(folder / "three.dat", ROWS), folder / "results"
    vacatur.run([source], county=COUNTY, packs=[PACK], as_of=AS_OF, out=out)
    return out


@pytest.fixture
def run(three: Path, tmp_path: Path) -> Path:
    """The same, to be reviewed."""
    return Path(shutil.copytree(three, tmp_path / "results"))
