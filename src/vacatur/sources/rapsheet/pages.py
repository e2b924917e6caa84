"""The pages of a PDF or image file, one after another: of the text layer, or recognized where that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium

from vacatur.errors import SourceError
from vacatur.sources.rapsheet import pdf
from vacatur.sources.rapsheet.bombs import refuse_bombs
from vacatur.sources.rapsheet.images import pages_of_image

MOST_SCANNED_PAGES = 300
"""Pages of one file that are recognized: some 20 minutes of work."""

IS_PDF = b"%PDF-"
"""Stands in the first 1,024 bytes of a PDF."""

IS_IMAGE = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
"""PNG, JPEG and TIFF begin so."""

_FAILURES = (
    pdfium.PdfiumError,
    RuntimeError,
    ValueError,
    ArithmeticError,
    MemoryError,
    OSError,
    LookupError,
    TypeError,
)
"""What the libraries raise on pages that are damaged."""


@dataclass(frozen=True)
class PageRead:
    """One page.

    Attributes:
        number: from 1.
        pages: of the file, as far as that is known yet.
        scanned: whether it had to be recognized.
        lines: text and confidence.
    """

    number: int
    pages: int
    scanned: bool
    lines: list[tuple[str, float]]


def pages_of(data: bytes, name: str) -> Iterator[PageRead]:
    """The pages of a file that begins like a PDF or an image.

    Args:
        name: what messages call the file.

    Raises:
        SourceError: it is damaged, protected, beyond the limits; or the extra `ocr` is needed and not installed.
    """
    scanned = 0
    for page in _of_pdf(data, name) if IS_PDF in data[:1024] else _of_image(data, name):
        scanned += page.scanned
        if scanned > MOST_SCANNED_PAGES:
            raise SourceError(
                f"{name} has more than {MOST_SCANNED_PAGES} scanned pages. Expected: at most {MOST_SCANNED_PAGES} in "
                f"one file; split it."
            )
        yield page


def _of_pdf(data: bytes, name: str) -> Iterator[PageRead]:
    refuse_bombs(data, name)
    with pdf.open_pdf(data, name) as document:
        pages = len(document)
        for number in range(1, pages + 1):
            try:
                layer = pdf.page_text(document, number - 1)
                scanned = not layer.usable and not layer.blank
                image = pdf.render(document, number - 1) if scanned else None
            except _FAILURES as error:
                raise SourceError(
                    f"{name}: page {number} of {pages:,} cannot be read ({type(error).__name__}): the PDF is damaged. "
                    f"Get it once more from where it comes, or scan the paper."
                ) from None
            if image is not None:
                yield PageRead(number, pages, True, _recognized(image, name, number))
            else:
                yield PageRead(number, pages, False, [(text, 1.0) for text in layer.lines] if layer.usable else [])


def _of_image(data: bytes, name: str) -> Iterator[PageRead]:
    for number, image in enumerate(pages_of_image(data, name), start=1):
        yield PageRead(number, number, True, _recognized(image, name, number))


def _recognized(image: pdf.Grey, name: str, page: int) -> list[tuple[str, float]]:
    """The lines of a page image, each with its confidence."""
    try:
        from vacatur.sources.rapsheet.recognition import read_page

        return read_page(image)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("vacatur"):
            raise
        raise SourceError(
            f"{name} is a scan, and what recognizes scans is not installed ({error.name}). Install it on this machine "
            f'with: pip install "vacatur[ocr]"'
        ) from None
    except _FAILURES as error:
        raise SourceError(
            f"{name}: page {page} cannot be recognized ({type(error).__name__}). Scan it once more, upright and in "
            f"even light."
        ) from None
