"""The text layer of PDFs: lines with their columns, in reading order, without what a browser prints around them."""

from __future__ import annotations

import zlib

import pytest

from tests.sources.rapsheet.made import SHEET, drawing, pdf
from vacatur.sources.rapsheet.pages import pages_of
from vacatur.sources.rapsheet.pdf import PageText, open_pdf, page_text, render, without_browser
from vacatur.synth.sheets import fabricate_sheets
from vacatur.synth.sheets.documents import text_document


def layer(data: bytes, index: int = 0) -> PageText:
    with open_pdf(data, "a.pdf") as document:
        return page_text(document, index)


def test_indentation_and_blank_lines_survive() -> None:
    assert layer(pdf([drawing(SHEET)])).lines == SHEET


def test_words_placed_one_by_one_in_any_order_come_as_printed() -> None:
    words = [(60, 700, "CNT:01"), (156, 688, "OAKLAND"), (126, 700, "#88-2"), (60, 688, "20030505"), (120, 688, "CAPD")]
    drawn = b" ".join(f"BT /F1 10 Tf {x} {y} Td ({text}) Tj ET".encode() for x, y, text in reversed(words))
    assert layer(pdf([drawn])).lines == ["CNT:01     #88-2", "20030505  CAPD  OAKLAND"]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_that_is_shown_turned_reads_alike(turned: int) -> None:
    assert layer(pdf([drawing(SHEET)], turned=turned)).lines == SHEET


@pytest.mark.parametrize("turn", ["0 1 -1 0 600 0", "-1 0 0 -1 612 792", "0 -1 1 0 0 792"])
def test_a_page_that_is_printed_turned_reads_alike(turn: str) -> None:
    assert layer(pdf([f"q {turn} cm ".encode() + drawing(SHEET) + b" Q"])).lines == SHEET


def test_letters_of_many_widths_keep_their_words_apart() -> None:
    lines = layer(pdf([drawing(SHEET, font="F2")])).lines
    assert [line.split() for line in lines] == [line.split() for line in SHEET]
    assert lines[9].startswith("  11359 HS-") and lines[8].startswith("CNT:01  ")


def test_letters_printed_twice_to_look_bold_are_read_once() -> None:
    twice = drawing(SHEET) + b" " + drawing(SHEET).replace(b"60 738 Td", b"60.3 738 Td")
    assert layer(pdf([twice])).lines == SHEET


def test_what_a_browser_prints_above_and_below_goes_and_nothing_else() -> None:
    page = ["", "Route  Print", "", "COURT:", "19951103  CASC ALAMEDA", "", "file:///C:/a.html    1/3", ""]
    assert without_browser(page) == ["COURT:", "19951103  CASC ALAMEDA"]
    assert without_browser(["3/14/18, 10:22 AM     Print", "CNT:01", "https://a/b"]) == ["CNT:01"]
    assert without_browser(["Page 2 of 5", "CNT:01", "Page 2", "  COM: HTTP"]) == ["CNT:01", "Page 2", "  COM: HTTP"]
    assert without_browser(["", "\ufb01le:///a"]) == []


@pytest.mark.parametrize("by_word", [False, True])
def test_fabricated_sheets_come_back_as_they_were_printed(by_word: bool) -> None:
    for sheet in fabricate_sheets(people=3, seed=5):
        for number, page in enumerate(sheet.pages):
            printed = without_browser([*page.top, *(line.text for line in page.lines), *page.foot])
            found = layer(text_document(sheet.pages, by_word), number).lines
            assert [line.rstrip() for line in found if line] == [line.rstrip() for line in printed if line.strip()]


def scan(text: bytes = b"") -> bytes:
    """A page that is one picture, 200 by 260 points of grey, with `text` drawn over it."""
    packed = zlib.compress(bytes([200]) * 200 * 260)
    image = b"BI /W 200 /H 260 /BPC 8 /CS /G /F /Fl ID " + packed + b"\nEI"
    return pdf([b"q 612 0 0 792 0 0 cm " + image + b" Q " + text])


def test_a_picture_with_a_page_number_or_with_hidden_text_is_a_scan() -> None:
    assert not layer(scan()).usable and not layer(scan()).blank
    assert not layer(scan(drawing(["3 OF 9"]))).usable
    assert not layer(scan(b"3 Tr " + drawing(SHEET))).usable
    assert layer(scan(drawing(SHEET))).usable  # visible text over a picture: a letterhead, a watermark


def test_a_page_without_anything_is_blank() -> None:
    assert layer(pdf([b""])) == PageText([], usable=False, blank=True)


def test_a_poster_is_drawn_within_limits() -> None:
    huge = pdf([drawing(SHEET)]).replace(b"[0 0 612 792]", b"[0 0 90000 9000]")
    with open_pdf(huge, "a.pdf") as document:
        image = render(document, 0)
    assert image.size <= 16_100_000 and max(image.shape) <= 20_100


def test_pages_of_one_file_can_be_text_and_blank() -> None:
    pages = list(pages_of(pdf([drawing(SHEET), b"", drawing(SHEET[:3])]), "a.pdf"))
    assert [(page.number, page.pages, page.scanned, len(page.lines)) for page in pages] == [
        (1, 3, False, 14), (2, 3, False, 0), (3, 3, False, 3),
    ]  # fmt: skip
