"""The engine and the reference reading must agree on facts and decisions, whatever the file holds."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.depth import at_depth
from vacatur.decide.facts import CATALOGUE
from vacatur.law.pack import built_in_packs, load_pack

from .allowed import rows_of_facts
from .cascade import decide, read_pack
from .engine import (
    decide_rows,
    decisions_by_engine,
    decisions_by_reference,
    fact_disagreements,
    facts_by_engine,
    facts_by_reference,
    in_order,
    rows_by_engine,
    rows_by_reference,
)
from .fabricate import Files
from .strategies import deliveries, many

PACKS = (
    "ca-la-2020-pilot",
    "ca-la-2020-announced",
    "ca-configurable",
    "ca-dismiss-all",
    "ca-sacramento-2019",
    "ca-prop64-statute",
)
SHOWN = 3


@given(files=deliveries())
@settings(
    max_examples=at_depth(40, 400),
    phases=[Phase.generate],  # add Phase.shrink to look into a failure: it takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_facts_agree_on_any_small_delivery(files: Files) -> None:
    assert fact_disagreements(facts_by_reference(files), facts_by_engine(files)) == []


@pytest.mark.parametrize("seed", [5, 6, 7, 8])
def test_the_same_rows_are_read(seed: int) -> None:
    files = many(seed, persons=100, faults=5)
    ours, theirs = rows_by_reference(files), rows_by_engine(files)
    assert (sorted(ours - theirs), sorted(theirs - ours)) == ([], [])


def test_facts_agree_on_convictions_of_any_offense_in_any_county() -> None:
    files = many(12, persons=250)
    ours, theirs = facts_by_reference(files, every=True), facts_by_engine(files, every=True)
    assert ours.keys() == theirs.keys()
    assert fact_disagreements(ours, theirs)[:SHOWN] == []


@pytest.mark.parametrize("seed", at_depth(range(1, 4), range(1, 21)))
def test_facts_and_decisions_agree_on_large_deliveries(seed: int) -> None:
    files = many(seed, persons=300)
    facts = facts_by_reference(files)
    disagreements = fact_disagreements(facts, facts_by_engine(files))
    assert disagreements[:SHOWN] == [], f"{len(disagreements)} convictions"
    ours, theirs = decisions_by_reference(facts, PACKS), decisions_by_engine(files, PACKS)
    differing = {
        key: (in_order(ours.get(key, [])), in_order(theirs.get(key, [])))
        for key in sorted(ours.keys() | theirs.keys())
        if in_order(ours.get(key, [])) != in_order(theirs.get(key, []))
    }
    assert list(differing.items())[:SHOWN] == [], f"{len(differing)} decisions"


@pytest.mark.parametrize("assume", [False, True])
@pytest.mark.parametrize("unknown", [0, 10, 50])
@pytest.mark.parametrize("pack", built_in_packs())
def test_cascades_agree_on_any_facts(pack: str, unknown: int, assume: bool) -> None:
    table = read_pack(pack)
    assumed = [each["id"] for each in table.get("assumption", ()) if assume and not each.get("presumed")]
    rows = rows_of_facts(unknown + 1, CATALOGUE, 300, unknown)
    ours = [decide(row, table, assume=assumed) for row in rows]
    theirs = decide_rows(rows, load_pack(pack).with_settings({}, assumed))
    differing = [each for each in zip(ours, theirs, rows, strict=True) if each[0] != each[1]]
    assert differing[:1] == [], f"{len(differing)} of {len(rows)}"
