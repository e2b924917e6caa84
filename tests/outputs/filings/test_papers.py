"""The motion and the proposed order: pleading paper as the Rules of Court have it, figures that anybody can count."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.outputs.filings.brought import DISMISSED, DISTRICT_ATTORNEY, brought, case, papers_of
from tests.outputs.filings.entries import STATUTE
from tests.outputs.filings.read_back import Character, Page, bookmarks, fonts, read
from tests.outputs.filings.snapshots import agrees
from vacatur.law.agencies import prosecutors_of
from vacatur.law.pack import load_pack
from vacatur.outputs.filings.figures import in_words
from vacatur.outputs.filings.papers import write_papers
from vacatur.outputs.office import Office, placeholder_office

FIRST, PITCH = 87.0, 24.0
"""The baseline of line 1, in points from the top, and from line to line."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The papers for the six convictions of `brought`, in an office that has given no details."""
    out = tmp_path_factory.mktemp("papers")
    papers_of(out, *brought())
    return out / "district-attorney"


def filled() -> Office:
    """An office that has given all its details, long ones too."""
    told = placeholder_office("LOS ANGELES").model_dump()
    told["court"] |= {
        "street": "210 West Temple Street", "city": "Los Angeles, CA 90012", "branch": "Central District",
        "department": "100", "judge": "Hon. Vera Imaginary", "hearing_date": date(2020, 8, 3),
        "hearing_time": "8:30 a.m.",
    }  # fmt: skip
    told["case"] = {"number": "BH012345", "defendants": None}
    told["motion"] = {
        "beyond_the_statute": "(Pen. Code, § 1385.)", "sealing": "The records are confidential by law.",
        "case_numbers_in_redacted": False,
    }  # fmt: skip
    told["district_attorney"] |= {
        "head": "Maximiliana Fictitious-Longlastname, District Attorney", "attorney": "Ada Example",
        "title": "Deputy District Attorney, Conviction Review Division", "state_bar_number": "123456",
        "office": "Office of the District Attorney, County of Los Angeles",
        "address": ["Hall of Justice", "211 West Temple Street, Suite 1200", "Los Angeles, CA 90012"],
        "telephone": "213-555-0100", "fax": "213-555-0101", "email": "ada.example@da.example.gov",
    }  # fmt: skip
    told["public_defender"]["name"] = "the Los Angeles County Public Defender"
    return Office.model_validate(told)


@pytest.fixture(scope="module")
def filled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("filled")
    papers_of(out, *brought(), filled())
    return out / "district-attorney"


def said(path: Path) -> str:
    """The text between the rules, as one line, without the numbers of lines and pages and the title below."""
    lines = [
        " ".join(text.split()[1:]) if text.split()[0].isdigit() else text
        for page in read(path)
        for at, text in page.lines().items()
        if at < 745
    ]
    return " ".join(" ".join(lines).split())


def body(page: Page) -> Iterator[Character]:
    """What stands between the rules and above the foot."""
    return (each for each in page.characters if each.left > 84 and each.baseline < 745 and each.text.strip())


PLEADINGS = ["motion.pdf", "proposed-order.pdf"]


@pytest.mark.parametrize("name", PLEADINGS)
class TestPleadingPaper:
    def test_the_page_is_letter(self, folder: Path, name: str) -> None:
        """Rule 2.103."""
        assert {(page.width, page.height) for page in read(folder / name)} == {(612.0, 792.0)}

    def test_every_page_has_28_numbered_lines_three_to_the_inch(self, folder: Path, name: str) -> None:
        """Rule 2.108(4): consecutive from 1 on each page, evenly spaced, at least three to an inch."""
        for page in read(folder / name):
            numbers = [each for each in page.characters if each.right < 72]
            found: dict[float, str] = {}
            for each in numbers:
                found[each.baseline] = found.get(each.baseline, "") + each.text
            assert [found[at] for at in sorted(found)] == [str(number) for number in range(1, 29)]
            assert sorted(found) == pytest.approx([FIRST + PITCH * step for step in range(28)], abs=0.01)

    def test_all_text_stands_on_a_numbered_line_or_half_way_between_two(
        self, folder: Path, filled_folder: Path, name: str
    ) -> None:
        """Rule 2.108(4): numbers are aligned with lines of type; single-spaced matter has two lines to a number."""
        for place in (folder, filled_folder):
            for number, page in enumerate(read(place / name), start=1):
                baselines = {round(each.baseline, 2) for each in body(page)}
                off = [
                    at for at in baselines if abs((at - FIRST) / (PITCH / 2) - round((at - FIRST) / (PITCH / 2))) > 0.01
                ]
                assert off == [], f"page {number}"
                assert max(baselines) <= FIRST + 27 * PITCH + 0.01

    def test_running_text_is_double_spaced(self, folder: Path, name: str) -> None:
        """Rule 2.108(1): half-way lines are of the caption and of signatures only."""
        for page in read(folder / name)[1:]:
            half = [text for at, text in page.lines().items() if round((at - FIRST) / 12) % 2 and at < 745]
            assert all(text in ("[NAME OF ATTORNEY]", "JUDGE OF THE SUPERIOR COURT") for text in half), half

    def test_margins_are_an_inch_at_the_left_and_half_an_inch_at_the_right(self, folder: Path, name: str) -> None:
        """Rule 2.107."""
        for page in read(folder / name):
            assert min(each.left for each in body(page)) >= 72
            assert max(each.right for each in page.characters) <= 612 - 36

    def test_type_is_12_points_of_one_embedded_font_like_times(self, folder: Path, name: str) -> None:
        """Rules 2.104 and 2.105."""
        assert {each.size for page in read(folder / name) for each in body(page)} == {12.0}
        assert {(name.partition("-")[0], embedded) for name, embedded in fonts(folder / name)} == {
            ("LibertinusSerif", True)
        }

    def test_each_page_has_its_number_and_below_it_the_title_in_10_points(self, folder: Path, name: str) -> None:
        """Rules 2.109 and 2.110: the number, a rule, and the title of the paper below it."""
        title = {
            "motion.pdf": "MOTION TO DISMISS AND SEAL, AND TO REDESIGNATE, PAST CANNABIS CONVICTIONS",
            "proposed-order.pdf": "[PROPOSED] ORDER DISMISSING AND SEALING, AND REDESIGNATING, PAST CANNABIS "
            "CONVICTIONS",
        }[name]
        for number, page in enumerate(read(folder / name), start=1):
            foot = [text for at, text in page.lines().items() if at > 745]
            assert foot == [str(number), title]
            assert {each.size for each in page.characters if each.baseline > 760} == {10.0}

    def test_the_first_page_leaves_the_clerk_the_right_half_of_seven_lines(
        self, folder: Path, filled_folder: Path, name: str
    ) -> None:
        """Rule 2.111(1) and (2): the attorney from line 1 at the left; a blank space right of the center to line 7."""
        for place in (folder, filled_folder):
            above = [each for each in body(read(place / name)[0]) if each.baseline < FIRST + 6.9 * PITCH]
            assert min(each.baseline for each in above) == pytest.approx(FIRST)
            assert max(each.right for each in above) < 306 + 18  # the middle of what is between the rules is 322

    def test_the_title_of_the_court_is_on_line_8(self, folder: Path, filled_folder: Path, name: str) -> None:
        """Rule 2.111(3): at or below three and a third inches."""
        for place in (folder, filled_folder):
            lines = read(place / name)[0].lines()
            assert lines[FIRST + 7 * PITCH] == "8 SUPERIOR COURT OF THE STATE OF CALIFORNIA"
            assert FIRST + 7 * PITCH - 9 >= 3 * 72 + 24

    def test_no_signature_stands_alone_on_a_page(self, folder: Path, filled_folder: Path, name: str) -> None:
        for place in (folder, filled_folder):
            for page in read(place / name):
                lines = [text for at, text in page.lines().items() if at < 745]
                signed = [number for number, text in enumerate(lines) if "DATED:" in text]
                assert all(sum(len(text.split()) > 3 for text in lines[:number]) >= 1 for number in signed)

    def test_a_reader_knows_its_language_and_its_title(self, folder: Path, name: str) -> None:
        import pypdfium2 as pdfium

        title = {"motion.pdf": "Notice of motion and motion: past cannabis convictions",
                 "proposed-order.pdf": "Proposed order: past cannabis convictions"}[name]  # fmt: skip
        document = pdfium.PdfDocument(folder / name)
        assert document.get_metadata_value("Title") == title
        assert document.get_metadata_value("CreationDate") == ""
        assert b"/Lang(en-US)" in (folder / name).read_bytes()
        assert document.is_tagged()


class TestWhatIsSaid:
    @pytest.mark.parametrize("name", ["motion", "proposed-order"])
    def test_with_placeholders(self, folder: Path, name: str) -> None:
        agrees(folder / f"{name}.pdf", f"{name}-with-placeholders")

    @pytest.mark.parametrize("name", ["motion", "proposed-order"])
    def test_with_an_offices_own_details(self, filled_folder: Path, name: str) -> None:
        agrees(filled_folder / f"{name}.pdf", name)

    def test_the_figures_are_those_of_the_docket(self, folder: Path) -> None:
        """Four convictions of three people, and two of two, one of whom is in both."""
        text = said(folder / "motion.pdf")
        assert "the 4 convictions of 3 persons listed in Exhibit A" in text
        assert "the 2 convictions of 2 persons listed in Exhibit B" in text
        assert "Of the persons, 1 is in both exhibits; together they are 4." in text
        assert "§ 11358 1 0 Health & Saf. Code, § 11359 2 2 Health & Saf. Code, § 11360 1 0" in text
        assert "The earliest conviction listed is of 1988." in text
        assert "the sentence is complete for 4 of the convictions listed" in text
        assert (
            "2 that an attorney is still to look at; 1 not eligible under the rules of the review; 1 eligible, but"
            in text
        )

    def test_what_the_statute_alone_gives_is_told_apart(self, folder: Path) -> None:
        """Of the four in A the statute gives one dismissal, one redesignation, leaves one open, and refuses one."""
        text = said(folder / "motion.pdf")
        assert (
            "gives dismissal and sealing 1 1 gives redesignation at the least 1 1 leaves open what it gives 1 0" in text
        )
        assert "would not give relief 1 0 On the lines marked “Policy” (3 in Exhibit A, 0 in Exhibit B)" in text
        assert "For 1 conviction in Exhibit B the statute alone gives more than the policy asks." in text

    def test_an_offense_of_another_code_is_named_by_it_and_not_said_to_be_of_the_statute(self, tmp_path: Path) -> None:
        """A trespass that a policy joins to a cannabis case: the statute's pack decides nothing of it."""
        trespass = case("1", "BA000001", statute="PC 602(k)", section="602", is_felony=False, related=True)
        driving = case("3", "BA000003", statute="VC 40508(a)", section="40508", is_felony=False, related=True)
        kept, docket = brought([trespass, case("2", "BA000002"), driving], alike=True)
        law = pl.col("pack") == STATUTE
        decisions = kept.table("decisions").filter(~law | (pl.col("conviction_id") == docket["conviction_id"][1]))
        kept._tables["decisions"] = decisions
        docket = docket.with_columns(prosecutor=pl.lit(DISTRICT_ATTORNEY.id))
        docket = docket.with_columns(listed=pl.lit("exhibit_a"))
        papers_of(tmp_path, kept, docket)
        text = said(tmp_path / "district-attorney" / "motion.pdf")
        assert "Health & Saf. Code, § 11359 1 Pen. Code, § 602 1 Veh. Code, § 40508 1 In all 3" in text
        assert "leaves open what it gives 0 would not give relief 0 does not reach: other offenses 2" in text
        assert "2 are of other offenses than those of sections 11357 through 11360." in text
        for name in PLEADINGS:
            foot = [text for at, text in read(tmp_path / "district-attorney" / name)[0].lines().items() if at > 745]
            assert foot[1].endswith("PAST CANNABIS AND RELATED CONVICTIONS")

    def test_the_order_says_nothing_of_the_rest_of_a_case(self, folder: Path) -> None:
        """An arrest can have led to other counts, which the order does not touch."""
        text = said(folder / "proposed-order.pdf")
        assert "The conviction, and the arrest and the proceeding as far as they concern it, are deemed never" in text

    def test_beyond_the_statute_the_attorney_must_say_by_what_power(self, folder: Path, filled_folder: Path) -> None:
        for name in PLEADINGS:
            assert "[THE ATTORNEY IS TO STATE THE POWER UNDER WHICH THE COURT DISMISSES, AND SEALS" in said(
                folder / name
            )
            assert "(Pen. Code, § 1385.)" in said(filled_folder / name)
            assert "[THE ATTORNEY" not in said(filled_folder / name)

    def test_nothing_is_said_of_policy_where_the_statute_gives_all(self, tmp_path: Path) -> None:
        kept, docket = brought(alike=True)
        papers_of(tmp_path, kept, docket)
        for name in PLEADINGS:
            text = said(tmp_path / "district-attorney" / name)
            assert "Policy" not in text and "POLICY" not in text and "1385" not in text

    def test_an_exhibit_without_a_line_is_not_mentioned(self, tmp_path: Path) -> None:
        written = papers_of(tmp_path, *brought(DISMISSED, alike=True))
        assert not [name for name in written if "exhibit-b" in name]
        for name in PLEADINGS:
            text = said(tmp_path / "district-attorney" / name)
            assert (
                "Exhibit B" not in text and "EXHIBITS A" not in text and "edesignated as a misdemeanor, or" not in text
            )

    def test_the_order_asks_what_the_judicial_councils_form_asks(self, folder: Path) -> None:
        """Form CR-403, items 2, 4, 5 and 6; the report to the Department of Justice; relief that is not granted."""
        text = said(folder / "proposed-order.pdf")
        for words in (
            "Each of the 4 convictions listed in Exhibit A is dismissed, and its record is sealed, except those on",
            "Each of the 2 convictions listed in Exhibit B is redesignated as a misdemeanor, or as an infraction where",
            "is one for all purposes",
            "A duty to register under Health and Safety Code section 11590",
            "is not allowed without an order of the Court",
            "deemed never to have occurred",
            "report this order with the complete exhibits to the Department of Justice",
            "This order decides nothing of a conviction that is not listed",
        ):
            assert words in text

    def test_the_hearing_is_in_the_caption_and_in_the_notice(self, filled_folder: Path) -> None:
        text = said(filled_folder / "motion.pdf")
        assert "Date: August 3, 2020" in text and "Time: 8:30 a.m." in text and "Dept.: 100" in text
        assert "on August 3, 2020, at 8:30 a.m., in Department 100 of this Court, at 210 West Temple Street" in text

    def test_bookmarks_lead_to_the_parts_of_the_motion(self, folder: Path) -> None:
        titles = [title for title, _ in bookmarks(folder / "motion.pdf")]
        assert titles[0] == "Points and authorities" and titles[-1] == "Index of exhibits"

    def test_the_assumptions_that_the_office_switched_on_are_told(self, tmp_path: Path) -> None:
        """The statute's pack with one assumption of the office's and one that the law itself presumes."""
        used = ["six-plants-or-fewer", "no-sale-to-minor"]
        kept, _ = brought([case("1", "BA000001", assumptions=used), case("2", "BA000002")], alike=True)
        from vacatur.outputs.filings.docket import docket_of

        kept.__dict__["packs"] = [load_pack(STATUTE)]
        papers_of(tmp_path, kept, docket_of(kept, STATUTE))
        text = said(tmp_path / "district-attorney" / "motion.pdf")
        assert (
            "Where the number of plants is unknown, six or fewer: the People are free to prove otherwise (1 line)."
            in text
        )
        assert "No knowing sale" not in text

    def test_words_of_the_office_file_are_words_and_no_markup(self, tmp_path: Path) -> None:
        told = filled().model_dump()
        told["district_attorney"]["attorney"] = "A. *B* #c $d$ @e <f> _g_ \\h `i`"
        told["district_attorney"]["case_number"] = "#panic(1)"
        papers_of(tmp_path, *brought(), Office.model_validate(told))
        text = said(tmp_path / "district-attorney" / "motion.pdf")
        assert "A. *B* #c $d$ @e <f> _g_ \\h `i`" in text and "Case No. #panic(1)" in text

    def test_a_prosecutor_may_have_a_case_of_its_own(self, tmp_path: Path) -> None:
        told = filled().model_dump()
        told["district_attorney"]["case_number"] = "BH999999"
        papers_of(tmp_path, *brought(), Office.model_validate(told))
        for name in ("motion.pdf", "proposed-order.pdf", "exhibit-a-sealed-001.pdf"):
            text = read(tmp_path / "district-attorney" / name)[0].text
            assert "Case No. BH999999" in text and "BH012345" not in text


class TestFiles:
    def test_the_same_input_gives_the_same_bytes(self, folder: Path, tmp_path: Path) -> None:
        written = papers_of(tmp_path, *brought())
        assert sorted(written) == sorted(path.name for path in folder.iterdir())
        for name in written:
            assert (tmp_path / "district-attorney" / name).read_bytes() == (folder / name).read_bytes()

    def test_files_are_the_owners_alone_and_told_in_order(self, tmp_path: Path) -> None:
        written = papers_of(tmp_path, *brought())
        assert list(written) == [
            "motion.pdf", "proposed-order.pdf", "exhibit-a-sealed-001.pdf", "exhibit-a-redacted-001.pdf",
            "exhibit-b-sealed-001.pdf", "exhibit-b-redacted-001.pdf",
        ]  # fmt: skip
        assert [output.rows for output in written.values()] == [0, 0, 4, 4, 2, 2]
        for output in written.values():
            assert stat.S_IMODE((tmp_path / output.name).stat().st_mode) == 0o600

    def test_a_prosecutor_for_whom_nothing_is_asked_gets_no_papers(self, tmp_path: Path) -> None:
        kept, docket = brought([case("1", "BA000001", determination="review")], alike=True)
        assert papers_of(tmp_path, kept, docket) == {}
        assert list(tmp_path.iterdir()) == []

    def test_each_prosecutor_gets_its_own_and_no_others(self, tmp_path: Path) -> None:
        kept, docket = brought()
        long_beach = next(each for each in prosecutors_of("LOS ANGELES") if each.id == "city-long-beach")
        assert write_papers(tmp_path, docket, long_beach, placeholder_office("LOS ANGELES"), kept) == []


def test_citations_are_written_as_courts_write_them() -> None:
    assert (
        in_words("HS 11361.8; PC 290(c)")
        == "Health & Saf. Code, §\N{NO-BREAK SPACE}11361.8; Pen. Code, §\N{NO-BREAK SPACE}290(c)"
    )
