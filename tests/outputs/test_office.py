"""The office file: what it may hold, what a mistake in it says, and that what is missing shows."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from vacatur.errors import UsageError
from vacatur.outputs.office import (
    Attorney,
    Case,
    Court,
    Letters,
    Motion,
    PublicDefender,
    load_office,
    placeholder_office,
    template,
)

LONG_BEACH = """
[prosecutors.city-long-beach]
office = "Office of the Long Beach City Prosecutor"
attorney = "Ada Fictitious"
state_bar_number = "987654"
address = ["1 Ocean Boulevard", "Long Beach, CA 90802"]
telephone = "562-555-0100"
email = "ada@example.org"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "office.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str) -> list[str]:
    with pytest.raises(UsageError) as refused:
        load_office(written(folder, text))
    return [sentence.removeprefix(f"{folder / 'office.toml'}: ") for sentence in str(refused.value).splitlines()]


def test_the_template_is_itself_an_office_file(tmp_path: Path) -> None:
    assert load_office(written(tmp_path, template("LOS ANGELES"))) == placeholder_office("LOS ANGELES")


def test_the_county_is_written_as_a_caption_writes_it() -> None:
    assert placeholder_office("SAN LUIS OBISPO").court.county == "San Luis Obispo"


def test_every_setting_stands_in_the_template_optional_ones_behind_a_hash() -> None:
    tables = tomllib.loads(re.sub(r"(?m)^# (?=\[|[a-z_]+ = )", "", template()))
    assert set(tables["court"]) == set(Court.model_fields)
    assert set(tables["case"]) == set(Case.model_fields)
    assert set(tables["motion"]) == set(Motion.model_fields)
    assert set(tables["public_defender"]) == set(PublicDefender.model_fields)
    assert set(tables["district_attorney"]) == set(Attorney.model_fields)
    assert set(tables["letters"]) == set(Letters.model_fields)


def test_whatever_the_office_has_to_fill_in_is_a_placeholder_and_is_named() -> None:
    assert placeholder_office("LOS ANGELES").placeholders() == [
        "court.street",
        "court.city",
        "case.number",
        "motion.beyond_the_statute",
        "motion.sealing",
        "district_attorney.attorney",
        "district_attorney.state_bar_number",
        "district_attorney.address",
        "district_attorney.telephone",
        "district_attorney.email",
        "public_defender.name",
        "public_defender.telephone",
        "letters.return_address",
        "letters.hotline",
    ]


def test_a_filled_in_value_is_no_placeholder_any_more(tmp_path: Path) -> None:
    text = template("LOS ANGELES").replace('number = "[CASE NUMBER]"', 'number = "BH-000001"')
    office = load_office(written(tmp_path, text))
    assert office.case.number == "BH-000001"
    assert "case.number" not in office.placeholders()


def test_a_hearing_is_a_date_and_a_time(tmp_path: Path) -> None:
    text = template().replace("# hearing_date", "hearing_date").replace("# hearing_time", "hearing_time")
    office = load_office(written(tmp_path, text))
    assert (office.court.hearing_date, office.court.hearing_time) == (date(2020, 2, 11), "8:30 a.m.")


def test_a_prosecutor_signs_for_itself(tmp_path: Path) -> None:
    office = load_office(written(tmp_path, template() + LONG_BEACH))
    assert office.attorney("city-long-beach").attorney == "Ada Fictitious"
    assert office.attorney("da-los-angeles") == office.district_attorney


def test_nobody_signs_for_a_prosecutor_whom_the_file_does_not_name(tmp_path: Path) -> None:
    """The District Attorney's deputy must not stand under a paper of a city's prosecutor."""
    text = template().replace("[NAME OF ATTORNEY]", "Bea Imaginary")
    office = load_office(written(tmp_path, text + LONG_BEACH))
    assert office.attorney("da-los-angeles").attorney == "Bea Imaginary"
    assert office.attorney("city-torrance").attorney == "[NAME OF ATTORNEY]"


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('email = "[EMAIL]"\n', "", "district_attorney.email: is missing"),
        ("[case]", "[cases]", "case: is missing"),
        (
            'telephone = "[TELEPHONE]"',
            'telefone = "x"',
            "district_attorney.telefone: there is no such key; did you mean telephone? allowed: office, head, "
            "attorney, title, state_bar_number, address, telephone, fax, email, attorney_for, case_number",
        ),
        (
            '"[STATE BAR NUMBER]"',
            '"12-345"',
            "district_attorney.state_bar_number: found '12-345'; "
            "it must be the one to six digits of a State Bar number",
        ),
        (
            '"[CASE NUMBER]"',
            '" "',
            "case.number: found ' '; it must not be blank: leave an optional key out, or write a placeholder in "
            "[BRACKETS]",
        ),
        ('"[CASE NUMBER]"', '"A\\nB"', "case.number: found 'A\\nB'; it must be one line of printable text"),
        ('"[CASE NUMBER]"', "12", "case.number: found 12; it should be a valid string"),
        (
            "# order_date = 2020-02-11",
            'order_date = "soon"',
            "letters.order_date: found 'soon'; it should be a valid date",
        ),
    ],
)
def test_a_mistake_is_a_sentence_with_file_key_and_what_is_allowed(
    tmp_path: Path, before: str, after: str, sentence: str
) -> None:
    assert before in template()
    assert sentence in refusal(tmp_path, template().replace(before, after))


def test_what_the_motion_says_may_run_over_lines(tmp_path: Path) -> None:
    text = re.sub(r'(?s)sealing = """.*?"""', 'sealing = """\nThe records are\n  confidential."""', template())
    assert load_office(written(tmp_path, text)).motion.sealing == "The records are confidential."


def test_an_office_file_without_the_motions_own_words_gets_placeholders(tmp_path: Path) -> None:
    text = re.sub(r"(?s)\[motion\].*?(?=# The attorney who signs)", "", template())
    assert load_office(written(tmp_path, text)).motion == Motion() == placeholder_office("LOS ANGELES").motion


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = template().replace('telephone = "[TELEPHONE]"\n', "").replace('hotline = "[TELEPHONE FOR QUESTIONS]"\n', "")
    assert refusal(tmp_path, text) == ["district_attorney.telephone: is missing", "letters.hotline: is missing"]


def test_a_file_that_is_not_toml_or_not_there_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path, "[court")[0].startswith("the office file is not TOML: ")
    with pytest.raises(UsageError, match=r"nowhere\.toml: the office file cannot be read: No such file or directory\."):
        load_office(tmp_path / "nowhere.toml")


@pytest.mark.parametrize("named", ["Los Angeles", "LOS ANGELES", "los angeles county", "[COUNTY]"])
def test_a_countys_own_office_file_is_its_own(tmp_path: Path, named: str) -> None:
    text = template("LOS ANGELES").replace('county = "Los Angeles"', f'county = "{named}"')
    assert load_office(written(tmp_path, text), "LOS ANGELES").court.county == named


def test_papers_of_a_county_are_not_captioned_for_another(tmp_path: Path) -> None:
    path = written(tmp_path, template("ORANGE"))
    with pytest.raises(UsageError, match=r"court\.county: found 'Orange'; the results are of Los Angeles County\. "):
        load_office(path, "LOS ANGELES")


def test_a_prosecutor_whom_the_county_has_not_is_refused_with_those_it_has(tmp_path: Path) -> None:
    path = written(tmp_path, template("LOS ANGELES") + LONG_BEACH.replace("long-beach", "long-beech"))
    with pytest.raises(UsageError, match=r"prosecutors\.city-long-beech: nobody of that id .*city-long-beach"):
        load_office(path, "LOS ANGELES")


def test_what_the_type_of_the_papers_lacks_is_refused(tmp_path: Path) -> None:
    text = template("LOS ANGELES").replace("[NAME OF ATTORNEY]", "Ada 王")
    assert refusal(tmp_path, text)[0].endswith("it must be in letters that the papers' type has, and it lacks 王")


def test_no_line_of_an_address_is_said_in_plain_words(tmp_path: Path) -> None:
    text = re.sub(r"(?m)^address = .*", "address = []", template("LOS ANGELES"))
    assert refusal(tmp_path, text) == ["district_attorney.address: found []; it must have one to four lines"]
