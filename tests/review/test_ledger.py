"""The ledger: acts are added, never changed or erased; what was recorded can be relied on."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import vacatur
from tests.cli.rows import AS_OF, COUNTY
from tests.outputs.report.plain import plain
from tests.review.conftest import BY_RULE, DISMISSED, PACK, UNBORN
from vacatur import reviews
from vacatur.errors import ResultsError, UsageError, VacaturError
from vacatur.outputs import folder as folders
from vacatur.outputs.kept import open_results
from vacatur.outputs.replacing import check_free
from vacatur.review.acts import Ledger
from vacatur.review.book import FILE, Meanwhile, is_begun, read_ledger, version_of

WHO = {"who": "Ana Núñez", "when": "2026-03-04T09:30:00-08:00"}


def ledger(run: Path) -> Ledger:
    return open_results(run).ledger


def report(run: Path, *, replace: bool = False) -> Path:
    """A report without pictures and paper: what it shows is looked at in test_exports.py."""
    with plain():
        return vacatur.report(run, replace=replace)


@pytest.fixture(scope="module")
def reported(three: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of results in which nobody recorded anything."""
    return report(Path(shutil.copytree(three, tmp_path_factory.mktemp("reported") / "results")))


def test_an_act_says_who_when_what_why_and_what_stood_before_and_after(run: Path) -> None:
    assert ledger(run).acts == () and not (run / FILE).exists()
    act = reviews.decide(run, BY_RULE, "dismiss", "The lab  report\nshows flower", **WHO)
    assert ledger(run).acts == (act,)
    assert (act.number, act.who, act.when) == (1, "Ana Núñez", "2026-03-04T09:30:00-08:00")
    assert (act.conviction, act.pack, act.kind) == (BY_RULE, PACK, "decide")
    assert act.reason == "The lab report shows flower"
    before, after = act.before["decisions"][PACK], act.after["decisions"][PACK]
    assert (before["determination"], before["rule"]) == ("review", "other-possession")
    assert (after["determination"], after["rule"]) == ("dismiss", "reviewer")
    assert after["reason"] == "Decided by Ana Núñez: The lab report shows flower"
    assert after["evidence"] == ["ledger:1", "1:3"]


def test_only_the_owner_can_read_it(run: Path) -> None:
    reviews.decide(run, BY_RULE, "dismiss", "so", **WHO)
    assert (run / FILE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in run.iterdir() if path.name.startswith(FILE)] == [FILE]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE act SET who = 'somebody else'",
        "UPDATE act SET number = 5 WHERE number = 2",
        "DELETE FROM act",
        "DELETE FROM act WHERE number = 2",
        "INSERT OR REPLACE INTO act SELECT * FROM act WHERE number = 1",
        "INSERT INTO act SELECT 9, who, \"when\", conviction, pack, kind, '{}', before, after, reason, "
        "replace(sha256, 'a', 'b') FROM act WHERE number = 1",
        "UPDATE about SET results = 'others'",
        "DELETE FROM about",
    ],
)
def test_the_database_itself_refuses_to_change_or_erase(run: Path, statement: str) -> None:
    reviews.decide(run, BY_RULE, "dismiss", "so", **WHO)
    reviews.decide(run, DISMISSED, "review", "look again", **WHO)
    before = ledger(run)
    with sqlite3.connect(run / FILE) as book, pytest.raises(sqlite3.IntegrityError):
        book.execute(statement)
    assert ledger(run) == before


@pytest.mark.parametrize("column", ["who", "when", "reason", "after", "sha256", "kind"])
def test_an_act_that_was_changed_by_other_means_shows(run: Path, column: str) -> None:
    """Somebody opens the file, takes the triggers away and edits."""
    reviews.decide(run, BY_RULE, "dismiss", "so", **WHO)
    reviews.decide(run, DISMISSED, "review", "look again", **WHO)
    value = {"after": "{}", "sha256": "0" * 64, "kind": "supply"}.get(column, "changed")
    with sqlite3.connect(run / FILE) as book:
        book.execute("DROP TRIGGER no_act_is_changed")
        book.execute(f'UPDATE act SET "{column}" = ? WHERE number = 1', (value,))
    with pytest.raises(ResultsError, match="act 1 is not as it was recorded"):
        open_results(run)


def test_an_act_that_was_erased_by_other_means_shows(run: Path) -> None:
    for conviction in (BY_RULE, DISMISSED):
        reviews.decide(run, conviction, "review", "so", **WHO)
    with sqlite3.connect(run / FILE) as book:
        book.execute("DROP TRIGGER no_act_is_erased")
        book.execute("DELETE FROM act WHERE number = 1")
    with pytest.raises(ResultsError, match="act 2 is not as it was recorded"):
        open_results(run)


def test_a_ledger_belongs_to_its_run(run: Path, three: Path, tmp_path: Path) -> None:
    reviews.decide(run, BY_RULE, "dismiss", "so", **WHO)
    out = tmp_path / "later"
    source = three.parent / "three.dat"
    vacatur.run([source], county=COUNTY, packs=[PACK], as_of=AS_OF.replace(year=2021), out=out)
    shutil.copy(run / FILE, out / FILE)
    with pytest.raises(ResultsError, match="is the ledger of other results"):
        open_results(out)


@pytest.mark.parametrize("content", [b"not a database", b"SQLite format 3\x00 and then nothing of the kind" * 50])
def test_a_file_that_is_no_ledger_is_refused_with_a_sentence(run: Path, content: bytes) -> None:
    (run / FILE).write_bytes(content)
    with pytest.raises(ResultsError, match="the ledger cannot be read or written"):
        open_results(run)


def test_a_ledger_that_was_only_begun_holds_nothing(run: Path) -> None:
    """A process that died before its first act was recorded leaves an empty file."""
    (run / FILE).touch()
    assert ledger(run).acts == () and not is_begun(run)
    assert reviews.decide(run, BY_RULE, "dismiss", "so", **WHO).number == 1


def test_what_fails_leaves_no_act(run: Path) -> None:
    with pytest.raises(UsageError):
        reviews.supply(run, UNBORN, {"age_now": "48", "deceased": "no"}, "so", **WHO)  # the second is known
    assert ledger(run).acts == ()


def test_acts_of_many_at_once_are_all_recorded_once(run: Path) -> None:
    """Two people review, each in a window of their own; numbers follow each other without a gap."""

    def review(number: int) -> int:
        conviction = (BY_RULE, DISMISSED)[number % 2]
        return reviews.decide(run, conviction, "review", f"look {number}", **WHO).number

    with ThreadPoolExecutor(3) as pool:
        numbers = sorted(pool.map(review, range(9)))
    assert numbers == list(range(1, 10))
    assert sorted(act.reason for act in ledger(run).acts) == sorted(f"look {number}" for number in range(9))


def test_an_act_on_what_somebody_else_changed_meanwhile_is_refused(run: Path) -> None:
    reviews.decide(run, BY_RULE, "dismiss", "so", **WHO, seen=0)
    with pytest.raises(Meanwhile, match="recorded meanwhile"):
        reviews.decide(run, BY_RULE, "reduce", "otherwise", **WHO, seen=0)
    reviews.decide(run, DISMISSED, "review", "another conviction is no matter", **WHO, seen=0)
    reviews.decide(run, BY_RULE, "reduce", "now knowing of it", **WHO, seen=1)
    assert [act.number for act in ledger(run).acts] == [1, 2, 3]


def test_whoever_keeps_something_made_from_it_can_tell_that_it_changed(run: Path) -> None:
    versions = [version_of(run)]
    for _ in range(2):
        reviews.decide(run, BY_RULE, "dismiss", "so", **WHO)
        versions.append(version_of(run))
    assert len(set(versions)) == 3


class TestResultsWithALedgerAreNeverReplaced:
    @pytest.fixture
    def reviewed(self, run: Path) -> Path:
        reviews.decide(run, BY_RULE, "dismiss", "so", **WHO)
        return run

    def test_not_when_it_is_asked_for(self, reviewed: Path) -> None:
        with pytest.raises(UsageError, match="reviewers recorded what they decided: a ledger is never replaced"):
            check_free(reviewed, replace=True)

    def test_not_by_a_run(self, reviewed: Path, three: Path) -> None:
        before = (reviewed / FILE).read_bytes()
        with pytest.raises(UsageError, match="a ledger is never replaced"):
            vacatur.run(
                [three.parent / "three.dat"], county=COUNTY, packs=[PACK], as_of=AS_OF, out=reviewed, replace=True
            )
        assert (reviewed / FILE).read_bytes() == before

    def test_not_when_the_act_was_recorded_while_the_run_went_on(self, run: Path) -> None:
        """The run looked at the folder minutes before it puts its own in the place."""
        check_free(run, replace=True)
        with pytest.raises(VacaturError, match="recorded an act in it meanwhile"), folders.results_folder(run) as new:
            (new / "manifest.json").write_text("{}")
            reviews.decide(run, BY_RULE, "dismiss", "so", **WHO)
        assert ledger(run).last == 1
        assert [path.name for path in run.parent.iterdir()] == [run.name]

    def test_what_is_made_from_them_may_be(self, reviewed: Path, reported: Path) -> None:
        shutil.copytree(reported, reviewed / reported.name)
        with pytest.raises(UsageError, match="exists already"):
            report(reviewed)
        assert report(reviewed, replace=True) == reviewed / reported.name


def test_papers_name_the_last_act_and_its_seal(run: Path, reported: Path) -> None:
    def named(folder: Path) -> object:
        return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["ledger"]

    assert named(reported) is None
    reviews.decide(run, DISMISSED, "review", "look again", **WHO)
    act = reviews.decide(run, BY_RULE, "dismiss", "so", **WHO)
    assert named(report(run)) == {"last_act": 2, "sha256": act.sha256}
    assert named(vacatur.file(run, out=run.parent / "packets").folder) == {"last_act": 2, "sha256": act.sha256}


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda run: reviews.decide(run, BY_RULE, "forgive", "so", **WHO), "decides one of not_eligible, reduce"),
        (lambda run: reviews.decide(run, BY_RULE, "dismiss", " \n", **WHO), "Give the reason"),
        (lambda run: reviews.decide(run, BY_RULE, "dismiss", "so", who=" ", when="now"), "Say who reviews"),
        (lambda run: reviews.decide(run, BY_RULE, "dismiss", "so", who="x" * 81, when="now"), "at most 80"),
        (lambda run: reviews.decide(run, "9/1", "dismiss", "so", **WHO), "decided no such conviction"),
        (lambda run: reviews.decide(run, BY_RULE, "dismiss", "so", pack="ca-sf-2019", **WHO), "did not compute"),
        (lambda run: reviews.supply(run, UNBORN, {}, "so", **WHO), "Say which fact"),
        (lambda run: reviews.supply(run, UNBORN, {"age": 3}, "so", **WHO), "There is no fact 'age'; did you mean"),
        (lambda run: reviews.supply(run, UNBORN, {"section": "11358"}, "so", **WHO), "section is known already"),
        (lambda run: reviews.withdraw(run, 1, "so", **WHO), "There is no act 1"),
    ],
)
def test_what_is_not_allowed_is_refused_with_a_sentence(
    run: Path, act: Callable[[Path], object], sentence: str
) -> None:
    with pytest.raises(VacaturError, match=sentence):
        act(run)
    assert not is_begun(run)


def test_reading_makes_no_file(run: Path) -> None:
    read_ledger(run, "0" * 64)
    open_results(run)
    assert not (run / FILE).exists()
