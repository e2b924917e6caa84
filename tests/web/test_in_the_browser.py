"""Files, policy and run in a real browser: what moves by itself, the keyboard, and nothing asked for from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.web.conftest import CHOICE, KEYS, AtOnce, Server
from tests.web.looks import faults, in_each_sight, wrong
from vacatur.web import jobs


@pytest.fixture
def looked(page: Any, server: Server, county: Path) -> Iterator[Any]:
    """A page on which a county was looked at."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(jobs, "subprocess", AtOnce)
        page.get_by_label("Path of the file").fill(str(county))
        page.get_by_role("button", name="Look", exact=True).click()
        expect(page.get_by_role("heading", name="What is wrong")).to_be_visible(timeout=60_000)
    yield page


def test_a_file_is_sent_with_its_progress_and_looked_at(page: Any, county: Path) -> None:
    page.get_by_role("button", name="Send and look").click()
    expect(page.locator("#files-error")).to_have_text("Choose a file first.")
    expect(page.get_by_label("Files of the delivery")).to_be_focused()
    page.get_by_label("Files of the delivery").set_input_files(str(county))
    page.get_by_role("button", name="Send and look").click()
    page.wait_for_url("**/files/1")
    expect(page.get_by_role("heading", name="What is wrong")).to_be_visible(timeout=60_000)


def test_sending_can_be_stopped_and_nothing_is_kept(page: Any, server: Server, county: Path) -> None:
    page.get_by_label("Files of the delivery").set_input_files(str(county))
    page.route("**/files/upload", lambda route: None)  # it never arrives
    page.get_by_role("button", name="Send and look").click()
    expect(page.locator("progress")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#files-error")).to_have_text("Sending was stopped; nothing was kept.")
    assert list((server.data / "deliveries").iterdir()) == []


def test_a_file_is_dropped(page: Any) -> None:
    drop = """element => {
        const held = new DataTransfer();
        held.items.add(new File(["no criminal history here\\n"], "letter <b>.dat"));
        element.dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
    }"""
    page.locator(".drop").evaluate(drop)
    page.wait_for_url("**/files/1")
    expect(page.get_by_text("It could not be done.")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_contain_text("letter")


def test_the_numbers_move_while_the_control_moves(looked: Any) -> None:
    looked.get_by_role("link", name="Choose a policy").click()
    looked.get_by_label("As of").fill("2020-07-01")
    looked.get_by_role("button", name="Compute them").click()
    expect(looked.get_by_text("Choose a policy: the numbers")).to_be_visible(timeout=60_000)
    looked.get_by_label("Los Angeles County, as coded in the public pilot").check()
    summary = looked.locator("[data-summary]")
    expect(summary).to_contain_text("dismissed or reduced")
    first = summary.inner_text()
    age = looked.get_by_role("spinbutton", name="at least this old")
    age.fill("40")
    expect(summary).not_to_have_text(first)
    expect(looked.locator("#said")).to_have_text(summary.inner_text())
    looked.wait_for_url(re.compile("minimum_age=40"))
    assert "csrf" not in looked.url and "ca-sf-2019" not in looked.url

    slider = looked.locator("input[type=range]:visible").first
    slider.evaluate("each => { each.value = 65; each.dispatchEvent(new Event('input', { bubbles: true })); }")
    expect(age).to_have_value("65")
    looked.wait_for_url(re.compile("minimum_age=65"))

    looked.get_by_label("Parameter", exact=True).select_option("minimum_age")
    expect(looked.locator("svg.chart polyline").first).to_be_visible()
    looked.get_by_text("The same as a table").click()
    expect(looked.get_by_role("rowheader", name="65 now")).to_be_visible()

    looked.reload()
    expect(age).to_have_value("65")
    age.fill("99")
    expect(looked.locator("#figures")).to_contain_text("Give a whole number from 40 to 65.")
    beside = looked.locator("#policy p.error")
    expect(beside).to_have_text("Give a whole number from 40 to 65.")
    expect(age).to_have_attribute("aria-invalid", "true")
    expect(age).to_have_accessible_description(re.compile("from 40 to 65.*Give a whole number"))
    age.fill("60")
    expect(looked.locator("#figures")).to_contain_text("dismissed or reduced")
    expect(beside).to_have_count(0)
    expect(age).not_to_have_attribute("aria-invalid", "true")
    age.fill("99")
    expect(beside).to_be_visible()
    looked.get_by_role("button", name="Run with this policy").click()
    expect(looked.get_by_role("alert")).to_contain_text("Give a whole number from 40 to 65.")
    expect(looked.get_by_role("alert")).to_be_focused()
    expect(age).to_have_value("99")
    assert faults(looked) == []


def test_a_run_shows_how_far_it_is_and_then_what_it_came_to(looked: Any) -> None:
    looked.get_by_role("link", name="Choose a policy").click()
    looked.get_by_label("As of").fill("2020-07-01")
    looked.get_by_label("San Francisco, 2019").check()
    held: list[Any] = []
    looked.route("**/policy/1/run", lambda route: held.append(route))
    button = looked.get_by_role("button", name="Run with this policy")
    button.evaluate("each => { each.click(); setTimeout(() => each.click(), 100); }")
    looked.wait_for_timeout(400)
    assert len(held) == 1, "pressed twice, it is begun once"
    held[0].continue_()
    looked.wait_for_url("**/runs/1")
    expect(looked.get_by_text("They reconcile.")).to_be_visible(timeout=60_000)


@in_each_sight
def test_every_page_is_accessible_and_fits(browser: Any, finished_server: Server, sight: tuple[int, str, str]) -> None:
    query = urlencode({**CHOICE, "sweep": "minimum_age"})
    pages = ["/files", "/files/1", "/policy/1?pack=ca-configurable&county=ATLANTIS", f"/policy/1?{query}"]
    pages += ["/runs", "/runs/1", "/policy/packs/ca-prop64-statute", "/no-such-page"]
    assert wrong(browser, finished_server, sight, pages) == {}


def test_without_a_script_every_step_can_be_taken(browser: Any, server: Server, county: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.keys.address)
    page.wait_for_url("**/files")
    page.locator("#files").set_input_files(str(county))
    page.get_by_role("button", name="Send and look").click()
    page.wait_for_url("**/files/1")
    for _ in range(200):
        if page.get_by_role("heading", name="What is wrong").count():
            break
        page.wait_for_timeout(200)
        page.reload()
    page.get_by_role("link", name="Choose a policy").click()
    page.get_by_label("As of").fill("2020-07-01")
    page.get_by_label("San Francisco, 2019").check()
    page.get_by_role("button", name="Count", exact=True).click()
    for _ in range(200):
        if page.locator("[data-summary]").count():
            break
        page.wait_for_timeout(200)
        page.reload()
    expect(page.locator("[data-summary]")).to_contain_text("dismissed or reduced")
    page.get_by_role("button", name="Run with this policy").click()
    page.wait_for_url("**/runs/1")
    context.close()


def test_another_site_that_is_open_in_the_browser_can_do_nothing(browser: Any, server: Server) -> None:
    """A form of another origin, in a browser that has our cookie, even with our token guessed."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.keys.address)
    page.wait_for_url("**/files")
    hostile = context.new_page()
    hostile.route(
        "http://evil.test/",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f'<form method="post" action="{server.root}/language"><input name="csrf" value="{KEYS.csrf}">'
            '<input name="to" value="es"><button>x</button></form>'
            f'<img id="i" src="{server.root}/static/icon.svg"><a href="{server.root}/files">y</a>',
        ),
    )
    hostile.goto("http://evil.test/")
    hostile.get_by_role("button").click()
    expect(hostile.get_by_role("heading", level=1)).to_have_text("Not this way")
    assert hostile.url.startswith(server.root)
    page.reload()
    assert page.locator("html").get_attribute("lang") == "en"
    context.close()
