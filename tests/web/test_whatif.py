"""What a policy comes to is counted as a run decides it, at once, and again when the facts were computed anew."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter

import polars as pl
import pytest

import vacatur
from tests.cli.conftest import COUNTY
from vacatur.counting import Basis, Figures, basis_of, figures, open_basis, swept
from vacatur.errors import ResultsError, UsageError
from vacatur.law.pack import load_pack, policy_packs
from vacatur.web.whatif import WhatIf, numeric, points

DAY = date(2020, 7, 1)
PILOT = "ca-la-2020-pilot"


@pytest.fixture(scope="module")
def basis(faulty_county: Path) -> Basis:
    """The facts of a county with every kind of fault: unknown dates, races, sections."""
    return basis_of([faulty_county], COUNTY, as_of=DAY)


@pytest.fixture(scope="module")
def results(faulty_county: Path) -> vacatur.Results:
    """The run on the same county, with every pack."""
    return vacatur.run([faulty_county], COUNTY, [PILOT, *(p for p in policy_packs() if p != PILOT)], as_of=DAY)


def decided(results: vacatur.Results, pack: str) -> pl.DataFrame:
    """The decisions of a pack, with the section and the race beside them."""
    people = results.persons.select("person_id", "race", "sex")
    sections = results.convictions.select("conviction_id", "section")
    found = results.decisions.filter(pl.col("pack") == pack)
    return found.join(people, on="person_id", how="left").join(sections, on="conviction_id", how="left")


@pytest.mark.parametrize("pack", policy_packs())
def test_the_figures_are_those_of_a_run(basis: Basis, results: vacatur.Results, pack: str) -> None:
    found = figures(basis, load_pack(pack))
    rows = decided(results, pack)
    for name, number in found.all.convictions.items():
        of = rows.filter(pl.col("determination") == name)
        assert (number, found.all.people[name]) == (of.height, of["person_id"].n_unique()), name
    helped = rows.filter(pl.col("determination").is_in(["dismiss", "reduce"]))
    assert found.all.relief == (helped.height, helped["person_id"].n_unique())
    assert found.all.total == (rows.height, rows["person_id"].n_unique())


@pytest.mark.parametrize("group", ["section", "race", "sex"])
def test_so_are_those_of_each_group_a_missing_value_among_them(
    basis: Basis, results: vacatur.Results, group: str
) -> None:
    found = figures(basis, load_pack(PILOT)).by[group]
    rows = decided(results, PILOT)
    assert {each.name for each in found} == set(rows[group].to_list())
    assert None in {each.name for each in found} or group != "section"
    for each in found:
        theirs = rows.filter(pl.col(group).eq_missing(pl.lit(each.name)))
        for name, number in each.convictions.items():
            of = theirs.filter(pl.col("determination") == name)
            assert (number, each.people[name]) == (of.height, of["person_id"].n_unique())
    assert sum(each.total[0] for each in found) == rows.height
    assert [each.total[0] for each in found] == sorted((each.total[0] for each in found), reverse=True)


def test_so_are_the_people_whom_it_frees(basis: Basis, results: vacatur.Results) -> None:
    for pack in (PILOT, "ca-dismiss-all"):
        assert figures(basis, load_pack(pack)).impact.as_dict() == results.summary["impact"][pack]


def test_settings_and_assumptions_count(basis: Basis, faulty_county: Path) -> None:
    pack = load_pack(PILOT).with_settings({"minimum_age": 41}, ["completed-after-seven-years"])
    run = vacatur.run(
        [faulty_county],
        COUNTY,
        [PILOT],
        as_of=DAY,
        settings={"minimum_age": 41},
        assume=["completed-after-seven-years"],
    )
    expected = run.summary["decisions"]["by_determination"]
    found = figures(basis, pack)
    assert {name: number for name, number in found.all.convictions.items() if number} == expected
    assert found != figures(basis, load_pack(PILOT))


def test_a_sweep_is_what_each_value_comes_to_and_a_higher_age_never_dismisses_more(county: Path) -> None:
    basis, pack = basis_of([county], COUNTY, as_of=DAY), load_pack(PILOT)
    found = swept(basis, pack, "minimum_age", [40, 50, 65])
    for value, group in found:
        assert group == figures(basis, pack.with_settings({"minimum_age": value})).all
    dismissed = [group.convictions["dismiss"] for _, group in found]
    assert dismissed == sorted(dismissed, reverse=True) and dismissed[0] > dismissed[-1]


def test_what_is_kept_is_what_was_computed(basis: Basis, tmp_path: Path) -> None:
    basis.keep(tmp_path)
    again = open_basis(tmp_path)
    assert figures(again, load_pack(PILOT)) == figures(basis, load_pack(PILOT))
    assert (again.county, again.as_of, again.rows, again.people) == (COUNTY, DAY, basis.rows, basis.people)


@pytest.mark.parametrize("damage", ["facts.parquet", "about.json"])
def test_facts_that_are_not_whole_are_refused(basis: Basis, tmp_path: Path, damage: str) -> None:
    basis.keep(tmp_path)
    (tmp_path / damage).write_bytes(b"PAR1")
    with pytest.raises(ResultsError, match="Compute them again"):
        open_basis(tmp_path)


def test_facts_of_which_a_byte_is_another_are_not_read(basis: Basis, tmp_path: Path) -> None:
    """To read what is damaged can end the process."""
    basis.keep(tmp_path)
    path = tmp_path / "facts.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ResultsError, match="Compute them again"):
        open_basis(tmp_path)


def test_a_county_that_the_files_lack_is_refused(county: Path) -> None:
    with pytest.raises(UsageError, match="ATLANTIS"):
        basis_of([county], "ATLANTIS", as_of=DAY)


def test_a_county_without_such_convictions_comes_to_nothing(basis: Basis) -> None:
    empty = Basis(COUNTY, DAY, 0, 0, basis.facts.clear(), basis.asked.clear(), basis.convictions.clear())
    found = figures(empty, load_pack(PILOT))
    assert found.all.total == (0, 0) and found.by["race"] == []


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is really counted, and not taken from memory."""
    found: list[str] = []

    def count(basis: Basis, pack: object) -> Figures:
        found.append(str(pack))
        return figures(basis, pack)  # type: ignore[arg-type]

    monkeypatch.setattr("vacatur.web.whatif.figures", count)
    return found  # type: ignore[return-value]


def test_the_same_question_is_counted_once_and_anew_when_the_facts_are(
    basis: Basis, tmp_path: Path, counted: list[str]
) -> None:
    basis.keep(tmp_path)
    whatif = WhatIf()
    pack = load_pack(PILOT)
    first = whatif.figures(tmp_path, pack)
    assert whatif.figures(tmp_path, pack.with_settings({"minimum_age": 50})) == first
    assert len(counted) == 1
    whatif.figures(tmp_path, pack.with_settings({"minimum_age": 51}))
    whatif.figures(tmp_path, pack.with_settings({}, ["completed-after-seven-years"]))
    assert len(counted) == 3
    os.utime(tmp_path / "about.json", ns=(1, 1))
    whatif.figures(tmp_path, pack)
    assert len(counted) == 4


def test_an_answer_is_there_at_once(basis: Basis, tmp_path: Path) -> None:
    """A small county; benchmarks measure large ones. Generous: the machine may be busy."""
    basis.keep(tmp_path)
    whatif = WhatIf()
    whatif.figures(tmp_path, load_pack(PILOT))
    start = perf_counter()
    whatif.figures(tmp_path, load_pack(PILOT).with_settings({"minimum_age": 61}))
    assert perf_counter() - start < 1


def test_a_sweep_goes_from_bound_to_bound_through_the_value_in_force() -> None:
    pack = load_pack(PILOT).with_settings({"minimum_age": 47})
    assert numeric(pack) == ["minimum_age", "years_without_conviction"]
    assert points(pack, "minimum_age") == list(range(40, 66))
    wide = pack.model_copy(update={
        "parameters": {"n": pack.parameters["minimum_age"].model_copy(update={"between": (0, 1000), "value": 333})}
    })  # fmt: skip
    found = list(points(wide, "n"))
    assert found[0] == 0 and found[-1] == 1000 and 333 in found and len(found) <= 28
