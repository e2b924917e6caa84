"""Recognized rows against what can stand on a sheet: what is put right, and what is left untold rather than guessed."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("onnxruntime", reason="NO OCR: scans were NOT tried. Install it: pip install 'vacatur[ocr]'")

from vacatur.sources.rapsheet.cells import Letter
from vacatur.sources.rapsheet.network import ALPHABET
from vacatur.sources.rapsheet.repair import repair


def row(text: str, doubts: dict[int, dict[str, float]] | None = None) -> list[Letter]:
    """A row as the network read it: each letter at 0.97, or as `doubts` says for its column."""
    letters = []
    for column, each in enumerate(text):
        if each == " ":
            continue
        likely = np.zeros(len(ALPHABET), dtype=np.float32)
        for letter, share in (doubts or {}).get(column, {each: 0.97}).items():
            likely[ALPHABET.index(letter)] = share
        letter_ = Letter(column * 20.0, likely, column)
        letter_.settle()
        letters.append(letter_)
    return letters


def repaired(text: str, doubts: dict[int, dict[str, float]] | None = None) -> str:
    letters = row(text, doubts)
    repair([letters])
    out = ""
    for letter in letters:
        out = out.ljust(letter.column) + letter.text
    return out


@pytest.mark.parametrize(
    ("read", "is_"),
    [
        ("199511O3  CASC ALAMEDA", "19951103  CASC ALAMEDA"),
        ("I995IIO3  CASC ALAMEDA", "19951103  CASC ALAMEDA"),
        ("19951103  CASC 0AKLAND", "19951103  CASC OAKLAND"),
        ("199502O5 DISPO:PROBATION REVOKED", "19950205 DISPO:PROBATION REVOKED"),
        ("CNT:O1     #H-12345A", "CNT:01     #H-12345A"),
        ("CNT:O3-OO4", "CNT:03-004"),
        ("COURT:                NAM:O2", "COURT:                NAM:02"),
        ("D0B/I97406II    SEX/F", "DOB/19740611    SEX/F"),
        ("NAM/O1 0AKES,MARIS0L", "NAM/01 OAKES,MARISOL"),
        ("  I1359 HS-P0SSESS MARIJUANA FOR SALE", "  11359 HS-POSSESS MARIJUANA FOR SALE"),
        ("  1136O(A) H5-SELL", "  11360(A) HS-SELL"),
        ("  496D(A) PC-RECEIVE", "  496D(A) PC-RECEIVE"),
        ("  647(F) PC-DISORDERLY CONDUCT", "  647(F) PC-DISORDERLY CONDUCT"),
        ("   SEN: O03 YEARS PROBATION, I20 DAYS JAIL,", "   SEN: 003 YEARS PROBATION, 120 DAYS JAIL,"),
        ("*DI5PO:C0NVICTED", "*DISPO:CONVICTED"),
        ("   COM: CNT O3 CHRG-664/484(A) PC ATT", "   COM: CNT O3 CHRG-664/484(A) PC ATT"),
        ("* * K *", "* * * *"),
        ("9 9 9 9", "* * * *"),
        ("- . . -", "- - - -"),
        ("*****9*****", "***********"),
    ],
)
def test_what_can_only_be_one_thing_is_put_right(read: str, is_: str) -> None:
    assert repaired(read) == is_


@pytest.mark.parametrize(
    "text",
    [
        "NAM/01 SMITH,JOHN",  # a name is on no list
        "CNT:01     #BA123456",
        "   COM: SCN-00000000001",
        "  11357(C) HS-POSSESS MARIJUANA OVER 28.5 GRAMS",
        "20061010  CASD SOCIAL SERV CCL-CRCB, OAKLAND",
        "HGT/506  WGT/150  EYE/BRO  HAI/BLK  POB/CA",
        "     *    *    *    END OF MESSAGE    *    *    *",
        "  DECEASED",
        "  32 PC-ACCESSORY",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    assert repaired(text) == text


def test_letters_far_apart_that_were_hardly_read_are_a_row_of_asterisks() -> None:
    dim = {0: {"G": 0.3}, 2: {".": 0.3}, 4: {"*": 0.3}, 6: {"9": 0.2}}
    assert repaired("G . * 9", dim) == "* * * *"
    assert repaired("G . * 9") == "G . * 9"
    assert repaired("G . *  9", dim) == "G . *  9"


def test_a_digit_of_a_date_that_may_be_two_is_untold() -> None:
    assert repaired("19951103  CASC ALAMEDA", {6: {"0": 0.5, "8": 0.45}}) == "199511?3  CASC ALAMEDA"


def test_a_date_that_is_no_day_of_the_calendar_keeps_only_its_sure_digits() -> None:
    assert repaired("19951303  CASC ALAMEDA", {5: {"3": 0.8, "1": 0.1}}) == "19951?03  CASC ALAMEDA"


def test_a_section_s_digit_and_its_letter_in_brackets_are_not_guessed() -> None:
    doubt = {2: {"1": 0.97}, 6: {"9": 0.5, "8": 0.4}}
    assert repaired("  11359 HS-POSSESS MARIJUANA", doubt) == "  1135? HS-POSSESS MARIJUANA"
    assert repaired("  11360(A) HS-SELL", {8: {"A": 0.5, "B": 0.4}}) == "  11360(?) HS-SELL"


def test_a_case_number_s_look_alikes_are_told_only_by_what_stands_on_both_sides() -> None:
    assert repaired("CNT:01     #BA12O456", {16: {"O": 0.9, "0": 0.09}}) == "CNT:01     #BA120456"
    assert repaired("CNT:01     #BAO12345", {14: {"O": 0.9, "0": 0.09}}) == "CNT:01     #BA?12345"
    assert repaired("CNT:01     #BA012345", {14: {"0": 0.9, "O": 0.05}}) == "CNT:01     #BA?12345"


def test_a_word_that_the_network_held_impossible_is_not_put_in_place() -> None:
    assert repaired("   COM: PROBATIUN", {15: {"U": 0.99, "O": 0.001}}) == "   COM: PROBATIUN"
    assert repaired("   COM: PROBATIUN", {15: {"U": 0.6, "O": 0.3}}) == "   COM: PROBATION"


def test_a_letter_that_only_its_ink_speaks_for_needs_more() -> None:
    letters = row("19951103  CASC ALAMEDA", {3: {"5": 0.2}})
    letters[3].added = True
    repair([letters])
    assert "".join(letter.text for letter in letters[:8]) == "199?1103"
