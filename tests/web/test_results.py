"""Results: figures as the run has them, each with the list behind it; and lists for spreadsheets that run nothing."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.cli.rows import row
from tests.web.conftest import Caller, opened
from tests.web.finished import FORMULA, MARKUP, PACK, PEOPLE, finished
from vacatur.outputs.kept import open_results
from vacatur.web.browse import PAGE

RESULTS = "/runs/1/results"
LINK = re.compile(r'<a href="(/runs/1/results/[^"]+)">([\d,]+)</a>')


@pytest.fixture(scope="module")
def county_caller(three_hundred: Path) -> Caller:
    """A browser on a run on 300 people, with every kind of fault."""
    return opened(three_hundred)


def text_of(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def listed(page: str) -> int:
    """How many rows the table of a list has."""
    return len(re.findall(r"<tr>", page.partition("<tbody>")[2]))


def test_every_number_opens_a_list_of_as_many(county_caller: Caller) -> None:
    links = LINK.findall(county_caller.get(RESULTS).text)
    assert len(links) > 80
    kinds = set()
    with county_caller:  # one thread for all that is asked
        for address, number in dict.fromkeys(links):
            address = unescape(address)
            kind = re.split(r"[/?]", address.removeprefix(RESULTS + "/"))[0]
            kinds.add(kind)
            answer = county_caller.get(address)
            assert answer.status_code == 200
            counted = re.search(r'id="how-many"><strong>(.*?)</strong>', answer.text, re.DOTALL)
            assert counted
            said = text_of(counted.group(1))
            expected = {"1": "One "}.get(number, f"{number} ")
            assert said.startswith(expected), f"{address}: {number}, and the list says {said!r}"
    assert {"convictions", "people", "problems"} <= kinds


def test_the_figures_are_those_of_the_summary(county_caller: Caller, three_hundred: Path) -> None:
    summary = open_results(three_hundred / "runs" / "1" / "results").summary
    page = county_caller.get(RESULTS).text
    links = {unescape(address).removeprefix(RESULTS): number for address, number in LINK.findall(page)}
    for name, number in summary["decisions"]["by_determination"].items():
        assert links[f"/convictions?pack={PACK}&determination={name}"] == f"{number:,}"
    for pack, impact in summary["impact"].items():
        for name, number in impact.items():
            query = "determination=relief" if name == "people_with_relief" else f"freed={name}"
            assert links.get(f"/people?pack={pack}&{query}", "0") == f"{number:,}"
    by_section = summary["decisions"]["by_section"]["11359"]
    assert links["/convictions?section=11359"] == f"{sum(by_section.values()):,}"
    for code, number in summary["problems"].items():
        assert links[f"/problems?code={code}"] == f"{number:,}"
    assert f"{summary['rows']['set_aside']:,} rows that could not be read" in text_of(page)
    assert f"{open_results(three_hundred / 'runs/1/results').table('charges').height:,} charges" in text_of(page)


def test_pages_of_a_list_hold_every_row_once(county_caller: Caller) -> None:
    names: list[str] = []
    first = county_caller.get(f"{RESULTS}/convictions").text
    total = int(re.search(r"<strong>(\d+) convictions", first)[1])  # type: ignore[index]
    for number in range(1, total // PAGE + 2):
        page = county_caller.get(f"{RESULTS}/convictions?sort=-date&page={number}").text
        assert listed(page) == (PAGE if number <= total // PAGE else total % PAGE)
        names += re.findall(r"/why\?conviction=([^&]+)&", page)
    assert len(names) == len(set(names)) == total
    beyond = county_caller.get(f"{RESULTS}/convictions?sort=-date&page=99999").text
    assert re.findall(r"/why\?conviction=([^&]+)&", beyond) == names[-(total % PAGE or PAGE) :]
    assert 'rel="next"' in first and 'rel="prev"' not in first
    assert 'rel="prev"' in beyond and 'rel="next"' not in beyond


def test_a_filter_keeps_the_others_and_can_be_taken_away(five: Caller) -> None:
    page = five.get(f"{RESULTS}/convictions?q=BA&section=11359&determination=review").text
    assert text_of(page).count("UNBORN,SAM") and "OLDER,PERSON" not in page
    chips = re.search(r'class="chips".*?</ul>', page, re.DOTALL)
    assert chips
    taken = [unescape(address) for address in re.findall(r'href="([^"]+)"', chips.group())]
    left = [dict(parse_qsl(address.partition("?")[2])) for address in taken]
    asked = {"pack": PACK, "q": "BA", "section": "11359", "determination": "review"}
    for name in ("q", "section", "determination"):
        assert {key: value for key, value in asked.items() if key != name} in left
    for address in taken:
        assert five.get(address).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "section=%3Cscript%3E", "q=%00", "q=" + "x" * 3000, "sort=-nothing", "page=-1", "determination=no+such",
        "freed=%27", "q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "unknown=(none)", "prosecutor=nobody",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["convictions", "people", "later", "charges", "problems", "set-aside"])
def test_strange_questions_have_an_answer(five: Caller, kind: str, query: str) -> None:
    answer = five.get(f"{RESULTS}/{kind}?{query}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text and "<script>&" not in answer.text


def test_a_policy_that_was_not_computed_is_refused_with_a_sentence(five: Caller) -> None:
    answer = five.get(f"{RESULTS}/convictions?pack=ca-sf-2019")
    assert answer.status_code == 400
    assert "did not compute the pack" in text_of(answer.text)


def test_markup_in_a_name_is_text_on_every_list(five: Caller) -> None:
    for kind in ("convictions", "people"):
        page = five.get(f"{RESULTS}/{kind}").text
        assert MARKUP in text_of(page.replace("&lt;", "‹").replace("&gt;", "›")).replace("‹", "<").replace("›", ">")
        assert '<script>alert("x")' not in page
        assert page.count("<script") == 1, "the only script is our own"


def test_the_list_for_a_spreadsheet_holds_the_filtered_rows_and_runs_nothing(five: Caller) -> None:
    answer = five.get(f"{RESULTS}/convictions.csv?determination=dismiss")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="convictions-run-1.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(each["name"], each["determination"]) for each in rows] == [
        (f"'{FORMULA}", "dismiss"), ("OLDER,PERSON", "dismiss"),
    ]  # fmt: skip
    assert rows[1]["case_number"] == "BA-771" and rows[1]["reason"] == "50 years or older"
    every = five.get(f"{RESULTS}/convictions.csv").content.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(every)))) == 5
    later = five.get(f"{RESULTS}/later.csv").content.decode("utf-8-sig")
    assert [each["eligible_from"] for each in csv.DictReader(io.StringIO(later))] == ["2021-03-04", "2025-06-01"]
    assert five.get(f"{RESULTS}/people.csv").status_code == 404


def test_a_charge_without_conviction_is_on_its_list_and_on_no_other(five: Caller) -> None:
    page = text_of(five.get(f"{RESULTS}/charges").text)
    assert "One charge of one person" in page and "dismissed" in page
    assert text_of(five.get(f"{RESULTS}/convictions?q=BA-775").text).count("2001-01-01") == 0


def test_where_nothing_is_decided_the_pages_say_so(tmp_path: Path) -> None:
    finished(tmp_path / "data", people=[row(OFFENSE_DESCR="459 PC-BURGLARY")])
    caller = opened(tmp_path / "data")
    assert "Convictions decided 0" in text_of(caller.get(RESULTS).text)
    for kind in ("convictions", "people", "later", "charges", "problems", "set-aside"):
        assert "Nothing answers to this." in caller.get(f"{RESULTS}/{kind}").text


def test_a_run_without_results_shows_how_far_it_is(five_copied: Path) -> None:
    folder = five_copied / "runs" / "1"
    (folder / "results").rename(folder / "elsewhere")
    answer = opened(five_copied).get(f"{RESULTS}/people?q=a", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/runs/1")


@pytest.mark.parametrize("damage", ["removed", "summary", "ledger"])
def test_a_run_whose_results_are_damaged_can_be_started_again_or_deleted(five_copied: Path, damage: str) -> None:
    results = five_copied / "runs" / "1" / "results"
    if damage == "removed":
        results.rename(results.with_name("elsewhere"))
    elif damage == "summary":
        (results / "summary.json").write_text("{}")
    else:
        (results / "ledger.sqlite").write_bytes(b"no database" * 100)
    caller = opened(five_copied)
    page = caller.get("/runs/1")
    assert page.status_code == 200 and "/runs/1/forget" in page.text
    assert ("The results are no longer here." in page.text and "/runs/1/again" in page.text) == (damage != "ledger")
    if damage == "ledger":
        assert "cannot be read" in caller.get(RESULTS).text
    assert caller.form("/runs/1/forget", {"sure": "yes"}).headers["location"] == "/runs"


@pytest.mark.parametrize("left", ["{}", '{"added": "x", "request": {}}', '{"kind": "run", "request": []}', "[]", "{"])
def test_a_run_whose_entry_is_damaged_hides_no_other(five_copied: Path, left: str) -> None:
    broken = five_copied / "runs" / "2"
    broken.mkdir()
    (broken / "job.json").write_text(left)
    caller = opened(five_copied)
    assert "/runs/1" in caller.get("/runs").text
    assert caller.get("/runs/2").status_code == 404


def test_the_lists_speak_spanish(five: Caller) -> None:
    def spanish(path: str) -> Any:
        return text_of(five.get(path, headers={"accept-language": "es"}).text)

    assert "Condenas decididas 5" in spanish(RESULTS)
    assert "2 condenas de 2 personas" in spanish(f"{RESULTS}/convictions?determination=review")
    assert "Fecha de condena" in spanish(f"{RESULTS}/convictions")


def test_every_person_of_the_fixture_is_listed(five: Caller) -> None:
    page = five.get(f"{RESULTS}/people").text
    people = set(re.findall(r"/results/person\?id=(\d+)", page))
    assert people == {each["SUBJECT_ID"] for each in PEOPLE}


def test_near_misses_are_counted_and_open_their_list(five_people: Path) -> None:
    """Without waiting for the count on a first visit: the page asks for it, and knows it from then on."""
    caller = opened(five_people)
    assert f'data-live="{RESULTS}/later/counted"' in caller.get(RESULTS).text
    counted = caller.get(f"{RESULTS}/later/counted").text
    assert "data-live" not in counted and f'href="{RESULTS}/later"' in counted
    assert "2 convictions of 2 people become eligible on a later day, if nothing else happens" in text_of(counted)
    page = caller.get(RESULTS).text
    assert "2 convictions of 2 people become eligible on a later day" in text_of(page) and "data-live" not in page
    assert "2 convictions of 2 people" in text_of(caller.get(f"{RESULTS}/later").text)


def test_without_near_misses_there_is_no_list_of_them(tmp_path: Path) -> None:
    finished(tmp_path / "data", people=[row()])
    counted = opened(tmp_path / "data").get(f"{RESULTS}/later/counted").text
    assert "No conviction that becomes eligible" in counted and "<a " not in counted
