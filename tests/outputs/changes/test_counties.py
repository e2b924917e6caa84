"""What must hold of any two runs: on fabricated counties, a month apart by what a seed chooses."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import vacatur
from tests.cli.conftest import contents
from tests.cli.rows import AS_OF, COUNTY
from tests.outputs.changes.conftest import PACK
from tests.sources.files import HEADER, file, full, line
from vacatur.differences import Differences, diff
from vacatur.outputs.kept import open_results
from vacatur.sources.doj.layout import POSITION
from vacatur.synth import FAULTS, write_county
from vacatur.updates import update

LINE_BREAKING = {"newline_in_quotes", "stray_quote"}
LATER = date(2020, 9, 1)
CYCLE = 10**9
INSERTED_OFFENSE = "484 PC-THEFT"
SUBJECT, KEY = POSITION["SUBJECT_ID"], POSITION["CNT_ORDER"]


@dataclass(frozen=True)
class Two:
    """Two runs, and whose cycles were moved by one between them."""

    before: Path
    after: Path
    later_file: Path
    moved: set[str]


def a_month_later(records: Sequence[list[str]], seed: int) -> tuple[list[list[str]], set[str]]:
    """The rows of the next delivery: some people have left, some rows are gone, and some have an inserted cycle."""
    chance = random.Random(seed)
    people = sorted({cells[SUBJECT].strip() for cells in records} - {""})
    gone = set(chance.sample(people, len(people) // 20))
    moved = set(chance.sample(sorted(set(people) - gone), len(people) // 6))
    later: list[list[str]] = []
    for cells in records:
        person, key = cells[SUBJECT].strip(), cells[KEY].strip()
        if person in gone or chance.random() < 0.02:
            continue
        if person in moved and key.isdigit():
            cells = [*cells[:KEY], f"{int(key) + CYCLE:012d}", *cells[KEY + 1 :]]
        later.append(cells)
    return later, moved


def inserted(person: str) -> str:
    """The conviction that comes before all others of a person."""
    cells = {"SUBJECT_ID": person, "CII_NUMBER": "", "PRI_NAME": "", "PRI_DOB": "", "GENDER": "", "RACE_DESCR": ""}
    return line(full(**cells, CNT_ORDER="101002001000", OFFENSE_DESCR=INSERTED_OFFENSE, STP_EVENT_DATE="19710101"))


def fabricated(folder: Path, seed: int, several: float) -> Two:
    """A county, and what became of it."""
    faults = {name: several for name in FAULTS if name not in LINE_BREAKING}
    write_county(folder / "first.dat", people=120, seed=seed, faults=faults, header=False)
    records = list(csv.reader(io.StringIO((folder / "first.dat").read_text(encoding="utf-8"))))
    records = [cells for cells in records if len(cells) == len(POSITION)]
    later, moved = a_month_later(records, seed)
    lines = [HEADER, *map(joined, later), *map(inserted, sorted(moved))]
    later_file = file(folder, "\n".join(lines) + "\n", "later.dat")
    vacatur.run([folder / "first.dat"], COUNTY, [PACK], as_of=AS_OF, out=folder / "a")
    update(folder / "a", [later_file], out=folder / "b", as_of=LATER)
    return Two(folder / "a", folder / "b", later_file, moved)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Two:
    return fabricated(tmp_path_factory.mktemp("faulty"), 2, 0.03)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Two:
    return fabricated(tmp_path_factory.mktemp("whole"), 1, 0.0)


@pytest.fixture(scope="module", params=["whole", "faulty"])
def two(request: pytest.FixtureRequest) -> Two:
    found: Two = request.getfixturevalue(request.param)
    return found


def joined(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


@pytest.fixture(scope="module")
def there(two: Two) -> Differences:
    return diff(two.before, two.after)


@pytest.fixture(scope="module")
def back(two: Two) -> Differences:
    return diff(two.after, two.before)


def test_everything_is_counted_once(there: Differences, back: Differences) -> None:
    assert there.summary["reconciles"] is True and back.summary["reconciles"] is True
    told = there.summary["convictions"]
    assert told["same"] + sum(told["alone"]["before"].values()) == there.summary["before"]["convictions"]
    assert told["same"] + sum(told["alone"]["after"].values()) == there.summary["after"]["convictions"]
    assert told["renumbered"] > 10 and there.summary["people"]["gone"] >= 6


def test_no_two_convictions_are_joined_that_are_not_the_same(two: Two, there: Differences) -> None:
    """Whose numbers were moved is known: every pair must be moved as the rows were, and no inserted one is joined."""
    pairs = there.changes.convictions.pairs
    expected = {person: CYCLE if person in two.moved else 0 for person in pairs["person"].unique().to_list() if person}
    for before, after, person in pairs.select("before", "after", "person").iter_rows():
        was, is_ = (int(name.removeprefix(f"{person}/").split("/")[0]) for name in (before, after))
        assert is_ - was == expected[person], "a pair that moved otherwise than its rows"
    ambiguous = there.summary["convictions"]["alone"]["before"]["ambiguous"]
    assert ambiguous * 20 < there.summary["before"]["convictions"], "few are left unsure"


def test_the_other_way_round_it_is_mirrored(there: Differences, back: Differences) -> None:
    ours, theirs = there.changes.convictions, back.changes.convictions
    assert set(ours.pairs.select("before", "after").iter_rows()) == set(
        theirs.pairs.select("after", "before").iter_rows()
    )
    assert alone(ours.alone_before) == alone(theirs.alone_after)
    assert alone(ours.alone_after) == alone(theirs.alone_before)
    counted = {(row["pack"], row["before"], row["after"]): row["decisions"] for row in there.summary["decisions"]}
    mirrored = {(row["pack"], row["after"], row["before"]): row["decisions"] for row in back.summary["decisions"]}
    assert counted == mirrored
    swapped = {"gone": "new", "new": "gone"}
    kinds = {(row[0], row[1], row[2]) for row in there.changes.people.select("before", "after", "kind").iter_rows()}
    assert kinds == {
        (row[1], row[0], swapped.get(row[2], row[2]))
        for row in back.changes.people.select("before", "after", "kind").iter_rows()
    }


def alone(table: pl.DataFrame) -> set[tuple[str, str, tuple[str, ...]]]:
    return {(name, kind, tuple(perhaps)) for name, _, kind, perhaps in table.iter_rows()}


def test_every_difference_has_a_cause_and_no_other_decision_does(there: Differences) -> None:
    decided = there.changes.decisions
    caused = decided.filter(pl.col("causes").list.len() > 0)
    assert caused.height > 10
    assert caused.height == decided.filter(pl.col("state") != "same").height
    causes = set(decided["causes"].explode().drop_nulls().to_list())
    assert causes <= {"time", "file"}, "the same pack, version and question, and nobody reviewed"


def test_a_run_held_against_itself_differs_in_nothing(two: Two) -> None:
    found = diff(two.after, two.after).changes
    assert found.convictions.pairs["renumbered"].sum() == 0
    assert (found.convictions.pairs["before"] == found.convictions.pairs["after"]).all()
    empty = (found.convictions.alone_before, found.convictions.alone_after, found.facts, found.relief, found.orders)
    assert [table.height for table in (*empty, found.acts)] == [0] * 6
    assert set(found.decisions["state"]) == {"same"}
    assert set(found.people["kind"]) == {"same"}
    assert found.summary["premises"] == [] and found.summary["same_files"] is True


def test_an_update_is_to_the_byte_a_run_on_the_new_file(faulty: Two, tmp_path: Path) -> None:
    vacatur.run([faulty.later_file], COUNTY, [PACK], as_of=LATER, out=tmp_path / "anew")
    anew, updated = contents(tmp_path / "anew"), contents(faulty.after)
    for files in (anew, updated):
        del files["timing.json"]
    ours = {name: content for name, content in updated.items() if not name.startswith("changes/")}
    assert ours == anew


def test_the_same_two_runs_give_the_same_bytes(faulty: Two, tmp_path: Path) -> None:
    diff(faulty.before, faulty.after, out=tmp_path / "again")
    assert contents(tmp_path / "again") == contents(faulty.after / "changes")


def test_rows_tell_whose_file_changed(two: Two, there: Differences) -> None:
    same = there.changes.people.filter(pl.col("same_rows").fill_null(False))["before"]
    assert 0 < len(same) < there.summary["people"]["same"]
    assert not set(same) & two.moved


def test_another_county_is_another_question_and_the_file_is_not_blamed(faulty: Two, tmp_path: Path) -> None:
    vacatur.run([faulty.later_file], None, [PACK], as_of=LATER, out=tmp_path / "everywhere")
    found = diff(faulty.after, tmp_path / "everywhere")
    assert found.summary["premises"] == [f"The county differs: {COUNTY}, then ALL COUNTIES."]
    causes = set(found.changes.decisions["causes"].explode().drop_nulls())
    assert causes == {"question"}


def test_another_parameter_is_said_first_and_is_the_only_cause(faulty: Two, tmp_path: Path) -> None:
    kept = open_results(faulty.after)
    settings = {"minimum_age": 40}
    vacatur.run([faulty.later_file], COUNTY, [PACK], as_of=kept.as_of, out=tmp_path / "at-40", settings=settings)
    found = diff(faulty.after, tmp_path / "at-40")
    assert found.summary["premises"] == [f"{PACK}: minimum_age is 50, then 40."]
    assert found.text.index("minimum_age") < found.text.index("PEOPLE")
    causes = {name: number for name, number in found.summary["causes"][PACK].items() if number}
    assert set(causes) == {"policy"}
    assert all(set(of.values()) == {0} for pack, of in found.summary["causes"].items() if pack != PACK)
