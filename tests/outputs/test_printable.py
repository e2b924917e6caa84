"""Names on paper: whatever the type lacks is said by number, and nothing is an empty box."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pypdfium2
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from tests.outputs.filings.brought import brought, case, papers_of
from tests.outputs.filings.entries import PACK, entry, kept_of
from tests.outputs.filings.read_back import read
from vacatur.outputs.filings.docket import docket_of
from vacatur.outputs.notices.letters import write_letters
from vacatur.outputs.office import placeholder_office
from vacatur.outputs.printable import breakable, is_printable, printable

ONE_A_PAGE = b"""
#set page(width: 30pt, height: 30pt, margin: 5pt)
#set text(font: "Libertinus Serif", size: 14pt)
#for each in json(bytes(sys.inputs.characters)) [#each #pagebreak(weak: true)]
"""
NO_MARKS = ("Cn", "Cc", "Cf", "Cs", "Co", "Zs", "Mn", "Mc", "Me")


def drawn(characters: list[str]) -> Iterator[bytes]:
    """The picture of each."""
    pdf = typst.compile(ONE_A_PAGE, ignore_system_fonts=True, sys_inputs={"characters": json.dumps(characters)})
    assert isinstance(pdf, bytes)
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        yield bytes(page.render(scale=1, grayscale=True).buffer)


def test_the_type_has_every_character_that_is_called_printable() -> None:
    every = [chr(code) for code in range(0x20, 0x10000)]
    called = [each for each in every if unicodedata.category(each) not in NO_MARKS and is_printable(each)]
    assert len(called) > 1500
    box, *pictures = drawn(["\ue000", *called])
    assert [each for each, picture in zip(called, pictures, strict=True) if picture == box] == []


@pytest.mark.parametrize(
    "name", ["NÚÑEZ,JOSÉ", "ŁUKASZ,Ž", "NGUYỄN,ĐẶNG", "ИВАНОВ,С", "O’BRIEN", "KEʻALOHA,K", "A#$@*_<>"]
)
def test_names_of_latin_greek_and_cyrillic_letters_are_printed_as_they_are(name: str) -> None:
    assert printable(name) == name


def test_an_end_of_line_within_a_number_is_a_blank() -> None:
    assert printable("BA\r\n10") == "BA  10"


@given(st.text())
def test_nothing_is_lost_and_all_of_it_can_be_printed(text: str) -> None:
    found = printable(text)
    assert is_printable(found)
    if "[" not in text:
        numbers = [int(each[2:], 16) for each in found.replace("[", " ").replace("]", " ").split() if each[:2] == "U+"]
        assert {ord(each) for each in text if not is_printable(each) and each not in "\t\n\r"} <= set(numbers)


def test_an_exhibit_says_by_number_what_the_type_lacks_and_its_cover_says_so(tmp_path: Path) -> None:
    asked = [case("1", "BA000001", name="王,小明", court="CASC 王"), case("2", "BA000002", name="PLAIN,ANN")]
    papers_of(tmp_path, *brought(asked, alike=True))
    text = " ".join(page.text for page in read(tmp_path / "district-attorney" / "exhibit-a-sealed-001.pdf"))
    assert "[U+738B], [U+5C0F" in text and "U+660E]" in text and "CASC [U+738B] (Superior Court)" in text
    assert "stands by its Unicode number, in brackets" in text


def test_an_exhibit_of_names_that_the_type_has_says_nothing_of_numbers(tmp_path: Path) -> None:
    papers_of(tmp_path, *brought())
    assert "Unicode" not in read(tmp_path / "district-attorney" / "exhibit-a-sealed-001.pdf")[0].text


def test_nobody_gets_a_letter_on_which_the_name_is_boxes(tmp_path: Path) -> None:
    kept = kept_of(entry(person="1", name="王,小明"), entry(person="2", name="PLAIN,ANN", case_numbers=["王123"]))
    write_letters(tmp_path, docket_of(kept, PACK), kept, placeholder_office("LOS ANGELES"))
    index = {
        row["subject_id"]: row for row in pl.read_csv(tmp_path / "letters/index.csv", infer_schema=False).to_dicts()
    }
    assert (index["1"]["letter"], index["2"]["letter"]) == (None, "000001")
    assert index["1"]["not_written"] == "a name in letters that the type lacks: write by hand"
    text = pypdfium2.PdfDocument(tmp_path / "letters/letters-0001.pdf")[0].get_textpage().get_text_bounded()
    assert "Case number [U+738B]123" in text


def test_a_name_that_is_one_long_word_stays_on_the_page(tmp_path: Path) -> None:
    kept = kept_of(entry(name="A" * 120 + ",B", case_numbers=["C" * 120 + "1"]))
    write_letters(tmp_path, docket_of(kept, PACK), kept, placeholder_office("LOS ANGELES"))
    for page in pypdfium2.PdfDocument(tmp_path / "letters/letters-0001.pdf"):
        found = page.get_textpage()
        assert (
            max(found.get_charbox(at)[2] for at in range(found.count_chars())) <= 612 - 66
        )  # a blank at the end of a line may hang


@pytest.mark.parametrize("name", ["Ann Example", "Maria Guadalupe Wolfeschlegel", ""])
def test_words_of_ordinary_length_are_left_as_they_are(name: str) -> None:
    assert breakable(name) == name
