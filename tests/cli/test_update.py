"""`vacatur update` and `vacatur diff`, as they are typed."""

from __future__ import annotations

import json
import re
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import Result

from tests.cli.conftest import contents, typed
from tests.cli.rows import row, written

LISTS = {"people.csv", "convictions.csv", "decisions.csv", "facts.csv", "relief.csv", "orders.csv", "acts.csv"}
REQUEST = ("--county", "LOS ANGELES", "--pack", "ca-la-2020-pilot", "--as-of", "2020-07-01", "--quiet")
ROWS = [row(), row(SUBJECT_ID="2", PRI_NAME="EXAMPLE,OTHER", CII_NUMBER="A002", OFN="BA2")]


@pytest.fixture(scope="module")
def last(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results on two people."""
    folder = tmp_path_factory.mktemp("last")
    assert typed("run", written(folder / "july.dat", ROWS), *REQUEST, "--out", folder / "july").exit_code == 0
    return folder / "july"


@pytest.fixture(scope="module")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first of them alone, now deceased."""
    death = row(STP_TYPE_DESCR="DECEASED", CNT_ORDER="", DISP_DESCR="", OFFENSE_DESCR="")
    return written(tmp_path_factory.mktemp("new") / "august.dat", [row(), death])


@dataclass(frozen=True)
class Made:
    """An update: what the earlier results held before it, what it said, and its results."""

    before: dict[str, bytes]
    said: Result
    out: Path


@pytest.fixture(scope="module")
def august(last: Path, new_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    before, out = contents(last), tmp_path_factory.mktemp("august") / "august"
    said = typed("update", last, new_file, "--as-of", "2020-08-01", "--out", out, "--quiet")
    assert said.exit_code == 0, said.output
    return Made(before, said, out)


def test_an_update_decides_anew_and_lists_the_differences(last: Path, august: Made) -> None:
    result = august.said
    assert "1  no longer in the file" in result.stdout and "1  deceased since" in result.stdout
    assert "EXAMPLE" not in result.output and "A002" not in result.output
    changes = august.out / "changes"
    assert {path.name for path in changes.iterdir()} == LISTS | {"changes.txt", "summary.json", "manifest.json"}
    modes = {stat.S_IMODE(path.stat().st_mode) for path in changes.iterdir()}
    assert modes == {0o600} and stat.S_IMODE(changes.stat().st_mode) == 0o700
    assert contents(last) == august.before, "the earlier results are as they were"
    told = json.loads((changes / "summary.json").read_text())
    assert told["reconciles"] is True and (changes / "changes.txt").read_text() in result.stdout


def test_without_a_date_it_is_that_of_the_last_run(last: Path, new_file: Path, tmp_path: Path) -> None:
    result = typed("update", last, new_file, "--out", tmp_path / "august", "--json", "--quiet")
    told = json.loads(result.stdout)
    assert told["run"]["as_of"] == "2020-07-01" and told["carried_over"] == 0
    assert told["differences"]["premises"] == []


def test_rows_that_were_set_aside_show_in_the_status(last: Path, tmp_path: Path) -> None:
    torn = written(tmp_path / "torn.dat", [row(), "1,2,3"])
    assert typed("update", last, torn, "--out", tmp_path / "august", "--quiet").exit_code == 3


def test_the_earlier_results_are_never_written_over(last: Path, new_file: Path) -> None:
    result = typed("update", last, new_file, "--out", last, "--replace")
    assert result.exit_code == 2 and "name another folder" in result.stderr


def test_new_results_are_replaced_with_the_differences_in_them(
    last: Path, new_file: Path, august: Made, tmp_path: Path
) -> None:
    shutil.copytree(august.out, tmp_path / "august")
    request = ("update", last, new_file, "--out", tmp_path / "august", "--quiet")
    assert typed(*request).exit_code == 2
    assert typed(*request, "--replace").exit_code == 0
    (tmp_path / "august/changes/people.csv").write_text("mine")
    assert typed(*request, "--replace").exit_code == 2, "a list that somebody edited is not thrown away"


def test_a_refused_file_leaves_nothing(last: Path, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.dat"
    nothing.write_text("")
    assert typed("update", last, nothing, "--out", tmp_path / "august", "--quiet").exit_code == 2
    assert not (tmp_path / "august").exists()


def test_a_diff_is_printed_and_written_only_when_asked(last: Path, tmp_path: Path) -> None:
    result = typed("diff", last, last, "--quiet")
    assert result.exit_code == 0 and "The files are the same." in result.stdout
    assert not (last / "changes").exists()
    out = tmp_path / "changes"
    assert typed("diff", last, last, "--out", out, "--json", "--quiet").exit_code == 0
    assert {path.name for path in out.iterdir()} >= LISTS
    assert typed("diff", last, last, "--out", out).exit_code == 2
    assert typed("diff", last, last, "--out", out, "--replace").exit_code == 0


def test_a_diff_of_what_is_no_run_is_refused(last: Path, tmp_path: Path) -> None:
    assert typed("diff", last, tmp_path).exit_code == 2
    assert typed("diff", last, last, "--pack", "ca-sf-2019").exit_code == 2
    changed = Path(shutil.copytree(last, tmp_path / "changed"))
    (changed / "decisions.parquet").write_bytes(b"")
    assert typed("diff", last, changed).exit_code == 2


def test_every_list_is_documented_with_its_columns(last: Path, tmp_path: Path) -> None:
    """docs/update.md names each column of each list."""
    typed("diff", last, last, "--out", tmp_path / "changes", "--quiet")
    page = (Path(__file__).resolve().parents[2] / "docs" / "update.md").read_text(encoding="utf-8")
    for name in LISTS:
        documented = page.split(f"### `{name}`")[1].split("###")[0]
        columns = (tmp_path / "changes" / name).read_text(encoding="utf-8-sig").splitlines()[0].split(",")
        missing = [column for column in columns if not re.search(rf"`{column}`", documented)]
        assert missing == [], name
