"""A results folder opened again, and the tables in it that papers are made from."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

import vacatur
from tests.cli.rows import AS_OF, COUNTY, row, written
from vacatur.errors import ResultsError
from vacatur.outputs.kept import TABLES, Kept, derived_manifest, open_results


@pytest.fixture
def copy(results: Path, tmp_path: Path) -> Path:
    """A copy of the results, to be damaged."""
    return Path(shutil.copytree(results, tmp_path / "results"))


def test_what_was_asked_is_read_back(results: Path) -> None:
    kept = open_results(results)
    assert (kept.county, kept.as_of) == (COUNTY, AS_OF)
    assert kept.packs[0].id == "ca-la-2020-pilot"
    assert kept.pack("ca-prop64-statute").id == "ca-prop64-statute"
    assert kept.packs[0].values() == {"minimum_age": 50, "years_without_conviction": 10}


def test_a_pack_that_the_run_did_not_compute_is_named(results: Path) -> None:
    with pytest.raises(ResultsError, match=r"did not compute the pack 'ca-sf-2019'. It computed ca-la-2020-pilot"):
        open_results(results).pack("ca-sf-2019")


@pytest.mark.parametrize("name", ["decisions.parquet", "summary.json", "Prop64_Results.csv"])
def test_results_that_were_changed_after_the_run_are_refused(copy: Path, name: str) -> None:
    with (copy / name).open("ab") as stream:
        stream.write(b"\n")
    with pytest.raises(ResultsError, match=f"not as the run left it: {name} has changed"):
        open_results(copy)


def test_a_pack_that_was_changed_after_the_run_is_refused(copy: Path) -> None:
    pack = copy / "packs" / "ca-la-2020-pilot" / "pack.toml"
    pack.write_text(pack.read_text().replace("50", "51"))
    with pytest.raises(ResultsError, match="packs/ca-la-2020-pilot has changed"):
        open_results(copy)


def test_a_file_that_is_gone_is_named(copy: Path) -> None:
    (copy / "facts.parquet").unlink()
    with pytest.raises(ResultsError, match=r"facts\.parquet is gone"):
        open_results(copy)


def test_another_format_is_refused_with_what_to_do(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps(manifest | {"format": 1}))
    with pytest.raises(ResultsError, match=r"in format 1; this version reads format 3. Run again with this version"):
        open_results(copy)


def test_what_is_made_from_results_is_not_taken_for_results(copy: Path) -> None:
    kept = open_results(copy)
    (copy / "manifest.json").write_text(json.dumps(derived_manifest("report", kept, [])))
    with pytest.raises(ResultsError, match="is a report, made from results"):
        open_results(copy)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"outputs": 3}', '{"outputs": [{}]}'])
def test_a_damaged_manifest_is_refused(copy: Path, content: str) -> None:
    (copy / "manifest.json").write_text(content)
    with pytest.raises(ResultsError):
        open_results(copy)


def test_a_folder_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match=r"is not a results folder: it has no manifest\.json"):
        open_results(tmp_path)


def test_every_decision_has_its_person_conviction_and_facts(results: Path) -> None:
    kept = open_results(results)
    tables = {name: kept.table(name) for name in TABLES}
    decided = tables["decisions"]
    for name, key in (("persons", "person_id"), ("convictions", "conviction_id"), ("facts", "conviction_id")):
        assert tables[name][key].n_unique() == tables[name].height
        assert decided.join(tables[name], on=key, how="anti").is_empty()


def test_the_count_is_the_third_part_of_the_key(results: Path) -> None:
    keys = open_results(results).table("convictions").select(pl.col("count_key").cast(pl.String), "count")
    for key, count in keys.iter_rows():
        assert int(key[-6:-3]) == count


class TestCases:
    """A man arrested by one police department, charged with three counts, convicted of two."""

    @pytest.fixture
    def kept(self, tmp_path: Path) -> Kept:
        arrest = {"STP_TYPE_DESCR": "ARREST/DETAINED/CITED", "STP_ORI_DESCR": "CAPD LONG BEACH", "DISP_DESCR": ""}
        rows = [
            row(CNT_ORDER="101001001000", **arrest),
            row(CNT_ORDER="101002001000", OFN="NA123456", OFFENSE_DESCR="11359 HS-POSSESS FOR SALE"),
            row(CNT_ORDER="101002002000", OFN="NA123456", OFFENSE_DESCR="11360(A) HS-SELL", DISP_DESCR="DISMISSED"),
            row(CNT_ORDER="101002003000", OFN="NA 123456", OFFENSE_DESCR="459 PC-BURGLARY"),
        ]
        out = tmp_path / "out"
        vacatur.run([written(tmp_path / "f.dat", rows)], county=COUNTY, packs=["ca-sf-2019"], as_of=AS_OF, out=out)
        return open_results(out)

    def test_a_conviction_names_the_numbers_of_its_case_and_who_arrested(self, kept: Kept) -> None:
        cannabis = kept.table("convictions").filter(pl.col("section") == "11359").to_dicts()[0]
        assert cannabis["case_numbers"] == ["NA123456", "NA 123456"]
        assert cannabis["arresting_agencies"] == ["CAPD LONG BEACH"]
        assert cannabis["arrest_places"] == ["1:1"]

    def test_a_count_that_was_dismissed_is_a_charge_without_conviction(self, kept: Kept) -> None:
        charges = kept.table("charges").to_dicts()
        assert [(charge["section"], charge["count"], charge["disposition"]) for charge in charges] == [
            ("11360", 2, "dismissed")
        ]
        assert charges[0]["case_numbers"] == ["NA123456", "NA 123456"]
        assert charges[0]["arresting_agencies"] == ["CAPD LONG BEACH"]
