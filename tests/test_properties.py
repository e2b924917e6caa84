"""What must hold of whole runs: order, files and strangers change nothing, and time stays linear."""

from __future__ import annotations

import csv
import io
import random
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

import vacatur
from tests.cli.rows import AS_OF
from tests.sources.files import HEADER, file, full, line, lines, run_on
from vacatur.sources.doj.layout import POSITION
from vacatur.synth import FAULTS, write_county

SEEDS = (1, 2)
LINE_BREAKING = {"newline_in_quotes", "stray_quote"}
SEVERAL = 0.03


def answers(results: vacatur.Results, *people: str) -> list[tuple[object, ...]]:
    """Every pack's decisions, without the lines that they rest on; of some people, or of all."""
    names = ["conviction_id", "pack", "determination", "floor", "ceiling", "rule", "reason", "unknown_facts", "notes"]
    rows = results.decisions.select("person_id", *names).iter_rows()
    return sorted(tuple(map(str, row[1:])) for row in rows if not people or row[0] in people)


@pytest.fixture(scope="module", params=SEEDS)
def county(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The records of a county with faults, each on a line of its own."""
    path = tmp_path_factory.mktemp("county") / "county.dat"
    faults = {name: SEVERAL for name in FAULTS if name not in LINE_BREAKING}
    write_county(path, people=150, seed=request.param, faults=faults, header=False)
    return path.read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def expected(county: list[str], tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    return answers(run_on(written(tmp_path_factory.mktemp("expected"), county)))


def written(folder: Path, records: Sequence[str], name: str = "county.dat") -> Path:
    return file(folder, "\n".join(records) + "\n", name)


def people_of(records: Sequence[str]) -> list[str]:
    rows = [cells for cells in csv.reader(io.StringIO("\n".join(records))) if len(cells) == len(POSITION)]
    return sorted({cells[POSITION["SUBJECT_ID"]].strip() for cells in rows} - {""})


@pytest.mark.parametrize("shuffle", range(3))
def test_the_order_of_the_rows_changes_no_decision(
    county: list[str], expected: list[tuple[object, ...]], tmp_path: Path, shuffle: int
) -> None:
    shuffled = random.Random(shuffle).sample(county, len(county))
    assert answers(run_on(written(tmp_path, shuffled))) == expected


def test_splitting_the_rows_over_files_changes_no_decision(
    county: list[str], expected: list[tuple[object, ...]], tmp_path: Path
) -> None:
    chosen = random.Random(5)
    parts: list[list[str]] = [[], [], []]
    for record in county:
        chosen.choice(parts).append(record)
    paths = [written(tmp_path, part, f"{number}.dat") for number, part in enumerate(parts)]
    assert answers(run_on(*paths)) == expected


def test_the_order_of_the_files_changes_no_decision(
    county: list[str], expected: list[tuple[object, ...]], tmp_path: Path
) -> None:
    half = len(county) // 2
    first, second = written(tmp_path, county[:half], "a.dat"), written(tmp_path, county[half:], "b.dat")
    assert answers(run_on(first, second)) == answers(run_on(second, first)) == expected


def test_a_stranger_changes_nothing_for_others(
    county: list[str], expected: list[tuple[object, ...]], tmp_path: Path
) -> None:
    offenses = ["187(A) PC", "11359 HS", "664/11358 HS", "", "ILLEGIBLE", "11500 HS-NARCOTICS", "288 PC", "11357(A) HS"]
    stranger = [
        full(SUBJECT_ID="STRANGER", CII_NUMBER="STRANGER", CNT_ORDER=f"{101 + number}002001000", OFFENSE_DESCR=offense)
        for number, offense in enumerate(offenses)
    ]
    added = [*lines(stranger[:4]), *county, *lines(stranger[4:])]
    found = answers(run_on(written(tmp_path, added)))
    assert [each for each in found if not str(each[0]).startswith("STRANGER/")] == expected


def test_each_person_alone_is_decided_as_among_the_others(
    county: list[str], expected: list[tuple[object, ...]], tmp_path: Path
) -> None:
    """A tenth of the people in a file of their own, with somebody of the county so that it can be asked for."""
    people = people_of(county)[::10]
    theirs = [record for record in county if any(person in record for person in people)]
    anchor = line(full(SUBJECT_ID="ANCHOR", CII_NUMBER="ANCHOR"))
    found = answers(run_on(written(tmp_path, [*theirs, anchor])), *people)
    assert found == [each for each in expected if str(each[0]).split("/")[0] in people]
    assert found


def test_a_row_given_twice_changes_no_decision(tmp_path: Path) -> None:
    """Save for sentences: a part that is given twice is two parts."""
    doubled = [line(full()), line(full()), line(full(SUBJECT_ID="2", CII_NUMBER="A2"))]
    once = [line(full()), line(full(SUBJECT_ID="2", CII_NUMBER="A2"))]
    first, second = written(tmp_path, doubled, "a.dat"), written(tmp_path, once, "b.dat")
    assert answers(run_on(first)) == answers(run_on(second))


def test_policies_asked_for_beside_do_not_touch_the_first(county: list[str], tmp_path: Path) -> None:
    path = written(tmp_path, county)
    alone = run_on(path).decisions
    several = vacatur.run(
        [path], "LOS ANGELES", ["ca-la-2020-pilot", "ca-sf-2019", "ca-la-2020-announced"], as_of=AS_OF
    ).decisions
    for pack in alone["pack"].unique():
        assert alone.filter(alone["pack"] == pack).equals(several.filter(several["pack"] == pack))


def long_history(folder: Path, rows: int) -> Path:
    """One person with so many convictions of every sort, and rows that are none."""
    kinds = [
        full(SENT_LOC_DESCR="JAIL", SENT_LENGTH="1", SENT_TIME_CODE="D"),
        full(OFFENSE_DESCR="187(A) PC"),
        full(DISP_DESCR="CONV SET ASIDE & DISM PER 1203.4 PC"),
        full(DISP_DESCR=""),
        full(OFFENSE_DESCR="", COMMENT_TEXT="11358 HS"),
        full(STP_TYPE_DESCR="ARREST/DETAINED/CITED", DISP_DESCR=""),
    ]
    texts = [line({**kind, "CNT_ORDER": "KEY", "STP_EVENT_DATE": "DAY"}) for kind in kinds]
    path = folder / f"{rows}.dat"
    with path.open("w", encoding="utf-8") as out:
        out.write(HEADER + "\n")
        for number in range(rows):
            key = f"{101 + number // 90_000}{number // 900 % 100 + 1:03d}{number % 900 + 1:03d}000"
            day = f"{1961 + number % 58}{number % 12 + 1:02d}{number % 28 + 1:02d}"
            out.write(texts[number % len(texts)].replace("KEY", key).replace("DAY", day) + "\n")
    return path


def seconds(path: Path) -> float:
    """Of a processor: other work beside does not count."""
    began = time.process_time()
    run_on(path)
    return time.process_time() - began


def test_time_is_linear_in_the_rows_of_one_person(tmp_path: Path) -> None:
    half, whole = long_history(tmp_path, 20_000), long_history(tmp_path, 40_000)
    seconds(half)
    bound = 3 * max(min(seconds(half), seconds(half)), 0.1)
    assert seconds(whole) < bound or seconds(whole) < bound


def test_one_person_with_a_hundred_thousand_rows_is_done_in_seconds(tmp_path: Path) -> None:
    assert seconds(long_history(tmp_path, 100_000)) < 20
