"""Runs that take their time, in a real browser: cancelled, two at once, and a server that stops in the middle."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.web.conftest import CHOICE, Server
from vacatur.web import jobs

ROOT = Path(__file__).parents[2]
ONE_MINUTE = 60_000


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A file: while it is there, runs wait before they begin."""
    shut = tmp_path / "gate"
    shut.touch()
    monkeypatch.setattr(jobs, "WORKER", "tests.web.slow_worker")
    monkeypatch.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)
    monkeypatch.setenv("VACATUR_TEST_GATE", str(shut))
    yield shut
    shut.unlink(missing_ok=True)


def begin(page: Any, server: Server) -> None:
    """A run, begun from the policy page."""
    page.goto(f"{server.root}/policy/1?{urlencode(CHOICE)}")
    page.get_by_role("button", name="Run with this policy").click()
    page.wait_for_url("**/runs/*")


@pytest.fixture
def copied_server(copied: Path) -> Any:
    running = Server(copied)
    yield running
    running.stop()


def enter(browser: Any, server: Server) -> Any:
    page = browser.new_context().new_page()
    page.goto(server.keys.address)
    page.wait_for_url("**/files")
    return page


def test_a_run_is_cancelled_and_started_again(browser: Any, copied_server: Server, gate: Path) -> None:
    page = enter(browser, copied_server)
    begin(page, copied_server)
    expect(page.get_by_role("listitem").filter(has_text="Reading the files")).to_have_attribute("aria-current", "step")
    expect(page.get_by_text("Left of this part")).to_be_visible(timeout=ONE_MINUTE)
    page.get_by_role("button", name="Cancel").focus()
    for _ in range(2):
        rows = page.locator("dd").nth(1).inner_text()
        expect(page.locator("dd").nth(1)).not_to_have_text(rows, timeout=ONE_MINUTE)
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing half-written is left.")).to_be_visible(timeout=ONE_MINUTE)
    assert not (copied_server.data / "runs" / "2" / "results").exists()
    gate.unlink()
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_text("They reconcile.")).to_be_visible(timeout=ONE_MINUTE)
    page.context.close()


def test_two_runs_go_on_at_once_while_other_pages_answer(browser: Any, copied_server: Server, gate: Path) -> None:
    page = enter(browser, copied_server)
    begin(page, copied_server)
    begin(page, copied_server)
    page.goto(f"{copied_server.root}/runs")
    expect(page.get_by_text("going on")).to_have_count(2)
    page.goto(f"{copied_server.root}/policy/1?{urlencode(CHOICE)}")
    expect(page.locator("[data-summary]")).to_contain_text("dismissed or reduced")
    gate.unlink()
    for number in (2, 3):
        page.goto(f"{copied_server.root}/runs/{number}")
        expect(page.get_by_text("They reconcile.")).to_be_visible(timeout=ONE_MINUTE)
    page.context.close()


def test_a_run_goes_on_when_the_page_and_the_server_are_gone(browser: Any, copied: Path, gate: Path) -> None:
    before = Server(copied)
    page = enter(browser, before)
    begin(page, before)
    expect(page.get_by_role("button", name="Cancel")).to_be_visible(timeout=ONE_MINUTE)
    page.context.close()
    before.stop()
    after = Server(copied)
    page = enter(browser, after)
    page.get_by_role("link", name="Runs").click()
    page.get_by_role("link", name="run 2").click()
    expect(page.get_by_role("button", name="Cancel")).to_be_visible(timeout=ONE_MINUTE)
    gate.unlink()
    expect(page.get_by_text("They reconcile.")).to_be_visible(timeout=ONE_MINUTE)
    page.context.close()
    after.stop()
