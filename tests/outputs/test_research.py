"""A data set for researchers: nobody is in it by name or number, and nobody stands alone."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import vacatur
from tests.cli.conftest import COUNTY, contents, fabricated, typed
from tests.sources.files import HEADER, file, full, line
from tests.test_health import SECRETS, TELLING
from vacatur.errors import UsageError
from vacatur.outputs.kept import open_results
from vacatur.outputs.research.coarser import WITHHELD
from vacatur.outputs.research.pseudonyms import MOST_DAYS, Pseudonyms
from vacatur.outputs.research.steps import PERSON, ROW
from vacatur.outputs.research.tables import FACTS
from vacatur.rapsheets import rapsheet
from vacatur.releases import LEAST, Release, deidentify
from vacatur.reviews import decide

AS_OF = date(2020, 7, 1)
KEYS = (b"a secret of the office, drawn once", b"another secret, of another release")
IDENTIFYING = {
    "persons": ["person_id", "name", "cii_number"],
    "convictions": ["conviction_id", "person_id", "count_key", "case_numbers", "court", "arresting_agencies"],
    "decisions": ["conviction_id", "person_id"],
}
"""Columns of the results whose values must be nowhere in a data set."""


def key_file(folder: Path, key: bytes = KEYS[0]) -> Path:
    path = folder / f"key-{key[:1].decode()}"
    path.write_bytes(key)
    return path


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a county in which many are alike and some are rare."""
    folder = tmp_path_factory.mktemp("many")
    path = fabricated(folder / "county.dat", 1_000, faults=0.01)
    vacatur.run([path], COUNTY, ["ca-la-2020-pilot"], as_of=AS_OF, out=folder / "results")
    return folder / "results"


@pytest.fixture(scope="module", params=["month", "shifted"])
def release(many: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Release:
    folder = tmp_path_factory.mktemp("release")
    return deidentify(many, folder / "data", key=key_file(folder), dates=request.param)


def rows_of(release: Release, name: str) -> list[dict[str, str]]:
    with (release.folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def values_of(frame: pl.DataFrame, column: str) -> set[str]:
    series = frame[column]
    if isinstance(series.dtype, pl.List):
        series = series.explode()
    return {text for text in series.drop_nulls().cast(pl.String) if len(text) > 4}


def published(release: Release) -> set[str]:
    """Every value of every table, once."""
    return {
        value for name in ("persons", "convictions", "decisions", "facts")
        for row in rows_of(release, name) for value in row.values()
    }  # fmt: skip


def test_no_value_of_an_identifying_column_is_published(many: Path, release: Release) -> None:
    kept, found = open_results(many), published(release)
    whole = b"\n".join(contents(release.folder).values())
    for table, columns in IDENTIFYING.items():
        for column in columns:
            values = values_of(kept.table(table), column)
            assert values, column
            assert not values & found, column
            assert not [value for value in sorted(values)[:30] if len(value) > 7 and value.encode() in whole], column
    births = {day.isoformat() for day in kept.table("persons")["birth_date"].drop_nulls()}
    days = {day.isoformat() for day in kept.table("convictions")["convicted_on"].drop_nulls()}
    assert not (births | days) & found


def test_every_combination_has_enough_people_by_a_plain_count(many: Path, release: Release) -> None:
    """Counted from the CSV files alone, person by person, with all their convictions."""
    theirs: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    alone: list[tuple[str, ...]] = []
    for row in rows_of(release, "convictions"):
        values = tuple(row[name] for name in ROW)
        if row["person"] == WITHHELD:
            alone.append(values)
        else:
            theirs[row["person"]].append(values)
    people = rows_of(release, "persons")
    looks = [(*(p[name] for name in ("linked", *PERSON)), *sorted(theirs.pop(p["person"], []))) for p in people]
    assert theirs == {}
    groups = Counter(looks)
    assert len(groups) > 10
    assert min(groups.values()) >= LEAST
    assert release.report["smallest_group"] == min(groups.values())
    assert not alone or min(Counter(alone).values()) >= LEAST
    names = Pseudonyms(KEYS[0])
    owner = dict(
        zip(
            *(names.of("conviction", (c := open_results(many).table("convictions"))["conviction_id"]), c["person_id"]),
            strict=True,
        )
    )
    had: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in rows_of(release, "convictions"):
        if row["person"] == WITHHELD:
            had[tuple(row[name] for name in ROW)].add(owner[row["conviction"]])
    assert all(len(persons) >= LEAST for persons in had.values())


def test_decisions_and_facts_that_few_share_are_withheld(release: Release) -> None:
    decisions = rows_of(release, "decisions")
    assert min(Counter(tuple(list(row.values())[1:]) for row in decisions).values()) >= LEAST
    coarse = {row["conviction"] for row in rows_of(release, "convictions") if row["statute"] in ("HS", WITHHELD)}
    assert coarse
    assert {row["rule"] for row in decisions if row["conviction"] in coarse} == {WITHHELD}
    facts = rows_of(release, "facts")
    for name in FACTS:
        assert min(Counter(row[name] for row in facts).values()) >= LEAST


def test_everything_is_published_or_counted_as_left_out(many: Path, release: Release) -> None:
    decisions = open_results(many).table("decisions")
    left_out = decisions["person_id"].n_unique() - len(rows_of(release, "persons"))
    assert release.report["people"]["left_out"] == (
        left_out if left_out in (0, *range(LEAST, 9_999)) else "fewer than 11"
    )
    assert {row["conviction"] for row in rows_of(release, "decisions")} <= {
        row["conviction"] for row in rows_of(release, "convictions")
    }
    for name in ("persons", "convictions", "decisions", "facts"):
        table = pl.read_parquet(release.folder / f"{name}.parquet")
        read_back = pl.read_csv(release.folder / f"{name}.csv", infer_schema=False).fill_null("")
        assert table.equals(read_back)
        described = pl.read_csv(release.folder / "codebook.csv").filter(pl.col("table") == name)["column"]
        assert described.to_list() == table.columns


def test_the_same_key_gives_the_same_bytes_and_another_no_common_name(many: Path, tmp_path: Path) -> None:
    first = deidentify(many, tmp_path / "first", key=key_file(tmp_path))
    again = deidentify(many, tmp_path / "again", key=key_file(tmp_path))
    assert contents(first.folder) == contents(again.folder)
    others = [
        deidentify(many, tmp_path / "other", key=key_file(tmp_path, KEYS[1])),
        deidentify(many, tmp_path / "drawn"),
    ]
    names = [
        {
            row[column]
            for table, column in (("persons", "person"), ("convictions", "conviction"))
            for row in rows_of(r, table)
        }
        for r in (first, *others)
    ]
    for number, one in enumerate(names):
        for other in names[:number]:
            assert not one & other
        order = [row["person"] for row in rows_of((first, *others)[number], "persons")]
        assert order == sorted(order)


def test_days_are_of_the_person_and_never_none() -> None:
    persons = pl.Series("person_id", [str(number) for number in range(4_000)])
    days = Pseudonyms(KEYS[0]).days(persons)
    assert set(days) == set(range(-MOST_DAYS, MOST_DAYS + 1)) - {0}
    assert (days != Pseudonyms(KEYS[1]).days(persons)).sum() > 3_900


def test_a_reviewers_decision_is_published_without_their_words(many: Path, tmp_path: Path) -> None:
    results = tmp_path / "results"
    shutil.copytree(many, results)
    chosen = open_results(results).table("decisions").filter(
        pl.col("determination") == "review", pl.col("pack") == "ca-la-2020-pilot"
    )["conviction_id"].head(40)  # fmt: skip
    for conviction in chosen:
        decide(results, conviction, "dismiss", "QUILLFEATHER said so 998877661", who="QUILLFEATHER", when="2020-07-01")
    release = deidentify(results, tmp_path / "data")
    assert "reviewer" in {row["rule"] for row in rows_of(release, "decisions")}
    written = contents(release.folder)
    assert not [name for name, data in written.items() if b"QUILLFEATHER" in data or b"998877661" in data]


def test_few_people_are_all_left_out(tmp_path: Path) -> None:
    """And the folder is still a data set."""
    rows = [line(full(**{**SECRETS, "SUBJECT_ID": f"770000{n}", "STP_ORI_CNTY_NAME": COUNTY})) for n in range(3)]
    path = file(tmp_path, "\n".join([HEADER, *rows]) + "\n")
    vacatur.run([path], COUNTY, ["ca-la-2020-pilot"], as_of=AS_OF, out=tmp_path / "results")
    release = deidentify(tmp_path / "results", tmp_path / "data")
    assert release.report["people"]["left_out"] == "fewer than 11"
    assert release.report["smallest_group"] is None
    for name in ("persons", "convictions", "decisions", "facts"):
        assert pl.read_parquet(release.folder / f"{name}.parquet").is_empty()
        assert rows_of(release, name) == []
    for name, data in contents(release.folder).items():
        assert not [word for word in TELLING if word in data], name


def test_it_works_on_rap_sheets(tmp_path: Path) -> None:
    typed("synth", "--people", 14, "--sheets", "text", "--seed", 3, "--out", tmp_path / "sheets")
    rapsheet([tmp_path / "sheets"], as_of=AS_OF, out=tmp_path / "results")
    release = deidentify(tmp_path / "results", tmp_path / "data")
    people = open_results(tmp_path / "results").table("persons")
    for name, data in contents(release.folder).items():
        assert not [
            text for text in values_of(people, "name") | values_of(people, "cii_number") if text.encode() in data
        ], name
    groups = Counter(tuple(row[name] for name in ("linked", *PERSON)) for row in rows_of(release, "persons"))
    assert not groups or min(groups.values()) >= LEAST


def test_what_is_refused(many: Path, tmp_path: Path) -> None:
    (tmp_path / "short").write_bytes(b"short")
    with pytest.raises(UsageError, match="5 bytes"):
        deidentify(many, tmp_path / "data", key=tmp_path / "short")
    with pytest.raises(UsageError, match="exists already"):
        deidentify(many, tmp_path)
    assert not (tmp_path / "data").exists()


def test_the_command_says_what_came_of_it(many: Path, tmp_path: Path) -> None:
    said = typed("deidentify", many, "--out", tmp_path / "data", "--dates", "shifted")
    assert said.exit_code == 0, said.output
    assert "report.txt" in said.output
    report = json.loads((tmp_path / "data" / "report.json").read_text())
    assert report["dates"] == "shifted"
    text = (tmp_path / "data" / "report.txt").read_text()
    assert "WHAT RISK REMAINS" in text
    assert "drawn and thrown away" in text
    assert max(map(len, text.splitlines())) <= 150
