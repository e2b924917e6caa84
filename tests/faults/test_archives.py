"""Zip archives that are odd, damaged, or made to fill a disk."""

from __future__ import annotations

import io
import random
import warnings
import zipfile
from pathlib import Path

import pytest

import vacatur
from tests.sources.files import file, full, line
from vacatur.errors import SourceError
from vacatur.sources.doj import contents
from vacatur.sources.doj.reader import open_delivery, read_delivery

TEXT = (line(full()) + "\n").encode()
IN_LIST, AT_FILE = zipfile.stringCentralDir, zipfile.stringFileHeader
FLAGS = {IN_LIST: 8, AT_FILE: 6}
METHOD = {IN_LIST: 10, AT_FILE: 8}
"""Where the flags and the method of packing stand behind the two marks of each file."""


def zipped(*members: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def marked(data: bytes, places: dict[bytes, int], value: int) -> bytes:
    """With a byte behind each mark made another."""
    changed = bytearray(data)
    for mark, place in places.items():
        changed[data.index(mark) + place] = value
    return bytes(changed)


ONE = zipped(("county.dat", TEXT))
REFUSED = {
    "a password": (marked(ONE, FLAGS, 1), r"is locked with a password\. Unpack it first"),
    "Deflate64": (marked(ONE, METHOD, 9), r"as Windows does with files above 2 GB \(Deflate64\)\. Unpack it first"),
    "a method of its own list": (marked(ONE, {IN_LIST: 10}, 14), r"is damaged"),
    "one name twice": (
        zipped(("county.dat", TEXT), ("county.dat", TEXT * 2)),
        r"two files of the same name\. Unpack it",
    ),
    "a name that is gone": (marked(ONE, {IN_LIST: 46}, 0), r"is a zip archive without a \.dat"),
    "a name of no letters": (marked(marked(ONE, {IN_LIST: 9}, 8), {IN_LIST: 46}, 0xFF), r"is a damaged zip archive"),
    "a packed file in it": (
        zipped(("county.dat", zipped(("county.dat", TEXT)))),
        r"is a zip archive within another\. ",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_unpacked_is_said(tmp_path: Path, kind: str) -> None:
    data, words = REFUSED[kind]
    with pytest.raises(SourceError, match=words):
        vacatur.check([file(tmp_path, data, "transfer.zip")])


def test_files_that_lie_upon_each_other_are_refused(tmp_path: Path) -> None:
    """The list of the archive names one packed text under many names."""
    one = zipped(("a.dat", TEXT * 50))
    end = one.rindex(zipfile.stringEndArchive)
    start = one.index(IN_LIST)
    entry, tail = one[start:end], bytearray(one[end:])
    many = [bytes([*entry[:46], ord("a") + number, *entry[47:]]) for number in range(20)]
    tail[8:12] = (20).to_bytes(2, "little") * 2
    tail[12:16] = len(b"".join(many)).to_bytes(4, "little")
    with pytest.raises(SourceError, match="its files lie upon each other"):
        vacatur.check([file(tmp_path, one[:start] + b"".join(many) + bytes(tail), "transfer.zip")])


def test_many_files_unpack_to_no_more_than_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "_ALWAYS_UNPACKED", 1 << 20)
    text = TEXT * ((900 << 10) // len(TEXT))
    one = zipped(("0.dat", text), how=zipfile.ZIP_LZMA)
    assert len(text) > 400 * len(one)
    assert open_delivery([file(tmp_path, one, "one.zip")])
    four = zipped(*((f"{number}.dat", b"\n" * number + text) for number in range(4)), how=zipfile.ZIP_LZMA)
    with pytest.raises(SourceError, match="unpacks to more than 400 times its size"):
        open_delivery([file(tmp_path, four, "four.zip")])


def test_whatever_is_damaged_in_its_lists_is_a_sentence(tmp_path: Path) -> None:
    """And no fault: the library raises errors of many kinds."""
    chosen, refused = random.Random(8), 0
    for trial in range(300):
        hurt = bytearray(zipped(("county.dat", TEXT), ("other.csv", TEXT * 2)))
        start = hurt.index(IN_LIST)
        for _ in range(1 + trial % 3):
            hurt[chosen.randrange(start, len(hurt)) if trial % 2 else chosen.randrange(len(hurt))] = chosen.randrange(
                256
            )
        try:
            open_delivery([file(tmp_path, bytes(hurt), "transfer.zip")])
        except SourceError:
            refused += 1
    assert refused > 100


def test_an_archive_as_it_should_be_is_read(tmp_path: Path) -> None:
    opened = open_delivery([file(tmp_path, ONE, "transfer.zip")])
    assert read_delivery(opened)[0][0].rows == 1


def test_what_is_found_in_an_archive_is_told_by_both_names(tmp_path: Path) -> None:
    data = zipped(("a.dat", TEXT), ("b.dat", TEXT + b"short\n"))
    found = vacatur.check([file(tmp_path, data, "transfer.zip")])
    assert [each.file for each in found.files] == ["transfer.zip/a.dat", "transfer.zip/b.dat"]
    assert ["transfer.zip/b.dat:2"] in found.problems["examples"].to_list()
