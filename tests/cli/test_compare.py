"""`vacatur compare`: the same people under several policies."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from tests.cli.conftest import REQUEST, contents, typed
from vacatur.cli.compare import swept


def test_a_sweep_gives_a_line_a_value_and_a_table_on_disk(county: Path, tmp_path: Path) -> None:
    out = tmp_path / "comparison"
    result = typed("compare", county, *REQUEST, "--sweep", "minimum_age=40:65:5", "--out", out)
    assert result.exit_code == 0
    assert "minimum_age=45" in result.stdout
    table = pl.read_csv(out / "variants.csv")
    assert table.height == 6
    assert table["dismiss"].is_sorted(descending=True), "an older age never dismisses more"
    assert {path.name for path in out.iterdir()} == {
        "variants.csv",
        "by_section.csv",
        "by_race.csv",
        "by_sex.csv",
        "differences.csv",
        "manifest.json",
    }


def test_packs_are_compared_and_who_differs_is_listed(county: Path, tmp_path: Path) -> None:
    out = tmp_path / "comparison"
    result = typed("compare", county, *REQUEST, "--pack", "ca-dismiss-all", "--out", out, "--json", "--quiet")
    compared = json.loads(result.stdout)
    assert [each["variant"] for each in compared["variants"]] == ["ca-la-2020-pilot", "ca-dismiss-all"]
    differences = pl.read_csv(out / "differences.csv")
    assert differences.height == compared["differences"] > 0
    assert (differences["ca-la-2020-pilot"] != differences["ca-dismiss-all"]).all()


def test_a_comparison_on_disk_is_replaced_only_when_asked(small_county: Path, tmp_path: Path) -> None:
    out = tmp_path / "comparison"
    request = ("compare", small_county, *REQUEST, "--pack", "ca-dismiss-all", "--out", out)
    assert typed(*request).exit_code == 0
    kept = contents(out)
    assert typed(*request).exit_code == 2
    assert contents(out) == kept
    assert typed(*request, "--replace").exit_code == 0
    other = tmp_path / "other"
    other.mkdir()
    (other / "variants.csv").write_text("mine")
    assert typed(*request[:-1], other, "--replace").exit_code == 2
    (out / "notes.txt").write_text("mine")
    assert typed(*request, "--replace").exit_code == 2, "what somebody added to it is not thrown away"
    assert (out / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("minimum_age=40:65:10", [40, 50, 60]),
        ("minimum_age=40:42", [40, 41, 42]),
        ("minimum_age=45,50", ["45", "50"]),
    ],
)
def test_a_sweep_names_its_values(text: str, values: list[object]) -> None:
    assert swept([text]) == {"minimum_age": values}


@pytest.mark.parametrize("text", ["minimum_age", "minimum_age=", "minimum_age=a:b:c", "minimum_age=40:65:0", "=40:65"])
def test_a_sweep_that_is_none_is_refused(small_county: Path, tmp_path: Path, text: str) -> None:
    assert typed("compare", small_county, *REQUEST, "--sweep", text, "--out", tmp_path / "c").exit_code == 2
    assert not (tmp_path / "c").exists()


def test_a_value_out_of_range_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    result = typed(
        "compare", tmp_path / "nowhere.dat", *REQUEST, "--sweep", "minimum_age=30:65:5", "--out", tmp_path / "c"
    )
    assert result.exit_code == 2
    assert "40" in result.stderr
