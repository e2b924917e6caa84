"""What damage to a text may have made of it."""

from __future__ import annotations

import pytest

from tests.reference.history import _wording
from vacatur.record.legible import is_damaged, is_damaged_offense

HARMLESS = [
    "11357(A) HS-POSS MARIJUANA",
    "11357(A) HS-POSS MARIJ?ANA",
    "11357(A) -POSS ~ARIJUANA, ?RSONAL",
    "PC 290-REG?STRATION",
    "11357(B) HS-POSS MARIJUANA <28.5 GRAMS",
    "11357(C) HS-POSS MARIJUANA >1 OZ",
]
HARMFUL = [
    "113?7(A) HS-POSS MARIJUANA",
    "11357(A HS?-POSS MARIJUANA",
    "11357(?) HS-POSS MARIJUANA",
    "11357 H\ufffd-POSS",
    "POSS MARIJ?ANA 11357 HS",
    "MARIJUANA - 1?357 HS",
    "664-11?57(C) HS",
    "11359 HS-ATTE?PT",
    "11359 HS-?TT POSS FOR SALE",
    "11359 HS-CONSPI?ACY",
    "11359 HS-POSS/1?7 PC",
    "11359 HS-???????",
    "???",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_an_offense_whose_section_stands_is_legible(text: str) -> None:
    assert not is_damaged_offense(text)
    assert _wording(text).statute


@pytest.mark.parametrize("text", HARMFUL)
def test_an_offense_that_may_have_been_another_is_illegible(text: str) -> None:
    assert is_damaged_offense(text)
    assert not _wording(text).statute


@pytest.mark.parametrize("text", ["<1 OZ", "COURT ACTION", "REL/TOT OTHER JURIS/AUTH", "DISMISSED-1385 PC; #3 & 4 *"])
def test_what_these_files_are_written_with_is_no_damage(text: str) -> None:
    assert not is_damaged(text)
