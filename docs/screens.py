"""The pictures of pages.md, made anew: `python docs/screens.py` (needs the development requirements and a chromium).

A fabricated county is taken through the pages in a real browser, as an analyst would. The people are the same in every
run, and so are day and hour, which stand on the pages; only how long a step took may differ.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import uvicorn
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from vacatur.synth.county import write_county
from vacatur.web import clock
from vacatur.web.app import create_app
from vacatur.web.security import Keys

FOLDER = Path(__file__).parent / "pictures"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
WIDTH, HEIGHT = 1280, 860
COLORS = 128
PEOPLE, COUNTY, PACK = 20_000, "LOS ANGELES", "ca-la-2020-pilot"
POLICY = {
    "county": COUNTY, "as_of": "2020-07-01", "pack": PACK, f"{PACK}.set": "1", f"{PACK}.minimum_age": "50",
    f"{PACK}.years_without_conviction": "10", "sweep": "years_without_conviction",
}  # fmt: skip
MOMENT = "2020-07-01T09:30:00-07:00"
REVIEWER = "Dana Ortiz"


def main() -> None:
    """Take the journey, and keep a picture of each page."""
    FOLDER.mkdir(exist_ok=True)
    clock.now = lambda: MOMENT
    with tempfile.TemporaryDirectory() as folder:
        write_county(Path(folder) / "los-angeles.dat", people=PEOPLE, county=COUNTY, seed=64, faults=0.0002)
        with _served(Path(folder) / "Vacatur") as root, _browser(root) as page:
            _journey(page, Path(folder) / "los-angeles.dat")


def _journey(page: Page, file: Path) -> None:
    """Files, policy, run, results, a person, the review, downloads, policies side by side."""
    page.goto("/files")
    page.get_by_label("Files of the delivery").set_input_files(str(file))
    page.locator("form[data-upload] button").first.click()
    page.get_by_role("heading", name="What is wrong").wait_for(timeout=300_000)
    _keep(page, "pages-delivery")
    page.goto("/files")
    _keep(page, "pages-files", 680)

    page.goto(f"/policy/1?{urlencode(POLICY)}")
    page.get_by_role("button", name="Compute them").click()
    page.locator("#figures [data-summary]").wait_for(timeout=300_000)
    page.goto(f"/policy/1?{urlencode(POLICY)}")
    _keep(page, "pages-policy", 1180)
    _keep_element(page, "#sweep", "pages-sweep")

    page.get_by_role("button", name="Run with this policy").click()
    while "Reading" not in (said := page.locator("[data-live]").inner_text()) or _percent(said) < 25:
        time.sleep(0.05)
    _keep_element(page, "main section[data-live]", "pages-run")
    page.get_by_text("They reconcile.").wait_for(timeout=300_000)

    page.goto("/runs/1/results")
    _keep(page, "pages-results", 1180)
    page.goto("/runs/1/results/convictions?q=garcia&determination=dismiss")
    _keep(page, "pages-list")
    page.goto("/runs/1/results/convictions?determination=review&unknown=registrable_offense_before")
    page.get_by_role("link", name="Why?").first.click()
    _keep(page, "pages-why", 1180)
    page.locator(".crumbs a").last.click()
    _keep(page, "pages-person", 1180)

    page.goto("/runs/1/review")
    _keep(page, "pages-review", 1000)
    page.goto("/runs/1/review/list?missing=is_prop64&alone=1")
    page.get_by_role("table").get_by_role("link").first.click()
    _keep(page, "pages-review-one", 1000)
    form = page.locator("form:has([name=decide-reason])")
    form.locator("[value=dismiss]").check()
    form.locator("[name=decide-reason]").fill("Plea form of 3 October 1980: possession for sale, not an attempt.")
    form.locator("[name=who]").fill(REVIEWER)
    form.get_by_role("button", name="Decide").click()
    page.get_by_text("Recorded as act 1.").wait_for()
    _keep(page, "pages-recorded", 900)

    page.goto("/runs/1/downloads")
    page.locator("#card-report button").first.click()
    page.locator("#card-report a").first.wait_for(timeout=300_000)
    page.goto("/runs/1/downloads")
    _keep(page, "pages-downloads", 1080)
    page.goto("/runs/1/variants?" + urlencode({"A.pack": "@reviewed", "B.pack": "ca-dismiss-all"}))
    _keep(page, "pages-side-by-side", 1180)


@contextmanager
def _served(data: Path) -> Iterator[str]:
    """The pages, on a free port; gives the address that lets a browser in."""
    listener = socket.create_server(("127.0.0.1", 0))
    keys = Keys("a-token-for-pictures", listener.getsockname()[1])
    app = create_app(data, keys.token, port=keys.port)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield keys.address
    server.should_exit = True
    thread.join(20)


@contextmanager
def _browser(address: str) -> Iterator[Page]:
    """A page of a browser that was let in."""
    with sync_playwright() as playwright:
        args = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=args)
        context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, locale="en-US", timezone_id="America/Los_Angeles",
            color_scheme="light", reduced_motion="reduce", base_url=address.partition("/enter")[0],
        )  # fmt: skip
        page = context.new_page()
        page.goto(address)
        page.wait_for_url("**/files")
        yield page
        browser.close()


def _keep(page: Page, name: str, height: int = HEIGHT) -> None:
    """The top of a page."""
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.evaluate("window.scrollTo(0, 0)")
    page.evaluate("document.activeElement?.blur()")
    time.sleep(0.4)
    _write(name, page.screenshot())
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})


def _percent(said: str) -> int:
    """How far a room is; 0 while it does not say."""
    found = re.search(r"(\d+)%", said)
    return int(found[1]) if found else 0


def _keep_element(page: Page, selector: str, name: str) -> None:
    _write(name, page.locator(selector).screenshot())


def _write(name: str, png: bytes) -> None:
    """A picture in few colors: a quarter of the size, and nobody sees it."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    few = image.quantize(COLORS, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
