"""Results, people and reasons in a real browser: by keyboard, for those who cannot see, narrow and dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Server
from tests.web.finished import MARKUP, conviction, finished
from tests.web.test_in_the_browser import faults, too_wide

RESULTS = "/runs/1/results"
PAGES = (
    RESULTS, f"{RESULTS}/convictions?q=BA&determination=review&sort=-date", f"{RESULTS}/people", f"{RESULTS}/later",
    f"{RESULTS}/charges", f"{RESULTS}/problems", f"{RESULTS}/person?id=2",
    f"{RESULTS}/why?conviction={conviction('3', 2)}",
)  # fmt: skip


@pytest.fixture
def done(page: Any, server: Server, tmp_path: Path) -> Any:
    """A page on whose server a run is done."""
    finished(server.data, None)
    page.on("dialog", lambda dialog: pytest.fail(f"a script of the file ran: {dialog.message}"))
    return page


@pytest.mark.parametrize(("width", "scheme", "language"), [(1280, "light", "en"), (390, "dark", "es")])
def test_no_page_has_a_fault_or_is_too_wide(done: Any, server: Server, width: int, scheme: str, language: str) -> None:
    done.set_viewport_size({"width": width, "height": 800})
    done.emulate_media(color_scheme=scheme)
    done.context.set_extra_http_headers({"Accept-Language": language})
    wrong = {}
    for path in PAGES:
        done.goto(server.root + path)
        done.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        found = faults(done)
        if found or too_wide(done):
            wrong[path] = [*found, *(["too wide"] if too_wide(done) else [])]
    assert wrong == {}


def test_from_a_number_to_the_row_that_it_rests_on_by_keyboard_alone(done: Any, server: Server) -> None:
    def reach(words: str) -> None:
        for _ in range(120):
            done.keyboard.press("Tab")
            focused = done.evaluate(
                "[document.activeElement.innerText ?? '', getComputedStyle(document.activeElement).outlineStyle]"
            )
            if focused[0].strip().startswith(words):
                assert focused[1] != "none", f"{words}: the focus is not seen"
                return
        raise AssertionError(f"{words} is not reached by the keyboard")

    done.goto(server.root + RESULTS)
    reach("5")
    done.keyboard.press("Enter")
    expect(done.get_by_role("status")).to_have_text("5 convictions of 5 people")
    reach("Filters")
    done.keyboard.press("Enter")
    done.keyboard.press("Tab")
    done.keyboard.press("Tab")
    expect(done.get_by_label("Determination")).to_be_focused()
    done.keyboard.type("not el")
    reach("Show")
    done.keyboard.press("Enter")
    expect(done.get_by_role("status")).to_have_text("One conviction of one person")
    expect(done.get_by_role("row").nth(1)).to_contain_text(MARKUP)
    reach("Why?")
    done.keyboard.press("Enter")
    expect(done.get_by_role("heading", level=1)).to_have_text("Why “not eligible”?")
    bars = done.locator("#row-1-2")
    expect(bars).to_be_hidden()
    reach("1:2")
    done.keyboard.press("Enter")
    expect(bars).to_be_visible()
    expect(bars).to_contain_text("187(A) PC-MURDER")
    done.get_by_role("link", name=MARKUP).press("Enter")
    expect(done.get_by_role("heading", level=1)).to_have_text(MARKUP)


def test_a_list_is_paged_sorted_and_downloaded(done: Any, server: Server) -> None:
    done.goto(f"{server.root}{RESULTS}/convictions")
    done.get_by_role("link", name="Convicted on").click()
    expect(done.get_by_role("columnheader", name="Convicted on")).to_have_attribute("aria-sort", "ascending")
    expect(done.get_by_role("row").nth(1)).to_contain_text("1995-06-01")
    done.get_by_role("link", name="Convicted on").click()
    expect(done.get_by_role("columnheader", name="Convicted on")).to_have_attribute("aria-sort", "descending")
    expect(done.get_by_role("row").nth(1)).to_contain_text("2015-06-01")
    done.get_by_label("Name, case number or CII number").fill("peña")
    done.get_by_role("button", name="Search").click()
    expect(done.get_by_role("status")).to_have_text("One conviction of one person")
    with done.expect_download() as download:
        done.get_by_role("link", name="Download this list").click()
    assert download.value.suggested_filename == "convictions-run-1.csv"
    assert "PEÑA,LUZ" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    done.get_by_role("link", name="“peña”").click()
    expect(done.get_by_role("status")).to_have_text("5 convictions of 5 people")
