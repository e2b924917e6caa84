"""The engine against the truth of fabricated counties, which is computed from what was planted and not by the engine.

Without faults every decision is right. With faults, whatever their kind, nobody is let go wrongly: a decision is
right, or it is a review.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest

import vacatur
from tests.cli.rows import AS_OF, COUNTY
from vacatur.synth import FAULTS, people, write_county

PACK = "ca-la-2020-pilot"
NEIGHBOR, UNRECORDED = 16, 17
RULES = {
    0: "relief-granted",
    1: "not-a-felony",
    2: "after-proposition-64",
    3: "possession-a-or-b",
    4: "other-possession",
    5: "earlier-super-strike",
    6: "earlier-registrable-offense",
    7: "two-priors",
    8: "old-enough",
    9: "young-enough",
    10: "only-cannabis-and-completed",
    11: "years-without-conviction",
    12: "serving",
    13: "deceased",
    14: "otherwise",
}
"""The pack's names for the numbers of the pilot's rules."""

Key = tuple[str, str, str, str, bool]
"""SUBJECT_ID, CNT_ORDER, section, first subdivision, and whether it is an attempt."""


class County:
    """The truth of a fabricated county, in one file or several, and what the engine decided, by conviction."""

    def __init__(self, files: Sequence[Path], truth: list[dict[str, str]]) -> None:
        self.truth = truth
        self.results = vacatur.run(files, COUNTY, [PACK], as_of=AS_OF)
        self.decided: dict[Key, list[dict[str, object]]] = {}
        names = ("section", "subdivision", "statute")
        offenses = {
            id_: offense for id_, *offense in self.results.convictions.select("conviction_id", *names).iter_rows()
        }
        decisions = self.results.decisions.select("pack", "conviction_id", "determination", "rule")
        for each in decisions.filter(pl.col("pack") == self.results.summary["pack"]).to_dicts():
            person, count = str(each["conviction_id"]).split("/")[:2]
            section, first, statute = (str(value or "") for value in offenses[each["conviction_id"]])
            key = (person, count, section, first, statute.startswith("PC 664/"))
            self.decided.setdefault(key, []).append(each)

    def of(self, told: Mapping[str, str]) -> list[dict[str, object]]:
        """The decisions on a planted conviction; where its offence is illegible, those under its count without one."""
        key = (told["person_id"], told["count_key"])
        offense = (told["section"], told["subdivision"] or "", told["kind"] == "attempt")
        return self.decided.get((*key, *offense), self.decided.get((*key, "", "", False), []))


def planted(
    path: Path, faults: Mapping[str, float] | float, count: int, seed: int, **shape: object
) -> list[dict[str, str]]:
    """Write a file of that many people. Its truth."""
    truth = path.with_suffix(".csv")
    write_county(path, people=count, seed=seed, faults=faults, truth=truth, as_of=AS_OF, **shape)  # type: ignore[arg-type]
    return pl.read_csv(truth, infer_schema=False).to_dicts()


def fabricated(folder: Path, faults: Mapping[str, float] | float, count: int, seed: int, **shape: object) -> County:
    """A county in one file."""
    path = folder / "county.dat"
    return County([path], planted(path, faults, count, seed, **shape))


def wrong(county: County) -> list[tuple[str, ...]]:
    """Planted convictions on which the engine decided neither what is true nor review."""
    found = []
    for told in county.truth:
        if told["found"] == "not the relief" and told["determination"] == "out_of_scope":
            continue  # the row that tells of it is unusable: nobody can know
        true = told["determination"] if int(told["rule"]) != UNRECORDED else None
        for each in county.of(told):
            if each["determination"] not in (true, "review"):
                key = (told.get("fault", ""), told["person_id"], told["count_key"], told["section"])
                found.append((*key, str(each["determination"]), f"{told['determination']} ({told['reason']})"))
    return found


def not_planted(county: County) -> list[object]:
    """Convictions that the engine decided, and did not leave to review, of which the truth does not know.

    Of another offence that is illegible it may say that relief was granted: then it is out of scope whatever it was.
    """
    keys = {
        (told["person_id"], told["count_key"])
        for told in county.truth
        if int(told["rule"]) not in (NEIGHBOR, UNRECORDED)
    }
    decided = [
        each
        for found in county.decided.values()
        for each in found
        if each["determination"] not in ("review", "out_of_scope")
    ]
    return [each["conviction_id"] for each in decided if tuple(str(each["conviction_id"]).split("/")[:2]) not in keys]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> County:
    return fabricated(tmp_path_factory.mktemp("sound"), 0.0, 1_500, 21)


def test_without_faults_every_decision_is_right(sound: County) -> None:
    differing = []
    for told in sound.truth:
        if int(told["rule"]) in (NEIGHBOR, UNRECORDED):
            continue
        found = [(each["determination"], each["rule"]) for each in sound.of(told)]
        rule = RULES.get(int(told["rule"]))
        if len(found) != 1 or found[0][0] != told["determination"] or (rule and found[0][1] != rule):
            differing.append(
                (told["person_id"], told["count_key"], told["offense"], told["determination"], rule, found)
            )
    assert differing == []


def test_without_faults_nothing_else_is_decided(sound: County) -> None:
    convictions = sum(int(told["rule"]) not in (NEIGHBOR, UNRECORDED) for told in sound.truth)
    assert sum(len(found) for found in sound.decided.values()) == convictions
    assert not_planted(sound) == []


def test_the_fabricated_county_puts_every_rule_to_the_test(sound: County) -> None:
    counts = Counter(told["rule"] for told in sound.truth)
    assert {int(rule) for rule in counts} >= {0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 14}


def test_neighbours_and_convictions_that_were_never_recorded_are_not_decided(sound: County) -> None:
    for told in sound.truth:
        if int(told["rule"]) in (NEIGHBOR, UNRECORDED):
            key = (told["person_id"], told["count_key"], told["section"], told["subdivision"] or "", False)
            assert key not in sound.decided


@pytest.mark.parametrize(
    ("rate", "count", "seed"),
    [(0.002, 1_500, 31), (0.01, 1_500, 32), (0.05, 1_000, 33), (0.15, 600, 34), (0.5, 300, 35)],
)
def test_with_faults_of_every_kind_a_decision_is_right_or_it_is_review(
    tmp_path: Path, rate: float, count: int, seed: int
) -> None:
    county = fabricated(tmp_path, rate, count, seed)
    assert wrong(county) == []
    assert not_planted(county) == []


@pytest.mark.parametrize("half", [0, 1])
def test_with_faults_of_one_kind_a_decision_is_right_or_it_is_review(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, half: int
) -> None:
    """A delivery of half of the kinds: for each a file, of people with numbers of their own."""
    files, truth, usual = [], [], people._subjects
    for number, fault in enumerate([*FAULTS][half::2]):
        monkeypatch.setattr(people, "_subjects", lambda first, count, more=150 * number: usual(more + first, count))
        files.append(tmp_path / f"{fault}.dat")
        truth += [told | {"fault": fault} for told in planted(files[-1], {fault: 0.3}, 150, 41)]
    assert len({(told["person_id"], told["fault"]) for told in truth}) == len({told["person_id"] for told in truth})
    county = County(files, truth)
    assert wrong(county) == []
    assert not_planted(county) == []


def test_few_faults_leave_most_decisions_as_they_are(sound: County, tmp_path: Path) -> None:
    """Review is no way out: one fault in five hundred sends few of the convictions to review."""

    def reviewed(county: County) -> float:
        every = [each["determination"] for found in county.decided.values() for each in found]
        return every.count("review") / len(every)

    assert reviewed(fabricated(tmp_path, 0.002, 1_500, 21)) < reviewed(sound) + 0.15


@pytest.mark.parametrize("comma", ["none", "header", "rows"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_no_shape_of_the_file_lets_anybody_go_wrongly(tmp_path: Path, comma: str, end: str) -> None:
    faults = {"stray_quote": 0.02, "count_order_missing": 0.02, "newline_in_quotes": 0.1, "too_few_fields": 0.1}
    county = fabricated(
        tmp_path, faults, 200, 51, line_end=end, trailing_comma=comma, encoding="latin-1", header=comma != "none"
    )
    assert wrong(county) == []
