"""What must hold of the engine whatever the file, the facts or the parameters are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from tests.depth import at_depth
from vacatur.decide.facts import CATALOGUE
from vacatur.law.pack import Pack, built_in_packs, load_pack

from .allowed import filled_in, rows_of_facts
from .cascade import FAVOUR, Decision
from .engine import decide_rows, decisions_by_engine, in_order
from .fabricate import Files, Record, interleaved
from .strategies import Seeded, many

PACKS = ("ca-la-2020-pilot", "ca-la-2020-announced", "ca-prop64-statute")

Decided = Mapping[tuple[str, str], list[Decision]]


@cache
def delivery(seed: int) -> Files:
    """A delivery in one file, some of whose rows cannot be read."""
    files = many(seed, persons=120)
    files.records = [[record for part in files.records for record in part]]
    return files


@cache
def decided(seed: int) -> Decided:
    return decided_of(delivery(seed))


def decided_of(files: Files) -> Decided:
    return {key: in_order(decisions) for key, decisions in decisions_by_engine(files, PACKS).items()}


def like(files: Files, *records: list[Record]) -> Files:
    """The same delivery with other records, or the same ones in other files."""
    return Files(files.county, files.as_of, list(records), files.line_end, files.header, files.encoding)


def of(decisions: Decided, person: str) -> Decided:
    return {key: each for key, each in decisions.items() if key[1].startswith(f"{person}/")}


@pytest.mark.parametrize("seed", [11, 12])
def test_the_order_of_rows_changes_no_decision(seed: int) -> None:
    files, choose = delivery(seed), Seeded(seed)
    records = interleaved(choose, list(reversed(files.records[0])))
    assert decided_of(like(files, records)) == decided(seed)


@pytest.mark.parametrize("seed", [11, 12])
def test_a_delivery_split_by_person_is_decided_alike(seed: int) -> None:
    files = delivery(seed)
    odd = [record for record in files.records[0] if record.person and int(record.person) % 2]
    even = [record for record in files.records[0] if not record.person or not int(record.person) % 2]
    assert decided_of(like(files, odd, even)) == decided(seed)


@pytest.mark.parametrize("seed", [11, 12])
def test_a_stranger_changes_nothing_for_others(seed: int) -> None:
    files = delivery(seed)
    stranger = files.records[0][0].text.replace("9000001", "9000007")  # the anchor: a clean row
    added = [Record("9000007", stranger) for _ in range(3)]
    others = decided_of(like(files, [*added, *files.records[0], *added]))
    assert {key: each for key, each in others.items() if "9000007" not in key[1]} == decided(seed)


@pytest.mark.parametrize("seed", [11, 12])
def test_rows_of_one_person_in_two_files_are_one_person(seed: int) -> None:
    files = delivery(seed)
    assert decided_of(like(files, files.records[0][::2], files.records[0][1::2])) == decided(seed)


def rank(determination: str) -> int:
    """How favourable an outcome is; what is no relief is the least."""
    return FAVOUR.index(determination) if determination in FAVOUR else 0


STRICTER: list[tuple[str, dict[str, object], dict[str, object]]] = [
    ("ca-la-2020-pilot", {}, {"minimum_age": 55}),
    ("ca-la-2020-pilot", {"minimum_age": 40}, {"minimum_age": 65}),
    ("ca-la-2020-pilot", {}, {"years_without_conviction": 15}),
    ("ca-la-2020-pilot", {"years_without_conviction": 5}, {"minimum_age": 60, "years_without_conviction": 7}),
    ("ca-la-2020-announced", {"minimum_age": 40}, {"minimum_age": 41, "years_without_conviction": 11}),
    ("ca-sacramento-2019", {"years_without_conviction": 5}, {"years_without_conviction": 10}),
    ("ca-configurable", {"reduce_sections": ["11359"]}, {"dismiss_sections": ["11357"], "reduce_sections": ["11359"]}),
    (
        "ca-configurable",
        {"dismiss_sections": [], "subject_age_threshold": 40, "years_crime_free_threshold": 3},
        {"dismiss_sections": [], "subject_age_threshold": 50, "years_crime_free_threshold": 4},
    ),
    (
        "ca-configurable",
        {"dismiss_sections": ["11357"], "subject_under_21_at_conviction": True, "subject_is_deceased": True},
        {"dismiss_sections": ["11357"], "subject_has_only_prop64_charges": False},
    ),
    (
        "ca-configurable",
        {"dismiss_sections": [], "years_since_conviction_threshold": 5},
        {"dismiss_sections": [], "years_since_conviction_threshold": 0},
    ),
]


@pytest.mark.parametrize(("pack", "lenient", "strict"), STRICTER)
def test_a_stricter_parameter_never_adds_relief(
    pack: str, lenient: dict[str, object], strict: dict[str, object]
) -> None:
    rows = rows_of_facts(5, CATALOGUE, at_depth(1000, 10_000), 10)
    for before, after in zip(
        decide_rows(rows, load_pack(pack).with_settings(lenient)),
        decide_rows(rows, load_pack(pack).with_settings(strict)),
        strict=True,
    ):
        assert rank(after.floor) <= rank(before.floor) and rank(after.ceiling) <= rank(before.ceiling)
        assert after.determination != "dismiss" or before.determination == "dismiss"


def presumed(pack: Pack) -> set[str]:
    """Facts that the pack presumes until somebody proves otherwise."""
    return {each.fact for each in pack.assumptions if each.presumed}


@pytest.mark.parametrize("unknown", [5, 20, 60])
@pytest.mark.parametrize("name", built_in_packs())
def test_filling_in_what_is_unknown_contradicts_no_decision(name: str, unknown: int) -> None:
    """A decision stands, whatever the unknown facts turn out to be; a review ends between its floor and its ceiling."""
    pack = load_pack(name)
    rows = rows_of_facts(unknown, CATALOGUE, at_depth(300, 2000), unknown)
    decisions = decide_rows(rows, pack)
    for seed in range(at_depth(2, 6)):
        for now, then in zip(decisions, decide_rows(filled_in(seed, rows, presumed(pack)), pack), strict=True):
            assert rank(now.floor) <= rank(then.floor) <= rank(then.ceiling) <= rank(now.ceiling)
            if now.determination != "review" and not now.unknown_facts:
                assert then.determination == now.determination
