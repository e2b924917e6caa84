"""Pages that were scanned or photographed, read back: lines, columns, confidence. Small ones, for the time it takes."""

from __future__ import annotations

import logging
import socket
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("onnxruntime", reason="NO OCR: scans were NOT tried. Install it: pip install 'vacatur[ocr]'")
pytest.importorskip("rapidocr", reason="NO OCR: scans were NOT tried. Install it: pip install 'vacatur[ocr]'")

import cv2

from tests.sources.rapsheet.made import SHEET, drawing, pdf
from vacatur.sources.rapsheet import network, recognition
from vacatur.sources.rapsheet.files import read_file
from vacatur.sources.rapsheet.flattening import flatten
from vacatur.sources.rapsheet.geometry import Pencil, normalized, sharpest
from vacatur.sources.rapsheet.pdf import Grey, open_pdf, render
from vacatur.sources.rapsheet.recognition import read_page


@pytest.fixture(scope="module")
def page() -> Grey:
    with open_pdf(pdf([drawing(SHEET)]), "a.pdf") as document:
        return render(document, 0)


def photographed(page: Grey) -> Grey:
    """From a slant, on a dark desk, with a shadow over one half, blurred."""
    height, width = page.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    seen = np.array([[60, 50], [width + 20, 90], [width + 60, height + 70], [20, height + 30]], dtype=np.float32)
    slant = cv2.getPerspectiveTransform(corners, seen)
    image = cv2.warpPerspective(page, slant, (width + 100, height + 120), borderValue=80).astype(np.float32)
    image *= np.linspace(0.6, 1.0, image.shape[1], dtype=np.float32)[None]
    image += np.random.default_rng(3).normal(0, 5, image.shape).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(image, (0, 0), 0.9).clip(0, 255), dtype=np.uint8)


def test_a_photographed_page_reads_as_printed_columns_and_all(page: Grey) -> None:
    lines = read_page(photographed(page))
    assert [text.rstrip() for text, _ in lines] == SHEET
    assert min(confidence for _, confidence in lines) > 0.8


def test_a_scanned_page_on_its_head_is_read_without_a_socket_or_a_word_logged(
    page: Grey, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    network._network.cache_clear()
    with caplog.at_level(logging.DEBUG):
        lines = read_page(np.ascontiguousarray(page[:405][::-1, ::-1]))
    assert [text.rstrip() for text, _ in lines] == SHEET[:7]
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


def test_a_pdf_may_have_text_on_one_page_and_a_scan_on_the_next(page: Grey, tmp_path: Path) -> None:
    small = np.full((500, 1700), 255, dtype=np.uint8)
    small[:400] = page[:400]
    data = b"BI /W 1700 /H 500 /BPC 8 /CS /G ID " + small.tobytes() + b"\nEI"
    path = tmp_path / "mixed.pdf"
    path.write_bytes(pdf([drawing(SHEET[:3]), b"q 612 0 0 180 0 612 cm " + data + b" Q"]))
    file = read_file(path)
    assert (file.kind, file.pages) == ("scan", 2)
    assert [line.text for line in file.lines if line.page == 1] == SHEET[:3]
    assert [line.text.rstrip() for line in file.lines if line.page == 2] == SHEET[
        : sum(line.page == 2 for line in file.lines)
    ]
    assert {line.confidence for line in file.lines if line.page == 1} == {1.0}
    assert all(line.confidence < 1 for line in file.lines if line.page == 2 and line.text)


def test_a_page_of_nothing_gives_no_line_and_one_of_noise_none_that_is_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert read_page(np.full((1000, 800), 240, dtype=np.uint8)) == []
    monkeypatch.setattr(recognition, "_UPRIGHT", 0.0)
    noise = np.random.default_rng(2).integers(0, 255, (210, 210), dtype=np.uint8)
    assert all(confidence < 0.6 or len(text) < 8 for text, confidence in read_page(noise))


def test_shadows_go_and_ink_stays() -> None:
    shadow = (np.linspace(90, 240, 600)[None].repeat(500, axis=0)).astype(np.uint8)
    inked = shadow.copy()
    inked[200:230:6, 50:550] //= 4
    assert normalized(shadow).std() < 6
    assert normalized(inked)[200, 60:540].max() < 120


@pytest.mark.parametrize("true", [Pencil(0.0, 0.0), Pencil(0.035, 0.0), Pencil(-0.02, 0.04), Pencil(0.06, -0.05)])
def test_lines_that_slant_and_converge_are_found(true: Pencil) -> None:
    rng = np.random.default_rng(4)
    along = rng.uniform(-0.6, 0.6, 1500)
    heights = rng.integers(-22, 22, 1500) * 0.03
    found = sharpest(along, true.at(along, heights) + rng.normal(0, 0.002, 1500), 0.005)
    ends = np.array([-0.6, 0.6, -0.6, 0.6]), np.array([-0.6, -0.6, 0.6, 0.6])
    assert np.abs(found.at(*ends) - true.at(*ends)).max() < 0.01


def test_rows_of_one_page_lie_at_one_height_and_their_letters_have_one_width(page: Grey) -> None:
    flat = flatten(photographed(page))
    assert flat is not None and flat.pitch is not None
    assert flat.slots == [index for index, line in enumerate(SHEET) if line]
    assert np.diff(flat.centres).min() == pytest.approx(48, abs=4)
    assert flat.pitch == pytest.approx(24, abs=1)


@pytest.mark.parametrize("text", ["ROUTEPRINT", "ROUTEPIN", "ROUTE PIT", "ROUE PIT", "ROUTE"])
def test_what_is_left_of_a_browser_s_head_line_is_known(text: str) -> None:
    assert recognition._HEAD.search(text.replace(" ", ""))


@pytest.mark.parametrize("text", ["COURT:", "CNT:01", "PROBATION:", "TOC:M", "19951103", "-PROBATION REVO"])
def test_a_line_of_the_sheet_is_not_taken_for_it(text: str) -> None:
    assert not recognition._HEAD.search(text.replace(" ", ""))
    assert not recognition._FOOT.search(text.replace(" ", ""))


@pytest.mark.parametrize(
    "text", ["FILE:///C:/A.HTML 1/3", "FIL:/:/RCRS/RITTM4/", "HTTPS://INTRANET/VIEW", "IL://D/CER/PRI.M"]
)
def test_what_is_left_of_a_browser_s_address_is_known(text: str) -> None:
    assert recognition._FOOT.search(text.replace(" ", ""))
