"""What is installed is what is locked: every library in one version, every file by its hash, and from nowhere named."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REMEDY = "run `make lock`"


def locked(name: str) -> dict[str, set[str]]:
    """The versions of a lock by library; several where platforms differ."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for library, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE):
        found.setdefault(canonicalize_name(library), set()).add(version)
    return found


def asked(*extras: str) -> list[Requirement]:
    """What pyproject.toml asks for, extras of extras included."""
    texts = list(PROJECT["dependencies"])
    waiting = list(extras)
    while waiting:
        for text in PROJECT["optional-dependencies"][waiting.pop()]:
            own = Requirement(text)
            if own.name == PROJECT["name"]:
                waiting += own.extras
            else:
                texts.append(text)
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize(("name", "extras"), [("run", ("encrypt",)), ("test", ("dev",))])
def test_the_lock_is_what_the_project_asks_for(name: str, extras: tuple[str, ...]) -> None:
    found = locked(name)
    for each in asked(*extras):
        versions = found.get(canonicalize_name(each.name), set())
        assert versions, f"{each.name} is not in requirements/{name}.txt: {REMEDY}"
        assert all(each.specifier.contains(version) for version in versions), f"{each}: {REMEDY}"


def test_tests_run_with_what_runs() -> None:
    run, test = locked("run"), locked("test")
    assert {library: versions for library, versions in test.items() if library in run} == run, REMEDY


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_every_file_has_a_hash_and_no_place(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) > 3
    for entry in entries:
        assert "==" in entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry.splitlines()[0]
    assert not re.search(r"://|^-|index|find-links", text, re.MULTILINE)
