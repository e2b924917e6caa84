"""The options file of the Clear My Record wizard, read as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vacatur.errors import PackError
from vacatur.law.options import PACK, read_options
from vacatur.law.pack import load_pack
from vacatur.request import choose_packs

WIZARD = {
    "baselineEligibility": {"dismiss": ["11357", "11358"], "reduce": ["11359", "11360"]},
    "additionalRelief": {
        "subjectUnder21AtConviction": False,
        "subjectAgeThreshold": 0,
        "yearsSinceConvictionThreshold": 5,
        "yearsCrimeFreeThreshold": 5,
        "subjectHasOnlyProp64Charges": True,
        "subjectIsDeceased": False,
    },
}


def write(folder: Path, options: object) -> Path:
    path = folder / "options.json"
    path.write_text(json.dumps(options), encoding="utf-8")
    return path


def mistakes(folder: Path, options: object) -> list[str]:
    with pytest.raises(PackError) as refused:
        read_options(write(folder, options))
    return refused.value.mistakes


def test_every_option_becomes_the_parameter_of_its_name(tmp_path: Path) -> None:
    assert read_options(write(tmp_path, WIZARD)) == {
        "dismiss_sections": ["11357", "11358"],
        "reduce_sections": ["11359", "11360"],
        "subject_under_21_at_conviction": False,
        "subject_has_only_prop64_charges": True,
        "subject_is_deceased": False,
        "subject_age_threshold": 0,
        "years_since_conviction_threshold": 5,
        "years_crime_free_threshold": 5,
    }


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ({"reduce_sections": "11359"}, ["11359 is in both lists"]),
        ({"dismiss_sections": "11357,11358,11360"}, ["11359 is in neither list"]),
        ({"dismiss_sections": "11357,11358,11360", "reduce_sections": "11359"}, []),
        ({"subject_age_threshold": "55"}, []),
    ],
)
def test_settings_are_held_to_what_an_options_file_is(settings: dict[str, object], wrong: list[str]) -> None:
    """A section is dismissed or reduced: not both, nor neither."""
    rest = "; it must be in one of dismiss_sections and reduce_sections"
    try:
        choose_packs([PACK], settings, (), None)
        found = []
    except PackError as refused:
        found = refused.mistakes
    assert found == [f"{PACK}: {each}{rest}" for each in wrong]


def test_the_settings_fit_the_pack(tmp_path: Path) -> None:
    settings = read_options(write(tmp_path, WIZARD))
    assert load_pack(PACK).with_settings(settings).values() == settings


def test_an_option_that_is_left_out_is_off(tmp_path: Path) -> None:
    settings = read_options(write(tmp_path, {"baselineEligibility": {"dismiss": ["11357", "11358", "11359", "11360"]}}))
    assert settings["years_since_conviction_threshold"] == 0
    assert settings["subject_has_only_prop64_charges"] is False
    assert settings["reduce_sections"] == []


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("subjectAgeThreshold", 39, "from 40 to 65"),
        ("subjectAgeThreshold", 66, "from 40 to 65"),
        ("subjectAgeThreshold", True, "from 40 to 65"),
        ("yearsSinceConvictionThreshold", 16, "from 1 to 15"),
        ("yearsCrimeFreeThreshold", -1, "from 1 to 15"),
        ("yearsCrimeFreeThreshold", "5", "from 1 to 15"),
        ("subjectIsDeceased", "yes", "true, false"),
    ],
)
def test_a_value_out_of_range_is_refused_and_named(tmp_path: Path, key: str, value: object, allowed: str) -> None:
    options = {**WIZARD, "additionalRelief": {key: value}}
    (mistake,) = mistakes(tmp_path, options)
    assert mistake.startswith(f"options.json: additionalRelief.{key}: found {value!r}; allowed: ")
    assert allowed in mistake


@pytest.mark.parametrize("number", [0, 40, 65])
def test_bounds_are_within_range(tmp_path: Path, number: int) -> None:
    settings = read_options(write(tmp_path, {**WIZARD, "additionalRelief": {"subjectAgeThreshold": number}}))
    assert settings["subject_age_threshold"] == number


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    options = {
        "baselineEligibility": {"dismiss": ["11357", "11358", "459"], "reduce": ["11358", "11359"], "keep": []},
        "additionalRelief": {"subjectOverAge": 50},
        "more": 1,
    }
    assert mistakes(tmp_path, options) == [
        "options.json: more: there is no such option; allowed: baselineEligibility, additionalRelief",
        "options.json: baselineEligibility.keep: there is no such option; allowed: dismiss, reduce",
        "options.json: baselineEligibility.dismiss: found '459'; allowed: 11357, 11358, 11359, 11360",
        "options.json: baselineEligibility: 11358 is in both lists; it must be in one of dismiss and reduce",
        "options.json: baselineEligibility: 11360 is in neither list; it must be in one of dismiss and reduce",
        "options.json: additionalRelief.subjectOverAge: there is no such option; allowed: subjectUnder21AtConviction, "
        "subjectHasOnlyProp64Charges, subjectIsDeceased, subjectAgeThreshold, yearsSinceConvictionThreshold, "
        "yearsCrimeFreeThreshold",
    ]


@pytest.mark.parametrize(
    "options", [[], "x", {"baselineEligibility": []}, {"baselineEligibility": {"dismiss": "11357"}}, {}]
)
def test_what_is_no_options_file_is_refused(tmp_path: Path, options: object) -> None:
    assert mistakes(tmp_path, options)


def test_what_is_not_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "options.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(PackError, match="is not JSON"):
        read_options(path)
    with pytest.raises(PackError, match="cannot be read"):
        read_options(tmp_path / "none.json")
