"""Policies side by side: who gains and who loses, held to a plain reading, and the list behind every number."""

from __future__ import annotations

import shutil
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from tests.web.conftest import CHOICE, Caller, Server, opened
from tests.web.finished import PACK, conviction
from tests.web.looks import in_each_sight, wrong
from vacatur import reviews
from vacatur.contrasts import NOT_DECIDED, WAYS, contrast, decided_by
from vacatur.decide.walk import OUTCOMES
from vacatur.web.packs import built_in
from vacatur.web.variants import OfRun, SideBySide, read_variants

SIDES = "/runs/1/variants"
STATUTE = "ca-prop64-statute"
WORTH = {"dismiss": 2, "reduce": 1}

outcomes = st.sampled_from([*OUTCOMES, None])
convictions = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["11357", "11359", None]), outcomes, outcomes), max_size=25
)


def frames(rows: list[tuple[int, str | None, str | None, str | None]]) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Convictions of people whose race and sex follow from their number, and what two policies determine."""
    asked = pl.DataFrame(
        [(f"c{at}", f"p{person}", section, [None, "BLACK", "WHITE"][person % 3], "MF"[person % 2])
         for at, (person, section, _first, _other) in enumerate(rows)],
        schema=dict.fromkeys(("conviction", "person", "section", "race", "sex"), pl.String), orient="row",
    )  # fmt: skip
    decided = [
        pl.DataFrame(
            [(f"c{at}", row[column]) for at, row in enumerate(rows) if row[column] is not None],
            schema={"conviction": pl.String, "determination": pl.String}, orient="row",
        )
        for column in (2, 3)
    ]  # fmt: skip
    return asked, decided


def way_of(pairs: list[tuple[str | None, str | None]]) -> str | None:
    """What the other policy does for one person, read plainly."""
    gains = any(WORTH.get(other or "", 0) > WORTH.get(first or "", 0) for first, other in pairs)
    loses = any(WORTH.get(other or "", 0) < WORTH.get(first or "", 0) for first, other in pairs)
    if gains and loses:
        return "both"
    if gains or loses:
        return "gains" if gains else "loses"
    return "otherwise" if any(first != other for first, other in pairs) else None


class TestAContrast:
    @settings(deadline=None)
    @given(convictions)
    def test_is_what_a_plain_reading_counts(self, rows: list[tuple[int, str | None, str | None, str | None]]) -> None:
        asked, (first, other) = frames(rows)
        found = contrast(asked, first, other)
        inside = [row for row in rows if row[2] is not None or row[3] is not None]
        people: dict[int, list[tuple[str | None, str | None]]] = {}
        for person, _section, one, two in inside:
            people.setdefault(person, []).append((one, two))
        ways = {person: way_of(pairs) for person, pairs in people.items()}
        assert dict(found.people.select("person", "way").iter_rows()) == {
            f"p{person}": way for person, way in ways.items() if way
        }
        assert found.everybody.people == len(people)
        assert found.everybody.ways == {way: list(ways.values()).count(way) for way in WAYS}
        assert found.everybody.first == sum(any(WORTH.get(one or "") for one, _ in pairs) for pairs in people.values())
        assert found.everybody.other == sum(any(WORTH.get(two or "") for _, two in pairs) for pairs in people.values())
        moves = Counter((one or NOT_DECIDED, two or NOT_DECIDED) for _, _, one, two in inside if one != two)
        assert {(row[0], row[1]): row[2] for row in found.moves.iter_rows()} == moves

    @settings(deadline=None)
    @given(convictions)
    def test_of_the_groups_adds_up_to_that_of_everybody(
        self, rows: list[tuple[int, str | None, str | None, str | None]]
    ) -> None:
        asked, (first, other) = frames(rows)
        found = contrast(asked, first, other)
        for groups in found.by.values():
            assert sum(each.people for each in groups) == found.everybody.people
            for way in WAYS:
                assert sum(each.ways[way] for each in groups) == found.everybody.ways[way]
        assert found.sections["convictions"].sum() == sum(row[2] is not None or row[3] is not None for row in rows)

    @settings(deadline=None)
    @given(convictions)
    def test_the_other_way_round_gains_are_losses(
        self, rows: list[tuple[int, str | None, str | None, str | None]]
    ) -> None:
        asked, (first, other) = frames(rows)
        one, two = contrast(asked, first, other).everybody.ways, contrast(asked, other, first).everybody.ways
        assert (one["gains"], one["loses"], one["both"]) == (two["loses"], two["gains"], two["both"])

    @settings(deadline=None)
    @given(convictions)
    def test_with_itself_is_nothing(self, rows: list[tuple[int, str | None, str | None, str | None]]) -> None:
        asked, (first, _other) = frames(rows)
        found = contrast(asked, first, first)
        assert found.people.is_empty() and found.moves.is_empty()

    def test_the_list_names_what_each_policy_determines(self) -> None:
        asked, (first, other) = frames(
            [(1, "11359", "dismiss", "reduce"), (1, None, None, None), (2, None, None, "refer")]
        )
        found = decided_by(asked, {"A": first, "B": other}, ["p1"]).select("conviction", "A", "B").rows()
        assert found == [("c0", "dismiss", "reduce")]


@pytest.fixture(scope="module")
def data(five_people: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a run on five people, one of whom a reviewer decided."""
    folder = Path(shutil.copytree(five_people, tmp_path_factory.mktemp("variants") / "data"))
    results = folder / "runs/1/results"
    reviews.decide(results, conviction("4", 2), "dismiss", "agreed", who="Ana", when="2026-03-04T09:30:00-08:00")
    return folder


@pytest.fixture
def five(data: Path) -> Caller:
    """A browser on it."""
    return opened(data)


def shown(caller: Caller, address: str) -> str:
    answer = caller.get(address)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


class TestOfARun:
    def test_what_reviewers_decided_beside_what_the_rules_decided(self, five: Caller) -> None:
        """Luz alone gains: a rule left her to a person, who dismissed."""
        page = shown(five, f"{SIDES}?A.pack=@run&B.pack=@reviewed")
        assert "review by hand</th>" in page and "B beside A" in page
        people = shown(five, f"{SIDES}/people?A.pack=@run&B.pack=@reviewed&beside=B&way=gains")
        assert "PEÑA,LUZ" in people and "One person" in people and "OLDER" not in people

    def test_by_default_the_run_stands_beside_the_statute(self, five: Caller) -> None:
        page = shown(five, SIDES)
        assert '<option value="@reviewed" selected>' in page and f'<option value="{STATUTE}" selected>' in page

    def test_another_value_of_a_parameter(self, five: Caller) -> None:
        """At 40 the reviewer's question about Luz, born 1990, would still be open; at 60 the youngest of 50 waits."""
        page = shown(
            five,
            f"{SIDES}?A.pack={PACK}&B.pack={PACK}&B.of={PACK}&B.set=1&B.minimum_age=62&B.years_without_conviction=10",
        )
        assert 'value="62"' in page and "Dismiss when the person is at least this old on the day of the run: 62" in page
        subject = OfRun(five.app.state.browse.opened(five.app.state.workplace.run("1").results), built_in())  # type: ignore[attr-defined]
        assert PACK in dict(subject.choices())

    def test_controls_of_one_policy_are_not_taken_for_those_of_another(self, five: Caller) -> None:
        page = shown(five, f"{SIDES}?A.pack={PACK}&A.of=ca-sf-2019&A.set=1&B.pack={STATUTE}")
        assert 'name="A.minimum_age" min="40" max="65" step="1" value="50"' in page

    def test_a_value_that_is_not_allowed_has_its_sentence_and_stays(self, five: Caller) -> None:
        answer = five.get(f"{SIDES}?A.pack={PACK}&A.of={PACK}&A.set=1&A.minimum_age=99&B.pack={STATUTE}")
        page = unescape(answer.text)
        assert answer.status_code == 422
        assert 'id="A.minimum_age-error">Give a whole number from 40 to 65.' in page and 'value="99"' in page
        assert "B beside A" not in page

    def test_policies_are_added_and_taken_away(self, five: Caller) -> None:
        page = shown(five, f"{SIDES}?A.pack=@reviewed&B.pack={STATUTE}&do=add")
        assert "Policy C" in page and "C beside A" in page
        page = shown(five, f"{SIDES}?A.pack=@reviewed&B.pack={STATUTE}&C.pack=ca-dismiss-all&do=drop-B")
        assert "Policy C" not in page and '<option value="ca-dismiss-all" selected>' in page
        page = shown(five, f"{SIDES}?A.pack=@reviewed&B.pack={STATUTE}&do=drop-B")
        assert "Policy B" in page  # two are the least
        page = shown(five, f"{SIDES}?" + "&".join(f"{letter}.pack={STATUTE}" for letter in "ABCD") + "&do=add")
        assert "Add a policy" not in page

    @pytest.mark.parametrize(
        "query", ["A.pack=nothing", "A.pack=nothing&B.pack=../x", "beside=Z&page=x&way=up", "do=drop-"]
    )
    def test_an_address_that_nobody_gave_is_answered(self, five: Caller, query: str) -> None:
        for path in (SIDES, f"{SIDES}/people"):
            assert five.get(f"{path}?{query}").status_code in (200, 422)

    def test_alike_policies_say_so(self, five: Caller) -> None:
        assert "They decide every conviction alike." in shown(five, f"{SIDES}?A.pack={PACK}&B.pack=@run")

    def test_every_number_of_people_opens_a_list_of_so_many(self, five: Caller) -> None:
        page = five.get(SIDES).text
        links = [part.split('"')[0] for part in page.split('href="')[1:] if part.startswith(f"{SIDES}/people")]
        assert len(links) > 5
        for link in dict.fromkeys(links):
            said = page.split(f'href="{link}">')[1].split("<")[0]
            if said.isdigit():
                total = shown(five, unescape(link)).split('role="status"><strong>')[1].split("<")[0]
                assert total == ("One person" if said == "1" else f"{said} people"), link

    def test_a_run_is_decided_by_the_packs_rules_as_the_run_did(self, five: Caller) -> None:
        kept = five.app.state.browse.opened(five.app.state.workplace.run("1").results)  # type: ignore[attr-defined]
        subject, sides = OfRun(kept, built_in()), SideBySide()
        fields = {"A.pack": "@run", "B.pack": STATUTE, "C.pack": "ca-dismiss-all"}
        variants = read_variants(subject, pl_fields(fields), [])
        for variant, pack in zip(variants, (PACK, STATUTE, "ca-dismiss-all"), strict=True):
            decided = dict(sides.decided(subject, variant).iter_rows())
            run = kept.kept.table("decisions_as_run").filter(pl.col("pack") == pack)
            assert decided == dict(run.select("conviction_id", "determination").iter_rows())


def pl_fields(fields: dict[str, str]) -> Any:
    from starlette.datastructures import ImmutableMultiDict

    return ImmutableMultiDict(fields)


class TestOfADelivery:
    def test_begins_with_what_was_chosen_on_the_policy_page(self, visitor: Caller) -> None:
        page = unescape(visitor.get("/policy/1", params=CHOICE).text)
        link = next(part.split('"')[0] for part in page.split('href="') if part.startswith("/policy/1/variants"))
        page = shown(visitor, link)
        assert 'name="A.minimum_age" min="40" max="65" step="1" value="45"' in page and "B beside A" in page
        people = next(
            part.split('"')[0] for part in page.split('href="') if part.startswith("/policy/1/variants/people")
        )
        assert "Person under B" in shown(visitor, people)

    def test_needs_the_facts(self, visitor: Caller) -> None:
        for path in ("variants", "variants/people"):
            page = shown(visitor, f"/policy/1/{path}?county=LOS ANGELES&as_of=2001-01-01")
            assert "are not computed yet" in page and 'href="/policy/1?' in page


@in_each_sight
def test_no_page_has_a_fault_or_is_too_wide(browser: Any, data: Path, sight: tuple[int, str, str]) -> None:
    server = Server(data)
    paths = (f"{SIDES}?A.pack=@reviewed&B.pack={STATUTE}&C.pack=ca-configurable", f"{SIDES}/people")
    found = wrong(browser, server, sight, paths)
    server.stop()
    assert found == {}


def test_another_policy_brings_its_controls_at_once(page_on_five: Any, five_server: Server) -> None:
    page = page_on_five
    page.goto(five_server.root + SIDES)
    page.get_by_label("Which").nth(1).select_option(PACK)
    page.wait_for_url(f"**B.pack={PACK}**")
    age = page.get_by_role("spinbutton", name="at least this old")
    age.fill("65")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="B beside A")).to_be_visible()
    expect(age).to_have_value("65")
