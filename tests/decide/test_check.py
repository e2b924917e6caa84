"""`pack check` finds every mistake at once, and names the file, the key and what is allowed."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from vacatur.decide.check import check_pack

PACK = """
[pack]
id = "mine"
title = "Mine"
cite = ["Policy"]
status = "An example"
in_force_from = 2020-01-01
scope = "in_county AND is_prop64"

[parameters.minimum_age]
value = 50
between = [40, 65]
label = "Dismiss when at least this old"

[[rule]]
id = "old"
when = "age_now >= :minimum_age"
determination = "dismiss"
reason = "{minimum_age} years or older"
cite = "Policy"

[[rule]]
id = "otherwise"
when = "TRUE"
determination = "review"
reason = "None applies to HS {section}"
cite = "Policy"
"""

CASES = """
[[case]]
name = "A person of 50 is old enough"
facts = { age_now = 50 }
expect = { determination = "dismiss", rule = "old" }

[[case]]
name = "A person of 49 is not"
facts = { age_now = 49.9 }
expect = { determination = "review", rule = "otherwise" }
"""


def write(folder: Path, pack: str = PACK, cases: str = CASES, name: str = "mine") -> Path:
    written = folder / name
    written.mkdir()
    (written / "pack.toml").write_text(pack, encoding="utf-8")
    (written / "cases.toml").write_text(cases, encoding="utf-8")
    (written / "law.md").write_text("# Mine\n", encoding="utf-8")
    return written


def changed(folder: Path, old: str, new: str) -> list[str]:
    """What is found when one thing in the pack is otherwise."""
    assert old in PACK
    return check_pack(write(folder, PACK.replace(old, new)))


def test_a_sound_pack_has_no_mistake(tmp_path: Path) -> None:
    assert check_pack(write(tmp_path)) == []


def test_what_pack_new_writes_has_no_mistake(tmp_path: Path) -> None:
    with as_file(files("vacatur.cli") / "new_pack") as starter:
        shutil.copytree(starter, tmp_path / "my-county-2020")
    assert check_pack(tmp_path / "my-county-2020") == []


def test_a_pack_that_is_not_there(tmp_path: Path) -> None:
    assert "there is no pack" in check_pack("ca-nowhere")[0]
    assert "has no pack.toml" in check_pack(tmp_path)[0]


def test_an_unknown_fact_is_named_with_the_nearest(tmp_path: Path) -> None:
    (mistake,) = changed(tmp_path, "age_now >=", "age_nwo >=")
    assert mistake.startswith("mine/pack.toml: rule old: when: there is no fact 'age_nwo'; did you mean age_now")


@pytest.mark.parametrize(
    ("condition", "mistake"),
    [
        ("age_now >= '50' AND :minimum_age > 0", "a number is compared with a text"),
        ("age_now AND :minimum_age > 0", "'age_now' is a number; a yes or no is needed there"),
        ("age_now >= :minimum_age AND", "a fact or a value is missing before 'the end'"),
        ("convicted_on > :minimum_age", "a date is compared with a number"),
    ],
)
def test_a_condition_that_does_not_compare(tmp_path: Path, condition: str, mistake: str) -> None:
    assert changed(tmp_path, "age_now >= :minimum_age", condition) == [f"mine/pack.toml: rule old: when: {mistake}"]


def test_a_rule_after_one_that_always_holds(tmp_path: Path) -> None:
    found = changed(tmp_path, 'when = "age_now >= :minimum_age"', 'when = "TRUE"')
    assert "mine/pack.toml: rule otherwise: can never be reached: rule old before it always holds" in found
    assert "mine/pack.toml: parameters minimum_age: no condition uses :minimum_age" in found


def test_a_rule_with_the_condition_of_an_earlier_one(tmp_path: Path) -> None:
    found = changed(tmp_path, 'when = "TRUE"', 'when = "age_now  >=  :minimum_age"')
    assert found == ["mine/pack.toml: rule otherwise: can never be reached: rule old has the same condition"]


def test_a_rule_that_never_holds(tmp_path: Path) -> None:
    assert any("its condition is FALSE" in mistake for mistake in changed(tmp_path, 'when = "TRUE"', 'when = "FALSE"'))


def test_a_parameter_out_of_bounds(tmp_path: Path) -> None:
    (mistake,) = changed(tmp_path, "value = 50", "value = 39")
    assert mistake == "mine/pack.toml: parameters minimum_age: found 39; allowed: a whole number from 40 to 65"


def test_a_missing_citation(tmp_path: Path) -> None:
    (mistake,) = changed(tmp_path, 'cite = "Policy"\n\n', "\n")
    assert mistake == "mine/pack.toml: rule old: cite: is missing; name the law or the document that the rule rests on"


def test_an_unknown_determination_and_an_unknown_key(tmp_path: Path) -> None:
    found = changed(tmp_path, 'determination = "review"', 'determination = "pardon"\ncolour = 1')
    assert any("rule number 2 determination: found 'pardon'" in mistake and "'refer'" in mistake for mistake in found)
    assert "mine/pack.toml: rule number 2 colour: there is no such key" in found


def test_a_reason_that_names_what_is_not_there(tmp_path: Path) -> None:
    (mistake,) = changed(tmp_path, "{section}", "{age_now}")
    assert "{age_now} is neither a parameter nor a text fact; there are code, earlier_relief, minimum_age" in mistake


def test_facts_named_outside_conditions(tmp_path: Path) -> None:
    more = '[[assumption]]\nid = "a"\ntext = "A"\nfact = "age_now"\nvalue = "old"\nwhen = "TRUE"\n'
    more += '[[assumption]]\nid = "b"\ntext = "B"\nfact = "plant"\nvalue = 6\nwhen = "TRUE"\n'
    pack = PACK.replace("scope =", 'floor_when_unknown = ["gram"]\nscope =') + more
    found = check_pack(write(tmp_path, pack))
    assert "mine/pack.toml: assumption a: value: found 'old'; age_now is of type years" in found
    assert any("assumption b: fact: there is no fact 'plant'; did you mean plants" in mistake for mistake in found)
    assert any("floor_when_unknown: there is no fact 'gram'; did you mean grams" in mistake for mistake in found)


def test_a_case_that_fails_says_what_came_out(tmp_path: Path) -> None:
    found = check_pack(write(tmp_path, cases=CASES.replace("age_now = 50", "age_now = 48")))
    assert found == [
        "mine/cases.toml: case 'A person of 50 is old enough': determination: expected 'dismiss', found 'review' "
        "(review by otherwise: None applies to HS 11359)",
        "mine/cases.toml: case 'A person of 50 is old enough': rule: expected 'old', found 'otherwise' "
        "(review by otherwise: None applies to HS 11359)",
    ]


def test_a_rule_without_a_case(tmp_path: Path) -> None:
    found = check_pack(write(tmp_path, cases=CASES[: CASES.index("[[case]]", 5)]))
    assert found == ["mine/cases.toml: rule otherwise: no case expects it to decide"]


def test_no_cases_at_all(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "cases.toml").unlink()
    assert check_pack(folder) == ["mine/cases.toml: cannot be read: No such file or directory"]


def test_the_words_must_be_text(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "law.md").write_bytes(b"\xff\xfe a policy")
    assert check_pack(folder) == ["mine/pack.toml: law.md beside it is not UTF-8 text; save it as such"]


def test_a_condition_deeper_than_can_be_read(tmp_path: Path) -> None:
    found = changed(tmp_path, "age_now >= :minimum_age", "(" * 2_000 + "age_now >= :minimum_age" + ")" * 2_000)
    assert found == ["mine/pack.toml: rule old: when: has too many parentheses, one in another"]


def test_what_a_case_names_must_exist_and_fit(tmp_path: Path) -> None:
    case = """
[[case]]
name = "Wrong"
facts = { age = 50, is_felony = "yes", deceased = true }
unknown = ["deceased"]
settings = { minimum_age = 90 }
assume = ["nothing"]
expect = { determination = "dismiss", rule = "older", notes = ["none"] }
"""
    found = check_pack(write(tmp_path, cases=CASES + case))
    wrong = "mine/cases.toml: case 'Wrong': "
    assert any(mistake.startswith(f"{wrong}there is no fact 'age'; did you mean age_now") for mistake in found)
    assert f"{wrong}is_felony: found 'yes'; it is of type yes/no" in found
    assert f"{wrong}deceased: is both given and unknown" in found
    assert f"{wrong}expect.rule: there is no rule 'older'; did you mean old? There are old, otherwise, scope" in found
    assert f"{wrong}expect.notes: there is no note 'none'; there are none" in found
    assert f"{wrong}mine: minimum_age: found 90; allowed: a whole number from 40 to 65" in found
    assert f"{wrong}mine: there is no assumption 'nothing'; there are none" in found


def test_the_id_is_that_of_the_folder_and_the_law_is_in_words(tmp_path: Path) -> None:
    folder = write(tmp_path, name="other")
    (folder / "law.md").unlink()
    found = check_pack(folder)
    assert "other/pack.toml: pack.id: found 'mine'; the folder is 'other', and the two must be the same" in found
    assert any("law.md" in mistake for mistake in found)


def in_series(folder: Path, name: str, start: str, until: str | None = None) -> Path:
    dates = f"in_force_from = {start}\n" + (f"in_force_until = {until}\n" if until else "") + 'series = "mine"'
    pack = PACK.replace('id = "mine"', f'id = "{name}"').replace("in_force_from = 2020-01-01", dates)
    return write(folder, pack, name=name)


def test_packs_of_a_series_follow_each_other_without_gap_or_overlap(tmp_path: Path) -> None:
    first = in_series(tmp_path, "mine-2020", "2020-01-01", "2020-12-31")
    second = in_series(tmp_path, "mine-2021", "2021-01-01", "2021-12-31")
    third = in_series(tmp_path, "mine-2022", "2022-02-01", "2022-11-30")
    fourth = in_series(tmp_path, "mine-2023", "2022-11-01")
    assert check_pack(first) == []
    assert check_pack(second) == [
        "mine-2021/pack.toml: pack.series: mine-2021: gap in dates in force: until 2021-12-31, "
        "and mine-2022 from 2022-02-01"
    ]
    assert len(check_pack(third)) == 2
    assert "overlap in dates in force: until 2022-11-30" in check_pack(fourth)[0]


def test_open_ends_within_a_series_overlap(tmp_path: Path) -> None:
    in_series(tmp_path, "mine-2020", "2020-01-01")
    assert "mine-2020 and mine-2021 overlap" in check_pack(in_series(tmp_path, "mine-2021", "2021-01-01"))[0]


def test_last_day_before_first_day(tmp_path: Path) -> None:
    found = changed(tmp_path, "in_force_from = 2020-01-01", "in_force_from = 2020-01-01\nin_force_until = 2019-01-01")
    assert found == ["mine/pack.toml: pack.in_force_until: 2019-01-01 is before in_force_from, 2020-01-01"]
