"""Files that are none of the state's, or cannot be read as they are given: what was found, expected, and to be done."""

from __future__ import annotations

import bz2
import io
import lzma
import os
import random
import sys
import tarfile
from pathlib import Path

import pytest

import vacatur
from tests.sources.files import HEADER, file, full, line, run_on
from vacatur.errors import SourceError
from vacatur.sources.doj import reader
from vacatur.sources.doj.layout import COLUMNS

ROWS = [line(full(SUBJECT_ID=str(number), PRI_NAME="DOE")) for number in range(30)]
PLAIN = "\n".join(ROWS) + "\n"


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo("county.dat")
        entry.size = len(PLAIN)
        archive.addfile(entry, io.BytesIO(PLAIN.encode()))
    return out.getvalue()


def in_another_order(rows: list[str]) -> str:
    order = list(range(len(COLUMNS)))
    random.Random(1).shuffle(order)
    return "".join(",".join(row.split(",")[at] for at in order) + "\n" for row in rows)


KINDS: dict[str, tuple[bytes | str, str]] = {
    "PDF": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", r"is a PDF\. .* `vacatur rapsheet`\.$"),
    "image": (b"\x89PNG\r\n\x1a\n" + bytes(90), r"is an image\. .* `vacatur rapsheet`\.$"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), r"is an Excel or Word document of the old form\. "),
    "bzip2": (bz2.compress(PLAIN.encode()), r"is packed with bzip2\. .* Unpack it first, and give the file within\.$"),
    "xz": (lzma.compress(PLAIN.encode()), r"is packed with xz\. .* Unpack it first"),
    "7-Zip": (b"7z\xbc\xaf\x27\x1c" + bytes(90), r"is a 7-Zip archive\. "),
    "tar": (tarred(), r"is a tar archive\. .* Unpack it first"),
    "age": (b"age-encryption.org/v1\n-> X25519 abc\n", r"is encrypted with age\. .* Decrypt it first"),
    "PGP": ("-----BEGIN PGP MESSAGE-----\n\nhQEM\n", r"is encrypted with PGP\. .* Decrypt it first"),
    "PGP as bytes": (b"\x85\x01\x0c\x03" + b"x" * 90, r"is encrypted with PGP\. "),
    "a page": ("<!DOCTYPE html>\n<html><body>403</body></html>\n", r"is a page of the web or XML\. .* again\.$"),
    "JSON": ('[{"SUBJECT_ID": 1}]\n', r"is JSON\. "),
    "UTF-16": (PLAIN.encode("utf-16"), r"is UTF-16 or UTF-32\. .* Save it as UTF-8"),
    "UTF-16 without its mark": (PLAIN.encode("utf-16-be"), r"is UTF-16 without its mark\. .* Save it as UTF-8"),
    "NUL bytes": (bytes(5000), r"is full of NUL bytes\. .* Have it sent again\.$"),
    "no text": (random.Random(2).randbytes(3000), r"is not text\. .* where it is packed or encrypted"),
    "a hole": (PLAIN.encode()[:900] + bytes(64) + PLAIN.encode()[950:], r"has a hole on line \d+: .* again\.$"),
    "tabs": (PLAIN.replace(",", "\t"), r"has its columns separated by tabs\. .* Give it as it was delivered"),
    "semicolons": (HEADER.replace(",", ";") + "\n" + PLAIN.replace(",", ";"), r"separated by semicolons\. "),
    "columns too many": (PLAIN.replace("\n", ",X,Y\n"), r"state's file: 30 rows with 97 fields\. .* delivered\.$"),
    "another order": (in_another_order(ROWS), r"none has a SUBJECT_ID in column 3 and a CNT_ORDER in column 51"),
    "another order under a header": (in_another_order([HEADER, *ROWS]), r"column 1 is headed \w+, which the state"),
    "empty": ("", r"is empty \(0 bytes\)\. Expected: .* sent again\.$"),
    "a header": (HEADER, r"holds a header and no rows\. Expected: .* sent again\.$"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_of_another_kind_is_named(tmp_path: Path, kind: str) -> None:
    data, words = KINDS[kind]
    with pytest.raises(SourceError, match=words) as refused:
        vacatur.check([file(tmp_path, data)])
    assert str(refused.value).count("\n") == 0


def test_a_folder_and_a_pipe_are_no_files(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"is a folder\. Give the files in it"):
        vacatur.check([tmp_path])
    with pytest.raises(SourceError, match=r"- is no file: .* standard input can be read once"):
        vacatur.check([Path("-")])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="such pipes are not everywhere")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SourceError, match=r"is a pipe or a device\. .* Save what comes from it first"):
        vacatur.check([tmp_path / "pipe"])


@pytest.mark.skipif(sys.platform != "linux", reason="a name may be any bytes")
def test_a_name_must_be_such_as_results_can_hold(tmp_path: Path) -> None:
    path = file(tmp_path, PLAIN, os.fsdecode(b"mu\xf1oz.dat"))
    with pytest.raises(SourceError, match=r"^The name of the file mu\\udcf1oz\.dat is not UTF-8, .*\. Rename it\.$"):
        vacatur.check([path])


def test_a_header_whose_first_name_is_another_is_a_header(tmp_path: Path) -> None:
    path = file(tmp_path, HEADER.replace("RECORD_ID", "REC_ID") + "\n" + PLAIN)
    assert run_on(path).summary["rows"] == run_on(file(tmp_path, PLAIN, "plain.dat")).summary["rows"]


def test_a_character_that_is_nul_spoils_no_other_cell(tmp_path: Path) -> None:
    path = file(tmp_path, PLAIN.replace("END", "E\0D", 1))
    assert run_on(path).summary["rows"]["read"] == len(ROWS)


@pytest.mark.parametrize("letter", [",", "A", '"'])
def test_a_line_without_an_end_is_set_aside_at_once(tmp_path: Path, letter: str) -> None:
    """Polars does not come to an end with millions of fields."""
    path = file(tmp_path, PLAIN + letter * (1 << 21) + "\n" + PLAIN)
    rows = run_on(path).summary["rows"]
    assert (rows["decided"], rows["set_aside"]) == (2 * len(ROWS), 1)


def test_a_row_is_none_behind_which_commas_never_end(tmp_path: Path) -> None:
    path = file(tmp_path, PLAIN + ROWS[0] + "," * (1 << 20) + "\n")
    assert run_on(path).summary["rows"]["set_aside"] == 1


def test_what_is_no_file_of_the_state_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_HOPELESS", 1000)
    monkeypatch.setattr("vacatur.sources.doj.blocks.BLOCK_BYTES", 2000)
    with pytest.raises(SourceError, match="not the state's file: 200 rows with 2 fields"):
        vacatur.check([file(tmp_path, "one,other\n" * 5000)])
