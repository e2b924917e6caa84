"""Results, people and reasons in a real browser: by keyboard, for those who cannot see, narrow and dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.web.conftest import Server
from tests.web.finished import MARKUP, conviction
from tests.web.looks import in_each_sight, wrong

RESULTS = "/runs/1/results"
PAGES = (
    RESULTS, f"{RESULTS}/convictions?q=BA&determination=review&sort=-date", f"{RESULTS}/people", f"{RESULTS}/later",
    f"{RESULTS}/charges", f"{RESULTS}/problems", f"{RESULTS}/person?id=2",
    f"{RESULTS}/why?conviction={conviction('3', 2)}",
)  # fmt: skip


@in_each_sight
def test_no_page_has_a_fault_or_is_too_wide(browser: Any, five_server: Server, sight: tuple[int, str, str]) -> None:
    assert wrong(browser, five_server, sight, PAGES) == {}


def test_from_a_number_to_the_row_that_it_rests_on_by_keyboard_alone(page_on_five: Any, five_server: Server) -> None:
    def reach(words: str) -> None:
        for _ in range(120):
            page_on_five.keyboard.press("Tab")
            focused = page_on_five.evaluate(
                "[document.activeElement.innerText ?? '', getComputedStyle(document.activeElement).outlineStyle]"
            )
            if focused[0].strip().startswith(words):
                assert focused[1] != "none", f"{words}: the focus is not seen"
                return
        raise AssertionError(f"{words} is not reached by the keyboard")

    page_on_five.goto(five_server.root + RESULTS)
    reach("5")
    page_on_five.keyboard.press("Enter")
    expect(page_on_five.get_by_role("status")).to_have_text("5 convictions of 5 people")
    reach("Filters")
    page_on_five.keyboard.press("Enter")
    page_on_five.keyboard.press("Tab")
    page_on_five.keyboard.press("Tab")
    expect(page_on_five.get_by_label("Determination")).to_be_focused()
    page_on_five.keyboard.type("not el")
    reach("Show")
    page_on_five.keyboard.press("Enter")
    expect(page_on_five.get_by_role("status")).to_have_text("One conviction of one person")
    expect(page_on_five.get_by_role("row").nth(1)).to_contain_text(MARKUP)
    reach("Why?")
    page_on_five.keyboard.press("Enter")
    expect(page_on_five.get_by_role("heading", level=1)).to_have_text("Why “not eligible”?")
    bars = page_on_five.locator("#row-1-2")
    expect(bars).to_be_hidden()
    reach("1:2")
    page_on_five.keyboard.press("Enter")
    expect(bars).to_be_visible()
    expect(bars).to_contain_text("187(A) PC-MURDER")
    page_on_five.get_by_role("link", name=MARKUP).press("Enter")
    expect(page_on_five.get_by_role("heading", level=1)).to_have_text(MARKUP)


def test_a_list_is_paged_sorted_and_downloaded(page_on_five: Any, five_server: Server) -> None:
    page_on_five.goto(f"{five_server.root}{RESULTS}/convictions")
    page_on_five.get_by_role("link", name="Convicted on").click()
    expect(page_on_five.get_by_role("columnheader", name="Convicted on")).to_have_attribute("aria-sort", "ascending")
    expect(page_on_five.get_by_role("row").nth(1)).to_contain_text("1995-06-01")
    page_on_five.get_by_role("link", name="Convicted on").click()
    expect(page_on_five.get_by_role("columnheader", name="Convicted on")).to_have_attribute("aria-sort", "descending")
    expect(page_on_five.get_by_role("row").nth(1)).to_contain_text("2015-06-01")
    page_on_five.get_by_label("Name, case number or CII number").fill("peña")
    page_on_five.get_by_role("button", name="Search").click()
    expect(page_on_five.get_by_role("status")).to_have_text("One conviction of one person")
    with page_on_five.expect_download() as download:
        page_on_five.get_by_role("link", name="Download this list").click()
    assert download.value.suggested_filename == "convictions-run-1.csv"
    assert "PEÑA,LUZ" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    page_on_five.get_by_role("link", name="“peña”").click()
    expect(page_on_five.get_by_role("status")).to_have_text("5 convictions of 5 people")
