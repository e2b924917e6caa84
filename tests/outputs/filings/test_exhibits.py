"""Exhibits: every line of the docket is on paper once, in the clerk's order, and the public sees what it may."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.depth import at_depth
from tests.outputs.filings.brought import DISMISSED, JOSE, LONG, MARY, REDUCED, brought, case, papers_of
from tests.outputs.filings.entries import Entry
from tests.outputs.filings.read_back import Character, Page, bookmarks, joined, read
from tests.outputs.filings.snapshots import agrees
from vacatur.outputs.filings import exhibits
from vacatur.outputs.filings.exhibits import COLUMNS, court_name
from vacatur.outputs.filings.listing import EDGE, LINES, Line, paged_by_court
from vacatur.outputs.filings.widths import Wrapping
from vacatur.outputs.office import placeholder_office

NAMES = [column.head for column in COLUMNS]
Row = dict[str, str]


STARTS = [EDGE + sum(column.width for column in COLUMNS[:at]) for at in range(len(COLUMNS))]
"""Where each column begins."""


def rows_of(pages: Sequence[Page]) -> list[Row]:
    """The rows of all pages of lines, read back from where each character stands; lines of a cell joined by a blank."""
    return [
        row for page in pages if "Relief asked Basis Ground" in " ".join(page.lines().values()) for row in _rows(page)
    ]


@cache
def _rows(page: Page) -> list[Row]:
    found: list[Row] = []
    for baseline, characters in page.by_baseline.items():
        if not 90 < baseline < 570:
            continue
        cells = dict.fromkeys(NAMES, "")
        for name, cell in _cells(characters).items():
            cells[name] = joined(cell)
        if cells["Line"]:
            found.append(cells)
        else:
            for name in NAMES:
                found[-1][name] = f"{found[-1][name]} {cells[name]}".strip()
    return found


def _cells(line: list[Character]) -> dict[str, list[Character]]:
    """The characters of each column, from the left; none may reach into the next."""
    cells: dict[str, list[Character]] = {}
    for each in line:
        at = bisect_right(STARTS, each.left + 0.5) - 1
        end = STARTS[at] + COLUMNS[at].width
        assert at >= 0, "a character stands left of the first column"
        assert not each.text.strip() or each.right <= end + 0.5, f"{NAMES[at]} reaches into the next column"
        cells.setdefault(NAMES[at], []).append(each)
    return cells


def packed(text: str) -> str:
    """Without blanks: a name may be broken anywhere."""
    return "".join(text.split())


def expected(docket: pl.DataFrame, listed: str) -> list[Row]:
    """What an exhibit must say, told from the docket without the code under test."""
    told = []
    rows = docket.filter(pl.col("listed") == listed).to_dicts()
    for number, row in enumerate(rows, start=1):
        told.append(
            {
                "Line": f"{number:,}",
                "Case number": row["case_number"],
                "Defendant": packed(row["name"] or "unknown"),
                "Birth date": f"{row['birth_date']:%m/%d/%Y}" if row["birth_date"] else "unknown",
                "CII number": row["cii_number"] or "unknown",
                "Section": row["statute"],
                "Count": str(row["count"]),
                "Convicted": f"{row['convicted_on']:%m/%d/%Y}",
                "Relief asked": {"exhibit_a": "Dismiss, seal", "exhibit_b": "Redesignate"}[listed],
                "Ground": row["ground"],
            }
        )
    return told


def shown(rows: list[Row]) -> list[Row]:
    return [{name: packed(text) if name == "Defendant" else text for name, text in row.items() if name != "Basis"}
            for row in rows]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("exhibits")
    papers_of(out, *brought())
    return out / "district-attorney"


COURTS = ["CASC LOS ANGELES", "CASC LONG BEACH", "CAMC VAN NUYS", "CAJC EL MONTE", "MUNICIPAL COURT OF SOMEWHERE ELSE"]
GROUNDS = [
    "50 years or older",
    "Only has 11357-60 charges and completed sentence",
    "No felony convictions in past 10 years",
]


def many(count: int) -> list[Entry]:
    """Counts of many people in five courts, each person with a name, a number and a birth date of its own."""
    first_names = [each["name"].partition(",")[2] for each in (JOSE, MARY, LONG)]
    return [
        case(
            str(number), f"BA{number:06}", court=COURTS[number * number % 5], reason=GROUNDS[number % 3],
            statute=f"HS 1135{7 + number % 3}", section=f"1135{7 + number % 3}",
            convicted_on=date(1970, 1, 1) + timedelta(number), birth_date=date(1950, 1, 1) + timedelta(number),
            name=f"SURNAME{number:05},{first_names[number % 3]}", cii_number=f"A{number:08}",
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def volumes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pl.DataFrame]:
    """An exhibit of 700 lines in volumes of eight pages, and its docket."""
    out = tmp_path_factory.mktemp("volumes")
    kept, docket = brought(many(700), alike=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exhibits, "PAGES", 8)
        papers_of(out, kept, docket)
    return out / "district-attorney", docket


class TestEveryLine:
    @pytest.mark.parametrize(("listed", "letter"), [("exhibit_a", "a"), ("exhibit_b", "b")])
    def test_the_lines_of_the_docket_are_the_lines_of_the_exhibit(self, folder: Path, listed: str, letter: str) -> None:
        _, docket = brought()
        assert shown(rows_of(read(folder / f"exhibit-{letter}-sealed-001.pdf"))) == expected(docket, listed)

    def test_over_many_volumes_too(self, volumes: tuple[Path, pl.DataFrame]) -> None:
        place, docket = volumes
        files = sorted(place.glob("exhibit-a-sealed-*.pdf"))
        assert len(files) >= 3
        assert shown([row for file in files for row in rows_of(read(file))]) == expected(docket, "exhibit_a")

    def test_what_the_relief_rests_on_is_told_line_by_line(self, folder: Path) -> None:
        """In A the statute gives dismissal to the second of Los Angeles alone; in B it gives at least what is asked."""
        assert [row["Basis"] for row in rows_of(read(folder / "exhibit-a-sealed-001.pdf"))] == [
            "Policy", "Policy", "Statute", "Policy"
        ]  # fmt: skip
        assert [row["Basis"] for row in rows_of(read(folder / "exhibit-b-sealed-001.pdf"))] == ["Statute", "Statute"]

    def test_one_person_with_forty_counts(self, tmp_path: Path) -> None:
        asked = [case("1", f"BA{number:06}", **JOSE) for number in range(1, 41)]
        kept, docket = brought(asked, alike=True)
        papers_of(tmp_path, kept, docket)
        rows = rows_of(read(tmp_path / "district-attorney" / "exhibit-a-sealed-001.pdf"))
        assert shown(rows) == expected(docket, "exhibit_a") and len(rows) == 40

    def test_long_names_wrap_and_accents_print(self, folder: Path) -> None:
        rows = rows_of(read(folder / "exhibit-a-sealed-001.pdf"))
        assert rows[0]["Defendant"] == ("WOLFESCHLEGELSTEINHAUSE NBERGERDORFF-HERNANDEZ, MARIA GUADALUPE DEL CARMEN")
        assert rows[1]["Defendant"] == "GARCÍA-NÚÑEZ, JOSÉ"

    def test_a_text_that_no_page_could_hold_goes_on_over_pages(self, tmp_path: Path) -> None:
        words = " ".join(f"word{number}" for number in range(500))
        kept, docket = brought([case("1", "BA000001", reason=words), case("2", "BA000002")], alike=True)
        papers_of(tmp_path, kept, docket)
        pages = read(tmp_path / "district-attorney" / "exhibit-a-sealed-001.pdf")
        text = " ".join(" ".join(page.lines().values()) for page in pages)
        assert all(f"word{number}" in text for number in range(500)) and "BA000002" in text
        assert max(each.baseline for page in pages for each in page.characters if each.size == 8.5) < 600


class TestRedacted:
    SECRETS = ("GARC", "NUÑEZ", "NÚÑEZ", "JOS", "BRIEN", "MARY", "WOLFE", "HERNANDEZ", "GUADALUPE", "A0000000",
               "01/15/1960", "12/31/1971", "07/04/1955", "1960", "1971", "1955", "BA00000", "NA00000")  # fmt: skip

    @pytest.mark.parametrize("letter", ["a", "b"])
    def test_nothing_in_it_tells_who_somebody_is(self, folder: Path, letter: str) -> None:
        complete = " ".join(page.text for page in read(folder / f"exhibit-{letter}-sealed-001.pdf"))
        redacted = " ".join(page.text for page in read(folder / f"exhibit-{letter}-redacted-001.pdf"))
        assert [word for word in self.SECRETS if word in redacted] == []
        assert len([word for word in self.SECRETS if word in complete]) > 3

    def test_over_many_volumes_too(self, volumes: tuple[Path, pl.DataFrame]) -> None:
        place, docket = volumes
        text = " ".join(page.text for file in sorted(place.glob("*redacted*.pdf")) for page in read(file))
        assert "SURNAME" not in text and "BA0" not in text and "A000" not in text
        births = {f"{born:%m/%d/%Y}" for born in docket["birth_date"]}
        convicted = {f"{day:%m/%d/%Y}" for day in docket["convicted_on"]}
        assert [day for day in births - convicted if day in text] == []

    def test_it_has_the_same_lines_on_the_same_pages(self, volumes: tuple[Path, pl.DataFrame]) -> None:
        place, _ = volumes
        hidden = {"Case number", "Defendant", "Birth date", "CII number"}
        for complete in sorted(place.glob("exhibit-a-sealed-*.pdf")):
            pages, redacted = read(complete), read(Path(str(complete).replace("sealed", "redacted")))
            assert len(pages) == len(redacted)
            for page, other in zip(pages, redacted, strict=True):
                open_rows = [
                    {name: text for name, text in row.items() if name not in hidden} for row in rows_of([page])
                ]
                assert [
                    {name: text for name, text in row.items() if name not in hidden} for row in rows_of([other])
                ] == (open_rows)
                assert {text for row in rows_of([other]) for name, text in row.items() if name in hidden} <= {""}

    def test_case_numbers_are_shown_where_the_office_says_so(self, tmp_path: Path) -> None:
        told = placeholder_office("LOS ANGELES")
        motion = told.motion.model_copy(update={"case_numbers_in_redacted": True})
        papers_of(tmp_path, *brought(), told.model_copy(update={"motion": motion}))
        pages = read(tmp_path / "district-attorney" / "exhibit-a-redacted-001.pdf")
        assert [row["Case number"] for row in rows_of(pages)] == ["NA000004", "BA000001", "BA000002", "BA000003"]
        assert "Defendant, birth date, CII number: withheld" in pages[2].text
        text = " ".join(page.text for page in pages)
        assert [word for word in self.SECRETS if word in text] == ["BA00000", "NA00000"]


class TestPages:
    def test_volumes_are_numbered_and_lines_go_on_from_one_to_the_next(
        self, volumes: tuple[Path, pl.DataFrame]
    ) -> None:
        place, docket = volumes
        files = sorted(place.glob("exhibit-a-sealed-*.pdf"))
        last = 0
        for number, file in enumerate(files, start=1):
            pages = read(file)
            rows = rows_of(pages)
            assert int(rows[0]["Line"]) == last + 1
            last = int(rows[-1]["Line"])
            span = f"volume {number} of {len(files)}, lines {rows[0]['Line']} to {last}"
            for page_number, page in enumerate(pages, start=1):
                assert list(page.lines().values())[-1] == f"Exhibit A, {span} Page {page_number} of {len(pages)}"
            assert f"Volume {number} of {len(files)}" in pages[0].lines().values()
        assert last == docket.height == 700

    def test_each_court_begins_a_page_and_is_named_at_its_head(self, volumes: tuple[Path, pl.DataFrame]) -> None:
        place, docket = volumes
        courts = dict(enumerate(docket["court"], start=1))
        for file in place.glob("exhibit-a-*.pdf"):
            for page in read(file):
                named = {court_name(courts[int(row["Line"])]) for row in rows_of([page])}
                assert len(named) <= 1
                assert all(name in page.text for name in named)

    def test_every_page_says_what_it_is(self, volumes: tuple[Path, pl.DataFrame]) -> None:
        place, _ = volumes
        for file in place.glob("exhibit-a-*.pdf"):
            mark = "FILED UNDER SEAL" if "sealed" in file.name else "REDACTED"
            other = "REDACTED" if "sealed" in file.name else "FILED UNDER SEAL"
            for page in read(file):
                text = " ".join(page.text.split())
                assert mark in text and other not in text
                assert "EXHIBIT A" in text and "Motion of the District Attorney of Los Angeles County" in text

    def test_nothing_leaves_the_page(self, volumes: tuple[Path, pl.DataFrame]) -> None:
        place, _ = volumes
        for file in place.glob("exhibit-a-*.pdf"):
            for page in read(file):
                assert (page.width, page.height) == (792.0, 612.0)
                assert min(each.left for each in page.characters) >= 54
                assert max(each.right for each in page.characters) <= 792 - 36 + 0.5

    def test_totals_by_court_and_in_all(self, volumes: tuple[Path, pl.DataFrame]) -> None:
        place, docket = volumes
        pages = read(sorted(place.glob("exhibit-a-sealed-*.pdf"))[-1])
        totals = next(page for page in pages if "Totals by court" in page.text).lines().values()
        for court in set(docket["court"]):
            count = docket.filter(pl.col("court") == court).height
            assert any(line.startswith(court_name(court)) and line.endswith(f" {count} {count}") for line in totals)
        assert "In all 1 to 700 700 700" in totals

    def test_totals_by_ground(self, volumes: tuple[Path, pl.DataFrame]) -> None:
        place, docket = volumes
        pages = read(sorted(place.glob("exhibit-a-sealed-*.pdf"))[-1])
        lines = list(pages[-1].lines().values())
        for (section, ground), rows in docket.group_by("section", "ground"):
            assert f"HS {section} Statute {ground} {rows.height}" in lines
        assert "In all 700" in lines

    def test_the_totals_lead_to_volume_and_page(self, volumes: tuple[Path, pl.DataFrame]) -> None:
        place, docket = volumes
        files = sorted(place.glob("exhibit-a-sealed-*.pdf"))
        totals = next(page for page in read(files[-1]) if "Totals by court" in page.text).lines().values()
        for court in set(docket["court"]):
            line = next(line for line in totals if line.startswith(court_name(court)))
            volume, page = line.removeprefix(court_name(court)).split()[:2]
            first = rows_of([read(files[int(volume) - 1])[int(page) - 1]])[0]
            assert docket["court"].to_list().index(court) + 1 == int(first["Line"])

    def test_bookmarks_lead_to_each_court(self, volumes: tuple[Path, pl.DataFrame]) -> None:
        place, docket = volumes
        found = [title for file in sorted(place.glob("exhibit-a-sealed-*.pdf")) for title, _ in bookmarks(file)]
        assert [title for title in found if "Courts in" not in title] == [
            *map(court_name, docket["court"].unique(maintain_order=True)),
            "Totals by court",
            "Totals by section, basis and ground",
        ]


@pytest.mark.parametrize("name", ["exhibit-a-sealed", "exhibit-a-redacted", "exhibit-b-sealed", "exhibit-b-redacted"])
def test_the_words_are_those_that_were_read(folder: Path, name: str) -> None:
    agrees(folder / f"{name}-001.pdf", name)


def test_six_rows_are_enough_to_tell_them_apart() -> None:
    assert len({each["conviction_id"] for each in [*DISMISSED, *REDUCED]}) == 6


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÁÉÍÑÓÚÜ ',-/.abc012"
WRAPPING = Wrapping(LETTERS, 8.5)


class TestWrapping:
    @given(st.text(LETTERS, max_size=120), st.integers(12, 200))
    @settings(max_examples=at_depth(100, 1500))
    def test_nothing_is_lost_and_no_line_is_too_wide(self, text: str, width: int) -> None:
        lines = WRAPPING.lines(text, float(width))
        assert packed("".join(lines)) == packed(text)
        assert all(WRAPPING.width(line) <= width for line in lines)

    def test_lines_end_at_blanks_and_after_hyphens(self) -> None:
        assert WRAPPING.lines("ABC-CBA ABC", WRAPPING.width("ABC-CB")) == ("ABC-", "CBA", "ABC")

    def test_a_text_that_fits_is_left_as_it_is(self) -> None:
        assert WRAPPING.lines("ABC  CBA", 200.0) == ("ABC  CBA",)


@given(st.lists(st.tuples(st.sampled_from("XYZ"), st.integers(1, 3)), min_size=1, max_size=200))
def test_pages_hold_every_row_once_in_order_and_never_too_much(rows: list[tuple[str, int]]) -> None:
    lines: list[tuple[str, list[Line]]] = [
        (court, [(f"{number}",)] * height) for number, (court, height) in enumerate(rows)
    ]
    pages = paged_by_court(lines)
    assert [row[0][0] for page in pages for row in page.rows] == [str(number) for number in range(len(rows))]
    assert all(page.lines <= LINES for page in pages)
    for page in pages:
        assert {rows[number - 1][0] for number in range(page.first, page.last + 1)} == {page.court}
