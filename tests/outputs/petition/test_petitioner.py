"""The petitioner file: what it may hold, and what a mistake in it says, without telling who anybody is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.outputs.petition.people import ALONE, FILED, filed
from vacatur.errors import UsageError
from vacatur.outputs.petition.petitioner import (
    Attorney,
    Choices,
    Courthouse,
    Party,
    SelfRepresented,
    Server,
    Signature,
    chosen,
    template,
)


def refusal(folder: Path, text: str) -> list[str]:
    with pytest.raises(UsageError) as refused:
        filed(folder, text)
    return [line.removeprefix(f"{folder / 'petitioner.toml'}: ") for line in str(refused.value).splitlines()]


def test_the_template_is_itself_a_petitioner_file(tmp_path: Path) -> None:
    found = filed(tmp_path, template())
    assert found.attorney is not None and found.attorney.name == "[NAME OF ATTORNEY]"
    assert "choices.waive_appearance" in found.placeholders()


def test_every_setting_stands_in_the_template_optional_ones_behind_a_hash() -> None:
    tables = tomllib.loads(re.sub(r"(?m)^# (?=\[|[a-z_]+ = )", "", template()))
    county = "Los Angeles"
    assert set(tables["attorney"]) == set(Attorney.model_fields)
    assert set(tables["self_represented"]) == set(SelfRepresented.model_fields)
    assert set(tables["choices"]) == set(Choices.model_fields)
    assert set(tables["server"]) == set(Server.model_fields)
    assert set(tables["signature"]) == set(Signature.model_fields)
    assert set(tables["prosecutors"][county]) == set(Party.model_fields)
    assert set(tables["courts"][county]) - {"at"} == set(Courthouse.model_fields)


def test_a_template_has_tables_for_each_county_once(tmp_path: Path) -> None:
    found = filed(tmp_path, template(["SAN DIEGO", "Alameda", "San Diego County"]))
    assert list(found.courts) == list(found.prosecutors) == ["SAN DIEGO", "ALAMEDA"]
    with pytest.raises(UsageError, match="did you mean San Diego"):
        template(["San Digo"])


def test_mistakes_are_collected_and_named_by_key(tmp_path: Path) -> None:
    text = (
        FILED.replace('zip = "90012"', 'zip = "9001"')
        .replace('state = "CA"', 'state = "California"')
        .replace('waive_appearance = "no"', 'waive_appearance = "maybe"')
        .replace('method = "mail"', 'method = "pigeon"')
        .replace('telephone = "213-555-0100"\n', "")
        .replace("fax =", "faxx =")
        .replace('[courts."Los Angeles"]', '[courts."Los Angles"]')
    )
    assert refusal(tmp_path, text) == [
        'attorney.state: must be the two letters of a state, such as "CA"',
        "attorney.zip: must be a ZIP code of five digits, or of five and four",
        "attorney.telephone: is missing",
        "attorney.faxx: there is no such key; did you mean fax? allowed: name, street, city, state, zip, "
        "state_bar_number, firm, telephone, fax, email, attorney_for",
        'choices.waive_appearance: must be "yes" or "no", or a placeholder in [BRACKETS]',
        'server.method: must be "mail" or "personal"',
        "courts.Los Angles: must be the name of a county of California; did you mean Los Angeles?",
        "courts.Los Angeles.street: is missing",
        "courts.Los Angeles.city: is missing",
    ]


def test_a_mistake_repeats_no_value(tmp_path: Path) -> None:
    text = FILED.replace('name = "Bea Imaginary"', 'name = "Bea\\nImaginary"')
    sentence = "\n".join(refusal(tmp_path, text))
    assert sentence == "attorney.name: must be one line of printable text"


@pytest.mark.parametrize("text", [ALONE + FILED[: FILED.index("[choices]")], FILED[FILED.index("[choices]") :]])
def test_either_an_attorney_files_or_the_person(tmp_path: Path, text: str) -> None:
    (sentence,) = refusal(tmp_path, text)
    assert sentence.startswith("who files must be said by one of the tables [attorney] and [self_represented]")


@pytest.mark.parametrize("choice", ["waive_original_judge", "waive_appearance", "ask_for_hearing"])
def test_what_a_person_gives_up_is_chosen_in_so_many_words(tmp_path: Path, choice: str) -> None:
    text = re.sub(rf'{choice} = "\w+"\n', "", FILED)
    assert refusal(tmp_path, text) == [f"choices.{choice}: is missing"]


def test_choices_not_made_are_neither_yes_nor_no(tmp_path: Path) -> None:
    assert set(chosen(filed(tmp_path, template()).choices).values()) == {None}
    assert dict(chosen(filed(tmp_path).choices)) == {
        "waive-original-judge": True,
        "waive-appearance": False,
        "ask-for-hearing": False,
    }


def test_a_county_is_found_however_it_is_written(tmp_path: Path) -> None:
    found = filed(tmp_path, FILED.replace('[prosecutors."Los Angeles"]', '[prosecutors."los angeles county"]'))
    assert found.prosecutor("LOS ANGELES").name == "District Attorney of Los Angeles County"


def test_a_county_without_tables_shows_placeholders(tmp_path: Path) -> None:
    found = filed(tmp_path)
    assert found.prosecutor("ALAMEDA").name == "[NAME OF THE PROSECUTING AGENCY]"
    assert found.courthouse(None, None).street == "[STREET ADDRESS OF THE COURT]"


def test_a_file_that_is_no_toml_or_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "[attorney")[0].startswith("the petitioner file is not TOML")
