"""The file of a fabricated county: its form, its mixture, and each fault."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from io import StringIO
from pathlib import Path

import polars as pl
import pytest

from vacatur.errors import UsageError
from vacatur.synth import COLUMNS, FAULTS, TRUTH_COLUMNS, CountyWritten, write_county

PEOPLE = 6000


def written(path: Path) -> list[list[str]]:
    return list(csv.reader(StringIO(path.read_text(encoding="utf-8"), newline="")))


def frame(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False).with_columns(pl.all().fill_null(""))


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> CountyWritten:
    folder = tmp_path_factory.mktemp("county")
    return write_county(folder / "county.csv", people=PEOPLE, seed=4, truth=folder / "truth.csv")


@pytest.fixture(scope="module")
def rows(county: CountyWritten) -> pl.DataFrame:
    return frame(county.path)


@pytest.fixture(scope="module")
def truth(county: CountyWritten) -> pl.DataFrame:
    assert county.truth_path
    return frame(county.truth_path)


def test_ninety_five_columns_and_so_many_rows(county: CountyWritten) -> None:
    found = written(county.path)
    assert len(COLUMNS) == 95
    assert found[0] == list(COLUMNS)
    assert {len(row) for row in found} == {95}
    assert len(found) - 1 == county.rows


def test_about_ten_rows_a_person_of_about_800_bytes(county: CountyWritten) -> None:
    assert 8 <= county.rows / county.people <= 12
    assert 700 <= county.path.stat().st_size / county.rows <= 850


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    names = ("one", "two", "other seed")
    for name, seed in zip(names, (9, 9, 10), strict=True):
        write_county(tmp_path / name, people=300, seed=seed, faults=0.02, truth=tmp_path / f"{name}.truth")
    one, two, other = ((tmp_path / name).read_bytes() for name in names)
    assert one == two != other
    assert (tmp_path / "one.truth").read_bytes() == (tmp_path / "two.truth").read_bytes()


def test_damage_leaves_what_was_planted_as_it_was(tmp_path: Path) -> None:
    damage = {"event_date_missing": 0.5, "too_few_fields": 0.2, "offense_missing": 0.3, "birth_date_conflicting": 0.5}
    for name, faults in (("sound", {}), ("damaged", damage)):
        write_county(tmp_path / name, people=300, faults=faults, truth=tmp_path / f"{name}.csv")
    sound, damaged = (frame(tmp_path / f"{name}.csv") for name in ("sound", "damaged"))
    assert sound.drop("found").equals(damaged.drop("found"))
    assert set(damaged["found"]) >= {"yes", "no"}


def test_shares_of_race_sex_and_life(rows: pl.DataFrame) -> None:
    people = rows.unique("SUBJECT_ID")
    assert len(people) == PEOPLE
    shares = {race: count / PEOPLE for race, count in people["RACE_DESCR"].value_counts().rows()}
    targets = {"HISPANIC": 0.45, "BLACK": 0.32, "WHITE": 0.20}
    for race, target in targets.items():
        assert abs(shares.pop(race) - target) < 0.02
    assert abs(sum(shares.values()) - 0.03) < 0.01
    assert abs((people["GENDER"] == "F").mean() - 0.14) < 0.02


def test_everybody_has_a_cannabis_arrest_in_the_county(rows: pl.DataFrame) -> None:
    arrests = rows.filter(
        (pl.col("STP_TYPE_DESCR") == "ARREST/DETAINED/CITED")
        & (pl.col("STP_ORI_CNTY_NAME") == "LOS ANGELES")
        & pl.col("OFFENSE_DESCR").str.contains(r"^(664.?)?(1135[789]|11360|1153[01])")
    )
    assert arrests["SUBJECT_ID"].n_unique() == PEOPLE


def test_histories_are_mixed(rows: pl.DataFrame, truth: pl.DataFrame) -> None:
    assert rows["STP_ORI_CNTY_NAME"].n_unique() > 30
    assert rows["STP_EVENT_DATE"].min() < "19650101"  # type: ignore[operator]
    assert rows["STP_EVENT_DATE"].max() <= "20200701"  # type: ignore[operator]
    kinds = {"ARREST/DETAINED/CITED", "COURT ACTION", "CUSTODY", "REGISTRATION", "APPLICANT", "DECEASED"}
    assert set(rows["STP_TYPE_DESCR"]) == kinds
    for text in ("DISMISSED", "CONVICTED-PROB/JAIL", "PROBATION REVOKED", "CONV SET ASIDE & DISM PER 1203.4 PC"):
        assert text in rows["DISP_DESCR"]
    assert {"11357", "11358", "11359", "11360", "11530"} <= set(truth["section"])
    for fact in ("superstrike_before", "registrable_before", "two_prior_same_section", "only_prop64_on_record"):
        assert {"yes", "no"} <= set(truth[fact])


COURTS = {
    "LONG BEACH": {"LONG BEACH"},
    "REDONDO BEACH": {"TORRANCE"},
    "HAWTHORNE": {"INGLEWOOD"},
    "SANTA MONICA": {"SANTA MONICA", "WEST LA AIRPORT"},
    "LOS ANGELES": {"LOS ANGELES", "VAN NUYS", "SAN FERNANDO"},
}
"""Courts of the county that hear a city."""


def cases(rows: pl.DataFrame) -> pl.DataFrame:
    """The cycles of the county with an arrest and a court: who arrested, which courts acted, on which day."""
    keyed = rows.filter(STP_ORI_CNTY_NAME="LOS ANGELES").with_columns(cycle=pl.col("CNT_ORDER").str.head(3))
    by_kind = [
        pl.col("STP_ORI_DESCR").filter(pl.col("STP_TYPE_DESCR") == kind).unique().alias(name)
        for name, kind in (("arrested_by", "ARREST/DETAINED/CITED"), ("courts", "COURT ACTION"))
    ]
    day = pl.col("STP_EVENT_DATE").filter(pl.col("STP_TYPE_DESCR") == "COURT ACTION").first().alias("day")
    found = keyed.group_by("SUBJECT_ID", "cycle").agg(*by_kind, day)
    return found.filter((pl.col("arrested_by").list.len() > 0) & (pl.col("courts").list.len() > 0))


def test_one_court_hears_a_case_whole(rows: pl.DataFrame) -> None:
    assert set(cases(rows)["courts"].list.len()) == {1}
    assert set(cases(rows)["arrested_by"].list.len()) == {1}


@pytest.mark.parametrize("city", COURTS)
def test_the_court_is_mostly_one_that_hears_the_city_of_the_arrest(rows: pl.DataFrame, city: str) -> None:
    found = cases(rows).filter(pl.col("arrested_by").list.first() == f"CAPD {city}")["courts"].list.first()
    heard = found.str.slice(5).is_in([*COURTS[city]]) | found.str.starts_with("CAJV")
    assert 0.94 < heard.mean() < 1.0  # type: ignore[operator]


def test_a_case_of_santa_monica_is_heard_at_the_airport_from_june_2004_on(rows: pl.DataFrame) -> None:
    moved = cases(rows).filter(pl.col("courts").list.first() == "CASC WEST LA AIRPORT")["day"]
    stayed = cases(rows).filter(pl.col("courts").list.first() == "CASC SANTA MONICA")["day"]
    assert stayed.max() < "20040614" <= moved.min()  # type: ignore[operator]


def test_the_highway_patrol_arrests_now_and_then(rows: pl.DataFrame) -> None:
    share = (cases(rows)["arrested_by"].list.first() == "CAHP LOS ANGELES").mean()
    assert 0.02 < share < 0.04  # type: ignore[operator]


@pytest.mark.parametrize("as_of", [date(1962, 1, 1), date(2020, 7, 1)])
def test_nothing_but_births_is_before_1961(tmp_path: Path, as_of: date) -> None:
    write_county(tmp_path / "county", people=3000, as_of=as_of)
    rows = frame(tmp_path / "county")
    for column in ("STP_EVENT_DATE", "CYC_DATE", "DISP_DATE"):
        days = rows.filter(pl.col(column).str.contains("[1-9]"))[column]
        assert days.min() >= "19610101"  # type: ignore[operator]
    assert rows["PRI_DOB"].min() < "19440101"  # type: ignore[operator]


def test_every_rule_of_the_pilot_is_true_of_somebody(tmp_path: Path) -> None:
    # The youngest are 17 at conviction, so that the rule for those of 21 years or younger needs an earlier run.
    write_county(tmp_path / "county", people=8000, as_of=date(2018, 7, 1), truth=tmp_path / "truth")
    assert set(frame(tmp_path / "truth")["rule"].cast(int)) >= set(range(16))


def test_the_columns_of_the_truth_are_those_described(truth: pl.DataFrame) -> None:
    assert truth.columns == list(TRUTH_COLUMNS)


def test_keys_of_truth_are_in_the_file_once(rows: pl.DataFrame, truth: pl.DataFrame) -> None:
    keys = truth.select("person_id", "count_key", "section")
    assert keys.is_unique().all()
    convicted = (
        rows.filter(pl.col("DISP_DESCR").str.starts_with("CONVICTED")).select("SUBJECT_ID", "CNT_ORDER").unique()
    )
    joined = keys.join(convicted, left_on=["person_id", "count_key"], right_on=["SUBJECT_ID", "CNT_ORDER"], how="anti")
    assert joined.is_empty()


def test_truth_repeats_what_the_file_shows(rows: pl.DataFrame, truth: pl.DataFrame) -> None:
    shown = rows.filter(pl.col("DISP_DESCR").str.starts_with("CONVICTED")).unique(["SUBJECT_ID", "CNT_ORDER"])
    both = truth.join(shown, left_on=["person_id", "count_key"], right_on=["SUBJECT_ID", "CNT_ORDER"])
    assert len(both) == len(truth)
    assert (both["convicted_on"] == both["STP_EVENT_DATE"]).all()
    assert (both["birth_date"] == both["PRI_DOB"]).all()
    assert ((both["felony"] == "yes") == (both["CONV_STAT_DESCR"] == "FELONY")).all()
    written_as = (
        pl.when(both["CONV_OFFENSE_DESCR"] == "").then(both["OFFENSE_DESCR"]).otherwise(both["CONV_OFFENSE_DESCR"])
    )
    assert (both["offense"] == both.select(written_as).to_series()).all()
    assert (both["STP_ORI_CNTY_NAME"] == "LOS ANGELES").all()


SHOWS: dict[str, tuple[str, str]] = {
    "count_order_missing": ("CNT_ORDER", r"^$"),
    "count_order_short": ("CNT_ORDER", r"^\d{6}$"),
    "count_order_not_a_number": ("CNT_ORDER", "X"),
    "subject_id_missing": ("SUBJECT_ID", "^$"),
    "event_date_missing": ("STP_EVENT_DATE", "^(00000000)?$"),
    "event_date_partial": ("STP_EVENT_DATE", "^[12].*00$"),
    "event_date_impossible": ("STP_EVENT_DATE", "(0231|1301|0432|0631)$"),
    "event_date_future": ("STP_EVENT_DATE", "^20[2-9]"),
    "birth_date_missing": ("PRI_DOB", "^(00000000)?$"),
    "birth_date_partial": ("PRI_DOB", "^[12].*00$"),
    "birth_date_impossible": ("PRI_DOB", "(0231|1301|0432|0631)$"),
    "birth_date_future": ("PRI_DOB", "^20[2-9]"),
    "code_missing": ("OFFENSE_DESCR", r"^11359 (MARIJUANA|POSSESS)"),
    "no_blank_before_code": ("OFFENSE_DESCR", "^11359HS-"),
    "dotted_code": ("OFFENSE_DESCR", r"^11359 H\.S\.-"),
    "bare_subdivision": ("OFFENSE_DESCR", "^11360A HS-"),
    "leading_slash": ("OFFENSE_DESCR", "^/11359 HS-"),
    "offense_in_comment": ("COMMENT_TEXT", "^11359 HS-"),
    "offense_missing": ("OFFENSE_DESCR", "^$"),
    "comment_number": ("COMMENT_TEXT", "SCN-12113580"),
    "newline_in_quotes": ("COMMENT_TEXT", "\n"),
    "trailing_blanks": ("CONV_STAT_DESCR", "^FELONY +$"),
    "padding": ("DISP_DESCR", "^  -  $"),
    "county_missing": ("STP_ORI_CNTY_NAME", "^$"),
    "attempt": ("OFFENSE_DESCR", r"^664[-./]?1135[789]"),
    "wrong_code": ("OFFENSE_DESCR", "^11359 PC-"),
    "relief_granted": ("DISP_DESCR", r"1203\.4|11361\.8|17\(B\)|1170\.18"),
    "bare_registration": ("OFFENSE_DESCR", "^290 PC-"),
    "near_neighbor": ("OFFENSE_DESCR", r"^11357\.5"),
    "charge_differs": ("CONV_OFFENSE_DESCR", "^11359 HS-"),
}
"""A column, and what many of its cells look like when the fault falls everywhere."""


def made(folder: Path, faults: Mapping[str, float] | float, people: int = 150) -> Path:
    write_county(folder / "county.csv", people=people, faults=faults, truth=folder / "truth.csv")
    return folder / "county.csv"


@pytest.mark.parametrize("fault", SHOWS)
def test_each_fault_shows(fault: str, tmp_path: Path) -> None:
    column, pattern = SHOWS[fault]
    cells = frame(made(tmp_path, {fault: 1.0}))[column]
    assert cells.str.contains(pattern).sum() > 10


def test_rows_with_the_wrong_number_of_fields(tmp_path: Path) -> None:
    assert {len(row) for row in written(made(tmp_path, {"too_few_fields": 1.0}))[1:]} == {94}
    assert {len(row) for row in written(made(tmp_path, {"too_many_fields": 1.0}))[1:]} >= {96, 97}


def test_stray_quotes_open_and_do_not_close(tmp_path: Path) -> None:
    lines = made(tmp_path, {"stray_quote": 0.5}).read_text(encoding="utf-8").splitlines()
    odd = sum(line.count('"') % 2 for line in lines)
    assert 0.4 < odd / len(lines) < 0.6


def test_birth_dates_that_conflict(tmp_path: Path) -> None:
    rows = frame(made(tmp_path, {"birth_date_conflicting": 1.0}))
    dates = rows.group_by("SUBJECT_ID").agg(pl.len(), pl.col("PRI_DOB").n_unique()).filter(pl.col("len") > 1)
    assert set(dates["PRI_DOB"]) == {2}


def test_statuses_blank_or_contradicted(tmp_path: Path) -> None:
    convicted = pl.col("DISP_DESCR").str.starts_with("CONVICTED")
    blank = frame(made(tmp_path, {"status_blank": 1.0})).filter(convicted)
    assert set(blank["CONV_STAT_DESCR"]) == {""}
    assert set(blank["OFFENSE_TOC"]) >= {"F", "M"}
    rows = frame(made(tmp_path, {"status_contradicts_charge": 1.0})).filter(convicted)
    assert set(rows.filter(pl.col("CONV_STAT_DESCR") == "FELONY")["OFFENSE_TOC"]) == {"M"}


def test_sentences_of_unknown_length(tmp_path: Path) -> None:
    prison = frame(made(tmp_path, {"sentence_length_unknown": 1.0})).filter(pl.col("SENT_LOC_DESCR") == "PRISON")
    assert len(prison) > 10
    assert ((prison["SENT_LENGTH"] == "") ^ (prison["SENT_TIME_CODE"] == "")).all()


def test_rows_of_different_people_interleaved(tmp_path: Path) -> None:
    plain, mixed = (frame(made(tmp_path, {"interleaved_rows": rate}))["SUBJECT_ID"] for rate in (0.0, 0.5))
    assert plain.rle().len() == 150
    assert mixed.rle().len() > 500


def test_two_offenses_under_one_count(tmp_path: Path) -> None:
    rows = frame(made(tmp_path, {"same_count_key": 1.0, "charge_differs": 0.0}))
    rows = rows.filter(pl.col("DISP_DESCR").str.starts_with("CONVICTED") & (pl.col("CONV_OFFENSE_DESCR") == ""))
    offenses = rows.group_by("SUBJECT_ID", "CNT_ORDER").agg(pl.col("OFFENSE_DESCR").n_unique())
    assert (offenses["OFFENSE_DESCR"] == 2).sum() > 5


def test_convictions_that_never_were_recorded(tmp_path: Path) -> None:
    rows = frame(made(tmp_path, {"missing_disposition": 1.0}))
    assert not rows["DISP_DESCR"].str.starts_with("CONVICTED").any()
    assert set(frame(tmp_path / "truth.csv")["found"]) == {"no"}


def test_every_fault_is_shown_by_a_test() -> None:
    shown_above = {
        "too_few_fields", "too_many_fields", "stray_quote", "birth_date_conflicting", "status_blank",
        "status_contradicts_charge", "sentence_length_unknown", "interleaved_rows", "same_count_key",
        "missing_disposition",
    }  # fmt: skip
    assert set(SHOWS) | shown_above == set(FAULTS)
    assert all(text.endswith(".") for text in FAULTS.values())


def test_situations_change_the_truth_and_damage_does_not(tmp_path: Path) -> None:
    made(tmp_path, {"attempt": 1.0})
    assert {"review", "out_of_scope"} >= set(frame(tmp_path / "truth.csv").filter(kind="attempt")["determination"])
    made(tmp_path, {"relief_granted": 1.0})
    truth = frame(tmp_path / "truth.csv").filter(
        (pl.col("kind") == "cannabis") & ~pl.col("section").str.starts_with("115")
    )
    assert set(truth["determination"]) == {"out_of_scope"}


def test_a_conviction_is_lost_only_when_all_its_rows_are(tmp_path: Path) -> None:
    made(tmp_path, {"subject_id_missing": 1.0})
    assert set(frame(tmp_path / "truth.csv")["found"]) == {"no"}
    made(tmp_path, {"relief_granted": 1.0, "too_many_fields": 0.3})
    assert {"yes", "no", "not the relief"} == set(frame(tmp_path / "truth.csv")["found"])


def test_all_faults_together(tmp_path: Path) -> None:
    assert made(tmp_path, 1.0).stat().st_size > 0
    assert made(tmp_path, 0.05).stat().st_size > 0


def test_counties_of_very_few(tmp_path: Path) -> None:
    for seed in range(12):
        path = tmp_path / "county.csv"
        write_county(path, people=1, seed=seed, faults=0.5, truth=tmp_path / "truth.csv")
        assert (tmp_path / "truth.csv").read_text(encoding="utf-8").splitlines()[0] == ",".join(TRUTH_COLUMNS)


def test_forms_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "county"
    write_county(path, people=60, header=False, line_end="\r\n", bom=True, encoding="latin-1", trailing_comma="rows")
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf100000000,")
    assert data.endswith(b",*,\r\n")
    assert "Ñ".encode("latin-1") in data
    write_county(path, people=20, line_end="\r", trailing_comma="header")
    first, *others = path.read_bytes().split(b"\r")
    assert first.endswith(b",END_OF_REC,")
    assert others[0].endswith(b",*")
    assert b"\n" not in path.read_bytes()


def test_another_county_and_another_day(tmp_path: Path) -> None:
    write_county(
        tmp_path / "county", people=200, county="san francisco", as_of=date(1995, 6, 30), truth=tmp_path / "truth"
    )
    rows = frame(tmp_path / "county")
    assert rows["STP_EVENT_DATE"].max() <= "19950630"  # type: ignore[operator]
    assert rows["DISP_DATE"].max() <= "19950630"  # type: ignore[operator]
    assert (rows["STP_ORI_CNTY_NAME"] == "SAN FRANCISCO").mean() > 0.6  # type: ignore[operator]


@pytest.mark.parametrize(
    "wrong",
    [{"county": "GOTHAM"}, {"faults": {"gremlins": 0.1}}, {"faults": 1.5}, {"people": 0}, {"as_of": date(1950, 1, 1)}],
)
def test_what_is_refused(wrong: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_county(tmp_path / "county", **({"people": 5} | wrong))  # type: ignore[arg-type]
    assert not (tmp_path / "county").exists()
