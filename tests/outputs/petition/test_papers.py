"""The papers that are typeset: what they ask, under which subdivision, and what they leave to the attorney."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from tests.outputs.filings.read_back import Page, read
from tests.outputs.petition.people import ALONE, BURGLARY, FILED, POSSESSION, SALE, SERVED, application, filed
from vacatur.outputs.petition.application import Application, Conviction, Family, Remedy
from vacatur.outputs.petition.papers import typeset_papers
from vacatur.outputs.petition.petitioner import template

PITCH = 24.0


class Papers(Mapping[str, list[Page]]):
    """The pages of papers by their kinds, each read when somebody looks at it."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = {name.partition("-hs")[0].partition("-pc")[0]: content for name, content in files.items()}

    def __getitem__(self, kind: str) -> list[Page]:
        return read(self._files[kind])

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


_SET: dict[tuple[Application, str], Papers] = {}


def papers(folder: Path, asked: Application, text: str = FILED) -> Papers:
    """The papers of the first kind that is asked for; what was asked before is not set again."""
    if (asked, text) not in _SET:
        _SET[asked, text] = Papers(typeset_papers(asked, filed(folder, text), asked.families[0]))
    return _SET[asked, text]


def words(pages: list[Page]) -> str:
    """The text without numbers of lines and without breaks."""
    lines = [line for page in pages for line in page.text.splitlines()]
    return " ".join(" ".join(line for line in lines if not line.strip().isdigit()).split())


def test_a_completed_sentence_is_an_application_under_f(tmp_path: Path) -> None:
    text = words(papers(tmp_path, application(SALE, POSSESSION))["application"])
    assert "APPLICATION FOR REDESIGNATION, OR DISMISSAL AND SEALING" in text
    assert "The applicant has completed the sentence for Attachment A, numbers 1 and 2" in text
    assert "(a) to dismiss as legally invalid, and to seal, Attachment A, number 2;" in text
    assert "(b) to redesignate as a misdemeanor Attachment A, number 1;" in text
    assert "PETITION" not in text and "unreasonable risk" not in text


def test_a_sentence_being_served_is_a_petition_under_b(tmp_path: Path) -> None:
    text = words(papers(tmp_path, application(SERVED))["application"])
    assert "PETITION FOR RESENTENCING OR DISMISSAL OF SENTENCE" in text
    assert "to resentence the person as for a misdemeanor Attachment A, number 1;" in text
    assert "unless it finds an unreasonable risk of danger to public safety" in text
    assert "applicant" not in text and "seal," not in text and "hearing is needed" not in text


def test_a_case_with_both_is_both(tmp_path: Path) -> None:
    text = words(papers(tmp_path, application(SALE, SERVED))["application"])
    assert "PETITION AND APPLICATION FOR" in text
    assert "currently serving a sentence for Attachment A, number 2," in text
    assert "has completed the sentence for Attachment A, number 1," in text


def test_of_a_sentence_that_may_be_over_the_attorney_says_which(tmp_path: Path) -> None:
    text = words(papers(tmp_path, application(replace(SALE, serving=None)))["application"])
    assert "[WHETHER THE SENTENCE IS BEING SERVED (PETITION, SUBDIVISION (B)) OR IS COMPLETE" in text
    assert "[BEING SERVED OR COMPLETE]" in text


def test_the_attachment_states_every_conviction_and_its_ground(tmp_path: Path) -> None:
    text = words(papers(tmp_path, application(SALE, POSSESSION))["application"])
    attachment = text[text.index("ATTACHMENT A: CONVICTIONS AND GROUNDS") :]
    assert "1. Health and Safety Code section 11359, count 1" in attachment
    assert "June 4, 1999, felony" in attachment
    assert "3 years probation, 180 days jail; complete" in attachment
    assert "redesignation as a misdemeanor" in attachment
    assert "Possession for sale is a misdemeanor now (HSC 11359(b))" in attachment
    assert "2. Health and Safety Code section 11357(b), count 2" in attachment
    assert "dismissal and sealing" in attachment


def test_what_the_record_does_not_give_is_left_open(tmp_path: Path) -> None:
    bare = Conviction("HS", "11358", (Remedy.REDESIGNATION,), "Why", "HSC 11358", unknown=("the number of plants",))
    asked = Application(None, None, None, None, (bare,))
    text = words(papers(tmp_path, asked, template())["application"])
    for open_ in (
        "[NAME OF DEFENDANT]", "[CASE NUMBER]", "[COUNTY]", "[DATE]", "[FELONY OR MISDEMEANOR]", "[SENTENCE]",
        "[TO BE LOOKED UP: THE NUMBER OF PLANTS]", "[NAME OF ATTORNEY]", "[NAME OF THE PROSECUTING AGENCY]",
        "[WHETHER THE RIGHT TO ATTEND IS WAIVED.]",
    ):  # fmt: skip
        assert open_ in text, open_


def test_more_than_the_remedy_is_asked_where_facts_may_give_it(tmp_path: Path) -> None:
    text = words(papers(tmp_path, application(replace(SALE, at_least=True)))["application"])
    assert "For number 1 the criminal history does not tell facts that may give more" in text
    assert "redesignation as a misdemeanor, or dismissal as the facts give it" in text


def test_the_person_chooses_and_the_paper_says_so(tmp_path: Path) -> None:
    text = words(papers(tmp_path, application(SALE))["application"])
    assert "The applicant waives the right to have this matter heard by the original sentencing judge." in text
    assert "The applicant will attend any hearing in this matter." in text
    assert "The applicant does not ask for a hearing." in text


def test_a_person_without_an_attorney_signs(tmp_path: Path) -> None:
    pages = papers(tmp_path, application(SALE), ALONE)["application"]
    text = words(pages)
    assert "Self-represented" in text and "State Bar" not in text and "Attorney for" not in text
    assert "Ada B. Fictitious 6 Example Street Pasadena, CA 91101 Telephone: 626-555-0100" in text


def test_papers_are_dated_only_where_a_day_is_given(tmp_path: Path) -> None:
    (tmp_path / "blank").mkdir()
    blank = words(papers(tmp_path / "blank", application(SALE))["application"])
    dated = words(papers(tmp_path, application(SALE), FILED + "\n[signature]\nsigned_on = 2026-01-31\n")["application"])
    assert "January 31, 2026" in dated and "2026" not in blank


def test_another_name_of_the_person_stands_in_the_caption(tmp_path: Path) -> None:
    text = words(papers(tmp_path, application(SALE, known_as="Ada Invented"))["application"])
    assert "ADA B. FICTITIOUS, ALSO KNOWN AS ADA INVENTED," in text
    assert "(the applicant)" in text and "convicted as Ada Invented" in text


def test_the_order_has_the_items_of_the_councils_form(tmp_path: Path) -> None:
    text = words(papers(tmp_path, application(SALE, POSSESSION, SERVED))["proposed-order"])
    for item in (
        "1. X Resentencing granted.", "a. X These crimes are resentenced as misdemeanors: Attachment A, number 3;",
        "b. This sentence is imposed:", "c. Credit for time served is", "d. The petitioner is to complete a period of",
        "e. The petitioner is released from any form of supervision", "f. These crimes are dismissed because",
        "2. X Redesignation granted.", "a. X These crimes are redesignated as misdemeanors: Attachment A, number 1;",
        "b. X These crimes are dismissed because the conviction is legally invalid: Attachment A, number 2.",
        "3. Denied.", "a. the offense is not eligible", "b. the person’s age", "c. the nature of the substance",
        "d. the quantity of the substance", "e. the petitioner is eligible, but resentencing would pose",
        "4. A crime that this order resentences or redesignates",
        "5. The person is relieved of the duty to register as a narcotics offender",
        "6. X The Court’s record of each conviction that this order dismisses is sealed.", "JUDICIAL OFFICER",
    ):  # fmt: skip
        assert item in text, item


def test_an_order_on_completed_sentences_has_no_resentencing(tmp_path: Path) -> None:
    text = words(papers(tmp_path, application(SALE))["proposed-order"])
    assert "Resentencing granted" not in text and "2. X Redesignation granted." in text


def test_the_proof_of_service_declares_nothing_for_anybody(tmp_path: Path) -> None:
    text = words(papers(tmp_path, application(SALE))["proof-of-service"])
    assert "Name: Cay Invented" in text and "Name: District Attorney of Los Angeles County" in text
    assert "3 Example Street, Los Angeles, CA 90014" in text
    assert "perjury" not in text and "[THE PERSON WHO SERVES ADDS HERE THE DECLARATION" in text


def test_a_petition_for_dismissal_states_its_grounds(tmp_path: Path) -> None:
    asked = application(
        replace(BURGLARY, remedies=(Remedy.PC_17B, Remedy.PC_1203_4)),
        replace(BURGLARY, ground="interests"),
        replace(BURGLARY, ground=None),
        replace(BURGLARY, remedies=(Remedy.PC_1203_41,), term="split"),
    )
    found = papers(tmp_path, asked)
    text = words(found["petition"])
    assert "PETITION FOR REDUCTION TO A MISDEMEANOR AND DISMISSAL" in text
    assert "(Pen. Code, §§ 17(b), 1203.4 and 1203.41)" in text
    assert "For number 1 the petitioner has fulfilled the conditions of probation" in text
    assert "For number 2 relief should be granted in the interests of justice: A licence depends on it." in text
    assert "For number 3, [WHETHER PROBATION WAS FULFILLED" in text
    assert "For number 4, more than one year has passed" in text
    assert "[THE ATTORNEY CONFIRMS THAT THE PETITIONER IS NOT SERVING A SENTENCE" in text
    order = words(found["proposed-order"])
    assert (
        "1. X These convictions are reduced to misdemeanors under Penal Code section 17(b): Attachment A, number 1"
        in order
    )
    assert "case is dismissed, under Penal Code section 1203.4, for Attachment A, numbers 1, 2 and 3." in order


def test_proposition_47_is_a_petition_of_its_own(tmp_path: Path) -> None:
    asked = application(replace(BURGLARY, remedies=(Remedy.PC_1170_18,)))
    assert asked.families == [Family.PROP_47]
    text = words(papers(tmp_path, asked)["petition"])
    assert "PETITION FOR RESENTENCING OR DESIGNATION AS A MISDEMEANOR" in text
    assert "[THE ATTORNEY STATES GOOD CAUSE FOR FILING NOW" in text


def test_a_reduction_alone_is_a_petition_under_its_own_name(tmp_path: Path) -> None:
    asked = application(replace(BURGLARY, remedies=(Remedy.PC_17B,)))
    assert sorted(typeset_papers(asked, filed(tmp_path, FILED), Family.DISMISSAL)) == [
        "petition-pc-17b.pdf", "proof-of-service-pc-17b.pdf", "proposed-order-pc-17b.pdf",
    ]  # fmt: skip


def test_a_wobbler_that_its_sentence_made_a_misdemeanor_is_to_be_declared_one(tmp_path: Path) -> None:
    by_sentence = replace(
        BURGLARY, remedies=(Remedy.PC_17B_1,), sentence="180 days jail", reason="Jail without probation",
        citation="PC 17(b)(1)", ground=None,
    )  # fmt: skip
    asked = application(by_sentence, replace(by_sentence, count="6"))
    assert asked.families == [Family.BY_SENTENCE]
    found = papers(tmp_path, asked)
    text = words(found["petition"])
    assert "PETITION FOR DECLARATION OF A MISDEMEANOR" in text and "(Pen. Code, § 17(b)(1))" in text
    assert "Section 17(b)(1). Attachment A, numbers 1 and 2, may be punished as a felony or as a misdemeanor" in text
    assert "[THE ATTORNEY CONFIRMS THAT THE OFFENSE CAN BE A MISDEMEANOR, AND THAT NEITHER STATE PRISON" in text
    assert "NOT SERVING A SENTENCE" not in text and "firearms" not in text
    order = words(found["proposed-order"])
    assert "1. X Under Penal Code section 17(b)(1) these convictions are declared to be of misdemeanors" in order
    assert "they have been misdemeanors for all purposes since judgment was given" in order
    assert "under Penal Code section 17(b)(1)" in words(found["proof-of-service"])


@pytest.mark.parametrize("convictions", [(SALE, POSSESSION, SERVED), (BURGLARY,) * 9])
def test_every_page_has_28_numbers_and_double_spaced_text_stands_on_them(
    tmp_path: Path, convictions: tuple[Conviction, ...]
) -> None:
    for pages in papers(tmp_path, application(*convictions)).values():
        for page in pages:
            numbers = [each for each in page.characters if each.right < 78]
            at = sorted({round(each.baseline, 1) for each in numbers})
            assert len(at) == 28
            assert all(after - before == pytest.approx(PITCH, abs=0.11) for before, after in pairwise(at))
            text = [
                each for each in page.characters if each.left > 90 and each.size > 11 and each.baseline < at[-1] + 1
            ]
            half = {round((each.baseline - at[0]) / (PITCH / 2), 2) % 1 for each in text}
            assert half <= {0.0}, "text between the lines"
            assert max(each.right for each in page.characters) <= 612 - 36 + 0.1


def test_no_conviction_is_lost_from_a_long_list(tmp_path: Path) -> None:
    many = [replace(SALE, count=str(number), section=str(20000 + number)) for number in range(1, 41)]
    text = words(papers(tmp_path, application(*many))["application"])
    for number in range(1, 41):
        assert f"{number}. Health and Safety Code section {20000 + number}, count {number}" in text


def test_names_are_text_and_never_markup(tmp_path: Path) -> None:
    name = "Ada #panic() $x$ *B* Ж 王"
    text = words(papers(tmp_path, application(SALE, defendant=name))["application"])
    assert "Ada #panic() $x$ *B* Ж [U+738B]" in text
