"""The whole job in a real browser: from a file to a download without a mouse, at twice the size, with markup in every
name.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import expect

from tests.web.conftest import CHOICE, Server, opened
from tests.web.finished import MARKUP, conviction
from tests.web.looks import entered, too_wide

ONE_MINUTE = 60_000
FOCUSED = r"""() => {
    const at = document.activeElement, style = getComputedStyle(at);
    const words = at.labels?.[0]?.innerText ?? at.innerText ?? "";
    const box = at.getBoundingClientRect();
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return [words.trim().replace(/\s+/g, " "), outlined, inside];
}"""


DISTANCE = r"""words => {
    const at = document.activeElement, groups = new Set(at.type === "radio" ? [at.name] : []);
    const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
        .filter(each => at.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING)
        .filter(each => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({visibilityProperty: true}))
        .filter(each => each.type !== "radio" || !groups.has(each.name) && groups.add(each.name));
    const said = each => (each.labels?.[0]?.innerText ?? each.innerText ?? "").trim().replace(/\s+/g, " ");
    return Math.max(stops.findIndex(each => said(each).startsWith(words)), 0);
}"""
"""How many stops lie before the next one that begins with the words; the buttons of a radio group are one stop."""


class Keyboard:
    """A page, and hands that have no mouse."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def reach(self, words: str, keys: str = "Tab") -> None:
        """Go on until what has the focus begins with the words; it must be seen to have it.

        The page is asked how far it is, so that not every step on the way must be looked at; whether it was reached is
        looked at when so many keys were pressed.
        """
        passed = []
        for _ in range(self.page.evaluate(DISTANCE, words) if keys == "Tab" else 0):
            self.page.keyboard.press(keys)
        for _ in range(200):
            self.page.keyboard.press(keys)
            said, outlined, inside = self.page.evaluate(FOCUSED)
            if said.startswith(words):
                assert outlined and inside, f"{words}: the focus is not seen"
                return
            passed.append(said[:30])
        raise AssertionError(f"{words} is not reached by the keyboard, only {passed}")

    def press(self, words: str, key: str = "Enter") -> None:
        """Reach it, and press a key on it."""
        self.reach(words)
        self.page.keyboard.press(key)

    def follow(self, words: str) -> None:
        """Reach a link or a button, and press it: it leads to another page."""
        self.reach(words)
        with self.page.expect_navigation(timeout=ONE_MINUTE):
            self.page.keyboard.press("Enter")

    def type(self, words: str, text: str) -> None:
        """Reach a field, and type into it in place of what stands there."""
        self.reach(words)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)


def test_from_a_file_to_a_download_by_keyboard_alone(browser: Any, server: Server, county: Path) -> None:
    with entered(browser, server, locale="en-US", reduced_motion="reduce") as page:
        hands = Keyboard(page)
        page.keyboard.press("Tab")
        expect(page.get_by_text("Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")

        hands.type("Path of the file", str(county.with_name("no-such-file.dat")))
        hands.follow("Look")
        expect(page.get_by_role("alert")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_label("Path of the file")).to_be_focused()
        page.keyboard.press("Control+a")
        page.keyboard.type(str(county))
        hands.follow("Look")
        expect(page.get_by_role("heading", name="What is wrong")).to_be_visible(timeout=ONE_MINUTE)
        hands.follow("Choose a policy")

        page.wait_for_url("**/policy/1**")
        hands.reach("As of")
        page.keyboard.type("07012020")
        hands.reach("Los Angeles County, as announced")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_label("Los Angeles County, as coded in the public pilot")).to_be_checked()
        hands.follow("Compute them")
        summary = page.locator("[data-summary]")
        expect(summary).to_contain_text("dismissed or reduced", timeout=ONE_MINUTE)
        before = summary.inner_text()
        hands.type("Dismiss when the person is at least this old", "40")
        expect(summary).not_to_have_text(before)
        hands.reach("Parameter")
        page.keyboard.press("ArrowDown")
        expect(page.locator("svg.chart polyline").first).to_be_visible()
        hands.press("The same as a table")
        expect(page.get_by_role("rowheader", name="40 now")).to_be_visible()
        hands.follow("Run with this policy")

        page.wait_for_url("**/runs/1")
        expect(page.get_by_text("They reconcile.")).to_be_visible(timeout=ONE_MINUTE)
        hands.follow("See the results")
        page.wait_for_url("**/results")
        waiting = page.locator("a[href$='determination=review']").first.inner_text()
        hands.follow(waiting)
        expect(page.get_by_role("status")).to_contain_text(f"{waiting} convictions")
        name = page.get_by_role("rowheader").first.get_by_role("link").inner_text()
        hands.type("Name, case number or CII number", name)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.get_by_text(f"“{name}”")).to_be_visible()
        hands.follow("Why?")
        expect(page.get_by_role("heading", level=1)).to_have_text("Why “review by hand”?")

        hands.follow("Review this conviction")
        hands.press("dismiss", "Space")
        hands.type("Reason", "the office agreed")
        hands.type("Your name", "Ana Núñez")
        hands.follow("Decide")
        expect(page.locator("#done")).to_contain_text("Recorded as act 1.")
        hands.follow("The whole history of this person")
        expect(page.locator("main")).to_contain_text("the office agreed")

        hands.follow("Side by side")
        page.wait_for_url("**/variants")
        expect(page.get_by_role("heading", name="B beside A")).to_be_visible()
        hands.follow("All ")
        expect(page.get_by_role("heading", level=1)).to_have_text("People on whom they differ")

        hands.follow("Downloads")
        hands.follow("Make it – Workbook")
        expect(page.get_by_role("link", name="Download – Workbook")).to_be_visible(timeout=ONE_MINUTE)
        with page.expect_download() as download:
            hands.press("Download – Workbook")
        assert download.value.suggested_filename == "decisions.xlsx"


CONVICTION = quote(conviction("2", 2), safe="")
OF_THE_PERSON = (
    "/runs/1/results/convictions?q=script", "/runs/1/results/people?q=script", "/runs/1/results/person?id=2",
    f"/runs/1/results/why?conviction={CONVICTION}", f"/runs/1/review/one?conviction={CONVICTION}",
    f"/runs/1/variants/people?{urlencode({'A.pack': '@reviewed', 'B.pack': 'ca-dismiss-all'})}",
)  # fmt: skip
"""Every page that shows the name of the second person."""

OF_THE_ACT = ("/runs/1/review", "/runs/1/review/acts", "/runs/1/review/list", "/runs/1/downloads")
OTHERS = ("/runs", "/runs/1", "/runs/1/results", "/runs/1/results/later", "/runs/1/results/problems")
OF_A_RUN = (
    *OF_THE_PERSON[:1], *OF_THE_PERSON[2:5], *OF_THE_ACT[1:], "/runs/1/results", "/runs/1/downloads/office",
    "/runs/1/variants",
)  # fmt: skip
OF_A_DELIVERY = ("/files/1", f"/policy/1?{urlencode({**CHOICE, 'sweep': 'minimum_age'})}", "/runs/1")

WHOLE, HALF = {"width": 1280, "height": 720}, {"width": 640, "height": 512}
"""A window in which the letters alone are twice as large; and what one of 1280 by 1024 shows at 200%."""

CUT_OFF = """() => [...document.querySelectorAll("main *, header *")].filter(each => {
    const style = getComputedStyle(each), hides = ["hidden", "clip"].includes(style.overflowX);
    const seen = each.clientWidth > 1 && each.clientHeight > 1 && style.visibility !== "hidden";
    const input = ["INPUT", "SELECT", "TEXTAREA", "PROGRESS"].includes(each.tagName) || each.closest("svg");
    const more = each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1;
    return seen && hides && !input && more;
}).map(each => each.outerHTML.slice(0, 120))"""


@pytest.fixture
def marked(five_copied: Path) -> Iterator[Server]:
    """A run on people of whom one is called like a script, with an act by a reviewer who is, for such a reason."""
    fields = {"conviction": conviction("2", 2), "who": MARKUP, "determination": "review", "decide-reason": MARKUP}
    assert opened(five_copied).form("/runs/1/review/decide", fields).status_code == 303
    running = Server(five_copied)
    yield running
    running.stop()


def test_markup_in_a_name_is_text_on_every_page(browser: Any, marked: Server) -> None:
    """`entered` fails when a script runs, asks something, or would have run but for the policy of the pages."""
    with entered(browser, marked, before=True) as page:
        for path in OF_THE_PERSON + OF_THE_ACT + OTHERS:
            assert page.goto(marked.root + path).ok, path
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            if path in OF_THE_PERSON + OF_THE_ACT[:2]:
                assert MARKUP in page.locator("main").inner_text(), path
            strange = page.evaluate("[...document.scripts].filter(each => !each.src || each.text).length")
            assert strange == 0 and page.locator("main b").count() == 0, path


def lost(page: Any) -> list[str]:
    return [*page.evaluate(CUT_OFF), *(["too wide"] if too_wide(page) else [])]


def test_at_200_percent_nothing_is_lost_and_no_page_scrolls_sideways(
    browser: Any, marked: Server, finished_server: Server
) -> None:
    found = {}
    for server, paths in ((marked, OF_A_RUN), (finished_server, OF_A_DELIVERY)):
        with entered(browser, server, before=True, device_scale_factor=2) as page:
            for path in paths:
                page.set_viewport_size(HALF)
                assert page.goto(server.root + path).ok, path
                page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
                found[path, "twice the size"] = lost(page)
                page.set_viewport_size(WHOLE)
                page.evaluate("document.documentElement.style.fontSize = '200%'")
                found[path, "twice the text"] = lost(page)
    assert {place: wrong for place, wrong in found.items() if wrong} == {}
