"""What a crash leaves is known at the next start, and goes; what somebody is writing stays."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from vacatur.outputs.leftovers import clear_away, new_folder, working_folder
from vacatur.outputs.replacing import check_free
from vacatur.review.book import FILE


def left_by_a_crash(out: Path) -> Path:
    """The folder that a process had begun when it was killed."""
    program = (
        "import os, sys; from pathlib import Path; from vacatur.outputs.leftovers import new_folder; "
        "folder = new_folder(Path(sys.argv[1])); (folder / 'persons.parquet').write_text('SECRET'); "
        "print(folder, flush=True); os.kill(os.getpid(), 9)"
    )
    found = subprocess.run(
        [sys.executable, "-c", program, str(out)], capture_output=True, text=True, check=False, timeout=60
    )
    return Path(found.stdout.strip())


def test_what_a_crash_left_goes_at_the_next_start(tmp_path: Path) -> None:
    left = left_by_a_crash(tmp_path / "results")
    assert stat.S_IMODE(left.stat().st_mode) == 0o700
    check_free(tmp_path / "results", replace=False)
    assert list(tmp_path.iterdir()) == []


def test_what_was_to_be_replaced_is_put_back(tmp_path: Path) -> None:
    out = tmp_path / "results"
    left = left_by_a_crash(out)
    left.with_suffix(".before").mkdir()
    (left.with_suffix(".before") / "manifest.json").write_text("{}")
    clear_away(out)
    assert [path.name for path in tmp_path.iterdir()] == ["results"]
    assert (out / "manifest.json").exists()


def test_what_was_replaced_goes_but_for_a_ledger(tmp_path: Path) -> None:
    out = tmp_path / "results"
    one, other = left_by_a_crash(out), left_by_a_crash(out)
    out.mkdir()
    one.rename(one.with_suffix(".before"))
    other = other.rename(other.with_suffix(".before"))
    (other / FILE).write_text("{}\n")
    clear_away(out)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([out.name, other.name])


def test_what_a_living_process_writes_stays(tmp_path: Path) -> None:
    out = tmp_path / "results"
    own = new_folder(out)
    parent = own.rename(own.with_name(own.name.replace(f"_{os.getpid()}_", f"_{os.getppid()}_")))
    os.utime(parent)
    own = new_folder(out)
    clear_away(out)
    assert {path.name for path in tmp_path.iterdir()} == {own.name, parent.name}


def test_a_number_that_another_process_got_since_does_not_count(tmp_path: Path) -> None:
    own = new_folder(tmp_path / "results")
    other = own.rename(own.with_name(own.name.replace(f"_{os.getpid()}_", f"_{os.getppid()}_")))
    os.utime(other, (1, 1))
    clear_away(tmp_path / "results")
    assert not other.exists()


@pytest.mark.parametrize(("days", "stays"), [(0.9, True), (1.1, False)])
def test_of_another_machine_it_goes_after_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: float, stays: bool
) -> None:
    monkeypatch.setattr("platform.node", lambda: "another machine")
    other = new_folder(tmp_path / "results")
    monkeypatch.undo()
    now = other.stat().st_mtime
    os.utime(other, (now - days * 86_400,) * 2)
    clear_away(tmp_path / "results")
    assert other.exists() == stays


@pytest.mark.parametrize(
    "name", [".results-notes", ".results-old.part", ".other-abcdefgh.part", "results-abcdefgh.part"]
)
def test_what_is_not_ours_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    os.utime(tmp_path / name, (1, 1))
    clear_away(tmp_path / "results")
    assert (tmp_path / name).exists()


def test_names_with_characters_of_patterns(tmp_path: Path) -> None:
    left_by_a_crash(tmp_path / "r[1]*?")
    clear_away(tmp_path / "r[1]*?")
    assert list(tmp_path.iterdir()) == []


def test_without_results_it_lies_where_the_system_keeps_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = left_by_a_crash(tmp_path / "vacatur")
    with working_folder(None) as folder:
        assert folder.parent == tmp_path
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert not left.exists()
    assert list(tmp_path.iterdir()) == []


WATCHED = """
import os, sys, tempfile
tempfile.gettempdir()  # which tries whether the folder can be written
SYSTEM, HARMLESS = os.environ["TMPDIR"], (".typ", ".svg", ".pdf")
def watch(event, given):
    if event == "open" and isinstance(given[0], str) and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        if given[0].startswith(SYSTEM) and not given[0].endswith(HARMLESS):
            print("WROTE", given[0], file=sys.stderr)
sys.addaudithook(watch)
"""


def test_nothing_of_a_person_lies_in_the_systems_folder(results: Path, tmp_path: Path) -> None:
    """Where papers are set, templates lie there: the data are handed over in memory."""
    out, kept = Path(shutil.copytree(results, tmp_path / "results")), tmp_path / "system"
    kept.mkdir()
    program = f"{WATCHED}\nimport vacatur; vacatur.file({str(out)!r}, letters='batch')"
    env = {**os.environ, "TMPDIR": str(kept)}
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=env, timeout=60
    )
    assert [line for line in said.stderr.splitlines() if line.startswith("WROTE")] == []
    assert list(kept.iterdir()) == []
