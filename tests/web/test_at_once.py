"""While a run takes all that the machine has, the pages answer all the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx2
import pytest

from tests.cli.conftest import COUNTY, fabricated
from tests.web.conftest import CHOICE, PILOT, TOKEN, Server
from vacatur.web.jobs import Jobs

BOUND = 1.0
"""Seconds within which a list, a search and a what-if answer."""


@pytest.fixture
def client(copied: Path) -> Iterator[httpx2.Client]:
    """Somebody who was let in to a delivery with its facts, and a run that is done."""
    server = Server(copied)
    with httpx2.Client(base_url=server.root, timeout=60) as entered:
        entered.get("/enter", params={"token": TOKEN})
        yield entered
    server.stop()


def seconds(client: httpx2.Client, path: str) -> float:
    before = time.perf_counter()
    assert client.get(path).status_code == 200
    return time.perf_counter() - before


def test_a_list_a_search_and_a_what_if_answer_while_a_run_goes_on(
    client: httpx2.Client, copied: Path, tmp_path: Path
) -> None:
    asked: dict[str, Callable[[int], str]] = {
        "list": lambda at: f"/runs/1/results/convictions?page={at}&sort={('name', '-date', 'court')[at % 3]}",
        "search": lambda at: f"/runs/1/results/people?q={'aeioulmnr'[at % 9]}",
        "what if": lambda at: "/policy/1/figures?" + urlencode({**CHOICE, f"{PILOT}.minimum_age": str(40 + at % 26)}),
    }
    for path in asked.values():
        seconds(client, path(0))
    large = fabricated(tmp_path / "large.dat", 6_000)
    jobs, run = Jobs(), copied / "runs" / "2"
    request = {"files": [str(large)], "county": COUNTY, "packs": [PILOT], "as_of": "2020-07-01"}
    jobs.start(run, "run", {**request, "delivery": "1", "settings": {}, "assume": []})
    stages, worst, rounds = set(), dict.fromkeys(asked, 0.0), 0
    while (state := jobs.state(run)).running:
        stages.add(state.stage)
        for name, path in asked.items():
            worst[name] = max(worst[name], seconds(client, path(rounds)))
        rounds += 1
    assert state.state == "done" and rounds > 3 and stages >= {"reading"}
    assert {name: took for name, took in worst.items() if took > BOUND} == {}
