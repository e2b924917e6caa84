"""A results folder: whole or not at all, the owner's alone, with counts that reconcile and hashes that hold."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

import vacatur
from tests.cli.conftest import contents
from tests.cli.rows import chosen
from tests.sources.files import HEADER, decisions, file, full, line, lines, murder, run_on
from vacatur import runs
from vacatur.errors import UsageError, VacaturError
from vacatur.outputs import results as writing
from vacatur.outputs.folder import HashedFile
from vacatur.runs import Delivery
from vacatur.synth import write_county

BAD = [
    "a,b,c",
    "1," * 99,
    line(full(CNT_ORDER="XX")),
    line(full(SUBJECT_ID="", COMMENT_TEXT='a\n"b"')),
    '9,"ACTIVE,1,' + "," * 92,
]
CODES = ["field_count", "field_count", "bad_count_key", "no_subject_id", "stray_quote"]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = "\n".join([HEADER, line(full()), *BAD, *lines([murder(SUBJECT_ID="2"), full(SUBJECT_ID="2")])]) + "\n\n"
    return file(tmp_path_factory.mktemp("source"), text)


@pytest.fixture(scope="module")
def done(source: Path, tmp_path_factory: pytest.TempPathFactory) -> vacatur.Results:
    return run_on(source, out=tmp_path_factory.mktemp("done") / "results")


@pytest.fixture(scope="module")
def delivery(source: Path) -> Delivery:
    return runs.read_delivered([source])


@pytest.fixture
def decided(delivery: Delivery, done: vacatur.Results, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a run on the same file, only the writing is still to do: what was read and decided is that of `done`."""
    monkeypatch.setattr(runs, "_read", lambda *_: delivery)
    monkeypatch.setattr(runs, "outcome_of", lambda *_: done.outcome)


def folder(results: vacatur.Results) -> Path:
    assert results.folder is not None
    return results.folder


def names(path: Path) -> list[str]:
    return sorted(each.name for each in path.iterdir())


def manifest(results: vacatur.Results) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder(results) / "manifest.json").read_text(encoding="utf-8"))
    return found


def test_rows_set_aside_are_kept_as_they_are_with_line_and_reason(done: vacatur.Results) -> None:
    text = (folder(done) / "set_aside.csv").read_bytes().decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [each["row"] for each in rows] == BAD
    assert [each["code"] for each in rows] == CODES
    assert [each["line"] for each in rows] == ["3", "4", "5", "6", "8"]


@pytest.mark.parametrize("faults", [0.0, 0.05])
@pytest.mark.parametrize("seed", [1, 2])
def test_counts_reconcile(tmp_path: Path, faults: float, seed: int) -> None:
    path = tmp_path / "county.dat"
    written = write_county(path, people=200, seed=seed, faults=faults)
    results = run_on(path, out=tmp_path / "results")
    rows = results.summary["rows"]
    assert results.summary["reconciles"] is True
    assert rows["read"] == rows["decided"] + rows["not_in_scope"] + rows["set_aside"] == written.rows
    aside = list(csv.reader((tmp_path / "results" / "set_aside.csv").open(encoding="utf-8", newline="")))
    everything = list(csv.reader((tmp_path / "results" / "All_Results.csv").open(encoding="utf-8", newline="")))
    assert len(aside) - 1 == rows["set_aside"]
    assert len(everything) - 1 == rows["decided"] + rows["not_in_scope"]
    ids = {each["conviction_id"] for each in chosen(results)}
    inside = results.convictions.filter(results.convictions["conviction_id"].is_in(list(ids)))
    assert rows["decided"] == inside["rows"].list.len().sum()


def test_the_hashes_and_counts_of_the_manifest_are_those_of_the_files(done: vacatur.Results, source: Path) -> None:
    told = manifest(done)
    for each in told["outputs"]:
        assert hashlib.sha256((folder(done) / each["file"]).read_bytes()).hexdigest() == each["sha256"]
    assert {each["sha256"] for each in told["inputs"]} == {hashlib.sha256(source.read_bytes()).hexdigest()}
    assert told["reconciles"] is True


def test_the_manifest_names_every_file_of_the_folder(done: vacatur.Results) -> None:
    told = manifest(done)
    named = {each["file"] for each in told["outputs"]} | set(told["not_hashed"])
    there = {name for name in contents(folder(done)) if not name.startswith("packs/")}
    assert there == named


def test_files_and_folders_are_readable_by_their_owner_alone(done: vacatur.Results) -> None:
    before = os.umask(0)
    os.umask(before)
    for path in (folder(done), *folder(done).rglob("*")):
        if "packs" not in path.parts:  # the law is public; and it stands inside a closed folder
            assert path.stat().st_mode & 0o077 == 0, path


@pytest.mark.usefixtures("decided")
def test_an_open_umask_opens_nothing(source: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        run_on(source, out=tmp_path / "results")
    finally:
        os.umask(before)
    assert (tmp_path / "results").stat().st_mode & 0o077 == 0
    assert (tmp_path / "results" / "All_Results.csv").stat().st_mode & 0o077 == 0


def test_two_runs_give_the_same_bytes(source: Path, done: vacatur.Results, tmp_path: Path) -> None:
    run_on(source, out=tmp_path / "again")
    first, again = contents(folder(done)), contents(tmp_path / "again")
    assert first.pop("timing.json") and again.pop("timing.json")
    assert again == first


def test_two_runs_on_a_county_with_faults_give_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "county.dat"
    write_county(path, people=300, seed=7, faults=0.03)
    written = []
    for name in ("first", "second"):
        run_on(path, out=tmp_path / name)
        written.append(contents(tmp_path / name))
        del written[-1]["timing.json"]
    assert written[0] == written[1]


def test_a_folder_that_exists_is_left_as_it_is(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "results"
    out.mkdir()
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    for replace in (False, True):  # it is no results folder, so it is not replaced either
        with pytest.raises(UsageError, match="left as it is"):
            run_on(source, out=out, replace=replace)
    assert contents(out) == {"mine.txt": b"mine"}


def test_a_results_folder_is_replaced_only_when_asked(source: Path, done: vacatur.Results, tmp_path: Path) -> None:
    out = Path(shutil.copytree(folder(done), tmp_path / "results"))
    before = contents(out)
    with pytest.raises(UsageError, match="exists already"):
        run_on(source, out=out)
    assert contents(out) == before
    run_on(source, out=out, pack="ca-dismiss-all", replace=True)
    assert contents(out) != before
    assert names(tmp_path) == ["results"]


@pytest.mark.parametrize("name", ["notes.txt", "county.dat", "packs of mine"])
def test_a_results_folder_that_holds_a_file_of_somebodys_own_is_not_replaced(
    source: Path, done: vacatur.Results, tmp_path: Path, name: str
) -> None:
    """Also where it is the input of the next run."""
    out = Path(shutil.copytree(folder(done), tmp_path / "results"))
    own = file(out, source.read_bytes(), name)
    before = contents(out)
    with pytest.raises(UsageError, match=f"{name}, which Vacatur did not write so"):
        run_on(own, out=out, replace=True)
    assert contents(out) == before


def test_the_refusal_comes_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "results").mkdir()
    with pytest.raises(UsageError, match="exists already"):
        run_on(tmp_path / "nothing.dat", out=tmp_path / "results")


WRITERS = [
    "write_spreadsheets",
    "write_parquet",
    "write_problems",
    "write_set_aside",
    "write_json",
    "_copy_pack",
    "_manifest",
]


@pytest.mark.usefixtures("decided")
@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("writer", WRITERS)
def test_a_failure_in_the_middle_leaves_no_folder_and_the_previous_results_untouched(
    source: Path,
    done: vacatur.Results,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    writer: str,
    replace: bool,
) -> None:
    out = tmp_path / "results"
    before = {}
    if replace:
        shutil.copytree(folder(done), out)
        before = contents(out)

    def full_disk(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(writing, writer, full_disk)
    with pytest.raises(VacaturError, match="No space left"):
        run_on(source, out=out, replace=replace)
    assert contents(out) == before
    assert names(tmp_path) == (["results"] if replace else [])


@pytest.mark.usefixtures("decided")
@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_a_run_that_is_stopped_leaves_nothing_half_written(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def stopped(*_: object) -> None:
        raise error

    monkeypatch.setattr(HashedFile, "write", stopped)
    with pytest.raises(error):
        run_on(source, out=tmp_path / "results")
    assert names(tmp_path) == []


@pytest.mark.parametrize("stage", ["reading", "deciding", "writing"])
def test_a_run_that_its_progress_stops_leaves_nothing(source: Path, tmp_path: Path, stage: str) -> None:
    def stop(progress: vacatur.Progress) -> None:
        if progress.stage == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_on(source, out=tmp_path / "results", progress=stop)
    assert names(tmp_path) == []


@pytest.mark.usefixtures("decided")
def test_a_failure_to_rename_puts_the_previous_results_back(
    source: Path, done: vacatur.Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = Path(shutil.copytree(folder(done), tmp_path / "results"))
    before, rename = contents(out), Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.suffix == ".part":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(VacaturError):
        run_on(source, out=out, replace=True)
    assert contents(out) == before
    assert names(tmp_path) == ["results"]


def test_results_in_memory_are_the_same_with_and_without_a_folder(source: Path, done: vacatur.Results) -> None:
    without = run_on(source)
    assert without.folder is None
    assert decisions(without) == decisions(done)
    assert without.decisions.equals(done.decisions)


def test_problems_name_file_line_code_and_what_was_done(done: vacatur.Results) -> None:
    rows = list(csv.DictReader((folder(done) / "problems.csv").open(encoding="utf-8", newline="")))
    assert rows
    for each in rows:
        assert each["file"] == "history.dat" and each["code"] and each["done"]
        assert each["line"].isdigit() or each["code"] == "blank_line"


def test_the_input_is_left_as_it_was(source: Path, tmp_path: Path) -> None:
    before = (source.read_bytes(), source.stat().st_mtime_ns)
    run_on(source, out=tmp_path / "results")
    assert (source.read_bytes(), source.stat().st_mtime_ns) == before
