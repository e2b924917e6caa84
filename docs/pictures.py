"""The pictures of clerk.md and letters.md, made anew: `python docs/pictures.py` (needs the development requirements).

The people in them are fabricated, and the same in every run.
"""

from __future__ import annotations

import struct
import tempfile
import tomllib
import zlib
from datetime import date
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium

import vacatur
from vacatur.law.agencies import prosecutors_of
from vacatur.outputs.filings.docket import docket_of
from vacatur.outputs.filings.papers import write_papers
from vacatur.outputs.kept import open_results
from vacatur.outputs.notices.letters import write_letters
from vacatur.outputs.office import Office, template
from vacatur.synth.county import write_county

FOLDER = Path(__file__).parent / "pictures"
COUNTY = "LOS ANGELES"
PICTURES = {
    "motion-first-page": ("motion.pdf", 0),
    "motion-later-page": ("motion.pdf", 3),
    "order-page-with-orders": ("proposed-order.pdf", 1),
    "exhibit-cover": ("exhibit-a-sealed-001.pdf", 0),
    "exhibit-sealed": ("exhibit-a-sealed-001.pdf", 20),
    "exhibit-redacted": ("exhibit-a-redacted-001.pdf", 20),
    "exhibit-totals": ("exhibit-a-sealed-001.pdf", -2),
    "letter-first-page": ("letters/letters-0001.pdf", 0),
    "letter-back": ("letters/letters-0001.pdf", 1),
}
"""Name of a picture, the paper it shows, and the page, from 0 or from the end."""


def main() -> None:
    """Fabricate a county, decide it, write the papers, and keep a few pages of them as pictures."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        papers = _papers(Path(folder))
        for name, (paper, page) in PICTURES.items():
            document = pdfium.PdfDocument(papers / paper)
            image = document[page % len(document)].render(scale=1.3, grayscale=True).to_numpy()
            (FOLDER / f"{name}.png").write_bytes(_png(image.reshape(image.shape[:2])))


def _papers(folder: Path) -> Path:
    """The District Attorney's papers for 2,500 fabricated people."""
    write_county(folder / "county.dat", people=2_500, county=COUNTY, seed=64)
    day = date(2020, 7, 1)
    vacatur.run(
        [folder / "county.dat"], county=COUNTY, packs=["ca-la-2020-announced"], as_of=day, out=folder / "results"
    )
    kept = open_results(folder / "results")
    office = Office.model_validate(tomllib.loads(template(COUNTY)))
    docket = docket_of(kept, kept.packs[0].id)
    papers = folder / "district-attorney"
    write_papers(folder, docket, prosecutors_of(COUNTY)[0], office, kept)
    write_letters(papers, docket, kept, office)
    return papers


def _png(gray: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> bytes:
    """A picture in 16 grays, four bits each: a third of the size of 256."""
    height, width = gray.shape
    levels = np.pad((gray.astype(int) + 8) // 17, ((0, 0), (0, width % 2))).astype(np.uint8)
    packed = levels[:, ::2] << 4 | levels[:, 1::2]
    rows = b"".join(b"\0" + row.tobytes() for row in packed)
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 4, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    ]
    chunks = [
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


if __name__ == "__main__":
    main()
