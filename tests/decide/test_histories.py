"""Whole histories under every policy at once: tests/examples/policies/histories.toml, from the file to the decision."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import vacatur
from tests.cli.rows import AS_OF, COUNTY, Row, row
from tests.together import Case, Cases, Told

WRITTEN = Path(__file__).parents[1] / "examples" / "policies" / "histories.toml"
PACKS = {
    "la": "ca-la-2020-pilot", "announced": "ca-la-2020-announced", "all": "ca-dismiss-all",
    "related": "ca-dismiss-all-and-related", "sf": "ca-sf-2019", "sac": "ca-sacramento-2019",
    "joaquin": "ca-san-joaquin-2019", "costa": "ca-contra-costa-2019", "statute": "ca-prop64-statute",
}  # fmt: skip
GRADES = {"felony": "F", "misdemeanor": "M", "infraction": "I"}

case = Cases()


def line(told: str, born: date) -> Row:
    """One row, as the examples write it."""
    day, offense, what, *more = (part.strip() for part in told.split(";"))
    cells = dict(part.split(" = ") for part in more[0].split(", ")) if more else {}
    number = 100 + int(cells.pop("case", "1"))
    court = what != "arrest"
    graded = GRADES.get(what, "")
    about = {
        "PRI_DOB": born.strftime("%Y%m%d"),
        "STP_EVENT_DATE": day.replace("-", ""),
        "OFFENSE_DESCR": offense,
        "STP_TYPE_DESCR": "COURT ACTION" if court else "ARREST/DETAINED/CITED",
        "CNT_ORDER": f"{number}{'002' if court else '001'}001000",
        "CONV_STAT_DESCR": what.upper() if graded else "",
        "OFFENSE_TOC": graded,
        "DISP_DESCR": "CONVICTED" if graded else what if court else "",
    }
    return row(**about | cells)


def keys(history: dict[str, Any], rows: list[Row]) -> str:
    """The name of the conviction that is asked about: of the offense `of`, else the first in the first case."""
    wanted = history.get("of")
    convicted = [each for each in rows if each["DISP_DESCR"] == "CONVICTED"]
    first = next(
        each for each in convicted if (each["OFFENSE_DESCR"] == wanted if wanted else each["CNT_ORDER"] < "102")
    )
    return f"1/{first['CNT_ORDER']}"


def examples() -> list[Any]:
    found = []
    for history in tomllib.loads(WRITTEN.read_text(encoding="utf-8"))["history"]:
        rows = [line(told, history["born"]) for told in history["rows"]]
        found.append(pytest.param(case(*rows), keys(history, rows), history["expect"], id=history["name"]))
    return found


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Told:
    path = case.written(tmp_path_factory.mktemp("histories"))
    results = vacatur.run([path], county=COUNTY, packs=list(PACKS.values()), as_of=AS_OF)
    return Told(results.decisions.to_dicts())


@pytest.mark.parametrize(("history", "conviction", "expect"), examples())
def test_what_each_policy_makes_of_a_history(
    decided: Told, history: Case, conviction: str, expect: dict[str, str]
) -> None:
    found = {
        each["pack"]: each["determination"] for each in decided.all(history) if each["conviction_id"] == conviction
    }
    assert {name: found.get(PACKS[name], "none") for name in expect} == expect


def test_every_policy_is_asked_about() -> None:
    asked = {
        name for history in tomllib.loads(WRITTEN.read_text(encoding="utf-8"))["history"] for name in history["expect"]
    }
    assert asked == set(PACKS)
