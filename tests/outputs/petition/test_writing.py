"""A folder of one person's papers: whole or not at all, private, the same each time, nothing dropped."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from tests.outputs.petition.blanks import Field, blank, fields_of
from tests.outputs.petition.people import AS_OF, BURGLARY, POSSESSION, SALE, application, filed
from vacatur.errors import UsageError
from vacatur.outputs.petition.application import Application, Remedy
from vacatur.outputs.petition.writing import Paper, write_papers


def written(
    folder: Path, *asked: Application, forms: tuple[tuple[str, str], ...] = (), replace_: bool = False
) -> list[Paper]:
    blanks = [blank(folder / f"{form}.pdf", fields_of(form, edition)) for form, edition in forms]
    return write_papers(folder / "papers", asked, filed(folder), blanks, AS_OF, replace_)


@pytest.fixture(scope="module")
def one_sale(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The papers of one case, with a form."""
    folder = tmp_path_factory.mktemp("sale")
    written(folder, application(SALE), forms=(("CR-400", "2024"),))
    return folder / "papers"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def text_of(path: Path) -> str:
    document = pdfium.PdfDocument(path)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def test_each_case_has_the_papers_of_what_is_asked_in_it(tmp_path: Path) -> None:
    papers = written(
        tmp_path,
        application(SALE, BURGLARY),
        application(replace(BURGLARY, remedies=(Remedy.PC_1170_18,))),
        forms=(("CR-400", "2017"), ("CR-180", "2024"), ("CR-181", "2024")),
    )
    assert [paper.file for paper in papers] == [
        "case-01/application-hs-11361.8.pdf",
        "case-01/proposed-order-hs-11361.8.pdf",
        "case-01/proof-of-service-hs-11361.8.pdf",
        "case-01/CR-400.pdf",
        "case-01/CR-400-attachment.pdf",
        "case-01/petition-pc-1203.4.pdf",
        "case-01/proposed-order-pc-1203.4.pdf",
        "case-01/proof-of-service-pc-1203.4.pdf",
        "case-01/CR-180.pdf",
        "case-01/CR-181.pdf",
        "case-02/petition-pc-1170.18.pdf",
        "case-02/proposed-order-pc-1170.18.pdf",
        "case-02/proof-of-service-pc-1170.18.pdf",
    ]
    folder = tmp_path / "papers"
    assert {str(path.relative_to(folder)) for path in folder.rglob("*.pdf")} == {paper.file for paper in papers}
    readme = (folder / "README.txt").read_text()
    for paper in papers:
        assert paper.file in readme
    assert "has no field for: court: county" in readme


def test_the_same_gives_the_same_bytes(tmp_path: Path) -> None:
    forms = (("CR-400", "2024"), ("CR-180", "2019"))
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        written(tmp_path / name, application(SALE, BURGLARY), forms=forms)
    assert contents(tmp_path / "first" / "papers") == contents(tmp_path / "second" / "papers")


def test_only_the_owner_can_read_them(one_sale: Path) -> None:
    for path in (one_sale, *one_sale.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_no_name_of_a_file_says_who_somebody_is(one_sale: Path) -> None:
    names = " ".join(contents(one_sale))
    assert "CR-400.pdf" in names
    assert "Fictitious" not in names and "012345" not in names


def test_a_form_that_is_refused_leaves_nothing(tmp_path: Path) -> None:
    wrong = blank(tmp_path / "wrong.pdf", [Field("Name")])
    with pytest.raises(UsageError):
        write_papers(tmp_path / "papers", [application(SALE)], filed(tmp_path), [wrong], AS_OF, False)
    assert not (tmp_path / "papers").exists()


def test_a_form_that_cannot_be_filled_in_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has no room"):
        written(tmp_path, application(SALE, defendant="Adamantina" * 30), forms=(("CR-400", "2024"),))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["CR-400.pdf", "petitioner.toml"]


def test_earlier_papers_are_replaced_when_asked_and_as_they_were_written(tmp_path: Path) -> None:
    written(tmp_path, application(SALE, BURGLARY))
    with pytest.raises(UsageError, match="exists already"):
        written(tmp_path, application(SALE))
    written(tmp_path, application(SALE), replace_=True)
    assert not list((tmp_path / "papers").rglob("petition-*"))
    (tmp_path / "papers" / "case-01" / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="also holds case-01/notes"):
        written(tmp_path, application(SALE), replace_=True)


def test_nothing_to_ask_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to ask"):
        written(tmp_path)


@pytest.mark.parametrize("count", [5, 6, 24])
def test_more_counts_than_a_form_has_rows_go_on_an_attachment(tmp_path: Path, count: int) -> None:
    many = [replace(BURGLARY, section=str(900 + number)) for number in range(count)]
    papers = written(tmp_path, application(*many), forms=(("CR-180", "2019"),))
    attached = tmp_path / "papers" / "case-01" / "CR-180-attachment.pdf"
    assert attached.exists() == (count > 5) == any(paper.file.endswith("CR-180-attachment.pdf") for paper in papers)
    if count > 5:
        text = text_of(attached)
        assert "Attachment to CR-180" in text and "BA012345" in text
        assert [number for number in range(count) if f"Penal {900 + number} " not in text] == []


def test_counts_of_several_days_or_remedies_are_told_apart_on_an_attachment(tmp_path: Path) -> None:
    later = replace(BURGLARY, convicted_on=AS_OF.replace(year=2004), section="484")
    other = replace(BURGLARY, remedies=(Remedy.PC_1203_4A,), section="602", severity="misdemeanor")
    written(tmp_path, application(BURGLARY, later), application(BURGLARY, other), forms=(("CR-180", "2019"),))
    first = text_of(tmp_path / "papers" / "case-01" / "CR-180-attachment.pdf")
    assert "02/01/2003" in first and "01/01/2004" in first
    second = text_of(tmp_path / "papers" / "case-02" / "CR-180-attachment.pdf")
    assert "section 1203.4 " in f"{second} " and "section 1203.4a" in second


def test_what_form_cr_400_has_no_room_for_is_attached(tmp_path: Path) -> None:
    written(tmp_path, application(SALE, POSSESSION), forms=(("CR-400", "2017"),))
    text = text_of(tmp_path / "papers" / "case-01" / "CR-400-attachment.pdf")
    assert "Possession for sale is a misdemeanor now (HSC 11359(b))" in text
    assert "06/04/1999" in text and "dismissal and sealing" in text


def test_a_form_that_no_case_asks_for_is_said_to_be_left(tmp_path: Path) -> None:
    papers = written(tmp_path, application(SALE), forms=(("CR-180", "2024"),))
    assert not [paper for paper in papers if paper.form]
    assert "FORM CR-180 was given and no case asks for it." in (tmp_path / "papers" / "README.txt").read_text()


def test_the_manifest_accounts_for_every_file_and_names_nobody(one_sale: Path) -> None:
    text = (one_sale / "manifest.json").read_text()
    manifest = json.loads(text)
    assert manifest["kind"] == "petition" and manifest["as_of"] == "2026-01-01"
    assert {output["file"] for output in manifest["outputs"]} == set(contents(one_sale)) - {"manifest.json"}
    assert "Fictitious" not in text and "BA012345" not in text


def test_an_application_asks_for_something(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing is asked"):
        replace(SALE, remedies=())
    with pytest.raises(ValueError, match="at least one conviction"):
        application()
