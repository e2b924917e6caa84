"""How single figures are made: shares, ratios, sums of columns of which some are withheld, groups in words."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from vacatur.outputs.report import groups
from vacatur.outputs.report.figures import Figure, Figures, ratio, share
from vacatur.outputs.report.grid import Grid
from vacatur.outputs.report.page import counted, sentence
from vacatur.outputs.report.rows import slug


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(1, 8, "12.5%"), (0, 8, "0.0%"), (8, 8, "100.0%"), (1, 2001, "<0.1%"), (1, 2000, "0.1%"), (0, 0, "")],
)
def test_a_share_has_one_decimal_and_never_rounds_somebody_to_nobody(part: int, whole: int, shown: str) -> None:
    assert share(part, whole).text == shown


def test_what_rests_on_a_withheld_number_is_withheld() -> None:
    assert share(None, 10).text == share(3, None).text == "withheld"


def test_a_ratio_is_unknown_without_a_rate_to_compare_with() -> None:
    assert ratio(0.4, 0.5).text == "0.80"
    assert ratio(0.4, None).text == ratio(None, 0.5).text == ratio(0.4, 0.0).text == "unknown"


def figures(counts: list[list[int | None]], totals: list[int | None]) -> Figures:
    """A table of one line, A, with the columns x, y and z, of which x and y together are called both."""
    [line] = counts
    grid = Grid("t", ("A",), ("x", "y", "z"), (tuple(line),), tuple(totals), tuple(line), totals[0])
    return Figures({"t": grid}, {"t": {"both": ("x", "y")}}, {}, published=True)


def test_columns_together_are_known_from_their_parts_or_from_what_is_left() -> None:
    assert figures([[12, 20, 30]], [62]).number("t", "A", "both") == 32
    assert figures([[None, None, 30]], [62]).number("t", "A", "both") == 32, "62 less 30: any reader can do that"
    assert figures([[None, 20, None]], [62]).number("t", "A", "both") is None
    assert figures([[None, None, 30]], [None]).number("t", "A", "both") is None


def test_a_group_that_does_not_occur_counts_nobody() -> None:
    assert figures([[12, 20, 30]], [62]).number("t", "B", "x") == 0
    assert figures([[12, 20, 30]], [62]).number("t", "A", "w") == 0


def test_counts_in_a_sentence() -> None:
    assert sentence(counted(Figure("1"), "person", "people")) == "1 person"
    assert sentence(counted(Figure("2,000"), "conviction")) == "2,000 convictions"
    assert sentence(counted(Figure("withheld"), "person", "people", start=True)) == "A withheld number of people"
    assert sentence(counted(Figure("withheld"), "")) == "a withheld number"


def words(expression: pl.Expr, **columns: list[object]) -> list[object]:
    return pl.DataFrame(columns, strict=False).select(expression.alias("words"))["words"].to_list()


def test_race_is_as_the_file_words_it_and_missing_stays_missing() -> None:
    given = ["OTHER ASIAN", "UNKNOWN", None, " ", "BLACK"]
    shown = ["Other Asian", "Unknown (so in the file)", "Not given", "Not given", "Black"]
    assert words(groups.in_words("race"), race=given) == shown


def test_sex_is_as_the_file_codes_it() -> None:
    shown = ["Male", "Female", "X", "Unknown (so in the file)", "Not given"]
    assert words(groups.sex_in_words("sex"), sex=["M", "F", "X", "U", None]) == shown


def test_a_section_is_named_by_its_code_and_in_words() -> None:
    shown = words(
        groups.section_in_words(pl.col("statute"), pl.col("section")),
        statute=["HS 11359(c)(1)", "PC 664/HS 11358", "PC 11360", "PC 647(f)", None],
        section=["11359", "11358", "11360", "647", None],
    )
    assert shown == [
        "HS 11359, possession for sale",
        "HS 11358, cultivation",
        "HS 11360, sale, transport or gift",
        "PC 647",
        "Offense not legible",
    ]


def test_an_age_falls_into_the_band_from_its_birthday_on() -> None:
    ages = [20.99, 21.0, 59.999, 60.0, None]
    shown = ["Under 21", "21 to 29", "50 to 59", "60 and over", None]
    assert words(groups.band(pl.col("age"), groups.AGES_NOW, groups.OLDEST_NOW), age=ages) == shown


def test_decades_and_reasons_in_short() -> None:
    assert words(groups.decade(pl.col("day")), day=[date(1989, 12, 31), date(1990, 1, 1), None]) == [
        "1980s",
        "1990s",
        "Not known",
    ]
    reasons = ["Unknown: age_now, deceased", "HS 11359: a misdemeanor at the least; dismiss possible, unknown: grams"]
    reasons.append("HS 11359: a misdemeanor; possibly Under 18 (a minor): an infraction (unknown: under_18_at_offense)")
    assert words(groups.reason_in_short(pl.col("reason")), reason=[*reasons, "Two priors"]) == [
        "A fact that matters is not known",
        "HS 11359: a misdemeanor at the least; more is possible",
        "HS 11359: a misdemeanor; possibly Under 18 (a minor): an infraction",
        "Two priors",
    ]


def test_one_arresting_agency_is_named_several_are_not_chosen_among() -> None:
    given = [["CAPD POMONA"], ["CAPD POMONA", "CASO LOS ANGELES"], []]
    shown = ["CAPD POMONA", "Several agencies", "Not given"]
    frame = pl.DataFrame({"agencies": given}, schema={"agencies": pl.List(pl.String)})
    assert frame.select(groups.arresting_agency(pl.col("agencies")).alias("agency"))["agency"].to_list() == shown


def test_a_name_becomes_a_part_of_a_path_whatever_is_in_it() -> None:
    assert slug("HS 11359, possession for sale") == "hs-11359-possession-for-sale"
    assert slug("../../etc/passwd") == "etc-passwd"
    assert slug("=??") == "none"
    assert len(slug("x" * 500)) <= 60
