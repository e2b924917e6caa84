"""Case numbers: which spellings are one number, and which numbers are never taken for one another."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacatur.outputs.filings.case_numbers import case_key, one_case_number


def key(printed: str) -> str | None:
    found = pl.select(case_key(pl.lit(printed))).item()
    assert found is None or isinstance(found, str)
    return found


@pytest.mark.parametrize(
    "printed",
    [
        "BA123456",
        "ba123456",
        " BA 123456 ",
        "BA-123456",
        "BA.123456",
        "B A123456",
        "#BA123456",
        "BA 123456.",
        "BA/123456",
    ],
)
def test_blanks_marks_and_small_letters_beside_letters_make_no_difference(printed: str) -> None:
    assert key(printed) == "BA123456"


@pytest.mark.parametrize("printed", ["88-12345", "88 12345", "88.12345", "88 - 12345", "88/12345"])
def test_whatever_divides_two_digits_is_one_hyphen(printed: str) -> None:
    assert key(printed) == "88-12345"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("88-123", "8-8123"),
        ("A012345", "A12345"),
        ("0012345", "12345"),
        ("BA123456-01", "BA123456-02"),
        ("BA123456-01", "BA123456"),
        ("BA123456", "BA123457"),
        ("AB123", "A8123"),
        ("O123", "0123"),
        ("A1-23", "A12-3"),
    ],
)
def test_numbers_that_may_be_of_two_cases_keep_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize("printed", ["", "-", "---", " - ", "0", "00000000", "A000", "UNKNOWN", "N/A", "NONE", "."])
def test_a_number_without_a_digit_but_zero_is_none(printed: str) -> None:
    assert key(printed) is None


@given(st.text(alphabet="AB019- ./", max_size=12))
def test_a_key_is_its_own_key(printed: str) -> None:
    found = key(printed)
    assert found is None or key(found) == found


@given(st.text(alphabet="AB019- ", max_size=12), st.text(alphabet="AB019- ", max_size=12))
def test_one_key_means_the_same_letters_and_digits_in_the_same_order(one: str, other: str) -> None:
    """No two numbers are joined that differ in more than blanks, marks and capitals."""
    if key(one) is not None and key(one) == key(other):
        assert one.replace("-", "").replace(" ", "") == other.replace("-", "").replace(" ", "")


def found(*numbers: str) -> dict[str, object]:
    frame = pl.DataFrame({"case_numbers": [list(numbers)]}, schema={"case_numbers": pl.List(pl.String)})
    return one_case_number(frame).row(0, named=True)


@pytest.mark.parametrize(
    ("numbers", "printed"),
    [
        (["BA123456"], "BA123456"),
        (["BA 123456", "BA123456"], "BA 123456"),
        (["BA123456", "BA123456-01"], "BA123456-01"),
        (["A12345", "A012345"], "A012345"),
        (["8812345", "88-12345"], "88-12345"),
        (["0000", "BA123456", "-"], "BA123456"),
    ],
)
def test_spellings_of_one_number_are_one_and_the_fullest_is_shown(numbers: list[str], printed: str) -> None:
    assert (found(*numbers)["case_number"], found(*numbers)["several_numbers"]) == (printed, False)


@pytest.mark.parametrize("numbers", [["BA123456", "BA123457"], ["BA123456-01", "BA123456-02"], ["A1", "B1", "A1"]])
def test_numbers_of_two_cases_are_several_and_none_is_picked(numbers: list[str]) -> None:
    assert found(*numbers) == {
        "case_number": None, "case_key": None, "case_stem": None, "case_suffix": None, "several_numbers": True
    }  # fmt: skip


@pytest.mark.parametrize(
    "cell",
    ["BA123456;BA123457", "BA123456, BA123457", "BA123456 & 123457", "ba123456 and ba123457", "BA123456/BA123457"],
)
def test_two_numbers_in_one_cell_are_two(cell: str) -> None:
    assert (found(cell)["case_number"], found(cell)["several_numbers"]) == (None, True)


@pytest.mark.parametrize("cell", ["88/12345", "1988/12345", "BA123456/1", "BA123456,BA-123456"])
def test_a_mark_within_one_number_does_not_make_it_two(cell: str) -> None:
    assert found(cell)["several_numbers"] is False


@pytest.mark.parametrize("numbers", [[], ["---"], ["0", "00"]])
def test_no_number_is_none(numbers: list[str]) -> None:
    assert (found(*numbers)["case_number"], found(*numbers)["several_numbers"]) == (None, False)


def test_every_row_keeps_its_place() -> None:
    frame = pl.DataFrame({"case_numbers": [["A1"], [], ["A2", "A3"], ["A4"]]})
    assert one_case_number(frame)["case_number"].to_list() == ["A1", None, None, "A4"]


def test_forty_numbers_of_one_case_are_several() -> None:
    assert found(*[f"BA{number}" for number in range(100000, 100040)])["several_numbers"] is True
