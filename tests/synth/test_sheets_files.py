"""Fabricated sheets as files: text, PDF, scans, photographs, and damaged text."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from tests.cli.conftest import contents
from vacatur.errors import UsageError
from vacatur.synth.sheets import Fabricated, damaged, fabricate_sheets, page_images, text_document, write_sheets
from vacatur.synth.sheets.damage import Damage


@pytest.fixture(scope="module")
def sheets() -> list[Fabricated]:
    return list(fabricate_sheets(120, seed=2))


@pytest.fixture(scope="module")
def brief(sheets: list[Fabricated]) -> Fabricated:
    return next(sheet for sheet in sheets if len(sheet.pages) == 1)


def truths(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_text_files_hold_the_sheets_and_the_truth_says_where(tmp_path: Path, sheets: list[Fabricated]) -> None:
    made = write_sheets(tmp_path / "out", people=120, seed=2, truth=tmp_path / "truth")
    told = truths(tmp_path / "truth")
    assert [each["person_id"] for each in told] == [sheet.truth["person_id"] for sheet in sheets]
    assert (made.sheets, made.files) == (120, len(list((tmp_path / "out").iterdir())))
    assert made.convictions == sum(len(each["convictions"]) for each in told)
    together = 0
    for each, sheet in zip(told, sheets, strict=True):
        text = re.sub("\r\n?", "\n", (tmp_path / "out" / each["file"]).read_bytes().decode("ascii"))
        lines = text.split("\n")[each["first_line"] - 1 :]
        assert "\n".join(lines).startswith(sheet.text)
        together += each["first_line"] > 1
    assert 1 <= together <= 12


def test_some_files_have_the_line_ends_of_other_systems(tmp_path: Path) -> None:
    write_sheets(tmp_path, people=150, seed=2)
    kinds = {
        "\r\n" if b"\r\n" in data else "\r" if b"\r" in data else "\n"
        for data in (path.read_bytes() for path in tmp_path.iterdir())
    }
    assert kinds == {"\n", "\r\n", "\r"}


@pytest.mark.parametrize(
    ("form", "people", "ending"),
    [("text", 30, ".txt"), ("pdf", 30, ".pdf"), ("clean", 1, ".png"), ("office", 1, ".pdf"), ("photo", 1, ".jpg")],
)
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, form: Any, people: int, ending: str) -> None:
    for name in ("first", "second"):
        write_sheets(tmp_path / name, people=people, seed=9, form=form, truth=tmp_path / f"{name}.truth")
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    assert {path.suffix for path in (tmp_path / "first").iterdir()} == {ending}
    assert (tmp_path / "first.truth").read_bytes() == (tmp_path / "second.truth").read_bytes()


def printed(data: bytes) -> list[str]:
    """The text layer, page by page, without blanks and ends of lines."""
    document = pypdfium2.PdfDocument(data)
    return [re.sub(r"\s", "", page.get_textpage().get_text_bounded().replace("\x02", "-")) for page in document]


@pytest.mark.parametrize("by_word", [False, True])
def test_a_pdf_has_the_lines_of_the_sheet_as_text(sheets: list[Fabricated], by_word: bool) -> None:
    for sheet in sheets[:40]:
        pages = [
            "".join([*page.top, *page.foot, *(line.text for line in page.lines)])
            if page.foot
            else "".join([*page.top, *(line.text for line in page.lines)])
            for page in sheet.pages
        ]
        assert printed(text_document(sheet.pages, by_word)) == [re.sub(r"\s", "", page) for page in pages]


def test_words_that_are_placed_by_themselves_leave_no_blank_in_the_file(brief: Fabricated) -> None:
    assert not re.findall(rb"\([^)\n]* [^)\n]*\) Tj", text_document(brief.pages, by_word=True))
    assert re.findall(rb"\([^)\n]* [^)\n]*\) Tj", text_document(brief.pages))


def test_the_pages_of_a_sheet_hold_all_its_lines_in_order(sheets: list[Fabricated]) -> None:
    for sheet in sheets:
        own = [line.text for page in sheet.pages for line in page.lines]
        furniture = {text for page in sheet.pages for text in (*page.top, *page.foot)}
        assert [line for line in sheet.text.replace("\f", "").split("\n")[:-1] if line not in furniture] == own


def greys(image: Image.Image) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.asarray(image.convert("L"), dtype=np.float64)


def slope(image: Image.Image) -> float:
    """By how many degrees lines are askew: the turn that makes the rows of dots differ most."""
    dark = Image.fromarray((greys(image) < 128).astype(np.uint8) * 255).reduce(4)
    turns = np.arange(-20, 21) / 10
    sharp = [np.asarray(dark.rotate(float(turn)), dtype=np.float64).sum(axis=1).var() for turn in turns]
    return float(-turns[int(np.argmax(sharp))])


def test_a_clean_page_has_300_dots_an_inch_and_no_noise(brief: Fabricated) -> None:
    (image,) = page_images(brief.pages, "clean", 1)
    assert image.mode == "L" and abs(image.width - 2550) <= 1 and abs(image.height - 3300) <= 1
    assert (greys(image) == 255).mean() > 0.8
    assert abs(slope(image)) <= 0.1


def test_an_office_scan_has_200_dots_an_inch_lies_askew_and_has_noise(brief: Fabricated) -> None:
    (image,) = page_images(brief.pages, "office", 1)
    assert image.mode == "L" and abs(image.width - 1700) <= 1
    assert 0.4 <= abs(slope(image)) <= 1.3
    assert 4 < greys(image)[-120:].std() < 30


def test_a_photograph_is_colored_unevenly_lit_and_no_more_than_12_megapixels(brief: Fabricated) -> None:
    (image,) = page_images(brief.pages, "photo", 1)
    assert image.mode == "RGB" and 5_000_000 < image.width * image.height <= 12_000_000
    dots, (high, wide) = greys(image), image.size[::-1]
    paper = [
        float(np.percentile(dots[y : y + 200, x : x + 200], 90))
        for y in range(300, high - 500, 200)
        for x in range(300, wide - 500, 200)
    ]
    assert max(paper) - min(paper) > 25
    assert dots[:20].mean() < 120  # what the paper lies on


def test_each_page_is_damaged_in_its_own_way(brief: Fabricated) -> None:
    first, second = page_images([brief.pages[0]] * 2, "office", 1)
    assert first.tobytes() != second.tobytes()


def test_a_scan_of_one_page_is_an_image_and_of_several_a_pdf_without_text(tmp_path: Path) -> None:
    write_sheets(tmp_path, people=3, seed=1, form="clean")
    assert {path.suffix for path in tmp_path.iterdir()} == {".png", ".pdf"}
    for path in tmp_path.glob("*.pdf"):
        document = pypdfium2.PdfDocument(path)
        assert len(document) > 1
        assert document[0].get_textpage().count_chars() == 0
        assert abs(document[0].get_width() - 612) < 1  # a letter page


KINDS: dict[Damage, int] = {"dropped line": -1, "changed character": 0, "lost delimiter": -1}


@pytest.mark.parametrize("kind", KINDS)
def test_damage_falls_on_one_line_and_says_on_which(sheets: list[Fabricated], kind: Damage) -> None:
    for seed, sheet in enumerate(sheets):
        text, touched = damaged(sheet.text, seed, kind)
        before, after = sheet.text.split("\n"), text.split("\n")
        if not touched:
            assert kind == "lost delimiter" and text == sheet.text
            continue
        (number,) = touched
        assert len(after) - len(before) == KINDS[kind]
        rest = after[number:] if kind == "changed character" else after[number - 1 :]
        assert (after[: number - 1], rest) == (before[: number - 1], before[number:])
        if kind == "changed character":
            pairs = list(zip(before[number - 1], after[number - 1], strict=True))
            assert sum(one != other for one, other in pairs) == 1
        if kind == "lost delimiter":
            assert set(before[number - 1]) <= set("\f *-")


def test_several_damages_touch_several_lines(sheets: list[Fabricated]) -> None:
    touched = [len(damaged(sheet.text, 1, "several")[1]) for sheet in sheets]
    assert max(touched) <= 6 and sum(number >= 3 for number in touched) > 100


def test_damage_is_the_same_for_the_same_seed(brief: Fabricated) -> None:
    assert damaged(brief.text, 5, "several") == damaged(brief.text, 5, "several")
    assert len({damaged(brief.text, seed, "dropped line")[0] for seed in range(20)}) > 5


def test_damaged_files_say_so_in_the_truth(tmp_path: Path) -> None:
    write_sheets(tmp_path / "sound", people=60, seed=3, truth=tmp_path / "truth")
    write_sheets(tmp_path / "hurt", people=60, seed=3, damage=0.5, truth=tmp_path / "hurt truth")
    sound, hurt = truths(tmp_path / "truth"), truths(tmp_path / "hurt truth")
    assert [each["person_id"] for each in sound] == [each["person_id"] for each in hurt]
    assert not any("damage" in each for each in sound)
    assert 15 < sum(bool(each.get("damage", {}).get("lines")) for each in hurt) < 45
    for before, after in zip(sound, hurt, strict=True):
        same = {name: value for name, value in after.items() if name not in ("damage", "file", "first_line")}
        assert same == {name: value for name, value in before.items() if name not in ("file", "first_line")}


@pytest.mark.parametrize(
    "asked",
    [
        {"form": "vellum"},
        {"damage": 2.0},
        {"damage": 0.5, "form": "pdf"},
        {"people": 0},
        {"county": "ATLANTIS"},
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is(tmp_path: Path, asked: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        write_sheets(tmp_path / "out", **{"people": 3, **asked})
    assert list(tmp_path.iterdir()) == []


def test_no_such_damage(brief: Fabricated) -> None:
    with pytest.raises(UsageError, match="dropped line"):
        damaged(brief.text, 1, "fire")  # type: ignore[arg-type]
