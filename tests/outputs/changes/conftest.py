"""Eighteen people in two deliveries a month apart, decided, reviewed, and decided again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import vacatur
from tests.cli.rows import AS_OF, COUNTY, Row, row, written
from vacatur import reviews
from vacatur.outputs.folder import HashedFile
from vacatur.outputs.kept import derived_manifest, open_results
from vacatur.outputs.tables import write_json
from vacatur.updates import Carrier, Updated, update

PACK = "ca-la-2020-pilot"
LATER = date(2020, 8, 1)

DIES, CONVICTED_AGAIN, DESTROYED, GRANTED, NOT_ENTERED = "11", "12", "13", "14", "15"
ENTERED, TORN = "28", "29"
BIRTH_KNOWN, INSERTED, NEW_ID, NEW_ID_AFTER, LEAVES, COMES = "16", "17", "18", "918", "19", "20"
UNCLEAR, REUSED, BIRTHDAY, NOTHING_LEFT, REVIEWED, LOOKED_UP, DATE_FOUND = "21", "22", "23", "24", "25", "26", "27"

FIRST, SECOND, THIRD = "101002001000", "102002001000", "103002001000"


def of(person: str, **cells: str) -> Row:
    """An ordinary conviction of a person, with numbers and a name of their own."""
    own = {"SUBJECT_ID": person, "CII_NUMBER": f"A{person}", "PRI_NAME": f"EXAMPLE,{person}", "OFN": f"BA{person}001"}
    return row(**{**own, **cells})


def burglary(person: str, day: str, key: str, **cells: str) -> Row:
    """A conviction of burglary."""
    own = {"OFFENSE_DESCR": "459 PC-BURGLARY", "STP_EVENT_DATE": day, "CNT_ORDER": key, "OFN": f"BA{person}002"}
    return of(person, **{**own, **cells})


YOUNG = {"PRI_DOB": "19800115"}
"""Born so late that age decides nothing."""

IN_BOTH = [of(NOT_ENTERED)]
"""Dismissed by the first run for age; the file says nothing of it a month later."""

BEFORE = [
    *IN_BOTH,
    of(DIES),
    of(CONVICTED_AGAIN, **YOUNG), burglary(CONVICTED_AGAIN, "20000101", SECOND, **YOUNG),
    of(DESTROYED), of(DESTROYED, CNT_ORDER=SECOND, STP_EVENT_DATE="19960601", OFN="BA13002"),
    of(GRANTED),
    of(BIRTH_KNOWN, PRI_DOB="", STP_EVENT_DATE="20150601"), burglary(BIRTH_KNOWN, "20120601", SECOND, PRI_DOB=""),
    of(INSERTED), burglary(INSERTED, "20010101", SECOND),
    of(NEW_ID, CII_NUMBER="A5550018"),
    of(LEAVES),
    of(UNCLEAR, STP_EVENT_DATE="", OFN=""), burglary(UNCLEAR, "20010101", SECOND),
    of(REUSED),
    of(BIRTHDAY, PRI_DOB="19700715", STP_EVENT_DATE="20150601"),
    burglary(BIRTHDAY, "20120601", SECOND, PRI_DOB="19700715"),
    of(NOTHING_LEFT), burglary(NOTHING_LEFT, "20010101", SECOND),
    of(REVIEWED, OFFENSE_DESCR="11357(C) HS-POSSESS"),
    of(LOOKED_UP, PRI_DOB="", STP_EVENT_DATE="20150601"), burglary(LOOKED_UP, "20120601", SECOND, PRI_DOB=""),
    of(DATE_FOUND, STP_EVENT_DATE=""),
    of(ENTERED),
    of(TORN), of(TORN, CNT_ORDER=SECOND, STP_EVENT_DATE="19960601", OFN="BA29002"),
]  # fmt: skip

AFTER = [
    *IN_BOTH,
    of(DIES), of(DIES, STP_TYPE_DESCR="DECEASED", CNT_ORDER="", DISP_DESCR="", OFFENSE_DESCR=""),
    of(CONVICTED_AGAIN, **YOUNG), burglary(CONVICTED_AGAIN, "20000101", SECOND, **YOUNG),
    burglary(CONVICTED_AGAIN, "20200705", THIRD, OFN="BA12003", **YOUNG),
    of(DESTROYED),
    of(GRANTED), of(GRANTED, DISP_DESCR="CONV SET ASIDE & DISM PER 1203.4 PC", CONV_STAT_DESCR=""),
    of(BIRTH_KNOWN, PRI_DOB="19610504", STP_EVENT_DATE="20150601"),
    burglary(BIRTH_KNOWN, "20120601", SECOND, PRI_DOB="19610504"),
    burglary(INSERTED, "19900101", FIRST, OFN="BA17003"),
    of(INSERTED, CNT_ORDER=SECOND), burglary(INSERTED, "20010101", THIRD),
    of(NEW_ID_AFTER, CII_NUMBER="A5550018", OFN="BA18001", PRI_NAME="EXAMPLE,18"),
    of(COMES),
    of(UNCLEAR, STP_EVENT_DATE="", OFN=""), of(UNCLEAR, STP_EVENT_DATE="", OFN="", CNT_ORDER=SECOND),
    burglary(UNCLEAR, "20010101", THIRD),
    of(REUSED, CII_NUMBER="A7770022", PRI_NAME="OTHER,PERSON", PRI_DOB="19550303", OFN="BA22777"),
    of(BIRTHDAY, PRI_DOB="19700715", STP_EVENT_DATE="20150601"),
    burglary(BIRTHDAY, "20120601", SECOND, PRI_DOB="19700715"),
    burglary(NOTHING_LEFT, "20010101", SECOND),
    of(REVIEWED, OFFENSE_DESCR="11357(C) HS-POSSESS"),
    of(LOOKED_UP, PRI_DOB="", STP_EVENT_DATE="20150601"), burglary(LOOKED_UP, "20120601", SECOND, PRI_DOB=""),
    of(DATE_FOUND),
    of(ENTERED), of(ENTERED, DISP_DESCR="CONV SET ASIDE & DISM PER 11361.8 HS", CONV_STAT_DESCR=""),
    of(TORN), of(TORN, CNT_ORDER="1O2002001OOO", STP_EVENT_DATE="19960601", OFN="BA29002"),
]  # fmt: skip


def reviewed(results: Path) -> None:
    """What somebody did on the first run: decided one, and looked up the birth date of another."""
    who = {"who": "A. Reyes", "when": "2020-07-08T09:30:00-07:00"}
    reviews.decide(results, f"{REVIEWED}/{FIRST}", "dismiss", "lab report: leaf, no concentrate", **who)
    reviews.supply(results, f"{LOOKED_UP}/{FIRST}", {"age_now": "1961-05-04"}, "booking record", **who)


def filed(results: Path) -> None:
    """Packets with a match file in which two convictions stand."""
    kept, packets = open_results(results), results / "packets"
    with HashedFile(packets, "district-attorney/match-file.csv") as match:
        match.write(f"conviction_id,exhibit,line\r\n{NOT_ENTERED}/{FIRST},A,1\r\n{GRANTED}/{FIRST},A,2\r\n".encode())
    write_json(packets, "manifest.json", derived_manifest("packets", kept, [match], pack=PACK))


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first run, reviewed and filed."""
    folder = tmp_path_factory.mktemp("month")
    out = folder / "july"
    vacatur.run([written(folder / "july.dat", BEFORE)], COUNTY, [PACK], as_of=AS_OF, out=out)
    reviewed(out)
    filed(out)
    return out


@pytest.fixture(scope="session")
def month(first: Path) -> Iterator[Updated]:
    """The second, a month later, with what reviewers did carried over."""
    later = written(first.parent / "august.dat", AFTER)
    carrier = Carrier("B. Li", "2020-08-03T10:00:00-07:00")
    yield update(first, [later], out=first.parent / "august", as_of=LATER, carrier=carrier)
    shutil.rmtree(first.parent / "august")
