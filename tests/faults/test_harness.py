"""The harness of faults in short, and that it sees a broken promise where there is one (docs/faults.md)."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import vacatur
from benchmarks.county import COUNTY
from benchmarks.faults.blows import blows, struck
from benchmarks.faults.intact import Intact
from benchmarks.faults.mutated import A_FILE, made
from benchmarks.faults.people import AS_OF, PACKS, People, Person, as_lines, wrongly_let_go
from benchmarks.faults.shapes import SOUND, UNSOUND
from benchmarks.faults.tally import Tally, is_clear

ROOT = Path(__file__).parents[2]
FORKED = ("kills", "disk", "access", "changes")


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked, and a disk of memory is mounted")
def test_one_trial_of_each_kind_breaks_no_promise(tmp_path: Path) -> None:
    asked = {**os.environ, "FAULTS_TRIALS": "1", "BENCH_FOLDER": str(tmp_path)}
    command = [sys.executable, "-m", "benchmarks.faults", *FORKED]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=asked, timeout=300)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    with (tmp_path / "faults.csv").open(newline="", encoding="utf-8") as file:
        rows = {(row["kind"], row["what"]): int(row["count"]) for row in csv.DictReader(file)}
    assert all(rows[kind, "promises broken"] == 0 for kind in FORKED)
    tried = [kind for kind in FORKED if not any(what.startswith("not possible") for of, what in rows if of == kind)]
    assert all(rows[kind, "trials"] == 1 for kind in tried)
    assert {"kills", "changes"} <= set(tried)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> People:
    return People(tmp_path_factory.mktemp("people"), 200, 3)


def judged(people: People, data: bytes, folder: Path, theirs: list[Person]) -> list[tuple[str, str, str]]:
    path = folder / "county.dat"
    path.write_bytes(data)
    results = vacatur.run([path], COUNTY, PACKS, as_of=AS_OF)
    seen, wrong = wrongly_let_go(people, results, {person.subject: person.subject for person in theirs})
    assert seen
    return wrong


@settings(max_examples=6, deadline=None, database=None, derandomize=True, suppress_health_check=[*HealthCheck])
@given(
    falling=st.lists(st.lists(blows(), min_size=1, max_size=3), min_size=A_FILE, max_size=A_FILE),
    first=st.integers(0, 50),
    form=st.sampled_from(list(SOUND)),
)
def test_damage_lets_nobody_go(
    people: People, tmp_path_factory: pytest.TempPathFactory, falling: list[list[object]], first: int, form: str
) -> None:
    theirs = people.everybody[first : first + A_FILE]
    data, _ = made(theirs, falling, form, Random(first))  # type: ignore[arg-type]
    assert judged(people, data, tmp_path_factory.mktemp("damaged"), theirs) == []


def test_rows_that_are_gone_do_let_people_go_and_that_is_seen(people: People, tmp_path: Path) -> None:
    """Which no reader can notice: it is what the harness must not promise, and what shows that it would see it."""
    text = "".join(line + "\n" for person in people.everybody for line in as_lines(person.rows[-3:]))
    assert judged(people, text.encode(), tmp_path, people.everybody)


@pytest.mark.parametrize("form", UNSOUND)
def test_a_form_that_none_has_breaks_nothing(people: People, tmp_path: Path, form: str) -> None:
    lines = [line + "\n" for person in people.everybody[:3] for line in as_lines(person.rows)]
    path = tmp_path / "county.dat"
    path.write_bytes(UNSOUND[form](lines, Random(1)))
    try:
        vacatur.check([path])
    except vacatur.VacaturError as refused:
        assert is_clear(str(refused), [person.subject for person in people.everybody]) == ""


def test_every_blow_is_felt(people: People) -> None:
    """Each kind of damage changes somebody's rows."""
    from benchmarks.faults.blows import TO_CELLS, TO_ROWS, Blow

    sound = {person.subject: [line + "\n" for line in as_lines(person.rows)] for person in people.everybody}
    for how in (*TO_CELLS, *TO_ROWS):
        blow = Blow(how, 1, "OFFENSE_DESCR", everywhere=False, salt=700)
        assert any(struck(person, [blow]) != sound[person.subject] for person in people.everybody), how


def test_only_people_whose_rows_are_all_there_are_judged(people: People) -> None:
    one, other = people.everybody[:2]
    lines = [line + "\n" for person in (one, other) for line in as_lines(person.rows)]
    lines[0] = lines[0][:-40] + "\n"
    data, found = Intact([one, other]).renamed("".join(lines).encode(), 7)
    assert list(found.values()) == [other.subject]
    assert other.subject.encode() not in data and next(iter(found)).encode() in data


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("county.dat is empty (0 bytes).", ""),
        ("Traceback (most recent call last):", "a fault of the program instead of a sentence"),
        ("thread '<unnamed>' panicked at x.rs:1", "a fault of the program instead of a sentence"),
        ("One.\nTwo.", "no single sentence"),
        ("", "no single sentence"),
        ("SMITH,JOHN is not to be read.", "somebody can be told from a sentence"),
    ],
)
def test_what_is_a_clear_sentence(said: str, wrong: str) -> None:
    assert is_clear(said, ["SMITH,JOHN"]) == wrong


def test_a_broken_promise_is_counted_and_told() -> None:
    tally = Tally("kills", trials=3)
    tally.note("killed", 3)
    assert not tally.broken
    tally.broke("half-written results", "trial-2")
    assert tally.broken
    assert dict(tally.rows())["promises broken"] == 1
    assert "BROKEN: half-written results, first seen in trial-2" in tally.table()
