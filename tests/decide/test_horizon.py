"""From when on a pack would decide otherwise: by hand, against fresh runs, and against every day looked at."""

from __future__ import annotations

import time
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

import vacatur
from tests.cli.rows import AS_OF, COUNTY, Row, run
from tests.decide.test_cascade import pack as made_up
from tests.sources.files import full
from vacatur.decide.cascade import decide
from vacatur.decide.facts import CATALOGUE
from vacatur.decide.horizon import COUNTED_FROM, FAVORABLE, eligible_from, facts_on, thresholds
from vacatur.decide.passage import MOVING
from vacatur.law.pack import Pack, load_pack
from vacatur.outputs.kept import Kept, open_results
from vacatur.synth import write_county

PILOT, ANNOUNCED = "ca-la-2020-pilot", "ca-la-2020-announced"
BURGLARY = {"CNT_ORDER": "102002001000", "OFFENSE_DESCR": "459 PC-BURGLARY"}
"""Another conviction, of no cannabis."""


def misses(folder: Path, *rows: Row, pack: str = PILOT, years: int = 10) -> list[tuple[date, str, str]]:
    """Day, determination and rule of the near misses of one history."""
    run(folder, *rows, pack=pack, out=folder / "results", replace=True)
    kept = open_results(folder / "results")
    found = eligible_from(kept.table("facts"), kept.table("decisions"), kept.pack(pack), kept.as_of, years)
    return [(each["date"], each["determination"], each["rule"]) for each in found.to_dicts()]


class TestByHand:
    """The run is of 1 July 2020."""

    def test_the_day_of_the_fiftieth_birthday(self, tmp_path: Path) -> None:
        rows = (
            full(PRI_DOB="19700915", STP_EVENT_DATE="20150301"),
            full(PRI_DOB="19700915", STP_EVENT_DATE="20180301", **BURGLARY),
        )
        assert misses(tmp_path, *rows) == [(date(2020, 9, 15), "dismiss", "old-enough")]

    def test_who_was_born_on_29_february_turns_fifty_on_1_march(self, tmp_path: Path) -> None:
        rows = (
            full(PRI_DOB="19720229", STP_EVENT_DATE="20150301"),
            full(PRI_DOB="19720229", STP_EVENT_DATE="20180301", **BURGLARY),
        )
        assert misses(tmp_path, *rows) == [(date(2022, 3, 1), "dismiss", "old-enough")]

    def test_ten_years_after_the_last_conviction_of_any_kind(self, tmp_path: Path) -> None:
        rows = full(PRI_DOB="19800915"), full(PRI_DOB="19800915", STP_EVENT_DATE="20120310", **BURGLARY)
        assert misses(tmp_path, *rows) == [(date(2022, 3, 10), "dismiss", "years-without-conviction")]

    def test_the_end_of_the_last_sentence(self, tmp_path: Path) -> None:
        prison = {"SENT_LOC_DESCR": "PRISON", "SENT_LENGTH": "8", "SENT_TIME_CODE": "Y"}
        found = misses(tmp_path, full(PRI_DOB="19850101", STP_EVENT_DATE="20150601", **prison))
        assert found == [(date(2023, 6, 1), "dismiss", "only-cannabis-and-completed")]

    def test_probation_that_goes_on_and_was_not_revoked(self, tmp_path: Path) -> None:
        probation = {"SENT_LOC_DESCR": "PROBATION", "SENT_LENGTH": "36", "SENT_TIME_CODE": "M"}
        case = full(PRI_DOB="19850101", STP_EVENT_DATE="20181015", STP_TYPE_DESCR="COURT ACTION", **probation)
        case |= {"OFFENSE_DESCR": "11359 HS", "STP_EVENT_DATE": "20160101", "SENT_LENGTH": "60"}
        assert misses(tmp_path, case, pack=ANNOUNCED) == [(date(2021, 1, 1), "dismiss", "probation-completed")]

    def test_probation_that_was_revoked_is_never_completed(self, tmp_path: Path) -> None:
        """Then it is the ten years without a felony that count: 1 January 2026."""
        probation = {"SENT_LOC_DESCR": "PROBATION", "SENT_LENGTH": "60", "SENT_TIME_CODE": "M"}
        case = full(PRI_DOB="19850101", STP_EVENT_DATE="20160101", **probation)
        revoked = full(
            PRI_DOB="19850101", STP_EVENT_DATE="20160101", DISP_DESCR="PROBATION REVOKED", CONV_STAT_DESCR=""
        )
        found = misses(tmp_path, case, revoked, pack=ANNOUNCED)
        assert found == [(date(2026, 1, 1), "dismiss", "years-without-felony")]

    def test_what_is_unknown_stays_unknown(self, tmp_path: Path) -> None:
        """Without a birth date nobody turns fifty, and without a date of conviction no years pass."""
        assert misses(tmp_path, full(PRI_DOB=""), full(PRI_DOB="", STP_EVENT_DATE="", **BURGLARY)) == []

    def test_a_bar_does_not_wear_off(self, tmp_path: Path) -> None:
        strike = full(
            PRI_DOB="19800915", OFFENSE_DESCR="187(A) PC", STP_EVENT_DATE="19940101", CNT_ORDER="100002001000"
        )
        assert misses(tmp_path, full(PRI_DOB="19750915"), strike) == []

    def test_what_is_dismissed_today_is_no_near_miss(self, tmp_path: Path) -> None:
        assert misses(tmp_path, full()) == []

    @pytest.mark.parametrize(("birth", "found"), [("19800701", 1), ("19800702", 0)])
    def test_the_last_day_that_is_looked_at_is_ten_years_ahead(self, tmp_path: Path, birth: str, found: int) -> None:
        rows = (
            full(PRI_DOB=birth, STP_EVENT_DATE="20150301"),
            full(PRI_DOB=birth, STP_EVENT_DATE="20200701", **BURGLARY),
        )
        assert [day for day, _, rule in misses(tmp_path, *rows) if rule == "old-enough"] == [date(2030, 7, 1)] * found


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("county") / "county.dat"
    write_county(path, people=600, seed=21, faults=0.01)
    return path


@pytest.fixture(scope="module")
def kept(county: Path) -> Kept:
    vacatur.run([county], COUNTY, [PILOT, ANNOUNCED], as_of=AS_OF, out=county.parent / "results")
    return open_results(county.parent / "results")


class TestAgainstRuns:
    def test_on_the_day_of_the_run_the_facts_are_as_they_are(self, kept: Kept) -> None:
        facts = kept.table("facts")
        assert facts_on(facts, AS_OF).equals(facts)
        assert all(facts[name].null_count() > 0 for name in MOVING), "too few unknown facts to show much"

    @pytest.mark.parametrize("later", [date(2020, 7, 2), date(2024, 2, 29), date(2029, 12, 31)])
    def test_on_a_later_day_they_are_those_of_a_run_of_that_day(self, county: Path, kept: Kept, later: date) -> None:
        there = vacatur.run([county], COUNTY, [PILOT], as_of=later).facts
        ahead = facts_on(kept.table("facts"), later).select(there.columns)
        same = pl.all_horizontal(pl.col(name).eq_missing(there[name]) for name in MOVING)
        # A date between the two runs is a slip of the pen for the one, and known to the other.
        assert ahead.select(same.mean()).item() > 0.98
        assert (ahead["sentences_completed"] != kept.table("facts")["sentences_completed"]).any() or later.year == 2020

    @pytest.mark.parametrize("name", [PILOT, ANNOUNCED])
    def test_a_run_on_the_day_decides_so_and_a_run_on_the_day_before_does_not(
        self, county: Path, kept: Kept, name: str, tmp_path: Path
    ) -> None:
        found = eligible_from(kept.table("facts"), kept.table("decisions"), kept.pack(name), AS_OF)
        assert found.height > 5
        for each in found.sort("date").gather_every(max(found.height // 3, 1)).head(3).iter_rows(named=True):
            alone = _alone(county, each["conviction_id"].split("/")[0], tmp_path)
            on, before = (_decided(alone, name, each["conviction_id"], each["date"] - timedelta(n)) for n in (0, 1))
            assert on == (each["determination"], each["rule"])
            assert before[0] not in FAVORABLE


def _alone(county: Path, person: str, folder: Path) -> Path:
    """A file with the lines in which a person stands, in whatever column."""
    first, *lines = county.read_text(encoding="utf-8").splitlines(keepends=True)
    alone = folder / f"{person}.dat"
    alone.write_text(first + "".join(line for line in lines if person in line), encoding="utf-8")
    return alone


def _decided(county: Path, pack: str, conviction: str, as_of: date) -> tuple[str, str]:
    decisions = vacatur.run([county], COUNTY, [pack], as_of=as_of).decisions
    row = decisions.filter((pl.col("conviction_id") == conviction) & (pl.col("pack") == pack)).row(0, named=True)
    return row["determination"], row["rule"]


LOOKED_AT = 75
"""Days ahead that are looked at one by one."""

EVERY_WAY = {
    "windows": [
        ("age_now BETWEEN 40.5 AND 40.6", "dismiss"),
        ("years_since_conviction = 7", "reduce"),
        ("years_conviction_free > 3 AND years_conviction_free <= 3.002", "dismiss"),
        ("TRUE", "review"),
    ],
    "sentences": [
        ("NOT sentences_completed AND age_now < 50", "review"),
        ("sentence_completed AND (years_felony_free >= 5 OR years_since_conviction >= 6.25)", "dismiss"),
        ("TRUE", "not_eligible"),
    ],
    "sentences and waits after them": [
        ("serving_on_record", "not_eligible"),
        ("years_since_sentence_ended >= 2", "dismiss"),
        ("years_since_sentence_ended >= 1", "reduce"),
        ("TRUE", "not_eligible"),
    ],
    "what may still run or be pending": [
        ("years_since_unknown_sentence > 40 AND years_since_unknown_sentence < 40.02", "dismiss"),
        ("years_since_open_charge BETWEEN 0.2 AND 0.3", "reduce"),
        ("TRUE", "not_eligible"),
    ],
    "facts compared with facts": [
        ("years_since_conviction > age_at_conviction", "dismiss"),
        ("age_now BETWEEN years_since_conviction AND 30", "reduce"),
        ("TRUE", "not_eligible"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", EVERY_WAY)
def test_no_day_is_missed_that_looking_at_every_day_would_find(kept: Kept, tmp_path: Path, name: str) -> None:
    """For conditions of every form, also those that hold on one day alone."""
    policy = made_up(tmp_path, *EVERY_WAY[name])
    facts = kept.table("facts").select("conviction_id", *CATALOGUE, *COUNTED_FROM)
    decisions = pl.concat([facts.select("conviction_id"), decide(facts, policy)], how="horizontal")
    found = eligible_from(facts, decisions, policy, AS_OF, years=1)
    soon = found.filter(pl.col("date") <= AS_OF + timedelta(LOOKED_AT))
    assert soon.height > 0
    assert dict(soon.select("conviction_id", "date").iter_rows()) == _by_looking(facts, policy)


def _by_looking(facts: pl.DataFrame, policy: Pack) -> dict[str, date]:
    waiting = facts.filter(~_favorable(facts, policy))
    days = pl.DataFrame({"day": [AS_OF + timedelta(ahead) for ahead in range(1, LOOKED_AT + 1)]})
    every = days.join(waiting, how="cross", maintain_order="left_right")
    found = every.filter(_favorable(facts_on(every.drop("day"), every["day"]), policy))
    return dict(found.group_by("conviction_id").agg(pl.col("day").min()).iter_rows())


def _favorable(facts: pl.DataFrame, policy: Pack) -> pl.Series:
    return decide(facts, policy)["determination"].cast(pl.String).is_in(FAVORABLE)


class TestThresholds:
    def test_the_numbers_are_those_of_conditions_with_parameters_filled_in(self) -> None:
        assert thresholds(load_pack(PILOT).with_settings({"minimum_age": "55"}))[0] == [7.0, 10.0, 21.0, 55.0]

    @pytest.mark.parametrize(
        ("condition", "every_day"),
        [
            ("age_now >= 50 AND years_felony_free >= 10", False),
            ("age_now BETWEEN 40 AND 50 AND years_felony_free >= 10", False),
            ("NOT age_now < 21 OR deceased", False),
            ("age_now > years_felony_free", True),
            ("years_since_conviction <= (age_at_conviction)", True),
            ("age_now BETWEEN 40 AND prior_same_section", True),
            ("age_at_conviction < 21 AND deceased", False),
        ],
    )
    def test_every_day_is_looked_at_where_facts_are_compared_with_facts(
        self, tmp_path: Path, condition: str, every_day: bool
    ) -> None:
        policy = made_up(tmp_path, (condition, "dismiss"), ("TRUE", "review"))
        assert thresholds(policy)[1] is every_day

    def test_no_built_in_pack_needs_every_day(self, kept: Kept) -> None:
        assert {pack.id: thresholds(pack)[1] for pack in kept.packs} == dict.fromkeys([p.id for p in kept.packs], False)


def test_10_000_convictions_in_under_five_seconds(kept: Kept) -> None:
    waiting = kept.table("decisions").filter((pl.col("pack") == PILOT) & ~pl.col("determination").is_in(FAVORABLE))
    facts = kept.table("facts").join(waiting, on="conviction_id", how="semi")
    many = pl.concat([facts] * (10_000 // facts.height + 1)).head(10_000)
    many = many.with_columns(conviction_id=pl.int_range(pl.len()).cast(pl.String))
    decisions = many.select("conviction_id", pl.lit("review").alias("determination"))
    start = time.process_time()
    assert eligible_from(many, decisions, kept.pack(PILOT), AS_OF).height > 300
    assert time.process_time() - start < 5
