"""The register of the law agrees with what is there."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from vacatur.law import pack as packs
from vacatur.law.offenses import OFFENSE_LISTS
from vacatur.law.pack import built_in_packs, load_pack

INDEX = packs.FOLDER.parent / "index.toml"
STATUS = {"encoded", "partly", "not encoded"}


def entries() -> list[dict[str, object]]:
    index = tomllib.loads(INDEX.read_text(encoding="utf-8"))
    assert set(index) == {"statute", "policy"}
    return [*index["statute"], *index["policy"]]


def test_every_entry_says_what_is_covered_by_what_source() -> None:
    for entry in entries():
        assert {"cite", "title", "status", "covered", "in", "mark", "source"} <= set(entry) <= {
            "cite", "title", "status", "covered", "in", "mark", "source", "verified",
        }, entry  # fmt: skip
        assert entry["status"] in STATUS
        assert entry["mark"] in {"C", "S", "K"}
        assert isinstance(entry.get("verified", date.min), date)
        assert (entry["status"] == "not encoded") == (entry["in"] == []), entry


def test_the_register_and_the_folders_agree() -> None:
    """Every pack, list and table stands in the register, and everything that the register names is there."""
    named = {place for entry in entries() for place in entry["in"]}  # type: ignore[attr-defined]
    packs_and_lists = {f"packs/{pack}" for pack in built_in_packs()} | {f"offenses/{name}" for name in OFFENSE_LISTS}
    assert named == packs_and_lists | {"agencies", "remedies"}
    assert (INDEX.parent / "agencies").is_dir() and (INDEX.parent / "remedies.toml").is_file()


@pytest.mark.parametrize("name", built_in_packs())
def test_a_pack_that_rests_on_what_is_unconfirmed_says_so(name: str) -> None:
    """Where the register marks K, the pack's status and its law in words say unconfirmed."""
    pack = load_pack(name)
    law = (pack.folder / "law.md").read_text(encoding="utf-8")
    marks = {entry["mark"] for entry in entries() if f"packs/{name}" in entry["in"]}  # type: ignore[operator]
    if "K" in marks:
        assert "unconfirmed" in law
        assert "unconfirmed" in pack.status


@pytest.mark.parametrize("name", built_in_packs())
def test_the_law_in_words_says_what_is_left_out(name: str) -> None:
    law = (load_pack(name).folder / "law.md").read_text(encoding="utf-8")
    assert "What it says" in law or "Who is in scope" in law
    assert "What is not encoded, and why" in law
