"""The page in a real browser: an accessibility checker, the keyboard, narrow and wide, light and dark, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pypdfium2
import pytest

from tests.web.looks import AXE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}

OVERLAPS = """() => {
  const found = [];
  for (const svg of document.querySelectorAll('svg')) {
    const boxes = [...svg.querySelectorAll('text')].filter(text => text.textContent.trim())
      .map(text => [text.textContent, text.getBoundingClientRect()]);
    for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
      const [a, b] = [boxes[i][1], boxes[j][1]];
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > 3) found.push([boxes[i][0], boxes[j][0]]);
    }
  }
  return found;
}"""
CUT_OFF = """() => [...document.querySelectorAll('svg')].flatMap(svg => {
  const frame = svg.closest('.wide').getBoundingClientRect();
  return [...svg.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()])
    .filter(([_, box]) => box.left < frame.left - 1 || box.right > frame.right + 1).map(([text, _]) => text);
})"""


@pytest.fixture(scope="module", params=["office", "public"])
def address(request: pytest.FixtureRequest) -> str:
    path: Path = request.getfixturevalue(request.param)
    return (path / "report.html").as_uri()


@pytest.fixture(scope="module")
def opened(browser: Browser, address: str) -> Iterator[Page]:
    """The page, with whatever it said or asked for kept in `said`."""
    page = browser.new_page()
    page.said = said = []  # type: ignore[attr-defined]
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: said.append(request.url) if request.url != address else None)
    yield page
    page.close()


@pytest.fixture
def page(opened: Page, address: str) -> Page:
    """The same, loaded anew, in a wide window."""
    opened.set_viewport_size(WIDE)
    opened.emulate_media(media="screen")
    opened.goto(address)
    return opened


@pytest.mark.parametrize(
    ("scheme", "size"), [("light", WIDE), ("dark", NARROW)], ids=["light and wide", "dark and narrow"]
)
def test_the_accessibility_checker_finds_nothing(
    browser: Browser, address: str, scheme: Literal["light", "dark"], size: ViewportSize
) -> None:
    page = browser.new_page(color_scheme=scheme, viewport=size, bypass_csp=True)
    page.goto(address)
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found["violations"]] == []
    looked_at = {each["id"] for each in found["passes"]}
    assert {"color-contrast", "heading-order", "svg-img-alt", "td-headers-attr", "landmark-one-main"} <= looked_at
    page.close()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_it_asks_for_nothing_and_never_scrolls_sideways(page: Page, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    page.reload()
    assert page.said == []  # type: ignore[attr-defined]
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("font", ["as it is", "DejaVu Sans"])
def test_texts_in_charts_neither_overlap_nor_are_cut_off(page: Page, font: str) -> None:
    """Also on a machine that has none of the fonts asked for, but a wider one."""
    if font != "as it is":
        page.evaluate("f => document.querySelectorAll('svg text').forEach(t => t.setAttribute('font-family', f))", font)
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(CUT_OFF) == []


def test_the_keyboard_reaches_the_figures_and_shows_where_it_is(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the figures"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") > 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "at-a-glance"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_on_paper_no_table_is_cut_off(page: Page, tmp_path: Path) -> None:
    """The last column of the widest table stands within the page."""
    page.pdf(path=tmp_path / "print.pdf", format="Letter")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 720, "height": 900})  # what a Letter page leaves between its margins
    wide = page.evaluate(
        "[...document.querySelectorAll('table')].filter(t => t.getBoundingClientRect().right > 721).map(t => t.id)"
    )
    assert wide == []
    with pypdfium2.PdfDocument(tmp_path / "print.pdf") as printed:
        first = printed[0].get_textpage().get_text_bounded()
    assert "At a glance" in first
    assert "Skip to the figures" not in first
