"""Forms of the Judicial Council: recognized by their fields, filled in by what the pages show, read back."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PdfReadError
from pypdf.generic import NameObject, TextStringObject

from tests.outputs.petition.blanks import Field, blank, fields_of, map_of
from tests.outputs.petition.people import ALONE, BURGLARY, FILED, POSSESSION, SALE, SERVED, application, filed
from tests.outputs.petition.shown import Seen
from vacatur.errors import UsageError, VacaturError
from vacatur.outputs.petition.application import Application, Family, Remedy
from vacatur.outputs.petition.forms import filling
from vacatur.outputs.petition.forms.blank import read_blank, read_blanks
from vacatur.outputs.petition.forms.filling import fill, homeless, unknown_fields
from vacatur.outputs.petition.forms.maps import field_maps
from vacatur.outputs.petition.forms.values import values_of
from vacatur.outputs.petition.forms.widgets import widgets_of

TOP = "topmostSubform[0].Page1[0]"
OLD = f"{TOP}.Caption_sf[0]"
ON_THE_PAGE_ALONE = ("AttyBarNo_dc", "AttyFirm_ft", "Fax_ft", "AttyFor_ft")
EDITIONS = [(each.form, each.edition) for each in field_maps()]


def filled(
    folder: Path, form: str, edition: str, asked: Application, text: str = FILED, **more: object
) -> tuple[bytes, dict[str, tuple[int, tuple[float, float, float, float]]]]:
    """A form filled in, and the places of its fields."""
    path = blank(folder / "blank.pdf", fields_of(form, edition, **more))  # type: ignore[arg-type]
    found = read_blank(path)
    content = fill(found, values_of(asked, filed(folder, text), found.fields.family))
    return content, places(content)


def places(content: bytes) -> dict[str, tuple[int, tuple[float, float, float, float]]]:
    found = {}
    for widget in widgets_of(PdfReader(io.BytesIO(content))):
        corners = [float(each) for each in widget.annotation["/Rect"]]  # type: ignore[union-attr]
        found[widget.name] = (widget.page, (corners[0], corners[1], corners[2], corners[3]))
    return found


def test_what_the_page_shows_of_a_form_of_2017_whose_tree_lacks_fields(tmp_path: Path) -> None:
    """Firm, bar number and fax stand on the page alone: who fills in by the tree of fields leaves them blank."""
    content, at = filled(tmp_path, "CR-400", "2017", application(SALE), unlinked=ON_THE_PAGE_ALONE)
    seen = Seen(content)
    told = {
        "AttyInfo[0].AttyName_ft[0]": "Bea Imaginary",
        "AttyInfo[0].AttyBarNo_dc[0]": "987654",
        "AttyInfo[0].AttyFirm_ft[0]": "Fictitious Legal Aid",
        "AttyInfo[0].AttyStreet_ft[0]": "1 Example Street",
        "AttyInfo[0].AttyState_ft[0]": "CA",
        "AttyInfo[0].Fax_ft[0]": "213-555-0101",
        "AttyInfo[0].AttyFor_ft[0]": "Ada B. Fictitious",
        "Stamp[0].CaseNumber_ft[0]": "BA012345",
        "CaseName[0].Defendant_ft[0]": "Ada B. Fictitious",
    }
    assert {name: seen.text(*at[f"{OLD}.{name}"]) for name in told} == told


def test_a_tree_of_fields_would_not_have_found_them(tmp_path: Path) -> None:
    path = blank(tmp_path / "blank.pdf", fields_of("CR-400", "2017", unlinked=ON_THE_PAGE_ALONE))
    by_tree = PdfReader(path).get_fields() or {}
    assert f"{OLD}.AttyInfo[0].AttyName_ft[0]" in by_tree
    assert not [name for name in by_tree if any(part in name for part in ON_THE_PAGE_ALONE)]


def boxes(content: bytes, at: dict[str, tuple[int, tuple[float, float, float, float]]]) -> set[str]:
    """Names of the boxes that are seen checked."""
    seen = Seen(content)
    kinds = {each.name for each in widgets_of(PdfReader(io.BytesIO(content))) if each.is_box}
    return {name for name, place in at.items() if name in kinds and seen.ink(*place) > 20}


@pytest.mark.parametrize("on", ["Yes", "1", "On"])
def test_boxes_of_an_application_for_a_completed_sentence(tmp_path: Path, on: str) -> None:
    """The state under which a box is checked is the one that the blank has a picture for."""
    checked = boxes(*filled(tmp_path, "CR-400", "2017", application(SALE, POSSESSION), on=on))
    assert checked == {
        f"{OLD}.DefendantInfo[0].#area[1].Checkbox[1]",  # 11361.8(f)
        f"{TOP}.Checkbox[0]",  # application
        f"{TOP}.Checkbox[2]",  # 11357
        f"{TOP}.Checkbox[4]",  # 11359
        f"{TOP}.Checkbox[7]",  # waives the original judge, and keeps the right to attend
    }


def test_boxes_of_a_petition_for_a_sentence_being_served(tmp_path: Path) -> None:
    checked = boxes(*filled(tmp_path, "CR-400", "2024", application(SERVED)))
    at = "CR-400[0].Page1[0]"
    assert checked == {
        f"{at}.P1Caption[0].FormTitle[0].#area[0].Checkbox[0]",
        f"{at}.LI1[0].li1d[0].Checkbox[0]",
        f"{at}.LI2[0].li2a[0].Checkbox[0]",
        f"{at}.LI3[0].li3[0].Checkbox[0]",
    }


def test_a_case_with_both_checks_both(tmp_path: Path) -> None:
    checked = boxes(*filled(tmp_path, "CR-400", "2024", application(SALE, SERVED)))
    assert {"CR-400[0].Page1[0].LI2[0].li2a[0].Checkbox[0]", "CR-400[0].Page1[0].LI2[0].li2b[0].Checkbox[0]"} <= checked


def test_of_a_sentence_that_may_be_over_neither_kind_is_checked(tmp_path: Path) -> None:
    checked = boxes(*filled(tmp_path, "CR-400", "2024", application(replace(SALE, serving=None))))
    assert not [name for name in checked if "LI2" in name or "FormTitle" in name]


def test_nobody_waives_for_a_person_who_has_not_chosen(tmp_path: Path) -> None:
    text = FILED.replace('waive_original_judge = "yes"', 'waive_original_judge = "[YES OR NO]"')
    checked = boxes(*filled(tmp_path, "CR-400", "2024", application(SALE), text))
    assert not [name for name in checked if "LI3" in name or "LI4" in name]


def test_the_rows_of_a_petition_for_dismissal(tmp_path: Path) -> None:
    theft = replace(
        BURGLARY, section="484", subdivision="(a)", severity="misdemeanor", reducible=None, to_infraction=True
    )
    content, at = filled(tmp_path, "CR-180", "2019", application(BURGLARY, theft))
    seen = Seen(content)
    assert [seen.text(*at[f"Field{number}"]) for number in range(17, 28)] == [
        "02/01/2003", "Penal", "459", "felony", "yes", "no", "Penal", "484(a)", "misdemeanor", "", "yes",
    ]  # fmt: skip
    assert boxes(content, at) == {"Field43", "Field44"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"ground": "discharged"}, {"pc-1203.4", "pc-1203.4.discharged"}),
        ({"ground": None}, {"pc-1203.4"}),
        ({"remedies": (Remedy.PC_1203_4A,)}, {"pc-1203.4a", "pc-1203.4a.fulfilled"}),
        ({"remedies": (Remedy.PC_1203_41,), "term": "prison"}, {"pc-1203.41", "pc-1203.41.prison"}),
        ({"remedies": (Remedy.PC_1203_42,)}, {"pc-1203.42"}),
        ({"remedies": (Remedy.PC_17B,)}, set()),
    ],
)
def test_the_items_of_a_petition_for_dismissal(tmp_path: Path, change: dict[str, object], expected: set[str]) -> None:
    content, at = filled(tmp_path, "CR-180", "2024", application(replace(BURGLARY, **change)))  # type: ignore[arg-type]
    value_of = {place.field: place.value for place in map_of("CR-180", "2024").places}
    assert {value_of[name] for name in boxes(content, at)} == expected


def test_a_reason_goes_over_the_lines_of_its_field(tmp_path: Path) -> None:
    reason = "A licence depends on it, and " + "much else besides. " * 8
    text = FILED.replace("A licence depends on it.", reason)
    content, at = filled(tmp_path, "CR-180", "2019", application(replace(BURGLARY, ground="interests")), text)
    assert Seen(content).text(*at["Field47"]) == reason.strip()


def test_a_person_without_an_attorney_files_in_their_own_name(tmp_path: Path) -> None:
    content, at = filled(tmp_path, "CR-180", "2019", application(BURGLARY), ALONE)
    seen = Seen(content)
    assert seen.text(*at["Field1"]) == "Ada B. Fictitious"
    assert seen.text(*at["Field10"]) == "self-represented"
    assert (seen.text(*at["Field74"]), seen.text(*at["Field75"])) == ("6 Example Street", "Pasadena, CA 91101")


def test_names_in_any_alphabet_are_seen(tmp_path: Path) -> None:
    """A form's own type has Western letters at most."""
    name = "Žofia Núñez-Иванова"
    content, at = filled(tmp_path, "CR-400", "2024", application(SALE, defendant=name))
    assert Seen(content).text(*at["CR-400[0].Page1[0].P1Caption[0].Party[0].Party2[0]"]) == name


def test_a_courthouse_of_its_own_address_is_the_court(tmp_path: Path) -> None:
    asked = application(SALE, court="Superior Court, Los Angeles (Van Nuys)")
    content, at = filled(tmp_path, "CR-400", "2024", asked)
    assert Seen(content).text(*at["CR-400[0].Page1[0].P1Caption[0].CourtInfo[0].CrtStreet[0]"]) == "5 Example Street"


def test_the_heads_of_later_pages_are_filled_in_too(tmp_path: Path) -> None:
    """In the Council's file a script copies them, which nobody runs."""
    content, at = filled(tmp_path, "CR-180", "2024", application(BURGLARY))
    seen = Seen(content)
    for page in ("Page2", "Page3"):
        assert seen.text(*at[f"CR-180[0].{page}[0].pXCaption[0].CaseNumber1[0]"]) == "BA012345"


@pytest.mark.parametrize(("form", "edition"), EDITIONS)
def test_every_edition_shows_every_text_that_is_put_into_it(tmp_path: Path, form: str, edition: str) -> None:
    found = read_blank(blank(tmp_path / "blank.pdf", fields_of(form, edition)))
    asked = application(SALE, BURGLARY, birth_date=BURGLARY.convicted_on)
    values = values_of(asked, filed(tmp_path), found.fields.family)
    content = fill(found, values)
    seen, at = Seen(content), places(content)
    for place in found.fields.places:
        value = values.get(place.value)
        if isinstance(value, str):
            assert seen.text(*at[place.field]) == value, place
        elif place.value != "filer.name":
            assert bool(value) == (seen.ink(*at[place.field]) > 20), place


def test_a_form_is_recognized_by_its_fields_whatever_its_name(tmp_path: Path) -> None:
    path = blank(tmp_path / "CR-180.pdf", fields_of("CR-400", "2017"))
    found = read_blank(path).fields
    assert (found.form, found.edition) == ("CR-400", "New July 1, 2017")


def test_the_fields_of_each_edition_are_those_of_one_edition_only() -> None:
    for each in field_maps():
        names = {place.field for place in each.places} | set(each.sure_by)
        assert [other for other in field_maps() if other.recognizes(names)] == [each]


def test_every_value_that_a_map_names_is_one_that_is_known(tmp_path: Path) -> None:
    known, petitioner = set(), filed(tmp_path)
    for remedy in Remedy:
        for ground in ("fulfilled", "discharged", "interests"):
            for term in ("split", "straight", "prison"):
                each = replace(BURGLARY, remedies=(remedy,), ground=ground, term=term)
                asked = application(*[each] * 5, birth_date=BURGLARY.convicted_on)
                known |= set(values_of(asked, petitioner, remedy.family))
    for each in field_maps():
        assert {place.value for place in each.places} <= known, each.form


def refusal(path: Path) -> str:
    with pytest.raises(UsageError) as refused:
        read_blank(path)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_an_unknown_form_is_refused(tmp_path: Path) -> None:
    path = blank(tmp_path / "CR-400.pdf", [Field("Name"), Field("Case")])
    assert "its fields are those of no form that Vacatur can fill in" in refusal(path)


def test_a_form_without_fields_is_refused(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(612, 792)
    writer.write(tmp_path / "scan.pdf")
    assert "no form that Vacatur can fill in" in refusal(tmp_path / "scan.pdf")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"not a PDF at all", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>"])
def test_what_is_no_pdf_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "blank.pdf"
    path.write_bytes(content)
    assert "Give the blank form as PDF" in refusal(path)


@pytest.mark.parametrize("part", range(1, 10))
def test_a_file_that_breaks_off_is_refused_or_read_whole(tmp_path: Path, part: int) -> None:
    whole = blank(tmp_path / "whole.pdf", fields_of("CR-400", "2024")).read_bytes()
    path = tmp_path / "part.pdf"
    path.write_bytes(whole[: len(whole) * part // 10])
    assert "Give" in refusal(path)


def test_a_form_that_is_damaged_where_nothing_is_filled_in_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(**_: object) -> None:
        raise PdfReadError("an object breaks off")

    found = read_blank(blank(tmp_path / "blank.pdf", fields_of("CR-400", "2024")))
    monkeypatch.setattr(filling, "PdfWriter", damaged)
    with pytest.raises(UsageError, match="structure is damaged"):
        fill(found, values_of(application(SALE), filed(tmp_path), Family.CANNABIS))


def test_a_damaged_form_is_refused_in_one_sentence_and_no_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = blank(tmp_path / "whole.pdf", fields_of("CR-400", "2024")).read_bytes()
    path = tmp_path / "blank.pdf"
    path.write_bytes(whole.replace(b"startxref", b"startxxxx").replace(b"/Widget", b"/Wodget"))
    refusal(path)
    assert capsys.readouterr() == ("", "")


def test_a_form_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "the form cannot be read" in refusal(tmp_path / "nowhere.pdf")


def test_a_form_that_opens_with_a_password_is_refused(tmp_path: Path) -> None:
    path = blank(tmp_path / "blank.pdf", fields_of("CR-400", "2024"), password="secret")
    assert "opens with a password only" in refusal(path)


def test_a_form_that_an_owner_locked_is_filled_in(tmp_path: Path) -> None:
    path = blank(tmp_path / "blank.pdf", fields_of("CR-400", "2024"), password="")
    assert PdfReader(path).is_encrypted
    found = read_blank(path)
    content = fill(found, values_of(application(SALE), filed(tmp_path), Family.CANNABIS))
    assert not PdfReader(io.BytesIO(content)).is_encrypted
    assert Seen(content).text(*places(content)["CR-400[0].Page1[0].P1Caption[0].Party[0].Party2[0]"])


def test_a_form_that_is_filled_in_already_is_refused(tmp_path: Path) -> None:
    content, _ = filled(tmp_path, "CR-400", "2024", application(SALE))
    path = tmp_path / "filled.pdf"
    path.write_bytes(content)
    assert "is filled in already" in refusal(path)


def test_one_form_is_given_once(tmp_path: Path) -> None:
    older = blank(tmp_path / "a.pdf", fields_of("CR-400", "2017"))
    newer = blank(tmp_path / "b.pdf", fields_of("CR-400", "2024"))
    with pytest.raises(UsageError, match="Give one blank of each form"):
        read_blanks([older, newer])


def test_nothing_is_left_that_would_show_another_form(tmp_path: Path) -> None:
    """Adobe's programs show the second form (XFA) of a file instead of the one that is filled in."""
    content, _ = filled(tmp_path, "CR-400", "2024", application(SALE))
    root = PdfReader(io.BytesIO(content)).trailer["/Root"]
    assert "/XFA" not in root["/AcroForm"] and root["/AcroForm"]["/NeedAppearances"] == False  # type: ignore[index,operator]  # noqa: E712
    assert b"a second form" not in content


def test_the_same_form_and_values_give_the_same_bytes(tmp_path: Path) -> None:
    first, _ = filled(tmp_path, "CR-180", "2024", application(BURGLARY))
    second, _ = filled(tmp_path, "CR-180", "2024", application(BURGLARY))
    assert first == second
    assert b"/CreationDate" not in first and b"/ModDate" not in first


def test_a_blank_that_lacks_a_field_is_refused_by_the_fields_name(tmp_path: Path) -> None:
    fields = [each for each in fields_of("CR-400", "2024") if "CaseNumber" not in each.name]
    found = read_blank(blank(tmp_path / "blank.pdf", fields))
    with pytest.raises(UsageError, match=r"has no field CR-400\[0\].*CaseNumber"):
        fill(found, values_of(application(SALE), filed(tmp_path), Family.CANNABIS))


def test_a_field_with_the_last_part_of_its_name_alone_is_found(tmp_path: Path) -> None:
    """A field that no tree knows may have lost the parts above it."""
    long = f"{OLD}.AttyInfo[0].AttyFirm_ft[0]"
    fields = [
        replace(each, name="AttyFirm_ft[0]") if each.name == long else each for each in fields_of("CR-400", "2017")
    ]
    found = read_blank(blank(tmp_path / "blank.pdf", fields))
    content = fill(found, values_of(application(SALE), filed(tmp_path), Family.CANNABIS))
    assert Seen(content).text(*places(content)["AttyFirm_ft[0]"]) == "Fictitious Legal Aid"


def test_a_field_with_two_places_shows_its_text_in_both(tmp_path: Path) -> None:
    name = "CR-400[0].Page1[0].P1Caption[0].HeaderSub[0].CaseNumber[0].CaseNumber[0]"
    fields = [replace(each, kids=2) if each.name == name else each for each in fields_of("CR-400", "2024")]
    found = read_blank(blank(tmp_path / "blank.pdf", fields))
    content = fill(found, values_of(application(SALE), filed(tmp_path), Family.CANNABIS))
    seen = Seen(content)
    both = [each for each in widgets_of(PdfReader(io.BytesIO(content))) if each.name == name]
    assert len(both) == 2
    for widget in both:
        corners = [float(each) for each in widget.annotation["/Rect"]]  # type: ignore[union-attr]
        assert seen.text(widget.page, tuple(corners)) == "BA012345"  # type: ignore[arg-type]


def test_a_text_that_no_type_makes_fit_names_its_field_and_nobody(tmp_path: Path) -> None:
    name = "Adamantina " * 14
    with pytest.raises(UsageError) as refused:
        filled(tmp_path, "CR-400", "2024", application(SALE, defendant=name.strip()))
    assert "AttyFor[0] of the form has no room for 153 characters" in str(refused.value)
    assert "Adamantina" not in str(refused.value)


def test_a_text_of_too_many_characters_names_its_field(tmp_path: Path) -> None:
    text = FILED.replace('state = "CA"', 'state = "[STATE]"', 1)
    with pytest.raises(UsageError, match=r"State\[0\] takes 2 characters"):
        filled(tmp_path, "CR-400", "2024", application(SALE), text)


def test_a_value_that_cannot_be_read_back_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = TextStringObject("another case")

    def write(widget: filling.Widget, value: str) -> None:
        widget.field[NameObject("/V")] = wrong if value == "BA012345" else TextStringObject(value)

    monkeypatch.setattr(filling, "_write", write)
    with pytest.raises(VacaturError, match=r"CaseNumber\[0\] of CR-400 cannot be read back"):
        filled(tmp_path, "CR-400", "2024", application(SALE))


def test_a_picture_that_shows_something_else_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def swapped(writer: PdfWriter, texts: list[filling.Written]) -> object:
        return drawn(writer, [replace(each, text="X") if each.text == "BA012345" else each for each in texts])

    drawn = filling.pictures
    monkeypatch.setattr(filling, "pictures", swapped)
    with pytest.raises(VacaturError, match=r"CaseNumber\[0\] of CR-400 cannot be read back"):
        filled(tmp_path, "CR-400", "2024", application(SALE))


def test_what_an_edition_has_no_field_for_is_told(tmp_path: Path) -> None:
    found = read_blank(blank(tmp_path / "blank.pdf", fields_of("CR-400", "2017")))
    values = values_of(application(SALE), filed(tmp_path), Family.CANNABIS)
    assert homeless(found, values) == ["court.county", "court.street", "court.city", "signature.name"]
    prison = replace(BURGLARY, remedies=(Remedy.PC_1203_41,), term="prison")
    older = read_blank(blank(tmp_path / "older.pdf", fields_of("CR-180", "2019")))
    assert "pc-1203.41.prison" in homeless(older, values_of(application(prison), filed(tmp_path), Family.DISMISSAL))


def test_fields_of_which_nothing_is_known_are_told(tmp_path: Path) -> None:
    fields = [*fields_of("CR-400", "2024"), Field("CR-400[0].Page1[0].New[0]")]
    assert unknown_fields(read_blank(blank(tmp_path / "blank.pdf", fields))) == ["CR-400[0].Page1[0].New[0]"]
