"""What the tests of several rooms need: a small fabricated county with its results, and a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import county, faulty_county, results

__all__ = ["browser", "county", "faulty_county", "results"]

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's chromium. Without one the tests of pages are skipped, unless VACATUR_BROWSER=required."""
    if not Path(CHROMIUM).exists():
        if os.environ.get("VACATUR_BROWSER") == "required":
            pytest.fail("VACATUR_BROWSER=required, and there is no chromium. Install it: apt-get install chromium")
        pytest.skip("NO BROWSER: the pages were NOT tried in a real one. Install it: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()
