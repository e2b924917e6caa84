"""`vacatur pack` and `vacatur facts`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import COUNTY, typed
from vacatur.law.pack import built_in_packs


def test_every_built_in_pack_is_listed() -> None:
    listed = [each["id"] for each in json.loads(typed("pack", "list", "--json").stdout)]
    assert listed == built_in_packs()
    assert "ca-la-2020-pilot" in typed("pack", "list").stdout


@pytest.mark.parametrize("name", built_in_packs())
def test_every_built_in_pack_can_be_shown_and_holds_together(name: str) -> None:
    said = typed("pack", "show", name)
    assert said.exit_code == 0
    assert "Rules, in order" in said.stdout
    checked = typed("pack", "check", name)
    assert checked.exit_code == 0, checked.output


def test_a_new_pack_holds_together_and_can_be_run(small_county: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sutter-2024"
    assert typed("pack", "new", folder).exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["cases.toml", "law.md", "pack.toml"]
    assert typed("pack", "check", folder).exit_code == 0
    request = (
        "run",
        small_county,
        "--county",
        COUNTY,
        "--pack",
        folder,
        "--as-of",
        "2020-07-01",
        "--out",
        tmp_path / "results",
    )
    assert typed(*request).exit_code == 0


def test_a_new_pack_does_not_overwrite_a_folder(tmp_path: Path) -> None:
    assert typed("pack", "new", tmp_path).exit_code == 2


def test_a_folder_whose_name_cannot_be_a_packs_is_refused(tmp_path: Path) -> None:
    result = typed("pack", "new", tmp_path / "My County")
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_all_mistakes_of_a_pack_are_listed(tmp_path: Path) -> None:
    folder = tmp_path / "my-county"
    typed("pack", "new", folder)
    text = (folder / "pack.toml").read_text(encoding="utf-8")
    text = text.replace("NOT is_felony", "NOT is_a_felony").replace("age_now >=", "age >=")
    (folder / "pack.toml").write_text(text, encoding="utf-8")
    result = typed("pack", "check", folder)
    assert result.exit_code == 2
    assert "is_a_felony" in result.stdout
    assert "'age'" in result.stdout
    assert "pack.toml" in result.stdout


def test_a_pack_that_does_not_exist_is_refused_with_the_names_of_those_that_do() -> None:
    result = typed("pack", "show", "ca-la-2021-pilot")
    assert result.exit_code == 2
    assert "ca-la-2020-pilot" in result.stderr


def test_the_catalogue_of_facts_is_printed() -> None:
    facts = json.loads(typed("facts", "--json").stdout)
    assert {"type", "meaning", "unknown_when", "settle"} <= set(facts["age_now"])
    printed = typed("facts").stdout
    assert all(name in printed for name in facts)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("age_know >= :minimum_age", "rule old-enough: when: there is no fact 'age_know'; did you mean age_now?"),
        ("NOT age_now", "rule old-enough: when: 'age_now' is a number; a yes or no is needed there"),
    ],
)
def test_a_pack_whose_rules_cannot_decide_is_refused_and_nothing_is_run(
    small_county: Path, tmp_path: Path, rule: str, said: str
) -> None:
    """Whether or not it was ever checked: `NOT age_now` would be taken by an engine for "age is zero"."""
    folder = tmp_path / "sutter-2024"
    typed("pack", "new", folder)
    file = folder / "pack.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("age_now >= :minimum_age", rule), encoding="utf-8")
    request = (
        small_county,
        "--county",
        COUNTY,
        "--as-of",
        "2020-07-01",
        "--out",
        tmp_path / "results",
        "--pack",
        folder,
    )
    for command in (("run",), ("compare", "--pack", "ca-dismiss-all")):
        refused = typed(command[0], *request, *command[1:])
        assert refused.exit_code == 2
        assert f"sutter-2024/pack.toml: {said}" in " ".join(refused.stderr.split())
    assert [path.name for path in tmp_path.iterdir()] == ["sutter-2024"]
