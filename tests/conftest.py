"""What the tests of several rooms need: a small fabricated county with its results, and a real browser."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests import processors
from tests.counties import announced, county, faulty_county, results, small_county, small_results
from tests.depth import DEEP
from tests.offline import sitecustomize as offline

if "PYTEST_XDIST_WORKER" in os.environ:
    # `make test` lets each of two workers on two cores reckon with one thread: with more they wait for each other.
    # Processes that tests start, as people do, have all of them, and so has `make deep`.
    if os.environ.get("POLARS_MAX_THREADS") == "1":
        processors.take_one(os.environ["PYTEST_XDIST_WORKER"])
        assert pl.thread_pool_size() == 1
    os.environ.pop("POLARS_MAX_THREADS", None)

__all__ = [
    "announced", "browser", "connections", "county", "faulty_county", "nothing_leaves", "results", "small_county",
    "small_results",
]  # fmt: skip

FIRST = ("web", "scale", "faults")
"""The folders whose tests take longest."""

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium") or "/usr/bin/chromium"
"""The same browser in either: the first is Debian's Chromium without the windows that nobody sees, in half the time."""

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--js-flags=--no-opt --no-maglev",
]  # fmt: skip
"""Also without the compilers for scripts that run for long: on a page that is looked at once they take more than they
give.
"""


def pytest_report_header() -> str:
    return f"tried: {'deep' if DEEP else 'usual'} (tests/depth.py)"


class Backwards(pytest.Dir):
    """A folder that is looked through from its end."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        return reversed(list(super().collect()))


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Of two workers the second begins at the end: what the one has compiled, the other reads."""
    if os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0" or (path / "__init__.py").exists():
        return None
    return Backwards.from_parent(parent, path=path)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The same order for every worker, what takes long first: a worker that is done takes over from the end."""
    items.sort(key=lambda item: (item.path.parent.name not in FIRST, item.path))


def pytest_collection_finish() -> None:
    """What is there by now stays: the thousands of tests need not be looked through for garbage at every turn."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's chromium. Without one the tests of pages are skipped, unless VACATUR_BROWSER=required."""
    if not Path(CHROMIUM).exists():
        if os.environ.get("VACATUR_BROWSER") == "required":
            pytest.fail("VACATUR_BROWSER=required, and there is no chromium. Install it: apt-get install chromium")
        pytest.skip("NO BROWSER: the pages were NOT tried in a real one. Install it: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with ExitStack() as stack:
        with processors.all_of_them():
            playwright = stack.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session", autouse=True)
def connections() -> Iterator[Path]:
    """The file in which every Python that the tests start notes a connection elsewhere than to this machine."""
    watching = str(Path(offline.__file__).parent)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [watching, os.environ.get("PYTHONPATH")]))
    with tempfile.TemporaryDirectory(prefix="vacatur-tests-") as folder:
        notes = Path(folder) / "connections"
        notes.touch()
        os.environ[offline.NOTES] = str(notes)
        yield notes
        left = notes.read_text(encoding="utf-8")
        del os.environ[offline.NOTES]
    assert not left, f"a process that a test had started reached for the network: {left}"


@pytest.fixture(autouse=True)
def nothing_leaves(connections: Path) -> Iterator[None]:
    """A test fails in which anything reached for the network, even if the error was swallowed."""
    yield
    if connections.stat().st_size:
        left = connections.read_text(encoding="utf-8")
        connections.write_text("", encoding="utf-8")
        pytest.fail(f"something reached for the network: {left}")
