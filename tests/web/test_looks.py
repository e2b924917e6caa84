"""What makes axe-core faster lets no color pass that axe-core by itself finds fault with."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.looks import AXE, AXE_CORE

PAGE = """<!doctype html><html lang="en"><title>Colors</title><style>
body { background: #fff; color: #222; font: 16px sans-serif }
.away { margin: 0 9999px 0 -9999px }
.pale { color: #bbb }
.badge { background: #003; color: #eee }
.gray { color: #888 }
.held { position: relative; height: 2em }
.held b { position: absolute }
.faint { opacity: 0.4 }
tr:nth-child(4) td { color: #ccc }
tr:nth-child(5) { background: #444 }
#behind { position: absolute; z-index: -1; background: #333; height: 2em; width: 20em }
#raised { margin-top: -1.2em; background: #333; height: 1.2em }
</style><main><h1>Colors</h1>
<p>The first line</p><p>The second line</p><p class="pale" id="pale">The third line</p>
<p class="faint" id="faint">The fourth line</p><p><small id="small" class="pale">small</small></p>
<div id="behind"></div><p id="dark">A line before what is dark</p><p>The last line</p>
<table><tr><td>one</td></tr><tr><td>two</td></tr><tr><td>three</td></tr><tr><td id="row">four</td></tr>
<tr><td id="ground">five</td></tr><tr><td>six</td></tr></table>
<p class="badge held"><b>in its ground</b></p><p class="badge held"><b id="out" style="top: 3em">out of it</b></p>
<p class="gray" style="font-size: 30px">Large letters</p><p class="gray" id="little">Small letters</p>
<p class="badge">all right</p><p class="badge" style="color: #225" id="own">not all right</p>
<p id="under">Under what is raised</p><div id="raised"></div>
<p class="pale away">Nobody sees this</p><p class="pale" id="seen">Everybody sees this</p>
<p class="pale">x</p><p class="pale" id="longer">more than a letter</p>
</main></html>"""

CONTRAST = """async () => (await axe.run(document, {runOnly: ["color-contrast"]})).violations
    .flatMap(fault => fault.nodes).flatMap(node => node.target).sort()"""


@pytest.fixture
def page(browser: Any) -> Any:
    page = browser.new_page()
    page.set_content(PAGE)
    yield page
    page.close()


def test_every_fault_in_colors_is_found_as_by_axe_core_itself(page: Any) -> None:
    page.evaluate(AXE_CORE)
    by_itself = page.evaluate(CONTRAST)
    page.evaluate(AXE)
    assert page.evaluate(CONTRAST) == by_itself
    ids = "pale faint small dark row ground out little own seen longer".split()
    assert {f"#{each}" for each in ids} <= {*by_itself}


def test_what_has_changed_since_is_looked_at_anew(page: Any) -> None:
    page.evaluate(AXE)
    before = page.evaluate(CONTRAST)
    page.evaluate("document.querySelector('h1').style.background = '#333'")
    assert page.evaluate(CONTRAST) == sorted([*before, "h1"])
