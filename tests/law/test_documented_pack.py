"""The pack that docs/packs.md shows is sound, so that whoever copies it begins with one that works."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from vacatur.decide.check import check_pack
from vacatur.law.cases import Case, Expectation
from vacatur.law.pack import Assumption, Pack

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "packs.md").read_text(encoding="utf-8")
NOT_WRITTEN = {"parameters", "rules", "assumptions", "notes", "labels", "folder", "assumed"}


def shown() -> list[str]:
    """`pack.toml` and `cases.toml` as the page shows them."""
    blocks = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 2
    return blocks


def test_the_pack_of_the_page_lacks_nothing_but_a_case_for_each_rule(tmp_path: Path) -> None:
    folder = tmp_path / "my-county-2020"
    folder.mkdir()
    for name, text in zip(("pack.toml", "cases.toml"), shown(), strict=True):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "law.md").write_text("The policy of my county.\n", encoding="utf-8")
    mistakes = [mistake for mistake in check_pack(folder) if "no case expects it to decide" not in mistake]
    assert mistakes == []


def test_the_page_shows_every_key() -> None:
    pack, cases = (tomllib.loads(text) for text in shown())
    assert set(pack["pack"]) == set(Pack.model_fields) - NOT_WRITTEN
    assert set(pack["assumption"][0]) == set(Assumption.model_fields)
    assert {key for case in cases["case"] for key in case} == set(Case.model_fields)
    assert {key for case in cases["case"] for key in case["expect"]} == set(Expectation.model_fields)
