"""Files that end before their end: what is packed tells so, and rows that are gone would let people go."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from tests.sources.files import file, full, line
from vacatur.errors import SourceError
from vacatur.sources.doj.reader import open_delivery, read_delivery

TEXT = "".join(line(full(SUBJECT_ID=str(number), OFN=f"X{number**3}")) + "\n" for number in range(400)).encode()


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("county.dat", data)
    return out.getvalue()


def streamed(data: bytes) -> bytes:
    """As `zstd` packs what comes through a pipe: nothing in it tells how much there is."""
    packing = zstandard.ZstdCompressor(write_content_size=False).compressobj()
    begun = packing.compress(data[:9000]) + packing.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    return begun + packing.compress(data[9000:]) + packing.flush()


PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "zip": zipped,
    "Zstandard": zstandard.compress,
    "Zstandard of a pipe": streamed,
    "Zstandard in pieces": lambda data: zstandard.compress(data[:5000]) + streamed(data[5000:]),
}


@pytest.mark.parametrize("how", PACK)
def test_what_was_cut_short_is_refused(tmp_path: Path, how: str) -> None:
    """Wherever it was cut, save between two pieces: there nobody can see it."""
    whole, chosen = PACK[how](TEXT), random.Random(3)
    between = len(zstandard.compress(TEXT[:5000])) if how == "Zstandard in pieces" else 0
    for trial in range(20):
        at = chosen.randrange(10, len(whole)) if trial else len(whole) - 1
        path = file(tmp_path, whole[: at + (at == between)], f"{trial}.dat")
        with pytest.raises(SourceError, match="damaged"):
            read_delivery(open_delivery([path]))


@pytest.mark.parametrize("how", PACK)
def test_what_is_whole_is_read(tmp_path: Path, how: str) -> None:
    path = file(tmp_path, PACK[how](TEXT))
    assert read_delivery(open_delivery([path]))[0][0].rows == 400
