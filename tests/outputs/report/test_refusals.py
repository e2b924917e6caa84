"""What a report is not made from, and what it does not overwrite: a sentence, and nothing written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import vacatur
from tests.cli.conftest import contents, typed
from tests.outputs.report.plain import plain
from vacatur.errors import ResultsError, UsageError


@pytest.fixture
def copy(results: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(results, tmp_path / "copy"))


def test_a_folder_that_no_run_wrote_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="is not a results folder"):
        vacatur.report(tmp_path, out=tmp_path / "report")
    assert list(tmp_path.iterdir()) == []


def test_results_of_another_format_are_refused(copy: Path, tmp_path: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps(manifest | {"format": 1}))
    with pytest.raises(ResultsError, match="in format 1; this version reads format 3"):
        vacatur.report(copy, out=tmp_path / "report")
    assert not (tmp_path / "report").exists()


def test_results_that_were_changed_after_the_run_are_refused(copy: Path) -> None:
    with (copy / "decisions.parquet").open("ab") as stream:
        stream.write(b"x")
    before = set(contents(copy))
    with pytest.raises(ResultsError, match=r"decisions\.parquet has changed"):
        vacatur.report(copy)
    assert set(contents(copy)) == before


def test_a_report_of_a_report_is_refused(office: Path, tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="is a report, made from results"):
        vacatur.report(office, out=tmp_path / "report")


def test_an_earlier_report_is_replaced_only_when_asked(results: Path, public: Path, tmp_path: Path) -> None:
    out = Path(shutil.copytree(public, tmp_path / "earlier"))
    with pytest.raises(UsageError, match="exists already"):
        vacatur.report(results, out=out, public=True)
    assert contents(out) == contents(public)
    assert vacatur.report(results, out=out, public=True, replace=True) == out
    assert contents(out) == contents(public)


def test_what_is_no_report_is_never_replaced(results: Path, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="is not a report"):
        vacatur.report(results, out=tmp_path / "notes", replace=True)
    with pytest.raises(UsageError, match="is not a report"):
        vacatur.report(results, out=results, replace=True)


def test_the_command_says_where_the_report_is_and_for_whom(results: Path, tmp_path: Path) -> None:
    with plain():
        result = typed("report", results, "--out", tmp_path / "published", "--public")
    assert result.exit_code == 0
    assert f"{tmp_path / 'published' / 'report.html'}" in result.stdout
    assert "For the public" in result.stdout
    again = typed("report", results, "--out", tmp_path / "published", "--public")
    assert again.exit_code == 2
