"""Files of every kind: what is read from them, and the one sentence with which the others are refused."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.depth import at_depth
from tests.sources.rapsheet.made import SHEET, drawing, pdf, png
from vacatur.errors import SourceError
from vacatur.sources.rapsheet.files import FileLines, read_file

TEXT = "\n".join(SHEET) + "\n"


def read(folder: Path, data: bytes, name: str = "sheet") -> FileLines:
    path = folder / name
    path.write_bytes(data)
    return read_file(path)


def refusal(folder: Path, data: bytes, name: str = "sheet") -> str:
    with pytest.raises(SourceError) as raised:
        read(folder, data, name)
    sentence = str(raised.value)
    assert sentence.startswith(str(folder / name)) and sentence.endswith((".", '"')) and "\n" not in sentence
    return sentence


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "with mark", "utf-16", "utf-16 little", "utf-16 big", "crlf", "cr"],
)
def test_text_in_any_coding_gives_the_same_lines(tmp_path: Path, data: bytes) -> None:
    file = read(tmp_path, data, "scan.pdf")  # what it is called does not matter
    assert [line.text for line in file.lines] == SHEET
    assert [line.number for line in file.lines] == list(range(1, len(SHEET) + 1))
    assert {line.confidence for line in file.lines} == {1.0}
    assert (file.kind, file.pages, file.size) == ("text", 1, len(data))


def test_letters_that_are_no_utf_8_are_latin_1(tmp_path: Path) -> None:
    file = read(tmp_path, "NAM/01 PEÑA,JOSÉ\nTÓC:M\n".encode("latin-1"))
    assert [line.text for line in file.lines] == ["NAM/01 PEÑA,JOSÉ", "TÓC:M"]


def test_form_feeds_of_a_text_are_pages(tmp_path: Path) -> None:
    assert read(tmp_path, b"CII/A77000123\n\fNAM/01 OAKES,MARI\n").pages == 2


def test_a_pdf_by_another_name_is_a_pdf(tmp_path: Path) -> None:
    file = read(tmp_path, pdf([drawing(SHEET), drawing(SHEET[5:])]), "sheet.txt")
    assert (file.kind, file.pages) == ("pdf", 2)
    assert [line.text for line in file.lines] == SHEET + SHEET[5:]
    assert [line.page for line in file.lines] == [1] * 14 + [2] * 9
    assert [line.number for line in file.lines] == list(range(1, 24))


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for name in names:
            zipped.writestr(name, "text")
    return out.getvalue()


def protected() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([drawing(SHEET)])))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


REFUSED = {
    "empty": (b"", "is empty (0 bytes)"),
    "blank": (b"\xef\xbb\xbf \r\n\t\n", "is empty (8 bytes)"),
    "zip": (archive("a.txt"), "is a zip archive"),
    "word": (archive("[Content_Types].xml", "word/document.xml"), "is a Word document"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an old Word, Excel or Outlook document"),
    "rtf": (b"{\\rtf1 CII/A77000123}", "is a rich-text document"),
    "html": (b"<!DOCTYPE html><html><body>CII/A77000123</body></html>", "is an HTML page"),
    "heic": (b"\0\0\0\x24ftypheic" + bytes(100), "is an HEIC photograph"),
    "gif": (b"GIF89a" + bytes(100), "is a GIF image"),
    "noise": (bytes(range(256)) * 20, "is no text, PDF or image that is known here"),
    "protected": (protected(), "is a PDF protected by a password"),
    "head only": (b"%PDF-1.7\n", "cut short or damaged"),
    "no page": (pdf([]), "cut short or damaged"),
    "10,000 pages": (pdf([drawing(SHEET)], kids=b" ".join([b"3 0 R"] * 10_000)), "has 10,000 pages. Expected"),
    "ring": (pdf([drawing(SHEET)], kids=b"2 0 R 2 0 R 3 0 R"), "the PDF is damaged"),
    "bomb": (pdf([b"0 0 m 1 1 l S\n" * 3_000_000], packed=True), "unpacks to a size no sheet has"),
    "blank page": (pdf([b""]), "holds no text"),
    "png of 3.6 thousand million points": (png(60_000, 60_000, b""), "is an image of more than 150,000,000 points"),
    "png cut short": (png(900, 900, b"\0" * 5000), "cannot be decoded"),
    "png of dust": (png(8, 8, b"\0" * 72), "too small to be read"),
    "jpeg cut short": (b"\xff\xd8\xff\xe0\0\x10JFIF", "cannot be decoded"),
    "tiff cut short": (b"II*\0\x08\0\0\0", "cannot be decoded"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_sheet_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    data, said = REFUSED[name]
    assert said in refusal(tmp_path, data)


def test_an_image_in_a_pdf_that_says_it_is_huge_is_refused(tmp_path: Path) -> None:
    image = b"<< /Type /XObject /Subtype /Image /Width 90000 /Height 90000 >>\nstream\n\nendstream"
    assert "8,100,000,000 points" in refusal(tmp_path, pdf([drawing(SHEET)]) + b"\n9 0 obj\n" + image)


def test_a_pdf_cut_short_anywhere_is_read_or_refused(tmp_path: Path) -> None:
    whole = pdf([drawing(SHEET), drawing(SHEET)], packed=True)
    outcomes = set()
    for end in range(9, len(whole), 61):
        try:
            outcomes.add(read(tmp_path, whole[:end]).kind)
        except SourceError:
            outcomes.add("refused")
    assert "refused" in outcomes and outcomes <= {"pdf", "refused"}


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read: No such file"):
        read_file(tmp_path / "nothing.txt")


@settings(max_examples=at_depth(150, 1500), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        [b"", b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0", b"\xff\xfe", b"PK\x03\x04"]
    ),
    st.binary(max_size=400),
)
def test_any_bytes_are_read_or_refused(tmp_path: Path, mark: bytes, data: bytes) -> None:
    try:
        assert read(tmp_path, mark + data).lines
    except SourceError as error:
        assert "\n" not in str(error)


@settings(max_examples=at_depth(60, 600), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=30))
def test_a_damaged_pdf_is_read_or_refused(tmp_path: Path, changes: list[tuple[int, int]]) -> None:
    data = bytearray(pdf([drawing(SHEET)]))
    for place, value in changes:
        data[place % len(data)] = value
    try:
        read(tmp_path, bytes(data))
    except SourceError as error:
        assert "\n" not in str(error)


WITHOUT = """
import sys
sys.modules["onnxruntime"] = None
from vacatur.errors import SourceError
from vacatur.sources.rapsheet.pages import pages_of
try:
    list(pages_of(open(sys.argv[1], "rb").read(), "scan.png"))
except SourceError as error:
    print(error)
"""


def test_without_the_extra_a_scan_is_refused_with_the_command_that_installs_it(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    path.write_bytes(png(300, 300, (b"\0" + b"\xff" * 300) * 300))
    said = subprocess.run([sys.executable, "-c", WITHOUT, str(path)], capture_output=True, text=True, check=True).stdout
    assert "not installed (onnxruntime)" in said and 'pip install "vacatur[ocr]"' in said
