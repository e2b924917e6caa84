"""Reading packs: every mistake of a pack is named at once, and parameters keep within their bounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from vacatur.decide.remedy_order import REMEDY_PACKS
from vacatur.errors import PackError
from vacatur.law.cases import load_cases
from vacatur.law.pack import built_in_packs, load_pack, policy_packs

GOOD = """
[pack]
id = "mine"
title = "Mine"
cite = ["Policy"]
status = "An example"
scope = "in_county AND is_prop64"

[parameters.minimum_age]
value = 50
between = [40, 65]
off = 0
label = "Dismiss when at least this old"

[parameters.also_deceased]
value = true
label = "Dismiss the deceased"

[parameters.listed]
value = ["11357"]
allowed = ["11357", "11358"]
label = "Dismissed"

[[rule]]
id = "old"
when = "age_now >= :minimum_age AND section IN :listed AND :also_deceased"
determination = "dismiss"
reason = "Old"
cite = "Policy"

[[assumption]]
id = "young"
text = "Young"
fact = "age_now"
value = 20
when = "TRUE"
"""


def write(folder: Path, text: str) -> Path:
    pack = folder / "mine"
    pack.mkdir()
    (pack / "pack.toml").write_text(text, encoding="utf-8")
    return pack


def mistakes(folder: Path, text: str) -> list[str]:
    with pytest.raises(PackError) as refused:
        load_pack(write(folder, text))
    return refused.value.mistakes


def test_the_packs_that_come_with_the_program() -> None:
    assert built_in_packs() == [
        "ca-configurable",
        "ca-contra-costa-2019",
        "ca-dismiss-all",
        "ca-dismiss-all-and-related",
        "ca-la-2020-announced",
        "ca-la-2020-pilot",
        "ca-pc-1170-18",
        "ca-pc-1203-4",
        "ca-pc-1203-41",
        "ca-pc-1203-42",
        "ca-pc-1203-425",
        "ca-pc-1203-4a",
        "ca-pc-17b",
        "ca-prop64-statute",
        "ca-sacramento-2019",
        "ca-san-joaquin-2019",
        "ca-sf-2019",
    ]
    assert [name for name in built_in_packs() if name not in policy_packs()] == sorted(REMEDY_PACKS)


def test_a_pack_is_asked_for_by_id_or_folder(tmp_path: Path) -> None:
    assert load_pack("ca-dismiss-all").title == "Dismiss all Proposition 64 convictions"
    assert load_pack(write(tmp_path, GOOD)).id == "mine"


def test_what_a_rule_gives_is_mandatory_or_not() -> None:
    pack = load_pack("ca-pc-1203-4")
    assert (pack.relief_of("fulfilled"), pack.relief_of("revoked")) == ("mandatory", "discretionary")
    assert (pack.relief_of("serving"), pack.relief_of("none")) == (None, None)
    assert load_pack("ca-pc-1203-425").relief_of("over") == "automatic"


def test_a_pack_that_does_not_exist_is_refused_with_the_nearest() -> None:
    with pytest.raises(PackError, match="did you mean ca-la-2020-pilot"):
        load_pack("ca-la-2021-pilot")


def test_values_and_labels_have_their_defaults(tmp_path: Path) -> None:
    pack = load_pack(write(tmp_path, GOOD))
    assert pack.values() == {"minimum_age": 50, "also_deceased": True, "listed": ["11357"]}
    assert pack.labels["review"] == "Hand Review"


def test_settings_from_a_command_line_are_read(tmp_path: Path) -> None:
    pack = load_pack(write(tmp_path, GOOD))
    changed = pack.with_settings({"minimum_age": "55", "also_deceased": "no", "listed": "11357, 11358"}, ["young"])
    assert changed.values() == {"minimum_age": 55, "also_deceased": False, "listed": ["11357", "11358"]}
    assert changed.assumed == ("young",)
    assert pack.values()["minimum_age"] == 50


@pytest.mark.parametrize(
    ("given", "read"), [("11357/11358", ["11357", "11358"]), ("none", []), ("", []), ("11358", ["11358"])]
)
def test_a_list_is_taken_as_the_program_shows_it(tmp_path: Path, given: str, read: list[str]) -> None:
    assert load_pack(write(tmp_path, GOOD)).with_settings({"listed": given}).values()["listed"] == read


def test_a_number_may_be_off(tmp_path: Path) -> None:
    assert load_pack(write(tmp_path, GOOD)).with_settings({"minimum_age": 0}).values()["minimum_age"] == 0


def test_every_wrong_setting_is_named_with_what_is_allowed(tmp_path: Path) -> None:
    with pytest.raises(PackError) as refused:
        load_pack(write(tmp_path, GOOD)).with_settings(
            {"minimum_age": 39, "also_deceased": "perhaps", "listed": ["459"], "minimum": 1}, ["old"]
        )
    assert refused.value.mistakes == [
        "mine: minimum_age: found 39; allowed: a whole number from 40 to 65, or 0 for off",
        "mine: also_deceased: found 'perhaps'; allowed: yes or no",
        "mine: listed: found ['459']; allowed: some of 11357, 11358, or none",
        "mine: there is no parameter 'minimum'; did you mean minimum_age? There are also_deceased, listed, minimum_age",
        "mine: there is no assumption 'old'; there are young",
    ]


@pytest.mark.parametrize("given", [True, 50.5, "fifty", "-50", None, ""])
def test_a_number_is_a_whole_number(tmp_path: Path, given: object) -> None:
    with pytest.raises(PackError, match="a whole number from 40 to 65"):
        load_pack(write(tmp_path, GOOD)).with_settings({"minimum_age": given})


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    text = (
        GOOD.replace('title = "Mine"\n', "colour = 1\n")
        .replace('"dismiss"', '"forgive"')
        .replace("value = 50", "value = 30")
    )
    found = mistakes(tmp_path, text + "\n[[rules]]\n")
    assert "mine/pack.toml: title: is missing" in found
    assert "mine/pack.toml: colour: there is no such key" in found
    assert any(
        "rule number 1 determination: found 'forgive'" in mistake and "'dismiss'" in mistake for mistake in found
    )
    assert any("parameters minimum_age" in mistake and "from 40 to 65" in mistake for mistake in found)
    assert any("rules: there is no such table; did you mean rule" in mistake for mistake in found)


def test_conditions_and_names_are_looked_at(tmp_path: Path) -> None:
    text = GOOD.replace(":minimum_age", ":minimum_ag").replace('when = "TRUE"', 'when = "age_now IS NULL"')
    text += '\n[[rule]]\nid = "old"\nwhen = "TRUE"\ndetermination = "review"\nreason = "Old"\n'
    found = mistakes(tmp_path, text)
    assert any("rule old: this id is used twice" in mistake for mistake in found)
    assert any("there is no parameter :minimum_ag; did you mean minimum_age" in mistake for mistake in found)
    assert any("'IS' is not allowed in a condition" in mistake for mistake in found)


def test_what_is_not_toml_is_refused(tmp_path: Path) -> None:
    assert "is not TOML" in mistakes(tmp_path, "[pack")[0]


def test_a_folder_without_a_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"has no pack\.toml"):
        load_pack(tmp_path)


def test_presumptions_of_the_law_are_on_from_the_start() -> None:
    assert load_pack("ca-prop64-statute").assumed == ("no-sale-to-minor", "no-import-or-export")
    assert load_pack("ca-la-2020-pilot").assumed == ()


def test_mistakes_in_cases_are_named(tmp_path: Path) -> None:
    folder = write(tmp_path, GOOD)
    (folder / "cases.toml").write_text(
        '[[case]]\nname = "A"\nfact = 1\nexpect = { determination = "free" }\n[[cases]]\n', encoding="utf-8"
    )
    with pytest.raises(PackError) as refused:
        load_cases(folder)
    assert any("case number 1 fact: there is no such key" in mistake for mistake in refused.value.mistakes)
    assert any("case number 1 expect determination: found 'free'" in mistake for mistake in refused.value.mistakes)
    assert any("cases: there is no such table; did you mean case" in mistake for mistake in refused.value.mistakes)
