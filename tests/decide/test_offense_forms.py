"""Offenses in the odd forms that clerks gave them: none of them hides a bar, an attempt or a registration."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.rows import Row, chosen
from tests.sources.files import EARLIER, file, full, lines, murder, run_on

REGISTRATION = {**EARLIER, "STP_TYPE_DESCR": "REGISTRATION", "DISP_DESCR": "", "CNT_ORDER": ""}


def decided(folder: Path, *rows: Row) -> dict[str, object]:
    """The decision on the one conviction that the pilot decides."""
    (found,) = chosen(run_on(file(folder, "\n".join(lines(rows)) + "\n")))
    return found


@pytest.mark.parametrize("offense", ["0187 PC", "00187(A) PC", "187.0 PC"])
def test_zeros_around_a_section_hide_no_strike(tmp_path: Path, offense: str) -> None:
    found = decided(tmp_path, full(), murder(OFFENSE_DESCR=offense))
    assert (found["determination"], found["rule"]) == ("not_eligible", "earlier-super-strike")


@pytest.mark.parametrize("offense", ["12022.5(A)/187(A) PC", "459/187 PC", "459 PC/187 PC", "182/459/187 PC"])
def test_a_strike_that_a_text_names_further_leads_to_review(tmp_path: Path, offense: str) -> None:
    found = decided(tmp_path, full(), murder(OFFENSE_DESCR=offense))
    assert (found["determination"], found["rule"]) == ("review", "earlier-super-strike")


@pytest.mark.parametrize(
    "offense",
    ["290 PC", "PC 290-REGISTRATION", "/290 PC", "", "REGISTRATION OF SEX OFFENDER", "SEX OFFENDER 290(A) PC"],
)
def test_a_bare_registration_leads_to_review_in_whatever_form_it_is_written(tmp_path: Path, offense: str) -> None:
    found = decided(tmp_path, full(), full(OFFENSE_DESCR=offense, **REGISTRATION))
    assert found["determination"] == "review"
    assert found["unknown_facts"] == ["registrable_offense_before"]


@pytest.mark.parametrize(
    "offense",
    [
        "11359/664 HS",
        "11359 HS/664 PC",
        "11359 HS-ATTEMPT",
        "ATTEMPTED POSS FOR SALE 11359 HS",
        "11359 HS-ATT POSS FOR SALE",
        "11359 HS-CONSPIRACY",
        "664/HS 11359",
        "664 PC/HS 11359",
        "664;11359 HS",
        "664:11359 HS",
    ],
)
def test_an_attempt_or_conspiracy_leads_to_review_wherever_the_text_says_it(tmp_path: Path, offense: str) -> None:
    found = decided(tmp_path, full(OFFENSE_DESCR=offense))
    assert (found["determination"], found["unknown_facts"]) == ("review", ["is_prop64"])


@pytest.mark.parametrize("kind", ["", "REG?STRATION"])
def test_a_registration_whose_type_is_lost_is_known_by_its_offense(tmp_path: Path, kind: str) -> None:
    lost = {**REGISTRATION, "STP_TYPE_DESCR": kind, "CNT_ORDER": "103001001000", "DISP_DESCR": "REGISTERED"}
    found = decided(tmp_path, full(), full(OFFENSE_DESCR="290 PC", **lost))
    assert found["determination"] == "review"
