"""Files as they are sent: packed in gzip, Zstandard, a zip archive, or as Parquet. What is in them is what counts."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import zstandard

from tests.scale.test_parts import SMALL, county, differing, run
from tests.sources.files import file, full, line, run_on
from vacatur.errors import SourceError
from vacatur.sources.doj import contents as packed
from vacatur.sources.doj import file as opening
from vacatur.sources.doj.layout import COLUMNS

TOLD_BY_NAME = {"manifest.json", "summary.json", "problems.csv", "set_aside.csv"}


def zipped(path: Path, *members: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def as_parquet(data: bytes, path: Path) -> Path:
    rows = pl.read_csv(io.BytesIO(data), has_header=False, new_columns=list(COLUMNS), infer_schema=False)
    rows.select(reversed(COLUMNS)).write_parquet(path, row_group_size=100)
    return path


PACKED: dict[str, Callable[[bytes, Path], Path]] = {
    "gzip": lambda data, folder: file(folder, gzip.compress(data), "county.dat"),
    "gzip in pieces": lambda data, folder: file(
        folder, gzip.compress(data[:1000]) + gzip.compress(data[1000:]), "county.dat.gz"
    ),
    "zstd": lambda data, folder: file(folder, zstandard.compress(data), "county.dat.zst"),
    "zip": lambda data, folder: zipped(
        folder / "transfer.zip", ("readme.pdf", b"%PDF"), ("__MACOSX/._county.dat", b"x"), ("sent/county.DAT", data)
    ),
    "parquet": lambda data, folder: as_parquet(data, folder / "county.parquet"),
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return county(tmp_path_factory.mktemp("plain") / "county.dat", 12, people=60, header=False)


@pytest.fixture(scope="module")
def expected(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return run([plain], tmp_path_factory.mktemp("expected") / "results", None)


@pytest.mark.parametrize("plan", [None, SMALL], ids=["at once", "in parts"])
@pytest.mark.parametrize("kind", PACKED)
def test_what_is_packed_gives_the_same_results(
    plain: Path, expected: dict[str, bytes], tmp_path: Path, kind: str, plan: object
) -> None:
    path = PACKED[kind](plain.read_bytes(), tmp_path)
    found = run([path], tmp_path / "results", plan)  # type: ignore[arg-type]
    assert set(differing(found, expected)) <= TOLD_BY_NAME
    told = json.loads(found["manifest.json"])["inputs"][0]
    assert told["bytes"] == path.stat().st_size
    assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert told["rows"] == json.loads(expected["manifest.json"])["inputs"][0]["rows"]


@pytest.mark.parametrize("plan", [None, SMALL], ids=["at once", "in parts"])
def test_an_archive_of_several_files_is_a_delivery_of_several(tmp_path: Path, plan: object) -> None:
    data = county(tmp_path / "county.dat", 13, people=60, faults=0.05, header=False).read_bytes()
    half = data.index(b"\n", len(data) // 2) + 1
    first, second = file(tmp_path, data[:half], "a.dat"), file(tmp_path, data[half:], "b.csv")
    archive = zipped(tmp_path / "transfer.zip", ("b.csv", data[half:]), ("a.dat", data[:half]))
    whole = run([first, second], tmp_path / "whole", None)
    found = run([archive], tmp_path / "results", plan)  # type: ignore[arg-type]
    assert set(differing(found, whole)) <= TOLD_BY_NAME
    assert found["problems.csv"].replace(b"transfer.zip/", b"") == whole["problems.csv"]
    names = [each["file"] for each in json.loads(found["manifest.json"])["inputs"]]
    assert names == ["transfer.zip/a.dat", "transfer.zip/b.csv"]


def test_the_same_text_packed_and_plain_is_given_twice(plain: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds the same bytes"):
        run_on(plain, PACKED["gzip"](plain.read_bytes(), tmp_path))


def test_two_files_of_an_archive_that_hold_the_same_are_named(plain: Path, tmp_path: Path) -> None:
    data = plain.read_bytes()
    archive = zipped(tmp_path / "two.zip", ("a.dat", data), ("b.dat", data))
    with pytest.raises(SourceError, match=r"two\.zip/b\.dat holds the same bytes as .*two\.zip/a\.dat\."):
        run_on(archive)


def test_what_a_person_writes_across_lines_is_kept_in_parquet(tmp_path: Path) -> None:
    row = full(COMMENT_TEXT='TWO\nLINES, AND "QUOTES"')
    frame = pl.DataFrame([[row.get(name) for name in COLUMNS]], schema=list(COLUMNS), orient="row")
    path = tmp_path / "rows.parquet"
    frame.cast(pl.String).write_parquet(path)
    one = run_on(path, out=tmp_path / "one")
    other = run_on(file(tmp_path, line(row) + "\n"), out=tmp_path / "other")
    assert one.summary["rows"] == other.summary["rows"]
    assert (tmp_path / "one/All_Results.csv").read_bytes() == (tmp_path / "other/All_Results.csv").read_bytes()


REFUSED = {
    "cut short": (gzip.compress(b"x," * 500_000)[:-100], "damaged"),
    "not gzip after all": (b"\x1f\x8b" + b"\0" * 100, "damaged"),
    "not zstd after all": (b"\x28\xb5\x2f\xfd" + b"\xff" * 100, "damaged"),
    "not zip after all": (b"PK\x03\x04" + b"\0" * 100, "damaged zip archive"),
    "not parquet after all": (b"PAR1" + b"\0" * 100, "damaged Parquet"),
    "nothing in it": (gzip.compress(b""), "is empty"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_damaged_is_refused(tmp_path: Path, kind: str) -> None:
    data, words = REFUSED[kind]
    with pytest.raises(SourceError, match=words):
        run_on(file(tmp_path, data))


def test_damage_further_on_is_refused_too(plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is, when the beginning could be looked at."""
    monkeypatch.setattr(packed, "_SAMPLE", 1000)
    monkeypatch.setattr(opening, "HEAD_BYTES", 1000)
    data = bytearray(gzip.compress(plain.read_bytes() * 8, 1))
    data[-200:-100] = b"\0" * 100
    with pytest.raises(SourceError, match="damaged"):
        run_on(file(tmp_path, bytes(data)), out=tmp_path / "results")
    assert not (tmp_path / "results").exists()


def test_a_small_file_that_unpacks_without_end_is_not_read_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_ALWAYS_UNPACKED", 1 << 20)
    row = line(full()).encode() + b"\n"
    with pytest.raises(SourceError, match="more than 400 times its size"):
        run_on(file(tmp_path, zstandard.compress(row * 40_000)))


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ([("xl/workbook.xml", b"<x/>")], "an Excel workbook"),
        ([("county.dat.gz", b"")], "without a .dat, .csv or .txt file among its 1 files"),
        ([], "among its 0 files"),
        ([(f"{number}.dat", b"") for number in range(1001)], "1,001 files"),
    ],
)
def test_an_archive_of_something_else_is_refused(tmp_path: Path, members: list[tuple[str, bytes]], words: str) -> None:
    with pytest.raises(SourceError, match=words):
        run_on(zipped(tmp_path / "other.zip", *members))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda frame: frame.drop("CNT_ORDER"), "1 of the 95 columns are missing, such as CNT_ORDER"),
        (lambda frame: frame.with_columns(SENT_LENGTH=pl.lit(1.5)), "SENT_LENGTH is of type Float64"),
    ],
)
def test_parquet_of_something_else_is_refused(
    tmp_path: Path, change: Callable[[pl.DataFrame], pl.DataFrame], words: str
) -> None:
    frame = pl.DataFrame({name: ["x"] for name in COLUMNS})
    path = tmp_path / "other.parquet"
    change(frame).write_parquet(path)
    with pytest.raises(SourceError, match=words):
        run_on(path)
