"""`vacatur file`: the packets as a whole. Each paper and list has tests of its own in tests/outputs."""

from __future__ import annotations

import csv
import json
import shutil
import stat
from pathlib import Path

import polars as pl
import pytest

import vacatur
from tests.cli.conftest import contents, typed
from tests.outputs.filings.read_back import read
from vacatur.outputs.kept import open_results


@pytest.fixture(scope="module")
def packets(announced: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packets made from them, where a newcomer finds them."""
    folder = Path(shutil.copytree(announced, tmp_path_factory.mktemp("filed") / "results"))
    said = typed("file", folder, "--letters", "batch")
    assert said.exit_code == 0, said.output
    return folder / "packets"


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_decision_is_on_one_list(announced: Path, packets: Path) -> None:
    totals = json.loads((packets / "totals.json").read_text())
    decided = open_results(announced).table("decisions").filter(pl.col("pack") == "ca-la-2020-announced")
    assert totals["reconciles"] is True
    assert totals["decisions"] == decided.height
    assert sum(sum(of.values()) for of in totals["by_prosecutor"].values()) == decided.height


def test_what_is_eligible_is_in_an_exhibit_or_said_to_be_missing(announced: Path, packets: Path) -> None:
    decided = open_results(announced).table("decisions").filter(pl.col("pack") == "ca-la-2020-announced")
    eligible = decided.filter(pl.col("determination").is_in(["dismiss", "reduce"])).height
    totals = json.loads((packets / "totals.json").read_text())["by_prosecutor"]
    listed = ("exhibit_a", "exhibit_b", "duplicate", "exception", "route_review")
    assert sum(of[name] for of in totals.values() for name in listed) == eligible
    matched = sum(len(lines(path)) for path in packets.glob("*/match-file.csv"))
    assert matched == sum(of["exhibit_a"] + of["exhibit_b"] for of in totals.values())
    excepted = sum(len(lines(path)) for path in packets.glob("*/exceptions.csv"))
    assert excepted == sum(of["exception"] for of in totals.values())


def test_the_match_file_names_the_line_of_each_count_in_its_exhibit(packets: Path) -> None:
    matched = {row["line"]: row for row in lines(packets / "district-attorney" / "match-file.csv")}
    exhibits = sorted((packets / "district-attorney").glob("exhibit-a-sealed-*.pdf"))
    found = 0
    for page in (page for exhibit in exhibits for page in read(exhibit)):
        for text in page.lines().values():
            number, _, rest = text.partition(" ")
            if number in matched and rest.startswith(matched[number]["case_number"]):
                assert matched[number]["cii_number"] in rest
                found += 1
    assert found == len(matched) > 0


def test_the_folder_says_what_it_holds(packets: Path) -> None:
    """README.txt names every file, by its name or the beginning of it."""
    text = (packets / "README.txt").read_text()
    for name in contents(packets):
        if name in ("README.txt", "manifest.json") or name.startswith("letters/"):
            continue
        own = Path(name).name
        assert own in text or own.rsplit("-", 1)[0] in text, f"README.txt does not name {name}"
    assert "letters" in text


def test_the_manifest_accounts_for_every_file(announced: Path, packets: Path) -> None:
    manifest = json.loads((packets / "manifest.json").read_text())
    assert {output["file"] for output in manifest["outputs"]} == set(contents(packets)) - {"manifest.json"}
    assert manifest["results"] == open_results(announced).sha256
    assert manifest["kind"] == "packets"


def test_only_the_owner_can_read_them(packets: Path) -> None:
    for path in packets.rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), f"{path.name} has {mode:o}"


def test_the_same_results_give_the_same_bytes(announced: Path, packets: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    vacatur.file(announced, out=again, letters="batch")
    first, second = contents(packets), contents(again)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_a_template_of_the_office_file_is_written_once(small_results: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(small_results, tmp_path / "results"))
    said = typed("file", folder)
    assert said.exit_code == 0, said.output
    template = tmp_path / "office.toml"
    assert str(template) in said.stdout.replace("\n", "")
    assert "[" in template.read_text()
    filled = template.read_text().replace("[NAME OF ATTORNEY]", "Ada Example")
    template.write_text(filled)
    assert typed("file", folder, "--replace").exit_code == 0
    assert template.read_text() == filled, "what the office filled in must stay"


class TestRefused:
    """One clear sentence, exit status 2, and nothing is written."""

    def refused(self, folder: Path, *words: object) -> str:
        before = contents(folder.parent)
        said = typed("file", folder, *words)
        assert said.exit_code == 2, said.output
        assert contents(folder.parent) == before
        return said.stderr

    @pytest.fixture
    def copy(self, small_results: Path, tmp_path: Path) -> Path:
        return Path(shutil.copytree(small_results, tmp_path / "results"))

    def test_results_of_another_version(self, copy: Path) -> None:
        manifest = json.loads((copy / "manifest.json").read_text())
        (copy / "manifest.json").write_text(json.dumps(manifest | {"format": 1, "vacatur": "0.0.9"}))
        assert "was written by Vacatur 0.0.9 in format 1" in self.refused(copy)

    def test_results_that_were_changed(self, copy: Path) -> None:
        with (copy / "Prop64_Results.csv").open("ab") as stream:
            stream.write(b"x")
        assert "Prop64_Results.csv has changed" in self.refused(copy)

    def test_an_office_file_with_a_missing_key(self, copy: Path) -> None:
        office = copy.parent / "office.toml"
        office.write_text('[court]\nname = "Superior Court"\n')
        said = self.refused(copy)
        assert "office.toml: court.county: is missing" in said

    def test_a_folder_that_exists(self, copy: Path) -> None:
        (copy / "packets").mkdir()
        (copy / "packets" / "notes.txt").write_text("mine")
        assert "exists already" in self.refused(copy)
        assert "left as it is" in self.refused(copy, "--replace")

    def test_a_pack_that_the_run_did_not_compute(self, copy: Path) -> None:
        assert "did not compute the pack 'ca-sf-2019'" in self.refused(copy, "--pack", "ca-sf-2019")

    def test_an_office_file_in_a_folder_that_does_not_exist(self, copy: Path) -> None:
        assert "Name another" in self.refused(copy, "--office", copy.parent / "nowhere" / "office.toml")

    def test_no_results(self, tmp_path: Path) -> None:
        folder = tmp_path / "empty"
        folder.mkdir()
        assert "is not a results folder" in self.refused(folder)


def test_a_fault_half_way_leaves_nothing(small_results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packets appear whole or not at all: here the workbook, the last to be written, fails."""
    folder = Path(shutil.copytree(small_results, tmp_path / "results"))
    before = contents(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("vacatur.filings.write_workbook", full)
    said = typed("file", folder)
    assert said.exit_code == 1
    assert "No space left on device" in said.stderr
    assert contents(tmp_path) == before


def test_the_pack_may_be_another_that_the_run_computed(small_results: Path, tmp_path: Path) -> None:
    """A city's office files what the statute itself gives, from results whose first pack refers misdemeanors."""
    folder = Path(shutil.copytree(small_results, tmp_path / "results"))
    written = vacatur.file(folder, pack="ca-prop64-statute", out=tmp_path / "packets")
    decided = open_results(folder).table("decisions").filter(pl.col("pack") == "ca-prop64-statute")
    assert sum(sum(of.values()) for of in written.totals.values()) == decided.height
