"""The policy page: what was chosen stays, what is wrong is said beside its control, what would come of it is shown."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.conftest import COUNTY
from tests.depth import at_depth
from tests.web.conftest import CHOICE, PILOT, Caller, opened
from vacatur.counting import basis_of, figures
from vacatur.law.pack import Pack, load_pack, policy_packs
from vacatur.web import rendering
from vacatur.web.choice import Fields, read_choice
from vacatur.web.lawtext import words_of
from vacatur.web.packs import built_in

DAY = date(2020, 7, 1)


@pytest.fixture
def chooser(visitor: Caller) -> Caller:
    return visitor


def test_the_latest_delivery_is_the_one_to_choose_for(chooser: Caller, caller: Caller) -> None:
    assert chooser.get("/policy", follow_redirects=False).headers["location"] == "/policy/1"
    assert caller.get("/policy", follow_redirects=False).headers["location"] == "/files"


def test_counties_are_the_files_own_the_likeliest_first(chooser: Caller) -> None:
    page = chooser.get("/policy/1").text
    options = re.findall(r'<option value="([^"]*)"( selected)?>', page.split("</select>")[0])
    assert options[0] == (COUNTY, " selected")
    assert len(options) > 5


def test_rows_without_a_county_are_no_county_to_choose(copied: Path) -> None:
    check = copied / "deliveries/1/check/check.json"
    found = json.loads(check.read_text())
    found["prop64"].append({"county": "(none given)", "section": "11357", "convictions": 10**6})
    check.write_text(json.dumps(found))
    page = opened(copied).get("/policy/1").text
    assert "none given" not in page and f'value="{COUNTY}" selected' in page


def test_every_determination_is_seen_in_a_chart() -> None:
    style = (rendering.HERE / "static/app.css").read_text()
    for name in rendering.DETERMINATIONS:
        assert f".line-{name} {{ stroke: var(--{name}); }}" in style and f".fill-{name} {{ fill:" in style
        assert style.count(f"--{name}: ") >= 2, "in light and in dark"


def test_every_policy_has_a_card_that_says_what_it_is_and_rests_on(chooser: Caller) -> None:
    page = chooser.get("/policy/1").text
    for pack in map(load_pack, policy_packs()):
        words = words_of(pack)
        assert f'id="pack-{pack.id}"' in page
        assert words.what and words.what[1:40] in page
        assert words.covered and words.mark
        assert pack.cite[0] in page
    assert page.index(f'id="pack-{PILOT}"') < page.index('id="pack-ca-contra-costa-2019"'), "the county's own first"
    assert page.index('id="pack-ca-dismiss-all"') > page.index('id="pack-ca-sf-2019"'), "hypotheticals last"


@pytest.mark.parametrize("pack", policy_packs())
def test_a_pack_is_shown_with_its_law_and_rules(chooser: Caller, pack: str) -> None:
    page = chooser.get(f"/policy/packs/{pack}").text
    for rule in load_pack(pack).rules:
        assert rule.cite.replace("&", "&amp;").replace("'", "&#39;") in page
    assert "<h2>" in page and "style=" not in page and "<th></th>" not in page


def test_a_pack_that_is_none_is_not_there(chooser: Caller) -> None:
    assert chooser.get("/policy/packs/no-such-pack").status_code == 404


def test_the_numbers_are_those_of_the_library(chooser: Caller, county: Path) -> None:
    page = chooser.get("/policy/1/figures", params=CHOICE).text
    found = figures(basis_of([county], COUNTY, as_of=DAY), load_pack(PILOT).with_settings({"minimum_age": 45}))
    assert f"{found.all.relief[0]:,} convictions of {found.all.relief[1]:,} people" in page
    for each in found.by["race"]:
        assert (each.name or "not given") in page
    for heading in ("Your policy", "Statute alone", "Dismiss all", "By race", "By section"):
        assert heading in page


def test_the_numbers_move_with_the_control(chooser: Caller) -> None:
    low = chooser.get("/policy/1/figures", params={**CHOICE, f"{PILOT}.minimum_age": "40"}).text
    high = chooser.get("/policy/1/figures", params={**CHOICE, f"{PILOT}.minimum_age": "65"}).text
    assert low != high


def test_without_a_script_the_button_leads_to_a_page_with_the_numbers(chooser: Caller) -> None:
    sent = chooser.form("/policy/1/count", {**CHOICE, "sweep": "minimum_age", "ca-sf-2019.set": "1"})
    place = sent.headers["location"]
    assert "csrf" not in place and "ca-sf-2019" not in place
    page = chooser.get(place).text
    assert "data-summary" in page
    assert 'value="45"' in page and re.search(rf'value="{PILOT}"[^>]* checked', page)
    assert "<polyline" in page and page.count("<tr>") > 26


def test_the_sweep_has_a_table_that_says_what_its_chart_says(chooser: Caller) -> None:
    part = chooser.get("/policy/1/sweep", params={**CHOICE, "sweep": "minimum_age"}).text
    lines = re.findall(r'<polyline points="([^"]*)"', part)
    assert all(len(line.split()) == 26 for line in lines)
    heads = re.search(r"<thead>(.*?)</thead>", part, re.DOTALL)
    assert heads and heads[1].count("<th") == len(lines) + 2
    assert part.count('<th scope="row"') == 26
    assert 'aria-label="' in part
    nothing = chooser.get("/policy/1/sweep", params={**CHOICE, "sweep": "no_such"}).text
    assert "<polyline" not in nothing


@pytest.mark.parametrize(
    ("wrong", "control", "sentence"),
    [
        ({"county": "ATLANTIS"}, "county", "Choose a county of the files."),
        ({"as_of": "yesterday"}, "as_of", "Give a day, such as 2020-07-01."),
        ({"as_of": ""}, "as_of", "Give a day, such as 2020-07-01."),
        ({"pack": "no-such"}, "pack", "There is no such policy."),
        ({f"{PILOT}.minimum_age": "39"}, f"{PILOT}.minimum_age", "Give a whole number from 40 to 65."),
        ({f"{PILOT}.minimum_age": "<b>"}, f"{PILOT}.minimum_age", "Give a whole number from 40 to 65."),
    ],
)
@pytest.mark.parametrize("action", ["count", "run"])
def test_what_is_wrong_is_said_beside_its_control_and_what_was_entered_stays(
    chooser: Caller, finished: Path, action: str, wrong: dict[str, str], control: str, sentence: str
) -> None:
    answer = chooser.form(f"/policy/1/{action}", {**CHOICE, f"{PILOT}.years_without_conviction": "7", **wrong})
    assert answer.status_code == 422
    assert re.search(rf'id="{re.escape(control)}-error">{re.escape(sentence)}', answer.text)
    assert f'href="#{control}"' in answer.text
    assert 'value="7"' in answer.text
    assert "<b>" not in answer.text
    assert len(list((finished / "runs").iterdir())) == 1, "no other run was begun"


def test_a_run_without_a_policy_is_asked_for_one(chooser: Caller) -> None:
    answer = chooser.form("/policy/1/run", {"county": COUNTY, "as_of": "2020-07-01"})
    assert answer.status_code == 422
    assert "Choose a policy." in answer.text


def test_facts_that_are_not_there_are_not_computed_by_reading_a_page(chooser: Caller, finished: Path) -> None:
    before = sorted((finished / "deliveries" / "1" / "facts").iterdir())
    page = chooser.get("/policy/1", params={**CHOICE, "as_of": "2001-01-01"}).text
    assert "Compute them" in page
    assert sorted((finished / "deliveries" / "1" / "facts").iterdir()) == before


def test_a_policy_is_chosen_only_after_the_files_were_looked_at(caller: Caller, tmp_path: Path) -> None:
    (tmp_path / "x.dat").write_text("not one\n", encoding="utf-8")
    caller.form("/files/paths", {"paths": str(tmp_path / "x.dat")})
    assert caller.get("/policy/1").status_code == 409


def read(pairs: list[tuple[str, str]]) -> tuple[Pack | None, dict[str, str]]:
    choice = read_choice(Fields(pairs), [COUNTY], DAY, built_in())
    return choice.pack, dict(choice.errors)


@st.composite
def set_packs(draw: st.DrawFn) -> Pack:
    """A pack with every parameter and assumption set to something that is allowed."""
    pack = draw(st.sampled_from(built_in()))
    chosen: dict[str, object] = {}
    for name, parameter in pack.parameters.items():
        if isinstance(parameter.value, bool):
            chosen[name] = draw(st.booleans())
        elif parameter.between:
            inside = st.integers(*parameter.between)
            chosen[name] = draw(inside if parameter.off is None else inside | st.just(parameter.off))
        else:
            chosen[name] = draw(st.lists(st.sampled_from(parameter.allowed or []), unique=True))
    assumptions = [assumption.id for assumption in pack.assumptions]
    assumed = draw(st.lists(st.sampled_from(assumptions), unique=True)) if assumptions else []
    return pack.with_settings(chosen, assumed)


@settings(max_examples=at_depth(60, 600))
@given(set_packs())
def test_an_address_says_all_that_was_chosen(pack: Pack) -> None:
    """The controls of a pack, read back, set it to the same."""
    from vacatur.web.choice import fields_of

    again, errors = read([("pack", pack.id), *fields_of(pack)])
    assert errors == {}
    assert again is not None
    assert (again.values(), again.assumed) == (pack.values(), pack.assumed)


def test_a_box_that_is_not_ticked_is_off_and_controls_that_were_not_shown_are_as_the_pack_has_them() -> None:
    pack = "ca-la-2020-announced"
    numbers = [(f"{pack}.minimum_age", "50"), (f"{pack}.years_without_conviction", "10")]
    shown, _ = read([("pack", pack), (f"{pack}.set", "1"), *numbers])
    assert shown and shown.values()["felonies_only"] is False
    bare, _ = read([("pack", pack)])
    assert bare and bare.values()["felonies_only"] is True


def test_what_the_law_presumes_stays_on() -> None:
    pack, _ = read([("pack", "ca-prop64-statute"), ("ca-prop64-statute.set", "1")])
    assert pack and set(pack.assumed) == {"no-sale-to-minor", "no-import-or-export"}


def test_an_unknown_assumption_is_passed_over() -> None:
    pack, errors = read([("pack", PILOT), (f"{PILOT}.assume", "no-such")])
    assert pack and pack.assumed == () and errors == {}


def test_facts_are_kept_for_the_latest_dates_only(copied: Path) -> None:
    chooser = opened(copied)
    above = copied / "deliveries" / "1" / "facts"
    for number in range(9):
        (above / f"{number:016x}").mkdir()
    chooser.form("/policy/1/count", {**CHOICE, "as_of": "2019-07-01"})
    assert len(list(above.iterdir())) == 8
    assert chooser.form("/files/1/forget", {"sure": "yes"}).status_code == 303
    assert not (copied / "deliveries" / "1").exists()


@pytest.mark.usefixtures("at_once")
def test_looking_again_forgets_the_facts_of_before(copied: Path) -> None:
    chooser = opened(copied)
    assert "data-summary" in chooser.get("/policy/1/figures", params=CHOICE).text
    chooser.form("/files/1/again")
    chooser.wait_for("/files/1", "What is wrong")
    assert "Compute them" in chooser.get("/policy/1/figures", params=CHOICE).text


def test_a_run_on_a_file_that_has_changed_since_is_refused(copied: Path, county: Path) -> None:
    entry = copied / "deliveries" / "1" / "delivery.json"
    content = json.loads(entry.read_text(encoding="utf-8"))
    content["files"][0]["changed"] -= 1
    entry.write_text(json.dumps(content), encoding="utf-8")
    answer = opened(copied).form("/policy/1/run", CHOICE)
    assert answer.status_code == 409
    assert "county.dat: changed" in answer.text
