"""How pages look in a real browser: what axe-core finds wrong with them, whether they fit, what they ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import axe_playwright_python
import pytest

if TYPE_CHECKING:
    from tests.web.conftest import Server

AXE_CORE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
AXE = f"{AXE_CORE}\n{(Path(__file__).parent / 'contrast.js').read_text(encoding='utf-8')}"
"""The same, reckoning with every color once."""

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

SIGHTS = [(1280, "light", "en"), (390, "dark", "es")]
"""Width, scheme and language in which each page is looked at. 390 pixels are also a page of 1280 at 200% and more."""

in_each_sight = pytest.mark.parametrize("sight", SIGHTS, ids=["wide-light-en", "narrow-dark-es"])


def faults(page: Any) -> list[str]:
    """What axe-core finds wrong with a page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("levels => axe.run(document, {runOnly: levels, resultTypes: ['violations']})", LEVELS)
    return [f"{fault['id']}: {node['html'][:150]}" for fault in found["violations"] for node in fault["nodes"]]


def too_wide(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@contextmanager
def entered(browser: Any, server: Server, *, before: bool = False, **options: Any) -> Iterator[Any]:
    """A page of the browser, let in. It fails when anything but the server is asked for, a script fails or asks, or
    the policy of the pages forbids something that they hold.

    Args:
        before: it was let in before, and is on no page yet.
    """
    context = browser.new_context(**options)
    if before:
        cookie = {"name": server.keys.cookie, "value": server.keys.session, "url": server.root}
        context.add_cookies([{**cookie, "httpOnly": True, "sameSite": "Strict"}])
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None)
    page.on("dialog", lambda dialog: errors.append(f"a script asks: {dialog.message}"))
    if not before:
        page.goto(server.keys.address)
        page.wait_for_url("**/files")
    yield page
    context.close()
    strange = [url for url in asked if not url.startswith((server.root, "data:", "blob:"))]
    assert strange == [], "something was asked for from elsewhere"
    assert errors == []


def wrong(browser: Any, server: Server, sight: tuple[int, str, str], paths: Iterable[str]) -> dict[str, list[str]]:
    """By path what is wrong with a page, as it comes and with everything in it unfolded."""
    width, scheme, language = sight
    found = {}
    window = {"width": width, "height": 800}
    with entered(browser, server, before=True, viewport=window, color_scheme=scheme, locale=language) as page:
        page.context.add_init_script(AXE)  # compiled once, in whatever page it is needed
        for path in paths:
            page.goto(server.root + path)
            assert page.locator("html").get_attribute("lang") == language
            wide = too_wide(page)
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            found[path] = [*faults(page), *(["too wide"] if wide or too_wide(page) else [])]
    return {path: faulty for path, faulty in found.items() if faulty}
