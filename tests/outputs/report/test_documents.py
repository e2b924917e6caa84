"""The page and the PDF: both say the same, are well formed, and reach for nothing outside."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest

from tests.outputs.report.page import page_of

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(params=["office", "faulty_office", "public"])
def folder(request: pytest.FixtureRequest) -> Path:
    path: Path = request.getfixturevalue(request.param)
    return path


def html(folder: Path) -> str:
    return (folder / "report.html").read_text(encoding="utf-8")


@cache
def on_paper(folder: Path) -> str:
    """What the PDF says, without blanks, footers and repeated heads of tables staying where they are."""
    with pypdfium2.PdfDocument(folder / "report.pdf") as document:
        pages = [document[place].get_textpage().get_text_bounded() for place in range(len(document))]
    return "".join("".join(pages).split())


def dense(text: str) -> str:
    return "".join(text.split())


def test_every_line_of_every_table_stands_in_the_pdf(folder: Path) -> None:
    paper = on_paper(folder)
    count = 0
    for table in page_of(folder).tables.values():
        assert dense(table.caption) in paper
        for head in table.heads:
            assert dense(head) in paper
        for line, cells in table.lines:
            assert dense(line + "".join(cell.text for cell in cells)) in paper, (table.id, line)
            count += 1
    assert count > 80


def test_every_sentence_of_the_page_stands_in_the_pdf(folder: Path) -> None:
    paper = on_paper(folder)
    found = re.findall(r"<(p|dd|li|h1|h2|h3)(?: [^>]*)?>(.*?)</\1>", html(folder), re.DOTALL)
    sentences = [text for _, text in found if 'href="#' not in text]
    assert len(sentences) > 60
    for text in sentences:
        assert dense(unescaped(re.sub(r"<[^>]+>", "", text))) in paper, text


def unescaped(text: str) -> str:
    import html as entities

    return entities.unescape(text)


def test_headings_go_down_one_step_at_a_time_and_the_page_says_its_language(folder: Path) -> None:
    page = page_of(folder)
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert ("html", {"lang": "en"}) in page.elements


def test_ids_are_used_once_and_what_refers_to_them_finds_them(folder: Path) -> None:
    page = page_of(folder)
    ids = [given["id"] for _, given in page.elements if "id" in given]
    assert len(set(ids)) == len(ids)
    wanted = [href[1:] for href, _ in page.links if href.startswith("#")]
    for _, given in page.elements:
        wanted += given.get("aria-labelledby", "").split()
    wanted += re.findall(r"url\(#([^)]+)\)", html(folder))
    assert set(wanted) <= set(ids)


def test_tables_have_captions_and_heads_that_say_what_they_head(folder: Path) -> None:
    page = page_of(folder)
    assert all(table.caption for table in page.tables.values())
    heads = [given for tag, given in page.elements if tag == "th"]
    assert {given.get("scope") for given in heads} == {"col", "row"}


def test_nothing_is_fetched_and_no_script_runs(folder: Path) -> None:
    text = html(folder)
    page = page_of(folder)
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & {tag for tag, _ in page.elements}
    assert not [given for _, given in page.elements if "src" in given or "style" in given]
    assert not [name for _, given in page.elements for name in given if name.startswith("on")]
    assert not [href for href, _ in page.links if not href.startswith(("#", "rows/"))]
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    policy = next(given["content"] for tag, given in page.elements if given.get("http-equiv"))
    assert style
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "http" not in style.group(1)
    assert set(re.findall(r"https?://[^\"' <]+", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_every_chart_has_a_title_a_description_and_its_table(folder: Path) -> None:
    text = html(folder)
    drawings = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert len(drawings) == 6
    page = page_of(folder)
    for drawing in drawings:
        root = ElementTree.fromstring(drawing)
        title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert root.get("role") == "img"
        assert title is not None and description is not None
        assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert title.text and description.text and re.search(r"\d|withheld", description.text)
        assert not [element for element in root.iter() if element is not root and element.get("role")]
    targets = re.findall(r'<a class="same" href="#([^"]+)"', text)
    assert len(targets) == 6 and set(targets) <= set(page.tables)


def test_what_a_chart_shows_stands_in_its_table(office: Path) -> None:
    """Every number written in a chart is one of the table it names."""
    text = html(office)
    page = page_of(office)
    figures = re.findall(r"<figure id=\"([^\"]+)\">(.*?)</figure>", text, re.DOTALL)
    for name, figure in figures:
        table = page.tables[re.search(r'class="same" href="#([^"]+)"', figure).group(1)]  # type: ignore[union-attr]
        words = [table.caption, *table.heads]
        words += [text for line, cells in table.lines for text in (line, *(cell.text for cell in cells))]
        root = ElementTree.fromstring(re.search(r"<svg.*?</svg>", figure, re.DOTALL).group())  # type: ignore[union-attr]
        written = ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]
        shown = numbers(written) - (AXIS if name == "chart-rate" else set())
        assert len(shown) > 5
        assert shown <= numbers(words), name


AXIS = {"0%", "20%", "40%", "60%", "80%", "100%"}


def numbers(texts: list[str]) -> set[str]:
    return {number for text in texts for number in re.findall(r"\d+(?:,\d{3})*(?:\.\d)?%?", text)}


def test_the_same_results_give_the_same_bytes(results: Path, office: Path, tmp_path: Path) -> None:
    import vacatur
    from tests.cli.conftest import contents

    assert contents(vacatur.report(results, out=tmp_path / "again")) == contents(office)
