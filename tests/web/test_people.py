"""One person and one conviction: the whole history, the rules as they ran, the rows quoted as long as they can be."""

from __future__ import annotations

import os
import re
import shutil
from datetime import date
from html import unescape
from pathlib import Path

import pytest

import vacatur
import vacatur.reviews
from tests.cli.rows import COUNTY
from tests.web.conftest import Caller, opened
from tests.web.finished import MARKUP, PACK, conviction
from tests.web.test_results import RESULTS, text_of
from vacatur.outputs.kept import open_results
from vacatur.web.history import history_of
from vacatur.web.opened import Opened

PERSON, WHY = f"{RESULTS}/person", f"{RESULTS}/why"


@pytest.fixture
def data(five_people: Path) -> Path:
    return five_people


@pytest.fixture
def own(data: Path, tmp_path: Path) -> Path:
    """A copy of the data folder, for a test that changes it; its run's input lies in the folder of the test."""
    shutil.copytree(data, tmp_path / "data")
    source = tmp_path / "history.dat"
    shutil.copy(data / "history.dat", source)
    job = tmp_path / "data/runs/1/job.json"
    job.write_text(job.read_text().replace(str(data / "history.dat"), str(source)))
    return tmp_path / "data"


def person(caller: Caller, name: str) -> str:
    return caller.get(PERSON, params={"id": name}).text


def why(caller: Caller, name: str, pack: str = PACK) -> str:
    return caller.get(WHY, params={"conviction": name, "pack": pack}).text


def test_a_history_is_in_the_order_of_dates_with_every_county_and_what_ended_in_no_conviction(data: Path) -> None:
    opened_results = Opened(open_results(data / "runs/1/results"))
    four = history_of(opened_results, "4")
    assert four is not None
    assert [(entry.day, entry.row["county"], entry.row["statute"]) for entry in four.entries] == [
        (date(2005, 1, 1), "VENTURA", "PC 459"),
        (date(2011, 3, 4), COUNTY, "HS 11360(a)"),
    ]
    burglary, sale = four.entries
    assert burglary.decisions == [] and burglary.docket is None
    assert [row["pack"] for row in sale.decisions] == [pack.id for pack in opened_results.kept.packs]
    assert {pack: (later.day, later.rule) for pack, later in sale.later.items()} == {
        PACK: (date(2021, 3, 4), "years-without-conviction")
    }
    five = history_of(opened_results, "5")
    assert five is not None
    assert [(entry.kind, entry.day) for entry in five.entries] == [
        ("charge", date(2001, 1, 1)), ("conviction", date(2002, 2, 2)),
    ]  # fmt: skip
    assert history_of(opened_results, "nobody") is None


def test_other_remedies_are_named_where_no_motion_asks_anything(data: Path) -> None:
    opened_results = Opened(open_results(data / "runs/1/results"))
    dismissed = history_of(opened_results, "1")
    refused = history_of(opened_results, "2")
    charged = history_of(opened_results, "5")
    assert dismissed and refused and charged
    assert [entry.ways for entry in dismissed.entries] == [[]]
    (entry,) = [entry for entry in refused.entries if entry.docket]
    assert entry.docket and entry.docket["listed"] == "challenge" and entry.ways
    assert charged.entries[0].ways and not charged.entries[1].ways


def test_the_page_of_a_person_says_what_is_asked_and_what_may_come(five: Caller) -> None:
    page = text_of(person(five, "4"))
    for said in (
        "PEÑA,LUZ", "A004", "April 10, 1990", "One conviction : review by hand",
        "Eligible under Los Angeles County, as coded in the public pilot from March 4, 2021",
        "January 1, 2005 PC 459", "County VENTURA", "March 4, 2011 HS 11360(a)", "Case number BA-774",
        "No policy of this run decides it.",
    ):  # fmt: skip
        assert said in page, said
    asked = text_of(person(five, "1"))
    assert "asked to be dismissed and sealed (Exhibit A)" in asked
    assert "Born unknown" in text_of(person(five, "3"))
    assert "charged, not convicted" in text_of(person(five, "5"))


def test_why_shows_each_rule_as_it_ran(five: Caller) -> None:
    name = conviction("2", 2)
    (explained,) = [each for each in vacatur.explain(_results(five), conviction=name) if each.pack == PACK]
    page = why(five, name)
    rules = re.findall(r'<details id="rule-([^"]+)".*?<span class="badge[^"]*">(\w+)</span>', page, re.DOTALL)
    words = {True: "true", False: "false", None: "unknown"}
    assert rules == [(step.rule, words[step.outcome]) for step in explained.steps]
    said = text_of(page)
    for step in explained.steps:
        assert " ".join(step.condition.split()) in said
        for fact in step.facts:
            assert fact.name in said
    assert "Why “not eligible”?" in said
    assert "10 later rules were not reached" in said
    assert explained.citation in said
    assert "earlier-super-strike decides" in said


def _results(caller: Caller) -> Path:
    data: Path = caller.app.state.workplace.data  # type: ignore[attr-defined]
    return data / "runs/1/results"


def test_why_quotes_the_rows_of_the_conviction_and_of_what_bars_it(five: Caller) -> None:
    page = why(five, conviction("2", 2))
    quoted = r'<details class="quote"( open)?>(.*?id="row-1-(\d+)".*?)</details>\s*</details>'
    said = {line: (bool(own), text_of(quote)) for own, quote, line in re.findall(quoted, page, re.DOTALL)}
    assert set(said) == {"2", "3"}
    assert said["3"][0] and "this conviction" in said["3"][1] and "SEE <B>FILE</B>" in said["3"][1]
    assert not said["2"][0] and "187(A) PC-MURDER" in said["2"][1] and "superstrike_before" in said["2"][1]
    for line in said:
        assert f'href="#row-1-{line}"' in page
    assert MARKUP in said["3"][1] or MARKUP.replace('"', '""') in said["3"][1]
    assert page.count("<script") == 1 and "<B>" not in page


def test_why_says_what_would_settle_a_review_and_what_either_answer_gives(five: Caller) -> None:
    said = text_of(why(five, conviction("3", 2)))
    assert "What would change the answer" in said
    assert "How old is the person on the day of the run? age_now" in said
    assert "it is settled by the birth date" in said
    assert "from June 1, 2025" in said
    assert "at the least not eligible, at the most dismiss" in said


def test_the_file_that_was_changed_or_moved_is_not_quoted_and_the_page_says_so(own: Path) -> None:
    caller = opened(own)
    source = own.parent / "history.dat"
    name = conviction("2", 2)
    assert "187(A) PC-MURDER" in text_of(why(caller, name))
    seen = source.stat()

    source.write_bytes(source.read_bytes().replace(b"187(A) PC-MURDER", b"242 PC-BATTERY!!"))
    changed = text_of(why(caller, name))
    assert "is not the one that the run read any more" in changed and "BATTERY" not in changed
    assert open_results(own / "runs/1/results").manifest["inputs"][0]["sha256"] in changed
    assert "It rests on lines 2, 3." in changed

    source.write_bytes(source.read_bytes().replace(b"242 PC-BATTERY!!", b"187(A) PC-MURDER"))
    os.utime(source, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert "187(A) PC-MURDER" in text_of(why(caller, name))

    source.unlink()
    gone = text_of(why(caller, name))
    assert "is not where it was" in gone and str(source) in gone


def test_where_the_lines_are_is_worked_out_once(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vacatur.outputs import quoted

    times = []
    index_lines = quoted.index_lines
    monkeypatch.setattr(quoted, "index_lines", lambda path: times.append(path) or index_lines(path))
    for _ in range(2):
        caller = opened(own)  # a server that starts again
        for name in (conviction("2", 2), conviction("3", 2)):
            assert "Quoted from the file" in text_of(why(caller, name))
    assert len(times) == 1


def test_each_policy_has_its_own_why(five: Caller) -> None:
    kept = open_results(_results(five))
    for pack in kept.packs:
        page = why(five, conviction("4", 2), pack.id)
        assert f'aria-current="page">{pack.title}' in page
        assert " ".join(pack.title.split()) in text_of(page)
    assert 'aria-current="page">Los Angeles' in why(five, conviction("4", 2), "no-such-pack")


@pytest.mark.parametrize(
    "address", [f"{PERSON}?id=77", PERSON, f"{WHY}?conviction=77/1", WHY, f"{WHY}?conviction=4/101002001000"]
)
def test_who_or_what_is_not_there_is_said_so(five: Caller, address: str) -> None:
    answer = five.get(address)
    assert answer.status_code == 404
    assert "results" in text_of(answer.text) or "No policy" in text_of(answer.text)


def test_what_a_reviewer_decided_is_shown_with_what_the_policy_made_of_it(own: Path) -> None:
    name = conviction("4", 2)
    results = own / "runs/1/results"
    vacatur.reviews.decide(results, name, "dismiss", "interests of justice", who="A. Reviewer", when="2026-11-22T10:00")
    caller = opened(own)
    said = text_of(why(caller, name))
    assert "Why “dismiss”?" in said
    assert "A reviewer decided it. The rules below are what the policy itself made of it: review by hand." in said
    assert "A further act of a reviewer, or taking this one back." in said
    assert "otherwise decides" in said
    assert "interests of justice" in text_of(person(caller, "4"))


def test_both_pages_speak_spanish(five: Caller) -> None:
    for path in (f"{PERSON}?id=2", f"{WHY}?conviction={conviction('2', 2)}"):
        page = five.get(path, headers={"accept-language": "es"}).text
        assert '<html lang="es">' in page
        assert "no elegible" in page
    assert "¿Por qué «no elegible»?" in unescape(page)
