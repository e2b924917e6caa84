"""Review: the queue, one conviction, what is recorded, and how it is undone."""

from __future__ import annotations

import shutil
from html import unescape
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from playwright.sync_api import expect

from tests.web.conftest import Caller, Server, opened
from tests.web.finished import MARKUP, PACK, conviction
from tests.web.looks import in_each_sight, wrong
from vacatur.decide.facts import CATALOGUE
from vacatur.outputs.kept import open_results
from vacatur.review.acts import Act
from vacatur.web import clock
from vacatur.web.facts import ASKED

REVIEW = "/runs/1/review"
SAM, LUZ, OLDER, BARRED = conviction("3", 2), conviction("4", 2), conviction("1"), conviction("2", 2)
"""Waits for a birth date; left to a person by a rule; dismissed; not eligible."""

SUPPLIED = {
    "conviction": SAM,
    "seen": "0",
    "who": "Ana Núñez",
    "fact-age_now": "1960-05-04",
    "supply-reason": "booking",
}
DECIDED = {"conviction": LUZ, "seen": "0", "who": "Ana Núñez", "determination": "dismiss", "decide-reason": "agreed"}


@pytest.fixture
def data(five_copied: Path) -> Path:
    return five_copied


@pytest.fixture
def reviewer(data: Path) -> Caller:
    """A browser on it."""
    return opened(data)


def acts(data: Path) -> tuple[Act, ...]:
    return open_results(data / "runs/1/results").ledger.acts


def one(caller: Caller, name: str, **query: str) -> str:
    return unescape(caller.get(f"{REVIEW}/one", params={"conviction": name, **query}).text)


def determination(data: Path, name: str) -> str:
    decisions = open_results(data / "runs/1/results").table("decisions")
    return str(decisions.filter((pl.col("conviction_id") == name) & (pl.col("pack") == PACK))["determination"].item())


def test_the_queue_is_grouped_by_what_is_missing_and_by_the_rule_that_asks(reviewer: Caller) -> None:
    page = unescape(reviewer.get(REVIEW).text)
    assert "<strong>2 decisions</strong> of 2 people need a person." in page
    assert "How old is the person on the day of the run?" in page
    assert CATALOGUE["age_now"].settle in page
    assert f'{REVIEW}/list?missing=age_now&alone=1"' in page and f'{REVIEW}/list?missing=age_now"' in page
    assert "No applicable eligibility criteria" in page and f'{REVIEW}/list?rule=otherwise"' in page
    missing, by_rule = (
        unescape(reviewer.get(f"{REVIEW}/list?{of}").text) for of in ("missing=age_now", "rule=otherwise")
    )
    assert "UNBORN,SAM" in missing and "PEÑA,LUZ" not in missing
    assert "PEÑA,LUZ" in by_rule and "UNBORN,SAM" not in by_rule


def test_every_fact_is_asked_for_in_words() -> None:
    assert set(ASKED) == set(CATALOGUE)


def test_the_reviewer_sees_the_evidence(reviewer: Caller) -> None:
    """What stands, what is missing, what either answer would come to, and the rows of the file."""
    page = one(reviewer, SAM)
    assert "Unknown: age_now" in page and "UNBORN,SAM" in page
    assert "11359 HS-POSSESS MARIJUANA FOR SALE" in page and "STP_EVENT_DATE" in page
    assert f"/runs/1/results/why?conviction={SAM}" in page.replace("%2F", "/")


def test_a_supplied_fact_decides_anew_and_is_recorded(reviewer: Caller, data: Path) -> None:
    sent = reviewer.form(f"{REVIEW}/supply", SUPPLIED)
    assert sent.status_code == 303
    assert acts(data)[0].what == {"fact": "age_now", "value": acts(data)[0].what["value"], "from": "1960-05-04"}
    assert determination(data, SAM) == "dismiss"
    page = unescape(reviewer.get(sent.headers["location"]).text)
    assert "Recorded as act 1." in page and "counted from May 4, 1960" in page
    assert "<strong>One decision</strong> needs a person." in unescape(reviewer.get(REVIEW).text)


def test_a_decision_stands_in_the_pages_and_in_what_is_made(reviewer: Caller, data: Path) -> None:
    reviewer.form(f"{REVIEW}/decide", DECIDED)
    assert determination(data, LUZ) == "dismiss"
    for path in ("/runs/1/results/person?id=4", f"/runs/1/results/why?conviction={LUZ}"):
        page = unescape(reviewer.get(path).text)
        assert "Decided by Ana Núñez: agreed" in page and "Act 1" in page


def test_the_moment_is_that_of_the_door(reviewer: Caller, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: "2031-02-03T04:05:06+00:00")
    reviewer.form(f"{REVIEW}/decide", DECIDED)
    assert acts(data)[0].when == "2031-02-03T04:05:06+00:00"


class TestWhoReviews:
    def test_is_typed_once_and_kept_until_the_browser_is_closed(self, reviewer: Caller, data: Path) -> None:
        sent = reviewer.form(f"{REVIEW}/decide", DECIDED)
        cookie = next(each for each in sent.headers.get_list("set-cookie") if each.startswith("vacatur-reviewer="))
        assert "HttpOnly" in cookie and "SameSite=strict" in cookie
        assert "max-age" not in cookie.lower() and "expires" not in cookie.lower()
        reviewer.form(f"{REVIEW}/supply", {**SUPPLIED, "who": ""})
        assert [act.who for act in acts(data)] == ["Ana Núñez", "Ana Núñez"]
        assert "You review as Ana Núñez" in unescape(reviewer.get(REVIEW).text)

    def test_may_be_changed(self, reviewer: Caller, data: Path) -> None:
        sent = reviewer.form(f"{REVIEW}/name", {"who": "  Bo   Li ", "back": f"{REVIEW}/list?missing=age_now"})
        assert sent.headers["location"] == f"{REVIEW}/list?missing=age_now"
        reviewer.form(f"{REVIEW}/decide", {**DECIDED, "who": "somebody else"})
        assert acts(data)[0].who == "Bo Li"

    @pytest.mark.parametrize("back", ["https://example.org", "//example.org", "/files", "", f"{REVIEW}x"])
    def test_leads_back_to_the_review_alone(self, reviewer: Caller, back: str) -> None:
        assert reviewer.form(f"{REVIEW}/name", {"who": "Bo", "back": back}).headers["location"] == REVIEW

    @pytest.mark.parametrize("who", ["", "  ", "x" * 81, "a\x07b"])
    def test_is_asked_for(self, reviewer: Caller, data: Path, who: str) -> None:
        """It is never taken from the operating system."""
        assert reviewer.form(f"{REVIEW}/name", {"who": who}).status_code == 422
        sent = reviewer.form(f"{REVIEW}/decide", {**DECIDED, "who": who})
        said = (
            "Type a name of at most 80 characters." if who.strip() else "Type your name: each act is recorded with it."
        )
        assert sent.status_code == 422 and f'id="who-error">{said}<' in sent.text
        assert acts(data) == ()

    def test_a_cookie_that_is_none_of_ours_is_nobody(self, reviewer: Caller) -> None:
        for value in ("%%%", "/w==", "YQc="):
            reviewer.cookies.set("vacatur-reviewer", value)
            assert "You review as" not in reviewer.get(REVIEW).text


class TestWhatIsNotRightYet:
    def test_has_a_sentence_beside_the_control_and_what_was_entered_stays(self, reviewer: Caller, data: Path) -> None:
        sent = reviewer.form(f"{REVIEW}/supply", {**SUPPLIED, "fact-age_now": "fifty", "supply-reason": ""})
        page = unescape(sent.text)
        assert sent.status_code == 422
        assert 'id="fact-age_now-error"' in page and "Give a number of years, such as 47.5" in page
        assert 'id="supply-reason-error"' in page and 'value="fifty"' in page
        assert acts(data) == ()

    def test_nothing_supplied(self, reviewer: Caller) -> None:
        sent = reviewer.form(f"{REVIEW}/supply", {**SUPPLIED, "fact-age_now": ""})
        assert sent.status_code == 422 and "Supply at least one of the facts." in sent.text
        assert ">booking</textarea>" in sent.text

    def test_no_decision_or_no_reason(self, reviewer: Caller) -> None:
        sent = reviewer.form(f"{REVIEW}/decide", {**DECIDED, "determination": "forgive", "decide-reason": " "})
        page = unescape(sent.text)
        assert "Choose what is decided." in page and "Give the reason" in page

    def test_what_somebody_else_recorded_meanwhile_is_shown_first(self, reviewer: Caller, data: Path) -> None:
        reviewer.form(f"{REVIEW}/decide", DECIDED)
        sent = opened(data).form(f"{REVIEW}/decide", {**DECIDED, "who": "Bo", "determination": "reduce"})
        assert sent.status_code == 422
        assert "recorded an act on this conviction meanwhile" in sent.text and "Ana Núñez" in unescape(sent.text)
        assert len(acts(data)) == 1

    @pytest.mark.parametrize(
        ("path", "fields"),
        [
            ("decide", {**DECIDED, "conviction": "9/9"}),
            ("supply", {**SUPPLIED, "conviction": "9/9"}),
            ("withdraw", {"who": "Bo", "act": "x", "conviction": LUZ}),
        ],
    )
    def test_what_is_not_there_is_not_there(self, reviewer: Caller, path: str, fields: dict[str, str]) -> None:
        assert reviewer.form(f"{REVIEW}/{path}", fields).status_code == 404
        assert reviewer.get(f"{REVIEW}/one?conviction=9/9").status_code == 404
        assert reviewer.get("/runs/7/review").status_code == 404

    def test_a_form_without_the_token_of_this_server_is_refused(self, reviewer: Caller, data: Path) -> None:
        assert reviewer.post(f"{REVIEW}/decide", data=DECIDED).status_code == 403
        assert acts(data) == ()


class TestUndoing:
    def test_is_a_further_act_and_erases_nothing(self, reviewer: Caller, data: Path) -> None:
        reviewer.form(f"{REVIEW}/decide", DECIDED)
        sent = reviewer.form(f"{REVIEW}/withdraw", {"act": "1", "undo-1-reason": "another's case", "conviction": LUZ})
        page = unescape(reviewer.get(sent.headers["location"]).text)
        assert "taken back by act 2" in page and "took back act 1" in page and "another's case" in page
        assert determination(data, LUZ) == "review"
        assert [act.kind for act in acts(data)] == ["decide", "withdraw"]

    def test_needs_a_reason(self, reviewer: Caller, data: Path) -> None:
        reviewer.form(f"{REVIEW}/decide", DECIDED)
        sent = reviewer.form(f"{REVIEW}/withdraw", {"act": "1", "undo-1-reason": "", "conviction": LUZ})
        assert sent.status_code == 422 and "Say why it is taken back" in sent.text
        assert len(acts(data)) == 1

    def test_is_done_once(self, reviewer: Caller, data: Path) -> None:
        reviewer.form(f"{REVIEW}/decide", DECIDED)
        fields = {"act": "1", "undo-1-reason": "no", "conviction": LUZ}
        reviewer.form(f"{REVIEW}/withdraw", fields)
        assert "taken back already, by act 2" in reviewer.form(f"{REVIEW}/withdraw", fields).text
        assert len(acts(data)) == 2


def test_a_decision_that_no_review_was_asked_for_may_be_put_into_the_queue(reviewer: Caller) -> None:
    reviewer.form(f"{REVIEW}/decide", {**DECIDED, "conviction": OLDER, "determination": "review"})
    assert "A reviewer wants it looked at again" in reviewer.get(REVIEW).text
    assert "OLDER,PERSON" in reviewer.get(f"{REVIEW}/list?rule=reviewer").text


def test_the_next_of_the_same_part_follows(reviewer: Caller) -> None:
    """People by name, then from the last to the first; in a part of one there is no next."""
    first = one(reviewer, LUZ)
    assert f"one?conviction={SAM}" in first.replace("%2F", "/")
    assert f"one?conviction={LUZ}" in one(reviewer, SAM).replace("%2F", "/")
    assert "Pass over" not in one(reviewer, SAM, missing="age_now")


def test_everything_that_was_recorded_is_listed_with_before_and_after(reviewer: Caller) -> None:
    reviewer.form(f"{REVIEW}/decide", DECIDED)
    reviewer.form(f"{REVIEW}/supply", SUPPLIED)
    page = unescape(reviewer.get(f"{REVIEW}/acts").text)
    assert page.index('id="act-2"') < page.index('id="act-1"')
    assert "No applicable eligibility criteria" in page and "50 years or older" in page
    assert open_results(Path(reviewer.app.state.workplace.data) / "runs/1/results").ledger.sha256 in page  # type: ignore[attr-defined]


def test_markup_in_a_name_or_a_reason_is_text(reviewer: Caller) -> None:
    fields = {**DECIDED, "conviction": BARRED, "who": "<b>Bo</b>", "decide-reason": MARKUP}
    page = reviewer.get(reviewer.form(f"{REVIEW}/decide", fields).headers["location"]).text
    for path in (f"{REVIEW}", f"{REVIEW}/acts", "/runs/1/results/person?id=2"):
        page += reviewer.get(path).text
    assert "<script>alert" not in page and "<b>Bo" not in page and "&lt;script&gt;" in page


def test_without_results_there_is_nothing_to_review(reviewer: Caller, data: Path) -> None:
    shutil.rmtree(data / "runs/1/results")
    assert reviewer.get(REVIEW, follow_redirects=False).headers["location"] == "/runs/1"


PAGES = (REVIEW, f"{REVIEW}/list", f"{REVIEW}/list?missing=age_now", f"{REVIEW}/one?conviction={SAM}&missing=age_now",
         f"{REVIEW}/one?conviction={LUZ}&done=1", f"{REVIEW}/acts")  # fmt: skip


@in_each_sight
def test_no_page_has_a_fault_or_is_too_wide(browser: Any, five_server: Server, sight: tuple[int, str, str]) -> None:
    opened(five_server.data).form(f"{REVIEW}/decide", DECIDED)
    assert wrong(browser, five_server, sight, PAGES) == {}


def test_from_the_queue_to_a_settled_decision_by_keyboard_alone(page_on_five: Any, five_server: Server) -> None:
    page = page_on_five

    def reach(words: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            focused = page.evaluate(
                "[document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText ?? '',"
                " getComputedStyle(document.activeElement).outlineStyle]"
            )
            if focused[0].strip().startswith(words):
                assert focused[1] != "none", f"{words}: the focus is not seen"
                return
        raise AssertionError(f"{words} is not reached by the keyboard")

    page.goto(five_server.root + REVIEW)
    reach("Your name")
    page.keyboard.type("Ana Núñez")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You review as Ana Núñez")).to_be_visible()
    reach("1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/list?missing=age_now&alone=1")
    reach("UNBORN,SAM")
    page.keyboard.press("Enter")
    page.wait_for_url("**/one?**")
    reach("How old is the person")
    page.keyboard.type("fifty")
    reach("Supply")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    reach("Give a number of years")
    page.keyboard.press("Enter")
    reach("How old is the person")
    page.keyboard.press("Control+a")
    page.keyboard.type("61")
    reach("Where you found it")
    page.keyboard.type("booking record")
    reach("Supply")
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_contain_text("Recorded as act 1.")
    expect(page.locator("#done")).to_contain_text("dismiss")


def test_it_works_without_a_script(browser: Any, five_server: Server) -> None:
    server = five_server
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.keys.address)
    page.wait_for_url("**/files")
    page.goto(server.root + REVIEW)
    page.get_by_role("link", name="1 – No applicable eligibility criteria").click()
    page.get_by_role("link", name="PEÑA,LUZ").click()
    page.get_by_label("dismiss").check()
    page.get_by_label("Reason").fill("agreed")
    page.get_by_label("Your name").fill("Bo")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("#done")).to_contain_text("Recorded as act 1.")
    context.close()
